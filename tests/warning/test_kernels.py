"""A coasting track flown back in time."""

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.tracking.kernels import INVERSE_BALLISTIC_M2_KG, coast_step
from tocsin.tracking.predict import fly_forward
from tocsin.warning.kernels import fly_back

BACK_S = np.array([0.0, 7.0, 60.0, 200.0])


def test_back_and_forward_again_is_where_it_was(bench: ModuleType) -> None:
    now = bench.state_at(bench.BURN_OUT_MS + 200_000)
    states, _ = fly_back(now, bench.P_GOOD, BACK_S)
    assert np.array_equal(states[0], now)
    for state, back_s in zip(states, BACK_S, strict=True):
        again = fly_forward(state, bench.P_GOOD, np.array([back_s])).x[0]
        # Runge-Kutta of fourth order, steps of 2 s back and of 10 s forward: millimetres each in vacuum; from the
        # 200 s on, the body is at 100 km, where both models see a trace of air.
        assert np.abs(again - now)[:3].max() < 1.0
        assert np.abs(again - now)[3:].max() < 0.01


def test_it_comes_back_to_burn_out(bench: ModuleType) -> None:
    states, _ = fly_back(bench.state_at(bench.BURN_OUT_MS + 200_000), bench.P_GOOD, np.array([200.0]))
    assert states[0] == pytest.approx(bench.burn_out(), abs=1.0)


@settings(max_examples=25)
@given(
    lat_rad=st.floats(-1.4, 1.4),
    lon_rad=st.floats(-3.1, 3.1),
    back_s=st.floats(0.5, 150.0),
)
def test_wherever_it_is_small_steps_forward_undo_it(
    bench: ModuleType, lat_rad: float, lon_rad: float, back_s: float
) -> None:
    now = bench.state_at(bench.BURN_OUT_MS + 200_000, (lat_rad, lon_rad))
    state = fly_back(now, bench.P_GOOD, np.array([back_s]))[0][0]
    steps = 1 + int(back_s)
    for _ in range(steps):
        state = np.array(coast_step(*state, back_s / steps, INVERSE_BALLISTIC_M2_KG))
    assert np.abs(state - now)[:3].max() < 0.1  # steps of 2 s back and of 1 s forward


def test_doubt_grows_backwards(bench: ModuleType) -> None:
    now = bench.state_at(bench.BURN_OUT_MS + 200_000)
    _, covariances = fly_back(now, bench.P_GOOD, BACK_S)
    assert np.array_equal(covariances[0], bench.P_GOOD)
    sigma_m = np.sqrt(np.trace(covariances[:, :3, :3], axis1=1, axis2=2) / 3.0)
    assert np.all(np.diff(sigma_m) > 0.0)
    # 1 km, and 10 m/s for 60 s: 1,166 m; the tide of gravity (1.5e-3 m/s^2 a km) moves that by some per cent
    assert sigma_m[2] == pytest.approx(np.hypot(1000.0, 600.0), rel=0.03)


def test_the_covariance_is_that_of_states_flown_back(bench: ModuleType) -> None:
    now = bench.state_at(bench.BURN_OUT_MS + 120_000)
    rng = np.random.default_rng(3)
    draws = rng.multivariate_normal(now, bench.P_GOOD, 400)
    back_s = np.array([100.0])
    cloud = np.array([fly_back(x, bench.P_GOOD, back_s)[0][0] for x in draws])
    covariance = fly_back(now, bench.P_GOOD, back_s)[1][0]
    # the spread of 400 draws is known to 3.5 % (1 / sqrt(2 * 400)): 4 of them; process noise adds 0.1 %
    assert cloud.std(axis=0) == pytest.approx(np.sqrt(np.diag(covariance)), rel=0.14)
