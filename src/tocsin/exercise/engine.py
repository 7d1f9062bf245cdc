"""One tick of the world."""

from collections.abc import Callable, Sequence

from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.desks import desks
from tocsin.exercise.stages.engage import engage
from tocsin.exercise.stages.exchange import exchange
from tocsin.exercise.stages.fuse import fuse
from tocsin.exercise.stages.move import move
from tocsin.exercise.stages.msel import mark_due, take_effect
from tocsin.exercise.stages.sense import sense
from tocsin.exercise.stages.shown import show
from tocsin.exercise.stages.track import track
from tocsin.exercise.stages.warn import warn
from tocsin.exercise.world import Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import Order
from tocsin.orders.record import Endex

Stage = Callable[[World], list[Record]]

STAGES: tuple[Stage, ...] = (
    move,
    sense,
    track,
    show,
    exchange,
    fuse,
    desks,
    warn,
    engage,
)  # the whole data flow, in order


def step(world: World, orders: Sequence[Order]) -> list[Record]:
    """Advance the world by one tick.  Never sleeps, awaits, reads a clock or a global random state.

    Parameters
    ----------
    world : World
        At ``time_ms``; changed in place.
    orders : sequence of Order
        Of all cells, in the order in which they were committed.

    Returns
    -------
    list of Record
        All that happened in the tick, in order.
    """
    played, records = take_effect(world)
    records += apply(world, [*played, *orders] if played else orders)
    for stage in STAGES:
        records += stage(world)
    mark_due(world, orders, records)
    if world.time_ms + world.scenario.tick_ms >= world.scenario.end_ms:
        records.append(Record(TRUTH, Endex()))
    world.time_ms += world.scenario.tick_ms
    return records
