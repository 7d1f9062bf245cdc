"""From evidence to warnings: one pure function, run whenever a node learns something."""

from dataclasses import dataclass

import msgspec

from tocsin.exchange.message import MsgType
from tocsin.exchange.payload import CONFIDENCE_RANK, Confidence, LaunchReport, Phenomenology
from tocsin.picture.shared import Picture, track_names
from tocsin.tracking.provenance import Provenance, join
from tocsin.warning.correlate import Names, place_plumes, place_reports, place_tracks
from tocsin.warning.estimate import ground_range_m, impact_of
from tocsin.warning.event import (
    EventClosed,
    ImpactEstimate,
    ImpactWarning,
    LaunchEstimate,
    LaunchReportIssued,
    LaunchWarning,
    NoticeMatched,
    WarningEvent,
)
from tocsin.warning.evidence import Evidence
from tocsin.warning.match import matching_notice
from tocsin.warning.objects import is_note, primary_of
from tocsin.warning.rules import class_by_range, impact_confidence, launch_confidence, phenomenology_of

REFRESH_MS = 5_000  # an impact is predicted afresh at most this often until it is worth acting on,
REPEAT_MS = (
    10_000  # and then this often; warnings and reports are repeated at most this often unless confidence changes
)
STALE_MS = 120_000  # an event nobody has seen for this long, with no impact to come, is closed

Issued = LaunchWarning | ImpactWarning | LaunchReportIssued | NoticeMatched | EventClosed


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A LaunchReport ready for the data-exchange desk, with the launch-to-impact range for thresholds."""

    report: LaunchReport
    provenance: Provenance
    range_m: float | None
    msg_type: MsgType


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a look at the evidence led to: the events now, what was issued, what partners should be told.

    ``renamed`` says which event (by id) has become part of which older one.
    """

    events: tuple[WarningEvent, ...]
    next_number: int
    issued: tuple[Issued, ...]
    drafts: tuple[ReportDraft, ...]
    renamed: dict[str, str]


def assess(events: tuple[WarningEvent, ...], next_number: int, evidence: Evidence) -> Assessment:
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
    working = place_plumes(list(events), evidence, names)
    working = place_tracks(working, evidence, names)
    working = place_reports(working, evidence, names)
    working, renamed = merged(working, issued)
    kept: list[WarningEvent] = []
    for event in working:
        event = judged(event, evidence, issued)
        event = warned(event, evidence, issued)
        event = reported(event, evidence, issued, drafts)
        if is_over(event, evidence.time_ms):
            issued.append(EventClosed(event_id=event.event_id, reason="its time has passed"))
        else:
            kept.append(event)
    return Assessment(tuple(kept), names.next_number, tuple(issued), tuple(drafts), renamed)


def merged(events: list[WarningEvent], issued: list[Issued]) -> tuple[list[WarningEvent], dict[str, str]]:
    """Return the events with those that share a source joined into the oldest, and which went into which."""
    kept: list[WarningEvent] = []
    renamed: dict[str, str] = {}
    for event in events:
        ids = {source.source_id for source in event.provenance}
        for index, older in enumerate(kept):
            are_parted = event.parted_from == older.event_id or older.parted_from == event.event_id
            if not are_parted and not ids.isdisjoint(source.source_id for source in older.provenance):
                kept[index] = absorbed(older, event)
                renamed[event.event_id] = older.event_id
                issued.append(EventClosed(event_id=event.event_id, reason=f"part of {older.event_id}"))
                break
        else:
            kept.append(event)
    return kept, renamed


def absorbed(older: WarningEvent, younger: WarningEvent) -> WarningEvent:
    """Return the older event with everything the younger one knew."""
    takes = younger.launch_rank > older.launch_rank
    return msgspec.structs.replace(
        older,
        provenance=join((older.provenance, younger.provenance)),
        own_sources=tuple(sorted({*older.own_sources, *younger.own_sources})),
        own_kinds=tuple(sorted({*older.own_kinds, *younger.own_kinds})),
        partner_kinds=tuple(sorted({*older.partner_kinds, *younger.partner_kinds})),
        track=older.track or younger.track,
        objects=(*older.objects, *younger.objects),
        primary=older.primary or younger.primary,
        launch=younger.launch if takes else older.launch,
        launch_rank=max(older.launch_rank, younger.launch_rank),
        matched_notice=older.matched_notice or younger.matched_notice,
        notified_class=older.notified_class if older.matched_notice else younger.notified_class,
        impact=older.impact or younger.impact,
        own_impact=older.own_impact or younger.own_impact,
        reported_confidence=max(
            older.reported_confidence, younger.reported_confidence, key=CONFIDENCE_RANK.__getitem__
        ),
        medium_ms=earliest(older.medium_ms, younger.medium_ms),
        updated_ms=max(older.updated_ms, younger.updated_ms),
        own_updated_ms=max(older.own_updated_ms, younger.own_updated_ms),
        warned_launch_ms=max(older.warned_launch_ms, younger.warned_launch_ms),
        warned_impact_ms=max(older.warned_impact_ms, younger.warned_impact_ms),
        reported_ms=max(older.reported_ms, younger.reported_ms),
    )


def earliest(a_ms: int, b_ms: int) -> int:
    """Return the earlier of two times of which -1 means never."""
    return max(a_ms, b_ms) if min(a_ms, b_ms) < 0 else min(a_ms, b_ms)


def judged(event: WarningEvent, evidence: Evidence, issued: list[Issued]) -> WarningEvent:
    """Return the event with impact, class, notice and confidence brought up to date."""
    index = index_of(evidence.picture, event.track)
    impact = refreshed(event, event.impact, evidence.picture, index, evidence)
    own_index = own_index_of(evidence.own, event)
    if impact is not None and impact.computed_ms == evidence.time_ms and is_own(evidence, index, own_index):
        own_impact: ImpactEstimate | None = impact  # made this moment, from the own track alone
    else:
        own_impact = refreshed(event, event.own_impact, evidence.own, own_index, evidence)
    notice = notice_of(event, event.launch, evidence)
    if notice and notice != event.matched_notice:
        issued.append(NoticeMatched(event_id=event.event_id, notice_id=notice, provenance=event.provenance))
    announced = {known.notice_id: known.generic_class for known in evidence.notices}
    notified_class = announced.get(notice, event.notified_class)
    coast = float(evidence.picture.coast_probability[index]) if index >= 0 else None
    is_expected = bool(notice) and not threatens(impact, evidence.node)
    confidence = confidence_of(event, impact, coast, is_expected)
    first_medium = event.medium_ms < 0 and CONFIDENCE_RANK[confidence] >= CONFIDENCE_RANK["medium"]
    return msgspec.structs.replace(
        event,
        impact=impact,
        own_impact=own_impact,
        is_impact_stale=event.is_impact_stale and (impact is None or impact.computed_ms < evidence.time_ms),
        matched_notice=notice,
        notified_class=notified_class,
        generic_class=notified_class if notice else class_by_range(impact.range_m if impact else -1.0),
        confidence=confidence,
        medium_ms=evidence.time_ms if first_medium else event.medium_ms,
    )


def is_own(evidence: Evidence, index: int, own_index: int) -> bool:
    """Return whether a shared track is the node's own track and nothing else."""
    if index < 0 or own_index < 0:
        return False
    return evidence.picture.provenances[index] == evidence.own.provenances[own_index]


def notice_of(event: WarningEvent, launch: LaunchEstimate | None, evidence: Evidence) -> str:
    """Return the notice that fits a launch now, or that fitted it while it was in the register; '' if none.

    A match made on a first rough estimate is dropped again when a better one no longer fits.
    """
    if launch is None:
        return ""
    fitting = matching_notice(launch, evidence.notices)
    is_gone = all(notice.notice_id != event.matched_notice for notice in evidence.notices)
    return fitting or (event.matched_notice if is_gone else "")


def threatens(impact: ImpactEstimate | None, nation: str) -> bool:
    """Return whether an impact is predicted that threatens a nation."""
    return impact is not None and nation in impact.threatens


def confidence_of(
    event: WarningEvent, impact: ImpactEstimate | None, coast_probability: float | None, is_expected: bool
) -> Confidence:
    """Return the event's confidence; a launch announced, and not coming down on us, stays ``low``."""
    if is_expected or is_note(event):
        return "low"
    if impact is None:
        return launch_confidence(seen_by(event), bool(event.track))
    if not event.track:
        return event.reported_confidence  # all that is known of the impact is what a partner said
    if coast_probability is None:
        return event.confidence
    return impact_confidence(seen_by(event), coast_probability, impact.place)


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
    if picture.coast_probability[index] < 0.5:
        return known
    return impact_of(picture, index, event.launch, evidence.geography) or known


def index_of(picture: Picture, track: str) -> int:
    """Return the picture's index of a shared track by name, or -1."""
    names = track_names(picture)
    return names.index(track) if track in names else -1


def own_index_of(own: Picture, event: WarningEvent) -> int:
    """Return the index of the own track of the primary, else of any object of the event, or -1."""
    names = track_names(own)
    primary = primary_of(event)
    wanted = () if primary is None else primary.source_ids
    for ids in (wanted, event.own_sources):
        for index, name in enumerate(names):
            if name in ids and name in event.own_sources:
                return index
    return -1


def primary_provenance(event: WarningEvent) -> Provenance:
    """Return the sources that an impact rests on: the primary's, or all where no track is known."""
    primary = primary_of(event)
    if primary is None:
        return event.provenance
    return tuple(source for source in event.provenance if source.source_id in primary.source_ids)


def object_count(event: WarningEvent, own: Picture) -> int:
    """Return how many objects of the launch the node's own sensors follow now, at least 1."""
    return max(1, sum(name in event.own_sources for name in track_names(own)))


def is_due(last_ms: int, now_ms: int) -> bool:
    """Return whether something issued at ``last_ms`` (-1: never) is due again."""
    return last_ms < 0 or now_ms - last_ms >= REPEAT_MS


def warned(event: WarningEvent, evidence: Evidence, issued: list[Issued]) -> WarningEvent:
    """Return the event after its warnings, if any are due, were issued."""
    now_ms = evidence.time_ms
    changed = event.confidence != event.warned_confidence
    fresh = event.updated_ms == now_ms
    if event.warned_launch_ms < 0 or changed or (fresh and is_due(event.warned_launch_ms, now_ms)):
        issued.append(
            LaunchWarning(
                event_id=event.event_id,
                version=0 if event.warned_launch_ms < 0 else 1,
                launch=event.launch,
                generic_class=event.generic_class,
                phenomenology=seen_by(event),
                confidence=event.confidence,
                matched_notice=event.matched_notice,
                provenance=event.provenance,
            )
        )
        event = msgspec.structs.replace(event, warned_launch_ms=now_ms)
    impact = event.impact
    if impact is not None and evidence.node in impact.threatens:
        is_new = impact.computed_ms == now_ms and is_due(event.warned_impact_ms, now_ms)
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
    return msgspec.structs.replace(event, warned_confidence=event.confidence)


def reported(
    event: WarningEvent, evidence: Evidence, issued: list[Issued], drafts: list[ReportDraft]
) -> WarningEvent:
    """Return the event after a report on it, made of own sources only, was drafted if one is due."""
    if not event.own_sources or event.own_updated_ms != evidence.time_ms:
        return event
    impact_is_news = event.own_impact is not None and not event.report_ready
    if not impact_is_news and not is_due(event.reported_ms, evidence.time_ms):
        return event
    own = tuple(source for source in event.provenance if source.source_id in event.own_sources)
    launch = own_launch(event)
    notice = notice_of(event, launch, evidence)  # from own evidence alone
    report = report_of(event, evidence, notice)
    drafts.append(
        ReportDraft(
            report=report,
            provenance=own,
            range_m=ground_range_m(launch.point, event.own_impact.place) if launch and event.own_impact else None,
            msg_type="report" if event.reported_ms < 0 else "update",
        )
    )
    issued.append(
        LaunchReportIssued(
            event_id=event.event_id,
            version=0 if event.reported_ms < 0 else 1,
            launch=launch,
            impact=event.own_impact,
            confidence=report.confidence or "no",
            provenance=own,
        )
    )
    return msgspec.structs.replace(event, reported_ms=evidence.time_ms, report_ready=event.own_impact is not None)


def own_launch(event: WarningEvent) -> LaunchEstimate | None:
    """Return the launch estimate if it is the node's own: a partner's is not ours to report."""
    return event.launch if event.launch_rank != 2 else None


def own_confidence(event: WarningEvent, evidence: Evidence, notice: str) -> Confidence:
    """Return the confidence that own sources alone support; ``low`` on an impact whose own track is lost."""
    own = evidence.own
    if is_note(event) or (notice and not threatens(event.own_impact, evidence.node)):
        return "low"
    kinds = phenomenology_of(event.own_kinds)
    if event.own_impact is None:
        return launch_confidence(kinds, "radar" in event.own_kinds)
    index = own_index_of(own, event)
    coast_probability = float(own.coast_probability[index]) if index >= 0 else 0.0
    return impact_confidence(kinds, coast_probability, event.own_impact.place)


def report_of(event: WarningEvent, evidence: Evidence, notice: str) -> LaunchReport:
    """Return the report that own sources support; ``notice`` is what they match by themselves."""
    launch, impact = own_launch(event), event.own_impact
    range_m = ground_range_m(launch.point, impact.place) if launch and impact else -1.0
    return LaunchReport(
        event_id=event.event_id,
        launch_time_ms=launch.time_ms if launch else None,
        launch_time_sigma_ms=launch.time_sigma_ms if launch else None,
        launch_point=launch.point if launch else None,
        azimuth_rad=launch.azimuth_rad if launch else None,
        azimuth_sigma_rad=launch.azimuth_sigma_rad if launch else None,
        generic_class=event.notified_class if notice else class_by_range(range_m),
        n_objects=object_count(event, evidence.own),
        phenomenology=phenomenology_of(event.own_kinds),
        impact_area=impact.place if impact else None,
        impact_time_ms=impact.time_ms if impact else None,
        impact_time_sigma_ms=impact.time_sigma_ms if impact else None,
        threatens=impact.threatens if impact else None,
        confidence=own_confidence(event, evidence, notice),
        matched_notification=notice or None,
    )


def is_over(event: WarningEvent, now_ms: int) -> bool:
    """Return whether an event has had its time: nobody sees it and nothing of it is still to come down."""
    if now_ms - event.updated_ms < STALE_MS:
        return False
    return event.impact is None or now_ms > event.impact.time_ms
