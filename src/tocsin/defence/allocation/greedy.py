"""A good allocation quickly: marginal return at good prices, then exchanges, then forced shots; and a bound."""

import numpy as np

from tocsin.defence.allocation.bound.kernels import best_bound
from tocsin.defence.allocation.kernels import improved
from tocsin.defence.allocation.problem import Allocation, Array, Ints, Problem, leak_value

LEAST_MISS = 1e-12  # a sure kill is taken as this: the kernels divide by it
MOST_WORK = 1_000_000  # pairs looked at for forced shots: some 20 ms
BOUND_STEPS = 50
BOUND_WORK = 60_000  # nodes and sorted pairs looked at: 5 ms


def greedy(problem: Problem) -> Allocation:
    """Return a good allocation and a bound below every allocation.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Allocation
        Repeatable: effort is counted, not timed; equal gains go to the lower index.

    Notes
    -----
    Marginal return twice, at no price and at the prices that make the bound high; the better one is kept.  How near
    the best it comes is measured in docs/models/allocation.md; nothing guarantees it but ``bound_value``.
    Checked: against ``exact``, ``tests/defence/test_allocation_greedy.py``.

    References
    ----------
    den Broeder, Ellison and Emerling, *On optimum target assignments*, Operations Research 7 (1959).
    """
    limits = (miss_of(problem), problem.value, problem.spendable, problem.most_at_once, problem.salvo_most)
    first = improved(*limits, np.zeros(2 * problem.stock.size), 0)
    bound, price = bound_and_price(problem, first, BOUND_STEPS, BOUND_WORK)
    second = improved(*limits, price, MOST_WORK)
    leaked, shots = min(((leak_value(problem, found), found) for found in (second, first)), key=lambda pair: pair[0])
    return Allocation(shots, leaked, min(bound, leaked), "greedy")


def bound_and_price(problem: Problem, shots: Ints, steps: int, most_work: int) -> tuple[float, Array]:
    """Return a value that no allocation leaks less than, and the prices that prove it.

    Parameters
    ----------
    problem : Problem
    shots : (n, m) int64
        An allocation; the better it is, the better the bound.
    steps, most_work : int
        Price steps, and nodes and sorted pairs looked at, whichever ends first.

    Returns
    -------
    float, and (2 n,) float64
        Price of an interceptor of each battery, then of an engagement.

    Notes
    -----
    The Lagrangian bound: stock and radar support have prices, and each threat buys the shots that are best for it
    alone.  At the best prices it is the bound of the linear relaxation over patterns.

    References
    ----------
    Fisher, *The Lagrangian relaxation method for solving integer programming problems*, Management Science 27 (1981).
    """
    miss, leaked = miss_of(problem), leak_value(problem, shots)
    left: Array = problem.value * np.prod(miss**shots, axis=0)
    start = (left * (1.0 - miss)).max(axis=1, initial=0.0)
    limits = (problem.spendable, problem.most_at_once, problem.salvo_most)
    bound, price = best_bound(miss, problem.value, *limits, start, leaked, (steps, most_work))
    rounding = LEAST_MISS * float(problem.value.sum())
    return min(max(bound * (1.0 - 1e-9) - rounding, 0.0), leaked), price


def miss_of(problem: Problem) -> Array:
    """Return the probability (n, m) that a shot misses as the kernels take it: never 0; 1 where none is allowed."""
    return np.maximum(1.0 - problem.usable, LEAST_MISS)
