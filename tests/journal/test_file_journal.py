"""Writing a journal file and reading it back."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from tocsin.errors import JournalError
from tocsin.journal.entry import Entry, StoredEntry
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read, read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify

META = {"scenario": "first-light", "seed": "7", "übung": "ja"}
ORDER = Entry(1000, "alder", "order", b'{"cell":"desk"}', False)
NOTE = Entry(1000, "", "note", '{"text":"größer"}'.encode(), True)
TRACK = Entry(2000, "birch", "track", b'{"n":3}', False)


def test_read_gives_back_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    journal.commit([ORDER, NOTE], durable=True)
    journal.commit([], durable=False)
    journal.commit([TRACK], durable=False)
    journal.close()
    assert list(read(path)) == [
        StoredEntry(1, 1000, "alder", "order", False, ORDER.body),
        StoredEntry(2, 1000, "", "note", True, NOTE.body),
        StoredEntry(3, 2000, "birch", "track", False, TRACK.body),
    ]
    assert [stored.seq for stored in read(path, kinds={"track", "order"})] == [1, 3]
    assert [stored.seq for stored in read(path, kinds=(), from_seq=1)] == []
    assert [stored.seq for stored in read(path, from_seq=3)] == [3]
    assert read_meta(path) == META
    assert verify(path).ok


def test_after_close_one_file_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    journal.commit([ORDER] * 50, durable=True)
    journal.close()
    journal.close()
    assert [found.name for found in tmp_path.iterdir()] == ["run.journal"]
    before = path.read_bytes()
    assert verify(path).records == 50
    assert len(list(read(path))) == 50
    # Reading makes no file and changes none: no write access is needed.
    assert [found.name for found in tmp_path.iterdir()] == ["run.journal"]
    assert path.read_bytes() == before


def test_buffered_commits_reach_the_file_with_the_hundredth_or_a_durable_one(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    for _ in range(99):
        journal.commit([TRACK], durable=False)
    assert verify(path).records == 0
    journal.commit([TRACK], durable=False)
    assert verify(path).records == 100
    journal.commit([TRACK], durable=False)
    journal.commit([ORDER], durable=True)
    assert verify(path).records == 102
    journal.close()


def test_a_file_still_being_written_can_be_read_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    journal.commit([ORDER, TRACK], durable=True)
    reader = read(path)
    assert next(reader).seq == 1
    journal.commit([TRACK] * 500, durable=True)
    journal.close()
    reader.close()
    assert verify(path).records == 502


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    path.write_bytes(b"precious")
    with pytest.raises(JournalError, match=r"run\.journal' exists .* choose another folder or name"):
        FileJournal(path, META)
    assert path.read_bytes() == b"precious"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="does its folder exist"):
        FileJournal(tmp_path / "absent" / "run.journal", META)


def test_a_closed_journal_takes_nothing(tmp_path: Path) -> None:
    for journal in (FileJournal(tmp_path / "run.journal", META), DigestJournal()):
        journal.close()
        with pytest.raises(JournalError, match="closed"):
            journal.commit([ORDER], durable=False)


def test_a_body_must_be_utf8_and_a_refused_commit_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    journal.commit([ORDER], durable=False)
    digest = journal.digest
    with pytest.raises(JournalError, match=r"record 3 \(blob\): body is not UTF-8"):
        journal.commit([ORDER, Entry(0, "alder", "blob", b"\xff", False)], durable=False)
    assert journal.digest == digest
    journal.close()
    assert verify(path).records == 1


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="does not exist"):
        list(read(tmp_path / "absent"))
    text = tmp_path / "text"
    text.write_text("not a database, but long enough to look at" * 50)
    with pytest.raises(JournalError, match="cannot be read"):
        read_meta(text)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE meta (key, value)")
    with pytest.raises(JournalError, match="not a journal"):
        read_meta(other)


@pytest.mark.parametrize("sizes", [[1] * 12, [5, 0, 7], [12]])
def test_digest_is_the_same_with_and_without_a_file_and_however_it_is_cut(tmp_path: Path, sizes: list[int]) -> None:
    entries = [Entry(i * 1000, "alder", "track", b'{"i":%d}' % i, i % 3 == 0) for i in range(12)]
    whole = DigestJournal()
    whole.commit(entries, durable=False)
    for journal in (FileJournal(tmp_path / "run.journal", META), DigestJournal()):
        left = list(entries)
        for size in sizes:
            journal.commit(left[:size], durable=False)
            left = left[size:]
        assert journal.digest == whole.digest
        journal.close()
        assert journal.digest == whole.digest
    assert verify(tmp_path / "run.journal").digest == whole.digest


def tip_chain(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        return bytes(connection.execute("SELECT chain FROM tip").fetchone()[0])


def test_aside_entries_change_the_chain_but_not_the_digest(tmp_path: Path) -> None:
    digests, chains = set(), set()
    for name, entries in {"plain": [ORDER, TRACK], "noted": [ORDER, NOTE, TRACK]}.items():
        journal = FileJournal(tmp_path / name, META)
        journal.commit(entries, durable=False)
        journal.close()
        digests.add(journal.digest)
        chains.add(tip_chain(tmp_path / name))
    assert len(digests) == 1
    assert len(chains) == 2


def test_meta_changes_the_chain_but_not_the_digest(tmp_path: Path) -> None:
    digests, chains = set(), set()
    for name in ("7", "8"):
        journal = FileJournal(tmp_path / name, {"seed": name})
        journal.commit([ORDER], durable=False)
        journal.close()
        digests.add(journal.digest)
        chains.add(tip_chain(tmp_path / name))
    assert len(digests) == 1
    assert len(chains) == 2


def test_fields_do_not_run_together() -> None:
    digests = set()
    for node, kind, body in [("ab", "c", b"d"), ("a", "bc", b"d"), ("a", "b", b"cd"), ("", "abc", b"d")]:
        journal = DigestJournal()
        journal.commit([Entry(0, node, kind, body, False)], durable=False)
        digests.add(journal.digest)
    assert len(digests) == 4


WRITER = """
import sys
import threading
from pathlib import Path
from typing import cast
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal

journal = FileJournal(Path(sys.argv[1]), {"seed": "7"})
for tick in range(1_000_000):
    journal.commit([Entry(tick * 1000, "alder", "track", b'{"n":1}', False)] * 20, durable=tick % 7 == 6)
    if tick % 7 == 6:
        print((tick + 1) * 20, flush=True)
"""


@pytest.mark.parametrize("acknowledged_commits", [1, 40])
def test_a_killed_writer_leaves_a_file_that_reads_to_the_last_commit(
    tmp_path: Path, acknowledged_commits: int
) -> None:
    path = tmp_path / "run.journal"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as writer:
        assert writer.stdout is not None
        for _ in range(acknowledged_commits):
            acknowledged = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        for line in writer.stdout:
            acknowledged = int(line) if line.endswith("\n") else acknowledged
    verdict = verify(path)
    assert verdict.ok, verdict.reason
    assert verdict.records >= acknowledged
    assert verdict.records % 140 == 0  # whole transactions only: 7 commits of 20
    assert [stored.seq for stored in read(path)] == list(range(1, verdict.records + 1))


CLOSED_AND_KILLED = """
import os
import signal
import sys
import time
from pathlib import Path
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal

for number in range(int(sys.argv[2])):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        journal = FileJournal(Path(sys.argv[1]) / f"{number}.journal", {"seed": "7"})
        for tick in range(5):
            journal.commit([Entry(tick * 1000, "alder", "track", b'{"n":1}', False)], durable=True)
        os.write(writer, b"written")
        journal.close()
        os._exit(0)
    os.read(reader, 7)
    time.sleep(0.0001 * (number % 60))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
"""


def test_a_writer_killed_while_it_closes_leaves_a_file_that_can_be_read(tmp_path: Path) -> None:
    """A rollback journal of SQLite's left beside it would have to be written back first, which a reader may not."""
    subprocess.run([sys.executable, "-c", CLOSED_AND_KILLED, str(tmp_path), "180"], check=True, env=dict(os.environ))
    assert not list(tmp_path.glob("*-journal"))
    assert [verify(tmp_path / f"{number}.journal").records for number in range(180)] == [5] * 180


class StoppedError(Exception):
    """What a handler of Ctrl-C raises, wherever the program happens to be."""


def test_ctrl_c_at_any_moment_leaves_a_journal_that_verifies(tmp_path: Path) -> None:
    def stop(_number: int, _frame: object) -> None:
        raise StoppedError

    main = threading.get_ident()
    before = signal.signal(signal.SIGINT, stop)
    rounds = caught = 0
    try:
        for rounds in range(150):
            path = tmp_path / f"{rounds}.journal"
            journal = FileJournal(path, META)
            timer = threading.Timer(0.0001 * (rounds % 30), signal.pthread_kill, (main, signal.SIGINT))
            try:
                timer.start()
                for _ in range(100_000):
                    journal.commit([ORDER, NOTE, TRACK], durable=True)
            except StoppedError:
                caught += 1
            timer.join()
            journal.close()
            assert verify(path).ok, f"stopped in round {rounds}"
    finally:
        signal.signal(signal.SIGINT, before)
    assert caught == rounds + 1


def full_disk(journal: FileJournal, is_full: bool) -> None:
    """Let SQLite find no room for another page, or room again."""
    connection = journal._connection
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages if is_full else 1 << 30}")


def test_a_durable_commit_that_the_disk_refused_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    journal.commit([ORDER], durable=True)
    digest = journal.digest
    full_disk(journal, True)
    with pytest.raises(JournalError, match="cannot be written"):
        journal.commit([Entry(1000, "alder", "order", b'"' + b"x" * 100_000 + b'"', False)], durable=True)
    assert (journal.digest, journal.records) == (digest, 1)
    full_disk(journal, False)
    journal.commit([TRACK], durable=True)
    journal.close()
    assert [entry.kind for entry in read(path)] == ["order", "track"]
    assert verify(path).ok


class Refusing:
    """A connection that refuses the first so many of some statements, as one does whose file another has taken."""

    def __init__(self, connection: sqlite3.Connection, statement: str, count: int) -> None:
        self._connection, self._statement, self.count = connection, statement, count

    def execute(self, statement: str, *more: object) -> object:
        if statement == self._statement and self.count:
            self.count -= 1
            raise sqlite3.OperationalError("database is locked")
        return self._connection.execute(statement, *more)

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


def test_what_is_on_disk_is_not_taken_back_where_only_the_right_to_go_on_is_lacking(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    assert journal._connection is not None
    refusing = Refusing(journal._connection, "BEGIN IMMEDIATE", 1)
    journal._connection = cast(sqlite3.Connection, refusing)
    journal.commit([ORDER], durable=True)
    assert (refusing.count, journal.records) == (0, 1)
    journal.commit([TRACK], durable=True)
    journal.close()
    assert [entry.kind for entry in read(path)] == ["order", "track"]
    assert verify(path).ok


def test_nothing_is_written_in_parts_while_another_has_the_right_to_write(tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    assert journal._connection is not None
    journal._connection = cast(sqlite3.Connection, Refusing(journal._connection, "BEGIN IMMEDIATE", 3))
    journal.commit([ORDER], durable=True)
    with pytest.raises(JournalError, match="locked"):
        journal.commit([TRACK, TRACK], durable=True)
    assert [entry.kind for entry in read(path)] == ["order"]
    journal.commit([TRACK], durable=True)
    journal.close()
    assert [entry.kind for entry in read(path)] == ["order", "track"]
    assert verify(path).ok


def test_what_waited_in_the_buffer_is_written_with_what_belongs_to_it(tmp_path: Path) -> None:
    """A tick's orders wait for the tick: when the disk refuses it, all of it is written later, or none."""
    path = tmp_path / "run.journal"
    journal = FileJournal(path, META)
    full_disk(journal, True)
    journal.commit([ORDER], durable=False)
    with pytest.raises(JournalError, match="cannot be written"):
        journal.commit([Entry(1000, "alder", "track", b'"' + b"x" * 100_000 + b'"', False)], durable=True)
    full_disk(journal, False)
    journal.close()
    assert [entry.kind for entry in read(path)] == ["order", "track"]
    assert verify(path).ok
