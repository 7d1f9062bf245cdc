"""Kernels of single flights: altitude, speed and climb of a state, and coasting bodies brought to one moment."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.kernels import enu_axes, lla_from_ecef
from tocsin.tracking.filter.kernels import forecast

Array = NDArray[np.float64]


@njit(cache=True)
def flight_numbers(x: float, y: float, z: float, u: float, v: float, w: float) -> tuple[float, float, float]:
    """Return altitude (m), speed (m/s) and climb (m/s, up positive) of a body over the turning Earth.

    Position x, y, z (m) and velocity u, v, w (m/s), ECEF.
    """
    lat_rad, lon_rad, altitude_m = lla_from_ecef(x, y, z)
    up = enu_axes(lat_rad, lon_rad)[2]
    return altitude_m, math.sqrt(u * u + v * v + w * w), up[0] * u + up[1] * v + up[2] * w


@njit(cache=True)
def each_ahead(x: Array, P: Array, since_s: Array) -> tuple[Array, Array]:
    """Return states (n, 6) and covariances (n, 6, 6) of n coasting bodies, each after its own time (n,) s.

    Parameters
    ----------
    x, P : (n, 6), (n, 6, 6) float64, m and m/s, ECEF

    Notes
    -----
    Each is ``filter.kernels.forecast``, to the last bit (``tests/tracking/test_flight.py``).
    """
    out_x, out_P = np.empty_like(x), np.empty_like(P)
    for row in range(x.shape[0]):
        then_x, then_P = forecast(x[row], P[row], since_s[row : row + 1])
        out_x[row], out_P[row] = then_x[0], then_P[0]
    return out_x, out_P


@njit(cache=True)
def flight_rows(states_ecef: Array) -> Array:
    """Return altitude (m), speed (m/s) and climb (m/s, up positive), (n, 3), of states (n, 6), m and m/s."""
    out = np.empty((states_ecef.shape[0], 3))
    for row in range(states_ecef.shape[0]):
        x = states_ecef[row]
        out[row, 0], out[row, 1], out[row, 2] = flight_numbers(x[0], x[1], x[2], x[3], x[4], x[5])
    return out
