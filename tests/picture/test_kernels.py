"""Fusion of one body's tracks against a published case, a general optimiser and its own laws."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from tocsin.picture.kernels import combine_at, distances, fuse_split, inverse, scales_of, shared_share

CASE = json.loads((Path(__file__).parents[1] / "oracles" / "tracking_fusion.json").read_text())[0]
Array = NDArray[np.float64]


def test_published_case_at_its_weight(validate) -> None:
    given_, expected = CASE["inputs"], CASE["expected"]
    x = np.array([given_["prior_mean"], given_["meas_mean"]])
    P = np.array([given_["prior_cov"], given_["meas_cov"]], dtype=float)
    scales = scales_of(P[0] + P[1])
    information = np.array([inverse(part / np.outer(scales, scales)) for part in P])
    weights = np.array([given_["omega"], 1.0 - given_["omega"]])
    mean, cov = combine_at(x, information, np.ones(2), weights, scales)
    for i in range(2):
        validate("picture", CASE, f"mean[{i}]", float(mean[i]), expected=expected["mean"][i], abs=1e-10)
        for j in range(2):
            quantity = f"covariance[{i}][{j}]"
            validate("picture", CASE, quantity, float(cov[i, j]), expected=expected["cov"][i][j], abs=1e-10)


def random_covariance(seed: int) -> Array:
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(6, 6)) * np.array([3e3, 3e3, 3e3, 30.0, 30.0, 30.0])[:, None]
    return root @ root.T + np.diag([1e2, 1e2, 1e2, 1e-1, 1e-1, 1e-1])


def fused_covariance(P: Array, share: Array, weights: Array) -> Array:
    """Return what the formula gives, written with numpy."""
    whole = sum(np.linalg.inv(p * (s / w + 1.0 - s)) for p, s, w in zip(P, share, weights, strict=True) if w > 0)
    return np.linalg.inv(whole)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 5), st.floats(0.05, 1.0))
def test_weights_are_the_best_a_general_optimiser_finds(seed: int, count: int, share: float) -> None:
    P = np.array([random_covariance(seed + i) for i in range(count)])
    shares = np.full(count, share)
    _, fused = fuse_split(np.zeros((count, 6)), P, shares)

    def logarithm(free: Array) -> float:
        weights = np.exp(free - free.max())
        return float(np.linalg.slogdet(fused_covariance(P, shares, weights / weights.sum()))[1])

    best = min(minimize(logarithm, start, method="BFGS").fun for start in (np.zeros(count), np.arange(count) * 0.5))
    # the golden section leaves 1e-4 of a weight, at a flat place: 1e-3 of a logarithm of 6 dimensions is generous
    assert np.linalg.slogdet(fused)[1] <= best + 1e-3


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.floats(0.0, 1.0))
def test_fusing_never_claims_more_than_two_independent_estimates_know(seed_a: int, seed_b: int, share: float) -> None:
    P = np.array([random_covariance(seed_a), random_covariance(seed_b)])
    _, fused = fuse_split(np.array([np.zeros(6), np.ones(6)]), P, np.full(2, share))
    assert pytest.approx(fused.T) == fused
    bound = np.linalg.inv(P[0]) + np.linalg.inv(P[1])
    scale = np.sqrt(np.diag(bound))
    assert np.linalg.eigvalsh((bound - np.linalg.inv(fused)) / np.outer(scale, scale)).min() > -1e-6
    assert np.linalg.slogdet(fused)[1] <= min(np.linalg.slogdet(part)[1] for part in P) + 1e-6


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(0.0, 1.0), st.integers(0, 3))
def test_fusion_is_consistent_for_the_worst_correlation_allowed(seed: int, share: float, turn: int) -> None:
    """Dependent parts correlated by any orthogonal K: the true covariance of the fused error stays below P."""
    rng = np.random.default_rng(seed)
    P = np.array([random_covariance(seed), random_covariance(seed + 1)])
    K = [np.eye(6), -np.eye(6), *np.linalg.qr(rng.normal(size=(2, 6, 6)))[0]][turn]
    roots = np.linalg.cholesky(P)
    C = share * roots[0] @ K @ roots[1].T
    gains, fused = [], fuse_split(np.zeros((2, 6)), P, np.full(2, share))[1]
    for i in range(2):  # the gain on estimate i, read off by moving it
        moved = [
            fuse_split(np.array([np.eye(6)[c] * (i == 0), np.eye(6)[c] * (i == 1)]), P, np.full(2, share))[0]
            for c in range(6)
        ]
        gains.append(np.array(moved).T)
    A, B = gains
    true = A @ P[0] @ A.T + B @ P[1] @ B.T + A @ C @ B.T + B @ C.T @ A.T
    scale = np.sqrt(np.diag(fused))
    assert np.linalg.eigvalsh((fused - true) / np.outer(scale, scale)).min() > -1e-6


def test_an_estimate_fused_with_itself_gains_nothing() -> None:
    P = random_covariance(5)
    x, fused = fuse_split(np.array([np.arange(6.0)] * 3), np.array([P] * 3), np.ones(3))
    assert x == pytest.approx(np.arange(6.0), abs=1e-6)
    assert fused == pytest.approx(P, rel=1e-6)


def test_independent_estimates_add_their_information() -> None:
    P = np.array([random_covariance(i) for i in (1, 2, 3)])
    _, fused = fuse_split(np.zeros((3, 6)), P, np.zeros(3))
    assert fused == pytest.approx(np.linalg.inv(sum(np.linalg.inv(p) for p in P)), rel=1e-5, abs=1e-4)


def test_distances_against_numpy() -> None:
    rng = np.random.default_rng(2)
    x_a, x_b = rng.normal(size=(3, 6)) * 1e3, rng.normal(size=(2, 6)) * 1e3
    P_a = np.stack([random_covariance(i) for i in range(3)])
    P_b = np.stack([random_covariance(i) for i in range(7, 9)])
    distance2, log_determinant = distances(x_a, P_a, x_b, P_b)
    for i in range(3):
        for j in range(2):
            d, total = x_a[i] - x_b[j], P_a[i] + P_b[j]
            assert distance2[i, j] == pytest.approx(d @ np.linalg.solve(total, d), rel=1e-6)
            assert log_determinant[i, j] == pytest.approx(np.linalg.slogdet(total)[1], rel=1e-9)


def exact_shares(sigma_m: float, scan_s: float, noise_m2_s3: float, scans: int) -> list[tuple[float, float, Array]]:
    """Return (age, largest exact dependent share, covariance) by scan: two like Kalman filters, one axis."""
    F = np.array([[1.0, scan_s], [0.0, 1.0]])
    Q = noise_m2_s3 * np.array([[scan_s**3 / 3, scan_s**2 / 2], [scan_s**2 / 2, scan_s]])
    P, C, out = np.diag([sigma_m**2, 1e7]), np.zeros((2, 2)), []
    for scan in range(1, scans):
        P, C = F @ P @ F.T + Q, F @ C @ F.T + Q  # C: covariance between the two, all of it from Q
        keep = np.eye(2) - P[:, :1] / (P[0, 0] + sigma_m**2) @ np.array([[1.0, 0.0]])
        P, C = keep @ P, keep @ C @ keep.T
        root = np.linalg.inv(np.linalg.cholesky(0.5 * (P + P.T)))
        out.append((scan * scan_s, float(np.linalg.eigvalsh(root @ C @ root.T)[-1]), P))
    return out


@pytest.mark.parametrize("sigma_m", [30.0, 300.0, 2000.0])
@pytest.mark.parametrize("noise_m2_s3", [1e-3, 1.0, 30.0])
def test_the_dependent_share_is_never_below_the_exact_one(sigma_m: float, noise_m2_s3: float) -> None:
    for age_s, exact, P in exact_shares(sigma_m, 5.0, noise_m2_s3, 100):
        whole = np.kron(P, np.eye(3))  # three like axes
        bound = shared_share(whole[None], np.array([age_s]), noise_m2_s3)[0]
        assert exact <= bound <= max(1e-6, 1.0 if exact > 0.3 else 3.0 * exact)


def test_the_exact_share_grows_with_age_to_more_than_one_scalar_could_bound() -> None:
    shares = [share for _, share, _ in exact_shares(300.0, 5.0, 1e-3, 200)]
    assert all(later >= earlier - 0.01 for earlier, later in pairwise(shares))
    assert shares[10] < 0.01
    assert shares[-1] > 0.8
