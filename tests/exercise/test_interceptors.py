"""Own interceptors: a plume that satellites see, and the word that tells whose it is."""

import math
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from tocsin.defence.battery import Shot
from tocsin.earth.kernels import ecef_from_lla
from tocsin.exchange.agreement import Agreement, Coarsening, MessageKind
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.stages.interceptors import announce_shots, body_of, told_name
from tocsin.exercise.stages.move import move
from tocsin.exercise.stages.resolve import resolved
from tocsin.exercise.world import Record, World, new_world
from tocsin.journal.memory import DigestJournal
from tocsin.motion.path import state_at
from tocsin.orders.record import BodyEnded, InterceptorLaunched
from tocsin.review.log import Logged
from tocsin.review.measure import measure_rows
from tocsin.scenario.build import build_scenario
from tocsin.scenario.fought import fought_by
from tocsin.study.run import played as played_log
from tocsin.warning.event import LaunchWarning, NoticeMatched

SCENARIO = build_scenario(
    """
[scenario]
name = "small"
title = "Small"
blind_name = "exercise-00"
seed = 1
start_utc = "2030-01-01T00:00:00Z"
duration_min = 2
parties = ["alder", "birch"]
agreement = "none"

[[link]]
source = "alder"
target = "birch"
latency_s = 2

[[battery]]
id = "upper"
nation = "alder"
pack = "upper-tier"
lat_deg = 34
lon_deg = 55

[[desk_line]]
nation = "birch"
is_forwarded = false

[[satellite]]
id = "birch-high"
nation = "birch"
orbit = { geostationary_deg = 60.0 }
boresight = { lat_deg = 35.0, lon_deg = 55.0 }
half_field_deg = 4.0

# the shipped class takes what burns for 20 s for a flash
[party.birch.pack.staring]
min_duration_s = { value = 5, unit = "s", notional = true }
scan_period_s = { value = 2, unit = "s", notional = true }
""",
    "small.toml",
)
TOLD = Agreement(name="told", version="1", rung=5, parties=("alder", "birch"), messages=("interceptor_notice",))
LAUNCH_MS, FLIGHT_MS = 20_300, 55_000
AIM = ecef_from_lla(math.radians(34.2), math.radians(55.8), 80e3)
PLUME_W_SR = 200e3  # two interceptors of 100 kW/sr


def world_of(*messages: MessageKind) -> World:
    agreement = Agreement(name="told", version="1", rung=5, parties=("alder", "birch"), messages=messages)
    return new_world(SCENARIO, agreement, 1)


def shot(**changes: object) -> Shot:
    ordered = Shot(
        shot_id="alder-shot1",
        node="alder",
        battery_id="upper",
        layer="upper",
        event_id="alder-e1",
        interceptors=2,
        launch_ms=LAUNCH_MS,
        intercept_ms=LAUNCH_MS + FLIGHT_MS,
        aim_ecef=AIM,
        kill_probability=1.0,
    )
    return msgspec.structs.replace(ordered, **changes)


def order(world: World, *shots: Shot) -> None:
    """Order shots: what ``fire`` leaves behind."""
    world.nodes["alder"].shots += shots
    world.shots += shots


class Seen:
    def __init__(self) -> None:
        self.bodies: list[tuple[str, object]] = []

    def see(self, time_ms: int, records: list[Record]) -> None:
        self.bodies += [(record.node, record.body) for record in records]

    def of(self, kind: type, node: str) -> list[object]:
        return [body for of, body in self.bodies if of == node and isinstance(body, kind)]


def played(world: World) -> Seen:
    seen = Seen()
    for _ in play(world, DoctrineCells(), DigestJournal(), seen):
        pass
    return seen


def test_the_partner_sees_the_plume_and_with_the_notice_knows_whose_it_is() -> None:
    world = world_of("interceptor_notice")
    order(world, shot())
    seen = played(world)
    (match,) = seen.of(NoticeMatched, "birch")
    assert (match.notice_id, match.verdict) == ("alder-r1", "matched")
    assert {body.generic_class for body in seen.of(LaunchWarning, "birch")} == {"interceptor"}


def test_a_notice_told_coarsely_still_tells_whose_it_is() -> None:
    world = world_of("interceptor_notice")
    world.agreement = replace(
        world.agreement, coarsening=Coarsening(grid_rad=math.radians(1.0), time_round_ms=60_000)
    )
    order(world, shot())
    (match,) = played(world).of(NoticeMatched, "birch")
    assert match.verdict == "matched"


def test_without_the_notice_the_partner_sees_a_launch_that_nobody_announced() -> None:
    world = world_of()
    order(world, shot())
    seen = played(world)
    assert seen.of(LaunchWarning, "birch") and not seen.of(NoticeMatched, "birch")
    assert {body.generic_class for body in seen.of(LaunchWarning, "birch")} == {"unknown"}


def test_it_flies_from_its_battery_to_the_point_of_intercept_and_is_gone() -> None:
    world, records = world_of(), []
    order(world, shot())
    for world.time_ms in range(0, 80_000, 1_000):
        records += move(world)
    launched = [record.body for record in records if isinstance(record.body, InterceptorLaunched)]
    ended = [record.body for record in records if isinstance(record.body, BodyEnded)]
    assert [(item.launch_ms, item.body_ids) for item in launched] == [(LAUNCH_MS, ("alder-shot1-interceptor",))]
    assert [(item.how, item.ended_ms) for item in ended] == [("gone", LAUNCH_MS + FLIGHT_MS)]
    assert ended[0].place == pytest.approx((math.radians(34.2), math.radians(55.8), 80e3), abs=1e-3)
    assert not world.interceptors


def test_it_shines_while_it_burns_and_no_radar_sees_it() -> None:
    node = world_of().nodes["alder"]
    node.shots.append(shot())
    body = body_of(node, node.declared.batteries[0], shot())
    shown = [state_at(body.path, elapsed_s)[2:] for elapsed_s in (5.0, 17.0, 20.1, 40.0)]
    assert [plume for plume, _ in shown] == [PLUME_W_SR, PLUME_W_SR, 0.0, 0.0]  # burns for 20 s
    assert {rcs for _, rcs in shown} == {0.0}
    start = ecef_from_lla(math.radians(34.0), math.radians(55.0), 0.0)
    assert np.allclose(state_at(body.path, 0.0)[0], start, atol=1.0)


def test_its_luck_hangs_on_the_battery_and_what_it_fired_before_never_on_a_made_name() -> None:
    node = world_of().nodes["alder"]
    battery = node.declared.batteries[0]
    first, second = shot(), shot(shot_id="alder-shot2", launch_ms=30_300)
    node.shots = [first, second]
    ids = [body_of(node, battery, item).luck_id for item in node.shots]
    assert ids[0] != ids[1]
    node.shots = [shot(shot_id="alder-shot7", battery_id="other"), shot(shot_id="alder-shot9"), second]
    assert [body_of(node, battery, item).luck_id for item in node.shots[1:]] == ids


def test_a_shot_never_meets_an_interceptor() -> None:
    world = world_of()
    order(world, shot())
    for world.time_ms in range(0, 75_000, 1_000):
        move(world)
    assert world.interceptors
    assert resolved(world, shot(), []).outcome.body_id == ""


def test_it_is_told_roughly_and_under_a_name_that_counts_no_shots() -> None:
    world = world_of()
    twin = shot(shot_id="alder-shot8", launch_ms=20_900)
    order(world, shot(shot_id="alder-shot7"), twin)
    announce_shots(world)
    announce_shots(world)  # once is enough
    drafts = [draft.payload for draft in world.drafts]
    assert [draft.notice_id for draft in drafts] == ["alder-interceptor-20-1", "alder-interceptor-20-2"]
    assert [told_name(world.nodes["alder"], item) for item in world.nodes["alder"].shots] == [
        draft.notice_id for draft in drafts
    ]
    assert [draft.launch_time_ms for draft in drafts] == [20_000, 21_000]
    assert math.degrees(drafts[0].azimuth_rad) == pytest.approx(75.0)  # 73 degrees


def test_its_own_desks_know_it_at_once() -> None:
    world = world_of()
    node = world.nodes["alder"]
    node.desk_line = replace(SCENARIO.staged.desk_lines[0], nation="alder")
    order(world, shot())
    announce_shots(world)
    (held,) = node.notices
    assert held == node.register[held.notice_id]
    assert (held.generic_class, held.window_start_ms, held.window_end_ms) == ("interceptor", 10_000, 30_000)


def told_by(doctrine: str) -> World:
    """Return a world in which Alder has ordered one shot and fights by a doctrine."""
    world = new_world(build_scenario(fought_by(SCENARIO.text, doctrine, file="small.toml"), "small.toml"), TOLD, 1)
    order(world, shot())
    return world


def drafted_ms(world: World) -> list[int]:
    """Return when words of shots are drafted, with all that a desk does left out."""
    times_ms = []
    for world.time_ms in range(0, 100_000, 1_000):
        world.drafts = []
        announce_shots(world)
        times_ms += [world.time_ms for _ in world.drafts]
    return times_ms


def test_partners_hear_of_it_when_it_is_ordered_or_when_it_has_left_and_the_word_is_drafted() -> None:
    assert drafted_ms(told_by("in-concert")) == [0]
    late = told_by("in-concert-after")
    wait_ms = late.nodes["alder"].declared.doctrine.fire.announce_ms
    assert wait_ms == 20_000
    assert drafted_ms(late) == [math.ceil((LAUNCH_MS + wait_ms) / 1_000) * 1_000]  # the first tick not before it
    assert not late.nodes["alder"].words_due


def test_shots_told_afterwards_are_told_in_the_order_in_which_they_leave() -> None:
    world = told_by("in-concert-after")
    order(world, shot(shot_id="alder-shot2", launch_ms=LAUNCH_MS - 10_000))
    names = []
    for world.time_ms in range(0, 100_000, 1_000):
        world.drafts = []
        announce_shots(world)
        names += [draft.payload.notice_id for draft in world.drafts]
    assert names == ["alder-interceptor-10-1", "alder-interceptor-20-1"]


def test_its_own_desks_know_a_shot_at_once_whenever_partners_are_told() -> None:
    world = told_by("in-concert-after")
    announce_shots(world)
    assert [held.generic_class for held in world.nodes["alder"].notices] == ["interceptor"]
    assert not world.drafts


@pytest.mark.parametrize(("doctrine", "sign"), [("in-concert", -1), ("in-concert-after", 1)])
def test_the_measure_says_who_announced_before_and_who_after(doctrine: str, sign: int) -> None:
    world = told_by(doctrine)
    meta = {"scenario": "small", "agreement": "told", "seed": "1"}
    log = played_log(world, DoctrineCells(), DigestJournal(), meta)
    log = replace(log, entries=[Logged(0, "alder", shot()), *log.entries])  # as its order would have left it
    (told,) = (
        row
        for row in measure_rows(log, world.scenario)
        if (row.measure, row.nation, row.subject) == ("interceptor_notice_s", "birch", "all")
    )
    assert told.value is not None and told.value * sign > 15.0  # ordered 20 s before launch, or drafted 20 s after
