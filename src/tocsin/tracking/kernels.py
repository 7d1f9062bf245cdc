"""Kernels of the coasting model: how a free body moves, and where it comes down."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import EARTH_RADIUS_M, POLAR_RADIUS_M, ROTATION_RAD_S
from tocsin.earth.kernels import enu_axes, gravity_ecef, lla_from_ecef

Array = NDArray[np.float64]
Six = tuple[float, float, float, float, float, float]

INVERSE_BALLISTIC_M2_KG = 1.0 / 5000.0  # notional: a class-generic re-entering body of 5000 kg/m^2
BALLISTIC_LOG_SD = 0.3  # notional: doubt about the logarithm of that coefficient
AIR_TOP_M = 120000.0  # m; above it drag on such a body is below 2e-4 m/s^2 and left out
SCALE_HEIGHT_M = 7000.0  # m, of the lower atmosphere; only sets the length of a step
LONGEST_STEP_S = 10.0  # s; fourth-order error in vacuum below 1 mm a step
SHORTEST_STEP_S = 0.25  # s
FALL_LIMIT_S = 3600.0  # s; a body still up after this is not coming down as far as we are concerned
POSITION_STEP_M = 100.0  # m, for partials of the impact
VELOCITY_STEP_M_S = 1.0  # m/s, for partials of the impact


@njit(cache=True)
def quick_altitude(x: float, y: float, z: float) -> float:
    """Return the height (m) above the ellipsoid along the radius; within 2 m of geodetic up to 300 km."""
    r_squared = x * x + y * y + z * z
    sine_squared = z * z / r_squared
    ground = 1.0 / math.sqrt(
        (1.0 - sine_squared) / (EARTH_RADIUS_M * EARTH_RADIUS_M) + sine_squared / (POLAR_RADIUS_M * POLAR_RADIUS_M)
    )
    return math.sqrt(r_squared) - ground


@njit(cache=True)
def drag_rate(x: float, y: float, z: float, speed_m_s: float, inverse_ballistic: float) -> float:
    """Return drag deceleration over speed (1/s): the air turns with the Earth, so ECEF speed is air speed."""
    altitude = quick_altitude(x, y, z)
    if altitude > AIR_TOP_M:
        return 0.0
    return 0.5 * air_density(altitude) * speed_m_s * inverse_ballistic


@njit(cache=True)
def coast_acceleration(
    x: float, y: float, z: float, u: float, v: float, w: float, inverse_ballistic: float
) -> tuple[float, float, float]:
    """Return the ECEF acceleration (m/s^2) of a free body at x, y, z (m) moving with u, v, w (m/s).

    Gravity with J2, centrifugal and Coriolis terms, drag.  Left out: lift, wind, Sun and Moon.
    """
    gx, gy, gz = gravity_ecef(x, y, z)
    rate = drag_rate(x, y, z, math.sqrt(u * u + v * v + w * w), inverse_ballistic)
    ax = gx + ROTATION_RAD_S * (ROTATION_RAD_S * x + 2.0 * v) - rate * u
    ay = gy + ROTATION_RAD_S * (ROTATION_RAD_S * y - 2.0 * u) - rate * v
    return ax, ay, gz - rate * w


@njit(cache=True)
def coast_step(
    x: float, y: float, z: float, u: float, v: float, w: float, dt: float, inverse_ballistic: float
) -> Six:
    """Return position and velocity after one Runge-Kutta step of fourth order over dt seconds."""
    h = 0.5 * dt
    a1, b1, c1 = coast_acceleration(x, y, z, u, v, w, inverse_ballistic)
    u2, v2, w2 = u + h * a1, v + h * b1, w + h * c1
    a2, b2, c2 = coast_acceleration(x + h * u, y + h * v, z + h * w, u2, v2, w2, inverse_ballistic)
    u3, v3, w3 = u + h * a2, v + h * b2, w + h * c2
    a3, b3, c3 = coast_acceleration(x + h * u2, y + h * v2, z + h * w2, u3, v3, w3, inverse_ballistic)
    u4, v4, w4 = u + dt * a3, v + dt * b3, w + dt * c3
    a4, b4, c4 = coast_acceleration(x + dt * u3, y + dt * v3, z + dt * w3, u4, v4, w4, inverse_ballistic)
    k = dt / 6.0
    return (
        x + k * (u + 2.0 * u2 + 2.0 * u3 + u4),
        y + k * (v + 2.0 * v2 + 2.0 * v3 + v4),
        z + k * (w + 2.0 * w2 + 2.0 * w3 + w4),
        u + k * (a1 + 2.0 * a2 + 2.0 * a3 + a4),
        v + k * (b1 + 2.0 * b2 + 2.0 * b3 + b4),
        w + k * (c1 + 2.0 * c2 + 2.0 * c3 + c4),
    )


@njit(cache=True)
def step_length(x: float, y: float, z: float, u: float, v: float, w: float) -> float:
    """Return a step (s) that changes the air density by at most a third, and ends short of the air's top."""
    radius = math.sqrt(x * x + y * y + z * z)
    climb = (x * u + y * v + z * w) / radius
    above = quick_altitude(x, y, z) - AIR_TOP_M
    if above > 0.0:
        return min(LONGEST_STEP_S, max(1.0, above / max(-climb, 1.0)))
    return min(LONGEST_STEP_S, max(SHORTEST_STEP_S, 0.3 * SCALE_HEIGHT_M / max(abs(climb), 1.0)))


@njit(cache=True)
def fall(state: Six, inverse_ballistic: float) -> tuple[float, float, float, float]:
    """Return seconds to the ground and the ECEF point there; -1 s if still up after ``FALL_LIMIT_S``."""
    x, y, z, u, v, w = state
    altitude = quick_altitude(x, y, z)
    time_s = 0.0
    while time_s < FALL_LIMIT_S:
        dt = step_length(x, y, z, u, v, w)
        a, b, c, d, e, f = coast_step(x, y, z, u, v, w, dt, inverse_ballistic)
        below = quick_altitude(a, b, c)
        if below < 0.0 and below < altitude:
            if altitude <= 0.0:
                return time_s, x, y, z
            dt *= altitude / (altitude - below)
            for _ in range(3):  # Newton, on the length of the last step
                a, b, c, d, e, f = coast_step(x, y, z, u, v, w, dt, inverse_ballistic)
                climb = (a * d + b * e + c * f) / math.sqrt(a * a + b * b + c * c)
                dt -= quick_altitude(a, b, c) / min(climb, -0.1)
            return time_s + dt, a, b, c
        x, y, z, u, v, w = a, b, c, d, e, f
        altitude = below
        time_s += dt
    return -1.0, x, y, z


@njit(cache=True)
def impact_partials(x: Array, east: Array, north: Array) -> tuple[Array, bool]:
    """Return (7, 3) partials of east (m), north (m) and time (s) of the impact, and whether all fell.

    Rows: the six state components, then the logarithm of the ballistic coefficient.  Central differences.
    """
    out = np.empty((7, 3))
    low, high = np.empty(4), np.empty(4)
    for row in range(7):
        step = POSITION_STEP_M if row < 3 else VELOCITY_STEP_M_S if row < 6 else BALLISTIC_LOG_SD
        for sign in (-1.0, 1.0):
            shifted = x.copy()
            inverse_ballistic = INVERSE_BALLISTIC_M2_KG
            if row < 6:
                shifted[row] += sign * step
            else:
                inverse_ballistic *= math.exp(-sign * step)
            start = (shifted[0], shifted[1], shifted[2], shifted[3], shifted[4], shifted[5])
            end = low if sign < 0.0 else high
            end[0], end[1], end[2], end[3] = fall(start, inverse_ballistic)
            if end[0] < 0.0:
                return out, False
        out[row, 0], out[row, 1] = 0.0, 0.0
        for axis in range(3):
            out[row, 0] += east[axis] * (high[axis + 1] - low[axis + 1]) / (2.0 * step)
            out[row, 1] += north[axis] * (high[axis + 1] - low[axis + 1]) / (2.0 * step)
        out[row, 2] = (high[0] - low[0]) / (2.0 * step)
    return out, True


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
        J, fell = impact_partials(x[row], axes[0], axes[1])
        if not fell:
            continue
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
