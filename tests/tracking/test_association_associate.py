"""The one door: three rules over the same clusters, and problems it refuses."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.tracking.association.associate import (
    SURE_PROBABILITY,
    Problem,
    Rule,
    associate,
    global_nearest,
    joint_probabilistic,
)

Array = NDArray[np.float64]
NO = np.nan
RULES: tuple[Rule, ...] = ("global_nearest", "joint_probabilistic", "mixed")

# Three clusters: a track alone with two measurements; two rivals that leave it open; two that do not.
GAIN = np.array(
    [
        [2.0, 1.5, NO, NO, NO, NO, NO],
        [NO, NO, 3.0, 2.5, NO, NO, NO],
        [NO, NO, 2.5, 3.0, NO, NO, NO],
        [NO, NO, NO, NO, 9.0, 1.0, NO],
        [NO, NO, NO, NO, 1.0, 9.0, NO],
        [NO, NO, NO, NO, NO, NO, NO],
    ]
)


def problem_of(gain: Array) -> Problem:
    track, row = np.nonzero(~np.isnan(gain))
    nothing = np.zeros(gain.shape[0])
    return Problem(track, row, gain[track, row], nothing, nothing, np.zeros(gain.shape[1]))


def test_mixed_weighs_only_where_rivals_leave_it_open() -> None:
    problem = problem_of(GAIN)
    nearest, mixed = global_nearest(problem), associate(problem, "mixed").weight
    joint, _ = joint_probabilistic(problem)
    open_ = np.isin(problem.track, [1, 2])
    assert mixed[open_].tolist() == joint[open_].tolist()
    assert mixed[~open_].tolist() == nearest[~open_].tolist()
    assert not np.isin(joint, [0.0, 1.0]).any()


def test_mixed_turns_where_the_best_joint_event_is_as_sure_as_declared() -> None:
    for slack, soft in ((1e-6, False), (-1e-6, True)):
        # Two rivals for one measurement that only the first can well have: events miss, first, second.
        odds = SURE_PROBABILITY / (1.0 - SURE_PROBABILITY)
        problem = problem_of(np.array([[np.log(1.5 * odds) + slack], [np.log(0.5)]]))
        assert (associate(problem, "mixed").weight[0] < 1.0) == soft


@pytest.mark.parametrize("rule", RULES)
def test_weights_and_misses_of_a_track_make_one(rule: Rule) -> None:
    problem = problem_of(GAIN)
    out = associate(problem, rule)
    whole = np.bincount(problem.track, out.weight, 6) + out.miss_weight
    assert whole == pytest.approx(np.ones(6), abs=1e-12)  # sums of few numbers: rounding
    assert np.bincount(problem.row, out.weight, 7).max() <= 1.0 + 1e-12
    assert (out.cluster_tracks.tolist(), out.cluster_rows.tolist()) == ([1, 2, 2, 1], [2, 2, 2, 0])


@pytest.mark.parametrize("rule", RULES)
def test_a_cluster_does_not_feel_the_others(rule: Rule) -> None:
    rng = np.random.default_rng(5)
    gain = np.full((12, 9), NO)
    gain[:4, :3], gain[4:8, 3:6], gain[8:, 6:] = rng.normal(1.0, 2.0, (3, 4, 3))
    whole = associate(problem_of(gain), rule).weight
    parts = [associate(problem_of(gain[4 * k : 4 * k + 4, 3 * k : 3 * k + 3]), rule).weight for k in range(3)]
    assert whole.tolist() == np.concatenate(parts).tolist()


def test_clusters_too_large_are_counted() -> None:
    gain = np.random.default_rng(2).normal(0.0, 1.0, (12, 12))
    outs = [associate(problem_of(gain), rule) for rule in RULES]
    assert [out.fell_back for out in outs] == [0, 1, 1]
    assert all((out.weight == outs[0].weight).all() for out in outs)


@pytest.mark.parametrize("rule", RULES)
def test_nothing_to_decide(rule: Rule) -> None:
    for shape in ((0, 0), (0, 3), (3, 0), (2, 2)):
        out = associate(problem_of(np.full(shape, NO)), rule)
        assert out.weight.shape == (0,)
        assert out.miss_weight.tolist() == [1.0] * shape[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"track": np.array([1, 0])}, "must rise"),
        ({"row": np.array([1, 1]), "track": np.array([0, 0])}, "must rise"),
        ({"track": np.array([0, 2])}, "track = 2 must be 0 to 1"),
        ({"track": np.array([-1, 0])}, "track = -1 must be 0 to 1"),
        ({"row": np.array([0, 2])}, "row = 2 must be 0 to 1"),
        ({"row": np.array([-1, 0])}, "row = -1"),
        ({"log_miss": np.array([0.0, -np.inf])}, "log_miss = -inf must be finite"),
        ({"log_clutter": np.array([np.nan, 0.0])}, "log_clutter = nan must be finite"),
        ({"log_likelihood": np.array([0.0, np.inf])}, "log_likelihood must be below infinity"),
        ({"log_likelihood": np.array([0.0, np.nan])}, "log_likelihood must be below infinity"),
    ],
)
def test_a_problem_that_is_wrong_is_refused(change: dict[str, Array], said: str) -> None:
    good = problem_of(np.array([[1.0, NO], [NO, 1.0]]))
    with pytest.raises(ModelRangeError, match=said):
        associate(good._replace(**change), "global_nearest")
