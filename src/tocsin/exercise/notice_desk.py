"""The notice desk, played by its doctrine: every notice goes on to the sensor desk, after a time."""

import math

from tocsin.exercise.view import NOTICE_DESK, NodeView
from tocsin.orders.order import ForwardNotice, Order


def notice_desk(view: NodeView) -> list[Order]:
    """Forward what has lain in the register for the desk's own time; nothing where it never forwards.

    The time is log-normal over runs about the doctrine's ``forward_ms``: one draw a run, as for the other cells.
    """
    if not view.is_forwarding:
        return []
    forward_ms = round(view.doctrine.forward_ms * math.exp(view.doctrine.spread * view.quantiles[NOTICE_DESK]))
    return [
        Order(
            node=view.node,
            cell="notice_desk",
            action=ForwardNotice(notice_id),
            in_reply_to=notice_id,
            reason="in the register, not yet at the sensor desk",
        )
        for notice_id, entered_ms in view.notices_waiting.items()
        if view.time_ms >= entered_ms + forward_ms
    ]
