"""The kernel that reads many paths at one moment."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.motion.kernels import path_state

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
PathColumns = tuple[Ints, Ints, Array, Array, Array, Array, Array]


@njit(cache=True)
def states_together(
    paths: PathColumns, time_ms: int, position_ecef: Array, velocity_ecef: Array, plume_w_sr: Array, rcs_m2: Array
) -> None:
    """Write what ``path_state`` says of n bodies at one exercise time (ms).

    ``paths``: ``paths.Paths`` as a plain tuple.  Written: position (n, 3) m and velocity (n, 3) m/s, both ECEF, plume
    (n,) W/sr and radar cross-section (n,) m^2.
    """
    start_ms, first, time_s, places_ecef, speeds_ecef, plumes_w_sr, sections_m2 = paths
    for body in range(start_ms.shape[0]):
        a, b = first[body], first[body + 1]
        elapsed_s = (time_ms - start_ms[body]) / 1000.0
        columns = time_s[a:b], places_ecef[a:b], speeds_ecef[a:b], plumes_w_sr[a:b], sections_m2[a:b]
        place, speed, plume_w_sr[body], rcs_m2[body] = path_state(*columns, elapsed_s)
        position_ecef[body] = place
        velocity_ecef[body] = speed
