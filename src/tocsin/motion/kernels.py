"""Boosted and ballistic flight in ECEF, as kernels.

Every body has one plan row: the numbers it is flown by.  Columns, in order, are the constants below; then
``STAGE_SIZE`` columns a stage: ignition time (s), burn-out time (s), thrust (N), mass at ignition (kg), mass
flow (kg/s), reference area (m^2), plume intensity (W/sr).
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import EARTH_RADIUS_M, ECCENTRICITY_SQUARED, ROTATION_RAD_S
from tocsin.earth.kernels import altitude_and_up, gravity_ecef

Array = NDArray[np.float64]
Vector = tuple[float, float, float]
State = tuple[float, float, float, float, float, float]

STEP_S = 1.0  # s, first step of a flight and after every change
STEP_AT_MOST_S = 120.0  # s
VELOCITY_M_S = 5e-4  # m/s, what one step may be wrong by; tests/motion/test_convergence.py has what it comes to
POSITION_M = 0.1  # m, likewise
LEAST_ERROR = 1e-4  # of what is allowed: a step is never taken for better than that
DRAG_RADIUS_M = EARTH_RADIUS_M + 500e3  # m from the centre: no drag on a coast above; 3e-7 m/s^2 for 50 kg/m^2
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
def thrust_direction(state: State, row: Array, middle_s: float) -> Vector:
    """Return the unit thrust direction (ECEF): up, then kicked toward the azimuth, then along the velocity.

    ``middle_s`` is a time inside the step, so that all stages of one Runge-Kutta step steer alike.
    """
    x, y, z, vx, vy, vz = state
    if middle_s >= row[KICK_END]:
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        return vx / speed, vy / speed, vz / speed
    _, up_x, up_y, up_z = altitude_and_up(x, y, z)
    up = up_x, up_y, up_z
    if middle_s < row[VERTICAL_END]:
        return up
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
def height_in_air(x: float, y: float, z: float) -> float:
    """Return the altitude (m) along the line to the Earth's centre: a quick one, for the density of the air.

    It is exact on the ellipsoid and 6e-6 of itself too great at most: 0.6 m at 100 km.
    """
    flat_squared = x * x + y * y
    radius_squared = flat_squared + z * z
    surface_m = EARTH_RADIUS_M * math.sqrt(
        (1.0 - ECCENTRICITY_SQUARED) / (1.0 - ECCENTRICITY_SQUARED * flat_squared / radius_squared)
    )
    return math.sqrt(radius_squared) - surface_m


@njit(cache=True)
def acceleration(state: State, elapsed_s: float, row: Array, stage: int, middle_s: float) -> Vector:
    """Return the acceleration (m/s^2) in the turning frame: gravity, rotation, drag, thrust.

    The air turns with the Earth, so the ECEF velocity is the velocity through the air.
    """
    x, y, z, vx, vy, vz = state
    ax, ay, az = gravity_ecef(x, y, z)
    ax += ROTATION_RAD_S * (ROTATION_RAD_S * x + 2.0 * vy)
    ay += ROTATION_RAD_S * (ROTATION_RAD_S * y - 2.0 * vx)
    if stage < 0 and x * x + y * y + z * z > DRAG_RADIUS_M * DRAG_RADIUS_M:
        return ax, ay, az
    pressed = 0.5 * air_density(height_in_air(x, y, z)) * math.sqrt(vx * vx + vy * vy + vz * vz)
    if stage < 0:
        drag = pressed / row[COEFFICIENT]
        return ax - drag * vx, ay - drag * vy, az - drag * vz
    mass_kg = row[stage + 3] - row[stage + 4] * (elapsed_s - row[stage])
    drag = pressed * row[BOOST_DRAG] * row[stage + 5] / mass_kg
    push = row[stage + 2] / mass_kg
    dx, dy, dz = thrust_direction(state, row, middle_s)
    return ax - drag * vx + push * dx, ay - drag * vy + push * dy, az - drag * vz + push * dz


# Dormand and Prince (1980): a fifth-order step with a fourth-order one inside it, which tells the error.
NODES = (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0)
WEIGHTS = (
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (1 / 5, 0.0, 0.0, 0.0, 0.0, 0.0),
    (3 / 40, 9 / 40, 0.0, 0.0, 0.0, 0.0),
    (44 / 45, -56 / 15, 32 / 9, 0.0, 0.0, 0.0),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729, 0.0, 0.0),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656, 0.0),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
ERROR = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)


@njit(cache=True)
def one_step(state: State, first: Vector, elapsed_s: float, row: Array, step_s: float) -> tuple[State, Vector, float]:
    """Return the state one Runge-Kutta step later; no change may fall inside it.

    ``first`` is the acceleration at the start.  With it come the acceleration at the end and the error over what is
    allowed: a step above 1 is to be taken again, shorter.
    """
    middle_s = elapsed_s + 0.5 * step_s
    stage = stage_at(row, middle_s)
    rates = np.empty((7, 6))
    after, last = state, first
    for part in range(7):
        if part > 0:
            x, y, z, vx, vy, vz = state
            for before in range(part):
                weight = step_s * WEIGHTS[part][before]
                x += weight * rates[before, 0]
                y += weight * rates[before, 1]
                z += weight * rates[before, 2]
                vx += weight * rates[before, 3]
                vy += weight * rates[before, 4]
                vz += weight * rates[before, 5]
            after = (x, y, z, vx, vy, vz)
            last = acceleration(after, elapsed_s + NODES[part] * step_s, row, stage, middle_s)
        rates[part, 0], rates[part, 1], rates[part, 2] = after[3], after[4], after[5]
        rates[part, 3], rates[part, 4], rates[part, 5] = last
    worst = 0.0
    for column in range(6):
        error = 0.0
        for part in range(7):
            error += ERROR[part] * rates[part, column]
        worst = max(worst, abs(step_s * error) / (POSITION_M if column < 3 else VELOCITY_M_S))
    return after, last, worst


@njit(cache=True)
def is_under_ground(state: State) -> bool:
    """Return whether a body is below altitude 0 and going down."""
    x, y, z, vx, vy, vz = state
    if x * x + y * y + z * z > EARTH_RADIUS_M * EARTH_RADIUS_M:
        return False
    alt_m, up_x, up_y, up_z = altitude_and_up(x, y, z)
    return alt_m < 0.0 and vx * up_x + vy * up_y + vz * up_z < 0.0


@njit(cache=True)
def fall(state: State, first: Vector, elapsed_s: float, row: Array, step_s: float) -> tuple[State, float]:
    """Return the state at altitude 0 and the time (s) to it, of a step that ends under ground.

    Newton's rule on the altitude, kept between what is above and what is under ground.
    """
    above_s, below_s, at_s, move_s = 0.0, step_s, step_s, step_s
    while True:
        after, _, _ = one_step(state, first, elapsed_s, row, at_s)
        alt_m, up_x, up_y, up_z = altitude_and_up(after[0], after[1], after[2])
        if abs(move_s) < IMPACT_S or below_s - above_s < IMPACT_S:
            return after, at_s
        climb_m_s = after[3] * up_x + after[4] * up_y + after[5] * up_z
        if alt_m < 0.0 and climb_m_s < 0.0:
            below_s = at_s
        else:
            above_s = at_s
        wanted_s = at_s - alt_m / climb_m_s if climb_m_s < 0.0 else above_s
        if not above_s < wanted_s < below_s:
            wanted_s = 0.5 * (above_s + below_s)
        move_s, at_s = wanted_s - at_s, wanted_s


@njit(cache=True)
def is_top(before: State, after: State) -> bool:
    """Return whether a body rises before and falls after, measured from the Earth's centre."""
    x, y, z, vx, vy, vz = before
    if x * vx + y * vy + z * vz <= 0.0:
        return False
    x, y, z, vx, vy, vz = after
    return x * vx + y * vy + z * vz <= 0.0


@njit(cache=True)
def top_between(before: State, after: State, step_s: float) -> float:
    """Return the highest altitude (m) between two states: of the cubic through their altitudes and climbs."""
    low_m, up_x, up_y, up_z = altitude_and_up(before[0], before[1], before[2])
    slope0 = (before[3] * up_x + before[4] * up_y + before[5] * up_z) * step_s
    end_m, up_x, up_y, up_z = altitude_and_up(after[0], after[1], after[2])
    slope1 = (after[3] * up_x + after[4] * up_y + after[5] * up_z) * step_s
    rise = end_m - low_m
    square, cube = 3.0 * rise - 2.0 * slope0 - slope1, slope0 + slope1 - 2.0 * rise
    u = slope0 / (slope0 - slope1) if slope0 > 0.0 > slope1 else 0.5
    for _ in range(4):
        bend = 2.0 * square + 6.0 * cube * u
        u -= (slope0 + u * (2.0 * square + 3.0 * u * cube)) / bend
    u = min(1.0, max(0.0, u))
    return max(low_m, end_m, low_m + u * (slope0 + u * (square + u * cube)))


@njit(cache=True)
def fly(
    state: State, elapsed_s: float, row: Array, end_s: float, stops: bool, slack: float = 1.0
) -> tuple[State, float, float, bool]:
    """Fly one body to a time, or to the ground where that ``stops`` it.

    Returns the state, its time (s), the highest altitude passed (m; 0 if it never rose and fell), and whether it came
    down.
    """
    step_s, top_m, is_new, error_before = STEP_S, 0.0, True, LEAST_ERROR
    first = (0.0, 0.0, 0.0)
    while end_s - elapsed_s > CLOSE_S:
        if is_new:
            middle_s = elapsed_s + CLOSE_S
            first = acceleration(state, elapsed_s, row, stage_at(row, middle_s), middle_s)
            step_s = min(step_s, STEP_S)
        change_s = min(end_s, next_change(row, elapsed_s)) - elapsed_s
        taken_s = min(step_s, change_s)
        after, last, error = one_step(state, first, elapsed_s, row, taken_s)
        error, is_new = error / slack, False
        if error > 1.0:
            step_s = taken_s * max(0.2, 0.9 * error**-0.17)
            continue
        # Hairer's rule: also what the error was before counts, so that steps shrink in time on the way down
        error = max(error, LEAST_ERROR)
        step_s = min(STEP_AT_MOST_S, taken_s * min(5.0, 0.9 * error**-0.17 * error_before**0.04))
        error_before = error
        if is_top(state, after):
            top_m = max(top_m, top_between(state, after, taken_s))
        if stops and is_under_ground(after):
            state, fall_s = fall(state, first, elapsed_s, row, taken_s)
            return state, elapsed_s + fall_s, top_m, True
        state, first, is_new = after, last, taken_s == change_s
        elapsed_s += taken_s
    return state, elapsed_s, top_m, False


@njit(cache=True)
def state_of(position_ecef: Array, velocity_ecef: Array) -> State:
    """Return a body's state from its position and velocity, (3,) each."""
    x, y, z = position_ecef[0], position_ecef[1], position_ecef[2]
    return x, y, z, velocity_ecef[0], velocity_ecef[1], velocity_ecef[2]


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
        state = state_of(position_ecef[body], velocity_ecef[body])
        state, _, _, _ = fly(state, elapsed_s[body], plan_rows[body], elapsed_s[body] + dt_s, False)
        position[body, 0], position[body, 1], position[body, 2] = state[0], state[1], state[2]
        velocity[body, 0], velocity[body, 1], velocity[body, 2] = state[3], state[4], state[5]
    return position, velocity


@njit(cache=True)
def locate_impact(position_ecef: Array, velocity_ecef: Array, elapsed_s: float, row: Array, dt_s: float) -> float:
    """Return the seconds into the tick at which one body falls through altitude 0, or infinity.

    Position and velocity are (3,) at the start of the tick, ``row`` is its plan row.  Good to 0.1 ms.
    A body on the ground that rises (lift-off) is not an impact.
    """
    state = state_of(position_ecef, velocity_ecef)
    if is_under_ground(state):
        return 0.0
    _, end_s, _, came_down = fly(state, elapsed_s, row, elapsed_s + dt_s, True)
    return end_s - elapsed_s if came_down else np.inf


@njit(cache=True)
def fly_down(
    position_ecef: Array, velocity_ecef: Array, plan_rows: Array, limit_s: float, slack: float = 1.0
) -> tuple[Array, Array]:
    """Return where and when bodies come down, and how high they were.

    Parameters
    ----------
    position_ecef, velocity_ecef : (n, 3) float64, m and m/s
        At time 0 of each plan row.
    plan_rows : (n, ROW_SIZE) float64
    limit_s : float, s
    slack : float
        How many times the usual error a step may have: 1 ends within 60 m of short steps.

    Returns
    -------
    end_ecef : (n, 6) float64, m and m/s
        State at altitude 0, or at the limit.
    timing : (n, 2) float64
        Time of that (s), infinity for a body still up; highest altitude passed (m), 0 if it never rose and fell.

    Notes
    -----
    Steps and equations are those of ``advance``.
    """
    count = position_ecef.shape[0]
    end_ecef, timing = np.empty((count, 6)), np.empty((count, 2))
    for body in range(count):
        start = state_of(position_ecef[body], velocity_ecef[body])
        state, end_s, top_m, came_down = fly(start, 0.0, plan_rows[body], limit_s, True, slack)
        for column in range(6):
            end_ecef[body, column] = state[column]
        timing[body, 0], timing[body, 1] = end_s if came_down else np.inf, top_m
    return end_ecef, timing


@njit(cache=True)
def fly_through(position_ecef: Array, velocity_ecef: Array, row: Array, time_s: Array) -> tuple[Array, bool]:
    """Fly one body from a state at ``time_s[0]`` through rising times, or to the ground.

    Parameters
    ----------
    position_ecef, velocity_ecef : (3,) float64, m and m/s
    row : (ROW_SIZE,) float64
    time_s : (k,) float64, s
        On the clock of the plan row.

    Returns
    -------
    rows : (m, 7) float64
        Time (s), position (m), velocity (m/s), ECEF, at each time; a last row at impact.
    came_down : bool
        False when the body was still up at the last time.
    """
    out = np.empty((time_s.shape[0], 7))
    state, now_s, came_down, count = state_of(position_ecef, velocity_ecef), time_s[0], False, 0
    for index in range(time_s.shape[0]):
        if index > 0:
            state, now_s, _, came_down = fly(state, time_s[index - 1], row, time_s[index], True)
        out[index, 0] = now_s
        for column in range(6):
            out[index, 1 + column] = state[column]
        count += 1
        if came_down:
            break
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
def path_state(
    time_s: Array, position_ecef: Array, velocity_ecef: Array, plume_w_sr: Array, rcs_m2: Array, elapsed_s: float
) -> tuple[Array, Array, float, float]:
    """Return position (3,), velocity (3,), plume (W/sr) and radar cross-section (m^2) of a path at a time.

    A cubic through positions and velocities (Hermite), straight lines in the rest.  At rest at its end and dark
    outside.
    """
    position, velocity, last = np.empty(3), np.zeros(3), time_s.shape[0] - 1
    if elapsed_s < time_s[0] or elapsed_s > time_s[last]:
        position[:] = position_ecef[0 if elapsed_s < time_s[0] else last]
        return position, velocity, 0.0, 0.0
    left = min(np.searchsorted(time_s, elapsed_s, side="right") - 1, last - 1)
    length_s = time_s[left + 1] - time_s[left]
    u = (elapsed_s - time_s[left]) / length_s
    for axis in range(3):
        start = position_ecef[left, axis]
        slope0, slope1 = length_s * velocity_ecef[left, axis], length_s * velocity_ecef[left + 1, axis]
        rise = position_ecef[left + 1, axis] - start
        square, cube = 3.0 * rise - 2.0 * slope0 - slope1, slope0 + slope1 - 2.0 * rise
        position[axis] = start + u * (slope0 + u * (square + u * cube))
        velocity[axis] = (slope0 + u * (2.0 * square + 3.0 * u * cube)) / length_s
    plume = plume_w_sr[left] + u * (plume_w_sr[left + 1] - plume_w_sr[left])
    return position, velocity, plume, rcs_m2[left] + u * (rcs_m2[left + 1] - rcs_m2[left])
