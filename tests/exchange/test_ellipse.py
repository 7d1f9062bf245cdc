import math

import numpy as np
import pytest
from scipy.stats import chi2

from tocsin.exchange.ellipse import CHI2_90_2DOF, Ellipse, area_90_km2, axes_90_m, distance2_90


def test_the_bound_is_the_chi_square_quantile():
    assert pytest.approx(chi2.ppf(0.9, 2), rel=1e-12) == CHI2_90_2DOF


def test_a_circle_by_hand():
    circle = Ellipse(0.0, 0.0, 1e6, 0.0, 1e6)  # 1 km, 1 sigma
    assert area_90_km2(circle) == pytest.approx(math.pi * 4.605170)
    assert axes_90_m(circle)[:2] == pytest.approx((2145.966, 2145.966), rel=1e-6)


def test_axes_against_eigenvalues():
    ellipse = Ellipse(0.0, 0.0, 9e6, 3e6, 4e6)
    low, high = np.linalg.eigvalsh([[9e6, 3e6], [3e6, 4e6]])
    major_m, minor_m, angle_rad = axes_90_m(ellipse)
    assert (major_m, minor_m) == pytest.approx((math.sqrt(CHI2_90_2DOF * high), math.sqrt(CHI2_90_2DOF * low)))
    tip = (major_m * math.cos(angle_rad), major_m * math.sin(angle_rad))
    assert distance2_90(ellipse, *tip) == pytest.approx(1.0)


def test_ninety_percent_of_draws_lie_inside():
    ellipse = Ellipse(0.0, 0.0, 9e6, 3e6, 4e6)
    draws = np.random.default_rng(1).multivariate_normal([0, 0], [[9e6, 3e6], [3e6, 4e6]], 4000)
    inside = sum(distance2_90(ellipse, float(e), float(n)) <= 1.0 for e, n in draws)
    # binomial, 4 standard deviations of 4000 draws at 0.9
    assert abs(inside / 4000 - 0.9) < 4 * math.sqrt(0.09 / 4000)
