"""From latitude and longitude to the plane of a map: a local view about a point, or the whole world."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M

Array = NDArray[np.float64]

RADIUS_KM = MEAN_RADIUS_M / 1e3
MARGIN = 0.10  # of the larger side, left free round what a local view must hold
SMALLEST_KM = 300.0
WIDEST, NARROWEST = 1.9, 1.25  # ratios of width to height
MESH = 160  # points a side
BREAK_KM = 6_000.0  # two neighbours on a line farther apart than this lie on opposite edges of the map
# Savric, Patterson and Jenny, "The Equal Earth map projection", IJGIS 33 (2019): its polynomial.
EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)


class View(Protocol):
    """A way to lay the ground on a plane, in km."""

    @property
    def bounds_km(self) -> tuple[float, float, float, float]:
        """Return left, right, bottom and top edge."""

    def project(self, lat_rad: Array, lon_rad: Array) -> tuple[Array, Array]:
        """Return x and y (km) of places (rad); any shape."""

    def mesh(self) -> tuple[Array, Array]:
        """Return latitudes and longitudes (rad) of a mesh that covers the map, two-dimensional."""


@dataclass(frozen=True, slots=True)
class LocalView:
    """Azimuthal equidistant about a centre, on the mean sphere: true distances and bearings from there.

    Left out: the flattening of the Earth (0.3 % of a distance).
    """

    lat_rad: float
    lon_rad: float
    bounds_km: tuple[float, float, float, float]

    def project(self, lat_rad: Array, lon_rad: Array) -> tuple[Array, Array]:
        """Return x and y (km) of places (rad); any shape."""
        d_lon = lon_rad - self.lon_rad
        sin0, cos0 = math.sin(self.lat_rad), math.cos(self.lat_rad)
        east = np.cos(lat_rad) * np.sin(d_lon)
        north = cos0 * np.sin(lat_rad) - sin0 * np.cos(lat_rad) * np.cos(d_lon)
        up = sin0 * np.sin(lat_rad) + cos0 * np.cos(lat_rad) * np.cos(d_lon)
        across = np.hypot(east, north)
        scale = RADIUS_KM * np.arctan2(across, up) / np.maximum(across, 1e-12)
        return scale * east, scale * north

    def mesh(self, points: int = MESH) -> tuple[Array, Array]:
        """Return latitudes and longitudes (rad) of a mesh that covers the map, two-dimensional."""
        left, right, bottom, top = self.bounds_km
        x, y = np.meshgrid(np.linspace(left, right, points), np.linspace(bottom, top, points))
        arc = np.hypot(x, y) / RADIUS_KM
        bearing = np.arctan2(x, y)
        sin0, cos0 = math.sin(self.lat_rad), math.cos(self.lat_rad)
        lat = np.arcsin(np.clip(sin0 * np.cos(arc) + cos0 * np.sin(arc) * np.cos(bearing), -1.0, 1.0))
        lon = self.lon_rad + np.arctan2(
            np.sin(bearing) * np.sin(arc), cos0 * np.cos(arc) - sin0 * np.sin(arc) * np.cos(bearing)
        )
        return lat, lon


@dataclass(frozen=True, slots=True)
class WorldView:
    """The whole world in the Equal Earth projection, centred on longitude 0."""

    @property
    def bounds_km(self) -> tuple[float, float, float, float]:
        """Return left, right, bottom and top edge."""
        x, _ = self.project(np.zeros(1), np.array([math.pi]))
        _, y = self.project(np.array([0.5 * math.pi]), np.zeros(1))
        return -float(x[0]), float(x[0]), -float(y[0]), float(y[0])

    def project(self, lat_rad: Array, lon_rad: Array) -> tuple[Array, Array]:
        """Return x and y (km) of places (rad); any shape."""
        a1, a2, a3, a4 = EQUAL_EARTH
        t = np.arcsin(0.5 * math.sqrt(3.0) * np.sin(lat_rad))
        t2, t6 = t**2, t**6
        slope = 9.0 * a4 * t6 * t2 + 7.0 * a3 * t6 + 3.0 * a2 * t2 + a1
        x = 2.0 * math.sqrt(3.0) / 3.0 * lon_rad * np.cos(t) / slope
        y = t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
        return RADIUS_KM * x, RADIUS_KM * y

    def mesh(self) -> tuple[Array, Array]:
        """Return latitudes and longitudes (rad) of a mesh that covers the map, two-dimensional."""
        lon, lat = np.meshgrid(
            np.linspace(-math.pi, math.pi, 2 * MESH), np.linspace(-0.5 * math.pi, 0.5 * math.pi, MESH)
        )
        return lat, lon


def view_around(places_rad: Sequence[tuple[float, float]]) -> LocalView:
    """Return the local view that holds all places (latitude and longitude, rad) with a margin."""
    lat, lon = np.array(places_rad, dtype=np.float64).T
    unit = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    middle = 0.5 * (unit.min(axis=1) + unit.max(axis=1))
    lat0 = math.atan2(middle[2], math.hypot(middle[0], middle[1]))
    centre = LocalView(lat0, math.atan2(middle[1], middle[0]), (0.0, 0.0, 0.0, 0.0))
    x, y = centre.project(lat, lon)
    width_km = max(float(np.ptp(x)), SMALLEST_KM)
    height_km = max(float(np.ptp(y)), SMALLEST_KM)
    free_km = 2.0 * MARGIN * max(width_km, height_km)
    width_km, height_km = width_km + free_km, height_km + free_km
    width_km, height_km = max(width_km, NARROWEST * height_km), max(height_km, width_km / WIDEST)
    x0, y0 = 0.5 * float(x.min() + x.max()), 0.5 * float(y.min() + y.max())
    edges = (x0 - 0.5 * width_km, x0 + 0.5 * width_km, y0 - 0.5 * height_km, y0 + 0.5 * height_km)
    return LocalView(centre.lat_rad, centre.lon_rad, edges)


def unbroken(x_km: Array, y_km: Array) -> tuple[Array, Array]:
    """Return a line with a gap (NaN) wherever it would jump from one edge of the map to the other."""
    jumps = np.flatnonzero(np.hypot(np.diff(x_km), np.diff(y_km)) > BREAK_KM) + 1
    return np.insert(x_km, jumps, np.nan), np.insert(y_km, jumps, np.nan)
