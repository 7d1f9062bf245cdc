"""Whether a sensor is out of action: as the scenario declares it, or since an inject put it out."""

from tocsin.exercise.world import NodeState, World
from tocsin.scenario.mount import is_out


def is_silent(world: World, node: NodeState, sensor_id: str) -> bool:
    """Return whether a sensor of a node is out of action now."""
    if node.declared.outages and is_out(node.declared, sensor_id, world.time_ms):
        return True
    outages = world.control.outages
    return bool(outages) and any(
        from_ms <= world.time_ms < until_ms for from_ms, until_ms in outages.get(sensor_id, ())
    )
