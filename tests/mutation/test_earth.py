"""A wrong Earth is noticed: by published gravity, observed coasts, another program's geodesics and positions."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.slow

Spoil = Callable[..., None]


def test_the_bulge_with_its_sign_flipped(spoil: Spoil) -> None:
    weight = "tests/earth/test_gravity.py::test_weight_on_the_ellipsoid"
    spoil("earth/kernels.py", "bulge = 1.5 * J2 *", "bulge = -1.5 * J2 *", weight)


def test_a_coast_over_an_earth_that_does_not_turn(spoil: Spoil) -> None:
    turning = """    ax += ROTATION_RAD_S * (ROTATION_RAD_S * x + 2.0 * vy)
    ay += ROTATION_RAD_S * (ROTATION_RAD_S * y - 2.0 * vx)
"""
    coasts = "tests/motion/test_coast.py::test_observed_coasts_are_met_only_when_the_earth_turns"
    spoil("motion/kernels.py", turning, "", coasts)


def test_an_earth_that_turns_once_a_solar_day(spoil: Spoil) -> None:
    skyfield = "tests/motion/test_orbit.py::test_positions_over_the_ground_against_skyfield"
    spoil("earth/kernels.py", "0.00273790935079524 * (days + day_fraction)", "0.0", skyfield)


def test_a_far_way_whose_longitude_is_that_of_the_sphere(spoil: Spoil) -> None:
    pairs = "tests/earth/test_geodesic.py::test_inverse_against_geographiclib"
    spoil("earth/ground/kernels.py", "turn2 - turn1 - FLATTENING * sin_node * share", "turn2 - turn1", pairs)
