"""Problems of allocation for the tests, and what every answer must keep."""

from typing import NamedTuple

import numpy as np

from tocsin.defence.allocation.problem import Allocation, Array, Problem, leak_value


class Drawn(NamedTuple):
    """What a random problem is drawn from."""

    batteries: int
    threats: int
    most_stock: int
    seed: int


def problem_drawn(drawn: Drawn) -> Problem:
    """Return a problem with closed windows, sure kills, worthless threats, reserves and every limit."""
    batteries, threats, most_stock, seed = drawn
    rng = np.random.default_rng(seed)
    probability = rng.uniform(0.05, 0.95, (batteries, threats))
    probability[rng.uniform(size=probability.shape) < rng.choice([0.0, 0.3, 0.7])] = 0.0
    probability[rng.uniform(size=probability.shape) < rng.choice([0.0, 0.1])] = 1.0
    return Problem(
        kill_probability=probability,
        value=rng.choice([0.0, 0.5, 1.0, 3.0, 100.0], threats),
        stock=rng.integers(0, most_stock + 1, batteries),
        reserve=rng.integers(0, 2, batteries),
        most_at_once=rng.integers(0, 4, batteries),
        salvo_most=rng.integers(1, 4, threats),
    )


def ones_problem(probability: Array, value: Array) -> Problem:
    """Return the problem in which each battery has one interceptor, and one may go at a threat."""
    batteries, threats = probability.shape
    one = np.ones(batteries, dtype=np.int64)
    return Problem(probability, value, one, 0 * one, one, np.ones(threats, dtype=np.int64))


def moderate(batteries: int, threats: int, salvo: int, seed: int, stock: int = 6, radar: int = 4) -> Problem:
    """Return a raid on batteries of unlike quality that reach six threats of ten, with less radar than stock."""
    rng = np.random.default_rng(seed)
    probability = rng.uniform(0.3, 0.9, (batteries, 1)) * rng.uniform(0.5, 1.0, (batteries, threats))
    probability[rng.uniform(size=probability.shape) > 0.6] = 0.0
    return Problem(
        kill_probability=probability,
        value=rng.choice([1.0, 2.0, 5.0], threats),
        stock=np.full(batteries, stock),
        reserve=np.zeros(batteries, dtype=np.int64),
        most_at_once=np.full(batteries, radar),
        salvo_most=np.full(threats, salvo),
    )


def assert_allowed(problem: Problem, found: Allocation) -> None:
    """Assert that an allocation keeps every limit, and that its leak and bound are in order."""
    shots = found.shots
    assert shots.shape == problem.kill_probability.shape and (shots >= 0).all()
    assert (shots.sum(axis=1) <= np.maximum(problem.stock - problem.reserve, 0)).all()
    assert ((shots > 0).sum(axis=1) <= problem.most_at_once).all()
    assert (shots.sum(axis=0) <= problem.salvo_most).all()
    assert (shots[problem.kill_probability == 0.0] == 0).all()
    assert found.leak_value == leak_value(problem, shots)
    assert 0.0 <= found.bound_value <= found.leak_value
