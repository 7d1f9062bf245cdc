"""What an infrared satellite sees of every body, in one kernel call a scan; and the order of what any sensor reports.

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
from tocsin.sensing.numbers import InfraredNumbers
from tocsin.sensing.reason import Reason

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]


@njit(cache=True)
def comes_before(keys: Array, a: int, b: int) -> bool:
    """Return whether column a sorts before column b by the first three rows of keys (3 or more, m)."""
    for row in range(3):
        if keys[row, a] != keys[row, b]:
            return bool(keys[row, a] < keys[row, b])
    return False


@njit(cache=True)
def report_order(keys: Array, count: int) -> IntArray:
    """Return the order (count,) that sorts the first columns of keys by its first three rows (Shell sort)."""
    order = np.arange(count)
    gap = count // 2
    while gap > 0:
        for i in range(gap, count):
            column = order[i]
            j = i
            while j >= gap and comes_before(keys, column, order[j - gap]):
                order[j] = order[j - gap]
                j -= gap
            order[j] = column
        gap //= 2
    return order


@njit(cache=True)
def sorted_columns(found: Array, body: IntArray, count: int) -> tuple[Array, IntArray]:
    """Return the first columns of found (k, n) and of body (n,), sorted by the first three rows of found."""
    order = report_order(found, count)
    columns = np.empty((found.shape[0], count))
    bodies = np.empty(count, np.int64)
    for i in range(count):
        bodies[i] = body[order[i]]
        for row in range(found.shape[0]):
            columns[row, i] = found[row, order[i]]
    return columns, bodies


@njit(cache=True)
def earth_hides(sx: float, sy: float, sz: float, x: float, y: float, z: float) -> bool:
    """Return whether the solid WGS 84 ellipsoid stands between two ECEF points; no air, no terrain."""
    stretch = EARTH_RADIUS_M / POLAR_RADIUS_M  # the ellipsoid becomes a sphere, straight lines stay straight
    sz, z = sz * stretch, z * stretch
    dx, dy, dz = x - sx, y - sy, z - sz
    along = -(sx * dx + sy * dy + sz * dz) / (dx * dx + dy * dy + dz * dz)
    if along <= 0.0 or along >= 1.0:
        return False
    cx, cy, cz = sx + along * dx, sy + along * dy, sz + along * dz
    return cx * cx + cy * cy + cz * cz < EARTH_RADIUS_M * EARTH_RADIUS_M


@njit(cache=True)
def cloud_hides(clouds: Array, x: float, y: float, z: float) -> bool:
    """Return whether any cloud (k, 5), as ``scene.cloud_rows`` makes them, covers an ECEF point."""
    if clouds.shape[0] == 0:
        return False
    alt_m, up_x, up_y, up_z = altitude_and_up(x, y, z)
    for k in range(clouds.shape[0]):
        cosine = clouds[k, 0] * up_x + clouds[k, 1] * up_y + clouds[k, 2] * up_z
        if alt_m < clouds[k, 4] and cosine >= clouds[k, 3]:
            return True
    return False


@njit(cache=True)
def infrared_reason(
    sensor: InfraredNumbers, satellite_ecef: Array, body_ecef: Array, plume_w_sr: float, clouds: Array
) -> tuple[Reason, float]:
    """Return why the satellite does or does not see a body, and the mean irradiance (W/m^2) there."""
    sx, sy, sz = satellite_ecef[0], satellite_ecef[1], satellite_ecef[2]
    x, y, z = body_ecef[0], body_ecef[1], body_ecef[2]
    dx, dy, dz = x - sx, y - sy, z - sz
    bx, by, bz = sensor.boresight_x - sx, sensor.boresight_y - sy, sensor.boresight_z - sz
    range_m2 = dx * dx + dy * dy + dz * dz
    signal_w_m2 = plume_w_sr / range_m2
    if plume_w_sr <= 0.0:
        return Reason.NOT_BURNING, signal_w_m2
    if earth_hides(sx, sy, sz, x, y, z):
        return Reason.BEHIND_EARTH, signal_w_m2
    cosine = (dx * bx + dy * by + dz * bz) / math.sqrt(range_m2 * (bx * bx + by * by + bz * bz))
    if cosine < sensor.cos_half_field:
        return Reason.OUTSIDE_FIELD, signal_w_m2
    if cloud_hides(clouds, x, y, z):
        return Reason.UNDER_CLOUD, signal_w_m2
    if signal_w_m2 < sensor.threshold_w_m2:
        return Reason.TOO_FAINT, signal_w_m2
    return Reason.SEEN, signal_w_m2


@njit(cache=True)
def infrared_verdicts(
    sensor: InfraredNumbers, satellite_ecef: Array, position_ecef: Array, plume_w_sr: Array, clouds: Array
) -> IntArray:
    """Return the reason (n,) for each body (n, 3) of plume intensity (n,)."""
    reasons = np.empty(position_ecef.shape[0], np.int64)
    for i in range(position_ecef.shape[0]):
        reasons[i], _ = infrared_reason(sensor, satellite_ecef, position_ecef[i], plume_w_sr[i], clouds)
    return reasons


@njit(cache=True)
def noisy_direction(
    dx: float, dy: float, dz: float, across_rad: float, along_rad: float
) -> tuple[float, float, float]:
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
    position_ecef: Array,
    plume_w_sr: Array,
    luck_id: IntArray,
    clouds: Array,
    key0: int,
    key1: int,
    scan: int,
) -> tuple[Array, IntArray]:
    """Return what one scan of an infrared satellite reports.

    Arrays are the satellite's position (3,), those of ``scene.Scene`` and ``scene.cloud_rows``; key and scan
    are int64.

    Returns
    -------
    reported : (4, m) float64
        Rows: direction x, y, z (ECEF, unit) and irradiance (W/m^2, at least the threshold), with noise.
        Columns are sorted by the first three rows.
    body : (m,) int64
        Which body each column came from.
    """
    count = 0
    found = np.empty((4, position_ecef.shape[0]))
    body = np.empty(position_ecef.shape[0], np.int64)
    for i in range(position_ecef.shape[0]):
        reason, signal = infrared_reason(sensor, satellite_ecef, position_ecef[i], plume_w_sr[i], clouds)
        if reason != Reason.SEEN and reason != Reason.TOO_FAINT:
            continue
        z0, _ = normal_pair(key0, key1, DETECT_INFRARED, 0, sensor.luck_id, luck_id[i], scan)
        found[3, count] = signal + sensor.noise_w_m2 * z0
        if found[3, count] < sensor.threshold_w_m2:
            continue
        z1, z2 = normal_pair(key0, key1, NOISE_INFRARED, 0, sensor.luck_id, luck_id[i], scan)
        line = position_ecef[i] - satellite_ecef
        sigma = sensor.sigma_angle_rad
        tipped = noisy_direction(line[0], line[1], line[2], sigma * z1, sigma * z2)
        found[0, count], found[1, count], found[2, count] = tipped
        body[count] = i
        count += 1
    return sorted_columns(found, body, count)
