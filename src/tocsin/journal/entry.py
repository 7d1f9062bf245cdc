"""What goes into a journal, what comes out, and the bytes that both hashes cover."""

import hashlib
import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

LENGTHS = struct.Struct(">qIII")  # time_ms, then the lengths of node, kind and body in bytes
PLACE = struct.Struct(">qB")  # seq, aside (0 or 1)


class Entry(NamedTuple):
    """One record to be written.

    Attributes
    ----------
    time_ms : int
        Exercise time.
    node : str
        Whose record it is; "" where it is nobody's.
    kind : str
        Record kind; the journal knows none of them.
    body : bytes
        UTF-8 JSON.
    aside : bool
        True for what ``step`` never reads (wall clock, presence, notes): chained, not in the digest.
    """

    time_ms: int
    node: str
    kind: str
    body: bytes
    aside: bool


class StoredEntry(NamedTuple):
    """One record as read back: an ``Entry`` and its number in the journal, 1 for the first."""

    seq: int
    time_ms: int
    node: str
    kind: str
    aside: bool
    body: bytes


class Journal(Protocol):
    """Where the records of a run go."""

    @property
    def digest(self) -> str:
        """Return the hex SHA-256 over all entries committed so far that are not aside."""

    def commit(self, entries: Sequence[Entry], durable: bool) -> None:
        """Take entries in order; with ``durable`` they survive a power cut once this returns."""

    def close(self) -> None:
        """Write what is buffered and let go."""


def encoded(time_ms: int, node: bytes, kind: bytes, body: bytes) -> bytes:
    """Return the bytes of one entry that the digest covers; lengths first, so no two entries share them."""
    return LENGTHS.pack(time_ms, len(node), len(kind), len(body)) + node + kind + body


def next_chain(chain: bytes, seq: int, aside: bool, entry_bytes: bytes) -> bytes:
    """Return the chain value of record ``seq``: SHA-256 of the one before it and all columns of this one."""
    return hashlib.sha256(chain + PLACE.pack(seq, aside) + entry_bytes).digest()


def meta_chain(meta: Mapping[str, str]) -> bytes:
    """Return the chain value before record 1: SHA-256 of the metadata, sorted by key, lengths first."""
    parts = []
    for key in sorted(meta):
        for text in (key.encode(), meta[key].encode()):
            parts.append(len(text).to_bytes(8, "big") + text)
    return hashlib.sha256(b"".join(parts)).digest()
