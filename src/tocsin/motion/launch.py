"""Fly a vehicle, its spent stages and debris: each body once, into a path."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, lla_from_ecef
from tocsin.errors import ModelRangeError
from tocsin.motion.kernels import (
    CUTOFF,
    FIRST_STAGE,
    KICK_END,
    STAGE_COUNT,
    STAGE_SIZE,
    VERTICAL_END,
    boost_state,
    fly_down,
    fly_through,
)
from tocsin.motion.path import Path
from tocsin.motion.vehicle import BoostPlan, Vehicle, coast_row, plan_row

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

TICK_S = 1.0  # s, spacing of the rows of a flight; the exercise's own tick
LIMIT_S = 7200.0  # s, longest flight
EDGE_S = 0.001  # s, two rows so far apart make a step in plume or cross-section; the exercise's finest time
SEPARATION_M_S = 2.0  # m/s, notional: how much slower a spent stage is let go


@dataclass(frozen=True, slots=True, eq=False)
class Flown:
    """One body, flown: "payload", "stage-1" (spent) and so on, or "debris".

    Its path begins ``start_s`` after lift-off (after birth for debris).  ``end_lla`` (rad, rad, m) is where it
    came down; a body that never ``came_down`` was followed no farther than that.
    """

    part: str
    start_s: float
    path: Path
    came_down: bool
    end_lla: Lla


@dataclass(frozen=True, slots=True)
class End:
    """Where and when a flight comes down (rad, rad, m; s, infinity if never) and its highest altitude (m)."""

    lla: Lla
    time_s: float
    apogee_m: float


def end_of(vehicle: Vehicle, plan: BoostPlan, launch_lla: Lla, follow_s: float = LIMIT_S) -> End:
    """Return the end of a payload's flight from rest at a place, without its path: 20 times as quick.

    Good to 50 m against the path (``fly_launch``), whose steps are shorter.
    """
    start = np.array([ecef_from_lla(*launch_lla)])
    ends, timing = fly_down(start, np.zeros((1, 3)), plan_row(vehicle, plan)[None, :], follow_s)
    return End(lla_from_ecef(ends[0, 0], ends[0, 1], ends[0, 2]), float(timing[0, 0]), float(timing[0, 1]))


def fly_launch(vehicle: Vehicle, plan: BoostPlan, launch_lla: Lla) -> tuple[Flown, ...]:
    """Return every body of a launch: the payload, then each stage that burned, from when it is spent.

    Parameters
    ----------
    vehicle : Vehicle
    plan : BoostPlan
        From ``solve_boost_plan`` or ``solve_ascent_plan``, or declared.
    launch_lla : tuple of latitude (rad), longitude (rad), altitude (m)

    Returns
    -------
    tuple of Flown
        Payload first.  A stage is let go at its burn-out or at cut-off, ``SEPARATION_M_S`` slower along its
        velocity, and falls with its own ballistic coefficient.

    Notes
    -----
    A launcher (finite ``coast_s``) and its last stage are followed for that time after cut-off; they never come
    down.  Raises ``ModelRangeError`` for any other payload that is not down after two hours.  Left out: thrust
    of separation across the velocity, tumbling, break-up.  Checked: laws (``tests/motion/test_launch.py``).
    """
    row = plan_row(vehicle, plan)
    until_s = min(LIMIT_S, float(row[CUTOFF]) + vehicle.coast_s)
    payload = fly_body("payload", np.array(ecef_from_lla(*launch_lla)), np.zeros(3), row, until_s)
    if math.isinf(vehicle.coast_s) and not payload.came_down:
        raise ModelRangeError(
            f"flight of '{vehicle.name}': time of flight is above the bound of {LIMIT_S:.0f} s;"
            " cut off earlier or choose a nearer aim; see docs/models/motion.md"
        )
    bodies = [payload]
    for index, stage in enumerate(vehicle.stages):
        first = FIRST_STAGE + STAGE_SIZE * index
        spent_s = min(float(row[first + 1]), float(row[CUTOFF]))
        path = payload.path
        at = int(np.searchsorted(path.time_s, spent_s - 0.5 * EDGE_S))
        if row[first] >= row[CUTOFF] or at >= path.time_s.shape[0]:
            break
        velocity = path.velocity_ecef[at]
        slower = velocity * (1.0 - SEPARATION_M_S / math.sqrt(float(np.sum(velocity**2))))
        follow_s = until_s - spent_s if spent_s == row[CUTOFF] else LIMIT_S
        coast = coast_row(stage.ballistic_coefficient_kg_m2, stage.rcs_m2)
        bodies.append(fly_body(f"stage-{index + 1}", path.position_ecef[at], slower, coast, follow_s, spent_s))
    return tuple(bodies)


def fly_debris(
    position_ecef: Array, velocity_ecef: Array, ballistic_coefficient_kg_m2: float, rcs_m2: float
) -> Flown:
    """Return the fall of one piece of debris from where it was born, (3,) m and (3,) m/s ECEF.

    A body that is still up after two hours did not come down.  Left out: heating, break-up on the way, lift.
    """
    return fly_body("debris", position_ecef, velocity_ecef, coast_row(ballistic_coefficient_kg_m2, rcs_m2), LIMIT_S)


def fly_body(
    part: str, position_ecef: Array, velocity_ecef: Array, row: Array, follow_s: float, start_s: float = 0.0
) -> Flown:
    """Return one body flown by its plan row from (3,) m and (3,) m/s, to the ground or as long as it is followed."""
    rows, came_down = fly_through(position_ecef, velocity_ecef, row, row_times(row, follow_s))
    _, plume_w_sr, rcs_m2 = boost_state(np.repeat(row[None, :], rows.shape[0], axis=0), rows[:, 0].copy())
    path = Path(rows[:, 0].copy(), rows[:, 1:4].copy(), rows[:, 4:7].copy(), plume_w_sr, rcs_m2)
    return Flown(part, start_s, path, came_down, lla_from_ecef(rows[-1, 1], rows[-1, 2], rows[-1, 3]))


def row_times(row: Array, follow_s: float) -> Array:
    """Return the times (s) of a path's rows: every tick, every change of steering, every change of stage twice."""
    steering = [row[VERTICAL_END], row[KICK_END]]
    burning = [row[CUTOFF]]
    burning += [row[FIRST_STAGE + STAGE_SIZE * index + 1] for index in range(int(row[STAGE_COUNT]))]
    changes = np.array([*steering, *burning, *(time_s - EDGE_S for time_s in burning)])
    changes = np.unique(changes[(changes > 0.0) & (changes <= min(row[CUTOFF], follow_s))])
    ticks = np.append(np.arange(0.0, follow_s, TICK_S), follow_s)
    if changes.size:
        near = np.minimum(np.searchsorted(changes, ticks), changes.size - 1)
        gap_s = np.minimum(np.abs(changes[near] - ticks), np.abs(changes[near - 1] - ticks))
        ticks = ticks[(gap_s > 2.0 * EDGE_S) | (ticks == follow_s)]
    return np.unique(np.concatenate([ticks, changes]))
