"""Sun and Moon against another program over ninety years; light and shadow against rays drawn to the Sun's rim."""

import math
import warnings
from datetime import UTC, datetime
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest

from tocsin.earth import sky
from tocsin.earth.constants import EARTH_RADIUS_M
from tocsin.earth.sidereal import DAY_MS

FIRST_MS, LAST_MS = -315_619_200_000, 2_556_144_000_000  # 1960-01-01 and 2051-01-01
EQUINOX_MS = 1900303200000  # 2030-03-21T06:00Z, sixteen hours after the equinox
HOUR_MS = 3_600_000
GEOSTATIONARY_M = 42164172.0
COUNT = 600


class Bodies(NamedTuple):
    """Where astropy has Sun and Moon, ECEF m (n, 3), at times (n,)."""

    times_ms: np.ndarray
    sun_ecef: np.ndarray
    moon_ecef: np.ndarray


@pytest.fixture(scope="module")
def bodies(sky_of_astropy: ModuleType) -> Bodies:
    """Return the places of Sun and Moon by astropy's own ephemeris."""
    times_ms = np.sort(np.random.default_rng(11).integers(FIRST_MS, LAST_MS, COUNT))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "dubious year": leap seconds of far dates are not known
        when = pytest.importorskip("astropy.time").Time(times_ms / 1000.0, format="unix")
        turning = sky_of_astropy.ITRS(obstime=when)
        places = [
            sky_of_astropy.get_body(name, when, ephemeris="builtin")
            .transform_to(turning)
            .cartesian.xyz.to_value("m")
            .T
            for name in ("sun", "moon")
        ]
    return Bodies(times_ms, *places)


def apart_deg(direction: np.ndarray, place: np.ndarray) -> float:
    unit = place / np.linalg.norm(place)
    return math.degrees(2.0 * math.asin(float(np.linalg.norm(direction - unit)) / 2.0))


def test_the_sun_stands_where_astropy_has_it(bodies: Bodies) -> None:
    for time_ms, place in zip(bodies.times_ms, bodies.sun_ecef, strict=True):
        # The series promises 0.01 degrees; nutation, 0.005, and UT1 - UTC, 0.004, are left out.
        assert apart_deg(sky.sun_direction_ecef(int(time_ms)), place) < 0.02
        assert sky.sun_distance_m(int(time_ms)) == pytest.approx(np.linalg.norm(place), rel=2e-4)


def test_the_moon_stands_where_astropy_has_it(bodies: Bodies) -> None:
    for time_ms, place in zip(bodies.times_ms, bodies.moon_ecef, strict=True):
        # Terms below 0.01 degrees are left out, some fifty of them; a term of 0.3 lost would show.
        assert apart_deg(sky.moon_direction_ecef(int(time_ms)), place) < 0.1
        assert sky.moon_distance_m(int(time_ms)) == pytest.approx(np.linalg.norm(place), abs=5e5)


def test_what_is_lit_sees_some_of_the_suns_rim(bodies: Bodies) -> None:
    rng = np.random.default_rng(12)
    angles = np.linspace(0.0, 2.0 * math.pi, 400)
    lit_count = 0
    for time_ms, sun in zip(bodies.times_ms, bodies.sun_ecef, strict=True):
        away = -sun / np.linalg.norm(sun)
        one = np.cross(away, [0.0, 0.0, 1.0])
        one /= np.linalg.norm(one)
        other = np.cross(away, one)
        turn = rng.uniform(0.0, 2.0 * math.pi)
        # Behind the Earth, near the edge of its shadow: half of them in, half out.
        across = EARTH_RADIUS_M * (1.0 + rng.uniform(-0.06, 0.04))
        point = rng.uniform(2.5e6, 8e6) * away + across * (math.cos(turn) * one + math.sin(turn) * other)
        rim = sun + 6.957e8 * (np.outer(np.cos(angles), one) + np.outer(np.sin(angles), other))
        sees = not hidden(point, rim).all()
        lit_count += sees
        edge_m = 3000.0  # 0.02 degrees of the Sun's place, seen across 8,000 km
        outward = edge_m * (math.cos(turn) * one + math.sin(turn) * other)
        if sees == (not hidden(point + outward, rim).all()) == (not hidden(point - outward, rim).all()):
            assert sky.is_sunlit(point, int(time_ms)) == sees
    assert COUNT / 4 < lit_count < 3 * COUNT / 4


def hidden(point: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return (n,) bool: whether a ball of the Earth's equatorial radius stands between a point and each end."""
    way = ends - point
    way /= np.linalg.norm(way, axis=1)[:, None]
    along = -(way @ point)
    return (along > 0.0) & (point @ point - along**2 < EARTH_RADIUS_M**2)


def test_the_longest_eclipse_of_the_geostationary_ring() -> None:
    minutes = 0
    for minute in range(24 * 60):
        angle = 2.0 * math.pi * minute / (24 * 60)
        point = GEOSTATIONARY_M * np.array([math.cos(angle), math.sin(angle), 0.0])
        minutes += not sky.is_sunlit(point, EQUINOX_MS)
    # Textbooks give up to 72 minutes with the half shadow, which lasts 2.1 minutes at each end.
    assert 66 <= minutes <= 69
    assert not any(
        not sky.is_sunlit(GEOSTATIONARY_M * np.array([math.cos(a), math.sin(a), 0.0]), EQUINOX_MS + 60 * DAY_MS)
        for a in np.linspace(0.0, 2.0 * math.pi, 1440)
    )


def test_the_suns_elevation_is_that_of_its_direction() -> None:
    sun = sky.sun_direction_ecef(EQUINOX_MS)
    lat, lon = math.asin(sun[2]), math.atan2(sun[1], sun[0])
    assert sky.sun_elevation_rad(lat, lon, EQUINOX_MS) == pytest.approx(math.pi / 2, abs=1e-7)
    assert sky.sun_elevation_rad(-lat, lon + math.pi, EQUINOX_MS) == pytest.approx(-math.pi / 2, abs=1e-7)
    assert sky.sun_elevation_rad(lat + 1.0, lon, EQUINOX_MS) == pytest.approx(math.pi / 2 - 1.0, abs=1e-7)
    # 06:00 UTC: the Sun stands over 90 degrees east, but for the equation of time, -7.3 minutes on that day.
    assert math.degrees(lon) == pytest.approx(90.0 + 7.3 / 4.0, abs=0.1)


@pytest.mark.parametrize(
    ("utc", "lat_deg", "lon_deg"),
    [
        # The Astronomical Almanac: the Sun's declination at that minute; 180 degrees less 15 for each hour of
        # apparent time, which is universal time and the equation of time: -14 min 13 s, -7 min 26 s, -1 min 55 s,
        # +16 min 26 s.
        ("2026-02-11T12:00:00", -13.94, 3.55),
        ("2026-03-20T14:46:00", 0.0, -39.64),
        ("2026-06-21T08:24:00", 23.436, 54.48),
        ("2026-11-03T12:00:00", -15.13, -4.11),
    ],
)
def test_the_sun_is_overhead_where_the_almanac_has_it(utc: str, lat_deg: float, lon_deg: float) -> None:
    utc_ms = round(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp() * 1000)
    lat_rad, lon_rad = sky.subsolar_rad(utc_ms)
    assert math.degrees(lat_rad) == pytest.approx(lat_deg, abs=0.05)  # the figures are of the minute: 0.02 degrees
    assert math.degrees(lon_rad) == pytest.approx(lon_deg, abs=0.05)


def test_astropy_sees_the_sun_overhead_there(bodies: Bodies, sky_of_astropy: ModuleType) -> None:
    time = pytest.importorskip("astropy.time").Time
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        for utc_ms in bodies.times_ms[:5].tolist():
            lat_rad, lon_rad = sky.subsolar_rad(int(utc_ms))
            place = sky_of_astropy.EarthLocation.from_geodetic(math.degrees(lon_rad), math.degrees(lat_rad))
            when = time(utc_ms / 1000.0, format="unix")
            sun = sky_of_astropy.get_body("sun", when, place, ephemeris="builtin")
            above = sun.transform_to(sky_of_astropy.AltAz(obstime=when, location=place))
            assert above.alt.deg > 89.97  # as for the direction, and 0.01 degrees more of aberration
