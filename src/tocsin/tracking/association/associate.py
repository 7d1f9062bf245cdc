"""Which measurement belongs to which track: the pairs are weighed, cluster by cluster, by one of three rules."""

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.tracking.association.weigh.kernels import weights_of

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Rule = Literal["global_nearest", "joint_probabilistic", "mixed"]

MOST_EVENTS = 20000  # of a cluster: about a millisecond
SURE_PROBABILITY = 0.95  # of the best joint event: above it, weighing the others moves no estimate worth mentioning
# By rule: least tracks of a cluster that is weighed (0: none is), unless its best joint event is as probable as this.
WEIGHED: dict[Rule, tuple[int, float]] = {
    "global_nearest": (0, 0.0),
    "joint_probabilistic": (1, math.inf),
    "mixed": (2, SURE_PROBABILITY),
}


class Problem(NamedTuple):
    """What is to be decided about one scan: n tracks, m measurements, p pairs inside the gates.

    Attributes
    ----------
    track, row : (p,) int64
        By rising track, then rising row, each pair once (as ``candidate_pairs`` gives them).
    log_likelihood : (p,) float64
        log N(z; zhat, S), with z in the units of the clutter density; -infinity forbids the pair.
    log_miss : (n,) float64
        log(1 - Pd Pg): that a body seen with probability Pd, inside its gate with Pg, leaves no measurement there.
    log_detect : (n,) float64
        log Pd.
    log_clutter : (m,) float64
        log of the density of false measurements where this one is.
    """

    track: Ints
    row: Ints
    log_likelihood: Array
    log_miss: Array
    log_detect: Array
    log_clutter: Array


class Association(NamedTuple):
    """What came of it.

    Attributes
    ----------
    weight : (p,) float64, 0 to 1
        Of each pair: 0 or 1 where the nearest was taken, else the probability that they belong together.
    miss_weight : (n,) float64, 0 to 1
        That a track has none of the measurements: one less its pairs.
    fell_back : int
        Clusters too large to be weighed, that took the nearest instead.
    cluster_tracks, cluster_rows : (c,) int64
        Size of each cluster.
    """

    weight: Array
    miss_weight: Array
    fell_back: int
    cluster_tracks: Ints
    cluster_rows: Ints


def associate(problem: Problem, rule: Rule) -> Association:
    """Return how much each measurement belongs to each track.

    Parameters
    ----------
    problem : Problem
    rule : {"global_nearest", "joint_probabilistic", "mixed"}
        One pairing, the likeliest; or all joint events weighed; or all weighed only where rivals leave it open:
        more than one track, and a best joint event less probable than ``SURE_PROBABILITY``.

    Returns
    -------
    Association

    Raises
    ------
    ModelRangeError
        The pairs are out of order, or a number is NaN or infinite.

    Notes
    -----
    Left out: births weighed against pairs (measurements left over are the caller's), merged measurements, several
    scans at once.  See docs/models/association.md.
    Checked: Stone Soup 1.9.1, scipy, ``itertools`` and a published example, ``tests/tracking/test_association_*.py``.

    References
    ----------
    Blackman and Popoli, *Design and Analysis of Modern Tracking Systems*, section 6.4.
    Bar-Shalom, Daum and Huang, *The probabilistic data association filter*, IEEE Control Systems 29 (2009).
    """
    check(problem)
    weight, fell_back, cluster_start, row_cluster = weights_of(*problem, *WEIGHED[rule], MOST_EVENTS)
    return Association(
        weight,
        np.maximum(1.0 - np.bincount(problem.track, weight, problem.log_miss.shape[0]), 0.0),
        int(np.count_nonzero(fell_back)),
        np.diff(cluster_start),
        np.bincount(row_cluster[row_cluster >= 0], minlength=cluster_start.shape[0] - 1),
    )


def global_nearest(problem: Problem) -> Array:
    """Return 1 for each pair (p,) of the likeliest pairing and 0 for the others; each measurement used once at most.

    The largest sum over tracks of log_detect + log_likelihood - log_clutter for a pair, of log_miss for a miss.
    """
    check(problem)
    return weights_of(*problem, *WEIGHED["global_nearest"], MOST_EVENTS)[0]


def joint_probabilistic(problem: Problem, most_events: int = MOST_EVENTS) -> tuple[Array, Flags]:
    """Return the probability of each pair (p,) over all joint events, and which clusters fell back on the nearest.

    Exact, by enumeration: a cluster falls back if it has more than ``most_events`` joint events, more than
    ``MOST_TRACKS`` tracks or more than ``MOST_ROWS`` measurements.
    """
    check(problem)
    weight, fell_back, _, _ = weights_of(*problem, *WEIGHED["joint_probabilistic"], most_events)
    return weight, fell_back


def check(problem: Problem) -> None:
    """Raise ModelRangeError unless the problem is what its docstring says."""
    track, row, log_likelihood, *rest = problem
    track_count, row_count = problem.log_miss.shape[0], problem.log_clutter.shape[0]
    for name, index, count in (("track", track, track_count), ("row", row, row_count)):
        if index.size and not (index.min() >= 0 and index.max() < count):
            wrong = index.min() if index.min() < 0 else index.max()
            raise ModelRangeError(f"problem: {name} = {wrong} must be 0 to {count - 1}: count from the first as 0")
    if not (np.diff(track * row_count + row) > 0).all():
        raise ModelRangeError(
            "problem: pairs must rise by track, then row, each once: take them from candidate_pairs"
        )
    for name, numbers in zip(("log_miss", "log_detect", "log_clutter"), rest, strict=True):
        if not np.isfinite(numbers).all():
            bad = numbers[~np.isfinite(numbers)][0]
            raise ModelRangeError(f"problem: {name} = {bad} must be finite: keep probabilities inside 0 to 1")
    if not (log_likelihood < math.inf).all():
        raise ModelRangeError("problem: log_likelihood must be below infinity, and a number: check the covariance S")
