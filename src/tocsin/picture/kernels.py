"""Kernels of the picture: distances between tracks, and covariance intersection."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]


@njit(cache=True)
def cholesky(matrix: Array) -> Array:
    """Return the lower Cholesky factor L of a symmetric positive definite (k, k) matrix."""
    size = matrix.shape[0]
    factor = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= factor[i, k] * factor[j, k]
            if i == j:
                factor[i, i] = math.sqrt(max(total, 1e-12))
            else:
                factor[i, j] = total / factor[j, j]
    return factor


@njit(cache=True)
def inverse(matrix: Array) -> Array:
    """Return the inverse of a symmetric positive definite (k, k) matrix, through its Cholesky factor."""
    size = matrix.shape[0]
    factor = cholesky(matrix)
    columns = np.zeros((size, size))  # the inverse of the factor
    for j in range(size):
        columns[j, j] = 1.0 / factor[j, j]
        for i in range(j + 1, size):
            total = 0.0
            for k in range(j, i):
                total -= factor[i, k] * columns[k, j]
            columns[i, j] = total / factor[i, i]
    result = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):
            total = 0.0
            for k in range(i, size):
                total += columns[k, i] * columns[k, j]
            result[i, j] = total
            result[j, i] = total
    return result


@njit(cache=True)
def scales_of(covariance: Array) -> Array:
    """Return the square roots of the diagonal: metres and metres a second are brought to one size with them."""
    size = covariance.shape[0]
    scales = np.zeros(size)
    for i in range(size):
        scales[i] = math.sqrt(max(covariance[i, i], 1e-12))
    return scales


@njit(cache=True)
def mahalanobis2(x_a: Array, P_a: Array, x_b: Array, P_b: Array) -> Array:
    """Return the squared statistical distances between two sets of tracks.

    Parameters
    ----------
    x_a, x_b : (n, 6), (m, 6) float64, m and m/s
    P_a, P_b : (n, 6, 6), (m, 6, 6) float64

    Returns
    -------
    (n, m) float64
        With covariance P_a + P_b: the cross-covariance, unknown and not negative here, is left out, which
        makes distances too small, never too large.
    """
    n, m = x_a.shape[0], x_b.shape[0]
    result = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            total = P_a[i] + P_b[j]
            scales = scales_of(total)
            for r in range(6):
                for c in range(6):
                    total[r, c] /= scales[r] * scales[c]
            factor = cholesky(total)
            white = np.zeros(6)
            distance2 = 0.0
            for r in range(6):
                value = (x_a[i, r] - x_b[j, r]) / scales[r]
                for c in range(r):
                    value -= factor[r, c] * white[c]
                white[r] = value / factor[r, r]
                distance2 += white[r] * white[r]
            result[i, j] = distance2
    return result


@njit(cache=True)
def intersect(x_a: Array, P_a: Array, x_b: Array, P_b: Array) -> tuple[Array, Array]:
    """Return the covariance intersection of two estimates of one body.

    Parameters
    ----------
    x_a, x_b : (6,) float64
    P_a, P_b : (6, 6) float64

    Returns
    -------
    x, P : (6,), (6, 6) float64
        Consistent whatever the two estimates share: P^-1 = w P_a^-1 + (1 - w) P_b^-1, with w chosen to make
        the determinant of P (in scaled units) smallest among 0, 0.05, ..., 1.

    Notes
    -----
    Left out: the tighter inverse covariance intersection.
    Checked: the published worked case in ``tests/oracles/tracking_fusion.json``.

    References
    ----------
    Julier and Uhlmann, "A non-divergent estimation algorithm in the presence of unknown correlations",
    Proc. American Control Conference (1997) 2369-2373.
    """
    size = x_a.shape[0]
    scales = scales_of(P_a + P_b)
    scaled_a = np.zeros((size, size))
    scaled_b = np.zeros((size, size))
    for r in range(size):
        for c in range(size):
            scaled_a[r, c] = P_a[r, c] / (scales[r] * scales[c])
            scaled_b[r, c] = P_b[r, c] / (scales[r] * scales[c])
    information_a, information_b = inverse(scaled_a), inverse(scaled_b)
    best_weight, best_log = 0.0, -1e300
    for step in range(21):
        weight = step / 20.0
        factor = cholesky(weight * information_a + (1.0 - weight) * information_b)
        log_determinant = 0.0
        for r in range(size):
            log_determinant += math.log(factor[r, r])
        if log_determinant > best_log + 1e-12:
            best_weight, best_log = weight, log_determinant
    return weighted(x_a, information_a, x_b, information_b, best_weight, scales)


@njit(cache=True)
def weighted(
    x_a: Array, information_a: Array, x_b: Array, information_b: Array, weight: float, scales: Array
) -> tuple[Array, Array]:
    """Return the covariance intersection at a given weight; information matrices are in scaled units."""
    size = x_a.shape[0]
    scaled = inverse(weight * information_a + (1.0 - weight) * information_b)
    vector = np.zeros(size)
    for r in range(size):
        for c in range(size):
            vector[r] += weight * information_a[r, c] * x_a[c] / scales[c]
            vector[r] += (1.0 - weight) * information_b[r, c] * x_b[c] / scales[c]
    x = np.zeros(size)
    P = np.zeros((size, size))
    for r in range(size):
        for c in range(size):
            x[r] += scaled[r, c] * vector[c] * scales[r]
            P[r, c] = scaled[r, c] * scales[r] * scales[c]
    return x, P
