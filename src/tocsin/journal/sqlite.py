"""A journal in one SQLite file: chained, buffered, safe against a kill at any moment."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from tocsin.errors import JournalError
from tocsin.journal.entry import Entry, encoded, meta_chain, next_chain
from tocsin.journal.undisturbed import undisturbed

COMMITS_PER_TRANSACTION = 100
APPLICATION_ID = 0x746F6373  # "tocs": how `file` and SQLite tools can tell a journal
LAYOUT_VERSION = 1

SCHEMA = """
CREATE TABLE meta (  -- what the run was made from; fixed when the file is made
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE record (  -- every record, in the order it happened
    seq     INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without a gap
    time_ms INTEGER NOT NULL,     -- exercise time, milliseconds
    node    TEXT NOT NULL,        -- whose record it is; '' where nobody's
    kind    TEXT NOT NULL,        -- record kind
    aside   INTEGER NOT NULL,     -- 1: not simulated, so not in the digest
    body    TEXT NOT NULL,        -- JSON
    chain   BLOB NOT NULL         -- SHA-256(chain of seq - 1 || seq, aside, time_ms, node, kind, body)
);
CREATE TABLE tip (  -- one row, renewed with every transaction: where the journal ends
    records    INTEGER NOT NULL,  -- how many records there are
    meta_chain BLOB NOT NULL,     -- SHA-256 of meta: the chain value before record 1
    chain      BLOB NOT NULL,     -- chain value of the last record
    digest     TEXT NOT NULL      -- SHA-256 over time_ms, node, kind, body of all records that are not aside
);
"""
ADD_RECORD = "INSERT INTO record (seq, time_ms, node, kind, aside, body, chain) VALUES (?, ?, ?, ?, ?, ?, ?)"
MOVE_TIP = "UPDATE tip SET records = ?, chain = ?, digest = ?"


class FileJournal:
    """The journal of one run in one new SQLite file.

    Parameters
    ----------
    path : Path
        Must not exist; its folder must.
    meta : Mapping[str, str]
        What the run was made from.  Chained, but not in the digest.

    Raises
    ------
    JournalError
        If the file exists or cannot be made.

    Notes
    -----
    Write-ahead log, ``synchronous=FULL``: a transaction that returned survives a power cut.  A killed run
    loses at most the buffered commits; the file and the ``-wal`` beside it then open, verify and read to the
    last transaction.  ``close`` folds the log in, so that the one file is complete; if a reader holds the
    file at that moment the ``-wal`` stays and belongs to the file.

    Measured on 2 shared cores, 250-byte bodies: 7 to 10 microseconds an entry buffered (of which 4 to 5 are
    SQLite's), 0.16 ms for a durable commit of 5 entries.
    """

    def __init__(self, path: Path, meta: Mapping[str, str]) -> None:
        self._path = path
        self._digest = hashlib.sha256()
        self._chain = meta_chain(meta)
        self._records = 0
        self._buffer: list[tuple[int, int, str, str, bool, str, bytes]] = []
        self._commits = 0
        with undisturbed():
            self._connection: sqlite3.Connection | None = create(path, meta, self._chain, self.digest)

    @property
    def digest(self) -> str:
        """Return the hex SHA-256 over all entries committed so far that are not aside."""
        return self._digest.hexdigest()

    def commit(self, entries: Sequence[Entry], durable: bool) -> None:
        """Take entries in order.

        Parameters
        ----------
        entries : Sequence[Entry]
            Bodies must be UTF-8; the JSON in them is not checked.
        durable : bool
            True: on disk when this returns.  False: in the buffer, at most 100 commits of it.

        Raises
        ------
        JournalError
            If the journal is closed, a body is not UTF-8, or the disk refuses.
        """
        if self._connection is None:
            raise JournalError(f"journal '{self._path}' is closed: open a new one for a new run")
        with undisturbed():
            self._take(entries)
            self._commits += 1
            if durable or self._commits >= COMMITS_PER_TRANSACTION:
                self._flush(self._connection)

    def close(self) -> None:
        """Write what is buffered and fold the log in; a second close does nothing."""
        if self._connection is None:
            return
        with undisturbed():
            connection, self._connection = self._connection, None
            try:
                self._flush(connection)
                fold_log(connection)
            finally:
                connection.close()

    def _take(self, entries: Sequence[Entry]) -> None:
        """Chain and buffer the entries."""
        simulated: list[bytes] = []
        rows = []
        chain, seq = self._chain, self._records
        for time_ms, node, kind, body, aside in entries:
            seq += 1
            entry_bytes = encoded(time_ms, node.encode(), kind.encode(), body)
            chain = next_chain(chain, seq, aside, entry_bytes)
            if not aside:
                simulated.append(entry_bytes)
            try:
                rows.append((seq, time_ms, node, kind, aside, body.decode(), chain))
            except UnicodeDecodeError as error:
                raise JournalError(f"record {seq} ({kind}): body is not UTF-8: encode it as JSON") from error
        self._digest.update(b"".join(simulated))
        self._chain, self._records = chain, seq
        self._buffer += rows

    def _flush(self, connection: sqlite3.Connection) -> None:
        """Write the buffer and the tip in one transaction."""
        self._commits = 0
        if not self._buffer:
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(ADD_RECORD, self._buffer)
            connection.execute(MOVE_TIP, (self._records, self._chain, self.digest))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise JournalError(f"journal '{self._path}' cannot be written: {error}; see docs/journal.md") from error
        self._buffer = []


def create(path: Path, meta: Mapping[str, str], first_chain: bytes, digest: str) -> sqlite3.Connection:
    """Make a new journal file with its metadata and an empty tip, on disk when this returns."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        raise JournalError(
            f"journal '{path}' exists and is never overwritten: choose another folder or name"
        ) from None
    except OSError as error:
        raise JournalError(f"journal '{path}' cannot be made: {error.strerror}; does its folder exist?") from error
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {LAYOUT_VERSION}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(f"BEGIN; {SCHEMA} COMMIT;")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    connection.execute("INSERT INTO tip VALUES (0, ?, ?, ?)", (first_chain, first_chain, digest))
    connection.execute("COMMIT")
    return connection


def fold_log(connection: sqlite3.Connection) -> None:
    """Fold the write-ahead log into the file; a file that someone is reading keeps its log beside it."""
    connection.execute("PRAGMA busy_timeout = 100")
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
