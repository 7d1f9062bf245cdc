"""The posterior Cramer-Rao bound: a published recursion, Tichavsky's own form, and gains of settled filters."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.tracking.metrics.bound import posterior_bound, settled_gain

Array = NDArray[np.float64]

STEP = np.array([[1.0, 1.0], [0.0, 1.0]])  # 1 s of constant velocity on one axis
INDICES = ["0.01", "0.1", "0.5", "1", "2", "5", "10"]


def both_axes(block: Array) -> Array:
    return np.kron(np.eye(2), block)


def published_model(steps: int) -> tuple[Array, ...]:
    """Return the oracle's model: x, vx, y, vy; white-noise acceleration of 0.05 m^2/s^3; places to 5 m^2 an axis."""
    Q = 0.05 * np.array([[1.0 / 3.0, 0.5], [0.5, 1.0]])
    H = both_axes(np.array([[1.0, 0.0]]))
    one_step = both_axes(STEP), both_axes(Q), H, 5.0 * np.eye(2)
    return np.diag([5.0, 10.0, 5.0, 10.0]), *(np.repeat(matrix[None], steps, axis=0) for matrix in one_step)


def errors(P: Array) -> tuple[Array, Array]:
    return np.sqrt(P[:, 0, 0] + P[:, 2, 2]), np.sqrt(P[:, 1, 1] + P[:, 3, 3])


def test_the_bound_follows_the_published_steps(oracle, validate) -> None:
    case = oracle("tracking.json")["pcrb-cv-21-steps"]
    got = errors(posterior_bound(*published_model(20)))
    for name, unit, values in zip(("position_RMSE", "velocity_RMSE"), ("m", "m/s"), got, strict=True):
        published = case["expected"][name]
        assert len(published) == len(values) == 21
        for step, value in enumerate(values):
            validate("tracking", case, f"{name}[{step}]", value, expected=published[step], unit=unit)


def test_the_bound_settles_where_a_riccati_solver_says(oracle, validate) -> None:
    case = oracle("tracking.json")["pcrb-steady-state"]
    position, velocity = errors(posterior_bound(*published_model(200)))
    validate("tracking", case, "position_RMSE", position[-1], unit="m")
    validate("tracking", case, "velocity_RMSE", velocity[-1], unit="m/s")


def test_the_recursion_is_tichavskys() -> None:
    """D11 = F^T Q^-1 F, D12 = -F^T Q^-1, D22 = Q^-1 + H^T R^-1 H; J' = D22 - D21 (J + D11)^-1 D12."""
    rng = np.random.default_rng(1)
    steps = 30
    F = np.eye(4) + 0.3 * rng.normal(size=(steps, 4, 4))
    roots = rng.normal(size=(steps, 4, 4))
    Q = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(4)
    H = rng.normal(size=(steps, 2, 4))
    R = np.repeat(np.diag([0.5, 2.0])[None], steps, axis=0)
    P = posterior_bound(np.eye(4), F, Q, H, R)
    J = np.eye(4)
    for k in range(steps):
        inverse = np.linalg.inv(Q[k])
        D11, D12 = F[k].T @ inverse @ F[k], -F[k].T @ inverse
        D22 = inverse + H[k].T @ np.linalg.inv(R[k]) @ H[k]
        J = D22 - D12.T @ np.linalg.inv(J + D11) @ D12
        assert P[k + 1] @ J == pytest.approx(np.eye(4), abs=1e-8)


def test_noiseless_motion_has_a_bound_too() -> None:
    F, H = STEP[None].repeat(50, axis=0), np.array([[[1.0, 0.0]]]).repeat(50, axis=0)
    P = posterior_bound(1e6 * np.eye(2), F, np.zeros((50, 2, 2)), H, np.ones((50, 1, 1)))
    # A straight line through n places: the variance at its end tends to (4 n - 2) / (n (n + 1)), least squares.
    assert P[-1, 0, 0] == pytest.approx((4 * 50 - 2) / (50 * 51), rel=1e-4)


def test_what_is_not_measured_only_grows() -> None:
    prior, F, Q, H, R = published_model(3)
    P = posterior_bound(prior, F, Q, 0.0 * H, R)
    assert P[1] == pytest.approx(F[0] @ prior @ F[0].T + Q[0])


@pytest.mark.parametrize("index", INDICES)
def test_alpha_and_beta_of_a_settled_filter(oracle, validate, index: str) -> None:
    """Acceleration constant over a step: noise (T^2/2, T) times tracking index, for measurements of unit noise."""
    case = oracle("tracking.json")[f"alpha-beta-lambda{index}"]
    push = case["inputs"]["tracking_index"] * np.array([[0.5], [1.0]])
    gain = settled_gain(STEP, push @ push.T, np.array([[1.0, 0.0]]), np.ones((1, 1)))
    validate("tracking", case, "alpha", float(gain[0, 0]))
    validate("tracking", case, "beta", float(gain[1, 0]))
    # Kalata: beta = 2 (2 - alpha) - 4 sqrt(1 - alpha), an identity of every settled filter of this kind.
    alpha = float(gain[0, 0])
    assert gain[1, 0] == pytest.approx(2.0 * (2.0 - alpha) - 4.0 * math.sqrt(1.0 - alpha), abs=1e-9)


def test_every_published_gain_is_looked_at(oracle) -> None:
    named = [name for name in oracle("tracking.json") if name.startswith("alpha-beta-")]
    assert named == [f"alpha-beta-lambda{index}" for index in INDICES]


def test_steps_of_unlike_number_are_refused() -> None:
    prior, F, Q, H, R = published_model(3)
    with pytest.raises(ModelRangeError, match="H 2"):
        posterior_bound(prior, F, Q, H[:2], R)


def test_what_is_never_observed_does_not_settle() -> None:
    with pytest.raises(ModelRangeError, match="observed"):
        settled_gain(STEP, np.eye(2), np.zeros((1, 2)), np.ones((1, 1)))
