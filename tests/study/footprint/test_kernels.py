"""What a track holds: sums of looks against numpy's least squares; a settled track second by second."""

import math

import numpy as np
import pytest

from tocsin.study.footprint.kernels import impact_sigma_m, joined, known, settled

STEP_S = 5.0
RULES = np.array([3.0, 20.0])


def least_squares_sigma(times_s: np.ndarray, sigma_m: float, ahead_s: float) -> float:
    """Return the error ahead of a straight line through looks, by numpy."""
    design = np.stack((np.ones_like(times_s), times_s), axis=1) / sigma_m
    covariance = np.linalg.inv(design.T @ design)
    way = np.array([1.0, ahead_s])
    return math.sqrt(way @ covariance @ way)


def held(looks: list[float], sigma_m: float = 100.0, burn_step: int = 0) -> np.ndarray:
    counts = np.array([looks])
    return known(counts / sigma_m**2, counts, np.array([burn_step]), STEP_S, RULES)


def test_the_error_ahead_is_that_of_a_straight_line_through_the_looks() -> None:
    looks = [0.0, 1.0, 1.0, 0.0, 1.0, 1.0]
    times_s = STEP_S * (np.flatnonzero(looks) - 5.0)
    expected_m = least_squares_sigma(times_s, 100.0, 300.0)
    assert impact_sigma_m(held(looks)[0, 5], 300.0, 1.0) == pytest.approx(expected_m, rel=1e-9)


def test_a_track_needs_three_looks_and_is_dropped_after_twenty_seconds() -> None:
    tracks = held([1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0])[0, :, 0]
    assert tracks.tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 0, 0]


def test_looks_under_thrust_find_a_track_but_say_nothing_of_the_fall() -> None:
    state = held([1.0, 1.0, 1.0, 1.0], burn_step=3)[0]
    assert state[2, 0] == 1.0
    assert state[2, 1] == 0.0
    assert math.isinf(impact_sigma_m(state[3], 100.0, 1.0))  # one look gives no velocity


def test_a_partners_looks_count_as_they_were_when_its_report_left() -> None:
    own, other = held([0.0] * 6), held([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    both = joined(own, other, 2, STEP_S)[0]
    assert both[:, 0].tolist() == [0, 0, 0, 0, 1, 1]
    # at step 5 it has the partner's looks of steps 0 to 3
    expected_m = least_squares_sigma(STEP_S * (np.arange(4) - 5.0), 100.0, 60.0)
    assert impact_sigma_m(both[5], 60.0, 1.0) == pytest.approx(expected_m, rel=1e-9)


def test_two_nations_looks_together_are_one_line_through_all() -> None:
    own, other = held([0.0, 1.0, 1.0, 1.0, 1.0, 1.0]), held([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    both = joined(own, other, 1, STEP_S)[0, 5]
    times_s = STEP_S * np.array([1, 2, 3, 4, 5, 0, 1, 2, 3]) - 5.0 * STEP_S
    assert impact_sigma_m(both, 100.0, 1.0) == pytest.approx(least_squares_sigma(times_s, 100.0, 100.0), rel=1e-9)


def test_it_is_warned_of_when_the_fall_has_been_sure_enough_for_so_long() -> None:
    state = held([1.0] * 20, sigma_m=10.0)
    rules = np.array([1e3, 20.0, 1.0])
    tracks, warned_s = settled(state, np.array([95.0]), np.array([0.0]), STEP_S, rules)
    ahead_s = 95.0 - STEP_S * np.arange(19)
    sure = [
        k for k in range(19) if k >= 2 and least_squares_sigma(STEP_S * np.arange(-k, 1.0), 10.0, ahead_s[k]) <= 1e3
    ]
    assert warned_s[0] == STEP_S * sure[0] + 20.0
    assert np.flatnonzero(tracks[0]).tolist() == list(range(2, 19))


def test_nothing_is_warned_of_before_it_is_told_to_coast_or_never_if_too_unsure() -> None:
    state = held([1.0] * 20, sigma_m=10.0)
    late = settled(state, np.array([95.0]), np.array([42.0]), STEP_S, np.array([1e3, 20.0, 1.0]))[1]
    assert late[0] == 45.0 + 20.0
    never = settled(state, np.array([95.0]), np.array([0.0]), STEP_S, np.array([1e-3, 20.0, 1.0]))[1]
    assert math.isinf(never[0])
