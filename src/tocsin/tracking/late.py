"""Late reports of own sensors: the table is rewound and the scans since are played again."""

from collections.abc import Callable
from typing import Generic, NamedTuple, Protocol, TypeVar

LATEST_MS = 30_000  # ms: what is older than this when it arrives is refused
KEEP_EVERY_MS = 5_000  # ms: a table is remembered so often; between them scans are played again


class Timed(Protocol):
    """A scan of one sensor at one time."""

    @property
    def time_ms(self) -> int:
        """Return its exercise time, ms."""

    @property
    def sensor(self) -> int:
        """Return the sensor's own number."""


Look = TypeVar("Look", bound=Timed)
Table = TypeVar("Table")
Told = TypeVar("Told")


class Rewindable(NamedTuple, Generic[Table, Look]):
    """A table of tracks that can take late scans.

    Attributes
    ----------
    table : Table
        After all scans so far.
    kept : tuple of (Table, number of scans)
        Tables of some moments, the oldest first, each with how many of ``looks`` it has not yet taken.
    looks : tuple of Look
        The scans since the oldest kept table, in order of time and sensor.
    """

    table: Table
    kept: tuple[tuple[Table, int], ...]
    looks: tuple[Look, ...]


def rewindable(table: Table) -> Rewindable[Table, Look]:
    """Return a table that has taken nothing yet, ready for late scans."""
    return Rewindable(table, ((table, 0),), ())


def is_too_late(past: Rewindable[Table, Look], look: Look) -> bool:
    """Return whether a scan is more than ``LATEST_MS`` older than the newest one taken."""
    return bool(past.looks) and look.time_ms < past.looks[-1].time_ms - LATEST_MS


def take(
    past: Rewindable[Table, Look], look: Look, scan: Callable[[Table, Look], tuple[Table, Told]]
) -> tuple[Rewindable[Table, Look], Told]:
    """Return the table after one more scan, in whatever order scans arrive, and what became of its measurements.

    Parameters
    ----------
    past : Rewindable
    look : Look
        Not too late (``is_too_late``).  Two scans of one sensor at one time are taken in the order they arrive.
    scan : function
        ``scan(table, look)`` returns the table after it and what became of its measurements; pure.

    Notes
    -----
    The result is that of all scans in order of time and sensor, to the last bit, because ``scan`` is pure and every
    scan after the late one is played again.  Checked: random orders (``tests/tracking/test_late.py``).
    """
    place = len(past.looks)
    while place > 0 and (past.looks[place - 1].time_ms, past.looks[place - 1].sensor) > (look.time_ms, look.sensor):
        place -= 1
    looks = (*past.looks[:place], look, *past.looks[place:])
    if place == len(past.looks):
        table, told = scan(past.table, look)
        kept = tuple((old, left + 1) for old, left in past.kept)
        return trimmed(table, kept, looks), told
    after = len(past.looks) - place  # scans taken that come after the late one
    usable = [(old, left) for old, left in past.kept if left >= after]
    table, left = usable[-1]
    fresh = Rewindable(
        table, tuple((old, left_then - left) for old, left_then in usable), looks[: len(looks) - left - 1]
    )
    return replayed(fresh, looks[len(looks) - left - 1 :], left - after, scan)


def replayed(
    past: Rewindable[Table, Look],
    looks: tuple[Look, ...],
    wanted: int,
    scan: Callable[[Table, Look], tuple[Table, Told]],
) -> tuple[Rewindable[Table, Look], Told]:
    """Return the table after some scans in order, and what became of the measurements of the wanted one of them."""
    told_of_wanted: Told | None = None
    for number, look in enumerate(looks):
        table, told = scan(past.table, look)
        kept = tuple((old, left + 1) for old, left in past.kept)
        past = trimmed(table, kept, (*past.looks, look))
        if number == wanted:
            told_of_wanted = told
    assert told_of_wanted is not None  # wanted is one of looks
    return past, told_of_wanted


def trimmed(table: Table, kept: tuple[tuple[Table, int], ...], looks: tuple[Look, ...]) -> Rewindable[Table, Look]:
    """Return the table with a memory of its own now and then, and without what no late scan can need."""
    newest_ms = looks[-1].time_ms
    if newest_ms - kept_ms(looks, kept[-1][1]) >= KEEP_EVERY_MS:
        kept = (*kept, (table, 0))
    while len(kept) > 1 and kept_ms(looks, kept[1][1]) < newest_ms - LATEST_MS:
        kept = kept[1:]
    return Rewindable(table, kept, looks[len(looks) - kept[0][1] :])


def kept_ms(looks: tuple[Timed, ...], left: int) -> int:
    """Return the time of the last scan that a kept table has taken; of the first it has not, where none is known."""
    taken = len(looks) - left
    return looks[taken - 1].time_ms if taken > 0 else looks[0].time_ms
