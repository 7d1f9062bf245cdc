"""The World kept in the journal now and then, so that a late moment opens without playing what came before it."""

import hashlib
import zlib
from typing import Literal

from tocsin.errors import JournalError
from tocsin.exercise.play import encode
from tocsin.exercise.snapshot import frozen, thawed
from tocsin.exercise.world import World
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.aside import SnapshotTaken
from tocsin.scenario.declared import Scenario

KEEP_EVERY_MS = 300_000
LARGEST_BYTES = 2**28  # of a World; what unpacks to more was made to fill the memory

Occasion = Literal["regular", "startex", "endex"]


def is_due(world: World) -> bool:
    """Return whether the World is to be kept at this moment."""
    return world.time_ms % KEEP_EVERY_MS == 0 and world.time_ms < world.scenario.end_ms


def keep(world: World, journal: FileJournal, occasion: Occasion = "regular") -> SnapshotTaken:
    """Keep a World in its journal, between two ticks; on disk when this returns, with the record that tells of it."""
    content = zlib.compress(frozen(world))
    told = SnapshotTaken(occasion=occasion, sha256=hashlib.sha256(content).hexdigest(), digest=journal.digest)
    journal.keep(Entry(world.time_ms, "", type(told).__name__, encode(told), True), content)
    return told


def unpacked(content: bytes, scenario: Scenario) -> World:
    """Return the World that was kept.

    Raises
    ------
    JournalError
        As ``thawed``, and if it does not unpack.
    """
    unpacker = zlib.decompressobj()
    try:
        whole = unpacker.decompress(content, LARGEST_BYTES)
    except zlib.error as error:
        raise JournalError(f"the snapshot does not unpack: {error}; use a sound copy of the journal") from error
    if unpacker.unconsumed_tail:
        raise JournalError(f"the snapshot unpacks to more than {LARGEST_BYTES} bytes: it holds no World")
    return thawed(whole, scenario)
