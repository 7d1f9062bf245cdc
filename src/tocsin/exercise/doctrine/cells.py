"""Every cell of every nation, played by its doctrine; and the script of the scenario."""

from collections.abc import Mapping
from operator import attrgetter

from tocsin.exchange.agreement import JOINT
from tocsin.exercise.doctrine.civil_desk import civil_protection_desk
from tocsin.exercise.doctrine.command import commander
from tocsin.exercise.doctrine.defence_desk import defence_desk
from tocsin.exercise.doctrine.exchange_desk import data_exchange_desk
from tocsin.exercise.doctrine.joint_cell import joint_cell
from tocsin.exercise.doctrine.notice_desk import notice_desk
from tocsin.exercise.doctrine.sensor_desk import sensor_desk
from tocsin.exercise.doctrine.watch import watch_officer
from tocsin.exercise.view import Clock, NodeView
from tocsin.orders.order import Order

held_in = attrgetter(*(name for name in NodeView.__struct_fields__ if name not in ("clock", "picture")))
"""All that cells see in a view but its time, and tracks, which they see as they are at its time."""


class DoctrineCells:
    """Every cell of every nation, played by its doctrine; ``script`` is given at its times: (ms, order).

    What a nation's cells order follows from its view alone.  A view as it was when they last had nothing to order is
    not gone through again until a moment comes that they waited for: all that is remembered between two ticks.
    """

    def __init__(self, script: tuple[tuple[int, Order], ...] = ()) -> None:
        self._idle: dict[str, tuple[Clock, object]] = {}
        self._script: dict[int, list[Order]] = {}
        for time_ms, order in script:
            self._script.setdefault(time_ms, []).append(order)

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of one tick: the script's, then the nations' in their declared order."""
        return [
            *self._script.get(time_ms, ()),
            *(order for view in views.values() for order in self._ordered(view)),
        ]

    def _ordered(self, view: NodeView) -> list[Order]:
        """Return what a nation's cells order now, without asking them where they would say nothing again."""
        held = held_in(view)
        if view.node in self._idle:
            before, held_before = self._idle[view.node]
            if before.time_ms <= view.clock.time_ms < before.turns_ms and held == held_before:
                return []
        orders = doctrine_orders(view)
        if orders:
            self._idle.pop(view.node, None)
        else:
            self._idle[view.node] = view.clock, held
        return orders


def doctrine_orders(view: NodeView) -> list[Order]:
    """Return what a nation's cells order now."""
    if view.node == JOINT:
        return joint_cell(view)
    orders = notice_desk(view) + sensor_desk(view)
    for event in view.events:
        orders += watch_officer(view, event)
    orders += commander(view)
    for event in view.events:
        orders += defence_desk(view, event)
    orders += data_exchange_desk(view)
    return orders + civil_protection_desk(view)
