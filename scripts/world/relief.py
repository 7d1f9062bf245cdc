"""How high the land is and how deep the sea: ranges that rivers have cut, shelves, ridges and trenches."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from scripts.world.land import Land, ramp, shore_deg
from scripts.world.noise import Grid, lats_deg, noise, spread_deg
from scripts.world.water import carved, drained, gathered

ICE_FROM_DEG = 79.0  # rivers do not cut what lies under the ice
STEPS = 18  # of time for the rivers; more makes the valleys no better to look at
CUT = 0.55
LARGE_DEG2 = 12.0  # an island smaller than this has no shelf


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Grids.

    ``height`` of land and ``depth`` of sea in about [0, 1], ``river``: area drained in square degrees, ``shore``:
    distance from the coast in degrees.
    """

    height: Grid
    depth: Grid
    river: Grid
    shore: Grid


def make_relief(land: Land, seed: int) -> Relief:
    """Return the relief of a world."""
    shore = shore_deg(land.level > 0.0)
    lat = np.abs(np.degrees(np.arcsin(np.clip(land.unit[2], -1.0, 1.0))))
    is_land = (land.level > 0.0) & (lat < ICE_FROM_DEG)
    uplift = np.where(is_land, uplift_of(land, seed, shore), np.float32(0.0))
    rough = noise(land.unit, 30.0, 6, seed + 20)
    height = np.where(is_land, 0.02 * (1.0 + rough) + 0.3 * uplift, np.float32(0.0)).astype(np.float32)
    for _ in range(STEPS):
        order, receiver = drained(height, is_land)
        river = gathered(order, receiver, *height.shape)
        carved(height, uplift, order, receiver, river, CUT)
    height = np.clip(height / np.percentile(height[is_land], 99.6), 0.0, 1.4) ** 0.8
    dome = ramp(lat, ICE_FROM_DEG - 8.0, 89.0)
    ice = 0.5 * dome * (1.0 + 0.25 * noise(land.unit, 9.0, 7, seed + 28))
    height = height * ramp(ICE_FROM_DEG - lat, 0.0, 5.0) + ice
    height = np.where(land.level > 0.0, height, np.float32(0.0)).astype(np.float32)
    is_main = large(land.level > 0.0)
    main = np.where(is_main, np.float32(0.0), spread_deg(is_main))
    return Relief(height, depth_of(land, seed, -shore, main), np.where(is_land, river, 0.0), shore)


def uplift_of(land: Land, seed: int, shore: Grid) -> Grid:
    """Return how fast the land rises: in long belts much, elsewhere little."""
    bend = np.stack([noise(land.unit, 2.5, 3, seed + 21 + axis) for axis in range(3)])
    belt = noise(np.ascontiguousarray(land.unit + 0.16 * bend), 1.9, 2, seed + 24)
    range_share = ramp(1.0 - np.abs(belt) / 0.20, 0.0, 1.0) * ramp(noise(land.unit, 2.2, 2, seed + 25), -0.45, 0.1)
    hills = ramp(noise(land.unit, 5.0, 4, seed + 26), -0.2, 0.6)
    rock = 0.7 + 0.6 * noise(land.unit, 22.0, 5, seed + 27, True)
    return np.asarray((0.012 + 0.06 * hills + 0.20 * range_share) * rock * ramp(shore, -0.3, 1.2), np.float32)


def large(is_land: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the land without islands: only what is large has a wide shelf."""
    marks, count = label(is_land)
    lat = np.broadcast_to(np.cos(np.radians(lats_deg(is_land.shape[0])))[:, None], is_land.shape)
    size = np.bincount(marks.ravel(), weights=lat.ravel(), minlength=count + 1) * (180.0 / is_land.shape[0]) ** 2
    return np.asarray((size[marks] > LARGE_DEG2) & is_land)


def depth_of(land: Land, seed: int, shore: Grid, main: Grid) -> Grid:
    """Return how deep the sea is: a shelf of uneven width, a slope, plains with ridges and trenches."""
    rough = noise(land.unit, 12.0, 6, seed + 31)
    width = 1.4 + 2.2 * ramp(noise(land.unit, 3.0, 4, seed + 30), -0.3, 0.6)
    off = main + 0.8 * rough
    shelf = 0.16 * ramp(off, -0.2, 0.8) + 0.46 * ramp(off / width, 0.6, 2.2) + 0.14 * ramp(off, 3.0, 14.0)
    bend = np.stack([noise(land.unit, 3.0, 5, seed + 32 + axis) for axis in range(3)])
    line = np.abs(noise(np.ascontiguousarray(land.unit + 0.22 * bend), 1.25, 2, seed + 36))
    deep = ramp(off, 2.5, 7.0)
    ridge = 0.17 * ramp(1.0 - line / 0.2, 0.0, 1.0) * (0.6 + noise(land.unit, 24.0, 5, seed + 37)) * deep
    plain = (0.10 * noise(land.unit, 3.0, 8, seed + 38) + 0.02 * rough) * deep
    isle = 0.20 * (1.0 - ramp(shore + 0.4 * rough, 0.0, 1.2)) * deep
    depth = np.clip(shelf + 0.12 * deep - ridge + plain - isle, 0.02, 1.0)
    return np.where(land.lake, np.float32(0.05), depth).astype(np.float32)
