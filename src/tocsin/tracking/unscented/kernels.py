"""Kernels of the unscented filter: sigma points through the same step and the same measurement.

Scaled sigma points (Julier 2002; Wan and van der Merwe 2000): alpha 0.5, beta 2, kappa 3 - n.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.dynamics.kernels import step_with_partials
from tocsin.tracking.filter.kernels import COAST, fade_rate, live, process_noise
from tocsin.tracking.kernels import LONGEST_STEP_S, step_length
from tocsin.tracking.sight.kernels import RANGE, RATE, SD_ACROSS, is_measured, seen, sight_axes
from tocsin.tracking.update.kernels import LOG_2_PI

Array = NDArray[np.float64]

ALPHA, BETA = 0.5, 2.0


@njit(cache=True)
def lower_root(P: Array, size: int) -> Array:
    """Return the lower Cholesky factor of the first ``size`` rows and columns of a covariance."""
    root = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):
            total = P[i, j]
            for k in range(j):
                total -= root[i, k] * root[j, k]
            if i == j:
                root[i, i] = math.sqrt(max(total, 0.0))
            elif root[j, j] > 0.0:
                root[i, j] = total / root[j, j]
    return root


@njit(cache=True)
def sigma_points(x: Array, P: Array, size: int) -> tuple[Array, Array, Array]:
    """Return 2 size + 1 sigma points (k, 9) of a state, and their weights for mean and covariance (k,)."""
    count = 2 * size + 1
    spread = ALPHA * ALPHA * 3.0  # alpha^2 (n + kappa), kappa = 3 - n
    points = np.empty((count, 9))
    root = lower_root(P, size)
    for row in range(count):
        points[row] = x[:9]
    for column in range(size):
        for i in range(size):
            points[1 + column, i] += math.sqrt(spread) * root[i, column]
            points[1 + size + column, i] -= math.sqrt(spread) * root[i, column]
    mean_weights = np.full(count, 0.5 / spread)
    mean_weights[0] = (spread - size) / spread
    weights = mean_weights.copy()
    weights[0] += 1.0 - ALPHA * ALPHA + BETA
    return points, mean_weights, weights


@njit(cache=True)
def predict_mode_unscented(x: Array, P: Array, dt_s: float, mode: int) -> tuple[Array, Array]:
    """Return state (9,) and covariance (9, 9) of a mode after dt_s seconds (>= 0); see ``predict_mode``.

    Sigma points are drawn afresh at every step.
    """
    size, left = live(mode), dt_s
    while left > 1e-9:
        longest = step_length(x[0], x[1], x[2], x[3], x[4], x[5]) if mode == COAST else LONGEST_STEP_S
        dt = min(left, longest)
        points, mean_weights, weights = sigma_points(x, P, size)
        mean = np.zeros(9)
        for row in range(points.shape[0]):
            points[row], _ = step_with_partials(points[row], dt, mode == COAST, fade_rate(mode))
            for i in range(9):
                mean[i] += mean_weights[row] * (points[row, i] - points[0, i])
        for i in range(9):  # sums of small differences: coordinates are of the size of the Earth
            mean[i] += points[0, i]
        x, P = mean, process_noise(mode, dt)
        for row in range(points.shape[0]):
            for i in range(size):
                for j in range(size):
                    P[i, j] += weights[row] * (points[row, i] - mean[i]) * (points[row, j] - mean[j])
        left -= dt
    return x, P


@njit(cache=True)
def update_mode_unscented(
    x: Array, P: Array, station: Array, up: Array, row: Array, size: int
) -> tuple[Array, Array, float, float]:
    """Return state, covariance, chi-square distance and log-likelihood after one measurement; see ``update_mode``."""
    axes = sight_axes(row[:3], up)
    points, mean_weights, weights = sigma_points(x, P, size)
    count = points.shape[0]
    views, view, H = np.empty((count, 4)), np.empty(4), np.empty((4, 6))
    mean = np.zeros(4)
    for k in range(count):
        seen(points[k], station, axes, view, H)
        for a in range(4):
            views[k, a] = view[a]
            mean[a] += mean_weights[k] * (view[a] - views[0, a])
    for a in range(4):
        mean[a] += views[0, a]
    S, cross = np.zeros((4, 4)), np.zeros((9, 4))
    for k in range(count):
        for a in range(4):
            off = weights[k] * (views[k, a] - mean[a])
            for b in range(4):
                S[a, b] += off * (views[k, b] - mean[b])
            for i in range(size):
                cross[i, a] += off * (points[k, i] - x[i])
    return corrected(x, P, S, cross, mean, row)


@njit(cache=True)
def corrected(
    x: Array, P: Array, S: Array, cross: Array, mean: Array, row: Array
) -> tuple[Array, Array, float, float]:
    """Return what a measurement makes of an estimate, from the joint covariance of both.

    ``S`` (4, 4), ``cross`` (9, 4) and ``mean`` (4,) speak of bearing, elevation, range and range rate without their
    errors; numbers that were not measured are left out.
    """
    new_x, new_P = x.copy(), P.copy()
    left = mean.copy()
    distance, log_likelihood = 0.0, 0.0
    for number in range(4):
        if not is_measured(row, number):
            continue
        value = row[RANGE] if number == 2 else row[RATE] if number == 3 else 0.0
        residual = value - left[number]
        variance = S[number, number] + row[SD_ACROSS + number] * row[SD_ACROSS + number]
        for i in range(9):
            new_x[i] += cross[i, number] / variance * residual
            for j in range(9):
                new_P[i, j] -= cross[i, number] * cross[j, number] / variance
        shared = S[:, number].copy()
        told = cross[:, number].copy()
        for a in range(4):
            left[a] += shared[a] / variance * residual
            for b in range(4):
                S[a, b] -= shared[a] * shared[b] / variance
            for i in range(9):
                cross[i, a] -= told[i] * shared[a] / variance
        distance += residual * residual / variance
        log_likelihood -= 0.5 * (math.log(variance) + LOG_2_PI)
    return new_x, new_P, distance, log_likelihood - 0.5 * distance
