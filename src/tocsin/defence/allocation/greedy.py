"""A good allocation quickly: largest marginal return first, then exchanges, then forced shots; with a bound."""

import numpy as np

from tocsin.defence.allocation.bound.kernels import best_bound
from tocsin.defence.allocation.kernels import improved
from tocsin.defence.allocation.problem import Allocation, Ints, Problem, leak_value

LEAST_MISS = 1e-12  # a sure kill is taken as this: the kernels divide by it
MOST_WORK = 6_000_000  # pairs looked at: some 20 ms
BOUND_STEPS = 50
BOUND_WORK = 60_000  # nodes and sorted pairs: some 10 ms


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
    Within 1 % of the best over the problems of docs/models/allocation.md; nothing guarantees it but ``bound_value``.
    Checked: against ``exact``, ``tests/defence/test_allocation_greedy.py``.

    References
    ----------
    den Broeder, Ellison and Emerling, *On optimum target assignments*, Operations Research 7 (1959): marginal return.
    """
    miss = np.maximum(1.0 - problem.usable, LEAST_MISS)
    limits = (problem.spendable, problem.most_at_once, problem.salvo_most)
    shots = improved(miss, problem.value, *limits, MOST_WORK)
    leaked = leak_value(problem, shots)
    return Allocation(shots, leaked, bound_value(problem, shots, BOUND_STEPS, BOUND_WORK), "greedy")


def bound_value(problem: Problem, shots: Ints, steps: int, most_work: int) -> float:
    """Return a value that no allocation leaks less than, from one that is good.

    Parameters
    ----------
    problem : Problem
    shots : (n, m) int64
        The allocation; the better it is, the better the bound.
    steps, most_work : int
        Price steps, and nodes and sorted pairs looked at, whichever comes first.

    Notes
    -----
    The Lagrangian bound: each group has a price an interceptor and a price an engagement, each threat then buys the
    shots that are best for it alone.  At the best prices it is the bound of the linear relaxation over patterns.
    """
    leaked = leak_value(problem, shots)
    if leaked == 0.0:
        return 0.0
    miss = np.maximum(1.0 - problem.usable, LEAST_MISS)
    limits = (problem.spendable, problem.most_at_once, problem.salvo_most)
    left = problem.value * np.prod(miss**shots, axis=0)
    prices = (left * (1.0 - miss)).max(axis=1, initial=0.0)
    found = best_bound(miss, problem.value, *limits, prices, leaked, (steps, most_work))
    rounding = LEAST_MISS * float(problem.value.sum())
    return min(max(found * (1.0 - 1e-9) - rounding, 0.0), leaked)
