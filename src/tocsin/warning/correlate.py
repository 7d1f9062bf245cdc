"""Which evidence belongs to which event."""

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.exchange.payload import GenericClass
from tocsin.picture.ledger import nodes_of
from tocsin.picture.shared import Picture
from tocsin.tracking.provenance import Provenance, join, source_ids
from tocsin.tracking.threat_kind import flights_of
from tocsin.warning.air_traffic import alarms, is_air_traffic, opens_nothing
from tocsin.warning.estimate import (
    impact_distance2,
    impact_of,
    launch_distance2,
    launch_from_track,
    reported_impact,
    reported_launch,
)
from tocsin.warning.event import ImpactEstimate, Kinds, LaunchEstimate, WarningEvent
from tocsin.warning.evidence import Evidence, Plume
from tocsin.warning.holders import Holders
from tocsin.warning.kernels import fly_back
from tocsin.warning.objects import (
    FlownBack,
    find_by_origin,
    find_by_sources,
    is_parted,
    kinds_of,
    objects_with,
    still_open,
    with_primary,
)
from tocsin.warning.rules import with_kind
from tocsin.warning.way import find_by_way, kind_seen

Array = NDArray[np.float64]

LAUNCH_GATE = 16.27  # chi-square, 3 degrees of freedom, 0.999
IMPACT_GATE = 16.27  # the same for an impact: east, north, time
ELSEWHERE = 4.0  # this many gates apart, two impacts are of two bodies whatever else agrees
SIGHT_SIGMAS = 4.0
SIGHT_SLACK_M = 15e3  # m: a track may have caught the last seconds of thrust, which flying back leaves out
SIGHT_LIMIT_MS = 400_000
FRESH_MS = 30_000  # only evidence newer than this opens an event


class Names:
    """Hands out event ids: the node's name and a running number that the World keeps."""

    def __init__(self, node: str, next_number: int) -> None:
        self.node = node
        self.next_number = next_number

    def opened(self, time_ms: int, provenance: Provenance) -> WarningEvent:
        """Return a new event."""
        event = WarningEvent(
            event_id=f"{self.node}-e{self.next_number}",
            opened_ms=time_ms,
            provenance=provenance,
            updated_ms=time_ms,
        )
        self.next_number += 1
        return event


def sight_distance(plume: Plume, x: Array, P: Array, time_ms: int) -> float:
    """Return how far a track lies from a plume's last line of sight, in standard deviations.

    The track is flown back as a coasting body to the time of the last look.
    """
    back_s = max(time_ms - plume.last_ms, 0) / 1000.0
    states, covariances = fly_back(x, P, np.array([back_s]))
    satellite_ecef, direction_ecef = plume.looks.satellite_ecef[-1], plume.looks.direction_ecef[-1]
    offset = states[0, :3] - satellite_ecef
    along = float((offset * direction_ecef).sum())
    miss = offset - along * direction_ecef
    miss_m = math.sqrt(float((miss * miss).sum()))
    variance = float(np.trace(covariances[0, :3, :3])) / 3.0 + SIGHT_SLACK_M**2
    return miss_m / math.sqrt(variance)


def find_by_launch(events: Sequence[WarningEvent], launch: LaunchEstimate | None, taken: Sequence[bool]) -> int:
    """Return the index of the nearest event inside the launch gate that is not taken, or -1."""
    best, best_distance2 = -1, LAUNCH_GATE
    for index, event in enumerate(events):
        if taken[index] or event.launch is None or launch is None:
            continue
        distance2 = launch_distance2(event.launch, launch)
        if distance2 < best_distance2:
            best, best_distance2 = index, distance2
    return best


def place_reports(holders: Holders, evidence: Evidence, names: Names) -> None:
    """Attach every partner's report to the event it belongs to, or to a new one."""
    events = holders.events
    for reported in evidence.reports:
        launch = reported_launch(reported)
        ids = source_ids(reported.provenance)
        index = holders.find(ids)
        is_news = evidence.is_new(reported.received_ms)
        impact = reported_impact(reported, launch, evidence.geography) if index < 0 or is_news else None
        if index < 0:
            known = still_open(events, evidence.assessed)
            taken = [any(not own(event, source.source_id) for source in event.provenance) for event in events]
            index = nearest_impact(known, impact, [i for i, is_taken in enumerate(taken) if not is_taken])
            if index < 0:
                index = find_by_launch(known, launch, ruled_out(known, taken, impact))
        if index < 0:
            index = holders.opened(names.opened(evidence.time_ms, reported.provenance))
        event = events[index]
        takes = launch is not None and event.launch_rank <= 2
        is_ours = nodes_of(reported.provenance) == {evidence.node}
        kind = None if is_ours else reported.report.phenomenology  # one sensor heard through a partner too is one
        events[index] = msgspec.structs.replace(
            event,
            provenance=join((event.provenance, reported.provenance)),
            partner_kinds=with_kind(event.partner_kinds, kind) if kind else event.partner_kinds,
            launch=launch if takes else event.launch,
            launch_rank=2 if takes else event.launch_rank,
            impact=impact if impact is not None and not event.track else event.impact,
            generic_class=told_class(event, reported.report.generic_class),
            reported_confidence=reported.report.confidence,
            partner_assessment=reported.assessment,
            updated_ms=max(event.updated_ms, reported.received_ms),
        )
        holders.note(index, ids)


def told_class(event: WarningEvent, told: GenericClass | None) -> GenericClass:
    """Return the class of an event after a partner said what flies: of what no track is known, its word is taken."""
    return told if told in ("glide", "cruise") and not event.objects else event.generic_class


def own(event: WarningEvent, source_id: str) -> bool:
    """Return whether a source of the event is one of the node's own."""
    return source_id in event.own_sources


def ruled_out(events: Sequence[WarningEvent], taken: Sequence[bool], impact: ImpactEstimate | None) -> list[bool]:
    """Return which events cannot be meant: taken, or known to come down somewhere else."""
    return [
        is_taken
        or (
            event.impact is not None
            and impact is not None
            and impact_distance2(event.impact, impact) > ELSEWHERE * IMPACT_GATE
        )
        for event, is_taken in zip(events, taken, strict=True)
    ]


def place_tracks(holders: Holders, evidence: Evidence, names: Names) -> None:
    """Attach every shared track to the event it belongs to, or to a new one.  Objects of all events wait for theirs.

    What is low and slow opens none, aircraft, birds and weather, but for what ``is_cruise_alarm`` says.
    """
    events, picture, now_ms = holders.events, evidence.picture, evidence.time_ms
    back = FlownBack(picture, float(evidence.profile.altitude_m[-1]))
    own_ids = {source.source_id for provenance in evidence.own.provenances for source in provenance}
    flights = flights_of(picture.x)
    for i, ids in known_first(holders, picture):
        provenance = picture.provenances[i]
        kinds = kinds_of(provenance, evidence.kinds, evidence.kinds_told)
        index = find_for_track(holders, evidence, i, ids, kinds, back)
        if index < 0 and opens_nothing(evidence, i):
            continue
        launch = launch_behind(evidence, i) if index < 0 else None
        if launch is not None:
            known, fall = still_open(events, evidence.assessed), fall_of(evidence, i)
            index = find_by_launch(known, launch, ruled_out(known, [bool(event.track) for event in events], fall))
        if index < 0:
            index = holders.opened(names.opened(now_ms, provenance))
        event = events[index]
        objects, objects_named = objects_with(event, provenance, kinds, flights[i], now_ms)
        if event.launch_rank == 0 and launch is None:
            launch = launch_behind(evidence, i)
        takes = launch is not None and event.launch_rank == 0
        newest_ms = max([source.last_ms for source in provenance])
        mine = ids & own_ids
        events[index] = msgspec.structs.replace(
            event,
            provenance=join((event.provenance, provenance)),
            objects=objects,
            objects_named=objects_named,
            own_sources=tuple(sorted(mine.union(event.own_sources))) if mine else event.own_sources,
            own_kinds=with_kind(event.own_kinds, "radar") if mine else event.own_kinds,
            partner_kinds=with_kind(event.partner_kinds, "radar") if ids - own_ids else event.partner_kinds,
            launch=launch if takes else event.launch,
            launch_rank=(1 if ids <= own_ids else 2) if takes else event.launch_rank,
            updated_ms=max(event.updated_ms, newest_ms),
            own_updated_ms=max(event.own_updated_ms, newest_ms) if mine else event.own_updated_ms,
        )
        holders.note(index, ids)
    events[:] = map(with_primary, events)
    part(holders, evidence, names)


def launch_behind(evidence: Evidence, i: int) -> LaunchEstimate | None:
    """Return the launch that a shared track comes from, or None where it cannot be flown back to one."""
    picture = evidence.picture
    if kind_seen(picture, i) != "ballistic":
        return None
    return launch_from_track(picture.x[i], picture.P[i], picture.time_ms, evidence.profile)


def known_first(holders: Holders, picture: Picture) -> list[tuple[int, frozenset[str]]]:
    """Return the shared tracks, each with its sources, in the order they are placed: of known sources, then the new.

    A new track is compared with the objects that are tracked now.
    """
    ids_of = [source_ids(provenance) for provenance in picture.provenances]
    is_new = [holders.find(ids) < 0 for ids in ids_of]
    return [(i, ids_of[i]) for i in sorted(range(len(is_new)), key=is_new.__getitem__)]


def find_for_track(
    holders: Holders, evidence: Evidence, i: int, ids: frozenset[str], kinds: Kinds, back: FlownBack
) -> int:
    """Return the event of a shared track by its sources, a plume's sight, its impact or where it came from, or -1.

    What is low and slow is known by its sources alone: an aircraft may pass under any plume's line of sight.  What of
    that is to be warned of is known by where its course leads as well, and what may glide by the way it came.
    """
    index = holders.find(ids)
    if index >= 0:
        return index
    picture = evidence.picture
    known, kind = still_open(holders.events, evidence.assessed), kind_seen(picture, i)
    if kind == "cruise" or is_air_traffic(picture.x[i]):
        return find_by_impact(known, evidence, i) if alarms(evidence, i) else -1
    if kind == "glide":
        index = find_by_way(known, picture, i)
        return index if index >= 0 else find_by_impact(known, evidence, i)
    index = find_by_sight(known, evidence, picture, i)
    if index < 0:
        index = find_by_impact(known, evidence, i)
    if index < 0:
        index = find_by_origin(known, picture, i, kinds, back)
    return index


def part(holders: Holders, evidence: Evidence, names: Names) -> None:
    """Put each object that proves to be of another launch in an event of its own."""
    events = holders.events
    provenance_of = {provenance[0].source_id: provenance for provenance in evidence.picture.provenances}
    for index, event in enumerate(list(events)):
        for held in event.objects:
            if not is_parted(event, held):
                continue
            provenance = provenance_of[held.track]
            own_ids = source_ids(provenance).intersection(event.own_sources)
            events[index] = event = msgspec.structs.replace(
                event,
                objects=tuple(other for other in event.objects if other is not held),
                provenance=tuple(source for source in event.provenance if source.source_id not in held.source_ids),
                own_sources=tuple(name for name in event.own_sources if name not in held.source_ids),
            )
            opened = msgspec.structs.replace(
                names.opened(evidence.time_ms, provenance),
                own_sources=tuple(sorted(own_ids)),
                own_kinds=("radar",) if own_ids else (),
                partner_kinds=("radar",) if source_ids(provenance) - own_ids else (),
                launch=event.launch,
                launch_rank=2 if event.launch_rank == 2 else min(event.launch_rank, 1),
                objects=(held,),
                objects_named=1,
                parted_from=event.event_id,
                own_updated_ms=evidence.time_ms if own_ids else -1,
            )
            holders.opened(with_primary(opened))


def find_by_sight(events: Sequence[WarningEvent], evidence: Evidence, picture: Picture, i: int) -> int:
    """Return the event without a track whose plume the track, flown back, comes nearest to, or -1."""
    best, best_distance = -1, SIGHT_SIGMAS
    for plume in evidence.plumes:
        index = find_by_sources(events, frozenset((plume.source.source_id,)))
        if index < 0 or events[index].track or events[index].generic_class == "glide":
            continue  # what glides is not where it was thrown to
        if picture.time_ms - plume.last_ms > SIGHT_LIMIT_MS:
            continue
        distance = sight_distance(plume, picture.x[i], picture.P[i], picture.time_ms)
        if distance < best_distance:
            best, best_distance = index, distance
    return best


def find_by_impact(events: Sequence[WarningEvent], evidence: Evidence, i: int) -> int:
    """Return the event without a live track whose predicted impact is nearest to this track's, or -1.

    A body that coasts keeps its impact: a track lost and found again, or one that only a report spoke of before,
    is known by it.  What flies otherwise is compared with what does so too.
    """
    kind = kind_seen(evidence.picture, i)
    live = {source.source_id for provenance in evidence.picture.provenances for source in provenance}
    without = [
        index
        for index, event in enumerate(events)
        if event.impact is not None
        and live.isdisjoint(source_ids(event.provenance))
        and kind == (event.generic_class if event.generic_class in ("glide", "cruise") else "ballistic")
    ]
    return nearest_impact(events, fall_of(evidence, i), without) if without else -1


def fall_of(evidence: Evidence, i: int) -> ImpactEstimate | None:
    """Return where a shared track of no event comes down, or None while it may be under thrust."""
    kind = kind_seen(evidence.picture, i)
    if kind != "ballistic":
        return impact_of(evidence.picture, i, None, evidence.geography, kind)
    if evidence.picture.coast_probability[i] < 0.5:
        return None
    return impact_of(evidence.picture, i, None, evidence.geography)


def nearest_impact(events: Sequence[WarningEvent], impact: ImpactEstimate | None, indices: Sequence[int]) -> int:
    """Return which of some events has the impact nearest to this one inside the gate, or -1."""
    best, best_distance2 = -1, IMPACT_GATE
    for index in indices:
        known = events[index].impact
        if known is None or impact is None:
            continue
        distance2 = impact_distance2(known, impact)
        if distance2 < best_distance2:
            best, best_distance2 = index, distance2
    return best
