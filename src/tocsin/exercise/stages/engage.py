"""What is to be engaged, and plans for it, from pictures alone."""

import numpy as np

from tocsin.defence.plan import EngagementPlan, Threat, plan_engagements
from tocsin.exercise.stages.interceptors import announce_shots
from tocsin.exercise.stages.resolve import resolve, tell
from tocsin.exercise.world import NodeState, Record, World
from tocsin.picture.shared import track_names
from tocsin.tracking.predict import fly_forward
from tocsin.tracking.provenance import source_ids
from tocsin.warning.estimate import impact_of
from tocsin.warning.objects import PAYLOAD

PLAN_EVERY_MS = 5_000
PLAN_AHEAD_MS = 450_000  # no class of battery has anything to order earlier than this before an impact


def engage(world: World) -> list[Record]:
    """Announce shots, plan, resolve what meets in this tick, and tell nodes what has become of their shots."""
    records: list[Record] = []
    announce_shots(world)
    if world.time_ms % PLAN_EVERY_MS == 0:
        for node in world.nodes.values():
            if node.declared.batteries and (node.events or node.plans):
                plan(world, node, records)
    if world.shots:
        resolve(world, records)
    if world.assessments_due:
        tell(world, records)
    return records


def plan(world: World, node: NodeState, records: list[Record]) -> None:
    """Make the node's plans afresh for every threat its picture holds; record those that were not there before."""
    plans: list[EngagementPlan] = []
    since_s = (world.time_ms - node.picture.time_ms) / 1000.0
    names = track_names(node.picture) if since_s <= PLAN_EVERY_MS / 1000.0 else ()
    for threat, index in threats(world, node, names):
        now = fly_forward(node.picture.x[index], node.picture.P[index], np.array([since_s]))
        plans += plan_engagements(threat, now.x[0], now.P[0], node.declared.batteries, node.batteries, world.time_ms)
    known = {(item.event_id, item.object_name, item.battery_id) for item in node.plans}
    fresh = [item for item in plans if (item.event_id, item.object_name, item.battery_id) not in known]
    records += [Record(node.declared.name, item) for item in fresh]
    node.plans = tuple(plans)


def threats(world: World, node: NodeState, names: tuple[str, ...]) -> list[tuple[Threat, int]]:
    """Return every object to be engaged and which track of the picture carries it.

    Of each event those that are a payload with more than the doctrine's probability, that come down on the nation,
    and that own sensors hold unless the agreement lets a partner's do.
    """
    found: list[tuple[Threat, int]] = []
    least_probability = node.declared.doctrine.fire.above_probability
    for event in node.events:
        for held in event.objects:
            if held.track not in names or held.kind_probability[PAYLOAD] <= least_probability:
                continue
            index = names.index(held.track)
            own = source_ids(node.picture.provenances[index]) & set(event.own_sources)
            if not (own or world.agreement.engage_on_remote):
                continue
            impact = event.impact
            if held.name != event.primary:
                impact = impact_of(node.picture, index, None, world.scenario.geography)
            if impact is None or node.declared.name not in impact.threatens:
                continue
            if impact.time_ms - world.time_ms <= PLAN_AHEAD_MS:
                found.append((Threat(event.event_id, impact.time_ms, held.name), index))
    return found
