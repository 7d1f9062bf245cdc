"""The kernel that asks all batteries of a nation about one threat: a place's height is worked out once for all."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.defence.kernels import is_seen
from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import lla_from_ecef
from tocsin.motion.flyout.kernels import Limits, flyout_time

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Sites = tuple[Array, Array, Array, Array, Array, Ints]


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
            ground_m = ground_range_m(states_ecef[row], site_ecef[battery], enu_from_ecef[battery])
            flight_s = flyout_time(table, reachable, ground_m, altitude_m[row])
            launch_s = times_s[row] - flight_s
            if not (launch_s >= ready_s[battery] and is_seen(radar, ground_m, altitude_m[row])):
                continue
            if rows[battery, 0] < 0:
                rows[battery, 0], launches_s[battery, 0] = row, launch_s
            if rows[battery, 1] < 0 or launch_s > launches_s[battery, 1]:
                rows[battery, 1], launches_s[battery, 1] = row, launch_s
    return rows, launches_s


@njit(cache=True)
def ground_range_m(state_ecef: Array, site_ecef: Array, enu_from_ecef: Array) -> float:
    """Return the range (m) along a round Earth between the verticals of a site (3,) and a point: see ``reach``."""
    east, north, up = 0.0, 0.0, 0.0
    for axis in range(3):
        offset = state_ecef[axis] - site_ecef[axis]
        east += enu_from_ecef[0, axis] * offset
        north += enu_from_ecef[1, axis] * offset
        up += enu_from_ecef[2, axis] * offset
    return MEAN_RADIUS_M * math.atan2(math.sqrt(east * east + north * north), MEAN_RADIUS_M + up)
