"""The inverse geodesic where Vincenty's method fails, as kernels.

Near the antipode the longitude covered is solved for the azimuth of departure: it grows with that azimuth from 0 to
half a turn (Karney 2013, section 4), so that halving an interval always finds it.  The two elliptic integrals, of
distance and of longitude, are summed at Gauss points rather than expanded in series.
"""

import math

from numba import njit

from tocsin.earth.constants import (
    EARTH_RADIUS_M,
    FLATTENING,
    POLAR_RADIUS_M,
    SECOND_ECCENTRICITY_SQUARED,
)
from tocsin.earth.kernels import vincenty_inverse

# Gauss-Legendre with 10 points (Abramowitz and Stegun, table 25.4): half of them, the others mirror.  Over half a
# turn the integrands are a constant and cos 2s, cos 4s, ... falling by a factor of 600 each: nothing is left over.
GAUSS_PLACE = (0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717)
GAUSS_WEIGHT = (0.2955242247147529, 0.2692667193099964, 0.2190863625159820, 0.1494513491505806, 0.0666713443086881)
FAR_COS_ARC = -0.99939  # 178 degrees: beyond it Vincenty's method slows, then fails at about 179.3
TINY = 1e-150  # stands for zero where only the sign and the ratio matter; its square does not vanish
ON_EQUATOR_RAD = 1e-12  # 6 micrometres
HALVINGS = 200


@njit(cache=True)
def integrals(k_squared: float, start_rad: float, arc_rad: float) -> tuple[float, float]:
    """Return the integrals of sqrt(1 + k^2 sin^2 s) and of the longitude's share over an arc (rad) of the sphere.

    The second integrand is (2 - f) / (1 + (1 - f) sqrt(1 + k^2 sin^2 s)): Karney 2013, equations 7 and 8.
    """
    half = 0.5 * arc_rad
    middle = start_rad + half
    length, share = 0.0, 0.0
    for point in range(5):
        for side in (-1.0, 1.0):
            sine = math.sin(middle + side * half * GAUSS_PLACE[point])
            root = math.sqrt(1.0 + k_squared * sine * sine)
            length += GAUSS_WEIGHT[point] * root
            share += GAUSS_WEIGHT[point] * (2.0 - FLATTENING) / (1.0 + (1.0 - FLATTENING) * root)
    return half * length, half * share


@njit(cache=True)
def way_from_azimuth(
    t: float, sin1: float, cos1: float, sin2: float, cos2: float
) -> tuple[float, float, float, float, float, float]:
    """Return longitude covered (rad), distance (m), and sine and cosine of the azimuth at each end.

    t is -1 for a departure to the north, 0 to the east, 1 to the south: it keeps figures near east, where they count.
    The way goes from reduced latitude 1 (sin1, cos1), south, to latitude 2, crossed northward.
    """
    size = 1.0 + t * t
    sin_azimuth1, cos_azimuth1 = (1.0 - t) * (1.0 + t) / size, -2.0 * t / size
    sin_node = sin_azimuth1 * cos1
    cos_node = math.sqrt(cos_azimuth1 * cos_azimuth1 + (sin_azimuth1 * sin1) ** 2)
    across = cos_azimuth1 * cos1
    # cos2^2 - cos1^2, from the smaller two, which hold the figures.
    less = (cos2 - cos1) * (cos2 + cos1) if cos1 < -sin1 else (sin1 - sin2) * (sin1 + sin2)
    north_squared = across * across + less
    sin_azimuth2, cos_azimuth2 = sin_node / cos2, math.sqrt(max(north_squared, 0.0)) / cos2
    arc1 = math.atan2(sin1, across)
    arc2 = math.atan2(sin2, cos_azimuth2 * cos2)
    turn1 = math.atan2(sin_node * sin1, across)
    turn2 = math.atan2(sin_node * sin2, cos_azimuth2 * cos2)
    arc = arc2 - arc1
    length, share = integrals(SECOND_ECCENTRICITY_SQUARED * cos_node * cos_node, arc1, arc)
    covered_rad = turn2 - turn1 - FLATTENING * sin_node * share
    return covered_rad, POLAR_RADIUS_M * length, sin_azimuth1, cos_azimuth1, sin_azimuth2, cos_azimuth2


@njit(cache=True)
def far_inverse(lat1_rad: float, lat2_rad: float, apart_rad: float) -> tuple[float, float, float, float, float]:
    """Return distance (m) and sine and cosine of both azimuths, from the more southern point, 0 <= apart <= pi.

    Latitude 1 must be at most 0 and no nearer the equator than latitude 2.
    """
    if lat1_rad > -ON_EQUATOR_RAD and apart_rad <= math.pi * (1.0 - FLATTENING):  # along it is the shortest till here
        return EARTH_RADIUS_M * apart_rad, 1.0, 0.0, 1.0, 0.0
    tan1, tan2 = (1.0 - FLATTENING) * math.tan(lat1_rad), (1.0 - FLATTENING) * math.tan(lat2_rad)
    cos1, cos2 = 1.0 / math.sqrt(1.0 + tan1 * tan1), 1.0 / math.sqrt(1.0 + tan2 * tan2)
    sin1, sin2 = min(tan1 * cos1, -TINY), tan2 * cos2
    low, high = -1.0, 1.0
    for _ in range(HALVINGS):
        t = 0.5 * (low + high)
        if t in (low, high):
            break
        if way_from_azimuth(t, sin1, cos1, sin2, cos2)[0] < apart_rad:
            low = t
        else:
            high = t
    _, distance_m, s1, c1, s2, c2 = way_from_azimuth(high, sin1, cos1, sin2, cos2)
    return distance_m, s1, c1, s2, c2


@njit(cache=True)
def ground_inverse(lat1_rad: float, lon1_rad: float, lat2_rad: float, lon2_rad: float) -> tuple[float, float, float]:
    """Return distance (m) and forward azimuth at each end (rad, from north, -pi..pi) between any two points.

    Notes
    -----
    Vincenty's method where the points are less than 178 degrees apart, the solution for the azimuth elsewhere.
    Where several ways are equally short (poles, points of one latitude on opposite meridians) one is returned.
    Checked: geographiclib, 10,000 random and chosen pairs, to 1 mm; azimuths by going along them.

    References
    ----------
    Vincenty (1975), Survey Review 23, 88-93; Karney (2013), Journal of Geodesy 87, 43-55, section 4.
    """
    apart = lon2_rad - lon1_rad
    apart -= 2.0 * math.pi * math.floor((apart + math.pi) / (2.0 * math.pi))
    cos_arc = math.sin(lat1_rad) * math.sin(lat2_rad) + math.cos(lat1_rad) * math.cos(lat2_rad) * math.cos(apart)
    if cos_arc > FAR_COS_ARC:
        distance_m, azimuth1_rad, azimuth2_rad, converged = vincenty_inverse(lat1_rad, lon1_rad, lat2_rad, lon2_rad)
        if converged:
            return distance_m, azimuth1_rad, azimuth2_rad
    swap = abs(lat1_rad) < abs(lat2_rad)
    lat_a, lat_b = (lat2_rad, lat1_rad) if swap else (lat1_rad, lat2_rad)
    north = 1.0 if lat_a > 0.0 else -1.0
    distance_m, s1, c1, s2, c2 = far_inverse(-north * lat_a, -north * lat_b, abs(apart))
    east = -1.0 if apart < 0.0 else 1.0
    if swap:
        return distance_m, math.atan2(east * s2, north * c2), math.atan2(east * s1, north * c1)
    return distance_m, math.atan2(east * s1, -north * c1), math.atan2(east * s2, -north * c2)
