"""The best allocation, proved, by mixed-integer programming over patterns: one column for each way to shoot."""

import math
from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from tocsin.defence.allocation.problem import Allocation, Array, Ints, Problem, leak_value
from tocsin.errors import ModelRangeError

MOST_PATTERNS = 300_000  # a gigabyte or so
RELATIVE_GAP = 1e-9
NO_LIMIT = 2**31 - 1  # nodes, as HiGHS counts them
SCALE = 1e4  # what the values add up to for HiGHS, whose tolerances are absolute (1e-6)


def exact(problem: Problem, time_limit_s: float = math.inf, node_limit: int = NO_LIMIT) -> Allocation:
    """Return the allocation that leaks least, and the bound that proves it.

    Parameters
    ----------
    problem : Problem
    time_limit_s : float, s
        After it the best so far is returned, with a bound below it: not repeatable, so not for use inside a run.
    node_limit : int
        The same by nodes of the search tree: repeatable.

    Returns
    -------
    Allocation
        ``gap_share`` at most 1e-9 unless a limit was met.  Met before anything was found: no shots.

    Raises
    ------
    ModelRangeError
        More than ``MOST_PATTERNS`` patterns: take ``greedy``.

    Notes
    -----
    A pattern is a multiset of batteries that shoot at one threat; its leak is a constant, so that the product of
    probabilities needs no logarithm, no tangent and no clipping.  One pattern a threat; stock and radar support are
    rows.  Checked: enumeration up to 6 x 6, ``linear_sum_assignment``, ``tests/defence/test_allocation_exact.py``.

    References
    ----------
    Ahuja, Kumar, Jha and Orlin, *Exact and heuristic algorithms for the weapon-target assignment problem*,
    Operations Research 55 (2007).
    """
    count = pattern_count(problem)
    if count > MOST_PATTERNS:
        raise ModelRangeError(f"problem: {count:,} patterns must be {MOST_PATTERNS} or fewer: take greedy")
    threat, rows, leak = patterns(problem)
    shots = np.zeros(problem.kill_probability.shape, dtype=np.int64)
    total = float(problem.value.sum())
    if total == 0.0 or not rows.any():
        return Allocation(shots, total, total, "exact")
    found = milp(
        leak * (SCALE / total),
        integrality=np.ones(threat.size, dtype=np.int64),
        bounds=Bounds(0.0, 1.0),
        constraints=limits_on(problem, threat, rows),
        options={"mip_rel_gap": RELATIVE_GAP, "time_limit": time_limit_s, "node_limit": node_limit},
    )
    if found.x is not None:
        taken = found.x > 0.5
        shots[:, threat[taken]] = rows[taken].T
    leaked = leak_value(problem, shots)
    bound = max(0.0, found.mip_dual_bound or 0.0) * total / SCALE
    return Allocation(shots, leaked, min(bound, leaked), "exact")


def pattern_count(problem: Problem) -> int:
    """Return how many ways to shoot there are, added up over the threats; a count from above, stock left aside."""
    spendable, total = problem.spendable.tolist(), 0
    for probability, most in zip(problem.usable.T.tolist(), problem.salvo_most.tolist(), strict=True):
        able = [spare for chance, spare in zip(probability, spendable, strict=True) if chance > 0.0]
        total += math.comb(len(able) + min(most, sum(able)), len(able))
    return total


def patterns(problem: Problem) -> tuple[Ints, Ints, Array]:
    """Return the threat (k,), the interceptors of each battery (k, n) and the leaked value (k,) of each pattern."""
    usable, spendable, batteries = problem.usable, problem.spendable, problem.stock.size
    threats, rows, leaks = [], [], []
    for threat, (value, probability) in enumerate(zip(problem.value, usable.T, strict=True)):
        ways = [
            np.bincount(way, minlength=batteries) for way in ways_to_shoot(probability, problem.salvo_most[threat])
        ]
        shots = np.array(ways, dtype=np.int64).reshape(len(ways), batteries)
        shots = shots[(shots <= spendable).all(axis=1)]
        threats.append(np.full(shots.shape[0], threat))
        rows.append(shots)
        leaks.append(value * np.prod((1.0 - probability) ** shots, axis=1))
    if not threats:
        return np.zeros(0, dtype=np.int64), np.zeros((0, batteries), dtype=np.int64), np.zeros(0)
    return np.concatenate(threats), np.concatenate(rows), np.concatenate(leaks)


def ways_to_shoot(probability: Array, most: int) -> Iterator[list[int]]:
    """Yield each multiset of batteries up to a size.  Whoever surely kills shoots alone: more would be waste."""
    sure = np.flatnonzero(probability == 1.0).tolist()
    able = np.flatnonzero((probability > 0.0) & (probability < 1.0)).tolist()
    for battery in sure:
        yield [battery]
    for size in range((most if able else 0) + 1):
        yield from map(list, combinations_with_replacement(able, size))


def limits_on(problem: Problem, threat: Ints, rows: Ints) -> LinearConstraint:
    """Return the rows: one pattern a threat, the stock less the reserve, what the radars support."""
    threats, count = problem.value.size, threat.size
    one = csr_array((np.ones(count), (threat, np.arange(count))), shape=(threats, count))
    spent = csr_array(rows.T.astype(np.float64))
    engaged = csr_array((rows.T > 0).astype(np.float64))
    low = np.concatenate([np.ones(threats), np.full(2 * problem.stock.size, -np.inf)])
    high = np.concatenate([np.ones(threats), problem.spendable, problem.most_at_once])
    return LinearConstraint(vstack([one, spent, engaged]), low, high)
