"""What a node believes of its tracks' kinds, from the looks of its radars; and what it engages because of it."""

from types import ModuleType

import msgspec
import numpy as np
import pytest

from tocsin.exercise.stages.kinds import hear_kinds, kinds_by_source
from tocsin.exercise.stages.plan import threats
from tocsin.exercise.world import NodeState, World, new_world
from tocsin.picture.shared import Picture
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import Scenario
from tocsin.sensing.kind import KIND_BLOCK_MS
from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.tracking.associate import Assignment, Change
from tocsin.tracking.classify import PRIOR, KindShares, kind_after
from tocsin.tracking.provenance import Source
from tocsin.warning.event import EventObject


@pytest.fixture
def world(flagship: Scenario) -> World:
    world = new_world(flagship, load_agreement("none", flagship.parties), seed=1)
    world.time_ms = 700_000
    return world


@pytest.fixture
def node(world: World) -> NodeState:
    return world.nodes["birch"]


def hear(node: NodeState, radar: int, time_ms: int, told: dict[int, int], dropped: tuple[int, ...] = ()) -> None:
    """Let a radar declare a kind of each track, by number."""
    nothing = np.zeros(len(told))
    kinds = np.array(list(told.values()), dtype=np.int64)
    looker = node.radars[radar]
    measurements = RadarMeasurements(time_ms, looker.sensor_id, 0, *[nothing] * 8, declared_kind=kinds)
    numbers = np.array(list(told), dtype=np.int64)
    updated = np.full(len(told), Change.UPDATED)
    gone = np.array(dropped, dtype=np.int64)
    hear_kinds(node, looker, measurements, Assignment(np.arange(len(told)), numbers, updated, gone))


def after(node: NodeState, *told: tuple[int, int]) -> KindShares:
    """Return what a track is after some (radar, declared kind), each of a block of its own."""
    probability = PRIOR
    for radar, declared in told:
        probability = kind_after(probability, declared, node.radars[radar].confusion)
    return probability


def test_a_radar_counts_once_a_block_and_each_radar_for_itself(node: NodeState) -> None:
    hear(node, 0, 1_000, {7: 1})
    hear(node, 0, 3_000, {7: 1})
    assert node.kinds[7].probability == pytest.approx(after(node, (0, 1)))
    hear(node, 1, 3_000, {7: 0})
    assert node.kinds[7].probability == pytest.approx(after(node, (0, 1), (1, 0)))
    hear(node, 0, KIND_BLOCK_MS, {7: 0})
    assert node.kinds[7].probability == pytest.approx(after(node, (0, 1), (1, 0), (0, 0)))


def test_a_faint_look_leaves_the_block_open(node: NodeState) -> None:
    hear(node, 0, 1_000, {7: -1})
    assert 7 not in node.kinds
    hear(node, 0, 3_000, {7: 0})
    assert node.kinds[7].probability == pytest.approx(after(node, (0, 0)))


def test_a_dropped_track_is_forgotten_and_only_named_ones_are_told(node: NodeState) -> None:
    hear(node, 0, 1_000, {7: 0, 8: 1, 9: 1})
    node.source_names["radar 8"] = "birch.s1"
    assert kinds_by_source(node) == {"birch.s1": pytest.approx(tuple(after(node, (0, 1))))}
    hear(node, 0, 3_000, {7: 0}, dropped=(8,))
    assert kinds_by_source(node) == {} and set(node.kinds) == {7, 9}


# What is engaged


def threatened_by(world: World, node: NodeState, bench: ModuleType, payload_probability: float) -> list[str]:
    """Return which objects Birch would engage: one event, its primary and another, the latter a payload perhaps."""
    provenances = ((Source("birch.s1", 0, 700_000),), (Source("birch.s2", 0, 700_000),))
    x = np.tile(np.array([6.5e6, 0.0, 0.0, -2_000.0, 0.0, 0.0]), (2, 1))
    node.picture = Picture(700_000, x, np.tile(np.eye(6), (2, 1, 1)), np.ones(2), provenances)
    rest = 1.0 - payload_probability
    objects = tuple(
        EventObject(
            name=f"e1.{k}", track=f"birch.s{k}", source_ids=(f"birch.s{k}",), kind_probability=kinds, seen_ms=0
        )
        for k, kinds in ((1, (payload_probability, rest, 0.0)), (2, (0.0, 1.0, 0.0)))
    )
    event = bench.event()
    node.events = (
        msgspec.structs.replace(event, objects=objects, primary="e1.1", own_sources=("birch.s1", "birch.s2")),
    )
    return [threat.object_name for threat, _ in threats(world, node, ("birch.s1", "birch.s2"))]


def test_only_what_is_a_payload_with_more_than_the_doctrines_probability_is_engaged(
    world: World, node: NodeState, bench: ModuleType
) -> None:
    bound = node.declared.doctrine.fire.above_probability
    assert bound == 0.3 < PRIOR[0]  # what nobody has told of is engaged
    assert threatened_by(world, node, bench, bound) == []
    assert threatened_by(world, node, bench, bound + 0.01) == ["e1.1"]
