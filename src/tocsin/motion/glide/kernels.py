"""Flight of a point that drag slows and lift carries, on the WGS 84 Earth or on a round one at rest.

One set of equations serves both.  A glider is one row of numbers, its columns the constants below; a turn is one
row of start (s), end (s) and bank (rad, to the right).
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import ROTATION_RAD_S
from tocsin.earth.kernels import altitude_and_up, gravity_ecef

Array = NDArray[np.float64]
State = tuple[float, float, float, float, float, float]
Three = tuple[float, float, float]

STEP_S = 0.25  # s, longest Runge-Kutta step; tests/motion/test_glide.py shows what it costs
CLOSE_S = 1e-6  # s, two times nearer than this are one
EVENT_S = 1e-4  # s, start of the dive and impact are located to this

COEFFICIENT = 0  # kg/m^2, mass over drag area at the best ratio of lift to drag
LIFT_TO_DRAG = 1
DAMPING = 2  # share of critical damping of the phugoid; 0 leaves it free
LIFT_LIMIT = 3  # most lift, as a multiple of that at the best ratio
DIVE_SPEED = 4  # m/s
DIVE_ANGLE = 5  # rad, below level
ROUND_GM = 6  # m^3/s^2, of a round Earth at rest; used only with the next
ROUND_RADIUS = 7  # m; 0 means the turning WGS 84 Earth
ROW_SIZE = 8

COMING = 0  # phases of a flight: on its way to the glide,
GLIDING = 1
DIVING = 2

REACH_M = 500.0  # m, half the height over which the fall of density is taken
AIRLESS_M = 1e6  # m, stands for the scale height where there is no air
JOINED_RAD = 0.01  # rad, the glide has begun when the path is this near to that of equilibrium
JOINED_SHARE = 0.8  # and the lift at the best ratio can carry this share of the weight


@njit(cache=True)
def surroundings(state: State, row: Array) -> tuple[float, Three, Three]:
    """Return altitude (m), the local vertical, and the acceleration (m/s^2) without air, rotation included."""
    x, y, z, vx, vy, _ = state
    if row[ROUND_RADIUS] > 0.0:
        radius = math.sqrt(x * x + y * y + z * z)
        up = (x / radius, y / radius, z / radius)
        pull = row[ROUND_GM] / (radius * radius)
        return radius - row[ROUND_RADIUS], up, (-pull * up[0], -pull * up[1], -pull * up[2])
    alt_m, up_x, up_y, up_z = altitude_and_up(x, y, z)
    ax, ay, az = gravity_ecef(x, y, z)
    ax += ROTATION_RAD_S * (ROTATION_RAD_S * x + 2.0 * vy)
    ay += ROTATION_RAD_S * (ROTATION_RAD_S * y - 2.0 * vx)
    return alt_m, (up_x, up_y, up_z), (ax, ay, az)


@njit(cache=True)
def lift_axes(state: State, up: Three) -> tuple[float, float, Three, Three]:
    """Return speed (m/s), sine of the climb angle, and the unit vectors across the path: upward, and right."""
    _, _, _, vx, vy, vz = state
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    climb = (vx * up[0] + vy * up[1] + vz * up[2]) / speed
    flat = max(math.sqrt(max(1.0 - climb * climb, 0.0)), 1e-9)
    tx, ty, tz = vx / speed, vy / speed, vz / speed
    upward = ((up[0] - climb * tx) / flat, (up[1] - climb * ty) / flat, (up[2] - climb * tz) / flat)
    right = (
        ty * upward[2] - tz * upward[1],
        tz * upward[0] - tx * upward[2],
        tx * upward[1] - ty * upward[0],
    )
    return speed, climb, upward, right


@njit(cache=True)
def balance(state: State, row: Array, bank_rad: float) -> tuple[float, float, float, float, float]:
    """Return what the lift of a glide in equilibrium must do, and what it can.

    The lift (m/s^2) needed to keep the path from bending down; the lift at the best ratio; the sine of the climb
    angle of equilibrium; that of the climb angle now; the scale height of the air (m).  The climb angle follows
    from the lift staying equal to the weight less the centrifugal part, through slowing and denser air.
    """
    alt_m, up, free = surroundings(state, row)
    speed, climb, upward, _ = lift_axes(state, up)
    x, y, z = state[0], state[1], state[2]
    curving = speed * speed * (1.0 - climb * climb) / math.sqrt(x * x + y * y + z * z)
    needed = -(free[0] * upward[0] + free[1] * upward[1] + free[2] * upward[2]) - curving
    lift = row[LIFT_TO_DRAG] * 0.5 * air_density(alt_m) * speed * speed / row[COEFFICIENT]
    below, above = air_density(alt_m - REACH_M), air_density(alt_m + REACH_M)
    height = 2.0 * REACH_M / math.log(below / above) if above > 0.0 else AIRLESS_M
    weight = needed + curving
    share = 2.0 * height * weight / (speed * speed)
    level = -share / (row[LIFT_TO_DRAG] * math.cos(bank_rad) * (1.0 + share * weight / max(needed, 0.1)))
    return needed, lift, max(level, -0.5), climb, height


@njit(cache=True)
def lift_factor(state: State, row: Array, bank_rad: float, is_diving: bool) -> float:
    """Return the lift as a multiple of that at the best ratio: 1 in equilibrium, damped toward it elsewhere.

    In the dive it bends the path down to the dive angle and holds it there.  Bounded by the row's limit; never
    downward except in the dive.
    """
    needed, lift, wanted, climb, height = balance(state, row, bank_rad)
    most = row[LIFT_LIMIT]
    if lift < 1e-6:
        return 0.0
    rest, least = 1.0, 0.0
    if is_diving:
        wanted, rest, least = -math.sin(row[DIVE_ANGLE]), needed / lift, -most
    speed = math.sqrt(state[3] * state[3] + state[4] * state[4] + state[5] * state[5])
    factor = rest - 2.0 * row[DAMPING] * speed * (climb - wanted) / math.sqrt(lift * height)
    return float(min(max(factor, least), most))


@njit(cache=True)
def acceleration(state: State, row: Array, bank_rad: float, is_diving: bool) -> Three:
    """Return the acceleration (m/s^2): gravity, rotation, drag, lift.  Drag follows a parabolic polar."""
    alt_m, up, free = surroundings(state, row)
    speed, _, upward, right = lift_axes(state, up)
    factor = lift_factor(state, row, bank_rad, is_diving)
    pressed = 0.5 * air_density(alt_m) * speed / row[COEFFICIENT]
    drag = pressed * 0.5 * (1.0 + factor * factor)
    lift = pressed * speed * row[LIFT_TO_DRAG] * factor
    rise, side = lift * math.cos(bank_rad), lift * math.sin(bank_rad)
    return (
        free[0] - drag * state[3] + rise * upward[0] + side * right[0],
        free[1] - drag * state[4] + rise * upward[1] + side * right[1],
        free[2] - drag * state[5] + rise * upward[2] + side * right[2],
    )


@njit(cache=True)
def shifted(state: State, rate: State, step_s: float) -> State:
    """Return a state moved along its rate of change for a time."""
    return (
        state[0] + step_s * rate[0],
        state[1] + step_s * rate[1],
        state[2] + step_s * rate[2],
        state[3] + step_s * rate[3],
        state[4] + step_s * rate[4],
        state[5] + step_s * rate[5],
    )


@njit(cache=True)
def rate_of(state: State, row: Array, bank_rad: float, is_diving: bool) -> State:
    """Return the rate of change of a state: velocity and acceleration."""
    ax, ay, az = acceleration(state, row, bank_rad, is_diving)
    return state[3], state[4], state[5], ax, ay, az


@njit(cache=True)
def glide_step(state: State, row: Array, bank_rad: float, is_diving: bool, step_s: float) -> State:
    """Return the state one classical fourth-order Runge-Kutta step later; no change may fall inside it."""
    first = rate_of(state, row, bank_rad, is_diving)
    second = rate_of(shifted(state, first, 0.5 * step_s), row, bank_rad, is_diving)
    third = rate_of(shifted(state, second, 0.5 * step_s), row, bank_rad, is_diving)
    fourth = rate_of(shifted(state, third, step_s), row, bank_rad, is_diving)
    state = shifted(state, first, step_s / 6.0)
    state = shifted(state, second, step_s / 3.0)
    state = shifted(state, third, step_s / 3.0)
    return shifted(state, fourth, step_s / 6.0)


@njit(cache=True)
def bank_at(turns: Array, time_s: float) -> float:
    """Return the bank (rad) at a time: that of the turn going on, or 0."""
    for index in range(turns.shape[0]):
        if turns[index, 0] <= time_s < turns[index, 1]:
            return float(turns[index, 2])
    return 0.0


@njit(cache=True)
def next_turn(turns: Array, time_s: float) -> float:
    """Return the next time (s) at which a turn begins or ends; infinity when none is left."""
    soonest: float = np.inf
    for index in range(turns.shape[0]):
        for column in range(2):
            if time_s + CLOSE_S < turns[index, column] < soonest:
                soonest = turns[index, column]
    return soonest


@njit(cache=True)
def phase_after(state: State, row: Array, bank_rad: float, phase: int) -> int:
    """Return the phase a flight is in, given the one it was in: it only goes forward."""
    if phase == COMING:
        needed, lift, level, climb, _ = balance(state, row, bank_rad)
        if lift * math.cos(bank_rad) >= JOINED_SHARE * needed and abs(climb - level) <= JOINED_RAD:
            phase = GLIDING
    if phase == GLIDING:
        speed = math.sqrt(state[3] * state[3] + state[4] * state[4] + state[5] * state[5])
        if speed <= row[DIVE_SPEED]:
            phase = DIVING
    return phase


@njit(cache=True)
def is_down(state: State, row: Array) -> bool:
    """Return whether a body is below altitude 0."""
    return surroundings(state, row)[0] < 0.0


@njit(cache=True)
def time_to_change(state: State, row: Array, bank_rad: float, phase: int, step_s: float) -> float:
    """Return how far (s) into a step the dive begins or the ground is met; the step's length if neither is."""
    early_s, late_s = 0.0, step_s
    after = glide_step(state, row, bank_rad, phase == DIVING, step_s)
    if not (is_down(after, row) or (phase == GLIDING and phase_after(after, row, bank_rad, phase) == DIVING)):
        return step_s
    while late_s - early_s > EVENT_S:
        middle_s = 0.5 * (early_s + late_s)
        after = glide_step(state, row, bank_rad, phase == DIVING, middle_s)
        if is_down(after, row) or (phase == GLIDING and phase_after(after, row, bank_rad, phase) == DIVING):
            late_s = middle_s
        else:
            early_s = middle_s
    return late_s


@njit(cache=True)
def write_row(out: Array, count: int, time_s: float, state: State, phase: int) -> int:
    """Write one row of a flight into its table, over a row at the same time; return how many there are."""
    if count > 0 and time_s - out[count - 1, 0] < 2.0 * EVENT_S:
        count -= 1
    out[count, 0] = time_s
    for column in range(6):
        out[count, 1 + column] = state[column]
    out[count, 7] = phase
    return count + 1


@njit(cache=True)
def glide_trajectory(start: Array, start_s: float, row: Array, turns: Array, limit_s: float) -> tuple[Array, bool]:
    """Fly one glider from a state to the ground.

    Parameters
    ----------
    start : (6,) float64, m and m/s
        Position and velocity, ECEF; the velocity is the one through the air.
    start_s : float, s
        Time of the start; turns count from the same zero.
    row : (ROW_SIZE,) float64
        From ``glider.glider_row``.
    turns : (k, 3) float64
        Start (s), end (s), bank (rad, positive to the right); they must not overlap.
    limit_s : float, s
        The longest flight followed.

    Returns
    -------
    rows : (m, 8) float64
        Time (s), position (m), velocity (m/s), phase; at every whole second and where a turn or phase begins or
        ends; the last row is the impact.
    came_down : bool
        False when the body was still up at the limit.

    Notes
    -----
    Gravity, drag, lift, and on the WGS 84 Earth J2, Coriolis and centrifugal terms.  Lift and drag hold the best
    ratio in the glide; a difference of the climb angle from that of equilibrium is damped by more or less lift,
    with the drag of a parabolic polar.  Bank is taken up at once.  Left out: wind, change of the coefficients
    with Mach number and height, mass loss, trim, roll rate.  Checked: an independent program's glides to 1 % in
    range and time (``tests/oracles/glide.json``); step halved.
    """
    out = np.empty((int(limit_s) + 2 * turns.shape[0] + 8, 8))
    state = (start[0], start[1], start[2], start[3], start[4], start[5])
    time_s, end_s = start_s, start_s + limit_s
    phase = phase_after(state, row, bank_at(turns, start_s), COMING)
    count = write_row(out, 0, time_s, state, phase)
    while end_s - time_s > CLOSE_S:
        tick_s = math.floor(time_s + CLOSE_S) + 1.0
        change_s = next_turn(turns, time_s)
        step_s = min(STEP_S, tick_s - time_s, end_s - time_s, change_s - time_s)
        bank_rad = 0.0 if phase == DIVING else bank_at(turns, time_s + 0.5 * step_s)
        used_s = time_to_change(state, row, bank_rad, phase, step_s)
        state = glide_step(state, row, bank_rad, phase == DIVING, used_s)
        time_s += used_s
        if abs(time_s - tick_s) < CLOSE_S:
            time_s = tick_s
        before, phase = phase, phase_after(state, row, bank_rad, phase)
        if is_down(state, row):
            count = write_row(out, count, time_s, state, phase)
            return out[:count].copy(), True
        if phase != before or time_s == tick_s or abs(time_s - change_s) < CLOSE_S:
            count = write_row(out, count, time_s, state, phase)
    return out[:count].copy(), False
