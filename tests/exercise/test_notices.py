"""The register of a node: what is told, changed, cancelled, withheld, forwarded, lost, confirmed."""

import itertools
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.exchange.agreement import Agreement, AgreementState
from tocsin.exchange.message import Draft, Envelope, Refusal
from tocsin.exchange.payload import InterceptorLaunchNotice, PostLaunchNotification, PreLaunchNotification
from tocsin.exchange.release import release
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.doctrine.notice_desk import notice_desk
from tocsin.exercise.play import play
from tocsin.exercise.stages.desk_line import forward, waiting
from tocsin.exercise.stages.notices import file_notices, withhold
from tocsin.exercise.stages.register import NOTICE_KEPT_MS, confirm, enter, enter_shot, forget_over
from tocsin.exercise.view import view_of
from tocsin.exercise.world import NodeState, Record, World, new_world
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import ForwardNotice, WithholdNotice
from tocsin.orders.record import NoticeAtDesk, NoticeFiled, NoticeForwarded, NoticeLost
from tocsin.scenario.build import build_scenario
from tocsin.warning.event import LaunchWarning, NoticeMatched

H_MS = 3_600_000
SCENARIO = """
[scenario]
name = "small"
title = "Small"
blind_name = "exercise-00"
seed = 1
start_utc = "2030-01-01T00:00:00Z"
duration_min = 30
parties = ["alder", "birch"]
agreement = "notify-only"

[[link]]
source = "alder"
target = "birch"
latency_s = 2

[[notice]]
id = "n1"
nation = "alder"
generic_class = "sounding"
window_start_s = 600
window_end_s = 1200
lat_deg = 34
lon_deg = 55
radius_km = 50
azimuth_deg = 80
"""
LINE = """
[[desk_line]]
nation = "birch"
delay_s = 30
"""
AGREEMENT = Agreement(
    name="told",
    version="1",
    rung=1,
    parties=("alder", "birch"),
    classes=("sounding", "irbm"),
    notice_lead_ms=24 * H_MS,
    post_launch_ms=120_000,
    withhold_quota_per_year=1,
)


def notice(revision: int = 0, **changes: object) -> PreLaunchNotification:
    announced = PreLaunchNotification(
        notice_id="n1",
        launching_nation="alder",
        generic_class="sounding",
        window_start_ms=600_000,
        window_end_ms=1_200_000,
        lat_rad=0.6,
        lon_rad=1.0,
        radius_m=50e3,
        azimuth_rad=1.4,
        revision=revision,
    )
    return msgspec.structs.replace(announced, **changes)


def told(**changes: object) -> PostLaunchNotification:
    return msgspec.structs.replace(
        PostLaunchNotification(
            notice_id="n1",
            launching_nation="alder",
            generic_class="sounding",
            launch_time_ms=1_500_000,
            lat_rad=0.61,
            lon_rad=1.01,
            azimuth_rad=1.3,
        ),
        **changes,
    )


def world_of(extra: str = "", agreement: Agreement = AGREEMENT, seed: int = 1) -> World:
    return new_world(build_scenario(SCENARIO + extra, "small.toml"), agreement, seed)


def birch(extra: str = "") -> NodeState:
    return world_of(extra).nodes["birch"]


SMALL = build_scenario(SCENARIO, "small.toml")  # once: hypothesis asks for a new world often


def bare_birch() -> NodeState:
    return new_world(SMALL, AGREEMENT, 1).nodes["birch"]


# the newest word wins


@given(st.permutations(range(4)))
def test_the_newest_revision_wins_in_any_order_of_arrival(order: list[int]) -> None:
    node = bare_birch()
    for revision in order:
        enter(node, notice(revision, window_end_ms=1_200_000 + revision), 0)
    assert [(held.revision, held.window_end_ms) for held in node.register.values()] == [(3, 1_200_003)]
    assert node.notices == list(node.register.values())


@given(st.permutations([*range(3), "confirmed"]))
def test_a_confirmation_is_the_last_word_in_any_order_of_arrival(order: list[object]) -> None:
    node = bare_birch()
    for what in order:
        if isinstance(what, int):
            enter(node, notice(what), 0)
        else:
            confirm(node, told(), 0)
    (held,) = node.register.values()
    assert (held.window_start_ms, held.window_end_ms, held.lat_rad) == (1_440_000, 1_560_000, 0.61)
    assert not held.is_cancelled and node.notices == [held]


def test_the_first_confirmation_counts_and_a_group_keeps_its_notice() -> None:
    node = birch()
    confirm(node, told(), 0)
    confirm(node, told(launch_time_ms=9_000_000), 0)
    assert node.register["n1"].window_start_ms == 1_440_000
    group = birch()
    enter(group, notice(n_launches=2), 0)
    confirm(group, told(), 0)
    assert group.register["n1"] == notice(n_launches=2)


def test_a_confirmation_without_a_notice_is_entered_by_its_second() -> None:
    node = birch()
    confirm(node, told(notice_id=""), 0)
    assert list(node.register) == ["alder-launch-1500"]


def test_a_notice_is_forgotten_ten_minutes_after_its_window_or_its_last_change() -> None:
    node = birch()
    enter(node, notice(), 0)
    forget_over(node, 1_200_000 + NOTICE_KEPT_MS)
    assert node.notices and node.register
    forget_over(node, 1_200_001 + NOTICE_KEPT_MS)
    assert not (node.notices or node.register or node.registered_ms)
    confirm(node, told(), 5_000_000)  # an hour later it is still news for ten minutes
    forget_over(node, 5_000_000 + NOTICE_KEPT_MS)
    assert node.register
    forget_over(node, 5_000_001 + NOTICE_KEPT_MS)
    assert not node.register


def test_every_tick_forgets_what_is_over() -> None:
    world = world_of()
    enter(world.nodes["birch"], notice(), 0)
    for time_ms, is_held in ((1_200_000 + NOTICE_KEPT_MS, True), (1_200_001 + NOTICE_KEPT_MS, False)):
        world.time_ms = time_ms
        file_notices(world, [])
        assert bool(world.nodes["birch"].register) is is_held


# what is told


def filed(world: World, time_ms: int = 0) -> list[NoticeFiled]:
    records: list[Record] = []
    world.time_ms = time_ms
    file_notices(world, records)
    return [record.body for record in records if isinstance(record.body, NoticeFiled)]


@pytest.mark.parametrize(
    ("lead_ms", "filed_h", "is_late"),
    [(24 * H_MS, "24", False), (24 * H_MS, "23.99", True), (None, "1", False), (24 * H_MS, None, False)],
)
def test_late_is_after_the_agreed_lead(lead_ms: int | None, filed_h: str | None, is_late: bool) -> None:
    given = SCENARIO if filed_h is None else f"{SCENARIO}filed_h = {filed_h}\n"
    world = new_world(build_scenario(given, "small.toml"), replace(AGREEMENT, notice_lead_ms=lead_ms), 1)
    assert [item.is_late for item in filed(world)] == [is_late]


CHANGED = """
revision = [{ at_s = 60, window_start_s = 900 }, { at_s = 120, cancelled = true }]
"""


def test_a_change_is_late_a_cancel_never_and_both_say_what_they_are() -> None:
    world = world_of(CHANGED)
    kinds = []
    for time_ms in (0, 60_000, 120_000):
        (item,) = filed(world, time_ms)
        kinds.append((item.revision, item.is_late, item.is_cancelled))
    assert kinds == [(0, False, False), (1, True, False), (2, False, True)]
    assert [draft.msg_type for draft in world.drafts] == ["report", "update", "cancel"]


def test_declared_withheld_beyond_the_quota_is_said_to_be() -> None:
    for quota, in_quota in ((1, True), (0, False)):
        world = world_of("withheld = true\n", replace(AGREEMENT, withhold_quota_per_year=quota))
        (item,) = filed(world)
        assert item.is_withheld and item.is_in_quota is in_quota
        assert world.agreement_state.withheld == (("alder", "n1"),)


@pytest.mark.parametrize(
    ("notice_id", "quota", "withheld", "has_been_told", "reason"),
    [
        ("n1", 1, (), False, ""),
        ("n1", 1, (("birch", "b1"),), False, ""),  # the other's quota is its own
        ("n1", 1, (("alder", "n0"),), False, "alder may withhold 1 a year, and has"),
        ("n1", 0, (), False, "alder may withhold 0 a year, and has"),
        ("n1", 2, (("alder", "n1"),), False, "n1 is withheld already"),
        ("n1", 1, (), True, "n1 has been told"),
        ("n9", 1, (), False, "n9 is not a notice of alder"),
    ],
)
def test_withholding_by_order_within_the_quota(
    notice_id: str, quota: int, withheld: tuple[tuple[str, str], ...], has_been_told: bool, reason: str
) -> None:
    world = world_of(agreement=replace(AGREEMENT, withhold_quota_per_year=quota))
    world.agreement_state = AgreementState(withheld=withheld)
    if has_been_told:
        filed(world)
    assert withhold(world, world.nodes["alder"], WithholdNotice(notice_id)) == reason
    assert world.agreement_state.withheld == (withheld if reason else (*withheld, ("alder", "n1")))


# inside a node


def test_without_a_line_a_notice_is_at_the_sensor_desk_at_once_and_with_one_it_waits() -> None:
    node = birch()
    enter(node, notice(), 0)
    assert node.notices == [notice()] and waiting(node) == {}
    lined = birch(LINE)
    enter(lined, notice(), 7_000)
    assert lined.notices == [] and waiting(lined) == {"n1": 7_000}


def test_a_defensive_shot_goes_past_the_line() -> None:
    node = birch(LINE)
    shot = InterceptorLaunchNotice(
        notice_id="s1",
        nation="alder",
        launch_time_ms=9_000,
        lat_rad=0.6,
        lon_rad=1.0,
        azimuth_rad=0.0,
        interceptors=2,
    )
    enter_shot(node, shot, 0)
    (held,) = node.notices
    assert (held.generic_class, held.window_start_ms, held.window_end_ms) == ("interceptor", -1_000, 19_000)
    assert waiting(node) == {}


def sent(world: World, notice_id: str = "n1") -> list[object]:
    reason, records = forward(world, world.nodes["birch"], ForwardNotice(notice_id))
    assert reason == ""
    return [record.body for record in records]


def test_a_notice_that_is_forwarded_arrives_after_the_line_and_a_change_must_be_forwarded_anew() -> None:
    world = world_of(LINE)
    node = world.nodes["birch"]
    enter(node, notice(), 0)
    assert sent(world) == [NoticeForwarded("n1", 0)] and waiting(node) == {}
    arrived: list[Record] = []
    for world.time_ms in (29_000, 30_000):
        assert node.notices == []
        file_notices(world, arrived)
    assert node.notices == [notice()] and arrived[-1] == Record("birch", NoticeAtDesk("n1", 0))
    enter(node, notice(1, is_cancelled=True), 40_000)
    assert node.notices == [notice()] and waiting(node) == {"n1": 40_000}  # the sensor desk still counts on it
    assert sent(world) == [NoticeForwarded("n1", 1)]


def test_what_cannot_be_forwarded_is_refused() -> None:
    world = world_of(LINE)
    enter(world.nodes["birch"], notice(), 0)
    sent(world)
    plain = world_of()
    enter(plain.nodes["birch"], notice(), 0)
    asked = ((world, "n1"), (world, "n9"), (plain, "n1"))
    reasons = [forward(where, where.nodes["birch"], ForwardNotice(name))[0] for where, name in asked]
    assert reasons == [
        "n1 revision 0 was forwarded before",
        "n9 is not in the register",
        "n1 is at the sensor desk already: there is no line to send it on",
    ]


def test_a_line_that_loses_all_tells_truth_alone() -> None:
    world = world_of(LINE + "loss = 1\n")
    enter(world.nodes["birch"], notice(), 0)
    assert sent(world) == [NoticeForwarded("n1", 0), NoticeLost("birch", "n1", 0)]
    assert world.nodes["birch"].on_desk_line == [] and waiting(world.nodes["birch"]) == {}


def test_a_line_loses_its_share_each_notice_and_revision_by_itself() -> None:
    world = world_of(LINE + "loss = 0.3\n")
    lost = 0
    for number, revision in itertools.product(range(500), range(2)):
        name = f"n{number}"
        enter(world.nodes["birch"], notice(revision, notice_id=name), 0)
        lost += len(sent(world, name)) == 2
    assert 300 - 58 < lost < 300 + 58  # binomial, 1,000 at 0.3: four standard errors


def test_the_notice_desk_takes_its_time_and_the_one_that_never_forwards_never_does() -> None:
    world = world_of(LINE)
    node = world.nodes["birch"]
    enter(node, notice(), 0)
    taken_ms = []
    for time_s in range(3600):
        world.time_ms = time_s * 1000
        if notice_desk(view_of(world, node)):
            taken_ms.append(world.time_ms)
    draw = view_of(world, node).quantiles[2]
    doctrine = node.declared.doctrine
    assert doctrine.forward_ms > 0 and taken_ms
    assert 0 <= taken_ms[0] - doctrine.forward_ms * 2.718281828459045 ** (doctrine.spread * draw) < 1_001
    never = world_of(LINE + "is_forwarded = false\n")
    enter(never.nodes["birch"], notice(), 0)
    never.time_ms = 10 * H_MS
    assert notice_desk(view_of(never, never.nodes["birch"])) == []


# whole runs


class Seen:
    def __init__(self) -> None:
        self.records: list[tuple[int, Record]] = []

    def see(self, time_ms: int, records: list[Record]) -> None:
        self.records += [(time_ms, record) for record in records]

    def of(self, kind: type) -> list[tuple[int, str, msgspec.Struct]]:
        return [(at, record.node, record.body) for at, record in self.records if isinstance(record.body, kind)]


def played(world: World) -> Seen:
    seen = Seen()
    for _ in play(world, DoctrineCells(), DigestJournal(), seen):
        pass
    return seen


def test_what_is_withheld_never_leaves_and_its_refusal_is_recorded() -> None:
    seen = played(world_of("withheld = true\n"))
    assert [body.reason for _, _, body in seen.of(Refusal)] == ["withheld by the originator"]
    assert not seen.of(Envelope)


ROCKET = """
[[launch]]
id = "l1"
nation = "alder"
pack = "sounding"
time_s = 700
start = { lat_deg = 34, lon_deg = 55 }
end = { lat_deg = 34.5, lon_deg = 58 }
notice = "n1"

[[satellite]]
id = "birch-high"
nation = "birch"
orbit = { geostationary_deg = 60.0 }
boresight = { lat_deg = 35.0, lon_deg = 55.0 }
half_field_deg = 4.0
"""


def verdicts(seen: Seen, node: str) -> list[str]:
    """Return the notices that a node's events were matched with, in order."""
    return [body.notice_id for _, of, body in seen.of(NoticeMatched) if of == node and body.verdict == "matched"]


@pytest.mark.parametrize(
    ("extra", "is_matched"),
    [
        ("", True),
        ("withheld = true\n", False),
        (LINE, True),
        (LINE + "is_forwarded = false\n", False),
        (LINE + "loss = 1\n", False),
    ],
)
def test_a_launch_is_matched_where_its_notice_reaches_the_sensor_desk(extra: str, is_matched: bool) -> None:
    seen = played(world_of(extra + ROCKET))
    assert ("n1" in verdicts(seen, "birch")) is is_matched
    assert [body for _, of, body in seen.of(LaunchWarning) if of == "birch"]


def test_a_launch_is_confirmed_after_the_agreed_time_and_the_partner_knows_it() -> None:
    world = world_of(ROCKET)
    seen = played(world)
    told_ms = [at for at, _, body in seen.of(Envelope) if isinstance(body.message.payload, PostLaunchNotification)]
    assert told_ms == [700_000 + 120_000 + 1_000]  # agreed two minutes, drafted and released in two ticks
    assert "n1" in world.nodes["birch"].confirmed and "n1" in world.nodes["alder"].confirmed


def test_a_confirmation_declared_late_is_late() -> None:
    seen = played(world_of("confirmed_after_s = 300\n" + ROCKET))
    told_ms = [at for at, _, body in seen.of(Envelope) if isinstance(body.message.payload, PostLaunchNotification)]
    assert told_ms == [700_000 + 300_000 + 1_000]


KINDS = ("PreLaunchNotification", "PostLaunchNotification")
ANNOUNCED_KM = "range_km = 1000\n"
NO_SATELLITE = ROCKET.split("[[satellite]]")[0]  # 282 km, and never told how high


@pytest.mark.parametrize(
    ("extra", "bounds", "reason"),
    [
        (ANNOUNCED_KM, {"min_range_m": 5_500e3}, "below the agreed range"),
        (ANNOUNCED_KM, {"min_range_m": 1_000e3}, ""),  # not below it
        ("", {"min_range_m": 5_500e3}, ""),  # how far is not known
        (NO_SATELLITE, {"min_range_m": 5_500e3}, "below the agreed range"),  # as far as the launch that names it
        (ANNOUNCED_KM, {"min_range_m": 5_500e3, "min_apogee_m": 500e3}, ""),  # it may rise above the other bound
        (
            ANNOUNCED_KM + "apogee_km = 300\n",
            {"min_range_m": 5_500e3, "min_apogee_m": 500e3},
            "below the agreed range and apogee",
        ),
        (ANNOUNCED_KM + "apogee_km = 600\n", {"min_range_m": 5_500e3, "min_apogee_m": 500e3}, ""),
    ],
)
def test_a_notice_of_what_is_known_to_be_below_the_bounds_stays_at_home(
    extra: str, bounds: dict[str, float], reason: str
) -> None:
    world = world_of(extra, replace(AGREEMENT, **bounds))
    (item,) = filed(world)
    assert item.notice_id == "n1" and not item.is_withheld  # at home it is entered, and nobody withholds it
    assert {refused_why(world, draft) for draft in world.drafts} == {reason}


def refused_why(world: World, draft: Draft) -> str:
    outcome = release(draft, world.agreement, world.agreement_state, world.time_ms)
    return outcome.reason if isinstance(outcome, Refusal) else ""


@pytest.mark.parametrize(("min_range_m", "is_told"), [(5_500e3, False), (200e3, True)])
def test_a_confirmation_has_the_bounds_of_its_notice(min_range_m: float, is_told: bool) -> None:
    seen = played(world_of(NO_SATELLITE, replace(AGREEMENT, min_range_m=min_range_m)))
    told_kinds = [type(body.message.payload) for _, _, body in seen.of(Envelope)]
    assert told_kinds == ([PreLaunchNotification, PostLaunchNotification] if is_told else [])
    refused_for = [(body.payload_kind, body.reason) for _, _, body in seen.of(Refusal)]
    assert refused_for == ([] if is_told else [(kind, "below the agreed range") for kind in KINDS])


def test_a_launch_that_had_no_notice_is_confirmed_whatever_its_range() -> None:
    unannounced = NO_SATELLITE.replace('notice = "n1"', "")
    seen = played(world_of(unannounced, replace(AGREEMENT, min_range_m=5_500e3)))
    told_kinds = [type(body.message.payload) for _, _, body in seen.of(Envelope)]
    assert told_kinds == [PreLaunchNotification, PostLaunchNotification]
