"""Where a sensor is at a moment, whether it is in action, and what sky it looks through."""

from tocsin.earth.kernels import lla_from_ecef
from tocsin.earth.sky import sun_direction_ecef
from tocsin.motion.path import state_at
from tocsin.scenario.declared import DeclaredNode, Scenario
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.infrared.sky import NO_SUN, Sky
from tocsin.sensing.radar.sensor import Radar, radar_at
from tocsin.sensing.scene import cloud_rows


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


def sky_for(scenario: Scenario, satellite: InfraredSatellite, utc_ms: int) -> Sky:
    """Return the sky that a satellite looks through; the Sun is left out where it makes no difference."""
    needs_sun = scenario.glint_probability > 0.0 or satellite.sun_exclusion_rad > 0.0
    sun = sun_direction_ecef(utc_ms) if needs_sun else NO_SUN
    glint = scenario.glint_probability, scenario.glint_top_m, scenario.glint_cloud_ms
    return Sky(cloud_rows(scenario.clouds), sun, *glint)
