"""Which objectives a team reached, and when: their criteria judged from the records of a run, tick by tick."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

import msgspec

from tocsin.orders.condition.judge import changes_ms, holds
from tocsin.orders.condition.parse import condition
from tocsin.orders.condition.tally import Tally, note
from tocsin.orders.inject import Criterion, Msel, Objective
from tocsin.review.log import RunLog, reached_ms
from tocsin.scenario.declared import Scenario

Status = Literal["met", "not_met", "not_applicable", "pending"]


class Marked(NamedTuple):
    """One criterion of one objective: whether it was met, and when that was decided (ms; -1: it was not).

    ``pending``: the run ended before it could be said.  ``not_applicable``: what it is a test of never happened.
    """

    objective_id: str
    team: str
    text: str
    status: Status
    at_ms: int


@dataclass(slots=True)
class Open:
    """A criterion while a run is read: its limit (ms), whether what is given has held, and what was decided when."""

    objective: Objective
    criterion: Criterion
    limit_ms: int
    is_given: bool
    status: Status | None = None
    at_ms: int = -1


def marks_of(log: RunLog, scenario: Scenario) -> list[Marked]:
    """Return every criterion of a scenario's objectives as a run left it."""
    criteria = opened(scenario.staged.msel, scenario.end_ms)
    over_ms = reached_ms(log, scenario)
    tally = Tally()
    before_ms = 0
    for time_ms, said in ticks(log):
        pass_time(criteria, tally, (before_ms, time_ms), scenario.tick_ms)
        note(tally, time_ms, said)
        judge(criteria, tally, time_ms)
        before_ms = time_ms
    pass_time(criteria, tally, (before_ms, over_ms + 1), scenario.tick_ms)
    return [decided(item, over_ms) for item in criteria]


def opened(msel: Msel, end_ms: int) -> list[Open]:
    """Return the criteria of a list, none of them decided."""
    return [
        Open(objective, item, end_ms if item.by_ms < 0 else min(item.by_ms, end_ms), not item.given)
        for objective in msel.objectives
        for item in objective.criteria
    ]


def ticks(log: RunLog) -> Iterator[tuple[int, Sequence[tuple[str, msgspec.Struct]]]]:
    """Yield the times (ms) at which anything happened, and what: whose, what."""
    for time_ms, entries in groupby(log.entries, key=lambda entry: entry.time_ms):
        yield time_ms, [(entry.node, entry.body) for entry in entries]


def pass_time(criteria: list[Open], tally: Tally, span_ms: tuple[int, int], tick_ms: int) -> None:
    """Judge criteria at the ticks between two times (ms) at which they may change though nothing happens."""
    time_ms, until_ms = span_ms
    while True:
        turns = [
            turn
            for item in criteria
            if item.status is None
            for text in (item.criterion.condition, item.criterion.given)
            if text and (turn := changes_ms(condition(text), tally, time_ms)) is not None
        ]
        if not turns:
            return
        time_ms = -(-min(turns) // tick_ms) * tick_ms
        if time_ms >= until_ms:
            return
        judge(criteria, tally, time_ms)


def judge(criteria: list[Open], tally: Tally, time_ms: int) -> None:
    """Decide what can be decided at a time (ms): what is given counts from when it first holds."""
    for item in criteria:
        if item.status is not None or time_ms > item.limit_ms:
            continue
        item.is_given = item.is_given or holds(condition(item.criterion.given), tally, time_ms)
        if not item.is_given:
            continue
        if holds(condition(item.criterion.condition), tally, time_ms) != item.criterion.is_kept:
            item.status, item.at_ms = "not_met" if item.criterion.is_kept else "met", time_ms


def decided(item: Open, over_ms: int) -> Marked:
    """Return a criterion as the end of a run (ms) leaves it."""
    status, at_ms = item.status, item.at_ms
    if status is None:
        is_kept = item.criterion.is_kept
        status, at_ms = ("met" if is_kept else "not_met", item.limit_ms) if item.is_given else ("not_applicable", -1)
        if over_ms < item.limit_ms:
            status, at_ms = "pending", -1
    return Marked(item.objective.objective_id, item.objective.team, item.criterion.text, status, at_ms)
