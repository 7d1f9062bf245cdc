"""Events that turn out to be one: joined into the older."""

import msgspec

from tocsin.exchange.payload import CONFIDENCE_RANK, Confidence
from tocsin.tracking.provenance import join, source_ids
from tocsin.warning.event import EventClosed, Issued, WarningEvent


def merged(events: list[WarningEvent], issued: list[Issued]) -> tuple[list[WarningEvent], dict[str, str]]:
    """Return the events with those that share a source joined into the oldest, and which went into which."""
    kept: list[WarningEvent] = []
    renamed: dict[str, str] = {}
    holding: dict[str, list[int]] = {}  # by source, which of the kept events rest on it
    for event in events:
        ids = source_ids(event.provenance)
        sharing = {index for name in ids for index in holding.get(name, ())}
        index = min((index for index in sharing if not are_parted(event, kept[index])), default=len(kept))
        for name in ids:
            holding.setdefault(name, []).append(index)
        if index == len(kept):
            kept.append(event)
            continue
        older = kept[index]
        kept[index] = absorbed(older, event)
        renamed[event.event_id] = older.event_id
        issued.append(EventClosed(event_id=event.event_id, reason=f"part of {older.event_id}"))
    return kept, renamed


def are_parted(a: WarningEvent, b: WarningEvent) -> bool:
    """Return whether one of two events was parted from the other."""
    return a.parted_from == b.event_id or b.parted_from == a.event_id


def absorbed(older: WarningEvent, younger: WarningEvent) -> WarningEvent:
    """Return the older event with everything the younger one knew."""
    takes = younger.launch_rank > older.launch_rank
    carrier, other = (younger, older) if younger.track and not older.track else (older, younger)
    bearer = carrier if carrier.impact else other  # a hold belongs to its impact
    own_bearer = carrier if carrier.own_impact else other
    shows = older if older.claims != "no" else younger
    is_unsaid = older.partner_assessment == "under_assessment"
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
        impact=bearer.impact,
        own_impact=own_bearer.own_impact,
        hold=bearer.hold,
        own_hold=own_bearer.own_hold,
        claims=shows.claims,
        n_shown=shows.n_shown,
        shown_on=shows.shown_on,
        displays=shows.displays,
        partner_assessment=younger.partner_assessment if is_unsaid else older.partner_assessment,
        reported_confidence=surer(older.reported_confidence, younger.reported_confidence),
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


def surer(a: Confidence | None, b: Confidence | None) -> Confidence | None:
    """Return the higher of two confidences that partners gave; None gave none."""
    if a is None or b is None:
        return a or b
    return max(a, b, key=CONFIDENCE_RANK.__getitem__)
