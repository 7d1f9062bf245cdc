"""What a watch officer finds an event to be, from all that has reached the watch: pure, first rule that holds."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.exchange.payload import CONFIDENCE_RANK, AnomalyAdvisory, Assessment
from tocsin.exercise.view import NodeView
from tocsin.warning.area import offset_m
from tocsin.warning.event import WarningEvent
from tocsin.warning.judge import threatens
from tocsin.warning.raid import raid_words

RAID = "{raid}"
ELSEWHERE_MS = 60_000  # notional: longer than the 20 s after which a threat is believed


class Finding(NamedTuple):
    """What an event is, and why; ``is_weighed``: the words on the raid go where the reason has ``RAID``."""

    assessment: Assessment
    reason: str
    is_weighed: bool = False


def finding(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return what the event is and why, or None while nobody can say."""
    rules = (announced, elsewhere, threat) if is_confirmed(event) else RULES
    for found in rules:
        outcome = found(view, event)
        if outcome is not None:
            return outcome
    return None


def answered(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return what an answer says: of the sensors' read-out only while no sensor of ours holds the event."""
    for (event_id, asked_of), answer in view.answered.items():
        if event_id != event.event_id or answer.says is None:
            continue
        if asked_of == "sensors" and event.own_kinds:
            continue
        return Finding(answer.says, f"{asked_of}: {answer.text}")
    return None


def told_by_partner(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return what a partner found: of an event that it alone has seen, or in its reply to our query."""
    if not event.own_sources and event.partner_assessment in ("anomalous", "false"):
        return Finding(event.partner_assessment, "its originator has withdrawn it")
    for held in view.consultations.values():
        reply = held.reply if held.own_event_id == event.event_id else None
        if reply is None or (reply.assessment == "anomalous" and threatens(event.impact, view.node)):
            continue  # what comes down here is a threat, whatever it is to who launched it
        if reply.assessment in ("anomalous", "false"):
            return Finding(reply.assessment, f"{held.partner} answers that it is")
    return None


def announced(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return anomalous for what a notice announced and does not come down on the nation."""
    if event.matched_notice and not threatens(event.impact, view.node):
        return Finding("anomalous", f"announced: {event.matched_notice}")
    return None


def advised(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return anomalous for what an advisory, own or a partner's, explains."""
    for advisory in view.advisories:
        if covers(advisory, event):
            return Finding("anomalous", f"advised: {advisory.cause}")
    return None


def covers(advisory: AnomalyAdvisory, event: WarningEvent) -> bool:
    """Return whether an event was first seen in the advisory's time, and launched in its circle if it has one."""
    if not advisory.from_ms <= event.opened_ms <= advisory.to_ms:
        return False
    if advisory.lat_rad is None or advisory.lon_rad is None or advisory.radius_m is None:
        return True
    if event.launch is None:
        return False
    point = event.launch.point
    away_m = math.hypot(*offset_m(point.lat_rad, point.lon_rad, advisory.lat_rad, advisory.lon_rad))
    return away_m <= advisory.radius_m


def elsewhere(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return anomalous for what has been settled for a minute on a place that is no party's."""
    if event.impact is None or event.hold.since_ms < 0 or not view.has_come(event.hold.since_ms + ELSEWHERE_MS):
        return None
    if set(event.impact.threatens).isdisjoint(view.parties):
        return Finding("anomalous", "it comes down on no party")
    return None


def unconfirmed(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return false for what infrared alone saw and nothing has confirmed, where doctrine waits for a second."""
    doctrine = view.doctrine
    if not doctrine.waits_for_second or event.track or event.impact is not None:
        return None  # an impact, a partner's too, confirms it
    if {*event.own_kinds, *event.partner_kinds} != {"ir"}:
        return None
    if not view.has_come(event.opened_ms + doctrine.confirm_ms):
        return None
    return Finding("false", f"one phenomenology alone, nothing rose from it; {RAID}", is_weighed=True)


def threat(view: NodeView, event: WarningEvent) -> Finding | None:
    """Return valid for what comes down on a party with at least medium confidence, or is taken for it unconfirmed."""
    if CONFIDENCE_RANK[event.confidence] >= CONFIDENCE_RANK["medium"] and event.impact is not None:
        threatened = sorted(set(event.impact.threatens) & set(view.parties))
        if threatened:
            reason = f"{event.confidence} confidence, comes down on {', '.join(threatened)}; {RAID}"
            return Finding("valid", reason, is_weighed=True)
    if not view.doctrine.waits_for_second and event.own_kinds == ("ir",) and event.impact is None:
        return Finding("valid", f"seen by infrared, taken for an attack unconfirmed; {RAID}", is_weighed=True)
    return None


def is_confirmed(event: WarningEvent) -> bool:
    """Return whether sensors of two kinds agree on an impact: no word of anyone's explains that away."""
    return event.confidence == "high" and {"ir", "radar"} <= {*event.own_kinds, *event.partner_kinds}


def why(view: NodeView, event: WarningEvent, found: Finding) -> str:
    """Return the reason of a finding in full: the raid is put into words only for who gives the reason."""
    return found.reason.replace(RAID, raid_words(view.events, event)) if found.is_weighed else found.reason


def questions(event: WarningEvent) -> Iterator[str]:
    """Yield whom the watch asks about an event: always its own sensors, then who may know of such a thing."""
    yield "sensors"
    if event.claims != "no":
        yield from ("maintenance", "drill_log")
    elif event.own_kinds == ("radar",):
        yield from ("catalogue", "almanac")
    elif event.own_kinds == ("ir",):
        yield from ("almanac", "range")


RULES = (answered, told_by_partner, announced, advised, elsewhere, unconfirmed, threat)
