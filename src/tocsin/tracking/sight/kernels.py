"""Kernels of the measurement: a body seen in the frame of its measured line of sight.

A row of measurements has ten numbers: the line of sight (3, unit, ECEF), range (m), range rate (m/s), then the
standard deviations of the angle along the horizon and of the angle upwards (both across the line of sight, rad), of
range (m) and of range rate (m/s), and the logarithm of the density of false reports.  A standard deviation of zero or
less says that the number was not measured.

In the sight frame the first axis is the measured line, the second lies along the horizon towards growing azimuth,
the third upwards.  Bearing and elevation are taken in it: both were measured as zero, so nothing is singular at the
zenith.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]

RANGE, RATE = 3, 4
SD_ACROSS, SD_UP, SD_RANGE, SD_RATE = 5, 6, 7, 8
LOG_CLUTTER = 9
COLUMNS = 10
LEAST_COSINE = 0.05  # near the zenith azimuth wraps, and its error is not Gaussian


@njit(cache=True)
def sight_axes(line_ecef: Array, up: Array) -> Array:
    """Return rows (3, 3): along the line of sight, along the horizon towards growing azimuth, and upwards.

    At the zenith, where azimuth means nothing, any two axes across the line of sight are returned.
    """
    out = np.empty((3, 3))
    a = line_ecef[1] * up[2] - line_ecef[2] * up[1]
    b = line_ecef[2] * up[0] - line_ecef[0] * up[2]
    c = line_ecef[0] * up[1] - line_ecef[1] * up[0]
    if math.sqrt(a * a + b * b + c * c) < 1e-6:
        k = 0 if abs(line_ecef[0]) < 0.6 else 1
        a, b, c = -line_ecef[0] * line_ecef[k], -line_ecef[1] * line_ecef[k], -line_ecef[2] * line_ecef[k]
        a, b = (a + 1.0, b) if k == 0 else (a, b + 1.0)
    size = math.sqrt(a * a + b * b + c * c)
    out[0] = line_ecef
    out[1, 0], out[1, 1], out[1, 2] = a / size, b / size, c / size
    out[2, 0] = out[1, 1] * out[0, 2] - out[1, 2] * out[0, 1]
    out[2, 1] = out[1, 2] * out[0, 0] - out[1, 0] * out[0, 2]
    out[2, 2] = out[1, 0] * out[0, 1] - out[1, 1] * out[0, 0]
    return out


@njit(cache=True)
def sight_frames(rows: Array, up: Array) -> Array:
    """Return ``sight_axes`` of every row of measurements (m, 10), (m, 3, 3)."""
    out = np.empty((rows.shape[0], 3, 3))
    for row in range(rows.shape[0]):
        out[row] = sight_axes(rows[row, :3], up)
    return out


@njit(cache=True)
def rows_of(
    azimuth_rad: Array,
    elevation_rad: Array,
    range_m: Array,
    range_rate_m_s: Array,
    sd: Array,
    axes: Array,
) -> Array:
    """Return rows (m, 10) of what a radar measured, without clutter.

    ``sd`` (m, 4): of azimuth, elevation (rad), range (m) and range rate (m/s, 0: not measured); ``axes`` (3, 3) are
    the radar's east, north and up.  Across the sky an error of azimuth shrinks with the cosine of elevation.
    """
    out = np.zeros((azimuth_rad.shape[0], COLUMNS))
    for row in range(azimuth_rad.shape[0]):
        flat = math.cos(elevation_rad[row])
        east, north = flat * math.sin(azimuth_rad[row]), flat * math.cos(azimuth_rad[row])
        up = math.sin(elevation_rad[row])
        for k in range(3):
            out[row, k] = east * axes[0, k] + north * axes[1, k] + up * axes[2, k]
        out[row, RANGE], out[row, RATE] = range_m[row], range_rate_m_s[row]
        out[row, SD_ACROSS] = sd[row, 0] * max(flat, LEAST_COSINE)
        out[row, SD_UP], out[row, SD_RANGE], out[row, SD_RATE] = sd[row, 1], sd[row, 2], sd[row, 3]
    return out


@njit(cache=True)
def seen(x: Array, station: Array, axes: Array, z: Array, H: Array) -> None:
    """Set ``z`` (4,) to what a sensor would measure of a state, and ``H`` (4, 6) to its partials.

    Bearing and elevation in the sight frame ``axes`` (3, 3; rad), range (m) and range rate (m/s).
    """
    along, side, rise = 0.0, 0.0, 0.0
    for k in range(3):
        part = x[k] - station[k]
        along += axes[0, k] * part
        side += axes[1, k] * part
        rise += axes[2, k] * part
    flat2 = along * along + side * side
    flat = math.sqrt(flat2)
    span2 = flat2 + rise * rise
    span = math.sqrt(span2)
    z[0] = math.atan2(side, along)
    z[1] = math.atan2(rise, flat)
    z[2] = span
    z[3] = 0.0
    for k in range(3):
        z[3] += x[3 + k] * (x[k] - station[k]) / span
    for k in range(3):
        to = (x[k] - station[k]) / span
        H[0, k] = (along * axes[1, k] - side * axes[0, k]) / flat2
        H[1, k] = (flat * axes[2, k] - rise * (along * axes[0, k] + side * axes[1, k]) / flat) / span2
        H[2, k] = to
        H[3, k] = (x[3 + k] - z[3] * to) / span
        H[0, 3 + k] = H[1, 3 + k] = H[2, 3 + k] = 0.0
        H[3, 3 + k] = to


@njit(cache=True)
def is_measured(row: Array, number: int) -> bool:
    """Return whether a row of measurements has bearing (0), elevation (1), range (2), range rate (3)."""
    return bool(row[SD_ACROSS + number] > 0.0)


@njit(cache=True)
def measured_count(row: Array) -> int:
    """Return how many numbers a row of measurements has."""
    count = 0
    for number in range(4):
        if is_measured(row, number):
            count += 1
    return count


@njit(cache=True)
def variance_along(P: Array, axes: Array, axis: int) -> float:
    """Return the variance (m^2) of the position in a covariance along one of the rows of ``axes`` (3, 3), unit."""
    a, b, c = axes[axis, 0], axes[axis, 1], axes[axis, 2]
    total = a * P[0, 0] * a + a * P[0, 1] * b + a * P[0, 2] * c
    total = total + b * P[1, 0] * a + b * P[1, 1] * b + b * P[1, 2] * c
    return float(total + c * P[2, 0] * a + c * P[2, 1] * b + c * P[2, 2] * c)


@njit(cache=True)
def flat_range(range_m: float, sd_m: float, span_m: float, doubt: tuple[float, float]) -> tuple[float, float]:
    """Return a range as a length along a line of sight that may be wrong, and its standard deviation (m).

    A body c to the side of the line is c^2 / (2 span) farther than it seems along it.  With c Gaussian and
    its variances across the line ``doubt`` (m^2), that has this mean and variance.
    """
    mean = (doubt[0] + doubt[1]) / (2.0 * span_m)
    variance = (doubt[0] * doubt[0] + doubt[1] * doubt[1]) / (2.0 * span_m * span_m)
    return range_m - mean, math.sqrt(sd_m * sd_m + variance)


@njit(cache=True)
def radar_rows(
    seen: tuple[Array, Array, Array, Array], sigmas: tuple[Array, Array, Array], axes: Array, log_clutter: float
) -> Array:
    """Return the rows (m, 10) of ``sight.kernels``, the density of false reports the same everywhere.

    ``seen``: azimuth, elevation (rad), range (m) and range rate (m/s), each (m,).  ``sigmas``: of both angles (rad),
    of range (m) and range rate (m/s), each (m,).  ``axes`` (3, 3): the radar's east, north and up.
    """
    angle_rad, range_m, rate_m_s = sigmas
    sd = np.empty((angle_rad.shape[0], 4))
    sd[:, 0], sd[:, 1], sd[:, 2], sd[:, 3] = angle_rad, angle_rad, range_m, rate_m_s
    rows = rows_of(seen[0], seen[1], seen[2], seen[3], sd, axes)
    rows[:, LOG_CLUTTER] = log_clutter
    return rows
