"""The stopping rule: where it looks, that it forgets what came later, and what its looks do to the level."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.errors import ScenarioError
from tocsin.study.statistics.sequential import BLOCK, looks_of, rule_of, stopping

Array = NDArray[np.float64]
STUDIES = 2000


def values_of(count: int, seed: int = 1) -> Array:
    return np.random.default_rng(seed).normal(10.0, 20.0, count)


def test_it_looks_after_whole_blocks_only() -> None:
    assert BLOCK == 50
    assert list(looks_of(rule_of(1.0, 100, 250))) == [100, 150, 200, 250]
    rule = rule_of(1e9, 100, 250)
    assert (stopping(values_of(99), rule).runs, stopping(values_of(99), rule).is_done) == (0, False)
    assert (stopping(values_of(100), rule).runs, stopping(values_of(100), rule).is_done) == (100, True)


def test_it_stops_at_the_first_narrow_look_whatever_came_later() -> None:
    rule, values = rule_of(3.5, 50, 1000), values_of(1000)
    stop = stopping(values, rule)
    assert stop.reason == "narrow"
    assert 50 < stop.runs < 1000
    assert stop.half_width_value is not None
    assert stop.half_width_value <= 3.5
    assert stopping(values[: stop.runs], rule) == stop
    assert stopping(values[: stop.runs + 49], rule) == stop
    assert not stopping(values[: stop.runs - 1], rule).is_done
    before = stopping(values[: stop.runs - BLOCK], rule)
    assert before.half_width_value is not None
    assert before.half_width_value > 3.5
    assert (before.runs, before.reason) == (stop.runs - BLOCK, "go_on")


def test_it_stops_at_the_most_runs_in_any_case() -> None:
    stop = stopping(values_of(300), rule_of(0.01, 50, 200))
    assert (stop.is_done, stop.runs, stop.reason, stop.estimate.n) == (True, 200, "most_runs", 200)


def test_runs_that_are_nearly_all_alike_are_not_narrow() -> None:
    values = np.zeros(400)
    values[:9] = 300.0
    assert stopping(values[:50], rule_of(1e9, 50, 400)).reason == "go_on"
    values[60] = 300.0
    assert (stopping(values[:100], rule_of(1e9, 50, 400)).runs, stopping(values, rule_of(1e9, 50, 400)).runs) == (
        100,
        100,
    )


def test_a_run_without_a_value_counts_as_played() -> None:
    values = values_of(50)
    values[::2] = math.nan
    stop = stopping(values, rule_of(1e9, 50, 100))
    assert (stop.runs, stop.estimate.n) == (50, 25)


@pytest.mark.parametrize(("width", "least", "most"), [(0.0, 50, 100), (1.0, 60, 100), (1.0, 0, 100), (1.0, 150, 100)])
def test_a_rule_that_makes_no_sense_is_refused(width: float, least: int, most: int) -> None:
    with pytest.raises(ScenarioError):
        rule_of(width, least, most)


def coverage(draw: object, true: float, half_width: float, least: int) -> tuple[float, float]:
    """Return the share of studies whose interval at the stop holds the truth, and the runs they took on average."""
    random, rule, hits, runs = np.random.default_rng(3), rule_of(half_width, least, 600), 0, 0
    for _ in range(STUDIES):
        stop = stopping(draw(random), rule)  # type: ignore[operator]
        low, high = stop.estimate.low, stop.estimate.high
        hits += low is not None and high is not None and low <= true <= high
        runs += stop.runs
    return hits / STUDIES, runs / STUDIES


def test_the_level_at_the_stop() -> None:
    """Three standard errors of 2,000 studies are 0.015; skewness alone costs a fixed 200 runs about 0.006."""
    covered, runs = coverage(lambda random: random.normal(10.0, 20.0, 600), 10.0, 3.0, 50)
    assert 100 < runs < 250
    assert 0.93 <= covered <= 0.965
    covered, runs = coverage(lambda random: random.exponential(20.0, 600), 20.0, 3.0, 50)
    assert 100 < runs < 250
    assert 0.90 <= covered <= 0.95
    later, _ = coverage(lambda random: random.exponential(20.0, 600), 20.0, 3.0, 150)
    assert later > covered


def test_stopping_on_rare_differences_waits_for_enough_of_them() -> None:
    """One run in twenty differs: a naive rule stops after 50 runs that hardly show it."""

    def draw(random: np.random.Generator) -> Array:
        return np.where(random.random(600) < 0.05, 300.0, 0.0)

    covered, runs = coverage(draw, 15.0, 20.0, 50)
    assert runs > 150
    assert covered > 0.9
