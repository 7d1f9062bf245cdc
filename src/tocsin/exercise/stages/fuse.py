"""Each node's picture, made afresh by the node's cycle, and at once when something new has come."""

import math

import numpy as np

from tocsin.earth.kernels import lla_from_ecef
from tocsin.errors import ModelRangeError
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import ReportedTrack
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.record import PictureState, PictureTrack
from tocsin.picture.fuse import fuse as fused
from tocsin.picture.ledger import vouching_node
from tocsin.picture.registration.estimate import learnt
from tocsin.picture.registration.value import Registration
from tocsin.picture.shared import Picture, TrackSet, as_picture, empty_picture, track_names
from tocsin.tracking.flown import flown
from tocsin.tracking.predict import fly_each_forward
from tocsin.tracking.provenance import Provenance, Source
from tocsin.tracking.scanning.kernels import believed_at
from tocsin.tracking.threat_kind import COASTS, flight_of, likely_kind

STALE_MS = 20_000  # a partner's track is dropped when it was not reported for this long
PICTURE_EVERY_MS = 10_000
CLOSING_EVERY_MS = 10_000


def fuse(world: World) -> list[Record]:
    """Bring the pictures of all nodes that are due up to date, and record them ten seconds apart or more."""
    records: list[Record] = []
    for node in judging(world):
        if not is_due(node, world.time_ms):
            continue
        node.has_news, node.has_moved = True, False
        own = own_tracks(node, world.time_ms)
        received = received_sets(node, world.time_ms)
        node.own = as_picture(own, world.time_ms)
        learn_biases(node, own, received)
        node.picture = fused(own, received, world.time_ms, tuple(node.registrations.values()))
        if node.picture.provenances and world.time_ms - node.picture_recorded_ms >= PICTURE_EVERY_MS:
            node.picture_recorded_ms = world.time_ms
            records.append(Record(node.declared.name, picture_record(node.picture)))
    return records


def judging(world: World) -> list[NodeState]:
    """Return the nodes that make one picture of what they hold; displays side by side make none."""
    if world.agreement.joint_cells != "side_by_side":
        return list(world.nodes.values())
    return [node for name, node in world.nodes.items() if name != JOINT]


def is_due(node: NodeState, time_ms: int) -> bool:
    """Return whether a node makes its picture afresh now: of what is new at once, of what only moved by its cycle."""
    is_on_cycle = node.has_moved and time_ms % node.doctrine.cycle_ms == 0
    return node.has_news or is_on_cycle or is_closing(node, time_ms) or is_old(node, time_ms)


def is_closing(node: NodeState, time_ms: int) -> bool:
    """Return whether old events should be looked at even if nothing has come: every ten seconds."""
    return bool(node.events) and time_ms % CLOSING_EVERY_MS == 0


def is_old(node: NodeState, time_ms: int) -> bool:
    """Return whether a node's picture still shows something that it should have let go of."""
    return bool(node.picture.provenances) and time_ms - node.picture.time_ms > STALE_MS


def own_tracks(node: NodeState, time_ms: int) -> TrackSet:
    """Return the node's confirmed radar tracks, predicted to now, each vouched for by its opaque source."""
    name = node.declared.name
    held = node.radar_tracks
    if not held.shape[0]:
        empty = empty_picture(time_ms)
        return TrackSet(name, empty.x, empty.P, empty.coast_probability, ())
    x, P, coast_probability, whose, newest_ms = believed_at(held, time_ms)
    if newest_ms > time_ms:
        raise ModelRangeError(
            f"own_tracks: time_ms = {time_ms} is before the tracks' own {newest_ms}; ask for a later one"
        )
    provenances: tuple[Provenance, ...] = tuple(
        [
            (Source(node.source_names[f"radar {number}"], first_ms, last_ms),)
            for number, first_ms, last_ms in whose.tolist()
        ]
    )
    return TrackSet(name, x, P, coast_probability, provenances)


def learn_biases(node: NodeState, own: TrackSet, received: list[TrackSet]) -> None:
    """Bring the registration of every partner with a new report up to date."""
    for partner in received:
        known = node.registrations.get(partner.originator) or Registration(partner.originator)
        sources = [provenance[0].source_id for provenance in partner.provenances]
        reported_ms = max([node.received_tracks[source][1].time_ms for source in sources])
        if reported_ms > known.time_ms:
            node.registrations[partner.originator] = learnt(known, own, partner, reported_ms)


def received_sets(node: NodeState, time_ms: int) -> list[TrackSet]:
    """Return one set of tracks a vouching node: the newest accepted report of each source, predicted to now."""
    node.received_tracks = {
        source: (originator, track)
        for source, (originator, track) in node.received_tracks.items()
        if time_ms - track.time_ms <= STALE_MS
    }
    by_node: dict[str, list[ReportedTrack]] = {}
    for source in sorted(node.received_tracks):
        by_node.setdefault(vouching_node(source), []).append(node.received_tracks[source][1])
    return [received_set(name, by_node[name], time_ms) for name in sorted(by_node)]


def received_set(originator: str, tracks: list[ReportedTrack], time_ms: int) -> TrackSet:
    """Return a partner's reported tracks, predicted to now by how each seems to fly."""
    states = np.array([track.state_ecef for track in tracks])
    covariances = np.array([track.covariance for track in tracks]).reshape(len(tracks), 6, 6)
    since_s = np.array([(time_ms - track.time_ms) / 1000.0 for track in tracks])
    x, P = fly_each_forward(states, covariances, since_s)
    for i, track in enumerate(tracks):
        if track.coast_probability >= COASTS:
            continue
        kind = likely_kind(flight_of(states[i]), track.coast_probability)
        if kind != "ballistic":
            ahead = flown(kind, states[i], covariances[i], since_s[i : i + 1])
            x[i], P[i] = ahead.x[0], ahead.P[0]
    coast = np.array([track.coast_probability for track in tracks])
    return TrackSet(originator, x, P, coast, tuple([track.provenance for track in tracks]))


def picture_record(picture: Picture) -> PictureState:
    """Return what the journal keeps of a picture."""
    return PictureState(
        tuple(
            PictureTrack(
                name=name,
                place=lla_from_ecef(x, y, z),
                velocity_ecef=(u, v, w),
                sigma_m=math.sqrt((var_x + var_y + var_z) / 3.0),
                coast_probability=coast,
                source_ids=tuple([source.source_id for source in provenance]),
            )
            for name, (x, y, z, u, v, w), (var_x, var_y, var_z), coast, provenance in zip(
                track_names(picture),
                picture.x.tolist(),
                picture.P.diagonal(axis1=1, axis2=2)[:, :3].tolist(),
                picture.coast_probability.tolist(),
                picture.provenances,
                strict=True,
            )
        )
    )
