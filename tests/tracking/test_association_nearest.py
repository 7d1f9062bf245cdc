"""The likeliest pairing, against every pairing and scipy."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from tocsin.tracking.association.associate import Problem, global_nearest

Array = NDArray[np.float64]


def problem_of(gain: Array) -> Problem:
    """Return a problem whose pairs (n, m) gain this over a miss; NaN is no pair."""
    track, row = np.nonzero(~np.isnan(gain))
    nothing = np.zeros(gain.shape[0])
    return Problem(track, row, gain[track, row], nothing, nothing, np.zeros(gain.shape[1]))


def random_gains(rng: np.random.Generator, most: int) -> Array:
    gain = rng.normal(1.0, 4.0, (rng.integers(1, most + 1), rng.integers(1, most + 1)))
    gain[rng.uniform(size=gain.shape) < rng.uniform(0.0, 0.9)] = np.nan
    return gain


def weight_total(problem: Problem) -> float:
    weight = global_nearest(problem)
    assert set(weight.tolist()) <= {0.0, 1.0}
    chosen = weight == 1.0
    for index in (problem.track, problem.row):
        assert len(set(index[chosen])) == np.count_nonzero(chosen)
    return float(problem.log_likelihood[chosen].sum())


@pytest.mark.parametrize("seed", range(20))
def test_the_pairing_is_the_best_of_all(seed: int) -> None:
    gain = random_gains(np.random.default_rng(seed), 4)
    totals = []
    for choice in product(range(-1, gain.shape[1]), repeat=gain.shape[0]):
        rows = [row for row in choice if row >= 0]
        if len(rows) == len(set(rows)):
            totals.append(sum(gain[track, row] for track, row in enumerate(choice) if row >= 0))
    assert weight_total(problem_of(gain)) == pytest.approx(np.nanmax(totals), abs=1e-12)  # sums of 4: rounding


@pytest.mark.parametrize("seed", range(40))
def test_the_pairing_scores_what_scipy_finds(seed: int) -> None:
    gain = random_gains(np.random.default_rng(seed), 60)
    cost = np.hstack([np.where(np.isnan(gain), 1e9, -gain), np.where(np.eye(gain.shape[0]) > 0, 0.0, 1e9)])
    best = -cost[linear_sum_assignment(cost)].sum()
    assert weight_total(problem_of(gain)) == pytest.approx(best, abs=1e-6)  # scipy's sums run beside 1e9


def test_whole_numbers_that_tie_are_settled_the_same_way_each_time() -> None:
    gain = np.array([[2.0, 2.0, np.nan], [2.0, 2.0, 2.0], [np.nan, 2.0, 2.0]])
    first = global_nearest(problem_of(gain))
    assert first.sum() == 3.0
    assert all((global_nearest(problem_of(gain)) == first).all() for _ in range(3))


def test_a_pair_no_likelier_than_a_miss_is_a_miss() -> None:
    assert global_nearest(problem_of(np.array([[0.0, -1.0], [-np.inf, 1e-9]]))).tolist() == [0.0, 0.0, 0.0, 1.0]


def test_no_tracks_no_measurements_no_pairs() -> None:
    for shape in ((0, 3), (3, 0), (2, 2)):
        assert global_nearest(problem_of(np.full(shape, np.nan))).tolist() == []
