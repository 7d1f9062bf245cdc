"""The fictional worlds as declared: which nation owns which ground, and named places to refer to."""

import functools
import importlib.resources
import json
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import point_in_polygon
from tocsin.earth.polygon import check_ring
from tocsin.errors import ScenarioError

Array = NDArray[np.float64]

WorldName = Literal["home", "many"]
WORLD_FILES: dict[WorldName, str] = {  # package data, written by scripts/make_world.py
    "home": "world/world.geojson",
    "many": "world/many.geojson",
}


@dataclass(frozen=True, slots=True, eq=False)
class Territory:
    """The ground of one nation.

    Parameters
    ----------
    nation : str
        Lower-case id, such as ``alder``.
    name : str
        What people call it.
    ring_rad : (k, 2) float64, rad
        Latitude and longitude of the corners, counter-clockwise, the first not repeated; sides are straight
        in latitude and longitude, and none crosses the antimeridian.
    label_lat_rad, label_lon_rad : float, rad
        Where a map writes the name.
    """

    nation: str
    name: str
    ring_rad: Array
    label_lat_rad: float
    label_lon_rad: float


@dataclass(frozen=True, slots=True)
class Place:
    """A named place, such as a city, to launch near, to defend, or to report distances from."""

    name: str
    nation: str
    lat_rad: float
    lon_rad: float


@dataclass(frozen=True, slots=True)
class Atlas:
    """All territories and all places, each in order of its id."""

    territories: tuple[Territory, ...]
    places: tuple[Place, ...]


def load_atlas(world: WorldName = "home") -> Atlas:
    """Return a shipped fictional world, read once: ``home``, or ``many``, a planet of islands; 26 nations on each."""
    return read_atlas(world)


@functools.cache
def read_atlas(world: WorldName) -> Atlas:
    """Return a shipped world from its file."""
    file = importlib.resources.files("tocsin.scenario").joinpath(WORLD_FILES[world])
    return atlas_from_geojson(file.read_text(encoding="utf-8"), WORLD_FILES[world])


def atlas_from_geojson(text: str, file_name: str) -> Atlas:
    """Return the atlas that a GeoJSON feature collection declares.

    Parameters
    ----------
    text : str
        Features of kind ``nation`` (polygons of one ring) and ``city`` (points); degrees, longitude first.
    file_name : str
        Used in messages only.

    Raises
    ------
    ScenarioError
        A feature lacks a key, is of another kind, or has a ring that ``earth.polygon.check_ring`` refuses.
    """
    territories: list[Territory] = []
    places: list[Place] = []
    features = json.loads(text)["features"]
    for number, feature in enumerate(features, start=1):
        try:
            if feature["properties"]["kind"] == "nation":
                territories.append(_territory(feature))
            elif feature["properties"]["kind"] == "city":
                places.append(_place(feature))
            else:
                raise ScenarioError(
                    f"{file_name}: feature {number}: kind = {feature['properties']['kind']!r}"
                    " must be 'nation' or 'city'; correct or remove it"
                )
        except KeyError as error:
            raise ScenarioError(f"{file_name}: feature {number} lacks the key {error}; add it") from error
    return Atlas(tuple(territories), tuple(places))


def nation_at(atlas: Atlas, lat_rad: float, lon_rad: float) -> str | None:
    """Return the id of the nation that owns a point, or None at sea.

    Parameters
    ----------
    atlas : Atlas
    lat_rad, lon_rad : float, rad
        Latitude within a quarter turn, longitude within half a turn.

    Notes
    -----
    Left out: which of two nations owns a point that lies exactly on their border (either may be returned).
    Checked: ``tests/scenario/test_atlas.py``, every place against the nation it is declared in.
    """
    for territory in atlas.territories:
        # Copies, not views: a kernel is compiled anew for read-only or strided arrays.
        ring_lat_rad, ring_lon_rad = territory.ring_rad.T.copy()
        if point_in_polygon(lat_rad, lon_rad, ring_lat_rad, ring_lon_rad):
            return territory.nation
    return None


def _territory(feature: dict[str, Any]) -> Territory:
    properties = feature["properties"]
    lon_lat = np.asarray(feature["geometry"]["coordinates"][0], dtype=np.float64)
    ring_rad = np.radians(lon_lat[:-1, ::-1])
    check_ring(properties["id"], ring_rad[:, 0], ring_rad[:, 1])
    ring_rad.setflags(write=False)
    label_lat_rad, label_lon_rad = np.radians([properties["label_lat"], properties["label_lon"]]).tolist()
    return Territory(properties["id"], properties["name"], ring_rad, label_lat_rad, label_lon_rad)


def _place(feature: dict[str, Any]) -> Place:
    properties = feature["properties"]
    lon_rad, lat_rad = np.radians(feature["geometry"]["coordinates"]).tolist()
    return Place(properties["name"], properties["nation"], lat_rad, lon_rad)
