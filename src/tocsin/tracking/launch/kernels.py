"""Kernels of the launch fit: a boost profile hung on the Earth, and damped least squares on its six numbers.

The six numbers ``p``: east and north of the reference point (m), time of lift-off (s), azimuth (rad), logarithm
of the time scale (the profile's clock runs ``1 / scale`` as fast), logarithm of loft (altitude times its
exponential, downrange divided by it).
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import EARTH_RADIUS_M, ECCENTRICITY_SQUARED, MEAN_RADIUS_M
from tocsin.earth.kernels import ecef_from_lla, enu_axes

Array = NDArray[np.float64]

EARLY_SD_S = 1.0  # s: nothing burns before it lifts off, give or take this
AZIMUTH_SD_RAD = math.pi / math.sqrt(3.0)  # rad, of an azimuth nothing is known about
STARTS = 8  # azimuths tried
START_LOOKS = 6  # looks used while trying them
START_PASSES = 4
PASSES = 8
VALLEYS = 4  # distinct minima kept
APART_RAD = 0.5  # rad: minima whose azimuths are closer than this are one
GIVE_UP = 12.0  # a minimum worse than the best by this much in the sum of squares is left out: exp(-6)
STATE_STEP_S = 2.0  # s
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
    scale, loft = math.exp(p[4]), math.exp(p[5])
    out = np.empty((time_s.shape[0], 3))
    for row in range(time_s.shape[0]):
        altitude, downrange = profile_at(profile, (time_s[row] - p[2]) / scale)
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
def boost_state(p: Array, place: Array, time_s: float, profile: Array) -> Array:
    """Return position, velocity, acceleration (9,) over the rotating Earth, ECEF, of the vehicle at a time.

    By differences over ``STATE_STEP_S`` each way, so that the profile's corners do not show.
    """
    steps = np.array([time_s - STATE_STEP_S, time_s, time_s + STATE_STEP_S])
    points = boost_points(p, place[0], place[1], steps, profile)
    out = np.empty(9)
    for k in range(3):
        out[k] = points[1, k]
        out[3 + k] = (points[2, k] - points[0, k]) / (2.0 * STATE_STEP_S)
        out[6 + k] = (points[2, k] - 2.0 * points[1, k] + points[0, k]) / (STATE_STEP_S * STATE_STEP_S)
    return out


@njit(cache=True)
def boost_moments(
    found: Array, covariances: Array, shares: Array, place: Array, time_s: float, profile: Array
) -> tuple[Array, Array]:
    """Return mean (9,) and covariance (9, 9) of the vehicle's state at a time, over a mixture of minima.

    The mixture is as ``fit`` returns it; each minimum's covariance goes through central differences of one standard
    deviation.
    """
    count = shares.shape[0]
    states, mean, out = np.empty((count, 9)), np.zeros(9), np.zeros((9, 9))
    for row in range(count):
        states[row] = boost_state(found[row], place, time_s, profile)
        mean += shares[row] * states[row]
    for row in range(count):
        L = cholesky(covariances[row])
        for column in range(6):
            up = boost_state(found[row] + L[:, column], place, time_s, profile)
            down = boost_state(found[row] - L[:, column], place, time_s, profile)
            for i in range(9):
                for j in range(9):
                    out[i, j] += 0.25 * shares[row] * (up[i] - down[i]) * (up[j] - down[j])
        for i in range(9):
            for j in range(9):
                out[i, j] += shares[row] * (states[row, i] - mean[i]) * (states[row, j] - mean[j])
    return mean, out


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
    prior : (4,) float64
        Time from lift-off to the first look on the profile's clock, and its standard deviation (s); standard
        deviations of the logarithms of time scale and loft, whose means are 0.
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
    out[2 * count] = ((looks[0, 0] - p[2]) * math.exp(-p[4]) - prior[0]) / prior[1]
    out[2 * count + 1] = p[4] / prior[2]
    out[2 * count + 2] = p[5] / prior[3]
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
def cholesky(N: Array) -> Array:
    """Return the lower triangle whose square is a symmetric positive matrix."""
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
    return L


@njit(cache=True)
def cholesky_inverse(N: Array) -> tuple[Array, float]:
    """Return the inverse of a symmetric positive matrix, and half the log-determinant of the inverse."""
    size = N.shape[0]
    L = cholesky(N)
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
        first = np.array([0.0, 0.0, looks[0, 0] - prior[0], 2.0 * math.pi * start / STARTS, 0.0, 0.0])
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
def fit(place: Array, looks: Array, profile: Array, prior: Array) -> tuple[Array, Array, Array, float]:
    """Return the minima (v, 6), best first, their covariances (v, 6, 6), shares of the likelihood (v,), and a cost.

    Each minimum is a Gaussian; their mixture is what is known.  The cost is the least sum of squares, priors
    included.
    """
    found, costs = valleys(place, looks, profile, prior)
    count = 0
    while count < costs.shape[0] and costs[count] <= costs[0] + GIVE_UP:
        count += 1
    covariances, sizes = np.empty((count, 6, 6)), np.empty(count)
    for row in range(count):
        r = residuals(found[row], place, looks, profile, prior)
        N, _ = normal_equations(found[row], r, place, looks, profile, prior)
        covariances[row], sizes[row] = cholesky_inverse(N)
    shares = np.empty(count)
    for row in range(count):
        shares[row] = math.exp(0.5 * (costs[0] - costs[row]) + sizes[row] - sizes[0])
    return found[:count].copy(), covariances, shares / np.sum(shares), costs[0]


@njit(cache=True)
def spread(found: Array, covariances: Array, shares: Array) -> Array:
    """Return the second moment (6, 6) of a mixture about its best minimum.

    An azimuth that might as well be the opposite one shows as a wide covariance.
    """
    out = np.zeros((6, 6))
    for row in range(shares.shape[0]):
        off = found[row] - found[0]
        off[3] = turn_between(found[0, 3], found[row, 3])
        for i in range(6):
            for j in range(6):
                out[i, j] += shares[row] * (covariances[row, i, j] + off[i] * off[j])
    return out
