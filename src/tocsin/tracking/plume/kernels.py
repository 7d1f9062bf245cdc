"""Kernels of the line-of-sight tracker: where a line meets the ground, how far a plume can have moved."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.tracking.associate import NO_PAIR

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

PLUME_ALTITUDE_M = 30000.0  # m, notional: where a line of sight is taken to end
FASTEST_M_S = 12000.0  # m/s: no plume's ground point moves faster
PLUME_ACCELERATION_M_S2 = 100.0  # m/s^2: nor changes its speed faster
BASELINE_LOOKS = 3  # looks back over which the speed of the ground point is measured
GATE_SD = 4.0  # standard deviations of direction noise let through


@njit(cache=True)
def ground_point(satellite: Array, direction_ecef: Array) -> Array:
    """Return the ECEF point (3,) where a line from a satellite (3,) along a direction (3,) ends.

    On a sphere ``PLUME_ALTITUDE_M`` above the mean Earth; for a line that misses it, its nearest point.
    """
    radius = MEAN_RADIUS_M + PLUME_ALTITUDE_M
    along, height = 0.0, 0.0
    for k in range(3):
        along -= satellite[k] * direction_ecef[k]
        height += satellite[k] * satellite[k]
    span = along - math.sqrt(max(radius * radius - (height - along * along), 0.0))
    return satellite + span * direction_ecef


@njit(cache=True)
def ground_motion(
    looks: Ints, look_ms: Ints, satellite: Array, direction_ecef: Array, sigma: Array
) -> tuple[Array, Array, Array]:
    """Return where n lines of sight now meet the ground (n, 3), their velocity (n, 3) and its doubt (n,).

    Over the last ``BASELINE_LOOKS`` looks; after one look the velocity is zero and its doubt (m/s, standard
    deviation) infinite.  Arguments are columns of a table of ``PLUME``.
    """
    count = looks.shape[0]
    point, velocity_ecef = np.empty((count, 3)), np.zeros((count, 3))
    doubt = np.full(count, np.inf)
    for row in range(count):
        last = looks[row] - 1
        back = max(last - BASELINE_LOOKS, 0)
        point[row] = ground_point(satellite[row, last], direction_ecef[row, last])
        dt_s = 1e-3 * (look_ms[row, last] - look_ms[row, back])
        if dt_s <= 0.0:
            continue
        velocity_ecef[row] = (point[row] - ground_point(satellite[row, back], direction_ecef[row, back])) / dt_s
        total = 0.0
        for k in range(3):
            total += (point[row, k] - satellite[row, last, k]) ** 2
        doubt[row] = math.sqrt(2.0 * total) * sigma[row, last] / dt_s
    return point, velocity_ecef, doubt


@njit(cache=True)
def angle_to(satellite: Array, point: Array, direction_ecef: Array) -> tuple[float, float]:
    """Return the angle (rad) at a satellite between a point (3,) and a direction (3,); and the range (m)."""
    a, b, c = point[0] - satellite[0], point[1] - satellite[1], point[2] - satellite[2]
    span = math.sqrt(a * a + b * b + c * c)
    p = (b * direction_ecef[2] - c * direction_ecef[1]) / span
    q = (c * direction_ecef[0] - a * direction_ecef[2]) / span
    r = (a * direction_ecef[1] - b * direction_ecef[0]) / span
    return math.sqrt(p * p + q * q + r * r), span


@njit(cache=True)
def plume_costs(
    time_ms: Ints,
    point: Array,
    velocity_ecef: Array,
    velocity_sd: Array,
    now_ms: int,
    satellite: Array,
    direction_ecef: Array,
    sigma_angle_rad: float,
) -> Array:
    """Return costs (n, m): squared angle (in gates) between where each track should be and each direction.

    Parameters
    ----------
    time_ms : (n,) int64, ms
        Newest look of each track.
    point : (n, 3) float64, m, ECEF
        Where that look met the ground.
    velocity_ecef, velocity_sd : (n, 3) and (n,) float64, m/s
        Of that point; the standard deviation is infinite after one look.
    now_ms, satellite, direction_ecef, sigma_angle_rad
        The new looks: time, (3,) m, (m, 3) unit, rad.

    Returns
    -------
    (n, m) float64
        ``NO_PAIR`` where the plume would have had to move faster than ``FASTEST_M_S``, or change its speed
        faster than ``PLUME_ACCELERATION_M_S2``, direction noise aside.
    """
    tracks, rows = point.shape[0], direction_ecef.shape[0]
    out = np.full((tracks, rows), NO_PAIR)
    noise = GATE_SD * math.sqrt(2.0) * sigma_angle_rad
    for track in range(tracks):
        dt_s = 1e-3 * (now_ms - time_ms[track])
        moving = velocity_sd[track] < np.inf
        ahead = point[track] + velocity_ecef[track] * dt_s if moving else point[track]
        for row in range(rows):
            moved, span = angle_to(satellite, point[track], direction_ecef[row])
            limit = FASTEST_M_S * dt_s / span + noise
            if moved > limit:
                continue
            if moving:
                moved, span = angle_to(satellite, ahead, direction_ecef[row])
                doubt = GATE_SD * velocity_sd[track] * dt_s
                turn = 0.5 * PLUME_ACCELERATION_M_S2 * dt_s * dt_s
                limit = min(limit, (doubt + turn) / span + noise)
            if moved <= limit:
                out[track, row] = (moved / limit) ** 2
    return out
