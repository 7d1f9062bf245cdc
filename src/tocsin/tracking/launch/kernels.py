"""Kernels of the launch fit: a boost profile hung on the Earth, and damped least squares on its six numbers.

The six numbers ``p``: east and north of the reference point (m), time of lift-off (s), azimuth (rad), time
scale (the profile's clock runs ``1 / scale`` as fast), logarithm of loft (altitude times its exponential,
downrange divided by it).
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import EARTH_RADIUS_M, ECCENTRICITY_SQUARED, MEAN_RADIUS_M
from tocsin.earth.kernels import ecef_from_lla, enu_axes

Array = NDArray[np.float64]

SCALE_SD = 0.15  # prior doubt about the time scale, mean 1
LOFT_LOG_SD = 0.15  # prior doubt about the logarithm of loft, mean 0
EARLY_SD_S = 1.0  # s: nothing burns before it lifts off, give or take this
AZIMUTH_SD_RAD = math.pi / math.sqrt(3.0)  # rad, of an azimuth nothing is known about
STARTS = 12  # azimuths tried
START_LOOKS = 8  # looks used while trying them
START_PASSES = 4
PASSES = 8
VALLEYS = 4  # distinct minima kept
APART_RAD = 0.5  # rad: minima whose azimuths are closer than this are one
MARGIN = 1.3  # factor on the covariance for what a linear one misses; measured, see docs/models/tracking.md
GIVE_UP = 12.0  # a minimum worse than the best by this much in the sum of squares is left out: exp(-6)
STEP = (100.0, 100.0, 0.1, 0.01, 0.01, 0.01)  # for partials: m, m, s, rad, 1, 1


@njit(cache=True)
def lla_of(p: Array, lat_rad: float, lon_rad: float) -> tuple[float, float]:
    """Return latitude and longitude (rad) of the launch point, from those of the reference point."""
    sine = math.sin(lat_rad)
    bend = 1.0 - ECCENTRICITY_SQUARED * sine * sine
    across = EARTH_RADIUS_M / math.sqrt(bend)
    along = across * (1.0 - ECCENTRICITY_SQUARED) / bend
    return lat_rad + p[1] / along, lon_rad + p[0] / (across * math.cos(lat_rad))


@njit(cache=True)
def profile_at(profile: Array, age_s: float) -> tuple[float, float]:
    """Return altitude and downrange (m) at an age since lift-off; straight lines, also past the end.

    ``profile`` (k, 3): age (s), altitude (m), downrange (m), from age 0 on.
    """
    low, high = 0, profile.shape[0] - 1
    if age_s <= profile[0, 0]:
        return profile[0, 1], profile[0, 2]
    while high - low > 1:
        middle = (low + high) // 2
        if profile[middle, 0] <= age_s:
            low = middle
        else:
            high = middle
    share = (age_s - profile[low, 0]) / (profile[high, 0] - profile[low, 0])
    altitude = profile[low, 1] + share * (profile[high, 1] - profile[low, 1])
    return altitude, profile[low, 2] + share * (profile[high, 2] - profile[low, 2])


@njit(cache=True)
def boost_points(p: Array, lat_rad: float, lon_rad: float, time_s: Array, profile: Array) -> Array:
    """Return ECEF points (m, 3) of the vehicle at times (m,), along a great circle of the mean sphere."""
    lat, lon = lla_of(p, lat_rad, lon_rad)
    x, y, z = ecef_from_lla(lat, lon, 0.0)
    axes = enu_axes(lat, lon)
    sine, cosine = math.sin(p[3]), math.cos(p[3])
    loft = math.exp(p[5])
    out = np.empty((time_s.shape[0], 3))
    for row in range(time_s.shape[0]):
        altitude, downrange = profile_at(profile, (time_s[row] - p[2]) / max(p[4], 0.2))
        arc = downrange / loft / MEAN_RADIUS_M
        up = (MEAN_RADIUS_M + altitude * loft) * math.cos(arc) - MEAN_RADIUS_M
        along = (MEAN_RADIUS_M + altitude * loft) * math.sin(arc)
        for k in range(3):
            out[row, k] = up * axes[2, k] + along * (sine * axes[0, k] + cosine * axes[1, k])
        out[row, 0] += x
        out[row, 1] += y
        out[row, 2] += z
    return out


@njit(cache=True)
def residuals(p: Array, place: Array, looks: Array, profile: Array, prior: Array) -> Array:
    """Return (2 m + 4,) residuals in standard deviations: two angles a look, three priors, no early look.

    Parameters
    ----------
    p : (6,) float64
    place : (2,) float64, rad
        Latitude and longitude of the reference point.
    looks : (m, 8) float64
        Time (s), satellite (m, ECEF), direction (unit), standard deviation (rad).
    profile : (k, 3) float64
    prior : (2,) float64, s
        Mean and standard deviation of the time of lift-off.
    """
    count = looks.shape[0]
    out = np.empty(2 * count + 4)
    points = boost_points(p, place[0], place[1], looks[:, 0], profile)
    for row in range(count):
        a, b, c = looks[row, 4], looks[row, 5], looks[row, 6]
        dx, dy, dz = (
            points[row, 0] - looks[row, 1],
            points[row, 1] - looks[row, 2],
            points[row, 2] - looks[row, 3],
        )
        span = math.sqrt(dx * dx + dy * dy + dz * dz)
        # Any two axes across the line of sight: one from the coordinate axis it leans on least.
        if abs(c) < 0.8:
            flat = math.sqrt(a * a + b * b)
            ux, uy, uz = -b / flat, a / flat, 0.0
        else:
            flat = math.sqrt(b * b + c * c)
            ux, uy, uz = 0.0, -c / flat, b / flat
        vx, vy, vz = b * uz - c * uy, c * ux - a * uz, a * uy - b * ux
        scale = 1.0 / (span * looks[row, 7])
        out[2 * row] = (dx * ux + dy * uy + dz * uz) * scale
        out[2 * row + 1] = (dx * vx + dy * vy + dz * vz) * scale
    out[2 * count] = (p[2] - prior[0]) / prior[1]
    out[2 * count + 1] = (p[4] - 1.0) / SCALE_SD
    out[2 * count + 2] = p[5] / LOFT_LOG_SD
    out[2 * count + 3] = max(p[2] - looks[0, 0], 0.0) / EARLY_SD_S
    return out


@njit(cache=True)
def squares(values: Array) -> float:
    """Return the sum of squares."""
    total = 0.0
    for value in values:
        total += value * value
    return total


@njit(cache=True)
def normal_equations(
    p: Array, start: Array, place: Array, looks: Array, profile: Array, prior: Array
) -> tuple[Array, Array]:
    """Return J'J (6, 6), with what is known of the azimuth, and J'r (6,) by one-sided differences."""
    J = np.empty((start.shape[0], 6))
    for column in range(6):
        moved = p.copy()
        moved[column] += STEP[column]
        shifted = residuals(moved, place, looks, profile, prior)
        for row in range(start.shape[0]):
            J[row, column] = (shifted[row] - start[row]) / STEP[column]
    N, g = np.zeros((6, 6)), np.zeros(6)
    for row in range(start.shape[0]):
        for i in range(6):
            g[i] += J[row, i] * start[row]
            for j in range(i + 1):
                N[i, j] += J[row, i] * J[row, j]
    N[3, 3] += 1.0 / (AZIMUTH_SD_RAD * AZIMUTH_SD_RAD)
    for i in range(6):
        for j in range(i):
            N[j, i] = N[i, j]
    return N, g


@njit(cache=True)
def cholesky_inverse(N: Array) -> tuple[Array, float]:
    """Return the inverse of a symmetric positive matrix, and half its log-determinant."""
    size = N.shape[0]
    L = np.zeros((size, size))
    for j in range(size):
        total = N[j, j]
        for k in range(j):
            total -= L[j, k] * L[j, k]
        L[j, j] = math.sqrt(max(total, 1e-12 * N[j, j], 1e-24))  # a number that nothing seen depends on stays free
        for i in range(j + 1, size):
            total = N[i, j]
            for k in range(j):
                total -= L[i, k] * L[j, k]
            L[i, j] = total / L[j, j]
    M = np.zeros((size, size))
    for j in range(size):
        M[j, j] = 1.0 / L[j, j]
        for i in range(j + 1, size):
            total = 0.0
            for k in range(j, i):
                total -= L[i, k] * M[k, j]
            M[i, j] = total / L[i, i]
    out = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            for k in range(max(i, j), size):
                out[i, j] += M[k, i] * M[k, j]
    log_size = 0.0
    for j in range(size):
        log_size -= math.log(L[j, j])
    return out, log_size


@njit(cache=True)
def descend(
    start: Array, passes: int, place: Array, looks: Array, profile: Array, prior: Array
) -> tuple[Array, float]:
    """Return six numbers and their sum of squares after some passes of Levenberg and Marquardt's method."""
    p, damping = start.copy(), 1e-3
    r = residuals(p, place, looks, profile, prior)
    cost = squares(r)
    for _ in range(passes):
        N, g = normal_equations(p, r, place, looks, profile, prior)
        before = cost
        for _ in range(6):
            D = N.copy()
            for i in range(6):
                D[i, i] *= 1.0 + damping
            inverse, _ = cholesky_inverse(D)
            trial = p.copy()
            for i in range(6):
                for j in range(6):
                    trial[i] -= inverse[i, j] * g[j]
            tried = residuals(trial, place, looks, profile, prior)
            if squares(tried) < cost:
                p, r, cost = trial, tried, squares(tried)
                damping *= 0.1
                break
            damping *= 10.0
        if before - cost < 1e-4:
            break
    return p, cost


@njit(cache=True)
def turn_between(first_rad: float, second_rad: float) -> float:
    """Return the signed angle (rad, -pi..pi) from the first azimuth to the second."""
    return math.atan2(math.sin(second_rad - first_rad), math.cos(second_rad - first_rad))


@njit(cache=True)
def valleys(place: Array, looks: Array, profile: Array, prior: Array) -> tuple[Array, Array]:
    """Return up to ``VALLEYS`` distinct minima (v, 6), best first, and their sums of squares (v,).

    Tries ``STARTS`` azimuths on at most ``START_LOOKS`` looks and goes on with all looks from the best of
    those that end more than ``APART_RAD`` from a better one.
    """
    count = looks.shape[0]
    few = np.empty((min(count, START_LOOKS), 8))
    for row in range(few.shape[0]):
        few[row] = looks[row * (count - 1) // max(few.shape[0] - 1, 1)]
    ends, costs = np.empty((STARTS, 6)), np.empty(STARTS)
    for start in range(STARTS):
        first = np.array([0.0, 0.0, prior[0], 2.0 * math.pi * start / STARTS, 1.0, 0.0])
        ends[start], costs[start] = descend(first, START_PASSES, place, few, profile, prior)
    found, found_costs, number = np.empty((VALLEYS, 6)), np.empty(VALLEYS), 0
    least = np.min(costs)
    for start in np.argsort(costs, kind="mergesort"):
        if number == VALLEYS or costs[start] > least + 2.0 * GIVE_UP:
            break
        end, cost = ends[start], costs[start]
        known = False
        for other in range(number):
            known = known or abs(turn_between(found[other, 3], end[3])) < APART_RAD
        if not known:
            end, cost = descend(end, PASSES, place, looks, profile, prior)
        for other in range(number):
            known = known or abs(turn_between(found[other, 3], end[3])) < APART_RAD
        if not known:
            found[number], found_costs[number] = end, cost
            number += 1
    order = np.argsort(found_costs[:number], kind="mergesort")
    return found[order], found_costs[order]


@njit(cache=True)
def fit(place: Array, looks: Array, profile: Array, prior: Array) -> tuple[Array, Array, float]:
    """Return six numbers (6,), their covariance (6, 6) and the sum of squares, priors included.

    The numbers are those of the best minimum.  The covariance is the second moment about them of all minima
    found, each a Gaussian with its share of the likelihood: an azimuth that might as well be the opposite one
    shows as a wide covariance.
    """
    found, costs = valleys(place, looks, profile, prior)
    out, total, first_size = np.zeros((6, 6)), 0.0, 0.0
    for row in range(found.shape[0]):
        if costs[row] > costs[0] + GIVE_UP:
            continue
        p = found[row]
        r = residuals(p, place, looks, profile, prior)
        N, _ = normal_equations(p, r, place, looks, profile, prior)
        C, log_size = cholesky_inverse(N)
        if row == 0:
            first_size = log_size
        weight = math.exp(0.5 * (costs[0] - costs[row]) + log_size - first_size)
        off = p - found[0]
        off[3] = turn_between(found[0, 3], p[3])
        for i in range(6):
            for j in range(6):
                out[i, j] += weight * (C[i, j] + off[i] * off[j])
        total += weight
    return found[0], MARGIN * out / total, costs[0]
