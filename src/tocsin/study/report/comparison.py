"""One paired comparison: a measure of a nation at two levels of a factor, on the same luck."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.contrast import Arms, Contrast, arms_of, pairs_of
from tocsin.study.design.drawn import is_drawn
from tocsin.study.report.alike import good_runs
from tocsin.study.report.cases import CasePairs, cases_by_point, paired_cases
from tocsin.study.report.sampled import by_unit, draws_of
from tocsin.study.report.summary import NEVER, NOT_APPLICABLE, OBSERVED, PENDING, kind_of, worst_of
from tocsin.study.results import NO_ROW, Cells, Results
from tocsin.study.statistics.bootstrap import RESAMPLES
from tocsin.study.statistics.paired import PairedMean, PairedShare, paired_mean, paired_share

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
Difference = PairedMean | PairedShare

CREDITED = "warning_time_credited_s"
"""A mean of times in which never counts as 0: it always stands beside the share in which it came at all."""
CASES_OF = {CREDITED: "warning_time_s"}  # the measure whose single cases say whether it came at all


class Precision(NamedTuple):
    """The level of an interval, and how many resamples it is made of where it is a bootstrap's."""

    level: float
    resamples: int


USUAL = Precision(CONFIDENCE, RESAMPLES)


class Removed(NamedTuple):
    """Pairs of runs left out of both arms: by the measure, as too early to tell, for want of a run in an arm."""

    not_applicable: int
    pending: int
    failed: int


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
    Means: bootstrap over runs, which weigh alike.  Shares with one case a run: McNemar.  Shares with several: sums
    over runs, so that cases weigh alike, by the bootstrap (``shares_by_run``).
    """
    kind = kind_of(measure)
    if kind not in ("mean", "share"):
        return None
    is_single = kind == "share" and all(is_single_case(arm) for arm in (arms.first, arms.second))
    if kind == "share" and not is_single:
        return difference_of(results, shares_by_run(arms), False, precision)
    return difference_of(results, run_pairs(arms.first.value, arms.second.value), is_single, precision)


def came_at_all(cases: CasePairs, precision: Precision = USUAL) -> PairedShare:
    """Return the difference of the share of single cases, paired on run and subject, in which it came at all."""
    return paired_share(cases.came_first, cases.came_second, cases.unit_indices, precision.level)


def cases_of(results: Results, contrast: Contrast) -> CasePairs | None:
    """Return the single cases that say whether it came, in both arms; None where there are none."""
    by_point = cases_by_point(results, CASES_OF.get(contrast.measure, contrast.measure), contrast.nation)
    pairs = [(first, second) for first, second, _ in pairs_of(results.design, contrast)]
    return paired_cases(by_point, pairs, draws_of(results.design) if is_drawn(results.design) else None)


def shares_by_run(arms: Arms) -> RunPairs:
    """Return of each run, of both arms, a value whose mean over runs is the share of all its cases.

    Notes
    -----
    With x of n cases in a run, R the sum of x over that of n and m the mean of n: (x + R (m - n)) / m, which is x / n
    where runs have as many cases.  Its spread over runs is the linearised one of a ratio of sums.
    """
    is_pair = ~(np.isnan(arms.first.value) | np.isnan(arms.second.value))
    found = []
    for arm in arms[:2]:
        cases = np.where(is_pair, arm.n, 0).sum(axis=0).astype(np.float64)
        successes = np.rint(np.where(is_pair, arm.value * arm.n, 0.0)).sum(axis=0)
        is_known = cases > 0.0
        mean_count = cases.sum() / max(int(is_known.sum()), 1)
        share = successes.sum() / max(float(cases.sum()), 1.0)
        linear = (successes + share * (mean_count - cases)) / max(mean_count, 1.0)
        found.append(np.where(is_known, linear, np.nan))
    return run_pairs(found[0][np.newaxis], found[1][np.newaxis])


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


def removed_pairs(results: Results, contrast: Contrast) -> Removed:
    """Return how many pairs of runs of a contrast are left out of both arms, by why."""
    pairs = pairs_of(results.design, contrast)
    arms, good = arms_of(results, contrast), good_runs(results)
    is_good = good[[first for first, _, _ in pairs]] & good[[second for _, second, _ in pairs]]
    is_pending = is_good & ((arms.first.status == PENDING) | (arms.second.status == PENDING))
    has_value = np.isin(arms.first.status, (OBSERVED, NEVER)) & np.isin(arms.second.status, (OBSERVED, NEVER))
    is_absent = is_good & ~is_pending & ~has_value
    return Removed(int(is_absent.sum()), int(is_pending.sum()), int((~is_good).sum()))


def removed_words(removed: Removed) -> str:
    """Return how many pairs are left out and why; '' for none."""
    said = removed_counts(removed)
    return f"Pairs of runs left out of both arms: {said}." if said else ""


def removed_counts(removed: Removed) -> str:
    """Return how many pairs are left out for each reason; '' for none."""
    parts = zip(removed, ("not applicable in one", "pending in one", "failed or not played in one"), strict=True)
    return ", ".join(f"{count:,} {why}" for count, why in parts if count)
