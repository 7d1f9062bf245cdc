"""The shared tracks of a node, each with what is behind it."""

import numpy as np

from tocsin.earth.kernels import enu_axes, lla_from_ecef
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import ReportedTrack
from tocsin.exercise.staff.sections.paths import paths_of
from tocsin.exercise.staff.sections.plain import Item, Items, angle, plain, shown_number
from tocsin.exercise.world import NodeState, World
from tocsin.picture.ledger import vouching_node
from tocsin.picture.shared import track_names
from tocsin.tracking.provenance import Provenance


def tracks(world: World, node: NodeState) -> Items:
    """Return every shared track: where it is, how fast, how well known, whose sources are behind it.

    One that is an object of an open event has a ``path``: where it is predicted to go.  A node whose displays stand
    side by side fuses nothing: there each track is one partner's, as it was told.
    """
    if node.declared.name == JOINT and world.agreement.joint_cells == "side_by_side":
        return {source: told_track(told, sender) for source, (sender, told) in node.received_tracks.items()}
    picture, own = node.picture, node.declared.name
    paths = paths_of(node)
    found: Items = {}
    for i, name in enumerate(track_names(picture)):
        variance_m2 = float(np.trace(picture.P[i, :3, :3])) / 3.0
        item = motion_item(picture.x[i].tolist(), variance_m2, float(picture.coast_probability[i]))
        sources = [source.source_id for source in picture.provenances[i]]
        mine = [source for source in sources if vouching_node(source) == own]
        received = [source for source in sources if vouching_node(source) != own]
        made_of = "fused" if mine and received else "own" if mine else "received"
        found[name] = {
            **item,
            "time_ms": picture.time_ms,
            "made_of": made_of,
            "own_sources": mine,
            "received_sources": received,
            "sources": sources_item(picture.provenances[i]),
        }
        if name in paths:
            found[name]["path"] = paths[name]
    return found


def sources_item(provenance: Provenance) -> list[Item]:
    """Return since when and until when each source has stood behind a track."""
    return [plain(source) for source in provenance]


def told_track(told: ReportedTrack, sender: str) -> Item:
    """Return one track as its sender told it."""
    variance_m2 = (told.covariance[0] + told.covariance[7] + told.covariance[14]) / 3.0
    return {
        **motion_item([*told.state_ecef], variance_m2, told.coast_probability),
        "time_ms": told.time_ms,
        "made_of": "received",
        "told_by": sender,
        "received_sources": [source.source_id for source in told.provenance],
        "sources": sources_item(told.provenance),
    }


def motion_item(state_ecef: list[float], variance_m2: float, coast_probability: float) -> Item:
    """Return where something is taken to be and how it moves, and how well that is known."""
    return {
        **moving_item(state_ecef),
        "sigma_m": shown_number(variance_m2**0.5, 0),
        "coast_probability": round(coast_probability, 3),
    }


def moving_item(state_ecef: list[float]) -> Item:
    """Return where something is and how it moves: x, y, z in m, vx, vy, vz in m/s, ECEF."""
    lat_rad, lon_rad, alt_m = lla_from_ecef(*state_ecef[:3])
    velocity_enu = enu_axes(lat_rad, lon_rad) @ np.array(state_ecef[3:])
    return {
        "lat_rad": angle(lat_rad),
        "lon_rad": angle(lon_rad),
        "alt_m": shown_number(alt_m, 0),
        "velocity_enu": [round(part, 1) for part in velocity_enu.tolist()],
    }
