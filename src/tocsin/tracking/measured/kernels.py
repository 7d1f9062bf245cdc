"""A radar's columns as rows of measurements."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.sight.kernels import LOG_CLUTTER, rows_of

Array = NDArray[np.float64]


@njit(cache=True)
def radar_rows(
    seen: tuple[Array, Array, Array, Array], sigmas: tuple[Array, Array, Array], axes: Array, log_clutter: float
) -> Array:
    """Return the rows (m, 10) of ``sight.kernels``, the density of false reports the same everywhere.

    ``seen``: azimuth, elevation (rad), range (m) and range rate (m/s), each (m,).  ``sigmas``: of both angles (rad),
    of range (m) and range rate (m/s), each (m,).  ``axes`` (3, 3): the radar's east, north and up.
    """
    angle_rad, range_m, rate_m_s = sigmas
    sd = np.empty((angle_rad.shape[0], 4))
    sd[:, 0], sd[:, 1], sd[:, 2], sd[:, 3] = angle_rad, angle_rad, range_m, rate_m_s
    rows = rows_of(seen[0], seen[1], seen[2], seen[3], sd, axes)
    rows[:, LOG_CLUTTER] = log_clutter
    return rows
