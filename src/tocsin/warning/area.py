"""Defended areas and national territories: what a predicted impact threatens."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import point_in_polygon
from tocsin.exchange.ellipse import Ellipse
from tocsin.warning.inside.kernels import box_around, points_about, share_of

Array = NDArray[np.float64]

SAMPLES = 200
METRES_PER_RAD = MEAN_RADIUS_M  # offsets of at most some hundred km become angles with it
THREAT_PROBABILITY = 0.1

Box = tuple[float, float, float, float]  # rad: south, west, north, east


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A named place on the ground with its outline.

    Attributes
    ----------
    area_id, nation : str
    ring_rad : (k, 2) float64, rad
        Latitude and longitude of the outline's corners; does not cross the antimeridian.
    """

    area_id: str
    nation: str
    ring_rad: Array
    box_rad: Box = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out the box around the ring once: most places are far from most areas."""
        object.__setattr__(self, "box_rad", box_of(self.ring_rad))


def lattice() -> Array:
    """Return (SAMPLES, 2) points spread evenly over the unit Gaussian's probability: a sunflower."""
    index = np.arange(SAMPLES) + 0.5
    radius = np.sqrt(-2.0 * np.log(1.0 - index / SAMPLES))
    angle = index * math.pi * (3.0 - math.sqrt(5.0))
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


LATTICE = lattice()


def spread(place: Ellipse) -> Array:
    """Return (SAMPLES, 2) latitude-longitude points (rad), each standing for an equal share of the estimate."""
    a = math.sqrt(max(place.var_east_m2, 1e-6))
    b = place.cov_east_north_m2 / a
    c = math.sqrt(max(place.var_north_m2 - b * b, 1e-6))
    cosine = max(math.cos(place.lat_rad), 0.01)
    return points_about(LATTICE, (place.lat_rad, place.lon_rad), cosine, (a, b, c))


def threatened(
    place: Ellipse, areas: Sequence[Area], territories: Sequence[Area]
) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """Return the nations threatened and the defended areas, each with at least 10 % probability.

    Parameters
    ----------
    place : Ellipse
        The predicted impact.
    areas, territories : sequences of Area
        Defended areas; national territories.

    Returns
    -------
    nations : sorted tuple of str
    areas : tuple of (area id, probability), in declared order
    """
    points = spread(place)
    box = box_of(points)
    named: list[tuple[str, float]] = []
    nations: set[str] = set()
    for area in meeting(areas, box):
        probability = share_inside(points, area)
        if probability >= THREAT_PROBABILITY:
            named.append((area.area_id, probability))
            nations.add(area.nation)
    for territory in meeting(territories, box):
        if territory.nation not in nations and share_inside(points, territory) >= THREAT_PROBABILITY:
            nations.add(territory.nation)
    return tuple(sorted(nations)), tuple(named)


def box_of(points: Array) -> Box:
    """Return the box around (n, 2) latitude-longitude points."""
    return box_around(points)


def meeting(areas: Sequence[Area], box: Box) -> list[Area]:
    """Return the areas whose boxes meet a box: most places are far from most areas."""
    south, west, north, east = box
    return [
        area
        for area in areas
        for low_lat, low_lon, high_lat, high_lon in (area.box_rad,)
        if low_lat <= north and high_lat >= south and low_lon <= east and high_lon >= west
    ]


def share_inside(points: Array, area: Area) -> float:
    """Return the share of (n, 2) latitude-longitude points inside an area."""
    return share_of(points, area.ring_rad)


def nation_holding(territories: Sequence[Area], lat_rad: float, lon_rad: float) -> str:
    """Return the nation whose territory holds a place, or '' at sea."""
    for territory in territories:
        south, west, north, east = territory.box_rad
        if not (south <= lat_rad <= north and west <= lon_rad <= east):
            continue
        if point_in_polygon(lat_rad, lon_rad, territory.ring_rad[:, 0], territory.ring_rad[:, 1]):
            return territory.nation
    return ""


def offset_m(lat_rad: float, lon_rad: float, other_lat_rad: float, other_lon_rad: float) -> tuple[float, float]:
    """Return how far east and north of one place another lies, m; flat, for places at most some hundred km apart."""
    east_rad = math.remainder(other_lon_rad - lon_rad, 2.0 * math.pi)
    return east_rad * METRES_PER_RAD * math.cos(lat_rad), (other_lat_rad - lat_rad) * METRES_PER_RAD
