"""What the forms that draw (CZML, KML, GeoJSON) and DIS write of a run: what moves, stands, is warned of, fired."""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.defence.battery import Shot
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.exports.estimates import Estimate, estimates_of
from tocsin.review.exports.flights import Flight, flights_of
from tocsin.review.exports.ground import Carried, Stand, carried_of, marks_of, stands_of
from tocsin.review.exports.held import HeldTrack, held_tracks_of
from tocsin.review.party import View
from tocsin.warning.area import Area

MARKING = "EXERCISE"
TRUTH_VIEW = "truth"  # how a reader asks for control's view


class Fired(NamedTuple):
    """A shot as its node planned it: from the battery, to meet a predicted point."""

    owner: str
    shot_id: str
    battery_id: str
    launch_ms: int
    intercept_ms: int
    from_ecef: tuple[float, float, float]
    aim_ecef: tuple[float, float, float]


class Content(NamedTuple):
    """All that is drawn of a view.  Owners are nations or ``truth``."""

    flights: list[Flight]
    held: list[HeldTrack]
    estimates: list[Estimate]
    stands: list[Stand]
    carried: list[Carried]
    fired: list[Fired]
    areas: tuple[Area, ...]


def content_of(view: View) -> Content:
    """Return what is drawn of a view, in an order that depends on its records alone."""
    return Content(
        flights_of(view),
        held_tracks_of(view),
        estimates_of(view),
        [*marks_of(view), *stands_of(view)],
        carried_of(view),
        list(fired_of(view)),
        tuple(view.scenario.geography.areas),
    )


def fired_of(view: View) -> Iterator[Fired]:
    """Yield the shots of nodes whose batteries the reader knows, in order."""
    sites = {
        (node.name, battery.battery_id): battery.site_ecef
        for node in view.scenario.nodes
        for battery in node.batteries
    }
    for entry in view.log.entries:
        if isinstance(shot := entry.body, Shot) and (entry.node, shot.battery_id) in sites:
            x, y, z = sites[entry.node, shot.battery_id].tolist()
            yield Fired(
                entry.node, shot.shot_id, shot.battery_id, shot.launch_ms, shot.intercept_ms, (x, y, z), shot.aim_ecef
            )


def label_of(view: View) -> str:
    """Return how a view is called in names of files: ``truth`` for control's."""
    return TRUTH_VIEW if view.party == CONTROL else view.party


def stem_of_export(view: View) -> str:
    """Return how the names of a view's files begin."""
    return f"{view.scenario.name}.{label_of(view)}"


def marked(name: str) -> str:
    """Return a name as every name in an export begins."""
    return f"{MARKING} {name}"
