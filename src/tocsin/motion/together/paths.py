"""Many paths laid end to end, made once for a stretch of time in which the same bodies fly."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.motion.path import Path
from tocsin.motion.together.kernels import states_together

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


class Paths(NamedTuple):
    """The paths of n bodies over a stretch of exercise time, m rows in all.

    ``start_ms`` (n,): exercise time from which each counts.  ``first`` (n + 1,): where its rows begin, and the end.
    The others are the columns of ``motion.path.Path``, one path after the other, no more rows than the stretch needs.
    """

    start_ms: Ints
    first: Ints
    time_s: Array
    position_ecef: Array
    velocity_ecef: Array
    plume_w_sr: Array
    rcs_m2: Array


def laid_together(paths: Sequence[Path], start_ms: Sequence[int], from_ms: int, to_ms: int) -> Paths:
    """Return one or more paths as one table for a stretch of exercise time, both ends included.

    Each path begins at its exercise time ``start_ms``, ms.
    """
    spans = [rows_for(path, from_ms - at_ms, to_ms - at_ms) for path, at_ms in zip(paths, start_ms, strict=True)]
    pairs = list(zip(paths, spans, strict=True))
    return Paths(
        np.array(start_ms, dtype=np.int64),
        np.cumsum([0, *(span.stop - span.start for span in spans)]),
        np.concatenate([path.time_s[span] for path, span in pairs]),
        np.concatenate([path.position_ecef[span] for path, span in pairs]),
        np.concatenate([path.velocity_ecef[span] for path, span in pairs]),
        np.concatenate([path.plume_w_sr[span] for path, span in pairs]),
        np.concatenate([path.rcs_m2[span] for path, span in pairs]),
    )


def rows_for(path: Path, from_ms: int, to_ms: int) -> slice:
    """Return the rows of a path on either side of every moment of a stretch of its own time: two or more."""
    count = path.time_s.shape[0]
    before, after = np.searchsorted(path.time_s, (from_ms / 1000.0, to_ms / 1000.0), side="right").tolist()
    return slice(min(max(before - 1, 0), count - 2), min(max(after + 1, 2), count))


def states_at(paths: Paths, time_ms: int) -> tuple[Array, Array, Array, Array]:
    """Return what ``motion.path.state_at`` says of each of n bodies at one exercise time of the stretch.

    Position (n, 3) m and velocity (n, 3) m/s, both ECEF, plume (n,) W/sr and radar cross-section (n,) m^2.
    """
    count = paths.start_ms.shape[0]
    states = np.empty((count, 3)), np.empty((count, 3)), np.empty(count), np.empty(count)
    states_together((*paths,), time_ms, *states)
    return states
