"""Kernels of many flights at once."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.flight.kernels import flight_numbers

Array = NDArray[np.float64]


@njit(cache=True)
def flight_rows(states_ecef: Array) -> Array:
    """Return altitude (m), speed (m/s) and climb (m/s, up positive), (n, 3), of states (n, 6), m and m/s."""
    out = np.empty((states_ecef.shape[0], 3))
    for row in range(states_ecef.shape[0]):
        x = states_ecef[row]
        out[row, 0], out[row, 1], out[row, 2] = flight_numbers(x[0], x[1], x[2], x[3], x[4], x[5])
    return out
