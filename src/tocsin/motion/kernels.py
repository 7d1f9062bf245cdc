"""Boosted and ballistic flight in ECEF, as kernels.

Every body has one plan row: the numbers it is flown by.  Columns, in order, are the constants below; then
``STAGE_SIZE`` columns a stage: ignition time (s), burn-out time (s), thrust (N), mass at ignition (kg), mass
flow (kg/s), reference area (m^2), plume intensity (W/sr).
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import GM_M3_S2, MEAN_RADIUS_M, ROTATION_RAD_S
from tocsin.earth.kernels import air_density, altitude_and_up, gravity_ecef

Array = NDArray[np.float64]
State = tuple[float, float, float, float, float, float]

DT_S = 0.25  # s, longest Runge-Kutta step; tests/motion/test_convergence.py shows what it costs
CLOSE_S = 1e-9  # s, two times nearer than this are one
IMPACT_S = 1e-4  # s, impact is located to this

VERTICAL_END = 0
KICK_END = 1
KICK = 2
AZIMUTH = 3
CUTOFF = 4
COEFFICIENT = 5
BOOST_DRAG = 6
BOOST_RCS = 7
PAYLOAD_RCS = 8
STAGE_COUNT = 9
FIRST_STAGE = 10
STAGE_SIZE = 7
ROW_SIZE = FIRST_STAGE + 3 * STAGE_SIZE


@njit(cache=True)
def stage_at(row: Array, elapsed_s: float) -> int:
    """Return the first column of the stage that burns at a time since lift-off, or -1 when none does."""
    if elapsed_s >= row[CUTOFF] or elapsed_s < 0.0:
        return -1
    for index in range(int(row[STAGE_COUNT])):
        first = FIRST_STAGE + STAGE_SIZE * index
        if elapsed_s < row[first + 1]:
            return first
    return -1


@njit(cache=True)
def next_change(row: Array, elapsed_s: float) -> float:
    """Return the next time (s) at which steering, stage or burning changes; infinity when none is left."""
    soonest = np.inf
    if elapsed_s > row[CUTOFF] - CLOSE_S:
        return soonest
    for column in (VERTICAL_END, KICK_END, CUTOFF):
        if row[column] > elapsed_s + CLOSE_S and row[column] < soonest:
            soonest = row[column]
    for index in range(int(row[STAGE_COUNT])):
        end = row[FIRST_STAGE + STAGE_SIZE * index + 1]
        if end > elapsed_s + CLOSE_S and end < soonest:
            soonest = end
    return soonest


@njit(cache=True)
def thrust_direction(
    state: State, up: tuple[float, float, float], row: Array, middle_s: float
) -> tuple[float, float, float]:
    """Return the unit thrust direction (ECEF): up, then kicked toward the azimuth, then along the velocity.

    ``middle_s`` is a time inside the step, so that all stages of one Runge-Kutta step steer alike.
    """
    if middle_s < row[VERTICAL_END]:
        return up
    x, y, _, vx, vy, vz = state
    if middle_s >= row[KICK_END]:
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        return vx / speed, vy / speed, vz / speed
    flat = max(math.sqrt(x * x + y * y), 1e-9)
    east_x, east_y = -y / flat, x / flat
    north_x, north_y, north_z = -up[2] * east_y, up[2] * east_x, up[0] * east_y - up[1] * east_x
    along_east = math.sin(row[KICK]) * math.sin(row[AZIMUTH])
    along_north = math.sin(row[KICK]) * math.cos(row[AZIMUTH])
    along_up = math.cos(row[KICK])
    return (
        along_east * east_x + along_north * north_x + along_up * up[0],
        along_east * east_y + along_north * north_y + along_up * up[1],
        along_north * north_z + along_up * up[2],
    )


@njit(cache=True)
def acceleration(
    state: State, elapsed_s: float, row: Array, stage: int, middle_s: float
) -> tuple[float, float, float]:
    """Return the acceleration (m/s^2) in the turning frame: gravity, rotation, drag, thrust.

    The air turns with the Earth, so the ECEF velocity is the velocity through the air.
    """
    x, y, z, vx, vy, vz = state
    ax, ay, az = gravity_ecef(x, y, z)
    ax += ROTATION_RAD_S * (ROTATION_RAD_S * x + 2.0 * vy)
    ay += ROTATION_RAD_S * (ROTATION_RAD_S * y - 2.0 * vx)
    alt_m, up_x, up_y, up_z = altitude_and_up(x, y, z)
    pressed = 0.5 * air_density(alt_m) * math.sqrt(vx * vx + vy * vy + vz * vz)
    if stage < 0:
        drag = pressed / row[COEFFICIENT]
        return ax - drag * vx, ay - drag * vy, az - drag * vz
    mass_kg = row[stage + 3] - row[stage + 4] * (elapsed_s - row[stage])
    drag = pressed * row[BOOST_DRAG] * row[stage + 5] / mass_kg
    push = row[stage + 2] / mass_kg
    dx, dy, dz = thrust_direction(state, (up_x, up_y, up_z), row, middle_s)
    return ax - drag * vx + push * dx, ay - drag * vy + push * dy, az - drag * vz + push * dz


@njit(cache=True)
def runge_kutta_step(state: State, elapsed_s: float, row: Array, step_s: float) -> State:
    """Return the state one classical fourth-order Runge-Kutta step later; no change may fall inside it."""
    x, y, z, vx, vy, vz = state
    middle_s = elapsed_s + 0.5 * step_s
    stage = stage_at(row, middle_s)
    half = 0.5 * step_s
    ax1, ay1, az1 = acceleration(state, elapsed_s, row, stage, middle_s)
    vx2, vy2, vz2 = vx + half * ax1, vy + half * ay1, vz + half * az1
    second = (x + half * vx, y + half * vy, z + half * vz, vx2, vy2, vz2)
    ax2, ay2, az2 = acceleration(second, middle_s, row, stage, middle_s)
    vx3, vy3, vz3 = vx + half * ax2, vy + half * ay2, vz + half * az2
    third = (x + half * vx2, y + half * vy2, z + half * vz2, vx3, vy3, vz3)
    ax3, ay3, az3 = acceleration(third, middle_s, row, stage, middle_s)
    vx4, vy4, vz4 = vx + step_s * ax3, vy + step_s * ay3, vz + step_s * az3
    fourth = (x + step_s * vx3, y + step_s * vy3, z + step_s * vz3, vx4, vy4, vz4)
    ax4, ay4, az4 = acceleration(fourth, elapsed_s + step_s, row, stage, middle_s)
    sixth = step_s / 6.0
    return (
        x + sixth * (vx + 2.0 * vx2 + 2.0 * vx3 + vx4),
        y + sixth * (vy + 2.0 * vy2 + 2.0 * vy3 + vy4),
        z + sixth * (vz + 2.0 * vz2 + 2.0 * vz3 + vz4),
        vx + sixth * (ax1 + 2.0 * ax2 + 2.0 * ax3 + ax4),
        vy + sixth * (ay1 + 2.0 * ay2 + 2.0 * ay3 + ay4),
        vz + sixth * (az1 + 2.0 * az2 + 2.0 * az3 + az4),
    )


@njit(cache=True)
def step_length(elapsed_s: float, end_s: float, row: Array) -> float:
    """Return the length (s) of the next step: at most DT_S, ending at the end or at the next change."""
    return min(DT_S, end_s - elapsed_s, next_change(row, elapsed_s) - elapsed_s)


@njit(cache=True)
def fly_one(state: State, elapsed_s: float, row: Array, dt_s: float) -> State:
    """Return the state of one body dt_s later."""
    end_s = elapsed_s + dt_s
    while end_s - elapsed_s > CLOSE_S:
        step_s = step_length(elapsed_s, end_s, row)
        state = runge_kutta_step(state, elapsed_s, row, step_s)
        elapsed_s += step_s
    return state


@njit(cache=True)
def advance(
    position_ecef: Array, velocity_ecef: Array, elapsed_s: Array, plan_rows: Array, dt_s: float
) -> tuple[Array, Array]:
    """Return the positions and velocities of bodies dt_s later.

    Parameters
    ----------
    position_ecef, velocity_ecef : (n, 3) float64, m and m/s
        Relative to the turning Earth.
    elapsed_s : (n,) float64, s
        Time since lift-off; 0 or more.
    plan_rows : (n, ROW_SIZE) float64
        From ``vehicle.plan_row`` or ``vehicle.coast_row``.
    dt_s : float, s

    Returns
    -------
    two (n, 3) float64 arrays, m and m/s

    Notes
    -----
    Gravity with J2, Coriolis and centrifugal terms, drag in air that turns with the Earth, thrust along the
    gravity turn.  Steps end exactly at stage ends and at cut-off.  The ground does not stop a body: use
    ``locate_impact``.  Left out: lift, wind, thrust growth with altitude, change of drag with Mach number,
    spin, separation.  Checked: scipy DOP853 on equations written separately, Kepler arcs, observed coasts.
    """
    position = np.empty_like(position_ecef)
    velocity = np.empty_like(velocity_ecef)
    for body in range(position_ecef.shape[0]):
        state = (
            position_ecef[body, 0],
            position_ecef[body, 1],
            position_ecef[body, 2],
            velocity_ecef[body, 0],
            velocity_ecef[body, 1],
            velocity_ecef[body, 2],
        )
        state = fly_one(state, elapsed_s[body], plan_rows[body], dt_s)
        position[body, 0], position[body, 1], position[body, 2] = state[0], state[1], state[2]
        velocity[body, 0], velocity[body, 1], velocity[body, 2] = state[3], state[4], state[5]
    return position, velocity


@njit(cache=True)
def is_under_ground(state: State) -> bool:
    """Return whether a body is below altitude 0 and going down."""
    alt_m, up_x, up_y, up_z = altitude_and_up(state[0], state[1], state[2])
    return alt_m < 0.0 and state[3] * up_x + state[4] * up_y + state[5] * up_z < 0.0


@njit(cache=True)
def impact_of_one(state: State, elapsed_s: float, row: Array, dt_s: float) -> float:
    """Return the seconds until a body first falls through altitude 0 within dt_s, or infinity."""
    start_s = elapsed_s
    end_s = elapsed_s + dt_s
    if is_under_ground(state):
        return 0.0
    while end_s - elapsed_s > CLOSE_S:
        step_s = step_length(elapsed_s, end_s, row)
        after = runge_kutta_step(state, elapsed_s, row, step_s)
        if is_under_ground(after):
            above_s, below_s = 0.0, step_s
            while below_s - above_s > IMPACT_S:
                middle_s = 0.5 * (above_s + below_s)
                if is_under_ground(runge_kutta_step(state, elapsed_s, row, middle_s)):
                    below_s = middle_s
                else:
                    above_s = middle_s
            return elapsed_s - start_s + below_s
        state = after
        elapsed_s += step_s
    return np.inf


@njit(cache=True)
def locate_impact(position_ecef: Array, velocity_ecef: Array, elapsed_s: float, row: Array, dt_s: float) -> float:
    """Return the seconds into the tick at which one body falls through altitude 0, or infinity.

    Position and velocity are (3,) at the start of the tick, ``row`` is its plan row.  Good to 0.1 ms.
    A body on the ground that rises (lift-off) is not an impact.
    """
    state = (
        position_ecef[0],
        position_ecef[1],
        position_ecef[2],
        velocity_ecef[0],
        velocity_ecef[1],
        velocity_ecef[2],
    )
    return impact_of_one(state, elapsed_s, row, dt_s)


@njit(cache=True)
def trajectory(position_ecef: Array, row: Array, tick_s: float, limit_s: float) -> tuple[Array, bool]:
    """Fly one body from rest at a place to the ground.

    Returns
    -------
    rows : (m, 7) float64
        Time since lift-off (s), position (m), velocity (m/s), ECEF, every tick; the last row is the impact.
    came_down : bool
        False when the body was still up at ``limit_s``; the last row is then not an impact.
    """
    limit = int(limit_s / tick_s)
    out = np.empty((limit + 2, 7))
    state = (position_ecef[0], position_ecef[1], position_ecef[2], 0.0, 0.0, 0.0)
    came_down = False
    count = 0
    for tick in range(limit + 1):
        elapsed_s = tick * tick_s
        out[count, 0] = elapsed_s
        for column in range(6):
            out[count, 1 + column] = state[column]
        count += 1
        after = fly_one(state, elapsed_s, row, tick_s)
        if is_under_ground(after):
            fall_s = impact_of_one(state, elapsed_s, row, tick_s)
            state = fly_one(state, elapsed_s, row, fall_s)
            out[count, 0] = elapsed_s + fall_s
            for column in range(6):
                out[count, 1 + column] = state[column]
            count += 1
            came_down = True
            break
        state = after
    return out[:count].copy(), came_down


@njit(cache=True)
def boost_state(plan_rows: Array, elapsed_s: Array) -> tuple[NDArray[np.bool_], Array, Array]:
    """Return whether each body burns, its plume intensity (W/sr) and radar cross-section (m^2), each (n,).

    ``elapsed_s`` (n,) is the time since lift-off.  After cut-off the plume is 0 and the payload is alone.
    """
    count = elapsed_s.shape[0]
    burning = np.empty(count, dtype=np.bool_)
    plume_w_sr = np.empty(count)
    rcs_m2 = np.empty(count)
    for body in range(count):
        stage = stage_at(plan_rows[body], elapsed_s[body])
        burning[body] = stage >= 0
        plume_w_sr[body] = plan_rows[body, stage + 6] if stage >= 0 else 0.0
        rcs_m2[body] = plan_rows[body, BOOST_RCS] if stage >= 0 else plan_rows[body, PAYLOAD_RCS]
    return burning, plume_w_sr, rcs_m2


@njit(cache=True)
def climb_coast(
    climb_rad: Array,
    burn_time_s: float,
    burnout_speed_m_s: float,
    coefficient_kg_m2: float,
    limit_s: float,
    step_s: float,
) -> Array:
    """Return flights (c, t, 3) of time (s), distance across (m) and up (m), one a climb angle (rad).

    Each flies straight at its climb angle with even gain of speed, then coasts over a round Earth at rest
    under gravity (point mass) and drag; midpoint steps.  A flight that comes down stays where it fell.
    """
    count = int(limit_s / step_s) + 1
    out = np.zeros((climb_rad.shape[0], count, 3))
    for flight in range(climb_rad.shape[0]):
        cos_climb, sin_climb = math.cos(climb_rad[flight]), math.sin(climb_rad[flight])
        across, up = 0.0, 0.0
        vx, vy = 0.0, 0.0
        for row in range(1, count):
            time_s = row * step_s
            if time_s <= burn_time_s:
                gone_m = 0.5 * burnout_speed_m_s * time_s * time_s / burn_time_s
                across, up = gone_m * cos_climb, gone_m * sin_climb
                speed = burnout_speed_m_s * time_s / burn_time_s
                vx, vy = speed * cos_climb, speed * sin_climb
            elif up >= 0.0:
                ax, ay = coast_pull(across, up, vx, vy, coefficient_kg_m2)
                mx, my = vx + 0.5 * step_s * ax, vy + 0.5 * step_s * ay
                ax, ay = coast_pull(across + 0.5 * step_s * vx, up + 0.5 * step_s * vy, mx, my, coefficient_kg_m2)
                across, up = across + step_s * mx, up + step_s * my
                vx, vy = vx + step_s * ax, vy + step_s * ay
            out[flight, row, 0], out[flight, row, 1], out[flight, row, 2] = time_s, across, up
    return out


@njit(cache=True)
def coast_pull(across: float, up: float, vx: float, vy: float, coefficient_kg_m2: float) -> tuple[float, float]:
    """Return the acceleration (m/s^2) across and up of a coasting point mass, seen from its launcher."""
    height = up + MEAN_RADIUS_M
    radius = math.sqrt(across * across + height * height)
    pull = -GM_M3_S2 / radius**3
    drag = 0.5 * air_density(radius - MEAN_RADIUS_M) * math.sqrt(vx * vx + vy * vy) / coefficient_kg_m2
    return pull * across - drag * vx, pull * height - drag * vy
