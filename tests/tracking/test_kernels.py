import json
import math
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tocsin.earth.constants import ROTATION_RAD_S
from tocsin.earth.kernels import ecef_from_lla, gravity_ecef, lla_from_ecef
from tocsin.tracking import kernels
from tocsin.tracking.radar.kernels import births, update_mode

ORACLES = Path(__file__).parents[1] / "oracles" / "tracking.json"


@pytest.mark.parametrize("alt_m", [0.0, 10e3, 100e3, 300e3])
@pytest.mark.parametrize("lat_deg", [-80.0, 0.0, 30.0, 45.0, 89.0])
def test_the_quick_altitude_is_near_the_geodetic_one(lat_deg: float, alt_m: float) -> None:
    x, y, z = ecef_from_lla(math.radians(lat_deg), 0.3, alt_m)
    # The vertical and the radius differ by up to 0.0034 rad: 300 km times half its square is 1.7 m.
    assert kernels.quick_altitude(x, y, z) == pytest.approx(alt_m, abs=2.0)


@pytest.mark.parametrize(("alt_m", "relative"), [(200e3, 0.01), (60e3, 0.06), (20e3, 0.06)])
def test_the_transition_matrix_agrees_with_differences(bench: ModuleType, alt_m: float, relative: float) -> None:
    # Left out: the partials of J2 (up to 0.5 %); in the air, what is beyond second order in a step of 1 s over
    # which the density changes by a third.
    state = bench.body(0.0, 3e5, alt_m, (300.0, 2500.0, -2000.0))
    steps = np.array([10.0, 10.0, 10.0, 0.1, 0.1, 0.1])
    numeric = np.empty((6, 6))
    inverse_ballistic = kernels.INVERSE_BALLISTIC_M2_KG
    for column in range(6):
        ends = []
        for sign in (1.0, -1.0):
            moved = state.copy()
            moved[column] += sign * steps[column]
            ends.append(np.array(kernels.coast_step(*moved, 1.0, inverse_ballistic)))
        numeric[:, column] = (ends[0] - ends[1]) / (2.0 * steps[column])
    middle = tuple(0.5 * (state + np.array(kernels.coast_step(*state, 1.0, inverse_ballistic))))
    F = kernels.coast_matrix(middle, 1.0, inverse_ballistic)
    change = np.abs(numeric - np.eye(6))
    for rows in (slice(0, 3), slice(3, 6)):
        for columns in (slice(0, 3), slice(3, 6)):
            size = change[rows, columns].max()
            assert np.abs(F - numeric)[rows, columns].max() <= relative * size + 1e-9


@pytest.mark.parametrize("climb_m_s", [1500.0, -500.0])
def test_a_fall_agrees_with_a_fine_integration(bench: ModuleType, climb_m_s: float) -> None:
    state = bench.body(0.0, 2e5, 150e3, (200.0, 2500.0, climb_m_s))

    def rates(_: float, y: np.ndarray) -> np.ndarray:
        return np.array([*y[3:], *kernels.coast_acceleration(*y, kernels.INVERSE_BALLISTIC_M2_KG)])

    def ground(_: float, y: np.ndarray) -> float:
        return float(kernels.quick_altitude(y[0], y[1], y[2]))

    ground.terminal = True  # type: ignore[attr-defined]
    fine = solve_ivp(rates, (0.0, 3000.0), state, "DOP853", events=ground, rtol=1e-11, atol=1e-6, max_step=2.0)
    time_s, x, y, z = kernels.fall(tuple(state), kernels.INVERSE_BALLISTIC_M2_KG)
    # The step in the air is a third of a scale height: 10 m, against kilometres of doubt in any track.
    assert time_s == pytest.approx(fine.t_events[0][0], abs=0.02)
    assert np.linalg.norm(np.array([x, y, z]) - fine.y_events[0][0][:3]) < 10.0
    assert lla_from_ecef(x, y, z)[2] == pytest.approx(0.0, abs=1e-3)


def test_a_body_that_does_not_come_down_is_told_apart(bench: ModuleType) -> None:
    orbiting = bench.body(0.0, 0.0, 400e3, (7670.0, 0.0, 0.0))
    assert kernels.fall(tuple(orbiting), kernels.INVERSE_BALLISTIC_M2_KG)[0] < 0.0


def test_covariances_follow_a_published_recursion() -> None:
    cases = {case["id"]: case for case in json.loads(ORACLES.read_text())}
    expected = cases["pcrb-cv-21-steps"]["expected"]
    F = np.eye(6)
    F[:3, 3:] = np.eye(3)
    P = np.diag([5.0, 5.0, 5.0, 10.0, 10.0, 10.0])
    # A body 1,000 km off, so that range and two angles are three equal errors at right angles.
    station, up, sight = np.zeros(3), np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0])
    sigma_m = math.sqrt(5.0)
    polar = np.array([1e6, sigma_m, sigma_m / 1e6])
    x = np.array([1e6, 0.0, 0.0, 0.0, 0.0, 0.0])
    position, velocity = [], []
    for _ in range(100):
        position.append(math.sqrt(P[0, 0] + P[1, 1]))
        velocity.append(math.sqrt(P[3, 3] + P[4, 4]))
        _, P, _ = update_mode(x, kernels.grow_covariance(F, P, 0.05, 1.0), station, up, sight, polar)
    # Tolerances are those of the oracle; position and velocity are over two of our three axes.
    assert position[:21] == pytest.approx(expected["position_RMSE"], abs=2e-8)
    assert velocity[:21] == pytest.approx(expected["velocity_RMSE"], abs=2e-8)
    settled = cases["pcrb-steady-state"]["expected"]
    assert position[-1] == pytest.approx(settled["position_RMSE"], abs=1e-8)
    assert velocity[-1] == pytest.approx(settled["velocity_RMSE"], abs=1e-8)


def test_coasting_is_free_fall_in_a_frame_that_does_not_turn(bench: ModuleType) -> None:
    state = bench.body(0.0, 2e5, 400e3, (900.0, 2500.0, 1500.0))
    spin = np.array([0.0, 0.0, ROTATION_RAD_S])
    start = np.concatenate([state[:3], state[3:] + np.cross(spin, state[:3])])

    def rates(_: float, y: np.ndarray) -> np.ndarray:  # gravity is the same all round the axis
        return np.array([*y[3:], *gravity_ecef(y[0], y[1], y[2])])

    end = solve_ivp(rates, (0.0, 300.0), start, "DOP853", rtol=1e-12, atol=1e-6).y[:, -1]
    angle_rad = -300.0 * ROTATION_RAD_S
    sine, cosine = math.sin(angle_rad), math.cos(angle_rad)
    turn = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    # Steps of 1 s of fourth order: far below a millimetre a step.
    assert np.abs(turn @ end[:3] - bench.coast(state[None], 300.0)[0, :3]).max() < 0.01


def test_a_body_measured_once_is_as_unsure_as_the_measurement(bench: ModuleType) -> None:
    rng = np.random.default_rng(8)
    truth = bench.body(2e5, 8e5, 5e5, (0.0, 0.0, 0.0))
    distance = []
    for _ in range(500):
        m = bench.measured(0, truth[None], rng, sigma_angle_rad=2e-3)
        polar = np.array([[*m.range_m, *m.sigma_range_m, *m.sigma_angle_rad, *m.azimuth_rad, *m.elevation_rad]])
        x, P, _ = births(bench.STATION_ECEF, bench.AXES, polar)
        off = truth[:3] - x[0, 0, :3]
        distance.append(off @ np.linalg.solve(P[0, 0, :3, :3], off))
    # Mean of 500 chi-squares of 3 degrees of freedom: standard deviation 0.11; three of them.
    assert np.mean(distance) == pytest.approx(3.0, abs=0.33)
