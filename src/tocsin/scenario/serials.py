"""The calendar of an exercise: briefs, windows, freezes and changes of watch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SerialKind = Literal["brief", "window", "freeze", "handover"]


@dataclass(frozen=True, slots=True)
class Serial:
    """One entry.

    Attributes
    ----------
    kind : brief, window, freeze or handover
        ``freeze``: where the clock of a live exercise stops.
    nation : str
        Whose it is; '' for everyone's.
    time_ms, duration_ms : int, ms
        When it begins, on a tick, and how much exercise time it takes; 0: a moment.
    text : str
    """

    serial_id: str
    kind: SerialKind
    nation: str
    time_ms: int
    duration_ms: int = 0
    text: str = ""


def under_way(serials: Sequence[Serial], time_ms: int) -> tuple[Serial, ...]:
    """Return the entries under way at a time (ms), in declared order; a moment is under way at its own time alone."""
    return tuple(
        item
        for item in serials
        if item.time_ms == time_ms or item.time_ms <= time_ms < item.time_ms + item.duration_ms
    )
