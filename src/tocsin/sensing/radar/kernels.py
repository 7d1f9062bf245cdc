"""What a radar sees of every body, in one kernel call a scan.

Where several reasons hold, the first in the order of the ``if`` lines counts.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.chance.kernels import normal_pair, philox, uniform, unit_interval
from tocsin.chance.luck import CLUTTER, NOISE_RADAR
from tocsin.earth.constants import EARTH_RADIUS_M, POLAR_RADIUS_M
from tocsin.earth.kernels import altitude_and_up
from tocsin.sensing.kernels import sorted_columns
from tocsin.sensing.numbers import ClutterNumbers, CueNumbers, RadarNumbers
from tocsin.sensing.radar.bending.kernels import MOST_LIFT_RAD, REFRACTING_TOP_M, apparent_elevation
from tocsin.sensing.radar.detection.kernels import look_power
from tocsin.sensing.reason import Reason

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
Numbers = tuple[Any, ...]  # a NamedTuple of numbers as a plain tuple

TWO_PI = 2.0 * math.pi
RANGE_FLOOR_M = 10.0  # m, notional: what calibration and the air leave however strong the echo
ANGLE_FLOOR_BEAMWIDTHS = 0.02  # notional, as above
RATE_FLOOR_M_S = 1.0  # m/s, notional: spin and thrust within a dwell leave this however strong the echo
ROUNDING_RAD = 1e-9  # rad: this near an edge the cheap tests leave the verdict to the full ones
COLUMNS = 8  # range, azimuth, elevation, their sigmas (range, angle), SNR, range rate, its sigma
OUT, UNSURE, IN = 0, 1, 2
CLUTTER_SPEED_M_S = 8.0  # m/s, notional standard deviation: birds fly at 10 to 20 m/s, rain drifts with the wind


@njit(cache=True)
def low_altitude(x: float, y: float, z: float) -> float:
    """Return a point's altitude (m) if it is near 7 km; elsewhere just a number on the same side of 7 km."""
    radius_m = math.sqrt(x * x + y * y + z * z)
    if radius_m > EARTH_RADIUS_M + REFRACTING_TOP_M:
        return radius_m - EARTH_RADIUS_M
    if radius_m < POLAR_RADIUS_M:
        return 0.0
    alt_m, _, _, _ = altitude_and_up(x, y, z)
    return alt_m


@njit(cache=True)
def radar_view(radar: RadarNumbers, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return range (m), azimuth (0..2 pi) and straight-line elevation (rad) of an ECEF point."""
    dx, dy, dz = x - radar.x, y - radar.y, z - radar.z
    range_m = max(1.0, math.sqrt(dx * dx + dy * dy + dz * dz))  # a body may stand on the radar's own place
    east_m = radar.east_x * dx + radar.east_y * dy
    north_m = radar.north_x * dx + radar.north_y * dy + radar.north_z * dz
    up_m = radar.up_x * dx + radar.up_y * dy + radar.up_z * dz
    azimuth_rad = math.atan2(east_m, north_m) % TWO_PI
    return range_m, azimuth_rad, math.atan2(up_m, math.sqrt(east_m * east_m + north_m * north_m))


@njit(cache=True)
def is_masked(masks: Array, azimuth_rad: float, apparent_rad: float) -> bool:
    """Return whether a mask (k, 3: from azimuth, clockwise to azimuth, least elevation; rad) hides a direction."""
    for k in range(masks.shape[0]):
        width_rad = masks[k, 1] - masks[k, 0]
        if width_rad < 0.0:  # across north; a whole turn stays a whole turn
            width_rad += TWO_PI
        if apparent_rad < masks[k, 2] and (azimuth_rad - masks[k, 0]) % TWO_PI <= width_rad:
            return True
    return False


@njit(cache=True)
def view_reason(radar: RadarNumbers, masks: Array, range_m: float, azimuth_rad: float, apparent_rad: float) -> Reason:
    """Return why a body is out of view; SEEN if it is in view, however faint."""
    if range_m > radar.horizon_m and apparent_rad < radar.horizon_rad:
        return Reason.BELOW_HORIZON
    if apparent_rad < radar.min_elevation_rad:
        return Reason.BELOW_BEAM
    if apparent_rad > radar.max_elevation_rad:
        return Reason.ABOVE_BEAM
    off_boresight_rad = (azimuth_rad - radar.boresight_rad + math.pi) % TWO_PI - math.pi
    if abs(off_boresight_rad) > radar.half_sector_rad:
        return Reason.OUTSIDE_SECTOR
    if is_masked(masks, azimuth_rad, apparent_rad):
        return Reason.MASKED
    if range_m > radar.max_range_m:
        return Reason.BEYOND_RANGE
    if range_m < radar.min_range_m:
        return Reason.TOO_CLOSE
    return Reason.SEEN


@njit(cache=True)
def full_reason(radar: RadarNumbers, masks: Array, x: float, y: float, z: float) -> Reason:
    """Return ``view_reason`` of an ECEF point, with the bending of its ray."""
    range_m, azimuth_rad, elevation_rad = radar_view(radar, x, y, z)
    apparent_rad = apparent_elevation(elevation_rad, range_m, low_altitude(x, y, z), radar.alt_m)
    return view_reason(radar, masks, range_m, azimuth_rad, apparent_rad)


@njit(cache=True)
def bounds_of(radar: RadarNumbers) -> tuple[float, float, float, float, float]:
    """Return the sines of elevation below, within (two) and above which a body is surely out, in and out of view.

    The fifth is the sine below which it is surely hidden by the horizon, if beyond it.  Bending lifts a body
    by 0 to ``MOST_LIFT_RAD``, so only the elevations in between need its ray.
    """
    half_turn = 0.5 * math.pi
    lowest_rad = max(radar.min_elevation_rad, radar.horizon_rad)
    return (
        math.sin(max(-half_turn, radar.min_elevation_rad - MOST_LIFT_RAD)),
        math.sin(lowest_rad + ROUNDING_RAD),
        math.sin(radar.max_elevation_rad - MOST_LIFT_RAD),
        math.sin(min(half_turn, radar.max_elevation_rad + ROUNDING_RAD)) + 1e-12,
        math.sin(max(-half_turn, radar.horizon_rad - MOST_LIFT_RAD)),
    )


@njit(cache=True)
def sector_of(radar: RadarNumbers) -> tuple[float, float, float, float]:
    """Return the boresight's horizontal direction (ECEF, unit) and the cosine of the half sector."""
    east, north = math.sin(radar.boresight_rad), math.cos(radar.boresight_rad)
    return (
        east * radar.east_x + north * radar.north_x,
        east * radar.east_y + north * radar.north_y,
        north * radar.north_z,
        math.cos(radar.half_sector_rad) if radar.half_sector_rad < math.pi else -2.0,
    )


@njit(cache=True)
def quick_view(
    radar: RadarNumbers,
    bounds: tuple[float, float, float, float, float],
    sector: tuple[float, float, float, float],
    line: tuple[float, float, float],
    range_m: float,
    has_masks: bool,
) -> int:
    """Return IN, OUT or UNSURE for a line of sight (m, ECEF), from dot products alone."""
    dx, dy, dz = line
    up = (radar.up_x * dx + radar.up_y * dy + radar.up_z * dz) / range_m
    if up < bounds[0] or up > bounds[3] or range_m < radar.min_range_m:
        return OUT
    if up < bounds[4] and range_m > radar.horizon_m:
        return OUT
    along = (sector[0] * dx + sector[1] * dy + sector[2] * dz) / range_m
    edge = sector[3] * math.sqrt(max(0.0, 1.0 - up * up))
    if along < edge - 1e-7:
        return OUT
    is_sure = bounds[1] < up < bounds[2] and along > edge + 1e-7 and range_m <= radar.max_range_m
    return IN if is_sure and not has_masks else UNSURE


@njit(cache=True)
def pointing_gain(radar: RadarNumbers, cue: CueNumbers, dx: float, dy: float, dz: float, range_m: float) -> float:
    """Return the factor on a body's SNR from the cue and from the array's loss off broadside; 1 without either."""
    inside = cue.x * dx + cue.y * dy + cue.z * dz >= cue.cosine * range_m
    gain = cue.gain_inside if inside else cue.gain_outside
    if radar.face_index == 0.0:
        return gain
    cosine = (radar.face_x * dx + radar.face_y * dy + radar.face_z * dz) / range_m
    return float(gain * max(0.0, cosine) ** radar.face_index)


@njit(cache=True)
def radar_verdicts(
    radar: RadarNumbers, masks: Array, cue: CueNumbers, position_ecef: Array, rcs_m2: Array
) -> tuple[IntArray, Array]:
    """Return the reason (n,) and the mean SNR (n,) for each body (n, 3) of mean cross-section (n,)."""
    reasons = np.empty(position_ecef.shape[0], np.int64)
    snr = np.empty(position_ecef.shape[0])
    for i in range(position_ecef.shape[0]):
        x, y, z = position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2]
        dx, dy, dz = x - radar.x, y - radar.y, z - radar.z
        range_m = max(1.0, math.sqrt(dx * dx + dy * dy + dz * dz))
        snr[i] = radar.snr_m2 * rcs_m2[i] / range_m**4 * pointing_gain(radar, cue, dx, dy, dz, range_m)
        reasons[i] = full_reason(radar, masks, x, y, z)
        if reasons[i] == Reason.SEEN and snr[i] < radar.half_snr:
            reasons[i] = Reason.TOO_FAINT
    return reasons, snr


@njit(cache=True)
def radar_report(
    radar: RadarNumbers,
    view: tuple[float, float, float, float],
    look_snr: float,
    body: int,
    scan: int,
    key: tuple[int, int],
) -> tuple[float, float, float, float, float, float, float, float]:
    """Return the columns of a detected body, noise added; view is range, azimuth, elevation and range rate."""
    spread = math.sqrt(2.0 * look_snr)
    sigma_range_m = max(RANGE_FLOOR_M, radar.resolution_m / spread)
    sigma_angle_rad = radar.beamwidth_rad * max(ANGLE_FLOOR_BEAMWIDTHS, 1.0 / (1.6 * spread))
    sigma_rate_m_s = max(RATE_FLOOR_M_S, radar.resolution_m_s / spread)
    z0, z1 = normal_pair(key[0], key[1], NOISE_RADAR, 0, radar.luck_id, body, scan)
    z2, z3 = normal_pair(key[0], key[1], NOISE_RADAR, 1, radar.luck_id, body, scan)
    range_m = view[0] + sigma_range_m * z0
    azimuth_rad = (view[1] + sigma_angle_rad * z1) % TWO_PI
    elevation_rad = view[2] + sigma_angle_rad * z2
    rate_m_s = view[3] + sigma_rate_m_s * z3
    return range_m, azimuth_rad, elevation_rad, sigma_range_m, sigma_angle_rad, look_snr, rate_m_s, sigma_rate_m_s


@njit(cache=True)
def radar_scan(
    radar_numbers: Numbers,
    masks: Array,
    cue_numbers: Numbers,
    position_ecef: Array,
    velocity_ecef: Array,
    rcs_m2: Array,
    luck_id: IntArray,
    key0: int,
    key1: int,
    scan: int,
) -> tuple[Array, IntArray]:
    """Return what one scan of a radar reports.

    ``RadarNumbers`` and ``CueNumbers`` come as plain tuples: a named one takes 6 us more to hand over.
    Masks are (k, 3) as in ``is_masked``; arrays are those of ``scene.Scene``, for n bodies; key and scan are
    int64.  Pairs out of range, below the horizon or beside the sector cost a few products and no draw.

    Returns
    -------
    reported : (8, m) float64
        Rows: range (m), azimuth, elevation (rad), sigma of range (m), of angles (rad), SNR of this look, range
        rate and its sigma (m/s).  Columns are sorted by the first three rows.
    body : (m,) int64
        Which body each column came from.
    """
    radar, cue = RadarNumbers(*radar_numbers), CueNumbers(*cue_numbers)
    count, size = 0, position_ecef.shape[0]
    found, body = np.empty((COLUMNS, size)), np.empty(size, np.int64)
    bounds, sector, reach_m2 = bounds_of(radar), sector_of(radar), radar.max_range_m**2 * (1.0 + 1e-12)
    for i in range(size):
        x, y, z = position_ecef[i, 0], position_ecef[i, 1], position_ecef[i, 2]
        dx, dy, dz = x - radar.x, y - radar.y, z - radar.z
        range_m2 = dx * dx + dy * dy + dz * dz
        if range_m2 > reach_m2:
            continue
        range_m = max(1.0, math.sqrt(range_m2))
        quick = quick_view(radar, bounds, sector, (dx, dy, dz), range_m, masks.shape[0] > 0)
        if quick == OUT or (quick == UNSURE and full_reason(radar, masks, x, y, z) != Reason.SEEN):
            continue
        snr = radar.snr_m2 * rcs_m2[i] / range_m**4 * pointing_gain(radar, cue, dx, dy, dz, range_m)
        power = look_power(snr, radar.pulses, radar.swerling, (key0, key1), radar.luck_id, luck_id[i], scan)
        if power < radar.threshold:
            continue
        away_m2_s = dx * velocity_ecef[i, 0] + dy * velocity_ecef[i, 1] + dz * velocity_ecef[i, 2]
        view = (*radar_view(radar, x, y, z), away_m2_s / range_m)
        look_snr = (power - radar.pulses) * radar.dwell_gain
        report = radar_report(radar, view, look_snr, luck_id[i], scan, (key0, key1))
        for column in range(COLUMNS):
            found[column, count] = report[column]
        body[count] = i
        count += 1
    return sorted_columns(found, body, count)


@njit(cache=True)
def poisson_number(mean: float, share: float) -> int:
    """Return the Poisson number, of a mean up to 500, that a uniform number in [0, 1) stands for."""
    count, term = 0, math.exp(-mean)
    total = term
    while share >= total and count < 10000:
        count += 1
        term *= mean / count
        total += term
    return count


@njit(cache=True)
def clutter_columns(radar: RadarNumbers, clutter: ClutterNumbers, key0: int, key1: int, scan: int) -> Array:
    """Return the false reports (8, m) of birds and weather in one scan, in no order.

    Their number is Poisson; they lie evenly over the sector's area between shortest range and
    ``clutter.max_range_m``, and evenly between lowest beam and ``clutter.max_elevation_rad``; power over the
    threshold is exponential, as noise's is; range rate is normal with ``CLUTTER_SPEED_M_S``.
    """
    count = poisson_number(clutter.mean_count, uniform(key0, key1, CLUTTER, 0, radar.luck_id, scan, 0))
    columns = np.empty((COLUMNS, count))
    near_m2, far_m2 = radar.min_range_m**2, clutter.max_range_m**2
    height_rad = clutter.max_elevation_rad - radar.min_elevation_rad
    for i in range(count):
        w0, w1, w2, w3 = philox(CLUTTER * 16 + 1, radar.luck_id, scan, i, key0, key1)
        place, height = unit_interval(w0, w1), unit_interval(w2, w3)
        w0, w1, w2, w3 = philox(CLUTTER * 16 + 2, radar.luck_id, scan, i, key0, key1)
        turn, strength = 2.0 * unit_interval(w0, w1) - 1.0, unit_interval(w2, w3)
        z, _ = normal_pair(key0, key1, CLUTTER, 3, radar.luck_id, scan, i)
        look_snr = (radar.threshold - math.log(1.0 - strength) - radar.pulses) * radar.dwell_gain
        spread = math.sqrt(2.0 * look_snr)
        columns[0, i] = math.sqrt(near_m2 + place * (far_m2 - near_m2))
        columns[1, i] = (radar.boresight_rad + turn * radar.half_sector_rad) % TWO_PI
        columns[2, i] = radar.min_elevation_rad + height * height_rad
        columns[3, i] = max(RANGE_FLOOR_M, radar.resolution_m / spread)
        columns[4, i] = radar.beamwidth_rad * max(ANGLE_FLOOR_BEAMWIDTHS, 1.0 / (1.6 * spread))
        columns[5, i] = look_snr
        columns[6, i] = CLUTTER_SPEED_M_S * z
        columns[7, i] = max(RATE_FLOOR_M_S, radar.resolution_m_s / spread)
    return columns
