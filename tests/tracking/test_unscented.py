"""Sigma points: what they must give back, and where they see more than a tangent does."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.filter.kernels import COAST, predict_mode
from tocsin.tracking.sight.kernels import rows_of
from tocsin.tracking.unscented.kernels import (
    lower_root,
    predict_mode_unscented,
    sigma_points,
    update_mode_unscented,
)
from tocsin.tracking.update.kernels import update_mode

Array = NDArray[np.float64]


def covariance(size: int, rng: np.random.Generator) -> Array:
    out = np.zeros((9, 9))
    half = rng.standard_normal((size, size))
    out[:size, :size] = half @ half.T + 0.1 * np.eye(size)
    return out


@pytest.mark.parametrize("size", [7, 9])
def test_sigma_points_give_back_mean_and_covariance(size: int) -> None:
    rng = np.random.default_rng(2)
    x, P = rng.standard_normal(9), covariance(size, rng)
    points, mean_weights, weights = sigma_points(x, P, size)
    assert mean_weights.sum() == pytest.approx(1.0, abs=1e-14)
    mean = mean_weights @ points
    off = points - mean
    # beta and alpha weigh the middle point, which stands on the mean: the covariance is exact all the same
    assert mean == pytest.approx(x, abs=1e-13)
    assert (weights[:, None] * off).T @ off == pytest.approx(P, abs=1e-12)
    assert not points[:, size:].any() or (points[:, size:] == x[size:]).all()


def test_the_mean_of_a_square_is_its_own_variance() -> None:
    """Third order: E[x^2] = P exactly; the tangent at zero says none."""
    P = np.zeros((9, 9))
    P[:7, :7] = np.diag(np.arange(1.0, 8.0))
    points, mean_weights, _ = sigma_points(np.zeros(9), P, 7)
    assert mean_weights @ points[:, :7] ** 2 == pytest.approx(np.arange(1.0, 8.0), rel=1e-13)


def test_the_root_is_cholesky_s_and_stands_a_direction_without_doubt() -> None:
    P = covariance(9, np.random.default_rng(4))
    assert lower_root(P, 9) == pytest.approx(np.linalg.cholesky(P), abs=1e-13)
    P[3] = P[:, 3] = 0.0
    root = lower_root(P, 9)
    assert root @ root.T == pytest.approx(P, abs=1e-12)


def test_a_wide_prediction_is_met_with_its_mean_bend() -> None:
    """A body 20 km unsure across the line, 400 km off, is 2 x 500 m nearer along it than it seems to a tangent."""
    station, axes = np.array(ecef_from_lla(0.5, 0.3, 0.0)), enu_axes(0.5, 0.3)
    row = rows_of(np.zeros(1), np.array([0.5]), np.array([4e5]), np.zeros(1), np.array([[1.0, 1.0, 10.0, 0.0]]), axes)
    x, P = np.zeros(9), np.zeros((9, 9))
    x[:3] = station + 4e5 * row[0, :3]
    P[:3, :3] = 1e4**2 * np.eye(3) + (2e4**2 - 1e4**2) * (np.eye(3) - np.outer(row[0, :3], row[0, :3]))
    P[3:7, 3:7] = np.eye(4)
    after, _, _, _ = update_mode_unscented(x, P, station, axes[2], row[0], 7)
    along = (after[:3] - station) @ row[0, :3]
    assert along - 4e5 == pytest.approx(-2.0 * 2e4**2 / (2.0 * 4e5), rel=0.05)  # third order of a bend of 0.05 rad
    tangent, _, _, _ = update_mode(x, P, station, axes[2], row[0])
    assert (tangent[:3] - station) @ row[0, :3] - 4e5 == pytest.approx(along - 4e5, rel=0.1)  # flattened by hand


def test_both_filters_agree_where_nothing_bends() -> None:
    place = np.array(ecef_from_lla(0.5, 0.3, 3e5))
    x = np.concatenate([place, np.array([500.0, 2000.0, 900.0]) @ enu_axes(0.5, 0.3), [1.0, 0.0, 0.0]])
    P = np.diag([100.0**2] * 3 + [5.0**2] * 3 + [0.09, 0.0, 0.0])
    one, one_P = predict_mode(x, P, 20.0, COAST)
    other, other_P = predict_mode_unscented(x, P, 20.0, COAST)
    root = np.sqrt(np.diag(one_P)[:7])
    # Gravity's own curvature over 100 m: 1e-8 of what its gradient moves
    assert np.abs((one - other)[:7] / root).max() < 1e-5
    assert np.abs((one_P - other_P)[:7, :7] / np.outer(root, root)).max() < 1e-5
    assert math.sqrt(one_P[0, 0]) > 100.0
