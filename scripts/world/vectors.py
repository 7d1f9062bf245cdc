"""Coasts, borders, cities and names of waters as GeoJSON features, for pages and reports."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from contourpy import FillType, contour_generator
from numpy.typing import NDArray

from scripts.world.land import Land
from scripts.world.noise import Grid, lats_deg, lons_deg
from scripts.world.waters import Water

Array = NDArray[np.float64]
Feature = dict[str, object]

DECIMALS = 3
TOLERANCE_DEG = 0.022  # a coast may lie this far from where the grid has it
SMALLEST_RING_DEG2 = 0.02
SMOOTHED = 2  # times that the corners of a border are cut
LONGEST_WAY_OUT_DEG = 3.0  # from a ring's coast to that of the land about it


def land_features(land: Land) -> list[Feature]:
    """Return the land, the largest first, each with its lakes as holes; then every lake for itself."""
    lands = sorted(shapes(land.level), key=lambda rings: -area_deg2(rings[0]))
    features = [polygon("land", number, rings) for number, rings in enumerate(lands, start=1)]
    inner = [ring[::-1] for rings in lands for ring in rings[1:]]
    inner.sort(key=lambda ring: -area_deg2(ring))
    return features + [polygon("lake", number, [ring]) for number, ring in enumerate(inner, start=1)]


def shapes(level: Grid) -> Iterator[list[Array]]:
    """Yield the land as simplified lon/lat rings, outer first; cut at 180 and closed along it."""
    height = level.shape[0]
    lat = np.concatenate([[90.0], lats_deg(height), [-90.0]])
    lon = np.concatenate([[-180.0], lons_deg(height), [180.0]])
    seam = (level[:, :1] + level[:, -1:]) / 2.0
    wide = np.hstack([seam, level, seam])
    wide = np.vstack([np.full_like(wide[:1], wide[0].mean()), wide, np.full_like(wide[:1], wide[-1].mean())])
    filled = contour_generator(lon, lat, wide, fill_type=FillType.OuterOffset).filled(0.0, np.inf)
    for points, offsets in zip(*filled, strict=True):
        rings = [points[start:end] for start, end in itertools.pairwise(offsets)]
        kept = [simplified(ring) for ring in rings if area_deg2(ring) > SMALLEST_RING_DEG2]
        if kept and area_deg2(rings[0]) > SMALLEST_RING_DEG2:
            yield kept


def area_deg2(ring: Array) -> float:
    """Return the area of a lon/lat ring in square degrees at the equator."""
    lon, lat = ring[:, 0], ring[:, 1]
    flat = 0.5 * abs(float(np.sum(lon[:-1] * lat[1:] - lon[1:] * lat[:-1])))
    return flat * float(np.cos(np.radians(lat.mean())))


def simplified(ring: Array) -> Array:
    """Return a closed lon/lat ring with no corner more than it needs (Douglas and Peucker)."""
    half = int(np.argmax(np.hypot(*(ring - ring[0]).T)))
    line = np.concatenate([thinned(ring[: half + 1]), thinned(ring[half:])[1:]])
    return np.asarray(np.round(line, DECIMALS))


def thinned(line: Array, tolerance_deg: float = TOLERANCE_DEG) -> Array:
    """Return an open lon/lat line without corners that lie within a tolerance of the rest."""
    keep = np.zeros(len(line), np.bool_)
    keep[[0, -1]] = True
    squeeze = np.array([np.cos(np.radians(line[:, 1].mean())), 1.0])
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        base = (line[last] - line[first]) * squeeze
        rest = (line[first + 1 : last] - line[first]) * squeeze
        length = float(np.hypot(*base))
        far = np.abs(rest[:, 0] * base[1] - rest[:, 1] * base[0]) / length if length > 0 else np.hypot(*rest.T)
        worst = int(np.argmax(far))
        if far[worst] > tolerance_deg:
            middle = first + 1 + worst
            keep[middle] = True
            todo += [(first, middle), (middle, last)]
    return np.asarray(line[keep])


def polygon(kind: str, number: int, rings: Sequence[Array]) -> Feature:
    """Return a polygon, its first ring the outer one."""
    wound = [ring if (turn(ring) > 0.0) == (index == 0) else ring[::-1] for index, ring in enumerate(rings)]
    name = f"{kind}-{number:03d}"
    return {
        "type": "Feature",
        "id": name,
        "properties": {"kind": kind, "id": name},
        "geometry": {"type": "Polygon", "coordinates": [ring.tolist() for ring in wound]},
    }


def turn(ring: Array) -> float:
    """Return twice the signed area of a lon/lat ring: positive where it runs counter-clockwise."""
    lon, lat = ring[:, 0], ring[:, 1]
    return float(np.sum(lon[:-1] * lat[1:] - lon[1:] * lat[:-1]))


def border_features(rings: Mapping[str, Array], land: Land) -> list[Feature]:
    """Return one smoothed line for each stretch of border between two nations, from coast to coast."""
    names = list(rings)
    features: list[Feature] = []
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            for line in shared(rings[one], rings[other]):
                thirds = [set(map(tuple, rings[third])) for third in names if third not in (one, other)]
                open_ends = [not any(tuple(end) in third for third in thirds) for end in (line[0], line[-1])]
                drawn = to_coast(smoothed(line), open_ends, land.level)
                features.append(line_feature(one, other, len(features) + 1, drawn[:, ::-1]))
    return features


def shared(ring: Array, other: Array) -> Iterator[Array]:
    """Yield the stretches of lat/lon corners that one ring has in common with another."""
    corners = set(map(tuple, other))
    common = np.array([tuple(corner) in corners for corner in ring])
    if not common.any():
        return
    start = int(np.flatnonzero(common & ~np.roll(common, 1))[0])
    ring, common = np.roll(ring, -start, axis=0), np.roll(common, -start)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], common, [False]]).astype(int)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first > 1:
            yield ring[first:last]


def smoothed(line: Array) -> Array:
    """Return a line with its corners cut (Chaikin), its ends where they were."""
    for _ in range(SMOOTHED):
        cut = np.empty((2 * len(line) - 2, 2))
        cut[::2], cut[1::2] = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        line = np.concatenate([line[:1], cut, line[-1:]])
    return line


def to_coast(line: Array, open_ends: Sequence[bool], level: Grid) -> Array:
    """Return a border drawn on to the sea at its open ends, in the direction that it came."""
    if open_ends[1]:
        line = drawn_on(line, level)
    return drawn_on(line[::-1], level)[::-1] if open_ends[0] else line


def drawn_on(line: Array, level: Grid) -> Array:
    """Return a line drawn on past its end until it is at sea; as it was where the sea is too far."""
    back = max(0, len(line) - 8)
    step = (line[-1] - line[back]) / max(float(np.hypot(*(line[-1] - line[back]))), 1e-9) * 0.05
    for count in range(int(LONGEST_WAY_OUT_DEG / 0.05)):
        point = line[-1] + count * step
        if level_at(level, float(point[0]), float(point[1])) <= 0.0:
            return np.vstack([line, point]) if count else line
    return line


def level_at(level: Grid, lat_deg: float, lon_deg: float) -> float:
    """Return the value of the cell at a place."""
    rows, cols = level.shape
    row = min(rows - 1, max(0, int((90.0 - lat_deg) / 180.0 * rows)))
    return float(level[row, int((lon_deg + 180.0) / 360.0 * cols) % cols])


def line_feature(one: str, other: str, number: int, line: Array) -> Feature:
    """Return a stretch of border."""
    name = f"border-{number:02d}"
    return {
        "type": "Feature",
        "id": name,
        "properties": {"kind": "border", "id": name, "between": [one, other]},
        "geometry": {"type": "LineString", "coordinates": np.round(line, DECIMALS).tolist()},
    }


def city_features(features: Sequence[Feature], capitals: set[str]) -> list[Feature]:
    """Return the world's cities, each with whether it is the seat of government."""
    found: list[Feature] = []
    for feature in features:
        told = feature["properties"]
        if isinstance(told, dict) and told["kind"] == "city":
            name, nation = str(told["name"]), str(told["nation"])
            more = {"kind": "city", "id": slug(name), "name": name, "nation": nation, "is_capital": name in capitals}
            found.append({"type": "Feature", "id": slug(name), "properties": more, "geometry": feature["geometry"]})
    return found


def slug(name: str) -> str:
    """Return an id made from a name."""
    return name.lower().replace(" ", "-")


def water_features(waters: Sequence[Water]) -> list[Feature]:
    """Return names of waters as points."""
    return [
        {
            "type": "Feature",
            "id": slug(water.name),
            "properties": {"kind": water.kind, "id": slug(water.name), "name": water.name},
            "geometry": {"type": "Point", "coordinates": [water.lon_deg, water.lat_deg]},
        }
        for water in waters
    ]
