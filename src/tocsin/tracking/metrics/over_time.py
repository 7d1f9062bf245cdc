"""Tracks against truth over a whole run: who stood for whom when, and GOSPA with a price on changing over."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.tracking.metrics.sets import gospa

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_TRACK = -1  # in place of a track's number


class History(NamedTuple):
    """States of many bodies, or of many tracks, at many times; rows in any order, at most one a number and time.

    Attributes
    ----------
    time_ms : (k,) int64, ms
    number : (k,) int64
        Whose state it is; 0 or above.
    x : (k, d) float64
        The first three columns are the position (m); velocity (m/s) may follow.  One or two columns are taken
        to be position alone.
    """

    time_ms: Ints
    number: Ints
    x: Array


class Pairs(NamedTuple):
    """For every truth at every time it was there: its track.

    Attributes
    ----------
    time_ms : (k,) int64, ms
        Rising; within a time the truths rise.
    truth, track : (k,) int64
        Numbers; ``NO_TRACK`` where the truth had none.
    error_m : (k,) float64, m
        Of the track's position; the cut-off where the truth had none.
    """

    time_ms: Ints
    truth: Ints
    track: Ints
    error_m: Array


class GospaOverTime(NamedTuple):
    """GOSPA at each of t times, as ``sets.Gospa``, with the price of tracks that changed over.

    Attributes
    ----------
    time_ms : (t,) int64, ms
    distance_m : (t,) float64, m
        With the price of changes: the p-th root of the sum of both to the power p.
    localisation_m : (t,) float64, m
    missed_count, false_count : (t,) int64
    switching_m : (t,) float64, m
    """

    time_ms: Ints
    distance_m: Array
    localisation_m: Array
    missed_count: Ints
    false_count: Ints
    switching_m: Array


def moments(truth: History, tracks: History) -> Iterator[tuple[int, History, History]]:
    """Yield each time of either, rising, with the rows of that time, sorted by number."""
    truth, tracks = in_order(truth), in_order(tracks)
    times = np.unique(np.concatenate((truth.time_ms, tracks.time_ms)))
    ends = [
        (np.searchsorted(part.time_ms, times, "left"), np.searchsorted(part.time_ms, times, "right"))
        for part in (truth, tracks)
    ]
    for row, time_ms in enumerate(times):
        first, second = (slice(low[row], high[row]) for low, high in ends)
        yield int(time_ms), rows_of(truth, first), rows_of(tracks, second)


def in_order(history: History) -> History:
    """Return the rows by time, then number."""
    order = np.lexsort((history.number, history.time_ms))
    return History(history.time_ms[order], history.number[order], history.x[order])


def rows_of(history: History, rows: slice) -> History:
    """Return some rows."""
    return History(history.time_ms[rows], history.number[rows], history.x[rows])


def pair_over_time(truth: History, tracks: History, cutoff_m: float, order: float = 2.0) -> Pairs:
    """Return who stood for whom: at each time the assignment of ``sets.gospa`` on positions.

    Each time is judged by itself: a track keeps no claim on the body it stood for before.
    """
    times, truths, numbers, errors = [], [], [], []
    for time_ms, bodies, claims in moments(truth, tracks):
        found = gospa(bodies.x[:, :3], claims.x[:, :3], cutoff_m, order).track
        off = np.full(found.size, float(cutoff_m))
        has = found >= 0
        off[has] = np.sqrt(((bodies.x[has, :3] - claims.x[found[has], :3]) ** 2).sum(axis=1))
        times.append(np.full(found.size, time_ms, dtype=np.int64))
        truths.append(bodies.number)
        numbers.append(named(found, claims.number))
        errors.append(off)
    return Pairs(joined(times), joined(truths), joined(numbers), np.concatenate([np.zeros(0), *errors]))


def named(track: Ints, number: Ints) -> Ints:
    """Return the numbers of the tracks in some rows, ``NO_TRACK`` for row -1."""
    out = np.full(track.shape[0], NO_TRACK, dtype=np.int64)
    out[track >= 0] = number[track[track >= 0]]
    return out


def joined(parts: list[Ints]) -> Ints:
    """Return the parts as one array, also when there are none."""
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def gospa_over_time(
    truth: History, tracks: History, cutoff_m: float, order: float = 2.0, penalty_m: float = 0.0
) -> GospaOverTime:
    """Return GOSPA (alpha = 2) at every time of either history, with a price on bodies that change track.

    Parameters
    ----------
    truth, tracks : History
    cutoff_m : float
        Above 0.
    order : float
        Exponent p, 1 or more and finite.
    penalty_m : float
        Price of one body that goes over from one track to another; half of it, in the sense of the p-th power, for
        one that loses its track or comes by one again.  0: none.

    Notes
    -----
    A body's first track is free.  Parts add up to the power p; Stone Soup 1.9.1 adds the price as a square whatever
    p is, which is the same for p = 2.  Checked: its published case and its own answers, to 1e-9.

    References
    ----------
    MathWorks, *trackGOSPAMetric* (labelled GOSPA with switching penalty).
    """
    rows = []
    known: dict[int, int] = {}
    for time_ms, bodies, claims in moments(truth, tracks):
        now = gospa(bodies.x[:, :3], claims.x[:, :3], cutoff_m, order)
        changes = changed(known, bodies.number, named(now.track, claims.number))
        price_m = penalty_m * changes ** (1.0 / order)
        distance_m = (now.distance_m**order + price_m**order) ** (1.0 / order)
        rows.append((time_ms, distance_m, now.localisation_m, now.missed_count, now.false_count, price_m))
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 6)
    counts = table[:, (0, 3, 4)].astype(np.int64)
    return GospaOverTime(counts[:, 0], table[:, 1], table[:, 2], counts[:, 1], counts[:, 2], table[:, 5])


def changed(known: dict[int, int], truth: Ints, track: Ints) -> float:
    """Return how many bodies changed track, halves for one lost or found again; note the new ones in ``known``."""
    total = 0.0
    for body, number in zip(truth.tolist(), track.tolist(), strict=True):
        before = known.get(body)
        if before is not None and before != number:
            total += 0.5 if NO_TRACK in (before, number) else 1.0
        if before is not None or number != NO_TRACK:
            known[body] = number
    return total
