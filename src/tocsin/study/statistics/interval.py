"""Estimates with their intervals: of a mean, a share, a rate, a ratio of sums, a quantile.

NaN in an array stands for no value (*pending*, *not applicable*) and is left out; ``n`` says what was left in.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, betaincinv, stdtrit

from tocsin.errors import StudyError
from tocsin.review.sky_rates import CONFIDENCE, poisson_interval
from tocsin.study.statistics.bootstrap import ROUNDING, interval_of, linearised, resampled_logarithm

Array = NDArray[np.float64]

LEAST_BELOW = 5  # runs with anything below the line: fewer bound no ratio


class Interval(NamedTuple):
    """An interval that covers what it estimates in a share ``level`` of studies, in the unit of its estimate."""

    low: float
    high: float
    level: float


class Estimate(NamedTuple):
    """A value and its interval, in the unit of what was measured.

    Attributes
    ----------
    value : float or None
        None where nothing was measured.
    low, high : float or None
        None where nothing bounds that end, as from a single run.
    n : int
        What it rests on: runs, or for a share its cases and for a rate its events.
    level : float
        Share of studies in which such an interval covers what it estimates.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    level: float = CONFIDENCE


class Ratio(NamedTuple):
    """A ratio of sums with both sums; ``estimate.value`` is None where the sum below is 0."""

    estimate: Estimate
    numerator_count: float
    denominator_count: float


def values_in(values: Array) -> Array:
    """Return the values of an array that has NaN where there is none."""
    return values[~np.isnan(values)]


def bounded(end_value: float) -> float | None:
    """Return an end of an interval, None where it is infinite."""
    return end_value if math.isfinite(end_value) else None


def t_quantile(level: float, freedom: int) -> float:
    """Return the quantile of Student's t with which a two-sided interval of that level is made."""
    return float(stdtrit(freedom, 0.5 * (1.0 + level)))


def mean_estimate(values: Array, level: float = CONFIDENCE) -> Estimate:
    """Return the mean of one value a run with its t interval.

    Parameters
    ----------
    values : (n,) float64
    level : float in (0, 1)

    Notes
    -----
    One run has no interval; runs that are all equal have one of no width.  With few and very skewed values it
    covers too seldom (docs/models/statistics.md): take ``paired.paired_mean`` against zeros there.

    References
    ----------
    Student, "The probable error of a mean", Biometrika 6 (1908) 1.
    """
    known = values_in(values)
    if known.size == 0:
        return Estimate(None, None, None, 0, level)
    mean = float(known.mean())
    if known.size == 1:
        return Estimate(mean, None, None, 1, level)
    half = t_quantile(level, known.size - 1) * float(known.std(ddof=1)) / math.sqrt(known.size)
    return Estimate(mean, mean - half, mean + half, int(known.size), level)


def clopper_pearson(success_count: float, case_count: float, level: float = CONFIDENCE) -> Interval:
    """Return the exact interval of a probability after so many successes in so many cases (>= 1).

    Notes
    -----
    The ends are quantiles of beta distributions: of (k, n - k + 1) and (k + 1, n - k).

    References
    ----------
    Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
    Biometrika 26 (1934) 404.
    """
    tail = 0.5 * (1.0 - level)
    low = float(betaincinv(success_count, case_count - success_count + 1, tail)) if success_count > 0 else 0.0
    high = (
        float(betaincinv(success_count + 1, case_count - success_count, 1.0 - tail))
        if success_count < case_count
        else 1.0
    )
    return Interval(low, high, level)


def share_estimate(successes: int, cases: int, level: float = CONFIDENCE) -> Estimate:
    """Return a share of independent cases, at most one a run, with its exact interval."""
    if cases == 0:
        return Estimate(None, None, None, 0, level)
    low, high, _ = clopper_pearson(successes, cases, level)
    return Estimate(successes / cases, low, high, cases, level)


def share_over_runs(successes: Array, cases: Array, level: float = CONFIDENCE) -> Estimate:
    """Return a share of cases of which a run may hold several, which share their run's luck.

    Parameters
    ----------
    successes, cases : (n,) float64
        Whole numbers, one pair a run.

    Returns
    -------
    Estimate
        Sum over sum; ``n`` is the number of cases.

    Raises
    ------
    StudyError
        If a run has more successes than cases.

    Notes
    -----
    The exact interval of as many independent cases as tell as much (``independent_cases``); where there was no or
    nothing but success, one case a run.  With one case a run it is ``share_estimate``.  Coverage, measured:
    docs/models/statistics.md.

    References
    ----------
    Korn and Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data", Survey Methodology 24 (1998) 193.
    """
    if (successes > cases).any():
        at = int(np.argmax(successes > cases))
        raise StudyError(
            f"run {at}: {successes[at]:g} successes of {cases[at]:g} cases: must be no more than its cases; "
            "count both over the same cases"
        )
    has_case = cases > 0.0
    won, tried = successes[has_case], cases[has_case]
    total = float(tried.sum())
    if total == 0.0:
        return Estimate(None, None, None, 0, level)
    share = float(won.sum()) / total
    worth = independent_cases(won, tried, share)
    low, high, _ = clopper_pearson(share * worth, worth, level)
    return Estimate(share, low, high, round(total), level)


def independent_cases(successes: Array, cases: Array, share: float) -> float:
    """Return how many independent cases tell as much about a share as those of some runs, each of which has some.

    Notes
    -----
    The fewer of two numbers.  One is all cases over their *design effect*, the linearised variance of the share over
    runs over that of independent cases: it supposes nothing, and is too many where the few runs with many cases
    happened to go alike.  The other is what is left if cases of a run hang together as much in every run: by the
    correlation after Fleiss and Cuzick, which is 1 where no run has both successes and failures.

    References
    ----------
    Kish, *Survey Sampling* (1965), section 8.2, for the design effect.
    Fleiss and Cuzick, "The reliability of dichotomous judgments: unequal numbers of judges per subject", Applied
    Psychological Measurement 3 (1979) 537.
    """
    runs, total = successes.size, float(cases.sum())
    if runs == total or runs == 1 or share in (0.0, 1.0):
        return float(runs)
    variance = share * (1.0 - share)
    squares = float(((successes - share * cases) ** 2).sum()) * runs / (runs - 1.0)
    within = float((successes * (cases - successes) / cases).sum()) / (total - runs)
    correlation = min(1.0, max(0.0, 1.0 - within / variance))
    alike = total * total / float((cases * (1.0 + (cases - 1.0) * correlation)).sum())
    return alike if squares == 0.0 else max(1.0, min(alike, total * total * variance / squares))


def rate_estimate(count: int, exposure_value: float, level: float = CONFIDENCE) -> Estimate:
    """Return events per unit of exposure (runs, sensor-years; above 0) with the exact Poisson interval.

    Notes
    -----
    Exact if events come singly.  Counts of which one event makes several have wider intervals: take the mean over
    runs instead.
    """
    low, high = poisson_interval(count, level)
    return Estimate(count / exposure_value, low / exposure_value, high / exposure_value, count, level)


def ratio_of_sums(numerators: Array, denominators: Array, seed: int, level: float = CONFIDENCE) -> Ratio:
    """Return a ratio of sums over runs, such as interceptors per kill; runs are drawn whole for its interval.

    Parameters
    ----------
    numerators, denominators : (n,) float64, 0 or more
        Counts, one pair a run; a run with NaN in either is left out of both.
    seed : int, 0 or more

    Notes
    -----
    The interval of the logarithm (``bootstrap.interval_of``), measured beside other ways in
    docs/models/statistics.md.  No end is given where fewer than ``LEAST_BELOW`` runs have anything below.
    """
    is_known = ~(np.isnan(numerators) | np.isnan(denominators))
    tops, bottoms = numerators[is_known], denominators[is_known]
    top, bottom, runs = float(tops.sum()), float(bottoms.sum()), int(tops.size)
    if bottom == 0.0:
        return Ratio(Estimate(None, None, None, runs, level), top, bottom)
    value = top / bottom
    if top == 0.0 or int((bottoms > 0.0).sum()) < LEAST_BELOW:
        return Ratio(Estimate(value, None, None, runs, level), top, bottom)
    if linearised(tops, bottoms)[1] <= ROUNDING * value:
        return Ratio(Estimate(value, value, value, runs, level), top, bottom)
    low, high = interval_of(resampled_logarithm(tops, bottoms, seed), level)
    upper = math.exp(high) if math.isfinite(high) else None
    return Ratio(Estimate(value, math.exp(low), upper, runs, level), top, bottom)


def quantile_estimate(values: Array, share: float, level: float = CONFIDENCE) -> Estimate:
    """Return a quantile of independent values with its distribution-free interval.

    Parameters
    ----------
    values : (n,) float64
        One a run; infinite for *never*, on the side that is worst.
    share : float in (0, 1)
        Of the values that lie below: 0.5 for the median.

    Returns
    -------
    Estimate
        The value of nearest rank, and two of the values for ends: each end errs with at most half of 1 - level,
        whatever the distribution.  An end is None where no value is far enough out, or where it is *never*; the
        value itself is None if it is *never* or if there is none.

    References
    ----------
    David and Nagaraja, *Order Statistics* (3rd edition 2003), section 7.1.
    """
    ordered = np.sort(values_in(values))
    count = int(ordered.size)
    if count == 0:
        return Estimate(None, None, None, 0, level)
    tail = 0.5 * (1.0 - level)
    below = bdtr(np.arange(count + 1.0), count, share)
    low_rank = int(np.searchsorted(below, tail, side="right"))
    high_rank = int(np.searchsorted(below, 1.0 - tail, side="left")) + 1
    middle = ordered[math.ceil(round(share * count, 9)) - 1]
    low = ordered[low_rank - 1] if low_rank >= 1 else math.inf
    high = ordered[high_rank - 1] if high_rank <= count else math.inf
    return Estimate(bounded(float(middle)), bounded(float(low)), bounded(float(high)), count, level)
