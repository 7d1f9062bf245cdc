"""Cells that give again the orders of a run that was recorded."""

from collections.abc import Iterable, Mapping

from tocsin.exercise.view import NodeView
from tocsin.orders.inject import PLAYED
from tocsin.orders.order import Order


class ReplayCells:
    """Every cell, played from a record: ``recorded`` holds (exercise time ms, order) in the order of the journal.

    Orders that injects gave are left out: the injects give them again.
    """

    def __init__(self, recorded: Iterable[tuple[int, Order]]) -> None:
        self._by_time: dict[int, list[Order]] = {}
        for time_ms, order in recorded:
            if order.order_id.startswith(PLAYED):
                continue
            self._by_time.setdefault(time_ms, []).append(order)

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders recorded for this tick; views are not looked at."""
        return self._by_time.get(time_ms, [])
