"""Kernels of areas: an impact estimate as points, the box around points, the share of them inside a ring."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import point_in_polygon

Array = NDArray[np.float64]

NEAR_RAD = 1e-9  # 6 mm: far more than rounding moves an edge


@njit(cache=True)
def points_about(
    lattice: Array, centre_rad: tuple[float, float], cosine: float, root: tuple[float, float, float]
) -> Array:
    """Return (n, 2) latitude-longitude points (rad): a lattice (n, 2) of the unit Gaussian laid over a place.

    ``centre_rad``: latitude, longitude.  ``cosine``: of the latitude.  ``root``, m: a, b, c of the lower triangle
    that takes the unit Gaussian to east (a) and north (b, c).
    """
    a, b, c = root
    points = np.empty((lattice.shape[0], 2))
    for row in range(lattice.shape[0]):
        east_m = a * lattice[row, 0]
        north_m = b * lattice[row, 0] + c * lattice[row, 1]
        points[row, 0] = centre_rad[0] + north_m / MEAN_RADIUS_M
        points[row, 1] = centre_rad[1] + east_m / (MEAN_RADIUS_M * cosine)
    return points


@njit(cache=True)
def box_around(points: Array) -> tuple[float, float, float, float]:
    """Return the box around (n, 2) latitude-longitude points, n at least 1: south, west, north, east."""
    south, west = points[0, 0], points[0, 1]
    north, east = south, west
    for row in range(1, points.shape[0]):
        south, north = min(south, points[row, 0]), max(north, points[row, 0])
        west, east = min(west, points[row, 1]), max(east, points[row, 1])
    return south, west, north, east


@njit(cache=True)
def comes_near(ring: Array, box: tuple[float, float, float, float]) -> bool:
    """Return whether an edge of a ring (k, 2) may touch a box: its own box meets it, or nearly."""
    south, west, north, east = box
    last = ring.shape[0] - 1
    for here in range(ring.shape[0]):
        low, high = min(ring[here, 0], ring[last, 0]), max(ring[here, 0], ring[last, 0])
        left, right = min(ring[here, 1], ring[last, 1]), max(ring[here, 1], ring[last, 1])
        is_beside = left > east + NEAR_RAD or right < west - NEAR_RAD
        if not (is_beside or low > north + NEAR_RAD or high < south - NEAR_RAD):
            return True
        last = here
    return False


@njit(cache=True)
def share_of(points: Array, ring: Array) -> float:
    """Return the share of (n, 2) latitude-longitude points inside a ring (k, 2) of the same; n at least 1.

    Where no edge comes near the box around the points, they all lie where the first one does.
    """
    lat_rad, lon_rad = ring[:, 0], ring[:, 1]
    if not comes_near(ring, box_around(points)):
        return 1.0 if point_in_polygon(points[0, 0], points[0, 1], lat_rad, lon_rad) else 0.0
    inside = 0
    for row in range(points.shape[0]):
        if point_in_polygon(points[row, 0], points[row, 1], lat_rad, lon_rad):
            inside += 1
    share: float = inside / points.shape[0]
    return share
