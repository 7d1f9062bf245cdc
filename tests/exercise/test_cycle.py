"""A node's centre judges by its cycle what only moved, and at once what is new."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.payload import LaunchReport, ReportedTrack, TrackReport
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.engine import step
from tocsin.exercise.stages.plan import plan
from tocsin.exercise.stages.sources import believed_in
from tocsin.exercise.stages.warn import draft_tracks
from tocsin.exercise.view import views
from tocsin.exercise.world import NodeState, World, new_world
from tocsin.orders.action import AssessEvent
from tocsin.orders.record import Associated, TrackConfirmed
from tocsin.picture.shared import Picture
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.tracking.provenance import Source

TWO_RADARS = ("", "scan_offset_s = 1")  # each looks every 2 s
PLACE = Ellipse(0.6, 1.4, 1e8, 0.0, 1e8)
REPORT = LaunchReport(event_id="alder-r1", confidence="low", launch_point=PLACE, launch_time_ms=1_000)


def one_launch(bench: ModuleType, cycle_s: int) -> World:
    """Return the world of one launch toward two radars, of which one looks every second."""
    text = bench.ONE_LAUNCH.replace("time_s = 60", "time_s = 62") + "".join(
        bench.radar(f"r{n}", 60.0, more) for n, more in enumerate(TWO_RADARS)
    )
    text += "\n[party.alder.pack.doctrine-standard]\n"
    text += f'cycle_s = {{ value = {cycle_s}, unit = "s", notional = true }}\n'
    scenario = build_scenario(text, "cycle.toml")
    return new_world(scenario, bench.agreement(parties=("alder",)), seed=3)


def played(world: World) -> tuple[set[int], set[int], set[int]]:
    """Return at which times (ms) the one node looked, had something new, and judged."""
    cells, node = DoctrineCells(), world.nodes["alder"]
    looked, new, judged = set(), set(), set()
    while world.time_ms < world.scenario.end_ms:
        now_ms, before, known = world.time_ms, believed_in(node.radar_tracks), dict(node.assessed)
        bodies = [record.body for record in step(world, cells.orders(now_ms, views(world)))]
        if any(isinstance(body, Associated) for body in bodies):
            looked.add(now_ms)
        ended = set(before) - set(believed_in(node.radar_tracks))
        if ended or known != node.assessed or any(isinstance(body, TrackConfirmed) for body in bodies):
            new.add(now_ms)
        if node.judged_ms == now_ms:
            assert node.picture.time_ms == now_ms, "judged on a picture of the same moment"
            judged.add(now_ms)
    return looked, new, judged


def test_a_picture_that_only_moved_is_judged_by_the_cycle_and_what_is_new_at_once(bench: ModuleType) -> None:
    looked, new, judged = played(one_launch(bench, 5))
    assert new and any(time_ms % 5_000 for time_ms in new), (
        "else nothing is shown: all that was new came on the cycle"
    )
    assert new <= judged
    assert {time_ms for time_ms in judged if time_ms % 5_000} <= new
    assert len(looked - judged) > 20
    between = range(min(new), max(looked), 5_000)
    assert {time_ms // 5_000 for time_ms in judged} >= {time_ms // 5_000 for time_ms in between}


def test_a_cycle_of_one_second_judges_every_look(bench: ModuleType) -> None:
    looked, new, judged = played(one_launch(bench, 1))
    assert len(looked) > 50
    assert looked | new <= judged


@pytest.fixture
def birch(bench: ModuleType, flagship: Scenario) -> NodeState:
    """Return Birch, with nothing left to be judged."""
    return quiet(bench.small_world(flagship).nodes["birch"])


def quiet(node: NodeState) -> NodeState:
    node.has_news = node.has_moved = False
    return node


@pytest.mark.parametrize(
    ("changes", "msg_type", "is_news"),
    [
        ({}, "update", False),
        ({"launch_point": Ellipse(0.7, 1.4, 1e7, 0.0, 1e7), "launch_time_ms": 2_000}, "update", False),
        ({"confidence": "medium"}, "update", True),
        ({"threatens": ("birch",)}, "update", True),
        ({"impact_area": PLACE, "impact_time_ms": 900_000}, "update", True),
        ({}, "correct", True),
        ({}, "cancel", True),
    ],
)
def test_a_report_is_news_unless_only_its_numbers_moved(
    bench: ModuleType, birch: NodeState, changes: dict[str, object], msg_type: str, is_news: bool
) -> None:
    bench.hear(birch, REPORT, released_ms=1_000, seq=1)
    assert birch.has_news, "the first of an event"
    quiet(birch)
    given = {name: getattr(REPORT, name) for name in REPORT.__struct_fields__} | changes
    bench.hear(birch, LaunchReport(**given), released_ms=2_000, seq=2, msg_type=msg_type)
    assert birch.has_moved
    assert birch.has_news == is_news


def test_a_track_of_a_new_source_is_news_and_its_next_state_is_not(bench: ModuleType, birch: NodeState) -> None:
    def told(source: str, time_ms: int) -> TrackReport:
        seen = (Source(source, 0, time_ms),)
        return TrackReport(tracks=(ReportedTrack(time_ms, (7e6, 0.0, 0.0, 0.0, 1e3, 0.0), (1.0,) * 36, 1.0, seen),))

    found = []
    for seq, (source, time_ms) in enumerate([("alder.s1", 1_000), ("alder.s1", 2_000), ("alder.s2", 3_000)], start=1):
        bench.hear(quiet(birch), told(source, time_ms), released_ms=time_ms, seq=seq)
        found.append(birch.has_news)
    assert found == [True, False, True]


def test_what_the_watch_finds_is_judged_at_once(bench: ModuleType, flagship: Scenario) -> None:
    world = bench.small_world(flagship)
    world.time_ms = 701_000
    node = world.nodes["birch"]
    node.events = (bench.event(),)
    step(world, [])
    assert node.judged_ms < 0, "an open event alone waits for the next ten seconds"
    step(world, [bench.ordered(AssessEvent("e1", "valid"), cell="watch_officer")])
    assert node.judged_ms == 702_000


def seen_at(time_ms: int) -> Picture:
    """Return a picture of one own track."""
    state, covariance = np.array([[7e6, 0.0, 0.0, 0.0, 1e3, 0.0]]), np.eye(6)[None] * 1e4
    return Picture(time_ms, state, covariance, np.ones(1), ((Source("birch.r1", 0, time_ms),),))


def test_tracks_are_told_by_the_time_of_their_states(bench: ModuleType, flagship: Scenario) -> None:
    world = bench.small_world(flagship, bench.agreement(fields_released=("track",), report_interval_ms=5_000))
    told = []
    for world.time_ms in range(703_000, 721_000, 1_000):
        # first seen at 703 s, then by the cycle
        world.nodes["birch"].own = seen_at(max(703_000, world.time_ms // 5_000 * 5_000))
        world.drafts = []
        draft_tracks(world)
        told += [(world.time_ms, draft.payload.tracks[0].time_ms) for draft in world.drafts if draft.to == "alder"]
    assert told == [(time_ms, time_ms) for time_ms in (703_000, 710_000, 715_000, 720_000)]


def test_plans_within_a_cycle_are_made_on_the_picture_there_is() -> None:
    scenario = load_scenario("interceptor-misread")
    world, cells = new_world(scenario, load_agreement(scenario.agreement, scenario.members), seed=3), DoctrineCells()
    while not any(node.plans for node in world.nodes.values()):
        step(world, cells.orders(world.time_ms, views(world)))
    node = next(node for node in world.nodes.values() if node.plans)
    node.doctrine = replace(node.doctrine, cycle_ms=9_000)
    found = []
    for age_ms in (8_000, 10_000):
        world.time_ms = node.picture.time_ms + age_ms
        plan(world, node, [])
        found.append(bool(node.plans))
    assert found == [True, False], "of a picture older than a cycle nothing is known"
