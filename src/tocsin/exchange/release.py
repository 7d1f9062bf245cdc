"""The one gate between a node and its partners: ``release``."""

import math

import msgspec

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.exchange.agreement import Agreement, AgreementState, Coarsening
from tocsin.exchange.ellipse import CHI2_90_2DOF, Ellipse, axes_90_m
from tocsin.exchange.message import (
    Draft,
    LaunchReport,
    Message,
    Payload,
    PreLaunchNotification,
    Refusal,
    TrackReport,
)
from tocsin.tracking.provenance import Provenance, Source

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
            event_id=draft.payload.event_id if isinstance(draft.payload, LaunchReport) else "",
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


def refusal_reason(draft: Draft, agreement: Agreement, state: AgreementState, time_ms: int) -> str | None:
    """Return why nothing of the draft may leave now, or None if something may."""
    parties = agreement.parties
    if draft.originator not in parties or draft.to not in parties:
        return "not a party to the agreement"
    if not agreement.in_force_ms <= time_ms:
        return "agreement not yet in force"
    if agreement.expiry_ms is not None and time_ms >= agreement.expiry_ms:
        return "agreement has expired"
    if state.suspended_by:
        return "agreement is suspended"
    return scope_reason(draft, agreement)


def scope_reason(draft: Draft, agreement: Agreement) -> str | None:
    """Return why the payload's kind, class or range is out of scope, or None."""
    match draft.payload:
        case PreLaunchNotification() as notice:
            if notice.generic_class not in agreement.classes:
                return f"class {notice.generic_class} out of scope"
            return None if agreement.notice_lead_ms is not None else "no notification agreed"
        case TrackReport():
            return None if "track" in agreement.fields_released else "tracks not granted"
        case LaunchReport() as report:
            if not set(agreement.fields_released) - {"track"}:
                return "launch reports not granted"
            if report.generic_class is not None and report.generic_class not in agreement.classes:
                return f"class {report.generic_class} out of scope"
            if draft.range_m is not None and draft.range_m < agreement.min_range_m:
                return "below the agreed range"
            return None


def granted(payload: Payload, agreement: Agreement) -> Payload:
    """Return the payload with only the granted fields, coarsened."""
    if not isinstance(payload, LaunchReport):
        return payload
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
    if coarsening.class_generic_only and report.generic_class is not None:
        changes["generic_class"] = "unknown"
    return msgspec.structs.replace(report, **changes) if changes else report


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
