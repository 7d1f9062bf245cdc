"""Going on with a journal, and the states kept in it."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tocsin.errors import JournalError
from tocsin.journal.entry import Entry
from tocsin.journal.read import newest_snapshot, read
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify

META = {"seed": "7"}
ORDER = Entry(1000, "alder", "order", b'{"cell":"desk"}', False)
NOTE = Entry(1000, "", "note", b"{}", True)
TRACK = Entry(2000, "birch", "track", b'{"n":3}', False)
END = Entry(3000, "truth", "Endex", b"{}", False)
STATE = zlib.compress(b"the state of a run")


def told(content: bytes, time_ms: int = 2000) -> Entry:
    return Entry(time_ms, "", "snap", b'{"sha256":"%s"}' % hashlib.sha256(content).hexdigest().encode(), True)


def written(path: Path, *entries: Entry) -> FileJournal:
    journal = FileJournal(path, META)
    journal.commit(entries, durable=True)
    return journal


def hashes(path: Path) -> tuple[bytes, str]:
    with closing(sqlite3.connect(path)) as connection:
        chain, digest = connection.execute("SELECT chain, digest FROM tip").fetchone()
        return chain, digest


def test_a_journal_gone_on_with_is_the_one_never_interrupted(tmp_path: Path) -> None:
    written(tmp_path / "whole", ORDER, NOTE, TRACK, END).close()
    written(tmp_path / "parts", ORDER, NOTE).close()
    for entry in (TRACK, END):
        journal = FileJournal.reopen(tmp_path / "parts", "Endex")
        journal.commit([entry], durable=False)
        journal.close()
    assert hashes(tmp_path / "parts") == hashes(tmp_path / "whole")
    assert verify(tmp_path / "parts").ok
    assert [stored.seq for stored in read(tmp_path / "parts")] == [1, 2, 3, 4]


def test_one_writer_at_a_time_and_readers_at_any(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = written(path, ORDER)
    with pytest.raises(JournalError, match=r"is being written by another process: end that one first"):
        FileJournal.reopen(path)
    journal.commit([TRACK], durable=True)  # the writer did not notice
    journal.close()
    again = FileJournal.reopen(path)
    with pytest.raises(JournalError, match="being written"):
        FileJournal.reopen(path)
    assert verify(path).records == again.records == 2
    again.close()


def test_the_right_to_write_ends_with_a_killed_writer(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    code = (
        "import sys; from pathlib import Path; from tocsin.journal.sqlite import FileJournal;"
        "from tocsin.journal.entry import Entry; j = FileJournal(Path(sys.argv[1]), {});"
        "j.commit([Entry(0, '', 'a', b'1', False)], durable=True); print('written', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(JournalError, match="being written"):
            FileJournal.reopen(path)
        os.kill(writer.pid, signal.SIGKILL)
    journal = FileJournal.reopen(path)
    assert journal.records == 1
    journal.close()


def test_a_finished_journal_is_not_gone_on_with(tmp_path: Path) -> None:
    written(tmp_path / "run.journal", ORDER, END, NOTE).close()
    before = (tmp_path / "run.journal").read_bytes()
    with pytest.raises(JournalError, match=r"is finished \(record 2, Endex\): review it"):
        FileJournal.reopen(tmp_path / "run.journal", "Endex")
    FileJournal.reopen(tmp_path / "run.journal").close()
    assert len(before) == len((tmp_path / "run.journal").read_bytes())


@pytest.mark.parametrize("change", ["UPDATE record SET body = '[]' WHERE seq = 1", "UPDATE tip SET digest = 'no'"])
def test_a_damaged_journal_is_not_gone_on_with(tmp_path: Path, change: str) -> None:
    path = tmp_path / "run.journal"
    written(path, ORDER, TRACK).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)
    with pytest.raises(JournalError, match=r"is damaged at record .*; nothing is added to it"):
        FileJournal.reopen(path)


def test_what_is_no_journal_is_not_gone_on_with_nor_changed(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE meta (key, value)")
    before = other.read_bytes()
    with pytest.raises(JournalError, match="not a journal"):
        FileJournal.reopen(other)
    assert other.read_bytes() == before
    with pytest.raises(JournalError, match="does not exist"):
        FileJournal.reopen(tmp_path / "absent")


def test_the_newest_state_at_or_before_a_time_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = written(path, ORDER)
    journal.keep(told(STATE), STATE)
    later = zlib.compress(b"later")
    journal.keep(told(later, 5000), later)
    journal.close()
    assert newest_snapshot(path, 1999) is None
    found = newest_snapshot(path, 4999)
    assert found is not None
    assert found == (2000, 2, STATE)
    assert newest_snapshot(path, 5000) == (5000, 3, later)
    assert verify(path).ok
    assert [stored.kind for stored in read(path)] == ["order", "snap", "snap"]


@pytest.mark.parametrize(
    ("change", "is_seen_by_reading"),
    [
        ("UPDATE snapshot SET content = x'00'", True),
        ("UPDATE snapshot SET sha256 = 'no'", True),
        ("UPDATE snapshot SET records = 1", False),
    ],
)
def test_a_changed_state_is_found_and_the_records_stay_good(
    tmp_path: Path, change: str, is_seen_by_reading: bool
) -> None:
    path = tmp_path / "run.journal"
    journal = written(path, ORDER)
    journal.keep(told(STATE), STATE)
    journal.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)
    verdict = verify(path)
    assert not verdict.ok
    assert verdict.records == 2
    assert "the records themselves are good" in verdict.reason
    if is_seen_by_reading:
        with pytest.raises(JournalError, match="was changed: use a sound copy"):
            newest_snapshot(path, 2000)


def test_a_journal_without_the_table_is_read_checked_and_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    written(path, ORDER).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE snapshot")
    assert verify(path).ok
    assert newest_snapshot(path, 10**9) is None
    journal = FileJournal.reopen(path)
    journal.keep(told(STATE), STATE)
    journal.close()
    assert newest_snapshot(path, 10**9) == (2000, 2, STATE)
