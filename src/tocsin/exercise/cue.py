"""Where a radar should look for what an event is expected to bring: rough, from the node's own picture."""

import math

import numpy as np

from tocsin.earth.kernels import ecef_from_lla, enu_axes, vincenty_direct
from tocsin.exercise.view import NodeView
from tocsin.orders.action import CueRadar
from tocsin.sensing.radar.sensor import Radar
from tocsin.tracking.predict import fly_forward
from tocsin.warning.event import LaunchEstimate, WarningEvent

CUE_SHARE = 0.5  # of a radar's search time, notional: the rest goes on watching the whole sector
CUE_MS = 20_000  # how long a cue holds; it is given again while there is need
LEAD_S = 5.0  # a cue looks this far ahead: what is cued is obeyed in the next tick and searched in the next scan
CLIMB_S, GROUND_SPEED_M_S, HEIGHT_M = 60.0, 2_500.0, 200e3  # notional: a medium-range flight seen from far away
NARROW_RAD, WIDE_RAD = math.radians(2.0), math.radians(10.0)  # half widths, notional: on a track, on a report
SIGMAS, UNSURE = 3.0, math.inf

Three = tuple[float, float, float]


def cue_for(radar: Radar, event: WarningEvent, expected: tuple[Three, float], time_ms: int) -> CueRadar | None:
    """Return the cue of a radar for an event, or None where the body should not be in its sector and range.

    ``expected`` is the event's ``expected_place``.  Below the lowest beam the cue is a fence on it: what rises will
    rise there.
    """
    position_ecef, sigma_m = expected
    radar_ecef = ecef_from_lla(radar.lat_rad, radar.lon_rad, radar.alt_m)
    if math.dist(position_ecef, radar_ecef) > radar.max_range_m + 1.0:  # most are in another part of the world
        return None
    line = np.array(position_ecef) - np.array(radar_ecef)
    east, north, up = (enu_axes(radar.lat_rad, radar.lon_rad) * line).sum(axis=1).tolist()
    range_m = math.hypot(east, north, up)
    azimuth_rad = math.atan2(east, north) % (2.0 * math.pi)
    half_width_rad = max(NARROW_RAD, min(WIDE_RAD, SIGMAS * sigma_m / range_m))
    off_rad = abs(math.remainder(azimuth_rad - radar.boresight_rad, 2.0 * math.pi))
    if off_rad > radar.half_sector_rad + half_width_rad or range_m > radar.max_range_m:
        return None
    elevation_rad = max(math.atan2(up, math.hypot(east, north)), radar.min_elevation_rad + half_width_rad)
    if elevation_rad > radar.max_elevation_rad:
        return None
    return CueRadar(event.event_id, radar.sensor_id, azimuth_rad, elevation_rad, half_width_rad, time_ms + CUE_MS)


def expected_place(view: NodeView, event: WarningEvent) -> tuple[Three, float] | None:
    """Return where the event's body should be soon (m, ECEF), and how sure that is (m)."""
    held = view.track(event.track)
    if held is not None:
        x, covariance, track_ms = held
        since_s = (view.time_ms - track_ms) / 1000.0
        if 1000.0 * since_s <= CUE_MS:
            ahead = fly_forward(x, covariance, np.array([since_s + LEAD_S]))
            x_m, y_m, z_m = ahead.x[0, :3].tolist()
            (xx, _, _), (_, yy, _), (_, _, zz) = ahead.P[0, :3, :3].tolist()
            return (x_m, y_m, z_m), math.sqrt((xx + yy + zz) / 3.0)
    if event.launch is None:
        return None
    return along(event.launch, view.time_ms), UNSURE


def along(launch: LaunchEstimate, time_ms: int) -> Three:
    """Return where a medium-range flight from a launch estimate would be, ECEF (m): a guess to search from."""
    since_s = max(0.0, (time_ms - launch.time_ms) / 1000.0 + LEAD_S - CLIMB_S)
    point = launch.point
    lat_rad, lon_rad, _ = vincenty_direct(
        point.lat_rad, point.lon_rad, launch.azimuth_rad, GROUND_SPEED_M_S * since_s
    )
    return ecef_from_lla(lat_rad, lon_rad, HEIGHT_M)
