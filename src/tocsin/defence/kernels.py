"""Kernels of the defence: where a threat's path lies as seen from a battery, and how soon it can be met there."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import lla_from_ecef
from tocsin.motion.flyout.kernels import Limits, flyout_time
from tocsin.sensing.radar.bending.kernels import EFFECTIVE_RADIUS_M

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Three = tuple[float, float, float]
Six = tuple[float, float, float, float, float, float]


@njit(cache=True)
def reach(positions_ecef: Array, site_ecef: Array, enu_from_ecef: Array) -> tuple[Array, Array]:
    """Return ground range and altitude of points as a battery sees them.

    Parameters
    ----------
    positions_ecef : (n, 3) float64, m
    site_ecef : (3,) float64, m
    enu_from_ecef : (3, 3) float64
        Rows east, north, up at the site.

    Returns
    -------
    ground_range_m, altitude_m : (n,), (n,) float64, m
        Range along a round Earth between the verticals of site and point (within 0.5 % of WGS 84),
        altitude over the ellipsoid.
    """
    n = positions_ecef.shape[0]
    ground_range_m, altitude_m = np.zeros(n), np.zeros(n)
    for i in range(n):
        east, north, up = 0.0, 0.0, 0.0
        for axis in range(3):
            offset = positions_ecef[i, axis] - site_ecef[axis]
            east += enu_from_ecef[0, axis] * offset
            north += enu_from_ecef[1, axis] * offset
            up += enu_from_ecef[2, axis] * offset
        ground_range_m[i] = MEAN_RADIUS_M * math.atan2(math.sqrt(east * east + north * north), MEAN_RADIUS_M + up)
        altitude_m[i] = lla_from_ecef(positions_ecef[i, 0], positions_ecef[i, 1], positions_ecef[i, 2])[2]
    return ground_range_m, altitude_m


@njit(cache=True)
def is_seen(radar: Three, ground_range_m: float, altitude_m: float) -> bool:
    """Return whether an engagement radar sees one place: see ``battery.in_sight``.

    ``radar``: height of the antenna (m), greatest range (m), least elevation (rad).
    """
    height_m, range_m, min_elevation_rad = radar
    angle = ground_range_m / EFFECTIVE_RADIUS_M
    half = math.sin(0.5 * angle)
    across_m = (EFFECTIVE_RADIUS_M + altitude_m) * math.sin(angle)
    up_m = altitude_m - height_m - (EFFECTIVE_RADIUS_M + altitude_m) * 2.0 * (half * half)
    if not math.hypot(across_m, up_m) <= range_m:
        return False
    elevation_rad = math.atan2(up_m, across_m)
    edge_angle = math.acos(EFFECTIVE_RADIUS_M / (EFFECTIVE_RADIUS_M + height_m))
    # the edge of the ground lies as far below level as round the Earth
    return elevation_rad >= min_elevation_rad and (elevation_rad >= -edge_angle or angle <= edge_angle)


@njit(cache=True)
def all_seen(radar: Three, ground_range_m: Array, altitude_m: Array) -> Flags:
    """Return, (n,) bool, whether an engagement radar sees n places."""
    out = np.empty(ground_range_m.shape[0], np.bool_)
    for i in range(out.shape[0]):
        out[i] = is_seen(radar, ground_range_m[i], altitude_m[i])
    return out


@njit(cache=True)
def meeting_times(
    time_s: Array,
    limits: tuple[float, float, float, float, float, float],
    radar: Three,
    ground_range_m: Array,
    altitude_m: Array,
) -> Array:
    """Return the times (n,), s, of flight to n places by a fly-out table, infinity where never or not seen."""
    out = np.empty(ground_range_m.shape[0])
    for i in range(out.shape[0]):
        out[i] = flyout_time(time_s, Limits(*limits), ground_range_m[i], altitude_m[i])
        if out[i] < math.inf and not is_seen(radar, ground_range_m[i], altitude_m[i]):
            out[i] = math.inf
    return out


@njit(cache=True)
def launch_window(
    times_s: Array,
    states_ecef: Array,
    place: tuple[Array, Array],
    table_s: Array,
    terms: tuple[Six, Three],
    ready_s: float,
) -> tuple[int, float, int, float]:
    """Return where along a path a battery can meet a threat first, and where after its latest launch.

    Parameters
    ----------
    times_s, states_ecef : (k,), (k, 6) float64, s from now; m and m/s, ECEF
        The path.
    place : (3,) and (3, 3) float64
        The battery's site, m, and its axes east, north, up.
    table_s : (d, e) float64, s
        Its fly-out table.
    terms : limits of the table, radar
        See ``meeting_times``.
    ready_s : float, s
        From now: no launch is earlier.

    Returns
    -------
    first, first_launch_s, last, last_launch_s : int, float, int, float
        Row of the path at the first intercept, and its launch; the same of the latest launch.  Rows are -1 where
        there is none.
    """
    ground_range_m, altitude_m = reach(states_ecef, place[0], place[1])
    flight_s = meeting_times(table_s, terms[0], terms[1], ground_range_m, altitude_m)
    first, last, first_launch_s, last_launch_s = -1, -1, 0.0, 0.0
    for row in range(times_s.shape[0]):
        launch_s = times_s[row] - flight_s[row]
        if not (flight_s[row] < math.inf and launch_s >= ready_s):
            continue
        if first < 0:
            first, first_launch_s = row, launch_s
        if last < 0 or launch_s > last_launch_s:
            last, last_launch_s = row, launch_s
    return first, first_launch_s, last, last_launch_s
