"""What one browser is sent: hello, then whatever is new, for as long as it listens."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Protocol

import msgspec

from tocsin.errors import OrderError
from tocsin.exchange.agreement import JOINT
from tocsin.exercise.play import encode
from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.roles import ROLES
from tocsin.exercise.world import World
from tocsin.orders.aside import (
    ClockChanged,
    ObserverNote,
    OrderReceived,
    Readiness,
    RealWorldResume,
    RealWorldStop,
    SeatChanged,
    ViewRefused,
)
from tocsin.orders.kinds import TRUTH
from tocsin.scenario.declared import utc_ms_at
from tocsin.web.frames import Bye, ClockFrame, ClockNow, Hello, Own, Stop, groups_at
from tocsin.web.live import Live
from tocsin.web.numbered import Numbered

MOST_OWN = 100  # asides of one seat that wait to be sent; more, and the oldest is left out


class Seated(Protocol):
    """What a stream needs to know of a seat (``web.seats.Seat``)."""

    @property
    def seat_id(self) -> str:
        """Return the seat's id."""

    @property
    def nation(self) -> str:
        """Return its nation; '' for control and observers."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles that it holds."""

    @property
    def host(self) -> str:
        """Return with whom a liaison officer sits, else ''."""


def audiences_of(seat: Seated) -> list[Audience]:
    """Return what a seat may look at by its roles, the widest first; without a role, what the public is told."""
    found: list[Audience] = []
    for role in (ROLES[name] for name in seat.roles):
        match role.sees:
            case "truth":
                found.insert(0, Audience("truth"))
            case "node":
                found.append(Audience("node", JOINT if role.side == "joint" else seat.nation))
            case "released":
                found.append(Audience("released", seat.host, seat.nation))
            case "none":
                found.append(Audience("none"))
    order = ("truth", "node", "released", "none")
    return sorted(dict.fromkeys(found), key=lambda audience: order.index(audience.sees)) or [Audience("none")]


def audience_of(seat: Seated, node: str, world: World) -> Audience:
    """Return what a seat is shown that asks for a node, '' for what its first role sees.

    Raises
    ------
    OrderError
        If that is not the seat's to see.  Who may see the truth may look at any node.
    """
    allowed = audiences_of(seat)
    if not node:
        return allowed[0]
    asked = Audience("truth") if node == TRUTH else Audience("node", node)
    if asked in allowed or (allowed[0].sees == "truth" and node in world.nodes):
        return asked
    known = ", ".join(item.node for item in allowed if item.sees == "node") or "none of the nodes"
    raise OrderError(f"node = {node!r}: this seat sees {known}; leave the node out")


class SeatStream:
    """The frames of one seat's browser; a listener of ``Live``, until it is closed.

    Parameters
    ----------
    live : Live
    seat : Seated
    after_seq : int or None
        The newest record that the browser has of an earlier stream of the same kind: those after it follow the hello.
        None: none of the past.
    node : str
        What to look at, where the seat may choose.

    Raises
    ------
    OrderError
        If the seat may not look at the node.

    Notes
    -----
    Frames are made when they are asked for, of what is then new: nothing but the seat's own asides is queued.
    """

    def __init__(self, live: Live, seat: Seated, after_seq: int | None = None, node: str = "") -> None:
        self.audience = audience_of(seat, node, live.world)
        self._live, self._seat_id = live, seat.seat_id
        self._board = live.boards.of(self.audience, live.journal.records)
        self._seq = self._board.seq if after_seq is None else min(max(after_seq, 0), self._board.seq)
        self._time_ms = -1  # how things stood then has been shown
        self._clock: ClockNow | None = None
        self._own: deque[bytes] = deque(maxlen=MOST_OWN)
        self._bye: bytes | None = None
        self._woken = asyncio.Event()
        live.listeners.append(self)

    def tell(self, records: Sequence[Numbered]) -> None:
        """Take note of what happened."""
        for record in records:
            body = record.body
            if isinstance(body, OrderReceived | SeatChanged | ViewRefused | Readiness | ObserverNote):
                if body.seat == self._seat_id:
                    self._own.append(encode(Own(kind=type(body).__name__, body=msgspec.Raw(encode(body)))))
            elif not isinstance(body, ClockChanged | RealWorldStop | RealWorldResume):
                continue
            self._woken.set()

    def tick(self) -> None:
        """Take note that there may be something new."""
        self._woken.set()

    def leave(self, reason: str) -> None:
        """Send one more frame, which says why, and no other."""
        self._bye = encode(Bye(reason=reason))
        self._woken.set()

    def close(self) -> None:
        """Listen no longer."""
        if self in self._live.listeners:
            self._live.listeners.remove(self)

    def __aiter__(self) -> "SeatStream":
        """Return itself: the frames, as bytes."""
        return self

    async def __anext__(self) -> bytes:
        """Return the next frame; wait until there is one."""
        while True:
            frame = self.next_frame()
            if frame is not None:
                return frame
            if self._bye is not None:
                raise StopAsyncIteration
            self._woken.clear()
            await self._woken.wait()

    def next_frame(self) -> bytes | None:
        """Return what is to be sent next, None if there is nothing new."""
        if self._bye is not None:
            frame, self._bye = self._bye, b""
            return frame or None
        clock = clock_now(self._live)
        if self._clock is not None and clock != self._clock:
            return self._clock_frame(clock, self._clock)
        self._board.look()
        if self._clock is None or not self._board.is_known_since(self._time_ms):
            self._clock = clock
            return self._hello(clock)
        if self._seq < self._board.seq or self._time_ms < self._board.time_ms:
            frame, self._seq = self._board.frame_after(self._seq, self._time_ms)
            self._time_ms = self._board.time_ms
            return frame
        return self._own.popleft() if self._own else None

    def _clock_frame(self, clock: ClockNow, before: ClockNow) -> bytes:
        if clock.is_stopped != before.is_stopped:
            self._clock = msgspec.structs.replace(before, is_stopped=clock.is_stopped)
            return encode(Stop(is_stopped=clock.is_stopped))
        self._clock = clock
        return encode(ClockFrame(clock=clock))

    def _hello(self, clock: ClockNow) -> bytes:
        self._time_ms = self._board.time_ms
        hello = Hello(
            seq=self._seq,
            time_ms=self._time_ms,
            utc_ms=utc_ms_at(self._live.world.scenario, self._time_ms),
            dtg=groups_at(self._live.world.scenario, self._time_ms),
            sees=self.audience.sees,
            node=self.audience.node,
            clock=clock,
            state=self._board.sections,
        )
        return encode(hello)


def clock_now(live: Live) -> ClockNow:
    """Return how the exercise runs."""
    clock = live.clock
    return ClockNow(
        speed_ratio=clock.speed_ratio,
        is_paused=clock.is_paused,
        until_event=clock.until_event,
        is_scored=clock.is_scored,
        is_over=live.is_over,
        is_stopped=live.is_stopped_real_world,
    )
