"""The Moon's echo: real, strong, and folded to where no body is."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import Luck, declared_id
from tocsin.earth.constants import ROTATION_RAD_S
from tocsin.sensing.numbers import NO_CUE
from tocsin.sensing.radar.kernels import COLUMNS, radar_scan
from tocsin.sensing.radar.sensor import Radar

Array = NDArray[np.float64]

MOON_RADIUS_M = 1737.4e3  # m, IAU mean radius (Archinal et al. 2018)
MOON_RCS_M2 = 0.07 * math.pi * MOON_RADIUS_M**2  # m^2; Evans and Hagfors, Radar Astronomy (1968): 0.07 of the disc


class Moon(NamedTuple):
    """Where the Moon is.

    Attributes
    ----------
    direction_ecef : (3,) float64, unit
        From the Earth's centre.
    distance_m : float
        From the Earth's centre.
    """

    direction_ecef: Array
    distance_m: float


def moon_columns(radar: Radar, moon: Moon, scan: int, luck: Luck) -> Array:
    """Return the report (8, 0 or 1) that a radar makes of the Moon in one scan.

    Notes
    -----
    A Swerling 1 echo of 0.07 of the Moon's disc, some 2.5 s on its way: its range is folded into the radar's
    unambiguous range, and is reported where it then lies within the instrumented ranges.  Range rate: the turning
    Earth's (up to 465 m/s); the Moon's own, at most some 80 m/s, is left out, and so are the depth of the Moon
    (11.6 ms) and its width in a narrow beam.
    Checked: by hand (``tests/sensing/test_false_reports.py``).

    References
    ----------
    Evans and Hagfors, *Radar Astronomy* (1968): cross-section.
    """
    assert radar.unambiguous_range_m is not None
    x, y, z = (moon.distance_m * moon.direction_ecef).tolist()
    # The instrumented range counts only once the echo's range is folded.
    numbers = radar.numbers._replace(min_range_m=0.0, max_range_m=math.inf, swerling=1)
    columns, _ = radar_scan(
        (*numbers,),
        radar.mask_rows,
        (*NO_CUE,),
        np.array([[x, y, z]]),
        np.array([[ROTATION_RAD_S * y, -ROTATION_RAD_S * x, 0.0]]),
        np.array([MOON_RCS_M2]),
        np.array([declared_id("moon")]),
        luck.key0,
        luck.key1,
        scan,
    )
    columns[0] %= radar.unambiguous_range_m
    if columns.shape[1] and not radar.min_range_m <= columns[0, 0] <= radar.max_range_m:
        return np.empty((COLUMNS, 0))
    return columns
