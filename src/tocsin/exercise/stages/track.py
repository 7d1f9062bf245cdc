"""Each node's own radar tracks, from this tick's looks alone; those of its satellites are made by ``plumes``."""

from tocsin.exercise.stages.plumes import track_plumes
from tocsin.exercise.stages.sources import associated, confirm
from tocsin.exercise.world import NodeState, RadarLook, Record, World
from tocsin.orders.record import Associated
from tocsin.tracking.radar_tracks import radar_pause, radar_scan


def track(world: World) -> list[Record]:
    """Take the looks of the tick into the tables of tracks; say which measurement went where."""
    records: list[Record] = []
    for look in world.looks:
        node = world.nodes[look.node]
        if isinstance(look, RadarLook):
            track_radar(node, look, records)
        else:
            track_plumes(world, node, look, records)
    world.looks = []
    return records


def track_radar(node: NodeState, look: RadarLook, records: list[Record]) -> None:
    """Take one radar scan into the node's table of radar tracks."""
    before = node.radar_tracks
    if look.measurements is None:
        node.radar_tracks = radar_pause(before, look.time_ms, look.radar.scan_period_ms)
        node.has_news = node.has_news or bool(before.number.size)
        return
    node.radar_tracks, assignment = radar_scan(before, look.radar, look.measurements)
    if before.number.size or node.radar_tracks.number.size:
        node.has_news = True
    if not assignment.measurement_index.size:
        return
    table = node.radar_tracks
    confirmed = table.number[table.confirmed].tolist()
    confirm(node, "radar", confirmed, [int(t) for t in table.first_ms[table.confirmed]], records)
    named = associated(node, "radar", assignment)
    records.append(Record(node.declared.name, Associated(look.radar.sensor_id, look.measurements.scan, named)))
