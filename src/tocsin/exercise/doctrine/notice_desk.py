"""The notice desk: every notice goes on to the sensor desk, after a time."""

from tocsin.exercise.doctrine.pace import drawn_ms, order
from tocsin.exercise.view import NOTICE_DESK, NodeView
from tocsin.orders.action import ForwardNotice
from tocsin.orders.order import Order


def notice_desk(view: NodeView) -> list[Order]:
    """Forward what has lain in the register for the desk's own time; nothing where it never forwards."""
    if not view.is_forwarding:
        return []
    forward_ms = drawn_ms(view, NOTICE_DESK, view.doctrine.forward_ms)
    reason = "in the register, not yet at the sensor desk"
    return [
        order(view, "notice_desk", ForwardNotice(notice_id), notice_id, reason)
        for notice_id, entered_ms in view.notices_waiting.items()
        if view.has_come(entered_ms + forward_ms)
    ]
