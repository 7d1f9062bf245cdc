"""Every node plans: which battery can meet which threat, and which of them is to, alone or by a joint plan."""

import msgspec
import numpy as np

from tocsin.defence.assign import Assigned, Option, assign, left_of
from tocsin.defence.battery import Battery
from tocsin.defence.plan import (
    PLAN_AHEAD_MS,
    PLAN_EVERY_MS,
    Armed,
    EngagementPlan,
    Taken,
    Threat,
    is_last_chance,
    plan_engagements,
)
from tocsin.defence.rules import may_fire, room_for
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import Engagement
from tocsin.exchange.release import closed_reason
from tocsin.exercise.ground import own_area_ids
from tocsin.exercise.staff.state import is_denied
from tocsin.exercise.stages.intend import draft_engagements, draft_status, engagements_at
from tocsin.exercise.stages.joint_plan import plan_jointly
from tocsin.exercise.stages.supply import supplies_of
from tocsin.exercise.world import NodeState, Record, World
from tocsin.picture.shared import track_names
from tocsin.tracking.flown import flown
from tocsin.tracking.provenance import source_ids
from tocsin.warning.estimate import impact_of
from tocsin.warning.event import EventObject, ImpactEstimate, WarningEvent
from tocsin.warning.objects import PAYLOAD

UNDER_WAY = ("intended", "fired")


def plan_all(world: World, records: list[Record]) -> None:
    """Have every node with batteries plan, then a joint cell, and tell partners as far as they are to know."""
    sharing = world.agreement.engagement_sharing
    if closed_reason(world.agreement, world.agreement_state, world.time_ms) is not None:
        sharing = "none"
        forget_told(world)
    for name, node in world.nodes.items():
        if name == JOINT:
            if world.agreement.joint_cells == "plan_ops" and sharing != "none" and node.engagements:
                plan_jointly(node, world.time_ms, records)
            continue
        if not node.declared.batteries:
            continue
        if node.events or node.plans:
            plan(world, node, records)
        if sharing == "status":
            draft_status(world, node)
        if sharing != "none" and (node.plans or node.shots or node.engagements_told):
            draft_engagements(world, node)


def forget_told(world: World) -> None:
    """Let everyone tell all anew when the agreement is open again: what was drafted last may not have left."""
    for node in world.nodes.values():
        node.engagements_told.clear()
        node.status_told.clear()
        node.joint_plan, node.plan_new_ms = (), -1


def plan(world: World, node: NodeState, records: list[Record]) -> None:
    """Make the node's plans afresh for every threat its picture holds; record those that were not there before."""
    plans: list[EngagementPlan] = []
    since_s = (world.time_ms - node.picture.time_ms) / 1000.0
    newest_s = max(PLAN_EVERY_MS, node.doctrine.cycle_ms) / 1000.0
    names = track_names(node.picture) if since_s <= newest_s else ()
    armed = Armed(node.declared.batteries, node.batteries, node.declared.battery_sites)
    for threat, index in threats(world, node, names):
        now = flown(threat.kind, node.picture.x[index], node.picture.P[index], np.array([since_s]))
        plans += plan_engagements(threat, now.x[0], now.P[0], armed, world.time_ms)
    known = {(item.event_id, item.object_name, item.battery_id) for item in node.plans}
    fresh = [item for item in plans if (item.event_id, item.object_name, item.battery_id) not in known]
    records += [Record(node.declared.name, item) for item in fresh]
    node.plans = tuple(with_proposals(world, node, plans, records))


def threats(world: World, node: NodeState, names: tuple[str, ...]) -> list[tuple[Threat, int]]:
    """Return every object to be engaged and which track of the picture carries it.

    Of each event those that are a payload with more than the doctrine's probability, that come down on what the
    nation defends, that no partner has killed, and that own sensors hold unless the agreement lets a partner's do.
    """
    found: list[tuple[Threat, int]] = []
    for event in node.events:
        for held in event.objects:
            if held.track not in names or held.kind_probability[PAYLOAD] <= node.doctrine.fire.above_probability:
                continue
            index = names.index(held.track)
            own = source_ids(node.picture.provenances[index]) & set(event.own_sources)
            if not (own or world.agreement.engage_on_remote):
                continue
            impact = event.impact
            if held.name != event.primary:
                impact = impact_of(node.picture, index, None, world.scenario.geography, held.flies)
            if impact is None or not is_defended(world, node, impact):
                continue
            if impact.time_ms - world.time_ms <= PLAN_AHEAD_MS:
                found += [(threat, index) for threat in threat_of(world, node, event, held, impact)]
    return found


def is_defended(world: World, node: NodeState, impact: ImpactEstimate) -> bool:
    """Return whether a nation defends what something comes down on: itself, and whom doctrine and agreement add."""
    agreement = world.agreement
    if node.declared.name in impact.threatens:
        return True
    if node.doctrine.fire.defends == "own" or not agreement.engage_on_remote:
        return False
    third = set(impact.threatens) - set(agreement.parties)
    is_at_party = not set(impact.threatens).isdisjoint(agreement.parties)
    return is_at_party or (agreement.third_state_rule == "protect_third_state" and bool(third))


def threat_of(
    world: World, node: NodeState, event: WarningEvent, held: EventObject, impact: ImpactEstimate
) -> list[Threat]:
    """Return an object as a threat, with what partners do about it; nothing where a partner has killed it."""
    told = engagements_at(node, event, held)
    if any(item.state == "killed" for item in told):
        return []
    counted = ("fired",) if proposed_at(world, node, event, held) else UNDER_WAY
    taken = tuple(
        Taken(item.nation, item.intercept_ms, item.state == "fired") for item in told if item.state in counted
    )
    return [Threat(event.event_id, impact.time_ms, held.name, held.flies, impact.threatens, impact.areas, taken)]


def with_proposals(
    world: World, node: NodeState, plans: list[EngagementPlan], records: list[Record]
) -> list[EngagementPlan]:
    """Return the plans with how many interceptors each is to send: by the joint plan, else by the node's own."""
    own_areas = own_area_ids(world.scenario.geography, node.declared.name)
    plans = [msgspec.structs.replace(item, able=room_at(node, item, own_areas)) for item in plans]
    proposed: dict[tuple[str, str], int] = {}
    open_plans: list[EngagementPlan] = []
    for item in plans:
        joint = jointly_proposed(world, node, item)
        if joint is None:
            open_plans.append(item)
        elif joint:
            proposed[item.battery_id, threat_name(item)] = joint
    options = [option_of(item, own_areas) for item in open_plans if item.able]
    taken = [Assigned(battery_id, threat, count) for (battery_id, threat), count in proposed.items()]
    made = assign(options, [left_of(supply, taken) for supply in supplies_of(node, world.time_ms)])
    proposed |= {(given.battery_id, given.threat): given.interceptors for one in made for given in one.assigned}
    told = [one.assigned for one in node.allocations]
    if [one.assigned for one in made] != told:
        records += [Record(node.declared.name, one) for one in made]
        node.allocations = tuple(made)
    return [
        msgspec.structs.replace(item, proposed=proposed.get((item.battery_id, threat_name(item)), 0))
        for item in plans
    ]


def threat_name(plan: EngagementPlan) -> str:
    """Return how an allocation names what a plan is against: event/object."""
    return f"{plan.event_id}/{plan.object_name}"


def jointly_proposed(world: World, node: NodeState, plan: EngagementPlan) -> int | None:
    """Return how many interceptors a joint plan would have a battery send; None where it leaves the threat out.

    Or where it gives the battery nothing to do, nobody has fired, and it is the last chance for own land.
    0 where the commander has denied it.
    """
    if is_denied(node.staff.denied, plan.event_id, plan.object_name, plan.battery_id):
        return 0
    event = node.event(plan.event_id)
    held = None if event is None else next((h for h in event.objects if h.name == plan.object_name), None)
    told = [] if event is None or held is None else proposed_at(world, node, event, held)
    if not told:
        return None
    mine = sum(item.interceptors for item in told if item.battery_id == plan.battery_id)
    is_left_out = mine == 0 and plan.is_own and is_last_chance(plan)
    return None if is_left_out else mine


def option_of(plan: EngagementPlan, own_areas: set[str]) -> Option:
    """Return a plan as something that the allocation may choose."""
    return Option(
        plan.battery_id,
        threat_name(plan),
        plan.layer,
        plan.kill_probability,
        plan.value,
        plan.able,
        not own_areas.isdisjoint(plan.areas),
    )


def proposed_at(world: World, node: NodeState, event: WarningEvent, held: EventObject) -> list[Engagement]:
    """Return what a joint plan that stands has for an object: the agreement is open, and a launch still to come."""
    agreement = world.agreement
    if JOINT not in node.engagements or agreement.joint_cells != "plan_ops":
        return []
    if closed_reason(agreement, world.agreement_state, world.time_ms) is not None:
        return []
    told = engagements_at(node, event, held)
    return [item for item in told if item.state == "proposed" and item.last_launch_ms > world.time_ms]


def room_at(node: NodeState, plan: EngagementPlan, own_areas: set[str]) -> int:
    """Return how many interceptors a plan's battery may send now, were the event found valid.

    None where the commander has denied it.
    """
    if is_denied(node.staff.denied, plan.event_id, plan.object_name, plan.battery_id):
        return 0
    fire = node.doctrine.fire
    assessed = node.assessed.get(plan.event_id, "under_assessment")
    if not may_fire(fire, "valid" if assessed == "under_assessment" else assessed, plan.areas, own_areas):
        return 0
    battery = battery_named(node, plan.battery_id)
    shots = [s for s in node.shots if (s.event_id, s.object_name) == (plan.event_id, plan.object_name)]
    return room_for(fire, plan.layer, battery.salvo, shots, node.shots_assessed)


def battery_named(node: NodeState, battery_id: str) -> Battery:
    """Return a battery of the node."""
    return next(battery for battery in node.declared.batteries if battery.battery_id == battery_id)
