"""Kernels of the warning: a coasting track flown back in time."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.filter.kernels import forecast

Array = NDArray[np.float64]


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
    return forecast(x, P, -back_s)
