"""Cells of which people hold some: their orders as they come, doctrine's for every other cell."""

from collections.abc import Iterable, Mapping

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.view import NodeView
from tocsin.orders.order import Order


class StaffCells:
    """Every cell: people's where somebody holds it, doctrine's where nobody does.

    Parameters
    ----------
    script : tuple of (ms, Order)
        The scenario's, given at its times; not where people hold the cell.

    Attributes
    ----------
    held : set of (node, cell)
        What people hold now.  Taken and given back at any moment: what doctrine orders hangs on the World alone.
    waiting : list of Order
        People's orders that have been received and take effect at the next tick, in the order of their coming.
    """

    def __init__(self, script: tuple[tuple[int, Order], ...] = ()) -> None:
        self._doctrine = DoctrineCells(script)
        self.held: set[tuple[str, str]] = set()
        self.waiting: list[Order] = []

    def give(self, orders: Iterable[Order]) -> None:
        """Take orders for the next tick."""
        self.waiting += orders

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of one tick: the script's and doctrine's for what nobody holds, then people's."""
        unattended = [
            order for order in self._doctrine.orders(time_ms, views) if (order.node, order.cell) not in self.held
        ]
        given, self.waiting = self.waiting, []
        return unattended + given
