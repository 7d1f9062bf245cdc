"""Horizon and apparent elevation through air that bends rays below 7 km and leaves them straight above."""

import math

from numba import njit

from tocsin.earth.constants import MEAN_RADIUS_M

EFFECTIVE_RADIUS_M = 4.0 / 3.0 * MEAN_RADIUS_M  # rays are straight over an Earth this large (Skolnik, ch. 12)
BENDING_RAD_M = 1.0 / MEAN_RADIUS_M - 1.0 / EFFECTIVE_RADIUS_M  # rad of bending per m of level path
REFRACTING_TOP_M = 7000.0  # m; fitted to the total bending of ITU-R P.834-7, eq. (9), 0 to 10 deg
MOST_LIFT_RAD = 0.03  # above any lift: a ray that grazes the ground and leaves the air again turns by 0.0271


@njit(cache=True)
def horizon_range(alt_m: float, effective_radius_m: float) -> float:
    """Return the range (m) at which the ground drops out of sight from an altitude, straight rays assumed."""
    return math.sqrt(alt_m * (2.0 * effective_radius_m + alt_m))


@njit(cache=True)
def horizon_from(alt_m: float) -> tuple[float, float]:
    """Return range (m) and apparent elevation (rad, 0 or below) of the ground's edge, seen from an altitude.

    Parameters
    ----------
    alt_m : float64, m
        Below 0 counts as 0.

    Notes
    -----
    Up to ``REFRACTING_TOP_M`` the 4/3-Earth law; from a greater height the last part of the ray is straight
    over the true Earth.  At 10 km: 410.5 km and -2.91 degrees, where 4/3 all the way gives 412.2 km.
    Checked: against the published 4/3-Earth rule 4.12 sqrt(h), to 0.5 % up to 10 km; and the ray traced
    through an exponential air, to 1.6 % and 0.12 degrees up to 20 km (``tests/sensing/test_mounts.py``).

    References
    ----------
    Skolnik, *Introduction to Radar Systems*, 2nd ed., chapter 12.
    """
    low_m = min(max(0.0, alt_m), REFRACTING_TOP_M)
    range_m = horizon_range(low_m, EFFECTIVE_RADIUS_M)
    dip_rad = math.atan(range_m / EFFECTIVE_RADIUS_M)
    if alt_m <= REFRACTING_TOP_M:
        return range_m, -dip_rad
    edge_m, radius_m = MEAN_RADIUS_M + REFRACTING_TOP_M, MEAN_RADIUS_M + alt_m
    rise_m = edge_m * math.sin(dip_rad)
    straight_m = math.sqrt(rise_m * rise_m + radius_m * radius_m - edge_m * edge_m) - rise_m
    return range_m + straight_m, -math.acos(edge_m * math.cos(dip_rad) / radius_m)


@njit(cache=True)
def bent_stretch(apparent_rad: float, range_m: float, alt_m: float, radar_alt_m: float) -> tuple[float, float]:
    """Return where on its way (m from the radar) a ray enters and leaves the bending air; 0, 0 if it stays out.

    For a radar above ``REFRACTING_TOP_M`` that looks down at the apparent elevation.
    """
    radius_m, edge_m = MEAN_RADIUS_M + radar_alt_m, MEAN_RADIUS_M + REFRACTING_TOP_M
    rise_m = radius_m * math.sin(apparent_rad)
    square_m2 = rise_m * rise_m - radius_m * radius_m + edge_m * edge_m
    if rise_m >= 0.0 or square_m2 <= 0.0:
        return 0.0, 0.0
    enter_m = -rise_m - math.sqrt(square_m2)
    if enter_m >= range_m:
        return 0.0, 0.0
    if alt_m <= REFRACTING_TOP_M:
        return enter_m, range_m
    cosine = min(1.0, radius_m * math.cos(apparent_rad) / edge_m)
    chord_m = 2.0 * (EFFECTIVE_RADIUS_M + REFRACTING_TOP_M) * math.sqrt(1.0 - cosine * cosine)
    grazing_m = 2.0 * horizon_range(REFRACTING_TOP_M, EFFECTIVE_RADIUS_M)  # a steeper ray ends in the ground
    return enter_m, min(range_m, enter_m + min(chord_m, grazing_m))


@njit(cache=True)
def apparent_from_above(elevation_rad: float, range_m: float, alt_m: float, radar_alt_m: float) -> float:
    """Return ``apparent_elevation`` (rad) for a radar above ``REFRACTING_TOP_M``: only a stretch far out bends.

    Bending at a distance u from the radar lifts the body by (1 - u / range) of its angle, so a stretch from
    a to b lifts by ``k * (b - a) * (1 - (a + b) / (2 * range))``.
    """
    bend_rad_m = math.cos(elevation_rad) * BENDING_RAD_M
    apparent_rad = elevation_rad
    for _ in range(30):
        previous_rad = apparent_rad
        enter_m, leave_m = bent_stretch(apparent_rad, range_m, alt_m, radar_alt_m)
        share = 1.0 - (enter_m + leave_m) / (2.0 * range_m)
        apparent_rad = elevation_rad + bend_rad_m * (leave_m - enter_m) * share
        if abs(apparent_rad - previous_rad) < 1e-6:  # rad, far below any beam
            break
    return apparent_rad


@njit(cache=True)
def apparent_elevation(elevation_rad: float, range_m: float, alt_m: float, radar_alt_m: float) -> float:
    """Return the elevation at which the radar's beam must point to reach a body through bending air.

    Parameters
    ----------
    elevation_rad, range_m : float64
        Straight-line elevation and range of the body, above 0 m.
    alt_m, radar_alt_m : float64, m
        Altitudes of body and radar.

    Returns
    -------
    float64, rad
        ``elevation + cos(elevation) * s * k * (1 - s / (2 * range))``, with k the bending per metre and s the
        length of path in refracting air.

    Notes
    -----
    The 4/3-Earth law up to 7 km altitude, straight rays above: the ray turns by k = 1/R - 3/(4R) per metre
    of level path while it is in refracting air, and s is the whole range for a body there.  For a body above,
    s is where a ray of the *apparent* elevation leaves that air, found by repetition.  The plain 4/3 law
    bends a ray all the way up, which raises a body at 3,000 km by 3.4 degrees instead of 0.7.
    A radar above 7 km: ``apparent_from_above``.  Left out: weather, ducting, the ionosphere.
    Rough: against the standard air of ITU-R P.834 the bending (at most 0.8 degrees) is within 11 % for a
    radar at sea level, 12 % at 1 km, 23 % at 3 km.
    Checked: by hand, against ITU-R P.834-7 eq. (9), and a published radar-horizon example.

    References
    ----------
    Skolnik, *Introduction to Radar Systems*, 2nd ed., chapter 12 (4/3 Earth).
    Recommendation ITU-R P.834-7 (2015), section 1 (total bending).
    """
    if radar_alt_m > REFRACTING_TOP_M:
        return apparent_from_above(elevation_rad, range_m, alt_m, radar_alt_m)
    start_m = EFFECTIVE_RADIUS_M + radar_alt_m
    lowest_rad = -math.acos(EFFECTIVE_RADIUS_M / start_m) if radar_alt_m > 0.0 else 0.0
    climb_m2 = max(0.0, (EFFECTIVE_RADIUS_M + REFRACTING_TOP_M) ** 2 - start_m * start_m)
    bend_rad_m = math.cos(elevation_rad) * BENDING_RAD_M
    if alt_m <= REFRACTING_TOP_M:
        return elevation_rad + bend_rad_m * 0.5 * range_m
    apparent_rad = elevation_rad
    for _ in range(30):
        rise_m = start_m * math.sin(max(apparent_rad, lowest_rad))
        path_m = min(range_m, math.sqrt(rise_m * rise_m + climb_m2) - rise_m)
        previous_rad = apparent_rad
        apparent_rad = elevation_rad + bend_rad_m * path_m * (1.0 - path_m / (2.0 * range_m))
        if abs(apparent_rad - previous_rad) < 1e-6:  # rad, far below any beam
            break
    return apparent_rad
