"""A view as GeoJSON (RFC 7946): WGS 84, longitude first, rings counter-clockwise, cut at the antimeridian."""

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import msgspec

from tocsin.earth.kernels import lla_from_ecef
from tocsin.exchange.ellipse import area_90_km2
from tocsin.review.exports.content import MARKING, Content, content_of, label_of, marked, stem_of_export
from tocsin.review.exports.file import File, of_pieces
from tocsin.review.exports.held import runs_of, way_of
from tocsin.review.exports.ink import OTHER_INK, Ink, inks_of
from tocsin.review.exports.outline import Point, ellipse_ring, lines, polygons, rounded
from tocsin.review.exports.when import iso_at
from tocsin.review.party import View

Feature = dict[str, Any]
Geometry = dict[str, Any]
WORLD_BOX = [-180.0, -90.0, 180.0, 90.0]


def geojson_files(view: View) -> Iterator[File]:
    """Yield the one GeoJSON file of a view."""
    yield of_pieces(f"{stem_of_export(view)}.{MARKING}.geojson", partial(pieces_of, view))


def pieces_of(view: View) -> Iterator[str]:
    """Yield the text of the file, feature by feature, a line each."""
    inks = inks_of(view.scenario)
    features = [drawn(item, inks) for item in features_of(view, content_of(view))]
    head = {
        "type": "FeatureCollection",
        "name": marked(f"{view.scenario.title}: the view of {label_of(view)}"),
        "marking": MARKING,
        "bbox": box_of(features),
    }
    yield text_of(head)[:-1] + ',"features":['
    for number, feature in enumerate(features):
        yield f"{',' if number else ''}\n{text_of(feature)}"
    yield "\n]}\n"


def text_of(value: Any) -> str:
    """Return a value as JSON."""
    return msgspec.json.encode(value).decode()


def features_of(view: View, content: Content) -> Iterator[Feature]:
    """Yield what the view holds: areas, sites, launches and ends, ellipses, shots, bodies, tracks."""
    for area in content.areas:
        yield feature("area", area.nation, area.area_id, polygon_geometry(polygons(area.ring_rad)), {})
    for stand in content.stands:
        lat_rad, lon_rad, alt_m = stand.place
        where = {"type": "Point", "coordinates": place_of(lat_rad, lon_rad, alt_m)}
        facts = {**stand.facts, "from_ms": stand.from_ms, "from_utc": iso_at(view.scenario, stand.from_ms)}
        yield feature(stand.kind, stand.owner, stand.name, where, facts)
    yield from ellipses_of(view, content)
    for fired in content.fired:
        ends = [point_of(fired.from_ecef), point_of(fired.aim_ecef)]
        facts = {"battery": fired.battery_id, "launch_ms": fired.launch_ms, "intercept_ms": fired.intercept_ms}
        yield feature("shot", fired.owner, fired.shot_id, line_geometry(ends), facts)
    yield from ways_of(view, content)


def ellipses_of(view: View, content: Content) -> Iterator[Feature]:
    """Yield every version of every launch and impact ellipse, with the time from which and until which it held."""
    for estimate in content.estimates:
        for number, version in enumerate(estimate.versions):
            facts = {
                "event": estimate.event_id,
                "version": number,
                "from_ms": version.from_ms,
                "until_ms": version.until_ms,
                "from_utc": iso_at(view.scenario, version.from_ms),
                "until_utc": iso_at(view.scenario, version.until_ms),
                "about_ms": version.about_ms,
                "about_sigma_ms": version.about_sigma_ms,
                "confidence": version.confidence,
                "probability": 0.9,
                "area_km2": round(area_90_km2(version.place), 1),
            }
            shape = polygon_geometry(polygons(ellipse_ring(version.place)))
            name = f"{estimate.event_id}.{number}"
            yield feature(f"{estimate.which}-ellipse", estimate.owner, name, shape, facts)


def ways_of(view: View, content: Content) -> Iterator[Feature]:
    """Yield the way of every true body and of every picture's track."""
    for flight in content.flights:
        points = [point_of(tuple(row[:3])) for row in flight.states_ecef.tolist()]
        facts = {"role": flight.role, "end": flight.how, "times_ms": flight.times_ms.tolist()}
        yield feature("body", flight.owner, flight.body_id, line_geometry(points), facts)
    for track in content.held:
        for number, run in enumerate(runs_of(track)):
            way = way_of(run)
            facts = {"times_ms": [time_ms for time_ms, _ in way], "sigma_m": [round(item.sigma_m, 1) for item in run]}
            points = [point_of(place) for _, place in way]
            yield feature("track", track.owner, f"{track.name}.{number}", line_geometry(points), facts)


def feature(kind: str, owner: str, name: str, geometry: Geometry | None, facts: dict[str, Any]) -> Feature:
    """Return a feature; EXERCISE is in its name."""
    about = {"name": marked(f"{owner} {kind} {name}"), "marking": MARKING, "kind": kind, "owner": owner, "id": name}
    return {
        "type": "Feature",
        "id": f"{kind}/{owner}/{name}",
        "properties": {**about, **facts},
        "geometry": geometry,
    }


def drawn(item: Feature, inks: Mapping[str, Ink]) -> Feature:
    """Return a feature with its owner's colour, in the words of simplestyle 1.1, which most viewers read."""
    red, green, blue = inks.get(item["properties"]["owner"], OTHER_INK)
    ink = f"#{red:02x}{green:02x}{blue:02x}"
    style = {"stroke": ink, "stroke-width": 1.5, "fill": ink, "fill-opacity": 0.04, "marker-color": ink}
    return {**item, "properties": {**item["properties"], **style, "marker-size": "small"}}


def place_of(lat_rad: float, lon_rad: float, alt_m: float) -> Point:
    """Return a place as it is written: longitude and latitude in degrees, height above the ellipsoid in m."""
    return rounded([math.degrees(lon_rad), math.degrees(lat_rad), alt_m])


def point_of(place_ecef: tuple[float, ...]) -> Point:
    """Return an ECEF place (m) as it is written, its longitude and latitude unrounded."""
    lat_rad, lon_rad, alt_m = lla_from_ecef(*place_ecef)
    return [math.degrees(lon_rad), math.degrees(lat_rad), alt_m]


def polygon_geometry(rings: list[list[Point]]) -> Geometry | None:
    """Return polygons without holes as a geometry; None (an unlocated feature) for what is too small to draw."""
    if not rings:
        return None
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def line_geometry(points: list[Point]) -> Geometry:
    """Return a way as a geometry: a point if it is no longer."""
    if len(points) == 1:
        return {"type": "Point", "coordinates": rounded(points[0])}
    parts = lines(points)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def box_of(features: list[Feature]) -> list[float]:
    """Return west, south, east, north of all features, degrees.

    Of a box across the antimeridian west is the greater number (RFC 7946, section 5.2).
    """
    places = [point for item in features if item["geometry"] for point in points_in(item["geometry"]["coordinates"])]
    if not places:
        return WORLD_BOX
    south, north = min(p[1] for p in places), max(p[1] for p in places)
    lons = sorted({p[0] for p in places})
    gaps = [(b - a, a, b) for a, b in zip(lons, [*lons[1:], lons[0] + 360.0], strict=True)]
    _, east, west = max(gaps)
    return [west if west <= 180.0 else west - 360.0, south, east, north]


def points_in(coordinates: list[Any]) -> Iterator[Point]:
    """Yield the points of a geometry's coordinates, however deep."""
    if coordinates and isinstance(coordinates[0], float | int):
        yield coordinates
        return
    for inner in coordinates:
        yield from points_in(inner)
