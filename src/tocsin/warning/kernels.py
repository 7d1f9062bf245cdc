"""Kernels of the warning: a coasting track flown back in time."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.imm.kernels import COAST_NOISE_M2_S3
from tocsin.tracking.kernels import INVERSE_BALLISTIC_M2_KG, coast_matrix, coast_step, grow_covariance

Array = NDArray[np.float64]

STEP_S = 2.0  # s: at most this far in one Runge-Kutta step; above the air the error is below a metre


@njit(cache=True)
def fly_back(x: Array, P: Array, back_s: Array) -> tuple[Array, Array]:
    """Return where a coasting body was at some earlier times, and how well that is known.

    Parameters
    ----------
    x, P : (6,), (6, 6) float64, m and m/s, ECEF
        The state now.
    back_s : (k,) float64, s
        How long ago, >= 0, rising.

    Returns
    -------
    states, covariances : (k, 6), (k, 6, 6) float64

    Notes
    -----
    Valid above the air and after burn-out: thrust cannot be flown back.  The coasting filter's process noise
    makes doubt grow backwards as it does forwards.  Checked: forward and back again in
    ``tests/warning/test_kernels.py``.
    """
    count = back_s.shape[0]
    states, covariances = np.empty((count, 6)), np.empty((count, 6, 6))
    a, b, c, d, e, f = x[0], x[1], x[2], x[3], x[4], x[5]
    covariance = P.copy()
    gone_s = 0.0
    for row in range(count):
        while back_s[row] - gone_s > 1e-9:
            dt = -min(STEP_S, back_s[row] - gone_s)
            F = coast_matrix((a, b, c, d, e, f), dt, INVERSE_BALLISTIC_M2_KG)
            covariance = grow_covariance(F, covariance, 0.0, dt)  # F P F' alone; the noise of a backward step follows
            for axis in range(3):
                covariance[axis, axis] -= COAST_NOISE_M2_S3 * dt * dt * dt / 3.0
                covariance[3 + axis, 3 + axis] -= COAST_NOISE_M2_S3 * dt
            a, b, c, d, e, f = coast_step(a, b, c, d, e, f, dt, INVERSE_BALLISTIC_M2_KG)
            gone_s -= dt
        states[row] = np.array([a, b, c, d, e, f])
        covariances[row] = covariance
    return states, covariances
