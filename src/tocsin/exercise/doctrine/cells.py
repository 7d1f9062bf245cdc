"""Every cell of every nation, played by its doctrine; and the script of the scenario."""

from collections.abc import Mapping

from tocsin.exchange.agreement import JOINT
from tocsin.exercise.doctrine.civil_desk import civil_protection_desk
from tocsin.exercise.doctrine.command import commander
from tocsin.exercise.doctrine.defence_desk import defence_desk
from tocsin.exercise.doctrine.exchange_desk import data_exchange_desk
from tocsin.exercise.doctrine.joint_cell import joint_cell
from tocsin.exercise.doctrine.notice_desk import notice_desk
from tocsin.exercise.doctrine.sensor_desk import sensor_desk
from tocsin.exercise.doctrine.watch import watch_officer
from tocsin.exercise.view import NodeView
from tocsin.orders.order import Order


class DoctrineCells:
    """Every cell of every nation, played by its doctrine; ``script`` is given at its times: (ms, order)."""

    def __init__(self, script: tuple[tuple[int, Order], ...] = ()) -> None:
        self._script: dict[int, list[Order]] = {}
        for time_ms, order in script:
            self._script.setdefault(time_ms, []).append(order)

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of one tick: the script's, then the nations' in their declared order."""
        return [
            *self._script.get(time_ms, ()),
            *(order for view in views.values() for order in doctrine_orders(view)),
        ]


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
