"""The outline of what is seen: polygons on the ground, found by asking at the nodes of a mesh and between them."""

import itertools
import math
from typing import Any, NamedTuple

import numpy as np
from contourpy import FillType, contour_generator
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.review.coverage import Seen

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

STEP_DEG = 0.5  # of the mesh of the whole world
HALVINGS = 10  # of the edge between a node that is seen and one that is not: 0.5 deg becomes 54 m
HALF = 0.5  # between unseen (0) and seen (1)


class Ring(NamedTuple):
    """A closed ring on the ground: the first corner stands at its end again.

    Attributes
    ----------
    lat_rad, lon_rad : (k,) float64, rad
    is_edge : (k,) bool
        The corner lies on the edge of the mesh, where the outline is cut and not ended.
    """

    lat_rad: Array
    lon_rad: Array
    is_edge: BoolArray


Polygon = list[Ring]  # the outer ring first, counter-clockwise as longitude goes right; then the holes, clockwise


def world_mesh() -> tuple[Array, Array]:
    """Return latitudes and longitudes (rad) of a mesh of the whole world, cut at the antimeridian."""
    lat_deg, lon_deg = np.arange(-90.0, 90.01, STEP_DEG), np.arange(-180.0, 180.01, STEP_DEG)
    lon, lat = np.meshgrid(np.radians(lon_deg), np.radians(lat_deg))
    return lat, lon


def outlines(seen: Seen, lat_rad: Array, lon_rad: Array) -> list[Polygon]:
    """Return the polygons of what is seen on a mesh.

    Parameters
    ----------
    seen : Seen
        The verdict.
    lat_rad, lon_rad : (r, c) float64, rad
        The mesh; longitudes grow without a jump along its rows.

    Returns
    -------
    list of Polygon
        Every corner within the mesh lies where the verdict changes, to 1/1024 of a step.  Left out: what is
        narrower than a step of the mesh; corners of a field are cut by up to one step.
    """
    at_nodes = seen(lat_rad.ravel(), lon_rad.ravel()).reshape(lat_rad.shape)
    generator = contour_generator(z=at_nodes.astype(np.float64), fill_type=FillType.OuterOffset)
    filled: Any = generator.filled(HALF, math.inf)  # its type depends on fill_type: corners and ring ends by polygon
    points, offsets = filled
    if not points:
        return []
    corners: Array = np.vstack(points)
    lat, lon = where_it_changes(seen, at_nodes, (lat_rad, lon_rad), corners)
    row, column = corners[:, 1], corners[:, 0]
    is_edge = (row == 0) | (row == lat_rad.shape[0] - 1) | (column == 0) | (column == lat_rad.shape[1] - 1)
    polygons, start = [], 0
    for ends in offsets:
        pieces = [slice(start + int(a), start + int(b)) for a, b in itertools.pairwise(ends)]
        polygons.append([Ring(lat[piece], lon[piece], is_edge[piece]) for piece in pieces])
        start += int(ends[-1])
    return polygons


def where_it_changes(
    seen: Seen, at_nodes: BoolArray, mesh_rad: tuple[Array, Array], corners: Array
) -> tuple[Array, Array]:
    """Return latitudes and longitudes (k,) of corners, each slid along its edge of the mesh to where seeing ends.

    ``corners`` (k, 2) are column and row in the mesh; a corner half-way between two nodes is slid, one on a node
    stays.  Found by halving, so that straight outlines come out straight and round ones round.
    """
    first, last = np.floor(corners).astype(np.int64), np.ceil(corners).astype(np.int64)
    a, b = (first[:, 1], first[:, 0]), (last[:, 1], last[:, 0])
    lat_a, lon_a = mesh_rad[0][a], mesh_rad[1][a]
    lat_step, lon_step = mesh_rad[0][b] - lat_a, mesh_rad[1][b] - lon_a
    near, far = np.zeros(len(corners)), np.ones(len(corners))
    for _ in range(HALVINGS):
        middle = HALF * (near + far)
        is_as_a = seen(lat_a + middle * lat_step, lon_a + middle * lon_step) == at_nodes[a]
        near, far = np.where(is_as_a, middle, near), np.where(is_as_a, far, middle)
    share = HALF * (near + far)
    return lat_a + share * lat_step, lon_a + share * lon_step


def area_km2(polygons: list[Polygon]) -> float:
    """Return the ground that polygons cover, on the mean sphere (within 0.6 % of the ellipsoid's).

    The sum of lon d(sin lat) round each ring; holes run the other way and so count off.
    """
    total = 0.0
    for ring in (ring for polygon in polygons for ring in polygon):
        height = np.sin(ring.lat_rad)
        total += 0.5 * float(np.sum(ring.lon_rad[:-1] * height[1:] - ring.lon_rad[1:] * height[:-1]))
    return total * (MEAN_RADIUS_M / 1e3) ** 2
