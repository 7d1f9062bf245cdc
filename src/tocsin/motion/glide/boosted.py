"""A glider from lift-off to the ground, and the boost after which its glide ends at a declared place."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from tocsin.earth.geodesic import Ground, geodesic_inverse
from tocsin.earth.kernels import lla_from_ecef
from tocsin.errors import ModelRangeError
from tocsin.motion.glide.glider import SEE, Glider, Turn, check_glider, glide_rows, glow_w_sr
from tocsin.motion.glide.kernels import DIVING, GLIDING
from tocsin.motion.kernels import advance, boost_state
from tocsin.motion.rows import Rows
from tocsin.motion.solve import KICK_BOUNDS_RAD, Lla, climb_angle, cutoff_bounds_s, launch_position
from tocsin.motion.vehicle import BoostPlan, Vehicle, burn_time_s, check_vehicle, plan_row

Array = NDArray[np.float64]

CUTOFFS = 12  # cut-off times tried to find the reach
MISS_M = 1000.0  # m, the solver stops below this
BEFORE_S = 1e-3  # s, how long before a step in plume or cross-section the last row before it is
PASSES = 12  # corrections of azimuth and cut-off; 2 to 5 are used


@dataclass(frozen=True, slots=True, eq=False)
class GlideFlight:
    """A whole flight from lift-off: its path, and when boost, coast and glide end (s, as ``rows.time_s``)."""

    rows: Rows
    cutoff_s: float
    glide_s: float
    dive_s: float
    impact_s: float
    impact_lla: Lla


def fly_boosted_glide(
    vehicle: Vehicle, glider: Glider, plan: BoostPlan, launch_lla: Lla, turns: Sequence[Turn] = ()
) -> GlideFlight:
    """Return the flight of a boosted glider from rest at a place to the ground.

    Parameters
    ----------
    vehicle : Vehicle
        The booster; its payload is the glider.
    glider : Glider
    plan : BoostPlan
    launch_lla : tuple of latitude (rad), longitude (rad), altitude (m)
    turns : sequence of Turn
        Times since lift-off.

    Returns
    -------
    GlideFlight
        Times since lift-off; a row a second, and at stage ends, cut-off, turns, start of glide and dive, impact.

    Notes
    -----
    Boost as for a ballistic vehicle (``motion.kernels``); from cut-off the equations of the glide, so that coast,
    entry and pull-up need no join of their own.  Left out: the stages that drop off, a shroud, the separation.
    """
    boost = boost_rows(vehicle, plan, launch_lla)
    last_s = float(boost.time_s[-1])
    rows = glide_rows(glider, boost.position_ecef[-1], boost.velocity_ecef[-1], last_s, turns)
    glow = glow_w_sr(glider, rows[:, 1:4], rows[:, 4:7])
    path = Rows(
        np.concatenate([boost.time_s[:-1], rows[:, 0]]),
        np.concatenate([boost.position_ecef[:-1], rows[:, 1:4]]),
        np.concatenate([boost.velocity_ecef[:-1], rows[:, 4:7]]),
        np.concatenate([boost.plume_w_sr[:-1], glow]),
        np.concatenate([boost.rcs_m2[:-1], np.full(rows.shape[0], glider.rcs_m2)]),
    )
    return GlideFlight(
        rows=path,
        cutoff_s=last_s,
        glide_s=float(rows[rows[:, 7] == GLIDING][0, 0]),
        dive_s=float(rows[rows[:, 7] == DIVING][0, 0]),
        impact_s=float(rows[-1, 0]),
        impact_lla=lla_from_ecef(rows[-1, 1], rows[-1, 2], rows[-1, 3]),
    )


def boost_rows(vehicle: Vehicle, plan: BoostPlan, launch_lla: Lla) -> Rows:
    """Return the boost from rest to cut-off: a row a second, at every stage's end and at cut-off.

    Plume and cross-section step there: a row a millisecond before holds what was.
    """
    row = plan_row(vehicle, plan)[None, :]
    cutoff_s = min(plan.cutoff_s, burn_time_s(vehicle))
    ends_s = np.cumsum([stage.burn_time_s for stage in vehicle.stages])
    steps_s = np.append(ends_s[ends_s < cutoff_s - BEFORE_S], cutoff_s)
    time_s = np.unique(np.concatenate([np.arange(cutoff_s - BEFORE_S), steps_s, steps_s - BEFORE_S]))
    position, velocity = np.empty((time_s.shape[0], 3)), np.zeros((time_s.shape[0], 3))
    position[0] = launch_position(launch_lla)
    for index in range(1, time_s.shape[0]):
        before_s, here = time_s[index - 1 : index], slice(index, index + 1)
        last = slice(index - 1, index)
        length_s = float(time_s[index] - time_s[index - 1])
        position[here], velocity[here] = advance(position[last], velocity[last], before_s, row, length_s)
    _, plume_w_sr, rcs_m2 = boost_state(np.repeat(row, time_s.shape[0], axis=0), time_s)
    return Rows(time_s, position, velocity, plume_w_sr, rcs_m2)


def glide_plan(vehicle: Vehicle, glider: Glider, launch_lla: Lla, azimuth_rad: float, cutoff_s: float) -> BoostPlan:
    """Return the plan whose climb angle at cut-off is the glider's; the kick is solved for.

    Raises ``ModelRangeError`` where no kick gives that angle.
    """
    start = launch_position(launch_lla)[None, :]

    def too_steep(kick_rad: float) -> float:
        row = plan_row(vehicle, BoostPlan(azimuth_rad, kick_rad, cutoff_s))[None, :]
        position, velocity = advance(start, np.zeros((1, 3)), np.zeros(1), row, cutoff_s)
        return climb_angle(position[0], velocity[0]) - glider.cutoff_climb_rad

    low_rad, high_rad = KICK_BOUNDS_RAD
    if too_steep(low_rad) < 0.0 or too_steep(high_rad) > 0.0:
        raise ModelRangeError(
            f"glider '{glider.name}': no kick of {low_rad} to {high_rad} rad gives a climb angle of"
            f" {math.degrees(glider.cutoff_climb_rad):.1f} deg at a cut-off of {cutoff_s:.1f} s; {SEE}"
        )
    return BoostPlan(azimuth_rad, float(brentq(too_steep, low_rad, high_rad, xtol=1e-6)), cutoff_s)


def solve_glide(
    vehicle: Vehicle, glider: Glider, launch_lla: Lla, aim_lla: Lla, turns: Sequence[Turn] = ()
) -> BoostPlan:
    """Return the boost after which a glide, declared turns and all, ends at a place.

    Parameters
    ----------
    vehicle : Vehicle
    glider : Glider
    launch_lla, aim_lla : tuple of latitude (rad), longitude (rad), altitude (m)
        The aim's altitude is not used.
    turns : sequence of Turn
        Times since lift-off.

    Returns
    -------
    BoostPlan
        Its flight ends within 1 km of the aim.

    Notes
    -----
    Nothing is steered in flight: time of cut-off and azimuth are chosen beforehand, so that a declared launch and
    a declared aim belong together.  An aim out of reach raises ``ModelRangeError`` with range and reach; the reach
    is found on a grid of cut-off times and is rough by a few per cent.
    Checked: the end of the flight, by the kernel that flies it.
    """
    check_vehicle(vehicle)
    check_glider(glider)
    wanted = geodesic_inverse(launch_lla[0], launch_lla[1], aim_lla[0], aim_lla[1])

    def flown(azimuth_rad: float, cutoff_s: float) -> Ground:
        plan = glide_plan(vehicle, glider, launch_lla, azimuth_rad, cutoff_s)
        end_lla = fly_boosted_glide(vehicle, glider, plan, launch_lla, turns).impact_lla
        return geodesic_inverse(launch_lla[0], launch_lla[1], end_lla[0], end_lla[1])

    def too_far_m(cutoff_s: float) -> float:
        return flown(wanted.azimuth1_rad, cutoff_s).distance_m - wanted.distance_m

    ends_s = _bracket_s(vehicle, glider, wanted, too_far_m)
    cutoff_s = float(brentq(too_far_m, *ends_s, xtol=1e-2))
    slope_m_s = (too_far_m(cutoff_s) - too_far_m(cutoff_s - 0.1)) / 0.1
    azimuth_rad = wanted.azimuth1_rad
    for _ in range(PASSES):
        end = flown(azimuth_rad, cutoff_s)
        far_m = wanted.distance_m - end.distance_m
        turn_rad = math.remainder(wanted.azimuth1_rad - end.azimuth1_rad, 2.0 * math.pi)
        miss_m = math.hypot(far_m, turn_rad * wanted.distance_m)
        if miss_m < MISS_M:
            return glide_plan(vehicle, glider, launch_lla, azimuth_rad, cutoff_s)
        azimuth_rad, cutoff_s = azimuth_rad + turn_rad, cutoff_s + far_m / slope_m_s
    raise ModelRangeError(
        f"glider '{glider.name}': miss of {miss_m:.0f} m after {PASSES} corrections must be below {MISS_M:.0f} m;"
        f" choose an aim further inside its reach, or gentler turns; {SEE}"
    )


def _bracket_s(
    vehicle: Vehicle, glider: Glider, wanted: Ground, too_far_m: Callable[[float], float]
) -> tuple[float, float]:
    """Return two neighbouring cut-off times between which the range is the wanted one."""
    flown: list[tuple[float, float]] = []
    for cutoff_s in np.linspace(*cutoff_bounds_s(vehicle), CUTOFFS).tolist():
        try:
            far_m = too_far_m(cutoff_s)
        except ModelRangeError:  # this cut-off leads to no glide; a later one may
            continue
        if flown and flown[-1][1] <= 0.0 <= far_m:
            return flown[-1][0], cutoff_s
        flown.append((cutoff_s, far_m))
    reach_km = [(wanted.distance_m + far_m) / 1000.0 for _, far_m in flown] or [0.0]
    raise ModelRangeError(
        f"glider '{glider.name}': range = {wanted.distance_m / 1000.0:.0f} km must be within its reach of"
        f" {min(reach_km):.0f} to {max(reach_km):.0f} km in that direction; choose another aim, turns or class; {SEE}"
    )
