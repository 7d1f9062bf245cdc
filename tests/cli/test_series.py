"""The verb that sets exercises side by side, as a user meets it."""

import json
from pathlib import Path

import pytest
import typer.testing

from tests.review import conftest as small
from tests.study.series.conftest import exercise, in_file, lesson, threatened
from tocsin.cli.main import app
from tocsin.errors import JournalError, ScenarioError
from tocsin.scenario.build import build_scenario
from tocsin.scenario.msel_file import read_msel


def printed(*words: str) -> str:
    answer = typer.testing.CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.fixture
def journals(tmp_path: Path) -> list[str]:
    """Return last year's journal and this year's, each with a lesson open."""
    last = exercise(*threatened("l1", 710), day=1, lessons=[lesson("lesson-1", node="birch"), lesson("lesson-2")])
    this = exercise(*threatened("l1", None), day=366, lessons=[lesson("lesson-2", "done")])
    return [str(in_file(run, tmp_path / f"{name}.sqlite")) for name, run in (("this", this), ("last", last))]


def test_a_series_is_a_page_its_rates_and_what_is_still_open(tmp_path: Path, journals: list[str]) -> None:
    out = tmp_path / "out"
    said = printed("series", *journals, "--out", str(out))
    assert "2 exercises in 2 runs" in said and "1 lesson is open" in said
    page = (out / "series.EXERCISE.html").read_text(encoding="utf-8")
    assert page.count("EXERCISE EXERCISE EXERCISE") >= 2 and "http" not in page.replace("http-equiv", "")
    assert page.index("What differs between") < page.index("Rates by opportunity")
    assert (
        "1\u00a0of\u00a01\u00a0=\u00a0100" in page
        and "0\u00a0of\u00a01\u00a0=\u00a00" in page
        and "(at best" not in page
    )
    assert "lesson-1" in (out / "lessons-open.csv").read_text(encoding="utf-8")
    again = tmp_path / "again"
    printed("series", *reversed(journals), "--out", str(again))
    for file in out.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes(), file.name


def test_open_lessons_are_in_the_next_plan_and_the_plan_is_sound(tmp_path: Path, journals: list[str]) -> None:
    """The whole round: lessons of two journals, the plan, the next scenario, a list that ``msel`` takes out again."""
    out, scenario = tmp_path / "out", tmp_path / "next.toml"
    scenario.write_text(small.TEXT, encoding="utf-8")
    printed("series", *journals, "--out", str(out), "--next", str(scenario))
    assert "injects 1, objectives 1" in printed("msel", "check", str(out / "lessons-open.toml"))
    assert "no errors" in printed("check", str(out / "next-plan.toml"))
    printed("msel", "export", str(out / "next-plan.toml"), str(tmp_path / "list.csv"))
    assert read_msel(tmp_path / "list.csv") == read_msel(out / "lessons-open.toml")
    planned = build_scenario((out / "next-plan.toml").read_text(encoding="utf-8"), "next").staged.msel
    assert [(item.team, item.text) for item in planned.objectives] == [("birch", "about lesson-1")]


def test_a_nation_gets_its_own_series(tmp_path: Path, journals: list[str]) -> None:
    answer = json.loads(printed("series", *journals, "--out", str(tmp_path / "out"), "--for", "alder", "--json"))
    assert {item["nation"] for item in answer["rates"]} == {"alder"}
    assert [item["lesson_id"] for item in answer["lessons"]] == ["lesson-2"]
    assert {item["setup"]["seed"] for item in answer["exercises"]} == {"not shown"}
    assert not (tmp_path / "out" / "lessons-open.toml").exists()


def test_scores_are_shown_when_asked_for_and_to_their_own_team(tmp_path: Path, journals: list[str]) -> None:
    for number, (words, is_shown) in enumerate(((["--scores"], True), ([], False))):
        out = tmp_path / str(number)
        printed("series", *journals, "--out", str(out), "--for", "alder", *words)
        assert ("Own scores" in (out / "series.EXERCISE.html").read_text(encoding="utf-8")) is is_shown
    with pytest.raises(ScenarioError, match="--scores with --for control: a score is shown to its own team"):
        printed("series", *journals, "--out", str(tmp_path / "out"), "--scores")


def test_bad_input_is_said_in_one_line(tmp_path: Path, journals: list[str]) -> None:
    out = str(tmp_path / "out")
    with pytest.raises(ScenarioError, match="1 given: must be at least 2"):
        printed("series", journals[0], "--out", out)
    with pytest.raises(ScenarioError, match="small under none: --for 'willow': no such reader"):
        printed("series", *journals, "--out", out, "--for", "willow")
    with pytest.raises(JournalError, match=r"none\.sqlite' does not exist"):
        printed("series", journals[0], str(tmp_path / "none.sqlite"), "--out", out)
    torn = tmp_path / "torn.sqlite"
    torn.write_bytes(b"no journal")
    with pytest.raises(JournalError, match=r"torn\.sqlite"):
        printed("series", journals[0], str(torn), "--out", out)
    newer = exercise(*threatened("l1", 710), day=9)
    other = in_file(newer, tmp_path / "newer.sqlite", small.TEXT.replace("[scenario]", "[scenario]\nwarp = 9"))
    with pytest.raises(JournalError, match=r"newer\.sqlite: its scenario cannot be read by this version.*Tocsin 1"):
        printed("series", journals[0], str(other), "--out", out)
    assert not Path(out).exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", encoding="utf-8")
    with pytest.raises(ScenarioError, match="is not empty"):
        printed("series", *journals, "--out", str(tmp_path / "full"))
