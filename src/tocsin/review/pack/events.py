"""What a node held of each of its events, from warning to warning and judgement to judgement."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from tocsin.orders.action import AssessEvent
from tocsin.orders.order import Order
from tocsin.review.facts import Facts
from tocsin.review.page_words import clock, listed, nation
from tocsin.warning.event import EventClosed, ImpactWarning, LaunchReportIssued, LaunchWarning, WarningWithdrawn


@dataclass(frozen=True, slots=True)
class Held:
    """One event as a node's own words have it."""

    told: str = ""
    confidence: str = ""
    where: str = ""
    assessment: str = ""
    withdrawn: str = ""

    def words(self) -> str:
        """Return it in words."""
        parts = (self.told, self.confidence, self.where, self.assessment, self.withdrawn)
        return ", ".join(part for part in parts if part)


def event_changes(facts: Facts, node: str) -> Iterator[tuple[int, str, str]]:
    """Yield (time in ms, event, what is held of it) whenever that changes; '' when the event is closed."""
    held: dict[str, Held] = {}
    said: list[tuple[int, str, msgspec.Struct]] = [
        *((t, body.event_id, body) for t, name, body in facts.of(LaunchWarning) if name == node),
        *((t, body.event_id, body) for t, name, body in facts.of(ImpactWarning) if name == node),
        *((t, body.event_id, body) for t, name, body in facts.of(LaunchReportIssued) if name == node),
        *((t, body.event_id, body) for t, name, body in facts.of(WarningWithdrawn) if name == node),
        *assessed(facts, node),
        *((t, body.event_id, body) for t, name, body in facts.of(EventClosed) if name == node),
    ]
    for time_ms, event_id, body in sorted(said, key=lambda item: item[0]):
        before = held.get(event_id, Held())
        if isinstance(body, EventClosed):
            yield time_ms, event_id, ""
            continue
        held[event_id] = after(before, body)
        if held[event_id] != before:
            yield time_ms, event_id, f"{event_id}: {held[event_id].words()}"


def assessed(facts: Facts, node: str) -> Iterator[tuple[int, str, Order]]:
    """Yield a node's orders that say what an event is: when, of which event."""
    for time_ms, name, order in facts.orders():
        if name == node and isinstance(order.action, AssessEvent):
            yield time_ms, order.action.event_id, order


def after(held: Held, body: msgspec.Struct) -> Held:
    """Return what is held of an event after one more record."""
    match body:
        case LaunchWarning(confidence=confidence, generic_class=generic_class, matched_notice=notice):
            what = "launch warning" if generic_class == "unknown" else f"launch warning, {generic_class.upper()}"
            if notice:
                what = f"{what}, announced as {notice}"
            told = what if "impact" not in held.told else held.told
            return replace(held, told=told, confidence=f"{confidence} confidence")
        case ImpactWarning(impact=impact, confidence=confidence):
            areas = listed([nation(name) for name, _ in impact.areas] or [nation(name) for name in impact.threatens])
            where = f"{areas or 'no defended area'} at {clock(impact.time_ms / 1000.0)}"
            return replace(held, told="impact warning", confidence=f"{confidence} confidence", where=where)
        case LaunchReportIssued(confidence=confidence):
            return held if held.told else replace(held, told="launch report", confidence=f"{confidence} confidence")
        case WarningWithdrawn(step=step):
            return replace(held, withdrawn="warning cancelled" if step == "cancel" else "warning corrected")
        case Order(action=AssessEvent(assessment=assessment)):
            return replace(held, assessment=f"assessed {assessment.replace('_', ' ')}")
        case _:
            return held
