"""Each satellite's plumes, from this tick's looks alone, and the launches behind them."""

import numpy as np

from tocsin.exchange.ellipse import Ellipse
from tocsin.exercise.stages.sources import associated, believed_in, confirm
from tocsin.exercise.world import InfraredLook, NodeState, Record, World
from tocsin.orders.record import Associated
from tocsin.tracking.launch_fit import LaunchFit, fit_launch
from tocsin.tracking.plume.looks import Looks, looks_of, merged
from tocsin.tracking.plume_tracks import PlumeTable, plume_scan
from tocsin.tracking.provenance import Source
from tocsin.tracking.stereo.pairing import paired
from tocsin.warning.event import LaunchEstimate
from tocsin.warning.evidence import Plume

PLUME_KEPT_MS = 1_200_000  # a plume stays known this long: radars see the body it lifted much later


def track_plumes(world: World, node: NodeState, look: InfraredLook, records: list[Record]) -> None:
    """Take one infrared scan into the satellite's table of plumes, and fit the launches behind them afresh."""
    before = node.plume_tracks[look.number]
    if not before.size and not look.measurements.intensity_w_m2.size:
        forget_old(world, node)
        return  # nothing to age, nothing seen
    min_duration_ms = node.declared.satellites[look.number].min_duration_ms
    table, assignment = plume_scan(before, look.measurements, min_duration_ms, look.number)
    node.plume_tracks[look.number] = table
    key = f"ir {look.number}"
    node.has_moved |= bool(before.size or table.size)
    node.has_news |= believed_in(before) != believed_in(table)  # confirmed just now, or ended
    sure = table[table["confirmed"]]
    confirm(node, key, sure["number"].tolist(), sure["first_ms"].tolist(), records)
    refit(world, node, key, sure)
    if not assignment.measurement_index.size:
        return
    sensor_id = look.measurements.sensor_id
    named = associated(node, key, assignment)
    records.append(Record(node.declared.name, Associated(sensor_id, look.measurements.scan, named)))


def refit(world: World, node: NodeState, key: str, sure: PlumeTable) -> None:
    """Make the node's plumes of one satellite afresh from its confirmed tracks; those it dropped stay known."""
    known = {plume.source.source_id: plume for plume in node.plumes}
    sources, histories = [], []
    for row in range(sure.size):
        source_id = node.source_names[f"{key} {int(sure['number'][row])}"]
        source = Source(source_id, int(sure["first_ms"][row]), int(sure["last_ms"][row]))
        if source_id not in known or known[source_id].last_ms != source.last_ms:
            sources.append(source)
            histories.append(looks_of(sure, row))
    others = [plume for plume in node.plumes if plume.satellite != key] if sources else []
    everywhere = with_partners(histories, others)
    for source, looks, of_all in zip(sources, histories, everywhere, strict=True):
        launch = launch_of(fit_launch(merged(of_all), world.scenario.profile))
        known[source.source_id] = Plume(source, key, launch, source.last_ms, looks)
    node.plumes = list(known.values())
    forget_old(world, node)


def forget_old(world: World, node: NodeState) -> None:
    """Leave out the plumes of launches too long ago."""
    node.plumes = [plume for plume in node.plumes if world.time_ms - plume.last_ms <= PLUME_KEPT_MS]


def with_partners(histories: list[Looks], others: list[Plume]) -> list[list[Looks]]:
    """Return each history with those of other satellites that are judged to be of the same launch."""
    out = [[looks] for looks in histories]
    for satellite in dict.fromkeys(plume.satellite for plume in others):
        theirs = [plume.looks for plume in others if plume.satellite == satellite]
        for row, partner in enumerate(paired(histories, theirs).tolist()):
            if partner >= 0:
                out[row].append(theirs[partner])
    return out


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
