"""Places left to luck: uniform over a disc or over the ground of nations, drawn once a run."""

import itertools
import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import LAUNCH, Luck
from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.geodesic import geodesic_direct
from tocsin.earth.kernels import point_in_polygon
from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import Atlas, nation_at

Array = NDArray[np.float64]

START, END, SITE = 2, 4, 6  # index in the stream LAUNCH of the first of two draws; 0 and 1: whether and when


@dataclass(frozen=True, slots=True)
class Disc:
    """All ground within a distance (m) of a place (rad), land and sea alike."""

    lat_rad: float
    lon_rad: float
    radius_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """The ground of one nation or several: latitude (k,) and longitude (k,), rad, of the corners of each ring."""

    rings: tuple[tuple[Array, Array], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """Where a radar or a battery is drawn to stand, and the place (rad, rad) it then looks toward, if any."""

    over: Disc | Land
    toward_rad: tuple[float, float] | None = None


class DeclaredPlace(Protocol):
    """What a file says of a place: the one declared, and over what it is drawn."""

    @property
    def lat_deg(self) -> float:
        """Return the declared latitude, deg."""

    @property
    def lon_deg(self) -> float:
        """Return the declared longitude, deg."""

    @property
    def spread_km(self) -> float:
        """Return the radius of the disc about the declared place, km; 0: none."""

    @property
    def within(self) -> tuple[str, ...]:
        """Return the nations over whose ground it is drawn; empty: none."""


def drawn_over(part: DeclaredPlace, atlas: Atlas) -> Disc | Land | None:
    """Return over what a place is drawn, None for one that is where it is declared.

    Raises
    ------
    ScenarioError
        Both ways to draw at once, an unknown nation, or a declared place outside the ground that it stands for.
    """
    lat_rad, lon_rad = math.radians(part.lat_deg), math.radians(part.lon_deg)
    if not part.within:
        return Disc(lat_rad, lon_rad, part.spread_km * 1e3) if part.spread_km else None
    names = ", ".join(part.within)
    if part.spread_km:
        raise ScenarioError(
            f"spread_km = {part.spread_km:g} and within = {names}: a place is drawn in one way; remove one"
        )
    known = {territory.nation: territory.ring_rad for territory in atlas.territories}
    for name in part.within:
        if name not in known or part.within.count(name) > 1:
            raise ScenarioError(f"within names {name!r}: must name nations of this world once: {', '.join(known)}")
    if nation_at(atlas, lat_rad, lon_rad) not in part.within:
        raise ScenarioError(
            f"lat_deg = {part.lat_deg:g}, lon_deg = {part.lon_deg:g}: must lie in {names}, as within says; it stands "
            f"for the place on maps made before a run: move it"
        )
    # Copies, not views: a kernel is compiled anew for read-only or strided arrays.
    rings = (known[name].T for name in part.within)
    return Land(tuple((lat.copy(), lon.copy()) for lat, lon in rings))


def drawn_place(over: Disc | Land, luck: Luck, thing_id: int, index: int, attempt: int = 0) -> tuple[float, float]:
    """Return latitude and longitude (rad) of a place drawn uniformly by area.

    Parameters
    ----------
    over : Disc or Land
    luck : Luck
        Of the run.
    thing_id : int
        Declared id of what stands there: nothing else enters the draw.
    index : START, END or SITE
    attempt : int
        Counts how often the place has been drawn again.

    Notes
    -----
    Equal area is that of a sphere: on the ellipsoid the density over one nation's ground is even to 0.6 %.  Over land
    by rejection from the box about all its rings; in a disc distances are along the ellipsoid.
    Checked: chi-square over cells, ``tests/scenario/test_drawn_place.py``.
    """

    def pair(ordinal: int) -> tuple[float, float]:
        first, second = (
            float(uniform(luck.key0, luck.key1, LAUNCH, index + number, thing_id, attempt, ordinal))
            for number in (0, 1)
        )
        return first, second

    if isinstance(over, Disc):
        return in_disc(over, *pair(0))
    south, north = (math.sin(edge(lat for ring_lat, _ in over.rings for lat in ring_lat)) for edge in (min, max))
    west, east = (edge(lon for _, ring_lon in over.rings for lon in ring_lon) for edge in (min, max))
    for ordinal in itertools.count():
        up, across = pair(ordinal)
        lat_rad, lon_rad = math.asin(south + up * (north - south)), float(west + across * (east - west))
        if any(point_in_polygon(lat_rad, lon_rad, *ring) for ring in over.rings):
            return lat_rad, lon_rad
    raise AssertionError("a ring has ground inside")


def in_disc(disc: Disc, out: float, around: float) -> tuple[float, float]:
    """Return the place in a disc (rad) for two shares in [0, 1): of its area that lies nearer, and of the circle."""
    half_rad = 0.5 * disc.radius_m / MEAN_RADIUS_M
    distance_m = 2.0 * MEAN_RADIUS_M * math.asin(math.sqrt(out) * math.sin(half_rad))
    lat_rad, lon_rad, _ = geodesic_direct(disc.lat_rad, disc.lon_rad, 2.0 * math.pi * around, distance_m)
    return lat_rad, lon_rad
