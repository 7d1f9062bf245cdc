"""Find the boost of a launcher that goes up to stay."""

import math

import numpy as np
from scipy.optimize import brentq

from tocsin.earth.constants import GM_M3_S2, ROTATION_RAD_S
from tocsin.earth.kernels import ecef_from_lla
from tocsin.errors import ModelRangeError
from tocsin.motion.kernels import fly_down
from tocsin.motion.vehicle import BoostPlan, Vehicle, burn_time_s, check_vehicle, plan_row

Lla = tuple[float, float, float]

KICKS_RAD = (0.002, 0.5)
LEAST_SHARE = 0.8  # of the whole burn: no earlier cut-off is looked at


def solve_ascent_plan(vehicle: Vehicle, launch_lla: Lla, azimuth_rad: float) -> BoostPlan:
    """Return the plan with which a launcher cuts off flying level, in a round orbit if it has the speed for one.

    Parameters
    ----------
    vehicle : Vehicle
    launch_lla : tuple of latitude (rad), longitude (rad), altitude (m)
    azimuth_rad : float
        Direction of the kick at the pad, from north.

    Notes
    -----
    A gravity turn whose kick makes it end level; cut off as soon as that speed is a circle's, or burnt out where it
    never is (``fly_launch`` follows it for the declared coast either way).  Rough: no coast between stages, no
    throttling, no steering after the kick, so orbits are higher than flown ones.  Raises ``ModelRangeError`` where no
    kick ends level.  Checked: the orbit's perigee above the air (``tests/motion/test_ascent.py``).
    """
    check_vehicle(vehicle)
    start = np.array([ecef_from_lla(*launch_lla)])

    def cut_off(kick_rad: float, cutoff_s: float) -> tuple[float, float]:
        """Return climb angle (rad) at cut-off and speed among the stars over a circle's; -1 and 0 if it fell."""
        row = plan_row(vehicle, BoostPlan(azimuth_rad, kick_rad, cutoff_s))
        ends, timing = fly_down(start, np.zeros((1, 3)), row[None, :], cutoff_s)
        if math.isfinite(timing[0, 0]):
            return -1.0, 0.0
        x, y, z, vx, vy, vz = ends[0]
        vx, vy = vx - ROTATION_RAD_S * y, vy + ROTATION_RAD_S * x
        radius, speed = math.sqrt(x * x + y * y + z * z), math.sqrt(vx * vx + vy * vy + vz * vz)
        return math.asin((x * vx + y * vy + z * vz) / (radius * speed)), speed / math.sqrt(GM_M3_S2 / radius)

    def level_kick(cutoff_s: float) -> float:
        low_rad, high_rad = KICKS_RAD
        if not cut_off(high_rad, cutoff_s)[0] < 0.0 < cut_off(low_rad, cutoff_s)[0]:
            raise ModelRangeError(
                f"vehicle '{vehicle.name}': kick for a level cut-off must be within {low_rad} to {high_rad} rad"
                " and is not; choose a launcher class; see docs/models/motion.md"
            )
        return float(brentq(lambda kick_rad: cut_off(kick_rad, cutoff_s)[0], low_rad, high_rad, xtol=1e-7))

    def too_fast(cutoff_s: float) -> float:
        return cut_off(level_kick(cutoff_s), cutoff_s)[1] - 1.0

    latest_s = burn_time_s(vehicle)
    cutoff_s = latest_s
    if too_fast(latest_s) > 0.0 > too_fast(LEAST_SHARE * latest_s):
        cutoff_s = float(brentq(too_fast, LEAST_SHARE * latest_s, latest_s, xtol=1e-2))
    return BoostPlan(azimuth_rad, level_kick(cutoff_s), cutoff_s)
