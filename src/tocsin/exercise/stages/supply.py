"""What a node's batteries can give now: for its own allocation, and to be told to partners."""

from tocsin.defence.assign import Supply
from tocsin.defence.battery import on_launchers
from tocsin.defence.rules import channels_free
from tocsin.exercise.world import NodeState


def supplies_of(node: NodeState, time_ms: int) -> list[Supply]:
    """Return what each battery of the node can give now: what is on its launchers; the magazine counts as reserve."""
    reserve = node.doctrine.fire.reserve
    supplies: list[Supply] = []
    for battery, state in zip(node.declared.batteries, node.batteries, strict=True):
        ready = on_launchers(battery, state)
        kept = max(0, reserve.get(battery.layer, 0) - (state.stock_left - ready))
        free = channels_free(battery, node.shots, time_ms)
        supplies.append(Supply(battery.battery_id, ready, kept, free))
    return supplies
