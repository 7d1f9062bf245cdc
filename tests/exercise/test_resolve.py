"""What becomes of shots in the world: salvos in order, what is told of them, and what is left of what they kill."""

from dataclasses import replace

import numpy as np
import pytest

from tocsin.chance.luck import declared_id
from tocsin.defence.battery import Shot
from tocsin.exercise.stages.move import move
from tocsin.exercise.stages.resolve import resolve, tell
from tocsin.exercise.world import Record, World, new_world
from tocsin.motion.path import state_at
from tocsin.orders.record import BodyEnded, ShotOutcome
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import Scenario
from tocsin.sensing.kind import Kind

BATTERY = "taroviel-upper"
MEET_MS = 1_200_000


@pytest.fixture
def world(flagship: Scenario) -> World:
    """Return the flagship's world at 1,200 s, with its first launch in the air."""
    world = new_world(flagship, load_agreement("none", flagship.parties), seed=1)
    world.flying = list(flagship.launches[0].bodies)
    world.next_launch, world.time_ms = len(flagship.launches), MEET_MS
    return world


def place(world: World, time_ms: int = MEET_MS, body_id: str = "l1-payload") -> tuple[float, float, float]:
    body = next(body for body in world.flying if body.body_id == body_id)
    x, y, z = state_at(body.path, (time_ms - body.start_ms) / 1000.0)[0].tolist()
    return x, y, z


def shot(world: World, number: int = 1, intercept_ms: int = MEET_MS + 300, **changes: object) -> Shot:
    given = {
        "shot_id": f"birch-shot{number}",
        "node": "birch",
        "battery_id": BATTERY,
        "layer": "upper",
        "event_id": "birch-e1",
        "interceptors": 2,
        "launch_ms": MEET_MS - 60_000,
        "intercept_ms": intercept_ms,
        "kill_probability": 1.0,
    }
    aim_ecef = changes.pop("aim_ecef", None) or place(world, intercept_ms)
    return Shot(**{**given, **changes}, aim_ecef=aim_ecef)


def resolved(world: World, *shots: Shot) -> list[ShotOutcome]:
    records: list[Record] = []
    world.shots += shots
    resolve(world, records)
    return [record.body for record in records if isinstance(record.body, ShotOutcome)]


def test_a_killed_payload_leaves_debris_that_falls_from_where_it_died(world: World) -> None:
    aim, velocity = place(world, MEET_MS + 300), np.array(place(world, MEET_MS + 301)) - place(world, MEET_MS + 299)
    (outcome,) = resolved(world, shot(world))
    assert (outcome.body_id, outcome.kills, outcome.debris_id) == ("l1-payload", 1, "l1-payload-debris")
    debris = world.flying[-1]
    assert (debris.body_id, debris.kind, debris.ends) == ("l1-payload-debris", Kind.DEBRIS, "impact")
    assert debris.luck_id == declared_id(f"debris {declared_id('body l1-payload')}")  # whatever the body is called
    assert debris.launch_id == "l1"
    assert debris.start_ms == MEET_MS + 300 and debris.path.position_ecef[0] == pytest.approx(aim, abs=1e-3)
    assert debris.path.velocity_ecef[0] == pytest.approx(velocity / 0.002, rel=1e-3)
    assert "l1-payload" not in [body.body_id for body in world.flying]
    records: list[Record] = []
    for world.time_ms in range(MEET_MS + 1000, MEET_MS + 600_000, 1000):
        records += move(world)
    (end,) = (r.body for r in records if isinstance(r.body, BodyEnded) and r.body.body_id == debris.body_id)
    assert end.how == "impact" and abs(end.place[2]) < 50.0 and (end.nation, end.areas) == ("birch", ("taroviel",))


def test_debris_is_met_and_never_killed(world: World) -> None:
    resolved(world, shot(world))
    world.time_ms += 5_000
    aim = place(world, world.time_ms, "l1-payload-debris")
    (outcome,) = resolved(world, shot(world, 2, world.time_ms, aim_ecef=aim))
    assert (outcome.body_id, outcome.kills, outcome.debris_id) == ("l1-payload-debris", 0, "")


def test_a_stage_leaves_no_debris(world: World) -> None:
    world.flying = [body for body in world.flying if body.body_id == "l1-stage-2"]
    (outcome,) = resolved(world, shot(world, aim_ecef=place(world, body_id="l1-stage-2")))
    assert (outcome.body_id, outcome.kills, outcome.debris_id) == ("l1-stage-2", 1, "")
    assert not world.flying


def test_salvos_of_one_tick_are_taken_in_the_order_of_their_intercepts(world: World) -> None:
    late, early = shot(world, 1, MEET_MS + 900), shot(world, 2, MEET_MS + 100)
    outcomes = resolved(world, late, early)
    assert [(item.shot_id, item.body_id) for item in outcomes] == [
        ("birch-shot2", "l1-payload"),
        ("birch-shot1", "l1-payload-debris"),
    ]


def test_what_has_come_down_before_the_intercept_is_not_met(world: World) -> None:
    body = world.flying[0]
    down_ms = body.start_ms + round(float(body.path.time_s[-1]) * 1000)
    world.time_ms, aim = down_ms, place(world, down_ms)
    for intercept_ms, met in ((down_ms + 1, ""), (down_ms, "l1-payload")):
        world.flying = [body]
        (outcome,) = resolved(world, shot(world, 1, intercept_ms, aim_ecef=aim))
        assert outcome.body_id == met


def test_salvos_and_interceptors_are_counted_at_each_body_and_layer(world: World) -> None:
    for number in (1, 2):
        resolved(world, shot(world, number, kill_probability=0.0))
    resolved(world, shot(world, 3, kill_probability=0.0, layer="lower", interceptors=1))
    assert world.shots_at == {"l1-payload/upper": (2, 4), "l1-payload/lower": (1, 1)}


@pytest.mark.parametrize(
    ("kill_probability", "errors", "told"),
    [(1.0, (0.0, 0.0), True), (1.0, (0.0, 1.0), False), (0.0, (0.0, 0.0), False), (0.0, (1.0, 0.0), True)],
)
def test_the_node_is_told_later_and_may_be_told_wrong(
    world: World, kill_probability: float, errors: tuple[float, float], told: bool
) -> None:
    birch = world.nodes["birch"]
    batteries = [
        replace(b, false_kill_probability=errors[0], false_miss_probability=errors[1])
        for b in birch.declared.batteries
    ]
    birch.declared = replace(birch.declared, batteries=tuple(batteries))
    (outcome,) = resolved(world, shot(world, kill_probability=kill_probability))
    assert outcome.kills == int(kill_probability)
    records: list[Record] = []
    world.time_ms = MEET_MS + 5_000  # 5 s after an intercept at 300 ms: not yet
    tell(world, records)
    assert not records and not birch.shots_assessed
    world.time_ms += 1000
    tell(world, records)
    assert birch.shots_assessed == {"birch-shot1": told}


def test_a_shot_that_meets_nothing_is_known_to_have_missed(world: World) -> None:
    (outcome,) = resolved(world, shot(world, aim_ecef=(7e6, 0.0, 0.0)))
    assert (outcome.body_id, outcome.kills) == ("", 0)
    assert [told.is_kill for _, _, told in world.assessments_due] == [False]
    assert not world.shots_at
