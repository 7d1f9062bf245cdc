"""Which evidence belongs to which event."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.picture.shared import Picture
from tocsin.tracking.provenance import Provenance, join, source_ids
from tocsin.tracking.threat_kind import Flight, ThreatKind, flights_of
from tocsin.warning.air_traffic import alarms, is_air_traffic, opens_nothing
from tocsin.warning.estimate import (
    impact_distance2,
    impact_of,
    launch_distance2,
    launch_from_track,
)
from tocsin.warning.event import ImpactEstimate, Kinds, LaunchEstimate, WarningEvent
from tocsin.warning.evidence import Evidence, Plume
from tocsin.warning.holders import Holders
from tocsin.warning.kernels import fly_back
from tocsin.warning.objects import (
    FlownBack,
    Objects,
    find_by_origin,
    find_by_sources,
    is_parted,
    kinds_of,
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

    Those of known sources first, all of one event at once; a new one is compared with the objects tracked now.
    What is low and slow opens none, aircraft, birds and weather, but for what ``is_cruise_alarm`` says.
    """
    events, picture = holders.events, evidence.picture
    back = FlownBack(picture, float(evidence.profile.altitude_m[-1]))
    look = look_at(evidence)
    known, new = known_first(holders, look)
    for index, rows in known.items():
        events[index] = with_tracks(events[index], rows, look)
        for i in rows:
            holders.note(index, look.ids[i])
    for i in new:
        index = find_for_track(holders, look, i, back)
        if index < 0 and opens_nothing(evidence, i, look.flights[i]):
            continue
        launch = launch_behind(look, i) if index < 0 else None
        if launch is not None:
            still, fall = still_open(events, evidence.assessed), fall_of(look, i)
            index = find_by_launch(still, launch, ruled_out(still, [bool(event.track) for event in events], fall))
        if index < 0:
            index = holders.opened(names.opened(evidence.time_ms, picture.provenances[i]))
        events[index] = with_tracks(events[index], (i,), look, launch)
        holders.note(index, look.ids[i])
    events[:] = map(with_primary, events)
    part(holders, evidence, names)


class Look(NamedTuple):
    """A picture as its tracks are attached: of each track its sources, how it flies, and what it is.

    ``own_ids``: the sources of all own tracks.
    """

    evidence: Evidence
    own_ids: frozenset[str]
    ids: list[frozenset[str]]
    flights: list[Flight]
    kinds: list[Kinds]

    def kind_seen(self, i: int) -> ThreatKind:
        """Return how a shared track flies by this look at it."""
        return kind_seen(self.flights[i], float(self.evidence.picture.coast_probability[i]))


def look_at(evidence: Evidence) -> Look:
    """Return what the tracks of a picture are attached by."""
    provenances = evidence.picture.provenances
    return Look(
        evidence,
        frozenset([source.source_id for provenance in evidence.own.provenances for source in provenance]),
        [source_ids(provenance) for provenance in provenances],
        flights_of(evidence.picture.x),
        [kinds_of(provenance, evidence.kinds, evidence.kinds_told) for provenance in provenances],
    )


def with_tracks(
    event: WarningEvent, rows: Sequence[int], look: Look, launch: LaunchEstimate | None = None
) -> WarningEvent:
    """Return an event with some shared tracks, one after another, as objects of it.

    ``launch``: what the first of them was flown back to already, if it was.
    """
    evidence, own_ids = look.evidence, look.own_ids
    held = Objects(event, evidence.time_ms)
    provenances = [evidence.picture.provenances[i] for i in rows]
    launch_now, rank = event.launch, event.launch_rank
    mine: set[str] = set()
    theirs = False
    updated_ms, own_updated_ms = event.updated_ms, event.own_updated_ms
    for i, provenance in zip(rows, provenances, strict=True):
        ids = look.ids[i]
        held.take(provenance[0].source_id, ids, look.kinds[i], look.flights[i])
        if rank == 0:
            launch = launch or launch_behind(look, i)
            launch_now, rank = (launch_now, 0) if launch is None else (launch, 1 if ids <= own_ids else 2)
        newest_ms = max([source.last_ms for source in provenance])
        updated_ms = max(updated_ms, newest_ms)
        own = ids & own_ids
        if own:
            mine |= own
            own_updated_ms = max(own_updated_ms, newest_ms)
        theirs = theirs or len(own) < len(ids)
    return msgspec.structs.replace(
        event,
        provenance=join((event.provenance, *provenances)),
        objects=tuple(held.objects),
        objects_named=held.named,
        own_sources=tuple(sorted(mine.union(event.own_sources))) if mine else event.own_sources,
        own_kinds=with_kind(event.own_kinds, "radar") if mine else event.own_kinds,
        partner_kinds=with_kind(event.partner_kinds, "radar") if theirs else event.partner_kinds,
        launch=launch_now,
        launch_rank=rank,
        updated_ms=updated_ms,
        own_updated_ms=own_updated_ms,
    )


def launch_behind(look: Look, i: int) -> LaunchEstimate | None:
    """Return the launch that a shared track comes from, or None where it cannot be flown back to one."""
    if look.kind_seen(i) != "ballistic":
        return None
    picture = look.evidence.picture
    return launch_from_track(picture.x[i], picture.P[i], picture.time_ms, look.evidence.profile)


def known_first(holders: Holders, look: Look) -> tuple[dict[int, list[int]], list[int]]:
    """Return the rows of shared tracks of which a source is known, by the event that holds it; and the others."""
    known: dict[int, list[int]] = {}
    new: list[int] = []
    for i, ids in enumerate(look.ids):
        index = holders.find(ids)
        if index < 0:
            new.append(i)
        else:
            known.setdefault(index, []).append(i)
    return known, new


def find_for_track(holders: Holders, look: Look, i: int, back: FlownBack) -> int:
    """Return the event of a shared track by its sources, a plume's sight, its impact or where it came from, or -1.

    What is low and slow is known by its sources alone: an aircraft may pass under any plume's line of sight.  What of
    that is to be warned of is known by where its course leads as well, and what may glide by the way it came.
    """
    index = holders.find(look.ids[i])
    if index >= 0:
        return index
    evidence, kind, flight = look.evidence, look.kind_seen(i), look.flights[i]
    picture = evidence.picture
    is_low = kind == "cruise" or is_air_traffic(flight)
    if is_low and not alarms(evidence, i, flight):
        return -1
    known = still_open(holders.events, evidence.assessed)
    if is_low:
        return find_by_impact(known, look, i)
    if kind == "glide":
        index = find_by_way(known, picture, i)
        return index if index >= 0 else find_by_impact(known, look, i)
    index = find_by_sight(known, evidence, picture, i)
    if index < 0:
        index = find_by_impact(known, look, i)
    if index < 0:
        index = find_by_origin(known, picture, i, look.kinds[i], back)
    return index


def part(holders: Holders, evidence: Evidence, names: Names) -> None:
    """Put each object that proves to be of another launch in an event of its own."""
    events, picture = holders.events, evidence.picture
    for index, event in enumerate(list(events)):
        if len(event.objects) < 2:
            continue  # the primary alone
        for held in event.objects:
            if not is_parted(event, held):
                continue
            provenance = picture.provenances[picture.names.index(held.track)]
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


def find_by_impact(events: Sequence[WarningEvent], look: Look, i: int) -> int:
    """Return the event without a live track whose predicted impact is nearest to this track's, or -1.

    A body that coasts keeps its impact: a track lost and found again, or one that only a report spoke of before,
    is known by it.  What flies otherwise is compared with what does so too.
    """
    kind = look.kind_seen(i)
    live = frozenset[str]().union(*look.ids)
    without = [
        index
        for index, event in enumerate(events)
        if event.impact is not None
        and live.isdisjoint(source_ids(event.provenance))
        and kind == (event.generic_class if event.generic_class in ("glide", "cruise") else "ballistic")
    ]
    return nearest_impact(events, fall_of(look, i), without) if without else -1


def fall_of(look: Look, i: int) -> ImpactEstimate | None:
    """Return where a shared track of no event comes down, or None while it may be under thrust."""
    picture, geography, kind = look.evidence.picture, look.evidence.geography, look.kind_seen(i)
    if kind == "ballistic" and picture.coast_probability[i] < 0.5:
        return None
    return impact_of(picture, i, None, geography, kind)


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
