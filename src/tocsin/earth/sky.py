"""Where the Sun and the Moon stand, and what the Sun lights.

Low-precision series in the mean equator and equinox of date, turned into ECEF by mean sidereal time.  Left out:
nutation (0.005 degrees), aberration of the Moon, parallax (directions are from the Earth's centre), and the minute
between UTC and the uniform time of the series but for a constant (``DYNAMICAL_MINUS_UTC_S``).
"""

import math
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import EARTH_RADIUS_M
from tocsin.earth.kernels import ecef_from_teme, enu_axes
from tocsin.earth.sidereal import gmst_at, julian_date

Array = NDArray[np.float64]
Term = tuple[int, int, int, int, float]

J2000_JD = 2451545.0
CENTURY_DAYS = 36525.0
DAY_S = 86400.0
DYNAMICAL_MINUS_UTC_S = 60.0  # s, TT - UTC; 33 in 1960, 69 in 2026: the Moon moves 0.005 degrees in the difference
ASTRONOMICAL_UNIT_M = 149597870700.0  # m, IAU 2012
SUN_RADIUS_M = 6.957e8  # m, IAU 2015 nominal

# Meeus, *Astronomical Algorithms* (1998), tables 47.A and 47.B: multiples of the Moon's elongation, the Sun's
# anomaly, the Moon's anomaly and its argument of latitude; then degrees, metres.  Terms above 0.01 degrees, 60 km.
MOON_LONGITUDE_DEG = (
    (0, 0, 1, 0, 6.288774),
    (2, 0, -1, 0, 1.274027),
    (2, 0, 0, 0, 0.658314),
    (0, 0, 2, 0, 0.213618),
    (0, 1, 0, 0, -0.185116),
    (0, 0, 0, 2, -0.114332),
    (2, 0, -2, 0, 0.058793),
    (2, -1, -1, 0, 0.057066),
    (2, 0, 1, 0, 0.053322),
    (2, -1, 0, 0, 0.045758),
    (0, 1, -1, 0, -0.040923),
    (1, 0, 0, 0, -0.034720),
    (0, 1, 1, 0, -0.030383),
    (2, 0, 0, -2, 0.015327),
    (0, 0, 1, 2, -0.012528),
    (0, 0, 1, -2, 0.010980),
    (4, 0, -1, 0, 0.010675),
)
MOON_LATITUDE_DEG = (
    (0, 0, 0, 1, 5.128122),
    (0, 0, 1, 1, 0.280602),
    (0, 0, 1, -1, 0.277693),
    (2, 0, 0, -1, 0.173237),
    (2, 0, -1, 1, 0.055413),
    (2, 0, -1, -1, 0.046271),
    (2, 0, 0, 1, 0.032573),
    (0, 0, 2, 1, 0.017198),
)
MOON_DISTANCE_M = (
    (0, 0, 1, 0, -20905355.0),
    (2, 0, -1, 0, -3699111.0),
    (2, 0, 0, 0, -2955968.0),
    (0, 0, 2, 0, -569925.0),
    (2, 0, -2, 0, 246158.0),
    (2, -1, 0, 0, -204586.0),
    (2, 0, 1, 0, -170733.0),
    (2, -1, -1, 0, -152138.0),
    (0, 1, -1, 0, -129620.0),
    (1, 0, 0, 0, 108743.0),
    (0, 1, 1, 0, 104755.0),
    (0, 0, 1, -2, 79661.0),
)
MOON_MEAN_DISTANCE_M = 385000560.0


def sun_direction_ecef(utc_ms: int) -> Array:
    """Return the (3,) unit vector, ECEF, from the Earth's centre to the Sun at a UTC time (ms since 1970).

    Notes
    -----
    Valid: 1950 to 2060.  Checked: astropy, 1960 to 2050, to 0.02 degrees (measured: 0.012).

    References
    ----------
    *The Astronomical Almanac*, "Low precision formulas for the Sun".
    """
    days = _centuries(utc_ms) * CENTURY_DAYS
    anomaly_rad = math.radians(357.528 + 0.9856003 * days)
    longitude_rad = math.radians(
        280.460 + 0.9856474 * days + 1.915 * math.sin(anomaly_rad) + 0.020 * math.sin(2.0 * anomaly_rad)
    )
    return _ecef_from_ecliptic(longitude_rad, 0.0, utc_ms)


def subsolar_rad(utc_ms: int) -> tuple[float, float]:
    """Return the subsolar point at a UTC time (ms): geodetic latitude, longitude (rad).

    The Sun stands along the normal of the ellipsoid, so the latitude is its declination.  Span and checks as above.
    """
    x, y, z = sun_direction_ecef(utc_ms).tolist()
    return math.asin(z), math.atan2(y, x)


def sun_distance_m(utc_ms: int) -> float:
    """Return the distance (m) from the Earth's centre to the Sun at a UTC time (ms).  Source and span as above."""
    anomaly_rad = math.radians(357.528 + 0.9856003 * _centuries(utc_ms) * CENTURY_DAYS)
    return ASTRONOMICAL_UNIT_M * (1.00014 - 0.01671 * math.cos(anomaly_rad) - 0.00014 * math.cos(2.0 * anomaly_rad))


def moon_direction_ecef(utc_ms: int) -> Array:
    """Return the (3,) unit vector, ECEF, from the Earth's centre to the Moon at a UTC time (ms since 1970).

    Notes
    -----
    Valid: 1950 to 2060.  Checked: astropy, 1960 to 2050, to 0.3 degrees (measured: 0.07).

    References
    ----------
    Meeus, *Astronomical Algorithms*, 2nd ed. (1998), chapter 47: its largest terms.
    """
    centuries = _centuries(utc_ms)
    mean_deg = 218.3164477 + 481267.88123421 * centuries
    longitude_deg = mean_deg + _series(MOON_LONGITUDE_DEG, centuries, math.sin)
    latitude_deg = _series(MOON_LATITUDE_DEG, centuries, math.sin)
    return _ecef_from_ecliptic(math.radians(longitude_deg), math.radians(latitude_deg), utc_ms)


def moon_distance_m(utc_ms: int) -> float:
    """Return the distance (m) between the centres of Earth and Moon at a UTC time (ms).

    Checked: astropy, 1960 to 2050, to 500 km (measured: 280).  Source and span as for the direction.
    """
    return MOON_MEAN_DISTANCE_M + _series(MOON_DISTANCE_M, _centuries(utc_ms), math.cos)


def sun_elevation_rad(lat_rad: float, lon_rad: float, utc_ms: int) -> float:
    """Return the angle (rad) of the Sun's centre above the horizon plane of a place; refraction is left out."""
    east, north, up = enu_axes(lat_rad, lon_rad) @ sun_direction_ecef(utc_ms)
    return math.atan2(up, math.hypot(east, north))


def is_sunlit(position_ecef: Array, utc_ms: int) -> bool:
    """Return whether any of the Sun's disc is seen from a (3,) point of space (m, ECEF).

    Notes
    -----
    The shadow is the umbra, a cone, of a ball of the Earth's equatorial radius: 1.38 million km long.
    A point in the half shadow counts as lit.  Left out: flattening (up to 21 km at the poles), air, the Moon's
    shadow.  Checked: rays to the rim of the Sun's disc, its place by astropy; the longest eclipse at 42,164 km.
    """
    sun_ecef = sun_direction_ecef(utc_ms)
    behind_m = -float(position_ecef @ sun_ecef)
    if behind_m <= 0.0:
        return True
    across_m = float(np.linalg.norm(position_ecef + behind_m * sun_ecef))
    # The cone touches Sun and Earth: it narrows by 4.6 mm for each metre behind.
    taper = math.asin((SUN_RADIUS_M - EARTH_RADIUS_M) / sun_distance_m(utc_ms))
    return across_m > EARTH_RADIUS_M / math.cos(taper) - behind_m * math.tan(taper)


def _centuries(utc_ms: int) -> float:
    midnight, day_fraction = julian_date(utc_ms)
    return (midnight - J2000_JD + day_fraction + DYNAMICAL_MINUS_UTC_S / DAY_S) / CENTURY_DAYS


def _series(terms: Iterable[Term], centuries: float, wave: Callable[[float], float]) -> float:
    """Return the sum of coefficients times sine or cosine of multiples of the Moon's four arguments."""
    elongation_rad = math.radians(297.8501921 + 445267.1114034 * centuries)
    sun_anomaly_rad = math.radians(357.5291092 + 35999.0502909 * centuries)
    moon_anomaly_rad = math.radians(134.9633964 + 477198.8675055 * centuries)
    latitude_argument_rad = math.radians(93.2720950 + 483202.0175233 * centuries)
    return sum(
        size * wave(d * elongation_rad + s * sun_anomaly_rad + m * moon_anomaly_rad + f * latitude_argument_rad)
        for d, s, m, f, size in terms
    )


def _ecef_from_ecliptic(longitude_rad: float, latitude_rad: float, utc_ms: int) -> Array:
    """Return the (3,) ECEF unit vector of an ecliptic longitude and latitude of date."""
    tilt_rad = math.radians(23.4392911 - 0.0130042 * _centuries(utc_ms))
    flat = math.cos(latitude_rad)
    x, y, z = flat * math.cos(longitude_rad), flat * math.sin(longitude_rad), math.sin(latitude_rad)
    y, z = y * math.cos(tilt_rad) - z * math.sin(tilt_rad), y * math.sin(tilt_rad) + z * math.cos(tilt_rad)
    return np.array(ecef_from_teme(x, y, z, gmst_at(utc_ms)))
