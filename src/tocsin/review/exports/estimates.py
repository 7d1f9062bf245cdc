"""Where nodes took launches to have been and impacts to come: ellipses over time, as far as a view holds them."""

from typing import Literal, NamedTuple

import msgspec

from tocsin.exchange.ellipse import Ellipse
from tocsin.review.party import View
from tocsin.warning.event import (
    EventClosed,
    ImpactEstimate,
    ImpactWarning,
    LaunchEstimate,
    LaunchReportIssued,
    LaunchWarning,
    WarningWithdrawn,
)

Which = Literal["launch", "impact"]


class Version(NamedTuple):
    """One estimate, from its issue until the next or the event's end.  ``about_ms``: the launch or impact time."""

    from_ms: int
    until_ms: int
    place: Ellipse
    about_ms: int
    about_sigma_ms: int
    confidence: str


class Estimate(NamedTuple):
    """What one node held of one event's launch or impact place, in order of time."""

    owner: str
    event_id: str
    which: Which
    versions: list[Version]


def estimates_of(view: View) -> list[Estimate]:
    """Return the estimates that nodes warned of or reported; one that says the same as the one before is left out."""
    found: dict[tuple[str, str, Which], list[Version]] = {}
    for entry in view.log.entries:
        if is_over(entry.body):
            for which in ("launch", "impact"):
                close(found.get((entry.node, entry.body.event_id, which)), entry.time_ms)  # type: ignore[attr-defined]
        for which, estimate in told(entry.body):
            versions = found.setdefault((entry.node, entry.body.event_id, which), [])  # type: ignore[attr-defined]
            if versions and place_of(estimate) == versions[-1].place and versions[-1].until_ms == view.log.end_ms:
                continue
            close(versions, entry.time_ms)
            confidence = entry.body.confidence  # type: ignore[attr-defined]
            versions.append(
                Version(
                    entry.time_ms,
                    view.log.end_ms,
                    place_of(estimate),
                    estimate.time_ms,
                    estimate.time_sigma_ms,
                    confidence,
                )
            )
    return [Estimate(*key, [v for v in versions if v.until_ms > v.from_ms]) for key, versions in found.items()]


def is_over(body: msgspec.Struct) -> bool:
    """Return whether a record ends what a node holds of an event."""
    return isinstance(body, EventClosed) or (isinstance(body, WarningWithdrawn) and body.step == "cancel")


def close(versions: list[Version] | None, time_ms: int) -> None:
    """End the newest estimate, unless it has ended."""
    if versions and versions[-1].until_ms > time_ms:
        versions[-1] = versions[-1]._replace(until_ms=time_ms)


def told(body: msgspec.Struct) -> list[tuple[Which, LaunchEstimate | ImpactEstimate]]:
    """Return the estimates in a record."""
    launch = body.launch if isinstance(body, LaunchWarning | LaunchReportIssued) else None
    impact = body.impact if isinstance(body, ImpactWarning | LaunchReportIssued) else None
    pairs: list[tuple[Which, LaunchEstimate | ImpactEstimate | None]] = [("launch", launch), ("impact", impact)]
    return [(which, estimate) for which, estimate in pairs if estimate is not None]


def place_of(estimate: LaunchEstimate | ImpactEstimate) -> Ellipse:
    """Return where an estimate is."""
    return estimate.point if isinstance(estimate, LaunchEstimate) else estimate.place
