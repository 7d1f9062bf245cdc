"""Kernel of the confirmed rows of a table, predicted to one moment."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.imm.kernels import combined
from tocsin.tracking.scanning.kernels import states_of

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True)
def believed_at(tracks: NDArray[np.void], now_ms: int) -> tuple[Array, Array, Array, Ints, int]:
    """Return what ``estimated`` gives of the confirmed tracks, and whose it is.

    Returns
    -------
    State (n, 6), covariance (n, 6, 6) and coast probability (n,) at ``now_ms``; number, first and newest measurement
    (ms), (n, 3); and ``now_ms``, or the time of the newest state if that is later: then the rest must not be used.
    """
    rows = np.nonzero(tracks["confirmed"])[0]
    mode_x, mode_P, prob, time_ms = states_of(tracks, rows)
    x, P, coast = combined(mode_x, mode_P, prob, time_ms, now_ms)
    whose, newest_ms = np.empty((rows.shape[0], 3), np.int64), now_ms
    for at in range(rows.shape[0]):
        row = rows[at]
        whose[at, 0], whose[at, 1], whose[at, 2] = (
            tracks["number"][row],
            tracks["first_ms"][row],
            tracks["last_ms"][row],
        )
        newest_ms = max(newest_ms, time_ms[at])
    return x, P, coast, whose, newest_ms
