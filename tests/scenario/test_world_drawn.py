"""The land that maps draw: it bears every nation and every declared place, and no real name is on it."""

import io
import itertools
import json
import math
import runpy
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from scripts.world.land import Land
from tocsin.scenario.atlas import WORLD_FILES, Array, WorldName, load_atlas, nation_at
from tocsin.scenario.build import load_scenario
from tocsin.scenario.cast import cast_atlas
from tocsin.scenario.world_files import (
    PICTURE_FILES,
    VECTOR_FILES,
    drawn_world,
    vector_bytes,
    world_bytes,
    world_name_of,
)

LIBRARY = Path(str(files("tocsin.scenario").joinpath("library")))
WORLDS = tuple(WORLD_FILES)
FRINGE_DEG = 3.0  # the land about a nation's ring reaches no farther out than this
REAL = (Path(__file__).parent / "real_cities.txt").read_text(encoding="utf-8").split("\n")


def features(world: WorldName, file: str) -> list[dict[str, Any]]:
    told = json.loads(world_bytes(world, f"{file}.geojson"))
    assert told["marking"] == "EXERCISE"
    found: list[dict[str, Any]] = told["features"]
    return found


def is_land(world: WorldName, lat_deg: Array, lon_deg: Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return whether places are on the drawn land: an odd number of coasts and lake shores to the east."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    odd = np.zeros(len(lat), np.bool_)
    for ring in itertools.chain.from_iterable(drawn_world(world).lands):
        for (lat0, lon0), (lat1, lon1) in itertools.pairwise(ring):
            if lat0 != lat1:
                crosses = (lat0 > lat) != (lat1 > lat)
                odd ^= crosses & (lon < lon0 + (lat - lat0) / (lat1 - lat0) * (lon1 - lon0))
    return odd


def coast_gap_deg(world: WorldName, lat_deg: float, lon_deg: float) -> float:
    """Return how far the nearest corner of a coast is."""
    corners = np.degrees(np.vstack(list(itertools.chain.from_iterable(drawn_world(world).lands))))
    east = (corners[:, 1] - lon_deg) * math.cos(math.radians(lat_deg))
    return float(np.hypot(corners[:, 0] - lat_deg, east).min())


def declared() -> Iterator[tuple[str, WorldName, str, float, float, str]]:
    """Yield scenario, world, what, latitude, longitude and nation of everything that stands on the ground."""
    for file in sorted(LIBRARY.glob("*.toml")):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        world = told["scenario"].get("world", "home")
        for kind in ("radar", "skywave", "battery"):
            for part in told.get(kind, []):
                afloat = "ship" in part["id"] or "patrol" in part
                if "lat_deg" in part and not afloat:
                    yield file.stem, world, part["id"], part["lat_deg"], part["lon_deg"], part["nation"]


def afloat() -> Iterator[tuple[str, str, float, float]]:
    """Yield scenario, what, latitude and longitude of ships, and of where launches begin and end at sea."""
    for file in sorted(LIBRARY.glob("*.toml")):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        for part in [*told.get("radar", []), *told.get("battery", []), *told.get("area", [])]:
            if "ship" in part["id"] and "lat_deg" in part:
                yield file.stem, part["id"], part["lat_deg"], part["lon_deg"]
        for launch in told.get("launch", []):
            for end in ("start", "end"):
                place = launch.get(end, {})
                if "lat_deg" in place and owner("home", place["lat_deg"], place["lon_deg"]) is None:
                    yield file.stem, f"{launch['id']}.{end}", place["lat_deg"], place["lon_deg"]


def owner(world: WorldName, lat_deg: float, lon_deg: float) -> str | None:
    return nation_at(load_atlas(world), math.radians(lat_deg), math.radians(lon_deg))


def nearest_nation(world: WorldName, lat_deg: float, lon_deg: float) -> tuple[str, float]:
    """Return the nation whose ring is nearest, and how far (deg) its nearest corner is."""

    def gap(ring_rad: Array) -> float:
        lat, lon = np.degrees(ring_rad).T
        return float(np.hypot(lat - lat_deg, (lon - lon_deg) * math.cos(math.radians(lat_deg))).min())

    return min(
        ((item.nation, gap(item.ring_rad)) for item in load_atlas(world).territories), key=lambda pair: pair[1]
    )


@pytest.mark.parametrize("world", WORLDS)
def test_the_ground_of_every_nation_is_drawn_as_land(world: WorldName) -> None:
    chance = np.random.Generator(np.random.Philox(5))
    lakes = inside = 0
    for territory in load_atlas(world).territories:
        low, high = np.degrees(territory.ring_rad.min(axis=0)), np.degrees(territory.ring_rad.max(axis=0))
        places = low + (high - low) * chance.random((120, 2))
        own = np.array([owner(world, *place) == territory.nation for place in places])
        dry = is_land(world, *places[own].T)
        inside, lakes = inside + len(dry), lakes + int(np.count_nonzero(~dry))
        near_coast = np.degrees((territory.ring_rad * 0.98 + territory.ring_rad.mean(axis=0) * 0.02)[::7])
        assert np.mean(is_land(world, *near_coast.T)) > 0.9, territory.nation
    assert inside > 1000
    assert lakes / inside < 0.03  # a lake is the only thing that is not


def test_what_stands_on_the_ground_stands_on_land_of_its_nation() -> None:
    found = list(declared())
    assert len(found) > 40
    for scenario, world, what, lat_deg, lon_deg, nation in found:
        assert is_land(world, np.array([lat_deg]), np.array([lon_deg]))[0], f"{scenario}: {what}"
        holder = owner(world, lat_deg, lon_deg)
        if holder is None:  # a cape off the ring: the nearest nation's
            holder, gap_deg = nearest_nation(world, lat_deg, lon_deg)
            assert gap_deg < FRINGE_DEG
        assert holder == nation, f"{scenario}: {what}"


def test_ships_and_what_begins_or_ends_at_sea_are_at_sea() -> None:
    found = list(afloat())
    assert len(found) > 8
    for scenario, what, lat_deg, lon_deg in found:
        assert not is_land("home", np.array([lat_deg]), np.array([lon_deg]))[0], f"{scenario}: {what}"


@pytest.mark.parametrize("world", WORLDS)
def test_every_city_is_on_dry_land_and_drawn_where_the_atlas_has_it(world: WorldName) -> None:
    places = load_atlas(world).places
    assert is_land(world, *np.degrees([(place.lat_rad, place.lon_rad) for place in places]).T).all()
    drawn = {item["properties"]["name"]: item for item in features(world, "cities")}
    assert set(drawn) == {place.name for place in places}
    for place in places:
        assert drawn[place.name]["properties"]["nation"] == place.nation
        np.testing.assert_allclose(
            np.radians(drawn[place.name]["geometry"]["coordinates"]), [place.lon_rad, place.lat_rad]
        )
    capitals = [item["properties"]["nation"] for item in drawn.values() if item["properties"]["is_capital"]]
    assert sorted(capitals) == [territory.nation for territory in load_atlas(world).territories]


@pytest.mark.parametrize("world", WORLDS)
def test_names_of_waters_lie_at_sea(world: WorldName) -> None:
    waters = drawn_world(world).waters
    assert len(waters) >= 12
    assert not is_land(world, *np.degrees([(water.lat_rad, water.lon_rad) for water in waters]).T).any()


def test_no_name_is_given_twice_or_is_a_real_place() -> None:
    names = [place.name for place in load_atlas().places] + [water.name for water in drawn_world("home").waters]
    assert len({name.lower() for name in names}) == len(names)
    every = {name.lower() for name in [*names, *(place.name for place in load_atlas("many").places)]}
    every |= {water.name.lower() for water in drawn_world("many").waters}
    assert len(REAL) > 300
    assert not every & {name.strip().lower() for name in REAL}


def test_borders_lie_between_nations_that_share_corners() -> None:
    rings = {item.nation: set(map(tuple, item.ring_rad)) for item in load_atlas().territories}
    neighbours = {pair for pair in itertools.combinations(rings, 2) if len(rings[pair[0]] & rings[pair[1]]) > 1}
    lines = features("home", "borders")
    assert {tuple(item["properties"]["between"]) for item in lines} == neighbours
    for item in lines:
        lon, lat = np.array(item["geometry"]["coordinates"]).T
        assert is_land("home", lat[2:-2], lon[2:-2]).mean() > 0.75, item["id"]
    assert features("many", "borders") == []


@pytest.mark.parametrize("world", WORLDS)
def test_no_ring_crosses_the_antimeridian_and_all_are_closed(world: WorldName) -> None:
    for ring in itertools.chain.from_iterable(drawn_world(world).lands):
        assert (ring[0] == ring[-1]).all()
        assert np.abs(ring[:, 1]).max() <= math.pi
        edges = np.abs(np.diff(ring[:, 1]))
        assert (edges[np.abs(ring[:-1, 0]) < 1.5] < math.radians(60.0)).all()


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", ["day", "day-small", "light"])
def test_a_picture_agrees_with_the_coasts(world: WorldName, name: str) -> None:
    image = Image.open(io.BytesIO(world_bytes(world, f"{name}.webp")))
    assert image.size == ((4096, 2048) if world == "home" and name != "day-small" else (2048, 1024))
    red, _, blue = np.moveaxis(np.asarray(image.convert("RGB"), dtype=float), 2, 0)
    chance = np.random.Generator(np.random.Philox(6))
    lat, lon = np.degrees(np.arcsin(chance.uniform(-0.8, 0.85, 3000))), chance.uniform(-179.0, 179.0, 3000)
    dry = is_land(world, lat, lon)
    far = np.array([coast_gap_deg(world, *place) > 0.35 for place in zip(lat, lon, strict=True)])
    row = ((90.0 - lat) / 180.0 * image.height).astype(int)
    col = ((lon + 180.0) / 360.0 * image.width).astype(int)
    cold = (blue - red)[row, col]  # the sea is bluer than any land but snow
    assert np.mean(cold[far & ~dry] > 6.0) > 0.99
    assert np.mean(cold[far & dry & (np.abs(lat) < 45.0)] < 12.0) > 0.95


def test_the_pictures_stay_small() -> None:
    size = {(world, name): len(world_bytes(world, f"{name}.webp")) for world in WORLDS for name in PICTURE_FILES}
    assert size["home", "day"] + size["home", "day-small"] + size["home", "light"] < 1_500_000
    assert size["home", "night"] < 600_000
    vectors = sum(len(world_bytes(world, f"{name}.geojson")) for world in WORLDS for name in VECTOR_FILES)
    assert sum(size.values()) + vectors < 4_000_000


def test_under_a_cast_the_names_swap_and_the_land_stays() -> None:
    atlas = cast_atlas(load_atlas(), {"alder": "elm", "elm": "alder"})
    assert world_name_of(atlas) == "home"
    cities = {
        item["properties"]["name"]: item["properties"]["nation"]
        for item in json.loads(vector_bytes(atlas, "cities"))["features"]
    }
    assert cities["Oslavette"] == "elm"
    assert cities["Corvandis"] == "alder"
    assert cities["Velmarune"] == "birch"
    borders = json.loads(vector_bytes(atlas, "borders"))["features"]
    assert ["elm", "cedar"] in [item["properties"]["between"] for item in borders]
    assert vector_bytes(atlas, "land") == world_bytes("home", "land.geojson")


def test_a_scenario_knows_its_world() -> None:
    assert world_name_of(load_scenario("first-seen-by-partner").atlas) == "home"
    assert world_name_of(load_atlas("many")) == "many"


@pytest.mark.slow
def test_the_coasts_of_the_planet_of_islands_are_what_the_script_draws() -> None:
    script = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "make_world.py"))
    ground, rows = script["ground_of"]("many")
    drawn = script["drawn_features"]("many", ground, script["make_land"](ground, rows))
    shapes = drawn["land"]
    ours = features("many", "land")
    # Noise is compiled: on another processor a corner of a coast may be kept or left out, no more.
    assert abs(len(ours) - len(shapes)) <= 2
    sizes = [len(item["geometry"]["coordinates"][0]) for item in (*ours[:20], *shapes[:20])]
    np.testing.assert_allclose(sizes[:20], sizes[20:], rtol=0.1)
    for file in ("borders", "cities", "seas"):
        assert json.loads(json.dumps(drawn[file])) == features("many", file)


def test_borders_cities_and_waters_are_what_the_script_draws() -> None:
    script = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "make_world.py"))
    ground, _ = script["ground_of"]("home")
    nothing = Land(*(np.full(shape, 1.0, np.float32) for shape in ((64, 128), (64, 128), (64, 128), (3, 64, 128))))
    drawn = script["drawn_features"]("home", ground, nothing)
    for file in ("cities", "seas"):
        assert json.loads(json.dumps(drawn[file])) == features("home", file)
    ours = [item["properties"] for item in features("home", "borders")]
    assert [item["properties"] for item in drawn["borders"]] == ours
