"""Read a journal file without ever writing to it."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tocsin import __version__
from tocsin.errors import JournalError
from tocsin.journal.entry import StoredEntry
from tocsin.journal.layout import APPLICATION_ID, LAYOUT_VERSION

COLUMNS = "SELECT seq, time_ms, node, kind, aside, body FROM record"
RECORDS = f"{COLUMNS} WHERE seq >= ?"
HAS_SNAPSHOTS = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'snapshot'"
LAST_TIMES = (
    "SELECT max(CASE WHEN aside THEN NULL ELSE time_ms END), max(CASE WHEN aside THEN time_ms END) FROM record"
    " WHERE seq > ?"
)
NEWEST_SNAPSHOT = (
    "SELECT time_ms, records, sha256, content FROM snapshot WHERE time_ms <= ? ORDER BY records DESC LIMIT 1"
)
DAMAGE = (sqlite3.Error, UnicodeDecodeError, AttributeError)  # what reading a damaged file can raise


class Kept(NamedTuple):
    """The state of a run at a moment: exercise time, number of the record that tells of it, zlib-compressed bytes."""

    time_ms: int
    records: int
    content: bytes


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection that cannot write, to whatever the file holds; text comes as bytes.

    Raises
    ------
    JournalError
        If there is no such file, or the rights to read it are missing.
    """
    if not path.is_file():
        raise JournalError(f"journal '{path}' does not exist: check the name")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            connection.close()
            raise JournalError(
                f"journal '{path}' cannot be opened: {error}; if a '-wal' file lies beside it, copy both into "
                f"a folder you may write to"
            ) from error
    return connection


def layout_fault(path: Path, connection: sqlite3.Connection) -> str:
    """Return why this is no journal of this layout, or ""."""
    try:
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        return str(unreadable(path, error))
    if application_id != APPLICATION_ID or layout < 1:
        return (
            f"'{path}' is not a journal (application id {application_id:#x}, layout {layout}): "
            "use a file that `tocsin` wrote"
        )
    if layout > LAYOUT_VERSION:
        return (
            f"'{path}' is a journal of layout {layout}; this version of Tocsin, {__version__}, knows layouts up to "
            f"{LAYOUT_VERSION}: use {writer_of(connection)}"
        )
    return ""


def writer_of(connection: sqlite3.Connection) -> str:
    """Return which version a journal of a later layout names as its own, if it says so where layout 1 does."""
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        return f"Tocsin {row[0].decode()}, which wrote it, or a newer one" if row else "a newer one"
    except DAMAGE:
        return "a newer one"


def open_read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that cannot write to a journal, or raise JournalError if it is none."""
    connection = connected(path)
    fault = layout_fault(path, connection)
    if fault:
        connection.close()
        raise JournalError(fault)
    return connection


def unreadable(path: Path, error: Exception) -> JournalError:
    """Return the error for a file that SQLite cannot read."""
    return JournalError(f"journal '{path}' cannot be read: {error}; use a file that `tocsin run --out` wrote")


def read_meta(path: Path) -> dict[str, str]:
    """Return what the run was made from, sorted by key."""
    with closing(open_read_only(path)) as connection:
        try:
            rows = connection.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
            return {key.decode(): value.decode() for key, value in rows}
        except DAMAGE as error:
            raise unreadable(path, error) from error


def read(path: Path, kinds: Collection[str] | None = None, from_seq: int = 1) -> Iterator[StoredEntry]:
    """Yield the records in order; also those of a run that was killed, up to its last transaction.

    Parameters
    ----------
    path : Path
        A journal file; its ``-wal``, if any, must lie beside it.
    kinds : Collection[str], optional
        Only these kinds; all by default.
    from_seq : int
        Only records with this number or a higher one.

    Raises
    ------
    JournalError
        If the file is no journal, or where it is damaged, after all records before the damage were yielded.

    Notes
    -----
    Nothing is checked against the chain: ``verify`` does that and says up to which record to trust.
    """
    query, values = RECORDS, [from_seq, *sorted(kinds or ())]
    if kinds is not None:
        query += f" AND kind IN ({', '.join('?' * len(kinds))})"
    with closing(open_read_only(path)) as connection:
        try:
            for seq, time_ms, node, kind, aside, body in connection.execute(query + " ORDER BY seq", values):
                yield StoredEntry(seq, time_ms, node.decode(), kind.decode(), bool(aside), body)
        except DAMAGE as error:
            raise unreadable(path, error) from error


def read_at(path: Path, seqs: Sequence[int], kinds: Collection[str]) -> list[StoredEntry]:
    """Return those records with these numbers that are of some kinds, the newest first.

    Raises
    ------
    JournalError
        If the file is no journal, or is damaged.
    """
    query = f"{COLUMNS} WHERE seq IN ({', '.join('?' * len(seqs))}) AND kind IN ({', '.join('?' * len(kinds))})"
    with closing(open_read_only(path)) as connection:
        try:
            rows = connection.execute(query + " ORDER BY seq DESC", (*seqs, *sorted(kinds))).fetchall()
            return [
                StoredEntry(row[0], row[1], row[2].decode(), row[3].decode(), bool(row[4]), row[5]) for row in rows
            ]
        except DAMAGE as error:
            raise unreadable(path, error) from error


def newest_snapshot(path: Path, time_ms: int) -> Kept | None:
    """Return the newest state that was kept at or before an exercise time (ms); None where there is none.

    Raises
    ------
    JournalError
        If the file is no journal, is damaged, or what was kept is not what its SHA-256 says.
    """
    with closing(open_read_only(path)) as connection:
        try:
            if not connection.execute(HAS_SNAPSHOTS).fetchone()[0]:
                return None
            row = connection.execute(NEWEST_SNAPSHOT, (time_ms,)).fetchone()
        except DAMAGE as error:
            raise unreadable(path, error) from error
    if row is None:
        return None
    kept = Kept(row[0], row[1], row[3])
    if hashlib.sha256(kept.content).hexdigest().encode() != row[2]:
        raise JournalError(f"journal '{path}': the snapshot of record {kept.records} was changed: use a sound copy")
    return kept


def reached(path: Path, after_seq: int = 0) -> tuple[int | None, int | None]:
    """Return the exercise time (ms) of the last record that is not aside, and of the last aside; None without one.

    Of the records after that number alone.

    Raises
    ------
    JournalError
        If the file is no journal, or is damaged.
    """
    with closing(open_read_only(path)) as connection:
        try:
            simulated_ms, aside_ms = connection.execute(LAST_TIMES, (after_seq,)).fetchone()
        except DAMAGE as error:
            raise unreadable(path, error) from error
    return simulated_ms, aside_ms
