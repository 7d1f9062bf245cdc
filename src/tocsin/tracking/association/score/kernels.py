"""Kernels of belief in a track: M of the last N looks, and the running likelihood ratio of body against clutter."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LOOKS_KEPT = 62  # bits of a history
CONFIRM_SEEN, CONFIRM_LOOKS = 3, 4  # seen on 3 of 4 looks: Blackman and Popoli, section 6.2, a usual choice
FALSE_CONFIRM_PROBABILITY = 1e-4  # of one tentative track, notional: so many born of clutter may be believed
LOST_PROBABILITY = 1e-2  # of one body, notional: so many may be given up before they are believed
FALL = 7.0  # natural logarithm, notional: a track a thousand times less likely than at its best is ended
MOST_MISSED = 5  # looks in a row, notional


@njit(cache=True)
def with_look(recent: Ints, seen: Flags) -> Ints:
    """Return the histories (n,) int64 after one more look: newest in the lowest bit, ``LOOKS_KEPT`` kept."""
    out = np.empty_like(recent)
    for track in range(recent.shape[0]):
        out[track] = (recent[track] << 1 | np.int64(seen[track])) & ((1 << LOOKS_KEPT) - 1)
    return out


@njit(cache=True)
def seen_of(recent: Ints, looks: int) -> Ints:
    """Return on how many (n,) int64 of the last looks, 1 to ``LOOKS_KEPT``, each track was seen."""
    out = np.zeros(recent.shape[0], np.int64)
    for track in range(recent.shape[0]):
        left = recent[track] & ((1 << looks) - 1)
        while left:
            left &= left - 1
            out[track] += 1
    return out


@njit(cache=True)
def missed_in_a_row(recent: Ints) -> Ints:
    """Return how many (n,) int64 looks each track has been missed since it was last seen, up to ``LOOKS_KEPT``."""
    out = np.zeros(recent.shape[0], np.int64)
    for track in range(recent.shape[0]):
        while out[track] < LOOKS_KEPT and not recent[track] >> out[track] & 1:
            out[track] += 1
    return out


@njit(cache=True)
def score_change(
    track: Ints,
    row: Ints,
    weight: Array,
    log_likelihood: Array,
    log_miss: Array,
    log_detect: Array,
    log_clutter: Array,
) -> Array:
    """Return what one scan adds to each track's score: log likelihood of a body over that of clutter.

    Parameters
    ----------
    track, row, log_likelihood, log_miss, log_detect, log_clutter
        Of a ``Problem``.
    weight : (p,) float64
        Of its ``Association``.

    Returns
    -------
    (n,) float64, natural logarithm
        ``log_detect + log_likelihood - log_clutter`` for a track with its measurement, ``log_miss`` for one without.

    Notes
    -----
    With soft weights: the mean over the track's choices.  It is never above the logarithm of their summed
    likelihood ratio, so a track in doubt is believed later, not sooner.
    Checked: by hand and against Wald's bound, ``tests/tracking/test_association_score.py`` and ``_tracks.py``.

    References
    ----------
    Blackman and Popoli, *Design and Analysis of Modern Tracking Systems*, section 6.2.
    """
    out, missed = np.zeros(log_miss.shape[0]), np.ones(log_miss.shape[0])
    for pair in range(track.shape[0]):
        if weight[pair] > 0.0:
            ratio = log_detect[track[pair]] + log_likelihood[pair] - log_clutter[row[pair]]
            out[track[pair]] += weight[pair] * ratio
            missed[track[pair]] -= weight[pair]
    for one in range(log_miss.shape[0]):
        out[one] += max(missed[one], 0.0) * log_miss[one]
    return out


@njit(cache=True)
def wald_bounds(false_confirm_probability: float, lost_probability: float) -> tuple[float, float]:
    """Return the scores at or below which a track is clutter and at or above which it is a body.

    Parameters
    ----------
    false_confirm_probability, lost_probability : float, above 0, together below 1
        That a tentative track born of clutter is ever confirmed; that a body's is given up first.

    Notes
    -----
    Valid for scores that begin at 0 with the first measurement.  The rate of false confirmed tracks is at most
    false_confirm_probability times the rate of births, whatever the clutter, if its density is declared right.

    References
    ----------
    Wald, *Sequential Analysis* (1947), section 3.2.  Blackman and Popoli, section 6.2.2.
    """
    lower = math.log(lost_probability / (1.0 - false_confirm_probability))
    return lower, math.log((1.0 - lost_probability) / false_confirm_probability)


@njit(cache=True)
def confirmed(recent: Ints, score: Array, seen: int, looks: int, score_bound: float) -> Flags:
    """Return which tracks (n,) have been seen often enough of late and score high enough.

    Parameters
    ----------
    recent : (n,) int64
        From ``with_look``.
    score : (n,) float64, natural logarithm
    seen, looks : int
        M and N, for instance ``CONFIRM_SEEN`` of ``CONFIRM_LOOKS``.
    score_bound : float, natural logarithm
        The upper of ``wald_bounds``; -infinity where no clutter is declared and a score means nothing.
    """
    return (seen_of(recent, looks) >= seen) & (score >= score_bound)


@njit(cache=True)
def ended(recent: Ints, score: Array, best_score: Array, most_missed: int, fall: float) -> Flags:
    """Return which tracks (n,) to end: missed too often in a row, or too far below their best score.

    Parameters
    ----------
    recent : (n,) int64
        From ``with_look``.
    score, best_score : (n,) float64, natural logarithm
        Now, and the highest so far.
    most_missed : int
        Misses in a row that end a track, for instance ``MOST_MISSED``.
    fall : float, natural logarithm, > 0
        How far below its best a score may be, for instance ``FALL``; infinity where no clutter is declared.

    References
    ----------
    Blackman and Popoli, *Design and Analysis of Modern Tracking Systems*, section 6.2.4.
    """
    return (missed_in_a_row(recent) >= most_missed) | (best_score - score > fall)
