"""Obey what people alone order, or say why not."""

from tocsin.exercise.stages.comms import check_comms
from tocsin.exercise.stages.denial import allow, deny
from tocsin.exercise.stages.handover import sign_handover
from tocsin.exercise.stages.holding import hold, let_go
from tocsin.exercise.stages.public import correct_public
from tocsin.exercise.stages.texts import say
from tocsin.exercise.stages.unread import mark_read
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.order import Order
from tocsin.orders.staff import (
    AllowEngagement,
    CheckComms,
    CorrectPublicWarning,
    DenyEngagement,
    HoldMessage,
    MarkRead,
    Say,
    SendMessage,
    SetDoctrine,
    SignHandover,
)


def obeyed_people(world: World, node: NodeState, order: Order) -> tuple[str, list[Record]]:
    """Carry out an order that only people give; return why not, or '', and the records."""
    match order.action:
        case Say() as action:
            return say(world, node, order, action)
        case SignHandover() as action:
            return sign_handover(world, node, order, action)
        case CorrectPublicWarning() as action:
            return correct_public(world, node, order, action)
        case _:
            return obeyed_quietly(world, node, order), []


def obeyed_quietly(world: World, node: NodeState, order: Order) -> str:
    """Carry out an order of which its own record is all that is written now; return why not, or ''."""
    match order.action:
        case HoldMessage() as action:
            return hold(world, node, action)
        case SendMessage() as action:
            return let_go(world, node, action)
        case SetDoctrine() as action:
            return set_doctrine(node, action)
        case DenyEngagement() as action:
            return deny(node, action)
        case AllowEngagement() as action:
            return allow(node, action)
        case MarkRead() as action:
            return mark_read(node, action, world.time_ms)
        case CheckComms() as action:
            return check_comms(world, node, action)
        case _:
            return f"{type(order.action).__name__} is not for this desk"


def set_doctrine(node: NodeState, action: SetDoctrine) -> str:
    """Fight by another shipped doctrine from now on; return why not, or ''.

    The nation's own numbers stay its own, whatever the doctrine says of them.
    """
    chosen = node.declared.doctrines.get(action.doctrine)
    if chosen is None:
        known = ", ".join(node.declared.doctrines) or "none"
        return f"doctrine = {action.doctrine!r}: no such doctrine; known: {known}"
    if chosen == node.doctrine:
        return f"{node.declared.name} fights by {action.doctrine} already"
    node.doctrine = chosen
    return ""
