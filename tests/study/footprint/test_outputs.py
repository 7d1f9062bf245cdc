"""What leaves: GeoJSON, numbers and the picture.  EXERCISE everywhere, no launch place anywhere."""

import json
import math
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from tocsin.review.page_style import MARKING as PIXELS
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.figure import NOTHING_ADDED, footprint_figure, heading, panels_of
from tocsin.study.footprint.footprint import KINDS, Footprint
from tocsin.study.footprint.geojson import feature_collection
from tocsin.study.footprint.ground import LEVELS, Outliner, Row, rows_of, runs_of
from tocsin.study.footprint.places import inside


@pytest.fixture(scope="module")
def drawn(found: Footprint, flagship: Scenario) -> Outliner:
    return Outliner(found, flagship)


@pytest.fixture(scope="module")
def collection(found: Footprint, flagship: Scenario, drawn: Outliner) -> dict[str, Any]:
    return feature_collection(flagship, found, drawn)


def corners(feature: dict[str, Any]) -> np.ndarray:
    """Return longitudes and latitudes (k, 2), deg, of every corner of a feature."""
    rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
    return np.vstack([np.empty((0, 2)), *(np.array(ring) for ring in rings)])


def test_every_name_in_the_geojson_says_exercise(collection: dict[str, Any]) -> None:
    assert collection["name"].startswith("EXERCISE") and collection["marking"] == "EXERCISE"
    for feature in collection["features"]:
        assert feature["properties"]["name"].startswith("EXERCISE")
        assert feature["properties"]["marking"] == "EXERCISE"


def test_no_launch_and_no_place_of_one_is_in_the_geojson(collection: dict[str, Any], flagship: Scenario) -> None:
    text = json.dumps(collection)
    for launch in flagship.launches:
        assert f'"{launch.launch_id}"' not in text
        assert launch.nation not in text
        assert launch.vehicle_class not in text
    starts = np.degrees([[area.lon_rad, area.lat_rad] for area in flagship.launch_areas])
    for feature in collection["features"]:
        points = corners(feature)
        if len(points):
            gaps_deg = np.abs(points[:, None] - starts).max(axis=2)
            assert gaps_deg.min() > 5.0  # the parties' land begins far from where anything lifts off


def test_only_what_is_warned_or_defended_or_added_is_a_feature(collection: dict[str, Any]) -> None:
    kinds = {feature["properties"]["kind"] for feature in collection["features"]}
    assert kinds == {*KINDS, *(f"{kind}-gained" for kind in KINDS)}
    assert len({feature["id"] for feature in collection["features"]}) == len(collection["features"])


def test_outlines_hold_as_much_ground_as_the_places_counted(found: Footprint, drawn: Outliner) -> None:
    # two ways to the same number: polygons with smooth edges, and whole places of a coarse grid
    from tocsin.review.coverage_outline import area_km2  # noqa: PLC0415

    for row in rows_of(found):
        index = found.nations.index(row.nation)
        for (kind, level), km2 in row.km2.items():
            polygons = drawn.at_least(kind, row.rung, index, level)
            assert area_km2(polygons) == pytest.approx(km2, rel=0.25, abs=0.04 * row.land_km2)


def test_what_a_rung_adds_is_on_it_and_not_on_the_one_before(found: Footprint, drawn: Outliner) -> None:
    birch = found.nations.index("birch")
    assert not drawn.gained("warned", (0, 1), birch, LEVELS[0])  # notices of a third state's launches: there are none
    assert drawn.gained("warned", (2, 3), birch, LEVELS[0])
    after, before = (found.shares["warned"][rung, birch] >= LEVELS[0] for rung in (3, 2))
    assert (after & ~before).any()


def test_outlines_keep_to_own_land(found: Footprint, drawn: Outliner, flagship: Scenario) -> None:
    land = next(item for item in flagship.geography.territories if item.nation == "birch")
    polygons = drawn.at_least("warned", 6, found.nations.index("birch"), LEVELS[0])
    middle = np.array([[ring.lat_rad.mean(), ring.lon_rad.mean()] for polygon in polygons for ring in polygon[:1]])
    assert inside(land, middle[:1, 0].copy(), middle[:1, 1].copy()).all()
    for ring in (ring for polygon in polygons for ring in polygon):
        assert ring.lat_rad.min() > land.box_rad[0] - 1e-3 and ring.lon_rad.max() < land.box_rad[3] + 1e-3


def row(rung: int, share: float) -> Row:
    km2 = {(kind, level): share * 100.0 for kind in KINDS for level in LEVELS}
    return Row(rung, "elm", 100.0, km2, dict.fromkeys(km2, 0.0), dict.fromkeys(KINDS, math.nan), 0.0)


def test_rungs_on_which_nothing_changes_share_a_map() -> None:
    rows = [row(rung, share) for rung, share in enumerate([0.1, 0.1, 0.102, 0.3, 0.3, 0.5, 0.5])]
    assert runs_of(rows, "warned") == [(0, 2), (3, 4), (5, 6)]
    assert [panel.before for panel in panels_of(rows, "warned")] == [-1, 2, 4]
    assert runs_of([row(rung, 0.2) for rung in range(7)], "defended") == [(0, 6)]


def test_the_picture_says_exercise_and_what_each_map_is_of(
    found: Footprint, flagship: Scenario, drawn: Outliner
) -> None:
    figure: Figure = footprint_figure(flagship, found, drawn)
    words = [text.get_text() for text in figure.texts]
    assert words.count(PIXELS) == 2
    assert "Warned at least 12 minutes before impact" in words
    assert NOTHING_ADDED in words  # the flagship's doctrine defends own ground alone
    for panel in panels_of(list(rows_of(found)), "warned"):
        assert heading(found, panel) in words
    assert not any(launch.launch_id in word.split() for launch in flagship.launches for word in words)
