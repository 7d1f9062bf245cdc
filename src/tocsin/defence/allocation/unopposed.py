"""The best allocation where no threat stands in another's way: each gets what is best for it alone."""

import numpy as np

from tocsin.defence.allocation.exact import patterns
from tocsin.defence.allocation.problem import Allocation, Problem, leak_value

CLEAR_SHARE = 1e-6  # of all value: two ways to shoot nearer than this are left to the solver to choose between


def unopposed(problem: Problem) -> Allocation | None:
    """Return the allocation that leaks least, where every threat can have the way to shoot that is best for it alone.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Allocation or None
        None where the batteries cannot give all of that together, or where a threat has two ways that are nearly as
        good as each other: ``exact`` then decides.

    Notes
    -----
    The leak is a sum over threats, and no allocation makes a threat's part of it less than its own best way does: so
    the sum of these is a bound, and where they fit together it is met.  Most problems of a run are of this kind: one
    threat, or stock enough.  Checked: ``exact``, ``tests/defence/test_allocation_unopposed.py``.
    """
    threat, rows, leak = patterns(problem)
    clear = CLEAR_SHARE * float(problem.value.sum())
    shots = np.zeros(problem.kill_probability.shape, dtype=np.int64)
    for column in range(problem.value.size):
        ways = np.flatnonzero(threat == column)
        best = ways[leak[ways].argmin()]
        if np.count_nonzero(leak[ways] <= leak[best] + clear) > 1:
            return None
        shots[:, column] = rows[best]
    if (shots.sum(axis=1) > problem.spendable).any() or ((shots > 0).sum(axis=1) > problem.most_at_once).any():
        return None
    leaked = leak_value(problem, shots)
    return Allocation(shots, leaked, leaked, "exact")
