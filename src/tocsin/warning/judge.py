"""One event brought up to date: impact, notice, class, confidence."""

from collections.abc import Mapping

import msgspec

from tocsin.exchange.payload import CONFIDENCE_RANK, Confidence, GenericClass, Phenomenology
from tocsin.picture.shared import Picture
from tocsin.tracking.threat_kind import ThreatKind
from tocsin.warning.estimate import impact_of
from tocsin.warning.event import Hold, ImpactEstimate, Issued, LaunchEstimate, NoticeMatched, WarningEvent
from tocsin.warning.evidence import Evidence
from tocsin.warning.match import NONE_TAKEN, UNNOTIFIED, Match, best_match, class_agrees
from tocsin.warning.objects import flies_as, is_note, primary_of
from tocsin.warning.rules import class_by_range, impact_confidence, is_settled, launch_confidence, phenomenology_of

REFRESH_MS = 5_000  # an impact is predicted afresh at most this often until it is worth acting on,
OWN_INFRARED = 3  # rank of a launch estimate that own infrared made
REPEAT_MS = 10_000  # and then this often; warnings and reports are repeated at most this often


def judged(event: WarningEvent, evidence: Evidence, taken: Mapping[str, int], issued: list[Issued]) -> WarningEvent:
    """Return the event with impact, class, notice and confidence brought up to date.

    ``taken``: how many other events each notice is matched with already.
    """
    index = index_of(evidence.picture, event.track)
    impact = refreshed(event, event.impact, evidence.picture, index, evidence)
    own_index = own_index_of(evidence.own, event)
    if impact is not None and impact.computed_ms == evidence.time_ms and is_own(evidence, index, own_index):
        own_impact: ImpactEstimate | None = impact  # made this moment, from the own track alone
    else:
        own_impact = refreshed(event, event.own_impact, evidence.own, own_index, evidence)
    own_coast = float(evidence.own.coast_probability[own_index]) if own_index >= 0 else None
    flies = flies_as(event)
    sure, own_sure = sureness(flies, coast_of(event, evidence.picture, index)), sureness(flies, own_coast)
    hold = held(event.hold, impact, sure, evidence.time_ms)
    is_one = own_impact is impact and own_sure == sure and event.own_hold == event.hold
    event = msgspec.structs.replace(
        event,
        impact=impact,
        own_impact=own_impact,
        hold=hold,
        own_hold=hold if is_one else held(event.own_hold, own_impact, own_sure, evidence.time_ms),
        is_impact_stale=event.is_impact_stale and (impact is None or impact.computed_ms < evidence.time_ms),
    )
    event = compared(event, evidence, taken, issued)
    confidence = confidence_of(event, evidence, index)
    first_medium = event.medium_ms < 0 and CONFIDENCE_RANK[confidence] >= CONFIDENCE_RANK["medium"]
    return msgspec.structs.replace(
        event,
        generic_class=event.notified_class if event.matched_notice else class_of(event, impact),
        confidence=confidence,
        medium_ms=evidence.time_ms if first_medium else event.medium_ms,
    )


def class_of(event: WarningEvent, impact: ImpactEstimate | None) -> GenericClass:
    """Return the generic class of an event: by how it flies, and of what falls by its range.

    What was seen to glide or to keep its course is that for good: its spent stages may be all that is left in view.
    """
    flies = flies_as(event)
    if flies != "ballistic":
        return flies
    if event.generic_class in ("glide", "cruise"):
        return event.generic_class
    return class_by_range(impact.range_m if impact else -1.0)


def sureness(flies: ThreatKind, coast_probability: float | None) -> float | None:
    """Return how sure it is that a track goes on as predicted: that it coasts, or 1 of what does not fall anyway."""
    return coast_probability if coast_probability is None or flies == "ballistic" else 1.0


def coast_of(event: WarningEvent, picture: Picture, index: int) -> float | None:
    """Return the coast probability behind an impact: the track's, None if lost; 1 where a partner predicted it."""
    if index >= 0:
        return float(picture.coast_probability[index])
    return None if event.track else 1.0


def held(hold: Hold, impact: ImpactEstimate | None, coast_probability: float | None, time_ms: int) -> Hold:
    """Return since when the impact has named one place; a lost track (None) leaves it as it was."""
    if impact is None:
        return Hold()
    if coast_probability is None:
        return hold
    if not is_settled(coast_probability, impact.place):
        return Hold()
    name = max(impact.areas, key=lambda area: area[1])[0] if impact.areas else " ".join(impact.threatens)
    return hold if hold.since_ms >= 0 and hold.name == name else Hold(name, time_ms)


def held_confidence(phenomenology: Phenomenology, hold: Hold, time_ms: int) -> Confidence:
    """Return the confidence of an impact by how long it has held."""
    return impact_confidence(phenomenology, time_ms - hold.since_ms if hold.since_ms >= 0 else -1)


def compared(event: WarningEvent, evidence: Evidence, taken: Mapping[str, int], issued: list[Issued]) -> WarningEvent:
    """Return the event after its launch was compared with the register; a new verdict is issued."""
    match = match_of(event, event.launch, evidence, taken)
    if match.verdict == "matched" and not is_of_class(event, match):
        match = UNNOTIFIED  # what flies is not what was announced
    if (match.notice_id, match.verdict) != (event.compared_notice, event.verdict):
        issued.append(
            NoticeMatched(
                event_id=event.event_id,
                notice_id=match.notice_id,
                provenance=event.provenance,
                verdict=match.verdict,
                score=match.score,
            )
        )
    is_matched = match.verdict == "matched"
    return msgspec.structs.replace(
        event,
        matched_notice=match.notice_id if is_matched else "",
        notified_class=match.generic_class if is_matched else event.notified_class,
        compared_notice=match.notice_id,
        verdict=match.verdict,
    )


def is_own(evidence: Evidence, index: int, own_index: int) -> bool:
    """Return whether a shared track is the node's own track and nothing else."""
    if index < 0 or own_index < 0:
        return False
    return evidence.picture.provenances[index] == evidence.own.provenances[own_index]


def is_of_class(event: WarningEvent, match: Match) -> bool:
    """Return whether a launch may be of the class that was announced, by its range once its impact has settled."""
    if event.impact is None or event.hold.since_ms < 0:
        return True
    seen = class_of(event, event.impact)
    return seen == "unknown" or class_agrees(match.generic_class, seen)


def match_of(
    event: WarningEvent, launch: LaunchEstimate | None, evidence: Evidence, taken: Mapping[str, int] = NONE_TAKEN
) -> Match:
    """Return how a launch fits the register now; what fitted while its notice was there still does.

    A match made on a first rough estimate is dropped again when a better one no longer fits.
    """
    match = UNNOTIFIED if launch is None else best_match(launch, evidence.notices, taken, evidence.azimuth_step_rad)
    if match.verdict == "matched" or not event.matched_notice:
        return match
    if any(notice.notice_id == event.matched_notice for notice in evidence.notices):
        return match
    return Match(event.matched_notice, "matched", 1.0, event.notified_class)


def notice_of(event: WarningEvent, launch: LaunchEstimate | None, evidence: Evidence) -> str:
    """Return the notice that a launch fits now or fitted before, '' if none."""
    match = match_of(event, launch, evidence)
    return match.notice_id if match.verdict == "matched" else ""


def threatens(impact: ImpactEstimate | None, nation: str) -> bool:
    """Return whether an impact is predicted that threatens a nation."""
    return impact is not None and nation in impact.threatens


def confidence_of(event: WarningEvent, evidence: Evidence, index: int) -> Confidence:
    """Return the event's confidence; a launch announced, and not coming down on us, stays ``low``."""
    if event.matched_notice and not threatens(event.impact, evidence.node):
        return "low"
    if event.claims != "no" and not event.track and event.launch_rank < OWN_INFRARED:
        return event.claims  # nothing but the system's own word
    if is_note(event):
        return "low"
    if event.impact is None:
        return launch_confidence(seen_by(event))
    if not event.track:
        told = event.reported_confidence  # all that is known of the impact is what a partner said
        return told if told is not None else held_confidence(seen_by(event), event.hold, evidence.time_ms)
    if index < 0:
        return event.confidence
    return held_confidence(seen_by(event), event.hold, evidence.time_ms)


def seen_by(event: WarningEvent) -> Phenomenology:
    """Return the phenomenology of all the event's evidence, own and received; a report may not say: radar then."""
    return phenomenology_of((*event.own_kinds, *event.partner_kinds) or ("radar",))


def refreshed(
    event: WarningEvent, known: ImpactEstimate | None, picture: Picture, index: int, evidence: Evidence
) -> ImpactEstimate | None:
    """Return the impact predicted afresh from the picture's track, or the known one while that will do."""
    wait_ms = REFRESH_MS if event.medium_ms < 0 else REPEAT_MS
    if index < 0:
        return known
    if known is not None and evidence.time_ms - known.computed_ms < wait_ms and not event.is_impact_stale:
        return known
    flies = flies_as(event)
    if flies != "ballistic":
        return impact_of(picture, index, event.launch, evidence.geography, flies)  # None: it has turned away
    if picture.coast_probability[index] < 0.5:
        return known
    return impact_of(picture, index, event.launch, evidence.geography) or known


def index_of(picture: Picture, track: str) -> int:
    """Return the picture's index of a shared track by name, or -1."""
    return picture.names.index(track) if track in picture.names else -1


def own_index_of(own: Picture, event: WarningEvent) -> int:
    """Return the index of the own track of the primary, else of any object of the event, or -1."""
    if not own.names or not event.own_sources:
        return -1
    primary = primary_of(event)
    held = [name for name in own.names if name in event.own_sources]
    for name in held:
        if primary is not None and name in primary.source_ids:
            return own.names.index(name)
    return own.names.index(held[0]) if held else -1
