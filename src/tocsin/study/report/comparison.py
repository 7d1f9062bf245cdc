"""One paired comparison: a measure of a nation at two levels of a factor, on the same luck."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.contrast import Arms, Contrast, arms_of
from tocsin.study.report.summary import NEVER, NOT_APPLICABLE, OBSERVED, PENDING, kind_of, worst_value
from tocsin.study.results import NO_ROW, Cells, Results
from tocsin.study.statistics.paired import PairedMean, PairedShare, paired_mean, paired_share

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
Difference = PairedMean | PairedShare

CREDITED = "warning_time_credited_s"
"""A mean of times in which never counts as 0: it always stands beside the share in which it came at all."""


class RunPairs(NamedTuple):
    """Both arms by pair of points and run, flat; nan where an arm has no value; ``run_indices``: of which run."""

    first: Array
    second: Array
    run_indices: IntArray


def is_censored(measure: str) -> bool:
    """Return whether a measure is a time or a size that may never come."""
    return measure == CREDITED or kind_of(measure) == "median"


def is_creditable(measure: str) -> bool:
    """Return whether never may count as 0: of times before impact, of which less is worse."""
    return measure == CREDITED or (kind_of(measure) == "median" and worst_value(measure) < 0.0)


def arms_with_something(results: Results, contrast: Contrast) -> Arms | None:
    """Return both arms of a contrast; None where neither has a run in which the measure applies."""
    try:
        arms = arms_of(results, contrast)
    except StudyError:
        return None
    has_something = any(((arm.status != NO_ROW) & (arm.status != NOT_APPLICABLE)).any() for arm in arms[:2])
    return arms if has_something else None


def compared(results: Results, arms: Arms, measure: str, level: float = CONFIDENCE) -> Difference | None:
    """Return the paired difference of a mean or a share; None for medians and ratios, which are only described.

    Notes
    -----
    Means: bootstrap over runs.  Shares with one case a run: McNemar.  Shares with several: each run's share, runs
    weighing alike, by the bootstrap.
    """
    kind = kind_of(measure)
    if kind not in ("mean", "share"):
        return None
    is_single = kind == "share" and most_cases(arms) <= 1
    return difference_of(results, run_pairs(arms.first.value, arms.second.value), is_single, level)


def came_at_all(results: Results, arms: Arms, level: float = CONFIDENCE) -> Difference:
    """Return the paired difference of the share of cases in which what was waited for came."""
    pairs = run_pairs(share_that_came(arms.first), share_that_came(arms.second))
    return difference_of(results, pairs, most_cases(arms) <= 1, level)


def credited(results: Results, arms: Arms, level: float = CONFIDENCE) -> Difference:
    """Return the paired difference of the run's times with never as 0."""
    first, second = (
        np.where(arm.status == NEVER, 0.0, np.where(arm.status == OBSERVED, arm.value, np.nan)) for arm in arms[:2]
    )
    return difference_of(results, run_pairs(first, second), False, level)


def difference_of(results: Results, pairs: RunPairs, is_single: bool, level: float) -> Difference:
    """Return the difference of paired values: shares of single cases by McNemar, all else by the bootstrap."""
    if is_single:
        return paired_share(pairs.first, pairs.second, pairs.run_indices, level)
    return paired_mean(pairs.first, pairs.second, results.design.file.study.seed, pairs.run_indices, level)


def run_pairs(first: Array, second: Array) -> RunPairs:
    """Return arrays (pairs of points, runs) flat, with the run of each; runs that an arm has not played are out."""
    runs = np.broadcast_to(np.arange(first.shape[1]), first.shape)
    return RunPairs(first.ravel(), second.ravel(), runs.ravel().astype(np.int64))


def most_cases(arms: Arms) -> int:
    """Return how many cases a run has at most, in either arm."""
    return int(max(arms.first.n.max(initial=0), arms.second.n.max(initial=0)))


def share_that_came(cells: Cells) -> Array:
    """Return the share of each run's cases that was observed; nan where a run has none."""
    is_known = ((cells.status == OBSERVED) | (cells.status == NEVER)) & (cells.n > 0)
    share = (cells.n - cells.n_never) / np.maximum(cells.n, 1)
    return np.where(is_known, share, np.nan)


def pending_pairs(arms: Arms) -> int:
    """Return how many pairs are left out because a run ended before it could be told."""
    return int(((arms.first.status == PENDING) | (arms.second.status == PENDING)).sum())
