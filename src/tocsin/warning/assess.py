"""From evidence to warnings: one pure function, run whenever a node learns something."""

from dataclasses import dataclass

import msgspec

from tocsin.exchange.payload import Assessment
from tocsin.tracking.provenance import Provenance
from tocsin.warning.correlate import Names, place_tracks
from tocsin.warning.event import (
    EventClosed,
    ImpactWarning,
    Issued,
    LaunchWarning,
    WarningEvent,
    WarningWithdrawn,
)
from tocsin.warning.evidence import Evidence
from tocsin.warning.holders import Holders
from tocsin.warning.judge import judged, seen_by
from tocsin.warning.merge import merged
from tocsin.warning.objects import primary_of, without_tracks
from tocsin.warning.plumes import place_plumes
from tocsin.warning.report import ReportDraft, is_due, reported
from tocsin.warning.shown import place_shown
from tocsin.warning.told import place_reports

STALE_MS = 120_000  # an event nobody has seen for this long, with no impact to come, is closed


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a look at the evidence led to: the events now, what was issued, what partners should be told.

    ``renamed`` says which event (by id) has become part of which older one.
    """

    events: tuple[WarningEvent, ...]
    next_number: int
    issued: tuple[Issued, ...]
    drafts: tuple[ReportDraft, ...]
    renamed: dict[str, str]


def assess(events: tuple[WarningEvent, ...], next_number: int, evidence: Evidence) -> Assessed:
    """Return the events brought up to date with the evidence, and what is issued because of it.  Pure.

    Parameters
    ----------
    events : tuple of WarningEvent
        The node's open events.
    next_number : int
        Number of the next event to be opened.
    evidence : Evidence
        All that the node knows now.
    """
    names = Names(evidence.node, next_number)
    issued: list[Issued] = []
    drafts: list[ReportDraft] = []
    holders = Holders([without_tracks(event, evidence.time_ms) for event in events])
    place_plumes(holders, evidence, names)
    place_tracks(holders, evidence, names)
    place_reports(holders, evidence, names)
    place_shown(holders, evidence, names)
    working, renamed = merged(holders.events, issued) if holders.is_shared else (holders.events, {})
    kept: list[WarningEvent] = []
    taken: dict[str, int] = {}  # older events matched with each notice: the youngest launch is the one too many
    for event in working:
        before = event.matched_notice
        event = judged(event, evidence, taken, issued)
        if before:
            taken[before] = taken.get(before, 0) + 1
        event = warned(event, evidence, issued)
        event = reported(event, evidence, issued, drafts)
        if is_over(event, evidence):
            issued.append(EventClosed(event_id=event.event_id, reason="its time has passed"))
        else:
            kept.append(event)
    return Assessed(tuple(kept), names.next_number, tuple(issued), tuple(drafts), renamed)


def warned(event: WarningEvent, evidence: Evidence, issued: list[Issued]) -> WarningEvent:
    """Return the event after its warnings, if any are due, were issued; of what the watch found false none is."""
    found = evidence.assessed.get(event.event_id, "under_assessment")
    event = withdrawn(event, found, issued)
    if found == "false":
        return event
    now_ms = evidence.time_ms
    changed = event.confidence != event.warned_confidence
    fresh = evidence.is_new(event.updated_ms)
    if event.warned_launch_ms < 0 or changed or (fresh and is_due(event.warned_launch_ms, now_ms)):
        issued.append(launch_warning(event))
        event = msgspec.structs.replace(event, warned_launch_ms=now_ms)
    impact = event.impact
    if impact is not None and evidence.node in impact.threatens:
        is_new = evidence.is_new(impact.computed_ms) and is_due(event.warned_impact_ms, now_ms)
        if is_new or changed or event.warned_impact_ms < 0:
            issued.append(
                ImpactWarning(
                    event_id=event.event_id,
                    version=0 if event.warned_impact_ms < 0 else 1,
                    impact=impact,
                    confidence=event.confidence,
                    phenomenology=seen_by(event),
                    provenance=primary_provenance(event),
                )
            )
            event = msgspec.structs.replace(event, warned_impact_ms=now_ms)
    return msgspec.structs.replace(event, warned_confidence=event.confidence) if changed else event


def launch_warning(event: WarningEvent) -> LaunchWarning:
    """Return the warning that something was launched, as the event stands."""
    return LaunchWarning(
        event_id=event.event_id,
        version=0 if event.warned_launch_ms < 0 else 1,
        launch=event.launch,
        generic_class=event.generic_class,
        phenomenology=seen_by(event),
        confidence=event.confidence,
        matched_notice=event.matched_notice,
        provenance=event.provenance,
    )


def withdrawn(event: WarningEvent, found: Assessment, issued: list[Issued]) -> WarningEvent:
    """Return the event after what was warned of it was corrected or cancelled, if the watch found it so just now."""
    if found == event.warned_assessment:
        return event
    if found in ("anomalous", "false") and event.warned_launch_ms >= 0:
        issued.append(
            WarningWithdrawn(
                event_id=event.event_id,
                step="cancel" if found == "false" else "correct",
                assessment=found,
                launch_warned_ms=event.warned_launch_ms,
                impact_warned_ms=event.warned_impact_ms,
            )
        )
    warned = "no" if found == "false" else event.warned_confidence  # found true after all, it is warned of at once
    return msgspec.structs.replace(event, warned_assessment=found, warned_confidence=warned)


def primary_provenance(event: WarningEvent) -> Provenance:
    """Return the sources that an impact rests on: the primary's, or all where no track is known."""
    primary = primary_of(event)
    if primary is None:
        return event.provenance
    return tuple(source for source in event.provenance if source.source_id in primary.source_ids)


def is_over(event: WarningEvent, evidence: Evidence) -> bool:
    """Return whether an event has had its time: nobody sees it and nothing of it is still to come down.

    What infrared alone saw stays open until the watch has said what it was, for ``evidence.confirm_ms`` at most.
    """
    is_alone = {*event.own_kinds, *event.partner_kinds} == {"ir"} and not event.objects
    is_alone = is_alone and event.event_id not in evidence.assessed
    stale_ms = max(STALE_MS, evidence.confirm_ms + STALE_MS) if is_alone else STALE_MS
    if evidence.time_ms - event.updated_ms < stale_ms:
        return False
    return event.impact is None or evidence.time_ms > event.impact.time_ms
