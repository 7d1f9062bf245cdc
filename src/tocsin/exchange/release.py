"""The one gate between a node and its partners: ``release``."""

import functools
import math

import msgspec

from tocsin.exchange.agreement import JOINT, Agreement, AgreementState, DirectionScope, MessageKind
from tocsin.exchange.coarsen import coarsened, middle_ms
from tocsin.exchange.message import Draft, Message, Refusal
from tocsin.exchange.payload import (
    UNNAMED_MS,
    AlertState,
    AnomalyAdvisory,
    BatteryStatus,
    CommCheck,
    Consultation,
    Engagement,
    EngagementIntention,
    FreeText,
    InterceptorLaunchNotice,
    LaunchReport,
    Payload,
    PostLaunchNotification,
    PreLaunchNotification,
    PublicWarning,
    SensorStatus,
    TrackReport,
)
from tocsin.tracking.provenance import Provenance, Source

MESSAGE_KINDS: dict[type[Payload], MessageKind] = {
    InterceptorLaunchNotice: "interceptor_notice",
    AnomalyAdvisory: "anomaly",
    SensorStatus: "sensor_status",
    AlertState: "alert_state",
    PublicWarning: "public_warning",
    Consultation: "consultation",
    CommCheck: "comm_check",
    FreeText: "consultation",
}
RELAYED = (LaunchReport, TrackReport, PreLaunchNotification, PostLaunchNotification, InterceptorLaunchNotice)
COUNTED_BY_SOURCES = ("n_objects", "phenomenology")
WITHDRAWALS = ("correct", "cancel")
NO_NEWS = "nothing that may be told has changed"
GRANTS_KEPT = 16  # what they hold back follows from their words: one forgotten is worked out again
ALWAYS_RELEASED = ("event_id",)  # a report without a name could not be updated or cancelled


def release(draft: Draft, agreement: Agreement, state: AgreementState, time_ms: int) -> Message | Refusal:
    """Return the message that the agreement lets through, or the refusal with its reason.  Pure.

    Parameters
    ----------
    draft : Draft
        What the originator wants to tell.
    agreement : Agreement
        In force between the originator and the addressee.
    state : AgreementState
        Suspension and quota.
    time_ms : int, ms
        Exercise time of the release.

    Returns
    -------
    Message or Refusal
        A message holds only granted fields, at granted precision.
    """
    reason = refusal_reason(draft, agreement, state, time_ms)
    if reason is not None:
        return refused(draft, reason)
    return Message(
        originator=draft.originator,
        releasable_to=draft.to,
        msg_type=draft.msg_type,
        agreement_version=version_of(agreement),
        released_ms=time_ms,
        payload=granted(withdrawing(draft), agreement),
        provenance=granted_provenance(draft, agreement),
    )


def version_of(agreement: Agreement) -> str:
    """Return what a message says it was released under."""
    return f"{agreement.name}/{agreement.version}"


def refused(draft: Draft, reason: str) -> Refusal:
    """Return the refusal of a draft."""
    return Refusal(
        originator=draft.originator,
        to=draft.to,
        payload_kind=type(draft.payload).__name__,
        subject_id=subject_of(draft.payload),
        reason=reason,
    )


def withdrawing(draft: Draft) -> Payload:
    """Return what a draft tells: of a launch that is corrected or cancelled its name and what it was found to be."""
    payload = draft.payload
    if isinstance(payload, LaunchReport) and draft.msg_type in WITHDRAWALS:
        return LaunchReport(event_id=payload.event_id, assessment=payload.assessment)
    return payload


def subject_of(payload: Payload) -> str:
    """Return what a payload is about, by the originator's own name: an event, a notice, a text; '' for neither."""
    for name in ("event_id", "notice_id", "advisory_id", "warning_id", "text_id"):
        if name in payload.__struct_fields__:
            return str(getattr(payload, name))
    return ""


def refusal_reason(draft: Draft, agreement: Agreement, state: AgreementState, time_ms: int) -> str | None:
    """Return why nothing of the draft may leave now, or None if something may."""
    known = agreement.parties if agreement.joint_cells == "none" else (*agreement.parties, JOINT)
    if draft.originator not in known or draft.to not in known:
        return "not a party to the agreement"
    closed = closed_reason(agreement, state, time_ms)
    if closed is not None:
        return closed
    if (draft.originator, subject_of(draft.payload)) in state.withheld:
        return "withheld by the originator"
    return withheld_reason(draft, agreement) or scope_reason(draft, agreement)


def withheld_reason(draft: Draft, agreement: Agreement) -> str | None:
    """Return why a party does not share what its sensors or its batteries have to say, or None.

    What takes back a launch report passes: it can only be of one that was told before the terms withheld it.
    """
    payload = draft.payload
    if draft.originator in agreement.batteries_withheld_by and isinstance(
        payload, EngagementIntention | BatteryStatus
    ):
        return "the originator withholds its batteries"
    is_taking_back = isinstance(payload, LaunchReport) and draft.msg_type in WITHDRAWALS
    if draft.originator in agreement.sensors_withheld_by and is_of_sensors(payload) and not is_taking_back:
        return "the originator withholds its sensors"
    return None


def is_of_sensors(payload: Payload) -> bool:
    """Return whether a payload tells what the originator's sensors see, or how they are.

    Of a consultation: a reply says whether they hold the event, a query what they say of its launch; a signature
    tells neither, and a query that names nothing but the event.
    """
    if isinstance(payload, Consultation):
        about = payload.about
        return payload.step == "reply" or (about is not None and about != LaunchReport(event_id=about.event_id))
    return isinstance(payload, LaunchReport | TrackReport | SensorStatus | AnomalyAdvisory)


def closed_reason(agreement: Agreement, state: AgreementState, time_ms: int) -> str | None:
    """Return why nothing at all may leave now, or None."""
    if not agreement.in_force_ms <= time_ms:
        return "agreement not yet in force"
    if agreement.expiry_ms is not None and time_ms >= agreement.expiry_ms:
        return "agreement has expired"
    return "agreement is suspended" if state.suspended_by else None


def is_owed(draft: Draft, time_ms: int) -> bool:
    """Return whether something must reach its addressee however long that takes.

    What takes back a report, a notice or a public warning: always.  A step of a consultation: until its deadline.
    """
    if isinstance(draft.payload, Consultation):
        return time_ms < draft.payload.deadline_ms
    return draft.msg_type in WITHDRAWALS


def scope_reason(draft: Draft, agreement: Agreement) -> str | None:
    """Return why the payload's kind, class, range, direction or place is out of scope, or None."""
    payload = draft.payload
    if isinstance(payload, PreLaunchNotification | PostLaunchNotification):
        return notice_reason(draft, payload, agreement)
    if isinstance(payload, TrackReport):
        return None if "track" in agreement.fields_released else "tracks not granted"
    if isinstance(payload, LaunchReport):
        return report_reason(draft, payload, agreement)
    if isinstance(payload, EngagementIntention):
        return None if agreement.engagement_sharing != "none" else "engagements not granted"
    if isinstance(payload, BatteryStatus):
        return None if agreement.engagement_sharing == "status" else "battery status not granted"
    kind = MESSAGE_KINDS[type(payload)]
    if kind not in agreement.messages:
        return f"{kind} not granted"
    if isinstance(payload, Consultation) and payload.about is not None and grants_reports(agreement):
        return report_reason(draft, payload.about, agreement)  # what may not be reported may not be asked about
    return None


def notice_reason(
    draft: Draft, notice: PreLaunchNotification | PostLaunchNotification, agreement: Agreement
) -> str | None:
    """Return why a notice is out of scope, or None.  What is not known counts as in scope."""
    if notice.generic_class not in agreement.classes:
        return f"class {notice.generic_class} out of scope"
    is_before = isinstance(notice, PreLaunchNotification)
    agreed = agreement.notice_lead_ms if is_before else agreement.post_launch_ms
    if agreed is None:
        return "no notification agreed"
    if is_below(draft, agreement):
        return below_reason(agreement)
    is_within_scope = is_direction_in_scope(
        notice.launching_nation, notice.azimuth_rad, notice.generic_class, agreement
    )
    return None if is_within_scope else "direction out of scope"


def grants_reports(agreement: Agreement) -> bool:
    """Return whether any field of a launch report is granted."""
    return any(name != "track" for name in agreement.fields_released)


def report_reason(draft: Draft, report: LaunchReport, agreement: Agreement) -> str | None:
    """Return why a launch report is out of scope, or None.  What is not known counts as in scope."""
    if not grants_reports(agreement):
        return "launch reports not granted"
    if draft.msg_type == "correct" and "assessment" not in agreement.fields_released:
        return NO_NEWS
    if draft.msg_type in WITHDRAWALS:
        return None  # it names an event that was told before, and tells nothing else of it
    if draft.tells and not any(name in agreement.fields_released for name in draft.tells):
        return NO_NEWS  # when a message leaves would tell what it may not say
    if report.generic_class is not None and report.generic_class not in agreement.classes:
        return f"class {report.generic_class} out of scope"
    if is_below(draft, agreement):
        return below_reason(agreement)
    nation = draft.launch_nation
    if agreement.third_state_rule == "none" and nation and nation not in agreement.parties:
        return "launches of third states are not reported"
    is_at_party = report.threatens is not None and not set(agreement.parties).isdisjoint(report.threatens)
    if is_at_party or is_direction_in_scope(nation, draft.azimuth_rad, report.generic_class, agreement):
        return None
    return "direction out of scope"


def below_reason(agreement: Agreement) -> str:
    """Return the words for a launch that is below every bound."""
    return "below the agreed range and apogee" if agreement.min_apogee_m > 0.0 else "below the agreed range"


def is_below(draft: Draft, agreement: Agreement) -> bool:
    """Return whether a launch is known to be below every bound that the agreement sets."""
    if agreement.min_range_m <= 0.0 and agreement.min_apogee_m <= 0.0:
        return False
    bounds = ((agreement.min_range_m, draft.range_m), (agreement.min_apogee_m, draft.apogee_m))
    given = [(bound_m, known_m) for bound_m, known_m in bounds if bound_m > 0.0]
    return all(known_m is not None and known_m < bound_m for bound_m, known_m in given)


def is_direction_in_scope(
    nation: str | None, azimuth_rad: float | None, generic_class: str | None, agreement: Agreement
) -> bool:
    """Return whether a launch goes out in a direction that the agreement covers, or in one that is not known."""
    sectors = [
        scope
        for scope in agreement.direction_scope
        if scope.nation == nation and (not scope.classes or generic_class in scope.classes)
    ]
    return not sectors or azimuth_rad is None or any(is_within(azimuth_rad, scope) for scope in sectors)


def is_within(azimuth_rad: float, scope: DirectionScope) -> bool:
    """Return whether a bearing lies in a sector, clockwise from its first to its last."""
    turn = 2.0 * math.pi
    return (azimuth_rad - scope.from_rad) % turn <= (scope.to_rad - scope.from_rad) % turn


def granted(payload: Payload, agreement: Agreement) -> Payload:
    """Return the payload with only the granted fields, coarsened."""
    if isinstance(payload, Consultation) and payload.about is not None:
        about = coarsened(granted_fields(payload.about, agreement), agreement.coarsening)
        payload = msgspec.structs.replace(payload, about=about)
    if isinstance(payload, LaunchReport):
        payload = granted_fields(payload, agreement)
    if isinstance(payload, PublicWarning) and "impact_time_ms" not in agreement.fields_released:
        # its end would tell the time of the impact that it names
        payload = msgspec.structs.replace(payload, impact_time_ms=None, expires_ms=payload.sent_ms + UNNAMED_MS)
    if isinstance(payload, EngagementIntention):
        return EngagementIntention(engagements=tuple(granted_item(item, agreement) for item in payload.engagements))
    return coarsened(payload, agreement.coarsening)


def granted_item(item: Engagement, agreement: Agreement) -> Engagement:
    """Return an engagement as it may be told: sources with tracks, batteries and what they can do with their status.

    Of times that are coarsened only the intercept is left.
    """
    if "track" not in agreement.fields_released:
        item = msgspec.structs.replace(item, sources=())
    if agreement.engagement_sharing != "status":
        item = msgspec.structs.replace(item, battery_id="", kill_probability=None, value=1.0)
    if agreement.coarsening.time_round_ms:
        intercept_ms = middle_ms(item.intercept_ms, agreement.coarsening)
        return msgspec.structs.replace(
            item, launch_ms=intercept_ms, last_launch_ms=intercept_ms, intercept_ms=intercept_ms
        )
    return item


def fields_withheld(agreement: Agreement) -> tuple[str, ...]:
    """Return the fields of a launch report that an agreement lets nobody tell, in their order."""
    return fields_beside(agreement.fields_released)


@functools.lru_cache(maxsize=GRANTS_KEPT)
def fields_beside(fields_released: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of a launch report that are not among those that may be told."""
    allowed = {*fields_released, *ALWAYS_RELEASED}
    return tuple(name for name in LaunchReport.__struct_fields__ if name not in allowed)


def granted_fields(report: LaunchReport, agreement: Agreement) -> LaunchReport:
    """Return the report with only the granted fields."""
    withheld = fields_withheld(agreement)
    return msgspec.structs.replace(report, **dict.fromkeys(withheld)) if withheld else report


def granted_provenance(draft: Draft, agreement: Agreement) -> Provenance:
    """Return the sources with spans no more exact than the times granted; 0 to 0 where no launch time is.

    How many sources there are tells of sensors and objects: where neither tracks nor both of these are granted, the
    first to have seen it stands for all.
    """
    provenance, fields = draft.provenance, agreement.fields_released
    if not provenance:
        return ()
    if "track" not in fields and not all(name in fields for name in COUNTED_BY_SOURCES):
        first = min(provenance, key=lambda source: (source.first_ms, source.source_id))
        provenance = (msgspec.structs.replace(first, last_ms=max(source.last_ms for source in provenance)),)
    step_ms = agreement.coarsening.time_round_ms
    if "launch_time_ms" not in fields:
        return tuple(Source(source.source_id, 0, 0) for source in provenance)
    if step_ms == 0:
        return provenance
    return tuple(
        Source(
            source.source_id,
            source.first_ms // step_ms * step_ms,
            math.ceil(source.last_ms / step_ms) * step_ms,
        )
        for source in provenance
    )
