"""Interceptors over states that are no party, debris on them, and the word to them."""

import math
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from tocsin.defence.battery import Shot
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.exercise.stages.interceptors import announce_shots
from tocsin.exercise.stages.move import move
from tocsin.exercise.stages.third_states import debris_on
from tocsin.exercise.world import NodeState, World, new_world
from tocsin.orders.record import Overflight, ThirdStateNotified
from tocsin.picture.shared import Picture
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import Scenario
from tocsin.tracking.provenance import Source
from tocsin.warning.area import Area
from tocsin.warning.event import EventObject, WarningEvent
from tocsin.warning.evidence import Geography

LAUNCH_MS = 700_000
BATTERY = (math.radians(40.0), math.radians(80.0))


def strip(nation: str, west_deg: float, east_deg: float) -> Area:
    """Return a state 2 degrees high about the 40th parallel."""
    corners = [(39.0, west_deg), (39.0, east_deg), (41.0, east_deg), (41.0, west_deg)]
    return Area(nation, nation, np.radians(corners))


GEOGRAPHY = Geography(
    areas=(),
    territories=(
        strip("birch", 79.5, 80.5),
        strip("alder", 80.5, 80.6),
        strip("fir", 80.6, 81.0),
        strip("elm", 81.5, 82.5),
    ),
)


def world_of(flagship: Scenario, rule: str = "notify_overflown") -> World:
    """Return a world in which Birch's first battery stands at 40 N, 80 E, west of Alder's strip, Fir and Elm."""
    nodes = []
    for node in flagship.nodes:
        first = [replace(b, lat_rad=BATTERY[0], lon_rad=BATTERY[1]) for b in node.batteries[:1]]
        nodes.append(replace(node, batteries=tuple(first)))
    terms = replace(load_agreement("full-picture", flagship.parties), third_state_rule=rule)
    scenario = replace(flagship, nodes=tuple(nodes), launches=(), flights=(), geography=GEOGRAPHY)
    world = new_world(scenario, terms, seed=1)
    world.time_ms = LAUNCH_MS
    return world


def order(world: World, lon_deg: float, alt_m: float = 100e3) -> Shot:
    """Order a shot to the east: what ``fire`` leaves behind."""
    birch = world.nodes["birch"]
    shot = Shot(
        shot_id="birch-shot1",
        node="birch",
        battery_id=birch.declared.batteries[0].battery_id,
        layer="upper",
        event_id="e1",
        object_name="o1",
        interceptors=1,
        launch_ms=LAUNCH_MS,
        intercept_ms=LAUNCH_MS + 80_000,
        aim_ecef=ecef_from_lla(math.radians(40.0), math.radians(lon_deg), alt_m),
        kill_probability=0.7,
    )
    birch.shots.append(shot)
    world.shots.append(shot)
    return shot


def of(records: list, kind: type) -> list:
    return [
        (record.node, *msgspec.structs.astuple(record.body)) for record in records if isinstance(record.body, kind)
    ]


@pytest.mark.parametrize(
    ("lon_deg", "expected"), [(80.55, []), (80.8, ["fir"]), (81.2, ["fir"]), (82.0, ["fir", "elm"])]
)
def test_truth_tells_which_third_states_interceptors_pass_over(
    flagship: Scenario, lon_deg: float, expected: list[str]
) -> None:
    """Not the nation itself, not its partner, not the sea."""
    world = world_of(flagship)
    order(world, lon_deg)
    assert of(move(world), Overflight) == [("truth", "birch-shot1", nation) for nation in expected]


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        ("none", False),
        ("report_third_state_launches", False),
        ("notify_overflown", True),
        ("protect_third_state", True),
    ],
)
def test_third_states_are_told_if_the_agreement_wants_it(flagship: Scenario, rule: str, is_told: bool) -> None:
    world = world_of(flagship, rule)
    order(world, 81.2)
    told = of(announce_shots(world), ThirdStateNotified)
    assert told == ([("birch", "birch-shot1", "fir", "overflight")] if is_told else [])
    assert announce_shots(world) == []  # once is enough


def test_whoever_announces_afterwards_tells_third_states_afterwards(flagship: Scenario) -> None:
    world = world_of(flagship)
    birch = world.nodes["birch"]
    fire = replace(birch.declared.doctrine.fire, announces="after", announce_ms=20_000)
    birch.doctrine = replace(birch.doctrine, fire=fire)
    order(world, 81.2)
    told_ms = []
    for world.time_ms in range(LAUNCH_MS, LAUNCH_MS + 60_000, 1_000):
        told_ms += [world.time_ms for _ in announce_shots(world)]
    assert told_ms == [LAUNCH_MS + 20_000]


def hold(node: NodeState, shot: Shot, east_m_s: float) -> None:
    """Have the node hold the object shot at on a track that falls through the planned point, going east."""
    axes = enu_axes(math.radians(40.0), math.radians(80.0))
    velocity = np.array([east_m_s, 0.0, -1500.0]) @ axes
    x = np.concatenate((np.array(shot.aim_ecef), velocity))
    node.picture = Picture(shot.intercept_ms, x[None], np.eye(6)[None], np.ones(1), ((Source("r1", 0, 1),),))
    seen = EventObject(
        name="o1",
        track="r1",
        source_ids=("r1",),
        kind_probability=(1.0, 0.0, 0.0),
        kind_before=(1.0, 1.0, 1.0),
        seen_ms=shot.intercept_ms,
    )
    node.events = (WarningEvent(event_id="e1", opened_ms=0, provenance=(), objects=(seen,)),)


def test_where_debris_would_fall_is_told_from_the_picture(flagship: Scenario) -> None:
    """From 100 km over the gap between Fir and Elm, at 2 km/s to the east: some 100 km on, on Elm."""
    world = world_of(flagship)
    birch = world.nodes["birch"]
    shot = order(world, 81.2)
    hold(birch, shot, 2000.0)
    assert debris_on(world, birch, shot) == "elm"
    assert of(announce_shots(world), ThirdStateNotified) == [
        ("birch", "birch-shot1", "fir", "overflight"),
        ("birch", "birch-shot1", "elm", "debris"),
    ]
    hold(birch, shot, 0.0)
    assert debris_on(world, birch, shot) == ""  # straight down, on nobody
    birch.events = ()
    assert debris_on(world, birch, shot) == ""
