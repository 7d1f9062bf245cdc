"""A tick that no order of a person can break: what would is refused, and the tick is played without it."""

from collections.abc import Sequence
from dataclasses import fields

from tocsin.exercise.engine import step
from tocsin.exercise.snapshot import frozen, thawed
from tocsin.exercise.world import Record, World
from tocsin.orders.order import Order, OrderRefused


def guarded_step(world: World, orders: Sequence[Order]) -> list[Record]:
    """Advance the world by one tick; see ``engine.step``.

    Notes
    -----
    Orders are checked before they are obeyed, and none is known that makes a tick raise.  If one does all the same,
    the tick is taken back and played again without it: the order is refused, with a record, and play goes on.  The
    same orders break the same ticks, so a replay refuses the same.  The World is kept before each tick in which
    people order something, some 5 ms; other ticks cost nothing and are not guarded.

    Raises
    ------
    Exception
        As ``engine.step``, where no person's order is at fault.
    """
    if not any(order.decided_by == "human" for order in orders):
        return step(world, orders)
    kept = frozen(world)
    try:
        return step(world, orders)
    except Exception as error:
        return without_what_breaks(world, orders, kept, error)


def without_what_breaks(world: World, orders: Sequence[Order], kept: bytes, error: Exception) -> list[Record]:
    """Play a tick again with those orders of people that let it be played, taken one by one in their order."""
    taken, refused = [order for order in orders if order.decided_by != "human"], list[Record]()
    if not can_be_played(world, taken, kept):
        raise error  # not people's doing
    for order in orders:
        if order.decided_by == "human" and can_be_played(world, [*taken, order], kept):
            taken.append(order)
        elif order.decided_by == "human":
            refused.append(Record(order.node, OrderRefused(order=order, reason=reason_of(order))))
    put_back(world, kept)
    return [*refused, *step(world, taken)]


def can_be_played(world: World, orders: Sequence[Order], kept: bytes) -> bool:
    """Return whether a tick from the kept World can be played with some orders."""
    put_back(world, kept)
    try:
        step(world, orders)
    except Exception:
        return False
    return True


def put_back(world: World, kept: bytes) -> None:
    """Make the World again what it was when it was kept."""
    before = thawed(kept, world.scenario)
    for field in fields(World):
        setattr(world, field.name, getattr(before, field.name))


def reason_of(order: Order) -> str:
    """Return why an order that breaks the tick is refused."""
    kind = type(order.action).__name__
    return f"{kind}: the simulation cannot carry it out as things stand; nothing of it has happened"
