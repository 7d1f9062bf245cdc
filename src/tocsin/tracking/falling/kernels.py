"""Kernels of the impact: a coasting body followed to the ground, and what the doubt about it becomes there."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.kernels import enu_axes, lla_from_ecef
from tocsin.tracking.dynamics.kernels import altitude_slope, free_step
from tocsin.tracking.kernels import BALLISTIC_LOG_SD, INVERSE_BALLISTIC_M2_KG, fall, step_length

Array = NDArray[np.float64]

SLOWEST_FALL_M_S = 0.1  # m/s: what comes down flatter than this is taken to come down so


@njit(cache=True)
def flow(x: Array, time_s: float) -> Array:
    """Take a free body (9,) time_s seconds on, in place; return the partials (6, 6) of its end with its beginning."""
    so_far, after, F = np.eye(6), np.eye(6), np.zeros((9, 9))
    left_s = time_s
    while left_s > 1e-9:
        dt = min(left_s, step_length(x[0], x[1], x[2], x[3], x[4], x[5]))
        free_step(x, dt, F)
        for i in range(6):
            a, b, c, d, e, f = F[i, 0], F[i, 1], F[i, 2], F[i, 3], F[i, 4], F[i, 5]
            for j in range(6):
                after[i, j] = a * so_far[0, j] + b * so_far[1, j] + c * so_far[2, j]
                after[i, j] += d * so_far[3, j] + e * so_far[4, j] + f * so_far[5, j]
        so_far, after = after, so_far
        left_s -= dt
    return so_far


@njit(cache=True)
def impact_partials(x: Array, time_s: float, east: Array, north: Array) -> Array:
    """Return (7, 3) partials of east (m), north (m) and time (s) of an impact that is time_s seconds away.

    Rows: the six numbers of the state (6,), then the logarithm of the ballistic coefficient.  The first are exact:
    what arrives higher than the ground by h comes down later by h over its rate of fall, and farther on by as much of
    its path.  The last is the slope from one standard deviation below to one above: drag bends over that far.
    """
    then = np.zeros(9)
    then[:6], then[6] = x, 1.0
    partials = flow(then, time_s)
    a, b, c = altitude_slope(then[0], then[1], then[2])
    falls_m_s = max(-(a * then[3] + b * then[4] + c * then[5]), SLOWEST_FALL_M_S)
    out = np.empty((7, 3))
    for row in range(6):
        later_s = (a * partials[0, row] + b * partials[1, row] + c * partials[2, row]) / falls_m_s
        out[row, 0], out[row, 1], out[row, 2] = 0.0, 0.0, later_s
        for k in range(3):
            farther = partials[k, row] + later_s * then[3 + k]
            out[row, 0] += east[k] * farther
            out[row, 1] += north[k] * farther
    start = (x[0], x[1], x[2], x[3], x[4], x[5])
    light = fall(start, INVERSE_BALLISTIC_M2_KG * math.exp(BALLISTIC_LOG_SD))
    heavy = fall(start, INVERSE_BALLISTIC_M2_KG * math.exp(-BALLISTIC_LOG_SD))
    per_log = 0.5 / BALLISTIC_LOG_SD
    out[6, 0], out[6, 1], out[6, 2] = 0.0, 0.0, per_log * (heavy[0] - light[0])
    for k in range(3):
        out[6, 0] += per_log * east[k] * (heavy[1 + k] - light[1 + k])
        out[6, 1] += per_log * north[k] * (heavy[1 + k] - light[1 + k])
    return out


@njit(cache=True)
def impacts(x: Array, P: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Return where and when n coasting bodies come down.

    Parameters
    ----------
    x, P : (n, 6), (n, 6, 6) float64, m and m/s, ECEF

    Returns
    -------
    (n, 3) float64
        Seconds from now, latitude and longitude (rad).
    (n, 3, 3) float64
        Covariance of east (m), north (m) and time (s) there.
    (n,) bool
        False where the body is still up after ``FALL_LIMIT_S``: the other rows are then zero.
    """
    count = x.shape[0]
    place, covariance = np.zeros((count, 3)), np.zeros((count, 3, 3))
    valid = np.zeros(count, dtype=np.bool_)
    for row in range(count):
        start = (x[row, 0], x[row, 1], x[row, 2], x[row, 3], x[row, 4], x[row, 5])
        time_s, a, b, c = fall(start, INVERSE_BALLISTIC_M2_KG)
        if time_s < 0.0:
            continue
        lat_rad, lon_rad, _ = lla_from_ecef(a, b, c)
        axes = enu_axes(lat_rad, lon_rad)
        J = impact_partials(x[row], time_s, axes[0], axes[1])
        valid[row] = True
        place[row, 0], place[row, 1], place[row, 2] = time_s, lat_rad, lon_rad
        for i in range(3):
            for j in range(3):
                total = BALLISTIC_LOG_SD * BALLISTIC_LOG_SD * J[6, i] * J[6, j]
                for k in range(6):
                    for m in range(6):
                        total += J[k, i] * P[row, k, m] * J[m, j]
                covariance[row, i, j] = total
    return place, covariance, valid
