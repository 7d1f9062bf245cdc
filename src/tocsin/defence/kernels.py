"""Kernels of the defence: where a threat's path lies as seen from a battery."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import lla_from_ecef

Array = NDArray[np.float64]


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
