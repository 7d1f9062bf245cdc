"""What is seen at a node follows from that node alone: with all else wiped from the world it is the same."""

import dataclasses
import re
from pathlib import Path

import msgspec
import pytest

from tests.web.browsers import Crowd, new_live, played
from tocsin.chance.luck import luck_for
from tocsin.exchange.agreement import AgreementState
from tocsin.exchange.link import LinkState
from tocsin.exercise.control import Control
from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.sections.plain import Items, plain
from tocsin.exercise.staff.seen import SECTIONS, seen, seen_by
from tocsin.exercise.stages.handover import is_for
from tocsin.exercise.world import NO_SCENE, NodeState, World, new_node
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import load_scenario
from tocsin.scenario.staged import Staged
from tocsin.web.live import Live

PLAYED = [("below-threshold", "full-picture", None)]
MORE_PLAYED = [
    ("sharing-suspended", "jdec-3", None),
    ("first-seen-by-partner", "integrated", 1_500_000),
    ("first-seen-by-partner", "jdec-1", 1_500_000),
    ("interceptor-misread", "none", None),
    ("partner-accident", "deconflicted", None),
    ("training-tape-1979", "full-picture", None),
    ("mixed-raid", "integrated", 1_200_000),
]


def wiped(world: World, name: str) -> World:
    """Return the world with everything wiped that a node cannot know."""
    scenario = world.scenario
    nodes = {other: new_node(bare(node), has_glint=False) for other, node in world.nodes.items()}
    known = [of for of in world.agreement_state.withheld if of[0] == name]
    return dataclasses.replace(
        world,
        scenario=dataclasses.replace(
            scenario,
            name="",
            title="",
            text="",
            launches=(),
            flights=(),
            nodes=(),
            staged=Staged(
                drills=tuple(drill for drill in scenario.staged.drills if drill.nation == name),
                serials=tuple(item for item in scenario.staged.serials if is_for(item, name)),
            ),
        ),
        luck=luck_for(0, 0),
        nodes={**nodes, name: world.nodes[name]},
        links=[
            dataclasses.replace(state, under_way=[], acks=[], owed={}, last_report_ms=0, free_ms=0)
            if link.source == name
            else LinkState(next_seq=1, last_report_ms=0, under_way=[])
            for state, link in zip(world.links, world.declared_links, strict=True)
        ],
        agreement_state=AgreementState(world.agreement_state.suspended_by, tuple(known)),
        flying=[],
        scene=NO_SCENE,
        scene_bodies=(),
        interceptors=[],
        next_launch=0,
        next_flight=0,
        looks=[],
        drafts=[],
        shots=[],
        assessments_due=[],
        amendments={of: terms for of, terms in world.amendments.items() if of == name},
        shots_at={},
        came_down=[],
        outcomes={},
        lasting={},
        control=Control(
            outages={
                sensor: spans
                for sensor, spans in world.control.outages.items()
                if sensor in world.nodes[name].declared.sensor_ids
            }
        ),
    )


def bare(node: NodeState) -> object:
    """Return a declared node of which nothing is left but its name."""
    return dataclasses.replace(
        node.declared,
        radars=(),
        skywaves=(),
        satellites=(),
        batteries=(),
        notices=(),
        patrols={},
        outages={},
        report_delays_ms={},
    )


def assert_derivable(live: Live) -> int:
    """Play, and hold what is seen at every node at every fifth tick against what the node alone knows."""
    crowd, looks = Crowd(live, 9, 0.03), [0]

    def after_tick() -> None:
        crowd.act()
        if live.world.time_ms % 5_000:
            return
        for name in live.world.nodes:
            shown = msgspec.json.encode(seen(live.world, name))
            assert shown == msgspec.json.encode(seen(wiped(live.world, name), name)), (live.world.time_ms, name)
            assert msgspec.json.decode(shown) == seen(live.world, name)
            looks[0] += len(live.world.nodes[name].events)

    played(live, after_tick)
    return looks[0]


def live_of(folder: object, scenario: str, agreement: str, end_ms: int | None) -> Live:
    declared = load_scenario(scenario)
    declared = declared if end_ms is None else dataclasses.replace(declared, end_ms=end_ms)
    return new_live(folder, declared, load_agreement(agreement, declared.members))


@pytest.mark.parametrize(("scenario", "agreement", "end_ms"), PLAYED)
def test_what_is_seen_at_a_node_follows_from_it_alone(tmp_path, scenario, agreement, end_ms):
    assert assert_derivable(live_of(tmp_path, scenario, agreement, end_ms)) > 50


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "agreement", "end_ms"), MORE_PLAYED)
def test_what_is_seen_at_a_node_follows_from_it_alone_elsewhere_too(tmp_path, scenario, agreement, end_ms):
    assert assert_derivable(live_of(tmp_path, scenario, agreement, end_ms)) > 0


def everyones_events(world: World, node: NodeState) -> Items:
    return {event.event_id: plain(event) for other in world.nodes.values() for event in other.events}


def under_way(world: World, node: NodeState) -> Items:
    own = node.declared.name
    pairs = zip(world.links, world.declared_links, strict=True)
    return {link.link_id: {"coming": len(state.under_way)} for state, link in pairs if link.target == own}


def bodies_flying(world: World, node: NodeState) -> Items:
    return {"sky": {"bodies": len(world.scene_bodies)}}


@pytest.mark.parametrize("leak", [everyones_events, under_way, bodies_flying])
def test_a_planted_leak_is_found(tmp_path, monkeypatch, leak):
    monkeypatch.setitem(SECTIONS, "events", leak)
    live = live_of(tmp_path, *PLAYED[0])
    try:
        with pytest.raises(AssertionError):
            assert_derivable(live)
    finally:
        live.journal.close()


def test_every_section_is_named_in_the_page_about_the_stream(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "stream.md").read_text(encoding="utf-8")
    of_node, of_truth = page.partition("## Sections")[2].split("Of the truth:")
    live = live_of(tmp_path, *PLAYED[0])
    for audience in (Audience("truth"), Audience("none"), Audience("released", *live.world.scenario.members[:2])):
        assert [name for name in seen_by(live.world, audience) if f"`{name}`" not in of_truth] == []
    assert set(SECTIONS) == set(re.findall(r"`([a-z_]+)`", of_node))
    live.journal.close()
