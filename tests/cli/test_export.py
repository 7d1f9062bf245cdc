"""The verb ``export`` as a user meets it: files that another program reads, or one line that says why not."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import capparser
import msgspec
import pytest

from tocsin.cli.export import export
from tocsin.errors import JournalError, ScenarioError
from tocsin.exchange.cap.armed import armed_cancel, sent
from tocsin.exchange.payload import PublicWarning
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.scenario.declared import Scenario, utc_ms_at

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]
ALERT = PublicWarning(
    warning_id="w-1",
    step="alert",
    references=(),
    event_id="birch-e1",
    areas=("taroviel",),
    sent_ms=240_000,
    expires_ms=3_840_000,
    impact_time_ms=900_000,
)
CANCEL = sent(armed_cancel(ALERT), 300_000)


@pytest.fixture
def journal(tmp_path: Path, flagship: Scenario) -> Callable[..., Path]:
    """Return a function that journals public warnings of (node, warning), as a run would."""

    def written(*warnings: tuple[str, PublicWarning]) -> Path:
        path = tmp_path / "run.sqlite"
        meta = {"scenario": flagship.name, "scenario_file": flagship.name, "scenario_text": flagship.text}
        made = FileJournal(path, {**meta, "agreement": "none", "seed": "7"})
        for node, warning in warnings:
            body = msgspec.json.encode(warning)
            made.commit([Entry(warning.sent_ms, node, "PublicWarning", body, False)], durable=True)
        made.close()
        return path

    return written


def test_each_public_warning_is_a_file_that_another_program_reads(
    journal: Callable[..., Path], tmp_path: Path, flagship: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    path = journal(("birch", ALERT), ("alder", ALERT), ("birch", CANCEL))
    export(path, "cap", tmp_path / "new" / "cap", as_json=True)
    names = json.loads(capsys.readouterr().out)["files"]
    assert names == [
        "first-seen-by-partner.001.birch.alert.EXERCISE.xml",
        "first-seen-by-partner.002.alder.alert.EXERCISE.xml",
        "first-seen-by-partner.003.birch.cancel.EXERCISE.xml",
    ]
    assert sorted(found.name for found in (tmp_path / "new" / "cap").iterdir()) == names
    birch, alder, cancel = (
        capparser.parse(stringXML=(tmp_path / "new" / "cap" / name).read_text(encoding="utf-8")) for name in names
    )
    assert {read.getStatus() for read in (birch, alder, cancel)} == {"Exercise"}
    assert birch.getIdentifier() != alder.getIdentifier()
    assert cancel.references[0] == f"exercise.invalid,{birch.getIdentifier()},{birch.getSent()}"
    minutes, seconds = divmod(utc_ms_at(flagship, 240_000) // 1000 % 3600, 60)
    assert birch.getSent()[14:] == f"{minutes:02d}:{seconds:02d}-00:00"
    (area,) = birch.getInfos()[0].getAreas()
    assert area.areaDesc[0] == "Taroviel (EXERCISE)"
    with pytest.raises(ScenarioError, match="is not empty"):
        export(path, "cap", tmp_path / "new" / "cap", as_json=False)


def test_a_run_without_public_warnings_writes_nothing_and_says_so(
    journal: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(journal(), "cap", tmp_path / "cap", as_json=False)
    assert "holds nothing to write as cap" in capsys.readouterr().out
    assert not (tmp_path / "cap").exists()


@pytest.mark.parametrize(
    ("warnings", "said"),
    [
        ([("birch", ALERT), ("birch", ALERT)], "birch sent two of that id"),
        ([("birch", ALERT), ("alder", CANCEL)], "'w-1', which alder did not send before it"),
        ([("birch", CANCEL), ("birch", ALERT)], "'w-1', which birch did not send before it"),
    ],
)
def test_a_journal_that_cannot_be_written_leaves_no_file(
    journal: Callable[..., Path], tmp_path: Path, warnings: list[tuple[str, PublicWarning]], said: str
) -> None:
    with pytest.raises(JournalError, match=re.escape(said)):
        export(journal(*warnings), "cap", tmp_path / "cap", as_json=False)
    assert not (tmp_path / "cap").exists()


def test_a_damaged_journal_gives_what_is_good_and_status_1(
    journal: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = journal(("birch", ALERT), ("birch", CANCEL))
    content = path.read_bytes()
    assert content.count(b'"w-1-cancel"') == 1
    path.write_bytes(content.replace(b'"w-1-cancel"', b'"w-2-cancel"'))
    with pytest.raises(SystemExit, match="1"):
        export(path, "cap", tmp_path / "cap", as_json=False)
    assert [found.name for found in (tmp_path / "cap").iterdir()] == [
        "first-seen-by-partner.001.birch.alert.EXERCISE.xml"
    ]
    assert "damaged at record 2" in capsys.readouterr().err


def test_an_unknown_form_or_no_journal_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="--as 'shp': no such form; known: czml, kml, geojson"):
        export(tmp_path / "no-such.sqlite", "shp", tmp_path / "cap", as_json=False)
    with pytest.raises(JournalError, match=r"no-such.sqlite' does not exist"):
        export(tmp_path / "no-such.sqlite", "cap", tmp_path / "cap", as_json=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_verb_ends_with_status_2_and_one_line(tmp_path: Path) -> None:
    words = [*TOCSIN, "export", "no-such.sqlite", "--as", "cap", "--out", "cap"]
    answer = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "does not exist" in answer.stderr and answer.stderr.count("\n") == 1
