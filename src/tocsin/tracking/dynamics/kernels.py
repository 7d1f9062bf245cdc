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
from tocsin.tracking.kernels import AIR_TOP_M, INVERSE_BALLISTIC_M2_KG, airless_acceleration, quick_altitude
from tocsin.tracking.threes.kernels import (
    IDENTITY,
    Nine,
    Three,
    along,
    outer,
    product,
    put,
    scaled,
    scaled_three,
    total,
    turned,
)

Array = NDArray[np.float64]
FourThrees = tuple[Three, Three, Three, Three]
FourNines = tuple[Nine, Nine, Nine, Nine]

FREE = 7  # numbers of a free body's state that live
ALL = 9  # numbers of an accelerating body's state
CORIOLIS = (0.0, 2.0 * ROTATION_RAD_S, 0.0, -2.0 * ROTATION_RAD_S, 0.0, 0.0, 0.0, 0.0, 0.0)  # 1/s, with velocity
NO_DRAG = (0.0, 0.0, 0.0)


@njit(cache=True)
def gravity_partials(x: float, y: float, z: float) -> Nine:
    """Return the partials (1/s^2) of gravity with J2, and of the centrifugal term, with position."""
    r2 = x * x + y * y + z * z
    point = GM_M3_S2 / (r2 * math.sqrt(r2))
    bulge = 1.5 * J2 * EARTH_RADIUS_M * EARTH_RADIUS_M / r2
    tilt = z * z / r2
    spin = ROTATION_RAD_S * ROTATION_RAD_S
    own_flat = spin - point * (1.0 + bulge * (1.0 - 5.0 * tilt))
    own_up = -point * (1.0 + bulge * (3.0 - 5.0 * tilt))
    flat = point * (3.0 + bulge * (5.0 - 35.0 * tilt)) / r2
    up = point * (3.0 + bulge * (15.0 - 35.0 * tilt)) / r2
    lean = flat + point * 10.0 * bulge / r2
    xy, xz, yz = flat * x * y, lean * x * z, lean * y * z
    zz = (up + point * 10.0 * bulge / r2) * z * z + own_up
    return flat * x * x + own_flat, xy, xz, xy, flat * y * y + own_flat, yz, xz, yz, zz


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
def pulled(p: Three, v: Three) -> tuple[Three, Nine]:
    """Return the acceleration (m/s^2, ECEF) of a body that only gravity pulls, and its partials with position."""
    return airless_acceleration(p[0], p[1], p[2], v[0], v[1]), gravity_partials(p[0], p[1], p[2])


@njit(cache=True)
def dragged(p: Three, v: Three, ratio: float) -> tuple[Three, Nine, Nine, Three]:
    """Return the acceleration (m/s^2, ECEF) of a free body and its partials with position, velocity and ``ratio``.

    ``ratio``: inverse ballistic coefficient over ``INVERSE_BALLISTIC_M2_KG``.
    """
    a, G = pulled(p, v)
    altitude = quick_altitude(p[0], p[1], p[2])
    speed = math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    if altitude > AIR_TOP_M or speed < 1e-3:
        return a, G, CORIOLIS, NO_DRAG
    density, slope = air_density_slope(altitude)
    base = 0.5 * density * speed * INVERSE_BALLISTIC_M2_KG
    drag = (-base * v[0], -base * v[1], -base * v[2])
    rise = scaled_three(ratio * slope, altitude_slope(p[0], p[1], p[2]))
    quicker = scaled_three(ratio / (speed * speed), v)
    D = total(total(CORIOLIS, -ratio * base, IDENTITY), 1.0, outer(drag, quicker))
    return along(a, drag, ratio), total(G, 1.0, outer(drag, rise)), D, drag


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
    out, F = x.copy(), np.zeros((9, 9))
    if is_free:
        free_step(out, dt, F)
    else:
        pushed_step(out, dt, fade_rate_s, F)
    return out, F


@njit(cache=True)
def free_step(x: Array, dt: float, F: Array) -> None:
    """Take a free body (9,) one step on, in place, and set ``F`` (9, 9) to the partials of the step."""
    ratio, half = x[6], 0.5 * dt
    p, v = (x[0], x[1], x[2]), (x[3], x[4], x[5])
    a1, G1, D1, k1 = dragged(p, v, ratio)
    v2 = along(v, a1, half)
    a2, G2, D2, k2 = dragged(along(p, v, half), v2, ratio)
    v3 = along(v, a2, half)
    a3, G3, D3, k3 = dragged(along(p, v2, half), v3, ratio)
    v4 = along(v, a3, dt)
    a4, G4, D4, k4 = dragged(along(p, v3, dt), v4, ratio)
    advance(x, dt, (v, v2, v3, v4), (a1, a2, a3, a4))
    place_columns(dt, (G1, G2, G3, G4), (D1, D2, D3, D4), F)
    drag_column(dt, (G1, G2, G3, G4), (D1, D2, D3, D4), (k1, k2, k3, k4), F)
    for i in range(6, 9):
        F[i, i] = 1.0


@njit(cache=True)
def pushed_step(x: Array, dt: float, fade_rate_s: float, F: Array) -> None:
    """Take a pushed body (9,) one step on, in place, and set ``F`` (9, 9) to the partials of the step."""
    fade = math.exp(-fade_rate_s * dt)
    mean = (1.0 - fade) / (fade_rate_s * dt) if fade_rate_s * abs(dt) > 1e-9 else 1.0
    push, half = (x[6], x[7], x[8]), 0.5 * dt
    p, v = (x[0], x[1], x[2]), (x[3], x[4], x[5])
    g1, G1 = pulled(p, v)
    a1 = along(g1, push, mean)
    v2 = along(v, a1, half)
    g2, G2 = pulled(along(p, v, half), v2)
    a2 = along(g2, push, mean)
    v3 = along(v, a2, half)
    g3, G3 = pulled(along(p, v2, half), v3)
    a3 = along(g3, push, mean)
    v4 = along(v, a3, dt)
    g4, G4 = pulled(along(p, v3, dt), v4)
    advance(x, dt, (v, v2, v3, v4), (a1, a2, a3, along(g4, push, mean)))
    gravity = (G1, G2, G3, G4)
    place_columns(dt, gravity, (CORIOLIS, CORIOLIS, CORIOLIS, CORIOLIS), F)
    push_columns(dt, gravity, mean, F)
    for i in range(6, 9):
        x[i] *= fade
        F[i, i] = fade


@njit(cache=True)
def advance(x: Array, dt: float, v: FourThrees, a: FourThrees) -> None:
    """Take position and velocity one step on, in place, by the velocities and accelerations of the four stages."""
    for i in range(3):
        x[i] += dt / 6.0 * (v[0][i] + 2.0 * (v[1][i] + v[2][i]) + v[3][i])
        x[3 + i] += dt / 6.0 * (a[0][i] + 2.0 * (a[1][i] + a[2][i]) + a[3][i])


@njit(cache=True)
def place_columns(dt: float, G: FourNines, D: FourNines, F: Array) -> None:
    """Set the first six columns of ``F``: how a step changes with the position and the velocity that it begins with.

    G and D: partials of the acceleration with position and velocity at the four stages.
    """
    half, sixth = 0.5 * dt, dt / 6.0
    v2 = scaled(half, G[0])
    a2 = total(product(D[1], v2), 1.0, G[1])
    v3 = scaled(half, a2)
    a3 = total(product(D[2], v3), 1.0, product(G[2], total(IDENTITY, half, v2)))
    v4 = scaled(dt, a3)
    a4 = total(product(D[3], v4), 1.0, product(G[3], total(IDENTITY, dt, v3)))
    put(F, 0, 0, total(IDENTITY, sixth, total(v4, 2.0, total(v2, 1.0, v3))))
    put(F, 3, 0, scaled(sixth, total(total(G[0], 1.0, a4), 2.0, total(a2, 1.0, a3))))
    v2 = total(IDENTITY, half, D[0])
    a2 = total(product(D[1], v2), half, G[1])
    v3 = total(IDENTITY, half, a2)
    a3 = total(product(D[2], v3), half, product(G[2], v2))
    v4 = total(IDENTITY, dt, a3)
    a4 = total(product(D[3], v4), dt, product(G[3], v3))
    put(F, 0, 3, scaled(sixth, total(total(IDENTITY, 1.0, v4), 2.0, total(v2, 1.0, v3))))
    put(F, 3, 3, total(IDENTITY, sixth, total(total(D[0], 1.0, a4), 2.0, total(a2, 1.0, a3))))


@njit(cache=True)
def drag_column(dt: float, G: FourNines, D: FourNines, k: FourThrees, F: Array) -> None:
    """Set the seventh column of ``F``: how a step changes with the drag ratio, whose partials are ``k``."""
    half = 0.5 * dt
    v2 = scaled_three(half, k[0])
    a2 = along(k[1], turned(D[1], v2), 1.0)
    v3 = scaled_three(half, a2)
    a3 = along(along(k[2], turned(G[2], v2), half), turned(D[2], v3), 1.0)
    v4 = scaled_three(dt, a3)
    a4 = along(along(k[3], turned(G[3], v3), dt), turned(D[3], v4), 1.0)
    for i in range(3):
        F[i, 6] = dt / 6.0 * (2.0 * (v2[i] + v3[i]) + v4[i])
        F[3 + i, 6] = dt / 6.0 * (k[0][i] + 2.0 * (a2[i] + a3[i]) + a4[i])


@njit(cache=True)
def push_columns(dt: float, G: FourNines, mean: float, F: Array) -> None:
    """Set the last three columns of ``F``: how a step changes with the push, ``mean`` of which is felt."""
    half, push = 0.5 * dt, scaled(mean, IDENTITY)
    v2 = scaled(half, push)
    a2 = total(push, 1.0, product(CORIOLIS, v2))
    v3 = scaled(half, a2)
    a3 = total(total(push, half, product(G[2], v2)), 1.0, product(CORIOLIS, v3))
    v4 = scaled(dt, a3)
    a4 = total(total(push, dt, product(G[3], v3)), 1.0, product(CORIOLIS, v4))
    put(F, 0, 6, scaled(dt / 6.0, total(v4, 2.0, total(v2, 1.0, v3))))
    put(F, 3, 6, scaled(dt / 6.0, total(total(push, 1.0, a4), 2.0, total(a2, 1.0, a3))))
