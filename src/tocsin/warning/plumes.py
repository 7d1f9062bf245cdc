"""Which event each plume of an own satellite belongs to."""

import math
from collections.abc import Sequence

import msgspec

from tocsin.tracking.provenance import join, source_ids
from tocsin.tracking.stereo.pairing import paired
from tocsin.warning.correlate import FRESH_MS, Names, find_by_launch
from tocsin.warning.event import LaunchEstimate, WarningEvent
from tocsin.warning.evidence import Evidence, Plume
from tocsin.warning.holders import Holders
from tocsin.warning.objects import find_by_sources
from tocsin.warning.rules import with_kind


def place_plumes(holders: Holders, evidence: Evidence, names: Names) -> None:
    """Attach every own plume to the event it belongs to, or to a new one."""
    events = holders.events
    for plume in evidence.plumes:
        index = holders.find(frozenset((plume.source.source_id,)))
        if index >= 0 and is_placed(events[index], plume):
            continue
        if index < 0:
            index = find_by_crossing(events, evidence, plume)
        if index < 0:
            index = find_by_launch(events, plume.launch, followed(events, evidence, plume.satellite))
        if index < 0 and evidence.time_ms - plume.last_ms > FRESH_MS:
            continue  # its event is over and closed
        if index < 0:
            index = holders.opened(names.opened(evidence.time_ms, (plume.source,)))
        event = events[index]
        launch = plume.launch if event.launch_rank < 3 else event.launch
        if event.launch_rank == 3 and plume.last_ms >= event.own_updated_ms:  # else nobody sees it any more
            launch = surer_launch(event.launch, plume.launch)
        events[index] = msgspec.structs.replace(
            event,
            provenance=join((event.provenance, (plume.source,))),
            own_sources=tuple(sorted({*event.own_sources, plume.source.source_id})),
            own_kinds=with_kind(event.own_kinds, "ir"),
            launch=launch,
            launch_rank=3,
            updated_ms=max(event.updated_ms, plume.last_ms),
            own_updated_ms=max(event.own_updated_ms, plume.last_ms),
        )
        holders.note(index, (plume.source.source_id,))


def is_placed(event: WarningEvent, plume: Plume) -> bool:
    """Return whether an event has all that a plume can tell: it was placed there, and others have seen more since."""
    return (
        event.launch_rank == 3
        and plume.last_ms < event.own_updated_ms <= event.updated_ms
        and plume.source in event.provenance
        and plume.source.source_id in event.own_sources
        and "ir" in event.own_kinds
    )


def surer_launch(held: LaunchEstimate | None, new: LaunchEstimate | None) -> LaunchEstimate | None:
    """Return the launch of two own plume estimates: place and time of the smaller ellipse, direction of the newer.

    A place is best known from the first looks.  A direction is not: while a plume climbs steeply the fit knows little
    of where it will turn, and is surer than it should be.
    """
    if held is None or new is None:
        return held or new
    best = new if area(new) <= area(held) else held
    return msgspec.structs.replace(best, azimuth_rad=new.azimuth_rad, azimuth_sigma_rad=new.azimuth_sigma_rad)


def followed(events: Sequence[WarningEvent], evidence: Evidence, satellite: str) -> list[bool]:
    """Return for each event whether one satellite follows it already."""
    ids = {plume.source.source_id for plume in evidence.plumes if plume.satellite == satellite}
    return [not ids.isdisjoint(source_ids(event.provenance)) for event in events]


def find_by_crossing(events: Sequence[WarningEvent], evidence: Evidence, plume: Plume) -> int:
    """Return the event whose plume, seen by another satellite, is judged to be this one, or -1.

    All plumes of the two satellites are paired at once (``tracking.stereo.pairing``).
    """
    mine = [other for other in evidence.plumes if other.satellite == plume.satellite]
    row = next(row for row, other in enumerate(mine) if other is plume)
    for satellite in dict.fromkeys(other.satellite for other in evidence.plumes):
        if satellite == plume.satellite:
            continue
        theirs = [other for other in evidence.plumes if other.satellite == satellite]
        partner = int(paired([other.looks for other in mine], [other.looks for other in theirs])[row])
        index = -1
        if partner >= 0:
            index = find_by_sources(events, frozenset((theirs[partner].source.source_id,)))
        if index >= 0:
            return index
    return -1


def area(launch: LaunchEstimate | None) -> float:
    """Return the determinant of the launch point's covariance: small is good; none is infinite."""
    if launch is None:
        return math.inf
    point = launch.point
    return point.var_east_m2 * point.var_north_m2 - point.cov_east_north_m2**2
