"""Kernel of one report: pairs that are gone counted for good, and those in sight heard anew."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.picture.kernels import cholesky, scales_of
from tocsin.picture.registration.kernels import (
    about_another,
    add_misfit,
    carried,
    partial,
    product,
    whitened,
    with_said,
)

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Estimate = tuple[Array, Array]  # mean (6,) and covariance (6, 6), m and m^2
Told = tuple[Array, Array]  # information (k, 6, 6) and vector (k, 6) of k pairs, 1/m^2 and 1/m
Way = tuple[Array, Array, tuple[float, float]]  # to a reference (3,) by (3,) m; variance of shift and turn added, m^2
Tracks = tuple[Array, Array]  # states (n, 6) and covariances (n, 6, 6), m and m/s


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
