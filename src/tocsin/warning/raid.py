"""How large an attack would be, and whether that is plausible: one more thing to weigh, never the judge."""

from collections.abc import Sequence

from tocsin.warning.event import WarningEvent
from tocsin.warning.group import SIMULTANEOUS_MS

SMALL_RAID = 10  # notional: fewer objects than this are few for a deliberate attack, and many for an accident


def raid_size(events: Sequence[WarningEvent], event: WarningEvent) -> int:
    """Return how many objects are shown or followed of all events that began within five minutes of this one."""
    began = began_ms(event)
    return sum([max(1, other.n_shown) for other in events if abs(began_ms(other) - began) < SIMULTANEOUS_MS])


def began_ms(event: WarningEvent) -> int:
    """Return when an event began: its launch where that is known."""
    return event.opened_ms if event.launch is None else event.launch.time_ms


def raid_words(events: Sequence[WarningEvent], event: WarningEvent) -> str:
    """Return the size of the raid, and what is odd about it."""
    size = raid_size(events, event)
    words = f"{size} in all" if size > 1 else "one alone"
    if event.n_shown and not event.own_kinds:
        return f"{words}, shown on {event.shown_on} of {event.displays} displays and held by no sensor"
    return f"{words}, few for an attack" if size < SMALL_RAID else words
