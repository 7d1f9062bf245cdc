"""A joint cell: it proposes; each nation's commander decides."""

from tocsin.exchange.payload import CONFIDENCE_RANK
from tocsin.exercise.doctrine.pace import WATCH, drawn_ms, order, response_ms
from tocsin.exercise.view import NodeView
from tocsin.orders.action import Propose, ProposePlan
from tocsin.orders.order import Order


def joint_cell(view: NodeView) -> list[Order]:
    """Propose every event that threatens a party with medium confidence as valid, once, after the usual time.

    And a joint plan, where the agreement has one, as long after it has changed as its people take to act.
    """
    orders: list[Order] = []
    if view.plan_new_ms >= 0 and view.has_come(view.plan_new_ms + drawn_ms(view, WATCH, view.doctrine.act_ms)):
        orders.append(order(view, "joint_cell", ProposePlan(), "", "the joint plan has changed"))
    for event in view.events:
        if CONFIDENCE_RANK[event.confidence] < CONFIDENCE_RANK["medium"] or event.impact is None:
            continue
        if set(event.impact.threatens).isdisjoint(view.parties):
            continue
        is_proposed = any(held.own_event_id == event.event_id for held in view.consultations.values())
        if not is_proposed and view.has_come(event.medium_ms + response_ms(view, WATCH)):
            action = Propose(event.event_id, "valid")
            orders.append(order(view, "joint_cell", action, event.event_id, f"{event.confidence} confidence"))
    return orders
