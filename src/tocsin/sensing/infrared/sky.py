"""What stands between a satellite and the bodies, and what shines at it: clouds, the Sun, glint."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.sensing.scene import cloud_rows

Array = NDArray[np.float64]

NO_SUN = np.zeros(3)
GLINT_CLOUD_MS = 600_000  # ms for which reflecting cloud is there or not, unless a scenario says otherwise


class Sky(NamedTuple):
    """The sky of one moment, for all satellites.

    Attributes
    ----------
    clouds : (k, 5) float64
        From ``scene.cloud_rows``.
    sun_direction_ecef : (3,) float64, unit
        From the Earth to the Sun.  All zeros (``NO_SUN``): the Sun is left out, and glint with it.
    glint_probability : float
        That a reflecting high cloud or sea lies where the Sun would glint, for one satellite and one stretch of
        ``glint_cloud_ms``; 0 to 1.
    glint_top_m : float
        Altitude of what reflects: 0 for the sea, 8,000 to 16,000 for high cloud.
    glint_cloud_ms : int, ms
        How long one reflecting cloud lies there or does not; then it is drawn afresh.
    """

    clouds: Array
    sun_direction_ecef: Array = NO_SUN
    glint_probability: float = 0.0
    glint_top_m: float = 12e3
    glint_cloud_ms: int = GLINT_CLOUD_MS


CLEAR = Sky(cloud_rows([]))
