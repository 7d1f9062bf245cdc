"""Which measurement belongs to which track: the pairs are weighed, cluster by cluster, by one of three rules."""

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.tracking.association.joint.kernels import joint_weights
from tocsin.tracking.association.kernels import clusters, sorted_by, starts_of
from tocsin.tracking.association.nearest.kernels import best_pairs

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Rule = Literal["global_nearest", "joint_probabilistic", "mixed"]

MOST_EVENTS = 20000  # of a cluster: about a millisecond
SURE_PROBABILITY = 0.95  # of the best joint event: above it, weighing the others moves no estimate worth mentioning


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


class Ties(NamedTuple):
    """The clusters of a problem, and its pairs as the kernels take them."""

    start: Ints  # (n + 1,) where the pairs of each track begin
    gain: Array  # (p,) log-likelihood of a pair over that of a miss
    track_cluster: Ints
    row_cluster: Ints
    cluster_start: Ints  # (c + 1,) where the members of each cluster begin
    members: Ints  # (n,) tracks by cluster


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
    ties = ties_of(problem)
    weight = nearest_weight(problem, ties)
    fell_back: Flags = np.zeros(0, dtype=np.bool_)
    if rule == "joint_probabilistic":
        weight, fell_back = weigh(problem, ties, weight, (1, math.inf), MOST_EVENTS)
    elif rule == "mixed":
        weight, fell_back = weigh(problem, ties, weight, (2, SURE_PROBABILITY), MOST_EVENTS)
    cluster_count = ties.cluster_start.shape[0] - 1
    return Association(
        weight,
        np.maximum(1.0 - np.bincount(problem.track, weight, problem.log_miss.shape[0]), 0.0),
        int(np.count_nonzero(fell_back)),
        np.diff(ties.cluster_start),
        np.bincount(ties.row_cluster[ties.row_cluster >= 0], minlength=cluster_count),
    )


def global_nearest(problem: Problem) -> Array:
    """Return 1 for each pair (p,) of the likeliest pairing and 0 for the others; each measurement used once at most.

    The largest sum over tracks of log_detect + log_likelihood - log_clutter for a pair, of log_miss for a miss.
    """
    check(problem)
    return nearest_weight(problem, ties_of(problem))


def joint_probabilistic(problem: Problem, most_events: int = MOST_EVENTS) -> tuple[Array, Flags]:
    """Return the probability of each pair (p,) over all joint events, and which clusters fell back on the nearest.

    Exact, by enumeration: a cluster falls back if it has more than ``most_events`` joint events, more than
    ``MOST_TRACKS`` tracks or more than ``MOST_ROWS`` measurements.
    """
    check(problem)
    ties = ties_of(problem)
    return weigh(problem, ties, nearest_weight(problem, ties), (1, math.inf), most_events)


def nearest_weight(problem: Problem, ties: Ties) -> Array:
    """Return 1 for each pair (p,) of the likeliest pairing, else 0."""
    given = best_pairs(ties.start, problem.row, ties.gain, problem.log_clutter.shape[0])
    weight = np.zeros(problem.track.shape[0])
    weight[given[given >= 0]] = 1.0
    return weight


def weigh(
    problem: Problem, ties: Ties, nearest: Array, least_tracks_and_sure: tuple[int, float], most_events: int
) -> tuple[Array, Flags]:
    """Return the weights and which clusters fell back; clusters below the bounds keep the nearest."""
    start, gain, track_cluster, row_cluster, cluster_start, members = ties
    grouping = (track_cluster, row_cluster, cluster_start, members)
    return joint_weights(start, problem.row, gain, *grouping, nearest, *least_tracks_and_sure, most_events)


def ties_of(problem: Problem) -> Ties:
    """Return how a problem falls into clusters, and what each pair gains over a miss."""
    track, row = problem.track, problem.row
    track_count, row_count = problem.log_miss.shape[0], problem.log_clutter.shape[0]
    gain = (problem.log_detect - problem.log_miss)[track] + problem.log_likelihood - problem.log_clutter[row]
    track_cluster, row_cluster, count = clusters(track_count, row_count, track, row)
    members = sorted_by(track_cluster, np.arange(track_count), count)
    start = starts_of(track, track_count)
    return Ties(start, gain, track_cluster, row_cluster, starts_of(track_cluster, count), members)


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
