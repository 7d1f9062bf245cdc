"""The verbs about lists of injects, as a user meets them."""

import json
from pathlib import Path

import pytest
import typer.testing

from tocsin.cli.main import app
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.orders.inject import Msel
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.effective import effective
from tocsin.scenario.msel_file import read_msel, with_msel
from tocsin.study.run import Task, run

NAME = "sounding-rocket-1995"


def printed(*words: str) -> str:
    answer = typer.testing.CliRunner().invoke(app, ["msel", *words], catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.output


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".toml"])
def test_a_shipped_list_goes_out_and_comes_back(tmp_path: Path, suffix: str) -> None:
    path, scenario = tmp_path / f"list{suffix}", build_scenario(*scenario_text(NAME))
    assert "3 injects, 2 objectives" in printed("export", NAME, str(path))
    assert read_msel(path) == scenario.staged.msel
    assert "no errors: injects 3, objectives 2, storylines 1" in printed("check", str(path), "--scenario", NAME)
    text, _ = wanted_text(Wanted(NAME, msel=str(path)))
    assert build_scenario(text, NAME).staged.msel == scenario.staged.msel
    if suffix != ".toml":
        made = tmp_path / "made.toml"
        printed("import", str(path), str(made), "--scenario", NAME)
        assert json.loads(printed("show", str(made), "--json")) == json.loads(printed("show", NAME, "--json"))


def test_names_are_checked_against_the_scenario(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Serial,To\r\n1,elm\r\n", encoding="utf-8")
    assert "names are checked with --scenario" in printed("check", str(path))
    with pytest.raises(ScenarioError, match="inject 'inject-1': to: there is no 'elm'; there are: alder, cedar"):
        printed("check", str(path), "--scenario", NAME)
    with pytest.raises(ScenarioError, match="--map 'Serial'"):
        printed("check", str(path), "--map", "Serial")


def test_show_says_what_makes_each_due() -> None:
    said = " ".join(printed("show", NAME).split())
    assert "editor-calls" in said and "by hand" in said and "A newspaper has heard" in said
    assert "It is never called a valid attack: always not assessed(alder) == valid" in said


def test_a_run_with_injects_is_scored_and_one_where_all_are_held_is_as_without(tmp_path: Path) -> None:
    text, file = scenario_text(NAME)
    with_injects = effective(text, "with-injects")
    finished = run(Task(with_injects, file, "notify-only", 67), tmp_path)
    score = json.loads(printed("score", str(finished.path), "--json"))
    assert [item["status"] for item in score["marks"]] == ["met", "met", "met", "not_applicable"]
    assert [(item["inject_id"], item["status"]) for item in score["responses"]] == [("ministry-asks", "never")]
    assert score["scores"] == [
        {"team": "alder", "met_count": 3, "decided_count": 3, "done_count": 0, "expected_count": 1}
    ]
    assert "0 of 1 expected actions in time" in printed("score", str(finished.path))
    held, without = (run(Task(text, file, "notify-only", 67)) for text in (text, with_msel(text, Msel(), file)))
    assert held.digest == without.digest != finished.digest
