"""Kernels over all clusters of a picture: what may depend on common errors, and one track a cluster."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.picture.kernels import fuse_split, shared_share

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True)
def dependent_shares(
    x: Array, P: Array, coast_probability: Array, age_s: Array, noise_m2_s3: float, air_top_m: float
) -> Array:
    """Return the share (n,) of each track's covariance that errors common to all trackers may have made.

    ``shared_share`` as far as the body coasts, above the air; 1 below ``air_top_m``.
    """
    share, coasting = np.ones(x.shape[0]), shared_share(P, age_s, noise_m2_s3)
    for row in range(x.shape[0]):
        if lla_from_ecef(x[row, 0], x[row, 1], x[row, 2])[2] > air_top_m:
            share[row] = 1.0 - coast_probability[row] * (1.0 - coasting[row])
    return share


@njit(cache=True)
def is_before(x: Array, one: int, other: int) -> bool:
    """Return whether a row of x (n, 6) comes before another, number by number."""
    for k in range(x.shape[1]):
        if x[one, k] != x[other, k]:
            return bool(x[one, k] < x[other, k])
    return False


@njit(cache=True)
def one_each(x: Array, P: Array, share: Array, starts: Ints, members: Ints) -> tuple[Array, Array, Ints]:
    """Return one track a cluster: state (c, 6), covariance (c, 6, 6), and the row (c,) of its surest member.

    Parameters
    ----------
    x, P : (n, 6), (n, 6, 6) float64, m and m/s
    share : (n,) float64
        As ``fuse_split`` takes it.
    starts, members : (c + 1,), (n,) int64
        Rows of cluster i are ``members[starts[i]:starts[i + 1]]``; they are fused in the order of their states, so
        that names do not matter.
    """
    count = starts.shape[0] - 1
    out_x, out_P, best = np.empty((count, 6)), np.empty((count, 6, 6)), np.empty(count, np.int64)
    for cluster in range(count):
        rows = members[starts[cluster] : starts[cluster + 1]].copy()
        best[cluster], least_m2 = rows[0], np.inf
        for row in rows:
            spread_m2 = P[row, 0, 0] + P[row, 1, 1] + P[row, 2, 2]
            if spread_m2 < least_m2:
                best[cluster], least_m2 = row, spread_m2
        if rows.shape[0] == 1:
            out_x[cluster], out_P[cluster] = x[rows[0]], P[rows[0]]
            continue
        for at in range(1, rows.shape[0]):
            back = at
            while back > 0 and is_before(x, rows[back], rows[back - 1]):
                rows[back], rows[back - 1] = rows[back - 1], rows[back]
                back -= 1
        out_x[cluster], out_P[cluster] = fuse_split(x[rows], P[rows], share[rows])
    return out_x, out_P, best
