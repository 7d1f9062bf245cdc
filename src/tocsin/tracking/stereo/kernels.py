"""Kernels of stereo: least squares over lines of sight, a line at another time, a boost followed by several eyes."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.launch.kernels import cholesky_inverse
from tocsin.tracking.plume.kernels import ground_point

Array = NDArray[np.float64]

PASSES = 3  # the weight of a line depends on how far off the point is: two more passes settle it to 1e-9
ACROSS_M_S = 3000.0  # m/s, prior standard deviation of a plume's velocity on each axis across a line of sight
ACROSS_M_S2 = 30.0  # m/s^2, the same of its acceleration
JERK_M2_S5 = (
    40.0  # m^2/s^5, spectral density of its jerk: 50 m/s^2 of change in 60 s, as thrust grows and stages part
)
ANYWHERE_M = 1e6  # m, prior standard deviation of where it is across the line


@njit(cache=True)
def across_axes(direction_ecef: Array) -> Array:
    """Return two unit vectors (2, 3) at right angles to a direction (3,) and to each other."""
    a, b, c = direction_ecef[0], direction_ecef[1], direction_ecef[2]
    out = np.empty((2, 3))
    if abs(c) < 0.8:
        flat = math.sqrt(a * a + b * b)
        out[0, 0], out[0, 1], out[0, 2] = -b / flat, a / flat, 0.0
    else:
        flat = math.sqrt(b * b + c * c)
        out[0, 0], out[0, 1], out[0, 2] = 0.0, -c / flat, b / flat
    ux, uy, uz = out[0, 0], out[0, 1], out[0, 2]
    out[1, 0], out[1, 1], out[1, 2] = b * uz - c * uy, c * ux - a * uz, a * uy - b * ux
    return out


@njit(cache=True)
def nearest_point(satellite: Array, direction_ecef: Array, sigma: Array) -> tuple[Array, Array, float, bool]:
    """Return the point (3,) that m lines of sight agree on best, its covariance (3, 3), chi-square, and a flag.

    Parameters
    ----------
    satellite, direction_ecef : (m, 3) float64, m and unit
        m >= 2.
    sigma : (m,) float64, rad
        Standard deviation of each of two angles across a line.

    Notes
    -----
    Each line weighs by its distance to the point, found in the pass before; at first all are the same.  The flag
    says whether the point is ahead of every satellite.
    """
    count = satellite.shape[0]
    span = np.ones(count)
    x, C = np.zeros(3), np.zeros((3, 3))
    for _ in range(PASSES):
        N, g = np.zeros((3, 3)), np.zeros(3)
        for row in range(count):
            weight = 1.0 / (sigma[row] * span[row]) ** 2
            for i in range(3):
                for j in range(3):
                    part = -direction_ecef[row, i] * direction_ecef[row, j]
                    if i == j:
                        part += 1.0
                    N[i, j] += weight * part
                    g[i] += weight * part * satellite[row, j]
        C, _ = cholesky_inverse(N)
        for i in range(3):
            x[i] = C[i, 0] * g[0] + C[i, 1] * g[1] + C[i, 2] * g[2]
        for row in range(count):
            along = 0.0
            for k in range(3):
                along += (x[k] - satellite[row, k]) ** 2
            span[row] = math.sqrt(along)
    chi2, ahead = 0.0, True
    for row in range(count):
        along = 0.0
        for k in range(3):
            along += direction_ecef[row, k] * (x[k] - satellite[row, k])
        ahead = ahead and along > 0.0
        for k in range(3):
            off = x[k] - satellite[row, k] - along * direction_ecef[row, k]
            chi2 += (off / (sigma[row] * span[row])) ** 2
    return x, C, chi2, ahead


@njit(cache=True)
def drift(first_s: float, second_s: float) -> float:
    """Return the prior covariance (m^2) of a plume's place across the line at two times since a reference.

    Place, velocity and acceleration at the reference are unknown within their priors; the acceleration wanders from
    there both ways.
    """
    total = ANYWHERE_M**2 + ACROSS_M_S**2 * first_s * second_s + (0.5 * ACROSS_M_S2 * first_s * second_s) ** 2
    if first_s * second_s > 0.0:
        near = min(abs(first_s), abs(second_s))
        far = max(abs(first_s), abs(second_s))
        total += JERK_M2_S5 * near**3 * (10.0 * far * far - 5.0 * far * near + near * near) / 120.0
    return total


@njit(cache=True)
def offsets_across(satellite: Array, direction_ecef: Array, mark: Array, axes: Array) -> Array:
    """Return how far m lines pass a point (3,), m, along two axes (2, 3): (2, m)."""
    count = satellite.shape[0]
    y = np.zeros((2, count))
    for row in range(count):
        along = 0.0
        for k in range(3):
            along += direction_ecef[row, k] * (mark[k] - satellite[row, k])
        for k in range(3):
            off = satellite[row, k] + along * direction_ecef[row, k] - mark[k]
            y[0, row] += off * axes[0, k]
            y[1, row] += off * axes[1, k]
    return y


@njit(cache=True)
def look_between(
    time_s: Array, satellite: Array, direction_ecef: Array, sigma: Array, at_s: float
) -> tuple[Array, Array, float]:
    """Return satellite (3,), direction (3,) and doubt (rad) of the look that one satellite would have had at a time.

    Parameters
    ----------
    time_s, satellite, direction_ecef, sigma
        m >= 1 looks: (m,) s, (m, 3) m, (m, 3) unit, (m,) rad.

    Notes
    -----
    Gaussian regression of the plume's place across the line of the look nearest in time, with ``drift`` as prior.
    The satellite's own motion is taken out first and put back in a straight line.  Rough: its curvature over the
    gap, 10 m in 5 s.
    """
    count = time_s.shape[0]
    middle = 0
    for row in range(count):
        if abs(time_s[row] - at_s) < abs(time_s[middle] - at_s):
            middle = row
    mark = ground_point(satellite[middle], direction_ecef[middle])
    axes = across_axes(direction_ecef[middle])
    span = 0.0
    for k in range(3):
        span += (mark[k] - satellite[middle, k]) ** 2
    span = math.sqrt(span)
    y = offsets_across(satellite, direction_ecef, mark, axes)
    K, near = np.empty((count, count)), np.empty(count)
    for row in range(count):
        near[row] = drift(time_s[row] - time_s[middle], at_s - time_s[middle])
        for other in range(count):
            K[row, other] = drift(time_s[row] - time_s[middle], time_s[other] - time_s[middle])
        K[row, row] += (sigma[row] * span) ** 2
    inverse, _ = cholesky_inverse(K)
    variance, moved = drift(at_s - time_s[middle], at_s - time_s[middle]), np.zeros(2)
    for row in range(count):
        weight = 0.0
        for other in range(count):
            weight += inverse[row, other] * near[other]
        variance -= weight * near[row]
        moved[0] += weight * y[0, row]
        moved[1] += weight * y[1, row]
    here = satellite[middle].copy()
    if count > 1:
        other = middle + 1 if middle + 1 < count else middle - 1
        share = (at_s - time_s[middle]) / (time_s[other] - time_s[middle])
        here += share * (satellite[other] - satellite[middle])
    line = mark + moved[0] * axes[0] + moved[1] * axes[1] - here
    size = math.sqrt(line[0] ** 2 + line[1] ** 2 + line[2] ** 2)
    return here, line / size, math.sqrt(max(variance, 1.0)) / span


@njit(cache=True)
def follow(looks: Array, x: Array, P: Array, jerk: float) -> tuple[Array, Array, float]:
    """Return the state (9,) at the last look, its covariance (9, 9), and the chi-square of all looks.

    Position, velocity and acceleration over the rotating Earth; the acceleration wanders (``jerk``, m^2/s^5).  Each
    look is two distances across its line of sight, linear in the state.

    Parameters
    ----------
    looks : (m, 9) float64
        Time (s), satellite (m, ECEF), direction (unit), standard deviation (rad), distance of the plume (m).
    x, P : (9,) and (9, 9) float64
        Before the first look, at its time.
    """
    x, P, now_s, chi2 = x.copy(), P.copy(), looks[0, 0], 0.0
    for row in range(looks.shape[0]):
        dt = looks[row, 0] - now_s
        now_s = looks[row, 0]
        if dt > 0.0:
            x, P = ahead_by(x, P, dt, jerk)
        axes = across_axes(looks[row, 4:7])
        for side in range(2):
            u = axes[side]
            gap = 0.0
            for k in range(3):
                gap -= u[k] * (x[k] - looks[row, 1 + k])
            PH = np.empty(9)
            for i in range(9):
                PH[i] = P[i, 0] * u[0] + P[i, 1] * u[1] + P[i, 2] * u[2]
            S = u[0] * PH[0] + u[1] * PH[1] + u[2] * PH[2] + (looks[row, 7] * looks[row, 8]) ** 2
            chi2 += gap * gap / S
            for i in range(9):
                x[i] += PH[i] * gap / S
                for j in range(9):
                    P[i, j] -= PH[i] * PH[j] / S
    return x, P, chi2


@njit(cache=True)
def ahead_by(x: Array, P: Array, dt: float, jerk: float) -> tuple[Array, Array]:
    """Return a state (9,) and covariance (9, 9) dt seconds on; the acceleration wanders as ``follow`` says."""
    F, Q = np.eye(9), np.zeros((9, 9))
    for k in range(3):
        F[k, 3 + k] = F[3 + k, 6 + k] = dt
        F[k, 6 + k] = 0.5 * dt * dt
        Q[k, k] = jerk * dt**5 / 20.0
        Q[k, 3 + k] = Q[3 + k, k] = jerk * dt**4 / 8.0
        Q[k, 6 + k] = Q[6 + k, k] = jerk * dt**3 / 6.0
        Q[3 + k, 3 + k] = jerk * dt**3 / 3.0
        Q[3 + k, 6 + k] = Q[6 + k, 3 + k] = jerk * dt * dt / 2.0
        Q[6 + k, 6 + k] = jerk * dt
    moved, FP = np.zeros(9), np.zeros((9, 9))
    for i in range(9):
        for j in range(i, 9, 3):  # F couples an axis with itself alone
            moved[i] += F[i, j] * x[j]
            for k in range(9):
                FP[i, k] += F[i, j] * P[j, k]
    for i in range(9):
        for k in range(9):
            for j in range(k, 9, 3):
                Q[i, k] += FP[i, j] * F[k, j]
    return moved, Q
