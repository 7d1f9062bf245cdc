"""Smooth noise on a sphere and distances on a grid, compiled: the same numbers for the same seed, always.

A grid here is (height, width) over the whole planet, row 0 in the north, column 0 at 180 west; values stand at the
middles of its cells.
"""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Grid = NDArray[np.float32]


def unit_grid(height: int) -> Grid:
    """Return (3, height, 2 height) unit vectors of the middles of cells."""
    lat, lon = np.meshgrid(np.radians(lats_deg(height)), np.radians(lons_deg(height)), indexing="ij")
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]).astype(np.float32)


def lats_deg(height: int) -> NDArray[np.float64]:
    """Return the latitudes of rows."""
    return np.asarray(90.0 - (np.arange(height) + 0.5) * 180.0 / height)


def lons_deg(height: int) -> NDArray[np.float64]:
    """Return the longitudes of columns."""
    return np.asarray(-180.0 + (np.arange(2 * height) + 0.5) * 180.0 / height)


@njit(inline="always")
def corner(ix: int, iy: int, iz: int, seed: int, x: float, y: float, z: float) -> float:
    """Return the pull of one corner of a cell of the lattice on a point."""
    h = (ix * 374761393 + iy * 668265263 + iz * 1440662683 + seed * 974634777) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 2246822519) & 0xFFFFFFFF
    h = (h ^ (h >> 15)) & 15
    u = x if h < 8 else y
    v = y if h < 4 else (x if h == 12 or h == 14 else z)
    return (u if h & 1 == 0 else -u) + (v if h & 2 == 0 else -v)


@njit(inline="always")
def perlin(x: float, y: float, z: float, seed: int) -> float:
    """Return gradient noise in about [-1, 1] (Perlin, "Improving noise", 2002, with a hash of ours)."""
    ix, iy, iz = math.floor(x), math.floor(y), math.floor(z)
    x, y, z = x - ix, y - iy, z - iz
    ix, iy, iz = int(ix), int(iy), int(iz)
    u = x * x * x * (x * (x * 6.0 - 15.0) + 10.0)
    v = y * y * y * (y * (y * 6.0 - 15.0) + 10.0)
    w = z * z * z * (z * (z * 6.0 - 15.0) + 10.0)
    c000 = corner(ix, iy, iz, seed, x, y, z)
    c100 = corner(ix + 1, iy, iz, seed, x - 1.0, y, z)
    c010 = corner(ix, iy + 1, iz, seed, x, y - 1.0, z)
    c110 = corner(ix + 1, iy + 1, iz, seed, x - 1.0, y - 1.0, z)
    c001 = corner(ix, iy, iz + 1, seed, x, y, z - 1.0)
    c101 = corner(ix + 1, iy, iz + 1, seed, x - 1.0, y, z - 1.0)
    c011 = corner(ix, iy + 1, iz + 1, seed, x, y - 1.0, z - 1.0)
    c111 = corner(ix + 1, iy + 1, iz + 1, seed, x - 1.0, y - 1.0, z - 1.0)
    near = (c000 + u * (c100 - c000)) * (1.0 - v) + (c010 + u * (c110 - c010)) * v
    far = (c001 + u * (c101 - c001)) * (1.0 - v) + (c011 + u * (c111 - c011)) * v
    return near + w * (far - near)


@njit(parallel=True)
def noise(unit: Grid, frequency: float, octaves: int, seed: int, ridged: bool = False) -> Grid:
    """Return noise summed over octaves, each twice as fine and half as strong; ridged: sharp crests, in [0, 1]."""
    _, height, width = unit.shape
    out = np.empty((height, width), np.float32)
    for row in prange(height):
        for col in range(width):
            x, y, z = unit[0, row, col], unit[1, row, col], unit[2, row, col]
            total, scale, strength, weight = 0.0, frequency, 1.0, 1.0
            for octave in range(octaves):
                value = perlin(x * scale + 7.31, y * scale + 3.17, z * scale + 11.73, seed * 101 + octave)
                if ridged:
                    value = (1.0 - abs(value)) ** 2 * weight
                    weight = min(1.0, max(0.0, 1.6 * value))
                total += strength * value
                # turned, so that no lattice shows through
                x, y, z = 0.36 * x + 0.48 * y - 0.8 * z, -0.8 * x + 0.6 * y, 0.48 * x + 0.64 * y + 0.6 * z
                scale *= 2.03
                strength *= 0.5
            out[row, col] = total / (2.0 - 2.0 * 0.5**octaves) if ridged else total
    return out


@njit(parallel=True)
def ring_distance_deg(
    height: int, sides: NDArray[np.float64], is_coast: NDArray[np.bool_], reach_deg: float
) -> tuple[Grid, NDArray[np.bool_]]:
    """Return how far (deg) each cell lies from a ring's coast, at most ``reach_deg``, and whether it is inside.

    ``sides``: (n, 4) lat, lon of both ends in degrees; ``is_coast``: (n,), false for a side shared with a neighbour.
    """
    width = 2 * height
    far = np.full((height, width), reach_deg, np.float32)
    inside = np.zeros((height, width), np.bool_)
    south, north = sides[:, 0].min() - reach_deg, sides[:, 0].max() + reach_deg
    for row in prange(height):
        lat = 90.0 - (row + 0.5) * 180.0 / height
        if lat < south or lat > north:
            continue
        squeeze = math.cos(math.radians(lat))
        west, east = sides[:, 1].min() - reach_deg / squeeze, sides[:, 1].max() + reach_deg / squeeze
        for col in range(width):
            lon = -180.0 + (col + 0.5) * 360.0 / width
            if lon > east:
                lon -= 360.0
            elif lon < west:
                lon += 360.0
            if lon < west or lon > east:
                continue
            best, odd = reach_deg * reach_deg, False
            for side in range(sides.shape[0]):
                lat0, lon0, lat1, lon1 = sides[side]
                if (lat0 > lat) != (lat1 > lat) and lon < lon0 + (lat - lat0) / (lat1 - lat0) * (lon1 - lon0):
                    odd = not odd
                if not is_coast[side]:
                    continue
                ay, ax = lat0 - lat, (lon0 - lon) * squeeze
                dy, dx = lat1 - lat0, (lon1 - lon0) * squeeze
                along = min(1.0, max(0.0, -(ay * dy + ax * dx) / (dy * dy + dx * dx)))
                best = min(best, (ay + along * dy) ** 2 + (ax + along * dx) ** 2)
            far[row, col] = math.sqrt(best)
            inside[row, col] = odd
    return far, inside


@njit
def spread_deg(is_source: NDArray[np.bool_]) -> Grid:
    """Return how far (deg, to a few per cent) each cell lies from the nearest source; passes over the grid."""
    height, width = is_source.shape
    step = 180.0 / height
    far = np.where(is_source, np.float32(0.0), np.float32(400.0))
    for _ in range(2):
        for down in (True, False):
            for row_at in range(height):
                row = row_at if down else height - 1 - row_at
                back = -1 if down else 1
                east = step * max(0.02, math.cos(math.radians(90.0 - (row + 0.5) * step)))
                slant = math.hypot(step, east)
                for turn in range(2 * width):
                    col = turn % width if down else (2 * width - 1 - turn) % width
                    best = min(far[row, col], far[row, (col + back) % width] + east)
                    if 0 <= row + back < height:
                        best = min(best, far[row + back, col] + step)
                        best = min(best, far[row + back, (col - 1) % width] + slant)
                        best = min(best, far[row + back, (col + 1) % width] + slant)
                    far[row, col] = best
    return far
