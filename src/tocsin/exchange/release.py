"""The one gate between a node and its partners: ``release``."""

import math

import msgspec

from tocsin.exchange.agreement import Agreement, AgreementState, Coarsening
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import (
    Draft,
    LaunchReport,
    Message,
    Payload,
    PreLaunchNotification,
    Refusal,
    TrackReport,
)

EARTH_RADIUS_M = 6_371_000.0  # m, mean sphere: only to turn a grid cell into metres
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
        provenance=draft.provenance,
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
        case PreLaunchNotification():
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
    """Return the report at the agreed precision."""
    changes: dict[str, object] = {}
    if coarsening.grid_rad > 0.0:
        for name, ellipse in (("launch_point", report.launch_point), ("impact_area", report.impact_area)):
            if ellipse is not None:
                changes[name] = on_grid(ellipse, coarsening.grid_rad)
    if coarsening.time_round_ms > 0:
        step_ms = coarsening.time_round_ms
        for name, value_ms in (
            ("launch_time_ms", report.launch_time_ms),
            ("impact_time_ms", report.impact_time_ms),
        ):
            if value_ms is not None:
                changes[name] = value_ms // step_ms * step_ms
    if coarsening.class_generic_only and report.generic_class is not None:
        changes["generic_class"] = "unknown"
    return msgspec.structs.replace(report, **changes) if changes else report


def on_grid(ellipse: Ellipse, grid_rad: float) -> Ellipse:
    """Return the cell that holds the ellipse's centre: its middle, and a uniform cell's variance (step^2/12)."""
    lat_rad = (math.floor(ellipse.lat_rad / grid_rad) + 0.5) * grid_rad
    lon_rad = (math.floor(ellipse.lon_rad / grid_rad) + 0.5) * grid_rad
    north_m = grid_rad * EARTH_RADIUS_M
    east_m = north_m * max(math.cos(lat_rad), 0.01)
    return Ellipse(lat_rad, lon_rad, east_m**2 / 12.0, 0.0, north_m**2 / 12.0)
