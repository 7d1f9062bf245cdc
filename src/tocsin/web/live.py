"""An exercise being played: the same loop as everywhere, pulled by a clock; orders come in, records go out."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, Protocol

import msgspec

from tocsin.exercise.keeping import Occasion, is_due, keep
from tocsin.exercise.play import encode, play
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.world import Record, World
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.aside import Alive, ClockChanged, OrderReceived, Overrun
from tocsin.orders.order import Order
from tocsin.web.board import Boards
from tocsin.web.clock import LATE_MS, Clock
from tocsin.web.numbered import Numbered as Numbered

LONGEST_SLEEP_S = 0.1  # so that a change of the clock is felt at once
ALIVE_EVERY_MS = 10_000
CATCH_UP_MS = 5_000  # further behind than this, the pace begins anew: what was lost is told as an overrun


class Listener(Protocol):
    """Whoever is told what happened, after it is on disk."""

    def tell(self, records: Sequence[Numbered]) -> None:
        """Take the records of a tick, or one that happened around it."""


class Live:
    """One exercise, one journal, one clock.

    Parameters
    ----------
    world : World
        At the moment from which it is played.
    cells : StaffCells
    journal : FileJournal
    known_orders : set of str
        Ids of orders that the journal holds already: each is taken once, however often it is sent.
    """

    def __init__(self, world: World, cells: StaffCells, journal: FileJournal, known_orders: set[str]) -> None:
        self.world, self.cells, self.journal = world, cells, journal
        self.clock = Clock()
        self.boards = Boards(world, journal.path)
        self.listeners: list[Listener] = [self.boards]
        self.is_stopped_real_world = False
        self.has_ended = False  # by the director, before its time
        self._known_orders = known_orders
        self._ticks: Iterator[int] = play(world, cells, journal, self, durable=True)
        self._woken = asyncio.Event()
        self._told_ms = world.time_ms

    @property
    def is_over(self) -> bool:
        """Return whether the exercise has reached its end, or the director has ended it."""
        return self.has_ended or self.world.time_ms >= self.world.scenario.end_ms

    def order(self, seat: str, order: Order) -> Literal["accepted", "known"]:
        """Take an order for the next tick; it is on disk when this returns.  The same id is taken once."""
        if order.order_id in self._known_orders:
            return "known"
        self.aside(OrderReceived(seat=seat, order=order), order.node)
        self._known_orders.add(order.order_id)
        self.cells.give([order])
        return "accepted"

    def aside(self, body: msgspec.Struct, node: str = "") -> None:
        """Journal something that happened around the exercise, on disk when this returns, and tell it."""
        entry = Entry(self.world.time_ms, node, type(body).__name__, encode(body), True)
        self.journal.commit([entry], durable=True)
        self._tell([Numbered(self.journal.records, self.world.time_ms, node, body)])

    def keep(self, occasion: Occasion) -> None:
        """Keep the World whole in the journal, as it is now between two ticks, and tell that it was."""
        told = keep(self.world, self.journal, occasion)
        self._tell([Numbered(self.journal.records, self.world.time_ms, "", told)])

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        """Tell the listeners the records of a tick that is on disk."""
        first_seq = self.journal.records - len(records) + 1
        self._told_ms = time_ms
        self._tell([Numbered(first_seq + i, time_ms, r.node, r.body) for i, r in enumerate(records)])

    def _tell(self, records: Sequence[Numbered]) -> None:
        for listener in tuple(self.listeners):
            listener.tell(records)

    def change_clock(self, seat: str, change: Callable[[Clock], None]) -> None:
        """Pause, start, step or set the speed, for everyone; it is journaled."""
        change(self.clock)
        clock = self.clock
        self.aside(
            ClockChanged(
                seat=seat,
                speed_ratio=clock.speed_ratio,
                is_paused=clock.is_paused,
                until_event=clock.until_event,
                wall_utc_ms=time.time_ns() // 1_000_000,
            )
        )
        self._woken.set()

    async def run(self, after_tick: Callable[[], None]) -> None:
        """Play to the end, keeping the World now and then and there.

        ``after_tick`` is called when each tick's records have been told.
        """
        while not self.is_over:
            wait_s = self._wait_s()
            if wait_s is None or wait_s > 0.0:
                await self._sleep(LONGEST_SLEEP_S if wait_s is None else min(wait_s, LONGEST_SLEEP_S))
                continue
            self._note_lateness(-wait_s)
            next(self._ticks, None)
            if self.world.time_ms - self._told_ms >= ALIVE_EVERY_MS:
                self._told_ms = self.world.time_ms
                self.aside(Alive(time.time_ns() // 1_000_000))
            if is_due(self.world):
                self.keep("regular")
            if self.clock.steps:
                self.clock.steps -= 1
            after_tick()
            await asyncio.sleep(0.0)  # let clients in between ticks that are late or as fast as they can
        if not self.has_ended:  # whoever ended it before its time has kept it
            self.keep("endex")

    def _wait_s(self) -> float | None:
        """Return how long until the next tick is due; None while nothing is to be played."""
        if self.is_stopped_real_world:
            return None
        return self.clock.wait_s(self.world.time_ms + self.world.scenario.tick_ms, time.monotonic())

    async def _sleep(self, longest_s: float) -> None:
        """Sleep, but wake when the clock is changed."""
        self._woken.clear()
        try:
            await asyncio.wait_for(self._woken.wait(), longest_s)
        except TimeoutError:
            return

    def _note_lateness(self, late_s: float) -> None:
        """Journal a late tick; begin the pace anew where it cannot be caught up with."""
        late_ms = round(late_s * 1000)
        if late_ms <= LATE_MS or self.clock.until_event or self.clock.steps:
            return
        if late_ms > CATCH_UP_MS:
            self.aside(Overrun(late_ms))
            self.clock.start(self.world.time_ms, time.monotonic())
        elif self.clock.is_scored:
            self.aside(Overrun(late_ms))
