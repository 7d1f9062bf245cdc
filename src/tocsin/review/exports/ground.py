"""What stands or happens at a place, and what is carried along a way: sites, satellites, launches, ends."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla
from tocsin.motion.orbit import position_ecef
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import BodyEnded, InterceptorLaunched, LatLonAlt, Launch
from tocsin.review.party import View
from tocsin.scenario.declared import DeclaredNode, Scenario, utc_ms_at
from tocsin.scenario.mount import radar_then
from tocsin.sensing.radar.sensor import Radar

Array = NDArray[np.float64]
Facts = dict[str, str | float | int]
CARRIED_EVERY_MS = 60_000


class Stand(NamedTuple):
    """One place: a site all the time, or something that happened there from ``from_ms`` on.  rad, rad, m."""

    owner: str
    kind: str
    name: str
    from_ms: int
    place: LatLonAlt
    facts: Facts


class Carried(NamedTuple):
    """A sensor that moves, window by window: times (ms) (n,) and places (ECEF, m) (n, 3), a minute apart or less."""

    owner: str
    kind: str
    name: str
    windows: list[tuple[NDArray[np.int64], Array]]


def marks_of(view: View) -> Iterator[Stand]:
    """Yield true launches, interceptor launches and ends of bodies, as far as the view holds them."""
    for entry in view.log.entries:
        match entry.body:
            case Launch() as launch:
                facts: Facts = {
                    "nation": launch.nation,
                    "vehicle_class": launch.vehicle_class,
                    "azimuth_deg": degrees(launch.azimuth_rad),
                }
                yield Stand(TRUTH, "launch", launch.launch_id, launch.lift_off_ms, launch.place, facts)
            case InterceptorLaunched() as shot:
                facts = {"nation": shot.nation, "azimuth_deg": degrees(shot.azimuth_rad)}
                yield Stand(TRUTH, "interceptor-launch", shot.shot_id, shot.launch_ms, shot.place, facts)
            case BodyEnded() as end:
                facts = {"how": end.how, "nation": end.nation, "areas": " ".join(end.areas)}
                yield Stand(TRUTH, "end", end.body_id, end.ended_ms, end.place, facts)


def degrees(angle_rad: float) -> float:
    """Return an angle in degrees, 0 to 360, to a thousandth."""
    return round(math.degrees(angle_rad) % 360.0, 3) % 360.0


def stands_of(view: View) -> Iterator[Stand]:
    """Yield the sites of the sensors and batteries that the reader knows; what is carried is not among them."""
    for node in view.scenario.nodes:
        for radar in node.radars:
            if radar.sensor_id not in node.patrols:
                place = (radar.lat_rad, radar.lon_rad, radar.alt_m)
                yield Stand(node.name, "radar", radar.sensor_id, 0, place, {"range_km": radar.max_range_m / 1e3})
        for skywave in node.skywaves:
            place = (skywave.lat_rad, skywave.lon_rad, 0.0)
            yield Stand(
                node.name, "skywave-radar", skywave.sensor_id, 0, place, {"range_km": skywave.max_range_m / 1e3}
            )
        for battery in node.batteries:
            place = (battery.lat_rad, battery.lon_rad, battery.alt_m)
            facts: Facts = {"layer": battery.layer, "stock": battery.stock}
            yield Stand(node.name, "battery", battery.battery_id, 0, place, facts)


def carried_of(view: View) -> list[Carried]:
    """Return the satellites, and the radars on ships and aircraft, that the reader knows."""
    found: list[Carried] = []
    spans_ms = [sampled_ms(start_ms, end_ms) for start_ms, end_ms in windows_of(view.scenario)]
    for node in view.scenario.nodes:
        for radar in node.radars:
            if radar.sensor_id in node.patrols:
                ways = [(times, np.array([radar_ecef(node, radar, int(t)) for t in times])) for times in spans_ms]
                found.append(Carried(node.name, "radar", radar.sensor_id, ways))
        for satellite in node.satellites:
            orbit = satellite.sensor.satellite
            ways = [
                (times, np.array([position_ecef(orbit, utc_ms_at(view.scenario, int(t))) for t in times]))
                for times in spans_ms
            ]
            found.append(Carried(node.name, "satellite", satellite.sensor.sensor_id, ways))
    return found


def radar_ecef(node: DeclaredNode, radar: Radar, time_ms: int) -> tuple[float, float, float]:
    """Return where (ECEF, m) a radar is carried at an exercise time."""
    then = radar_then(node, radar, time_ms)
    return ecef_from_lla(then.lat_rad, then.lon_rad, then.alt_m)


def windows_of(scenario: Scenario) -> list[tuple[int, int]]:
    """Return where each window of play begins and ends, exercise time, ms; the calendar jumps between them."""
    starts = [window.start_ms for window in scenario.windows]
    return list(zip(starts, [*starts[1:], scenario.end_ms], strict=True))


def sampled_ms(start_ms: int, end_ms: int) -> NDArray[np.int64]:
    """Return the times (ms) at which what is carried in a window is written, its last millisecond among them."""
    return np.append(np.arange(start_ms, end_ms - 1, CARRIED_EVERY_MS), end_ms - 1)
