"""Where a launch began: launches drawn from the family the fit assumes, one satellite and two."""

import math
from typing import NamedTuple

import numpy as np
import pytest
from scipy.stats import chi2

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError
from tocsin.sensing.infrared.sensor import InfraredMeasurements
from tocsin.tracking.launch.kernels import boost_points
from tocsin.tracking.launch_fit import (
    DELAY_S,
    DELAY_SD_S,
    LOFT_LOG_SD,
    SCALE_LOG_SD,
    BoostProfile,
    LaunchFit,
    departure_m,
    fit_launch,
)
from tocsin.tracking.plume.looks import Looks, looks_of, merged
from tocsin.tracking.plume_tracks import no_plumes, plume_scan

SATELLITE_ECEF = 42164e3 * np.array([math.cos(0.3), math.sin(0.3), 0.0])
SIGMA_RAD = 30e-6
LOOK_S = 5.0
OTHER_ECEF = 42164e3 * np.array([math.cos(1.2), math.sin(1.2), 0.0])
LAUNCHES = 200


def generic_profile() -> BoostProfile:
    """Return a 100 s boost: thrust from 15 to 50 m/s^2, turning from upright to 38 degrees; flat Earth."""
    step_s = 0.1
    age_s = np.arange(0.0, 120.0, step_s)
    burning = age_s < 100.0
    thrust_m_s2 = np.where(burning, 15.0 + 0.35 * age_s, 0.0)
    pitch_rad = np.radians(90.0 - 52.0 * np.clip((age_s - 8.0) / 92.0, 0.0, 1.0))
    climb = np.cumsum(thrust_m_s2 * np.sin(pitch_rad) - 9.8) * step_s
    along = np.cumsum(thrust_m_s2 * np.cos(pitch_rad)) * step_s
    rows = slice(None, None, 10)
    altitude_m, downrange_m = np.cumsum(climb) * step_s, np.cumsum(along) * step_s
    return BoostProfile(age_s[rows], altitude_m[rows] - altitude_m[0], downrange_m[rows] - downrange_m[0])


PROFILE = generic_profile()


class Launch(NamedTuple):
    lat_rad: float
    lon_rad: float
    p: np.ndarray  # as in launch.kernels: 0, 0, time of lift-off, azimuth, log time scale, log loft
    off: np.ndarray  # (6, 3): weights of slow waves, for what the vehicle is off its profile


def drawn(rng: np.random.Generator, delay_s: float | None) -> Launch:
    """Return a launch drawn from the fit's own family; its first look is at time 0."""
    scale = SCALE_LOG_SD * rng.standard_normal()
    if delay_s is None:
        delay_s = max(0.0, DELAY_S + DELAY_SD_S * rng.standard_normal()) * math.exp(scale)
    p = np.array([0.0, 0.0, -delay_s, rng.uniform(0.0, 2.0 * math.pi), scale, LOFT_LOG_SD * rng.standard_normal()])
    off = rng.standard_normal((6, 3))
    return Launch(math.radians(rng.uniform(25.0, 50.0)), rng.uniform(-0.3, 0.9), p, off)


def places(launch: Launch, time_s: np.ndarray) -> np.ndarray:
    """Return where the vehicle is (m, 3): on its profile, and off it by slow waves of 60 s and longer."""
    age_s = (time_s - launch.p[2]) / math.exp(launch.p[4])
    waves = [np.ones_like(age_s)]
    waves += [wave(2.0 * math.pi * age_s / period_s) for period_s in (180.0, 60.0) for wave in (np.sin, np.cos)]
    waves[0] *= math.sqrt(1.0 / 3.0)
    shape = np.column_stack([waves[0], *(math.sqrt(1.0 / 3.0) * wave for wave in waves[1:])])
    on_profile = boost_points(launch.p, launch.lat_rad, launch.lon_rad, time_s, np.column_stack(PROFILE))
    return on_profile + departure_m(age_s, PROFILE)[:, None] * (shape @ launch.off[: shape.shape[1]])


def lines(launch: Launch, looks: int, rng: np.random.Generator, satellite_ecef: np.ndarray, first_s: float) -> Looks:
    """Return looks at a launch from one satellite."""
    time_s = first_s + LOOK_S * np.arange(looks)
    direction = places(launch, time_s) - satellite_ecef
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    direction += SIGMA_RAD * rng.standard_normal(direction.shape)
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    return Looks(time_s, np.tile(satellite_ecef, (looks, 1)), direction, np.full(looks, SIGMA_RAD))


def fitted(launch: Launch, looks: int, rng: np.random.Generator, is_stereo: bool = False) -> LaunchFit:
    histories = [lines(launch, looks, rng, SATELLITE_ECEF, 0.0)]
    if is_stereo:
        histories.append(lines(launch, looks, rng, OTHER_ECEF, rng.uniform(0.0, LOOK_S)))
    return fit_launch(merged(histories), PROFILE)


def error(launch: Launch, fit: LaunchFit) -> np.ndarray:
    """Return what the fit is off by: east (m), north (m), time (s), azimuth (rad)."""
    axes = enu_axes(launch.lat_rad, launch.lon_rad)
    there = np.array(ecef_from_lla(fit.lat_rad, fit.lon_rad, 0.0))
    off_m = axes @ (there - np.array(ecef_from_lla(launch.lat_rad, launch.lon_rad, 0.0)))
    turn_rad = math.remainder(fit.azimuth_rad - launch.p[3], 2.0 * math.pi)
    return np.array([off_m[0], off_m[1], fit.launch_time_s - launch.p[2], turn_rad])


def trials(
    looks: int, delay_s: float | None, seed: int, count: int = LAUNCHES, is_stereo: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return errors (n, 4) and covariances (n, 4, 4) of fits to launches drawn."""
    rng = np.random.default_rng(seed)
    errors, covariances = [], []
    for _ in range(count):
        launch = drawn(rng, delay_s)
        fit = fitted(launch, looks, rng, is_stereo)
        errors.append(error(launch, fit))
        covariances.append(fit.covariance)
    return np.array(errors), np.array(covariances)


def share_inside(errors: np.ndarray, covariances: np.ndarray, size: int) -> float:
    """Return the share of errors inside the 90 % region of their first components."""
    pairs = zip(errors[:, :size], covariances[:, :size, :size], strict=True)
    distance = np.array([off @ np.linalg.solve(C, off) for off, C in pairs])
    return float((distance < chi2.ppf(0.9, size)).mean())


def test_four_looks_from_forty_seconds_place_a_launch() -> None:
    errors, covariances = trials(4, 40.0, seed=1)
    miss_m = np.linalg.norm(errors[:, :2], axis=1)
    assert np.quantile(miss_m, 0.9) < 20e3
    claimed_m = np.sqrt(np.trace(covariances[:, :2, :2], axis1=1, axis2=2))
    assert 3e3 < np.median(claimed_m) < 15e3
    # 40 s, whatever the time scale, is one delay of those the prior allows, not a draw from it: not 0.9 exactly.
    assert 0.83 <= share_inside(errors, covariances, 2) <= 0.99


@pytest.mark.slow
@pytest.mark.parametrize("is_stereo", [False, True])
@pytest.mark.parametrize("looks", [4, 8, 16, 30])
def test_the_ellipse_holds_nine_in_ten(looks: int, is_stereo: bool) -> None:
    errors, covariances = trials(looks, None, looks, 1000, is_stereo)
    # 0.90 +- 0.03 is asked; 1,000 draws have a standard deviation of 0.0095, and two thirds of it is let through.
    assert 0.864 <= share_inside(errors, covariances, 2) <= 0.936
    # Time and azimuth are far from Gaussian: what a vehicle is off its profile lasts longer than a look.
    late_s, sigma_s = np.abs(errors[:, 2]), np.sqrt(covariances[:, 2, 2])
    turn_rad, sigma_rad = np.abs(errors[:, 3]), np.sqrt(covariances[:, 3, 3])
    assert 0.82 <= (late_s < 1.645 * sigma_s).mean() <= 0.97
    assert 0.82 <= (turn_rad < 1.645 * sigma_rad).mean() <= 0.99


def test_the_covariance_is_honest() -> None:
    errors, covariances = trials(8, None, 8)
    # 200 draws have a standard deviation of 0.021; three of them about 0.87 to 0.93.
    assert 0.81 <= share_inside(errors, covariances, 2) <= 0.98


def test_more_looks_are_better() -> None:
    few, few_P = trials(4, 40.0, seed=2)
    many, many_P = trials(16, 40.0, seed=2)
    assert np.median(np.abs(many[:, 3])) < 0.7 * np.median(np.abs(few[:, 3]))
    assert np.median(np.linalg.norm(many[:, :2], axis=1)) < np.median(np.linalg.norm(few[:, :2], axis=1))
    assert np.median(np.trace(many_P[:, :2, :2], axis1=1, axis2=2)) < 0.6 * np.median(
        np.trace(few_P[:, :2, :2], axis1=1, axis2=2)
    )


def test_a_second_satellite_makes_the_ellipse_a_quarter_as_large() -> None:
    _, mono = trials(8, None, 3, 100)
    _, stereo = trials(8, None, 3, 100, is_stereo=True)
    areas = [np.median(np.sqrt(np.linalg.det(P[:, :2, :2]))) for P in (mono, stereo)]
    assert areas[1] < 0.4 * areas[0]


def test_one_look_is_placed_by_the_priors() -> None:
    rng = np.random.default_rng(4)
    launch = drawn(rng, 25.0)
    fit = fitted(launch, 1, rng)
    off = error(launch, fit)[:2]
    assert off @ np.linalg.solve(fit.covariance[:2, :2], off) < chi2.ppf(0.999, 2)
    assert np.sqrt(fit.covariance[3, 3]) > 1.5  # rad: nothing is known of the azimuth


def test_a_plume_track_is_fitted_on_the_exercise_clock() -> None:
    rng = np.random.default_rng(6)
    launch = drawn(rng, 20.0)
    seen = lines(launch, 10, rng, SATELLITE_ECEF, 0.0)
    table = no_plumes()
    for row in range(10):
        scan_ms = 600000 + round(1000.0 * seen.time_s[row])
        look = (SATELLITE_ECEF, seen.direction_ecef[row : row + 1], SIGMA_RAD, np.array([1e-9]), np.array([scan_ms]))
        table, _ = plume_scan(table, InfraredMeasurements(scan_ms, "eye", row, *look), 10000)
    fit = fit_launch(looks_of(table, 0), PROFILE)
    known = error(launch, fit) - np.array([0.0, 0.0, 600.0, 0.0])
    assert known[:3] @ np.linalg.solve(fit.covariance[:3, :3], known[:3]) < chi2.ppf(0.999, 3)
    assert fit.degrees_of_freedom == 17
    assert fit.chi2 < chi2.ppf(0.999, 17)


def test_a_thing_that_flies_level_fits_only_at_the_edge_of_the_family() -> None:
    """A family wide enough for slow launchers fits nearly all: what is odd shows in how it is stretched."""
    looks = 16
    time_s = LOOK_S * np.arange(looks)
    along = [ecef_from_lla(0.6, 0.3 + 7500.0 * at_s / 5.2e6, 80e3) for at_s in time_s]  # east at 7.5 km/s
    direction = np.array(along) - SATELLITE_ECEF
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    seen = Looks(time_s, np.tile(SATELLITE_ECEF, (looks, 1)), direction, np.full(looks, SIGMA_RAD))
    fit = fit_launch(seen, PROFILE)
    stretch = np.array([math.log(fit.time_scale) / SCALE_LOG_SD, math.log(fit.loft_factor) / LOFT_LOG_SD])
    assert stretch @ stretch > chi2.ppf(0.98, 2)


def test_no_looks_are_refused() -> None:
    with pytest.raises(ModelRangeError, match="0 looks; at least 1"):
        fit_launch(Looks(np.zeros(0), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0)), PROFILE)
