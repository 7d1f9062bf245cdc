import json
import math
import runpy
from pathlib import Path

import numpy as np
import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import atlas_from_geojson, load_atlas, nation_at

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_world.py"
NAMES = (
    "alder birch cedar dogwood elm fir ginkgo hazel ironwood juniper kapok larch maple nutmeg oak pine quince rowan "
    "spruce teak ulmo vatica willow xylosma yew zelkova"
)
TREES = NAMES.split(" ")


def test_the_world_has_one_territory_for_each_nation_in_order_of_id() -> None:
    assert [territory.nation for territory in load_atlas().territories] == TREES
    assert len(TREES) == 26


def test_each_nation_has_four_to_six_cities_inside_its_own_borders() -> None:
    atlas = load_atlas()
    for nation in TREES:
        own = [place for place in atlas.places if place.nation == nation]
        assert 4 <= len(own) <= 6
        assert all(nation_at(atlas, place.lat_rad, place.lon_rad) == nation for place in own)


def test_no_two_places_share_a_name() -> None:
    names = [place.name for place in load_atlas().places]
    assert len(set(names)) == len(names)


def test_open_sea_belongs_to_nobody() -> None:
    assert nation_at(load_atlas(), math.radians(0.0), math.radians(-150.0)) is None


@pytest.mark.parametrize(
    ("nation", "lat_deg", "lon_deg"),
    [("alder", 48, 52), ("cedar", 29, 52), ("birch", 38, 87), ("fir", 60, 95), ("oak", -40, -65)],
)
def test_a_nation_owns_the_middle_it_is_drawn_about(nation: str, lat_deg: float, lon_deg: float) -> None:
    assert nation_at(load_atlas(), math.radians(lat_deg), math.radians(lon_deg)) == nation


def test_rings_have_60_to_170_corners_and_run_counter_clockwise() -> None:
    for territory in load_atlas().territories:
        lat, lon = territory.ring_rad.T
        assert 60 <= len(lat) <= 170
        assert np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat) > 0.0


def test_no_point_belongs_to_two_nations() -> None:
    atlas = load_atlas()
    for territory in atlas.territories:
        others = type(atlas)(tuple(other for other in atlas.territories if other is not territory), ())
        middles = (territory.ring_rad.mean(axis=0) + territory.ring_rad) / 2.0
        own = [tuple(point) for point in middles if nation_at(atlas, *point) == territory.nation]
        assert own
        assert all(nation_at(others, *point) is None for point in own)


def test_neighbours_share_their_border_to_the_last_digit() -> None:
    rings = {territory.nation: set(map(tuple, territory.ring_rad)) for territory in load_atlas().territories}
    assert len(rings["alder"] & rings["cedar"]) >= 10
    assert len(rings["birch"] & rings["fir"]) >= 10


def test_the_shipped_world_is_what_the_script_draws() -> None:
    script = runpy.run_path(str(SCRIPT))
    shipped = json.loads(script["WORLD_FILE"].read_text(encoding="utf-8"))
    drawn = script["make_features"](script["SEED"])
    assert [feature["properties"]["name"] for feature in shipped["features"]] == [
        feature["properties"]["name"] for feature in drawn
    ]
    for ours, theirs in zip(shipped["features"], drawn, strict=True):
        # Coordinates are rounded to 0.001 deg: another processor's sine may tip a rounding, no more.
        np.testing.assert_allclose(
            np.ravel(ours["geometry"]["coordinates"]),
            np.ravel(theirs["geometry"]["coordinates"]),
            atol=1.5e-3,
            rtol=0,
        )


def test_the_world_file_says_that_it_is_an_exercise() -> None:
    script = runpy.run_path(str(SCRIPT))
    world = json.loads(script["WORLD_FILE"].read_text(encoding="utf-8"))
    assert world["marking"] == "EXERCISE"
    assert world["name"].startswith("EXERCISE")


def test_a_feature_without_a_key_is_named() -> None:
    text = json.dumps({"features": [{"properties": {"kind": "nation", "id": "yew"}, "geometry": {}}]})
    with pytest.raises(ScenarioError, match=r"yew\.geojson: feature 1 lacks the key 'coordinates'"):
        atlas_from_geojson(text, "yew.geojson")


def test_a_feature_of_unknown_kind_is_named() -> None:
    text = json.dumps({"features": [{"properties": {"kind": "moon"}}]})
    with pytest.raises(ScenarioError, match="kind = 'moon' must be 'nation' or 'city'"):
        atlas_from_geojson(text, "yew.geojson")


def test_the_world_of_many_nations_has_26_of_them_with_three_cities_each_on_their_own_land() -> None:
    atlas = load_atlas("many")
    names = [territory.nation for territory in atlas.territories]
    assert names == sorted(names)
    assert len(names) == 26
    for nation in names:
        own = [place for place in atlas.places if place.nation == nation]
        assert len(own) == 3
        assert all(nation_at(atlas, place.lat_rad, place.lon_rad) == nation for place in own)
    assert len({place.name for place in atlas.places}) == 78


def test_the_shipped_world_of_many_nations_is_what_the_script_draws() -> None:
    script = runpy.run_path(str(SCRIPT))
    shipped = json.loads(script["MANY_FILE"].read_text(encoding="utf-8"))
    for ours, theirs in zip(
        shipped["features"], script["make_features"](script["SEED"], script["MANY"]), strict=True
    ):
        assert ours["properties"]["name"] == theirs["properties"]["name"]
        np.testing.assert_allclose(  # rounding, as above
            np.ravel(ours["geometry"]["coordinates"]),
            np.ravel(theirs["geometry"]["coordinates"]),
            atol=1.5e-3,
            rtol=0,
        )
