"""Kernels that find pairs near enough to be worth a likelihood, and the clusters that they tie together."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS_EACH = 1  # bins of the sweep for each track and measurement: most bins hold few
SLACK_M = 1e-6  # m; rounding of a place 1e9 m away: the sweep must never be stricter than the distance


@njit(cache=True)
def candidate_pairs(
    track_position_ecef: Array, track_reach_m: Array, measured_position_ecef: Array, measured_reach_m: Array
) -> tuple[Ints, Ints]:
    """Return all pairs of a track and a measurement no farther apart than their reaches together.

    Parameters
    ----------
    track_position_ecef : (n, 3) float64, m
        Where each track is predicted to be; finite.
    track_reach_m : (n,) float64, m, >= 0
        How far from there its measurement may lie; infinity is allowed.
    measured_position_ecef : (m, 3) float64, m
        Where each measurement says its body is.
    measured_reach_m : (m,) float64, m, >= 0
        How far from there the body may be.

    Returns
    -------
    track, row : (p,) int64
        By rising track, then rising row.  Each pair depends on its own two only: handing in the measurements in
        parts finds the same pairs.

    Notes
    -----
    Sweep along the axis on which all places spread widest, cut into bins: intervals [x - reach, x + reach] that
    share a bin are met once.  Sorting is by counting, so time grows with the tracks and with the overlaps on that
    axis; long reaches cost only themselves.
    Left out: sensors without range.  Slow (not wrong) where thousands share a thin sheet across the widest axis.
    Checked: against every pair, ``tests/tracking/test_association_pairs.py``.

    References
    ----------
    Cohen, Lin, Manocha and Ponamgi, *I-COLLIDE*, Symposium on Interactive 3D Graphics (1995): sweep and prune.
    """
    axis, low, width = widest_axis(track_position_ecef, measured_position_ecef)
    bins = BINS_EACH * (track_reach_m.shape[0] + measured_reach_m.shape[0])
    track_order, track_spans = spans_along(track_position_ecef, track_reach_m, axis, low, width, bins)
    row_order, row_spans = spans_along(measured_position_ecef, measured_reach_m, axis, low, width, bins)
    track, row = sweep(track_spans, row_spans)
    for pair in range(track.shape[0]):
        track[pair] = track_order[track[pair]]
        row[pair] = row_order[row[pair]]
    return by_track_then_row(track, row, track_order.shape[0], row_order.shape[0])


@njit(cache=True)
def widest_axis(a: Array, b: Array) -> tuple[int, float, float]:
    """Return the axis along which the points a (n, 3) and b (m, 3) spread widest, their least value and width."""
    best, start, width = 0, 0.0, 0.0
    for axis in range(3):
        low, high = np.inf, -np.inf
        for point in range(a.shape[0]):
            low, high = min(low, a[point, axis]), max(high, a[point, axis])
        for point in range(b.shape[0]):
            low, high = min(low, b[point, axis]), max(high, b[point, axis])
        if high - low > width:
            best, start, width = axis, low, high - low
    return best, start, width


@njit(cache=True)
def spans_along(places: Array, reach: Array, axis: int, start: float, width: float, bins: int) -> tuple[Ints, Array]:
    """Return the order (n,) by first bin, and in that order first and last bin, x, y, z (m), reach (m) (n, 6)."""
    count = places.shape[0]
    scale = bins / width if width > 0.0 else 0.0
    first, last = np.empty(count, np.int64), np.empty(count, np.int64)
    for point in range(count):
        middle = places[point, axis] - start
        first[point] = bin_of(middle - reach[point] - SLACK_M, scale, bins)
        last[point] = bin_of(middle + reach[point] + SLACK_M, scale, bins)
    order = sorted_by(first, np.arange(count), bins)
    spans = np.empty((count, 6))
    for rank in range(count):
        point = order[rank]
        spans[rank, 0], spans[rank, 1] = first[point], last[point]
        spans[rank, 2], spans[rank, 3], spans[rank, 4] = places[point, 0], places[point, 1], places[point, 2]
        spans[rank, 5] = reach[point]
    return order, spans


@njit(cache=True)
def bin_of(along: float, scale: float, bins: int) -> int:
    """Return the bin, 0 to bins - 1, of a length (m) along the axis; never falls as the length rises."""
    if scale == 0.0 or along <= 0.0:
        return 0
    return int(min(along * scale, bins - 1.0))


@njit(cache=True)
def sweep(a: Array, b: Array) -> tuple[Ints, Ints]:
    """Return the ranks (p,) in a and (p,) in b of spans (n, 6), (m, 6) that touch, in order of the sweep."""
    a_count, b_count = a.shape[0], b.shape[0]
    a_open, b_open = np.empty(a_count, np.int64), np.empty(b_count, np.int64)  # begun and not seen to have ended
    a_size, b_size = 0, 0
    hits = np.empty(max(a_count, b_count), np.int64)
    out_a, out_b = np.empty(a_count + b_count, np.int64), np.empty(a_count + b_count, np.int64)
    count, i, j = 0, 0, 0
    while i < a_count or j < b_count:
        if j == b_count or (i < a_count and a[i, 0] <= b[j, 0]):
            b_size, found = meet(a[i], b, b_open, b_size, hits)
            out_a, out_b = grown(out_a, count + found), grown(out_b, count + found)
            for hit in range(found):
                out_a[count + hit], out_b[count + hit] = i, hits[hit]
            a_open[a_size] = i
            a_size += 1
            i += 1
        else:
            a_size, found = meet(b[j], a, a_open, a_size, hits)
            out_a, out_b = grown(out_a, count + found), grown(out_b, count + found)
            for hit in range(found):
                out_a[count + hit], out_b[count + hit] = hits[hit], j
            b_open[b_size] = j
            b_size += 1
            j += 1
        count += found
    return out_a[:count], out_b[:count]


@njit(cache=True)
def meet(span: Array, others: Array, open_: Ints, size: int, hits: Ints) -> tuple[int, int]:
    """Return how many of the others stay open, and how many touch the span; both lists are written in place."""
    found, at = 0, 0
    while at < size:
        rank = open_[at]
        if others[rank, 1] < span[0]:
            size -= 1
            open_[at] = open_[size]
            continue
        x, y, z = others[rank, 2] - span[2], others[rank, 3] - span[3], others[rank, 4] - span[4]
        reach = others[rank, 5] + span[5]
        if x * x + y * y + z * z <= reach * reach:
            hits[found] = rank
            found += 1
        at += 1
    return size, found


@njit(cache=True)
def grown(numbers: Ints, needed: int) -> Ints:
    """Return the numbers, with room for at least as many as needed behind them."""
    if needed <= numbers.shape[0]:
        return numbers
    out = np.empty(max(needed, 2 * numbers.shape[0]), np.int64)
    out[: numbers.shape[0]] = numbers
    return out


@njit(cache=True)
def by_track_then_row(track: Ints, row: Ints, track_count: int, row_count: int) -> tuple[Ints, Ints]:
    """Return the same pairs, by rising track and then rising row: two stable counting sorts."""
    order = sorted_by(row, np.arange(row.shape[0]), row_count)
    order = sorted_by(track, order, track_count)
    return track[order], row[order]


@njit(cache=True)
def sorted_by(key: Ints, order: Ints, count: int) -> Ints:
    """Return the order (p,) again, stably sorted by key[order]; keys are 0 to count - 1."""
    place = starts_of(key, count)
    out = np.empty_like(order)
    for item in order:
        out[place[key[item]]] = item
        place[key[item]] += 1
    return out


@njit(cache=True)
def starts_of(key: Ints, count: int) -> Ints:
    """Return where each of the keys 0 to count - 1 begins in a list sorted by key (count + 1,)."""
    start = np.zeros(count + 1, np.int64)
    for value in key:
        start[value + 1] += 1
    for value in range(count):
        start[value + 1] += start[value]
    return start


@njit(cache=True)
def clusters(track_count: int, row_count: int, track: Ints, row: Ints) -> tuple[Ints, Ints, int]:
    """Return which tracks and measurements are tied together by pairs: connected components.

    Parameters
    ----------
    track_count, row_count : int
        n tracks and m measurements.
    track, row : (p,) int64
        The pairs, in any order.

    Returns
    -------
    track_cluster : (n,) int64
        Numbered from 0 by the lowest track in each; a track without pairs is a cluster by itself.
    row_cluster : (m,) int64
        -1 for a measurement without pairs: there is nothing to decide about it.
    count : int
        Number of clusters.

    Notes
    -----
    Union-find with path halving.  Checked: scipy's connected components,
    ``tests/tracking/test_association_pairs.py``.
    """
    parent = np.arange(track_count + row_count)
    for pair in range(track.shape[0]):
        a, b = root_of(parent, track[pair]), root_of(parent, track_count + row[pair])
        parent[max(a, b)] = min(a, b)
    number = np.full(track_count + row_count, -1, np.int64)
    count = 0
    for node in range(track_count + row_count):
        root = root_of(parent, node)
        if root == node and node < track_count:
            number[node] = count
            count += 1
        number[node] = number[root]
    return number[:track_count], number[track_count:], count


@njit(cache=True)
def root_of(parent: Ints, node: int) -> int:
    """Return the root of a node, and shorten the way to it in place."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
