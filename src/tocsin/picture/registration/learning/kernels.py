"""Kernel of one report: pairs that are gone counted for good, and those in sight heard anew."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.picture.registration.kernels import about_another, said, with_said

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
    fresh = said(tracks[0], tracks[1], seen, doubt, way[0], gate)
    counted = summed(counted, (told[0][done], told[1][done]))
    told = np.concatenate((told[0][kept], fresh[0])), np.concatenate((told[1][kept], fresh[1]))
    return counted, told, summed(counted, told)
