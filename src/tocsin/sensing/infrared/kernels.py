"""What an infrared satellite sees of every body, in one kernel call a scan.

Where several reasons hold, the first in the order of the ``if`` lines counts.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.chance.kernels import normal_pair
from tocsin.chance.luck import DETECT_INFRARED, NOISE_INFRARED
from tocsin.earth.constants import EARTH_RADIUS_M, POLAR_RADIUS_M
from tocsin.earth.kernels import altitude_and_up
from tocsin.sensing.infrared.numbers import InfraredNumbers
from tocsin.sensing.kernels import sorted_columns
from tocsin.sensing.reason import Reason

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

Vector = tuple[float, float, float]  # ECEF; in loops over bodies cheaper than an array of three

TWO_PI = 2.0 * math.pi
STRETCH = EARTH_RADIUS_M / POLAR_RADIUS_M  # makes the ellipsoid a sphere; straight lines stay straight
VAPOUR_SCALE_M = 2000.0  # m: water vapour falls off by a factor e in 2 km (Wallace and Hobbs, Atmospheric Science)
CLEAR_ABOVE_M = 20000.0  # m above ``opaque_below_m``: ten scale heights, an optical depth of 5e-5
FLATTEST_COSINE = 0.05  # of the zenith angle: flatter lines count as this, 20 vertical air masses
LUCKIEST = 8.6  # standard deviations: no draw of ``normal_pair`` is larger
AWAY_M = 1e12  # m, tangent height of a line of sight that leads away from the Earth


@njit(cache=True)
def earth_hides(sx: float, sy: float, sz: float, x: float, y: float, z: float) -> bool:
    """Return whether the solid WGS 84 ellipsoid stands between two ECEF points; no air, no terrain."""
    sz, z = sz * STRETCH, z * STRETCH
    dx, dy, dz = x - sx, y - sy, z - sz
    along = -(sx * dx + sy * dy + sz * dz) / (dx * dx + dy * dy + dz * dz)
    if along <= 0.0 or along >= 1.0:
        return False
    cx, cy, cz = sx + along * dx, sy + along * dy, sz + along * dz
    return cx * cx + cy * cy + cz * cz < EARTH_RADIUS_M * EARTH_RADIUS_M


@njit(cache=True)
def tangent_height(sx: float, sy: float, sz: float, dx: float, dy: float, dz: float) -> float:
    """Return the height (m) over the ellipsoid at which a line from (s) along (d) passes; below 0: it hits.

    ``AWAY_M`` if it leads away from the Earth.  Rough: measured where the ellipsoid is stretched to a sphere,
    right to 0.4 %.
    """
    sz, dz = sz * STRETCH, dz * STRETCH
    along = -(sx * dx + sy * dy + sz * dz) / (dx * dx + dy * dy + dz * dz)
    if along <= 0.0:
        return AWAY_M
    cx, cy, cz = sx + along * dx, sy + along * dy, sz + along * dz
    return math.sqrt(cx * cx + cy * cy + cz * cz) - EARTH_RADIUS_M


@njit(cache=True)
def seen_sun(satellite_ecef: Array, sun_ecef: Array) -> Array:
    """Return the direction to the Sun (3,), or zeros where it is left out (zeros) or the Earth hides it."""
    x, y, z = satellite_ecef[0], satellite_ecef[1], satellite_ecef[2]
    u, v, w = AWAY_M * sun_ecef[0], AWAY_M * sun_ecef[1], AWAY_M * sun_ecef[2]
    if (u == 0.0 and v == 0.0 and w == 0.0) or earth_hides(x, y, z, x + u, y + v, z + w):
        return np.zeros(3)
    return sun_ecef.copy()


@njit(cache=True)
def cloud_hides(clouds: Array, x: float, y: float, z: float) -> bool:
    """Return whether any cloud (k, 5), as ``scene.cloud_rows`` makes them, covers an ECEF point."""
    top_m = 0.0
    for k in range(clouds.shape[0]):
        top_m = max(top_m, clouds[k, 4])
    # the ellipsoid lies within the sphere of its equator: whoever is outside sphere and top is above all cloud
    if top_m <= 0.0 or x * x + y * y + z * z > (EARTH_RADIUS_M + top_m) ** 2:
        return False
    alt_m, up_x, up_y, up_z = altitude_and_up(x, y, z)
    for k in range(clouds.shape[0]):
        cosine = clouds[k, 0] * up_x + clouds[k, 1] * up_y + clouds[k, 2] * up_z
        if alt_m < clouds[k, 4] and cosine >= clouds[k, 3]:
            return True
    return False


@njit(cache=True)
def passed_air(opaque_below_m: float, alt_m: float, cosine: float) -> float:
    """Return the share (0 to 1) of light that leaves the air from an altitude at a cosine of the zenith angle."""
    if opaque_below_m <= 0.0 or alt_m > opaque_below_m + CLEAR_ABOVE_M:
        return 1.0
    depth = math.exp((opaque_below_m - alt_m) / VAPOUR_SCALE_M)
    return math.exp(-depth / max(cosine, FLATTEST_COSINE))


@njit(cache=True)
def transmission(opaque_below_m: float, x: float, y: float, z: float, line: Vector) -> float:
    """Return ``passed_air`` from an ECEF point to a satellite; line: any length, from satellite to point."""
    if opaque_below_m <= 0.0 or x * x + y * y + z * z > (EARTH_RADIUS_M + opaque_below_m + CLEAR_ABOVE_M) ** 2:
        return 1.0
    alt_m, up_x, up_y, up_z = altitude_and_up(x, y, z)
    size = math.sqrt(line[0] * line[0] + line[1] * line[1] + line[2] * line[2])
    return passed_air(opaque_below_m, alt_m, -(up_x * line[0] + up_y * line[1] + up_z * line[2]) / size)


@njit(cache=True)
def field_axes(sensor: InfraredNumbers, satellite_ecef: Array) -> Array:
    """Return (3, 3): rows are the boresight and two directions across it, ECEF, unit; the second is level."""
    x, y = sensor.boresight_x - satellite_ecef[0], sensor.boresight_y - satellite_ecef[1]
    z = sensor.boresight_z - satellite_ecef[2]
    size = math.sqrt(x * x + y * y + z * z)
    x, y, z = x / size, y / size, z / size
    flat = math.sqrt(x * x + y * y)
    ax, ay = (-y / flat, x / flat) if flat > 1e-9 else (1.0, 0.0)
    out = np.empty((3, 3))
    out[0, 0], out[0, 1], out[0, 2] = x, y, z
    out[1, 0], out[1, 1], out[1, 2] = ax, ay, 0.0
    out[2, 0], out[2, 1], out[2, 2] = -z * ay, z * ax, x * ay - y * ax
    return out


@njit(cache=True)
def swept_ago_ms(sensor: InfraredNumbers, axes: Array, dx: float, dy: float, dz: float) -> float:
    """Return how long before the report (ms) a scanner looked along a line: 0 to below its period."""
    if not sensor.is_scanning:
        return 0.0
    level = axes[1, 0] * dx + axes[1, 1] * dy + axes[1, 2] * dz
    upright = axes[2, 0] * dx + axes[2, 1] * dy + axes[2, 2] * dz
    return sensor.scan_period_ms * ((math.atan2(upright, level) % TWO_PI) / TWO_PI)


@njit(cache=True)
def lit_by(x: float, y: float, z: float, velocity_ecef: Vector, ago_s: float) -> bool:
    """Return whether a body was already flying so long ago, taken to speed up evenly from the ground.

    Then half its speed carries it back to the ground in the time since lift-off.  Never false above 200 km.
    """
    if ago_s <= 0.0 or x * x + y * y + z * z > (EARTH_RADIUS_M + 2e5) ** 2:
        return True
    half_s = 0.5 * ago_s
    alt_m, _, _, _ = altitude_and_up(
        x - half_s * velocity_ecef[0], y - half_s * velocity_ecef[1], z - half_s * velocity_ecef[2]
    )
    return alt_m >= 0.0


@njit(cache=True)
def look_from(sensor: InfraredNumbers, satellite_ecef: Array, sun_ecef: Array) -> tuple[Array, Vector, Vector]:
    """Return what one scan works out once: ``field_axes``, the satellite, and ``seen_sun``."""
    sun = seen_sun(satellite_ecef, sun_ecef)
    satellite = (satellite_ecef[0], satellite_ecef[1], satellite_ecef[2])
    return field_axes(sensor, satellite_ecef), satellite, (sun[0], sun[1], sun[2])


@njit(cache=True)
def infrared_reason(
    sensor: InfraredNumbers,
    satellite_ecef: Vector,
    axes: Array,
    sun_ecef: Vector,
    body_ecef: Vector,
    velocity_ecef: Vector,
    plume_w_sr: float,
    clouds: Array,
) -> tuple[Reason, float]:
    """Return why the satellite does or does not see a burning body, and the mean irradiance (W/m^2) there."""
    sx, sy, sz = satellite_ecef
    x, y, z = body_ecef
    dx, dy, dz = x - sx, y - sy, z - sz
    bx, by, bz = sensor.boresight_x - sx, sensor.boresight_y - sy, sensor.boresight_z - sz
    range_m2 = dx * dx + dy * dy + dz * dz
    signal_w_m2 = plume_w_sr / range_m2
    if earth_hides(sx, sy, sz, x, y, z):
        return Reason.BEHIND_EARTH, signal_w_m2
    cosine = (dx * bx + dy * by + dz * bz) / math.sqrt(range_m2 * (bx * bx + by * by + bz * bz))
    if cosine < sensor.cos_half_field:
        return Reason.OUTSIDE_FIELD, signal_w_m2
    if cloud_hides(clouds, x, y, z):
        return Reason.UNDER_CLOUD, signal_w_m2
    if sensor.limb_guard_m > 0.0 and abs(tangent_height(sx, sy, sz, dx, dy, dz)) < sensor.limb_guard_m:
        return Reason.LIMB_GLOW, signal_w_m2
    to_sun = dx * sun_ecef[0] + dy * sun_ecef[1] + dz * sun_ecef[2]
    if to_sun > sensor.cos_sun_exclusion * math.sqrt(range_m2):
        return Reason.SUN_BLINDED, signal_w_m2
    if sensor.is_scanning and not lit_by(x, y, z, velocity_ecef, 1e-3 * swept_ago_ms(sensor, axes, dx, dy, dz)):
        return Reason.SWEPT_BEFORE, signal_w_m2
    left_w_m2 = signal_w_m2 * transmission(sensor.opaque_below_m, x, y, z, (dx, dy, dz))
    if left_w_m2 >= sensor.threshold_w_m2:
        return Reason.SEEN, left_w_m2
    return (Reason.ABSORBED if signal_w_m2 >= sensor.threshold_w_m2 else Reason.TOO_FAINT), left_w_m2


@njit(cache=True)
def infrared_verdicts(
    sensor: InfraredNumbers,
    satellite_ecef: Array,
    sun_ecef: Array,
    position_ecef: Array,
    velocity_ecef: Array,
    plume_w_sr: Array,
    clouds: Array,
) -> IntArray:
    """Return the reason (n,) for each body: position and velocity (n, 3), plume intensity (n,)."""
    reasons = np.full(position_ecef.shape[0], np.int64(Reason.NOT_BURNING))
    axes, satellite, sun = look_from(sensor, satellite_ecef, sun_ecef)
    for i in range(position_ecef.shape[0]):
        if plume_w_sr[i] <= 0.0:
            continue
        place = position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2]
        velocity = velocity_ecef[i, 0], velocity_ecef[i, 1], velocity_ecef[i, 2]
        reasons[i], _ = infrared_reason(sensor, satellite, axes, sun, place, velocity, plume_w_sr[i], clouds)
    return reasons


@njit(cache=True)
def noisy_direction(dx: float, dy: float, dz: float, across_rad: float, along_rad: float) -> Vector:
    """Return the unit vector of (dx, dy, dz) tipped by two small angles in two directions at right angles."""
    size = math.sqrt(dx * dx + dy * dy + dz * dz)
    dx, dy, dz = dx / size, dy / size, dz / size
    if abs(dz) < 0.9:
        flat = math.sqrt(dx * dx + dy * dy)
        ax, ay, az = dy / flat, -dx / flat, 0.0
    else:
        flat = math.sqrt(dy * dy + dz * dz)
        ax, ay, az = 0.0, dz / flat, -dy / flat
    x = dx + across_rad * ax + along_rad * (dy * az - dz * ay)
    y = dy + across_rad * ay + along_rad * (dz * ax - dx * az)
    z = dz + across_rad * az + along_rad * (dx * ay - dy * ax)
    size = math.sqrt(x * x + y * y + z * z)
    return x / size, y / size, z / size


@njit(cache=True)
def infrared_scan(
    sensor: InfraredNumbers,
    satellite_ecef: Array,
    sun_ecef: Array,
    position_ecef: Array,
    velocity_ecef: Array,
    plume_w_sr: Array,
    luck_id: IntArray,
    clouds: Array,
    key0: int,
    key1: int,
    scan: int,
) -> tuple[Array, IntArray]:
    """Return what one scan of an infrared satellite reports of the bodies.

    Arrays are the satellite's position (3,), the Sun's direction (3,) or zeros, those of ``scene.Scene`` and
    ``scene.cloud_rows``; key and scan are int64.

    Returns
    -------
    reported : (5, m) float64
        Rows: direction x, y, z (ECEF, unit), irradiance (W/m^2, at least the threshold), with noise, and how
        long before the report it was measured (ms).  Columns are sorted by the first three rows.
    body : (m,) int64
        Which body each column came from.
    """
    count = 0
    found = np.empty((5, position_ecef.shape[0]))
    body = np.empty(position_ecef.shape[0], np.int64)
    axes, satellite, sun = look_from(sensor, satellite_ecef, sun_ecef)
    for i in range(position_ecef.shape[0]):
        if plume_w_sr[i] <= 0.0:
            continue
        place = position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2]
        velocity = velocity_ecef[i, 0], velocity_ecef[i, 1], velocity_ecef[i, 2]
        reason, signal = infrared_reason(sensor, satellite, axes, sun, place, velocity, plume_w_sr[i], clouds)
        if reason != Reason.SEEN and reason != Reason.TOO_FAINT and reason != Reason.ABSORBED:
            continue
        if signal + LUCKIEST * sensor.noise_w_m2 < sensor.threshold_w_m2:
            continue
        z0, _ = normal_pair(key0, key1, DETECT_INFRARED, 0, sensor.luck_id, luck_id[i], scan)
        found[3, count] = signal + sensor.noise_w_m2 * z0
        if found[3, count] < sensor.threshold_w_m2:
            continue
        z1, z2 = normal_pair(key0, key1, NOISE_INFRARED, 0, sensor.luck_id, luck_id[i], scan)
        seen = found[3, count]
        row = swept_row(sensor, satellite, axes, place, velocity, seen, z1, z2)
        found[0, count], found[1, count], found[2, count], found[3, count], found[4, count] = row
        body[count] = i
        count += 1
    return sorted_columns(found, body, count)


@njit(cache=True)
def swept_row(
    sensor: InfraredNumbers,
    satellite_ecef: Vector,
    axes: Array,
    body_ecef: Vector,
    velocity_ecef: Vector,
    seen_w_m2: float,
    z1: float,
    z2: float,
) -> tuple[float, float, float, float, float]:
    """Return a column of ``infrared_scan``: where the body was when the sweep passed, two normal draws of noise."""
    dx, dy, dz = body_ecef[0] - satellite_ecef[0], body_ecef[1] - satellite_ecef[1], body_ecef[2] - satellite_ecef[2]
    ago_ms = math.floor(swept_ago_ms(sensor, axes, dx, dy, dz))
    if ago_ms > 0.0:
        ago_s = 1e-3 * ago_ms
        dx, dy, dz = dx - ago_s * velocity_ecef[0], dy - ago_s * velocity_ecef[1], dz - ago_s * velocity_ecef[2]
    sigma = sensor.sigma_angle_rad
    x, y, z = noisy_direction(dx, dy, dz, sigma * z1, sigma * z2)
    return x, y, z, seen_w_m2, ago_ms
