"""What a node tells partners of an event: own sources alone, and what its watch takes the event to be."""

from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from tocsin.exchange.message import MsgType
from tocsin.exchange.payload import Assessment, Confidence, LaunchReport
from tocsin.picture.shared import Picture
from tocsin.tracking.provenance import Provenance
from tocsin.warning.area import nation_holding
from tocsin.warning.estimate import apogee_of, ground_range_m
from tocsin.warning.event import Issued, LaunchEstimate, LaunchReportIssued, WarningEvent
from tocsin.warning.evidence import Evidence, Geography
from tocsin.warning.judge import REPEAT_MS, held_confidence, notice_of, own_index_of, threatens
from tocsin.warning.objects import flies_as, is_note
from tocsin.warning.rules import class_by_range, launch_confidence, phenomenology_of

ASSESSED = ("assessment",)
IMPACT = ("impact_area", "impact_time_ms", "threatens", "generic_class", "confidence")
STEP_OF: dict[Assessment, MsgType] = {
    "under_assessment": "update",
    "valid": "update",
    "anomalous": "correct",
    "false": "cancel",
}


class Scope(NamedTuple):
    """What an agreement's bounds judge of a launch: see ``exchange.message.Draft``; None where it is not known."""

    range_m: float | None
    apogee_m: float | None
    launch_nation: str | None
    azimuth_rad: float | None


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A LaunchReport ready for the data-exchange desk, with what thresholds judge: see ``exchange.message.Draft``.

    ``notice``: what the launch fits, '' for none.  ``unaided``: the report as it is without that notice, for whoever
    was never told of it.  ``tells``: of a report out of turn, the fields that are its reason.
    """

    report: LaunchReport
    unaided: LaunchReport
    notice: str
    provenance: Provenance
    scope: Scope
    msg_type: MsgType
    tells: tuple[str, ...]


def scope_of(event: WarningEvent, own: Picture, geography: Geography) -> Scope:
    """Return what own sensors know of a launch that an agreement's bounds judge."""
    launch, impact, index = own_launch(event), event.own_impact, own_index_of(own, event)
    if launch is None:
        return Scope(None, apogee_of(own.x[index]) if impact and index >= 0 else None, None, None)
    point = launch.point
    return Scope(
        range_m=ground_range_m(point, impact.place) if impact else None,
        apogee_m=apogee_of(own.x[index]) if impact and index >= 0 else None,
        launch_nation=nation_holding(geography.territories, point.lat_rad, point.lon_rad),
        azimuth_rad=launch.azimuth_rad,
    )


def reported(
    event: WarningEvent, evidence: Evidence, issued: list[Issued], drafts: list[ReportDraft]
) -> WarningEvent:
    """Return the event after a report on it, made of own sources only, was drafted if one is due.

    What the watch has found is an update, a correction or a cancel.
    """
    found = evidence.assessed.get(event.event_id, "under_assessment")
    is_found = event.reported_ms >= 0 and found != event.reported_assessment
    tells = reason_to_tell(event, evidence, found)
    if tells is None or not event.own_sources:
        return event
    own = tuple(source for source in event.provenance if source.source_id in event.own_sources)
    launch, impact = own_launch(event), event.own_impact
    notice = notice_of(event, launch, evidence)  # from own evidence alone
    report = report_of(event, evidence, notice)
    drafts.append(
        ReportDraft(
            report=report,
            unaided=report_of(event, evidence, "") if notice else report,
            notice=notice,
            provenance=own,
            scope=scope_of(event, evidence.own, evidence.geography),
            msg_type="report" if event.reported_ms < 0 else STEP_OF[found] if is_found else "update",
            tells=tells,
        )
    )
    issued.append(
        LaunchReportIssued(
            event_id=event.event_id,
            version=0 if event.reported_ms < 0 else 1,
            launch=launch,
            impact=impact,
            confidence=report.confidence or "no",
            provenance=own,
        )
    )
    return msgspec.structs.replace(
        event,
        reported_ms=event.reported_ms if tells else evidence.time_ms,
        report_ready=impact is not None,
        reported_assessment=found,
    )


def reason_to_tell(event: WarningEvent, evidence: Evidence, found: Assessment) -> tuple[str, ...] | None:
    """Return the fields for which to report an event now; () when its turn has come, None when nothing is due.

    Its turn comes every ``REPEAT_MS`` while own sensors see more.  Out of turn, which leaves the turns as they are,
    go what the watch has found and the first impact.  Of what was found false nothing else is told.
    """
    is_seen = evidence.is_new(event.own_updated_ms) and found != "false"
    if is_seen and is_due(event.reported_ms, evidence.time_ms):
        return ()
    is_found = event.reported_ms >= 0 and found != event.reported_assessment
    has_impact = is_seen and event.own_impact is not None and not event.report_ready
    return (*(ASSESSED if is_found else ()), *(IMPACT if has_impact else ())) or None


def own_launch(event: WarningEvent) -> LaunchEstimate | None:
    """Return the launch estimate if it is the node's own: a partner's is not ours to report."""
    return event.launch if event.launch_rank != 2 else None


def own_confidence(event: WarningEvent, evidence: Evidence, notice: str) -> Confidence:
    """Return the confidence that own sources alone support; ``low`` on an impact whose own track is lost."""
    if evidence.assessed.get(event.event_id) == "false":
        return "no"
    if notice and not threatens(event.own_impact, evidence.node):
        return "low"
    if event.claims != "no" and not event.own_kinds:
        return event.claims
    if is_note(event):
        return "low"
    kinds = phenomenology_of(event.own_kinds)
    if event.own_impact is None:
        return launch_confidence(kinds)
    if own_index_of(evidence.own, event) < 0:
        return "low"
    return held_confidence(kinds, event.own_hold, evidence.time_ms)


def report_of(event: WarningEvent, evidence: Evidence, notice: str) -> LaunchReport:
    """Return the report that own sources support; ``notice`` is what they match by themselves."""
    launch, impact = own_launch(event), event.own_impact
    range_m = ground_range_m(launch.point, impact.place) if launch and impact else -1.0
    flies = flies_as(event)
    seen = class_by_range(range_m) if flies == "ballistic" else flies
    return LaunchReport(
        event_id=event.event_id,
        launch_time_ms=launch.time_ms if launch else None,
        launch_time_sigma_ms=launch.time_sigma_ms if launch else None,
        launch_point=launch.point if launch else None,
        azimuth_rad=launch.azimuth_rad if launch else None,
        azimuth_sigma_rad=launch.azimuth_sigma_rad if launch else None,
        generic_class=event.notified_class if notice else seen,
        n_objects=max(event.n_shown, object_count(event, evidence.own)),
        phenomenology=phenomenology_of(event.own_kinds) if event.own_kinds else None,
        impact_area=impact.place if impact else None,
        impact_time_ms=impact.time_ms if impact else None,
        impact_time_sigma_ms=impact.time_sigma_ms if impact else None,
        threatens=impact.threatens if impact else None,
        confidence=own_confidence(event, evidence, notice),
        assessment=evidence.assessed.get(event.event_id, "under_assessment"),
        matched_notification=notice or None,
    )


def object_count(event: WarningEvent, own: Picture) -> int:
    """Return how many objects of the launch the node's own sensors follow now, at least 1."""
    return max(1, len([name for name in own.names if name in event.own_sources]))


def is_due(last_ms: int, now_ms: int) -> bool:
    """Return whether something issued at ``last_ms`` (-1: never) is due again."""
    return last_ms < 0 or now_ms - last_ms >= REPEAT_MS
