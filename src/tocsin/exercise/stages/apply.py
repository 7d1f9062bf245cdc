"""Obey the orders of the tick, or say why not."""

import math
from collections.abc import Sequence

import msgspec

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.bounds import fault_of_struct
from tocsin.exchange.payload import AlertState
from tocsin.exercise.stages.ask import ask
from tocsin.exercise.stages.consult import propose, query, reply, sign
from tocsin.exercise.stages.control_orders import obey_control
from tocsin.exercise.stages.denial import denial_of
from tocsin.exercise.stages.desk_line import forward
from tocsin.exercise.stages.draft import draft_to_partners
from tocsin.exercise.stages.fire import fired
from tocsin.exercise.stages.joint_plan import propose_plan
from tocsin.exercise.stages.notices import withhold
from tocsin.exercise.stages.people import obeyed_people
from tocsin.exercise.stages.public import cancel_public, send_public
from tocsin.exercise.stages.sharing import resume, sign_amendment, suspend
from tocsin.exercise.stages.texts import say_as_control
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.action import (
    Advise,
    Ask,
    AssessEvent,
    CancelPublicWarning,
    CueRadar,
    Fire,
    ForwardNotice,
    Propose,
    ProposePlan,
    Query,
    Reply,
    ResumeSharing,
    SendPublicWarning,
    SetAlert,
    SignAmendment,
    SignAssessment,
    SuspendSharing,
    WithholdNotice,
)
from tocsin.orders.bounds import fault_in
from tocsin.orders.inject import PLAYED, InjectRefused
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import AlertChanged, Order, OrderRefused
from tocsin.orders.staff import MarkRead, Say

NARROWEST_RAD = 1e-3  # of a cone that a radar is pointed at, notional: a beam is wider
Outcome = tuple[str, list[Record]]  # why an order cannot be obeyed, or '', and what followed from it


def apply(world: World, orders: Sequence[Order]) -> list[Record]:
    """Return what the orders led to.  An order that cannot be obeyed is answered with its reason."""
    records: list[Record] = []
    for order in orders:
        node = world.nodes.get(order.node)
        if fault := fault_in(order.action):
            reason, followed = fault, list[Record]()
        elif order.node == TRUTH and isinstance(order.action, Say):
            reason, followed = say_as_control(world, order.action)
        elif order.node == TRUTH:
            reason, followed = obey_control(world, order)
        else:
            reason, followed = ("no such node", []) if node is None else answered(world, node, order)
        if reason:
            records.append(Record(order.node, OrderRefused(order=order, reason=reason)))
        if reason and order.order_id.startswith(PLAYED):
            records.append(Record(TRUTH, InjectRefused(inject_id=order.in_reply_to, reason=reason)))
        records += followed
    return records


def answered(world: World, node: NodeState, order: Order) -> Outcome:
    """Carry out an order that its cell may give; a joint cell proposes, reads and writes, and orders nothing else."""
    is_joint = node.declared.name == JOINT
    if is_joint != (order.cell == "joint_cell"):
        return f"{order.cell} gives no orders at {node.declared.name}", []
    if is_joint and not isinstance(order.action, Propose | ProposePlan | Say | MarkRead):
        return f"a joint cell proposes; {type(order.action).__name__} is for the nations to order", []
    return obeyed(world, node, order)


def obeyed(world: World, node: NodeState, order: Order) -> Outcome:
    """Carry out one order; return why not, or '', and the records."""
    match order.action:
        case AssessEvent() as action:
            return assessed(world, node, action), []
        case SetAlert() as action:
            return "", alerted(world, node, action)
        case CueRadar() as action:
            return cued(node, action), []
        case Fire() as action:
            return fire(world, node, order, action)
        case Ask() as action:
            return ask(world, node, action), []
        case SendPublicWarning() as action:
            return send_public(world, node, order, action)
        case CancelPublicWarning() as action:
            return cancel_public(world, node, action), []
        case _:
            return obeyed_outward(world, node, order)


def obeyed_outward(world: World, node: NodeState, order: Order) -> Outcome:
    """Carry out an order that is about partners or notices; return why not, or '', and the records."""
    match order.action:
        case SuspendSharing():
            return suspend(world, node)
        case ResumeSharing():
            return resume(world, node)
        case SignAmendment() as action:
            return sign_amendment(world, node, action)
        case ForwardNotice() as action:
            return forward(world, node, action)
        case WithholdNotice() as action:
            return withhold(world, node, action), []
        case Query() as action:
            return query(world, node, action), []
        case Reply() as action:
            return reply(world, node, action), []
        case SignAssessment() as action:
            return sign(world, node, action)
        case Propose() as action:
            return propose(world, node, action), []
        case ProposePlan():
            return propose_plan(world, node), []
        case Advise(advisory):
            if fault := fault_of_struct(advisory):
                return f"advisory: {fault}", []
            node.advisories.append(advisory)
            draft_to_partners(world, node, "report", advisory)
            return "", []
        case _:
            return obeyed_people(world, node, order)


def fire(world: World, node: NodeState, order: Order, action: Fire) -> Outcome:
    """Fire, or say why not; what cannot be fired is proposed no longer, until the next plans."""
    denied = denial_of(node, order, action)
    if denied:
        return denied, []
    shot = fired(world, node, order, action)
    if not isinstance(shot, OrderRefused):
        return "", [Record(order.node, shot)]
    refused = action.event_id, action.object_name, action.battery_id
    node.plans = tuple(
        msgspec.structs.replace(plan, proposed=0)
        if (plan.event_id, plan.object_name, plan.battery_id) == refused
        else plan
        for plan in node.plans
    )
    return shot.reason, []


def assessed(world: World, node: NodeState, action: AssessEvent) -> str:
    """Note what the watch takes an event to be; return why not, or ''."""
    if node.event(action.event_id) is None:
        return f"{action.event_id} is not an open event of {node.declared.name}"
    node.assessed[action.event_id] = action.assessment
    node.assessed_ms[action.event_id] = world.time_ms
    node.has_news = True
    return ""


def alerted(world: World, node: NodeState, action: SetAlert) -> list[Record]:
    """Set a node's posture and tell partners of it."""
    node.alert, node.alert_ms = action.level, world.time_ms
    draft_to_partners(world, node, "report", AlertState(level=action.level, since_ms=world.time_ms))
    return [Record(node.declared.name, AlertChanged(action.level))]


def cued(node: NodeState, action: CueRadar) -> str:
    """Point a radar; return why not, or ''."""
    if all(radar.sensor_id != action.sensor_id for radar in node.declared.radars):
        return f"{action.sensor_id} is not a radar of {node.declared.name}"
    if not NARROWEST_RAD <= action.half_width_rad <= math.pi:
        return f"half_width_rad = {action.half_width_rad:g}: must be {NARROWEST_RAD:g} to {math.pi:.6g}"
    node.cues[action.sensor_id] = action
    return ""
