"""Straight climbs that coast: what a fly-out table is read from."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import GM_M3_S2, MEAN_RADIUS_M

Array = NDArray[np.float64]


@njit(cache=True)
def climb_coast(
    climb_rad: Array,
    burn_time_s: float,
    burnout_speed_m_s: float,
    coefficient_kg_m2: float,
    limit_s: float,
    step_s: float,
) -> Array:
    """Return flights (c, t, 3) of time (s), distance across (m) and up (m), one a climb angle (rad).

    Each flies straight at its climb angle with even gain of speed, then coasts over a round Earth at rest
    under gravity (point mass) and drag; midpoint steps.  A flight that comes down stays where it fell.
    """
    count = int(limit_s / step_s) + 1
    out = np.zeros((climb_rad.shape[0], count, 3))
    for flight in range(climb_rad.shape[0]):
        cos_climb, sin_climb = math.cos(climb_rad[flight]), math.sin(climb_rad[flight])
        across, up = 0.0, 0.0
        vx, vy = 0.0, 0.0
        for row in range(1, count):
            time_s = row * step_s
            if time_s <= burn_time_s:
                gone_m = 0.5 * burnout_speed_m_s * time_s * time_s / burn_time_s
                across, up = gone_m * cos_climb, gone_m * sin_climb
                speed = burnout_speed_m_s * time_s / burn_time_s
                vx, vy = speed * cos_climb, speed * sin_climb
            elif up >= 0.0:
                ax, ay = coast_pull(across, up, vx, vy, coefficient_kg_m2)
                mx, my = vx + 0.5 * step_s * ax, vy + 0.5 * step_s * ay
                ax, ay = coast_pull(across + 0.5 * step_s * vx, up + 0.5 * step_s * vy, mx, my, coefficient_kg_m2)
                across, up = across + step_s * mx, up + step_s * my
                vx, vy = vx + step_s * ax, vy + step_s * ay
            out[flight, row, 0], out[flight, row, 1], out[flight, row, 2] = time_s, across, up
    return out


@njit(cache=True)
def coast_pull(across: float, up: float, vx: float, vy: float, coefficient_kg_m2: float) -> tuple[float, float]:
    """Return the acceleration (m/s^2) across and up of a coasting point mass, seen from its launcher."""
    height = up + MEAN_RADIUS_M
    radius = math.sqrt(across * across + height * height)
    pull = -GM_M3_S2 / radius**3
    drag = 0.5 * air_density(radius - MEAN_RADIUS_M) * math.sqrt(vx * vx + vy * vy) / coefficient_kg_m2
    return pull * across - drag * vx, pull * height - drag * vy
