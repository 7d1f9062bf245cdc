"""Write the fictional worlds: invented land, nations and cities.

``world.geojson`` is the shipped world of 26 nations; ``many.geojson`` is a planet of its own with an island for each
of 26, for exercises of many nations. They hold what the engine asks for: whose ground a place is. Beside each, in the
folders ``home`` and ``many``, lies what pages and reports draw: coasts, borders, cities and waters as GeoJSON, and
pictures by day, by night and on paper. The same tables and seed always give the same worlds.

Run ``.venv/bin/python -m scripts.make_world`` after changing a table in ``scripts/world``; it takes a few minutes.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scripts.world.land import Ground, Land, make_land
from scripts.world.nations import HOME, MANY, Seed
from scripts.world.paint import DAY, PAPER, Picture, climate_of, night_of, painted
from scripts.world.relief import make_relief
from scripts.world.rings import continent_rings, label_of, place_cities
from scripts.world.vectors import border_features, city_features, land_features, water_features
from scripts.world.waters import CAPES, HOME_WATERS, MANY_WATERS, OPEN_WATER, Water

Array = NDArray[np.float64]

SEED = 1914
WORLD_FILE = Path(__file__).parents[1] / "src" / "tocsin" / "scenario" / "world" / "world.geojson"
MANY_FILE = WORLD_FILE.with_name("many.geojson")


HOME_ROWS, MANY_ROWS = 2048, 1024  # of the pictures; the land is drawn on the same grid
SMALL = (2048, 1024)
# quality of WebP: 75 is the format's own default, more keeps the grain of the land
QUALITY = {"day": 90, "day-small": 86, "light": 86, "night": 84}


def main() -> None:
    """Write both worlds."""
    home, many = make_features(SEED), make_features(SEED, MANY)
    write(WORLD_FILE, "EXERCISE fictional world", home)
    write(MANY_FILE, "EXERCISE fictional world of many nations", many)
    for name in ("home", "many"):
        ground, rows = ground_of(name)
        land = make_land(ground, rows)
        for file, features in drawn_features(name, ground, land).items():
            write(WORLD_FILE.parent / name / f"{file}.geojson", f"EXERCISE fictional world: {file}", features)
        for file, picture in pictures(ground, land).items():
            save(WORLD_FILE.parent / name / f"{file}.webp", picture, QUALITY[file])


def ground_of(name: str) -> tuple[Ground, int]:
    """Return what the land of a world is drawn from, and how many rows its grid has."""
    is_home = name == "home"
    features = make_features(SEED, HOME if is_home else MANY)
    rings, places = rings_of(features), np.array([lat_lon(item) for item in features if kind_of(item) == "city"])
    if is_home:
        return Ground(SEED, rings, places, CAPES, OPEN_WATER), HOME_ROWS
    return Ground(SEED + 500, rings, places), MANY_ROWS


def drawn_features(name: str, ground: Ground, land: Land) -> dict[str, list[dict[str, object]]]:
    """Return file name -> features of what a page draws of a world."""
    tables: tuple[Sequence[Sequence[Seed]], Sequence[Water]]
    tables = (HOME, HOME_WATERS) if name == "home" else (MANY, MANY_WATERS)
    capitals = {seed.cities[0] for continent in tables[0] for seed in continent}
    return {
        "land": land_features(land),
        "borders": border_features(ground.rings, land),
        "cities": city_features(make_features(SEED, tables[0]), capitals),
        "seas": water_features(tables[1]),
    }


def pictures(ground: Ground, land: Land) -> dict[str, Picture]:
    """Return file name -> picture of a world."""
    relief = make_relief(land, ground.seed)
    climate = climate_of(land, relief, ground.seed)
    day = painted(land, relief, climate, DAY, ground.seed)
    found = {"day": day, "light": painted(land, relief, climate, PAPER, ground.seed)}
    return found | {"night": night_of(day, land, ground, climate), "day-small": day}


def save(file: Path, picture: Picture, quality: int) -> None:
    """Write a picture as WebP."""
    image = Image.fromarray((np.clip(picture, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))
    if file.stem == "day-small":
        image = image.resize(SMALL, Image.Resampling.LANCZOS)
    image.save(file, quality=quality, method=4)


def rings_of(features: Sequence[dict[str, object]]) -> dict[str, Array]:
    """Return nation -> (k, 2) lat/lon ring in degrees."""
    return {str(item["id"]): lat_lon(item, 0)[:-1] for item in features if kind_of(item) == "nation"}


def lat_lon(feature: dict[str, object], *index: int) -> Array:
    """Return the coordinates of a feature, latitude first."""
    geometry = feature["geometry"]
    assert isinstance(geometry, dict)
    lon_lat = np.array(geometry["coordinates"][index[0]] if index else geometry["coordinates"])
    return np.ascontiguousarray(lon_lat[..., ::-1])


def kind_of(feature: dict[str, object]) -> str:
    """Return what a feature is."""
    told = feature["properties"]
    assert isinstance(told, dict)
    return str(told["kind"])


def write(file: Path, name: str, features: Sequence[dict[str, object]]) -> None:
    """Write a world, one feature a line, so that a change of one nation is a change of few lines."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    head = f'{{"type": "FeatureCollection", "name": "{name}", "marking": "EXERCISE", "features": [\n'
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(head + lines + "\n]}\n", encoding="utf-8")


def make_features(seed: int, continents: Sequence[Sequence[Seed]] = HOME) -> list[dict[str, object]]:
    """Return every nation and city as a GeoJSON feature, nations first, each kind in order of its id."""
    nations: list[dict[str, object]] = []
    cities: list[dict[str, object]] = []
    for continent in continents:
        rings = continent_rings(continent, seed)
        for land, ring in zip(continent, rings, strict=True):
            places = place_cities(ring, land, random.Random(f"{seed} cities {land.nation}"))
            nations.append(nation_feature(land, ring))
            cities += [city_feature(land, name, point) for name, point in zip(land.cities, places, strict=True)]
    return sorted(nations, key=feature_id) + sorted(cities, key=feature_id)


def nation_feature(land: Seed, ring: Array) -> dict[str, object]:
    """Return a nation as a GeoJSON polygon."""
    label = label_of(ring)
    corners = [[float(lon), float(lat)] for lat, lon in np.vstack([ring, ring[:1]])]
    return {
        "type": "Feature",
        "id": land.nation,
        "properties": {
            "kind": "nation",
            "id": land.nation,
            "name": land.nation.capitalize(),
            "label_lat": float(label[0]),
            "label_lon": float(label[1]),
        },
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }


def city_feature(land: Seed, name: str, point: Array) -> dict[str, object]:
    """Return a city as a GeoJSON point."""
    city_id = f"{land.nation}-{name.lower().replace(' ', '-')}"
    return {
        "type": "Feature",
        "id": city_id,
        "properties": {
            "kind": "city",
            "id": city_id,
            "name": name,
            "nation": land.nation,
            "label_lat": float(point[0]),
            "label_lon": float(point[1]),
        },
        "geometry": {"type": "Point", "coordinates": [float(point[1]), float(point[0])]},
    }


def feature_id(feature: dict[str, object]) -> str:
    """Return a feature's id, to sort by."""
    return str(feature["id"])


if __name__ == "__main__":
    main()
