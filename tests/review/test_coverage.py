"""Coverage: outlines are where the verdict changes, polygons agree with it anywhere, pictures are marked."""

import math
from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path
from numpy.typing import NDArray

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.review.coverage import Field, Seen, alone, any_of, sensor_fields, shared, sought_of
from tocsin.review.coverage_geojson import feature_collection, grounds
from tocsin.review.coverage_map import coverage_figure, view_of_coverage
from tocsin.review.coverage_outline import STEP_DEG, area_km2, outlines, world_mesh
from tocsin.review.map_view import LocalView, WorldView
from tocsin.review.page_style import MARKING
from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.sensing.radar.look import radar_reasons
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

RADIUS_KM = MEAN_RADIUS_M / 1e3
ALTITUDES_M = (100e3, 300e3)


def cap(lat_deg: float, lon_deg: float, radius_deg: float) -> Seen:
    """Return a verdict that says seen within an angle of a place, on the sphere."""
    lat0, lon0 = math.radians(lat_deg), math.radians(lon_deg)

    def seen(lat_rad: Array, lon_rad: Array) -> BoolArray:
        cosine = math.sin(lat0) * np.sin(lat_rad) + math.cos(lat0) * np.cos(lat_rad) * np.cos(lon_rad - lon0)
        return np.asarray(cosine >= math.cos(math.radians(radius_deg)))

    return seen


def cap_km2(radius_deg: float) -> float:
    return 2.0 * math.pi * RADIUS_KM**2 * (1.0 - math.cos(math.radians(radius_deg)))


def inside(coordinates: list[list[list[list[float]]]], lon_deg: Array, lat_deg: Array) -> BoolArray:
    """Return which places lie in a multipolygon: in an odd number of its rings."""
    points = np.column_stack((lon_deg, lat_deg))
    odd = np.zeros(lon_deg.size, dtype=np.bool_)
    for ring in (ring for polygon in coordinates for ring in polygon):
        odd ^= Path(ring).contains_points(points)
    return odd


def far_from_edges(coordinates: list[list[list[list[float]]]], lon_deg: Array, lat_deg: Array) -> BoolArray:
    """Return which places lie more than a step of the mesh from every corner of a multipolygon."""
    corners = np.array([corner for polygon in coordinates for ring in polygon for corner in ring]).reshape(-1, 2)
    near = np.zeros(lon_deg.size, dtype=np.bool_)
    for lon, lat in corners:
        near |= (np.abs(lon_deg - lon) < STEP_DEG) & (np.abs(lat_deg - lat) < STEP_DEG)
    return ~near


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "radius_deg"),
    [(35.0, 60.0, 10.0), (10.0, 178.0, 20.0), (80.0, -40.0, 25.0), (-90.0, 0.0, 5.0)],
)
def test_the_area_of_a_cap_is_right_also_over_a_pole_and_the_antimeridian(
    lat_deg: float, lon_deg: float, radius_deg: float
) -> None:
    polygons = outlines(cap(lat_deg, lon_deg, radius_deg), *world_mesh())
    # chords of half a degree cut a circle of 5 degrees by a share of (0.5 / 5)^2 / 6 at most
    assert area_km2(polygons) == pytest.approx(cap_km2(radius_deg), rel=2e-3)


def test_every_corner_lies_where_the_verdict_changes() -> None:
    ((ring,),) = outlines(cap(20.0, 30.0, 12.0), *world_mesh())
    assert not ring.is_edge.any()
    cosine = math.sin(math.radians(20.0)) * np.sin(ring.lat_rad)
    cosine += math.cos(math.radians(20.0)) * np.cos(ring.lat_rad) * np.cos(ring.lon_rad - math.radians(30.0))
    # ten halvings of half a degree
    assert np.degrees(np.arccos(cosine)) == pytest.approx(12.0, abs=STEP_DEG / 2**10)


def test_a_hole_counts_off() -> None:
    outer, hole = cap(0.0, 0.0, 20.0), cap(2.0, 3.0, 5.0)
    (polygon,) = outlines(lambda lat, lon: outer(lat, lon) & ~hole(lat, lon), *world_mesh())
    assert len(polygon) == 2
    assert area_km2([polygon]) == pytest.approx(cap_km2(20.0) - cap_km2(5.0), rel=2e-3)  # chords, as above


def test_nothing_seen_has_no_outline() -> None:
    assert outlines(any_of([]), *world_mesh()) == []


def test_nations_alone_and_shared_make_up_all_that_is_seen() -> None:
    fields = [
        Field("a1", "alder", "radar", cap(0.0, 0.0, 10.0)),
        Field("a2", "alder", "infrared", cap(0.0, 5.0, 10.0)),
        Field("b1", "birch", "radar", cap(0.0, 12.0, 10.0)),
    ]
    lat, lon = np.radians(np.random.default_rng(1).uniform(-20.0, 30.0, (2, 4000)))
    parts = [alone(fields, "alder")(lat, lon), alone(fields, "birch")(lat, lon), shared(fields)(lat, lon)]
    assert np.array_equal(np.sum(parts, axis=0), any_of(fields)(lat, lon))  # each place in exactly one
    assert all(part.any() for part in parts)
    both = any_of(fields[:2])(lat, lon) & any_of(fields[2:])(lat, lon)
    assert np.array_equal(parts[2], both)  # two sensors of one nation are not shared


@pytest.fixture(scope="module")
def collection(flagship: Scenario) -> dict[str, Any]:
    found = [
        ground
        for altitude_m in ALTITUDES_M
        for item in [sought_of("mrbm", "boost", altitude_m, 0)]
        for ground in grounds(flagship, item, sensor_fields(flagship, item))
    ]
    return feature_collection(flagship, found)


def test_the_geojson_is_valid_and_marked(collection: dict[str, Any]) -> None:
    assert collection["type"] == "FeatureCollection" and "EXERCISE" in collection["name"]
    features = collection["features"]
    assert len({feature["id"] for feature in features}) == len(features) == 2 * (2 * 3 + 1)
    for feature in features:
        assert feature["type"] == "Feature" and feature["geometry"]["type"] == "MultiPolygon"
        assert "EXERCISE" in feature["properties"]["name"] and feature["properties"]["marking"] == "EXERCISE"
        for polygon in feature["geometry"]["coordinates"]:
            for index, ring in enumerate(polygon):
                assert ring[0] == ring[-1] and len(ring) >= 4
                assert all(abs(lon) <= 180.0 and abs(lat) <= 90.0 for lon, lat in ring)
                assert all(abs(b[0] - a[0]) < 180.0 for a, b in pairwise(ring)), "crosses the antimeridian"
                doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
                assert (doubled > 0.0) == (index == 0), "outer rings run counter-clockwise, holes clockwise"


@pytest.mark.parametrize("altitude_m", ALTITUDES_M)
def test_polygons_agree_with_the_verdict_at_random_places(
    flagship: Scenario, collection: dict[str, Any], altitude_m: float
) -> None:
    fields = sensor_fields(flagship, sought_of("mrbm", "boost", altitude_m, 0))
    random = np.random.default_rng(7)
    lat_deg, lon_deg = random.uniform(0.0, 80.0, 3000), random.uniform(20.0, 130.0, 3000)
    places = np.radians(lat_deg), np.radians(lon_deg)
    for feature in collection["features"]:
        told = feature["properties"]
        if told["altitude_km"] * 1e3 != altitude_m:
            continue
        own = [
            field for field in fields if field.nation == told["nation"] and told["sensor_kind"] in (field.kind, "any")
        ]
        verdict = shared(fields) if told["nation"] == "shared" else any_of(own)
        rings = feature["geometry"]["coordinates"]
        asked = far_from_edges(rings, lon_deg, lat_deg)
        assert asked.mean() > 0.9
        wrong = (inside(rings, lon_deg, lat_deg) != verdict(*places)) & asked
        assert not wrong.any(), feature["id"]
        assert verdict(*places)[asked].any(), feature["id"]


def test_a_field_is_the_sensors_own_verdict(small: ModuleType) -> None:
    scenario = small.scenario()
    field = sensor_fields(scenario, sought_of("mrbm", "coast", 300e3, 0))[0]
    assert (field.sensor_id, field.nation, field.kind) == ("a-radar", "alder", "radar")
    from_ecef = scenario.nodes[0].radars[0]
    lat, lon = np.radians(np.array([36.0, 36.0])), np.radians(np.array([58.0, 40.0]))
    n = 6378137.0 / np.sqrt(1.0 - 6.69437999014e-3 * np.sin(lat) ** 2)  # WGS 84, written out
    x, y = (n + 300e3) * np.cos(lat) * np.cos(lon), (n + 300e3) * np.cos(lat) * np.sin(lon)
    z = (n * (1.0 - 6.69437999014e-3) + 300e3) * np.sin(lat)
    scene = Scene(np.column_stack((x, y, z)), np.zeros((2, 3)), np.full(2, 0.1), np.zeros(2), np.arange(2))
    expected = radar_reasons(from_ecef, scene) == Reason.SEEN
    assert field.seen(lat, lon).tolist() == expected.tolist() == [True, False]


def test_a_radar_covers_its_sector_to_its_lowest_beam(small: ModuleType) -> None:
    fields = sensor_fields(small.scenario(), sought_of("mrbm", "boost", 300e3, 0))
    found = area_km2(outlines(next(f for f in fields if f.sensor_id == "b-radar").seen, *world_mesh()))
    # by hand, beam 3 deg, body 300 km up: the reach seen from the centre is 14.50 deg along a straight line
    # (acos(6371 / 6671 cos 3) - 3), and 16.40 deg with the four-thirds Earth's whole bending (12.2984 * 4 / 3);
    # a third of either cap, less what lies above 85 deg; the air bends less at that height than four-thirds has it
    assert cap_km2(14.50) / 3.0 * 0.995 < found < cap_km2(16.40) / 3.0


def test_a_geostationary_satellite_sees_the_cap_that_geometry_gives(small: ModuleType) -> None:
    fields = sensor_fields(small.scenario(), sought_of("mrbm", "boost", 100e3, 0))
    found = area_km2(outlines(next(f for f in fields if f.kind == "infrared").seen, *world_mesh()))
    # by hand: acos(6371 / 42164) + acos(6371 / 6471) = 91.39 deg; the ellipsoid against the sphere: 0.6 %
    assert found == pytest.approx(cap_km2(91.39), rel=6e-3)


def test_only_radars_see_a_coasting_payload(small: ModuleType) -> None:
    fields = sensor_fields(small.scenario(), sought_of("mrbm", "coast", 100e3, 0))
    areas = {field.sensor_id: area_km2(outlines(field.seen, *world_mesh())) for field in fields}
    assert areas["a-eye"] == 0.0 and areas["a-radar"] > 0.0


def test_satellites_stand_where_they_are_at_the_time_asked_for() -> None:
    scenario = load_scenario("quiet-sky")
    areas = []
    for time_ms in (0, 3_600_000):
        fields = sensor_fields(scenario, sought_of("mrbm", "boost", 100e3, time_ms))
        areas.append([area_km2(outlines(f.seen, *world_mesh())) for f in fields if f.sensor_id == "alder-north-1"])
    assert areas[0] != areas[1]


def test_the_map_is_marked_and_says_class_height_and_time(small: ModuleType) -> None:
    figure = coverage_figure(small.scenario(), sought_of("mrbm", "coast", 300e3, 90_000))
    words = [text.get_text() for text in figure.texts]
    assert words.count(MARKING) == 2
    for part in ("mrbm", "300 km up", "coasting"):
        assert part in words[2]
    assert "exercise time 1:30" in words[3]
    legend = [text.get_text() for part in figure.legends for text in part.get_texts()]
    assert legend[:3] == ["seen by Alder only", "seen by Birch only", "seen by both"]
    assert {text.get_text() for text in figure.axes[0].texts} >= {"a-radar", "b-radar"}


def test_the_view_is_local_for_radars_and_the_world_for_a_whole_hemisphere(small: ModuleType) -> None:
    scenario = small.scenario()
    coast, boost = (sensor_fields(scenario, sought_of("mrbm", phase, 100e3, 0)) for phase in ("coast", "boost"))
    assert isinstance(view_of_coverage(scenario, coast), LocalView)
    assert isinstance(view_of_coverage(scenario, boost), WorldView)
