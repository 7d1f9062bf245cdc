"""The least error any unbiased filter can have: the posterior Cramer-Rao bound, and gains of settled filters."""

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError

Array = NDArray[np.float64]

SETTLED_AT = 1e-13  # relative change of the covariance at which a recursion has settled
MOST_STEPS = 100_000


def posterior_bound(prior_P: Array, F: Array, Q: Array, H: Array, R: Array) -> Array:
    """Return the least covariance of any estimate after each of k looks, the prior first.

    Parameters
    ----------
    prior_P : (d, d) float64
        Covariance of the state before the first step.
    F, Q : (k, d, d) float64
        Jacobian of the motion from one look to the next, taken at the true state, and the noise that it adds.
    H : (k, m, d) float64
        Jacobian of the measurement at the true state after the step.  Rows of zeros: not measured.
    R : (k, m, m) float64
        Its noise, positive definite.

    Returns
    -------
    (k + 1, d, d) float64

    Notes
    -----
    Additive Gaussian noise.  The recursion of the information J' = (Q + F J^-1 F^T)^-1 + H^T R^-1 H is Tichavsky's
    (D22 - D21 (J + D11)^-1 D12) by the matrix inversion lemma, and also holds for a Q that is singular.  For a motion
    that is not linear the matrices are expectations over the true paths: average over paths, or take one path's.
    Left out: looks that may miss (thin the information by the probability of detection in H^T R^-1 H), false alarms.
    For linear motion and measurements it is the Kalman filter's own covariance.
    Checked: Stone Soup's published 21 steps; its settled value by scipy; Tichavsky's own form in the tests.

    References
    ----------
    Tichavsky, Muravchik and Nehorai (1998), *IEEE Trans. Signal Processing* 46, 1386-1396, eqs. (21) and (34)-(36).
    """
    if not F.shape[0] == Q.shape[0] == H.shape[0] == R.shape[0]:
        raise ModelRangeError(
            f"steps: F {F.shape[0]}, Q {Q.shape[0]}, H {H.shape[0]}, R {R.shape[0]} must be as many; give one a look"
        )
    out = np.empty((F.shape[0] + 1, *prior_P.shape))
    out[0] = prior_P
    for k in range(F.shape[0]):
        ahead = F[k] @ out[k] @ F[k].T + Q[k]
        information = np.linalg.inv(ahead) + H[k].T @ np.linalg.solve(R[k], H[k])
        least = np.linalg.inv(information)
        out[k + 1] = 0.5 * (least + least.T)
    return out


def settled_gain(F: Array, Q: Array, H: Array, R: Array) -> Array:
    """Return the gain (d, m) of a Kalman filter that has settled: alpha and beta, for one axis at constant velocity.

    Parameters
    ----------
    F, Q : (d, d) float64
    H : (m, d) float64
    R : (m, m) float64

    Notes
    -----
    The recursion of ``posterior_bound`` until it no longer changes; ``ModelRangeError`` if it never does.
    Checked: Kalata's closed form and scipy's Riccati solver, tracking index 0.01 to 10.

    References
    ----------
    Bar-Shalom, Li and Kirubarajan, section 6.5.3.
    """
    P = np.eye(F.shape[0]) * float(np.trace(R) + np.trace(Q))
    for _ in range(MOST_STEPS):
        after = posterior_bound(P, F[None], Q[None], H[None], R[None])[1]
        if np.abs(after - P).max() <= SETTLED_AT * np.abs(after).max():
            return np.asarray(after @ H.T @ np.linalg.inv(R))
        P = after
    raise ModelRangeError(f"settled_gain: steps = {MOST_STEPS} were not enough; is every part of the state observed?")
