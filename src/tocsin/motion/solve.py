"""Find how a vehicle is flown to a place, and fly it there."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from tocsin.earth.geodesic import Ground, geodesic_inverse
from tocsin.earth.kernels import ecef_from_lla
from tocsin.errors import ModelRangeError
from tocsin.motion.kernels import advance
from tocsin.motion.launch import end_of, fly_launch
from tocsin.motion.loft import check_loft, solve_loft
from tocsin.motion.vehicle import (
    KICK_DURATION_S,
    BoostPlan,
    Vehicle,
    burn_time_s,
    check_vehicle,
    plan_row,
)

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

MISS_M = 50.0  # m, the solver stops below this; the promise is 100 m
PASSES = 12  # corrections of azimuth and cut-off; 3 to 5 are used
KICK_BOUNDS_RAD = (0.002, 0.9)  # from nearly straight up to as far over as a slow vehicle may be tipped
BURN_AT_LEAST_S = 1.0  # s, the earliest cut-off is this long after the last ignition, or after the kick
FARTHEST_M = 2e7  # m, half-way round: what a flight that never comes down is taken to reach


@dataclass(frozen=True, slots=True, eq=False)
class Flight:
    """One whole flight of a payload: a row a second from lift-off, one at every change, and a last row at impact.

    ``time_s`` (m,), ``position_ecef`` (m, 3), ``velocity_ecef`` (m, 3), ``plume_w_sr`` (m,) and ``rcs_m2`` (m,).
    Times count from the same zero as the lift-off time given to ``fly_to_ground``; ``impact_lla`` is rad, rad, m.
    """

    time_s: Array
    position_ecef: Array
    velocity_ecef: Array
    plume_w_sr: Array
    rcs_m2: Array
    impact_s: float
    impact_lla: Lla


def launch_position(launch_lla: Lla) -> Array:
    """Return the (3,) ECEF position (m) of a place; a body at rest there has zero velocity."""
    return np.array(ecef_from_lla(*launch_lla))


def fly_to_ground(vehicle: Vehicle, plan: BoostPlan, launch_lla: Lla, lift_off_s: float = 0.0) -> Flight:
    """Return the payload's flight from rest at a place to altitude 0: the first body of ``fly_launch``.

    Raises ``ModelRangeError`` when it is not down after two hours, or is a launcher's.
    """
    payload = fly_launch(vehicle, plan, launch_lla)[0]
    if not payload.came_down:
        raise ModelRangeError(
            f"flight of '{vehicle.name}': coast_s = {vehicle.coast_s:.0f} s ends before altitude 0;"
            " a launcher does not come down: use fly_launch; see docs/models/motion.md"
        )
    path = payload.path
    return Flight(
        time_s=lift_off_s + path.time_s,
        position_ecef=path.position_ecef,
        velocity_ecef=path.velocity_ecef,
        plume_w_sr=path.plume_w_sr,
        rcs_m2=path.rcs_m2,
        impact_s=float(lift_off_s + path.time_s[-1]),
        impact_lla=payload.end_lla,
    )


def cutoff_bounds_s(vehicle: Vehicle) -> tuple[float, float]:
    """Return the earliest and latest cut-off: all stages but the last burn out, and the kick is over."""
    last_ignition_s = burn_time_s(vehicle) - vehicle.stages[-1].burn_time_s
    earliest_s = max(last_ignition_s, vehicle.vertical_rise_s + KICK_DURATION_S) + BURN_AT_LEAST_S
    return earliest_s, burn_time_s(vehicle)


def minimum_energy_angle(position_ecef: Array, aim_ecef: Array) -> float:
    """Return the elevation (rad) of the slowest velocity that carries a body from a place to another.

    It halves the angle between the local vertical and the straight line to the aim (round Earth, no air,
    the aim taken where it stands in the same frame).

    References
    ----------
    Battin, *An Introduction to the Mathematics and Methods of Astrodynamics*, section 6.4.
    """
    line = aim_ecef - position_ecef
    sine = float(np.sum(line * position_ecef) / math.sqrt(np.sum(line**2) * np.sum(position_ecef**2)))
    return 0.25 * math.pi + 0.5 * math.asin(max(-1.0, min(1.0, sine)))


def climb_angle(position_ecef: Array, velocity_ecef: Array) -> float:
    """Return the elevation (rad) of an ECEF velocity above the geocentric horizon."""
    size = math.sqrt(np.sum(velocity_ecef**2) * np.sum(position_ecef**2))
    return math.asin(max(-1.0, min(1.0, float(np.sum(velocity_ecef * position_ecef)) / size)))


def kick_for(vehicle: Vehicle, launch_lla: Lla, aim_lla: Lla, azimuth_rad: float, cutoff_s: float) -> float:
    """Return the kick (rad) after which the velocity at cut-off has the minimum-energy angle to the aim.

    Where no kick inside ``KICK_BOUNDS_RAD`` does, the nearer bound is returned.
    """
    start = launch_position(launch_lla)[None, :]
    aim = launch_position(aim_lla)

    def too_steep(kick_rad: float) -> float:
        rows = plan_row(vehicle, BoostPlan(azimuth_rad, kick_rad, cutoff_s))[None, :]
        position, velocity = advance(start, np.zeros((1, 3)), np.zeros(1), rows, cutoff_s)
        return climb_angle(position[0], velocity[0]) - minimum_energy_angle(position[0], aim)

    low_rad, high_rad = KICK_BOUNDS_RAD
    if too_steep(low_rad) < 0.0:
        return low_rad
    if too_steep(high_rad) > 0.0:
        return high_rad
    return float(brentq(too_steep, low_rad, high_rad, xtol=1e-5))


def solve_boost_plan(vehicle: Vehicle, launch_lla: Lla, aim_lla: Lla, apogee_m: float | None = None) -> BoostPlan:
    """Return the plan that flies a vehicle to a place, on a nearly minimum-energy path or to a declared apogee.

    Parameters
    ----------
    vehicle : Vehicle
    launch_lla, aim_lla : tuple of latitude (rad), longitude (rad), altitude (m)
        The aim's altitude is not used: a flight ends at altitude 0.
    apogee_m : float, m, optional
        Highest altitude of the flight; from ``least_apogee_fraction`` of the minimum-energy one upward.

    Returns
    -------
    BoostPlan
        Its flight ends within 100 m of the aim, and is as high as declared to 1 %.

    Notes
    -----
    Without an apogee the kick sets the flight-path angle at cut-off, relative to the turning Earth, to the
    minimum-energy one; the cut-off time sets the range; then azimuth and cut-off are corrected for the turning of
    the Earth.  Rough: the angle is that of a round Earth at rest and no air.  With an apogee kick, azimuth and
    cut-off are solved together (``loft``).  An aim or apogee outside the vehicle's class, or outside its reach,
    raises ``ModelRangeError`` with the value and the range.
    Checked: the end of the flight, by the kernel that flies it; that kernel against scipy.
    """
    check_vehicle(vehicle)
    aim_lla = (aim_lla[0], aim_lla[1], 0.0)
    wanted = geodesic_inverse(launch_lla[0], launch_lla[1], aim_lla[0], aim_lla[1])
    low_m, high_m = vehicle.range_bounds_m
    if apogee_m is not None:  # lofted, a class flies nearer than its least range, never farther than its greatest
        low_m = 0.0
    if not low_m - MISS_M <= wanted.distance_m <= high_m + MISS_M:
        raise ModelRangeError(
            f"vehicle '{vehicle.name}': range = {wanted.distance_m / 1e3:.0f} km must be within its class's"
            f" {low_m / 1e3:.0f} to {high_m / 1e3:.0f} km; choose another aim or class; see docs/models/motion.md"
        )
    if apogee_m is not None:
        check_loft(vehicle, wanted.distance_m, apogee_m)
        return solve_loft(vehicle, launch_lla, aim_lla, apogee_m, cutoff_bounds_s(vehicle))
    return _least_energy(vehicle, launch_lla, aim_lla, wanted)


def _least_energy(vehicle: Vehicle, launch_lla: Lla, aim_lla: Lla, wanted: Ground) -> BoostPlan:
    azimuth_rad = wanted.azimuth1_rad

    def too_far_m(cutoff_s: float) -> float:
        kick_rad = kick_for(vehicle, launch_lla, aim_lla, azimuth_rad, cutoff_s)
        end = end_of(vehicle, BoostPlan(azimuth_rad, kick_rad, cutoff_s), launch_lla)
        if math.isinf(end.time_s):
            return FARTHEST_M - wanted.distance_m
        return geodesic_inverse(launch_lla[0], launch_lla[1], end.lla[0], end.lla[1]).distance_m - wanted.distance_m

    bounds = cutoff_bounds_s(vehicle)
    ends_m = too_far_m(bounds[0]), too_far_m(bounds[1])
    if not ends_m[0] <= 0.0 <= ends_m[1]:
        raise _out_of_reach(vehicle, wanted, ends_m)
    cutoff_s = float(brentq(too_far_m, *bounds, xtol=1e-2))
    kick_rad = kick_for(vehicle, launch_lla, aim_lla, azimuth_rad, cutoff_s)
    plan = _correct(vehicle, BoostPlan(azimuth_rad, kick_rad, cutoff_s), launch_lla, aim_lla)
    if plan.cutoff_s > bounds[1]:
        raise _out_of_reach(vehicle, wanted, ends_m)
    return plan


def _correct(vehicle: Vehicle, plan: BoostPlan, launch_lla: Lla, aim_lla: Lla) -> BoostPlan:
    """Return the plan with azimuth and cut-off turned until the flight ends at the aim."""
    wanted = geodesic_inverse(launch_lla[0], launch_lla[1], aim_lla[0], aim_lla[1])
    earlier = BoostPlan(plan.azimuth_rad, plan.kick_rad, plan.cutoff_s - 0.05)
    flown = _flown(vehicle, plan, launch_lla)
    slope_m_s = (flown.distance_m - _flown(vehicle, earlier, launch_lla).distance_m) / 0.05
    for _ in range(PASSES):
        far_m = wanted.distance_m - flown.distance_m
        turn_rad = math.remainder(wanted.azimuth1_rad - flown.azimuth1_rad, 2.0 * math.pi)
        if math.hypot(far_m, turn_rad * wanted.distance_m) < MISS_M:
            return plan
        plan = BoostPlan(plan.azimuth_rad + turn_rad, plan.kick_rad, plan.cutoff_s + far_m / slope_m_s)
        flown = _flown(vehicle, plan, launch_lla)
    raise ModelRangeError(
        f"vehicle '{vehicle.name}': miss of {math.hypot(far_m, turn_rad * wanted.distance_m):.0f} m"
        f" after {PASSES} corrections must be below {MISS_M:.0f} m;"
        " choose an aim further inside its reach; see docs/models/motion.md"
    )


def _flown(vehicle: Vehicle, plan: BoostPlan, launch_lla: Lla) -> Ground:
    end_lla = fly_to_ground(vehicle, plan, launch_lla).impact_lla
    return geodesic_inverse(launch_lla[0], launch_lla[1], end_lla[0], end_lla[1])


def _out_of_reach(vehicle: Vehicle, wanted: Ground, ends_m: tuple[float, float]) -> ModelRangeError:
    low_km, high_km = ((wanted.distance_m + end_m) / 1000.0 for end_m in ends_m)
    return ModelRangeError(
        f"vehicle '{vehicle.name}': range = {wanted.distance_m / 1000.0:.0f} km must be within its reach of"
        f" {low_km:.0f} to {high_km:.0f} km in that direction; choose another aim or vehicle;"
        " see docs/models/motion.md"
    )
