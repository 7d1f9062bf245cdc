"""Judge a journal file: whether it is as it was written, and if not, up to where."""

import hashlib
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tocsin.journal.entry import encoded, meta_chain, next_chain
from tocsin.journal.read import DAMAGE, HAS_SNAPSHOTS, connected, layout_fault

ALL_RECORDS = "SELECT seq, time_ms, node, kind, aside, body, chain FROM record ORDER BY seq"
ALL_SNAPSHOTS = """
SELECT snapshot.records, snapshot.sha256, snapshot.content, record.body
FROM snapshot LEFT JOIN record ON record.seq = snapshot.records ORDER BY snapshot.records
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ``verify`` found.

    Attributes
    ----------
    ok : bool
        Every record and all metadata are as they were written.
    records : int
        How many records, from the first on, are good; also the number of the last good one (0: none).
    last_time_ms : int
        Exercise time of the last good record; 0 where there is none.
    digest : str
        The digest over the good records, made anew from them.
    first_bad_seq : int or None
        Number of the first bad record; 0 for the metadata or the file as a whole; None if all is well.
    reason : str
        What is wrong, in words; "" if all is well.
    """

    ok: bool
    records: int
    last_time_ms: int
    digest: str
    first_bad_seq: int | None
    reason: str


class Walk:
    """The good part of a journal while it is walked from the first record on."""

    def __init__(self, first_chain: bytes) -> None:
        self.chain = first_chain
        self.records = 0
        self.last_time_ms = 0
        self.digest = hashlib.sha256()

    def fault(self, row: tuple[int, int, bytes, bytes, int, bytes, bytes]) -> str:
        """Take one row if it is good and return ""; else return what is wrong with it."""
        seq, time_ms, node, kind, aside, body, chain = row
        if seq != self.records + 1:
            return f"record {self.records + 1} is missing; the next one is numbered {seq}"
        try:
            entry_bytes = encoded(time_ms, node, kind, body)
            expected = next_chain(self.chain, seq, bool(aside), entry_bytes)
        except (struct.error, TypeError) as error:
            return f"record {seq} has a column of the wrong type: {error}"
        if aside not in (0, 1) or chain != expected:
            return f"record {seq} does not fit its chain value: it, or the order of records, was changed"
        self.chain, self.records, self.last_time_ms = chain, seq, time_ms
        if not aside:
            self.digest.update(entry_bytes)
        return ""

    def verdict(self, first_bad_seq: int | None = None, reason: str = "") -> Verdict:
        """Return what was found so far."""
        is_good = first_bad_seq is None
        return Verdict(is_good, self.records, self.last_time_ms, self.digest.hexdigest(), first_bad_seq, reason)


def verify(path: Path) -> Verdict:
    """Check every record of a journal against the chain, and the end of the file against its tip.

    Parameters
    ----------
    path : Path
        A journal file, finished, killed or still being written; its ``-wal``, if any, beside it.

    Returns
    -------
    Verdict
        Never an exception for a damaged file: damage is what this looks for.

    Raises
    ------
    JournalError
        If there is no such file, or the rights to read it are missing.

    Notes
    -----
    Found: a changed byte in any column, in the metadata or in a snapshot, a record deleted, inserted or moved, a
    cut or corrupt file.  Not found: a file rewritten throughout by someone who recomputes the chain (there is no
    secret in it: compare the digest with one kept elsewhere), and a lost or cut ``-wal``: what is left is
    then an earlier state of the same journal.
    """
    with closing(connected(path)) as connection:
        fault = layout_fault(path, connection)
        return Walk(b"").verdict(0, fault) if fault else walk(connection)


def walk(connection: sqlite3.Connection) -> Verdict:
    """Return the verdict on an open journal, seen at one moment even while it is being written."""
    connection.execute("BEGIN")
    return walked(connection)[1]


def walked(connection: sqlite3.Connection) -> tuple[Walk, Verdict]:
    """Return the good part of a journal that gives text as bytes, and the verdict on it."""
    progress = Walk(b"")
    try:
        tips = connection.execute("SELECT records, meta_chain, chain, digest FROM tip").fetchall()
        meta = connection.execute("SELECT key, value FROM meta").fetchall()
        progress = Walk(meta_chain({key.decode(): value.decode() for key, value in meta}))
        if len(tips) != 1 or tips[0][1] != progress.chain:
            return progress, progress.verdict(0, "the metadata does not fit its chain value: it was changed")
        for row in connection.execute(ALL_RECORDS):
            reason = progress.fault(row)
            if reason:
                return progress, progress.verdict(progress.records + 1, reason)
        verdict = compared_with_tip(progress, *tips[0])
        return progress, verdict if not verdict.ok else compared_with_snapshots(progress, connection)
    except DAMAGE as error:
        first_bad_seq = progress.records + 1 if progress.chain else 0
        reason = f"the file is damaged after record {progress.records}: {error}"
        return progress, progress.verdict(first_bad_seq, reason)


def compared_with_tip(progress: Walk, records: int, _meta_chain: bytes, chain: bytes, digest: bytes) -> Verdict:
    """Return the verdict on a walk without fault, once its end is held against the tip."""
    if records != progress.records:
        first_bad_seq = min(records, progress.records) + 1
        return progress.verdict(first_bad_seq, f"{progress.records} records, but the tip counts {records}")
    if chain != progress.chain or digest.decode(errors="replace") != progress.digest.hexdigest():
        return progress.verdict(progress.records, "the tip does not fit the last record: one was changed")
    return progress.verdict()


def compared_with_snapshots(progress: Walk, connection: sqlite3.Connection) -> Verdict:
    """Return the verdict on sound records, once each snapshot is held against its record, which the chain covers."""
    if connection.execute(HAS_SNAPSHOTS).fetchone()[0]:
        for records, sha256, content, body in connection.execute(ALL_SNAPSHOTS):
            if body is None or sha256 not in body or hashlib.sha256(content).hexdigest().encode() != sha256:
                reason = f"the snapshot of record {records} does not fit it; the records themselves are good"
                return progress.verdict(records, reason)
    return progress.verdict()
