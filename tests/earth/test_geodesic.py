"""Distance along the ground against another program, for all kinds of pairs."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from tocsin.earth.geodesic import geodesic_direct, geodesic_inverse

WGS84 = Geodesic.WGS84
Pair = tuple[float, float, float, float]  # latitude and longitude of two points, degrees
Oracle = Callable[[str], dict[str, dict]]

# Vincenty's series leaves 0.1 mm over half the Earth; the promise is 1 mm, and a fault of method is metres at least.
BOUND_M = 1e-3

latitudes = st.floats(-90.0, 90.0)
longitudes = st.floats(-180.0, 180.0)


def spread(count: int, seed: int) -> Iterator[Pair]:
    """Yield pairs spread evenly over the Earth."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        lat1, lat2 = np.degrees(np.arcsin(rng.uniform(-1.0, 1.0, 2)))
        lon1, lon2 = rng.uniform(-180.0, 180.0, 2)
        yield float(lat1), float(lon1), float(lat2), float(lon2)


def nearly_antipodal(count: int, seed: int, widest_lat_deg: float) -> Iterator[Pair]:
    rng = np.random.default_rng(seed)
    for _ in range(count):
        lat, lon = rng.uniform(-widest_lat_deg, widest_lat_deg), rng.uniform(-180.0, 180.0)
        off_lat, off_lon = 0.7 * rng.normal(size=2)
        yield lat, lon, float(np.clip(off_lat - lat, -90.0, 90.0)), lon + 180.0 + float(off_lon)


def nasty() -> Iterator[Pair]:
    """Yield poles, meridians, the equator, coincident and antipodal places, and their nearest neighbours."""
    for lat in (0.0, 1e-300, 1e-14, 1e-9, 1e-6, 0.5, 30.0, 60.0, 89.9999999, 90.0):
        for off_lat in (0.0, 1e-12, 1e-9, 1e-5, 0.01, 0.5):
            for off_lon in (0.0, 1e-14, 1e-9, 1e-3, 0.3, 0.5, 0.6, 0.7, 1.0, 1.99, 2.0, 2.01):
                for side in (1.0, -1.0):
                    yield side * lat, 10.0, side * min(off_lat - lat, 90.0), 190.0 - side * off_lon
                    yield side * lat, 179.9, side * max(lat - off_lat, -90.0), 179.9 + side * off_lon
    for lat1 in (0.0, 20.0, 90.0):
        for lat2 in (-90.0, -30.0, 0.0, 50.0, 90.0):
            for apart in (0.0, 90.0, 180.0, -180.0, 540.0):
                yield lat1, 0.0, lat2, apart
    for apart in (179.0, 179.3, 179.39, 179.396, 179.3965, 179.4, 179.5, 179.9):  # the equator stops being the way
        yield 0.0, 0.0, 0.0, apart


KINDS = {
    "spread over the Earth": list(spread(2000, 1)),
    "nearly antipodal": list(nearly_antipodal(1500, 2, 90.0)),
    "nearly antipodal, near the equator": list(nearly_antipodal(1500, 3, 2.0)),
    "nasty": list(nasty()),
}


@pytest.mark.parametrize("pairs", KINDS.values(), ids=KINDS)
def test_inverse_against_geographiclib(pairs: list[Pair]) -> None:
    """The distance is theirs; whoever goes it from either end, by their direct problem, arrives at the other."""
    for pair in pairs:
        found = geodesic_inverse(*map(math.radians, pair))
        assert found.distance_m == pytest.approx(WGS84.Inverse(*pair)["s12"], abs=BOUND_M), pair
        there = WGS84.Direct(pair[0], pair[1], math.degrees(found.azimuth1_rad), found.distance_m)
        back = WGS84.Direct(pair[2], pair[3], math.degrees(found.azimuth2_rad) + 180.0, found.distance_m)
        assert WGS84.Inverse(there["lat2"], there["lon2"], pair[2], pair[3])["s12"] < BOUND_M, pair
        assert WGS84.Inverse(back["lat2"], back["lon2"], pair[0], pair[1])["s12"] < BOUND_M, pair


def test_azimuths_against_geographiclib() -> None:
    """Where only one way is shortest the azimuth itself is theirs: 1e-9 rad, 6 mm seen across the Earth's radius."""
    for pair in KINDS["spread over the Earth"]:
        found, wanted = geodesic_inverse(*map(math.radians, pair)), WGS84.Inverse(*pair)
        for ours_rad, theirs in ((found.azimuth1_rad, "azi1"), (found.azimuth2_rad, "azi2")):
            assert abs(math.remainder(math.degrees(ours_rad) - wanted[theirs], 360.0)) < math.degrees(1e-9), pair


def test_a_stored_geodesic(oracle: Oracle, validate: Callable[..., None]) -> None:
    case = oracle("earth_atmosphere.json")["geodesic-inverse-jfk-cdg"]
    found = geodesic_inverse(
        *(math.radians(case["inputs"][name]["value"]) for name in ("lat1", "lon1", "lat2", "lon2"))
    )
    validate("earth", case, "distance", found.distance_m)
    # 1 mm, the case's tolerance, seen across 5,853 km
    validate("earth", case, "azimuth1", math.degrees(found.azimuth1_rad), abs=1e-8)
    validate("earth", case, "azimuth2", math.degrees(found.azimuth2_rad), abs=1e-8)
    # The arc is that of the auxiliary sphere: distance over b lies above it by up to half of e'^2, 0.34 %.
    validate("earth", case, "arc", math.degrees(found.distance_m / 6356752.3), rel=0.0034)


@given(latitudes, longitudes, st.floats(-180.0, 180.0), st.floats(0.0, 4.1e7))
def test_direct_against_geographiclib(lat: float, lon: float, azimuth: float, distance_m: float) -> None:
    wanted = WGS84.Direct(lat, lon, azimuth, distance_m)
    lat2, lon2, azimuth2 = geodesic_direct(*map(math.radians, (lat, lon, azimuth)), distance_m)
    apart = WGS84.Inverse(math.degrees(lat2), math.degrees(lon2), wanted["lat2"], wanted["lon2"])
    assert apart["s12"] < BOUND_M
    # Near a pole longitude and azimuth turn together: what counts is their difference.
    turn = math.degrees(azimuth2) - wanted["azi2"]
    meridians = math.remainder(math.degrees(lon2) - wanted["lon2"], 360.0)
    off = math.remainder(turn - math.copysign(1.0, lat2) * meridians, 360.0)
    assert abs(math.radians(off)) * math.cos(lat2) < 1e-9


@given(latitudes, longitudes, st.floats(-3.1, 3.1), st.floats(0.0, 1.99e7))
def test_going_and_measuring_is_a_round_trip(lat: float, lon: float, azimuth: float, distance_m: float) -> None:
    start = math.radians(lat), math.radians(lon)
    lat2, lon2, _ = geodesic_direct(*start, azimuth, distance_m)
    assert geodesic_inverse(*start, lat2, lon2).distance_m == pytest.approx(distance_m, abs=BOUND_M)


def test_the_same_place_is_no_distance() -> None:
    assert geodesic_inverse(0.3, 1.0, 0.3, 1.0).distance_m == 0.0


def test_from_pole_to_pole_is_half_a_meridian() -> None:
    # Twice the quarter meridian of WGS 84, 10,001,965.729 m (NIMA TR8350.2).
    assert geodesic_inverse(math.pi / 2, 0.0, -math.pi / 2, 1.0).distance_m == pytest.approx(20003931.458, abs=2e-3)
