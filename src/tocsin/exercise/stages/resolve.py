"""Outcomes of shots from truth; what the shooter learns of them, later."""

import numpy as np

from tocsin.chance.luck import Luck
from tocsin.defence.battery import LAYER_NUMBER, Shot, ShotAssessed
from tocsin.exercise.stages.move import ended
from tocsin.exercise.world import Record, World
from tocsin.motion.path import state_at
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import ShotOutcome
from tocsin.outcome.resolve import is_kill, nearest_body
from tocsin.scenario.declared import DeclaredBody


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
