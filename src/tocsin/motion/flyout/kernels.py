"""Kernels that read a fly-out table: how soon an interceptor can be at a place."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M

Array = NDArray[np.float64]

BELOW_LEVEL_RAD = 0.005  # so far below its own level it is taken to be as soon as at level: the ground 60 km off


class Limits(NamedTuple):
    """Where an interceptor may meet a body, and the steps of its table; handed to kernels as a plain tuple."""

    min_altitude_m: float
    max_altitude_m: float
    max_ground_range_m: float
    min_range_m: float
    step_m: float  # of straight distance
    step_rad: float  # of elevation


@njit(cache=True)
def flyout_time(time_s: Array, limits: Limits, ground_range_m: float, altitude_m: float) -> float:
    """Return the time (s) to one place by a table (d, e), infinity where never: see ``flyout_times_s``."""
    is_between = limits.min_altitude_m <= altitude_m <= limits.max_altitude_m
    if not (is_between and ground_range_m <= limits.max_ground_range_m):
        return math.inf
    angle = ground_range_m / MEAN_RADIUS_M
    half = math.sin(0.5 * angle)
    across_m = (MEAN_RADIUS_M + altitude_m) * math.sin(angle)
    up_m = altitude_m * math.cos(angle) - 2.0 * MEAN_RADIUS_M * half * half
    far_m, seen_rad = math.hypot(across_m, up_m), math.atan2(up_m, across_m)
    if far_m < limits.min_range_m or seen_rad < -BELOW_LEVEL_RAD:
        return math.inf
    return between(time_s, far_m / limits.step_m, max(seen_rad, 0.0) / limits.step_rad)


@njit(cache=True)
def between(table: Array, row: float, column: float) -> float:
    """Return the bilinear value of a table at a fractional index; infinity where a corner is."""
    top, left = min(int(row), table.shape[0] - 2), min(int(column), table.shape[1] - 2)
    down, right = row - top, column - left
    upper = table[top, left] * (1.0 - right) + table[top, left + 1] * right
    lower = table[top + 1, left] * (1.0 - right) + table[top + 1, left + 1] * right
    value = upper * (1.0 - down) + lower * down
    return value if math.isfinite(value) else math.inf  # infinity times no weight at all is no number


@njit(cache=True)
def flyout_times(
    time_s: Array, limits: tuple[float, float, float, float, float, float], ground_range_m: Array, altitude_m: Array
) -> Array:
    """Return the times (n,), s, to n places: ``flyout_time`` of each."""
    out = np.empty(ground_range_m.shape[0])
    for i in range(out.shape[0]):
        out[i] = flyout_time(time_s, Limits(*limits), ground_range_m[i], altitude_m[i])
    return out
