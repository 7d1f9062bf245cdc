"""The data-exchange desk: it asks partners about what the watch cannot settle, and answers them."""

from tocsin.exercise.doctrine.pace import WATCH, drawn_ms, order, response_ms
from tocsin.exercise.view import NodeView
from tocsin.orders.action import Query, Reply
from tocsin.orders.order import Order


def data_exchange_desk(view: NodeView) -> list[Order]:
    """Answer every query after the usual time; ask about what may be an attack and is not settled."""
    unanswered = [name for name in view.consultations if is_to_be_answered(view, name)]
    reply_ms = response_ms(view, WATCH) + view.doctrine.interpret_ms if unanswered else 0
    orders = [
        order(view, "data_exchange_desk", Reply(name), name, "asked by the partner")
        for name in unanswered
        if view.has_come(view.consultations[name].opened_ms + reply_ms)
    ]
    if not (view.doctrine.consults and view.may_consult and view.uneasy):
        return orders
    wait_ms = drawn_ms(view, WATCH, view.doctrine.read_ms + view.doctrine.act_ms) + view.doctrine.interpret_ms
    about = {(held.own_event_id, held.partner) for held in view.consultations.values() if held.is_asked_by_us}
    for event_id, since_ms in view.uneasy.items():
        for partner in view.partners:
            if (event_id, partner) not in about and view.has_come(since_ms + wait_ms):
                action = Query(event_id, partner)
                orders.append(order(view, "data_exchange_desk", action, event_id, "do you see it, and what is it?"))
    return orders


def is_to_be_answered(view: NodeView, name: str) -> bool:
    """Return whether a consultation is a query that waits for this node's answer."""
    held = view.consultations[name]
    is_query = held.partner in view.partners and not held.is_asked_by_us
    return is_query and not held.is_replied and not held.closed
