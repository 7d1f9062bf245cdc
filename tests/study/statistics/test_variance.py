"""Variance reduction: closed forms."""

import math

import numpy as np
import pytest

from tocsin.study.statistics.variance import variance_reduction


def test_by_hand() -> None:
    a, b = np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])
    found = variance_reduction(a, b)  # variances 1 and 1; differences 0, -1, 1 of variance 1; correlation 1 / 2
    assert found == (pytest.approx(2.0), pytest.approx(0.5), 3)


def test_of_equal_variances_it_is_one_over_one_less_the_correlation() -> None:
    random = np.random.default_rng(1)
    shared = random.normal(0.0, 3.0, 100_000)
    a, b = shared + random.normal(0.0, 1.0, 100_000), shared + random.normal(0.0, 1.0, 100_000)
    found = variance_reduction(a, b)
    assert found.correlation_coefficient == pytest.approx(0.9, abs=0.002)  # three standard errors are 0.0018
    assert found.ratio == pytest.approx(10.0, rel=0.02)


def test_independent_luck_gives_about_one_and_opposite_luck_less() -> None:
    random = np.random.default_rng(2)
    a, b = random.normal(0.0, 1.0, 100_000), random.normal(0.0, 1.0, 100_000)
    assert variance_reduction(a, b).ratio == pytest.approx(1.0, abs=0.02)
    assert variance_reduction(a, -a).ratio == pytest.approx(0.5)


def test_what_does_not_vary_is_told_apart() -> None:
    varies, still = np.array([1.0, 2.0, 4.0]), np.full(3, 5.0)
    assert variance_reduction(varies, varies + 1.0)[:2] == (math.inf, pytest.approx(1.0))
    assert variance_reduction(still, still - 2.0) == (None, None, 3)
    assert variance_reduction(varies, still)[:2] == (pytest.approx(1.0), None)
    assert variance_reduction(np.array([1.0]), np.array([2.0])) == (None, None, 1)


def test_a_constant_up_to_rounding_is_a_constant() -> None:
    a = np.random.default_rng(0).uniform(300.0, 900.0, 60)
    found = variance_reduction(a, a - 0.3)
    assert found.ratio == math.inf
    assert found.correlation_coefficient is not None
    assert 1.0 - 1e-12 < found.correlation_coefficient <= 1.0


def test_a_run_without_a_value_in_one_arm_leaves_both() -> None:
    a, b = np.array([1.0, 2.0, 3.0, 9.0]), np.array([1.0, 3.0, 2.0, math.nan])
    assert variance_reduction(a, b).n == 3
