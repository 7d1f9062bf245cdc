"""Flight along declared way-points at declared altitudes and speeds: cruise missiles and aircraft."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import EARTH_RADIUS_M, ECCENTRICITY_SQUARED, STANDARD_GRAVITY_M_S2
from tocsin.earth.geodesic import geodesic_direct, geodesic_inverse
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.motion.profile import Profile, Stretch, height_change, profile, speed_change, values_at
from tocsin.motion.rows import Rows

Array = NDArray[np.float64]

TURN_LIMIT_RAD = math.radians(150.0)  # a sharper corner is cut too far from its way-point
CLOSE_S = 1e-3  # s, a whole second nearer than this to an exact change is left out
SEE = "see docs/models/routes.md"


@dataclass(frozen=True, slots=True)
class Craft:
    """A class of what flies along a route under power: limits of speed, altitude and length; how it looks.

    ``climb_m_s`` and ``descent_m_s`` are vertical speeds (both positive), ``acceleration_m_s2`` that of every
    change of speed, ``bank_rad`` the bank of its level turns.
    """

    name: str
    min_speed_m_s: float
    max_speed_m_s: float
    min_altitude_m: float
    max_altitude_m: float
    max_length_m: float
    climb_m_s: float
    descent_m_s: float
    acceleration_m_s2: float
    bank_rad: float
    plume_w_sr: float
    rcs_m2: float


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A place on a route, its altitude above the ellipsoid, and the ground speed on the leg that leaves it."""

    lat_rad: float
    lon_rad: float
    alt_m: float
    speed_m_s: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of ground track: straight along a geodesic, or a circle about a centre (radius above 0).

    From (lat, lon) toward ``azimuth_rad``; of a circle they are the centre and the way from it to the start, and
    ``side`` is +1 for a right turn, -1 for a left one.
    """

    lat_rad: float
    lon_rad: float
    azimuth_rad: float
    length_m: float
    radius_m: float = 0.0
    side: int = 1


@dataclass(frozen=True, slots=True)
class Leg:
    """One way-point to the next: its geodesic, and what the corners at both ends cut from it."""

    length_m: float
    start_azimuth_rad: float
    end_azimuth_rad: float
    cut_before_m: float = 0.0
    cut_after_m: float = 0.0

    @property
    def straight_m(self) -> float:
        """What is left to fly straight."""
        return self.length_m - self.cut_before_m - self.cut_after_m


def check_craft(craft: Craft) -> None:
    """Raise ``ScenarioError`` where the numbers of a craft cannot fly."""
    for field, value in (
        ("min_speed_m_s", craft.min_speed_m_s),
        ("climb_m_s", craft.climb_m_s),
        ("descent_m_s", craft.descent_m_s),
        ("acceleration_m_s2", craft.acceleration_m_s2),
        ("bank_rad", craft.bank_rad),
    ):
        if not value > 0.0:
            raise ScenarioError(f"craft '{craft.name}': {field} = {value} must be above 0; {SEE}")


def check_route(craft: Craft, waypoints: Sequence[Waypoint]) -> None:
    """Raise ``ModelRangeError`` where a way-point is outside the craft's declared validity.

    The first and the last may be lower than the least altitude: a craft starts and ends somewhere.
    """
    if len(waypoints) < 2:
        raise ScenarioError(f"craft '{craft.name}': waypoints = {len(waypoints)} must be at least 2; {SEE}")
    for number, point in enumerate(waypoints, start=1):
        name = f"way-point {number}"
        if number < len(waypoints):
            _check(craft, f"{name}: speed", point.speed_m_s, (craft.min_speed_m_s, craft.max_speed_m_s), "m/s")
        lowest_m = 0.0 if number in (1, len(waypoints)) else craft.min_altitude_m
        _check(craft, f"{name}: altitude", point.alt_m, (lowest_m, craft.max_altitude_m), "m")


def route_legs(craft: Craft, waypoints: Sequence[Waypoint]) -> list[Leg]:
    """Return the legs of a route, with what each corner cuts from its two legs.

    A corner is cut by the circle that touches both legs, its radius that of a level turn at the craft's bank and
    the speed of the leg before.
    """
    legs = []
    for here, there in itertools.pairwise(waypoints):
        ground = geodesic_inverse(here.lat_rad, here.lon_rad, there.lat_rad, there.lon_rad)
        legs.append(Leg(*ground))
    for index in range(1, len(legs)):
        turn_rad = corner_rad(legs[index - 1], legs[index])
        if abs(turn_rad) > TURN_LIMIT_RAD:
            _check(craft, f"way-point {index + 1}: turn", math.degrees(abs(turn_rad)), (0.0, 150.0), "deg")
        cut_m = turn_radius_m(craft, waypoints[index - 1].speed_m_s) * math.tan(0.5 * abs(turn_rad))
        legs[index - 1] = replace(legs[index - 1], cut_after_m=cut_m)
        legs[index] = replace(legs[index], cut_before_m=cut_m)
    for number, leg in enumerate(legs, start=1):
        cut_m = leg.cut_before_m + leg.cut_after_m
        _check(craft, f"leg {number}: length", leg.length_m, (max(cut_m, 1.0), craft.max_length_m), "m")
    _check(craft, "route: length", sum(leg.length_m for leg in legs), (1.0, craft.max_length_m), "m")
    return legs


def corner_rad(before: Leg, after: Leg) -> float:
    """Return the change of direction (rad, right positive) between two legs."""
    return math.remainder(after.start_azimuth_rad - before.end_azimuth_rad, 2.0 * math.pi)


def turn_radius_m(craft: Craft, speed_m_s: float) -> float:
    """Return the radius of a level turn at the craft's bank."""
    return speed_m_s**2 / (STANDARD_GRAVITY_M_S2 * math.tan(craft.bank_rad))


def fly_route(waypoints: Sequence[Waypoint], craft: Craft) -> Rows:
    """Return the flight along way-points, from the first at time 0 to the last.

    Parameters
    ----------
    waypoints : sequence of Waypoint
        Two or more.  The speed of the last is not used.
    craft : Craft

    Returns
    -------
    Rows
        A row each whole second and at every exact change: start and end of turns, climbs and changes of speed,
        and the arrival at the last way-point.

    Notes
    -----
    Legs are WGS 84 geodesics; speed is over the ground, at the ellipsoid.  A corner is cut by a level turn.  A
    climb begins at the start of its leg's straight part, a descent ends at the end of it; both at the craft's
    vertical speed, taken up and left at its acceleration; in between the altitude is held.  A new speed is taken
    up at the start of the straight part.  Position and velocity are continuous; acceleration is not.
    Left out: terrain (altitude is above the ellipsoid), wind, launch, engine, roll; the body is on its route
    at full speed from the first row.  A corner's circle is that of a plane: off by 2 cm for a radius of 11 km,
    0.4 m for 29 km.
    What does not fit (a climb, a change of speed, a corner longer than its leg) raises ``ModelRangeError``.
    Checked: geographiclib for lengths and places; time as length over speed; velocity against differences.
    """
    check_route(craft, waypoints)
    pieces, along, height = ground_track(craft, waypoints)
    time_s = _row_times_s(along, height)
    distance_m, speed_m_s = values_at(along, time_s)
    alt_m, climb_m_s = values_at(height, time_s)
    starts_m = np.concatenate([[0.0], np.cumsum([piece.length_m for piece in pieces])])
    position, velocity = np.empty((time_s.shape[0], 3)), np.empty((time_s.shape[0], 3))
    for row in range(time_s.shape[0]):
        index = min(max(int(np.searchsorted(starts_m, distance_m[row], side="right")) - 1, 0), len(pieces) - 1)
        lat_rad, lon_rad, azimuth_rad = place_on(pieces[index], distance_m[row] - starts_m[index])
        position[row] = ecef_from_lla(lat_rad, lon_rad, alt_m[row])
        stretch = 1.0 + alt_m[row] * _bend_per_m(lat_rad, azimuth_rad)
        axes = enu_axes(lat_rad, lon_rad)
        flat = math.sin(azimuth_rad) * axes[0] + math.cos(azimuth_rad) * axes[1]
        velocity[row] = speed_m_s[row] * stretch * flat + climb_m_s[row] * axes[2]
    same = np.ones(time_s.shape[0])
    return Rows(time_s, position, velocity, craft.plume_w_sr * same, craft.rcs_m2 * same)


def ground_track(craft: Craft, waypoints: Sequence[Waypoint]) -> tuple[list[Piece], Profile, Profile]:
    """Return the pieces of the ground track, and the profiles of distance along it and of altitude."""
    legs = route_legs(craft, waypoints)
    pieces: list[Piece] = []
    along: list[Stretch] = []
    height: list[Stretch] = []
    before_m_s = waypoints[0].speed_m_s
    for index, (leg, here) in enumerate(zip(legs, waypoints, strict=False)):
        start = geodesic_direct(here.lat_rad, here.lon_rad, leg.start_azimuth_rad, leg.cut_before_m)
        pieces.append(Piece(*start, leg.straight_m))
        need_m = abs(here.speed_m_s**2 - before_m_s**2) / (2.0 * craft.acceleration_m_s2)
        _check(craft, f"leg {index + 1}: straight part", leg.straight_m, (need_m, craft.max_length_m), "m")
        straight = speed_change(before_m_s, here.speed_m_s, leg.straight_m, craft.acceleration_m_s2)
        along += straight
        height += _height(craft, waypoints, index, sum(stretch[0] for stretch in straight))
        before_m_s = here.speed_m_s
        if leg.cut_after_m > 0.0:
            pieces.append(_corner(craft, pieces[-1], before_m_s, corner_rad(leg, legs[index + 1])))
            duration_s = pieces[-1].length_m / before_m_s
            along.append((duration_s, before_m_s, 0.0))
            height.append((duration_s, 0.0, 0.0))
    return pieces, profile(0.0, along), profile(waypoints[0].alt_m, height)


def place_on(piece: Piece, distance_m: float) -> tuple[float, float, float]:
    """Return latitude, longitude and direction of flight (rad) at a distance along a piece."""
    if piece.radius_m == 0.0:
        return geodesic_direct(piece.lat_rad, piece.lon_rad, piece.azimuth_rad, distance_m)
    way_rad = piece.azimuth_rad + piece.side * distance_m / piece.radius_m
    lat_rad, lon_rad, out_rad = geodesic_direct(piece.lat_rad, piece.lon_rad, way_rad, piece.radius_m)
    return lat_rad, lon_rad, out_rad + piece.side * 0.5 * math.pi


def _corner(craft: Craft, before: Piece, speed_m_s: float, turn_rad: float) -> Piece:
    """Return the circle that leaves a straight piece at its end and turns by an angle."""
    radius_m, side = turn_radius_m(craft, speed_m_s), 1 if turn_rad > 0.0 else -1
    lat_rad, lon_rad, azimuth_rad = place_on(before, before.length_m)
    centre = geodesic_direct(lat_rad, lon_rad, azimuth_rad + side * 0.5 * math.pi, radius_m)
    return Piece(centre[0], centre[1], centre[2] + math.pi, radius_m * abs(turn_rad), radius_m, side)


def _height(craft: Craft, waypoints: Sequence[Waypoint], index: int, time_s: float) -> list[Stretch]:
    """Return the stretches of altitude over the straight part of a leg, which takes a time."""
    is_last = index + 2 == len(waypoints)
    rise_m = waypoints[index + 1].alt_m - waypoints[index].alt_m
    steepest_m_s = craft.climb_m_s if rise_m > 0.0 else craft.descent_m_s
    change = height_change(rise_m, steepest_m_s, craft.acceleration_m_s2, is_levelled=rise_m > 0.0 or not is_last)
    change_s = sum(stretch[0] for stretch in change)
    if change_s > time_s:
        raise ModelRangeError(
            f"craft '{craft.name}': leg {index + 1}: time to change altitude by {rise_m:.0f} m = {change_s:.0f} s"
            f" must be at most the {time_s:.0f} s of its straight part; set the way-points farther apart; {SEE}"
        )
    level = (time_s - change_s, 0.0, 0.0)
    return [*change, level] if rise_m > 0.0 else [level, *change]


def _row_times_s(along: Profile, height: Profile) -> Array:
    """Return every whole second and every change of the two profiles, without near repeats."""
    end_s = along.change_s[-1]
    changes_s = np.unique(np.concatenate([along.change_s, height.change_s[height.change_s < end_s - CLOSE_S]]))
    changes_s = changes_s[np.concatenate([np.diff(changes_s) > CLOSE_S, [True]])]
    whole_s = np.arange(math.floor(end_s) + 1.0)
    near = np.abs(changes_s[np.minimum(np.searchsorted(changes_s, whole_s), changes_s.shape[0] - 1)] - whole_s)
    before = np.abs(changes_s[np.maximum(np.searchsorted(changes_s, whole_s) - 1, 0)] - whole_s)
    times_s: Array = np.sort(np.concatenate([changes_s, whole_s[(near > CLOSE_S) & (before > CLOSE_S)]]))
    return times_s


def _bend_per_m(lat_rad: float, azimuth_rad: float) -> float:
    """Return the curvature (1/m) of the ellipsoid along a direction (Euler's formula)."""
    squared = 1.0 - ECCENTRICITY_SQUARED * math.sin(lat_rad) ** 2
    east = math.sqrt(squared) / EARTH_RADIUS_M
    north = squared * math.sqrt(squared) / (EARTH_RADIUS_M * (1.0 - ECCENTRICITY_SQUARED))
    return north * math.cos(azimuth_rad) ** 2 + east * math.sin(azimuth_rad) ** 2


def _check(craft: Craft, name: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        raise ModelRangeError(
            f"craft '{craft.name}': {name} = {value:.0f} {unit} must be within {bounds[0]:.0f} to {bounds[1]:.0f}"
            f" {unit}; change the way-points or take another class; {SEE}"
        )
