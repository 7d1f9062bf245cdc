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
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Three = tuple[float, float, float]
Sites = tuple[Array, Array, Array, Array, Array, Ints]  # see ``battery.sites_of``


@njit(cache=True)
def range_along(place_ecef: Array, site_ecef: Array, enu_from_ecef: Array) -> float:
    """Return the range (m) along a round Earth between the verticals of a site (3,) and a point (3 or more,)."""
    east, north, up = 0.0, 0.0, 0.0
    for axis in range(3):
        offset = place_ecef[axis] - site_ecef[axis]
        east += enu_from_ecef[0, axis] * offset
        north += enu_from_ecef[1, axis] * offset
        up += enu_from_ecef[2, axis] * offset
    return MEAN_RADIUS_M * math.atan2(math.sqrt(east * east + north * north), MEAN_RADIUS_M + up)


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
        ground_range_m[i] = range_along(positions_ecef[i], site_ecef, enu_from_ecef)
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
def launch_windows(times_s: Array, states_ecef: Array, sites: Sites, ready_s: Array) -> tuple[Ints, Array]:
    """Return where along a path each of n batteries can meet a threat first, and where after its latest launch.

    Parameters
    ----------
    times_s, states_ecef : (k,), (k, 6) float64, s from now; m and m/s, ECEF
        The path.
    sites : see ``battery.sites_of``
    ready_s : (n,) float64, s
        From now: no launch is earlier; infinity for a battery that is not asked.

    Returns
    -------
    rows : (n, 2) int64
        Of the path at the first intercept, and at that of the latest launch; -1 where there is none.
    launches_s : (n, 2) float64, s from now
        Of these two.
    """
    site_ecef, enu_from_ecef, limits, radars, table_s, tables = sites
    count, steps = ready_s.shape[0], times_s.shape[0]
    rows, launches_s = np.full((count, 2), -1, np.int64), np.zeros((count, 2))
    altitude_m = np.empty(steps)
    for row in range(steps):
        altitude_m[row] = lla_from_ecef(states_ecef[row, 0], states_ecef[row, 1], states_ecef[row, 2])[2]
    for battery in range(count):
        if ready_s[battery] == math.inf:
            continue
        begin, down, across = tables[battery]
        table = table_s[begin : begin + down * across].reshape(down, across)
        low_m, high_m, far_m, near_m, step_m, step_rad = limits[battery]
        reachable = Limits(low_m, high_m, far_m, near_m, step_m, step_rad)
        radar = (radars[battery, 0], radars[battery, 1], radars[battery, 2])
        for row in range(steps):
            if not low_m <= altitude_m[row] <= high_m:
                continue
            ground_m = range_along(states_ecef[row], site_ecef[battery], enu_from_ecef[battery])
            flight_s = flyout_time(table, reachable, ground_m, altitude_m[row])
            launch_s = times_s[row] - flight_s
            if not (launch_s >= ready_s[battery] and is_seen(radar, ground_m, altitude_m[row])):
                continue
            if rows[battery, 0] < 0:
                rows[battery, 0], launches_s[battery, 0] = row, launch_s
            if rows[battery, 1] < 0 or launch_s > launches_s[battery, 1]:
                rows[battery, 1], launches_s[battery, 1] = row, launch_s
    return rows, launches_s
