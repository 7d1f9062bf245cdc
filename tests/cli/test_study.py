"""``tocsin study``: from a file that somebody wrote to a report, with a stop in between."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli.main import app
from tocsin.cli.study import same_words
from tocsin.errors import StudyError

DESIGN = """
[study]
name = "two-agreements"
title = "Two agreements"
question = "What is released?"
scenarios = ["button-2018"]
replications = 4
seed = 5

[primary]
measure = "releases"
nation = "all"
factor = "agreement"
contrast = ["full-picture", "none"]

[[factor]]
name = "agreement"
path = "agreement"
levels = ["none", "full-picture"]
"""
COMMAND = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]


def invoked(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["study", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """Return the path of a small design file."""
    path = tmp_path / "two.toml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


def test_the_shipped_studies_are_listed() -> None:
    assert [item["name"] for item in json.loads(invoked("list", "--json"))][:2] == ["delay", "false-alarms"]
    assert "What a delay costs" in invoked("list")


def test_a_check_counts_the_runs_and_times_one(design: Path) -> None:
    said = invoked("check", str(design), "--replications", "300")
    assert "2 points x 300 runs = 600 runs." in said
    assert "of one core (timed)" in said


@pytest.mark.slow
def test_a_study_is_registered_played_reported_asked_and_one_run_played_again(design: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = invoked("register", str(design), "--out", str(out))
    digest = json.loads((out / "registration.json").read_text())["design_digest"]
    assert digest in said
    said = invoked("run", str(design), "--out", str(out), "--workers", "1")
    assert "4 runs of each of 2 points" in said
    page = (out / "two-agreements.study.EXERCISE.html").read_text(encoding="utf-8")
    assert "EXERCISE" in page
    assert "Not what was registered" not in said
    played = json.loads(invoked("query", str(out), "select * from runs order by point, run", "--json"))
    said = invoked("rerun", str(out), "--point", "1", "--run", "3", "--out", str(tmp_path / "again"))
    assert f"{played[7]['digest']}: as in the study" in said
    assert list((tmp_path / "again").rglob("*.EXERCISE.html"))
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
    invoked("run", str(design), "--out", str(out))  # nothing is left to play
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")} == before
    with pytest.raises(StudyError, match="registered before its first run"):
        invoked("register", str(design), "--out", str(out))
    with pytest.raises(StudyError, match="--run 4: point 1 has no such run"):
        invoked("rerun", str(out), "--point", "1", "--run", "4", "--out", str(tmp_path / "again"))
    with pytest.raises(StudyError, match=r"query 'select nix from rows': Binder Error.* columns are in docs/studies"):
        invoked("query", str(out), "select nix from rows")
    with pytest.raises(StudyError, match="asks for nothing"):
        invoked("query", str(out), "")
    with pytest.raises(StudyError, match="--point 2: must be 0 to 1"):
        invoked("rerun", str(out), "--point", "2", "--run", "0", "--out", str(tmp_path / "again"))


def test_a_wrong_design_leaves_nothing_behind(design: Path, tmp_path: Path) -> None:
    design.write_text(DESIGN.replace('"releases"', '"release"'), encoding="utf-8")
    result = subprocess.run(
        [*COMMAND, "study", "run", str(design), "--out", str(tmp_path / "out")], capture_output=True, text=True
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "did you mean 'releases'?" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_run_played_again_is_told_from_the_one_that_was_played() -> None:
    assert same_words("ab", "ab") == ": as in the study"
    assert same_words("ab", "cd").startswith(": NOT as in the study (cd)")
    assert "failed" in same_words("ab", "")


def test_a_folder_that_holds_something_else_is_refused_before_the_pilot(
    design: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tocsin.cli.study.pilot", lambda _design: pytest.fail("timed before the folder was looked at")
    )
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    for path, why in ((tmp_path, "and no study"), (tmp_path / "letter.txt", "is a file and no folder")):
        with pytest.raises(StudyError, match=why):
            invoked("run", str(design), "--out", str(path))


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(design: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [*COMMAND, "study", "run", str(design), "--out", str(out), "--replications", "150", "--workers", "2"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    deadline_s = time.monotonic() + 120.0
    while not list(out.glob("played/*.parquet")) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to all of them
    said, _ = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Stopped.  What is done stays" in said
    done = len(list(out.glob("played/*.parquet")))
    assert 1 <= done < 6 + 6
    assert not list(out.rglob("*.part"))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    query = json.loads(invoked("query", str(out), "select count(*) n, count(distinct run) r from runs", "--json"))
    assert query == [{"n": 300, "r": 150}]
