"""Where the objects of a node's open events are going, as the node itself predicts it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.exercise.staff.sections.plain import Item, angle, shown_number
from tocsin.exercise.world import NodeState
from tocsin.picture.shared import Picture, track_names
from tocsin.tracking.flown import flown, glide_left_s, ground_in_s
from tocsin.tracking.predict import fall_time_s
from tocsin.tracking.threat_kind import ThreatKind, flight_of

Array = NDArray[np.float64]

PLACES = 10  # shown of a path
AHEAD_S = 600.0  # of what does not come down
MET_DIGITS = 3  # of rad: 6 km; where a partner means to meet something stirs with every second of its track
COASTS = 0.5  # a track that more probably burns has no path that could be told

Path = list[Item]


@dataclass(slots=True)
class Made:
    """The paths last made at a node, and what they were made from: a picture stands for several ticks."""

    picture: Picture
    flying: tuple[tuple[str, ThreatKind], ...]
    paths: dict[str, Path]


@dataclass(slots=True)
class Met:
    """Places last worked out at a node, by track, how it flies and time, of one picture."""

    picture: Picture
    places: dict[tuple[str, ThreatKind, int], Item | None]


_met: dict[str, Met] = {}  # by node; as below
_made: dict[str, Made] = {}  # by node; only ever what ``paths_of`` would give for the same picture and events


def paths_of(node: NodeState) -> dict[str, Path]:
    """Return by shared track the path of each that is an object of an open event.

    Follows from the node's picture and events alone, and is made anew only where these are new.
    """
    flying = tuple((held.track, held.flies) for event in node.events for held in event.objects if held.track)
    if not flying:
        return {}
    name, picture = node.declared.name, node.picture
    made = _made.get(name)
    if made is None or made.picture is not picture or made.flying != flying:
        made = _made[name] = Made(picture, flying, all_paths(picture, dict(flying)))
    return made.paths


def all_paths(picture: Picture, flies: dict[str, ThreatKind]) -> dict[str, Path]:
    """Return the paths of a picture's tracks, by name, of those of which it is known how they fly."""
    found: dict[str, Path] = {}
    for row, name in enumerate(track_names(picture)):
        kind = flies.get(name)
        if kind is not None and (kind != "ballistic" or picture.coast_probability[row] >= COASTS):
            found[name] = path_item(kind, picture.x[row], picture.P[row], picture.time_ms)
    return found


def place_then(node: NodeState, track: str, kind: ThreatKind, time_ms: int) -> Item | None:
    """Return where an object will be at a time by the node's own picture, to 6 km; None where that is not known.

    Not known: of what is in no picture, still burns, or is on the ground by then, and of the past.
    """
    name, picture = node.declared.name, node.picture
    met = _met.get(name)
    if met is None or met.picture is not picture:
        met = _met[name] = Met(picture, {})
    key = (track, kind, time_ms)
    if key not in met.places:
        met.places[key] = worked_out(picture, track, kind, time_ms)
    return met.places[key]


def worked_out(picture: Picture, track: str, kind: ThreatKind, time_ms: int) -> Item | None:
    """Return the same, worked out."""
    names = track_names(picture)
    row = names.index(track) if track in names else -1
    if row < 0 or time_ms < picture.time_ms or (kind == "ballistic" and picture.coast_probability[row] < COASTS):
        return None
    ahead_s = np.array([(time_ms - picture.time_ms) / 1000.0])
    lat_rad, lon_rad, alt_m = lla_from_ecef(*flown(kind, picture.x[row], picture.P[row], ahead_s).x[0, :3].tolist())
    if alt_m < 0.0:
        return None
    return {
        "lat_rad": round(lat_rad, MET_DIGITS),
        "lon_rad": round(lon_rad, MET_DIGITS),
        "alt_m": shown_number(alt_m, -3),
    }


def end_s(kind: ThreatKind, x: Array) -> float:
    """Return how far a path (6,) is followed, s: of what falls to the ground, of the rest 10 minutes at most."""
    if kind == "ballistic":
        fall_s = fall_time_s(x)
        return fall_s if math.isfinite(fall_s) else AHEAD_S
    flight = flight_of(x)
    glides_s = glide_left_s(flight.speed_m_s, flight.altitude_m) if kind == "glide" else AHEAD_S
    return min(AHEAD_S, glides_s, ground_in_s(flight))


def path_item(kind: ThreatKind, x: Array, P: Array, time_ms: int) -> Path:
    """Return the places of a path from now to its end, each with its time and its 1-sigma size."""
    times_s = np.linspace(0.0, end_s(kind, x), PLACES + 1)[1:]
    ahead = flown(kind, x, P, times_s)
    sizes_m = np.sqrt(np.trace(ahead.P[:, :3, :3], axis1=1, axis2=2) / 3.0)
    found = []
    for state, size_m, after_s in zip(ahead.x.tolist(), sizes_m.tolist(), times_s.tolist(), strict=True):
        lat_rad, lon_rad, alt_m = lla_from_ecef(*state[:3])
        found.append(
            {
                "lat_rad": angle(lat_rad),
                "lon_rad": angle(lon_rad),
                "alt_m": shown_number(max(alt_m, 0.0), 0),
                "time_ms": time_ms + round(after_s * 1000),
                "sigma_m": shown_number(size_m, 0),
            }
        )
    return found
