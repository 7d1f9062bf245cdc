"""What became of each body and of each track over a run, and the picture's attributes as SIAP defines them.

All of it is read off ``over_time.Pairs``; times are the sampled ones, so a measure is no finer than their spacing.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.tracking.metrics.over_time import NO_TRACK, History, Pairs

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER_MS = -1  # in place of a latency: the body never had a track


class PerTruth(NamedTuple):
    """How each of n bodies was tracked.

    Attributes
    ----------
    number : (n,) int64
        Rising.
    completeness : (n,) float64
        Share of the body's times at which it had a track.
    latency_ms : (n,) int64, ms
        From the body's first time to the first with a track; ``NEVER_MS`` if it never had one.
    break_count : (n,) int64
        Times that its tracking stopped and began again later.
    swap_count : (n,) int64
        Times that its track had another number than the last it had had, over a break or not.
    hold_count : (n,) int64
        Stretches of time over which one track held it without a gap.
    held_ms, longest_ms : (n,) int64, ms
        From first to last time of those stretches: their sum, and the longest.
    """

    number: Ints
    completeness: Array
    latency_ms: Ints
    break_count: Ints
    swap_count: Ints
    hold_count: Ints
    held_ms: Ints
    longest_ms: Ints


class PerTrack(NamedTuple):
    """What each of m tracks stood for.

    Attributes
    ----------
    number : (m,) int64
        Rising.
    purity : (m,) float64
        Share of the track's times at which it stood for the body it stood for most; 0: it never stood for any.
    body : (m,) int64
        That body's number, the lowest of several; ``NO_TRACK`` if none.
    """

    number: Ints
    purity: Array
    body: Ints


class Siap(NamedTuple):
    """Attributes of a single integrated air picture, over the whole run.

    Attributes
    ----------
    completeness_share : float
        Share of body-times with a track; 1 is best.
    spurious_share : float
        Share of track-times without a body; 0 is best.
    position_error_m : float
        Mean over the pairs.
    number_change_rate_hz : float
        Changes of track per second of tracked time; 0 is best.
    longest_share : float
        Longest unbroken hold by one track over the body's life, both summed over the bodies; 1 is best.
    """

    completeness_share: float
    spurious_share: float
    position_error_m: float
    number_change_rate_hz: float
    longest_share: float


def per_truth(pairs: Pairs) -> PerTruth:
    """Return how each body was tracked.

    Notes
    -----
    Definitions: completeness as SIAP's for one body; latency, breaks (fragmentation) and swaps as the algorithm-free
    measures of Gorji and others; a swap is counted against the last track the body had, as in CLEAR MOT.
    Checked: sequences small enough to count by hand.

    References
    ----------
    Gorji, Tharmarasa and Kirubarajan (2011), "Performance measures for multiple target tracking problems", *14th
    Int. Conf. Information Fusion*.  Bernardin and Stiefelhagen (2008), *EURASIP J. Image and Video Processing*,
    246309.
    """
    order = np.lexsort((pairs.time_ms, pairs.truth))
    number, first = np.unique(pairs.truth[order], return_index=True)
    rows = []
    for part in np.split(order, first[1:]) if number.size else []:
        rows.append(life(pairs.time_ms[part], pairs.track[part]))
    table = np.array(rows, dtype=np.float64).reshape(number.size, 7)
    return PerTruth(number, table[:, 0], *table[:, 1:].astype(np.int64).T)


def life(time_ms: Ints, track: Ints) -> tuple[float, int, int, int, int, int, int]:
    """Return completeness, latency, breaks, swaps, holds, held time and longest hold of one body; times rising."""
    held = np.flatnonzero(track != NO_TRACK)
    if held.size == 0:
        return 0.0, NEVER_MS, 0, 0, 0, 0, 0
    resumed = np.diff(held) > 1
    swapped = np.diff(track[held]) != 0
    holds = np.split(held, np.flatnonzero(resumed | swapped) + 1)
    held_ms = [int(time_ms[hold[-1]] - time_ms[hold[0]]) for hold in holds]
    latency_ms = int(time_ms[held[0]] - time_ms[0])
    counts = int(resumed.sum()), int(swapped.sum()), len(holds)
    return held.size / time_ms.size, latency_ms, *counts, sum(held_ms), max(held_ms)


def per_track(tracks: History, pairs: Pairs) -> PerTrack:
    """Return what each track stood for; ``tracks`` tells the times of those that never stood for a body.

    References
    ----------
    Mori, Chang, Chong and Dunn (1986), "Tracking performance evaluation: prediction of track purity" (the share of
    a track that comes from one body; ours counts times, not measurements).
    """
    number, lives = np.unique(tracks.number, return_counts=True)
    body = np.full(number.size, NO_TRACK, dtype=np.int64)
    most = np.zeros(number.size, dtype=np.int64)
    has = pairs.track != NO_TRACK
    couples, times = np.unique(np.stack((pairs.track[has], pairs.truth[has])), axis=1, return_counts=True)
    for (track, truth), count in zip(couples.T.tolist(), times.tolist(), strict=True):
        row = int(np.searchsorted(number, track))
        if count > most[row]:
            most[row], body[row] = count, truth
    return PerTrack(number, most / np.maximum(lives, 1), body)


def siap(tracks: History, pairs: Pairs) -> Siap:
    """Return the SIAP attributes of a run.

    Notes
    -----
    A body has at most one track at a time here, so ambiguity is always 1 and left out.  Changes of track are holds
    after a body's first; tracked time is that of its holds; Stone Soup 1.9.1 counts two holds of a body by one track
    as one in the longest.  Shares of nothing are 0.
    Checked: Stone Soup's SIAP metrics on the same pairs, to 1e-12 (``tests/tracking/metrics/test_continuity.py``).

    References
    ----------
    Votruba, Nisley, Rothrock and Zombro (2001), *Single Integrated Air Picture (SIAP) Metrics Implementation*.
    """
    has = pairs.track != NO_TRACK
    bodies = per_truth(pairs)
    changes = int(np.maximum(bodies.hold_count - 1, 0).sum())
    order = np.lexsort((pairs.time_ms, pairs.truth))
    life_ms = np.diff(pairs.time_ms[order])[np.diff(pairs.truth[order]) == 0]
    return Siap(
        completeness_share=share(int(has.sum()), has.size),
        spurious_share=share(tracks.number.size - int(has.sum()), tracks.number.size),
        position_error_m=float(pairs.error_m[has].mean()) if has.any() else 0.0,
        number_change_rate_hz=share(1000 * changes, int(bodies.held_ms.sum())),
        longest_share=share(int(bodies.longest_ms.sum()), int(life_ms.sum())),
    )


def share(part: int, whole: int) -> float:
    """Return part over whole, 0 of nothing."""
    return part / whole if whole else 0.0
