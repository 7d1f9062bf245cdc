"""Kernels of the coasting model: how a free body moves, and when and where it is on the ground."""

import math

from numba import njit

from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import EARTH_RADIUS_M, POLAR_RADIUS_M, ROTATION_RAD_S
from tocsin.earth.kernels import gravity_ecef

Three = tuple[float, float, float]
Six = tuple[float, float, float, float, float, float]

INVERSE_BALLISTIC_M2_KG = 1.0 / 5000.0  # notional: a class-generic re-entering body of 5000 kg/m^2
BALLISTIC_LOG_SD = 0.3  # notional: doubt about the logarithm of that coefficient
AIR_TOP_M = 120000.0  # m; above it drag on such a body is below 2e-4 m/s^2 and left out
SCALE_HEIGHT_M = 7000.0  # m, of the lower atmosphere; only sets the length of a step
SEA_LEVEL_KG_M3, THICK_AIR_M = 1.225, 8500.0  # density of the air there, and how it falls off below 10 km; likewise
LOWEST_M = -5000.0  # m; below it the air is no denser
LONGEST_STEP_S = 20.0  # s; fourth-order error in vacuum below 1 mm a step, at 300 km
SHORTEST_STEP_S = 0.25  # s
LONGEST_STEP_IN_AIR_S = 10.0  # s
STEP_SHARE = 0.4  # of the scale height, that a step in the air may climb or fall
SLOWING_SHARE = 1.2  # of speed over drag, that a step may last: beyond 1.39 the step is unstable
FALL_LIMIT_S = 3600.0  # s; a body still up after this is not coming down as far as we are concerned


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
def airless_acceleration(x: float, y: float, z: float, u: float, v: float) -> Three:
    """Return the ECEF acceleration (m/s^2) of a free body without air: gravity with J2, centrifugal and Coriolis."""
    gx, gy, gz = gravity_ecef(x, y, z)
    return (
        gx + ROTATION_RAD_S * (ROTATION_RAD_S * x + 2.0 * v),
        gy + ROTATION_RAD_S * (ROTATION_RAD_S * y - 2.0 * u),
        gz,
    )


@njit(cache=True)
def coast_acceleration(
    x: float, y: float, z: float, u: float, v: float, w: float, inverse_ballistic: float
) -> tuple[float, float, float]:
    """Return the ECEF acceleration (m/s^2) of a free body at x, y, z (m) moving with u, v, w (m/s).

    Gravity with J2, centrifugal and Coriolis terms, drag.  Left out: lift, wind, Sun and Moon.
    """
    ax, ay, az = airless_acceleration(x, y, z, u, v)
    rate = drag_rate(x, y, z, math.sqrt(u * u + v * v + w * w), inverse_ballistic)
    return ax - rate * u, ay - rate * v, az - rate * w


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
    """Return a step (s) that ends short of the air's top, or changes the air's density by a third, or the speed.

    Against steps a tenth as long, 629 falls of tracked bodies ended 0.3 m away at most, half of them 3 cm.
    What flies fast and level in thick air is no missile, but clutter may be followed as if: drag sets the step.
    """
    radius = math.sqrt(x * x + y * y + z * z)
    climb = (x * u + y * v + z * w) / radius
    above = quick_altitude(x, y, z) - AIR_TOP_M
    if above > 0.0:
        return min(LONGEST_STEP_S, max(1.0, above / max(-climb, 1.0)))
    speed = math.sqrt(u * u + v * v + w * w)
    density = SEA_LEVEL_KG_M3 * math.exp(-max(above + AIR_TOP_M, LOWEST_M) / THICK_AIR_M)
    slowing_s = 1.0 / max(0.5 * density * speed * INVERSE_BALLISTIC_M2_KG, 1e-3)
    step_s = min(STEP_SHARE * SCALE_HEIGHT_M / max(abs(climb), 1.0), SLOWING_SHARE * slowing_s)
    return min(LONGEST_STEP_IN_AIR_S, max(SHORTEST_STEP_S, step_s))


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
