"""Arcs of a class from one launch place to many places: as its boost and an ellipse make them."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.geodesic import geodesic_direct, geodesic_inverse
from tocsin.earth.kernels import lla_rows, vincenty_inverse
from tocsin.errors import ModelRangeError
from tocsin.motion.solve import fly_to_ground, solve_boost_plan
from tocsin.motion.vehicle import Vehicle, burn_time_s
from tocsin.scenario.declared import LaunchArea
from tocsin.study.footprint.kernels import APOGEE_M, BURN_OUT_S, FLIGHT_S, arc_positions, solve_arcs

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

SOLVED = 9  # flights of a class that are solved in full, from its least range to its greatest
BOOST_POINTS = 41  # of each boost, evenly in time
STEP_S = 5.0  # s: how often an arc is looked at
ORIGINS = 7  # points that stand for a circle of launch places, evenly over its area


class Boost(NamedTuple):
    """The boosts of a class by range.

    ``ranges_m`` (k,) rising; ``burn_s`` (k,); ``altitudes_m`` and ``downranges_m`` (k, b): height and distance along
    the ground, evenly in time from lift-off to burn-out.
    """

    ranges_m: Array
    burn_s: Array
    altitudes_m: Array
    downranges_m: Array


class Arcs(NamedTuple):
    """Arcs from one place to n others: ``rows`` (n, ARC_SIZE), zero where the class flies no arc to it."""

    origin_rad: Array
    boost: Boost
    rows: Array

    @property
    def flights_s(self) -> Array:
        """Return the times of flight (n,), s; 0 where there is no arc."""
        return np.ascontiguousarray(self.rows[:, FLIGHT_S])

    @property
    def burn_out_s(self) -> Array:
        """Return the burn-out times (n,), s."""
        return np.ascontiguousarray(self.rows[:, BURN_OUT_S])

    @property
    def apogees_m(self) -> Array:
        """Return the apogees (n,), m."""
        return np.ascontiguousarray(self.rows[:, APOGEE_M])


def origins(area: LaunchArea) -> list[tuple[float, float]]:
    """Return places (rad) that stand for a launch area: its middle, or a sunflower over its circle."""
    if area.radius_m == 0.0:
        return [(area.lat_rad, area.lon_rad)]
    turn_rad = math.pi * (3.0 - math.sqrt(5.0))
    return [
        geodesic_direct(
            area.lat_rad,
            area.lon_rad,
            (i * turn_rad) % (2.0 * math.pi),
            area.radius_m * math.sqrt((i + 0.5) / ORIGINS),
        )[:2]
        for i in range(ORIGINS)
    ]


def arcs_to(vehicle: Vehicle, origin_rad: tuple[float, float], places_rad: Array) -> Arcs:
    """Return the arcs of a class from a place (rad) to places (n, 2), rad.

    A place outside the class's range at least energy has none.
    """
    ways = [geodesic_inverse(*origin_rad, lat, lon) for lat, lon in places_rad.tolist()]
    low_m, high_m = vehicle.range_bounds_m
    within = [way for way in ways if low_m <= way.distance_m <= high_m]
    origin = np.array(origin_rad)
    if not within:
        nothing = Boost(np.zeros(0), np.zeros(0), np.zeros((0, 2)), np.zeros((0, 2)))
        return Arcs(origin, nothing, np.zeros((len(ways), APOGEE_M + 12)))
    east = sum(math.sin(way.azimuth1_rad) for way in within)
    north = sum(math.cos(way.azimuth1_rad) for way in within)
    reach_m = max(way.distance_m for way in within)
    boost = boost_of(vehicle, origin_rad, math.atan2(east, north), (low_m, max(reach_m, low_m + 1.0)))
    return Arcs(origin, boost, solve_arcs(origin, places_rad, *boost))


def boost_of(
    vehicle: Vehicle, origin_rad: tuple[float, float], azimuth_rad: float, bounds_m: tuple[float, float]
) -> Boost:
    """Return the boosts of a class in one direction, each from a whole flight solved as the engine does.

    What of the bounds the class does not reach in that direction is left out.
    """
    launch_lla = (*origin_rad, 0.0)
    rows = []
    for range_m in np.linspace(max(bounds_m[0], 1.0), bounds_m[1], SOLVED).tolist():
        aim = geodesic_direct(*origin_rad, azimuth_rad % (2.0 * math.pi), range_m)
        try:
            plan = solve_boost_plan(vehicle, launch_lla, (aim[0], aim[1], 0.0))
        except ModelRangeError:  # the Earth's turning takes some of the class's reach in some directions
            continue
        flight = fly_to_ground(vehicle, plan, launch_lla)
        burn_s = min(plan.cutoff_s, burn_time_s(vehicle))
        boosting = flight.time_s <= burn_s + 1e-6
        lla = lla_rows(flight.position_ecef[boosting])
        away_m = np.array(
            [vincenty_inverse(*origin_rad, lat, lon)[0] if i else 0.0 for i, (lat, lon, _) in enumerate(lla)]
        )
        even_s = np.linspace(0.0, burn_s, BOOST_POINTS)
        time_s = flight.time_s[boosting]
        rows.append((range_m, burn_s, np.interp(even_s, time_s, lla[:, 2]), np.interp(even_s, time_s, away_m)))
    ranges_m, burn, altitudes, downranges = zip(*rows, strict=True)
    return Boost(np.array(ranges_m), np.array(burn), np.array(altitudes), np.array(downranges))


def positions_at(arcs: Arcs, times_s: Array) -> Array:
    """Return positions (n, m, 3), m ECEF, at times (n, m) after lift-off; every row must be an arc."""
    boost = arcs.boost
    return arc_positions(arcs.origin_rad, arcs.rows, boost.ranges_m, boost.altitudes_m, boost.downranges_m, times_s)
