"""Stone Soup on the measurements of ``benchmarks.tracking``: with our transition, so that its cost is its own."""

import datetime
import math
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from stonesoup.base import Property
from stonesoup.buffered_generator import BufferedGenerator
from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
from stonesoup.dataassociator.tree import DetectionKDTreeMixIn
from stonesoup.deleter.time import UpdateTimeStepsDeleter
from stonesoup.hypothesiser.distance import DistanceHypothesiser
from stonesoup.initiator.simple import SimpleMeasurementInitiator
from stonesoup.measures import Mahalanobis
from stonesoup.models.base import GaussianModel
from stonesoup.models.transition.base import TransitionModel
from stonesoup.predictor.kalman import ExtendedKalmanPredictor
from stonesoup.reader.base import DetectionReader
from stonesoup.tracker.simple import MultiTargetTracker
from stonesoup.types.array import StateVector
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import ExtendedKalmanUpdater

from tocsin.tracking.dynamics.kernels import step_with_partials
from tocsin.tracking.filter.kernels import COAST, process_noise
from tocsin.tracking.stone_soup import IN_TURN, START, MeasurementReader
from tocsin.tracking.table.kernels import FIRST_VELOCITY_SD_M_S, GATES

Array = NDArray[np.float64]

BACK = np.argsort(IN_TURN)
NEAR_M = 60e3  # how near in range (and angle) the k-d tree looks: what a body flies in a scan, and the beam


class Coast(TransitionModel, GaussianModel):
    """Our coasting step and its partials, as a transition model of Stone Soup."""

    @property
    def ndim_state(self) -> int:
        """Return how many numbers a state has."""
        return 6

    def step(self, state: Any, time_interval: datetime.timedelta) -> tuple[Array, Array]:
        """Return the state one step on and its partials."""
        x = np.concatenate((np.asarray(state.state_vector, dtype=np.float64).ravel()[BACK], (1.0, 0.0, 0.0)))
        return step_with_partials(x, time_interval.total_seconds(), True, 0.0)

    def function(self, state: Any, noise: bool = False, **kwargs: Any) -> Any:
        """Return the state a scan later."""
        return StateVector(self.step(state, kwargs["time_interval"])[0][:6][IN_TURN])

    def jacobian(self, state: Any, **kwargs: Any) -> Array:
        """Return its partials."""
        return self.step(state, kwargs["time_interval"])[1][np.ix_(IN_TURN, IN_TURN)]

    def covar(self, **kwargs: Any) -> Array:
        """Return the noise that a scan's time adds."""
        return process_noise(COAST, kwargs["time_interval"].total_seconds())[np.ix_(IN_TURN, IN_TURN)]


class TreeGNN(DetectionKDTreeMixIn, GNNWith2DAssignment):
    """Its global nearest neighbour on pairs that its k-d tree finds."""


class Ready(DetectionReader):
    """Detections made beforehand, so that making them is not timed."""

    scans: list[Any] = Property(doc="Time and detections")

    @BufferedGenerator.generator_method
    def detections_gen(self) -> Any:
        """Yield them."""
        yield from self.scans


def stone_soup(measurements: NDArray[np.void], with_tree: bool) -> tuple[float, list[Array]]:
    """Return the processor time of a whole run, s, and the states (n, 6) after each scan."""
    ready = Ready(list(MeasurementReader(measurements)))
    updater = ExtendedKalmanUpdater(None)
    predictor = ExtendedKalmanPredictor(Coast())
    hypothesiser = DistanceHypothesiser(predictor, updater, Mahalanobis(), missed_distance=math.sqrt(GATES[3]))
    associator = GNNWith2DAssignment(hypothesiser)
    if with_tree:
        associator = TreeGNN(hypothesiser, predictor, updater, max_distance=NEAR_M)
    prior = GaussianState(np.zeros((6, 1)), np.diag([0.0, FIRST_VELOCITY_SD_M_S**2] * 3), timestamp=START)
    tracker = MultiTargetTracker(
        SimpleMeasurementInitiator(prior), UpdateTimeStepsDeleter(4), ready, associator, updater
    )
    found = []
    started_s = time.process_time()
    for _, tracks in tracker:
        found.append([track.state_vector for track in tracks])
    spent_s = time.process_time() - started_s
    return spent_s, [np.array(states, dtype=np.float64).reshape(-1, 6)[:, BACK] for states in found]
