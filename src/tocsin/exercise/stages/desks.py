"""What falls due at the desks in this tick: a change of watch, answers, cancels, deadlines."""

from tocsin.exercise.stages.ask import answer
from tocsin.exercise.stages.consult import expire, find_meant
from tocsin.exercise.stages.handover import list_open
from tocsin.exercise.stages.public import cancel_due
from tocsin.exercise.world import NodeState, Record, World


def desks(world: World) -> list[Record]:
    """Return what has come back, gone out and run out."""
    listed = list_open(world)
    if not any(has_pending(node) for node in world.nodes.values()):
        return listed
    find_meant(world)
    return [*listed, *answer(world), *cancel_due(world), *expire(world)]


def has_pending(node: NodeState) -> bool:
    """Return whether anything at a node's desks waits for its time."""
    if node.answers_due or node.cancels_due or node.early:
        return True
    return bool(node.consultations) and any(not held.closed for held in node.consultations.values())
