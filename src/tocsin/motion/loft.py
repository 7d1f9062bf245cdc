"""Find the boost of a flight to a place with a declared apogee."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.geodesic import geodesic_inverse
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError
from tocsin.motion.launch import LIMIT_S, End, end_of, fly_body
from tocsin.motion.vehicle import BoostPlan, Vehicle, plan_row

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

KICKS_RAD = (1e-4, 0.9)
PASSES = 15
MISS_M = 50.0  # m, the solver stops below this; the promise is 100 m
APOGEE_SHARE = 0.002  # likewise of the apogee; the promise is 1 %
FARTHEST_M = 2e7  # m, half-way round: what a burn too long for the apogee is taken to reach
NUDGES = (2e-4, 2e-4, 0.05)  # rad, rad, s: for the slopes; ends move by kilometres, steps by metres


def minimum_energy_apogee_m(range_m: float) -> float:
    """Return the apogee (m) of the least-energy arc over a ground range: round Earth at rest, from the surface.

    References
    ----------
    Bate, Mueller and White, *Fundamentals of Astrodynamics*, section 6.2.
    """
    half = 0.5 * range_m / MEAN_RADIUS_M
    # the vacant focus lies on the chord; perigee and apogee follow from the ellipse through both ends
    return 0.5 * MEAN_RADIUS_M * (math.sin(half) + math.cos(half) - 1.0)


def check_loft(vehicle: Vehicle, range_m: float, apogee_m: float) -> None:
    """Raise ``ModelRangeError`` for an apogee that the vehicle's class does not fly at a range."""
    low_m = vehicle.least_apogee_fraction * minimum_energy_apogee_m(range_m)
    if not low_m <= apogee_m <= vehicle.max_apogee_m:
        raise ModelRangeError(
            f"vehicle '{vehicle.name}': apogee = {apogee_m / 1e3:.0f} km at range {range_m / 1e3:.0f} km must be"
            f" within {low_m / 1e3:.0f} (least energy, or the class's share of it) to"
            f" {vehicle.max_apogee_m / 1e3:.0f} km; declare another apogee or class; see docs/models/motion.md"
        )


def solve_loft(
    vehicle: Vehicle, launch_lla: Lla, aim_lla: Lla, apogee_m: float, bounds_s: tuple[float, float]
) -> BoostPlan:
    """Return the plan whose flight ends at a place after passing an apogee; cut-off within ``bounds_s``.

    Notes
    -----
    First a guess: of all cut-offs and kicks toward the aim that reach the apogee, the pair with the wanted range,
    where range and direction are counted from where a straight-up shot comes down (the Earth turns under it).
    Then Newton's rule on the two parts of the kick and the cut-off.  Raises ``ModelRangeError`` where there is none.
    """
    plan = first_guess(vehicle, launch_lla, aim_lla, apogee_m, bounds_s)
    x = np.array(
        [plan.kick_rad * math.sin(plan.azimuth_rad), plan.kick_rad * math.cos(plan.azimuth_rad), plan.cutoff_s]
    )
    axes = enu_axes(aim_lla[0], aim_lla[1])
    aim = np.array(ecef_from_lla(aim_lla[0], aim_lla[1], 0.0))

    def off(at: Array) -> Array:
        rows = plan_row(vehicle, plan_of(at))
        path = fly_body("payload", np.array(ecef_from_lla(*launch_lla)), np.zeros(3), rows, LIMIT_S).path
        top_m = end_of(vehicle, plan_of(at), launch_lla).apogee_m
        east_m, north_m, _ = axes @ (path.position_ecef[-1] - aim)
        return np.array([east_m, north_m, top_m - apogee_m])

    for _ in range(PASSES):
        wrong = off(x)
        if math.hypot(wrong[0], wrong[1]) < MISS_M and abs(wrong[2]) < APOGEE_SHARE * apogee_m:
            if not bounds_s[0] - 1e-6 <= x[2] <= bounds_s[1] + 1e-6:
                raise _out_of_reach(vehicle, apogee_m, bounds_s)
            return plan_of(x)
        slopes = np.stack([(off(x + step) - wrong) / np.sum(step) for step in np.diag(NUDGES)], axis=1)
        x = x - np.linalg.solve(slopes, wrong)
    raise _out_of_reach(vehicle, apogee_m, bounds_s)


def plan_of(x: Array) -> BoostPlan:
    """Return the plan of (3,) kick toward east and toward north (rad) and cut-off (s)."""
    return BoostPlan(math.atan2(x[0], x[1]), math.hypot(x[0], x[1]), float(x[2]))


def first_guess(
    vehicle: Vehicle, launch_lla: Lla, aim_lla: Lla, apogee_m: float, bounds_s: tuple[float, float]
) -> BoostPlan:
    """Return a plan that reaches the apogee and nearly the aim."""

    def up(cutoff_s: float) -> End:
        return end_of(vehicle, BoostPlan(0.0, KICKS_RAD[0], cutoff_s), launch_lla)

    if top_of(up(bounds_s[1])) < apogee_m:
        raise _out_of_reach(vehicle, apogee_m, bounds_s)
    least_s = bounds_s[0]
    if top_of(up(least_s)) < apogee_m:
        least_s = float(brentq(lambda s: top_of(up(s)) - apogee_m, *bounds_s, xtol=1e-3))
    drop_lla = up(least_s).lla
    way = geodesic_inverse(drop_lla[0], drop_lla[1], aim_lla[0], aim_lla[1])

    def too_high(kick_rad: float, cutoff_s: float) -> float:
        return top_of(end_of(vehicle, BoostPlan(way.azimuth1_rad, kick_rad, cutoff_s), launch_lla)) - apogee_m

    def guess(cutoff_s: float) -> BoostPlan:
        kick_rad = KICKS_RAD[0]
        if too_high(kick_rad, cutoff_s) > 0.0:
            kick_rad = float(brentq(too_high, *KICKS_RAD, args=(cutoff_s,), xtol=1e-5))
        return BoostPlan(way.azimuth1_rad, kick_rad, cutoff_s)

    def too_far(cutoff_s: float) -> float:
        if too_high(KICKS_RAD[1], cutoff_s) > 0.0:
            return FARTHEST_M
        end = end_of(vehicle, guess(cutoff_s), launch_lla)
        return geodesic_inverse(drop_lla[0], drop_lla[1], end.lla[0], end.lla[1]).distance_m - way.distance_m

    if too_far(least_s) >= 0.0:
        return guess(least_s)
    if too_far(bounds_s[1]) <= 0.0:
        return guess(bounds_s[1])
    return guess(float(brentq(too_far, least_s, bounds_s[1], xtol=1e-2)))


def top_of(end: End) -> float:
    """Return the highest altitude (m) of a flight; infinity for one that is still up after two hours."""
    return end.apogee_m if math.isfinite(end.time_s) else 1e9


def _out_of_reach(vehicle: Vehicle, apogee_m: float, bounds_s: tuple[float, float]) -> ModelRangeError:
    return ModelRangeError(
        f"vehicle '{vehicle.name}': apogee = {apogee_m / 1e3:.0f} km at that range must be reached with cut-off"
        f" within {bounds_s[0]:.0f} to {bounds_s[1]:.0f} s; declare another apogee, aim or class;"
        " see docs/models/motion.md"
    )
