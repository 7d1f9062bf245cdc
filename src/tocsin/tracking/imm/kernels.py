"""Kernels of the interacting pair of filters: mode 0 coasts, mode 1 is under thrust."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.kernels import predict_state

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

COAST_NOISE_M2_S3 = 1e-3  # m^2/s^3, what the gravity model leaves out: 0.25 m/s in a minute
BOOST_MEAN_M_S2 = 30.0  # m/s^2, notional: thrust of a class-generic vehicle, along its velocity
BOOST_SPREAD_M_S2 = 20.0  # m/s^2, notional: how much it differs from that, on each axis
BOOST_TIME_S = 2.0  # s, notional: for how long thrust is taken to keep its direction and size
BOOST_NOISE_M2_S3 = BOOST_SPREAD_M_S2 * BOOST_SPREAD_M_S2 * BOOST_TIME_S
BURN_OUT_RATE_S = 1.0 / 60.0  # 1/s, notional: a boost seen by radar lasts about a minute more
IGNITION_RATE_S = 1.0 / 10000.0  # 1/s, notional: a body that coasts seldom lights again (a stage gap is shorter)
NO_PAIR = 1e6  # cost of a pair outside the gate


@njit(cache=True)
def switched(coast: float, dt_s: float) -> float:
    """Return the probability of coasting dt_s seconds on: a two-state Markov chain in continuous time."""
    total = BURN_OUT_RATE_S + IGNITION_RATE_S
    settled = BURN_OUT_RATE_S / total
    return settled + (coast - settled) * math.exp(-total * dt_s)


@njit(cache=True)
def combine(x: Array, P: Array, weight: float) -> tuple[Array, Array]:
    """Return mean (6,) and covariance (6, 6) of two modes, the first with the given weight."""
    other = 1.0 - weight
    out_x, out_P = np.empty(6), np.empty((6, 6))
    for i in range(6):
        out_x[i] = weight * x[0, i] + other * x[1, i]
        for j in range(6):
            spread = weight * other * (x[0, i] - x[1, i]) * (x[0, j] - x[1, j])
            out_P[i, j] = weight * P[0, i, j] + other * P[1, i, j] + spread
    return out_x, out_P


@njit(cache=True)
def predict_modes(x: Array, P: Array, coast: float, dt_s: float) -> tuple[Array, Array, float]:
    """Return modes (2, 6), covariances (2, 6, 6) and coast probability dt_s seconds on, mixed first.

    References
    ----------
    Blom and Bar-Shalom, *The interacting multiple model algorithm*, IEEE Trans. Automatic Control 33 (1988).
    """
    out_x, out_P = np.empty((2, 6)), np.empty((2, 6, 6))
    stay = switched(1.0, dt_s)
    now = switched(coast, dt_s)
    share = (stay * coast / now, (1.0 - stay) * coast / max(1.0 - now, 1e-300))  # that it coasted before
    for mode in range(2):
        mixed_x, mixed_P = combine(x, P, min(share[mode], 1.0))
        noise = COAST_NOISE_M2_S3 if mode == 0 else BOOST_NOISE_M2_S3
        thrust = 0.0 if mode == 0 else BOOST_MEAN_M_S2
        out_x[mode], out_P[mode] = predict_state(mixed_x, mixed_P, dt_s, noise, thrust)
    return out_x, out_P, now


@njit(cache=True)
def predict_all(
    mode_x: Array, mode_P: Array, mode_prob: Array, time_ms: Ints, now_ms: int
) -> tuple[Array, Array, Array]:
    """Return ``mode_x`` (n, 2, 6), ``mode_P`` (n, 2, 6, 6) and ``mode_prob`` (n, 2) at ``now_ms``."""
    out_x, out_P, out_prob = mode_x.copy(), mode_P.copy(), mode_prob.copy()
    for row in range(mode_x.shape[0]):
        dt_s = 1e-3 * (now_ms - time_ms[row])
        if dt_s > 0.0:
            out_x[row], out_P[row], coast = predict_modes(mode_x[row], mode_P[row], mode_prob[row, 0], dt_s)
            out_prob[row, 0], out_prob[row, 1] = coast, 1.0 - coast
    return out_x, out_P, out_prob


@njit(cache=True)
def combined(
    mode_x: Array, mode_P: Array, mode_prob: Array, time_ms: Ints, now_ms: int
) -> tuple[Array, Array, Array]:
    """Return state (n, 6), covariance (n, 6, 6) and coast probability (n,) at ``now_ms``."""
    count = mode_x.shape[0]
    x, P, prob = predict_all(mode_x, mode_P, mode_prob, time_ms, now_ms)
    out_x, out_P, coast = np.empty((count, 6)), np.empty((count, 6, 6)), np.empty(count)
    for row in range(count):
        coast[row] = prob[row, 0]
        out_x[row], out_P[row] = combine(x[row], P[row], coast[row])
    return out_x, out_P, coast
