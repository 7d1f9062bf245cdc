"""Where land is: the nations' ground with a natural coast about it, islands, lakes and ice at the poles.

The engine asks the plain rings of ``world.geojson`` whose ground a place is. Land here is those rings and a little
more: capes and islands reach out from them, nothing is taken away but lakes, and no land lies where a scenario puts a
ship.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from scripts.world.noise import Grid, lats_deg, lons_deg, noise, ring_distance_deg, spread_deg, unit_grid

Array = NDArray[np.float64]
REACH_DEG = 8.0
SMALLEST_DEG2 = 0.03  # lakes and islands smaller than this are left out


@dataclass(frozen=True, slots=True)
class Ground:
    """What a world's land is drawn from: all in degrees, latitude first."""

    seed: int
    rings: Mapping[str, Array]
    places: Array
    capes: Sequence[tuple[float, float]] = ()
    waters: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """Grids over a world.

    ``level``: above 0 on dry land (a lake is below), growing inland; ``owner``: index of the nearest nation, -1 far
    from all; ``lake``: where a lake is; ``unit``: unit vectors.
    """

    level: Grid
    owner: NDArray[np.int16]
    lake: NDArray[np.bool_]
    unit: Grid


def make_land(ground: Ground, height: int) -> Land:
    """Return the land of a world on a grid of ``height`` rows."""
    unit = unit_grid(height)
    inland, owner = inland_deg(ground.rings, height)
    away = away_deg(unit, ground.waters)
    level = np.maximum(inland + fringe_deg(unit, ground.seed, away), capes_deg(unit, ground, height))
    level = np.maximum(level, islands_deg(unit, ground.seed, inland, away))
    level = np.maximum(level, polar_deg(unit, ground.seed))
    level = without_specks(level, height)
    level = np.minimum(level, lakes(unit, ground, level))
    return Land(level, owner, inner_water(level), unit)


def inland_deg(rings: Mapping[str, Array], height: int) -> tuple[Grid, NDArray[np.int16]]:
    """Return how far inland of all nations' coasts each cell lies (negative: out at sea), and the nearest nation."""
    corners = {nation: {tuple(corner) for corner in ring} for nation, ring in rings.items()}
    nearest = np.full((height, 2 * height), REACH_DEG, np.float32)
    owner = np.full(nearest.shape, -1, np.int16)
    inner = np.zeros(nearest.shape, np.bool_)
    for index, (nation, ring) in enumerate(rings.items()):
        others = set().union(*(own for other, own in corners.items() if other != nation))
        is_shared = np.array([tuple(corner) in others for corner in ring])
        sides = np.column_stack([ring, np.roll(ring, -1, axis=0)])
        far, inside = ring_distance_deg(height, sides, ~(is_shared & np.roll(is_shared, -1)), REACH_DEG)
        nearer = inside | (~inner & (far < nearest))
        nearest[nearer], owner[nearer] = far[nearer], index
        inner |= inside
    return np.where(inner, nearest, -nearest), owner


def fringe_deg(unit: Grid, seed: int, away: Grid) -> Grid:
    """Return how far the land reaches out beyond the nations' rings, rough at every size."""
    rough = noise(unit, 11.0, 8, seed + 1) + 0.45 * noise(unit, 3.5, 3, seed + 2)
    return np.asarray(np.clip(0.12 + 1.6 * (rough + 0.10), 0.015, 2.2) * ramp(away, 0.3, 1.0), np.float32)


def islands_deg(unit: Grid, seed: int, inland: Grid, away: Grid) -> Grid:
    """Return islands: thick off some coasts, in chains here and there in the open sea."""
    chain = noise(unit, 2.1, 4, seed + 4, True)
    shore = np.exp(-(((inland + 2.0) / 2.6) ** 2)) * ramp(noise(unit, 3.0, 2, seed + 6), -0.1, 0.35)
    rough = noise(unit, 15.0, 7, seed + 5)
    level = rough - 0.93 + 0.50 * shore + 0.42 * ramp(chain, 0.66, 0.95) * ramp(-inland, 1.0, 2.0)
    return np.asarray(np.where(ramp(away, 0.8, 1.6) > 0.5, 2.2 * level, -1.0), np.float32)


def polar_deg(unit: Grid, seed: int) -> Grid:
    """Return the land under the southern ice."""
    lat = np.degrees(np.arcsin(np.clip(unit[2], -1.0, 1.0)))
    rough = 7.0 * noise(unit, 2.6, 8, seed + 8) + 1.5 * noise(unit, 14.0, 6, seed + 9)
    return np.asarray(-73.5 - lat + rough, np.float32)


def capes_deg(unit: Grid, ground: Ground, height: int) -> Grid:
    """Return land that joins the nations' ground to what they built just off it."""
    level = np.full(unit.shape[1:], -9.0, np.float32)
    lat, lon = np.meshgrid(lats_deg(height), lons_deg(height), indexing="ij")
    for cape in ground.capes:
        squeeze = math.cos(math.radians(cape[0]))
        box = (np.abs(lat - cape[0]) < 5.0) & (np.abs(lon - cape[1]) < 5.0 / squeeze)
        foot = foot_of(ground.rings, cape)
        y, x = lat[box] - cape[0], (lon[box] - cape[1]) * squeeze
        dy, dx = foot[0] - cape[0], (foot[1] - cape[1]) * squeeze
        along = np.clip((y * dy + x * dx) / (dy * dy + dx * dx), 0.0, 1.0)
        far = np.hypot(y - along * dy, x - along * dx)
        rough = noise(np.ascontiguousarray(unit[:, box][:, None, :]), 40.0, 5, ground.seed + 11)[0]
        level[box] = np.maximum(level[box], 0.30 + 0.25 * along - far + 0.28 * rough)
    return level


def foot_of(rings: Mapping[str, Array], cape: tuple[float, float]) -> Array:
    """Return the corner of any ring nearest to a cape, a little inside."""
    corners = np.vstack(list(rings.values()))
    east = (corners[:, 1] - cape[1]) * math.cos(math.radians(cape[0]))
    return np.asarray(corners[np.argmin(np.hypot(corners[:, 0] - cape[0], east))])


def lakes(unit: Grid, ground: Ground, level: Grid) -> Grid:
    """Return the level that lakes press the land down to: well inland, never under a place that somebody named."""
    wet = noise(unit, 19.0, 6, ground.seed + 13) - 0.80 + 0.20 * ramp(noise(unit, 3.4, 2, ground.seed + 14), 0.1, 0.5)
    away = away_deg(unit, [*ground.places, *ground.capes])
    dry = np.maximum(ramp(-away, -1.0, -0.5), ramp(-level, -0.9, -0.5))
    dry = np.maximum(dry, ramp(np.abs(unit[2]), math.sin(math.radians(70.0)), math.sin(math.radians(74.0))))
    return np.asarray(-3.0 * wet + 6.0 * dry, np.float32)


def inner_water(level: Grid) -> NDArray[np.bool_]:
    """Return which water is no part of the largest sea."""
    marks, _ = label(level <= 0.0)
    return np.asarray((marks > 0) & (marks != np.argmax(np.bincount(marks.ravel())[1:]) + 1))


def without_specks(level: Grid, height: int) -> Grid:
    """Return the land without islands too small to draw."""
    marks, count = label(level > 0.0)
    lat = np.broadcast_to(np.cos(np.radians(lats_deg(height)))[:, None], level.shape)
    size = np.bincount(marks.ravel(), weights=lat.ravel(), minlength=count + 1) * (180.0 / height) ** 2
    return np.where((size[marks] < SMALLEST_DEG2) & (marks > 0), -np.abs(level), level)


def away_deg(unit: Grid, points: Sequence[tuple[float, float]] | Array) -> Grid:
    """Return how far each cell lies from the nearest of some points, up to 5 degrees."""
    nearest = np.full(unit.shape[1:], math.cos(math.radians(5.0)), np.float32)
    height = unit.shape[1]
    for lat, lon in np.radians(np.asarray(points, dtype=np.float64).reshape(-1, 2)):
        south = (90.0 - math.degrees(lat)) / 180.0 * height
        rows = slice(max(0, int(south - height / 36.0)), int(south + height / 36.0) + 1)
        point = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
        near = unit[0, rows] * point[0] + unit[1, rows] * point[1] + unit[2, rows] * point[2]
        nearest[rows] = np.maximum(nearest[rows], near)
    return np.asarray(np.degrees(np.arccos(np.clip(nearest, -1.0, 1.0))), np.float32)


def ramp(value: Grid, low: float, high: float) -> Grid:
    """Return 0 below ``low``, 1 above ``high``, and a smooth way between."""
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share), np.float32)


def shore_deg(is_land: NDArray[np.bool_]) -> Grid:
    """Return how far each cell lies from the coast: positive on land, negative at sea."""
    return np.where(is_land, spread_deg(~is_land), -spread_deg(is_land))
