"""The one gate between a node and its partners: ``release``."""

import math

import msgspec

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.exchange.agreement import JOINT, Agreement, AgreementState, Coarsening, DirectionScope, MessageKind
from tocsin.exchange.ellipse import CHI2_90_2DOF, Ellipse, axes_90_m
from tocsin.exchange.message import Draft, Message, Refusal
from tocsin.exchange.payload import (
    AlertState,
    AnomalyAdvisory,
    BatteryStatus,
    CommCheck,
    Consultation,
    EngagementIntention,
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
}
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
        return Refusal(
            originator=draft.originator,
            to=draft.to,
            payload_kind=type(draft.payload).__name__,
            subject_id=subject_of(draft.payload),
            reason=reason,
        )
    return Message(
        originator=draft.originator,
        releasable_to=draft.to,
        msg_type=draft.msg_type,
        agreement_version=f"{agreement.name}/{agreement.version}",
        released_ms=time_ms,
        payload=granted(draft.payload, agreement),
        provenance=granted_provenance(draft.provenance, agreement),
    )


def subject_of(payload: Payload) -> str:
    """Return what a payload is about, by the originator's own name: an event, a notice, a warning; '' for neither."""
    for name in ("event_id", "notice_id", "advisory_id", "warning_id"):
        if name in payload.__struct_fields__:
            return str(getattr(payload, name))
    return ""


def refusal_reason(draft: Draft, agreement: Agreement, state: AgreementState, time_ms: int) -> str | None:
    """Return why nothing of the draft may leave now, or None if something may."""
    known = agreement.parties if agreement.joint_cells == "none" else (*agreement.parties, JOINT)
    if draft.originator not in known or draft.to not in known:
        return "not a party to the agreement"
    if not agreement.in_force_ms <= time_ms:
        return "agreement not yet in force"
    if agreement.expiry_ms is not None and time_ms >= agreement.expiry_ms:
        return "agreement has expired"
    if state.suspended_by:
        return "agreement is suspended"
    if (draft.originator, subject_of(draft.payload)) in state.withheld:
        return "withheld by the originator"
    return scope_reason(draft, agreement)


def scope_reason(draft: Draft, agreement: Agreement) -> str | None:
    """Return why the payload's kind, class, range, direction or place is out of scope, or None."""
    payload = draft.payload
    if isinstance(payload, PreLaunchNotification | PostLaunchNotification):
        return notice_reason(payload, agreement)
    if isinstance(payload, TrackReport):
        return None if "track" in agreement.fields_released else "tracks not granted"
    if isinstance(payload, LaunchReport):
        return report_reason(draft, payload, agreement)
    if isinstance(payload, EngagementIntention):
        return None if agreement.engagement_sharing != "none" else "engagements not granted"
    if isinstance(payload, BatteryStatus):
        return None if agreement.engagement_sharing == "status" else "battery status not granted"
    kind = MESSAGE_KINDS[type(payload)]
    return None if kind in agreement.messages else f"{kind} not granted"


def notice_reason(notice: PreLaunchNotification | PostLaunchNotification, agreement: Agreement) -> str | None:
    """Return why a notice is out of scope, or None."""
    if notice.generic_class not in agreement.classes:
        return f"class {notice.generic_class} out of scope"
    is_before = isinstance(notice, PreLaunchNotification)
    agreed = agreement.notice_lead_ms if is_before else agreement.post_launch_ms
    return None if agreed is not None else "no notification agreed"


def report_reason(draft: Draft, report: LaunchReport, agreement: Agreement) -> str | None:
    """Return why a launch report is out of scope, or None.  What is not known counts as in scope."""
    if not set(agreement.fields_released) - {"track"}:
        return "launch reports not granted"
    if report.generic_class is not None and report.generic_class not in agreement.classes:
        return f"class {report.generic_class} out of scope"
    if is_below(draft, agreement):
        return "below the agreed range and apogee" if agreement.min_apogee_m > 0.0 else "below the agreed range"
    nation = draft.launch_nation
    if agreement.third_state_rule == "none" and nation is not None and nation not in agreement.parties:
        return "launches of third states are not reported"
    return direction_reason(draft, report, agreement)


def is_below(draft: Draft, agreement: Agreement) -> bool:
    """Return whether a launch is known to be below every bound that the agreement sets."""
    bounds = ((agreement.min_range_m, draft.range_m), (agreement.min_apogee_m, draft.apogee_m))
    given = [(bound_m, known_m) for bound_m, known_m in bounds if bound_m > 0.0]
    return bool(given) and all(known_m is not None and known_m < bound_m for bound_m, known_m in given)


def direction_reason(draft: Draft, report: LaunchReport, agreement: Agreement) -> str | None:
    """Return why a launch goes out in a direction out of scope, or None."""
    sectors = [scope for scope in agreement.direction_scope if scope.nation == draft.launch_nation]
    if not sectors or draft.azimuth_rad is None:
        return None
    if any(is_within(draft.azimuth_rad, scope) for scope in sectors):
        return None
    is_at_party = report.threatens is not None and not set(agreement.parties).isdisjoint(report.threatens)
    return None if is_at_party else "direction out of scope"


def is_within(azimuth_rad: float, scope: DirectionScope) -> bool:
    """Return whether a bearing lies in a sector, clockwise from its first to its last."""
    turn = 2.0 * math.pi
    return (azimuth_rad - scope.from_rad) % turn <= (scope.to_rad - scope.from_rad) % turn


def granted(payload: Payload, agreement: Agreement) -> Payload:
    """Return the payload with only the granted fields, coarsened."""
    if isinstance(payload, Consultation) and payload.about is not None:
        return msgspec.structs.replace(payload, about=granted_report(payload.about, agreement))
    return granted_report(payload, agreement) if isinstance(payload, LaunchReport) else payload


def granted_report(payload: LaunchReport, agreement: Agreement) -> LaunchReport:
    """Return the report with only the granted fields, coarsened."""
    allowed = {*agreement.fields_released, *ALWAYS_RELEASED}
    withheld = {name: None for name in payload.__struct_fields__ if name not in allowed}
    return coarsened(msgspec.structs.replace(payload, **withheld), agreement.coarsening)


def coarsened(report: LaunchReport, coarsening: Coarsening) -> LaunchReport:
    """Return the report at the agreed precision: places on a grid, times in steps, doubt grown to match."""
    changes: dict[str, object] = {}
    if coarsening.grid_rad > 0.0:
        for name, ellipse in (("launch_point", report.launch_point), ("impact_area", report.impact_area)):
            if ellipse is not None:
                changes[name] = on_grid(ellipse, coarsening.grid_rad)
    if coarsening.time_round_ms > 0:
        step_ms = coarsening.time_round_ms
        for name, value_ms in (("launch_time", report.launch_time_ms), ("impact_time", report.impact_time_ms)):
            if value_ms is not None:
                changes[f"{name}_ms"] = value_ms // step_ms * step_ms + step_ms // 2
        for name, sigma_ms in (
            ("launch_time", report.launch_time_sigma_ms),
            ("impact_time", report.impact_time_sigma_ms),
        ):
            if sigma_ms is not None:
                changes[f"{name}_sigma_ms"] = stepped(sigma_ms, step_ms)
    if coarsening.azimuth_step_rad > 0.0 and report.azimuth_rad is not None:
        changes["azimuth_rad"], least_sigma_rad = in_sector(report.azimuth_rad, coarsening.azimuth_step_rad)
        if report.azimuth_sigma_rad is not None:
            changes["azimuth_sigma_rad"] = least_sigma_rad
    if coarsening.class_generic_only and report.generic_class is not None:
        changes["generic_class"] = "unknown"
    return msgspec.structs.replace(report, **changes) if changes else report


def in_sector(azimuth_rad: float, step_rad: float) -> tuple[float, float]:
    """Return the middle of the sector that holds a bearing, and the deviation of a uniform sector (rad)."""
    middle_rad = (math.floor(azimuth_rad % (2.0 * math.pi) / step_rad) + 0.5) * step_rad
    return middle_rad, step_rad / math.sqrt(12.0)


def stepped(sigma_ms: int, step_ms: int) -> int:
    """Return a standard deviation rounded up to whole steps, with a uniform step's own (step / sqrt 12) added."""
    whole_ms = math.ceil(sigma_ms / step_ms) * step_ms
    return round(math.hypot(whole_ms, step_ms / math.sqrt(12.0)))


def on_grid(ellipse: Ellipse, grid_rad: float) -> Ellipse:
    """Return the middle of the cell that holds the ellipse's centre, as a circle no smaller than what is known.

    Its variance is a uniform cell's (step^2 / 12) plus the ellipse's largest, rounded up to whole cells' variances
    so that nothing finer than the grid can be read out of it.
    """
    lat_rad = (math.floor(ellipse.lat_rad / grid_rad) + 0.5) * grid_rad
    lon_rad = (math.floor(ellipse.lon_rad / grid_rad) + 0.5) * grid_rad
    cell_m2 = (grid_rad * MEAN_RADIUS_M) ** 2 / 12.0
    largest_m2 = axes_90_m(ellipse)[0] ** 2 / CHI2_90_2DOF
    variance_m2 = cell_m2 * (1 + math.ceil(largest_m2 / cell_m2))
    return Ellipse(lat_rad, lon_rad, variance_m2, 0.0, variance_m2)


def granted_provenance(provenance: Provenance, agreement: Agreement) -> Provenance:
    """Return the sources with spans no more exact than the times granted; 0 to 0 where no launch time is."""
    step_ms = agreement.coarsening.time_round_ms
    if "launch_time_ms" not in agreement.fields_released:
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
