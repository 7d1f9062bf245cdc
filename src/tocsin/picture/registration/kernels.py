"""Kernels of registration: what pairs of tracks say about a partner's bias, and what it does to his tracks."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.picture.kernels import cholesky, distances, inverse, scales_of

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Estimate = tuple[Array, Array]  # mean (6,) and covariance (6, 6), m and m^2
Told = tuple[Array, Array]  # information (k, 6, 6) and vector (k, 6) of k pairs, 1/m^2 and 1/m
Way = tuple[Array, Array, tuple[float, float]]  # to a reference (3,) by (3,) m; variance of shift and turn added, m^2
Tracks = tuple[Array, Array]  # states (n, 6) and covariances (n, 6, 6), m and m/s

ARM_M = 1e6  # m: a turn is written as what it moves at this distance
MISFIT = 1e-3  # what a shift and a turn leave of a radar's bias, as a share of lever and speed


@njit(cache=True)
def product(left: Array, right: Array) -> Array:
    """Return the product of two matrices (k, m), (m, n)."""
    out = np.zeros((left.shape[0], right.shape[1]))
    for i in range(left.shape[0]):
        for k in range(left.shape[1]):
            for j in range(right.shape[1]):
                out[i, j] += left[i, k] * right[k, j]
    return out


@njit(cache=True)
def image(matrix: Array, vector: Array) -> Array:
    """Return the product of a matrix (k, m) and a vector (m,)."""
    out = np.zeros(matrix.shape[0])
    for i in range(matrix.shape[0]):
        for k in range(matrix.shape[1]):
            out[i] += matrix[i, k] * vector[k]
    return out


@njit(cache=True)
def carried(J: Array, covariance: Array) -> Array:
    """Return J covariance J' (6, 6)."""
    return product(product(J, covariance), J.T)


@njit(cache=True)
def scaled_inverse(matrix: Array) -> Array:
    """Return the inverse of a symmetric positive definite (6, 6) matrix of numbers of any size."""
    scales = scales_of(matrix)
    sizes = np.outer(scales, scales)
    out: Array = inverse(matrix / sizes) / sizes
    return out


@njit(cache=True)
def whitened(covariance: Array, columns: Array) -> Array:
    """Return columns (6, k) in units of their own doubt: their products are those through the inverse covariance."""
    scales = scales_of(covariance)
    factor = cholesky(covariance / np.outer(scales, scales))
    out = np.empty(columns.shape)
    for column in range(columns.shape[1]):
        for r in range(6):
            value = columns[r, column] / scales[r]
            for c in range(r):
                value -= factor[r, c] * out[c, column]
            out[r, column] = value / factor[r, r]
    return out


@njit(cache=True)
def length2(covariance: Array, vector: Array) -> float:
    """Return how far a vector (6,) is from nothing, squared, in its own doubt (6, 6)."""
    white = whitened(covariance, vector.copy().reshape(6, 1))
    total = 0.0
    for r in range(6):
        total += white[r, 0] ** 2
    return total


@njit(cache=True)
def with_said(mean_m: Array, covariance_m2: Array, information: Array, vector: Array) -> tuple[Array, Array]:
    """Return an estimate (6,), (6, 6) with what one pair or more say, (k, 6, 6) and (k, 6), added to it."""
    before = scaled_inverse(covariance_m2)
    total, sum_vector = before.copy(), image(before, mean_m)
    for pair in range(information.shape[0]):
        total += information[pair]
        sum_vector += vector[pair]
    after = scaled_inverse(total)
    return image(after, sum_vector), after


@njit(cache=True)
def partial(x: Array, reference_ecef: Array) -> Array:
    """Return (6, 6): what each metre of shift and of turn adds to position and velocity of a body at x (6,).

    Position moves by shift + turn x (position - reference), velocity by turn x velocity.
    """
    H = np.zeros((6, 6))
    for axis in range(3):
        H[axis, axis] = 1.0
    for first in range(0, 6, 3):
        for axis in range(3):
            i, j, k = axis, (axis + 1) % 3, (axis + 2) % 3
            along = x[first + i] - (reference_ecef[i] if first == 0 else 0.0)
            H[first + j, 3 + k], H[first + k, 3 + j] = along / ARM_M, -along / ARM_M
    return H


@njit(cache=True)
def add_misfit(P: Array, x: Array, reference_ecef: Array) -> None:
    """Add to a covariance (6, 6) what the model leaves out, for a body at x (6,)."""
    lever2_m2, speed2_m2_s2 = 0.0, 0.0
    for axis in range(3):
        lever2_m2 += (x[axis] - reference_ecef[axis]) ** 2
        speed2_m2_s2 += x[3 + axis] ** 2
    for axis in range(3):
        P[axis, axis] += MISFIT**2 * lever2_m2
        P[3 + axis, 3 + axis] += MISFIT**2 * speed2_m2_s2


@njit(cache=True)
def less_bias(
    x: Array, P: Array, means_m: Array, covariances_m2: Array, reference_ecef: Array
) -> tuple[Array, Array]:
    """Return states (n, 6) and covariances (n, 6, 6) less a bias, its doubt and the misfit of the model added.

    ``means_m`` (n, 6), ``covariances_m2`` (n, 6, 6): each body's own, or one for all, (1, 6) and (1, 6, 6).
    """
    out_x, out_P = x.copy(), P.copy()
    for row in range(x.shape[0]):
        of = row if means_m.shape[0] > 1 else 0
        H = partial(x[row], reference_ecef)
        out_x[row] -= image(H, means_m[of])
        out_P[row] += carried(H, covariances_m2[of])
        add_misfit(out_P[row], x[row], reference_ecef)
    return out_x, out_P


@njit(cache=True)
def distances_less_bias(
    own_x: Array, own_P: Array, x: Array, P: Array, mean_m: Array, covariance_m2: Array, reference_ecef: Array
) -> tuple[Array, Array]:
    """Return ``distances`` (n, m) between own tracks (n) and a partner's (m) less the bias, with all its doubt."""
    there_x, there_P = less_bias(
        x, P, mean_m.copy().reshape(1, 6), covariance_m2.copy().reshape(1, 6, 6), reference_ecef
    )
    return distances(own_x, own_P, there_x, there_P)


@njit(cache=True)
def about_another(
    mean_m: Array,
    covariance_m2: Array,
    information: Array,
    vector: Array,
    way_m: Array,
    drift_m2: tuple[float, float],
) -> tuple[Array, Array, Array, Array]:
    """Return an estimate (6,), (6, 6) and what pairs say, (k, 6, 6) and (k, 6), about a reference moved by (3,) m.

    ``drift_m2``: variance that shift and turn gain meanwhile, each axis.
    """
    J, back = np.eye(6), np.eye(6)  # shift' = shift + turn x way
    for axis in range(3):
        i, j, k = axis, (axis + 1) % 3, (axis + 2) % 3
        J[j, 3 + k], J[k, 3 + j] = way_m[i] / ARM_M, -way_m[i] / ARM_M
        back[j, 3 + k], back[k, 3 + j] = -way_m[i] / ARM_M, way_m[i] / ARM_M
    moved_information, moved_vector = np.empty(information.shape), np.empty(vector.shape)
    for pair in range(information.shape[0]):
        moved_information[pair] = carried(back.T, information[pair])
        moved_vector[pair] = image(back.T, vector[pair])
    covariance = carried(J, covariance_m2)
    for axis in range(6):
        covariance[axis, axis] += drift_m2[axis // 3]
    return image(J, mean_m), covariance, moved_information, moved_vector


@njit(cache=True)
def summed(counted: Estimate, told: Told) -> Estimate:
    """Return an estimate with what pairs say added to it; itself where none says anything."""
    if told[1].shape[0] == 0:
        return counted
    return with_said(counted[0], counted[1], told[0], told[1])


@njit(cache=True)
def length2_at(scales: Array, factor: Array, vector: Array) -> float:
    """Return ``length2`` of a vector (6,) in a doubt that is given by its scales (6,) and their factor (6, 6)."""
    white, total = np.empty(6), 0.0
    for r in range(6):
        value = vector[r] / scales[r]
        for c in range(r):
            value -= factor[r, c] * white[c]
        white[r] = value / factor[r, r]
        total += white[r] ** 2
    return total


@njit(cache=True)
def add_confusion(doubt: Array, x: Array, row: int, wide: tuple[Array, Array], gate: float) -> None:
    """Add to a doubt (6, 6) the covariance that neighbours of a row of x (n, 6) inside the gate add.

    One of them may be meant in the row's place.  ``wide``: the doubt of the gate, as ``length2_at`` takes it.
    """
    for other in range(x.shape[0]):
        if other != row:
            offset = x[other] - x[row]
            if length2_at(wide[0], wide[1], offset) < gate:
                doubt += np.outer(offset, offset)


@njit(cache=True)
def said(tracks: tuple[Tracks, Tracks], rows: Ints, covariance_m2: Array, reference_ecef: Array, gate: float) -> Told:
    """Return what each pair of rows (k, 2), own and partner's, says about the bias.

    Its doubt is that of both tracks, the misfit, and what neighbours inside the gate add: one may be meant instead.
    ``covariance_m2``: of the bias, from everything; the gate is as wide as that.
    """
    own, partner = tracks
    information, vector = np.empty((rows.shape[0], 6, 6)), np.empty((rows.shape[0], 6))
    for pair in range(rows.shape[0]):
        mine, theirs = rows[pair]
        there = partner[0][theirs]
        H = partial(there, reference_ecef)
        doubt = own[1][mine] + partner[1][theirs]
        add_misfit(doubt, there, reference_ecef)
        wide = doubt + carried(H, covariance_m2)
        scales = scales_of(wide)
        gated = scales, cholesky(wide / np.outer(scales, scales))
        add_confusion(doubt, own[0], mine, gated, gate)
        add_confusion(doubt, partner[0], theirs, gated, gate)
        white = whitened(doubt, np.concatenate((H, (there - own[0][mine]).reshape(6, 1)), axis=1))
        both = product(white[:, :6].T, white)
        information[pair], vector[pair] = both[:, :6], both[:, 6]
    return information, vector


@njit(cache=True)
def after_report(
    before: tuple[Estimate, Told],
    way: Way,
    tracks: tuple[Tracks, Tracks],
    rows: tuple[Ints, Ints, Ints],
    gate: float,
) -> tuple[Estimate, Told, Estimate]:
    """Return what is known after a report: counted for good, said by pairs that are open, and from both.

    Parameters
    ----------
    before : estimate from closed pairs, and what open pairs say, both about the reference so far
    way : from there to the reference that everything is about from now on
    tracks : own and partner's
    rows : (c,), (w,), (k, 2) int64
        Pairs that are closed now and pairs that are kept as they are, by number; and the rows of own and of
        partner's track that are pairs now.
    gate : float
        Chi-square below which a neighbour may be meant in a track's place.

    Returns
    -------
    The estimate from closed pairs; what open ones say, those kept before those heard anew; the estimate from all.
    """
    (mean_m, covariance_m2), (information, vector) = before
    mean_m, covariance_m2, information, vector = about_another(
        mean_m, covariance_m2, information, vector, way[1], way[2]
    )
    counted, told = (mean_m, covariance_m2), (information, vector)
    done, kept, seen = rows
    doubt = summed(counted, told)[1]
    fresh = said(tracks, seen, doubt, way[0], gate)
    counted = summed(counted, (told[0][done], told[1][done]))
    told = np.concatenate((told[0][kept], fresh[0])), np.concatenate((told[1][kept], fresh[1]))
    return counted, told, summed(counted, told)
