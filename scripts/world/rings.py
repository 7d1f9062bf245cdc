"""Coasts and borders of nations as rings of corners: the ground that the engine asks whose it is.

How a coast is made: a nation is a disc, two nations are two discs joined by a neck of land, more are discs run
together and parted afterwards. The outline is walked at equal steps, pushed in and out at random, and roughened by
midpoint displacement. Nations on one continent share their borders, drawn the same way. Everything happens on a flat
map about the middle of the land (azimuthal equidistant on a sphere, in degrees), then turns into latitude and
longitude. Chance comes from ``random.Random(seed).random()`` alone, whose sequence Python promises to keep.
"""

import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.world.nations import Seed

Array = NDArray[np.float64]

DECIMALS = 3  # of a degree: about 110 m, far below the size of anything on the map
COAST_ROUGHNESS = 0.30  # largest push of a midpoint, as a share of its segment
BORDER_ROUGHNESS = 0.24  # the same, on land: borders are a little smoother
ISLAND_PUSH = 0.27  # how far a control point of an island's outline is pushed in or out, as a share of the radius
CONTINENT_PUSH = 0.14  # the same for two nations joined, where bays would cut the neck
FAR_PUSH = 0.20  # the same for three nations or more
BORDER_STEP_DEG = 0.6  # about how long a side of a border between three nations or more is
CITY_COAST_GAP_DEG = 0.6  # a city lies at least this far from every corner of its nation's ring
CITY_OFFERS = 5  # each new city is the one of so many random places that lies farthest from the cities before


def continent_rings(continent: Sequence[Seed], seed: int) -> list[Array]:
    """Return one (k, 2) lat/lon ring in degrees per nation, trying luck again while a ring crosses itself."""
    label = "-".join(land.nation for land in continent)
    for attempt in range(100):
        chance = random.Random(f"{seed} {label} {attempt}")
        if len(continent) == 1:
            flat = [island(continent[0].radius_deg, chance)]
        elif len(continent) == 2:
            flat = joined(continent[0], continent[1], chance)
        else:
            flat = run_together(continent, chance)
        rings = [counter_clockwise(lat_lon_from_flat(ring, *middle_of(continent))) for ring in flat]
        if not any(crosses_itself(ring) for ring in rings):
            return rings
    raise RuntimeError(f"continent {label!r}: every one of 100 outlines crosses itself; lower COAST_ROUGHNESS")


def island(radius_deg: float, chance: random.Random) -> Array:
    """Return the flat coast of a nation alone."""
    bearing = np.linspace(0.0, 2.0 * np.pi, 721)[:-1]
    squeeze = 0.78 + 0.2 * chance.random()
    tilt = np.pi * chance.random()
    radius = radius_deg / np.hypot(np.cos(bearing - tilt), np.sin(bearing - tilt) / squeeze)
    outline = np.column_stack([radius * np.sin(bearing), radius * np.cos(bearing)])
    control = pushed(walked(outline, 9, chance.random()), ISLAND_PUSH, chance)
    return closed_fractal(control, 4, COAST_ROUGHNESS, chance)


def joined(north: Seed, south: Seed, chance: random.Random) -> list[Array]:
    """Return the flat coasts of two nations that share a border across the neck between them."""
    middle = middle_of((north, south))
    first, second = (flat_from_lat_lon(land.lat_deg, land.lon_deg, *middle) for land in (north, south))
    bearing = np.linspace(0.0, 2.0 * np.pi, 1441)[:-1]
    ray = np.column_stack([np.sin(bearing), np.cos(bearing)])
    neck_deg = 0.66 * min(north.radius_deg, south.radius_deg)
    reach = np.maximum(exit_of_disc(ray, first, north.radius_deg), exit_of_disc(ray, second, south.radius_deg))
    reach = np.maximum(reach, neck_deg)
    control = pushed(walked(ray * reach[:, None], 14, chance.random()), CONTINENT_PUSH, chance)
    side = (control - (first + second) / 2.0) @ (first - second)
    east, west = border_ends(control, side)
    border = open_fractal(control[[west, east]], 4, BORDER_ROUGHNESS, chance)
    coast = closed_fractal(control, 4, COAST_ROUGHNESS, chance)
    east, west = east * 16, west * 16
    over_north = np.concatenate([coast[west:], coast[: east + 1]]) if west > east else coast[west : east + 1]
    over_south = coast[east : west + 1] if west > east else np.concatenate([coast[east:], coast[: west + 1]])
    return [np.concatenate([over_north, border[::-1][1:-1]]), np.concatenate([over_south, border[1:-1]])]


def run_together(continent: Sequence[Seed], chance: random.Random) -> list[Array]:
    """Return the flat coasts of three nations or more that make one continent, in the order of the seeds."""
    middle = middle_of(continent)
    centres = np.array([flat_from_lat_lon(land.lat_deg, land.lon_deg, *middle) for land in continent])
    bearing = np.linspace(0.0, 2.0 * np.pi, 1441)[:-1]
    ray = np.column_stack([np.sin(bearing), np.cos(bearing)])
    exits = [exit_of_disc(ray, centre, land.radius_deg) for centre, land in zip(centres, continent, strict=True)]
    reach = np.maximum(np.max(exits, axis=0), 0.8 * min(land.radius_deg for land in continent))
    control = pushed(walked(ray * reach[:, None], 6 * len(continent), chance.random()), FAR_PUSH, chance)
    coast = closed_fractal(control, 4, COAST_ROUGHNESS, chance)
    return parted(coast, centres, list(range(len(continent))), chance)


def parted(ring: Array, centres: Array, members: list[int], chance: random.Random) -> list[Array]:
    """Return one ring a member, cut from a ring by borders between halves, halves of halves, and so on."""
    if len(members) == 1:
        return [ring]
    own = centres[members]
    spread = own - own.mean(axis=0)
    along = spread @ np.linalg.svd(spread, full_matrices=False)[2][0]
    order = [members[index] for index in np.argsort(along)]
    first, second = order[: len(order) // 2], order[len(order) // 2 :]
    one, other = cut(ring, centres[first].mean(axis=0), centres[second].mean(axis=0), chance)
    rings = dict(zip(sorted(first), parted(one, centres, sorted(first), chance), strict=True))
    rings |= dict(zip(sorted(second), parted(other, centres, sorted(second), chance), strict=True))
    return [rings[member] for member in members]


def cut(ring: Array, first: Array, second: Array, chance: random.Random) -> tuple[Array, Array]:
    """Return a ring in two: the side of the first point and that of the second, along a rough border."""
    middle, across = (first + second) / 2.0, first - second
    side = (ring - middle) @ across
    turns = np.flatnonzero((side > 0.0) != (np.roll(side, -1) > 0.0))
    along = (ring[turns] - middle) @ np.array([-across[1], across[0]])
    start = int(turns[along > 0.0][np.argmin(along[along > 0.0])])
    end = int(turns[along <= 0.0][np.argmax(along[along <= 0.0])])
    levels = max(1, round(float(np.log2(np.hypot(*(ring[end] - ring[start])) / BORDER_STEP_DEG))))
    border = open_fractal(ring[[start, end]], levels, BORDER_ROUGHNESS, chance)
    low, high = min(start, end), max(start, end)
    line = border if start < end else border[::-1]  # from low to high
    inner = np.concatenate([ring[low : high + 1], line[::-1][1:-1]])
    outer = np.concatenate([ring[high:], ring[: low + 1], line[1:-1]])
    is_first = float(np.mean(side[low + 1 : high])) > 0.0
    return (inner, outer) if is_first else (outer, inner)


def border_ends(control: Array, side: Array) -> tuple[int, int]:
    """Return the two control points, east coast and west coast, nearest the line between two nations."""
    east = [index for index in range(len(control)) if control[index, 0] > 0.0]
    west = [index for index in range(len(control)) if control[index, 0] <= 0.0]
    return min(east, key=lambda index: abs(side[index])), min(west, key=lambda index: abs(side[index]))


def exit_of_disc(ray: Array, centre: Array, radius_deg: float) -> Array:
    """Return how far along each unit ray from the origin a disc ends; 0 where the ray misses it."""
    along = ray @ centre
    inside = along**2 - centre @ centre + radius_deg**2
    return np.where(inside > 0.0, along + np.sqrt(np.maximum(inside, 0.0)), 0.0)


def walked(outline: Array, count: int, start: float) -> Array:
    """Return ``count`` points at equal steps along a closed outline; ``start`` in [0, 1) shifts the first."""
    closed = np.vstack([outline, outline[:1]])
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    stop = (np.arange(count) + start) / count * length[-1]
    return np.column_stack([np.interp(stop, length, closed[:, axis]) for axis in (0, 1)])


def pushed(control: Array, share: float, chance: random.Random) -> Array:
    """Return control points moved in or out by up to ``share`` of their distance from the origin."""
    push = np.array([1.0 + share * (2.0 * chance.random() - 1.0) for _ in control])
    return np.asarray(control * push[:, None])


def closed_fractal(control: Array, levels: int, roughness: float, chance: random.Random) -> Array:
    """Return a closed coast through the control points, doubled ``levels`` times."""
    return open_fractal(np.vstack([control, control[:1]]), levels, roughness, chance)[:-1]


def open_fractal(line: Array, levels: int, roughness: float, chance: random.Random) -> Array:
    """Return a line roughened: each midpoint is pushed sideways by a random share of its segment."""
    for _ in range(levels):
        step = np.diff(line, axis=0)
        share = np.array([roughness * (2.0 * chance.random() - 1.0) for _ in step])
        middle = line[:-1] + step / 2.0 + share[:, None] * np.column_stack([-step[:, 1], step[:, 0]])
        both = np.empty((2 * len(line) - 1, 2))
        both[::2], both[1::2] = line, middle
        line = both
    return line


def middle_of(continent: Sequence[Seed]) -> tuple[float, float]:
    """Return the latitude and longitude in degrees about which a continent is drawn."""
    return (
        sum(land.lat_deg for land in continent) / len(continent),
        sum(land.lon_deg for land in continent) / len(continent),
    )


def lat_lon_from_flat(flat: Array, lat_deg: float, lon_deg: float) -> Array:
    """Return latitude and longitude in degrees of flat points (east, north) in degrees, on a sphere."""
    distance = np.radians(np.hypot(flat[:, 0], flat[:, 1]))
    bearing = np.arctan2(flat[:, 0], flat[:, 1])
    lat = np.radians(lat_deg)
    sine = np.sin(lat) * np.cos(distance) + np.cos(lat) * np.sin(distance) * np.cos(bearing)
    east = np.arctan2(np.sin(bearing) * np.sin(distance) * np.cos(lat), np.cos(distance) - np.sin(lat) * sine)
    return np.round(np.column_stack([np.degrees(np.arcsin(sine)), lon_deg + np.degrees(east)]), DECIMALS)


def flat_from_lat_lon(lat_deg: float, lon_deg: float, middle_lat_deg: float, middle_lon_deg: float) -> Array:
    """Return the flat point (east, north) in degrees of a place: the inverse of ``lat_lon_from_flat``."""
    lat, middle, east = np.radians([lat_deg, middle_lat_deg, lon_deg - middle_lon_deg])
    distance = np.arccos(np.sin(middle) * np.sin(lat) + np.cos(middle) * np.cos(lat) * np.cos(east))
    bearing = np.arctan2(
        np.sin(east) * np.cos(lat), np.cos(middle) * np.sin(lat) - np.sin(middle) * np.cos(lat) * np.cos(east)
    )
    return np.asarray(np.degrees(distance) * np.array([np.sin(bearing), np.cos(bearing)]))


def counter_clockwise(ring: Array) -> Array:
    """Return the lat/lon ring in counter-clockwise order, seen with north up and east right."""
    lat, lon = ring[:, 0], ring[:, 1]
    winding = np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat)
    return ring if winding > 0.0 else ring[::-1].copy()


def crosses_itself(ring: Array) -> bool:
    """Tell whether two sides of a ring that are not neighbours cross."""
    start, end = ring, np.roll(ring, -1, axis=0)
    for index in range(len(ring) - 2):
        others = slice(index + 2, len(ring) if index > 0 else len(ring) - 1)
        a, b = (
            doubled_area(start[index], end[index], start[others]),
            doubled_area(start[index], end[index], end[others]),
        )
        c, d = (
            doubled_area(start[others], end[others], start[index]),
            doubled_area(start[others], end[others], end[index]),
        )
        if np.any((a * b <= 0.0) & (c * d <= 0.0)):
            return True
    return False


def doubled_area(a: Array, b: Array, c: Array) -> Array:
    """Return twice the signed area of the triangles a, b, c: positive where c lies left of a to b."""
    return np.asarray(
        (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    )


def place_cities(ring: Array, land: Seed, chance: random.Random) -> list[Array]:
    """Return one (2,) lat/lon point in degrees per city: inland of the coast and apart from one another."""
    inland = inland_points(ring, chance)
    places = [next(inland)]
    while len(places) < len(land.cities):
        offered = [next(inland) for _ in range(CITY_OFFERS)]
        places.append(max(offered, key=lambda point: float(np.min(flat_gap_deg(point, np.array(places))))))
    return places


def inland_points(ring: Array, chance: random.Random) -> Iterator[Array]:
    """Yield random lat/lon points inside a ring, off its coast, for as long as they are asked for."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    while True:
        point = np.round(low + (high - low) * np.array([chance.random(), chance.random()]), DECIMALS)
        if inside(ring, point) and float(np.min(flat_gap_deg(ring, point))) > CITY_COAST_GAP_DEG:
            yield point


def inside(ring: Array, point: Array) -> bool:
    """Tell whether a point lies inside a ring: a ray to the east crosses its sides an odd number of times."""
    start, end = ring, np.roll(ring, -1, axis=0)
    straddles = (start[:, 0] > point[0]) != (end[:, 0] > point[0])
    rise = np.where(straddles, end[:, 0] - start[:, 0], 1.0)
    crossing = start[:, 1] + (point[0] - start[:, 0]) / rise * (end[:, 1] - start[:, 1])
    return bool(np.count_nonzero(straddles & (point[1] < crossing)) % 2)


def flat_gap_deg(a: Array, b: Array) -> Array:
    """Return distances in degrees between lat/lon points, flat but for the cosine of latitude."""
    east = (a[..., 1] - b[..., 1]) * np.cos(np.radians((a[..., 0] + b[..., 0]) / 2.0))
    return np.asarray(np.hypot(a[..., 0] - b[..., 0], east))


def label_of(ring: Array) -> Array:
    """Return where to write a nation's name: the centre of its area, on the flat lat/lon map."""
    lat, lon = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    cross = lon * np.roll(lat, -1) - np.roll(lon, -1) * lat
    centre = [np.sum((axis + np.roll(axis, -1)) * cross) / (3.0 * np.sum(cross)) for axis in (lat, lon)]
    return np.asarray(np.round(ring[0] + np.array(centre), DECIMALS))
