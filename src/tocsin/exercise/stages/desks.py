"""What falls due at the desks in this tick: answers, cancels, deadlines."""

from tocsin.exercise.stages.ask import answer
from tocsin.exercise.stages.consult import expire, find_meant
from tocsin.exercise.stages.public import cancel_due
from tocsin.exercise.world import Record, World


def desks(world: World) -> list[Record]:
    """Return what has come back, gone out and run out."""
    find_meant(world)
    return [*answer(world), *cancel_due(world), *expire(world)]
