"""Door checks of rings on the ground."""

import math

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ScenarioError

Array = NDArray[np.float64]


def check_ring(name: str, lat_rad: Array, lon_rad: Array) -> None:
    """Raise ``ScenarioError`` unless the ring (m,) has 3 corners, true angles, no antimeridian edge."""
    if lat_rad.shape[0] < 3 or lat_rad.shape != lon_rad.shape:
        raise ScenarioError(
            f"ring '{name}': corners = {lat_rad.shape[0]} latitudes and {lon_rad.shape[0]} longitudes"
            " must be at least 3 of each; add corners"
        )
    if not (np.all(np.abs(lat_rad) <= math.pi / 2) and np.all(np.abs(lon_rad) <= math.pi)):
        raise ScenarioError(f"ring '{name}': latitudes must be within 90 deg, longitudes within 180 deg; correct it")
    step = np.abs(lon_rad - np.roll(lon_rad, 1))
    if np.any(step > math.pi):
        raise ScenarioError(
            f"ring '{name}': an edge spans {math.degrees(float(step.max())):.1f} deg of longitude,"
            " the bound is 180: it crosses the antimeridian; split the ring there"
        )
