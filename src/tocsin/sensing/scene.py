"""The truth a sensor looks at: bodies and clouds, without identity."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]


NO_KINDS: IntArray = np.zeros(0, dtype=np.int64)


class Scene(NamedTuple):
    """All bodies at one moment; row i of every array is the same body.

    Attributes
    ----------
    position_ecef : (n, 3) float64, m
    velocity_ecef : (n, 3) float64, m/s
    rcs_m2 : (n,) float64, m^2
        Mean radar cross-section, 0 or more.
    plume_w_sr : (n,) float64, W/sr
        Infrared intensity in the sensors' band; 0 when no motor burns.
    luck_id : (n,) int64
        Declared id of the body, only for keying luck; no two rows share one.
    kind : (n,) int64
        ``kind.Kind``, PAYLOAD to OTHER: what radars declare with errors.  Left out (no rows): all PAYLOAD.
    """

    position_ecef: Array
    velocity_ecef: Array
    rcs_m2: Array
    plume_w_sr: Array
    luck_id: IntArray
    kind: IntArray = NO_KINDS


@dataclass(frozen=True, slots=True)
class Cloud:
    """A round patch of opaque cloud; from above it hides what is within ``radius_m`` and below ``top_m``.

    Left out: the slant of the line of sight through the cloud, broken and thin cloud.
    """

    lat_rad: float
    lon_rad: float
    radius_m: float
    top_m: float


def cloud_rows(clouds: Sequence[Cloud]) -> Array:
    """Return clouds as the numbers the infrared kernels need, made once for as long as the clouds stay.

    Returns
    -------
    (k, 5) float64
        The vertical at the centre (unit, ECEF), the cosine of the patch's angular radius on a sphere of the
        mean Earth radius, and the top (m).
    """
    rows = np.empty((len(clouds), 5))
    for row, cloud in zip(rows, clouds, strict=True):
        row[0] = math.cos(cloud.lat_rad) * math.cos(cloud.lon_rad)
        row[1] = math.cos(cloud.lat_rad) * math.sin(cloud.lon_rad)
        row[2] = math.sin(cloud.lat_rad)
        row[3] = math.cos(cloud.radius_m / MEAN_RADIUS_M)
        row[4] = cloud.top_m
    return rows
