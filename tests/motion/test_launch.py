"""A launch is several bodies: the payload, the spent stages; and debris falls by itself."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tocsin.earth.kernels import ecef_from_lla, enu_axes, lla_rows
from tocsin.errors import ModelRangeError
from tocsin.motion.launch import SEPARATION_M_S, Lla, end_of, fly_debris, fly_launch
from tocsin.motion.path import check_path
from tocsin.motion.solve import fly_to_ground
from tocsin.motion.vehicle import BoostPlan, Vehicle

PLAN = BoostPlan(1.0, 0.4, 112.3)


def test_each_stage_that_burned_comes_down_by_itself(vehicle: Vehicle, launch: Lla) -> None:
    bodies = fly_launch(vehicle, PLAN, launch)
    assert [body.part for body in bodies] == ["payload", "stage-1", "stage-2"]
    assert [body.start_s for body in bodies] == pytest.approx([0.0, 62.0, 112.3])
    assert all(body.came_down for body in bodies)
    assert [body.path.rcs_m2[-1] for body in bodies] == [0.1, 2.5, 1.5]
    for body in bodies:
        check_path(body.part, body.path)
        assert body.path.time_s[0] == 0.0
        assert abs(body.end_lla[2]) < 1.0  # 0.1 ms of fall at 2 km/s


def test_a_spent_stage_starts_where_it_is_let_go_and_a_little_slower(vehicle: Vehicle, launch: Lla) -> None:
    payload, *spent = fly_launch(vehicle, PLAN, launch)
    for body in spent:
        row = int(np.argmin(np.abs(payload.path.time_s - body.start_s)))
        assert np.array_equal(body.path.position_ecef[0], payload.path.position_ecef[row])
        slower = payload.path.velocity_ecef[row] - body.path.velocity_ecef[0]
        assert np.linalg.norm(slower) == pytest.approx(SEPARATION_M_S, abs=1e-6)
        assert slower @ payload.path.velocity_ecef[row] > 0.0
        assert not body.path.plume_w_sr.any()


def test_air_holds_back_what_is_light(vehicle: Vehicle, launch: Lla) -> None:
    """The last stage flies beside the payload above the air, and comes down later and shorter."""
    payload, _, stage = fly_launch(vehicle, PLAN, launch)
    apart_m = np.linalg.norm(
        payload.path.position_ecef[np.searchsorted(payload.path.time_s, 412.3 - 1e-6)]
        - stage.path.position_ecef[np.searchsorted(stage.path.time_s, 300.0 - 1e-6)]
    )
    assert 400.0 < apart_m < 3000.0  # 2 m/s for 300 s is 600 m; a row is up to a second of 2.5 km/s off
    assert stage.start_s + stage.path.time_s[-1] > payload.path.time_s[-1] + 30.0
    speeds = [float(np.linalg.norm(body.path.velocity_ecef[-1])) for body in (payload, stage)]
    assert speeds[1] < 0.2 * speeds[0]


def test_a_stage_that_never_lit_is_no_body(vehicle: Vehicle, launch: Lla) -> None:
    bodies = fly_launch(vehicle, replace(PLAN, cutoff_s=50.0), launch)
    assert [(body.part, body.start_s) for body in bodies] == [("payload", 0.0), ("stage-1", 50.0)]


def test_a_light_body_falls_at_last_at_its_terminal_speed() -> None:
    """Weight equals drag: v^2 = 2 g beta / rho; within 1 %, for density changes while it falls."""
    fallen = fly_debris(np.array(ecef_from_lla(0.5, 0.2, 90e3)), 500.0 * enu_axes(0.5, 0.2)[0], 60.0, 0.3)
    assert fallen.came_down
    assert fallen.part == "debris"
    terminal_m_s = math.sqrt(2.0 * 9.793 * 60.0 / 1.225)
    assert np.linalg.norm(fallen.path.velocity_ecef[-1]) == pytest.approx(terminal_m_s, rel=0.01)
    assert set(fallen.path.rcs_m2) == {0.3}


def test_debris_in_orbit_stays_up() -> None:
    position = np.array([6.9e6, 0.0, 0.0])
    still_up = fly_debris(position, np.array([0.0, 7.1e3, 0.0]), 60.0, 0.3)
    assert not still_up.came_down
    assert still_up.path.time_s[-1] == 7200.0


def test_a_launcher_is_followed_for_its_coast_and_never_comes_down(vehicle: Vehicle, launch: Lla) -> None:
    launcher = replace(vehicle, coast_s=120.0)
    bodies = fly_launch(launcher, PLAN, launch)
    assert [body.came_down for body in bodies] == [False, True, False]
    assert bodies[0].path.time_s[-1] == pytest.approx(112.3 + 120.0)
    assert bodies[2].path.time_s[-1] == pytest.approx(120.0)
    with pytest.raises(ModelRangeError, match=r"coast_s = 120 s ends before altitude 0"):
        fly_to_ground(launcher, PLAN, launch)


def test_the_quick_end_is_the_flight_s(vehicle: Vehicle, launch: Lla) -> None:
    payload = fly_launch(vehicle, PLAN, launch)[0]
    end = end_of(vehicle, PLAN, launch)
    assert end.time_s == pytest.approx(payload.path.time_s[-1], abs=0.05)
    there, here = (np.array(ecef_from_lla(*lla)) for lla in (end.lla, payload.end_lla))
    assert np.linalg.norm(there - here) < 50.0
    assert end.apogee_m == pytest.approx(lla_rows(payload.path.position_ecef)[:, 2].max(), abs=50.0)
