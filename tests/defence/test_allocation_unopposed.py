"""Where no threat stands in another's way the answer is the solver's; else there is none."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.defence.allocations import Drawn, assert_allowed, problem_drawn
from tocsin.defence.allocation.exact import exact, patterns
from tocsin.defence.allocation.problem import Ints, Problem
from tocsin.defence.allocation.unopposed import CLEAR_SHARE, unopposed


def plenty(problem: Problem) -> Problem:
    """Return the problem with stock and radar support for all there is."""
    enough = np.full(problem.stock.shape, int(problem.salvo_most.sum()), dtype=np.int64)
    return replace(problem, stock=enough, reserve=np.zeros_like(enough), most_at_once=enough)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.booleans(), st.integers(0, 2**32 - 1))
def test_what_it_finds_is_what_the_solver_finds(batteries: int, threats: int, is_rich: bool, seed: int) -> None:
    problem = problem_drawn(Drawn(batteries, threats, 3, seed))
    problem = plenty(problem) if is_rich else problem
    found, proved = unopposed(problem), exact(problem)
    if found is not None:
        assert_allowed(problem, found)
        assert (found.shots == proved.shots).all()
        assert found.leak_value == proved.leak_value
        assert found.bound_value == pytest.approx(proved.bound_value, rel=2e-9, abs=1e-12)


def two_threats(stock: int, radars: int = 2, second: float = 0.5) -> Problem:
    """Return two batteries that can both meet two threats, one interceptor each; the first is the better one."""
    return Problem(
        kill_probability=np.array([[0.8, 0.8], [0.5, second]]),
        value=np.array([1.0, 2.0]),
        stock=np.array([stock, stock]),
        reserve=np.zeros(2, dtype=np.int64),
        most_at_once=np.full(2, radars),
        salvo_most=np.ones(2, dtype=np.int64),
    )


def test_the_better_battery_takes_both_threats_where_it_can() -> None:
    found = unopposed(two_threats(stock=2))
    assert found is not None
    assert found.shots.tolist() == [[1, 1], [0, 0]]
    assert found.leak_value == found.bound_value == pytest.approx(0.6)


@pytest.mark.parametrize(
    "problem",
    [two_threats(stock=1), two_threats(stock=2, radars=1), two_threats(stock=2, second=0.8)],
    ids=["too few interceptors", "radars for one alone", "two ways are as good"],
)
def test_where_threats_compete_or_ways_tie_the_solver_decides(problem: Problem) -> None:
    assert unopposed(problem) is None


def searched(problem: Problem) -> Ints | None:
    """Return the shots by looking at every way to shoot at every threat, None where two are as good or clash."""
    threat, rows, leak = patterns(problem)
    clear = CLEAR_SHARE * float(problem.value.sum())
    shots = np.zeros(problem.kill_probability.shape, dtype=np.int64)
    for column in range(problem.value.size):
        ways = np.flatnonzero(threat == column)
        best = ways[leak[ways].argmin()]
        if np.count_nonzero(leak[ways] <= leak[best] + clear) > 1:
            return None
        shots[:, column] = rows[best]
    spent, engaged = shots.sum(axis=1), (shots > 0).sum(axis=1)
    return shots if (spent <= problem.spendable).all() and (engaged <= problem.most_at_once).all() else None


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 6), st.booleans(), st.integers(0, 2**32 - 1))
def test_it_finds_what_looking_at_every_way_finds(n: int, m: int, most_stock: int, is_rich: bool, seed: int) -> None:
    problem = problem_drawn(Drawn(n, m, most_stock, seed))
    if is_rich:
        problem = replace(problem, most_at_once=np.full(n, m), salvo_most=problem.salvo_most + 2)
    if seed % 3 == 0:  # batteries that are as good as each other
        problem = replace(problem, kill_probability=np.round(problem.kill_probability, 1))
    found, wanted = unopposed(problem), searched(problem)
    assert (found is None) == (wanted is None)
    if found is not None and wanted is not None:
        assert found.shots.tolist() == wanted.tolist()
