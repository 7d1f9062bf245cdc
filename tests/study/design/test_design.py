"""A design is checked before anything runs: what is wrong is said in one line."""

from collections.abc import Callable

import pytest

from tocsin.errors import ScenarioError, StudyError, TocsinError
from tocsin.review.measure import DEFINITIONS
from tocsin.scenario.parsed import parsed_scenario
from tocsin.study.design.design import Design, design_of, load_design, study_names
from tocsin.study.run import Task, rows_of

Designed = Callable[..., Design]
LEVELS = 'levels = ["none", "full-picture"]'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('path = "agreement"', 'path = "link[juniper-dogwood].los"', "link[1].los: unknown key"),
        ('path = "agreement"', 'path = "link[juniper-elm].loss"', "there is no link[juniper-elm]"),
        ('path = "agreement"', 'path = "agreement.min_delay"', "min_delay"),
        (LEVELS, "levels = []", "must have levels, or low and high, or withhold"),
        (LEVELS, 'levels = ["none", ""]', "level '' is empty"),
        (LEVELS, 'levels = ["none", "none"]', "two levels 'none'"),
        (LEVELS, 'levels = ["none", "full-picture", "ful"]', "level ful: agreement = 'ful': no such"),
        (LEVELS, "low = 2\nhigh = 1", "low must be below high"),
        ('measure = "releases"', 'measure = "release"', "no such measure; did you mean 'releases'?"),
        ('["false_impact_warnings"]', '["false_impact_warning"]', "study.measures: 'false_impact_warning'"),
        (
            'measure = "releases"',
            'looks = [50]\nhalf_width = 1.0\nmaximum = 100\nmeasure = "warning_time_s"',
            "take a credited time, a share or a count",
        ),
        ('nation = "all"', 'nation = "cedar"', "primary.nation = 'cedar': must be one of juniper, dogwood, all"),
        ('factor = "agreement"', 'factor = "delay"', "primary.factor = 'delay'"),
        ('["full-picture", "none"]', '["full-picture", "jdec-1"]', "'jdec-1' is no level of 'agreement'"),
        ('["full-picture", "none"]', '["none", "none"]', "name two levels"),
        ("[[factor]]", '[plan]\nkind = "sobol"\n\n[[factor]]', "no factor has a range"),
        ('nation = "all"', 'nation = "all"\nlooks = [50]', "looks and half_width go together"),
        ('nation = "all"', 'nation = "all"\nlooks = [60]\nhalf_width = 1.0\nmaximum = 100', "a multiple of 50"),
        ('nation = "all"', 'nation = "all"\nlooks = [150]\nhalf_width = 1.0\nmaximum = 100', "to maximum = 100"),
        ("replications = 6", "replications = 1", "replications = 1"),
        ('scenarios = ["button-2018"]', 'scenarios = ["button"]', "no such scenario"),
        ("seed = 5", "seed = 5\nsed = 6", "did you mean 'seed'?"),
    ],
)
def test_one_line_says_what_is_wrong(designed: Designed, old: str, new: str, words: str) -> None:
    with pytest.raises(TocsinError) as caught:
        designed((old, new))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["launch[l1].start.lat_deg", "launch[l1].time_s", "launch[l1].pack", "footprint"])
def test_a_launch_is_never_a_factor(designed: Designed, path: str) -> None:
    with pytest.raises(StudyError, match="out of scope"):
        designed(('path = "agreement"', f'path = "{path}"'), (LEVELS, "levels = [1, 2]"))


def test_every_point_is_a_whole_text(designed: Designed) -> None:
    design = designed(
        (
            LEVELS,
            'levels = ["none", "full-picture"]\n\n[[factor]]\nname = "loss"\n'
            'path = ["link[juniper-dogwood].loss", "link[dogwood-juniper].loss"]\nlevels = [0.0, 0.25, 0.5]',
        )
    )
    assert [point.levels for point in design.points] == [
        (agreement, loss) for agreement in ("none", "full-picture") for loss in ("0", "0.25", "0.5")
    ]
    assert design.points[5].numbers == (None, 0.5)
    assert 'name = "full-picture"' in design.points[5].agreement_text
    assert '"link[juniper-dogwood].loss" = 0.5' in design.points[5].scenario_text
    assert '"link[dogwood-juniper].loss" = 0.5' in design.points[5].scenario_text


def test_terms_of_the_agreement_are_factors(designed: Designed) -> None:
    design = designed(
        ("seed = 5", 'seed = 5\nagreement = "full-picture"'),
        ('path = "agreement"', 'path = "agreement.min_delay_s"'),
        (LEVELS, "levels = [0, 600]"),
        ('["full-picture", "none"]', '["600", "0"]'),
    )
    assert "min_delay_s = 600" in design.points[1].agreement_text
    assert 'name = "full-picture-x' in design.points[1].agreement_text


def test_a_named_level_may_set_nothing_or_much(designed: Designed) -> None:
    design = designed(
        (
            LEVELS,
            'levels = [ { name = "as it is" }, { name = "bad", set = { agreement = "none", '
            '"link[juniper-dogwood].loss" = 0.5 } } ]',
        ),
        ('path = "agreement"', ""),
        ('["full-picture", "none"]', '["bad", "as it is"]'),
    )
    assert 'name = "full-picture"' in design.points[0].agreement_text
    assert 'name = "none"' in design.points[1].agreement_text


OUTAGE = '"radar[birch-approach].outage" = [{ from_s = 300, to_s = 900 }]'


def out_for_a_while(setting: str) -> tuple[tuple[str, str], ...]:
    """Return the changes of a design after which Birch's radar is out of action at one of two levels."""
    return (
        ('scenarios = ["button-2018"]', 'scenarios = ["first-seen-by-partner"]'),
        ('path = "agreement"', ""),
        (LEVELS, f'levels = [{{ name = "works" }}, {{ name = "is out", set = {{ {setting} }} }}]'),
        ('["full-picture", "none"]', '["is out", "works"]'),
    )


def test_a_value_may_be_tables_such_as_a_sensor_outage(designed: Designed) -> None:
    works, is_out = designed(*out_for_a_while(OUTAGE)).points
    radar = {part.id: part for part in parsed_scenario(is_out.scenario_text, "x").radar}["birch-approach"]
    assert [(span.from_s, span.to_s) for span in radar.outage] == [(300.0, 900.0)]
    warned_s = [
        next(
            row.value
            for row in rows_of(Task(point.scenario_text, point.scenario, "none", 1))[1]
            if (row.measure, row.nation, row.subject) == ("warning_time_credited_s", "birch", "all")
        )
        for point in (works, is_out)
    ]
    assert warned_s[0] is not None
    assert warned_s[1] is not None
    assert warned_s[0] > warned_s[1] + 120.0


def test_a_wrong_key_in_a_table_is_named_with_its_factor(designed: Designed) -> None:
    with pytest.raises(
        StudyError, match=r"level is out: .*outage\[1\]\.from_min: unknown key; did you mean 'from_s'"
    ):
        designed(*out_for_a_while(OUTAGE.replace("from_s", "from_min")))
    with pytest.raises(ScenarioError, match=r"levels\[2\]\.level\.nam: unknown key; did you mean 'name'"):
        designed((LEVELS, 'levels = ["none", { nam = "full-picture" }]'))


def test_a_level_without_a_name_is_called_by_its_value_as_written(designed: Designed) -> None:
    design = designed(
        ('path = "agreement"', 'path = "agreement.relay"'),
        (LEVELS, "levels = [false, true]"),
        ('["full-picture", "none"]', '["true", "false"]'),
    )
    assert [point.levels for point in design.points] == [("false",), ("true",)]


def test_one_at_a_time_changes_one_thing_from_the_first_levels(designed: Designed) -> None:
    design = designed(
        (
            LEVELS,
            'levels = ["none", "full-picture"]\n\n[[factor]]\nname = "loss"\n'
            'path = "link[juniper-dogwood].loss"\nlow = 0.0\nhigh = 0.5',
        ),
        ('[[factor]]\nname = "agreement"', '[plan]\nkind = "one_at_a_time"\n\n[[factor]]\nname = "agreement"'),
    )
    assert [point.levels for point in design.points] == [("none", "0"), ("full-picture", "0"), ("none", "0.5")]


@pytest.mark.parametrize(("kind", "samples"), [("latin_hypercube", 6), ("sobol", 8), ("saltelli", 8 * 3)])
def test_sampled_ranges_are_crossed_with_levels(designed: Designed, kind: str, samples: int) -> None:
    points = 6 if kind == "latin_hypercube" else 8
    design = designed(
        (
            LEVELS,
            'levels = ["none", "full-picture"]\n\n[[factor]]\nname = "loss"\n'
            'path = "link[juniper-dogwood].loss"\nlow = 0.1\nhigh = 0.5',
        ),
        (
            '[[factor]]\nname = "agreement"',
            f'[plan]\nkind = "{kind}"\npoints = {points}\n\n[[factor]]\nname = "agreement"',
        ),
    )
    assert len(design.points) == 2 * samples
    losses = [point.numbers[1] for point in design.points]
    assert losses[::2] == losses[1::2]
    assert all(loss is not None and 0.1 <= loss <= 0.5 for loss in losses)
    if kind != "saltelli":  # stratified: one in each of `samples` equal parts
        strata = {int((loss - 0.1) / 0.4 * samples) for loss in losses if loss is not None}
        assert strata == set(range(samples))


def test_a_sobol_plan_needs_a_power_of_two(designed: Designed) -> None:
    with pytest.raises(StudyError, match="must be a power of two for sobol"):
        designed(
            (LEVELS, "low = 1\nhigh = 2"),
            ('path = "agreement"', 'path = "scenario.duration_min"'),
            ('["full-picture", "none"]', '["1", "2"]'),
            ("[[factor]]", '[plan]\nkind = "sobol"\npoints = 6\n\n[[factor]]'),
        )


def test_two_factors_set_no_one_path(designed: Designed) -> None:
    second = '[[factor]]\nname = "loss %s"\npath = "link[juniper-dogwood].loss"\nlevels = [0.0, %s]\n'
    both = second % ("a", 0.25) + "\n" + second % ("b", 0.5)
    with pytest.raises(StudyError, match=r"factors 'loss a' and 'loss b' both set link\[juniper-dogwood\]\.loss"):
        designed(("[[factor]]", both + "\n[[factor]]"))


DOCTRINES = '[[factor]]\nname = "doctrine"\npath = "doctrine"\nlevels = ["thrifty", "free"]\n\n'
HOLDS = """[[factor]]
name = "birch"
levels = [{ name = "as all" }, { name = "holds", set = { "doctrine[birch]" = "hold" } }]

"""


@pytest.mark.parametrize("said", [DOCTRINES + HOLDS, HOLDS + DOCTRINES])
def test_what_lies_inside_a_table_is_set_after_it_whoever_is_first(designed: Designed, said: str) -> None:
    design = designed(
        ('scenarios = ["button-2018"]', 'scenarios = ["first-seen-by-partner"]'), ("[[factor]]", f"{said}[[factor]]")
    )
    fights = [
        parsed_scenario(point.scenario_text, "x").party["birch"].doctrine.name
        for point in design.points
        if "holds" in point.levels
    ]
    assert fights == ["hold"] * 4


RADAR = '[[factor]]\nname = "%s"\nlevels = [{ name = "works" }, { name = "%s", set = { %s } }]\n'
OUT = RADAR % ("outage", "out", '"radar[juniper-north].outage" = [{ from_s = 0, to_s = 60 }]')
GONE = RADAR % ("radar", "gone", '"radar[juniper-north]" = "absent"')


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            [("seed = 5", 'seed = 5\nset = { "link[juniper-dogwood].los" = 1 }')],
            "small: study.set: button-2018: link[1].los: unknown key",
        ),
        ([("seed = 5", 'seed = 5\nset = { variant = 3 }')], "small: study.set: variant = 3: must be a name"),
        (
            [(LEVELS, f'{LEVELS}\n\n[[factor]]\nname = "loss"\npath = "link[1].loss"\nlevels = [2.0, 0.1]')],
            "small: factor 'loss', level 2: button-2018: link[1].loss = 2.0",
        ),
        (
            [("[[factor]]", f"{GONE}\n{OUT}\n[[factor]]")],
            "small: factor 'radar', level gone, with factor 'outage', level out: button-2018: scenario.set",
        ),
        (
            [
                ("[[factor]]", '[plan]\nkind = "sobol"\npoints = 2\n\n[[factor]]\nname = "hours"\n'
                'path = "party.juniper.utc_offset_h"\nlow = 0\nhigh = 1\n\n[[factor]]'),
            ],
            "small: factor 'hours', level 0.382: button-2018: party.juniper.utc_offset_h",
        ),
    ],
)  # fmt: skip
def test_the_factor_is_named_that_cannot_be_played(
    designed: Designed, changes: list[tuple[str, str]], words: str
) -> None:
    with pytest.raises(StudyError) as caught:
        designed(*changes)
    assert words in str(caught.value)


SAME = "come to the same scenario under the same agreement"


def test_two_levels_that_come_to_the_same_are_refused(designed: Designed) -> None:
    own = 'levels = ["none", "full-picture", { name = "its own" }]'  # which is full-picture
    with pytest.raises(StudyError, match=f"factor 'agreement': levels full-picture and its own {SAME}"):
        designed((LEVELS, own))
    assert len(designed((LEVELS, own), ('["button-2018"]', '["button-2018", "below-threshold"]')).points) == 6
    with pytest.raises(StudyError, match=f"factor 'loss': levels as it is and none {SAME}"):
        designed(
            (
                "[[factor]]",
                '[[factor]]\nname = "loss"\nlevels = [{ name = "as it is" }, '
                '{ name = "none", set = { "link[1].duplication" = 0 } }]\n\n[[factor]]',
            )
        )
    loss = '[[factor]]\nname = "%s"\npath = "%s"\nlevels = [0.1, 0.2]\n'
    first, second = (loss % ("a", "link[juniper-dogwood].loss")), (loss % ("b", "link[1].loss"))
    with pytest.raises(StudyError, match=f"factor 'a': levels 0.1 and 0.2 {SAME}"):
        designed(("[[factor]]", f"{first}\n{second}\n[[factor]]"))


def test_a_range_over_whole_numbers_draws_whole_numbers(designed: Designed) -> None:
    design = designed(
        ("[[factor]]", '[plan]\nkind = "sobol"\npoints = 8\n\n[[factor]]\nname = "resends"\n'
         'path = "link[juniper-dogwood].resends"\nlow = 0\nhigh = 3\n\n[[factor]]')
    )  # fmt: skip
    drawn = [point.numbers[0] for point in design.points]
    assert {0.0, 1.0, 2.0, 3.0}.issuperset(drawn)
    assert len(set(drawn)) > 2


def test_the_digest_covers_design_and_texts(designed: Designed, small_text: str) -> None:
    assert designed().digest == design_of(small_text, "elsewhere").digest
    assert designed(("seed = 5", "seed = 6")).digest != designed().digest


def test_what_is_withheld_is_a_factor(designed: Designed) -> None:
    design = designed(
        ('path = "agreement"\n', ""),
        (LEVELS, 'withhold = ["sensors", "batteries"]'),
        ('["full-picture", "none"]', '["all shared", "without Juniper\'s sensors"]'),
    )
    assert [point.levels[0] for point in design.points] == [
        "all shared",
        "without Juniper's sensors",
        "without Dogwood's sensors",
        "without Juniper's batteries",
        "without Dogwood's batteries",
    ]
    assert 'sensors_withheld_by = ["juniper"]' in design.points[1].agreement_text


@pytest.mark.slow
@pytest.mark.parametrize("name", study_names())
def test_shipped_studies_are_sound(name: str) -> None:
    design = load_design(name)
    assert design.name == name
    assert {definition.name for definition in DEFINITIONS}.issuperset(design.file.study.measures)


def test_an_unknown_study_names_those_there_are() -> None:
    with pytest.raises(StudyError, match="value-of-sharing"):
        load_design("value")
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_design("nowhere.toml")
