"""What came of a watch, by doctrine or by a visitor: who decided what when, and the measures."""

from collections.abc import Sequence

import msgspec

from tocsin.exercise.world import Record
from tocsin.orders.action import AssessEvent, CancelPublicWarning, Query, SendPublicWarning
from tocsin.orders.order import Order
from tocsin.review.answer import ALL
from tocsin.review.log import Collected, header_of
from tocsin.review.measure import measure_rows
from tocsin.study.run import meta_of, world_of
from tocsin.web.films.decided import orders_of
from tocsin.web.films.going import Going, cells_of
from tocsin.web.films.opening import shipped
from tocsin.web.films.spec import Spec


class DecisionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A decision: ``decision`` is ``assess_valid``, ``ask_partner``, ``warn``, ``cancel_warning`` and so on."""

    time_ms: int
    cell: str
    decision: str
    reason: str = ""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of the watch's nation."""

    measure: str
    unit: str
    value: float


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    decisions: list[DecisionTold]
    measures: list[Measured]


def outcome_of(spec: Spec, node: str, until_ms: int) -> Outcome:
    """Return what comes of a watch: played from the start to a time, or to the end; for a process of its own."""
    task = shipped(spec.scenario, spec.agreement, spec.run)
    world = world_of(task)
    cells, collected, waiting = cells_of(world, spec), Collected(), list(spec.given)
    going, decisions = Going(world, cells, {}), list[DecisionTold]()
    while world.time_ms < min(until_ms, world.scenario.end_ms):
        while waiting and waiting[0].time_ms < world.time_ms + world.scenario.tick_ms:
            cells.give(orders_of(world, waiting.pop(0)))
        time_ms = world.time_ms
        records = going.tick()
        collected.see(time_ms, records)
        decisions += decided(records, node, time_ms)
    rows = measure_rows(collected.log(header_of(meta_of(task, world), "")), world.scenario)
    return Outcome(
        decisions=decisions,
        measures=[
            Measured(measure=row.measure, unit=row.unit, value=row.value)
            for row in rows
            if row.nation == node and row.subject == ALL and row.value is not None
        ],
    )


def decided(records: Sequence[Record], node: str, time_ms: int) -> list[DecisionTold]:
    """Return what the cells of a node decided in a tick that a visitor might have, each once."""
    found: dict[str, DecisionTold] = {}
    for order in (record.body for record in records if isinstance(record.body, Order) and record.node == node):
        match order.action:
            case AssessEvent(_, assessment):
                name = f"assess_{assessment}"
            case Query():
                name = "ask_partner"
            case SendPublicWarning():
                name = "warn"
            case CancelPublicWarning():
                name = "cancel_warning"
            case _:
                continue
        found.setdefault(name, DecisionTold(time_ms=time_ms, cell=order.cell, decision=name, reason=order.reason))
    return list(found.values())
