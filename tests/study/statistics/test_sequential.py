"""The stopping rule: what is narrow, and what looking again and again does to the level."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tocsin.study.statistics.interval import Estimate, mean_estimate
from tocsin.study.statistics.sequential import is_narrow

Array = NDArray[np.float64]
STUDIES = 2000
MOST_RUNS, BLOCK = 600, 50


def test_narrow_is_half_the_interval() -> None:
    values = np.arange(50.0)
    assert is_narrow(values, Estimate(10.0, 8.0, 12.0, 50), 2.0)
    assert not is_narrow(values, Estimate(10.0, 8.0, 12.0, 50), 1.99)
    assert not is_narrow(values, Estimate(10.0, 8.0, None, 50), 1e9)


def test_runs_that_are_nearly_all_alike_are_not_narrow() -> None:
    values = np.zeros(100)
    values[:9] = 300.0
    values[50:60] = math.nan
    assert not is_narrow(values, mean_estimate(values), 1e9)
    values[60] = 300.0
    assert is_narrow(values, mean_estimate(values), 1e9)
    assert not is_narrow(np.zeros(50), mean_estimate(np.zeros(50)), 1.0)
    assert not is_narrow(np.zeros(0), mean_estimate(np.zeros(0)), 1.0)


def at_the_stop(values: Array, half_width: float, first: int, has_guard: bool = True) -> Estimate:
    """Return the estimate at the first look that is narrow, else after all runs."""
    for runs in range(first, MOST_RUNS, BLOCK):
        found = mean_estimate(values[:runs])
        if is_narrow(values[:runs] if has_guard else np.arange(50.0), found, half_width):
            return found
    return mean_estimate(values)


def measured(
    draw: Callable[[np.random.Generator], Array], true: float, half_width: float, first: int, has_guard: bool = True
) -> tuple[float, float]:
    """Return the share of studies whose interval at the stop holds the truth, and how many runs they took."""
    random = np.random.default_rng(3)
    found = [at_the_stop(draw(random), half_width, first, has_guard) for _ in range(STUDIES)]
    hits = [item.low <= true <= item.high for item in found if item.low is not None and item.high is not None]
    return sum(hits) / STUDIES, sum(item.n for item in found) / STUDIES


def normal(random: np.random.Generator) -> Array:
    return random.normal(10.0, 20.0, MOST_RUNS)


def skewed(random: np.random.Generator) -> Array:
    return random.exponential(20.0, MOST_RUNS)


def rare(random: np.random.Generator) -> Array:
    return np.where(random.random(MOST_RUNS) < 0.05, 300.0, 0.0)


def test_the_level_at_the_stop() -> None:
    """Three standard errors of 2,000 studies are 0.015."""
    covered, runs = measured(normal, 10.0, 3.0, 50)
    assert 150 < runs < 250
    assert 0.93 <= covered <= 0.965
    covered, _ = measured(skewed, 20.0, 3.0, 50)
    assert 0.915 <= covered <= 0.947
    later, _ = measured(skewed, 20.0, 3.0, 200)
    assert 0.93 <= later <= 0.965


def test_rare_differences_need_enough_of_them() -> None:
    """One run in twenty differs: without the guard a study stops after 50 runs that hardly show it."""
    covered, runs = measured(rare, 15.0, 20.0, 50)
    assert runs > 150
    assert covered >= 0.92
    without, few = measured(rare, 15.0, 20.0, 50, has_guard=False)
    assert few < runs
    assert without < covered - 0.02
