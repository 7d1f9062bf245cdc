"""Kernels of the update: one mode, one measurement."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.sight.kernels import (
    RANGE,
    RATE,
    SD_ACROSS,
    SD_RANGE,
    SD_RATE,
    SD_UP,
    flat_range,
    is_measured,
    seen,
    sight_axes,
    variance_along,
)
from tocsin.tracking.threes.kernels import along, inner, product, taken, transposed, turned

Array = NDArray[np.float64]

BENT = 0.1  # parts of its standard deviation by which a wide beam may bend a range before the update is iterated
LOG_2_PI = math.log(2.0 * math.pi)


@njit(cache=True)
def bend_m(P: Array, axes: Array, span_m: float) -> float:
    """Return by how much a doubt across the line of sight bends the range, m: the mean of c^2 / (2 span)."""
    return (variance_along(P, axes, 1) + variance_along(P, axes, 2)) / (2.0 * span_m)


@njit(cache=True)
def is_wide(x: Array, P: Array, station: Array, axes: Array, row: Array) -> bool:
    """Return whether a prediction is so unsure across the line of sight that range cannot be taken as linear."""
    if not is_measured(row, 2):
        return False
    return bool(bend_m(P, axes, row[RANGE]) > BENT * row[SD_RANGE])


@njit(cache=True)
def linear_update(
    x: Array, P: Array, station: Array, axes: Array, row: Array, about: Array
) -> tuple[Array, Array, float, float]:
    """Return state, covariance, chi-square distance and log-likelihood after one measurement.

    Parameters
    ----------
    x, P : (n,), (n, n) float64
        Predicted; the first six numbers are position and velocity.
    station : (3,) float64, m, ECEF
    axes : (3, 3) float64
        The sight frame.
    row : (10,) float64
        The measurement, see ``tocsin.tracking.sight.kernels``.
    about : (6,) float64
        Where the measurement is made linear: the prediction itself in an extended Kalman filter.

    Notes
    -----
    Numbers with independent errors are taken in one after another, which for a linear measurement is the same as all
    at once.
    """
    new_x, new_P = x.copy(), P.copy()
    distance, log_likelihood = correct(new_x, new_P, station, axes, row, about)
    return new_x, new_P, distance, log_likelihood


@njit(cache=True)
def correct(x: Array, P: Array, station: Array, axes: Array, row: Array, about: Array) -> tuple[float, float]:
    """Do what ``linear_update`` does to a state and a covariance in place; return distance and log-likelihood."""
    size = x.shape[0]
    z, H, gain, first = np.empty(4), np.empty((4, 6)), np.empty(size), about.copy()
    seen(first, station, axes, z, H)
    distance, log_likelihood = 0.0, 0.0
    for number in range(4):
        if not is_measured(row, number):
            continue
        value = row[RANGE] if number == 2 else row[RATE] if number == 3 else 0.0
        residual = value - z[number]
        for k in range(6):
            residual -= H[number, k] * (x[k] - first[k])
        variance = row[SD_ACROSS + number] * row[SD_ACROSS + number]
        for i in range(size):
            gain[i] = 0.0
        for k in range(6):
            for i in range(size):
                gain[i] += H[number, k] * P[k, i]
        for k in range(6):
            variance += H[number, k] * gain[k]
        for i in range(size):
            share = gain[i] / variance
            x[i] += share * residual
            for j in range(size):
                P[i, j] -= share * gain[j]
        distance += residual * residual / variance
        log_likelihood -= 0.5 * (math.log(variance) + LOG_2_PI)
    return distance, log_likelihood - 0.5 * distance


@njit(cache=True)
def fit_mode(x: Array, P: Array, station: Array, axes: Array, row: Array, about: Array) -> tuple[float, float]:
    """Return the chi-square distance and the log-likelihood of a measurement, as ``linear_update`` has them."""
    z, H = np.empty(4), np.empty((4, 6))
    seen(about, station, axes, z, H)
    for a in range(4):
        for k in range(6):
            z[a] += H[a, k] * (x[k] - about[k])
    S, HP = np.zeros((4, 4)), np.empty(6)
    distance, log_likelihood = 0.0, 0.0
    for a in range(4):
        if not is_measured(row, a):
            continue
        for j in range(6):
            HP[j] = 0.0
            for k in range(6):
                HP[j] += H[a, k] * P[k, j]
        for b in range(a + 1):
            for k in range(6):
                S[a, b] += HP[k] * H[b, k]
        S[a, a] += row[SD_ACROSS + a] * row[SD_ACROSS + a]
        value = row[RANGE] if a == 2 else row[RATE] if a == 3 else 0.0
        white = value - z[a]
        for b in range(a):  # one row of the Cholesky factor, and the residual made white with it
            if not is_measured(row, b):
                continue
            for k in range(b):
                S[a, b] -= S[a, k] * S[b, k]
            S[a, b] /= S[b, b]
            S[a, a] -= S[a, b] * S[a, b]
            white -= S[a, b] * z[b]
        S[a, a] = math.sqrt(S[a, a])
        z[a] = white / S[a, a]
        distance += z[a] * z[a]
        log_likelihood -= math.log(S[a, a]) + 0.5 * LOG_2_PI
    return distance, log_likelihood - 0.5 * distance


@njit(cache=True)
def where_measured(x: Array, station: Array, row: Array) -> Array:
    """Return the measured place and the predicted velocity (6,): where a wide update is first made linear."""
    about = x[:6].copy()
    for k in range(3):
        about[k] = station[k] + row[RANGE] * row[k]
    return about


@njit(cache=True)
def doubt_of_beam(row: Array) -> tuple[float, float]:
    """Return the variances (m^2) across the line of sight at the measured place."""
    return (row[RANGE] * row[SD_ACROSS]) ** 2, (row[RANGE] * row[SD_UP]) ** 2


@njit(cache=True)
def first_distance(x: Array, P: Array, station: Array, axes: Array, row: Array) -> float:
    """Return the chi-square distance that the first of the two passes of ``update_mode`` gives a wide prediction.

    In the sight frame, where the measured place lies on the first axis: what the prediction is off it are the
    residuals themselves, across in m, and only the range rate has partials to be made.
    """
    A, span = taken(axes, 0, 0), row[RANGE]
    range_m, range_sd = flat_range(span, row[SD_RANGE], span, doubt_of_beam(row))
    place = turned(A, (x[0] - station[0], x[1] - station[1], x[2] - station[2]))
    velocity = turned(A, (x[3], x[4], x[5]))
    P_place = product(product(A, taken(P, 0, 0)), transposed(A))
    line, lean = (A[0], A[1], A[2]), (0.0, velocity[1] / span, velocity[2] / span)
    with_speed = turned(A, turned(taken(P, 0, 3), line))  # of the place with the velocity along the line
    with_rate = along(with_speed, turned(P_place, lean), 1.0)
    rate_variance = inner(lean, along(with_rate, with_speed, 1.0)) + inner(line, turned(taken(P, 3, 3), line))
    S = np.empty((4, 5))  # covariance above its diagonal, and the residuals
    S[0, 0], S[0, 1], S[0, 2], S[0, 3], S[0, 4] = P_place[4], P_place[5], P_place[3], with_rate[1], -place[1]
    S[1, 1], S[1, 2], S[1, 3], S[1, 4] = P_place[8], P_place[6], with_rate[2], -place[2]
    S[2, 2], S[2, 3], S[2, 4] = P_place[0], with_rate[0], range_m - place[0]
    S[3, 3], S[3, 4] = rate_variance, row[RATE] - velocity[0] - inner(lean, place)
    S[0, 0] += (span * row[SD_ACROSS]) ** 2
    S[1, 1] += (span * row[SD_UP]) ** 2
    S[2, 2] += range_sd * range_sd
    S[3, 3] += row[SD_RATE] * row[SD_RATE]
    distance = 0.0
    for a in range(4):  # each residual is told what those before it say of it
        if not is_measured(row, a):
            continue
        distance += S[a, 4] * S[a, 4] / S[a, a]
        for b in range(a + 1, 4):
            share = S[a, b] / S[a, a]
            for c in range(b, 5):
                S[b, c] -= share * S[a, c]
    return distance


@njit(cache=True)
def update_mode(x: Array, P: Array, station: Array, up: Array, row: Array) -> tuple[Array, Array, float, float]:
    """Return state, covariance, chi-square distance and log-likelihood after one measurement.

    Parameters
    ----------
    x, P : (9,), (9, 9) float64
    station, up : (3,) float64, ECEF
        The sensor's place (m) and its vertical.
    row : (10,) float64

    Notes
    -----
    An extended Kalman update about the prediction.  Where the prediction is so wide that it bends the range
    (``is_wide``) the update is made twice, linear about the measured place and then about the first result, and what
    the width still bends is taken off the range and added to its doubt (``flat_range``).
    Checked: Stone Soup's extended Kalman updater, 1e-6 (``tests/tracking/test_stone_soup_filters.py``).
    """
    axes = sight_axes(row[:3], up)
    if not is_wide(x, P, station, axes, row):
        return linear_update(x, P, station, axes, row, x[:6])
    return update_wide(x, P, station, axes, row)


@njit(cache=True)
def update_wide(x: Array, P: Array, station: Array, axes: Array, row: Array) -> tuple[Array, Array, float, float]:
    """Do what ``update_mode`` does to a wide prediction; of the first six numbers alone it tells the same fit."""
    about, straight = where_measured(x, station, row), row.copy()
    span, doubt = row[RANGE], doubt_of_beam(row)
    new_x, new_P, distance, log_likelihood = x, P, 0.0, 0.0
    for _ in range(2):
        straight[RANGE], straight[SD_RANGE] = flat_range(row[RANGE], row[SD_RANGE], span, doubt)
        new_x, new_P, distance, log_likelihood = linear_update(x, P, station, axes, straight, about)
        about = new_x[:6].copy()
        doubt = (variance_along(new_P, axes, 1), variance_along(new_P, axes, 2))
        span = 0.0
        for k in range(3):
            span += axes[0, k] * (new_x[k] - station[k])
    return new_x, new_P, distance, log_likelihood
