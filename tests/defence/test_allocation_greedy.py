"""The quick allocation, against the best one; what it and the choice between the two keep; wrong problems."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.defence.allocations import Drawn, assert_allowed, moderate, ones_problem, problem_drawn
from tocsin.defence.allocation import allocate as allocate_module
from tocsin.defence.allocation.allocate import EXACT_MOST_PATTERNS, allocate
from tocsin.defence.allocation.exact import exact, pattern_count
from tocsin.defence.allocation.greedy import bound_and_price, greedy
from tocsin.defence.allocation.problem import Array, Ints, Problem
from tocsin.errors import ModelRangeError

NEAR = 0.03  # of the best leak
ROUNDING = 1e-9


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 12), st.integers(1, 15), st.integers(0, 2**32 - 1))
def test_every_limit_is_kept_and_the_answer_is_the_same_again(batteries: int, threats: int, seed: int) -> None:
    problem = problem_drawn(Drawn(batteries, threats, 6, seed))
    first, again = greedy(problem), greedy(problem)
    assert_allowed(problem, first)
    assert first.method == "greedy"
    assert np.array_equal(first.shots, again.shots) and first.bound_value == again.bound_value


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_the_bound_is_below_the_best(batteries: int, threats: int, seed: int) -> None:
    problem = problem_drawn(Drawn(batteries, threats, 4, seed))
    best, quick = exact(problem), greedy(problem)
    assert quick.bound_value <= best.leak_value * (1.0 + ROUNDING)
    assert best.leak_value <= quick.leak_value * (1.0 + ROUNDING) + 1e-12


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("batteries", "threats", "salvo"), [(4, 8, 3), (6, 12, 3), (8, 16, 2), (10, 30, 2)])
def test_near_the_best_and_bounded_near_it(batteries: int, threats: int, salvo: int, seed: int) -> None:
    problem = moderate(batteries, threats, salvo, seed)
    best, quick = exact(problem), greedy(problem)
    assert quick.leak_value <= (1.0 + NEAR) * best.leak_value
    assert quick.bound_value >= (1.0 - NEAR) * best.leak_value


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(
    ("batteries", "threats", "salvo", "stock", "radar"),
    [(8, 20, 4, 6, 4), (12, 30, 3, 6, 4), (5, 30, 3, 8, 5), (10, 40, 2, 3, 3), (20, 40, 3, 2, 2)],
)
def test_near_the_best_of_larger_problems(
    batteries: int, threats: int, salvo: int, stock: int, radar: int, seed: int
) -> None:
    problem = moderate(batteries, threats, salvo, seed, stock, radar)
    best = exact(problem, time_limit_s=60.0)
    if best.gap_share <= 1e-8:
        assert greedy(problem).leak_value <= (1.0 + NEAR) * best.leak_value


def test_marginal_return_alone_would_be_worse() -> None:
    """The first battery is a little better at both threats, the second reaches one of them only."""
    problem = ones_problem(np.array([[0.9, 0.8], [0.85, 0.0]]), np.ones(2))
    assert greedy(problem).shots.tolist() == [[0, 1], [1, 0]]


def test_equal_gains_go_to_the_lower_index() -> None:
    problem = ones_problem(np.full((2, 3), 0.5), np.ones(3))
    assert greedy(problem).shots.tolist() == [[1, 0, 0], [0, 1, 0]]


def test_nothing_is_fired_for_nothing() -> None:
    problem = ones_problem(np.array([[0.9, 1.0], [0.9, 1.0]]), np.array([0.0, 1.0]))
    found = greedy(replace(problem, salvo_most=np.array([2, 2])))
    assert found.shots.tolist() == [[0, 1], [0, 0]]
    assert found.leak_value == found.bound_value == found.gap_share == 0.0


@pytest.mark.parametrize(("batteries", "threats"), [(0, 3), (3, 0)])
def test_nobody_or_nothing_to_shoot_at(batteries: int, threats: int) -> None:
    problem = ones_problem(np.zeros((batteries, threats)), np.ones(threats))
    for found in (allocate(problem), greedy(problem)):
        assert found.shots.shape == (batteries, threats)
        assert found.leak_value == threats
        assert found.bound_value == pytest.approx(threats, rel=1e-8)


def test_more_steps_make_a_better_bound() -> None:
    problem = moderate(12, 30, 3, 0)
    shots = greedy(problem).shots
    bounds = [bound_and_price(problem, shots, steps, 10**9)[0] for steps in (1, 10, 100)]
    assert bounds[0] < bounds[1] < bounds[2] <= exact(problem).leak_value


@pytest.mark.parametrize(("batteries", "threats", "method"), [(4, 6, "exact"), (30, 20, "greedy")])
def test_the_size_chooses_the_method(batteries: int, threats: int, method: str) -> None:
    problem = moderate(batteries, threats, 3, 1)
    assert (pattern_count(problem) <= EXACT_MOST_PATTERNS) == (method == "exact")
    found = allocate(problem)
    assert found.method == method
    assert_allowed(problem, found)


def test_an_exact_search_cut_short_gives_way_to_the_greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = moderate(6, 12, 3, 2)
    best = exact(problem)
    monkeypatch.setattr(allocate_module, "exact", lambda given, node_limit: exact(given, time_limit_s=1e-6))
    found = allocate(problem)
    assert found.method == "greedy"
    assert found.bound_value <= best.leak_value <= found.leak_value <= (1.0 + NEAR) * best.leak_value


@pytest.mark.parametrize(
    ("name", "numbers", "said"),
    [
        ("kill_probability", np.array([[0.5, 1.5]]), "kill_probability = 1.5 must be 0 to 1"),
        ("kill_probability", np.array([[-0.1, 0.5]]), "kill_probability = -0.1 must be 0 to 1"),
        ("kill_probability", np.array([[np.nan, 0.5]]), "kill_probability = nan must be 0 to 1"),
        ("kill_probability", np.array([0.5, 0.5]), r"kill_probability has shape \(2,\)"),
        ("value", np.array([1.0, np.inf]), "value = inf must be"),
        ("value", np.array([1.0]), r"value has shape \(1,\)"),
        ("stock", np.array([-1]), "stock = -1 must be 0"),
        ("reserve", np.array([-1]), "reserve = -1 must be 0"),
        ("most_at_once", np.array([1, 1]), r"most_at_once has shape \(2,\)"),
        ("salvo_most", np.array([1, 0]), "salvo_most = 0 must be 1"),
    ],
)
def test_a_wrong_problem_is_refused(name: str, numbers: Array | Ints, said: str) -> None:
    right = ones_problem(np.array([[0.5, 0.5]]), np.ones(2))
    with pytest.raises(ModelRangeError, match=said):
        replace(right, **{name: numbers})


def test_a_frozen_problem_says_what_may_be_spent() -> None:
    problem = ones_problem(np.full((3, 1), 0.5), np.ones(1))
    problem = replace(problem, stock=np.array([5, 1, 0]), reserve=np.array([2, 3, 0]))
    assert isinstance(problem, Problem)
    assert problem.spendable.tolist() == [3, 0, 0]
