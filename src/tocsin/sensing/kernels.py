"""What a radar sees of every body, in one kernel call a scan; and how any sensor sorts its report.

Where several reasons hold, the first in the order of the ``if`` lines counts.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.chance.kernels import normal_pair, uniform
from tocsin.chance.luck import DETECT_RADAR, NOISE_RADAR
from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import altitude_and_up
from tocsin.sensing.numbers import RadarNumbers
from tocsin.sensing.reason import Reason

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

TWO_PI = 2.0 * math.pi
EFFECTIVE_RADIUS_M = 4.0 / 3.0 * MEAN_RADIUS_M  # rays are straight over an Earth this large (Skolnik, ch. 12)
BENDING_RAD_M = 1.0 / MEAN_RADIUS_M - 1.0 / EFFECTIVE_RADIUS_M  # rad of bending per m of level path
REFRACTING_TOP_M = 7000.0  # m; fitted to the total bending of ITU-R P.834-7, eq. (9), 0 to 10 deg
RANGE_FLOOR_M = 10.0  # m, notional: what calibration and the air leave however strong the echo
ANGLE_FLOOR_BEAMWIDTHS = 0.02  # notional, as above


@njit(cache=True)
def horizon_range(alt_m: float, effective_radius_m: float) -> float:
    """Return the range (m) at which the ground drops out of sight from an altitude, straight rays assumed."""
    return math.sqrt(alt_m * (2.0 * effective_radius_m + alt_m))


@njit(cache=True)
def apparent_elevation(elevation_rad: float, range_m: float, alt_m: float, radar_alt_m: float) -> float:
    """Return the elevation at which the radar's beam must point to reach a body through bending air.

    Parameters
    ----------
    elevation_rad, range_m : float64
        Straight-line elevation and range of the body, above 0 m.
    alt_m, radar_alt_m : float64, m
        Altitudes of body and radar.

    Returns
    -------
    float64, rad
        ``elevation + cos(elevation) * s * k * (1 - s / (2 * range))``, with k the bending per metre and s the
        length of path in refracting air.

    Notes
    -----
    The 4/3-Earth law up to 7 km altitude, straight rays above: the ray turns by k = 1/R - 3/(4R) per metre
    of level path while it is in refracting air, and s is the whole range for a body there.  For a body above,
    s is where a ray of the *apparent* elevation leaves that air, found by repetition.  The plain 4/3 law
    bends a ray all the way up, which raises a body at 3,000 km by 3.4 degrees instead of 0.7.
    Left out: weather, ducting, the ionosphere.
    Rough: against the standard air of ITU-R P.834 the bending (at most 0.8 degrees) is within 11 % for a
    radar at sea level, 12 % at 1 km, 23 % at 3 km.
    Checked: by hand, against ITU-R P.834-7 eq. (9), and a published radar-horizon example.

    References
    ----------
    Skolnik, *Introduction to Radar Systems*, 2nd ed., chapter 12 (4/3 Earth).
    Recommendation ITU-R P.834-7 (2015), section 1 (total bending).
    """
    start_m = EFFECTIVE_RADIUS_M + radar_alt_m
    lowest_rad = -math.acos(EFFECTIVE_RADIUS_M / start_m) if radar_alt_m > 0.0 else 0.0
    climb_m2 = max(0.0, (EFFECTIVE_RADIUS_M + REFRACTING_TOP_M) ** 2 - start_m * start_m)
    bend_rad_m = math.cos(elevation_rad) * BENDING_RAD_M
    if alt_m <= REFRACTING_TOP_M:
        return elevation_rad + bend_rad_m * 0.5 * range_m
    apparent_rad = elevation_rad
    for _ in range(30):
        rise_m = start_m * math.sin(max(apparent_rad, lowest_rad))
        path_m = min(range_m, math.sqrt(rise_m * rise_m + climb_m2) - rise_m)
        previous_rad = apparent_rad
        apparent_rad = elevation_rad + bend_rad_m * path_m * (1.0 - path_m / (2.0 * range_m))
        if abs(apparent_rad - previous_rad) < 1e-6:  # rad, far below any beam
            break
    return apparent_rad


@njit(cache=True)
def radar_view(radar: RadarNumbers, x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Return range (m), azimuth (0..2 pi), elevation and apparent elevation (rad) of an ECEF point."""
    dx, dy, dz = x - radar.x, y - radar.y, z - radar.z
    range_m = max(1.0, math.sqrt(dx * dx + dy * dy + dz * dz))  # a body may stand on the radar's own place
    east_m = radar.east_x * dx + radar.east_y * dy
    north_m = radar.north_x * dx + radar.north_y * dy + radar.north_z * dz
    up_m = radar.up_x * dx + radar.up_y * dy + radar.up_z * dz
    azimuth_rad = math.atan2(east_m, north_m) % TWO_PI
    elevation_rad = math.atan2(up_m, math.sqrt(east_m * east_m + north_m * north_m))
    alt_m, _, _, _ = altitude_and_up(x, y, z)
    apparent_rad = apparent_elevation(elevation_rad, range_m, alt_m, radar.alt_m)
    return range_m, azimuth_rad, elevation_rad, apparent_rad


@njit(cache=True)
def detection_probability(snr: float, threshold: float) -> float:
    """Return the probability that one look at a Swerling 1 body passes ``threshold = -ln(pfa)``."""
    return math.exp(-threshold / (1.0 + snr))


@njit(cache=True)
def radar_reason(radar: RadarNumbers, range_m: float, azimuth_rad: float, apparent_rad: float, snr: float) -> Reason:
    """Return why the radar does or does not see a body; the SNR is that of its mean cross-section."""
    horizon_m = horizon_range(max(0.0, radar.alt_m), EFFECTIVE_RADIUS_M)
    if range_m > horizon_m and apparent_rad < -math.atan(horizon_m / EFFECTIVE_RADIUS_M):
        return Reason.BELOW_HORIZON
    if apparent_rad < radar.min_elevation_rad:
        return Reason.BELOW_BEAM
    if apparent_rad > radar.max_elevation_rad:
        return Reason.ABOVE_BEAM
    off_boresight_rad = (azimuth_rad - radar.boresight_rad + math.pi) % TWO_PI - math.pi
    if abs(off_boresight_rad) > radar.half_sector_rad:
        return Reason.OUTSIDE_SECTOR
    if range_m > radar.max_range_m:
        return Reason.BEYOND_RANGE
    if range_m < radar.min_range_m:
        return Reason.TOO_CLOSE
    if detection_probability(snr, radar.threshold) < 0.5:
        return Reason.TOO_FAINT
    return Reason.SEEN


@njit(cache=True)
def radar_verdicts(radar: RadarNumbers, position_ecef: Array, rcs_m2: Array) -> IntArray:
    """Return the reason (n,) for each body (n, 3) of mean cross-section (n,)."""
    reasons = np.empty(position_ecef.shape[0], np.int64)
    for i in range(position_ecef.shape[0]):
        x, y, z = position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2]
        range_m, azimuth_rad, _, apparent_rad = radar_view(radar, x, y, z)
        snr = radar.snr_m2 * rcs_m2[i] / range_m**4
        reasons[i] = radar_reason(radar, range_m, azimuth_rad, apparent_rad, snr)
    return reasons


@njit(cache=True)
def radar_report(
    radar: RadarNumbers,
    view: tuple[float, float, float],
    look_snr: float,
    body: int,
    scan: int,
    key: tuple[int, int],
) -> tuple[float, float, float, float, float, float]:
    """Return noisy range, azimuth and elevation of a detected body, their standard deviations, and SNR."""
    spread = math.sqrt(2.0 * look_snr)
    sigma_range_m = max(RANGE_FLOOR_M, radar.resolution_m / spread)
    sigma_angle_rad = radar.beamwidth_rad * max(ANGLE_FLOOR_BEAMWIDTHS, 1.0 / (1.6 * spread))
    z0, z1 = normal_pair(key[0], key[1], NOISE_RADAR, 0, radar.luck_id, body, scan)
    z2, _ = normal_pair(key[0], key[1], NOISE_RADAR, 1, radar.luck_id, body, scan)
    range_m = view[0] + sigma_range_m * z0
    azimuth_rad = (view[1] + sigma_angle_rad * z1) % TWO_PI
    return range_m, azimuth_rad, view[2] + sigma_angle_rad * z2, sigma_range_m, sigma_angle_rad, look_snr


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
def radar_scan(
    radar: RadarNumbers,
    position_ecef: Array,
    rcs_m2: Array,
    luck_id: IntArray,
    key0: int,
    key1: int,
    scan: int,
) -> tuple[Array, IntArray]:
    """Return what one scan of a radar reports.

    Arrays are those of ``scene.Scene``, for n bodies; key and scan are int64.

    Returns
    -------
    reported : (6, m) float64
        Rows: range (m), azimuth, elevation (rad), sigma of range (m), of angles (rad), SNR of this look.
        Columns are sorted by the first three rows.
    body : (m,) int64
        Which body each column came from.
    """
    count = 0
    found = np.empty((6, position_ecef.shape[0]))
    body = np.empty(position_ecef.shape[0], np.int64)
    for i in range(position_ecef.shape[0]):
        x, y, z = position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2]
        range_m, azimuth_rad, elevation_rad, apparent_rad = radar_view(radar, x, y, z)
        snr = radar.snr_m2 * rcs_m2[i] / range_m**4
        reason = radar_reason(radar, range_m, azimuth_rad, apparent_rad, snr)
        if reason != Reason.SEEN and reason != Reason.TOO_FAINT:
            continue
        # Swerling 1: the power of one look is exponential with mean 1 + SNR, in units of the mean noise.
        power = -(1.0 + snr) * math.log(1.0 - uniform(key0, key1, DETECT_RADAR, 0, radar.luck_id, luck_id[i], scan))
        if power < radar.threshold:
            continue
        view = (range_m, azimuth_rad, elevation_rad)
        report = radar_report(radar, view, power - 1.0, luck_id[i], scan, (key0, key1))
        for column in range(6):
            found[column, count] = report[column]
        body[count] = i
        count += 1
    return sorted_columns(found, body, count)
