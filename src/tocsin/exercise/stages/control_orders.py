"""Obey exercise control's orders about its list of injects, or say why not."""

import msgspec

from tocsin.exchange.agreement import JOINT
from tocsin.exercise.control import InjectState
from tocsin.exercise.stages.msel import fire
from tocsin.exercise.world import Record, World
from tocsin.orders.inject import (
    CloneInject,
    FireInject,
    FreeInject,
    HoldInject,
    Inject,
    InjectStatus,
    SkipInject,
    SlipInject,
    WriteInject,
)
from tocsin.orders.msel_check import Known, wrong_with_inject
from tocsin.orders.order import Order

Outcome = tuple[str, list[Record]]  # why an order cannot be obeyed, or '', and what followed from it
CHANGES: dict[type[msgspec.Struct], tuple[InjectStatus, ...]] = {  # in which state an inject may be changed so
    HoldInject: ("planned", "due"),
    FreeInject: ("held", "skipped"),
    SkipInject: ("planned", "held", "due"),
    SlipInject: ("planned", "held", "due"),
    FireInject: ("planned", "held", "due", "skipped"),
}


def obey_control(world: World, order: Order) -> Outcome:
    """Carry out one order of control's; return why not, or '', and the records."""
    if order.cell != "control":
        return f"{order.cell} gives no orders about the truth", []
    match order.action:
        case WriteInject(inject):
            return write(world, inject), []
        case CloneInject() as action:
            return clone(world, action), []
        case FireInject(inject_id):
            state = world.control.injects.get(inject_id)
            reason = why_not(inject_id, state, *CHANGES[FireInject])
            return (reason, []) if reason or state is None else ("", fire(world, state, "control"))
        case HoldInject() | FreeInject() | SlipInject() | SkipInject() as action:
            return change(world, action), []
        case _:
            return f"{type(order.action).__name__} is not for exercise control", []


def why_not(inject_id: str, state: InjectState | None, *statuses: str) -> str:
    """Return why an inject cannot be changed now, or ''; ``statuses``: those in which it can."""
    if state is None:
        return f"{inject_id} is no inject of this exercise"
    if state.status not in statuses:
        hint = "; clone it to give it again" if state.status == "fired" else ""
        return f"{inject_id} is {state.status}{hint}"
    return ""


def change(world: World, action: HoldInject | FreeInject | SlipInject | SkipInject) -> str:
    """Hold, free, slip or skip an inject; return why not, or ''."""
    state = world.control.injects.get(action.inject_id)
    if state is None or state.status not in CHANGES[type(action)]:
        return why_not(action.inject_id, state, *CHANGES[type(action)])
    match action:
        case HoldInject():
            state.status = "held"
        case FreeInject():
            state.status = "planned"
        case SkipInject():
            state.status = "skipped"
        case SlipInject(time_ms=time_ms):
            if time_ms < 0:
                return f"time_ms = {time_ms} must be at least 0; hold {action.inject_id} to fire it by hand"
            state.inject = msgspec.structs.replace(state.inject, time_ms=time_ms)
            state.status = "held" if state.status == "held" else "planned"
    state.by = None
    world.control.wake_ms = world.time_ms
    return ""


def write(world: World, inject: Inject) -> str:
    """Take a new inject, or a new wording of one that has not been fired; return why not, or ''."""
    before = world.control.injects.get(inject.inject_id)
    if before is not None and before.status == "fired":
        return why_not(inject.inject_id, before)
    reason = wrong_with_inject(inject, [*world.control.injects], names_of(world))
    if not reason:
        world.control.injects[inject.inject_id] = InjectState(inject, inject.status)
        world.control.wake_ms = world.time_ms
    return reason


def names_of(world: World) -> Known:
    """Return the names that injects may use."""
    return Known(
        nations=[name for name in world.nodes if name != JOINT],
        sensors=[sensor_id for node in world.nodes.values() for sensor_id in node.declared.sensor_ids],
        links=[(link.source, link.target) for link in world.declared_links],
        launches=[launch.launch_id for launch in world.scenario.launches],
        notices=[item.notice.notice_id for node in world.nodes.values() for item in node.declared.notices],
    )


def clone(world: World, action: CloneInject) -> str:
    """Make a second inject like one: by its time or by hand, never by the trigger; return why not, or ''."""
    state = world.control.injects.get(action.inject_id)
    if state is None:
        return why_not(action.inject_id, state)
    if action.clone_id in world.control.injects:
        return f"{action.clone_id} is an inject of this exercise already; choose another id"
    status: InjectStatus = "planned" if action.time_ms >= 0 else "held"
    return write(
        world,
        msgspec.structs.replace(
            state.inject, inject_id=action.clone_id, time_ms=action.time_ms, trigger="", status=status
        ),
    )
