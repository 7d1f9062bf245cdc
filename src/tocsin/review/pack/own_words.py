"""What a reader other than control is told in sentences: each party from the records of it that are in the view."""

from tocsin.defence.battery import Shot, ShotAssessed
from tocsin.exchange.message import Delivery, Envelope, Refusal
from tocsin.exchange.payload import CONFIDENCE_RANK, PublicWarning
from tocsin.orders.order import AlertChanged
from tocsin.review.facts import Facts
from tocsin.review.pack.needs import held_of
from tocsin.review.page_words import clock, count, listed, nation
from tocsin.review.party import View
from tocsin.warning.event import ImpactWarning, LaunchReportIssued, LaunchWarning


def own_words(view: View, facts: Facts) -> list[str]:
    """Return a paragraph for each party of which there are records; times are exercise time, m:ss."""
    nodes = [node.name for node in facts.scenario.nodes if any(entry.node == node.name for entry in view.log.entries)]
    return [words for node in nodes if (words := node_words(view, facts, node))]


def node_words(view: View, facts: Facts, node: str) -> str:
    """Return what one node held, warned of, was told and did."""
    held = held_of(view, node)
    said = []
    if "warnings" in held:
        said += warned(facts, node)
    if "messages" in held:
        said += exchanged(facts, node)
    if "decisions" in held:
        said += decided(facts, node)
    if "engagements" in held:
        said += engaged(facts, node)
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in said) if said else ""


def warned(facts: Facts, node: str) -> list[str]:
    """Return when a node first reported and warned, and how sure it became."""
    reports = [(t, b.event_id) for t, n, b in facts.of(LaunchReportIssued) if n == node]
    warnings = [(t, b.event_id, b.confidence) for t, n, b in facts.of(LaunchWarning) if n == node]
    warnings += [(t, b.event_id, b.confidence) for t, n, b in facts.of(ImpactWarning) if n == node]
    events = {event_id for _, event_id, _ in warnings}
    said = []
    if reports:
        said.append(f"{nation(node)} drafted its first launch report at {at(min(t for t, _ in reports))}")
    if warnings:
        top = max((word for _, _, word in warnings), key=lambda word: CONFIDENCE_RANK[word])
        first_ms = min(time_ms for time_ms, _, _ in warnings)
        said.append(
            f"it warned of {count(len(events), 'event')}, first at {at(first_ms)}, with at most {top} confidence"
        )
    else:
        said.append(f"{nation(node)} warned of nothing")
    public = [body for _, n, body in facts.of(PublicWarning) if n == node]
    alerts = [body for body in public if body.step == "alert"]
    if alerts:
        ended = sum(body.step == "cancel" for body in public)
        said.append(
            f"it warned its public {times(len(alerts))}, first at {at(min(body.sent_ms for body in alerts))}, and "
            f"cancelled {count(ended, 'warning')}"
        )
    return said


def exchanged(facts: Facts, node: str) -> list[str]:
    """Return what passed between a node and its partners."""
    sent = sum(n == node for _, n, _ in facts.of(Envelope))
    held = sum(n == node for _, n, _ in facts.of(Refusal))
    got = [t for t, n, body in facts.of(Delivery) if n == node and body.crc_ok]
    first = f", the first at {at(min(got))}" if got else ""
    return [
        f"{nation(node)} told its partners {count(sent, 'message')}, held back {count(held, 'message')} and received "
        f"{count(len(got), 'message')}{first}"
    ]


def decided(facts: Facts, node: str) -> list[str]:
    """Return how a node's alert moved and how many orders its cells gave."""
    orders = sum(n == node for _, n, _ in facts.orders())
    alerts = [f"{body.level} at {at(t)}" for t, n, body in facts.of(AlertChanged) if n == node]
    went = f"its alert went to {listed(alerts)}" if alerts else "its alert stayed as it was"
    return [f"{nation(node)}\u2019s cells gave {count(orders, 'order')}; {went}"]


def engaged(facts: Facts, node: str) -> list[str]:
    """Return what a node fired, and what it learned of it."""
    shots = [body for _, n, body in facts.of(Shot) if n == node]
    if not shots:
        return []
    told = [body for _, n, body in facts.of(ShotAssessed) if n == node]
    kills = sum(body.is_kill for body in told)
    fired = sum(shot.interceptors for shot in shots)
    return [
        f"it fired {count(fired, 'interceptor')} in {count(len(shots), 'shot')}, of which it took "
        f"{count(kills, 'shot')} for a hit"
    ]


def at(time_ms: int) -> str:
    """Return an exercise time as m:ss."""
    return clock(time_ms / 1000.0)


def times(amount: int) -> str:
    """Return how often."""
    return {1: "once", 2: "twice"}.get(amount, f"{amount} times")
