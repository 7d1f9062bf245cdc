"""Stone Soup reads our measurements and we read its detections; one of its trackers follows a body on them."""

import datetime
import math
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray
from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
from stonesoup.deleter.time import UpdateTimeStepsDeleter
from stonesoup.hypothesiser.distance import DistanceHypothesiser
from stonesoup.initiator.simple import SimpleMeasurementInitiator
from stonesoup.measures import Mahalanobis
from stonesoup.models.measurement.nonlinear import CartesianToBearingRange, CartesianToElevationBearingRange
from stonesoup.models.transition.linear import (
    CombinedLinearGaussianTransitionModel,
    ConstantVelocity,
)
from stonesoup.predictor.kalman import KalmanPredictor
from stonesoup.tracker.simple import MultiTargetTracker
from stonesoup.types.array import StateVector
from stonesoup.types.detection import Detection
from stonesoup.types.state import GaussianState, State
from stonesoup.updater.kalman import ExtendedKalmanUpdater

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError
from tocsin.tracking.feed import ESTIMATE, MEASUREMENT, from_radar
from tocsin.tracking.stone_soup import IN_TURN, START, MeasurementReader, measurements_of, stone_soup_tracks

Array = NDArray[np.float64]

PLACES = [(0.0, 0.0, 0.0), (0.5, 0.3, 100.0), (-1.2, -2.9, 2000.0), (1.5, 3.0, -50.0), (0.7, math.pi, 0.0)]


def looked_at(lat_rad: float, lon_rad: float, alt_m: float, states: Array) -> NDArray[np.void]:
    """Return exact measurements of states (n, 6), worked out without the adapter."""
    axes = enu_axes(lat_rad, lon_rad)
    line = states[:, :3] - np.array(ecef_from_lla(lat_rad, lon_rad, alt_m))
    east, north, up = axes @ line.T
    rows = np.zeros(len(states), dtype=MEASUREMENT)
    rows["sensor"], rows["time_ms"] = "north", 2500
    rows["station_lat_rad"], rows["station_lon_rad"], rows["station_alt_m"] = lat_rad, lon_rad, alt_m
    rows["azimuth_rad"] = np.arctan2(east, north) % (2.0 * math.pi)
    rows["elevation_rad"] = np.arctan2(up, np.hypot(east, north))
    rows["range_m"] = np.linalg.norm(line, axis=1)
    rows["range_rate_m_s"] = (line * states[:, 3:]).sum(axis=1) / rows["range_m"]
    rows["sigma_azimuth_rad"], rows["sigma_elevation_rad"] = 1e-3, 2e-3
    rows["sigma_range_m"], rows["sigma_range_rate_m_s"] = 30.0, 4.0
    return rows


def around(lat_rad: float, lon_rad: float, alt_m: float) -> Array:
    rng = np.random.default_rng(1)
    offset = rng.uniform(-3e5, 3e5, (8, 3)) + np.array([0.0, 0.0, 3.5e5])
    place = np.array(ecef_from_lla(lat_rad, lon_rad, alt_m)) + offset @ enu_axes(lat_rad, lon_rad)
    return np.concatenate((place, rng.normal(0.0, 2e3, (8, 3))), axis=1)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("known", [2, 3, 4])
def test_the_model_of_a_detection_gives_the_numbers_measured(place: tuple[float, float, float], known: int) -> None:
    states = around(*place)
    rows = looked_at(*place, states)
    if known < 4:
        rows["range_rate_m_s"] = math.nan
    if known < 3:
        rows["range_m"] = math.nan
    [(time, detections)] = list(MeasurementReader(rows))
    assert time == START + datetime.timedelta(seconds=2.5)
    assert len(detections) == 8
    for detection in detections:
        model = detection.measurement_model
        given = np.asarray(detection.state_vector, dtype=np.float64).ravel()
        off = []
        for state in states:
            expected = model.function(State(StateVector(state[IN_TURN])), noise=False) - detection.state_vector
            off.append(np.abs(np.asarray(expected, dtype=np.float64).ravel()))
        nearest = min(off, key=lambda each: each[0])
        # Angles to 1e-9 rad is 0.5 mm at 500 km; ECEF coordinates of 6e6 m hold 1e-9 m.
        assert given.size == known
        assert nearest == pytest.approx(np.zeros(known), abs=1e-7)
        assert nearest[:2] == pytest.approx([0.0, 0.0], abs=1e-11)
        assert np.sqrt(np.diag(model.noise_covar)) == pytest.approx([2e-3, 1e-3, 30.0, 4.0][:known])


@pytest.mark.parametrize("place", PLACES)
def test_measurements_survive_the_way_there_and_back(place: tuple[float, float, float]) -> None:
    rows = looked_at(*place, around(*place))
    rows["range_rate_m_s"][:4] = rows["sigma_range_rate_m_s"][:4] = math.nan
    rows["range_m"][:2] = rows["sigma_range_m"][:2] = math.nan
    back = measurements_of(MeasurementReader(rows))
    order = np.lexsort((rows["azimuth_rad"], rows["range_m"]))
    for name in MEASUREMENT.names:
        if name in ("time_ms", "sensor"):
            assert np.array_equal(back[name], rows[name][order])
        else:  # the station goes there as ECEF, and comes back to 1e-9 m, 1e-15 rad
            turned = (back[name] - rows[name][order] + math.pi) % (2.0 * math.pi) - math.pi
            off = turned if name.endswith("lon_rad") else back[name] - rows[name][order]
            assert np.nanmax(np.abs(off)) < (1e-6 if name.endswith(("_m", "_s")) else 1e-12), name
            assert np.array_equal(np.isnan(back[name]), np.isnan(rows[name][order]))


def test_two_sensors_at_one_time_are_two_scans() -> None:
    rows = np.concatenate([looked_at(*PLACES[1], around(*PLACES[1])), looked_at(*PLACES[2], around(*PLACES[2]))])
    rows["sensor"][8:] = "south"
    scans = list(MeasurementReader(rows, datetime.datetime(2020, 1, 1)))  # noqa: DTZ001, Stone Soup's users do
    assert [len(detections) for _, detections in scans] == [8, 8]
    assert scans[0][0] == scans[1][0] == datetime.datetime(2020, 1, 1, 0, 0, 2, 500_000)  # noqa: DTZ001


def detection(model: object, count: int = 3) -> Detection:
    return Detection(StateVector(np.full(count, 0.1)), timestamp=START, measurement_model=model)


def model(station: tuple[float, float, float], turn: tuple[float, float, float]) -> CartesianToElevationBearingRange:
    return CartesianToElevationBearingRange(
        6, (0, 2, 4), np.eye(3), translation_offset=StateVector(station), rotation_offset=StateVector(turn)
    )


def test_detections_of_other_makes_are_refused() -> None:
    flat = CartesianToBearingRange(6, (0, 2), np.eye(2))
    for bad, words in (
        (detection(flat, 2), "CartesianToBearingRange must be one of"),
        (detection(model((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))), "must be a place in ECEF"),
        (detection(model((8e6, 0.0, 0.0), (0.0, 0.0, 0.0))), "within 100 km"),
        (detection(model((6378137.0, 0.0, 0.0), (0.0, 0.0, 0.0))), "keep the third axis upright"),
    ):
        with pytest.raises(ModelRangeError, match=words):
            measurements_of([(START, {bad})])


def test_tracks_become_gaussian_states_in_turn() -> None:
    tracks = np.zeros(3, dtype=ESTIMATE)
    tracks["number"], tracks["time_ms"] = [4, 7, 4], [2000, 1000, 1000]
    tracks["x"] = np.arange(18.0).reshape(3, 6)
    tracks["P"] = np.diag(np.arange(1.0, 7.0))
    made = {track.id: track for track in stone_soup_tracks(tracks)}
    assert set(made) == {"4", "7"}
    assert [state.timestamp.second for state in made["4"]] == [1, 2]
    assert made["4"][-1].state_vector.ravel().tolist() == [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]
    assert np.diag(made["7"][0].covar).tolist() == [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]


def test_a_stone_soup_tracker_follows_two_bodies_on_our_measurements(bench: ModuleType) -> None:
    """Real use: its reader, initiator, associator, predictor and updater, on two bodies level over the radar."""
    rng = np.random.default_rng(3)
    starts = np.stack(
        [bench.body(-1e5, 2e5, 2e5, (300.0, 200.0, 0.0)), bench.body(1e5, 2e5, 2e5, (-300.0, 200.0, 0.0))]
    )
    parts, truth = [], {}
    for time_ms in range(0, 60_000, 2000):
        states = starts.copy()
        states[:, :3] += 1e-3 * time_ms * states[:, 3:]
        scan = bench.measured(time_ms, states, rng)
        parts.append(from_radar(bench.radar(), scan._replace(range_rate_m_s=np.full(2, math.nan))))
        truth[START + datetime.timedelta(milliseconds=time_ms)] = states
    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(1.0)] * 3)
    updater = ExtendedKalmanUpdater(None)
    hypothesiser = DistanceHypothesiser(KalmanPredictor(motion), updater, Mahalanobis(), missed_distance=6)
    prior = GaussianState(np.zeros((6, 1)), np.diag([0.0, 500.0**2] * 3), timestamp=START)
    tracker = MultiTargetTracker(
        SimpleMeasurementInitiator(prior, measurement_model=None),
        UpdateTimeStepsDeleter(3),
        MeasurementReader(np.concatenate(parts)),
        GNNWith2DAssignment(hypothesiser),
        updater,
    )
    for time, tracks in tracker:
        last = time, tracks
    time, tracks = last
    assert len(tracks) == 2
    found = np.array([track.state_vector[[0, 2, 4], 0].astype(float) for track in tracks])
    off_m = np.linalg.norm(truth[time][:, None, :3] - found[None], axis=2).min(axis=1)
    # One look is good to 1 mrad at 350 km in two directions, 500 m; thirty looks are better than that.
    assert off_m.max() < 500.0
