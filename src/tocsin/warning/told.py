"""What partners' reports tell: each put with the event it belongs to, or with a new one."""

import msgspec

from tocsin.exchange.payload import GenericClass
from tocsin.picture.ledger import nodes_of
from tocsin.tracking.provenance import covers, join, source_ids
from tocsin.warning.correlate import Names, find_by_launch, nearest_impact, ruled_out
from tocsin.warning.estimate import reported_impact, reported_launch
from tocsin.warning.event import LaunchEstimate, WarningEvent
from tocsin.warning.evidence import Evidence, Reported
from tocsin.warning.holders import Holders
from tocsin.warning.objects import still_open
from tocsin.warning.rules import with_kind


def place_reports(holders: Holders, evidence: Evidence, names: Names) -> None:
    """Attach every partner's report to the event it belongs to, or to a new one."""
    events = holders.events
    for reported in evidence.reports:
        launch = reported_launch(reported)
        ids = source_ids(reported.provenance)
        index = holders.find(ids)
        is_news = evidence.is_new(reported.received_ms)
        if index >= 0 and not is_news and is_held(events[index], reported, launch):
            continue
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


def is_held(event: WarningEvent, reported: Reported, launch: LaunchEstimate | None) -> bool:
    """Return whether an event has all that an old report can tell: it was placed there, and nothing else since."""
    report = reported.report
    return (
        event.reported_confidence == report.confidence
        and event.partner_assessment == reported.assessment
        and event.updated_ms >= reported.received_ms
        and (launch is None or event.launch_rank == 3 or (event.launch_rank == 2 and event.launch == launch))
        and (not report.phenomenology or with_kind(event.partner_kinds, report.phenomenology) == event.partner_kinds)
        and told_class(event, report.generic_class) == event.generic_class
        and covers(event.provenance, reported.provenance)
    )


def told_class(event: WarningEvent, told: GenericClass | None) -> GenericClass:
    """Return the class of an event after a partner said what flies: of what no track is known, its word is taken."""
    return told if told in ("glide", "cruise") and not event.objects else event.generic_class


def own(event: WarningEvent, source_id: str) -> bool:
    """Return whether a source of the event is one of the node's own."""
    return source_id in event.own_sources
