"""One paired comparison: a measure of a nation at two levels of a factor, on the same luck."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.contrast import Arms, Contrast, arms_of, pairs_of
from tocsin.study.report.sampled import by_unit
from tocsin.study.report.summary import NEVER, NOT_APPLICABLE, OBSERVED, PENDING, kind_of, worst_of
from tocsin.study.results import NO_ROW, Cells, Results
from tocsin.study.statistics.bootstrap import RESAMPLES
from tocsin.study.statistics.paired import PairedMean, PairedShare, paired_mean, paired_share

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
Difference = PairedMean | PairedShare

CREDITED = "warning_time_credited_s"
"""A mean of times in which never counts as 0: it always stands beside the share in which it came at all."""


class Precision(NamedTuple):
    """The level of an interval, and how many resamples it is made of where it is a bootstrap's."""

    level: float
    resamples: int


USUAL = Precision(CONFIDENCE, RESAMPLES)


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
    return measure == CREDITED or (kind_of(measure) == "median" and worst_of(measure) < 0.0)


def arms_with_something(results: Results, contrast: Contrast) -> Arms | None:
    """Return both arms of a contrast, a column a unit; None where neither has a run in which the measure applies."""
    try:
        arms = arms_of(results, contrast)
    except StudyError:
        return None
    pairs = pairs_of(results.design, contrast)
    arms = Arms(
        by_unit(results.design, arms.first, [first for first, _, _ in pairs]),
        by_unit(results.design, arms.second, [second for _, second, _ in pairs]),
        arms.others,
    )
    has_something = any(((arm.status != NO_ROW) & (arm.status != NOT_APPLICABLE)).any() for arm in arms[:2])
    return arms if has_something else None


def compared(results: Results, arms: Arms, measure: str, precision: Precision = USUAL) -> Difference | None:
    """Return the paired difference of a mean or a share; None for medians and ratios, which are only described.

    Notes
    -----
    Means: bootstrap over runs.  Shares with one case a run: McNemar.  Shares with several: each run's share, runs
    weighing alike, by the bootstrap.
    """
    kind = kind_of(measure)
    if kind not in ("mean", "share"):
        return None
    is_single = kind == "share" and all(is_single_case(arm) for arm in (arms.first, arms.second))
    return difference_of(results, run_pairs(arms.first.value, arms.second.value), is_single, precision)


def came_at_all(results: Results, arms: Arms, precision: Precision = USUAL) -> Difference:
    """Return the paired difference of the share of cases in which what was waited for came."""
    pairs = run_pairs(share_that_came(arms.first), share_that_came(arms.second))
    return difference_of(results, pairs, most_cases(arms) <= 1, precision)


def credited(results: Results, arms: Arms, precision: Precision = USUAL) -> Difference:
    """Return the paired difference of the run's times with never as 0."""
    first, second = (
        np.where(arm.status == NEVER, 0.0, np.where(arm.status == OBSERVED, arm.value, np.nan)) for arm in arms[:2]
    )
    return difference_of(results, run_pairs(first, second), False, precision)


def difference_of(results: Results, pairs: RunPairs, is_single: bool, precision: Precision) -> Difference:
    """Return the difference of paired values: shares of single cases by McNemar, all else by the bootstrap."""
    if is_single:
        return paired_share(pairs.first, pairs.second, pairs.run_indices, precision.level)
    seed = results.design.file.study.seed
    return paired_mean(pairs.first, pairs.second, seed, pairs.run_indices, precision.level, precision.resamples)


def run_pairs(first: Array, second: Array) -> RunPairs:
    """Return arrays (pairs of points, runs) flat, with the run of each; runs that an arm has not played are out."""
    runs = np.broadcast_to(np.arange(first.shape[1]), first.shape)
    return RunPairs(first.ravel(), second.ravel(), runs.ravel().astype(np.int64))


def is_single_case(cells: Cells) -> bool:
    """Return whether every run holds at most one case, in which it came about or did not: no share of a time."""
    return bool((cells.n <= 1).all() and np.isin(cells.value[~np.isnan(cells.value)], (0.0, 1.0)).all())


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
