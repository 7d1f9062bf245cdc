"""Distance along the ground against another program, and where the method gives up."""

import json
import math
from pathlib import Path

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tocsin.earth.geodesic import geodesic_direct, geodesic_inverse
from tocsin.errors import ModelRangeError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles/earth_atmosphere.json").read_text())

latitudes = st.floats(-89.9, 89.9)
longitudes = st.floats(-180.0, 180.0)


def test_a_stored_geodesic() -> None:
    (case,) = [case for case in ORACLES if case["id"] == "geodesic-inverse-jfk-cdg"]
    values = [math.radians(case["inputs"][name]["value"]) for name in ("lat1", "lon1", "lat2", "lon2")]
    found = geodesic_inverse(*values)
    assert found.distance_m == pytest.approx(case["expected"]["distance"]["value"], abs=case["tolerance"]["abs"])
    for azimuth_rad, name in ((found.azimuth1_rad, "azimuth1"), (found.azimuth2_rad, "azimuth2")):
        # 1 mm, the case's tolerance, seen across 5,853 km
        assert math.degrees(azimuth_rad) == pytest.approx(case["expected"][name]["value"], abs=1e-8)


@settings(deadline=None)
@given(latitudes, longitudes, latitudes, longitudes)
def test_inverse_against_geographiclib(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    wanted = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)
    assume(wanted["a12"] < 179.0)
    found = geodesic_inverse(*map(math.radians, (lat1, lon1, lat2, lon2)))
    assert found.distance_m == pytest.approx(wanted["s12"], abs=5e-4)  # the series' own error, 0.5 mm


@settings(deadline=None)
@given(latitudes, longitudes, st.floats(-180.0, 180.0), st.floats(0.0, 1.8e7))
def test_direct_against_geographiclib(lat: float, lon: float, azimuth: float, distance_m: float) -> None:
    wanted = Geodesic.WGS84.Direct(lat, lon, azimuth, distance_m)
    lat2, lon2, azimuth2 = geodesic_direct(*map(math.radians, (lat, lon, azimuth)), distance_m)
    apart = Geodesic.WGS84.Inverse(math.degrees(lat2), math.degrees(lon2), wanted["lat2"], wanted["lon2"])
    assert apart["s12"] < 5e-4  # the series' own error, 0.5 mm
    turn = math.remainder(math.degrees(azimuth2) - wanted["azi2"], 360.0)
    # 0.5 mm of place is an angle that grows toward the pole
    assert abs(turn) * math.cos(lat2) < 1e-7


@settings(deadline=None)
@given(latitudes, longitudes, st.floats(-3.1, 3.1), st.floats(1e3, 1.8e7))
def test_going_and_measuring_is_a_round_trip(lat: float, lon: float, azimuth: float, distance_m: float) -> None:
    start = math.radians(lat), math.radians(lon)
    lat2, lon2, _ = geodesic_direct(*start, azimuth, distance_m)
    assert geodesic_inverse(*start, lat2, lon2).distance_m == pytest.approx(distance_m, abs=1e-3)


def test_over_the_pole_is_a_way_like_any_other() -> None:
    lat1, lat2 = 60.0, 88.0
    for lon in (-127.0, 0.0, 53.0):
        wanted = Geodesic.WGS84.Inverse(lat1, lon, lat2, lon + 180.0)["s12"]
        found = geodesic_inverse(*map(math.radians, (lat1, lon, lat2, lon + 180.0)))
        assert found.distance_m == pytest.approx(wanted, abs=5e-4)  # the series' own error
        assert math.cos(found.azimuth1_rad) == pytest.approx(1.0)


def test_the_same_place_is_no_distance() -> None:
    assert geodesic_inverse(0.3, 1.0, 0.3, 1.0).distance_m == 0.0


def test_nearly_antipodal_points_are_refused_with_a_remedy() -> None:
    with pytest.raises(ModelRangeError, match=r"antipodal.*move one by more than 1 degree"):
        geodesic_inverse(0.0, 0.0, math.radians(0.2), math.radians(179.8))
    with pytest.raises(ModelRangeError, match="antipodal"):
        geodesic_inverse(0.0, 0.0, 0.0, math.pi)
