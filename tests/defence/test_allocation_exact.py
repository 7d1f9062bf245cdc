"""The best allocation, against every allocation and against scipy's assignment; the laws that it keeps."""

from dataclasses import replace
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from tests.defence.allocations import Drawn, assert_allowed, moderate, ones_problem, problem_drawn
from tocsin.defence.allocation import exact as exact_module
from tocsin.defence.allocation.exact import exact, pattern_count, patterns
from tocsin.defence.allocation.problem import Array, Ints, Problem
from tocsin.errors import ModelRangeError

PROVED = 2e-9  # relative: HiGHS stops at 1e-9
MOST_LISTED = 120_000  # allocations: 6 batteries of one interceptor, 6 threats and the magazine have 7 ** 6


def least_leak(problem: Problem) -> float:
    """Return the least leak over the list of every allocation there is."""
    threats = problem.value.size
    counts, missed = np.zeros((1, threats), dtype=np.int64), np.ones((1, threats))
    for battery in range(problem.stock.size):
        rows = rows_of(problem, battery)
        counts = (counts[:, None] + rows).reshape(-1, threats)
        missed = (missed[:, None] * (1.0 - problem.kill_probability[battery]) ** rows).reshape(-1, threats)
        kept = (counts <= problem.salvo_most).all(axis=1)
        counts, missed = counts[kept], missed[kept]
    return float((missed @ problem.value).min())


def rows_of(problem: Problem, battery: int) -> Ints:
    """Return every way (k, m) in which one battery may shoot, by its own limits."""
    spare = max(int(problem.stock[battery] - problem.reserve[battery]), 0)
    choices = [range(spare + 1 if p > 0.0 else 1) for p in problem.kill_probability[battery]]
    ways = [way for way in product(*choices) if sum(way) <= spare]
    return np.array([way for way in ways if np.count_nonzero(way) <= problem.most_at_once[battery]])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_nothing_leaks_less_in_the_list_of_all_allocations(batteries: int, threats: int, seed: int) -> None:
    most_stock = max(s for s in (1, 2, 3) if s == 1 or comb(threats + s, s) ** batteries <= MOST_LISTED)
    problem = problem_drawn(Drawn(batteries, threats, most_stock, seed))
    found = exact(problem)
    assert_allowed(problem, found)
    assert found.leak_value == pytest.approx(least_leak(problem), rel=PROVED, abs=1e-12)
    assert found.gap_share <= PROVED
    assert found.method == "exact"


@pytest.mark.parametrize("seed", range(3))
def test_the_full_size_is_in_the_list(seed: int) -> None:
    problem = replace(problem_drawn(Drawn(6, 6, 1, seed)), most_at_once=np.ones(6, dtype=np.int64))
    problem = replace(problem, stock=np.ones(6, dtype=np.int64), reserve=np.zeros(6, dtype=np.int64))
    assert exact(problem).leak_value == pytest.approx(least_leak(problem), rel=PROVED, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_one_shot_a_threat_and_one_interceptor_a_battery_is_the_assignment(
    batteries: int, threats: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    problem = ones_problem(rng.uniform(0.0, 1.0, (batteries, threats)), rng.uniform(0.0, 5.0, threats))
    worth: Array = problem.value * problem.kill_probability
    best = worth[linear_sum_assignment(worth, maximize=True)].sum()
    assert problem.value.sum() - exact(problem).leak_value == pytest.approx(best, rel=1e-9, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["stock", "most_at_once", "salvo_most"]))
def test_one_more_never_lets_more_leak(seed: int, name: str) -> None:
    problem = problem_drawn(Drawn(3, 5, 3, seed))
    more = getattr(problem, name).copy()
    more[seed % more.size] += 1
    assert exact(replace(problem, **{name: more})).leak_value <= exact(problem).leak_value * (1.0 + PROVED) + 1e-12


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_batteries_and_threats_changes_no_leak(seed: int) -> None:
    problem, rng = problem_drawn(Drawn(4, 5, 3, seed)), np.random.default_rng(seed)
    battery, threat = rng.permutation(4), rng.permutation(5)
    other = Problem(
        kill_probability=problem.kill_probability[np.ix_(battery, threat)],
        value=problem.value[threat],
        stock=problem.stock[battery],
        reserve=problem.reserve[battery],
        most_at_once=problem.most_at_once[battery],
        salvo_most=problem.salvo_most[threat],
    )
    assert exact(other).leak_value == pytest.approx(exact(problem).leak_value, rel=PROVED, abs=1e-12)


@pytest.mark.parametrize(
    ("threats", "probability", "shots", "leakers"),
    [(1, 0.8, 2, 0.04), (4, 0.8, 2, 0.16), (10, 0.8, 2, 0.4), (20, 0.7, 4, 0.162)],
)
def test_expected_leakers_of_a_barrage(threats: int, probability: float, shots: int, leakers: float) -> None:
    """Closed form: Wilkening, Science and Global Security 8 (1999): threats * (1 - p) ** shots."""
    problem = ones_problem(np.full((1, threats), probability), np.ones(threats))
    stock = np.array([shots * threats])
    problem = replace(problem, stock=stock, most_at_once=stock, salvo_most=np.full(threats, shots))
    assert exact(problem).leak_value == pytest.approx(leakers, abs=1e-12)


def test_a_sure_kill_takes_one_interceptor() -> None:
    problem = replace(ones_problem(np.array([[1.0], [0.5]]), np.array([2.0])), salvo_most=np.array([2]))
    assert exact(problem).shots.tolist() == [[1], [0]]


def test_patterns_are_counted_before_they_are_made() -> None:
    problem = moderate(5, 8, 3, 1)
    made = patterns(problem)[0].size
    assert made <= pattern_count(problem)
    wide = replace(problem, stock=np.full(5, 9), reserve=np.zeros(5, dtype=np.int64))
    assert patterns(wide)[0].size == pattern_count(wide)


def test_a_limit_met_leaves_an_allocation_and_a_bound_that_holds() -> None:
    problem = moderate(8, 20, 3, 2)
    best, stopped = exact(problem), exact(problem, time_limit_s=0.001)
    assert_allowed(problem, stopped)
    assert stopped.bound_value <= best.leak_value <= stopped.leak_value
    assert stopped.gap_share > 0.0


def test_too_many_patterns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = moderate(5, 8, 3, 1)
    monkeypatch.setattr(exact_module, "MOST_PATTERNS", 10)
    with pytest.raises(ModelRangeError, match="patterns must be 10 or fewer: take greedy"):
        exact(problem)
