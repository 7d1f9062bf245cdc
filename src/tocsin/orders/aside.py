"""What happens around an exercise: chained in the journal, never in the digest, never read by ``step``.

Seats are named by their ids alone; who sat there is in the roster, a file of its own.
"""

from typing import Literal

import msgspec

from tocsin.orders.hot_wash import OF_HOT_WASH
from tocsin.orders.order import Order


class OrderReceived(msgspec.Struct, frozen=True, kw_only=True):
    """A seat gave an order; on disk before the seat is answered.  It takes effect at the next tick that is played."""

    seat: str
    order: Order


class SeatChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A seat was given a role, or gave it back: people decide there while it is held."""

    seat: str
    node: str
    role: str
    is_held: bool


class ClockChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of everyone was paused, started, set to another speed, or sent on to the next event."""

    seat: str
    speed_ratio: float
    is_paused: bool
    until_event: bool = False
    wall_utc_ms: int = 0


class Alive(msgspec.Struct, frozen=True):
    """The exercise reached this time with nothing to tell; a restart begins here."""

    wall_utc_ms: int


class Overrun(msgspec.Struct, frozen=True):
    """A tick came later than it was due, by this much; the tick itself is never stretched."""

    late_ms: int


class ViewRefused(msgspec.Struct, frozen=True, kw_only=True):
    """A seat asked for what is not its own to see or to do."""

    seat: str
    asked: str
    reason: str


class RealWorldStop(msgspec.Struct, frozen=True, kw_only=True):
    """NO DUFF: something real needs everyone; play is frozen.  Nothing else of it is kept."""

    seat_class: str


class RealWorldResume(msgspec.Struct, frozen=True, kw_only=True):
    """Play goes on after a real-world stop: the director and both heads have said so."""

    seat_class: str


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """A seat says before STARTEX whether it is ready, and whether it hears the others."""

    seat: str
    is_ready: bool
    comms_heard: tuple[str, ...] = ()


class SnapshotTaken(msgspec.Struct, frozen=True, kw_only=True):
    """The World was kept whole at this moment; ``sha256`` of what was kept, ``digest`` of all records before it."""

    occasion: Literal["regular", "startex", "endex"]
    sha256: str
    digest: str


class ObserverNote(msgspec.Struct, frozen=True, kw_only=True):
    """What an observer-trainer saw: pinned to a moment (ms), and to a record or an event if to any."""

    seat: str
    text: str
    at_ms: int
    pinned_to: str = ""
    objective: str = ""


class BlindDraw(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario was drawn from a pool, unknown at the tables; ``commitment`` binds to it until it is shown."""

    pool: tuple[str, ...]
    odds: tuple[float, ...]
    commitment: str


class BlindReveal(msgspec.Struct, frozen=True, kw_only=True):
    """What was drawn, and the nonce that opens the commitment."""

    drawn: str
    nonce: str


OF_ASIDE: tuple[type[msgspec.Struct], ...] = (
    OrderReceived,
    SeatChanged,
    ClockChanged,
    Alive,
    Overrun,
    ViewRefused,
    RealWorldStop,
    RealWorldResume,
    Readiness,
    SnapshotTaken,
    ObserverNote,
    BlindDraw,
    BlindReveal,
    *OF_HOT_WASH,
)
