"""Each node's own radar tracks, from this tick's looks alone; those of its satellites are made by ``plumes``."""

from tocsin.exercise.stages.kinds import hear_kinds
from tocsin.exercise.stages.plumes import track_plumes
from tocsin.exercise.stages.sources import associated, believed_in, confirm
from tocsin.exercise.world import NodeState, RadarLook, Record, World
from tocsin.orders.record import Associated, LookRefused
from tocsin.tracking.late import is_too_late, rewindable, take
from tocsin.tracking.radar_scan import radar_scan
from tocsin.tracking.table.kernels import believes_the_same
from tocsin.tracking.tracker import scan


def track(world: World) -> list[Record]:
    """Take the looks that have reached their nodes into the tables of tracks; say which measurement went where."""
    records: list[Record] = []
    if not world.looks:
        return records
    due = [look for look in world.looks if look.due_ms <= world.time_ms]
    world.looks = [look for look in world.looks if look.due_ms > world.time_ms]
    for look in due:
        node = world.nodes[look.node]
        if isinstance(look, RadarLook):
            track_radar(node, look, records)
        else:
            track_plumes(world, node, look, records)
    return records


def track_radar(node: NodeState, look: RadarLook, records: list[Record]) -> None:
    """Take one radar scan into the node's table of radar tracks."""
    before, report = node.radar_tracks, look.measurements
    is_prompt = not node.declared.report_delays_ms
    if is_prompt and not before.size and not report.range_m.size:
        return  # nothing to age, nothing seen
    taken = radar_scan(look.radar, report, look.number, look.was_made)
    if is_prompt:  # no look of the node is ever late: nothing to keep for one
        table, assignment = scan(before, taken)
        if table is before:
            node.has_moved = True  # in itself
            return
        node.radar_past = rewindable(table)
    elif is_too_late(node.radar_past, taken):
        records.append(Record(node.declared.name, LookRefused(report.sensor_id, report.scan, report.time_ms)))
        return
    else:
        node.radar_past, assignment = take(node.radar_past, taken, scan)
        table = node.radar_tracks
    hear_kinds(node, look.radar, report, assignment)
    node.has_moved |= bool(before.size or table.size)
    if not believes_the_same(before, table):  # confirmed just now, if only by a late scan, or ended
        node.has_news = True
        believed = believed_in(table)
        confirm(node, "radar", believed, table["first_ms"][table["confirmed"]].tolist(), records)
    if not assignment.measurement_index.size:
        return
    named = associated(node, "radar", assignment)
    told = Associated(report.sensor_id, report.scan, named, assignment.fell_back)
    records.append(Record(node.declared.name, told))
