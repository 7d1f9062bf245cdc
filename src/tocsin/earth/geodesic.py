"""Distance and direction along the ground, with a clear refusal where the method fails."""

import math
from typing import NamedTuple

from tocsin.earth.kernels import vincenty_direct, vincenty_inverse
from tocsin.errors import ModelRangeError


class Ground(NamedTuple):
    """The shortest way along the ellipsoid between two points; azimuths from north, forward at both ends."""

    distance_m: float
    azimuth1_rad: float
    azimuth2_rad: float


def geodesic_inverse(lat1_rad: float, lon1_rad: float, lat2_rad: float, lon2_rad: float) -> Ground:
    """Return the shortest way from point 1 to point 2 on the WGS 84 ellipsoid.

    Notes
    -----
    Valid: any two points not within about 0.7 degrees of each other's antipode; those raise
    ``ModelRangeError``.  Checked: geographiclib, to 0.5 mm.
    """
    distance_m, azimuth1_rad, azimuth2_rad, converged = vincenty_inverse(lat1_rad, lon1_rad, lat2_rad, lon2_rad)
    if not converged:
        raise ModelRangeError(
            f"ground distance from {_place(lat1_rad, lon1_rad)} to {_place(lat2_rad, lon2_rad)}:"
            " the points are nearly antipodal and Vincenty's method does not converge;"
            " move one by more than 1 degree; see docs/models/earth.md"
        )
    return Ground(distance_m, azimuth1_rad, azimuth2_rad)


def geodesic_direct(
    lat_rad: float, lon_rad: float, azimuth_rad: float, distance_m: float
) -> tuple[float, float, float]:
    """Return latitude, longitude and forward azimuth (rad) after going ``distance_m`` from a point."""
    return vincenty_direct(lat_rad, lon_rad, azimuth_rad, distance_m)


def _place(lat_rad: float, lon_rad: float) -> str:
    return f"({math.degrees(lat_rad):.4f}, {math.degrees(lon_rad):.4f}) deg"
