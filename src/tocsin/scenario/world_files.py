"""What pages and reports draw of the fictional worlds: coasts, borders, names and pictures, beside the atlas."""

import functools
import importlib.resources
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.atlas import WORLD_FILES, Atlas, WorldName, load_atlas

Array = NDArray[np.float64]

VECTOR_FILES = ("land", "borders", "cities", "seas")
NAMING_FILES = ("borders", "cities")  # those that name nations
PICTURE_FILES = ("day", "day-small", "light", "night")


@dataclass(frozen=True, slots=True, eq=False)
class Water:
    """A named water and where a map writes its name; ``kind`` is ocean, sea, gulf or strait."""

    name: str
    kind: str
    lat_rad: float
    lon_rad: float


@dataclass(frozen=True, slots=True, eq=False)
class DrawnWorld:
    """What a map draws of a world.

    Parameters
    ----------
    lands : tuple of tuples of (k, 2) float64, rad
        Latitude and longitude of the coasts, closed: of each piece of land the outer one, then its lakes.
    borders : tuple of (k, 2) float64, rad
        Lines between nations.
    waters : tuple of Water
    """

    lands: tuple[tuple[Array, ...], ...]
    borders: tuple[Array, ...]
    waters: tuple[Water, ...]


def world_name_of(atlas: Atlas) -> WorldName:
    """Return which shipped world an atlas is, under whatever names a cast gave its nations; ``home`` if none is."""
    for name in WORLD_FILES:
        ours = load_atlas(name).territories
        if len(ours) == len(atlas.territories) and all(
            one.ring_rad is other.ring_rad for one, other in zip(ours, atlas.territories, strict=True)
        ):
            return name
    return "home"


def world_bytes(world: WorldName, file: str) -> bytes:
    """Return a file of a world, such as ``land.geojson``."""
    return importlib.resources.files("tocsin.scenario").joinpath("world", world, file).read_bytes()


def vector_bytes(atlas: Atlas, file: str) -> bytes:
    """Return a GeoJSON file of an atlas's world, its nations under the names that the cast gave them.

    ``nations`` is no file: it is made of the atlas, the place of each nation's name.
    """
    if file == "nations":
        return nation_labels(atlas)
    world = world_name_of(atlas)
    names = {
        ours.nation: cast.nation
        for ours, cast in zip(load_atlas(world).territories, atlas.territories, strict=True)
        if ours.nation != cast.nation
    }
    found = world_bytes(world, f"{file}.geojson")
    if not names or file not in NAMING_FILES:
        return found
    told = json.loads(found)
    for feature in told["features"]:
        properties = feature["properties"]
        if "nation" in properties:
            properties["nation"] = names.get(properties["nation"], properties["nation"])
        if "between" in properties:
            properties["between"] = [names.get(nation, nation) for nation in properties["between"]]
    return json.dumps(told, ensure_ascii=False).encode()


def nation_labels(atlas: Atlas) -> bytes:
    """Return where a map writes each nation's name, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"kind": "nation", "id": each.nation, "name": each.name},
            "geometry": {
                "type": "Point",
                "coordinates": np.degrees([each.label_lon_rad, each.label_lat_rad]).round(3).tolist(),
            },
        }
        for each in atlas.territories
    ]
    told = {"type": "FeatureCollection", "name": "nations", "marking": "EXERCISE", "features": features}
    return json.dumps(told, ensure_ascii=False).encode()


@functools.cache
def drawn_world(world: WorldName) -> DrawnWorld:
    """Return what a map draws of a world, read once."""
    found: dict[str, list[dict[str, Any]]] = {
        file: json.loads(world_bytes(world, f"{file}.geojson"))["features"] for file in ("land", "borders", "seas")
    }
    return DrawnWorld(
        tuple(
            tuple(_lat_lon_rad(ring) for ring in feature["geometry"]["coordinates"])
            for feature in found["land"]
            if feature["properties"]["kind"] == "land"
        ),
        tuple(_lat_lon_rad(feature["geometry"]["coordinates"]) for feature in found["borders"]),
        tuple(_water(feature) for feature in found["seas"]),
    )


def _lat_lon_rad(lon_lat_deg: list[list[float]]) -> Array:
    line = np.radians(np.asarray(lon_lat_deg, dtype=np.float64)[:, ::-1])
    line.setflags(write=False)
    return line


def _water(feature: dict[str, Any]) -> Water:
    lon_rad, lat_rad = np.radians(feature["geometry"]["coordinates"]).tolist()
    return Water(feature["properties"]["name"], feature["properties"]["kind"], lat_rad, lon_rad)
