"""Lines of sight that meet, and which plumes of two satellites are one."""

import math

import numpy as np
import pytest
from scipy.optimize import least_squares
from scipy.stats import chi2

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError
from tocsin.tracking.plume.looks import Looks, merged
from tocsin.tracking.stereo.crossing import at, may_be_one, meet, triangulate
from tocsin.tracking.stereo.pairing import paired

SIGMA_RAD = 30e-6
WEST, EAST, HIGH = (
    np.array(ecef_from_lla(math.radians(lat), math.radians(lon), alt_m))
    for lat, lon, alt_m in ((0.0, 10.0, 35_786e3), (0.0, 80.0, 35_786e3), (63.0, 40.0, 39_000e3))
)
SITE = (math.radians(35.0), math.radians(45.0))


def place(time_s: float, east_m: float = 0.0, north_m: float = 0.0) -> np.ndarray:
    """Return where a boost is that began at a place near the site: 40 m/s^2, half up and half east."""
    axes = enu_axes(*SITE)
    along_m = 10.0 * time_s * time_s
    return np.array(ecef_from_lla(*SITE, 0.0)) + (east_m + along_m) * axes[0] + north_m * axes[1] + along_m * axes[2]


def lines(
    points: np.ndarray, satellites: np.ndarray, rng: np.random.Generator | None, sigma: np.ndarray
) -> np.ndarray:
    direction = points - satellites
    direction = direction / np.linalg.norm(direction, axis=1)[:, None]
    if rng is not None:
        direction = direction + sigma[:, None] * rng.standard_normal(direction.shape)
    return direction / np.linalg.norm(direction, axis=1)[:, None]


def seen(satellite: np.ndarray, time_s: np.ndarray, rng: np.random.Generator | None = None, **where: float) -> Looks:
    count = time_s.shape[0]
    satellites, sigma = np.tile(satellite, (count, 1)), np.full(count, SIGMA_RAD)
    points = np.array([place(at_s, **where) for at_s in time_s])
    return Looks(time_s, satellites, lines(points, satellites, rng, sigma), sigma)


# One moment


def test_lines_at_right_angles_by_hand() -> None:
    """Two lines along x and y that pass 300 m apart, both from 1,000 km with 100 microradians: 100 m each."""
    satellites = np.array([[-1e6, 0.0, 150.0], [0.0, -1e6, -150.0]])
    directions = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    crossing = triangulate(satellites, directions, np.full(2, 1e-4))
    assert np.allclose(crossing.position_ecef, 0.0, atol=0.1)  # distances of 1,000.00001 km weigh alike
    # x is seen by the second alone, y by the first alone, z by both
    assert np.allclose(crossing.covariance, np.diag([1e4, 1e4, 5e3]), rtol=1e-6, atol=1.0)
    assert crossing.chi2 == pytest.approx(2.0 * (150.0 / 100.0) ** 2, rel=1e-6)
    assert crossing.degrees_of_freedom == 1


def test_it_is_the_least_squares_of_the_exact_angles() -> None:
    """Scipy over azimuth and elevation at each satellite; agreement to a thousandth of the doubt."""
    rng = np.random.default_rng(1)
    satellites, sigma = np.array([WEST, EAST, HIGH]), np.array([20e-6, 60e-6, 30e-6])
    truth = place(60.0)
    directions = lines(np.tile(truth, (3, 1)), satellites, rng, sigma)

    def angles_off(point: np.ndarray) -> np.ndarray:
        off = []
        for row in range(3):
            line = directions[row]
            side = np.cross(line, [0.3, 0.5, -0.8])
            side /= np.linalg.norm(side)
            away = point - satellites[row]
            forward, up = away @ line, np.cross(side, line)
            off += [
                math.atan2(away @ side, forward) / sigma[row],
                math.atan2(away @ up, math.hypot(forward, away @ side)) / sigma[row],
            ]
        return np.array(off)

    best = least_squares(angles_off, truth, x_scale=1e3, xtol=1e-15, ftol=1e-15, gtol=1e-15)
    crossing = triangulate(satellites, directions, sigma)
    doubt_m = math.sqrt(np.trace(crossing.covariance))
    assert np.linalg.norm(crossing.position_ecef - best.x) < 1e-3 * doubt_m
    assert crossing.chi2 == pytest.approx(2.0 * best.cost, rel=1e-3)
    assert np.allclose(crossing.covariance, np.linalg.inv(best.jac.T @ best.jac), rtol=2e-3, atol=1e-3 * doubt_m**2)


def test_the_covariance_and_the_chi_square_are_honest() -> None:
    rng = np.random.default_rng(2)
    satellites, sigma, truth = np.array([WEST, EAST]), np.full(2, SIGMA_RAD), place(60.0)
    errors2, residuals2 = [], []
    for _ in range(2000):
        crossing = triangulate(satellites, lines(np.tile(truth, (2, 1)), satellites, rng, sigma), sigma)
        off = crossing.position_ecef - truth
        errors2.append(off @ np.linalg.solve(crossing.covariance, off))
        residuals2.append(crossing.chi2)
    # 2,000 draws: the mean of chi-squares of k degrees of freedom has a standard deviation of sqrt(2 k / 2,000).
    assert np.mean(errors2) == pytest.approx(3.0, abs=4.0 * math.sqrt(6.0 / 2000.0))
    assert np.mean(residuals2) == pytest.approx(1.0, abs=4.0 * math.sqrt(2.0 / 2000.0))
    assert np.mean(np.array(errors2) < chi2.ppf(0.9, 3)) == pytest.approx(0.9, abs=0.027)


def test_lines_that_meet_behind_a_satellite_are_refused() -> None:
    truth, satellites = place(60.0), np.array([WEST, EAST])
    directions = lines(np.tile(truth, (2, 1)), satellites, None, np.zeros(2))
    assert triangulate(satellites, directions * np.array([[1.0], [-1.0]]), np.full(2, SIGMA_RAD)).chi2 == math.inf


def test_one_line_is_refused() -> None:
    with pytest.raises(ModelRangeError, match="1 looks; at least 2"):
        triangulate(WEST[None, :], np.array([[1.0, 0.0, 0.0]]), np.full(1, SIGMA_RAD))


# Looks at different times


def test_looks_of_different_times_meet_where_the_plume_was() -> None:
    """The second satellite looks 2.5 s after the first; at 60 s the plume moves 4 km between."""
    rng = np.random.default_rng(3)
    errors2, residuals2, raw2 = [], [], []
    for _ in range(400):
        west = seen(WEST, np.arange(40.0, 61.0, 5.0), rng)
        east = seen(EAST, np.arange(42.5, 63.0, 5.0), rng)
        crossing = meet(west, east)
        assert crossing is not None
        off = crossing.position_ecef - place(60.0)
        errors2.append(off @ np.linalg.solve(crossing.covariance, off))
        residuals2.append(crossing.chi2)
        newest = [np.array([looks.direction_ecef[-1] for looks in (west, east)]), np.array([WEST, EAST])]
        raw2.append(triangulate(newest[1], newest[0], np.full(2, SIGMA_RAD)).chi2)
    # 400 draws: four standard deviations of the mean upward; the prior on motion is wide, so less is allowed too.
    assert 2.0 < np.mean(errors2) < 3.0 + 4.0 * math.sqrt(6.0 / 400.0)
    assert 0.7 < np.mean(residuals2) < 1.0 + 4.0 * math.sqrt(2.0 / 400.0)
    assert np.mean(raw2) > 2.0 * np.mean(residuals2)  # not brought to one moment


def test_two_looks_far_apart_in_time_leave_more_doubt() -> None:
    near = at(seen(WEST, np.array([50.0])), seen(EAST, np.array([50.0])), 50.0)
    far = at(seen(WEST, np.array([50.0])), seen(EAST, np.array([58.0])), 50.0)
    assert np.trace(far.covariance) > 20.0 * np.trace(near.covariance)
    assert may_be_one(far)


def test_plumes_never_seen_together_do_not_meet() -> None:
    west, east = seen(WEST, np.arange(0.0, 30.0, 5.0)), seen(EAST, np.arange(36.0, 60.0, 5.0))
    assert meet(west, east) is None


# Which are one


def test_two_launches_at_one_time_are_paired_each_with_its_own() -> None:
    rng = np.random.default_rng(4)
    time_s = np.arange(20.0, 60.0, 5.0)
    for _ in range(20):
        spots = [{"east_m": rng.uniform(-3e5, 3e5), "north_m": rng.uniform(-3e5, 3e5)} for _ in range(5)]
        west = [seen(WEST, time_s, rng, **spot) for spot in spots]
        east = [seen(EAST, time_s + 2.0, rng, **spot) for spot in spots]
        assert paired(west, east[::-1]).tolist() == [4, 3, 2, 1, 0]


def test_a_crossing_where_nothing_can_burn_is_a_ghost() -> None:
    """Two launches in one plane with both satellites: all lines cross, two of them under the ground or in space."""
    time_s = np.arange(20.0, 60.0, 5.0)
    normal = np.cross(WEST, EAST) / np.linalg.norm(np.cross(WEST, EAST))
    flat = [point - normal * (point @ normal) for point in (place(0.0), place(0.0, east_m=6e5))]
    at_m = 6398e3 / np.linalg.norm(flat[0]), 6398e3 / np.linalg.norm(flat[1])
    here, there = flat[0] * at_m[0], flat[1] * at_m[1]

    def fixed(satellite: np.ndarray, point: np.ndarray) -> Looks:
        satellites, sigma = np.tile(satellite, (8, 1)), np.full(8, SIGMA_RAD)
        return Looks(time_s, satellites, lines(np.tile(point, (8, 1)), satellites, None, sigma), sigma)

    ghost = meet(fixed(WEST, here), fixed(EAST, there))
    assert ghost is not None and ghost.chi2 < 1.0
    assert not may_be_one(ghost)
    assert paired([fixed(WEST, here), fixed(WEST, there)], [fixed(EAST, there), fixed(EAST, here)]).tolist() == [1, 0]


def test_a_launch_that_one_satellite_missed_has_no_partner() -> None:
    time_s = np.arange(20.0, 60.0, 5.0)
    west = [seen(WEST, time_s), seen(WEST, time_s, east_m=2e5)]
    assert paired(west, [seen(EAST, time_s, east_m=2e5)]).tolist() == [-1, 0]
    assert paired(west, []).tolist() == [-1, -1]


def test_histories_are_merged_in_order_of_time() -> None:
    both = merged([seen(WEST, np.array([0.0, 10.0])), seen(EAST, np.array([5.0, 10.0]))])
    assert both.time_s.tolist() == [0.0, 5.0, 10.0, 10.0]
    assert np.array_equal(both.satellite_ecef, np.array([WEST, EAST, WEST, EAST]))
