"""GeoJSON and KML as their standards want them, and where they put what the journal holds."""

import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.earth.kernels import lla_from_ecef
from tocsin.exchange.ellipse import Ellipse, axes_90_m
from tocsin.orders.record import BodyStates, PictureState
from tocsin.review.exports.held import HeldTrack, Holding, runs_of, way_of
from tocsin.review.exports.outline import ellipse_ring, lines, polygons, twice_area
from tocsin.review.party import View

Export = Callable[[str, str], dict[str, bytes]]
KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"
ORDER = ("name", "open", "description", "TimeSpan", "styleUrl", "Style")  # then geometries or features


def geojson(export_of: Export, view: str) -> dict[str, Any]:
    (content,) = export_of("geojson", view).values()
    found: dict[str, Any] = json.loads(content)
    return found


def rings_in(geometry: dict[str, Any] | None) -> list[list[list[float]]]:
    match geometry:
        case {"type": "Polygon", "coordinates": rings}:
            return list(rings)
        case {"type": "MultiPolygon", "coordinates": parts}:
            return [ring for rings in parts for ring in rings]
    return []


@pytest.mark.parametrize("view", ["truth", "joint", "birch"])
def test_geojson_is_as_rfc_7946_wants_it(export_of: Export, view: str) -> None:
    found = geojson(export_of, view)
    assert found["type"] == "FeatureCollection" and "crs" not in found
    west, south, east, north = found["bbox"]
    ids = [item["id"] for item in found["features"]]
    assert len(ids) == len(set(ids))
    for item in found["features"]:
        assert item["type"] == "Feature" and set(item) == {"type", "id", "properties", "geometry"}
        for ring in rings_in(item["geometry"]):
            assert len(ring) >= 4 and ring[0] == ring[-1] and twice_area(ring) > 0
            assert all(west <= lon <= east and south <= lat <= north for lon, lat in ring)


def test_geojson_puts_a_body_where_it_was(export_of: Export, views: dict[str, View]) -> None:
    way = next(f for f in geojson(export_of, "truth")["features"] if f["id"] == "body/truth/l1-payload")
    for entry in views["truth"].log.entries:
        if isinstance(states := entry.body, BodyStates) and "l1-payload" in states.body_ids:
            lat, lon, alt_m = lla_from_ecef(*states.states_ecef[states.body_ids.index("l1-payload")][:3])
            row = way["properties"]["times_ms"].index(entry.time_ms)
            got = way["geometry"]["coordinates"][row]
            assert got == pytest.approx([math.degrees(lon), math.degrees(lat), alt_m], abs=0.1)


def test_kml_is_in_the_order_of_the_standard_and_marks_every_name(export_of: Export) -> None:
    for view in ("truth", "joint", "birch"):
        (content,) = export_of("kml", view).values()
        (document,) = ET.fromstring(content)
        assert document.tag == f"{KML}Document"
        for element in document.iter():
            if element.tag in (f"{KML}Document", f"{KML}Folder", f"{KML}Placemark"):
                ranks = [rank(child.tag) for child in element]
                assert ranks == sorted(ranks), element.find(f"{KML}name")
                assert str(element.findtext(f"{KML}name")).startswith("EXERCISE ")
        styles = {f"#{style.get('id')}" for style in document.findall(f"{KML}Style")}
        assert {str(url.text) for url in document.iter(f"{KML}styleUrl")} <= styles


def rank(tag: str) -> int:
    name = tag.split("}")[1]
    return ORDER.index(name) if name in ORDER else len(ORDER)


def test_kml_tracks_are_in_time_and_where_the_node_held_them(export_of: Export, views: dict[str, View]) -> None:
    (content,) = export_of("kml", "birch").values()
    tracks = {
        str(mark.findtext(f"{KML}name")): mark.find(f"{GX}MultiTrack/{GX}Track")
        for mark in ET.fromstring(content).iter(f"{KML}Placemark")
    }
    entry = next(e for e in views["birch"].log.entries if isinstance(e.body, PictureState) and e.body.tracks)
    held = entry.body.tracks[0]  # type: ignore[attr-defined]
    track = tracks[f"EXERCISE birch track {held.name}"]
    assert track is not None
    whens = [str(when.text) for when in track.findall(f"{KML}when")]
    coords = [[float(number) for number in str(coord.text).split()] for coord in track.findall(f"{GX}coord")]
    assert len(whens) == len(coords) and whens == sorted(whens)
    lat, lon, alt_m = held.place
    assert coords[0] == pytest.approx([math.degrees(lon), math.degrees(lat), alt_m], abs=0.06)


def test_a_gap_in_a_picture_is_a_gap_on_the_map() -> None:
    """Held for ten seconds twice, with twenty between: two parts, each led on to where it was last held."""
    runs = runs_of(HeldTrack("birch", "t1", [held(0), held(30_000), held(40_000)]))
    assert [[item.from_ms for item in run] for run in runs] == [[0], [30_000, 40_000]]
    assert [time_ms for time_ms, _ in way_of(runs[1])] == [30_000, 40_000, 50_000]
    assert way_of(runs[1])[-1][1] == (7e6 + 10.0 * 1000.0, 0.0, 0.0)


def held(from_ms: int) -> Holding:
    return Holding(from_ms, from_ms + 10_000, (7e6, 0.0, 0.0), (1000.0, 0.0, 0.0), 100.0, 1.0, ("birch.s1",))


@settings(max_examples=60)
@given(
    lat_deg=st.floats(-89.9, 89.9),
    lon_deg=st.floats(-180.0, 180.0),
    major_m=st.floats(100.0, 800e3),
    ratio=st.floats(0.05, 1.0),
)
def test_a_ring_is_cut_where_the_map_ends_and_loses_no_ground(
    lat_deg: float, lon_deg: float, major_m: float, ratio: float
) -> None:
    place = Ellipse(math.radians(lat_deg), math.radians(lon_deg), major_m**2, 0.0, (ratio * major_m) ** 2)
    corners = ellipse_ring(place)
    parts = polygons(corners)
    assert parts
    for ring in parts:
        assert ring[0] == ring[-1] and twice_area(ring) > 0
        assert all(abs(lon) <= 180.0 and abs(lat) <= 90.0 for lon, lat in ring)
    semi_major_m, semi_minor_m, _ = axes_90_m(place)
    if abs(lat_deg) < 60.0 and semi_major_m < 500e3:
        true_m2 = math.pi * semi_major_m * semi_minor_m
        assert sum(area_m2(ring) for ring in parts) == pytest.approx(true_m2, rel=0.06)


def area_m2(ring: list[list[float]]) -> float:
    """Return the area of a ring by geographiclib, another author's."""
    polygon = Geodesic.WGS84.Polygon()
    for lon, lat in ring[:-1]:
        polygon.AddPoint(lat, lon)
    return float(polygon.Compute()[2])


def test_a_ring_round_the_pole_holds_the_pole() -> None:
    corners = ellipse_ring(Ellipse(math.radians(89.0), 0.3, (300e3) ** 2, 0.0, (300e3) ** 2))
    (ring,) = polygons(corners)
    assert [180.0, 90.0] in ring and [-180.0, 90.0] in ring and twice_area(ring) > 0


def test_an_ellipse_lies_as_its_covariance_says() -> None:
    east_m, north_m = 80e3, 20e3
    corners = np.degrees(ellipse_ring(Ellipse(0.5, 1.0, east_m**2, 0.0, north_m**2)))
    assert np.ptp(corners[:, 1]) > 3.0 * np.ptp(corners[:, 0])


def test_a_line_across_the_cut_is_parted_there() -> None:
    parts = lines([[179.0, 0.0, 10.0], [-179.0, 2.0, 30.0], [-178.0, 2.0, 30.0]])
    assert parts == [
        [[179.0, 0.0, 10.0], [180.0, 1.0, 20.0]],
        [[-180.0, 1.0, 20.0], [-179.0, 2.0, 30.0], [-178.0, 2.0, 30.0]],
    ]
    assert all(abs(b[0] - a[0]) < 180.0 for part in parts for a, b in pairwise(part))
