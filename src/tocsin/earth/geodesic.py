"""Distance and direction along the ground, between any two points."""

from typing import NamedTuple

from tocsin.earth.ground.kernels import ground_inverse
from tocsin.earth.kernels import vincenty_direct


class Ground(NamedTuple):
    """The shortest way along the ellipsoid between two points; azimuths from north, forward at both ends."""

    distance_m: float
    azimuth1_rad: float
    azimuth2_rad: float


def geodesic_inverse(lat1_rad: float, lon1_rad: float, lat2_rad: float, lon2_rad: float) -> Ground:
    """Return the shortest way from point 1 to point 2 on the WGS 84 ellipsoid.

    Notes
    -----
    Valid: any two points; near the antipode it takes 10 to 20 times as long (15 microseconds).  Where several ways
    are equally short one of them is returned.  Checked: geographiclib, to 1 mm (measured: 0.1 mm).
    """
    return Ground(*ground_inverse(lat1_rad, lon1_rad, lat2_rad, lon2_rad))


def geodesic_direct(
    lat_rad: float, lon_rad: float, azimuth_rad: float, distance_m: float
) -> tuple[float, float, float]:
    """Return latitude, longitude and forward azimuth (rad) after going ``distance_m`` from a point.

    Checked: geographiclib, from the poles and to beyond the antipode, to 1 mm (measured: 0.1 mm).
    """
    return vincenty_direct(lat_rad, lon_rad, azimuth_rad, distance_m)
