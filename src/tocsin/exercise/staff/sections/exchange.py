"""What a node knows of its links, its partners, its consultations and the agreement."""

from functools import lru_cache
from typing import Any

from tocsin.exchange.agreement import Agreement
from tocsin.exchange.release import closed_reason, version_of
from tocsin.exercise.staff.sections.plain import Item, Items, plain
from tocsin.exercise.world import ConsultationState, NodeState, World


def links(world: World, node: NodeState) -> Items:
    """Return the node's ends of its links: what it sent and has no word of, what came, which numbers did not."""
    own, found = node.declared.name, {}
    for state, link in zip(world.links, world.declared_links, strict=True):
        if link.source == own:
            found[link.link_id] = {
                "to": link.target,
                "sent": state.next_seq - 1,
                "in_line": len(state.line),
                "unacknowledged": len(state.unanswered),
            }
        elif link.target == own:
            found[link.link_id] = {"from": link.source, **inbound_item(node, link.link_id)}
    return found


def inbound_item(node: NodeState, link_id: str) -> Item:
    """Return what has come over a link; a gap is a number that was given and has not come: lost, or under way."""
    held = node.inbound.get(link_id)
    if held is None:
        return {"highest_seq": 0, "gaps": [], "apparent_skew_ms": 0}
    return {
        "highest_seq": held.highest_seq,
        "gaps": [[gap.first_seq, gap.last_seq, gap.opened_ms] for gap in held.gaps],
        "apparent_skew_ms": held.shown_skew_ms,
    }


def refused_messages(world: World, node: NodeState) -> Items:
    """Return how many of the messages that came were not believed, by reason."""
    return {reason: {"messages": count} for reason, count in node.refused_messages.items()}


def partners(world: World, node: NodeState) -> Items:
    """Return every partner, and the posture that it last told."""
    own = node.declared.name
    names = [link.target for link in world.declared_links if link.source == own]
    found: Items = {}
    for name in dict.fromkeys(names):
        told = node.partner_alerts.get(name)
        found[name] = {
            "alert": None if told is None else told.level,
            "alert_since_ms": -1 if told is None else told.since_ms,
        }
    return found


def consultations(world: World, node: NodeState) -> Items:
    """Return every consultation as the node holds it."""
    return {name: consultation_item(held) for name, held in node.consultations.items()}


def consultation_item(held: ConsultationState) -> Item:
    """Return one consultation: what was asked and answered as it came, who has signed what."""
    return {
        "own_event_id": held.own_event_id,
        "partner": held.partner,
        "signers": [*held.signers],
        "is_asked_by_us": held.is_asked_by_us,
        "opened_ms": held.opened_ms,
        "deadline_ms": held.deadline_ms,
        "is_replied": held.is_replied,
        "asked": None if held.asked is None else plain(held.asked),
        "reply": None if held.reply is None else plain(held.reply),
        "proposed": held.proposed,
        "signed": {**held.signed},
        "closed": held.closed,
    }


def agreement(world: World, node: NodeState) -> Items:
    """Return the terms in force, which every party knows, whether they are open, and what the nation signed."""
    signed = world.amendments.get(node.declared.name)
    return {
        "terms": terms_of(world.agreement),
        "state": {
            "version": version_of(world.agreement),
            "suspended_by": [*world.agreement_state.suspended_by],
            "closed": closed_reason(world.agreement, world.agreement_state, world.time_ms) or "",
            "signed": "" if signed is None else version_of(signed),
        },
    }


@lru_cache(maxsize=8)
def terms_of(terms: Agreement) -> dict[str, Any]:
    """Return the terms of an agreement."""
    found: dict[str, Any] = plain(terms)
    return found
