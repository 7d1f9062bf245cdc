"""Two arms on the same luck: the paired difference of a mean or a share, a minus b, with interval and p value.

An arm is what is compared (an agreement, a delay); a pair is one subject of one run in both arms.  Subjects of one
run share its luck, so runs are drawn whole: many subjects in few runs are few runs.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, ndtri

from tocsin.errors import ModelRangeError
from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.statistics.bootstrap import (
    RESAMPLES,
    ROUNDING,
    interval_of,
    linearised,
    p_value_of,
    resampled_ratio,
)
from tocsin.study.statistics.interval import Estimate, Interval, bounded, share_estimate

Array = NDArray[np.float64]

HALVINGS = 60  # of an interval of length below 2: to the last bit


class Pairs(NamedTuple):
    """The pairs that have a value in both arms, and how many have not.

    ``run_indices``: the run of each pair, counted from 0 without gaps.
    """

    a: Array
    b: Array
    run_indices: NDArray[np.int64]
    removed: int


class PairedMean(NamedTuple):
    """The mean difference of two arms.

    Attributes
    ----------
    difference : Estimate
        Mean of a minus mean of b over all pairs kept, in the unit of the measure, as it is: never an "improvement".
        ``n`` is the number of runs.
    a_value, b_value : float or None
        The two means.
    pairs, ties, removed : int
        Pairs kept; of these, those equal in both arms; pairs left out because an arm has no value (*pending*).
    differing : Estimate
        Share of runs in which the arms differ at all, with its exact interval.
    p_value : float or None
        Two-sided, that there is no difference; None from fewer than two runs.
    is_identical : bool
        Every pair is a tie.  The difference is 0 with an interval of no width, which is no proof that the arms are
        alike: the upper end of ``differing`` says in how many runs they may yet differ.
    """

    difference: Estimate
    a_value: float | None
    b_value: float | None
    pairs: int
    ties: int
    removed: int
    differing: Estimate
    p_value: float | None
    is_identical: bool


class PairedShare(NamedTuple):
    """The difference of the shares of two arms, and the four counts of pairs behind it.

    ``difference`` and ``p_value`` as in ``PairedMean``; where every pair is a tie the interval keeps a width.
    """

    difference: Estimate
    a_value: float | None
    b_value: float | None
    both: int
    only_a: int
    only_b: int
    neither: int
    removed: int
    p_value: float | None
    is_identical: bool


def paired_mean(
    a: Array,
    b: Array,
    seed: int,
    runs: NDArray[np.int64] | None = None,
    level: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> PairedMean:
    """Return the mean paired difference of two arms with its interval by bootstrap over runs.

    Parameters
    ----------
    a, b : (n,) float64
        A value a pair, in one order; NaN where there is none.  Of a censored time the credited value, 0 if *never*.
    seed : int, 0 or more
        Of the bootstrap; the same seed gives the same interval.
    runs : (n,) int64 or None
        The run of each pair; None where each is of a run of its own.
    level : float in (0, 1)
    resamples : int
        Of runs.  No p value is below 2 / (resamples + 1): among m comparisons Holm's procedure can claim one only
        with more than 2 m / its significance (``multiple.resamples_for``).

    Raises
    ------
    ModelRangeError
        If the arms differ in length or a value is infinite.

    Notes
    -----
    At each end the farther of bootstrap-t and Student's t
    (``bootstrap.interval_of``).  The p value is the least 1 - level whose interval leaves 0 out.  An end is None
    where so few runs differ that the resamples do not bound it; both where all differ by the same and are fewer than
    a test of their signs needs.  Coverage, measured beside BCa:
    docs/models/statistics.md.

    References
    ----------
    Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 12.
    """
    kept = pairs_of("paired_mean", a, b, runs)
    differences = kept.a - kept.b
    totals, counts = sums_by_run(differences, kept.run_indices)
    differing = share_estimate(int((absolute_by_run(differences, kept.run_indices) > 0.0).sum()), totals.size, level)
    difference, p_value = mean_difference(totals, counts, seed, level, resamples)
    return PairedMean(
        difference=difference,
        a_value=mean_or_none(kept.a),
        b_value=mean_or_none(kept.b),
        pairs=int(kept.a.size),
        ties=int((differences == 0.0).sum()),
        removed=kept.removed,
        differing=differing,
        p_value=p_value,
        is_identical=bool(kept.a.size > 0 and not differences.any()),
    )


def paired_share(a: Array, b: Array, runs: NDArray[np.int64] | None = None, level: float = CONFIDENCE) -> PairedShare:
    """Return the difference of two arms' shares with its interval and McNemar's exact p value.

    Parameters
    ----------
    a, b : (n,) float64
        1 where it came about, 0 where it did not, NaN where there is no value.
    runs, level
        As in ``paired_mean``.

    Raises
    ------
    ModelRangeError
        If the arms differ in length or a value is none of 0, 1, NaN.

    Notes
    -----
    Tango's score interval and McNemar's exact test, which is the stricter: at the border it may keep what the
    interval leaves out.  With several pairs a run all counts of the interval are divided by the *design effect* (the
    variance of the difference over runs over that of independent pairs; at least 1), and the test flips the sign of
    whole runs, which is McNemar's where a run holds one pair.  Where every pair is a tie, pairs count as runs.
    """
    kept = pairs_of("paired_share", a, b, runs)
    if not np.isin(kept.a, (0.0, 1.0)).all() or not np.isin(kept.b, (0.0, 1.0)).all():
        raise ModelRangeError("paired_share: a value is none of 0, 1, NaN; take paired_mean for other numbers")
    only_a, only_b = int((kept.a > kept.b).sum()), int((kept.a < kept.b).sum())
    both = int((kept.a * kept.b).sum())
    difference, p_value = share_difference(kept, only_a, only_b, level)
    return PairedShare(
        difference=difference,
        a_value=mean_or_none(kept.a),
        b_value=mean_or_none(kept.b),
        both=both,
        only_a=only_a,
        only_b=only_b,
        neither=int(kept.a.size) - both - only_a - only_b,
        removed=kept.removed,
        p_value=p_value,
        is_identical=kept.a.size > 0 and only_a + only_b == 0,
    )


def pairs_of(name: str, a: Array, b: Array, runs: NDArray[np.int64] | None) -> Pairs:
    """Return the pairs with a value in both arms, checked."""
    numbers = np.arange(a.size) if runs is None else runs
    if not a.size == b.size == numbers.size:
        raise ModelRangeError(
            f"{name}: {a.size}, {b.size} and {numbers.size} values of one list of pairs; align them"
        )
    is_known = ~(np.isnan(a) | np.isnan(b))
    if np.isinf(a[is_known]).any() or np.isinf(b[is_known]).any():
        raise ModelRangeError(f"{name}: a value is infinite; never has no difference: credit it with 0 or count it")
    run_indices = np.unique(numbers[is_known], return_inverse=True)[1].astype(np.int64)
    return Pairs(a[is_known], b[is_known], run_indices, int(a.size - is_known.sum()))


def sums_by_run(values: Array, run_indices: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return the sum and the count of each run's values."""
    return np.bincount(run_indices, weights=values).astype(np.float64), np.bincount(run_indices).astype(np.float64)


def absolute_by_run(values: Array, run_indices: NDArray[np.int64]) -> Array:
    """Return the sum of each run's absolute values."""
    return np.bincount(run_indices, weights=np.abs(values)).astype(np.float64)


def mean_or_none(values: Array) -> float | None:
    """Return the mean, or None of nothing."""
    return float(values.mean()) if values.size else None


def mean_difference(
    totals: Array, counts: Array, seed: int, level: float, resamples: int = RESAMPLES
) -> tuple[Estimate, float | None]:
    """Return the mean difference over runs, given each run's sum and count, and its p value."""
    run_count = int(totals.size)
    if run_count == 0:
        return Estimate(None, None, None, 0, level), None
    if run_count == 1:
        return Estimate(float(totals[0] / counts[0]), None, None, 1, level), None
    value, error_value, _ = linearised(totals, counts)
    if error_value <= ROUNDING * abs(value):
        return same_difference(value, run_count, level, 2.0 / (resamples + 1))
    resampled = resampled_ratio(totals, counts, seed, resamples)
    low, high = interval_of(resampled, level)
    return Estimate(value, bounded(low), bounded(high), run_count, level), p_value_of(resampled)


def same_difference(value: float, run_count: int, level: float, least_p_value: float) -> tuple[Estimate, float]:
    """Return a difference that is the same in every run, and its p value: of the test that flips signs of runs.

    Its interval has no width if the runs are enough for that test to tell it from 0 at the level; else nothing bounds
    it, for so few runs may be alike by luck.
    """
    p_value = max(least_p_value, 0.5 ** (run_count - 1)) if value else 1.0
    end = value if not value or p_value <= 1.0 - level else None
    return Estimate(value, end, end, run_count, level), p_value


def share_difference(kept: Pairs, only_a: int, only_b: int, level: float) -> tuple[Estimate, float | None]:
    """Return the difference of two shares and its p value."""
    totals, counts = sums_by_run(kept.a - kept.b, kept.run_indices)
    run_count, pair_count = int(totals.size), int(kept.a.size)
    if run_count == 0:
        return Estimate(None, None, None, 0, level), None
    effect = design_effect(totals, counts, only_a, only_b)
    low, high, _ = tango_interval(only_a / effect, only_b / effect, pair_count / effect, level)
    difference = Estimate((only_a - only_b) / pair_count, low, high, run_count, level)
    if run_count == pair_count:
        return difference, mcnemar_p_value(only_a, only_b)
    return difference, flip_p_value(np.rint(totals).astype(np.int64)) if run_count > 1 else None


def design_effect(totals: Array, counts: Array, only_a: int, only_b: int) -> float:
    """Return by how much the variance of a paired difference of shares exceeds that of independent pairs; 1 or more.

    Parameters
    ----------
    totals, counts : (n,) float64
        Sum of the differences and number of pairs of each run.
    only_a, only_b : int
        Pairs that differ in either direction.
    """
    runs, pairs = float(totals.size), float(counts.sum())
    if runs in (1.0, pairs) or only_a + only_b == 0:
        return pairs / runs
    net = only_a - only_b
    independent = only_a + only_b - net * net / pairs
    over_runs = float(((totals - net / pairs * counts) ** 2).sum()) * runs / (runs - 1.0)
    return max(1.0, over_runs / independent) if independent > 0.0 else pairs / runs


def mcnemar_p_value(only_a: int, only_b: int) -> float:
    """Return the exact two-sided p value of McNemar's test, given how many pairs differ in either direction.

    References
    ----------
    McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
    Psychometrika 12 (1947) 153; exact form: Liddell, J. Epidemiol. Community Health 37 (1983) 82.
    """
    return min(1.0, 2.0 * float(bdtr(min(only_a, only_b), only_a + only_b, 0.5)))


def flip_p_value(nets: NDArray[np.int64]) -> float:
    """Return the exact two-sided p value of a sum of whole numbers whose signs are as likely plus as minus.

    Notes
    -----
    The distribution of the sum is made by adding one number after the other.  With numbers of 1 it is McNemar's test.

    References
    ----------
    Fisher, *The Design of Experiments* (1935), section 21.
    """
    sizes = np.abs(nets[nets != 0])
    reach = int(sizes.sum())
    chances = np.zeros(2 * reach + 1)
    chances[reach] = 1.0
    for size in sizes:
        chances = 0.5 * (np.roll(chances, size) + np.roll(chances, -size))
    away = np.abs(np.arange(-reach, reach + 1)) >= abs(int(nets.sum()))
    return min(1.0, float(chances[away].sum()))


def tango_interval(
    only_a_count: float, only_b_count: float, pair_count: float, level: float = CONFIDENCE
) -> Interval:
    """Return the score interval of the difference of two paired shares.

    Parameters
    ----------
    only_a_count, only_b_count : float
        Pairs in which it came about in one arm alone.
    pair_count : float, above 0
        All pairs.

    References
    ----------
    Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
    Statistics in Medicine 17 (1998) 891.
    """
    bound = float(ndtri(0.5 * (1.0 + level)))
    middle = (only_a_count - only_b_count) / pair_count
    ends = []
    for edge in (-1.0, 1.0):
        inside, outside = middle, edge
        for _ in range(HALVINGS):
            between = 0.5 * (inside + outside)
            if tango_score(between, only_a_count, only_b_count, pair_count) <= bound:
                inside = between
            else:
                outside = between
        ends.append(inside)
    return Interval(ends[0], ends[1], level)


def tango_score(supposed_share: float, only_a_count: float, only_b_count: float, pair_count: float) -> float:
    """Return by how many standard errors the counts are off a supposed difference of shares in [-1, 1]."""
    linear = (2.0 * pair_count - only_a_count + only_b_count) * supposed_share - only_a_count - only_b_count
    constant = -only_b_count * supposed_share * (1.0 - supposed_share)
    only_b_share = (math.sqrt(max(0.0, linear * linear - 8.0 * pair_count * constant)) - linear) / (4.0 * pair_count)
    variance = pair_count * (2.0 * only_b_share + supposed_share * (1.0 - supposed_share))
    off = abs(only_a_count - only_b_count - pair_count * supposed_share)
    if variance <= 0.0:
        return math.inf if off > 0.0 else 0.0
    return off / math.sqrt(variance)
