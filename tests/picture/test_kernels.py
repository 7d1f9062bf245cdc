"""Covariance intersection against a published case and its own laws."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.picture.kernels import intersect, inverse, mahalanobis2, scales_of, weighted

CASE = json.loads((Path(__file__).parents[1] / "oracles" / "tracking_fusion.json").read_text())[0]


def test_published_case_at_its_weight():
    given_, expected = CASE["inputs"], CASE["expected"]
    x_a, P_a = np.array(given_["prior_mean"]), np.array(given_["prior_cov"], dtype=float)
    x_b, P_b = np.array(given_["meas_mean"]), np.array(given_["meas_cov"], dtype=float)
    scales = scales_of(P_a + P_b)
    scaled = np.outer(scales, scales)
    x, P = weighted(x_a, inverse(P_a / scaled), x_b, inverse(P_b / scaled), given_["omega"], scales)
    assert x == pytest.approx(np.array(expected["mean"]), abs=CASE["tolerance"]["abs"])
    assert pytest.approx(np.array(expected["cov"]), abs=CASE["tolerance"]["abs"]) == P


def random_covariance(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(6, 6)) * np.array([3e3, 3e3, 3e3, 30.0, 30.0, 30.0])[:, None]
    return root @ root.T + np.diag([1e2, 1e2, 1e2, 1e-1, 1e-1, 1e-1])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_fusing_never_claims_more_than_either_is_allowed_to(seed_a, seed_b):
    """P^-1 is a convex sum of both informations: consistent for any correlation (Julier and Uhlmann 1997)."""
    P_a, P_b = random_covariance(seed_a), random_covariance(seed_b)
    _, P = intersect(np.zeros(6), P_a, np.ones(6), P_b)
    assert pytest.approx(P.T) == P
    information = np.linalg.inv(P)
    bound = np.linalg.inv(P_a) + np.linalg.inv(P_b)
    scale = np.sqrt(np.diag(bound))
    assert np.linalg.eigvalsh((bound - information) / np.outer(scale, scale)).min() > -1e-6
    assert np.linalg.slogdet(P)[1] <= min(np.linalg.slogdet(P_a)[1], np.linalg.slogdet(P_b)[1]) + 1e-6


def test_an_estimate_fused_with_itself_gains_nothing():
    P = random_covariance(5)
    x, fused = intersect(np.arange(6.0), P, np.arange(6.0), P)
    assert x == pytest.approx(np.arange(6.0), abs=1e-6)
    assert fused == pytest.approx(P, rel=1e-6)


def test_distances_against_numpy():
    rng = np.random.default_rng(2)
    x_a, x_b = rng.normal(size=(3, 6)) * 1e3, rng.normal(size=(2, 6)) * 1e3
    P_a = np.stack([random_covariance(i) for i in range(3)])
    P_b = np.stack([random_covariance(i) for i in range(7, 9)])
    got = mahalanobis2(x_a, P_a, x_b, P_b)
    for i in range(3):
        for j in range(2):
            d = x_a[i] - x_b[j]
            assert got[i, j] == pytest.approx(d @ np.linalg.solve(P_a[i] + P_b[j], d), rel=1e-6)
