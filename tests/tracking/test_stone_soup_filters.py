"""Our extended and unscented filters against Stone Soup's, given the same step, noise and sight frame."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from stonesoup.base import Property
from stonesoup.models.measurement.nonlinear import (
    CartesianToElevationBearingRange,
    CartesianToElevationBearingRangeRate,
)
from stonesoup.models.transition.base import TransitionModel
from stonesoup.predictor.kalman import ExtendedKalmanPredictor, UnscentedKalmanPredictor
from stonesoup.types.array import CovarianceMatrix, StateVector, StateVectors
from stonesoup.types.detection import Detection
from stonesoup.types.hypothesis import SingleHypothesis
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import ExtendedKalmanUpdater, UnscentedKalmanUpdater

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.dynamics.kernels import step_with_partials
from tocsin.tracking.filter.kernels import BOOST, COAST, MANOEUVRE, fade_rate, live, predict_mode, process_noise
from tocsin.tracking.sight.kernels import rows_of, sight_axes
from tocsin.tracking.table.kernels import updated
from tocsin.tracking.unscented.kernels import predict_mode_unscented

Array = NDArray[np.float64]

START = datetime(2000, 1, 1)  # noqa: DTZ001  Stone Soup takes times without a zone
STATION = np.array(ecef_from_lla(0.5, 0.3, 200.0))
AXES = enu_axes(0.5, 0.3)
UPDATES = 60
DT_S = 0.25  # s: one step of ours, wherever in the air
SD = np.array([0.8e-3, 1.2e-3, 15.0, 2.0])  # azimuth, elevation (rad), range (m), range rate (m/s)
AGREE = 1e-6  # of a standard deviation; both carry the 1e-9 m of Earth-sized coordinates through 60 updates


class Step(TransitionModel):
    """One step of one mode, as Stone Soup takes a transition: its own lines, our step, partials and noise."""

    mode: int = Property(doc="One of ours.")

    ndim_state = property(lambda self: live(self.mode))

    def step(self, vector: Array, time_interval: timedelta) -> tuple[Array, Array]:
        x = np.zeros(9)
        x[: self.ndim_state] = np.asarray(vector, dtype=float).ravel()
        return step_with_partials(x, time_interval.total_seconds(), self.mode == COAST, fade_rate(self.mode))

    def function(self, state: Any, noise: bool = False, time_interval: timedelta = START - START, **_: Any) -> Any:
        vectors = np.asarray(state.state_vector, dtype=float)
        moved = np.array([self.step(column, time_interval)[0][: self.ndim_state] for column in vectors.T]).T
        return StateVectors(moved) if vectors.shape[1] > 1 else StateVector(moved)

    def jacobian(self, state: Any, time_interval: timedelta = START - START, **_: Any) -> Array:
        return self.step(state.state_vector, time_interval)[1][: self.ndim_state, : self.ndim_state]

    def covar(self, time_interval: timedelta = START - START, **_: Any) -> CovarianceMatrix:
        noise = process_noise(self.mode, time_interval.total_seconds())
        return CovarianceMatrix(noise[: self.ndim_state, : self.ndim_state])

    def pdf(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError

    def rvs(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError


class ExactRange(CartesianToElevationBearingRange):
    """Stone Soup's model without range rate, with the partials of its model with it.

    By itself it takes differences, good to 1e-6: the partials it has in closed form are wanted here.
    """

    def jacobian(self, state: Any, **_: Any) -> Array:
        places = {"mapping": self.mapping, "velocity_mapping": (3, 4, 5), "ndim_state": self.ndim_state}
        offsets = {"translation_offset": self.translation_offset, "rotation_offset": self.rotation_offset}
        whole = CartesianToElevationBearingRangeRate(noise_covar=np.eye(4), **places, **offsets)
        return np.asarray(whole.jacobian(state))[:3]


def turned_by(frame: Array) -> StateVector:
    """Return Stone Soup's roll, pitch and yaw of a right-handed frame (rows), rotated by yaw, pitch, then roll."""
    yaw, pitch = math.atan2(frame[0, 1], frame[0, 0]), math.asin(frame[0, 2])
    roll = math.atan2(frame[1, 2], frame[2, 2])
    return StateVector([[roll], [pitch], [yaw]])


def looking(row: Array, size: int, has_rate: bool) -> Any:
    """Return Stone Soup's measurement model in the sight frame; its bearing grows to the left, ours to the right."""
    axes = sight_axes(row[:3], AXES[2])
    told = {
        "ndim_state": size,
        "mapping": (0, 1, 2),
        "noise_covar": np.diag(row[[6, 5, 7, 8]][: 4 if has_rate else 3] ** 2),
        "translation_offset": StateVector(STATION),
        "rotation_offset": turned_by(np.array([axes[0], -axes[1], axes[2]])),
    }
    if has_rate:
        return CartesianToElevationBearingRangeRate(velocity_mapping=(3, 4, 5), **told)
    return ExactRange(**told)


def first(mode: int, altitude_m: float) -> tuple[Array, Array]:
    place = STATION + np.array([8e4, 3e5, altitude_m]) @ AXES
    velocity = np.array([300.0, 2200.0, -800.0]) @ AXES
    parameters = [1.2, 0.0, 0.0] if mode == COAST else [12.0, -8.0, 20.0]
    x = np.concatenate([place, velocity, parameters])
    doubt = [0.3, 0.0, 0.0] if mode == COAST else [12.0] * 3
    root = np.diag([200.0] * 3 + [30.0] * 3 + doubt)
    mixing = np.eye(9) + 0.3 * np.random.default_rng(9).standard_normal((9, 9))
    size = live(mode)
    P = np.zeros((9, 9))
    P[:size, :size] = (root @ mixing @ mixing.T @ root)[:size, :size]
    return x, P


def seen_of(truth: Array, rng: np.random.Generator, has_rate: bool) -> Array:
    """Return a row of what a radar would measure of a state, errors and all."""
    enu = AXES @ (truth[:3] - STATION)
    span = float(np.linalg.norm(enu))
    rate = enu @ (AXES @ truth[3:6]) / span
    z = np.array([math.atan2(enu[0], enu[1]), math.asin(enu[2] / span), span, rate]) + SD * rng.standard_normal(4)
    sd = SD.copy()
    sd[3] = SD[3] if has_rate else 0.0
    return rows_of(z[:1], z[1:2], z[2:3], z[3:], sd[None], AXES)[0]


def apart(x: Array, P: Array, theirs: Any) -> float:
    """Return the largest difference of state and covariance in standard deviations and their products."""
    size = theirs.state_vector.shape[0]
    root = np.sqrt(np.diag(P)[:size])
    off = np.abs(x[:size] - np.asarray(theirs.state_vector, dtype=float).ravel()) / root
    wide = np.abs(P[:size, :size] - np.asarray(theirs.covar, dtype=float)) / np.outer(root, root)
    return float(max(off.max(), wide.max()))


FILTERS: dict[str, tuple[Callable[[Any], Any], Any, dict[str, float]]] = {
    "ekf": (ExtendedKalmanPredictor, ExtendedKalmanUpdater, {}),
    "ukf": (UnscentedKalmanPredictor, UnscentedKalmanUpdater, {"alpha": 0.5, "beta": 2.0}),  # kappa: 3 - n
}


@pytest.mark.parametrize("has_rate", [False, True])
@pytest.mark.parametrize("mode", [COAST, BOOST, MANOEUVRE])
@pytest.mark.parametrize("name", FILTERS)
def test_state_and_covariance_are_stone_soup_s(name: str, mode: int, has_rate: bool) -> None:
    rng = np.random.default_rng(11)
    (x, P), is_unscented = first(mode, 6e4), name == "ukf"
    truth = x + np.linalg.cholesky(P + 1e-12 * np.eye(9)) @ rng.standard_normal(9)
    predictor, updater, knobs = FILTERS[name]
    predictor, updater = predictor(Step(mode), **knobs), updater(None, **knobs)
    size, now = live(mode), START
    theirs = GaussianState(StateVector(x[:size]), CovarianceMatrix(P[:size, :size]), timestamp=now)
    for _ in range(UPDATES):
        truth, _ = step_with_partials(truth, DT_S, mode == COAST, fade_rate(mode))
        row = seen_of(truth, rng, has_rate)
        now = now + timedelta(seconds=DT_S)
        prediction = predictor.predict(theirs, timestamp=now)
        x, P = predict_mode_unscented(x, P, DT_S, mode) if is_unscented else predict_mode(x, P, DT_S, mode)
        assert apart(x, P, prediction) < AGREE
        z = StateVector([0.0, 0.0, row[3], row[4]][: 4 if has_rate else 3])
        seen = Detection(z, timestamp=now, measurement_model=looking(row, size, has_rate))
        theirs = updater.update(SingleHypothesis(prediction, seen))
        x, P, _, _ = updated(x, P, STATION, AXES[2], row, mode, is_unscented)
        assert apart(x, P, theirs) < AGREE
    off = x[:3] - truth[:3]
    assert off @ np.linalg.solve(P[:3, :3], off) < 16.3  # both follow the body: chi-square of 3 at 0.999


@pytest.mark.parametrize("has_rate", [False, True])
@pytest.mark.parametrize("name", FILTERS)
def test_likelihood_is_that_of_stone_soup_s_measurement_prediction(name: str, has_rate: bool) -> None:
    rng = np.random.default_rng(12)
    x, P = first(BOOST, 6e4)
    row = seen_of(x + np.linalg.cholesky(P) @ rng.standard_normal(9), rng, has_rate)
    _, _, distance, log_likelihood = updated(x, P, STATION, AXES[2], row, BOOST, name == "ukf")
    _, updater, knobs = FILTERS[name]
    prediction = GaussianState(StateVector(x), CovarianceMatrix(P), timestamp=START)
    model = looking(row, 9, has_rate)
    view = updater(None, **knobs).predict_measurement(prediction, measurement_model=model)
    z = np.array([0.0, 0.0, row[3], row[4]][: 4 if has_rate else 3])
    S, off = np.asarray(view.covar, dtype=float), z - np.asarray(view.state_vector, dtype=float).ravel()
    chi = off @ np.linalg.solve(S, off)
    assert distance == pytest.approx(chi, rel=AGREE)
    assert log_likelihood == pytest.approx(-0.5 * (chi + np.linalg.slogdet(2.0 * math.pi * S)[1]), rel=AGREE)
