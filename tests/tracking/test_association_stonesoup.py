"""The same random scenes associated by us and by Stone Soup 1.9.1, whose own filter and gates it uses.

Its ``PDAHypothesiser`` gives a miss 1 - Pd Pg and a measurement inside the gate Pd N(z; zhat, S) / clutter density,
each divided by their sum over the track.  ``GNNWith2DAssignment`` over these maximises the *sum of probabilities* of
a pairing, not its likelihood (the product): the same assignment problem with other numbers.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2, multivariate_normal
from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
from stonesoup.dataassociator.probability import JPDA
from stonesoup.hypothesiser.distance import DistanceHypothesiser
from stonesoup.hypothesiser.probability import PDAHypothesiser
from stonesoup.measures import SquaredMahalanobis
from stonesoup.models.measurement.linear import LinearGaussian
from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
from stonesoup.predictor.kalman import KalmanPredictor
from stonesoup.types.detection import Detection
from stonesoup.types.hypothesis import SingleDistanceHypothesis
from stonesoup.types.multihypothesis import MultipleHypothesis
from stonesoup.types.state import GaussianState
from stonesoup.types.track import Track
from stonesoup.updater.kalman import KalmanUpdater

from tocsin.tracking.association.associate import Problem, global_nearest, joint_probabilistic

Array = NDArray[np.float64]
PD, PG, CLUTTER = 0.9, 0.99, 0.002  # probability, probability, false measurements per unit of area
MISSED_DISTANCE = 3.0  # squared Mahalanobis distance that a miss costs in Stone Soup's plainest rule
BEGIN = datetime(2030, 1, 1)  # noqa: DTZ001  (Stone Soup's times carry no zone)
LATER = BEGIN + timedelta(seconds=1)
NOISE = 0.5  # of acceleration, units^2/s^3
F = np.kron(np.eye(2), np.array([[1.0, 1.0], [0.0, 1.0]]))
Q = NOISE * np.kron(np.eye(2), np.array([[1 / 3, 1 / 2], [1 / 2, 1.0]]))
H = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
P = np.diag([4.0, 1.0, 4.0, 1.0])


class Scene(NamedTuple):
    """Tracks in the plane a second ago (n, 4: x, u, y, v), and the rows (m, 2) measured now."""

    means: Array
    rows: Array


def scene(seed: int, count: int, spacing: float) -> Scene:
    """Return bodies so close that gates overlap, some of them missed, and clutter."""
    rng = np.random.default_rng(seed)
    side = spacing * np.sqrt(count)
    place, speed = rng.uniform(0.0, side, (count, 2)), rng.normal(size=(count, 2))
    means = np.stack([place, speed], axis=2).reshape(count, 4)
    now = place + speed + rng.normal(0.0, 2.3, (count, 2))
    seen = now[rng.uniform(size=count) < PD]
    false = rng.uniform(-5.0, side + 5.0, (rng.poisson(CLUTTER * (side + 10.0) ** 2), 2))
    return Scene(means, np.concatenate([seen + rng.normal(size=seen.shape), false]))


def own_problem(made: Scene) -> tuple[Problem, Array]:
    """Return a scene as a problem, by a filter written out here, and the squared distance of each pair."""
    S = H @ (F @ P @ F.T + Q) @ H.T + np.eye(2)
    error = made.rows[None] - (made.means @ F.T @ H.T)[:, None]
    distance2 = np.einsum("nmi,ij,nmj->nm", error, np.linalg.inv(S), error)
    track, row = np.nonzero(distance2 <= chi2.ppf(PG, 2))
    density = np.atleast_1d(multivariate_normal(np.zeros(2), S).logpdf(error[track, row]))
    each = np.ones(made.means.shape[0])
    miss, detect = np.log(1.0 - PD * PG) * each, np.log(PD) * each
    return Problem(track, row, density, miss, detect, np.full(made.rows.shape[0], np.log(CLUTTER))), distance2


def stone_soup(made: Scene) -> tuple[list[Any], list[Any], Any, Any]:
    """Return Stone Soup's tracks, detections, predictor and updater for a scene."""
    model = LinearGaussian(4, (0, 2), np.eye(2))
    tracks = [Track([GaussianState(mean, P, timestamp=BEGIN)]) for mean in made.means]
    detections = [Detection(row, timestamp=LATER, measurement_model=model) for row in made.rows]
    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(NOISE), ConstantVelocity(NOISE)])
    return tracks, detections, KalmanPredictor(motion), KalmanUpdater(model)


def pda(predictor: Any, updater: Any) -> Any:

    return PDAHypothesiser(predictor, updater, CLUTTER, prob_detect=PD, prob_gate=PG)


def pairs_of_stone_soup(made: Scene, hypothesiser_of: Callable[[Any, Any], Any]) -> set[tuple[int, int]]:

    tracks, detections, *filter_ = stone_soup(made)
    found = GNNWith2DAssignment(hypothesiser_of(*filter_)).associate(set(tracks), detections, LATER)
    order = {id(detection): index for index, detection in enumerate(detections)}
    number = {id(track): index for index, track in enumerate(tracks)}
    return {(number[id(track)], order[id(one.measurement)]) for track, one in found.items() if one}


def own_pairs(problem: Problem) -> set[tuple[int, int]]:
    chosen = global_nearest(problem) == 1.0
    return set(zip(problem.track[chosen].tolist(), problem.row[chosen].tolist(), strict=True))


def probabilities(problem: Problem) -> Problem:
    """Return the problem in which likelihoods are each track's own probabilities: what Stone Soup sums."""
    n, m = problem.log_miss.shape[0], problem.log_clutter.shape[0]
    ratio = np.exp(problem.log_detect[problem.track] + problem.log_likelihood - problem.log_clutter[problem.row])
    whole = np.exp(problem.log_miss) + np.bincount(problem.track, ratio, n)
    miss = np.exp(problem.log_miss) / whole
    return Problem(problem.track, problem.row, ratio / whole[problem.track], miss, np.zeros(n), np.zeros(m))


def in_logarithms(predictor: Any, updater: Any) -> Any:
    """Return Stone Soup's ``PDAHypothesiser`` with minus the logarithm of each probability as a distance."""

    class InLogarithms:
        inner = pda(predictor, updater)

        def hypothesise(self, *args: Any, **kwargs: Any) -> Any:
            return MultipleHypothesis(
                [
                    SingleDistanceHypothesis(
                        one.prediction, one.measurement, -one.probability.log_value, one.measurement_prediction
                    )
                    for one in self.inner.hypothesise(*args, **kwargs)
                ]
            )

    return InLogarithms()


def plain_distance(predictor: Any, updater: Any) -> Any:

    return DistanceHypothesiser(predictor, updater, SquaredMahalanobis(), missed_distance=MISSED_DISTANCE)


SCENES = [(seed, 5 + 2 * seed) for seed in range(5)] + [
    pytest.param(seed, 5 + 2 * seed, marks=pytest.mark.slow) for seed in range(5, 28)
]


@pytest.mark.parametrize(("seed", "count"), SCENES)
def test_the_likeliest_pairing_is_that_of_stone_soup(seed: int, count: int) -> None:
    made = scene(seed, count, 8.0)
    problem, _ = own_problem(made)
    ours = own_pairs(problem)
    assert ours == pairs_of_stone_soup(made, in_logarithms)
    assert len(ours) < problem.track.size  # there was a choice


@pytest.mark.parametrize(("seed", "count"), SCENES)
def test_over_its_own_probabilities_stone_soup_assigns_as_we_do(seed: int, count: int) -> None:
    made = scene(seed, count, 8.0)
    assert own_pairs(probabilities(own_problem(made)[0])) == pairs_of_stone_soup(made, pda)


@pytest.mark.parametrize(("seed", "count"), SCENES)
def test_over_plain_distances_stone_soup_assigns_as_we_do(seed: int, count: int) -> None:
    made = scene(seed, count, 8.0)
    problem, distance2 = own_problem(made)
    track, row = np.nonzero(distance2 < MISSED_DISTANCE)
    miss = np.full(problem.log_miss.shape, -0.5 * MISSED_DISTANCE)
    none, no_clutter = np.zeros_like(miss), np.zeros_like(problem.log_clutter)
    assert own_pairs(
        Problem(track, row, -0.5 * distance2[track, row], miss, none, no_clutter)
    ) == pairs_of_stone_soup(made, plain_distance)


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 30))])
def test_joint_probabilities_are_those_of_stone_soup(seed: int) -> None:

    made = scene(100 + seed, 2 + seed % 4, 4.0)
    problem, _ = own_problem(made)
    weight, fell_back = joint_probabilistic(problem)
    tracks, detections, *filter_ = stone_soup(made)
    found = JPDA(pda(*filter_)).associate(set(tracks), detections, LATER)
    expected = np.zeros(problem.track.shape[0])
    for pair, (track, row) in enumerate(zip(problem.track, problem.row, strict=True)):
        expected[pair] = float(found[tracks[track]][detections[row]].probability)
    assert not fell_back.any()
    assert weight == pytest.approx(expected, abs=1e-9)  # sums of at most some thousand events
    for number, track in enumerate(tracks):
        missed = sum(float(one.probability) for one in found[track] if not one)
        assert 1.0 - weight[problem.track == number].sum() == pytest.approx(missed, abs=1e-9)
