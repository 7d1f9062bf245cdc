"""What people did in a finished exercise: each order with what it answered and how soon; which cells they held."""

from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from tocsin.errors import JournalError
from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.view import NodeView
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import SetAlert
from tocsin.orders.aside import SeatChanged
from tocsin.orders.inject import PLAYED
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import Action, Order
from tocsin.review.log import RunLog, read_log
from tocsin.study.counterfactual.things import Thing, Things
from tocsin.study.counterfactual.twins import NEVER, OPENED, Moment, moment_ms, moment_of
from tocsin.study.moment import reached_ms, task_in
from tocsin.study.resume import hold
from tocsin.study.run import Task, world_of

FORKED = "forked_at_ms"
OF = "counterfactual_of"  # in a counterfactual journal's meta: the digest of the journal that it was made from
NAMES = (  # fields of orders that name what a run has given a name, the most telling first
    *("answers", "item_id", "consultation_id", "warning_id", "notice_id", "event_id", "subject", "serial_id"),
)
LEVELS = ("normal", "raised", "full")

Held = frozenset[tuple[str, str]]


class Answer(NamedTuple):
    """An order that a person gave.

    Attributes
    ----------
    number : int
        Its place among all orders of the journal.
    cause : Thing or None
        What it answered; None for an order that answers nothing, which keeps its time.
    moment : Moment
        What about it.
    cause_ms : int, ms
        When that was.
    named : dict of name to Thing
        All that the order names.
    """

    number: int
    time_ms: int
    order: Order
    cause: Thing | None
    moment: Moment
    cause_ms: int
    named: dict[str, Thing]


class Played(NamedTuple):
    """A finished exercise: its answers by people, all that came up, who held which cell since when.

    ``held``: (ms, cells), rising in time.  ``end_ms``: where it ended.
    """

    task: Task
    log: RunLog
    things: Things
    answers: tuple[Answer, ...]
    held: tuple[tuple[int, Held], ...]
    end_ms: int

    def held_at(self, time_ms: int) -> Held:
        """Return the (node, cell) that people held in the tick of a time, ms."""
        number = bisect_right(self.held, time_ms, key=lambda item: item[0])
        return self.held[number - 1][1] if number else frozenset()

    @property
    def has_people(self) -> bool:
        """Return whether people held any cell or gave any order."""
        return bool(self.answers) or any(cells for _, cells in self.held)


def played_in(path: Path) -> Played:
    """Return what people did in the exercise that a journal holds.

    Raises
    ------
    JournalError
        If it is damaged, of a fork or itself a counterfactual, or does not replay to its digest here.
    """
    log = read_log(path)
    meta = log.header.meta
    if log.damage:
        raise JournalError(f"journal '{path}': {log.damage}; use a sound copy")
    for key, what in ((FORKED, "a fork"), (OF, "a counterfactual itself")):
        if key in meta:
            raise JournalError(f"journal '{path}': is {what}; use the journal that it was made from")
    task = task_in(meta)
    world = world_of(task)
    recorded = [(entry.time_ms, entry.body) for entry in log.entries if isinstance(entry.body, Order)]
    witness = Witness(recorded)
    journal, end_ms = DigestJournal(), reached_ms(path, world.scenario)
    for time_ms in play(world, witness, journal, witness.things):
        if time_ms >= end_ms:
            break
    if journal.digest != log.header.digest:
        raise JournalError(
            f"journal '{path}': played again it has another digest; use the version of Tocsin and the kind of "
            f"processor that wrote it (version {meta.get('version', 'unknown')})"
        )
    return Played(task, log, witness.things, tuple(witness.answers), held_in(log), end_ms)


def held_in(log: RunLog) -> tuple[tuple[int, Held], ...]:
    """Return which cells people held since when (ms)."""
    seats: dict[tuple[str, str], set[tuple[str, str]]] = {}
    found: list[tuple[int, Held]] = []
    for entry in log.asides:
        if isinstance(entry.body, SeatChanged):
            hold(seats, entry.body)
            found.append((entry.time_ms, frozenset(cell for cell, holders in seats.items() if holders)))
    return tuple(found)


class Witness:
    """Gives the recorded orders again, and notes of each by people what it answered."""

    def __init__(self, recorded: list[tuple[int, Order]]) -> None:
        self._cells = ReplayCells(recorded)
        self.things = Things()
        self.answers: list[Answer] = []
        self._number = 0

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders recorded for this tick."""
        self.things.look(time_ms, views)
        given = self._cells.orders(time_ms, views)
        for order in given:
            self._number += 1
            if order.decided_by == "human" and not order.order_id.startswith(PLAYED):
                self.answers.append(answer_of(self._number, time_ms, order, self.things, views.get(order.node)))
        return given


def answer_of(number: int, time_ms: int, order: Order, things: Things, view: NodeView | None) -> Answer:
    """Return an order by people with what it answered: what it says so, else what it is about."""
    named = named_by(order, things)
    cause = named.get(order.in_reply_to)
    if cause is None:
        cause = next((named[name] for name in names_in(order.action) if name in named), None)
    if cause is None and view is not None and isinstance(order.action, SetAlert):
        cause = behind_alert(order.action, view, things)
    moment, since_ms = OPENED, NEVER
    if cause is not None:
        moment = moment_of(order.action, cause, things) if cause.kind == "event" else OPENED
        since_ms = moment_ms(moment, cause, things)
    return Answer(number, time_ms, order, cause, moment, since_ms, named)


def named_by(order: Order, things: Things) -> dict[str, Thing]:
    """Return all things that an order names, by their names."""
    names = (order.in_reply_to, *names_in(order.action))
    return {name: thing for name in names if name and (thing := things.named(order.node, name)) is not None}


def names_in(action: Action) -> list[str]:
    """Return what an action names, the most telling first."""
    fields = msgspec.structs.asdict(action)
    return [fields[name] for name in NAMES if isinstance(fields.get(name), str)]


def behind_alert(action: SetAlert, view: NodeView, things: Things) -> Thing | None:
    """Return the newest event that a raise of the alert can answer where it names none; a lowering answers none."""
    if view.node == TRUTH or LEVELS.index(action.level) <= LEVELS.index(view.alert):
        return None
    sure = [event for event in view.events if event.medium_ms >= 0] if action.level == "full" else []
    newest = max(sure or view.events, key=lambda event: event.opened_ms, default=None)
    return None if newest is None else things.named(view.node, newest.event_id)
