"""Frames, gravity and ground distance, as kernels.

Scalar kernels are called from kernels of higher rooms; the ones named ``..._rows`` take arrays.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import (
    EARTH_RADIUS_M,
    ECCENTRICITY_SQUARED,
    FLATTENING,
    GM_M3_S2,
    J2,
    POLAR_RADIUS_M,
    SECOND_ECCENTRICITY_SQUARED,
)

Array = NDArray[np.float64]


@njit(cache=True)
def ecef_from_lla(lat_rad: float, lon_rad: float, alt_m: float) -> tuple[float, float, float]:
    """Return ECEF x, y, z (m) of geodetic latitude, longitude and altitude above the WGS 84 ellipsoid.

    Checked: a published worked example, to 0.1 mm, and the round trip.
    """
    sin_lat = math.sin(lat_rad)
    cos_lat = math.cos(lat_rad)
    normal_m = EARTH_RADIUS_M / math.sqrt(1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat)
    flat_m = (normal_m + alt_m) * cos_lat
    z = (normal_m * (1.0 - ECCENTRICITY_SQUARED) + alt_m) * sin_lat
    return flat_m * math.cos(lon_rad), flat_m * math.sin(lon_rad), z


@njit(cache=True)
def altitude_and_up(x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Return altitude (m) and the three ECEF components of the local vertical (unit) at an ECEF point.

    Notes
    -----
    Three passes of Bowring's iteration on the reduced latitude, without trigonometry.
    Valid: more than 100 km from the Earth's centre.  Checked: round trip to 1e-9 rad and 0.1 mm
    from -10 km to 50,000 km altitude (``tests/earth/test_kernels.py``).

    References
    ----------
    Bowring (1976), Survey Review 23, 323-327.
    """
    flat_m = math.sqrt(x * x + y * y)
    sin_up = z
    cos_up = flat_m * (1.0 - ECCENTRICITY_SQUARED)
    for _ in range(3):
        sin_reduced = sin_up * (1.0 - FLATTENING)
        size = math.sqrt(sin_reduced * sin_reduced + cos_up * cos_up)
        sin_reduced = sin_reduced / size
        cos_reduced = cos_up / size
        sin_up = z + SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS_M * sin_reduced**3
        cos_up = flat_m - ECCENTRICITY_SQUARED * EARTH_RADIUS_M * cos_reduced**3
    size = math.sqrt(sin_up * sin_up + cos_up * cos_up)
    sin_lat = sin_up / size
    cos_lat = cos_up / size
    surface_m = EARTH_RADIUS_M * math.sqrt(1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat)
    alt_m = flat_m * cos_lat + z * sin_lat - surface_m
    if flat_m < 1e-9:
        return alt_m, cos_lat, 0.0, sin_lat
    return alt_m, cos_lat * x / flat_m, cos_lat * y / flat_m, sin_lat


@njit(cache=True)
def lla_from_ecef(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return geodetic latitude (rad), longitude (rad, -pi..pi) and altitude (m) of an ECEF point.

    Validity and checks are those of ``altitude_and_up``.
    """
    alt_m, up_x, up_y, up_z = altitude_and_up(x, y, z)
    lat_rad = math.atan2(up_z, math.sqrt(up_x * up_x + up_y * up_y))
    return lat_rad, math.atan2(y, x), alt_m


@njit(cache=True)
def ecef_rows(lat_rad: Array, lon_rad: Array, alt_m: Array) -> Array:
    """Return ECEF points (n, 3) of latitudes, longitudes and altitudes, each (n,)."""
    out = np.empty((lat_rad.shape[0], 3))
    for row in range(lat_rad.shape[0]):
        out[row, 0], out[row, 1], out[row, 2] = ecef_from_lla(lat_rad[row], lon_rad[row], alt_m[row])
    return out


@njit(cache=True)
def lla_rows(position_ecef: Array) -> Array:
    """Return rows of latitude, longitude, altitude (n, 3) of ECEF points (n, 3)."""
    out = np.empty((position_ecef.shape[0], 3))
    for row in range(position_ecef.shape[0]):
        out[row, 0], out[row, 1], out[row, 2] = lla_from_ecef(
            position_ecef[row, 0], position_ecef[row, 1], position_ecef[row, 2]
        )
    return out


@njit(cache=True)
def enu_axes(lat_rad: float, lon_rad: float) -> Array:
    """Return (3, 3): rows are east, north and up in ECEF, so ``v_enu = enu_axes(...) @ v_ecef``."""
    sin_lat, cos_lat = math.sin(lat_rad), math.cos(lat_rad)
    sin_lon, cos_lon = math.sin(lon_rad), math.cos(lon_rad)
    out = np.empty((3, 3))
    out[0, 0], out[0, 1], out[0, 2] = -sin_lon, cos_lon, 0.0
    out[1, 0], out[1, 1], out[1, 2] = -sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat
    out[2, 0], out[2, 1], out[2, 2] = cos_lat * cos_lon, cos_lat * sin_lon, sin_lat
    return out


@njit(cache=True)
def gravity_ecef(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the gravitational acceleration (m/s^2, ECEF) at an ECEF point: point mass and J2.

    Notes
    -----
    Valid: outside the Earth.  Left out: J3 and higher, tides, Sun and Moon; centrifugal and Coriolis terms
    belong to the equations of motion.  Checked: numerical gradient of the potential, and normal gravity
    on the ellipsoid to 1.4e-5 relative, which is the size of the J4 left out.

    References
    ----------
    Curtis, *Orbital Mechanics for Engineering Students*, eq. (12.30).
    """
    radius_squared = x * x + y * y + z * z
    point = -GM_M3_S2 / (radius_squared * math.sqrt(radius_squared))
    bulge = 1.5 * J2 * EARTH_RADIUS_M * EARTH_RADIUS_M / radius_squared
    tilt = 5.0 * z * z / radius_squared
    flat = point * (1.0 + bulge * (1.0 - tilt))
    return flat * x, flat * y, point * (1.0 + bulge * (3.0 - tilt)) * z


@njit(cache=True)
def gmst_rad(jd_ut1: float, day_fraction: float = 0.0) -> float:
    """Return Greenwich mean sidereal time (rad, 0..2 pi) by the IAU 1982 formula, as SGP4's frame expects.

    The Julian date may be split in two: a date in one float is good to 40 microseconds (1.4 m at GEO).
    Checked: ``sgp4``'s own function, to 1e-8 rad.
    """
    centuries = (jd_ut1 - 2451545.0 + day_fraction) / 36525.0
    days = jd_ut1 - 2451545.0
    turns = (days - math.floor(days)) + day_fraction + 0.7790572732640 + 0.00273790935079524 * (days + day_fraction)
    seconds = (0.093104 - 6.2e-6 * centuries) * centuries * centuries
    angle = 2.0 * math.pi * (turns + seconds / 86400.0)
    return angle % (2.0 * math.pi)


@njit(cache=True)
def ecef_from_teme(x: float, y: float, z: float, sidereal_rad: float) -> tuple[float, float, float]:
    """Rotate a TEME vector by the sidereal angle (rad) into ECEF.  Left out: polar motion (below 15 m)."""
    cos_angle, sin_angle = math.cos(sidereal_rad), math.sin(sidereal_rad)
    return cos_angle * x + sin_angle * y, cos_angle * y - sin_angle * x, z


@njit(cache=True)
def vincenty_inverse(
    lat1_rad: float, lon1_rad: float, lat2_rad: float, lon2_rad: float
) -> tuple[float, float, float, bool]:
    """Return distance (m), azimuth at each end (rad, from north, -pi..pi) and whether it converged.

    Notes
    -----
    Both azimuths point along the way from point 1 to point 2.  Does not converge within about 0.7 degrees
    of the antipode.  Checked: geographiclib, to 0.5 mm.

    References
    ----------
    Vincenty (1975), Survey Review 23, 88-93.
    """
    tan1, tan2 = (1.0 - FLATTENING) * math.tan(lat1_rad), (1.0 - FLATTENING) * math.tan(lat2_rad)
    cos1, cos2 = 1.0 / math.sqrt(1.0 + tan1 * tan1), 1.0 / math.sqrt(1.0 + tan2 * tan2)
    sin1, sin2 = tan1 * cos1, tan2 * cos2
    apart = lon2_rad - lon1_rad
    apart -= 2.0 * math.pi * math.floor((apart + math.pi) / (2.0 * math.pi))
    turn = apart
    for _ in range(200):
        east = cos2 * math.sin(turn)
        north = cos1 * sin2 - sin1 * cos2 * math.cos(turn)
        sin_arc = math.sqrt(east * east + north * north)
        if sin_arc < 1e-15:
            return 0.0, 0.0, 0.0, math.cos(turn) > 0.0
        cos_arc = sin1 * sin2 + cos1 * cos2 * math.cos(turn)
        arc = math.atan2(sin_arc, cos_arc)
        sin_node = cos1 * cos2 * math.sin(turn) / sin_arc
        cos_squared = 1.0 - sin_node * sin_node
        middle = cos_arc - 2.0 * sin1 * sin2 / cos_squared if cos_squared > 1e-15 else 0.0
        small = FLATTENING / 16.0 * cos_squared * (4.0 + FLATTENING * (4.0 - 3.0 * cos_squared))
        wave = arc + small * sin_arc * (middle + small * cos_arc * (2.0 * middle * middle - 1.0))
        before = turn
        turn = apart + (1.0 - small) * FLATTENING * sin_node * wave
        if abs(turn - before) < 1e-13 and abs(turn) <= math.pi + 1e-12:
            scale, correction_rad = vincenty_arc(cos_squared, middle, sin_arc, cos_arc)
            distance_m = POLAR_RADIUS_M * scale * (arc - correction_rad)
            azimuth1_rad = math.atan2(cos2 * math.sin(turn), cos1 * sin2 - sin1 * cos2 * math.cos(turn))
            azimuth2_rad = math.atan2(cos1 * math.sin(turn), cos1 * sin2 * math.cos(turn) - sin1 * cos2)
            return distance_m, azimuth1_rad, azimuth2_rad, True
    return 0.0, 0.0, 0.0, False


@njit(cache=True)
def vincenty_arc(cos_squared: float, middle: float, sin_arc: float, cos_arc: float) -> tuple[float, float]:
    """Return Vincenty's A and his correction to the arc (rad): his equations 3, 4 and 6."""
    size = cos_squared * SECOND_ECCENTRICITY_SQUARED
    scale = 1.0 + size / 16384.0 * (4096.0 + size * (-768.0 + size * (320.0 - 175.0 * size)))
    factor = size / 1024.0 * (256.0 + size * (-128.0 + size * (74.0 - 47.0 * size)))
    twist = 2.0 * middle * middle - 1.0
    last = factor / 6.0 * middle * (4.0 * sin_arc * sin_arc - 3.0) * (4.0 * middle * middle - 3.0)
    return scale, factor * sin_arc * (middle + factor / 4.0 * (cos_arc * twist - last))


@njit(cache=True)
def vincenty_direct(
    lat_rad: float, lon_rad: float, azimuth_rad: float, distance_m: float
) -> tuple[float, float, float]:
    """Return latitude, longitude (rad, -pi..pi) and forward azimuth (rad) after going a distance (m).

    Checked: geographiclib, to 0.5 mm.  Source as for ``vincenty_inverse``.
    """
    tan1 = (1.0 - FLATTENING) * math.tan(lat_rad)
    cos1 = 1.0 / math.sqrt(1.0 + tan1 * tan1)
    sin1 = tan1 * cos1
    sin_azimuth, cos_azimuth = math.sin(azimuth_rad), math.cos(azimuth_rad)
    start = math.atan2(tan1, cos_azimuth)
    sin_node = cos1 * sin_azimuth
    cos_squared = 1.0 - sin_node * sin_node
    scale = vincenty_arc(cos_squared, 0.0, 0.0, 1.0)[0]
    arc = distance_m / (POLAR_RADIUS_M * scale)
    for _ in range(50):
        middle = math.cos(2.0 * start + arc)
        correction = vincenty_arc(cos_squared, middle, math.sin(arc), math.cos(arc))[1]
        before = arc
        arc = distance_m / (POLAR_RADIUS_M * scale) + correction
        if abs(arc - before) < 1e-14:
            break
    middle = math.cos(2.0 * start + arc)
    sin_arc, cos_arc = math.sin(arc), math.cos(arc)
    across = sin1 * sin_arc - cos1 * cos_arc * cos_azimuth
    flat = (1.0 - FLATTENING) * math.sqrt(sin_node * sin_node + across * across)
    lat2_rad = math.atan2(sin1 * cos_arc + cos1 * sin_arc * cos_azimuth, flat)
    turn = math.atan2(sin_arc * sin_azimuth, cos1 * cos_arc - sin1 * sin_arc * cos_azimuth)
    small = FLATTENING / 16.0 * cos_squared * (4.0 + FLATTENING * (4.0 - 3.0 * cos_squared))
    wave = arc + small * sin_arc * (middle + small * cos_arc * (2.0 * middle * middle - 1.0))
    lon2_rad = lon_rad + turn - (1.0 - small) * FLATTENING * sin_node * wave
    lon2_rad -= 2.0 * math.pi * math.floor((lon2_rad + math.pi) / (2.0 * math.pi))
    return lat2_rad, lon2_rad, math.atan2(sin_node, -across)


@njit(cache=True)
def point_in_polygon(lat_rad: float, lon_rad: float, ring_lat_rad: Array, ring_lon_rad: Array) -> bool:
    """Return whether a point lies inside a ring (m,) of latitude and longitude, by the even-odd rule.

    Edges are straight in latitude and longitude.  The ring closes itself and must not cross the antimeridian
    (``polygon.check_ring``).  A point exactly on an edge may count either way.
    """
    inside = False
    last = ring_lat_rad.shape[0] - 1
    for here in range(ring_lat_rad.shape[0]):
        lat1, lat2 = ring_lat_rad[here], ring_lat_rad[last]
        if (lat1 > lat_rad) != (lat2 > lat_rad):
            fraction = (lat_rad - lat1) / (lat2 - lat1)
            crossing = ring_lon_rad[here] + fraction * (ring_lon_rad[last] - ring_lon_rad[here])
            if lon_rad < crossing:
                inside = not inside
        last = here
    return inside


@njit(cache=True)
def points_in_polygon(lat_rad: Array, lon_rad: Array, ring_lat_rad: Array, ring_lon_rad: Array) -> NDArray[np.bool_]:
    """Return (n,) bool: which of n points lie inside a ring; see ``point_in_polygon``."""
    out = np.empty(lat_rad.shape[0], dtype=np.bool_)
    for row in range(lat_rad.shape[0]):
        out[row] = point_in_polygon(lat_rad[row], lon_rad[row], ring_lat_rad, ring_lon_rad)
    return out
