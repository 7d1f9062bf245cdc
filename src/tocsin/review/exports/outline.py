"""Rings and lines on the ground as maps want them: degrees, longitude first, cut at the antimeridian, wound right."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.geodesic import geodesic_direct
from tocsin.exchange.ellipse import Ellipse, axes_90_m

Point = list[float]  # degrees: longitude, latitude; and m, where a line has heights
Ring = list[Point]  # closed, counter-clockwise: the outline of a polygon without holes

CORNERS = 36  # of an ellipse
PLACES = 6  # decimals of a degree: 0.1 m
HEIGHT_PLACES = 1  # decimals of a metre
FEWEST = 4  # points of a closed ring
TURN_DEG = 360.0
EDGE_DEG = 180.0  # of the map, either way


def ellipse_ring(place: Ellipse) -> NDArray[np.float64]:
    """Return the corners (n, 2) of a 90 % ellipse, latitude and longitude in rad, counter-clockwise, not closed."""
    major_m, minor_m, angle_rad = axes_90_m(place)
    corners = np.empty((CORNERS, 2))
    for row, turn in enumerate(np.linspace(0.0, 2.0 * math.pi, CORNERS, endpoint=False)):
        along, across = major_m * math.cos(turn), minor_m * math.sin(turn)
        east_m = along * math.cos(angle_rad) - across * math.sin(angle_rad)
        north_m = along * math.sin(angle_rad) + across * math.cos(angle_rad)
        bearing_rad, distance_m = math.atan2(east_m, north_m), math.hypot(east_m, north_m)
        corners[row] = geodesic_direct(place.lat_rad, place.lon_rad, bearing_rad, distance_m)[:2]
    return corners


def polygons(corners_rad: NDArray[np.float64]) -> list[Ring]:
    """Return the polygons of a ring (n, 2: latitude, longitude, rad): one, or the parts on each side of the cut."""
    points = unwrapped([[math.degrees(lon), math.degrees(lat)] for lat, lon in corners_rad.tolist()])
    turned_deg = unwrapped_step(points[-1][0], points[0][0]) + points[-1][0] - points[0][0]
    if abs(turned_deg) > EDGE_DEG:
        points = round_pole(points)
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    found = []
    for sheet in range(math.floor((west + EDGE_DEG) / TURN_DEG), math.ceil((east + EDGE_DEG) / TURN_DEG)):
        shift_deg = sheet * TURN_DEG
        part = clipped(clipped(points, shift_deg - EDGE_DEG, 1.0), shift_deg + EDGE_DEG, -1.0)
        ring = closed([[lon - shift_deg, lat] for lon, lat in part])
        if len(ring) >= FEWEST and twice_area(ring):
            found.append(ring if twice_area(ring) > 0 else ring[::-1])
    return found


def round_pole(points: list[Point]) -> list[Point]:
    """Return a ring round a pole as a map has it: from edge to edge by longitude, closed along the pole's edge."""
    wrapped = sorted([lon - TURN_DEG * sheet_of(lon), lat] for lon, lat in points)
    first, last = wrapped[0], wrapped[-1]
    cut = crossing(last, [first[0] + TURN_DEG, first[1]], EDGE_DEG) if first[0] > -EDGE_DEG else [EDGE_DEG, first[1]]
    pole_deg = math.copysign(90.0, sum(lat for _, lat in points))
    return [[-EDGE_DEG, cut[1]], *wrapped, [EDGE_DEG, cut[1]], [EDGE_DEG, pole_deg], [-EDGE_DEG, pole_deg]]


def unwrapped_step(from_deg: float, to_deg: float) -> float:
    """Return the shorter way from one longitude to another, -180 to 180."""
    return (to_deg - from_deg + EDGE_DEG) % TURN_DEG - EDGE_DEG


def unwrapped(points: Sequence[Point]) -> list[Point]:
    """Return points with each longitude next to the one before it, past 180 if need be."""
    found = [list(points[0])]
    for point in points[1:]:
        lon_deg = found[-1][0] + unwrapped_step(found[-1][0], point[0])
        found.append([lon_deg, *point[1:]])
    return found


def clipped(points: list[Point], edge_deg: float, side_factor: float) -> list[Point]:
    """Return what of a ring lies east (factor 1) or west (factor -1) of a meridian: Sutherland and Hodgman's way."""
    found: list[Point] = []
    for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        was_in, is_in = (side_factor * (p[0] - edge_deg) >= 0.0 for p in (before, point))
        if was_in != is_in:
            found.append(crossing(before, point, edge_deg))
        if is_in:
            found.append(point)
    return found


def crossing(before: Point, point: Point, edge_deg: float) -> Point:
    """Return where the line between two points meets a meridian."""
    share = (edge_deg - before[0]) / (point[0] - before[0])
    return [edge_deg, *(a + share * (b - a) for a, b in zip(before[1:], point[1:], strict=True))]


def closed(points: list[Point]) -> Ring:
    """Return a ring rounded, without the same point twice in a row, its first point again at the end."""
    corners = [rounded(point) for point in points]
    kept = [b for a, b in pairwise([[], *corners]) if a != b]
    return [*kept, kept[0]] if kept and kept[-1] != kept[0] else kept


def rounded(point: Point) -> Point:
    """Return a point as it is written; never a negative zero."""
    return [
        round(point[0], PLACES) + 0.0,
        round(point[1], PLACES) + 0.0,
        *(round(h, HEIGHT_PLACES) + 0.0 for h in point[2:]),
    ]


def twice_area(ring: Ring) -> float:
    """Return twice the area of a closed ring on the map, positive if it is counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def lines(points: Sequence[Point]) -> list[list[Point]]:
    """Return a line in parts, none of which crosses the antimeridian; a part is two points or more."""
    whole = unwrapped(points)
    parts: list[list[Point]] = [[]]
    sheet = sheet_of(whole[0][0])
    for before, point in pairwise([whole[0], *whole]):
        there = sheet_of(point[0])
        while there != sheet:
            step = 1 if there > sheet else -1
            edge_deg = sheet * TURN_DEG + step * EDGE_DEG
            cut = crossing(before, point, edge_deg)
            parts[-1].append(rounded([step * EDGE_DEG, *cut[1:]]))
            parts.append([rounded([-step * EDGE_DEG, *cut[1:]])])
            sheet += step
        parts[-1].append(rounded([point[0] - sheet * TURN_DEG, *point[1:]]))
    return [part for part in parts if len(part) > 1]


def sheet_of(lon_deg: float) -> int:
    """Return on which turn round the Earth an unwrapped longitude is; 0 is the map's own."""
    return math.floor((lon_deg + EDGE_DEG) / TURN_DEG)
