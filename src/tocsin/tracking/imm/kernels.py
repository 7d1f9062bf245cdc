"""Kernels of the interacting filters: mode 0 coasts, mode 1 is under thrust, mode 2 manoeuvres in the air."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.filter.kernels import BOOST, COAST, MANOEUVRE, go_on, mode_prior
from tocsin.tracking.kernels import quick_altitude
from tocsin.tracking.unscented.kernels import predict_mode_unscented

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

BURN_OUT_RATE_S = 1.0 / 120.0  # 1/s, notional: a boost seen by radar lasts about two minutes more
BOOST_TOP_M = 250000.0  # m, notional: stages light on the way up, below this
STAGING_RATE_S = 1.0 / 4000.0  # 1/s, notional: there, a body that coasts may be between two stages
IGNITION_RATE_S = 1.0 / 10000.0  # 1/s, notional: elsewhere what coasts seldom lights again
PULL_UP_RATE_S = 1.0 / 300.0  # 1/s, notional: in the air, a falling or a boosted body begins to fly
LEVEL_OUT_RATE_S = 1.0 / 1000.0  # 1/s, notional: and what flies begins to fall, seldom
FLIGHT_TOP_M = 90000.0  # m: above it there is too little air to manoeuvre with
SURE = 0.9  # a probability of coasting above which a body is said to coast
UNLIKELY = 1e-12  # a share below this is not mixed in


@njit(cache=True)
def switching(x: Array, dt_s: float) -> Array:
    """Return the probabilities (3, 3) of going from mode i to mode j in dt_s seconds, at a state x (9,)."""
    rates = np.zeros((3, 3))
    altitude_m = quick_altitude(x[0], x[1], x[2])
    climbs = x[0] * x[3] + x[1] * x[4] + x[2] * x[5] > 0.0
    rates[COAST, BOOST] = STAGING_RATE_S if climbs and altitude_m < BOOST_TOP_M else IGNITION_RATE_S
    rates[BOOST, COAST] = BURN_OUT_RATE_S
    rates[MANOEUVRE, COAST] = LEVEL_OUT_RATE_S
    if altitude_m < FLIGHT_TOP_M:
        rates[COAST, MANOEUVRE] = rates[BOOST, MANOEUVRE] = PULL_UP_RATE_S
    else:
        # What was taken for a manoeuvre is under thrust if it climbs; else it falls.
        rates[MANOEUVRE, BOOST] = 0.9 if climbs else 0.1  # 1/s
        rates[MANOEUVRE, COAST] = 1.0 - rates[MANOEUVRE, BOOST]
    out = np.empty((3, 3))
    for i in range(3):
        total = rates[i, 0] + rates[i, 1] + rates[i, 2]
        leaves = 1.0 - math.exp(-total * dt_s)
        for j in range(3):
            out[i, j] = rates[i, j] / total * leaves
        out[i, i] = 1.0 - leaves
    return out


@njit(cache=True)
def mix(x: Array, P: Array, share: Array, mode: int, out_x: Array, out_P: Array) -> None:
    """Set the state (9,) and covariance (9, 9) with which a mode goes on, mixed from all modes by their shares (3,).

    Boosting and manoeuvring both keep an acceleration, and hand it on.  Between them and coasting neither knows the
    other's parameters: it brings their prior (the mixing of states of unlike meaning by Yuan, Bar-Shalom, Willett and
    others, IEEE Trans. AES 48 (2012)).
    """
    if share[mode] > 1.0 - UNLIKELY:
        out_x[:], out_P[:] = x[mode], P[mode]
        return
    count = x.shape[0]
    each_x, variance = x.copy(), np.zeros((count, 3))
    out_x[:], out_P[:] = 0.0, 0.0
    for i in range(count):
        if share[i] <= UNLIKELY:
            continue
        if not hands_on(i, mode):
            each_x[i, 6:], variance[i] = mode_prior(mode, x[i, 3:6])
        for k in range(9):
            out_x[k] += share[i] * each_x[i, k]
    for i in range(count):
        if share[i] <= UNLIKELY:
            continue
        known = 9 if hands_on(i, mode) else 6
        for k in range(9):
            for m in range(k + 1):
                own = P[i, k, m] if k < known else variance[i, k - 6] if k == m else 0.0
                spread = (each_x[i, k] - out_x[k]) * (each_x[i, m] - out_x[m])
                out_P[k, m] += share[i] * (own + spread)
    for k in range(9):
        for m in range(k):
            out_P[m, k] = out_P[k, m]


@njit(cache=True)
def hands_on(giver: int, taker: int) -> bool:
    """Return whether the three parameters of one mode mean to another what they mean to it."""
    return giver == taker or (giver != COAST and taker != COAST)


@njit(cache=True)
def predict_modes(x: Array, P: Array, prob: Array, dt_s: float, is_unscented: bool) -> tuple[Array, Array, Array]:
    """Return modes (k, 9), covariances (k, 9, 9) and probabilities (k,) dt_s seconds on, mixed first.

    With one mode, coasting, there is nothing to mix.

    References
    ----------
    Blom and Bar-Shalom, *The interacting multiple model algorithm*, IEEE Trans. Automatic Control 33 (1988).
    """
    count = x.shape[0]
    out_x, out_P, now, room = x.copy(), P.copy(), prob.copy(), np.empty((15, 9))
    if count == 1:
        move(out_x[0], out_P[0], dt_s, COAST, is_unscented, room)
        return out_x, out_P, now
    turns, share = switching(x[np.argmax(prob)], dt_s), np.zeros(count)
    for mode in range(count):
        now[mode] = 0.0
        for i in range(count):
            now[mode] += turns[i, mode] * prob[i]
        if now[mode] <= 0.0:
            continue
        for i in range(count):
            share[i] = turns[i, mode] * prob[i] / now[mode]
        mix(x, P, share, mode, out_x[mode], out_P[mode])
        move(out_x[mode], out_P[mode], dt_s, mode, is_unscented, room)
    return out_x, out_P, now


@njit(cache=True)
def move(x: Array, P: Array, dt_s: float, mode: int, is_unscented: bool, room: Array) -> None:
    """Take the state (9,) and covariance (9, 9) of one mode dt_s seconds on, in place, by either filter."""
    if is_unscented:
        x[:], P[:] = predict_mode_unscented(x, P, dt_s, mode)
    else:
        go_on(x, P, dt_s, mode, room)


@njit(cache=True)
def combine(x: Array, P: Array, prob: Array) -> tuple[Array, Array]:
    """Return mean (6,) and covariance (6, 6) of position and velocity over all modes."""
    mean, covariance = np.zeros(6), np.zeros((6, 6))
    for mode in range(prob.shape[0]):
        for i in range(6):
            mean[i] += prob[mode] * x[mode, i]
    for mode in range(prob.shape[0]):
        if prob[mode] <= 0.0:
            continue
        for i in range(6):
            for j in range(6):
                spread = (x[mode, i] - mean[i]) * (x[mode, j] - mean[j])
                covariance[i, j] += prob[mode] * (P[mode, i, j] + spread)
    return mean, covariance


@njit(cache=True)
def predict_all(
    mode_x: Array, mode_P: Array, mode_prob: Array, time_ms: Ints, now_ms: int, is_unscented: bool
) -> tuple[Array, Array, Array]:
    """Return ``mode_x`` (n, k, 9), ``mode_P`` (n, k, 9, 9) and ``mode_prob`` (n, k) at ``now_ms``."""
    out_x, out_P, out_prob = mode_x.copy(), mode_P.copy(), mode_prob.copy()
    for row in range(mode_x.shape[0]):
        dt_s = 1e-3 * (now_ms - time_ms[row])
        if dt_s > 0.0:
            out_x[row], out_P[row], out_prob[row] = predict_modes(
                mode_x[row], mode_P[row], mode_prob[row], dt_s, is_unscented
            )
    return out_x, out_P, out_prob


@njit(cache=True)
def combined(
    mode_x: Array, mode_P: Array, mode_prob: Array, time_ms: Ints, now_ms: int
) -> tuple[Array, Array, Array]:
    """Return state (n, 6), covariance (n, 6, 6) and coast probability (n,) at ``now_ms``.

    The mixture of all modes; where coasting is ``SURE`` or likelier, what coasting alone says: a body that probably
    falls is predicted to fall, and a small share of thrust, with its great doubt of velocity, would widen that.
    """
    count = mode_x.shape[0]
    x, P, prob = predict_all(mode_x, mode_P, mode_prob, time_ms, now_ms, False)
    out_x, out_P = np.empty((count, 6)), np.empty((count, 6, 6))
    for row in range(count):
        if prob[row, COAST] >= SURE:
            out_x[row], out_P[row] = x[row, COAST, :6], P[row, COAST, :6, :6]
        else:
            out_x[row], out_P[row] = combine(x[row], P[row], prob[row])
    return out_x, out_P, prob[:, COAST].copy()
