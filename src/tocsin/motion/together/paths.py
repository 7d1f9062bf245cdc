"""Many paths laid end to end, made once for as long as the same bodies fly."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.motion.path import Path
from tocsin.motion.together.kernels import states_together

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


class Paths(NamedTuple):
    """The paths of n bodies, m rows in all.

    ``start_ms`` (n,): exercise time from which each counts.  ``first`` (n + 1,): where its rows begin, and the end.
    The others are the columns of ``motion.path.Path``, one path after the other.
    """

    start_ms: Ints
    first: Ints
    time_s: Array
    position_ecef: Array
    velocity_ecef: Array
    plume_w_sr: Array
    rcs_m2: Array


def laid_together(paths: Sequence[Path], start_ms: Sequence[int]) -> Paths:
    """Return one or more paths as one table; each begins at its exercise time, ms."""
    return Paths(
        np.array(start_ms, dtype=np.int64),
        np.cumsum([0, *(path.time_s.shape[0] for path in paths)]),
        np.concatenate([path.time_s for path in paths]),
        np.concatenate([path.position_ecef for path in paths]),
        np.concatenate([path.velocity_ecef for path in paths]),
        np.concatenate([path.plume_w_sr for path in paths]),
        np.concatenate([path.rcs_m2 for path in paths]),
    )


def states_at(paths: Paths, time_ms: int) -> tuple[Array, Array, Array, Array]:
    """Return what ``motion.path.state_at`` says of each of n bodies at one exercise time.

    Position (n, 3) m and velocity (n, 3) m/s, both ECEF, plume (n,) W/sr and radar cross-section (n,) m^2.
    """
    count = paths.start_ms.shape[0]
    states = np.empty((count, 3)), np.empty((count, 3)), np.empty(count), np.empty(count)
    states_together((*paths,), time_ms, *states)
    return states
