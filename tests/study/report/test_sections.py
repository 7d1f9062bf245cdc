"""Every section of a report against made-up studies whose answers are known."""

import re
from pathlib import Path

import numpy as np
import pytest

from tests.study.report.conftest import (
    AGREEMENTS,
    ALDERS_SENSORS_S,
    GAIN_AT_DELAY_S,
    HEAD,
    LOSS_COSTS_S,
    PRIMARY,
    agreement_study,
    crossed_gain_s,
    drawn_gain_s,
    luck,
    play,
    row,
    warned_rows,
)
from tocsin.errors import StudyError
from tocsin.review.measure import Row
from tocsin.study.contrast import Arms, primary_contrast
from tocsin.study.design.design import design_of
from tocsin.study.report.cases import Cases
from tocsin.study.report.curve import curves_of, numbered_factors
from tocsin.study.report.differences import contribution_section, differences_section, differences_table, reduction_of
from tocsin.study.report.exposure import exposure_section, gain_of
from tocsin.study.report.factorial import factorial_section
from tocsin.study.report.family import compared_factors, family_of, primary_tie, ties
from tocsin.study.report.page import write_report
from tocsin.study.report.primary import answers, primary_of
from tocsin.study.report.representative import failed_section, representatives
from tocsin.study.report.run_picture import run_blocks
from tocsin.study.report.sampled import draw_count, draws_of, sample_differences, unit_words
from tocsin.study.report.sensitivity import sensitivity_section, signs_of
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import cells_at, summary_of
from tocsin.study.report.survival import Curve, names_of, share_warned
from tocsin.study.report.survival import curves_of as survival_curves
from tocsin.study.report.verdicts import is_more_better, lead_of, verdict_of
from tocsin.study.results import Cells, Results
from tocsin.study.statistics.effects import main_effects
from tocsin.study.statistics.paired import paired_share
from tocsin.study.statistics.sobol import sobol_indices

EXACT = 1e-9  # of a second: sums of some hundred numbers of some hundred


def test_holms_family_is_all_but_the_primary_contrast(made_up: Results) -> None:
    family = family_of(made_up)
    tested = [item for item in family.comparisons if item.is_tested]
    primary = [item for item in tested if item.is_primary]
    assert [(item.contrast.measure, item.is_came) for item in primary] == [
        ("warning_time_credited_s", False),
        ("warning_time_credited_s", True),
    ]
    assert family.tested == len(tested) - 2
    claimed = {item.contrast.first: item for item in tested if item.contrast == primary[0].contrast}
    assert list(claimed) == ["full-picture"]


def test_a_holm_interval_is_wider_than_one_of_95_per_cent(made_up: Results) -> None:
    found = next(
        item
        for item in family_of(made_up).comparisons
        if (item.contrast.measure, item.contrast.nation, item.contrast.first, item.is_came)
        == ("warning_time_credited_s", "birch", "jdec-3", False)
    )
    alone = gain_of(made_up, "warning_time_credited_s", "birch", "first-seen-by-partner", "jdec-3")
    assert alone is not None
    assert None not in (alone.low, alone.high, found.difference.low, found.difference.high)
    assert found.difference.high - found.difference.low > 1.2 * (alone.high - alone.low)
    assert found.difference.value == alone.value


@pytest.mark.slow
def test_a_large_family_can_still_claim_what_every_run_shows(tmp_path: Path) -> None:
    """Of 300 comparisons the least p value of 9,999 resamples, 0.0002, would be above 0.05 / 300."""
    levels = ", ".join(f'{{ name = "l{k}", set = {{ "agreement.min_delay_s" = {k} }} }}' for k in range(31))
    factors = f'[[factor]]\nname = "agreement"\nlevels = [{levels}]\n'
    head = HEAD.format(runs=30).replace("seed = 7", 'seed = 7\nagreement = "full-picture"')
    design = design_of(head + PRIMARY.replace('"full-picture", "none"', '"l1", "l0"') + factors, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        noise = luck(run, 1).normal(0.0, 1.0), luck(run, 2 + point).normal(0.0, 1.0)
        given = (
            "warning_time_credited_s",
            "kills",
            "interceptors_fired",
            "releases",
            "exposure_cells",
            "duplicate_shots",
        )
        return [
            row(who, name, 100.0 + sum(noise) + 10.0 * (point > 0)) for name in given for who in ("alder", "birch")
        ] + [row(who, "warning_time_s", 100.0, ("area", "l1/capital")) for who in ("alder", "birch")]

    family = family_of(play(design, tmp_path / "study", rows_of, 30))
    assert family.tested > 250
    means = [item for item in family.comparisons if item.contrast.measure == "interceptors_fired"]
    assert len(means) == 60
    assert all(item.is_claimed and (item.difference.low or 0.0) > 0.0 for item in means)


def test_medians_are_described_and_whether_they_came_is_tested(made_up: Results) -> None:
    found = [item for item in family_of(made_up).comparisons if item.contrast.measure == "first_report_s"]
    assert {item.is_came for item in found if item.is_tested} == {True}
    assert all(item.difference.low is None for item in found if not item.is_came)


def test_what_changes_nothing_is_out_of_scope_and_what_changes_something_is_not(tmp_path: Path) -> None:
    results = agreement_study(tmp_path / "study", 20, AGREEMENTS.replace("jdec-3", "notify-only"))
    comparisons = family_of(results).of("first-seen-by-partner", "agreement")
    assert ties(results, comparisons) == {"notify-only": "out of scope"}
    block = differences_table(results, comparisons, compared_factors(results.design)[0], "first-seen-by-partner")
    column = list(block.heads).index("notify-only")
    assert {line.cells[column].text for line in block.lines} == {"out of scope"}


def test_what_was_sent_and_changed_nothing_is_not_out_of_scope(tmp_path: Path) -> None:
    def rows_of(point: int, run: int) -> list[Row]:
        return [*warned_rows("birch", 500.0 + run), row("birch", "releases", 3.0 * (point == 1))]

    results = play(design_of(HEAD.format(runs=6) + PRIMARY + AGREEMENTS, "made-up"), tmp_path / "sent", rows_of, 6)
    family = family_of(results)
    comparisons = family.of("first-seen-by-partner", "agreement")
    assert ties(results, comparisons) == {"jdec-3": "sent, no effect", "full-picture": "out of scope"}
    assert primary_tie(results, family) == "out of scope"
    block = differences_table(results, comparisons, compared_factors(results.design)[0], "first-seen-by-partner")
    assert (
        "Sent, no effect: under jdec-3 messages were sent, and all else in every run was as under none."
        in block.caption
    )


def test_arms_alike_in_what_is_shown_and_not_in_all_that_was_measured_are_not_out_of_scope(tmp_path: Path) -> None:
    """The design asks for one measure alone; what it leaves out, of any nation, differs all the same."""
    head = HEAD.partition("measures")[0] + 'measures = ["leakage"]\n'
    design = design_of(
        head.format(runs=6) + PRIMARY.replace("warning_time_credited_s", "leakage") + AGREEMENTS, "made-up"
    )

    def rows_of(point: int, run: int) -> list[Row]:
        more = 1.0 * (point == 1)
        return [row("birch", "leakage", 0.5, n=4), row("all", "false_launch_reports", run + more)]

    results = play(design, tmp_path / "hidden", rows_of, 6)
    family = family_of(results)
    assert ties(results, family.of("first-seen-by-partner", "agreement")) == {"full-picture": "out of scope"}


def test_a_failed_run_does_not_make_a_message_sent(tmp_path: Path) -> None:
    def rows_of(_point: int, run: int) -> list[Row]:
        return [*warned_rows("birch", 500.0 + run), row("birch", "releases", 30.0)]

    design = design_of(HEAD.format(runs=6) + PRIMARY + AGREEMENTS, "made-up")
    results = play(design, tmp_path / "failed", rows_of, 6, fails=((2, 4),))
    assert primary_tie(results, family_of(results)) == "out of scope"
    none = play(design, tmp_path / "all", rows_of, 6, fails=tuple((2, run) for run in range(6)))
    assert primary_tie(none, family_of(none)) == "", "no run is known in both arms"


def test_a_share_is_of_cases_wherever_it_is_printed(tmp_path: Path) -> None:
    """Runs of one area are warned without sharing alone, runs of nine with sharing alone: +50 points of all cases."""
    design = design_of(HEAD.format(runs=40) + PRIMARY + AGREEMENTS, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        count = 9 if run % 4 == 0 else 1
        is_warned = (count == 9) == (design.points[point].levels[0] == "full-picture")
        warned_s, never = (600.0, 0) if is_warned else (None, count)
        return [
            *(row("birch", "warning_time_s", warned_s, ("area", f"l1/a{area}")) for area in range(count)),
            row("birch", "warning_time_credited_s", warned_s or 0.0, n=count, n_never=never),
            row("birch", "warned_share_10min", float(is_warned), n=count, n_never=never),
        ]

    results = play(design, tmp_path / "unlike", rows_of, 40)
    came = primary_of(results).came
    assert came is not None
    assert came.difference.value == 0.5
    shares = [
        item.difference
        for item in family_of(results).comparisons
        if item.contrast.first == "full-picture" and (item.is_came or item.contrast.measure == "warned_share_10min")
    ]
    assert [found.value for found in shares] == [pytest.approx(0.5)] * 2
    assert shares[0] == came.difference
    assert shares[1].low is not None
    assert shares[1].low < 0.5


def test_runs_without_one_to_count_are_counted_and_never_called_every_run(tmp_path: Path) -> None:
    """False reports come in 10 runs without and in 60 with sharing, and each is passed on."""
    primary = PRIMARY.replace("warning_time_credited_s", "false_propagated")
    design = design_of(HEAD.format(runs=100) + primary + AGREEMENTS, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        if run < (10 if design.points[point].levels[0] == "none" else 60):
            return [row("birch", "false_propagated", 1.0), row("birch", "releases", 1.0 * point)]
        return [row("birch", "false_propagated", None, status="not_applicable", n=0, n_never=0)]

    results = play(design, tmp_path / "few", rows_of, 100, fails=((2, 99),))
    found = primary_of(results)
    assert found.removed == (89, 0, 1)
    (answer,) = answers(found, primary_tie(results, family_of(results)))
    assert "every run" not in answer.value
    assert answer.words[0] == (
        "Pairs of runs left out of both arms: 89 not applicable in one, 1 failed or not played in one."
    )
    assert all(arm.value.endswith("a run in which both arms had one to count") for arm in answer.arms)
    summary = summary_of(results, "false_propagated", "birch", [0])
    assert summary is not None
    assert summary.not_applicable == 90


def test_the_table_says_why_pairs_are_left_out_and_calls_no_part_every_run(tmp_path: Path) -> None:
    """Runs without one to count, one that failed, and a median that is the same over runs that are not."""
    design = design_of(HEAD.format(runs=20) + PRIMARY + AGREEMENTS, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        level = design.points[point].levels[0]
        told_s = 60.0 + (run if level == "none" else 19 - run)
        absent = {"status": "not_applicable", "n": 0, "n_never": 0}
        applies = level == "none" or run >= 5
        alder = (
            row("alder", "warning_time_credited_s", 300.0)
            if run
            else row("alder", "warning_time_credited_s", None, **absent)
        )
        return [
            *warned_rows("birch", 500.0 + run + 10.0 * point),
            alder,
            row("birch", "leakage", 0.25 * (run % 3 + point // 2), n=4)
            if applies
            else row("birch", "leakage", None, **absent),
            row("birch", "first_report_s", told_s),
            row("birch", "first_report_s", told_s, ("launch", "l1")),
        ]

    results = play(design, tmp_path / "gaps", rows_of, 20, fails=((2, 19),))
    factor = compared_factors(results.design)[0]
    picture, table = differences_section(results, family_of(results), factor).blocks[:2]
    assert "Alder: alike wherever both arms have a value, at every level." in picture.caption
    jdec, full = (
        {(line.cells[0].text, line.cells[1].text): line.cells[list(table.heads).index(level)] for line in table.lines}
        for level in ("jdec-3", "full-picture")
    )
    why = "5 not applicable in one, 1 failed or not played in one"
    assert full["leakage", "Birch"].below.endswith(f"pairs left out: {why}")
    assert full["warning time credited", "Birch"].below.endswith("pairs left out: 1 failed or not played in one")
    assert jdec["leakage", "Birch"].below == "alike"
    assert jdec["first report", "Birch"][:2] == ("0", "described")


def test_where_numbers_are_drawn_whether_it_came_is_over_draws_too(cube: Results, tmp_path: Path) -> None:
    """In half of the draws nobody is warned without sharing, in both runs alike: as 40 cases, each of its own."""

    def rows_of(point: int, _run: int) -> list[Row]:
        level, draw = cube.design.points[point].levels[2], point // 2
        return list(warned_rows("birch", None if level == "none" and draw % 2 else 600.0))

    results = play(cube.design, tmp_path / "halves", rows_of, 2)
    found = primary_of(results)
    alone = paired_share(np.ones(40), np.arange(40) % 2 == 0.0, np.arange(40))
    assert found.came is not None
    assert found.came.difference.n == 40
    ends, wanted = ([item.value, item.low, item.high] for item in (found.came.difference, alone.difference))
    assert ends == pytest.approx(wanted, rel=0.02)
    words = answers(found, "")[1].words
    assert any("exact test over whole draws" in said for said in words)
    assert "Here cases weigh alike, in the mean above runs do." in words


def test_what_cancels_but_for_rounding_is_nothing() -> None:
    def cells(values: list[float]) -> Cells:
        whole = np.zeros((2, 1), dtype=np.int64)
        return Cells(np.array(values)[:, np.newaxis], whole, whole + 1, whole)

    found = verdict_of(Arms(cells([0.3, 0.1]), cells([0.2, 0.2]), ("", "")), "leakage", 0.0)
    assert [share.value for share in found[:3]] == [0.0, 1.0, 0.0]


def test_where_every_run_ended_too_early_nothing_is_drawn_and_no_answer_is_given(tmp_path: Path) -> None:
    def rows_of(_point: int, _run: int) -> list[Row]:
        pending = {"status": "pending", "n_never": 0}
        return [
            row("birch", name, None, **pending)
            for name in ("warning_time_credited_s", "warning_time_s", "warned_share_10min", "leakage")
        ] + [row("birch", "releases", 3.0)]

    results = play(design_of(HEAD.format(runs=3) + PRIMARY + AGREEMENTS, "made-up"), tmp_path / "early", rows_of, 3)
    found = primary_of(results)
    assert answers(found, "")[0].value == "none: no pair of runs has a value in both arms"
    assert run_blocks(results, found) == []
    factor = compared_factors(results.design)[0]
    section = differences_section(results, family_of(results), factor)
    assert [block.title for block in section.blocks if block.uri] == []
    assert (
        "No pair of runs with a value in both arms, and left out: warning time credited (Birch)"
        in section.blocks[0].caption
    )
    (exposure,) = exposure_section(results).blocks
    assert (exposure.uri, "Birch 3 messages released" in exposure.caption) == ("", True)
    assert write_report(results).stat().st_size > 10_000


def test_shared_luck_saves_all_where_arms_differ_by_a_constant(single: Results) -> None:
    item = next(item for item in family_of(single).comparisons if item.is_primary)
    assert (reduction_of(item.arms).ratio or 0.0) > 1e9, "all but rounding"


def test_a_run_without_a_partner_is_in_neither_arm_of_what_shared_luck_saved(crossed: Results) -> None:
    item = next(item for item in family_of(crossed).comparisons if item.is_primary)
    # run 7 has failed at one of two points of the first arm: its mean difference is 100 s, all others' 85 s
    paired = np.full(20, 0.5 * (100.0 + 70.0))
    paired[7] = 100.0
    both = item.arms.first.value.mean(axis=0), item.arms.second.value.mean(axis=0)
    both[0][7], both[1][7] = item.arms.first.value[0, 7], item.arms.second.value[0, 7]
    assert both[0] - both[1] == pytest.approx(paired)
    apart = both[0].var(ddof=1) + both[1].var(ddof=1)
    assert reduction_of(item.arms).ratio == pytest.approx(apart / paired.var(ddof=1))


def test_the_median_over_runs_ranks_never_worst_and_may_be_never(made_up: Results, tmp_path: Path) -> None:
    value = made_up.cells("first_report_s", "birch").value[0]
    assert 0 < np.isnan(value).sum() < 30
    found = summary_of(made_up, "first_report_s", "birch", [0])
    assert found is not None
    assert found.estimate.value == np.sort(np.where(np.isnan(value), np.inf, value))[29]
    rare = play(
        made_up.design,
        tmp_path / "rare",
        lambda _point, run: list(warned_rows("birch", 300.0 if run < 4 else None)),
        10,
    )
    often_never = summary_of(rare, "public_warning_time_s", "birch", [0])
    assert often_never is not None
    assert (often_never.estimate.value, often_never.is_never, often_never.n_never) == (None, True, 6)
    credited = summary_of(rare, "warning_time_credited_s", "birch", [0])
    assert credited is not None
    assert credited.estimate.value == pytest.approx(0.4 * 300.0)


def test_an_opportunity_never_warned_stays_in_the_curve_and_one_pending_does_not() -> None:
    cases = Cases(
        run=np.arange(4),
        subject=np.zeros(4, dtype=np.int64),
        value=np.array([600.0, np.nan, np.nan, 300.0]),
        is_never=np.array([False, True, False, False]),
        is_pending=np.array([False, False, True, False]),
    )
    (curve,) = survival_curves({"none": cases, "same": cases})
    assert curve.levels == ("none", "same")
    assert (curve.opportunities, curve.pending) == (3, 2)
    assert [share_warned(curve, s) for s in (-1.0, 0.0, 300.0, 301.0, 601.0)] == pytest.approx(
        [1, 2 / 3, 2 / 3, 1 / 3, 0]
    )


def test_no_name_of_a_curve_is_cut() -> None:
    names = ("trilateral-2023", "full-picture", "deconflicted", "integrated", "quadrant-2009", "notify-only")
    lines = names_of(Curve(names, np.array([60.0]), 1, 0))
    assert ", ".join(names) == " ".join(lines)
    assert max(map(len, lines)) <= 46


def test_the_curve_is_paired_with_a_baseline_that_is_no_number(crossed: Results) -> None:
    (factor,) = numbered_factors(crossed.design)
    assert factor.name == "delay, s"
    (curve,) = curves_of(crossed, factor, "first-seen-by-partner", "warning_time_credited_s")
    assert (curve.names, curve.numbers) == (("birch",), (0.0, 60.0, 120.0))
    # over both losses, of which points 3 and 5 lack one run each, so that weights are 20 to 19
    for number, difference in zip(curve.numbers, curve.differences, strict=True):
        whole = GAIN_AT_DELAY_S[f"{number:g}"]
        assert whole - LOSS_COSTS_S < (difference.value or 0.0) < whole
    assert curve.baseline_value is not None


def test_effects_and_the_largest_interaction_are_those_put_in(crossed: Results) -> None:
    section = factorial_section(crossed)
    assert [block.title.partition(",")[0] for block in section.blocks] == [
        "Main effects on warning time credited",
        "Interactions",
    ]
    points = [dict(zip(("delay", "loss"), p.levels, strict=True)) for p in crossed.design.points]
    values = crossed.cells("warning_time_credited_s", "birch").value
    gains = np.array([crossed_gain_s(*p.levels) for p in crossed.design.points])
    effects = {(e.factor, e.factor_level): e.effect.value for e in main_effects(points, values)}
    assert effects["delay", "0"] == pytest.approx(gains[2:4].mean() - gains.mean(), abs=EXACT)
    # no sharing suffers no loss: half of 30 s by the loss, of which the mean over four delays takes three quarters
    assert 0.5 * 0.75 * LOSS_COSTS_S == 11.25
    largest = section.blocks[1].caption.partition("The largest that is left: ")[2]
    assert re.match("\u221211.[23]\u202fs at delay no sharing with loss 0", largest), largest


def test_the_tornado_is_led_by_what_swings_most(single: Results) -> None:
    (block,) = factorial_section(single).blocks
    assert block.title.startswith("Sensitivity")
    assert block.uri.startswith("data:image/png")


def test_what_a_party_contributes_is_the_difference_without_it(single: Results) -> None:
    factor = next(factor for factor in compared_factors(single.design) if factor.is_contribution)
    section = contribution_section(single, family_of(single), factor)
    (found,) = [block for block in section.blocks if block.heads]
    assert found.heads[2:4] == ("without Alder's sensors", "without Birch's sensors")
    line = next(line for line in found.lines if line.cells[0].text == "warning time credited")
    assert [cell.text for cell in line.cells[1:]] == ["Birch", f"\u2212{ALDERS_SENSORS_S:.0f}", "0", "0", "0"]


def test_intervals_of_drawn_numbers_are_over_draws(drawn: Results) -> None:
    assert draw_count(drawn.design) == 16
    assert len(drawn.design.points) == 16 * 4 * 2
    draws = draws_of(drawn.design)
    assert [draws[i] for i in (0, 1, 2, 31, 32, 64)] == [0, 0, 1, 15, 0, 0], "points of one row share numbers"
    cells = cells_at(drawn, "warning_time_credited_s", "birch", range(1, 128, 2))
    assert cells is not None
    assert cells.value.shape == (4 * 2, 16)
    summary = summary_of(drawn, "warning_time_credited_s", "birch", range(128))
    assert summary is not None
    assert summary.estimate.n == 16
    assert "over the 16 draws" in unit_words(drawn.design)


@pytest.mark.slow
def test_every_kind_of_study_has_its_page(drawn: Results, crossed: Results, single: Results) -> None:
    for results, title in (
        (drawn, "What hangs on the drawn numbers"),
        (crossed, "Main effects and interactions"),
        (single, "What each party contributes"),
    ):
        text = write_report(results).read_text(encoding="utf-8")
        assert f"<h2>{title}</h2>" in text
        assert text.count('class="stamp"') == text.count("<figure>") + text.count('<table class="numbers"') + 1


def test_sample_differences_and_their_signs_are_those_put_in(drawn: Results) -> None:
    contrast = primary_contrast(drawn.design)
    found = sample_differences(drawn, contrast)
    truth = np.array([drawn_gain_s(*point.numbers[:2]) for point in drawn.design.points[1::2]])
    assert found is not None
    assert found.values == pytest.approx(truth, abs=EXACT)
    assert found.runs == 2
    signs = signs_of(drawn, contrast)
    assert signs is not None
    assert (signs.above, signs.at_zero, signs.below) == ((truth > 0).sum(), 0, (truth < 0).sum())
    delay, loss = sobol_indices(["delay", "loss"], truth, 1)
    assert (delay.total.value or 0.0) > 0.8
    assert (loss.total.value or 1.0) < 0.05
    section = sensitivity_section(drawn)
    assert [block.title.partition(",")[0] for block in section.blocks] == [
        "Sobol indices",
        "Conclusions over the draws",
    ]
    assert section.blocks[1].lines[0].cells[1].text == "warning time credited"
    assert section.blocks[1].lines[0].cells[1].tone == "strong"


def drawn_with_failures(drawn: Results, folder: Path, fails: tuple[tuple[int, int], ...]) -> Results:
    """Return the study of drawn numbers again: run 1 gains 400 s more than run 0, and some runs fail."""

    def rows_of(point: int, run: int) -> list[Row]:
        found = drawn.design.points[point]
        gain_s = 0.0 if found.levels[2] == "none" else drawn_gain_s(*found.numbers[:2]) + 400.0 * run
        return list(warned_rows("birch", 600.0 + gain_s))

    return play(drawn.design, folder, rows_of, 2, fails)


def test_a_run_that_failed_at_a_sample_is_in_no_sample(drawn: Results, tmp_path: Path) -> None:
    contrast = primary_contrast(drawn.design)
    results = drawn_with_failures(drawn, tmp_path / "one", ((1, 1), (40, 1)))
    found = sample_differences(results, contrast)
    truth = [drawn_gain_s(*point.numbers[:2]) for point in drawn.design.points[1::2]]
    assert found is not None
    assert found.runs == 1
    assert found.values == pytest.approx(truth, abs=EXACT)
    assert "1 run known at every one" in sensitivity_section(results).blocks[0].stamp
    none = drawn_with_failures(drawn, tmp_path / "both", ((1, 1), (40, 0)))
    (block,) = sensitivity_section(none).blocks
    assert block.caption.startswith("None: no run has a value of warning time credited of Birch")


def test_effects_say_on_how_many_runs_they_rest(crossed: Results, tmp_path: Path) -> None:
    assert all("18 runs with a value at every point" in block.stamp for block in factorial_section(crossed).blocks)
    results = play(
        crossed.design,
        tmp_path / "none",
        lambda _point, _run: list(warned_rows("birch", 500.0)),
        8,
        tuple((run, run) for run in range(8)),
    )
    (block,) = factorial_section(results).blocks
    assert block.caption.startswith("None: no run has a value")


def test_the_median_run_is_the_one_of_nearest_rank(made_up: Results) -> None:
    chosen = representatives(made_up, primary_of(made_up))
    assert [(item.arm, item.place) for item in chosen][:3] == [
        ("full-picture", "lower quartile"),
        ("full-picture", "median"),
        ("full-picture", "upper quartile"),
    ]
    values = np.sort(made_up.cells("warning_time_credited_s", "birch").value[2])
    assert [item.value for item in chosen[:3]] == [values[14], values[29], values[44]]
    assert all(
        made_up.cells("warning_time_credited_s", "birch").value[item.point, item.run] == item.value for item in chosen
    )


def test_every_failed_run_has_its_command(crossed: Results) -> None:
    (block,) = failed_section(crossed).blocks
    assert [line.cells[3].text for line in block.lines] == [
        f"tocsin study rerun {crossed.folder} --point {point} --run {run} --out again"
        for point, run in ((3, 7), (5, 9))
    ]
    assert failed_section(crossed).blocks[0].lines[0].cells[2].text.startswith("ModelRangeError")


def test_a_stamp_of_many_texts_says_how_many(drawn: Results) -> None:
    line = stamp(drawn, range(len(drawn.design.points)))
    assert re.search(r"scenario \d+ texts, together [0-9a-f]{12} .* agreement \d+ texts, together [0-9a-f]{12}", line)


def verdict_study(folder: Path, measure: str = "warning_time_credited_s") -> Results:
    """Return a study that leads with the verdict: of 20 runs 11 help, 6 do nothing, 3 harm."""
    head = HEAD.format(runs=20).replace("seed = 7", 'seed = 7\nlead = "verdict"')
    primary = PRIMARY.replace("warning_time_credited_s", measure) + "tolerance = 1.0\n"
    design = design_of(head + primary + AGREEMENTS.replace('"jdec-3", ', ""), "made-up")

    def rows_of(point: int, run: int) -> list[object]:
        gain_s = 0.0 if point == 0 else 50.0 if run < 11 else 0.5 if run < 17 else -40.0
        return [*warned_rows("birch", 500.0 + gain_s), row("birch", "releases", float(run))]

    return play(design, folder, rows_of, 20)


def test_a_report_can_lead_with_the_verdict(tmp_path: Path) -> None:
    results = verdict_study(tmp_path / "study")
    lead = lead_of(results, primary_of(results))
    assert lead is not None
    assert [(part.label, part.value) for part in lead.parts] == [
        ("helped", "55\u202f%"),
        ("did nothing", "30\u202f%"),
        ("harmed", "15\u202f%"),
    ]
    text = write_report(results, tmp_path / "page.html").read_text(encoding="utf-8")
    assert text.index("In what share of runs it helped") < text.index("The primary answer")


def test_a_verdict_needs_a_measure_of_which_more_or_less_is_better(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="neither more nor less releases"):
        write_report(verdict_study(tmp_path / "study", "releases"), tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()
    assert is_more_better("warned_share_10min")
    assert not is_more_better("leakage")


def test_a_primary_measure_that_never_applies_is_one_clear_error(tmp_path: Path) -> None:
    primary = PRIMARY.replace("warning_time_credited_s", "duplicate_shots").replace(
        'nation = "birch"', 'nation = "all"'
    )
    results = agreement_study(tmp_path / "study", 10, primary=primary)
    with pytest.raises(StudyError, match="duplicate_shots of all applies in no run"):
        write_report(results, tmp_path / "page.html")


def test_a_time_after_lift_off_has_no_credit_and_stands_by_its_share(tmp_path: Path) -> None:
    results = agreement_study(
        tmp_path / "study", 20, primary=PRIMARY.replace("warning_time_credited_s", "first_report_s")
    )
    found = primary_of(results)
    assert found.difference is None
    (answer,) = answers(found, "")
    assert answer.label == "share of cases: first report came at all"
