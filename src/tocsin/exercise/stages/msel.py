"""Injects in play: what is due takes effect first in a tick, what comes due is marked last."""

from collections.abc import Sequence

from tocsin.exercise.control import NEVER_MS, Control, InjectState
from tocsin.exercise.stages.effects import end_faults, take
from tocsin.exercise.stages.unread import note_unread
from tocsin.exercise.world import Record, World
from tocsin.orders.condition.judge import changes_ms, holds
from tocsin.orders.condition.parse import condition
from tocsin.orders.condition.tally import note, seen_of
from tocsin.orders.inject import (
    FiredBy,
    Inject,
    InjectDelivered,
    InjectFired,
    InjectRefused,
)
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import Order


def take_effect(world: World) -> tuple[list[Order], list[Record]]:
    """Fire what is due; return what injects let cells order now, and the records."""
    control = world.control
    if not control.injects:
        return [], []
    records: list[Record] = []
    if control.faults:
        end_faults(world)
    if world.time_ms == 0:
        mark(control, 0)
    for state in [state for state in control.injects.values() if state.status == "due"]:
        records += fire(world, state, state.by or "control")
    played, control.to_play = control.to_play, []
    return played, records + [Record(order.node, order) for order in played]


def fire(world: World, state: InjectState, by: FiredBy) -> list[Record]:
    """Let an inject take effect and tell whom it is for; what cannot be is refused, each part by itself."""
    inject = state.inject
    state.status, state.by, state.fired_ms = "fired", by, world.time_ms
    records = [Record(TRUTH, InjectFired(inject_id=inject.inject_id, by=by))]
    refused = [reason for effect in inject.effects if (reason := take(world, inject, effect))]
    for nation, cells in addressees(inject).items():
        node = world.nodes.get(nation)
        if node is None:
            refused.append(f"{nation} runs no node")
            continue
        told = delivered(inject, cells)
        node.injects[inject.inject_id] = world.time_ms, told
        note_unread(node, f"inject {inject.inject_id}", inject.inject_id, world.time_ms)
        records.append(Record(nation, told))
    return records + [Record(TRUTH, InjectRefused(inject_id=inject.inject_id, reason=reason)) for reason in refused]


def addressees(inject: Inject) -> dict[str, tuple[str, ...]]:
    """Return whom an inject is for: by nation its cells, none where it is for everybody there."""
    found: dict[str, tuple[str, ...]] = {}
    for nation, _, cell in (to.partition("/") for to in inject.to):
        is_for_all = not cell or found.get(nation) == ()
        found[nation] = () if is_for_all else (*found.get(nation, ()), cell)
    return found


def delivered(inject: Inject, cells: tuple[str, ...]) -> InjectDelivered:
    """Return what a nation is told by an inject."""
    return InjectDelivered(
        inject_id=inject.inject_id, cells=cells, sender=inject.sender, means=inject.means, text=inject.text
    )


def mark_due(world: World, orders: Sequence[Order], records: Sequence[Record]) -> None:
    """Note what happened in a tick, and mark what time, trigger or dependency makes due at the next."""
    control = world.control
    if orders or records:
        told = [*((order.node, order) for order in orders), *records] if orders else records
        note(control.tally, world.time_ms, told)
    at_ms = world.time_ms + world.scenario.tick_ms
    if control.injects and (orders or records or at_ms >= control.wake_ms):
        mark(control, at_ms)


def mark(control: Control, at_ms: int) -> None:
    """Mark what is due at an exercise time (ms), and work out when to look again though nothing happens."""
    wake_ms = NEVER_MS
    replaced = contingencies(control)
    for state in control.injects.values():
        if state.status != "planned":
            continue
        limits_ms = replaced.get(state.inject.inject_id, ())
        by = why_due(control, state.inject, limits_ms, at_ms)
        if by is None:
            wake_ms = min(wake_ms, *turns_ms(control, state.inject, limits_ms, at_ms))
        else:
            state.status, state.by = "due", by
    control.wake_ms = wake_ms


def why_due(control: Control, inject: Inject, limits_ms: Sequence[int], at_ms: int) -> FiredBy | None:
    """Return what makes a planned inject due at a time (ms), None where nothing does.

    ``limits_ms``: until when teams had time to act for whose inaction it is the contingency.
    """
    if not all(name in control.injects and control.injects[name].status == "fired" for name in inject.depends_on):
        return None
    if 0 <= inject.time_ms <= at_ms:
        return "time"
    if inject.trigger and holds(condition(inject.trigger), control.tally, at_ms):
        return "trigger"
    if any(limit_ms <= at_ms for limit_ms in limits_ms):
        return "contingency"
    if inject.depends_on and inject.time_ms < 0 and not inject.trigger:
        return "dependency"
    return None


def turns_ms(control: Control, inject: Inject, limits_ms: Sequence[int], at_ms: int) -> list[int]:
    """Return when an inject that is not due may come due though nothing happens, ms."""
    turn_ms = changes_ms(condition(inject.trigger), control.tally, at_ms) if inject.trigger else None
    times_ms = [inject.time_ms, *limits_ms, NEVER_MS if turn_ms is None else turn_ms]
    return [time_ms for time_ms in times_ms if time_ms > at_ms]


def contingencies(control: Control) -> dict[str, tuple[int, ...]]:
    """Return the injects that follow where a team has not acted, each with the times (ms) at which that is so."""
    limits: dict[str, tuple[int, ...]] = {}
    for state in control.injects.values():
        limit_ms = unanswered_until_ms(control, state)
        if limit_ms is not None:
            limits[state.inject.contingency] = (*limits.get(state.inject.contingency, ()), limit_ms)
    return limits


def unanswered_until_ms(control: Control, state: InjectState) -> int | None:
    """Return until when a fired inject's team has time to act, ms; None where it has acted, or need not."""
    expected = state.inject.expected
    if expected is None or state.status != "fired" or state.inject.contingency not in control.injects:
        return None
    acted = seen_of(control.tally, expected.action, f"{expected.node}/{expected.cell}")
    if acted is not None and acted.last_ms >= state.fired_ms:
        return None
    return state.fired_ms + expected.within_ms
