"""The verbs that go on otherwise from a moment of a journal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.cli.what_if import time_ms_of
from tocsin.errors import ScenarioError
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = run(task_of(load_scenario("debris-1979"), "debris-1979", "none", 7), tmp_path_factory.mktemp("run")).path
    assert path is not None
    return path


def tocsin(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("text", "time_ms"), [("0", 0), ("754", 754_000), ("12:34", 754_000), ("01:12:34", 4_354_000), (" 5 ", 5_000)]
)
def test_an_exercise_time_is_seconds_minutes_or_hours(text: str, time_ms: int) -> None:
    assert time_ms_of(text) == time_ms


@pytest.mark.parametrize("text", ["", "x", "-1", "1:2:3:4", "1.5", ":30"])
def test_what_is_no_exercise_time_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="must be seconds, MM:SS or HH:MM:SS"):
        time_ms_of(text)


def test_a_fork_prints_its_measures_and_keeps_its_journal(journal: Path, tmp_path: Path) -> None:
    done = tocsin(
        "fork", str(journal), "--at", "10:00", "--agreement", "full-picture", "--out", str(tmp_path), "--json"
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["forked_at_ms"] == 600_000
    assert {row["agreement"] for row in answer["measures"]} == {"full-picture"}
    assert len(list(tmp_path.glob("*.sqlite"))) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--at", "31:00"), "must be 0 to 1800 s"),
        (("--at", "30:00"), "is the end of the exercise"),
        (("--at", "ten"), "--at 'ten'"),
        (("--at", "1", "--agreement", "nothing"), "no such preset"),
    ],
)
def test_a_wrong_fork_ends_with_one_line_and_status_2(journal: Path, words: tuple[str, ...], said: str) -> None:
    done = tocsin("fork", str(journal), *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_futures_print_odds_with_their_intervals(journal: Path) -> None:
    done = tocsin("futures", str(journal), "--at", "8:00", "--count", "3")
    assert done.returncode == 0, done.stderr
    assert "3 futures  (EXERCISE)" in done.stdout
    assert "odds of > 0" in done.stdout
    assert tocsin("futures", str(journal), "--at", "8:00", "--count", "0").returncode == 2
