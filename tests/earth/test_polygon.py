"""Which points lie inside a ring."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.earth.kernels import point_in_polygon, points_in_polygon
from tocsin.earth.polygon import check_ring
from tocsin.errors import ScenarioError

# A letter L: the square from 0 to 2 without its upper right quarter.
L_LAT = np.array([0.0, 0.0, 1.0, 1.0, 2.0, 2.0]) * 0.1
L_LON = np.array([0.0, 2.0, 2.0, 1.0, 1.0, 0.0]) * 0.1


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(0.05, 0.05, True), (0.05, 0.15, True), (0.15, 0.05, True), (0.15, 0.15, False), (-0.01, 0.05, False)],
)
def test_a_ring_that_is_not_convex(lat: float, lon: float, inside: bool) -> None:
    assert point_in_polygon(lat, lon, L_LAT, L_LON) is inside


@given(st.floats(-0.1, 0.3), st.floats(-0.1, 0.3), st.integers(0, 5))
def test_where_the_ring_starts_and_which_way_it_goes_is_all_one(lat: float, lon: float, turn: int) -> None:
    first = point_in_polygon(lat, lon, L_LAT, L_LON)
    for order in (1, -1):
        ring = np.roll(L_LAT, turn)[::order].copy(), np.roll(L_LON, turn)[::order].copy()
        assert point_in_polygon(lat, lon, *ring) == first


def test_many_points_are_the_points_one_by_one() -> None:
    lat, lon = np.array([0.05, 0.15]), np.array([0.15, 0.15])
    assert points_in_polygon(lat, lon, L_LAT, L_LON).tolist() == [True, False]


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "fault"),
    [
        ([0.0, 1.0], [0.0, 1.0], "at least 3"),
        ([0.0, 1.0, 95.0], [0.0, 1.0, 2.0], "within 90 deg"),
        ([0.0, 1.0, 2.0], [179.0, -179.0, 178.0], "antimeridian"),
    ],
)
def test_a_bad_ring_is_refused(lat_deg: list[float], lon_deg: list[float], fault: str) -> None:
    with pytest.raises(ScenarioError, match=fault):
        check_ring("north", np.radians(lat_deg), np.radians(lon_deg))


def test_a_good_ring_passes() -> None:
    check_ring("north", L_LAT, L_LON)
    assert math.degrees(L_LAT.max()) < 90.0
