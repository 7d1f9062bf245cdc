"""Where footprints are counted: a grid over the parties' land, and points in their declared areas."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import points_in_polygon
from tocsin.scenario.declared import Scenario
from tocsin.warning.area import Area

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

AREA_POINTS = 7  # a side of the mesh over a declared area's box; those inside its outline count


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A grid of r latitudes and c longitudes, and what of it is whose land.

    Attributes
    ----------
    lat_rad, lon_rad : (r,), (c,) float64, rad
        Rising.
    is_land : dict of nation to (r, c) bool
        The nation's own ground.
    is_asked : (r, c) bool
        Land of any party, and one step round it: what is worked out.
    in_area : dict of nation to (k, 2) float64, rad
        Latitudes and longitudes of points in the areas that the nation declares as defended.
    """

    lat_rad: Array
    lon_rad: Array
    is_land: dict[str, BoolArray]
    is_asked: BoolArray
    in_area: dict[str, Array]

    @property
    def cell_km2(self) -> Array:
        """Return the ground (r, 1) that one place of each latitude stands for, km2, on the mean sphere."""
        step2 = (self.lat_rad[1] - self.lat_rad[0]) * (self.lon_rad[1] - self.lon_rad[0])
        return np.asarray((MEAN_RADIUS_M / 1e3) ** 2 * step2 * np.cos(self.lat_rad)[:, None])


def places_of(scenario: Scenario, grid: int) -> Places:
    """Return the places of a scenario: ``grid`` by ``grid`` over the box that holds the parties' land."""
    lands = {
        name: land for name in scenario.parties for land in scenario.geography.territories if land.nation == name
    }
    low = np.min([land.box_rad[:2] for land in lands.values()], axis=0)
    high = np.max([land.box_rad[2:] for land in lands.values()], axis=0)
    lat, lon = np.linspace(low[0], high[0], grid), np.linspace(low[1], high[1], grid)
    mesh_lat, mesh_lon = (item.ravel() for item in np.meshgrid(lat, lon, indexing="ij"))
    is_land = {name: inside(land, mesh_lat, mesh_lon).reshape(grid, grid) for name, land in lands.items()}
    areas = {name: [area for area in scenario.geography.areas if area.nation == name] for name in scenario.parties}
    return Places(
        lat,
        lon,
        is_land,
        widened(np.any(list(is_land.values()), axis=0)),
        {n: points_of(a) for n, a in areas.items()},
    )


def inside(area: Area, lat_rad: Array, lon_rad: Array) -> BoolArray:
    """Return whether places (n,) lie within an outline."""
    ring = area.ring_rad
    return points_in_polygon(lat_rad, lon_rad, ring[:, 0], ring[:, 1])


def widened(mask: BoolArray) -> BoolArray:
    """Return a mask (r, c) grown by one step on all sides and corners."""
    padded = np.pad(mask, 1)
    rows, columns = mask.shape
    grown: BoolArray = np.any([padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)], axis=0)
    return grown


def points_of(areas: list[Area]) -> Array:
    """Return points (k, 2), rad, that stand for declared areas: those of a mesh that their outlines hold."""
    found = [np.empty((0, 2))]
    for area in areas:
        part = (np.arange(AREA_POINTS) + 0.5) / AREA_POINTS
        lat, lon = (low + part * (high - low) for low, high in zip(area.box_rad[:2], area.box_rad[2:], strict=True))
        mesh = np.array([item.ravel() for item in np.meshgrid(lat, lon, indexing="ij")]).T
        found.append(mesh[inside(area, np.ascontiguousarray(mesh[:, 0]), np.ascontiguousarray(mesh[:, 1]))])
    return np.vstack(found)
