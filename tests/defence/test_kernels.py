"""Range along the ground and altitude as a battery sees them."""

import math

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from tocsin.defence.kernels import reach
from tocsin.earth.kernels import ecef_from_lla, enu_axes

LAT_RAD, LON_RAD = math.radians(35.0), math.radians(80.0)
SITE_ECEF = np.array(ecef_from_lla(LAT_RAD, LON_RAD, 0.0))
AXES = enu_axes(LAT_RAD, LON_RAD)


def test_overhead_is_no_ground_range_and_the_whole_altitude() -> None:
    above = np.array([ecef_from_lla(LAT_RAD, LON_RAD, altitude_m) for altitude_m in (0.0, 50e3, 150e3)])
    ground_range_m, altitude_m = reach(above, SITE_ECEF, AXES)
    assert ground_range_m == pytest.approx([0.0, 0.0, 0.0], abs=1e-3)
    assert altitude_m == pytest.approx([0.0, 50e3, 150e3], abs=1e-3)


def test_a_near_point_by_hand() -> None:
    near = SITE_ECEF + np.array([[3e3, 4e3, 1e3]]) @ AXES
    ground_range_m, altitude_m = reach(near, SITE_ECEF, AXES)
    # 5 km in the plane, of which 1 km up takes 1/6371; the ground falls away by 5^2 / 2R: 2 m
    assert ground_range_m[0] == pytest.approx(5e3 * 6371.0 / 6372.0, abs=0.1)
    assert altitude_m[0] == pytest.approx(1_002.0, abs=0.1)


@given(
    lat_deg=st.floats(-70.0, 70.0),
    azimuth_deg=st.floats(0.0, 360.0),
    range_m=st.floats(1e3, 300e3),
    alt_m=st.floats(0.0, 200e3),
)
def test_a_point_above_a_geodesic_against_geographiclib(
    lat_deg: float, azimuth_deg: float, range_m: float, alt_m: float
) -> None:
    there = Geodesic.WGS84.Direct(lat_deg, 20.0, azimuth_deg, range_m)
    point = np.array([ecef_from_lla(math.radians(there["lat2"]), math.radians(there["lon2"]), alt_m)])
    lat_rad, lon_rad = math.radians(lat_deg), math.radians(20.0)
    site_ecef = np.array(ecef_from_lla(lat_rad, lon_rad, 0.0))
    ground_range_m, altitude_m = reach(point, site_ecef, enu_axes(lat_rad, lon_rad))
    # the Earth's radii of curvature differ from the mean radius by up to 0.56 % below 70 degrees
    assert ground_range_m[0] == pytest.approx(range_m, rel=0.0075)
    assert altitude_m[0] == pytest.approx(alt_m, abs=0.01)
