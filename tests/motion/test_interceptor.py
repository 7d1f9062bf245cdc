"""Kinematic reach of an interceptor."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import GM_M3_S2, MEAN_RADIUS_M
from tocsin.earth.kernels import ecef_from_lla
from tocsin.errors import ScenarioError
from tocsin.motion.interceptor import (
    Flyout,
    Interceptor,
    check_interceptor,
    flyout_for,
    flyout_path,
    flyout_time_s,
    flyout_times_s,
)
from tocsin.motion.path import state_at


@pytest.fixture(scope="module")
def air() -> Flyout:
    """Return an air-defence class: 60 km around itself, from 10 m up."""
    return flyout_for(
        Interceptor(
            name="notional air defence",
            burn_time_s=12.0,
            burnout_speed_m_s=1400.0,
            ballistic_coefficient_kg_m2=6000.0,
            min_range_m=2e3,
            max_ground_range_m=60e3,
            min_altitude_m=10.0,
            max_altitude_m=25e3,
            max_flight_s=120.0,
            plume_w_sr=2e4,
        )
    )


def coast(interceptor: object, climb_rad: float, time_s: float) -> tuple[float, float]:
    """Return ground range and altitude (m) at a time after launch, by scipy in polar coordinates."""
    gone_m = 0.5 * interceptor.burnout_speed_m_s * interceptor.burn_time_s
    across, up = gone_m * math.cos(climb_rad), gone_m * math.sin(climb_rad)
    angle = math.atan2(across, MEAN_RADIUS_M + up)
    radius = math.hypot(across, MEAN_RADIUS_M + up)
    out = interceptor.burnout_speed_m_s * math.sin(climb_rad + angle)
    along = interceptor.burnout_speed_m_s * math.cos(climb_rad + angle)

    def rates(_: float, state: np.ndarray) -> list[float]:
        r, _, v_out, v_along = state
        drag = 0.5 * air_density(r - MEAN_RADIUS_M) * math.hypot(v_out, v_along)
        drag /= interceptor.ballistic_coefficient_kg_m2
        pull = v_along**2 / r - GM_M3_S2 / r**2
        return [v_out, v_along / r, pull - drag * v_out, -v_out * v_along / r - drag * v_along]

    span = (interceptor.burn_time_s, time_s)
    end = solve_ivp(rates, span, [radius, angle, out, along], "DOP853", rtol=1e-9, atol=1e-6).y[:, -1]
    return float(end[1]) * MEAN_RADIUS_M, float(end[0]) - MEAN_RADIUS_M


@pytest.mark.parametrize(("climb_deg", "time_s"), [(90.0, 40.0), (70.0, 55.0), (45.0, 70.0), (35.0, 100.0)])
def test_times_against_scipy(upper: Flyout, climb_deg: float, time_s: float) -> None:
    ground_m, altitude_m = coast(upper.interceptor, math.radians(climb_deg), time_s)
    # The table's cells are 2 km by 1 degree and its steps 0.1 s; the exercise's tick is 1 s.
    assert flyout_time_s(upper, ground_m, altitude_m) == pytest.approx(time_s, abs=0.05)


def test_under_thrust_the_climb_is_straight(upper: Flyout) -> None:
    free = replace(upper.interceptor, min_altitude_m=0.0, min_range_m=0.0)
    far_m = 20e3
    wanted_s = math.sqrt(2.0 * far_m * free.burn_time_s / free.burnout_speed_m_s)
    climb_rad = math.radians(60.0)
    found = flyout_time_s(flyout_for(free), far_m * math.cos(climb_rad), far_m * math.sin(climb_rad))
    assert found == pytest.approx(wanted_s, abs=0.2)  # 30 m of Earth's curve, and the table's cells


@pytest.mark.parametrize(
    ("ground_m", "altitude_m"),
    [(50e3, 39e3), (50e3, 151e3), (201e3, 80e3), (100e3, -5.0), (1e6, 80e3)],
)
def test_outside_its_limits_it_never_is(upper: Flyout, ground_m: float, altitude_m: float) -> None:
    assert flyout_time_s(upper, ground_m, altitude_m) == math.inf


def low_flight_s(interceptor: Interceptor, ground_m: float, altitude_m: float) -> float:
    """Return when the flight that passes a low place gets there, by scipy: the climb angle is searched."""

    def passing(climb_rad: float) -> tuple[float, float]:
        def short_m(time_s: float) -> float:
            return coast(interceptor, climb_rad, time_s)[0] - ground_m

        at_s = brentq(short_m, interceptor.burn_time_s + 0.01, 150.0, xtol=1e-4)
        return at_s, coast(interceptor, climb_rad, at_s)[1] - altitude_m

    return passing(brentq(lambda climb_rad: passing(climb_rad)[1], 5e-4, 0.4, xtol=1e-6))[0]


@pytest.mark.parametrize("altitude_m", [10.0, 100.0, 1000.0])
@pytest.mark.parametrize("ground_m", [10e3, 20e3, 30e3])
def test_close_over_the_ground_against_scipy(air: Flyout, ground_m: float, altitude_m: float) -> None:
    wanted_s = low_flight_s(air.interceptor, ground_m, altitude_m)
    # between level and the table's lowest flight, 0.75 degrees steeper than one that comes down short
    assert flyout_time_s(air, ground_m, altitude_m) == pytest.approx(wanted_s, abs=0.5)


def test_what_lies_below_its_level_it_reaches_as_far_as_the_ground_falls_away(air: Flyout) -> None:
    drop_m = 20e3**2 / (2.0 * MEAN_RADIUS_M)
    assert drop_m == pytest.approx(31.4, abs=0.1)  # so that 10 m of altitude is 21 m below level
    assert math.isfinite(flyout_time_s(air, 20e3, 10.0))
    far = flyout_for(replace(air.interceptor, burnout_speed_m_s=4000.0, max_ground_range_m=400e3, max_flight_s=300.0))
    assert flyout_time_s(far, 200e3, 10.0) == math.inf  # 0.9 degrees below level
    assert math.isfinite(flyout_time_s(far, 200e3, 4e3))


def test_too_near_is_out_of_reach(upper: Flyout) -> None:
    low = flyout_for(replace(upper.interceptor, min_altitude_m=1e3))
    assert flyout_time_s(low, 1e3, 14e3) == math.inf
    assert flyout_time_s(low, 1e3, 16e3) < 30.0


def test_a_slow_one_does_not_get_to_its_declared_range(upper: Flyout) -> None:
    slow = flyout_for(replace(upper.interceptor, burnout_speed_m_s=1200.0))
    assert flyout_time_s(slow, 190e3, 60e3) == math.inf


def test_farther_along_a_line_of_sight_is_later(upper: Flyout) -> None:
    far_m = np.linspace(50e3, 190e3, 40)
    for elevation_rad in (0.35, 0.6, 0.9):
        ground_m, altitude_m = far_m * math.cos(elevation_rad), far_m * math.sin(elevation_rad)
        times_s = flyout_times_s(upper, ground_m, altitude_m)
        times_s = times_s[np.isfinite(times_s)]
        assert times_s.shape[0] > 10
        assert np.all(np.diff(times_s) > 0.0)


def test_many_places_are_the_places_one_by_one(upper: Flyout) -> None:
    ground_m, altitude_m = np.array([50e3, 120e3, 500e3]), np.array([60e3, 100e3, 60e3])
    one_by_one = [flyout_time_s(upper, *place) for place in zip(ground_m, altitude_m, strict=True)]
    assert flyout_times_s(upper, ground_m, altitude_m).tolist() == one_by_one


def test_its_path_arrives_in_time_and_burns_only_first(upper: Flyout) -> None:
    launch = (0.6, 0.3, 100.0)
    meet = np.array(ecef_from_lla(0.61, 0.31, 80e3))
    path = flyout_path(upper, launch, meet, 60.0)
    assert state_at(path, 0.0)[0] == pytest.approx(ecef_from_lla(*launch))
    assert state_at(path, 60.0)[0] == pytest.approx(meet)
    assert state_at(path, 10.0)[2] == upper.interceptor.plume_w_sr
    assert state_at(path, 30.0)[2] == 0.0
    speeds = [float(np.linalg.norm(state_at(path, time_s)[1])) for time_s in (5.0, 10.0, 15.0)]
    assert speeds[1] - speeds[0] == pytest.approx(speeds[2] - speeds[1], rel=1e-3)


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"burn_time_s": 0.0}, r"burn_time_s = 0\.0 must be above 0"), ({"min_altitude_m": 2e5}, "and below")],
)
def test_numbers_that_make_no_sense_are_refused(upper: Flyout, change: dict, fault: str) -> None:
    with pytest.raises(ScenarioError, match=fault):
        check_interceptor(replace(upper.interceptor, **change))
