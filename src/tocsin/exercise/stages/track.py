"""Each node's own tracks, from this tick's looks alone."""

from typing import Literal

import numpy as np

from tocsin.exchange.ellipse import Ellipse
from tocsin.exercise.stages.kinds import hear_kinds
from tocsin.exercise.world import InfraredLook, NodeState, RadarLook, Record, World
from tocsin.orders.record import Associated, LookRefused, TrackConfirmed
from tocsin.tracking.associate import Assignment
from tocsin.tracking.late import is_too_late, take
from tocsin.tracking.launch_fit import BoostProfile, LaunchFit, fit_plume
from tocsin.tracking.plume_tracks import PlumeTracks, plume_scan
from tocsin.tracking.provenance import Source
from tocsin.tracking.radar_scan import radar_scan
from tocsin.tracking.tracker import scan
from tocsin.warning.event import LaunchEstimate
from tocsin.warning.evidence import Plume

PLUME_KEPT_MS = 1_200_000  # a plume stays known this long: radars see the body it lifted much later


def track(world: World) -> list[Record]:
    """Take the looks that have reached their nodes into the tables of tracks; say which measurement went where."""
    records: list[Record] = []
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
    taken = radar_scan(look.radar, report, look.number, look.was_made)
    if is_too_late(node.radar_past, taken):
        records.append(Record(node.declared.name, LookRefused(report.sensor_id, report.scan, report.time_ms)))
        return
    node.radar_past, assignment = take(node.radar_past, taken, scan)
    hear_kinds(node, look.radar, report, assignment)
    if before.size or node.radar_tracks.size:
        node.has_news = True
    if not assignment.measurement_index.size:
        return
    table = node.radar_tracks
    believed = table[table["confirmed"]]
    confirm(node, "radar", believed["number"].tolist(), believed["first_ms"].tolist(), records)
    named = associated(node, "radar", assignment)
    records.append(Record(node.declared.name, Associated(look.radar.sensor_id, look.measurements.scan, named)))


def track_plumes(world: World, node: NodeState, look: InfraredLook, records: list[Record]) -> None:
    """Take one infrared scan into the satellite's table of plumes, and fit the launches behind them afresh."""
    before = node.plume_tracks[look.number]
    min_duration_ms = node.declared.satellites[look.number].min_duration_ms
    table, assignment = plume_scan(before, look.measurements, min_duration_ms)
    node.plume_tracks[look.number] = table
    key = f"ir {look.number}"
    if before.number.size or table.number.size:
        node.has_news = True
    confirmed = table.number[table.confirmed].tolist()
    confirm(node, key, confirmed, [int(t) for t in table.first_ms[table.confirmed]], records)
    refit(world, node, key, table)
    if not assignment.measurement_index.size:
        return
    sensor_id = look.measurements.sensor_id
    named = associated(node, key, assignment)
    records.append(Record(node.declared.name, Associated(sensor_id, look.measurements.scan, named)))


def confirm(node: NodeState, key: str, numbers: list[int], first_ms: list[int], records: list[Record]) -> None:
    """Give every newly confirmed track its opaque source id."""
    for number, first in zip(numbers, first_ms, strict=True):
        name = f"{key} {number}"
        if name not in node.source_names:
            node.source_names[name] = f"{node.declared.name}.s{len(node.source_names) + 1}"
            kind: Literal["ir", "radar"] = "radar" if key == "radar" else "ir"
            records.append(Record(node.declared.name, TrackConfirmed(node.source_names[name], kind, first)))


def associated(node: NodeState, key: str, assignment: Assignment) -> tuple[str, ...]:
    """Return the source id that each measurement went to, '' where its track is not confirmed (yet)."""
    count = int(assignment.measurement_index.max()) + 1
    names = [""] * count
    for index, number in zip(assignment.measurement_index, assignment.track_number, strict=True):
        names[int(index)] = node.source_names.get(f"{key} {int(number)}", "")
    return tuple(names)


def refit(world: World, node: NodeState, key: str, table: PlumeTracks) -> None:
    """Make the node's plumes of one satellite afresh from its table; plumes that the table dropped stay known."""
    profile = world.scenario.profile
    fitted = {plume.source.source_id: plume for plume in node.plumes}
    for i in np.flatnonzero(table.confirmed):
        source_id = node.source_names.get(f"{key} {int(table.number[i])}")
        if source_id is None:
            continue
        known = fitted.get(source_id)
        if known is not None and known.last_ms == int(table.last_ms[i]):
            continue
        fitted[source_id] = plume_of(
            table, int(i), Source(source_id, int(table.first_ms[i]), int(table.last_ms[i])), key, profile
        )
    node.plumes = [plume for plume in fitted.values() if world.time_ms - plume.last_ms <= PLUME_KEPT_MS]


def plume_of(table: PlumeTracks, i: int, source: Source, satellite: str, profile: BoostProfile) -> Plume:
    """Return one confirmed plume with the launch fitted to all its looks."""
    fit = fit_plume(table, i, profile)
    newest = int(table.looks[i]) - 1
    return Plume(
        source=source,
        satellite=satellite,
        launch=launch_of(fit),
        last_ms=int(table.last_ms[i]),
        satellite_ecef=table.look_satellite_ecef[i, newest],
        direction_ecef=table.look_direction_ecef[i, newest],
    )


def launch_of(fit: LaunchFit) -> LaunchEstimate:
    """Return a fit as a launch estimate."""
    covariance = fit.covariance
    return LaunchEstimate(
        point=Ellipse(
            fit.lat_rad,
            fit.lon_rad,
            float(covariance[0, 0]),
            float(covariance[0, 1]),
            float(covariance[1, 1]),
        ),
        time_ms=round(fit.launch_time_s * 1000),
        time_sigma_ms=round(float(np.sqrt(covariance[2, 2])) * 1000),
        azimuth_rad=fit.azimuth_rad,
        azimuth_sigma_rad=float(np.sqrt(covariance[3, 3])),
    )
