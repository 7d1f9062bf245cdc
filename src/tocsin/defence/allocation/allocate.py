"""Who shoots at what: by the solver that fits the size."""

from dataclasses import replace

from tocsin.defence.allocation.exact import exact, pattern_count
from tocsin.defence.allocation.greedy import greedy
from tocsin.defence.allocation.problem import Allocation, Problem
from tocsin.defence.allocation.unopposed import unopposed

EXACT_MOST_PATTERNS = 1000  # up to here HiGHS takes some tens of ms; see docs/models/allocation.md
EXACT_MOST_NODES = 200  # a bound that, unlike one on time, is met at the same place every time


def allocate(problem: Problem) -> Allocation:
    """Return who shoots at what, and by which method.

    At once where no threat stands in another's way.  Else exact up to ``EXACT_MOST_PATTERNS`` patterns, else greedy.
    Greedy too if the exact method met its limit of nodes with something worse in hand; it then keeps the better of
    the two bounds.  The same problem has the same answer.
    """
    if pattern_count(problem) > EXACT_MOST_PATTERNS:
        return greedy(problem)
    alone = unopposed(problem)
    if alone is not None:
        return alone
    best, fast = exact(problem, node_limit=EXACT_MOST_NODES), greedy(problem)
    if best.leak_value <= fast.leak_value or best.gap_share <= 0.0:
        return best
    return replace(fast, bound_value=min(max(fast.bound_value, best.bound_value), fast.leak_value))
