"""Injects in play: what makes them due, what they do, what control may order, and that a replay is the same."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from tocsin.exercise.control import InjectState
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.engine import step
from tocsin.exercise.forecast import forecast
from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.snapshot import frozen, thawed
from tocsin.exercise.staff.roles import ROLES
from tocsin.exercise.view import views
from tocsin.exercise.world import Record, World, new_world
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import SetAlert
from tocsin.orders.inject import (
    CloneInject,
    ControlAction,
    EndLinkFault,
    EndOutage,
    ExpectedAction,
    FireInject,
    FreeInject,
    HoldInject,
    Inject,
    InjectDelivered,
    InjectFired,
    InjectRefused,
    LinkFault,
    LoseNotice,
    MoveLaunch,
    PlayCell,
    SensorOutage,
    SkipInject,
    SlipInject,
    WriteInject,
)
from tocsin.orders.kinds import TRUTH
from tocsin.orders.msel_check import RECEIVERS
from tocsin.orders.order import AlertChanged, Order, OrderRefused
from tocsin.orders.record import Launch, NoticeLost
from tocsin.orders.staff import MarkRead
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario

QUIET = """
[scenario]
name = "quiet-pair"
title = "Two nations, one far launch, one notice"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 5
parties = ["alder", "birch"]
agreement = "full-picture"

[[radar]]
id = "alder-radar"
nation = "alder"
lat_deg = 45.0
lon_deg = 60.0
boresight_deg = 180

[[link]]
source = "alder"
target = "birch"
latency_s = 2.0

[[link]]
source = "birch"
target = "alder"
latency_s = 2.0

[[notice]]
id = "probe-notice"
nation = "birch"
generic_class = "sounding"
window_start_s = 200
window_end_s = 280
lat_deg = -41.0
lon_deg = 90.0
radius_km = 40
azimuth_deg = 250

[[launch]]
id = "probe"
nation = "birch"
pack = "sounding"
time_s = 240
start = { lat_deg = -41.0, lon_deg = 90.0 }
end = { lat_deg = -40.6, lon_deg = 88.6 }
notice = "probe-notice"
"""
WORDS = {"sender": "the ministry", "text": "EXERCISE: a rumour", "to": ("alder",)}


def inject(inject_id: str, **keys: Any) -> Inject:
    return Inject(inject_id=inject_id, **{**WORDS, **keys})


def world_with(*injects: Inject) -> World:
    scenario = build_scenario(QUIET, "q")
    staged = dataclasses.replace(scenario.staged, msel=msgspec.structs.replace(scenario.staged.msel, injects=injects))
    return new_world(
        dataclasses.replace(scenario, staged=staged), load_agreement("full-picture", ("alder", "birch")), 3
    )


def control(action: ControlAction) -> Order:
    return Order(node=TRUTH, cell="control", action=action, in_reply_to="", reason="", decided_by="human")


def played(world: World, until_s: int, given: dict[int, Sequence[Order]] | None = None) -> list[tuple[int, Record]]:
    """Return what happened until a time, with when (s); orders are given at their seconds, nobody else decides."""
    found = []
    while world.time_ms < until_s * 1000:
        second = world.time_ms // 1000
        found += [(second, record) for record in step(world, (given or {}).get(second, ()))]
    return found


def fired(found: list[tuple[int, Record]]) -> list[tuple[int, str, str]]:
    return [(t, r.body.inject_id, r.body.by) for t, r in found if isinstance(r.body, InjectFired)]


def refused(found: list[tuple[int, Record]]) -> list[str]:
    return [r.body.reason for _, r in found if isinstance(r.body, InjectRefused | OrderRefused)]


def test_an_inject_fires_at_its_time_and_tells_those_it_is_for() -> None:
    world = world_with(
        inject("a", time_ms=0), inject("b", time_ms=7_500, to=("birch/commander", "birch/watch_officer"))
    )
    found = played(world, 12)
    assert fired(found) == [(0, "a", "time"), (8, "b", "time")]
    told = [(t, r.node, r.body.cells) for t, r in found if isinstance(r.body, InjectDelivered)]
    assert told == [(0, "alder", ()), (8, "birch", ("commander", "watch_officer"))]
    assert [r.node for _, r in found if isinstance(r.body, InjectFired)] == [TRUTH, TRUTH]
    assert world.nodes["birch"].injects["b"][1].text == "EXERCISE: a rumour"
    assert "b" not in world.nodes["alder"].injects
    opened = Order(node="birch", cell="commander", action=MarkRead("b"), in_reply_to="", reason="")
    assert refused(played(world, 13, {12: [opened]})) == []
    assert world.nodes["birch"].staff.read_ms == {"b": 12_000}


def test_a_trigger_fires_so_long_after_what_it_waits_for() -> None:
    world = world_with(
        inject("now", trigger="alert(birch) >= raised"),
        inject("later", trigger="first(AlertChanged, birch) + 60 s"),
        inject("never", trigger="alert(alder) == full"),
    )
    raised = Order(node="birch", cell="commander", action=SetAlert("raised"), in_reply_to="", reason="")
    assert fired(played(world, 100, {20: [raised]})) == [(21, "now", "trigger"), (80, "later", "trigger")]


def test_dependency_contingency_and_what_a_team_did_in_time() -> None:
    expected = ExpectedAction(node="birch", cell="commander", action="SetAlert", within_ms=30_000)
    injects = (
        inject("first", time_ms=10_000),
        inject("then", depends_on=("first",)),
        inject("waits", time_ms=5_000, depends_on=("then",)),
        inject("asked", time_ms=20_000, expected=expected, contingency="again"),
        inject("again"),
    )
    assert fired(played(world_with(*injects), 60)) == [
        (10, "first", "time"),
        (11, "then", "dependency"),
        (12, "waits", "time"),
        (20, "asked", "time"),
        (50, "again", "contingency"),
    ]
    raised = Order(node="birch", cell="commander", action=SetAlert("raised"), in_reply_to="", reason="")
    assert "again" not in [name for _, name, _ in fired(played(world_with(*injects), 60, {45: [raised]}))]


def test_control_holds_frees_slips_skips_clones_and_writes() -> None:
    world = world_with(*(inject(name, time_ms=20_000) for name in ("held", "slipped", "skipped", "early", "back")))
    found = played(
        world,
        60,
        {
            5: [control(HoldInject("held")), control(SlipInject("slipped", 30_000)), control(SkipInject("skipped"))],
            6: [control(FireInject("early")), control(CloneInject("early", "twin", 12_000))],
            7: [control(WriteInject(inject("new", trigger="fired(twin) + 3 s")))],
            25: [control(FreeInject("held"))],
            28: [control(SlipInject("slipped", 1_000))],  # a time that has passed
            40: [control(FireInject("skipped"))],  # always possible
        },
    )
    assert refused(found) == []
    assert fired(found) == [
        (6, "early", "control"),
        (12, "twin", "time"),
        (15, "new", "trigger"),
        (20, "back", "time"),
        (26, "held", "time"),
        (29, "slipped", "time"),
        (40, "skipped", "control"),
    ]


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (FireInject("nobody"), "nobody is no inject of this exercise"),
        (FireInject("done"), "done is fired; clone it to give it again"),
        (WriteInject(inject("done")), "done is fired; clone it"),
        (FreeInject("open"), "open is planned"),
        (SlipInject("open", -1), "time_ms = -1 must be at least 0"),
        (CloneInject("open", "done"), "done is an inject of this exercise already"),
        (WriteInject(inject("x", trigger="alert(birch) >= ")), "character 17"),
        (WriteInject(inject("x", trigger="alert(cedar) == full")), "there is no 'cedar'"),
        (WriteInject(inject("x", depends_on=("x",))), "depends_on: 'x' is no other inject"),
        (WriteInject(inject("x", to=("birch/comander",))), "there is no 'comander'"),
        (WriteInject(inject("x", effects=(SensorOutage("eye", for_ms=5),))), "there is no 'eye'"),
        (WriteInject(inject("x", title="a\x1b[2J")), "title holds the character U+001B"),
        (SetAlert("full"), "SetAlert is not for exercise control"),
    ],
)
def test_what_control_cannot_do_is_answered_with_its_reason(action: Any, says: str) -> None:
    world = world_with(inject("done", time_ms=0), inject("open", status="planned"))
    (reason,) = refused(played(world, 6, {5: [control(action)]}))
    assert says in reason
    assert set(world.control.injects) == {"done", "open"}


def test_an_outage_silences_a_sensor_for_its_time() -> None:
    world = world_with(
        inject("out", time_ms=10_000, effects=(SensorOutage("alder-radar", for_ms=20_000),)),
        inject("long-ago", time_ms=20_000, effects=(SensorOutage("alder-radar", until_ms=5_000),)),
    )
    looks = {}
    while world.time_ms < 50_000:
        found = step(world, ())
        world.nodes["alder"].alert = "raised"  # so that its desks have a view
        looks[world.time_ms // 1000 - 1] = bool(views(world)["alder"].radars)
        if world.time_ms == 21_000:
            assert refused([(20, record) for record in found]) == ["the outage of alder-radar would be over already"]
    assert [second for second, sees in looks.items() if not sees] == list(range(10, 29))


def test_a_faulty_link_is_slower_and_whole_again_after_its_time() -> None:
    world = world_with(
        inject("slow", time_ms=10_000, effects=(LinkFault("alder", "birch", until_ms=20_000, delay_ms=5_000),)),
        inject("lossy", time_ms=15_000, effects=(LinkFault("alder", "birch", for_ms=10_000, loss=0.5),)),
        inject("nowhere", time_ms=15_000, effects=(LinkFault("alder", "cedar", for_ms=10_000),)),
    )
    whole = world.declared_links
    found, seen = [], {}
    while world.time_ms < 40_000:
        found += [(0, record) for record in step(world, ())]
        link = world.declared_links[world.link_index["alder", "birch"]]
        seen[world.time_ms // 1000 - 1] = link.latency_ms, link.loss
    assert [seen[s] for s in (9, 10, 15, 19, 20, 24, 25)] == [
        (2_000, 0.0),
        (7_000, 0.0),
        (7_000, 0.5),
        (7_000, 0.5),
        (2_000, 0.5),
        (2_000, 0.5),
        (2_000, 0.0),
    ]
    assert world.declared_links == whole
    assert refused(found) == ["no link leads from alder to cedar"]


def test_what_control_put_out_can_be_put_back_early() -> None:
    world = world_with(
        inject("out", time_ms=10_000, effects=(SensorOutage("alder-radar", for_ms=60_000),)),
        inject("slow", time_ms=10_000, effects=(LinkFault("alder", "birch", for_ms=60_000, delay_ms=5_000),)),
        inject("back", time_ms=20_000, effects=(EndOutage("alder-radar"), EndLinkFault("alder", "birch"))),
        inject("again", time_ms=21_000, effects=(EndOutage("alder-radar"), EndLinkFault("alder", "birch"))),
    )
    whole, found, looks, latency_ms = world.declared_links, [], {}, {}
    while world.time_ms < 25_000:
        found += [(0, record) for record in step(world, ())]
        world.nodes["alder"].alert = "raised"  # so that its desks have a view
        second = world.time_ms // 1000 - 1
        looks[second] = bool(views(world)["alder"].radars)
        latency_ms[second] = world.declared_links[world.link_index["alder", "birch"]].latency_ms
    assert [second for second, sees in looks.items() if not sees] == list(range(10, 20))  # to the tick of the inject
    assert [latency_ms[second] for second in (9, 10, 19, 20)] == [2_000, 7_000, 7_000, 2_000]
    assert world.declared_links == whole
    assert refused(found) == [
        "exercise control has not put alder-radar out of action",
        "exercise control has not disturbed the link from alder to birch",
    ]
    assert thawed(frozen(world), world.scenario).control == world.control


def launches(found: list[tuple[int, Record]]) -> list[tuple[int, int]]:
    return [(t, r.body.lift_off_ms) for t, r in found if isinstance(r.body, Launch)]


def test_a_launch_is_moved_or_called_off_while_it_is_to_come() -> None:
    assert launches(played(world_with(), 300)) == [(240, 240_000)]
    early = inject("early", time_ms=5_000, effects=(MoveLaunch("probe", 100_000),))
    late = inject("late", time_ms=50_000, effects=(MoveLaunch("probe", 250_500),))
    off = inject("off", time_ms=60_000, effects=(MoveLaunch("probe", -1),))
    assert launches(played(world_with(early), 300)) == [(100, 100_000)]
    assert launches(played(world_with(early, late), 300)) == [(251, 250_500)]
    assert launches(played(world_with(early, late, off), 300)) == []
    world = world_with(early, inject("too-late", time_ms=150_000, effects=(MoveLaunch("probe", 200_000),)))
    found = played(world, 300)
    assert launches(found) == [(100, 100_000)]
    assert refused(found) == ["probe is no launch that is still to come"]
    (body,) = world.flying[:1]
    assert body.start_ms == 100_000


def test_a_notice_is_lost_on_its_way_only_while_it_is_not_filed() -> None:
    effects = (LoseNotice("probe-notice"),)
    for time_ms, is_lost in ((0, True), (10_000, False)):
        world = world_with(inject("lost", time_ms=time_ms, effects=effects))
        found = played(world, 60)
        assert any(isinstance(r.body, NoticeLost) for _, r in found) == is_lost
        assert ("probe-notice" in world.nodes["alder"].register) != is_lost
        assert "probe-notice" in world.nodes["birch"].register
        assert refused(found) == ([] if is_lost else ["probe-notice is no notice that is still to be filed"])


def test_control_plays_a_cell_by_an_order_that_is_in_the_journal_once() -> None:
    plays = inject("plays", time_ms=9_000, effects=(PlayCell("birch", "commander", SetAlert("raised")),))
    bad = inject("bad", time_ms=11_000, effects=(PlayCell("birch", "joint_cell", SetAlert("full")),))
    world = world_with(plays, bad)
    found = played(world, 20)
    (order, other) = [(t, r.body) for t, r in found if isinstance(r.body, Order)]
    assert order[0] == 9
    assert (order[1].in_reply_to, order[1].decided_by) == ("plays", "script")
    assert [(t, r.node) for t, r in found if isinstance(r.body, AlertChanged)] == [(9, "birch")]
    assert other[0] == 11
    assert refused(found) == ["joint_cell gives no orders at birch"] * 2  # to the cell, and to control
    assert world.control.injects["bad"].status == "fired"


class Given:
    """Control's orders at their seconds, doctrine for everything else."""

    def __init__(self, given: dict[int, list[Order]]) -> None:
        self.given, self.doctrine = given, DoctrineCells()

    def orders(self, time_ms: int, views: Any) -> list[Order]:
        return [*self.doctrine.orders(time_ms, views), *self.given.get(time_ms // 1000, [])]


class Kept:
    def __init__(self) -> None:
        self.orders: list[tuple[int, Order]] = []

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        self.orders += [(time_ms, record.body) for record in records if isinstance(record.body, Order)]


def test_a_replay_of_the_recorded_orders_gives_the_same_digest() -> None:
    injects = (
        inject("plays", time_ms=9_000, effects=(PlayCell("birch", "commander", SetAlert("raised")),)),
        inject("then", trigger="alert(birch) == raised", effects=(SensorOutage("alder-radar", for_ms=9_000),)),
        inject("by-hand", status="held", effects=(MoveLaunch("probe", 200_000),)),
    )
    slow = inject("slow", time_ms=20_000, effects=(LinkFault("alder", "birch", for_ms=60_000, delay_ms=5_000),))
    back = inject("back", time_ms=14_000, effects=(EndOutage("alder-radar"),))
    whole = inject("whole", time_ms=50_000, effects=(EndLinkFault("alder", "birch"),))
    given = {
        13: [control(WriteInject(back)), control(WriteInject(slow)), control(WriteInject(whole))],
        30: [control(FireInject("by-hand"))],
        40: [control(CloneInject("plays", "twice", 60_000))],
    }
    journal, kept = DigestJournal(), Kept()
    for _ in play(world_with(*injects), Given(given), journal, kept):
        pass
    again, ended = DigestJournal(), world_with(*injects)
    for _ in play(ended, ReplayCells(kept.orders), again):
        pass
    assert journal.digest == again.digest
    assert ended.control.outages["alder-radar"][0][1] == 14_000  # and not nine seconds after it began
    assert [ended.control.injects[name].status for name in ("slow", "back", "whole")] == ["fired"] * 3
    assert sum(isinstance(order.action, SetAlert) for _, order in kept.orders) >= 2


def test_without_injects_nothing_is_kept_but_the_tally() -> None:
    world = world_with()
    played(world, 60)
    assert (world.control.injects, world.control.to_play, world.control.moved) == ({}, [], {})


def test_status_and_time_are_kept_in_the_world() -> None:
    world = world_with(inject("a", time_ms=4_000))
    assert world.control.injects["a"] == InjectState(inject("a", time_ms=4_000), "planned")
    played(world, 4)
    assert world.control.injects["a"].status == "due"
    played(world, 5)
    assert world.control.injects["a"] == InjectState(inject("a", time_ms=4_000), "fired", "time", 4_000)


def test_every_role_of_a_nation_can_be_written_to() -> None:
    cells = {role.cell or role.name for role in ROLES.values() if role.side in ("nation", "joint")}
    assert cells <= set(RECEIVERS)


def test_the_forecast_says_what_each_inject_waits_for() -> None:
    expected = ExpectedAction(node="birch", cell="commander", action="SetAlert", within_ms=30_000)
    world = world_with(
        inject("hand"),
        inject("late", time_ms=90_000),
        inject("asked", time_ms=20_000, expected=expected, contingency="again"),
        inject("again"),
        inject("after", trigger="fired(asked) + 10 s"),
        inject("child", depends_on=("late",), time_ms=5_000),
        inject("held", status="held", time_ms=1_000),
    )
    assert [(item.inject_id, item.status, item.next_ms, item.waits_for) for item in forecast(world)] == [
        ("asked", "planned", 20_000, ("at 00:00:20",)),
        ("late", "planned", 90_000, ("at 00:01:30",)),
        ("hand", "planned", -1, ("by hand",)),
        ("again", "planned", -1, ("if nobody answers asked",)),
        ("after", "planned", -1, ("when fired(asked) + 10 s",)),
        ("child", "planned", -1, ("after late", "at 00:00:05")),
        ("held", "held", -1, ("by hand: held",)),
    ]
    played(world, 25)
    assert [(item.inject_id, item.next_ms) for item in forecast(world)][:4] == [
        ("asked", 20_000),
        ("after", 30_000),
        ("again", 50_000),
        ("late", 90_000),
    ]


def test_a_snapshot_in_the_middle_goes_on_as_if_nothing_had_been() -> None:
    plays = PlayCell("birch", "commander", SetAlert("raised"))
    injects = (
        inject("out", time_ms=10_000, effects=(SensorOutage("alder-radar", for_ms=60_000), plays)),
        inject("slow", time_ms=20_000, effects=(LinkFault("alder", "birch", for_ms=60_000, delay_ms=3_000),)),
        inject("move", trigger="alert(birch) >= raised", effects=(MoveLaunch("probe", 150_000),)),
        inject("after", trigger="first(AlertChanged, birch) + 100 s"),
    )
    world = world_with(*injects)
    played(world, 40)
    thawed_world = thawed(frozen(world), world.scenario)
    assert thawed_world.control == world.control
    assert repr(played(thawed_world, 200)) == repr(played(world, 200))
    assert thawed_world.control.injects["after"].fired_ms == 110_000
