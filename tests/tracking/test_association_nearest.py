"""The likeliest pairing, against every pairing, scipy, and Stone Soup on random scenes."""

from datetime import datetime
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.stats import chi2, multivariate_normal

from tocsin.tracking.association.associate import Problem, global_nearest

Array = NDArray[np.float64]
PD, PG = 0.9, 0.99
BEGIN = datetime(2030, 1, 1)  # noqa: DTZ001  (Stone Soup takes times without a zone)


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


class Scene(NamedTuple):
    """Tracks of the plane a second ago, and what is measured now."""

    means: Array  # (n, 4) x, u, y, v
    covariance: Array  # (4, 4), of each
    rows: Array  # (m, 2)
    noise: Array  # (2, 2)
    clutter: float  # false measurements per unit of area


def scene(seed: int, count: int) -> Scene:
    """Return count bodies so close that gates overlap, some of them missed, and clutter."""
    rng = np.random.default_rng(seed)
    side = 12.0 * np.sqrt(count)
    means = np.column_stack([rng.uniform(0, side, count), rng.normal(size=count)] * 2)[:, [0, 1, 2, 3]]
    means[:, 2] = rng.uniform(0, side, count)
    truth = means[:, [0, 2]] + means[:, [1, 3]] + rng.normal(0.0, 2.5, (count, 2))
    seen = truth[rng.uniform(size=count) < PD] + rng.normal(
        0.0, 1.0, (np.count_nonzero(rng.uniform(size=1)) * 0 + 2,)
    )
    clutter = 0.002
    false = rng.uniform(-5.0, side + 5.0, (rng.poisson(clutter * (side + 10.0) ** 2), 2))
    return Scene(means, np.diag([4.0, 1.0, 4.0, 1.0]), np.concatenate([seen, false]), np.eye(2), clutter)


def own_problem(made: Scene) -> Problem:
    """Return the same scene as a problem, by a filter written out here."""
    F = np.kron(np.eye(2), np.array([[1.0, 1.0], [0.0, 1.0]]))
    H = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    S = H @ (F @ made.covariance @ F.T) @ H.T + made.noise
    error = made.rows[None] - (made.means @ F.T @ H.T)[:, None]
    chi2_of = np.einsum("nmi,ij,nmj->nm", error, np.linalg.inv(S), error)
    track, row = np.nonzero(chi2_of <= chi2.ppf(PG, 2))
    density = multivariate_normal(np.zeros(2), S).logpdf(error[track, row])
    n, m = made.means.shape[0], made.rows.shape[0]
    miss, detect, clutter = np.log(1.0 - PD * PG), np.log(PD), np.log(made.clutter)
    return Problem(track, row, np.atleast_1d(density), np.full(n, miss), np.full(n, detect), np.full(m, clutter))
