"""What a tracked body is: its kind from what radars declare, its generic class from how it flies."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PRIOR = (0.4, 0.4, 0.2)  # payload, stage, debris: notional, before any radar has said anything
LEAST_LIKELIHOOD = 1e-3  # a report may have gone to the wrong track: no declaration rules a kind out


def prior_kinds(count: int) -> Array:
    """Return what n new tracks are taken to be: (n, 3) probabilities of payload, stage, debris."""
    return np.tile(np.array(PRIOR), (count, 1))


def kinds_after(probability: Array, declared: Ints, confusion: Array, is_new_block: Flags) -> Array:
    """Return what n tracks are taken to be after one scan of one radar.

    Parameters
    ----------
    probability : (n, 3) float64
        Before the scan; of payload, stage, debris.
    declared : (n,) int64
        What the report given to each track declares: 0, 1, 2, or -1 for nothing.
    confusion : (3, 3) float64
        The radar's: probability of declaring (column) of a true kind (row).
    is_new_block : (n,) bool
        Whether the radar has declared nothing of this track yet in this block of looks; else it says the same again.

    Returns
    -------
    (n, 3) float64
        Rows sum to 1.

    Notes
    -----
    Bayes' rule: P(kind | declared) is proportional to P(kind) confusion[kind, declared], entries below 1e-3 raised
    to it.  Blocks and radars are taken as independent, as they are drawn.  Rough: reports given to the wrong one of
    two bodies that fly side by side count in full.
    Checked: of tracks said to be a payload with some probability that share is (``tests/tracking/test_classify.py``).

    References
    ----------
    Blackman and Popoli, *Design and Analysis of Modern Tracking Systems*, section 9.5 (target identification).
    """
    counts = is_new_block & (declared >= 0)
    likelihood = np.maximum(confusion[:, np.where(counts, declared, 0)].T, LEAST_LIKELIHOOD)
    after = probability * np.where(counts[:, None], likelihood, 1.0)
    return np.asarray(after / after.sum(axis=1, keepdims=True))
