"""What teams did about injects, and in what time; their scores; what observers noted."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from tocsin.orders.aside import ClockChanged, ObserverNote, RealWorldStop
from tocsin.orders.inject import CloneInject, Inject, InjectDelivered, WriteInject
from tocsin.orders.order import DecidedBy, Order, OrderRefused
from tocsin.review.log import RunLog, reached_ms
from tocsin.review.objectives import Marked
from tocsin.scenario.declared import Scenario

Status = Literal["observed", "never", "pending", "not_applicable"]
DECIDED = ("met", "not_met")


class Response(NamedTuple):
    """What was done about one inject: ``time_to_respond_s`` is None unless observed, ``why`` says why not scored."""

    inject_id: str
    team: str
    cell: str
    action: str
    status: Status
    time_to_respond_s: float | None
    decided_by: DecidedBy | None
    why: str = ""


class Score(NamedTuple):
    """A team's mark: criteria met of those decided, expected actions done in time of those that could be scored."""

    team: str
    met_count: int
    decided_count: int
    done_count: int
    expected_count: int


class Noted(NamedTuple):
    """An observer's note: for which moment of the exercise (ms), by which seat, pinned to what."""

    at_ms: int
    seat: str
    text: str
    pinned_to: str
    objective: str


def injects_of(orders: Sequence[tuple[int, Order]], scenario: Scenario) -> dict[str, Inject]:
    """Return every inject of a run in its last wording, from the orders obeyed: planned, written, cloned."""
    injects = {inject.inject_id: inject for inject in scenario.staged.msel.injects}
    for _, order in orders:
        match order.action:
            case WriteInject(inject):
                injects[inject.inject_id] = inject
            case CloneInject(inject_id, clone_id) if inject_id in injects:
                injects[clone_id] = msgspec.structs.replace(injects[inject_id], inject_id=clone_id)
            case _:
                pass
    return injects


def obeyed(log: RunLog) -> list[tuple[int, Order]]:
    """Return the orders of a run that were not refused, with their times (ms)."""
    refused = {(time_ms, body.order) for time_ms, _, body in log.entries if type(body) is OrderRefused}
    given = [(time_ms, body) for time_ms, _, body in log.entries if type(body) is Order]
    return [item for item in given if item not in refused] if refused else given


def responses_of(log: RunLog, scenario: Scenario) -> list[Response]:
    """Return what was done about each inject of which something is expected.

    Notes
    -----
    Counted from the inject's delivery to the first order of that cell and action that was not refused.  A time in
    which the clock was paused, stopped or not at 1x between the two is not scored.
    """
    orders = obeyed(log)
    expecting = [inject for inject in injects_of(orders, scenario).values() if inject.expected is not None]
    if not expecting:
        return []
    delivered = {
        (node, body.inject_id): time_ms for time_ms, node, body in log.entries if isinstance(body, InjectDelivered)
    }
    over_ms = reached_ms(log, scenario)
    return [
        response(inject, delivered.get((inject.expected.node, inject.inject_id)), orders, log, over_ms)
        for inject in expecting
        if inject.expected is not None
    ]


def response(
    inject: Inject, delivered_ms: int | None, orders: list[tuple[int, Order]], log: RunLog, over_ms: int
) -> Response:
    """Return what was done about one inject that was delivered at a time (ms), None where it was not."""
    expected = inject.expected
    assert expected is not None
    about = inject.inject_id, expected.node, expected.cell, expected.action
    if delivered_ms is None:
        return Response(*about, "not_applicable", None, None, "it was not delivered")
    limit_ms = delivered_ms + expected.within_ms
    done = next(
        (
            (time_ms, order)
            for time_ms, order in orders
            if delivered_ms <= time_ms <= limit_ms
            and (order.node, order.cell) == (expected.node, expected.cell)
            and type(order.action).__name__ == expected.action
        ),
        None,
    )
    until_ms = min(limit_ms, over_ms) if done is None else done[0]
    if is_clock_altered(log, delivered_ms, until_ms):
        return Response(
            *about, "not_applicable", None, done and done[1].decided_by, "the clock was altered meanwhile"
        )
    if done is not None:
        return Response(*about, "observed", (done[0] - delivered_ms) / 1000.0, done[1].decided_by)
    return Response(*about, "never" if over_ms >= limit_ms else "pending", None, None)


def is_clock_altered(log: RunLog, from_ms: int, until_ms: int) -> bool:
    """Return whether the clock was paused, stopped or not at 1x at any moment of a span (ms, both ends in it)."""
    is_altered = False
    for time_ms, _, body in log.asides:
        if time_ms > until_ms:
            break
        if isinstance(body, RealWorldStop) and time_ms >= from_ms:
            return True
        if isinstance(body, ClockChanged):
            is_altered = body.is_paused or body.until_event or body.speed_ratio != 1.0
        if is_altered and time_ms >= from_ms:
            return True
    return is_altered


def scores_of(marks: list[Marked], responses: list[Response]) -> list[Score]:
    """Return each team's score, teams by name."""
    return [
        Score(
            team,
            sum(item.status == "met" for item in marks if item.team == team),
            sum(item.status in DECIDED for item in marks if item.team == team),
            sum(item.status == "observed" for item in responses if item.team == team),
            sum(item.status in ("observed", "never") for item in responses if item.team == team),
        )
        for team in sorted({item.team for item in marks} | {item.team for item in responses})
    ]


def notes_of(log: RunLog) -> list[Noted]:
    """Return what observers noted, by the moment that they noted it for."""
    found = [
        Noted(body.at_ms, body.seat, body.text, body.pinned_to, body.objective)
        for _, _, body in log.asides
        if isinstance(body, ObserverNote)
    ]
    return sorted(found, key=lambda item: item.at_ms)
