"""How quick cells are, and how they sign an order."""

import math

from tocsin.exercise.view import NodeView
from tocsin.orders.action import CellName
from tocsin.orders.order import Action, Order
from tocsin.warning.event import WarningEvent

WATCH, COMMAND = 0, 1  # which cell a response time is for


def response_ms(view: NodeView, cell: int) -> int:
    """Return how long a cell takes to answer: log-normal over runs, median by doctrine, the same all run long.

    One draw a cell and a run: were it drawn afresh for every warning, two agreements that warn at different
    seconds would be compared on different people.
    """
    doctrine = view.doctrine
    return drawn_ms(view, cell, doctrine.read_ms + doctrine.think_ms + doctrine.act_ms)


def drawn_ms(view: NodeView, cell: int, median_ms: int) -> int:
    """Return a cell's own time for something whose median is given."""
    return round(median_ms * math.exp(view.doctrine.spread * view.quantiles[cell]))


def found_ms(view: NodeView, event: WarningEvent) -> int:
    """Return when the watch gave an event its assessment: what others do about it counts from then."""
    found = view.assessed_ms.get(event.event_id)
    if found is not None:
        return found
    return (event.medium_ms if event.medium_ms >= 0 else event.opened_ms) + response_ms(view, WATCH)


def order(view: NodeView, cell: CellName, action: Action, to: str, reason: str) -> Order:
    """Return an order of this node."""
    return Order(node=view.node, cell=cell, action=action, in_reply_to=to, reason=reason)
