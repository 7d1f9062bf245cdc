"""Kernels of the picture: distances between tracks, and fusion of those of one body."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]

GOLDEN = 0.6180339887498949  # (sqrt 5 - 1) / 2
GOLDEN_STEPS = 20  # leaves 7e-5 of the interval
SWEEPS = 6  # over all pairs of weights; settled to 1e-3 after four with five estimates


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
def distances(x_a: Array, P_a: Array, x_b: Array, P_b: Array) -> tuple[Array, Array]:
    """Return how far apart two sets of tracks are, in their own doubt.

    Parameters
    ----------
    x_a, x_b : (n, 6), (m, 6) float64, m and m/s
    P_a, P_b : (n, 6, 6), (m, 6, 6) float64

    Returns
    -------
    distance2 : (n, m) float64
        (x_a - x_b)' (P_a + P_b)^-1 (x_a - x_b).
    log_determinant : (n, m) float64
        Natural logarithm of the determinant of P_a + P_b (m and s).

    Notes
    -----
    Two tracks of one body share its process noise, so that P_a + P_b - C - C' is the true covariance, with C not
    negative.  C is left out: distances are too small, never too large, and two tracks of one body are split no
    oftener than the gate says.  The price is merging: with dependent shares s_a, s_b (``shared_share``) the true
    covariance is at least (1 - max(s_a, s_b)) (P_a + P_b), the distance at most that much larger.

    References
    ----------
    Bar-Shalom, "On the track-to-track correlation problem", IEEE Trans. Automatic Control 26 (1981) 571-572.
    """
    n, m = x_a.shape[0], x_b.shape[0]
    result, log_determinant = np.zeros((n, m)), np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            total = P_a[i] + P_b[j]
            scales = scales_of(total)
            for r in range(6):
                for c in range(6):
                    total[r, c] /= scales[r] * scales[c]
            factor = cholesky(total)
            white = np.zeros(6)
            for r in range(6):
                value = (x_a[i, r] - x_b[j, r]) / scales[r]
                for c in range(r):
                    value -= factor[r, c] * white[c]
                white[r] = value / factor[r, r]
                result[i, j] += white[r] * white[r]
                log_determinant[i, j] += 2.0 * math.log(factor[r, r] * scales[r])
    return result, log_determinant


@njit(cache=True)
def shared_share(P: Array, age_s: Array, noise_m2_s3: float) -> Array:
    """Return the largest share of each track's covariance that may come from the body's own process noise.

    Parameters
    ----------
    P : (n, 6, 6) float64
    age_s : (n,) float64, s
        Since the first measurement.
    noise_m2_s3 : float, m^2/s^3
        Density of the white acceleration noise that the track's filter assumes.

    Returns
    -------
    (n,) float64
        From 0 to 1: q t times the largest row sum of the inverse velocity covariance, an upper bound of its largest
        eigenvalue.  Process noise can have moved the velocity by no more than q t since the track began, and a
        filter that forgets has moved less.

    Notes
    -----
    Checked: at least the exact share of two Kalman filters on one body, by recursion, at any age, noise and
    measurement error tried (``tests/picture/test_kernels.py``); 1.07 to 1.9 times it with like axes.
    """
    result = np.ones(P.shape[0])
    for i in range(P.shape[0]):
        information = inverse(P[i, 3:, 3:].copy())
        largest = 0.0
        for r in range(3):
            largest = max(largest, abs(information[r, 0]) + abs(information[r, 1]) + abs(information[r, 2]))
        result[i] = min(1.0, noise_m2_s3 * max(age_s[i], 0.0) * largest)
    return result


@njit(cache=True)
def reach(share: float, weight: float) -> float:
    """Return how much of an estimate's information a weight lets count: 1 if nothing of it is shared."""
    if share <= 0.0:
        return 1.0
    return weight / (share + (1.0 - share) * weight)


@njit(cache=True)
def information_at(information: Array, share: Array, weights: Array) -> Array:
    """Return the fused information (6, 6) of k estimates at given weights."""
    size = information.shape[1]
    total = np.zeros((size, size))
    for i in range(information.shape[0]):
        part = reach(share[i], weights[i])
        for r in range(size):
            for c in range(size):
                total[r, c] += part * information[i, r, c]
    return total


@njit(cache=True)
def gain_at(information: Array, share: Array, weights: Array, i: int, j: int, weight: float) -> float:
    """Return half the logarithm of the fused information's determinant with weight i given and j the rest."""
    tried = weights.copy()
    tried[i], tried[j] = weight, weights[i] + weights[j] - weight
    factor = cholesky(information_at(information, share, tried))
    result = 0.0
    for r in range(factor.shape[0]):
        result += math.log(factor[r, r])
    return result


@njit(cache=True)
def best_weight(information: Array, share: Array, weights: Array, i: int, j: int) -> float:
    """Return the best weight of estimate i when i and j share out what they have: golden section, ends included."""
    low, high = 0.0, weights[i] + weights[j]
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    gain_left = gain_at(information, share, weights, i, j, left)
    gain_right = gain_at(information, share, weights, i, j, right)
    for _ in range(GOLDEN_STEPS):
        if gain_left > gain_right:
            high, right, gain_right = right, left, gain_left
            left = high - GOLDEN * (high - low)
            gain_left = gain_at(information, share, weights, i, j, left)
        else:
            low, left, gain_left = left, right, gain_right
            right = low + GOLDEN * (high - low)
            gain_right = gain_at(information, share, weights, i, j, right)
    best: float = 0.5 * (low + high)
    gain: float = max(gain_left, gain_right)
    for end in (0.0, weights[i] + weights[j]):
        if gain_at(information, share, weights, i, j, end) >= gain:
            best, gain = end, gain_at(information, share, weights, i, j, end)
    return best


@njit(cache=True)
def combine_at(x: Array, information: Array, share: Array, weights: Array, scales: Array) -> tuple[Array, Array]:
    """Return the fused state (6,) and covariance (6, 6) at given weights; information is in scaled units."""
    size = x.shape[1]
    scaled = inverse(information_at(information, share, weights))
    vector = np.zeros(size)
    for i in range(x.shape[0]):
        part = reach(share[i], weights[i])
        for r in range(size):
            for c in range(size):
                vector[r] += part * information[i, r, c] * (x[i, c] - x[0, c]) / scales[c]
    out, P = x[0].copy(), np.zeros((size, size))
    for r in range(size):
        for c in range(size):
            out[r] += scaled[r, c] * vector[c] * scales[r]
            P[r, c] = scaled[r, c] * scales[r] * scales[c]
    return out, P


@njit(cache=True)
def scaled_information(P: Array) -> tuple[Array, Array]:
    """Return the scales (6,) of k covariances (k, 6, 6) together, and their inverses in these units."""
    count, size = P.shape[0], P.shape[1]
    total = np.zeros((size, size))
    for i in range(count):
        total += P[i]
    scales = scales_of(total)
    information = np.empty((count, size, size))
    for i in range(count):
        scaled = np.empty((size, size))
        for r in range(size):
            for c in range(size):
                scaled[r, c] = P[i, r, c] / (scales[r] * scales[c])
        information[i] = inverse(scaled)
    return scales, information


@njit(cache=True)
def scatter2(x: Array, P: Array) -> float:
    """Return how far k estimates (k, 6), (k, 6, 6) lie from their common mean, squared, in their own doubt.

    Chi-square of 6 (k - 1) degrees of freedom if they are of one body and independent, less if positively
    correlated; for two it is the squared distance of ``distances``.
    """
    scales, information = scaled_information(P)
    count, size = x.shape[0], x.shape[1]
    mean, _ = combine_at(x, information, np.zeros(count), np.ones(count), scales)
    total = 0.0
    for i in range(count):
        for r in range(size):
            for c in range(size):
                total += (x[i, r] - mean[r]) * information[i, r, c] * (x[i, c] - mean[c]) / (scales[r] * scales[c])
    return total


@njit(cache=True)
def fuse_split(x: Array, P: Array, share: Array) -> tuple[Array, Array]:
    """Return the split covariance intersection of k estimates of one body.

    Parameters
    ----------
    x : (k, 6) float64
    P : (k, 6, 6) float64
    share : (k,) float64
        Of each covariance, what may depend on the others' errors, from 0 (independent) to 1 (nothing known: plain
        covariance intersection).

    Returns
    -------
    x, P : (6,), (6, 6) float64
        P^-1 = sum of (s_i P_i / w_i + (1 - s_i) P_i)^-1, weights w_i above 0 and adding to 1: consistent whatever
        the dependent parts share.  The weights make the determinant of P smallest: the logarithm is convex in
        them, and pairs of weights are settled in turn.

    Notes
    -----
    Left out: inverse covariance intersection, justified for estimates that hold common information, which no two
    entries of the ledger do (decision 9).
    Checked: the published case of ``tests/oracles/tracking_fusion.json``; a general optimiser; data incest in rings.

    References
    ----------
    Julier and Uhlmann, "General decentralized data fusion with covariance intersection", Handbook of Multisensor
    Data Fusion (2001), ch. 12.  Li, Nashashibi and Yang, "Split covariance intersection filter", IEEE Trans.
    Intelligent Transportation Systems 14 (2013) 1860-1871.
    """
    count = x.shape[0]
    scales, information = scaled_information(P)
    weights = np.full(count, 1.0 / count)
    for _ in range(1 if count == 2 else SWEEPS):
        for i in range(count):
            for j in range(i + 1, count):
                both = weights[i] + weights[j]
                weights[i] = best_weight(information, share, weights, i, j)
                weights[j] = both - weights[i]
    return combine_at(x, information, share, weights, scales)


@njit(cache=True)
def pair_costs(distance2: Array, log_determinant: Array, gate: float) -> tuple[Array, bool]:
    """Return the cost (n, m) of each pair, and whether any lies inside the gate.

    Parameters
    ----------
    distance2, log_determinant : (n, m) float64
        Of ``distances``.
    gate : float
        Chi-square below which two tracks may be of one body.

    Notes
    -----
    Inside the gate minus twice the logarithm of the pair's likelihood; outside that of standing alone: as much as
    the vaguest pair inside at the gate.
    """
    widest = -math.inf
    for i in range(distance2.shape[0]):
        for j in range(distance2.shape[1]):
            if distance2[i, j] < gate:
                widest = max(widest, log_determinant[i, j])
    alone, cost = gate + widest, np.empty(distance2.shape)
    for i in range(distance2.shape[0]):
        for j in range(distance2.shape[1]):
            is_inside = distance2[i, j] < gate
            cost[i, j] = distance2[i, j] + log_determinant[i, j] if is_inside else alone
    return cost, widest > -math.inf
