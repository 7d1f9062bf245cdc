"""Speed of allocation: processor time, median of ``REPEATS``, in one process on one core.

``python -m benchmarks.allocation``.  100 threats against 200 interceptors: in 200 batteries of one, and in 20 of 10.
Beside them, in the same run, scipy's ``linear_sum_assignment`` on the same kill probabilities (one shot a threat: an
easier problem), and a rolling problem of 6 batteries and 12 threats by both methods.  ``over_bound`` is the share of
the leak that a better allocation might avoid at most, ``over_exact`` what the greedy leaks above the best.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from tocsin.defence.allocation.exact import exact
from tocsin.defence.allocation.greedy import greedy
from tocsin.defence.allocation.problem import Problem

REPEATS = 9
RAIDS = {"singles_200x100": (200, 100, 1), "batteries_20x100": (20, 100, 10)}
ROLLING = (6, 12, 4)


def raid(batteries: int, threats: int, stock: int) -> Problem:
    """Return batteries of unlike quality, each reaching six threats of ten and supporting eight at a time."""
    rng = np.random.default_rng(1)
    probability = rng.uniform(0.3, 0.9, (batteries, 1)) * rng.uniform(0.5, 1.0, (batteries, threats))
    probability[rng.uniform(size=probability.shape) > 0.6] = 0.0
    return Problem(
        kill_probability=probability,
        value=rng.choice([1.0, 2.0, 5.0], threats),
        stock=np.full(batteries, stock),
        reserve=np.zeros(batteries, dtype=np.int64),
        most_at_once=np.full(batteries, min(stock, 8)),
        salvo_most=np.full(threats, 3),
    )


def median_ms(work: Callable[[], object]) -> float:
    """Return the median processor time of a piece of work, ms."""
    times = []
    for _ in range(REPEATS):
        started_s = time.process_time()
        work()
        times.append(time.process_time() - started_s)
    return statistics.median(times) * 1e3


def measured() -> dict[str, float]:
    """Return the speeds, and how near the best the greedy comes."""
    figures: dict[str, float] = {}
    for name, size in RAIDS.items():
        problem = raid(*size)
        figures[f"{name}_over_bound"] = greedy(problem).gap_share  # also compiles
        figures[f"{name}_greedy_ms"] = median_ms(lambda problem=problem: greedy(problem))  # type: ignore[misc]
        worth = problem.value * np.repeat(problem.kill_probability, problem.stock, axis=0)
        peer_ms = median_ms(lambda worth=worth: linear_sum_assignment(worth, maximize=True))  # type: ignore[misc]
        figures[f"{name}_greedy_to_assignment_ratio"] = figures[f"{name}_greedy_ms"] / peer_ms
    problem = raid(*ROLLING)
    figures["rolling_over_exact"] = greedy(problem).leak_value / exact(problem).leak_value - 1.0
    figures["rolling_exact_ms"] = median_ms(lambda: exact(problem))
    figures["rolling_exact_to_greedy_ratio"] = figures["rolling_exact_ms"] / median_ms(lambda: greedy(problem))
    return {key: round(value, 4) for key, value in figures.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(), indent=2) + "\n")
