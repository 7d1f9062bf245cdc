"""Where a sensor is at a moment, and whether it is in action."""

from tocsin.earth.kernels import lla_from_ecef
from tocsin.motion.path import state_at
from tocsin.scenario.declared import DeclaredNode
from tocsin.sensing.radar.sensor import Radar, radar_at


def radar_then(node: DeclaredNode, radar: Radar, time_ms: int) -> Radar:
    """Return a radar where its ship or aircraft carries it at an exercise time; the same radar where none does."""
    path = node.patrols.get(radar.sensor_id)
    if path is None:
        return radar
    along_s = (time_ms / 1000.0) % float(path.time_s[-1])
    return radar_at(radar, *lla_from_ecef(*state_at(path, along_s)[0].tolist()))


def is_out(node: DeclaredNode, sensor_id: str, time_ms: int) -> bool:
    """Return whether a sensor of a node is out of action at an exercise time."""
    return any(from_ms <= time_ms < to_ms for from_ms, to_ms in node.outages.get(sensor_id, ()))
