"""States from angles alone, on truth drawn from the model the filter assumes."""

import math

import numpy as np
import pytest
from scipy.stats import chi2

from tocsin.earth.kernels import ecef_from_lla
from tocsin.errors import ModelRangeError
from tocsin.motion.kernels import ROTATION_RAD_S
from tocsin.tracking.launch_fit import BoostProfile
from tocsin.tracking.plume.looks import Looks
from tocsin.tracking.stereo.kernels import JERK_M2_S5
from tocsin.tracking.stereo.state import PRIOR_M_S, PRIOR_M_S2, infrared_state, stereo_state, thrusting

SATELLITES = [np.array(ecef_from_lla(0.0, math.radians(lon), 35_786e3)) for lon in (10.0, 80.0)]
SIGMA_RAD = 30e-6
PROFILE = BoostProfile(np.array([0.0, 40.0, 80.0]), np.array([0.0, 25e3, 100e3]), np.array([0.0, 15e3, 120e3]))
STEP_S = 0.5
RUNS = 200


def drawn(rng: np.random.Generator, steps: int) -> np.ndarray:
    """Return (steps, 9) of a body whose acceleration wanders, from the filter's own prior; exact between steps."""
    x = np.zeros(9)
    x[:3] = np.array(ecef_from_lla(math.radians(35.0), math.radians(45.0), 30e3)) + 50e3 * rng.standard_normal(3)
    x[3:6], x[6:] = PRIOR_M_S * rng.standard_normal(3), PRIOR_M_S2 * rng.standard_normal(3)
    dt = STEP_S
    block = np.array(
        [
            [dt**5 / 20.0, dt**4 / 8.0, dt**3 / 6.0],
            [dt**4 / 8.0, dt**3 / 3.0, dt**2 / 2.0],
            [dt**3 / 6.0, dt**2 / 2.0, dt],
        ]
    )
    root = np.linalg.cholesky(JERK_M2_S5 * block)
    out = [x]
    for _ in range(steps - 1):
        p, v, a = out[-1].reshape(3, 3)
        kick = root @ rng.standard_normal((3, 3))
        out.append(np.concatenate([p + v * dt + 0.5 * a * dt * dt, v + a * dt, a]) + kick.ravel())
    return np.array(out)


def seen(truth: np.ndarray, satellite: np.ndarray, first: int, rng: np.random.Generator) -> Looks:
    rows = np.arange(first, truth.shape[0], 10)
    direction = truth[rows, :3] - satellite
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    direction += SIGMA_RAD * rng.standard_normal(direction.shape)
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    return Looks(STEP_S * rows, np.tile(satellite, (rows.size, 1)), direction, np.full(rows.size, SIGMA_RAD))


@pytest.mark.parametrize("steps", [25, 101])
def test_the_errors_are_what_the_filter_says(steps: int) -> None:
    rng = np.random.default_rng(steps)
    errors2 = []
    for _ in range(RUNS):
        truth = drawn(rng, steps)
        state = stereo_state([seen(truth, SATELLITES[0], 0, rng), seen(truth, SATELLITES[1], 4, rng)])
        x = truth[round(state.time_s / STEP_S)]
        off = state.x - thrusting(state.time_s, x, np.zeros((9, 9))).x
        errors2.append(off @ np.linalg.solve(state.P, off))
    low, high = chi2.ppf([0.025, 0.975], 9 * RUNS) / RUNS  # two-sided 95 % of the mean, Bar-Shalom and others
    assert low <= np.mean(errors2) <= high


def test_a_second_satellite_shows_what_lies_along_the_line() -> None:
    rng = np.random.default_rng(3)
    truth = drawn(rng, 101)
    west = seen(truth, SATELLITES[0], 0, rng)
    both = infrared_state([west, seen(truth, SATELLITES[1], 4, rng)], PROFILE)
    alone = infrared_state([west], PROFILE)
    line = west.direction_ecef[-1]
    assert math.sqrt(line @ both.P[:3, :3] @ line) < 2e3
    assert math.sqrt(line @ alone.P[:3, :3] @ line) > 4e3


def test_a_body_at_rest_on_its_pad_is_held_up_by_its_weight() -> None:
    """On the equator: gravity less the Earth's turning, 9.780 m/s^2 (normal gravity of WGS 84)."""
    x = np.zeros(9)
    x[0] = 6378137.0
    state = thrusting(0.0, x, np.zeros((9, 9)))
    assert np.allclose(state.x[6:], [9.7803, 0.0, 0.0], atol=2e-4)  # J4 and higher left out
    x[4] = 100.0
    assert thrusting(0.0, x, np.zeros((9, 9))).x[6] == pytest.approx(9.7803 - 2.0 * ROTATION_RAD_S * 100.0, abs=2e-4)


def test_nothing_seen_is_refused() -> None:
    with pytest.raises(ModelRangeError, match="0 histories; at least 1"):
        infrared_state([], PROFILE)
