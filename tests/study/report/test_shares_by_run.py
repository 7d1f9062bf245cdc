"""The difference of two shares of several cases a run: how often its interval holds the truth."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.study.contrast import Arms
from tocsin.study.report.comparison import run_pairs, shares_by_run
from tocsin.study.results import Cells
from tocsin.study.statistics.interval import Estimate
from tocsin.study.statistics.paired import paired_mean

IntArray = NDArray[np.int64]
Sizes = Callable[[np.random.Generator, int], IntArray]


def even(_: np.random.Generator, runs: int) -> IntArray:
    """Return four cases a run."""
    return np.full(runs, 4)


def one_or_nine(random: np.random.Generator, runs: int) -> IntArray:
    """Return nine cases in a quarter of the runs, one in the others."""
    return np.where(random.random(runs) < 0.25, 9, 1)


def drawn(random: np.random.Generator, runs: int) -> IntArray:
    """Return about three cases a run."""
    return np.maximum(random.poisson(3.0, runs), 1)


def few_hold_most(random: np.random.Generator, runs: int) -> IntArray:
    """Return thirty cases in one run of twenty, one in the others."""
    return np.where(random.random(runs) < 0.05, 30, 1)


def played(random: np.random.Generator, count: IntArray) -> tuple[IntArray, IntArray]:
    """Return the successes (runs,) of both arms: luck is shared, and runs of many cases gain more."""
    before = random.binomial(count, random.beta(2.0, 2.0, count.size))
    gain = random.binomial(count - before, 0.3 * random.random(count.size) + 0.5 * (count > 3))
    return before + gain - random.binomial(before, 0.05), before


def cells(successes: IntArray, count: IntArray) -> Cells:
    """Return an arm of one point."""
    return Cells((successes / count)[np.newaxis], np.zeros((1, count.size), np.int64), count[np.newaxis], count * 0)


def holds(found: Estimate, true: float) -> bool:
    """Return whether an interval holds a value; an end that nothing bounds holds any."""
    low, high = (-math.inf if found.low is None else found.low), (math.inf if found.high is None else found.high)
    return low <= true <= high


@pytest.mark.parametrize(
    ("sizes", "runs"), [(even, 50), (drawn, 50), (one_or_nine, 50), (one_or_nine, 200), (few_hold_most, 200)]
)
def test_the_interval_of_a_difference_of_shares_covers(sizes: Sizes, runs: int) -> None:
    many = np.random.default_rng(9)
    count = sizes(many, 1_000_000)
    first, second = played(many, count)
    true = (first.sum() - second.sum()) / count.sum()
    hits, hits_of_runs, studies = 0, 0, 300
    for seed in range(studies):
        random = np.random.default_rng([seed, runs])
        count = sizes(random, runs)
        arms = Arms(*(cells(won, count) for won in played(random, count)), ("", ""))
        by_case, by_run = shares_by_run(arms), run_pairs(arms.first.value, arms.second.value)
        found, naive = (paired_mean(p.first, p.second, 7, p.run_indices, 0.95, 999) for p in (by_case, by_run))
        hits += holds(found.difference, true)
        hits_of_runs += holds(naive.difference, true)
    assert hits / studies >= 0.912  # 0.95 less three standard errors of 300
    if sizes is not even:
        assert hits_of_runs / studies < 0.9, "runs that weigh alike answer another question"
