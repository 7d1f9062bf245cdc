"""A launch whose thrust ends early: as planned up to then, and in free fall from there."""

import math

import numpy as np
import pytest

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.earth.kernels import lla_rows
from tocsin.errors import ModelRangeError
from tocsin.motion.failure import fly_failure, what_is_left
from tocsin.motion.launch import Lla, fly_launch
from tocsin.motion.path import check_path
from tocsin.motion.vehicle import BoostPlan, Vehicle

PLAN = BoostPlan(1.0, 0.4, 112.3)
GM, EQUATOR_M, J2, SPIN = 3.986004418e14, 6378137.0, 1.08262668e-3, 7.292115e-5  # EGM96, WGS 84


def energy_j_kg(position: np.ndarray, velocity: np.ndarray) -> np.ndarray:
    """Return the energy of a free body among the stars: Kepler's and the oblateness's (Curtis, eq. 12.25)."""
    x, y, z = position.T
    inertial = velocity + SPIN * np.column_stack((-y, x, np.zeros_like(x)))
    r = np.linalg.norm(position, axis=1)
    oblate = 0.5 * J2 * (EQUATOR_M / r) ** 2 * (3.0 * (z / r) ** 2 - 1.0)
    return 0.5 * np.sum(inertial**2, axis=1) - GM / r * (1.0 - oblate)


def test_up_to_the_failure_it_flies_as_planned(vehicle: Vehicle, launch: Lla) -> None:
    meant, failed = fly_launch(vehicle, PLAN, launch), fly_failure(vehicle, PLAN, launch, 90.0)
    rows = 90  # a row a second; both have the same changes up to the failure
    assert np.allclose(meant[0].path.position_ecef[:rows], failed[0].path.position_ecef[:rows], atol=1.0)
    assert np.array_equal(meant[0].path.plume_w_sr[:rows], failed[0].path.plume_w_sr[:rows])
    check_path("payload", failed[0].path)


def test_what_was_dropped_before_falls_by_itself_and_the_rest_as_one(vehicle: Vehicle, launch: Lla) -> None:
    first, second = fly_failure(vehicle, PLAN, launch, 40.0), fly_failure(vehicle, PLAN, launch, 90.0)
    assert [body.part for body in first] == ["payload"]
    assert [body.part for body in second] == ["payload", "stage-1"]
    spent = fly_launch(vehicle, PLAN, launch)[1]
    assert second[1].end_lla == pytest.approx(spent.end_lla, abs=1e-6)  # 6 m
    assert all(body.came_down for body in (*first, *second))


def test_after_the_failure_it_is_dark_and_keeps_its_energy(vehicle: Vehicle, launch: Lla) -> None:
    path = fly_failure(vehicle, PLAN, launch, 90.0)[0].path
    after = path.time_s >= 90.0
    assert not path.plume_w_sr[after].any() and path.plume_w_sr[~after].all()
    assert set(path.rcs_m2[after]) == {vehicle.boost_rcs_m2}
    high = after & (lla_rows(path.position_ecef)[:, 2] > 100e3)
    assert high.sum() > 60
    energy = energy_j_kg(path.position_ecef[high], path.velocity_ecef[high])
    speed_m_s = np.linalg.norm(path.velocity_ecef[high], axis=1).min()
    assert (
        np.ptp(energy) < 0.5 * speed_m_s
    )  # as much as half a metre a second: drag above 100 km and the steps' error


def test_the_earlier_it_fails_the_shorter_it_comes_down(vehicle: Vehicle, launch: Lla) -> None:
    ends = [fly_failure(vehicle, PLAN, launch, at_s)[0].end_lla for at_s in (3.0, 30.0, 70.0, 110.0)]
    ends.append(fly_launch(vehicle, PLAN, launch)[0].end_lla)
    lines = [geodesic_inverse(launch[0], launch[1], end[0], end[1]) for end in ends]
    ranges = [line.distance_m for line in lines]
    assert ranges == sorted(ranges) and ranges[0] < 100.0
    assert all(abs(line.azimuth1_rad - PLAN.azimuth_rad) < 0.05 for line in lines[1:])  # it turns below for ~800 s


def test_what_is_left_has_the_mass_of_all_that_is_attached(vehicle: Vehicle) -> None:
    left = what_is_left(vehicle, 0, 31.0)  # half of the first stage's propellant is gone
    assert left.payload_kg == 700.0 + 3550.0
    area_m2 = math.pi * 0.7**2
    assert left.payload_ballistic_coefficient_kg_m2 == pytest.approx((700 + 3550 + 1400 + 5500) / (0.3 * area_m2))


@pytest.mark.parametrize("fails_s", [0.0, -1.0, 112.3, 500.0])
def test_a_failure_outside_the_burn_is_refused(vehicle: Vehicle, launch: Lla, fails_s: float) -> None:
    with pytest.raises(ModelRangeError, match=r"fails_s = .*below 112\.3"):
        fly_failure(vehicle, PLAN, launch, fails_s)
