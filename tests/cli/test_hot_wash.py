"""What is decided about the review after an exercise: written into its journal, and never part of its digest."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import typer.testing

from tocsin.cli.appended import append
from tocsin.cli.main import app
from tocsin.errors import JournalError, ScenarioError
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify
from tocsin.orders.hot_wash import LessonNoted
from tocsin.review.log import read_log
from tocsin.review.measure import measure_rows
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.effective import effective
from tocsin.study.run import Task, run

NAME = "first-seen-by-partner"
QUESTIONS = ("tempo", "picture")


def said(*words: str, status: int = 0) -> str:
    answer = typer.testing.CliRunner().invoke(app, words, catch_exceptions=False)
    assert answer.exit_code == status, answer.output
    return " ".join(answer.output.split())


def wrong(match: str, *words: str) -> None:
    with pytest.raises(ScenarioError, match=match):
        said(*words)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text, file = scenario_text(NAME)
    short = effective(text, settings={"scenario.duration_min": 12}, file=file)
    path = run(Task(short, file, "full-picture", 67), tmp_path_factory.mktemp("run")).path
    assert path is not None
    return path


@pytest.fixture
def journal(finished: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "friday.EXERCISE.sqlite"
    copy.write_bytes(finished.read_bytes())
    return copy


def test_a_statement_goes_from_draft_to_release_and_the_digest_stays(journal: Path) -> None:
    before, path = verify(journal), str(journal)
    facts = ["dates", "public_warnings", "launches_simulated"]
    assert "within 60 minutes" in said("statement", "draft", path, *facts, "--as", "alder")
    refused = said("statement", "release", path, status=1)
    assert "alder-s1 may not go out: not cleared for the public: dates by alder, birch" in refused
    for nation in ("alder", "birch"):
        assert f"{nation} cleared for public" in said("clear", path, *facts, "--as", nation, "--for", "public")
    told = json.loads(typer.testing.CliRunner().invoke(app, ["statement", "show", path, "--json"]).output)
    assert told[0]["waits_for"] == ["launches_simulated by control"] and "Launches simulated" not in told[0]["text"]
    said("clear", path, "launches_simulated", "--as", "control", "--for", "public")
    out = said("statement", "release", path)
    assert out.startswith("EXERCISE EXERCISE EXERCISE. Joint public statement.")
    assert "Launches simulated: 3." in out and "directed against no third party" in out and "alder-s1 is out." in out
    wrong("no such draft", "statement", "release", path)
    after = verify(journal)
    assert after.ok and after.digest == before.digest and after.records == before.records + 5
    log = read_log(journal)
    rows = measure_rows(log, build_scenario(log.header.meta["scenario_text"], log.header.meta["scenario_file"]))
    assert {row.value for row in rows if row.measure == "disclosure_violations"} == {0.0}


def test_what_is_cleared_can_be_taken_back_and_is_not_written_twice(journal: Path) -> None:
    path = str(journal)
    said("clear", path, "warnings", "tracks", "--as", "alder")
    assert "Nothing changes" in said("clear", path, "tracks", "--as", "alder", "--for", "joint")
    assert "alder took back for joint: tracks" in said("clear", path, "tracks", "--as", "alder", "--withdraw")
    shown = said("clear", path, "--as", "birch")
    assert "warnings alder" in shown and "tracks -" in shown
    assert verify(journal).ok


def test_wrong_names_are_answered_with_the_right_ones(journal: Path) -> None:
    path = str(journal)
    wrong("--as 'elm': no such party; known: control, alder, birch", "clear", path, "warnings", "--as", "elm")
    wrong("'warning': is not alder's to clear for joint; known: launches", "clear", path, "warning", "--as", "alder")
    wrong("known: nothing: truth is control's", "clear", path, "flights", "--as", "alder", "--for", "parties")
    wrong("--for 'all': no such audience; known: parties", "clear", path, "x", "--as", "alder", "--for", "all")
    wrong("fact 'radars': no such fact", "statement", "draft", path, "radars", "--as", "alder")
    wrong(
        "--announce 'soon': must be one of before",
        "statement",
        "draft",
        path,
        "dates",
        "--as",
        "alder",
        "--announce",
        "soon",
    )
    wrong("--id 'x': is no draft of alder's", "statement", "draft", path, "dates", "--as", "alder", "--id", "x")
    wrong("lesson 'x': no such lesson; there are: none", "lesson", "set", path, "x", "--state", "done")
    wrong("question 'mood': no such question", "survey", "add", path, "mood=3", "--as", "alder")
    wrong("'tempo': must be QUESTION=SCORE, such as picture=4", "survey", "add", path, "tempo", "--as", "alder")
    wrong("score = 6: must be 1 to 5", "survey", "add", path, "tempo=6", "--as", "alder")
    wrong("--for 'elm': no such reader", "survey", "show", path, "--for", "elm")
    wrong("must end in .csv or .xlsx", "lesson", "list", path, "--out", "lessons.txt")
    assert verify(journal).records == read_count(journal)


def read_count(journal: Path) -> int:
    log = read_log(journal)
    return len(log.entries) + len(log.asides)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_lessons_are_noted_changed_listed_and_go_out_without_a_formula(journal: Path, suffix: str) -> None:
    path, out = str(journal), journal.with_name(f"lessons{suffix}")
    said("lesson", "add", path, "=1+1 Say it sooner", "--as", "alder", "--at", "5:04", "--owner", "@watch")
    said("lesson", "add", path, "Agree who speaks", "--as", "control", "--for-all")
    assert "alder-1 (done)" in said("lesson", "set", path, "alder-1", "--state", "done")
    wrong("--state 'lost': must be one of open", "lesson", "set", path, "alder-1", "--state", "lost")
    assert "alder-1" not in said("lesson", "list", path, "--open")
    assert "alder-1" not in said("lesson", "list", path, "--for", "birch")
    said("lesson", "list", path, "--for", "alder", "--out", str(out))
    if suffix == ".csv":
        rows = list(csv.reader(io.StringIO(out.read_bytes().decode("utf-8-sig"), newline="")))
        assert rows[1] == ["EXERCISE", "alder-1", "alder", "00:05:04", "'=1+1 Say it sooner", "'@watch", "done"]
    else:
        sheet = openpyxl.load_workbook(out).active
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
        assert all(cell.data_type == "s" for cell in cells) and sheet["E2"].value == "=1+1 Say it sooner"
        assert sheet.oddHeader.center.text == "EXERCISE EXERCISE EXERCISE"
    wrong("is there already", "lesson", "list", path, "--out", str(out))


def test_answers_are_told_from_three_on_and_go_out_pooled(journal: Path) -> None:
    path, out = str(journal), journal.with_name("survey.csv")
    for number in (2, 3):
        said("survey", "add", path, f"tempo={number}", "picture=5", "--as", "alder", "--remark", f"remark {number}")
    assert json.loads(said("survey", "show", path, "--json")) == {"pooled": [], "remarks": []}
    said("survey", "add", path, "tempo=4", "--as", "alder", "--remark", "+remark 4")
    found = json.loads(said("survey", "show", path, "--json", "--out", str(out)))
    assert [(item["nation"], item["question"], item["n"], item["mean_score"]) for item in found["pooled"]] == [
        ("alder", "tempo", 3, 3.0),
        ("all", "tempo", 3, 3.0),
    ]
    text = out.read_text(encoding="utf-8-sig")
    assert "EXERCISE,alder,remark,'+remark 4" in text and "picture" not in text
    assert "alder: +remark 4" in said("survey", "show", path, "--for", "alder")
    assert json.loads(said("survey", "show", path, "--for", "birch", "--json"))["pooled"] == []
    assert "picture (everybody)" in said("survey", "questions")


def test_a_journal_that_is_being_written_is_left_alone(journal: Path) -> None:
    log = replace(read_log(journal, ("Endex",)))
    writer = FileJournal.reopen(journal)
    try:
        with pytest.raises(JournalError, match="is being written by another process"):
            append(journal, log, LessonNoted(seat="s", lesson_id="x", node="", text="t"))
    finally:
        writer.close()


def test_nothing_is_added_to_a_damaged_journal(journal: Path) -> None:
    content = bytearray(journal.read_bytes())
    place = content.rindex(b"Endex")
    content[place : place + 5] = b"Andex"
    journal.write_bytes(bytes(content))
    wrong("damaged at record", "lesson", "add", str(journal), "x", "--as", "alder")
