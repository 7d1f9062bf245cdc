"""The page of a made-up study says what its numbers are, and says it as the ground rules ask."""

import base64
import dataclasses
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import numpy as np
import pytest
from matplotlib.image import imread

from tests.study.report.conftest import AGREEMENTS, HEAD, PRIMARY, agreement_rows, agreement_study, play, warned_rows
from tocsin.errors import StudyError
from tocsin.review.page_style import DPI, MARKING_INK
from tocsin.scenario.build import scenario_text
from tocsin.study.contrast import primary_contrast
from tocsin.study.design.design import design_of
from tocsin.study.design.factor import Factor
from tocsin.study.plan import PLAN_FILE, read_plan
from tocsin.study.registration import FILE, register
from tocsin.study.report.family import family_of, primary_tie
from tocsin.study.report.head import changed_words, factor_lines, played_words, registered_words, stopping_words
from tocsin.study.report.page import report_path, write_report
from tocsin.study.report.primary import answers, primary_of
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import summary_of
from tocsin.study.results import Results, open_study
from tocsin.study.schema import ROWS
from tocsin.study.stop import primary_difference

LAUNCH_CONDITIONS = re.compile(
    r"\b(lat|lon|latitude|longitude|azimuth|place|lift.?off|raid|class|loft)", re.IGNORECASE
)


class Heads(HTMLParser):
    """Collects the column heads and the addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.addresses: list[str] = []
        self.is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_head = tag == "th"
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        assert tag != "script"

    def handle_data(self, data: str) -> None:
        if self.is_head and data.strip():
            self.heads.append(data.strip())


@pytest.fixture(scope="module")
def page(made_up: Results, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / report_path(made_up).name
    return write_report(made_up, path).read_text(encoding="utf-8")


def heads_of(page: str) -> Heads:
    parser = Heads()
    parser.feed(page)
    return parser


def credited_s(results: Results, level: str) -> np.ndarray:
    levels = [point.levels[0] for point in results.design.points]
    return results.cells("warning_time_credited_s", "birch").value[levels.index(level)]


def test_the_primary_difference_is_the_raw_mean_first_minus_second(made_up: Results) -> None:
    found = primary_of(made_up)
    truth = (credited_s(made_up, "full-picture") - credited_s(made_up, "none")).mean()
    assert found.difference is not None
    assert found.difference.difference.value == pytest.approx(truth)
    assert found.difference == primary_difference(made_up, 60), "as the stopping rule sees it"
    assert answers(found, "")[0].value == f"+{truth:.0f}\u202fs"


def test_of_a_time_the_share_that_was_warned_stands_beside_the_credited_mean(made_up: Results) -> None:
    came = primary_of(made_up).came
    assert came is not None
    unwarned = int((credited_s(made_up, "none") == 0.0).sum())
    assert (came.both, came.only_a, came.only_b, came.neither) == (60 - unwarned, unwarned, 0, 0)
    assert came.p_value == pytest.approx(2.0**-unwarned * 2.0), "McNemar, all discordant pairs in one direction"
    assert len(answers(primary_of(made_up), "")) == 2


def test_never_is_credited_and_not_left_out(made_up: Results) -> None:
    value = credited_s(made_up, "none")
    found = summary_of(made_up, "warning_time_credited_s", "birch", [0])
    assert found is not None
    assert found.estimate.value == pytest.approx(value.mean())
    assert found.estimate.value < value[value > 0.0].mean() - 50.0
    assert found.n_never == (value == 0.0).sum()


def test_arms_that_are_alike_are_out_of_scope(tmp_path: Path) -> None:
    results = agreement_study(
        tmp_path / "study",
        20,
        AGREEMENTS.replace("jdec-3", "notify-only"),
        PRIMARY.replace("full-picture", "notify-only"),
    )
    found = primary_of(results)
    assert found.difference is not None
    assert found.difference.is_identical
    assert [answer.value for answer in answers(found, primary_tie(results, family_of(results)))] == [
        "out of scope: both arms gave the same in every run"
    ] * 2


def test_a_measure_alike_in_both_arms_is_not_out_of_scope_where_others_differ(tmp_path: Path) -> None:
    results = agreement_study(tmp_path / "study", 20, primary=PRIMARY.replace("birch", "alder"))
    (answer, came) = answers(primary_of(results), primary_tie(results, family_of(results)))
    assert answer.value == came.value == "no difference in this measure: both arms gave the same in every run"


def test_the_primary_answer_comes_first_and_all_else_is_exploratory(page: str) -> None:
    first, exploratory = page.index("The primary answer"), page.index(">Exploratory<")
    assert first < exploratory < page.index("What each level gave")
    assert page[:exploratory].count('<table class="arms"') == 2
    assert 'table class="numbers"' not in page[:exploratory]


def test_every_table_and_plot_has_its_stamp(page: str, made_up: Results) -> None:
    shown = page.count('<table class="numbers"') + page.count("<figure>")
    assert shown >= 4
    stamps = re.findall(r'<p class="stamp">(.*?)</p>', page)
    assert len(stamps) == shown + 1, "one each, and the primary answer"
    for line in stamps:
        assert re.search(
            r"Tocsin \S+ .* scenario first-seen-by-partner [0-9a-f]{12} .* packs [0-9a-f]{12} .* agreement .*none "
            r"[0-9a-f]{12}.* seed 7, runs 0 to 59 .* n = 60 runs",
            line,
        ), line
    assert "n = 60 runs of each of 3 points" in stamp(made_up, [0, 1, 2])


def test_a_page_needs_nothing_else_and_is_marked(page: str, made_up: Results) -> None:
    assert "EXERCISE" in report_path(made_up).name
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("EXERCISE EXERCISE EXERCISE") >= 2
    assert [address for address in heads_of(page).addresses if not address.startswith("data:image/png")] == []


def test_exercise_is_in_the_pixels_of_every_plot(page: str) -> None:
    pictures = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert len(pictures) >= 3
    ink = np.array([int(MARKING_INK[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    for picture in pictures:
        pixels = imread(io.BytesIO(base64.b64decode(picture)))[:, :, :3]
        is_marked = (np.abs(pixels - ink) < 0.02).all(axis=2)
        edge = int(0.25 * DPI)
        assert is_marked[:edge].sum() > 300, "above: some hundred pixels of letters"
        assert is_marked[-edge:].sum() > 300, "below"


def test_the_page_says_at_which_look_the_study_stopped(tmp_path: Path) -> None:
    for half_width, runs, words in (
        (500, 50, "at look 1 of 2, after 50 runs"),
        (1, 50, "unfinished; 50 of 150 runs of each point (looks at 50, 100; "),
        (1, 150, "at the maximum of 150 runs"),
        (500, 60, "unfinished; 60 of 150"),
    ):
        rule = f"minimum = 50\nmaximum = 150\nlooks = [50, 100]\nhalf_width = {half_width}\n"
        results = part_played(tmp_path / f"{half_width}-{runs}", rule, runs)
        assert stopping_words(results).startswith(words)
        assert ("up to" in played_words(results)) == words.startswith("unfinished")


def test_a_study_without_looks_that_was_interrupted_is_unfinished(tmp_path: Path) -> None:
    results = part_played(tmp_path / "study", "", 50)
    assert stopping_words(results) == "unfinished; 50 of 150 runs of each point; no look before the end"
    assert played_words(results) == (
        "150 runs; none failed; 300 still to be played: this page is of an unfinished study"
    )


def part_played(folder: Path, rule: str, runs: int) -> Results:
    """Return a study of 150 runs of which the first were played."""
    design = design_of(HEAD.format(runs=150) + PRIMARY + rule + AGREEMENTS, "made-up")
    return play(design, folder, lambda point, run: agreement_rows(design.points[point].levels[0], run), runs, of=150)


def test_a_dollar_in_a_name_is_a_dollar(tmp_path: Path) -> None:
    name = "costs $\\foo$"
    factors = AGREEMENTS.replace(
        '"jdec-3", "full-picture"', f"{{ name = '{name}', set = {{ agreement = \"jdec-3\" }} }}"
    )
    primary = PRIMARY.replace('"full-picture"', f"'{name}'")
    design = design_of(HEAD.format(runs=12) + primary + factors, "made-up")
    rows = {"none": "none", name: "jdec-3"}
    results = play(design, tmp_path, lambda point, run: agreement_rows(rows[design.points[point].levels[0]], run), 12)
    assert name in write_report(results).read_text()


def test_the_page_says_that_no_look_came_before_the_end(tmp_path: Path) -> None:
    rule = "minimum = 50\nmaximum = 150\nlooks = [50, 100]\nhalf_width = 500.0\n"
    design = design_of(HEAD.format(runs=150) + PRIMARY + rule + AGREEMENTS, "made-up")
    for runs, words in ((8, "after 8 runs"), (5, "unfinished; 5 of 8 runs of each point")):
        results = play(design, tmp_path / str(runs), lambda _point, _run: list(warned_rows("birch", 5.0)), runs, of=8)
        said = stopping_words(results)
        assert said.startswith(words)
        assert said.endswith("no look comes before that (the design\u2019s first is at 50)")


def test_an_interval_with_an_open_end_says_why(tmp_path: Path) -> None:
    found = primary_of(made_up_of(tmp_path, [120.0, 121.0, 119.5, 120.0]))
    assert found.difference is not None
    assert None in (found.difference.difference.low, found.difference.difference.high)
    assert "\u2026: so few runs do not bound this end" in answers(found, "")[0].interval


def made_up_of(folder: Path, gains_s: list[float]) -> Results:
    """Return a study in which birch gains so much in each run under each agreement but the first."""
    design = design_of(HEAD.format(runs=len(gains_s)) + PRIMARY + AGREEMENTS, "made-up")
    return play(
        design,
        folder / "few",
        lambda point, run: list(warned_rows("birch", 500.0 + (gains_s[run] if point else 0.0))),
        len(gains_s),
    )


def test_four_runs_that_differ_by_the_same_claim_nothing(tmp_path: Path) -> None:
    found = next(item for item in family_of(made_up_of(tmp_path, [60.0] * 4)).comparisons if item.is_primary)
    assert (found.difference.value, found.difference.low, found.is_claimed) == (60.0, None, False)


def test_what_a_launch_was_drawn_to_is_no_column(page: str) -> None:
    heads = heads_of(page).heads
    assert "full-picture" in heads
    assert [head for head in heads if LAUNCH_CONDITIONS.search(head)] == []
    assert [name for name in ROWS.names if LAUNCH_CONDITIONS.search(name)] == []


@pytest.mark.slow
def test_the_same_study_gives_the_same_page(page: str, made_up: Results, tmp_path: Path) -> None:
    assert write_report(made_up, tmp_path / "again.html").read_text(encoding="utf-8") == page


def registered_study(folder: Path, runs: int = 60) -> Results:
    """Return a made-up study of 60 runs, registered before so many were played."""
    design = design_of(HEAD.format(runs=60) + PRIMARY + AGREEMENTS, "made-up")
    register(design, folder)
    return play(design, folder, lambda point, run: agreement_rows(design.points[point].levels[0], run), runs)


def test_the_page_says_whether_the_study_was_registered(page: str, tmp_path: Path) -> None:
    assert "Not registered" in page
    results = registered_study(tmp_path / "study")
    assert re.match(r"Registered 20\S+ before the first run, by Tocsin", registered_words(results))
    assert changed_words(results) == ""


def test_a_question_changed_after_the_runs_is_not_called_registered(tmp_path: Path) -> None:
    results = registered_study(tmp_path / "study")
    edited = results.design.text.replace('"warning_time_credited_s"', '"releases"')
    (results.folder / "design.toml").write_text(edited, encoding="utf-8")
    results = open_study(results.folder)
    assert "the design of this page is not what was played" in registered_words(results)
    assert changed_words(results).startswith("Edited after the runs were planned: design.toml")
    said = write_report(results).read_text(encoding="utf-8")
    assert "before the first run, by Tocsin" not in said
    assert f'<p class="notice">{registered_words(results)}' in said
    assert changed_words(results) in said


def test_a_scenario_edited_in_the_folder_is_told_and_the_file_that_it_came_from_is_not_asked(tmp_path: Path) -> None:
    scenario = tmp_path / "mine.toml"
    scenario.write_text(scenario_text("first-seen-by-partner")[0], encoding="utf-8")
    text = HEAD.format(runs=4).replace('"first-seen-by-partner"', f'"{scenario}"') + PRIMARY + AGREEMENTS
    folder = tmp_path / "study"
    register(design_of(text, "made-up"), folder)
    play(design_of(text, "made-up"), folder, lambda _point, _run: list(warned_rows("birch", 500.0)), 4)
    assert changed_words(open_study(folder)) == ""
    scenario.unlink()
    assert changed_words(open_study(folder)) == ""
    plan = read_plan(folder)
    edited = {name: f"# another\n{kept}" for name, kept in plan.files.items()}
    (folder / PLAN_FILE).write_bytes(msgspec.json.encode(msgspec.structs.replace(plan, files=edited)))
    assert changed_words(open_study(folder)).startswith("Edited")


def test_another_number_of_runs_than_registered_is_told(tmp_path: Path) -> None:
    results = registered_study(tmp_path / "study", 20)
    assert "20 runs of each point were asked for where 60 were registered" in registered_words(results)


def test_a_registration_that_came_after_the_runs_is_told(made_up: Results, tmp_path: Path) -> None:
    register(made_up.design, tmp_path / "later")
    results = made_up_of(tmp_path, [60.0] * 4)
    (results.folder / FILE).write_bytes((tmp_path / "later" / FILE).read_bytes())
    assert "the registration was put into the folder, or changed, after the runs had begun" in registered_words(
        results
    )


def test_packs_edited_after_registering_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.study.registration.packs_digest", lambda: "0" * 64)
    assert "the packs that were played differ: registered 000000000000" in registered_words(
        registered_study(tmp_path / "study")
    )


def test_texts_of_another_version_are_warned_of_only_if_they_differ(made_up: Results) -> None:
    older = msgspec.structs.replace(made_up.plan, version="0", design_digest=made_up.design.digest_in("0"))
    assert changed_words(dataclasses.replace(made_up, plan=older)) == ""
    other = msgspec.structs.replace(older, design_digest="0" * 64)
    assert "not of what was played" in changed_words(dataclasses.replace(made_up, plan=other))


def test_a_design_edited_to_fewer_points_is_refused(tmp_path: Path) -> None:
    results = registered_study(tmp_path / "study", 4)
    (results.folder / "design.toml").write_text(results.design.text.replace('"jdec-3", ', ""), encoding="utf-8")
    with pytest.raises(StudyError, match="plans no unit-0000002, which was played"):
        open_study(results.folder)


def test_the_second_level_of_the_contrast_is_the_baseline(page: str, made_up: Results) -> None:
    assert primary_contrast(made_up.design).second == "none"
    assert "Differences from none" in page


def test_the_primary_answer_says_over_what_it_averages(tmp_path: Path) -> None:
    delays = '[[factor]]\nname = "delay"\npath = "agreement.min_delay_s"\nlevels = [0, 60]\n'
    design = design_of(HEAD.format(runs=4) + PRIMARY + AGREEMENTS + delays, "made-up")
    results = play(design, tmp_path, lambda point, run: agreement_rows(design.points[point].levels[0], run), 4)
    page = write_report(results).read_text()
    assert "on the same luck. Over all that was played of everything else (delay)" in page


def test_of_many_factors_the_rest_have_a_range_only_where_they_are_drawn_over_one(drawn: Results) -> None:
    ranged, levelled = drawn.design.factors[0], drawn.design.factors[-1]
    assert ranged.has_range
    assert not levelled.has_range

    def last_of(*factors: Factor) -> tuple[str, str]:
        design = dataclasses.replace(drawn.design, factors=factors)
        return factor_lines(dataclasses.replace(drawn, design=design))[-1]

    assert last_of(*[levelled] * 8, ranged, ranged) == ("and 2 more", "each over its range")
    assert last_of(*[ranged] * 8, ranged, levelled) == ("and 2 more", "see design.toml")
