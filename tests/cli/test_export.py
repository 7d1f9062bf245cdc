"""The verb ``export`` as a user meets it: files that another program reads, or one line that says why not."""

import json
import re
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import capparser
import msgspec
import pytest
from typer.testing import CliRunner

from tocsin.cli.dis_port import check_target
from tocsin.cli.export import Target, export_files, send_dis
from tocsin.cli.main import app
from tocsin.errors import JournalError, ScenarioError
from tocsin.exchange.cap.armed import armed_cancel, sent
from tocsin.exchange.payload import PublicWarning
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.record import BodyStates
from tocsin.review.exports.file import File, of_bytes
from tocsin.review.exports.form import FORMS
from tocsin.review.party import View
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
    export_files(path, "cap", tmp_path / "new" / "cap", as_json=True)
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
        export_files(path, "cap", tmp_path / "new" / "cap", as_json=False)


def test_a_run_without_public_warnings_writes_nothing_and_says_so(
    journal: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export_files(journal(), "cap", tmp_path / "cap", as_json=False)
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
        export_files(journal(*warnings), "cap", tmp_path / "cap", as_json=False)
    assert not (tmp_path / "cap").exists()


def test_a_damaged_journal_gives_what_is_good_and_status_1(
    journal: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = journal(("birch", ALERT), ("birch", CANCEL))
    content = path.read_bytes()
    assert content.count(b'"w-1-cancel"') == 1
    path.write_bytes(content.replace(b'"w-1-cancel"', b'"w-2-cancel"'))
    with pytest.raises(SystemExit, match="1"):
        export_files(path, "cap", tmp_path / "cap", as_json=False)
    assert [found.name for found in (tmp_path / "cap").iterdir()] == [
        "first-seen-by-partner.001.birch.alert.EXERCISE.xml"
    ]
    assert "damaged at record 2" in capsys.readouterr().err


def test_an_unknown_form_or_no_journal_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="--as 'shp': no such form; known: czml, kml, geojson"):
        export_files(tmp_path / "no-such.sqlite", "shp", tmp_path / "cap", as_json=False)
    with pytest.raises(JournalError, match=r"no-such.sqlite' does not exist"):
        export_files(tmp_path / "no-such.sqlite", "cap", tmp_path / "cap", as_json=False)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def flown(tmp_path: Path, flagship: Scenario) -> Path:
    """Return a journal with two states of one true body, ten seconds apart, and nothing of any node."""
    path = tmp_path / "flown.sqlite"
    meta = {"scenario": flagship.name, "scenario_file": flagship.name, "scenario_text": flagship.text}
    made = FileJournal(path, {**meta, "agreement": "none", "seed": "7"})
    for time_ms in (10_000, 20_000):
        states = BodyStates(("b1",), ((6.5e6, 0.0, time_ms / 10, 0.0, 0.0, 100.0),), (0.0,), (1.0,))
        made.commit([Entry(time_ms, "truth", "BodyStates", msgspec.json.encode(states), False)], durable=True)
    made.close()
    return path


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_dis_goes_to_a_port_of_this_machine_in_its_own_time(
    flown: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as ear:
        try:
            ear.bind((address, 0))
        except OSError:
            pytest.skip(f"this machine has no {address}")
        ear.settimeout(10.0)
        start_s = time.monotonic()
        send_dis(flown, "dis", "truth", Target(address, ear.getsockname()[1], 50.0))
        assert time.monotonic() - start_s >= 0.2  # ten seconds at fifty times the clock
        heard = [ear.recvfrom(4096) for _ in range(2)]
    assert all(sender[0] == address for _, sender in heard)
    assert [struct.unpack_from(">3d", pdu, 48)[2] for pdu, _ in heard] == [1000.0, 2000.0]
    assert all(pdu[129:140] == b"EXERCISE001" for pdu, _ in heard)
    assert "Sent 2 PDUs, marked EXERCISE" in capsys.readouterr().out


def test_a_nations_view_of_truth_alone_sends_nothing(flown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    send_dis(flown, "dis", "birch", Target("127.0.0.1", 3000, 0.0))
    assert "Sent 0 PDUs" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["0.0.0.0", "255.255.255.255", "10.1.2.3", "localhost", "127.0.0.2", "::", ""])
def test_dis_goes_nowhere_else(address: str) -> None:
    with pytest.raises(ScenarioError, match=r"must be 127.0.0.1 or ::1; PDUs never leave this machine"):
        check_target(address, 3000, 1.0)


@pytest.mark.parametrize(
    ("port", "speed_ratio", "said"), [(0, 1.0, "1 to 65535"), (65_536, 1.0, "1 to 65535"), (3000, -1.0, "0 \\(all")]
)
def test_a_port_or_speed_out_of_bounds_is_named(port: int, speed_ratio: float, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        check_target("127.0.0.1", port, speed_ratio)


def test_a_form_that_fails_half_way_leaves_nothing(
    flown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(view: View) -> Iterator[File]:
        yield of_bytes("first.EXERCISE.txt", b"EXERCISE")
        raise JournalError("no more")

    monkeypatch.setitem(FORMS, "csv", broken)
    with pytest.raises(JournalError, match="no more"):
        export_files(flown, "csv", tmp_path / "deep" / "csv", as_json=False)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["flown.sqlite"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as", "csv"], "--out: name a folder"),
        (["--as", "csv", "--out", "a", "--to-port", "3000"], "--out: name a folder"),
        (["--as", "csv", "--to-port", "3000"], "goes with --as dis, not 'csv'"),
        (["--as", "csv", "--out", "a", "--view", "willow"], "--view 'willow': no such view; known: truth, joint"),
        (
            ["--as", "dis", "--to-port", "3000", "--to-address", "8.8.8.8"],
            "--to-address '8.8.8.8': must be 127.0.0.1",
        ),
    ],
)
def test_what_does_not_go_together_is_one_clear_line(flown: Path, words: list[str], said: str) -> None:
    answer = CliRunner().invoke(app, ["export", str(flown), *words])
    assert isinstance(answer.exception, ScenarioError) and said in str(answer.exception)
    assert sorted(found.name for found in flown.parent.iterdir()) == ["flown.sqlite"]


@pytest.mark.slow
def test_the_verb_ends_with_status_2_and_one_line(tmp_path: Path) -> None:
    words = [*TOCSIN, "export", "no-such.sqlite", "--as", "cap", "--out", "cap"]
    answer = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "does not exist" in answer.stderr and answer.stderr.count("\n") == 1
