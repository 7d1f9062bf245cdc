"""Outcomes of shots from truth; what the shooter learns of them, later."""

from typing import NamedTuple

import numpy as np

from tocsin.chance.luck import declared_id
from tocsin.defence.battery import LAYER_NUMBER, Shot, ShotAssessed
from tocsin.exercise.stages.interceptors import battery_of
from tocsin.exercise.stages.move import end_ms, ended
from tocsin.exercise.world import Record, World
from tocsin.motion.path import state_at
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import ShotOutcome
from tocsin.outcome.debris import debris_of
from tocsin.outcome.resolve import Salvo, is_kill, is_taken_for_kill, nearest_body
from tocsin.scenario.declared import DeclaredBody
from tocsin.sensing.kind import Kind


class Met(NamedTuple):
    """A shot's true outcome, and what its shooter will take it for."""

    outcome: ShotOutcome
    is_taken_for_kill: bool


def resolve(world: World, records: list[Record]) -> None:
    """Decide every shot whose intercept falls into the tick that begins now, before anything comes down in it."""
    until_ms = world.time_ms + world.scenario.tick_ms
    due = sorted((shot for shot in world.shots if shot.intercept_ms < until_ms), key=lambda shot: shot.intercept_ms)
    if not due:
        return
    world.shots = [shot for shot in world.shots if shot.intercept_ms >= until_ms]
    for shot in due:
        met = resolved(world, shot, records)
        world.outcomes[shot.shot_id] = met.outcome
        records.append(Record(TRUTH, met.outcome))
        told = ShotAssessed(shot_id=shot.shot_id, event_id=shot.event_id, is_kill=met.is_taken_for_kill)
        assessment_ms = battery_of(world.nodes[shot.node], shot).assessment_ms
        world.assessments_due.append((shot.intercept_ms + assessment_ms, shot.node, told))


def resolved(world: World, shot: Shot, records: list[Record]) -> Met:
    """Return what a shot's interceptors met and did; a body that dies is taken out of the air, its debris put there.

    A shot that meets nothing is known to have missed.
    """
    time_ms = shot.intercept_ms
    flying = [body for body in world.flying if body.start_ms <= time_ms <= end_ms(body)]
    positions = [state_at(body.path, (time_ms - body.start_ms) / 1000.0)[0] for body in flying]
    index = nearest_body(np.array(shot.aim_ecef), np.array(positions).reshape(-1, 3))
    if index < 0:
        return Met(ShotOutcome(shot_id=shot.shot_id, body_id="", kills=0, interceptors=shot.interceptors), False)
    body = flying[index]
    salvo = salvo_at(world, shot, body)
    layer = LAYER_NUMBER[shot.layer]
    was_kill = body.kind != Kind.DEBRIS and is_kill(salvo, body.luck_id, layer, world.luck)
    debris_id = killed(world, body, shot, records) if was_kill else ""
    battery = battery_of(world.nodes[shot.node], shot)
    errors = battery.false_kill_probability, battery.false_miss_probability
    outcome = ShotOutcome(
        shot_id=shot.shot_id,
        body_id=body.body_id,
        kills=int(was_kill),
        interceptors=shot.interceptors,
        debris_id=debris_id,
    )
    taken = is_taken_for_kill(was_kill, errors, body.luck_id, layer, salvo.ordinal, world.luck)
    return Met(outcome, taken)


def salvo_at(world: World, shot: Shot, body: DeclaredBody) -> Salvo:
    """Return a shot as one more salvo of its layer at a body, and count it."""
    key = f"{body.body_id}/{shot.layer}"
    ordinal, first = world.shots_at.get(key, (0, 0))
    world.shots_at[key] = ordinal + 1, first + shot.interceptors
    return Salvo(shot.kill_probability, shot.track_factor, shot.interceptors, ordinal, first)


def killed(world: World, body: DeclaredBody, shot: Shot, records: list[Record]) -> str:
    """Take a body out of the air; return the name of the debris that a payload leaves there, '' of anything else."""
    records.append(ended(world, body, "killed", shot.intercept_ms))
    world.flying = [other for other in world.flying if other is not body]
    if body.kind != Kind.PAYLOAD:
        return ""
    world.flying = [other for other in world.flying if not is_shed_later(body, other, shot)]
    position_ecef, velocity_ecef, _, _ = state_at(body.path, (shot.intercept_ms - body.start_ms) / 1000.0)
    flown = debris_of(position_ecef, velocity_ecef)
    debris = DeclaredBody(
        body_id=f"{body.body_id}-debris",
        luck_id=declared_id(f"debris {body.luck_id}"),
        start_ms=shot.intercept_ms,
        path=flown.path,
        ends="impact" if flown.came_down else "gone",
        launch_id=body.launch_id,
        kind=Kind.DEBRIS,
    )
    world.flying.append(debris)
    return debris.body_id


def is_shed_later(killed: DeclaredBody, other: DeclaredBody, shot: Shot) -> bool:
    """Return whether a body is a stage that the killed one would only have dropped after the kill."""
    return killed.launch_id == other.launch_id != "" and other.start_ms > shot.intercept_ms


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
