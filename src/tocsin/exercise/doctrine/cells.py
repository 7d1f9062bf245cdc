"""Every cell of every nation, played by its doctrine; and the script of the scenario."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
from tocsin.exercise.view import NO_MOMENT_MS, NodeView
from tocsin.orders.order import Order

held_in = attrgetter(*(name for name in NodeView.__struct_fields__ if name not in ("clock", "picture")))
"""All that cells see in a view but its time, and tracks, which they see as they are at its time."""

Desk = Callable[[NodeView], list[Order]]


@dataclass(slots=True)
class Asked:
    """When the desks of a node were last asked, what their view held, and until when each has nothing to order.

    ``idle_ms``: until when none of them has.
    """

    time_ms: int
    held: object
    idle_ms: int = -1
    idle_until_ms: dict[Desk, int] = field(default_factory=dict)


class DoctrineCells:
    """Every cell of every nation, played by its doctrine; ``script`` is given at its times: (ms, order).

    What a desk orders follows from the view alone.  A desk that had nothing to order is asked again once the view is
    another, or a moment comes that it waited for: all that is remembered between two ticks.
    """

    def __init__(self, script: tuple[tuple[int, Order], ...] = ()) -> None:
        self._asked: dict[str, Asked] = {}
        self._script: dict[int, list[Order]] = {}
        for time_ms, order in script:
            self._script.setdefault(time_ms, []).append(order)

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of one tick: the script's, then the nations' in their declared order."""
        orders = [*self._script.get(time_ms, ())]
        for view in views.values():
            orders += self._ordered(view)
        return orders

    def _ordered(self, view: NodeView) -> list[Order]:
        """Return what a nation's cells order now; who would say nothing again is not asked."""
        time_ms, held = view.clock.time_ms, held_in(view)
        before = self._asked.get(view.node)
        if before is None or time_ms < before.time_ms or held != before.held:
            before = self._asked[view.node] = Asked(time_ms, held)
        before.time_ms = time_ms
        orders: list[Order] = []
        if time_ms < before.idle_ms:
            return orders
        for desk in desks_of(view):
            if time_ms < before.idle_until_ms.get(desk, time_ms):
                continue
            view.clock.turns_ms = NO_MOMENT_MS
            given = desk(view)
            before.idle_until_ms[desk] = time_ms if given else view.clock.turns_ms
            orders += given
        before.idle_ms = min(before.idle_until_ms.values())
        return orders


def doctrine_orders(view: NodeView) -> list[Order]:
    """Return what a nation's cells order now."""
    return [order for desk in desks_of(view) for order in desk(view)]


def desks_of(view: NodeView) -> tuple[Desk, ...]:
    """Return the desks of a node, in the order in which they are asked."""
    return JOINT_DESKS if view.node == JOINT else DESKS


def command_post(view: NodeView) -> list[Order]:
    """Return what the watch, the commander and the desks about them order now."""
    orders: list[Order] = []
    for event in view.events:
        orders += watch_officer(view, event)
    orders += commander(view)
    for event in view.events:
        orders += defence_desk(view, event)
    orders += data_exchange_desk(view)
    return orders + civil_protection_desk(view)


DESKS: tuple[Desk, ...] = (notice_desk, sensor_desk, command_post)
JOINT_DESKS: tuple[Desk, ...] = (joint_cell,)
