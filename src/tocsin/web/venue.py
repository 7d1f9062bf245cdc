"""One exercise being served: its play, its people, its door, and where it stands."""

import time
from typing import Literal

import msgspec

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.message import MARKING
from tocsin.orders.aside import ObserverNote, Readiness, RealWorldResume, RealWorldStop, SeatChanged, ViewRefused
from tocsin.review.log import Logged
from tocsin.scenario.declared import serials_at, utc_ms_at
from tocsin.scenario.dtg import group_at
from tocsin.web.blind import Drawn
from tocsin.web.happening import EventSeen
from tocsin.web.hot_wash import HotWash
from tocsin.web.live import Live
from tocsin.web.seating import Seating
from tocsin.web.seats import CONTROL, Seat, groups_of
from tocsin.web.stream import SeatStream

Phase = Literal["before_startex", "running", "paused", "real_world_stop", "ended"]
NOT_SCORED = "times not scored"


class Past(msgspec.Struct, kw_only=True):
    """What the journal says of an exercise that is taken up again; nothing for a new one.

    ``is_shown``: what blind play drew.
    """

    has_started: bool = False
    has_ended: bool = False
    is_shown: bool = False
    is_stopped_real_world: bool = False
    seats: list[SeatChanged] = []
    used_ids: set[str] = set()
    readiness: list[Readiness] = []
    notes: list[ObserverNote] = []
    hot_wash: list[Logged] = []


class ClockState(msgspec.Struct, frozen=True, kw_only=True):
    """Where the exercise stands, the same for everyone.

    ``time_ms``: exercise time; ``utc_ms``: its calendar time; ``dtg``: that as a date-time group in Z; ``local_dtg``:
    in each nation's local time.  ``says``: 'times not scored' where human
    response times do not count.
    """

    time_ms: int
    utc_ms: int
    dtg: str
    local_dtg: dict[str, str]
    end_ms: int
    state: Phase
    speed_ratio: float
    is_paused: bool
    until_event: bool
    is_scored: bool
    says: str
    marking: str = MARKING


class Venue:
    """One served exercise.

    Parameters
    ----------
    live : Live
    seating : Seating
    past : Past
    drawn : Drawn or None
        What blind play drew.
    is_open : bool
        Whether it is an open house: whoever comes takes a seat without a code, and runs the clock.

    Attributes
    ----------
    name : str
        What everyone knows the exercise by: never the scenario's own name.
    streams : list of (seat id, SeatStream)
    resume_said : set of str
        Who has agreed that play goes on after a real-world stop.
    failure : exception or None
        Why play broke off.
    """

    def __init__(
        self,
        live: Live,
        seating: Seating,
        past: Past,
        drawn: Drawn | None = None,
        is_open: bool = False,
    ) -> None:
        self.live, self.seating, self.drawn, self.is_open = live, seating, drawn, is_open
        self.name = live.world.scenario.blind_name if drawn is None else drawn.neutral_name
        self.has_started = past.has_started
        self.used_ids = past.used_ids
        self.readiness = {item.seat: item for item in past.readiness}
        self.notes = past.notes
        self.streams: list[tuple[str, SeatStream]] = []
        self.resume_said: set[str] = set()
        self.heads_at_stop: list[str] = []
        self.failure: BaseException | None = None
        live.is_stopped_real_world, live.has_ended = past.is_stopped_real_world, past.has_ended
        self._is_shown = past.is_shown
        seating.restore(past.seats)
        if past.is_stopped_real_world:
            self.heads_at_stop = self.heads()
        self.hot_wash = HotWash(live.world, live.aside, seating.roster, past.hot_wash)
        self._is_frozen = self.is_frozen
        self._seen = EventSeen()
        live.listeners.append(self._seen)

    @property
    def phase(self) -> Phase:
        """Return where the exercise stands."""
        if self.live.is_over:
            return "ended"
        if self.live.is_stopped_real_world:
            return "real_world_stop"
        if not self.has_started:
            return "before_startex"
        return "paused" if self.live.clock.is_paused and not self.live.clock.until_event else "running"

    def clock_state(self) -> ClockState:
        """Return the clock as everyone sees it."""
        world, clock = self.live.world, self.live.clock
        return ClockState(
            time_ms=world.time_ms,
            utc_ms=utc_ms_at(world.scenario, world.time_ms),
            dtg=group_at(world.scenario, world.time_ms),
            local_dtg={
                node.name: group_at(world.scenario, world.time_ms, node.name) for node in world.scenario.nodes
            },
            end_ms=world.scenario.end_ms,
            state=self.phase,
            speed_ratio=clock.speed_ratio,
            is_paused=clock.is_paused,
            until_event=clock.until_event,
            is_scored=clock.is_scored,
            says="" if clock.is_scored else NOT_SCORED,
        )

    def now_s(self) -> float:
        """Return the clock by which ticks are due."""
        return time.monotonic()

    def note_refused(self, seat: Seat, asked: str, reason: str) -> None:
        """Journal that a seat asked for what is not its own."""
        self.live.aside(ViewRefused(seat=seat.seat_id, asked=asked, reason=reason), seat.node)

    def after_tick(self) -> None:
        """Send what the tick made; stand still where a freeze begins, and at an event if that was to be run to.

        A joint cell that came by an amendment can be joined from now on.
        """
        if JOINT in self.live.world.nodes and JOINT not in self.seating.groups:
            self.seating.groups = groups_of(self.live.world)
        for _, stream in tuple(self.streams):
            stream.tick()
        was_frozen, self._is_frozen = self._is_frozen, self.is_frozen
        is_there = self._seen.taken() and self.live.clock.until_event
        if is_there or (self._is_frozen and not was_frozen):
            self.live.change_clock("", lambda clock: clock.pause())

    @property
    def is_frozen(self) -> bool:
        """Return whether the calendar of serials has a freeze now."""
        world = self.live.world
        return any(serial.kind == "freeze" for serial in serials_at(world.scenario, world.time_ms))

    def startex(self, seat: Seat) -> None:
        """Start the exercise; the World is kept whole first."""
        self.live.keep("startex")
        self.has_started = True
        self.start(seat)

    def start(self, seat: Seat) -> None:
        """Run on from here, for everyone."""
        time_ms, now_s = self.live.world.time_ms, self.now_s()
        self.live.change_clock(seat.seat_id, lambda clock: clock.start(time_ms, now_s))

    def end_early(self) -> None:
        """Let the exercise end here: nothing more is played, and the journal says so when this returns."""
        self.live.has_ended = True
        self.live.clock.pause()
        self.live.keep("endex")

    def show_drawn(self) -> None:
        """Show at ENDEX what blind play drew."""
        if self.drawn is not None and not self._is_shown:
            self.live.aside(self.drawn.reveal())
        for _, stream in tuple(self.streams):
            stream.tick()

    def stop_real_world(self, seat: Seat) -> None:
        """Freeze play everywhere; the journal keeps the class of the seat and nothing else."""
        self.resume_said.clear()  # who agreed before did not know of this one
        if self.live.is_stopped_real_world:
            return
        self.heads_at_stop = self.heads()
        self.live.is_stopped_real_world = True
        self.live.aside(RealWorldStop(seat_class=seat.side))

    def agree_to_resume(self, seat: Seat) -> list[str]:
        """Note that a seat agrees that play goes on; return whose word is still missing."""
        if "director" in seat.roles:
            self.resume_said.add(CONTROL)
        if "commander" in seat.roles:
            self.resume_said.add(seat.nation)
        missing = [who for who in self.resume_needs() if who not in self.resume_said]
        if not missing:
            self.live.is_stopped_real_world, self.heads_at_stop = False, []
            self.live.aside(RealWorldResume(seat_class=seat.side))
            if not self.live.clock.is_paused:
                self.live.clock.start(self.live.world.time_ms, self.now_s())
        return missing

    def resume_needs(self) -> list[str]:
        """Return whose word it takes: the director's, and that of every nation that had a head when play stopped.

        Nobody is relieved of it by being relieved of the role meanwhile: the nation's next commander says it.  In an
        open house one word of anybody is enough: there may be nobody else.
        """
        return [] if self.is_open else [CONTROL, *(self.heads_at_stop or self.heads())]

    def heads(self) -> list[str]:
        """Return every nation whose commander is a person."""
        return list(dict.fromkeys(seat.nation for seat in self.seating.holders("commander")))
