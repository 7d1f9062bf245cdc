"""Normalised errors squared and the bounds they keep."""

import math

import numpy as np
import pytest

from tocsin.errors import ModelRangeError
from tocsin.tracking.metrics.consistency import band, nees, nis, share_inside

CASES = [
    *("nees-nx2-N1", "nees-nx4-N1", "nees-nx6-N1", "nees-nx2-N50", "nees-nx4-N50"),
    *("nees-nx6-N50", "nees-nx4-N100", "nees-nx6-N100", "nees-nx9-N100"),
]


@pytest.mark.parametrize("name", CASES)
def test_the_bounds_are_the_published_ones(oracle, validate, name: str) -> None:
    case = oracle("tracking.json")[name]
    given = case["inputs"]
    low, high = band(given["state_dim"], given["monte_carlo_runs"], given["two_sided_prob"])
    validate("tracking", case, "lower", low)
    validate("tracking", case, "upper", high)


def test_every_published_bound_is_looked_at(oracle) -> None:
    assert [name for name in oracle("tracking.json") if name.startswith("nees-")] == CASES


def test_an_error_is_measured_in_its_own_standard_deviations() -> None:
    # 3 and 4 standard deviations along two axes, turned by 30 degrees: the square is 25 however it is turned.
    turn = np.array([[math.cos(0.5), -math.sin(0.5)], [math.sin(0.5), math.cos(0.5)]])
    spread = turn @ np.diag([4.0, 9.0]) @ turn.T
    error = turn @ np.array([3.0 * 2.0, 4.0 * 3.0])
    truth = np.array([[10.0, 20.0], [10.0, 20.0]])
    estimate = truth + np.stack((error, np.zeros(2)))
    assert nees(truth, estimate, np.stack((spread, spread))) == pytest.approx([25.0, 0.0], abs=1e-12)
    assert nis(error[None], spread[None]) == pytest.approx([25.0], abs=1e-12)


def test_a_consistent_filter_stays_between_the_bounds() -> None:
    rng = np.random.default_rng(4)
    root = rng.normal(size=(6, 6))
    P = root @ root.T
    errors = rng.multivariate_normal(np.zeros(6), P, size=(400, 100))
    means = nees(np.zeros(6), errors, P).mean(axis=1)
    # 400 means, 95 % expected inside: standard deviation 1.1 %, four of them.
    assert share_inside(means, band(6, 100)) == pytest.approx(0.95, abs=0.045)
    assert share_inside(2.0 * means, band(6, 100)) == 0.0


@pytest.mark.parametrize(("args", "words"), [((0, 1), "dimension"), ((6, 0), "runs"), ((6, 1, 1.0), "share")])
def test_a_band_of_nothing_is_refused(args: tuple[int, int], words: str) -> None:
    with pytest.raises(ModelRangeError, match=words):
        band(*args)
