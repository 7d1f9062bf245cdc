"""Which track stands for which truth at one moment: the assignment behind every distance between sets."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from tocsin.errors import ModelRangeError

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


def pair_off(truth: Array, tracks: Array, cutoff_m: float, order: float) -> tuple[Ints, Array]:
    """Return for each truth the row of the track that stands for it, and how far off that track is.

    Parameters
    ----------
    truth : (n, d) float64, m
        Where the bodies truly are, in any Cartesian frame.
    tracks : (m, d) float64, m
        Where they are said to be.
    cutoff_m : float
        Above 0.  A pair as far apart as this or farther is no pair.
    order : float
        Exponent p of the distances in the sum, 1 or more; infinity makes the farthest pair as near as can be,
        out of the assignments with the most pairs.

    Returns
    -------
    track : (n,) int64
        Row of the track, or -1.
    distance_m : (n,) float64, m
        ``cutoff_m`` where there is none.

    Notes
    -----
    The smallest sum of min(distance, cutoff_m)^p over all assignments.  Only pairs nearer than the cut-off are ever
    looked at, group by group of what hangs together, so that 10,000 bodies far apart cost little.
    Checked: against trying every assignment (``tests/tracking/metrics/test_sets.py``).

    References
    ----------
    Schuhmacher, Vo and Vo (2008), *IEEE Trans. Signal Processing* 56, 3447-3457.
    """
    check_sets(truth, tracks, cutoff_m, order)
    track = np.full(truth.shape[0], -1, dtype=np.int64)
    distance_m = np.full(truth.shape[0], float(cutoff_m))
    if truth.shape[0] and tracks.shape[0]:
        rows, columns, apart_m = near_pairs(truth, tracks, cutoff_m)
        best = farthest_least if math.isinf(order) else sum_least
        for group in groups(rows, columns, truth.shape[0], tracks.shape[0]):
            picked = (
                group
                if group.size == 1
                else group[best(rows[group], columns[group], apart_m[group], cutoff_m, order)]
            )
            track[rows[picked]] = columns[picked]
            distance_m[rows[picked]] = apart_m[picked]
    return track, distance_m


def check_sets(truth: Array, tracks: Array, cutoff_m: float, order: float) -> None:
    """Raise ``ModelRangeError`` for sets or numbers that no distance is defined for."""
    if truth.ndim != 2 or tracks.ndim != 2 or truth.shape[1] != tracks.shape[1]:
        raise ModelRangeError(
            f"tracks: shape = {tracks.shape} against truth {truth.shape} must be rows of as many columns; reshape"
        )
    if not cutoff_m > 0.0 or math.isinf(cutoff_m):
        raise ModelRangeError(f"cutoff_m = {cutoff_m} must be above 0 and finite; give the largest error of a track")
    if not order >= 1.0:
        raise ModelRangeError(f"order = {order} must be 1 or more; 1 and 2 are usual")


def near_pairs(truth: Array, tracks: Array, cutoff_m: float) -> tuple[Ints, Ints, Array]:
    """Return truth rows, track rows and distances (k,) of every pair nearer than the cut-off."""
    near = cKDTree(truth).sparse_distance_matrix(cKDTree(tracks), cutoff_m, output_type="ndarray")
    order = np.lexsort((near["j"], near["i"]))
    rows, columns = near["i"][order].astype(np.int64), near["j"][order].astype(np.int64)
    apart_m = np.sqrt(((truth[rows] - tracks[columns]) ** 2).sum(axis=1))
    inside = apart_m < cutoff_m
    return rows[inside], columns[inside], apart_m[inside]


def groups(rows: Ints, columns: Ints, truth_count: int, track_count: int) -> list[Ints]:
    """Return the pairs, as rows of the pair list, in groups that share neither truth nor track."""
    if rows.size == 0:
        return []
    size = truth_count + track_count
    graph = coo_array((np.ones(rows.size), (rows, truth_count + columns)), shape=(size, size))
    label = connected_components(graph, directed=False)[1][rows]
    order = np.argsort(label, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1)


def sum_least(rows: Ints, columns: Ints, apart_m: Array, cutoff_m: float, order: float) -> Ints:
    """Return which pairs of a group make the sum of cut distances to a power least."""
    seat, truths, tracks = seats(rows, columns)
    cost = np.ones((truths, tracks))
    cost[seat] = (apart_m / cutoff_m) ** order
    pair = np.full(cost.shape, -1)
    pair[seat] = np.arange(rows.size)
    picked = pair[linear_sum_assignment(cost)]
    return picked[picked >= 0]


def farthest_least(rows: Ints, columns: Ints, apart_m: Array, cutoff_m: float, order: float) -> Ints:
    """Return the pairs of the fullest assignment of a group whose farthest pair is as near as can be."""
    limits = np.unique(apart_m)
    most = fullest(rows, columns, apart_m, limits[-1]).size
    low, high = 0, limits.size - 1
    while low < high:
        middle = (low + high) // 2
        enough = fullest(rows, columns, apart_m, limits[middle]).size == most
        low, high = (low, middle) if enough else (middle + 1, high)
    return fullest(rows, columns, apart_m, limits[low])


def fullest(rows: Ints, columns: Ints, apart_m: Array, limit_m: float) -> Ints:
    """Return which pairs, none farther apart than a limit, make an assignment with the most pairs."""
    allowed = np.flatnonzero(apart_m <= limit_m)
    return allowed[sum_least(rows[allowed], columns[allowed], np.zeros(allowed.size), 1.0, 1.0)]


def seats(rows: Ints, columns: Ints) -> tuple[tuple[Ints, Ints], int, int]:
    """Return where each pair of a group sits in the group's own cost matrix, and that matrix's size."""
    truth, row = np.unique(rows, return_inverse=True)
    track, column = np.unique(columns, return_inverse=True)
    return (row, column), truth.size, track.size
