"""Checks of a link: a question that a partner's system answers by itself."""

from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import CommCheck
from tocsin.exchange.release import MESSAGE_KINDS, closed_reason
from tocsin.exercise.staff.state import CommsCheck
from tocsin.exercise.stages.draft import draft_to
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.desk import CommsChecked
from tocsin.orders.staff import CheckComms


def check_comms(world: World, node: NodeState, action: CheckComms) -> str:
    """Send a check of the link to a partner; return why not, or ''."""
    name, agreement, kind = node.declared.name, world.agreement, MESSAGE_KINDS[CommCheck]
    if (name, action.to) not in world.link_index:
        return f"to = {action.to!r}: no link of {name} leads there"
    if kind not in agreement.messages:
        return f"{agreement.name} grants no {kind}"
    closed = closed_reason(agreement, world.agreement_state, world.time_ms)
    if closed is not None:
        return closed
    number = len(node.staff.checks) + 1
    node.staff.checks[number] = CommsCheck(action.to, world.time_ms)
    draft_to(world, node, action.to, "query", CommCheck(number=number))
    return ""


def hear_check(world: World, node: NodeState, delivery: Delivery) -> list[Record]:
    """Answer a partner's check, or take in the answer to one's own; return what is to be recorded of it."""
    message = delivery.message
    if not isinstance(message.payload, CommCheck):
        return []
    number, partner = message.payload.number, message.originator
    if message.msg_type == "query":
        draft_to(world, node, partner, "reply", CommCheck(number=number))
        return [Record(node.declared.name, CommsChecked(partner=partner, number=number, is_answer=False))]
    check = node.staff.checks.get(number)
    if message.msg_type != "reply" or check is None or check.partner != partner or check.answered_ms >= 0:
        return []
    check.answered_ms = delivery.received_ms
    round_trip_ms = check.answered_ms - check.sent_ms
    told = CommsChecked(partner=partner, number=number, is_answer=True, round_trip_ms=round_trip_ms)
    return [Record(node.declared.name, told)]
