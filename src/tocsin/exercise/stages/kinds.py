"""What each node believes its radar tracks to be, from the kinds that its radars declare."""

from tocsin.exercise.world import HeldKinds, NodeState
from tocsin.sensing.kind import KIND_BLOCK_MS
from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.sensing.radar.sensor import Radar
from tocsin.tracking.associate import Assignment
from tocsin.tracking.classify import PRIOR, KindShares, kind_after


def hear_kinds(node: NodeState, radar: Radar, measurements: RadarMeasurements, assignment: Assignment) -> None:
    """Take the kinds that one scan declares into the node's tracks: once a track, radar and block of looks.

    What a radar repeats within a block is no news: the same draw stands behind it.
    """
    for number in assignment.dropped.tolist():
        node.kinds.pop(number, None)
    if not radar.confusion or not assignment.track_number.size:
        return
    block = measurements.time_ms // KIND_BLOCK_MS
    told = measurements.declared_kind
    for number, declared in zip(assignment.track_number.tolist(), told.tolist(), strict=True):
        held = node.kinds.get(number)
        if declared < 0 or (held is not None and held.blocks.get(radar.sensor_id) == block):
            continue
        before, blocks = (PRIOR, {}) if held is None else held
        after = kind_after(before, declared, radar.confusion)
        node.kinds[number] = HeldKinds(after, {**blocks, radar.sensor_id: block})


def kinds_by_source(node: NodeState) -> dict[str, KindShares]:
    """Return what the node believes of its own radar tracks, by opaque source id."""
    known: dict[str, KindShares] = {}
    for number, held in node.kinds.items():
        source_id = node.source_names.get(f"radar {number}")
        if source_id is not None:
            known[source_id] = held.probability
    return known


def kinds_told(node: NodeState) -> dict[str, KindShares]:
    """Return what partners say of the bodies that their tracks are of, by source id."""
    return {
        source_id: track.kind_probability
        for source_id, (_, track) in node.received_tracks.items()
        if track.kind_probability is not None
    }
