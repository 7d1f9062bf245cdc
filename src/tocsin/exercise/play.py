"""The only loop.  Drivers differ only in when they ask for the next tick and in who gives the orders."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from tocsin.exercise.guard import guarded_step
from tocsin.exercise.view import NodeView, views
from tocsin.exercise.world import Record, World
from tocsin.journal.entry import Entry, Journal
from tocsin.orders.order import Order

encode = msgspec.json.Encoder().encode


class Cells(Protocol):
    """Whoever decides: doctrine, people, a script, a replay."""

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of the tick at ``time_ms``, each given from the view of its own node."""


class Watcher(Protocol):
    """Whoever wants to see the records of a run as they are made (measures of a study, a live page)."""

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        """Take the records of one tick, orders first."""


def play(
    world: World, cells: Cells, journal: Journal, watcher: Watcher | None = None, durable: bool = False
) -> Iterator[int]:
    """Yield the exercise time after each tick; the caller decides when to ask for the next.

    With ``durable`` every tick is one transaction, on disk before the watcher sees it: its orders and all that
    followed, or none of it.
    """
    while world.time_ms < world.scenario.end_ms:
        time_ms = world.time_ms
        orders = cells.orders(time_ms, views(world))
        order_records = [Record(order.node, order) for order in orders] if orders else []
        if orders:
            journal.commit(entries(time_ms, order_records), durable=False)
        records = guarded_step(world, orders)
        if records or (orders and durable):
            journal.commit(entries(time_ms, records), durable)
        if watcher is not None and (orders or records):
            watcher.see(time_ms, [*order_records, *records])
        yield world.time_ms


def entries(time_ms: int, records: Sequence[Record]) -> list[Entry]:
    """Return records as the journal takes them."""
    return [Entry(time_ms, node, type(body).__name__, encode(body), False) for node, body in records]
