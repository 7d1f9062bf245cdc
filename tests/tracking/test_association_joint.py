"""Joint probabilistic association against a published example and every joint event by itertools."""

import math
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.tracking.association.associate import Problem, global_nearest, joint_probabilistic
from tocsin.tracking.association.joint.kernels import MOST_ROWS, MOST_TRACKS, joint_events

Array = NDArray[np.float64]


def problem_of(gain: Array) -> Problem:
    """Return a problem whose pairs (n, m) gain this over a miss; NaN is no pair."""
    track, row = np.nonzero(~np.isnan(gain))
    nothing = np.zeros(gain.shape[0])
    return Problem(track, row, gain[track, row], nothing, nothing, np.zeros(gain.shape[1]))


def by_hand(gain: Array) -> Array:
    """Return the probability (n, m) of each pair: every way to share the rows, in plain Python."""
    share, whole = np.zeros(gain.shape), 0.0
    for choice in product(range(-1, gain.shape[1]), repeat=gain.shape[0]):
        pairs = [(track, row) for track, row in enumerate(choice) if row >= 0]
        if len({row for _, row in pairs}) < len(pairs) or any(math.isnan(gain[pair]) for pair in pairs):
            continue
        likelihood = math.exp(sum(gain[pair] for pair in pairs))
        whole += likelihood
        for pair in pairs:
            share[pair] += likelihood
    return share / whole


def published(case: Mapping[str, Any]) -> tuple[Problem, Array]:
    """Return the problem of the published example, and its likelihoods."""
    matrix = np.array(case["inputs"]["likelihood_matrix_rows_0_4_cols_0_2"])
    inside = np.log(matrix[1:, 1:].T)  # of each track (2) and measurement (4)
    track, row = np.nonzero(inside < np.inf)
    problem = Problem(track, row, inside[track, row], np.log(matrix[0, 1:]), np.zeros(2), np.log(matrix[1:, 0]))
    return problem, matrix


def test_the_three_best_joint_events_are_those_published(
    oracle: Callable[[str], Mapping[str, dict[str, Any]]], validate: Callable[..., None]
) -> None:
    case = oracle("tracking.json")["jpda-matlab-likelihood"]
    problem, _ = published(case)
    gain = problem.log_likelihood - problem.log_clutter[problem.row] - problem.log_miss[problem.track]
    choice, total = joint_events(np.array([0, 4, 8]), problem.row, gain, 1000)
    assert total.shape[0] == 1 + 8 + 12  # all missed, one pair, two pairs
    best = np.argsort(-total, kind="stable")[: case["inputs"]["k_best"]]
    share = np.exp(total[best]) / np.exp(total[best]).sum()
    for rank, expected in enumerate(case["expected"]["probabilities_of_3_best_normalised"]):
        validate("tracking", case, f"probability of joint event {rank + 1}", share[rank], expected=expected)
    to_track = [0] * 4
    for track, pair in enumerate(choice[best[0]]):
        to_track[problem.row[pair]] = track + 1
    assert to_track == case["expected"]["best_assignment_det_to_track"]
    chosen = global_nearest(problem) == 1.0
    assert [(t + 1, r) for t, r in zip(problem.track[chosen], problem.row[chosen], strict=True)] == [(1, 2), (2, 3)]


def test_the_published_example_gives_each_pair_its_probability(
    oracle: Callable[[str], Mapping[str, dict[str, Any]]],
) -> None:
    problem, matrix = published(oracle("tracking.json")["jpda-matlab-likelihood"])
    gain = np.log(matrix[1:, 1:] / matrix[1:, :1] / matrix[:1, 1:]).T
    weight, _ = joint_probabilistic(problem)
    assert weight == pytest.approx(by_hand(gain)[problem.track, problem.row], abs=1e-12)  # 21 events: rounding


@pytest.mark.parametrize("seed", range(30))
def test_each_pair_has_its_share_of_all_joint_events(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gain = rng.normal(0.0, 3.0, (rng.integers(1, 5), rng.integers(1, 6)))
    gain[rng.uniform(size=gain.shape) < rng.uniform(0.0, 0.7)] = np.nan
    weight, fell_back = joint_probabilistic(problem_of(gain))
    assert weight == pytest.approx(by_hand(gain)[~np.isnan(gain)], abs=1e-12)  # at most 1,045 events: rounding
    assert not fell_back.any()


def test_odds_beyond_the_range_of_floats_are_weighed() -> None:
    gain = np.array([[2000.0, 1999.0], [2001.0, -5000.0]])
    weight, _ = joint_probabilistic(problem_of(gain))
    share = 1.0 / (1.0 + math.exp(2001.0 - 4000.0))  # track 0 on row 1 and track 1 on row 0 beat all others
    assert weight.tolist() == pytest.approx([1.0 - share, share, share, 0.0], abs=1e-12)
    sure, _ = joint_probabilistic(problem_of(np.array([[3000.0]])))
    assert sure.tolist() == [1.0]


def test_what_cannot_be_has_no_share() -> None:
    weight, _ = joint_probabilistic(problem_of(np.array([[-np.inf, 1.0], [0.0, -np.inf]])))
    assert weight.tolist() == pytest.approx([0.0, math.e / (1 + math.e), 0.5, 0.0])


@pytest.mark.parametrize(
    ("tracks", "rows", "most_events"),
    [(MOST_TRACKS + 1, 2, 10**6), (2, MOST_ROWS + 1, 10**6), (2, 2, 6), (7, 7, 20000)],
)
def test_a_cluster_too_large_takes_the_nearest_and_says_so(tracks: int, rows: int, most_events: int) -> None:
    gain = np.random.default_rng(1).normal(2.0, 1.0, (tracks, rows))
    alone = np.full((tracks + 1, rows + 1), np.nan)
    alone[:-1, :-1], alone[-1, -1] = gain, 0.0  # a second cluster, of one pair, is weighed all the same
    weight, fell_back = joint_probabilistic(problem_of(alone), most_events)
    assert fell_back.tolist() == [True, False]
    assert weight[:-1].tolist() == global_nearest(problem_of(gain)).tolist()
    assert weight[-1] == 0.5


def test_a_cluster_of_just_so_many_events_is_weighed() -> None:
    gain = np.zeros((2, 2))  # 7 joint events: none, four of one pair, two of two
    weight, fell_back = joint_probabilistic(problem_of(gain), 7)
    assert weight.tolist() == pytest.approx([2 / 7] * 4)
    assert not fell_back.any()


def test_measurements_of_the_largest_mask_are_told_apart() -> None:
    gain = np.full((2, MOST_ROWS), np.nan)
    gain[0] = gain[1] = 0.0
    weight, fell_back = joint_probabilistic(problem_of(gain), 10**4)
    assert not fell_back.any()
    events = 1 + 2 * MOST_ROWS + MOST_ROWS * (MOST_ROWS - 1)
    assert weight == pytest.approx(np.full(2 * MOST_ROWS, MOST_ROWS / events))
