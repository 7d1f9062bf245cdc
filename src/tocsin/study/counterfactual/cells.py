"""Cells of a counterfactual: people's orders re-timed to what they answered, doctrine for what people never met."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.view import NodeView
from tocsin.exercise.world import Record
from tocsin.orders.order import Order, OrderRefused
from tocsin.study.counterfactual.played import NAMES, Answer, Played
from tocsin.study.counterfactual.things import Thing, Things
from tocsin.study.counterfactual.twins import NEVER, OPENED, Twin, moment_ms, moment_of, object_like, twin_of

Cell = tuple[str, str]  # node, cell


class Given(NamedTuple):
    """An order by people, as it was given in the counterfactual, and when (ms)."""

    answer: Answer
    order: Order
    time_ms: int


class Cause(NamedTuple):
    """What an order answers, as it came up in the counterfactual: when (ms), and what its object is called there."""

    since_ms: int
    object_name: str


class RetimedCells:
    """Every cell: an order by people as long after what it answers as then; doctrine's for what people never met.

    Parameters
    ----------
    played : Played
        The exercise as it was.
    script : tuple of (ms, Order)
        The scenario's.

    Attributes
    ----------
    given : list of Given
    refused : list of (Given, why)
        Of those, what could not be obeyed here.
    by_doctrine : int
        Orders that doctrine gave at cells that people held at that time.

    Notes
    -----
    All that is held here follows from ``played`` and the records of the run so far: no memory of its own.  Fits
    the engine's ``Cells`` and its ``Watcher``.
    """

    def __init__(self, played: Played, script: tuple[tuple[int, Order], ...] = ()) -> None:
        self._played = played
        self._doctrine = DoctrineCells(script)
        self._waiting = list(played.answers)
        self._causes: dict[int, Cause] = {}
        self._before: dict[tuple[str, str], Twin] = {}
        self._helped: set[Cell] = set()
        self.things = Things()
        self.given: list[Given] = []
        self.refused: list[tuple[Given, str]] = []
        self.by_doctrine = 0

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of one tick: doctrine's, then people's in the order in which they gave them."""
        self.things.look(time_ms, views)
        unattended = [order for order in self._doctrine.orders(time_ms, views) if self._is_left(order, time_ms)]
        due = [item for answer in self._waiting if (item := self._due(answer, time_ms)) is not None]
        given = {item.answer.number for item in due}
        self._waiting = [answer for answer in self._waiting if answer.number not in given]
        self.given += due
        return [*unattended, *(item.order for item in due)]

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        """Take the records of a tick."""
        self.things.see(time_ms, records)
        for _, body in records:
            if isinstance(body, OrderRefused):
                self._note_refused(body)

    @property
    def dropped(self) -> list[tuple[Answer, str]]:
        """Return the orders by people that have not been given, and why."""
        return [(answer, self._why_not(answer)) for answer in self._waiting]

    def _note_refused(self, refused: OrderRefused) -> None:
        """Note that an order by people was refused here."""
        for item in reversed(self.given):
            if item.order == refused.order:
                self.refused.append((item, refused.reason))
                return

    def _due(self, answer: Answer, time_ms: int) -> Given | None:
        """Return an order by people as it is given now; None if its time has not come."""
        if answer.cause is None:
            is_due = time_ms >= answer.time_ms
        else:
            cause_ms = self._cause_ms(answer, answer.cause)
            is_due = cause_ms != NEVER and time_ms >= cause_ms + answer.time_ms - answer.cause_ms
        if not is_due:
            return None
        names = {name: self._name_here(thing) for name, thing in answer.named.items()}
        if not all(names.values()):
            return None
        return Given(answer, self._worded(answer, names), time_ms)

    def _cause_ms(self, answer: Answer, cause: Thing) -> int:
        """Return when what an order answers came up here, ms; ``NEVER`` if it has not yet."""
        if answer.number not in self._causes:
            twin = twin_of(cause, self._played.things, self.things)
            if twin is None:
                return NEVER
            named_until_ms = answer.cause_ms if twin.is_same else NEVER
            since_ms = moment_ms(answer.moment, twin.thing, self.things, named_until_ms)
            if since_ms == NEVER:
                return NEVER
            name = object_like(answer.moment, twin.thing, self.things, named_until_ms)
            self._causes[answer.number] = Cause(since_ms, name)
        return self._causes[answer.number].since_ms

    def _name_here(self, thing: Thing) -> str:
        """Return what a thing of the exercise is called here; '' if it is not there."""
        twin = twin_of(thing, self._played.things, self.things)
        return "" if twin is None else twin.thing.thing_id

    def _worded(self, answer: Answer, names: Mapping[str, str]) -> Order:
        """Return an order by people in the names that this run has given."""
        action = answer.order.action
        fields = msgspec.structs.asdict(action)
        changed = {key: names[fields[key]] for key in NAMES if fields.get(key) in names}
        if answer.moment.battery_id:
            changed["object_name"] = self._causes[answer.number].object_name
        reply = names.get(answer.order.in_reply_to, answer.order.in_reply_to)
        return msgspec.structs.replace(
            answer.order, action=msgspec.structs.replace(action, **changed), in_reply_to=reply
        )

    def _is_left(self, order: Order, time_ms: int) -> bool:
        """Return whether an order of doctrine's or the script's is given: no person was there to see to it."""
        cell = order.node, order.cell
        is_held_now = cell in self._played.held_at(time_ms)
        thing = self.things.named(order.node, order.in_reply_to)
        if thing is None or order.decided_by == "script":
            is_left = not is_held_now or (cell in self._helped and order.decided_by != "script")
        else:
            shift_ms = self._shift_ms(order, thing)
            is_left = shift_ms is None or cell not in self._played.held_at(max(0, time_ms + shift_ms))
        if is_left and is_held_now:
            self._helped.add(cell)
            self.by_doctrine += 1
        return is_left

    def _shift_ms(self, order: Order, thing: Thing) -> int | None:
        """Return how much later (ms) what an order answers came up in the exercise; None if it never did."""
        key = thing.node, thing.thing_id
        if key not in self._before:
            twin = twin_of(thing, self.things, self._played.things)
            if twin is None:
                return None
            if thing.cause:
                self._before[key] = twin
        else:
            twin = self._before[key]
        moment = moment_of(order.action, thing, self.things) if thing.kind == "event" else OPENED
        named_until_ms = NEVER if not twin.is_same else self._played.things.now_ms - 1
        then_ms = moment_ms(moment, twin.thing, self._played.things, named_until_ms)
        return None if then_ms == NEVER else then_ms - moment_ms(moment, thing, self.things)

    def _why_not(self, answer: Answer) -> str:
        """Return why an order by people was not given."""
        if answer.cause is not None:
            since_ms = self._cause_ms(answer, answer.cause)
            if since_ms == NEVER:
                return f"{what(answer)} did not occur"
            if since_ms + answer.time_ms - answer.cause_ms >= self._played.end_ms:
                return f"{what(answer)} came too late: the exercise was over"
        missing = [name for name, thing in answer.named.items() if not self._name_here(thing)]
        return f"{', '.join(missing) or 'its time'} did not come"


def what(answer: Answer) -> str:
    """Return in words what an order answered."""
    assert answer.cause is not None
    thing, moment = answer.cause, answer.moment
    if moment.battery_id:
        return f"a proposal of {moment.battery_id} against {moment.object_name or thing.thing_id}"
    if moment.is_medium:
        return f"medium confidence in {thing.thing_id}"
    return f"the {thing.kind} {thing.thing_id}"
