"""Kernels of the assignment: shortest augmenting paths over the pairs that exist, no matrix."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


class State(NamedTuple):
    """An assignment under way: the pairs, who has what, and the workspace of one search."""

    start: Ints  # (n + 1,) where the pairs of each track begin
    row: Ints  # (p,)
    gain: Array  # (p,)
    given: Ints  # (n,) pair of each track, or -1
    holder: Ints  # (m,) track of each row, or -1
    track_price: Array  # (n,) dual variables: no pair costs less than the prices of its two
    row_price: Array  # (m,)
    way: Array  # (m,) length of the cheapest way found to a row; infinity between searches
    reached_by: Ints  # (m,) last pair on that way
    seen: Ints  # (m,) rows reached, first those settled


@njit(cache=True)
def best_pairs(start: Ints, row: Ints, gain: Array, row_count: int) -> Ints:
    """Return the pair given to each track, or -1: the largest sum of gains, each row used at most once.

    Parameters
    ----------
    start : (n + 1,) int64
        Pairs ``start[i]`` to ``start[i + 1]`` are those of track i.
    row : (p,) int64
    gain : (p,) float64
        What a pair adds over a miss; -infinity forbids it.  A gain of zero or less alone is not taken.
    row_count : int
        m measurements.

    Returns
    -------
    (n,) int64
        Index of the pair, or -1.

    Notes
    -----
    Tracks enter one by one; each finds its cheapest alternating path (Dijkstra over reduced costs) to a free row or
    to a track better missed, touching only what the path reaches: clusters never see one another, and a track alone
    with its measurement costs one look.  Equal sums: whichever the order of tracks finds first, always the same.
    Checked: every assignment by trial, scipy and Stone Soup,
    ``tests/tracking/test_association_nearest.py`` and ``_stonesoup.py``.

    References
    ----------
    Jonker and Volgenant, *A shortest augmenting path algorithm for dense and sparse linear assignment problems*,
    Computing 38 (1987).  Blackman and Popoli, *Design and Analysis of Modern Tracking Systems*, section 6.4.
    """
    track_count = start.shape[0] - 1
    state = State(
        start,
        row,
        gain,
        np.full(track_count, -1, np.int64),
        np.full(row_count, -1, np.int64),
        np.zeros(track_count),
        np.zeros(row_count),
        np.full(row_count, np.inf),
        np.empty(row_count, np.int64),
        np.empty(row_count, np.int64),
    )
    for track in range(track_count):
        settled, size, length, end_track, end_row = search(track, state)
        state.track_price[track] += length
        for at in range(settled):
            done = state.seen[at]
            state.row_price[done] -= length - state.way[done]
            state.track_price[state.holder[done]] += length - state.way[done]
        hand_over(track, end_track, end_row, state)
        for at in range(size):
            state.way[state.seen[at]] = np.inf
    return state.given


@njit(cache=True)
def search(first: int, state: State) -> tuple[int, int, float, int, int]:
    """Return the cheapest way out for a track: rows settled and seen, its length, and where it ends.

    It ends at a track that is then missed (end_row -1) or at a free row (end_track -1).  The workspace of the
    state is written in place.
    """
    way, seen = state.way, state.seen
    track, so_far = first, 0.0
    settled, size = 0, 0
    miss_length, miss_track = np.inf, -1
    while True:
        if so_far - state.track_price[track] < miss_length:
            miss_length, miss_track = so_far - state.track_price[track], track
        size = reach(track, so_far, settled, size, state)
        nearest = -1
        for at in range(settled, size):
            if nearest < 0 or way[seen[at]] < way[seen[nearest]]:
                nearest = at
        if nearest < 0 or miss_length <= way[seen[nearest]]:
            return settled, size, miss_length, miss_track, -1
        chosen = seen[nearest]
        if state.holder[chosen] < 0:
            return settled, size, way[chosen], -1, chosen
        seen[nearest] = seen[settled]
        seen[settled] = chosen
        settled += 1
        track, so_far = state.holder[chosen], way[chosen]


@njit(cache=True)
def reach(track: int, so_far: float, settled: int, size: int, state: State) -> int:
    """Return how many rows are seen, once those of one more track are; the workspace is written in place."""
    way, price = state.way, state.row_price
    for pair in range(state.start[track], state.start[track + 1]):
        other = state.row[pair]
        length = so_far - state.gain[pair] - state.track_price[track] - price[other]
        if settled > 0:
            length = max(length, so_far)  # rounding must not reopen a settled row
        if pair != state.given[track] and length < way[other]:
            if way[other] == np.inf:
                state.seen[size] = other
                size += 1
            way[other] = length
            state.reached_by[other] = pair
    return size


@njit(cache=True)
def hand_over(first: int, end_track: int, end_row: int, state: State) -> None:
    """Give the rows along a way out to their new tracks; ``given`` and ``holder`` are written in place."""
    given, holder = state.given, state.holder
    if end_track == first:
        return
    free = end_row
    if end_track >= 0:
        free = state.row[given[end_track]]
        given[end_track] = -1
    while True:
        pair = state.reached_by[free]
        taker = np.searchsorted(state.start, pair, side="right") - 1
        left = given[taker]
        given[taker] = pair
        holder[free] = taker
        if taker == first:
            return
        free = state.row[left]
