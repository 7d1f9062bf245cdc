"""The best allocation where no threat stands in another's way: each gets what is best for it alone."""

import math
from collections.abc import Sequence

import numpy as np

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
    clear = CLEAR_SHARE * float(problem.value.sum())
    spendable = problem.spendable.tolist()
    most_at_once = problem.most_at_once.tolist()
    ways: list[list[int]] = []
    columns = zip(problem.value.tolist(), problem.usable.T.tolist(), problem.salvo_most.tolist(), strict=True)
    for value, probability, most in columns:
        if value == 0.0:
            ways.append([0] * len(spendable))
            continue
        way, best, next_best = two_best(probability, spendable, most)
        if value * next_best <= value * best + clear:
            return None
        ways.append(way)
    by_battery = list(zip(*ways, strict=True))
    for spare, channels, sent in zip(spendable, most_at_once, by_battery, strict=bool(ways)):
        if sum(sent) > spare or sum([count > 0 for count in sent]) > channels:
            return None
    shots = np.array(by_battery, dtype=np.int64).reshape(problem.kill_probability.shape)
    leaked = leak_value(problem, shots)
    return Allocation(shots, leaked, leaked, "exact")


def two_best(probability: Sequence[float], spendable: Sequence[int], most: int) -> tuple[list[int], float, float]:
    """Return the way to shoot at a threat that leaks least of it, and what share leaks by that and by the next best.

    Parameters
    ----------
    probability, spendable : n floats and ints
        Kill probability of each battery, 0 where it may not shoot, and interceptors that it may spend.
    most : int
        Interceptors that may go at the threat.

    Returns
    -------
    n ints, float, float
        Interceptors of each battery; shares; infinity where there is no second way.

    Notes
    -----
    The surest interceptors there are, as many as may go; whoever kills surely shoots alone.  The next best way gives
    up one of these, and sends the surest one of another battery that has any left: no way is between.
    """
    sure = [battery for battery, chance in enumerate(probability) if chance == 1.0]
    able = sorted((b for b, chance in enumerate(probability) if 0.0 < chance < 1.0), key=lambda b: -probability[b])
    way, left = [0] * len(probability), most
    for battery in able:
        way[battery] = min(left, spendable[battery])
        left -= way[battery]
    best = math.prod((1.0 - probability[battery]) ** way[battery] for battery in able)
    if sure:
        alone = [int(battery == sure[0]) for battery in range(len(probability))]
        return alone, 0.0, 0.0 if len(sure) > 1 else best
    next_best = math.inf
    for given_up in (battery for battery in able if way[battery]):
        others = (probability[b] for b in able if b != given_up and way[b] < spendable[b])
        changed = (1.0 - max(others, default=0.0)) / (1.0 - probability[given_up])
        next_best = min(next_best, best * changed)
    return way, best, next_best
