"""Kernels of the prediction: state and covariance of one mode, some seconds on."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.dynamics.kernels import ALL, FREE, free_step, pushed_step
from tocsin.tracking.kernels import INVERSE_BALLISTIC_M2_KG, LONGEST_STEP_S, coast_step, step_length

Array = NDArray[np.float64]
Row = tuple[float, float, float, float, float, float, float, float, float]

COAST, BOOST, MANOEUVRE = 0, 1, 2
MODES = 3

COAST_NOISE_M2_S3 = 1e-3  # m^2/s^3, what the gravity model leaves out: 0.25 m/s in a minute
RATIO_NOISE_S = 1e-4  # 1/s, notional: how fast the drag ratio wanders (Mach number, tumbling): 0.1 in 100 s
RATIO_SD = 0.3  # notional: doubt about the drag of a class-generic re-entering body
BOOST_MEAN_M_S2 = 30.0  # m/s^2, notional: thrust of a class-generic vehicle, along its velocity
BOOST_SD_M_S2 = 20.0  # m/s^2, notional: how much it differs from that, on each axis
BOOST_JERK_M2_S5 = 16.0  # m^2/s^5, notional: thrust turns and grows by 4 m/s^2 in a second, 13 in ten
THRUST_FADES_M_S = 300.0  # m/s: below it the direction of the velocity does not tell that of the thrust
MANOEUVRE_SD_M_S2 = 12.0  # m/s^2, notional: lift of a glider or a cruise missile, drag of a tumbling stage
MANOEUVRE_FADES_S = 30.0  # s, notional: how long one manoeuvre lasts
MANOEUVRE_JERK_M2_S5 = 2.0 * MANOEUVRE_SD_M_S2 * MANOEUVRE_SD_M_S2 / MANOEUVRE_FADES_S  # Singer's


@njit(cache=True)
def live(mode: int) -> int:
    """Return how many numbers of a mode's state live: 7 of a coasting body, 9 of one that accelerates."""
    return FREE if mode == COAST else ALL


@njit(cache=True)
def fade_rate(mode: int) -> float:
    """Return how fast the acceleration of a mode dies away, 1/s."""
    return 1.0 / MANOEUVRE_FADES_S if mode == MANOEUVRE else 0.0


@njit(cache=True)
def add_process_noise(P: Array, mode: int, dt_s: float) -> None:
    """Add to a covariance (9, 9), in place, what a mode's own noise adds in dt_s seconds.

    White acceleration and a wandering drag ratio for coasting, white jerk for the other two: the continuous-time
    models of Bar-Shalom, Li and Kirubarajan (2001), sections 6.2.2 and 6.2.3.
    """
    dt = abs(dt_s)
    if mode == COAST:
        P[6, 6] += RATIO_NOISE_S * dt
        for i in range(3):
            P[i, i] += COAST_NOISE_M2_S3 * dt * dt * dt / 3.0
            P[i, i + 3] += COAST_NOISE_M2_S3 * dt * dt_s / 2.0
            P[i + 3, i] += COAST_NOISE_M2_S3 * dt * dt_s / 2.0
            P[i + 3, i + 3] += COAST_NOISE_M2_S3 * dt
        return
    jerk = BOOST_JERK_M2_S5 if mode == BOOST else MANOEUVRE_JERK_M2_S5
    cube = dt * dt * dt
    for i in range(3):
        P[i, i] += jerk * cube * dt * dt / 20.0
        P[i, i + 3] += jerk * cube * dt_s / 8.0
        P[i + 3, i] += jerk * cube * dt_s / 8.0
        P[i, i + 6] += jerk * cube / 6.0
        P[i + 6, i] += jerk * cube / 6.0
        P[i + 3, i + 3] += jerk * cube / 3.0
        P[i + 3, i + 6] += jerk * dt * dt_s / 2.0
        P[i + 6, i + 3] += jerk * dt * dt_s / 2.0
        P[i + 6, i + 6] += jerk * dt


@njit(cache=True)
def process_noise(mode: int, dt_s: float) -> Array:
    """Return what ``add_process_noise`` adds, (9, 9)."""
    Q = np.zeros((9, 9))
    add_process_noise(Q, mode, dt_s)
    return Q


@njit(cache=True)
def row_of(A: Array, i: int) -> Row:
    """Return a row of nine numbers: held in registers while it is multiplied with many others."""
    return A[i, 0], A[i, 1], A[i, 2], A[i, 3], A[i, 4], A[i, 5], A[i, 6], A[i, 7], A[i, 8]


@njit(cache=True)
def dot(a: Row, b: Row) -> float:
    """Return the sum of the products of two rows."""
    first = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3] + a[4] * b[4]
    return first + a[5] * b[5] + a[6] * b[6] + a[7] * b[7] + a[8] * b[8]


@njit(cache=True)
def carry(F: Array, P: Array, size: int, FP: Array) -> None:
    """Make F P F' of the first ``size`` numbers of P (9, 9) in place; the others are left without doubt.

    The last rows of F, those of the parameters, are diagonal, and P is symmetric.  ``FP`` (6, 9) is room to work in.
    """
    for i in range(6):
        row = row_of(F, i)
        for j in range(9):
            FP[i, j] = dot(row, row_of(P, j))
    for i in range(6, 9):
        for j in range(6, 9):
            P[i, j] = F[i, i] * P[i, j] * F[j, j] if i < size and j < size else 0.0
    for i in range(6):
        for j in range(6, 9):
            P[i, j] = P[j, i] = FP[i, j] * F[j, j] if j < size else 0.0
        row = row_of(FP, i)
        for j in range(i + 1):  # alike on both sides to the last bit
            P[i, j] = P[j, i] = dot(row, row_of(F, j))


@njit(cache=True)
def predict_mode(x: Array, P: Array, dt_s: float, mode: int) -> tuple[Array, Array]:
    """Return state (9,) and covariance (9, 9) of a mode after dt_s seconds.

    Parameters
    ----------
    x, P : (9,), (9, 9) float64
    dt_s : float, s
        Negative: before; doubt grows backwards as it does forwards.
    mode : int
        ``COAST``, ``BOOST`` or ``MANOEUVRE``.

    Notes
    -----
    Extended Kalman prediction over steps of ``step_length``, of ``LONGEST_STEP_S`` where no drag is modelled.
    Checked: Stone Soup's extended Kalman predictor given the same step and partials
    (``tests/tracking/test_stone_soup_filters.py``).
    """
    x, P = x.copy(), P.copy()
    go_on(x, P, dt_s, mode, np.empty((15, 9)))
    return x, P


@njit(cache=True)
def go_on(x: Array, P: Array, dt_s: float, mode: int, room: Array) -> None:
    """Do what ``predict_mode`` does to a state and a covariance in place; ``room`` (15, 9) is to work in."""
    F, FP = room[:9], room[9:]
    F[:] = 0.0
    size = live(mode)
    left = abs(dt_s)
    sign = 1.0 if dt_s >= 0.0 else -1.0
    while left > 1e-9:
        if mode == COAST:
            dt = sign * min(left, step_length(x[0], x[1], x[2], x[3], x[4], x[5]))
            free_step(x, dt, F)
        else:
            dt = sign * min(left, LONGEST_STEP_S)
            pushed_step(x, dt, fade_rate(mode), F)
        carry(F, P, size, FP)
        add_process_noise(P, mode, dt)
        left -= abs(dt)


@njit(cache=True)
def mode_prior(mode: int, velocity_ecef: Array) -> tuple[Array, Array]:
    """Return what is thought of a mode's three parameters before anything is measured: mean (3,), variances (3,)."""
    mean, variance = np.zeros(3), np.zeros(3)
    if mode == COAST:
        mean[0], variance[0] = 1.0, RATIO_SD * RATIO_SD
        return mean, variance
    if mode == MANOEUVRE:
        variance[:] = MANOEUVRE_SD_M_S2 * MANOEUVRE_SD_M_S2
        return mean, variance
    variance[:] = BOOST_SD_M_S2 * BOOST_SD_M_S2
    u, v, w = velocity_ecef[0], velocity_ecef[1], velocity_ecef[2]
    gain = BOOST_MEAN_M_S2 / (math.sqrt(u * u + v * v + w * w) + THRUST_FADES_M_S)
    mean[0], mean[1], mean[2] = gain * u, gain * v, gain * w
    return mean, variance


@njit(cache=True)
def begun(x6: Array, P6: Array, mode: int) -> tuple[Array, Array]:
    """Return state (9,) and covariance (9, 9) of a mode that begins with position and velocity (6,), (6, 6)."""
    x, P = np.zeros(9), np.zeros((9, 9))
    mean, variance = mode_prior(mode, x6[3:6])
    for i in range(6):
        x[i] = x6[i]
        for j in range(6):
            P[i, j] = P6[i, j]
    for i in range(3):
        x[6 + i] = mean[i]
        P[6 + i, 6 + i] = variance[i]
    return x, P


@njit(cache=True)
def path(x: Array, time_s: Array) -> Array:
    """Return states (k, 6) of a coasting body at k times (s from now, rising): as ``forecast``, without the doubt."""
    out = np.empty((time_s.shape[0], 6))
    now = (x[0], x[1], x[2], x[3], x[4], x[5])
    now_s = 0.0
    for row in range(time_s.shape[0]):
        left_s = time_s[row] - now_s
        while left_s > 1e-9:
            dt = min(left_s, step_length(now[0], now[1], now[2], now[3], now[4], now[5]))
            now = coast_step(now[0], now[1], now[2], now[3], now[4], now[5], dt, INVERSE_BALLISTIC_M2_KG)
            left_s -= dt
        now_s = time_s[row]
        for k in range(6):
            out[row, k] = now[k]
    return out


@njit(cache=True)
def forecast(x: Array, P: Array, time_s: Array) -> tuple[Array, Array]:
    """Return states (k, 6) and covariances (k, 6, 6) of a coasting body at k times (s from now, monotonic).

    Negative times go back: where it was, if nothing pushed it.  Its drag is a class-generic body's.
    """
    count = time_s.shape[0]
    out_x, out_P = np.empty((count, 6)), np.empty((count, 6, 6))
    now_x, now_P = begun(x, P, COAST)
    now_s = 0.0
    for row in range(count):
        now_x, now_P = predict_mode(now_x, now_P, time_s[row] - now_s, COAST)
        now_s = time_s[row]
        out_x[row], out_P[row] = now_x[:6], now_P[:6, :6]
    return out_x, out_P
