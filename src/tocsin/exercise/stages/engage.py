"""Plans from pictures; outcomes of shots from truth; what the shooter learns of them, later."""

import numpy as np

from tocsin.chance.luck import Luck
from tocsin.defence.battery import LAYER_NUMBER, Shot, ShotAssessed
from tocsin.defence.plan import EngagementPlan, Threat, plan_engagements
from tocsin.exercise.stages.interceptors import announce_shots
from tocsin.exercise.stages.move import ended
from tocsin.exercise.world import NodeState, Record, World
from tocsin.motion.path import state_at
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import ShotOutcome
from tocsin.outcome.resolve import is_kill, nearest_body
from tocsin.picture.shared import track_names
from tocsin.scenario.declared import DeclaredBody
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


def resolve(world: World, records: list[Record]) -> None:
    """Decide every shot whose intercept falls into the tick that begins now, before anything comes down in it."""
    end_ms = world.time_ms + world.scenario.tick_ms
    due = [shot for shot in world.shots if shot.intercept_ms < end_ms]
    if not due:
        return
    world.shots = [shot for shot in world.shots if shot.intercept_ms >= end_ms]
    for shot in due:
        outcome = resolved(world, shot, records)
        records.append(Record(TRUTH, outcome))
        node = world.nodes[shot.node]
        battery = next(b for b in node.declared.batteries if b.battery_id == shot.battery_id)
        told = ShotAssessed(shot_id=shot.shot_id, event_id=shot.event_id, is_kill=outcome.kills > 0)
        world.assessments_due.append((shot.intercept_ms + battery.assessment_ms, shot.node, told))


def resolved(world: World, shot: Shot, records: list[Record]) -> ShotOutcome:
    """Return what a shot's interceptors met and did; a body that dies is taken out of the air."""
    flying = [body for body in world.flying if body.start_ms <= shot.intercept_ms]
    positions = [state_at(body.path, (shot.intercept_ms - body.start_ms) / 1000.0)[0] for body in flying]
    index = nearest_body(np.array(shot.aim_ecef), np.array(positions).reshape(-1, 3))
    if index < 0:
        return ShotOutcome(shot_id=shot.shot_id, body_id="", kills=0, interceptors=shot.interceptors)
    body = flying[index]
    kills = count_kills(world.luck, world.shots_at, shot, body.body_id, body.luck_id)
    if kills:
        records.append(ended(world.scenario, body, "killed", shot.intercept_ms))
        world.flying = [other for other in world.flying if other is not body and not is_shed_later(body, other, shot)]
    return ShotOutcome(shot_id=shot.shot_id, body_id=body.body_id, kills=kills, interceptors=shot.interceptors)


def is_shed_later(killed: DeclaredBody, other: DeclaredBody, shot: Shot) -> bool:
    """Return whether a body is a stage that the killed one would only have dropped after the kill."""
    return killed.launch_id == other.launch_id != "" and other.start_ms > shot.intercept_ms


def count_kills(luck: Luck, shots_at: dict[str, int], shot: Shot, body_id: str, luck_id: int) -> int:
    """Return 1 if any interceptor of the shot kills the body: each is drawn on its ordinal at that body and layer."""
    key = f"{body_id}/{shot.layer}"
    first = shots_at.get(key, 0)
    shots_at[key] = first + shot.interceptors
    layer = LAYER_NUMBER[shot.layer]
    hits = [is_kill(shot.kill_probability, luck_id, layer, first + i, luck) for i in range(shot.interceptors)]
    return int(any(hits))


def tell(world: World, records: list[Record]) -> None:
    """Tell nodes the results of shots whose assessment is due."""
    due = [item for item in world.assessments_due if item[0] <= world.time_ms]
    if not due:
        return
    world.assessments_due = [item for item in world.assessments_due if item[0] > world.time_ms]
    for _, name, told in due:
        node = world.nodes[name]
        node.shots_assessed[told.shot_id] = told.is_kill
        records.append(Record(name, told))
