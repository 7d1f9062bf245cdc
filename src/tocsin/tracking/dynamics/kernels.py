"""Kernels of motion: one step of a free or an accelerating body, with its exact derivative.

A state has nine numbers: position (m), velocity (m/s), both ECEF, and three parameters.  A free body's first
parameter is its inverse ballistic coefficient over ``INVERSE_BALLISTIC_M2_KG``, the other two are zero; an
accelerating body's are the acceleration that is not gravity's (m/s^2, ECEF).
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.air.kernels import air_density_slope
from tocsin.earth.constants import EARTH_RADIUS_M, GM_M3_S2, J2, POLAR_RADIUS_M, ROTATION_RAD_S
from tocsin.tracking.kernels import AIR_TOP_M, INVERSE_BALLISTIC_M2_KG, coast_acceleration, quick_altitude

Array = NDArray[np.float64]
Three = tuple[float, float, float]

FREE = 7  # numbers of a free body's state that live
ALL = 9  # numbers of an accelerating body's state


@njit(cache=True)
def gravity_partials(x: float, y: float, z: float, pull: Array) -> None:
    """Set ``pull`` (3, 3) to the partials (1/s^2) of gravity with J2, and of the centrifugal term, with position."""
    r2 = x * x + y * y + z * z
    radius = math.sqrt(r2)
    point = GM_M3_S2 / (r2 * radius)
    bulge = 1.5 * J2 * EARTH_RADIUS_M * EARTH_RADIUS_M / r2
    tilt = z * z / r2
    place = (x, y, z)
    for i in range(3):
        extra = 1.0 if i < 2 else 3.0
        size = 1.0 + bulge * (extra - 5.0 * tilt)
        fall_off = -(3.0 + bulge * (5.0 * extra - 35.0 * tilt)) / r2
        for j in range(3):
            slope = fall_off * place[j]
            if j == 2:
                slope -= 10.0 * bulge * z / r2
            pull[i, j] = -point * place[i] * slope
        pull[i, i] -= point * size
    pull[0, 0] += ROTATION_RAD_S * ROTATION_RAD_S
    pull[1, 1] += ROTATION_RAD_S * ROTATION_RAD_S


@njit(cache=True)
def altitude_slope(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the partials of ``quick_altitude`` with x, y and z."""
    r2 = x * x + y * y + z * z
    radius = math.sqrt(r2)
    sine2 = z * z / r2
    round_part, flat_part = 1.0 / (EARTH_RADIUS_M * EARTH_RADIUS_M), 1.0 / (POLAR_RADIUS_M * POLAR_RADIUS_M)
    ground = 1.0 / math.sqrt((1.0 - sine2) * round_part + sine2 * flat_part)
    steep = ground * ground * ground * (flat_part - round_part) / r2
    level = 1.0 / radius - steep * sine2
    return level * x, level * y, (1.0 / radius + steep * (1.0 - sine2)) * z


@njit(cache=True)
def free_acceleration(x: Array, ratio: float, pull: Array, turn: Array, drag: Array) -> tuple[float, float, float]:
    """Return the acceleration (m/s^2, ECEF) of a free body, and set its partials.

    Parameters
    ----------
    x : (6,) float64
        Position and velocity.
    ratio : float
        Inverse ballistic coefficient over ``INVERSE_BALLISTIC_M2_KG``.
    pull, turn, drag : (3, 3), (3, 3), (3,) float64, set here
        Partials with position, velocity and ``ratio``.
    """
    gravity_partials(x[0], x[1], x[2], pull)
    turn[:] = 0.0
    turn[0, 1], turn[1, 0] = 2.0 * ROTATION_RAD_S, -2.0 * ROTATION_RAD_S
    drag[:] = 0.0
    altitude = quick_altitude(x[0], x[1], x[2])
    ax, ay, az = coast_acceleration(x[0], x[1], x[2], x[3], x[4], x[5], 0.0)
    speed = math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5])
    if altitude > AIR_TOP_M or speed < 1e-3:
        return ax, ay, az
    density, slope = air_density_slope(altitude)
    base = 0.5 * density * speed * INVERSE_BALLISTIC_M2_KG
    rise = altitude_slope(x[0], x[1], x[2])
    for i in range(3):
        drag[i] = -base * x[3 + i]
        for j in range(3):
            pull[i, j] += ratio * drag[i] * slope * rise[j]
            turn[i, j] += ratio * drag[i] * x[3 + j] / (speed * speed)
        turn[i, i] -= ratio * base
    return ax + ratio * drag[0], ay + ratio * drag[1], az + ratio * drag[2]


@njit(cache=True)
def pushed_acceleration(x: Array, push: Array, pull: Array, turn: Array) -> tuple[float, float, float]:
    """Return the acceleration of a body pushed with ``push`` (3,) m/s^2 besides gravity; set its partials."""
    gravity_partials(x[0], x[1], x[2], pull)
    turn[:] = 0.0
    turn[0, 1], turn[1, 0] = 2.0 * ROTATION_RAD_S, -2.0 * ROTATION_RAD_S
    ax, ay, az = coast_acceleration(x[0], x[1], x[2], x[3], x[4], x[5], 0.0)
    return ax + push[0], ay + push[1], az + push[2]


@njit(cache=True)
def step_with_partials(x: Array, dt: float, is_free: bool, fade_rate_s: float) -> tuple[Array, Array]:
    """Return the state (9,) one Runge-Kutta step on, and the exact partials (9, 9) of that step.

    Parameters
    ----------
    x : (9,) float64
        See the top of this file.
    dt : float, s
        May be negative.  Fourth order: in vacuum below 1 mm for 10 s; in the air take ``step_length``.
    is_free : bool
        A free body with drag, or one pushed by its last three numbers.
    fade_rate_s : float, 1/s, >= 0
        How fast a push dies away (one over the time constant of a Singer model); 0 for a lasting one.

    Notes
    -----
    The push is held over the step at its exact mean, and decays exactly.  The partials are those of the step
    itself, stage by stage, not of the flow.  Checked: against 50-digit differences
    (``tests/tracking/test_dynamics.py``).
    """
    fade = math.exp(-fade_rate_s * dt)
    mean = (1.0 - fade) / (fade_rate_s * dt) if fade_rate_s * abs(dt) > 1e-9 else 1.0
    push = mean * x[6:9]
    pulls, turns, drags = np.empty((4, 3, 3)), np.empty((4, 3, 3)), np.zeros((4, 3))
    rates, stage = np.empty((4, 6)), x[:6].copy()
    for s in range(4):
        if s > 0:
            reach = dt if s == 3 else 0.5 * dt
            for i in range(6):
                stage[i] = x[i] + reach * rates[s - 1, i]
        rates[s, 0], rates[s, 1], rates[s, 2] = stage[3], stage[4], stage[5]
        if is_free:
            a, b, c = free_acceleration(stage, x[6], pulls[s], turns[s], drags[s])
        else:
            a, b, c = pushed_acceleration(stage, push, pulls[s], turns[s])
        rates[s, 3], rates[s, 4], rates[s, 5] = a, b, c
    out = x.copy()
    for i in range(6):
        out[i] += dt / 6.0 * (rates[0, i] + 2.0 * (rates[1, i] + rates[2, i]) + rates[3, i])
    if not is_free:
        for i in range(6, 9):
            out[i] *= fade
    return out, chained(dt, pulls, turns, drags, is_free, mean, fade)


@njit(cache=True)
def along(first: Three, rate: Three, reach: float) -> Three:
    """Return first + reach * rate."""
    return first[0] + reach * rate[0], first[1] + reach * rate[1], first[2] + reach * rate[2]


@njit(cache=True)
def pulled(G: Array, D: Array, drive: Three, r: Three, v: Three) -> Three:
    """Return how the acceleration changes with a perturbation: of position, of velocity, and of what drives it."""
    return (
        drive[0]
        + G[0, 0] * r[0]
        + G[0, 1] * r[1]
        + G[0, 2] * r[2]
        + D[0, 0] * v[0]
        + D[0, 1] * v[1]
        + D[0, 2] * v[2],
        drive[1]
        + G[1, 0] * r[0]
        + G[1, 1] * r[1]
        + G[1, 2] * r[2]
        + D[1, 0] * v[0]
        + D[1, 1] * v[1]
        + D[1, 2] * v[2],
        drive[2]
        + G[2, 0] * r[0]
        + G[2, 1] * r[1]
        + G[2, 2] * r[2]
        + D[2, 0] * v[0]
        + D[2, 1] * v[1]
        + D[2, 2] * v[2],
    )


@njit(cache=True)
def chained(dt: float, pulls: Array, turns: Array, drags: Array, is_free: bool, mean: float, fade: float) -> Array:
    """Return the partials (9, 9) of a Runge-Kutta step from those of the acceleration at its four stages.

    Column by column in plain numbers: twice as fast as small arrays.
    """
    F = np.zeros((9, 9))
    for c in range(FREE if is_free else ALL):
        r = (1.0 if c == 0 else 0.0, 1.0 if c == 1 else 0.0, 1.0 if c == 2 else 0.0)
        v = (1.0 if c == 3 else 0.0, 1.0 if c == 4 else 0.0, 1.0 if c == 5 else 0.0)
        drive = (0.0, 0.0, 0.0)
        if c > 5 and not is_free:
            drive = (mean if c == 6 else 0.0, mean if c == 7 else 0.0, mean if c == 8 else 0.0)
        is_drag = is_free and c == 6
        a1 = pulled(pulls[0], turns[0], (drags[0, 0], drags[0, 1], drags[0, 2]) if is_drag else drive, r, v)
        r2, v2 = along(r, v, 0.5 * dt), along(v, a1, 0.5 * dt)
        a2 = pulled(pulls[1], turns[1], (drags[1, 0], drags[1, 1], drags[1, 2]) if is_drag else drive, r2, v2)
        r3, v3 = along(r, v2, 0.5 * dt), along(v, a2, 0.5 * dt)
        a3 = pulled(pulls[2], turns[2], (drags[2, 0], drags[2, 1], drags[2, 2]) if is_drag else drive, r3, v3)
        r4, v4 = along(r, v3, dt), along(v, a3, dt)
        a4 = pulled(pulls[3], turns[3], (drags[3, 0], drags[3, 1], drags[3, 2]) if is_drag else drive, r4, v4)
        for i in range(3):
            F[i, c] = r[i] + dt / 6.0 * (v[i] + 2.0 * (v2[i] + v3[i]) + v4[i])
            F[3 + i, c] = v[i] + dt / 6.0 * (a1[i] + 2.0 * (a2[i] + a3[i]) + a4[i])
    for i in range(6, 9):
        F[i, i] = 1.0 if is_free else fade
    return F
