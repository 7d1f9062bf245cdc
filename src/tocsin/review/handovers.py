"""What a change of watch left lying."""

from collections.abc import Iterator

import msgspec

from tocsin.orders.action import Fire
from tocsin.orders.desk import HandoverListed, HandoverSigned, OpenItem
from tocsin.orders.order import JointAssessment, Order
from tocsin.orders.staff import AllowEngagement, DenyEngagement
from tocsin.review.answer import Answer, Definition, absent, observed
from tocsin.review.facts import Facts
from tocsin.review.reading import are_people_there
from tocsin.warning.event import EventClosed

TOUCHED_MS = 600_000

DEFINITIONS = (
    Definition(
        "handover_items_lost",
        "share",
        "item open at a change of watch of a nation whose people gave orders",
        "Items on the list of the change that no accepted order of the nation names or answers between the list and "
        "600 s after both had signed it (after the list, where they never did). Opening an item is such an order. "
        "An event or a consultation that was closed meanwhile is left out.",
        "HandoverListed and HandoverSigned to Order",
        "counted: that is the measure; not applicable if nothing was open, or where doctrine alone gave orders",
        "share",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    for time_ms, nation, listed in facts.of(HandoverListed):
        if are_people_there(facts, nation):
            until_ms = signed_ms(facts, nation, listed, time_ms) + TOUCHED_MS
            for item in listed.items:
                yield from answer(facts, nation, f"{listed.serial_id}/{item.item_id}", item, (time_ms, until_ms))


def signed_ms(facts: Facts, nation: str, listed: HandoverListed, listed_ms: int) -> int:
    """Return when both had signed a list, ms; when it was made where they never did."""
    signed = (
        time_ms
        for time_ms, node, body in facts.of(HandoverSigned)
        if node == nation and body.serial_id == listed.serial_id
    )
    return next(signed, listed_ms)


def answer(facts: Facts, nation: str, subject: str, item: OpenItem, span_ms: tuple[int, int]) -> Iterator[Answer]:
    """Yield 1 for an item that was lost within a span of time, 0 for one that was not, nothing for one closed."""
    from_ms, until_ms = span_ms
    given = (o for time_ms, node, o in facts.orders() if node == nation and from_ms <= time_ms <= until_ms)
    if any(is_about(order, item) for order in given):
        yield observed("handover_items_lost", nation, "item", subject, 0.0)
    elif until_ms > facts.end_ms:
        yield absent("handover_items_lost", nation, "item", subject, "pending")
    elif not is_closed(facts, nation, item, span_ms):
        yield observed("handover_items_lost", nation, "item", subject, 1.0)


def is_about(order: Order, item: OpenItem) -> bool:
    """Return whether an order names or answers an item; of an engagement: any battery's order at that object."""
    if item.kind == "engagement":
        event_id, object_name, _ = item.item_id.split("/")
        action = order.action
        if not isinstance(action, Fire | DenyEngagement | AllowEngagement):
            return False
        return action.event_id == event_id and action.object_name in ("", object_name)
    named = (getattr(order.action, name) for name in order.action.__struct_fields__)
    return order.in_reply_to == item.item_id or item.item_id in [name for name in named if isinstance(name, str)]


def is_closed(facts: Facts, nation: str, item: OpenItem, span_ms: tuple[int, int]) -> bool:
    """Return whether an event or a consultation was closed within a span of time."""
    kinds: tuple[type[msgspec.Struct], ...] = (EventClosed, JointAssessment)
    ended = {
        (node, body.event_id if isinstance(body, EventClosed) else body.consultation_id)
        for kind in kinds
        for time_ms, node, body in facts.of(kind)
        if span_ms[0] <= time_ms <= span_ms[1] and isinstance(body, EventClosed | JointAssessment)
    }
    return (nation, item.item_id) in ended
