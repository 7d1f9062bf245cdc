"""Sidereal time against the function that SGP4 itself uses."""

import pytest
from sgp4.propagation import gstime

from tocsin.earth.kernels import gmst_rad
from tocsin.earth.sidereal import gmst_at, julian_date

MOMENTS_MS = [0, 946728000000, 1161820800000, 1546603200000, 1893456000123, 4102444799999]


@pytest.mark.parametrize("utc_ms", MOMENTS_MS)
def test_gmst_against_sgp4(utc_ms: int) -> None:
    midnight, day_fraction = julian_date(utc_ms)
    # One float holds a Julian date to 40 us, which is 3e-9 rad; theirs takes one float.
    assert gmst_at(utc_ms) == pytest.approx(gstime(midnight + day_fraction), abs=1e-8)


def test_julian_date_of_known_days() -> None:
    assert julian_date(946728000000) == (2451544.5, 0.5)  # J2000.0 is 2000-01-01T12:00
    assert julian_date(-86400000) == (2440586.5, 0.0)


def test_gmst_at_j2000_is_the_constant_of_the_formula() -> None:
    assert gmst_rad(2451545.0) == pytest.approx(4.894961212823059, abs=1e-12)  # 67310.54841 s of time


def test_ut1_turns_the_earth_by_15_seconds_of_arc_a_second() -> None:
    turned_rad = gmst_at(1893456000123, 0.9) - gmst_at(1893456000123)
    assert turned_rad == pytest.approx(0.9 * 7.292115e-5, rel=1e-6)  # WGS 84's rate, seven figures
    assert gmst_at(1893456000123, 0.877) == pytest.approx(gmst_at(1893456001000), abs=1e-12)
