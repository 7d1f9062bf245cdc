"""Kernels of a battery's window on a threat: from a path to the first and the last launch that meets it."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.defence.kernels import meeting_times, reach

Array = NDArray[np.float64]
Six = tuple[float, float, float, float, float, float]


@njit(cache=True)
def launch_window(
    times_s: Array,
    states_ecef: Array,
    place: tuple[Array, Array],
    table_s: Array,
    terms: tuple[Six, tuple[float, float, float]],
    ready_s: float,
) -> tuple[int, float, int, float]:
    """Return where along a path a battery can meet a threat first, and where after its latest launch.

    Parameters
    ----------
    times_s, states_ecef : (k,), (k, 6) float64, s from now; m and m/s, ECEF
        The path.
    place : (3,) and (3, 3) float64
        The battery's site, m, and its axes east, north, up.
    table_s : (d, e) float64, s
        Its fly-out table.
    terms : limits of the table, radar
        See ``defence.kernels.meeting_times``.
    ready_s : float, s
        From now: no launch is earlier.

    Returns
    -------
    first, first_launch_s, last, last_launch_s : int, float, int, float
        Row of the path at the first intercept, and its launch; the same of the latest launch.  Rows are -1 where
        there is none.
    """
    ground_range_m, altitude_m = reach(states_ecef, place[0], place[1])
    flight_s = meeting_times(table_s, terms[0], terms[1], ground_range_m, altitude_m)
    first, last, first_launch_s, last_launch_s = -1, -1, 0.0, 0.0
    for row in range(times_s.shape[0]):
        launch_s = times_s[row] - flight_s[row]
        if not (flight_s[row] < math.inf and launch_s >= ready_s):
            continue
        if first < 0:
            first, first_launch_s = row, launch_s
        if last < 0 or launch_s > last_launch_s:
            last, last_launch_s = row, launch_s
    return first, first_launch_s, last, last_launch_s
