"""Coverage as GeoJSON (RFC 7946): what each nation sees by each kind of sensor, and what several see."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from tocsin.review.coverage import Field, Seen, Sought, any_of, of_nation, shared
from tocsin.review.coverage_outline import Polygon, Ring, area_km2, outlines, world_mesh
from tocsin.scenario.declared import Scenario

MARKING = "EXERCISE"
PLACES = 4  # decimals of a degree: 11 m, less than the outline is good for
FEWEST_CORNERS = 4  # of a closed ring
SHARED = "shared"


class Ground(NamedTuple):
    """What one nation sees by one kind of sensor (or by any), or several nations see; at one height."""

    sought: Sought
    nation: str
    sensor_kind: str
    polygons: list[Polygon]
    area_km2: float


def grounds(scenario: Scenario, sought: Sought, fields: Sequence[Field]) -> list[Ground]:
    """Return, for one height, the ground of each nation and kind of sensor, and at the end what several see."""
    mesh = world_mesh()

    def ground(nation: str, sensor_kind: str, seen: Seen) -> Ground:
        polygons = outlines(seen, *mesh)
        return Ground(sought, nation, sensor_kind, polygons, area_km2(polygons))

    found = []
    for nation in scenario.parties:
        own = of_nation(fields, nation)
        for kind in ("radar", "infrared"):
            found.append(ground(nation, kind, any_of([field for field in own if field.kind == kind])))
        found.append(ground(nation, "any", any_of(own)))
    return [*found, ground(SHARED, "any", shared(fields))]


def feature_collection(scenario: Scenario, found: Sequence[Ground]) -> dict[str, Any]:
    """Return a feature collection with one feature a ground; EXERCISE is in its name and in every feature's.

    Ground that nobody sees is no feature: a footprint says what is covered.
    """
    return {
        "type": "FeatureCollection",
        "name": f"{MARKING} coverage in {scenario.name}",
        "marking": MARKING,
        "features": [feature(ground) for ground in found],
    }


def feature(ground: Ground) -> dict[str, Any]:
    """Return one ground as a feature; its geometry is empty where nothing is seen."""
    sought = ground.sought
    altitude_km, time_min = sought.altitude_m / 1e3, sought.time_ms / 60_000
    return {
        "type": "Feature",
        "id": f"{ground.nation}-{ground.sensor_kind}-{altitude_km:g}km",
        "properties": {
            "name": f"{MARKING} {ground.nation} {ground.sensor_kind} {altitude_km:g} km",
            "marking": MARKING,
            "nation": ground.nation,
            "sensor_kind": ground.sensor_kind,
            "vehicle_class": sought.vehicle_class,
            "phase": sought.phase,
            "altitude_km": altitude_km,
            "time_min": time_min,
            "area_km2": round(ground.area_km2),
        },
        "geometry": {"type": "MultiPolygon", "coordinates": list(coordinates(ground.polygons))},
    }


def coordinates(polygons: Sequence[Polygon]) -> Iterator[list[list[list[float]]]]:
    """Yield each polygon's rings as longitudes and latitudes in degrees; none crosses the antimeridian."""
    for polygon in polygons:
        outer, *holes = (corners(ring) for ring in polygon)
        if len(outer) >= FEWEST_CORNERS:
            yield [outer, *(hole for hole in holes if len(hole) >= FEWEST_CORNERS)]


def corners(ring: Ring) -> list[list[float]]:
    """Return a ring's corners in degrees, rounded, no two alike in a row."""
    pairs = zip(ring.lon_rad.tolist(), ring.lat_rad.tolist(), strict=True)
    rounded = [[round(math.degrees(lon), PLACES), round(math.degrees(lat), PLACES)] for lon, lat in pairs]
    return [rounded[0], *(b for a, b in pairwise(rounded) if a != b)]
