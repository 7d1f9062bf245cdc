"""Bootstrap over runs: a ratio of sums from runs drawn with replacement, the same for the same seed."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Array = NDArray[np.float64]
Pivots = Callable[[Array, Array], Array]

RESAMPLES = 4_999  # (RESAMPLES + 1) times half a usual significance is a whole number
MOST_AT_ONCE = 100_000  # numbers drawn at once: what stays in a processor's cache
ROUNDING = 1e-12  # as a share of what it is compared with: less is rounding


class Resampled(NamedTuple):
    """A ratio of sums and its studentised resamples.

    Attributes
    ----------
    value : float
        Sum of numerators over sum of denominators.
    error_value : float
        Its standard error, linearised.
    pivots : (b,) float64
        Of each resample (its ratio less ``value``) over its own standard error, ascending; infinite where all the
        runs drawn gave one ratio.
    run_count : int
    """

    value: float
    error_value: float
    pivots: Array
    run_count: int


def generator(seed: int) -> Generator:
    """Return the random numbers of a seed (>= 0): Philox with a key made of the seed, nothing global."""
    return Generator(Philox(SeedSequence(seed)))


def drawn_runs(run_count: int, seed: int, resamples: int) -> Iterator[NDArray[np.int64]]:
    """Yield blocks of resamples, a row each: the numbers of ``run_count`` runs drawn with replacement."""
    source = generator(seed)
    most = max(1, MOST_AT_ONCE // run_count)
    for first in range(0, resamples, most):
        count = min(most, resamples - first)
        yield source.integers(0, run_count, (count, run_count))


def resampled_ratio(numerators: Array, denominators: Array, seed: int, resamples: int = RESAMPLES) -> Resampled:
    """Return a ratio of sums with its studentised resamples.

    Parameters
    ----------
    numerators, denominators : (n,) float64, n >= 2
        One pair a run: whole runs are drawn.  Denominators above 0, numerators not all in one ratio to them.
    seed : int, 0 or more
    resamples : int

    Notes
    -----
    The standard error of R = sum x / sum m is sqrt(n / (n - 1) * sum (x - R m)^2) / sum m.

    References
    ----------
    Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 12.
    Cochran, *Sampling Techniques* (3rd edition 1977), section 6.4, for the standard error of a ratio.
    """
    value, error_value, residuals = linearised(numerators, denominators)
    flat = ROUNDING * float((residuals * residuals).sum())

    def pivots(drawn: Array, weights: Array) -> Array:
        totals = weights.sum(axis=1)
        shifts = drawn.sum(axis=1) / totals
        left = drawn - shifts[:, np.newaxis] * weights
        squares = np.einsum("ij,ij->i", left, left)
        is_flat = squares <= flat
        errors = np.sqrt(correction(left.shape[1]) * np.where(is_flat, 1.0, squares)) / totals
        ends = np.where(np.abs(shifts) <= 1e-9 * error_value, 0.0, np.copysign(np.inf, shifts))
        return np.where(is_flat, ends, shifts / errors)

    return Resampled(value, error_value, all_pivots(residuals, denominators, seed, pivots, resamples), residuals.size)


def resampled_logarithm(numerators: Array, denominators: Array, seed: int) -> Resampled:
    """Return the logarithm of a ratio of sums with its studentised resamples.

    Parameters
    ----------
    numerators, denominators : (n,) float64, n >= 2
        Counts, one pair a run, 0 or more, neither all 0.
    seed : int, 0 or more

    Notes
    -----
    A resample without any denominator counts as an infinite ratio, one without any numerator as 0.
    """
    value, error_value, _ = linearised(numerators, denominators)

    def pivots(drawn: Array, weights: Array) -> Array:
        tops, totals = drawn.sum(axis=1), weights.sum(axis=1)
        is_whole = (tops > 0.0) & (totals > 0.0)
        ratios = np.where(is_whole, tops, 1.0) / np.where(is_whole, totals, 1.0)
        left = drawn - ratios[:, np.newaxis] * weights
        squares = correction(left.shape[1]) * np.einsum("ij,ij->i", left, left)
        shifts = np.log(ratios / value)
        errors = np.sqrt(squares) / np.where(is_whole, tops, 1.0)
        ends = np.where(totals > 0.0, -np.inf, np.inf)
        return np.where(is_whole & (errors > 0.0), shifts / np.where(errors > 0.0, errors, 1.0), ends)

    found = all_pivots(numerators, denominators, seed, pivots)
    return Resampled(float(np.log(value)), error_value / value, found, numerators.size)


def linearised(numerators: Array, denominators: Array) -> tuple[float, float, Array]:
    """Return a ratio of sums, its standard error, and what is left of each run's numerator."""
    total = float(denominators.sum())
    value = float(numerators.sum()) / total
    residuals = numerators - value * denominators
    squares = float((residuals * residuals).sum())
    return value, float(np.sqrt(correction(numerators.size) * squares)) / total, residuals


def correction(run_count: int) -> float:
    """Return n / (n - 1)."""
    return run_count / (run_count - 1.0)


def all_pivots(
    numerators: Array, denominators: Array, seed: int, pivots: Pivots, resamples: int = RESAMPLES
) -> Array:
    """Return the studentised resamples of some runs, ascending."""
    blocks = drawn_runs(numerators.size, seed, resamples)
    return np.sort(np.concatenate([pivots(numerators[block], denominators[block]) for block in blocks]))


def interval_of(resampled: Resampled, level: float) -> tuple[float, float]:
    """Return an interval: at each end the farther of bootstrap-t and Student's t.

    Notes
    -----
    Bootstrap-t alone is too narrow where few runs differ and in both directions, Student's t where they differ in
    one: the farther end of the two held the level in both cases (docs/models/statistics.md).  An end is infinite
    where the resamples do not bound it.
    """
    low_pivot, high_pivot = quantiles_of(resampled.pivots, level)
    bound = float(stdtrit(resampled.run_count - 1, 0.5 * (1.0 + level)))
    low = resampled.value - max(high_pivot, bound) * resampled.error_value
    return low, resampled.value - min(low_pivot, -bound) * resampled.error_value


def quantiles_of(ascending: Array, level: float) -> tuple[float, float]:
    """Return the values that leave half of 1 - level of some ascending resamples on either side."""
    rank = max(1, int(round((ascending.size + 1) * 0.5 * (1.0 - level), 6)))
    return float(ascending[rank - 1]), float(ascending[ascending.size - rank])


def p_value_of(resampled: Resampled) -> float:
    """Return the two-sided p value against 0: the least 1 - level whose interval leaves 0 out."""
    pivot = resampled.value / resampled.error_value
    above = resampled.pivots.size - int(np.searchsorted(resampled.pivots, pivot, side="left"))
    below = int(np.searchsorted(resampled.pivots, pivot, side="right"))
    one_sided = (min(above, below) + 1) / (resampled.pivots.size + 1)
    return min(1.0, 2.0 * max(one_sided, float(stdtr(resampled.run_count - 1, -abs(pivot)))))
