"""The columns of a flown path, as the routes and glides of this room give them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Rows(NamedTuple):
    """Where a body is against time, and how it looks: one row a second, and one at every exact change.

    ``time_s`` (m,) rising; ``position_ecef`` (m, 3) m; ``velocity_ecef`` (m, 3) m/s; ``plume_w_sr`` (m,) infrared
    W/sr of engine or hot skin; ``rcs_m2`` (m,) radar cross-section.
    """

    time_s: Array
    position_ecef: Array
    velocity_ecef: Array
    plume_w_sr: Array
    rcs_m2: Array
