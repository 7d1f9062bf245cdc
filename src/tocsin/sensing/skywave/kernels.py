"""What a skywave radar sees of every body, in one kernel call a scan."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.chance.kernels import normal_pair, uniform
from tocsin.chance.luck import DETECT_SKYWAVE, NOISE_SKYWAVE
from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import altitude_and_up
from tocsin.sensing.kernels import sorted_columns
from tocsin.sensing.numbers import SkywaveNumbers
from tocsin.sensing.reason import Reason

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

TWO_PI = 2.0 * math.pi


@njit(cache=True)
def skywave_view(
    radar: SkywaveNumbers, place: tuple[float, float, float], velocity: tuple[float, float, float]
) -> tuple[float, float, float, float]:
    """Return ground range (m), azimuth (0..2 pi), ground range rate (m/s) and altitude (m) of a body.

    Place and velocity are ECEF.  The ground range is the angle between the verticals of radar and body on a
    sphere of the mean radius; its rate that of the body's foot.
    """
    alt_m, up_x, up_y, up_z = altitude_and_up(place[0], place[1], place[2])
    east = radar.east_x * up_x + radar.east_y * up_y
    north = radar.north_x * up_x + radar.north_y * up_y + radar.north_z * up_z
    sine = math.sqrt(east * east + north * north)
    cosine = radar.up_x * up_x + radar.up_y * up_y + radar.up_z * up_z
    if sine < 1e-9:  # straight overhead: no direction away, far inside the shortest range
        return 0.0, 0.0, 0.0, alt_m
    away_x = (cosine * up_x - radar.up_x) / sine
    away_y = (cosine * up_y - radar.up_y) / sine
    away_z = (cosine * up_z - radar.up_z) / sine
    away_m_s = away_x * velocity[0] + away_y * velocity[1] + away_z * velocity[2]
    rate_m_s = away_m_s * MEAN_RADIUS_M / (MEAN_RADIUS_M + alt_m)
    return MEAN_RADIUS_M * math.atan2(sine, cosine), math.atan2(east, north) % TWO_PI, rate_m_s, alt_m


@njit(cache=True)
def skywave_reason(radar: SkywaveNumbers, view: tuple[float, float, float, float], snr: float) -> Reason:
    """Return why the radar does or does not see a body; the first that holds counts."""
    range_m, azimuth_rad, rate_m_s, alt_m = view
    if alt_m > radar.max_alt_m:
        return Reason.ABOVE_LAYER
    off_boresight_rad = (azimuth_rad - radar.boresight_rad + math.pi) % TWO_PI - math.pi
    if abs(off_boresight_rad) > radar.half_sector_rad:
        return Reason.OUTSIDE_SECTOR
    if range_m > radar.max_range_m:
        return Reason.BEYOND_RANGE
    if range_m < radar.min_range_m:
        return Reason.TOO_CLOSE
    if abs(rate_m_s) < radar.min_rate_m_s:
        return Reason.TOO_SLOW
    if snr < radar.half_snr:
        return Reason.TOO_FAINT
    return Reason.SEEN


@njit(cache=True)
def skywave_snr(radar: SkywaveNumbers, range_m: float, rcs_m2: float) -> float:
    """Return the mean SNR (ratio) of a body of a cross-section at a ground range."""
    square_m2 = max(1.0, range_m) ** 2
    return radar.snr_m2 * rcs_m2 / (square_m2 * square_m2)


@njit(cache=True)
def skywave_verdicts(radar: SkywaveNumbers, position_ecef: Array, velocity_ecef: Array, rcs_m2: Array) -> IntArray:
    """Return the reason (n,) for each body, places (n, 3), velocities (n, 3), mean cross-sections (n,)."""
    reasons = np.empty(position_ecef.shape[0], np.int64)
    for i in range(position_ecef.shape[0]):
        place = (position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2])
        view = skywave_view(radar, place, (velocity_ecef[i, 0], velocity_ecef[i, 1], velocity_ecef[i, 2]))
        reasons[i] = skywave_reason(radar, view, skywave_snr(radar, view[0], rcs_m2[i]))
    return reasons


@njit(cache=True)
def skywave_scan(
    radar: SkywaveNumbers,
    position_ecef: Array,
    velocity_ecef: Array,
    rcs_m2: Array,
    luck_id: IntArray,
    key0: int,
    key1: int,
    scan: int,
) -> tuple[Array, IntArray]:
    """Return what one scan of a skywave radar reports.

    Arrays are those of ``scene.Scene``, for n bodies; key and scan are int64.

    Returns
    -------
    reported : (4, m) float64
        Rows: ground range (m), azimuth (rad), ground range rate (m/s), SNR.  Sorted by the first three.
    body : (m,) int64
        Which body each column came from.
    """
    count, size = 0, position_ecef.shape[0]
    found, body = np.empty((4, size)), np.empty(size, np.int64)
    for i in range(size):
        place = (position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2])
        view = skywave_view(radar, place, (velocity_ecef[i, 0], velocity_ecef[i, 1], velocity_ecef[i, 2]))
        snr = skywave_snr(radar, view[0], rcs_m2[i])
        reason = skywave_reason(radar, view, snr)
        if reason != Reason.SEEN and reason != Reason.TOO_FAINT:
            continue
        chance = uniform(key0, key1, DETECT_SKYWAVE, 0, radar.luck_id, luck_id[i], scan)
        power = -(1.0 + snr) * math.log(1.0 - chance)  # Swerling 1, one look
        if power < radar.threshold:
            continue
        z0, z1 = normal_pair(key0, key1, NOISE_SKYWAVE, 0, radar.luck_id, luck_id[i], scan)
        z2, _ = normal_pair(key0, key1, NOISE_SKYWAVE, 1, radar.luck_id, luck_id[i], scan)
        found[0, count] = view[0] + radar.sigma_range_m * z0
        found[1, count] = (view[1] + radar.sigma_azimuth_rad * z1) % TWO_PI
        found[2, count] = view[2] + radar.sigma_rate_m_s * z2
        found[3, count] = power - 1.0
        body[count] = i
        count += 1
    return sorted_columns(found, body, count)
