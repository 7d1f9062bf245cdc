"""Shots that could do no good: at what was no threat, or at what somebody else was already shooting at."""

from collections.abc import Iterator

from tocsin.defence.battery import Shot
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import EngagementIntention
from tocsin.review.answer import ALL, Answer, Definition, absent, observed
from tocsin.review.belong import launch_of_body
from tocsin.review.facts import Facts

CAUSES = ("false_source", "not_a_payload", "already_dead", "threatens_nobody")

DEFINITIONS = (
    Definition(
        "duplicate_shots",
        "count",
        "all",
        "Shots at a body launched while another nation's shot at it was under way and to meet it no later than they, "
        "unless a joint plan had both. The body is what the shot met, else the payload of the launch that its event "
        "belongs to.",
        "Shot to other Shot",
        "0; not applicable unless two nations have batteries",
        "sum",
    ),
    Definition(
        "wasted_shots",
        "count",
        "nation; subjects are causes",
        "Shots (not interceptors) that met what is no payload (a stage, something natural), whose event belongs to "
        "no launch, at a payload already dead or its debris, or at one that threatens nobody. A shot has one cause.",
        "Shot to ShotOutcome",
        "0; not applicable where the nation has no battery",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    shots = [shot for _, _, shot in facts.of(Shot) if shot.launch_ms <= facts.end_ms]
    armed = [node.name for node in facts.scenario.nodes if node.batteries]
    armed += [nation for nation in dict.fromkeys(shot.node for shot in shots) if nation not in armed]
    if len(armed) > 1:
        yield observed("duplicate_shots", ALL, "nation", ALL, float(duplicates(facts, shots)))
    causes = [(shot.node, cause) for shot in shots if (cause := waste_of(facts, shot))]
    for nation in (*facts.parties, ALL):
        for cause in CAUSES:
            if nation in armed or (nation == ALL and armed):
                count = sum(found == cause and nation in (node, ALL) for node, found in causes)
                yield observed("wasted_shots", nation, "cause", cause, float(count))
            else:
                yield absent("wasted_shots", nation, "cause", cause, "not_applicable")


def body_of(facts: Facts, shot: Shot) -> str:
    """Return the body that a shot met, else the payload of what caused its event; '' where nothing real did.

    Of debris: the payload that it was.
    """
    outcome = facts.outcomes.get(shot.shot_id)
    if outcome is not None and outcome.body_id:
        return facts.debris.get(outcome.body_id, outcome.body_id)
    launch_id = facts.cause_of(shot.node, shot.event_id)
    return next((launch.body_ids[0] for launch in facts.launches if launch.launch_id == launch_id), "")


def waste_of(facts: Facts, shot: Shot) -> str:
    """Return why a shot could do no good; '' if it could, or is still under way."""
    if shot.shot_id not in facts.outcomes:
        return ""
    body_id = body_of(facts, shot)
    if not body_id:
        return "false_source"
    if body_id in facts.shed or body_id not in launch_of_body(facts.launches):
        return "not_a_payload"
    end = facts.ended.get(body_id)
    if end is not None and end.how == "killed" and end.ended_ms < shot.intercept_ms:
        return "already_dead"
    impacts = [impact for launch in facts.launches for impact in launch.impacts if impact.body_id == body_id]
    return "" if any(impact.nation for impact in impacts) else "threatens_nobody"


def duplicates(facts: Facts, shots: list[Shot]) -> int:
    """Return how many shots were launched while another nation's, to meet the body no later, was under way."""
    at: dict[str, list[Shot]] = {}
    for shot in shots:
        if body_id := body_of(facts, shot):
            at.setdefault(body_id, []).append(shot)
    planned = jointly_planned(facts)
    return sum(
        any(is_before(other, shot) and not {shot.shot_id, other.shot_id} <= planned for other in same)
        for same in at.values()
        for shot in same
    )


def is_before(other: Shot, shot: Shot) -> bool:
    """Return whether another nation's shot was under way when one left, and is to meet the body no later."""
    return (
        other.node != shot.node
        and (other.launch_ms, other.node) <= (shot.launch_ms, shot.node)
        and shot.launch_ms < other.intercept_ms <= shot.intercept_ms
    )


def jointly_planned(facts: Facts) -> set[str]:
    """Return the shots that carry out what a joint cell had last proposed to their nation when they were ordered."""
    proposed: dict[str, list[tuple[int, set[tuple[str, str]]]]] = {}
    for time_ms, node, delivery in facts.of(Delivery):
        told = delivery.message.payload
        if delivery.crc_ok and delivery.message.originator == JOINT and isinstance(told, EngagementIntention):
            mine = {
                (item.battery_id, facts.causes.own_name(item.event_id))
                for item in told.engagements
                if item.nation == node
            }
            proposed.setdefault(node, []).append((time_ms, mine))
    found: set[str] = set()
    for ordered_ms, node, shot in facts.of(Shot):
        plans = [mine for time_ms, mine in proposed.get(node, []) if time_ms <= ordered_ms]
        if plans and (shot.battery_id, shot.event_id) in plans[-1]:
            found.add(shot.shot_id)
    return found
