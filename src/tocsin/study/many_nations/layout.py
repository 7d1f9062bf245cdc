"""Where the sensors, batteries, areas and launches of many nations lie: a rule, the same for every nation.

The rule is notional and knows no purpose: sites are spread over each land by the golden angle, early-warning radars
look at the neighbours, nearest first, and what may be launched at a nation comes from its neighbours in turn.
"""

import functools
import math
from typing import NamedTuple

from tocsin.earth.geodesic import geodesic_direct, geodesic_inverse
from tocsin.scenario.atlas import Place, Territory, load_atlas, nation_at

GOLDEN_RAD = math.pi * (3.0 - math.sqrt(5.0))
SPREAD_M = 500e3  # m: how far from the middle of its land a site lies at most
SHRINK = 0.8  # how much nearer the middle a site moves while it would lie at sea
SENSOR_KINDS = (  # what a nation has first, and then again from the beginning
    "early-warning",
    "staring",
    "engagement",
    "engagement",
    "early-warning",
    "engagement",
    "engagement",
    "early-warning",
)
BATTERY_KINDS = ("upper-tier", "lower-tier", "mid-course", "lower-tier")
CLASSES = ((3_100e3, "mrbm"), (5_400e3, "irbm"))  # m: how far each may be declared to fly
LEAST_M = 1_100e3  # m: nearer than this no medium-range missile is declared to fly


class Site(NamedTuple):
    """A place on the ground, deg."""

    lat_deg: float
    lon_deg: float


class Flight(NamedTuple):
    """A declared launch: whose, of what class, from where to where."""

    nation: str
    pack: str
    start: Site
    end: Site


def territory_of(nation: str) -> Territory:
    """Return a nation's land."""
    return next(item for item in load_atlas("many").territories if item.nation == nation)


def cities_of(nation: str) -> list[Place]:
    """Return a nation's cities, the seat of government first as the atlas has them."""
    return [place for place in load_atlas("many").places if place.nation == nation]


def site_of(lat_rad: float, lon_rad: float) -> Site:
    """Return a place in deg, to some 10 m."""
    return Site(round(math.degrees(lat_rad), 4), round(math.degrees(lon_rad), 4))


@functools.cache
def site(nation: str, number: int) -> Site:
    """Return a nation's site of a number, from 0, on its own land."""
    land, atlas = territory_of(nation), load_atlas("many")
    away_m = SPREAD_M * math.sqrt(((number * 0.618) % 1.0) * 0.9 + 0.1)
    while True:
        lat_rad, lon_rad, _ = geodesic_direct(land.label_lat_rad, land.label_lon_rad, number * GOLDEN_RAD, away_m)
        if nation_at(atlas, lat_rad, lon_rad) == nation:
            return site_of(lat_rad, lon_rad)
        away_m *= SHRINK


@functools.cache
def neighbours(nation: str) -> tuple[str, ...]:
    """Return all other nations of the planet, nearest first."""
    mine = territory_of(nation)
    away = sorted(
        (
            geodesic_inverse(
                mine.label_lat_rad, mine.label_lon_rad, other.label_lat_rad, other.label_lon_rad
            ).distance_m,
            other.nation,
        )
        for other in load_atlas("many").territories
        if other.nation != nation
    )
    return tuple(name for _, name in away)


def bearing_deg(nation: str, other: str) -> float:
    """Return in which direction one nation lies from another, deg."""
    mine, theirs = territory_of(nation), territory_of(other)
    azimuth_rad = geodesic_inverse(
        mine.label_lat_rad, mine.label_lon_rad, theirs.label_lat_rad, theirs.label_lon_rad
    ).azimuth1_rad
    return round(math.degrees(azimuth_rad) % 360.0, 1)


def flights(names: tuple[str, ...], count: int) -> list[Flight]:
    """Return declared launches: at each nation in turn, from its neighbours in turn, as far as a class reaches."""
    rounds: dict[str, list[Flight]] = {name: flights_at(name) for name in names}
    return [rounds[names[i % len(names)]][i // len(names) % len(rounds[names[i % len(names)]])] for i in range(count)]


@functools.cache
def flights_at(nation: str) -> list[Flight]:
    """Return what may be launched at a nation's cities: from every other's cities within a class's reach."""
    found: list[Flight] = []
    for other in neighbours(nation):
        for start, end in zip(cities_of(other), cities_of(nation), strict=True):
            range_m = geodesic_inverse(start.lat_rad, start.lon_rad, end.lat_rad, end.lon_rad).distance_m
            pack = next((name for most_m, name in CLASSES if LEAST_M < range_m < most_m), "")
            if pack:
                found.append(
                    Flight(other, pack, site_of(start.lat_rad, start.lon_rad), site_of(end.lat_rad, end.lon_rad))
                )
    return found
