"""Kernels of joint probabilistic association: every joint event of a cluster, and what they say of each pair."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_TRACKS = 10  # of a cluster that is enumerated
MOST_ROWS = 62  # bits of a measurement mask


@njit(cache=True)
def joint_events(start: Ints, row: Ints, gain: Array, most_events: int) -> tuple[Ints, Array]:
    """Return every way in which the tracks of one cluster may share its measurements.

    Parameters
    ----------
    start : (t + 1,) int64
        Pairs ``start[i]`` to ``start[i + 1]`` are those of track i.
    row : (q,) int64, 0 to 61
        Measurement of each pair, numbered within the cluster.
    gain : (q,) float64
        What a pair adds to the log-likelihood over a miss; finite, or -infinity for what cannot be.
    most_events : int, >= 1
        No events are returned if there are more.

    Returns
    -------
    choice : (e, t) int64
        Pair of each track in each event, -1 for a miss.  The first event misses all.
    total : (e,) float64
        Log-likelihood of each event over that of missing all.

    Notes
    -----
    Depth first over the tracks, with a mask of measurements taken.  Nothing is merged or pruned.
    Checked: a published example and ``itertools``, ``tests/tracking/test_association_joint.py``.
    """
    tracks = start.shape[0] - 1
    room = 1.0
    for track in range(tracks):
        room *= start[track + 1] - start[track] + 1.0
    capacity = int(min(room, float(most_events)))
    choice, total = np.empty((capacity, tracks), np.int64), np.empty(capacity)
    now = np.full(tracks, -2, np.int64)  # -2: not begun, -1: missed, else the pair
    so_far = np.zeros(tracks + 1)
    count, depth, taken = 0, 0, 0
    while depth >= 0:
        if depth == tracks:
            if count == most_events:
                return choice[:0], total[:0]
            choice[count], total[count] = now, so_far[tracks]
            count += 1
            depth -= 1
            continue
        if now[depth] >= 0:
            taken ^= 1 << row[now[depth]]
        now[depth] = next_choice(now[depth], start[depth], start[depth + 1], row, taken)
        if now[depth] == -2:
            depth -= 1
            continue
        if now[depth] >= 0:
            taken |= 1 << row[now[depth]]
        so_far[depth + 1] = so_far[depth] + (gain[now[depth]] if now[depth] >= 0 else 0.0)
        depth += 1
    return choice[:count], total[:count]


@njit(cache=True)
def next_choice(now: int, first: int, end: int, row: Ints, taken: int) -> int:
    """Return the choice of a track after this one: a miss, each pair whose row is free, then -2 for no more."""
    if now == -2:
        return -1
    for pair in range(max(now + 1, first), end):
        if not taken >> row[pair] & 1:
            return pair
    return -2


@njit(cache=True)
def joint_weights(
    start: Ints,
    row: Ints,
    gain: Array,
    track_cluster: Ints,
    row_cluster: Ints,
    cluster_start: Ints,
    members: Ints,
    nearest_weight: Array,
    least_tracks: int,
    sure: float,
    most_events: int,
) -> tuple[Array, Flags]:
    """Return a weight (p,) for each pair, and which clusters (c,) were too large and fell back on the nearest.

    Parameters
    ----------
    start, row, gain
        Pairs of all tracks, as in ``joint_events`` but rows numbered over all measurements.
    track_cluster, row_cluster : (n,), (m,) int64
        From ``clusters``.
    cluster_start, members : (c + 1,), (n,) int64
        Tracks of cluster i are ``members[cluster_start[i]:cluster_start[i + 1]]``.
    nearest_weight : (p,) float64
        1 for the best pairs, else 0: what a cluster keeps that is not weighed here.
    least_tracks : int
        Clusters of fewer tracks keep the nearest.
    sure : float
        Clusters whose best joint event is at least as probable as this keep the nearest.
    most_events : int
        Clusters of more joint events, of more than ``MOST_TRACKS`` tracks or ``MOST_ROWS`` rows fall back.
    """
    weight = nearest_weight.copy()
    count = cluster_start.shape[0] - 1
    fell_back = np.zeros(count, np.bool_)
    local = np.full(row_cluster.shape[0], -1, np.int64)  # number of a row within its cluster
    row_total = np.zeros(count, np.int64)
    for measurement in range(row_cluster.shape[0]):
        if row_cluster[measurement] >= 0:
            local[measurement] = row_total[row_cluster[measurement]]
            row_total[row_cluster[measurement]] += 1
    for cluster in range(count):
        mine = members[cluster_start[cluster] : cluster_start[cluster + 1]]
        if mine.shape[0] < least_tracks or row_total[cluster] == 0:
            continue
        if mine.shape[0] == 1:
            weigh_alone(gain, start[mine[0]], start[mine[0] + 1], sure, weight)
        elif mine.shape[0] > MOST_TRACKS or row_total[cluster] > MOST_ROWS:
            fell_back[cluster] = True
        else:
            fell_back[cluster] = not weigh_together(mine, start, row, gain, local, sure, most_events, weight)
    return weight, fell_back


@njit(cache=True)
def weigh_alone(gain: Array, first: int, end: int, sure: float, weight: Array) -> None:
    """Write the weights of the pairs first to end of a track that shares no measurement."""
    best = 0.0
    for pair in range(first, end):
        best = max(best, gain[pair])
    whole = math.exp(-best)
    for pair in range(first, end):
        whole += math.exp(gain[pair] - best)
    if 1.0 / whole >= sure:
        return
    for pair in range(first, end):
        weight[pair] = math.exp(gain[pair] - best) / whole


@njit(cache=True)
def weigh_together(
    mine: Ints, start: Ints, row: Ints, gain: Array, local: Ints, sure: float, most_events: int, weight: Array
) -> bool:
    """Write the weights of a cluster's pairs; return False, and write nothing, if it has too many events."""
    first = np.zeros(mine.shape[0] + 1, np.int64)
    for at in range(mine.shape[0]):
        first[at + 1] = first[at] + start[mine[at] + 1] - start[mine[at]]
    pairs = np.empty(first[-1], np.int64)
    for at in range(mine.shape[0]):
        for k in range(first[at + 1] - first[at]):
            pairs[first[at] + k] = start[mine[at]] + k
    choice, total = joint_events(first, local[row[pairs]], gain[pairs], most_events)
    if total.shape[0] == 0:
        return False
    best = total.max()
    whole = 0.0
    for event in range(total.shape[0]):
        total[event] = math.exp(total[event] - best)  # the best event is 1: nothing that counts is lost
        whole += total[event]
    if 1.0 / whole >= sure:
        return True
    weight[pairs] = 0.0
    for event in range(total.shape[0]):
        for at in range(mine.shape[0]):
            if choice[event, at] >= 0:
                weight[pairs[choice[event, at]]] += total[event] / whole
    return True
