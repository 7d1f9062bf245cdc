"""Notices as declared: revisions, when each is told, what is withheld; and what enters the register."""

import math

import pytest

from tocsin.errors import ScenarioError
from tocsin.exchange.message import Message
from tocsin.exchange.release import release
from tocsin.exercise.stages.notices import file_notices
from tocsin.exercise.world import Record, World, new_world
from tocsin.orders.record import NoticeFiled
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import DeclaredNotice

HEAD = """
[scenario]
name = "small"
title = "Small"
blind_name = "exercise-00"
seed = 1
start_utc = "2030-01-01T00:00:00Z"
duration_min = 60
parties = ["alder", "birch"]
agreement = "notify-only"

[[link]]
source = "alder"
target = "birch"
latency_s = 1
"""
NOTICE = """
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
REVISED = (
    NOTICE
    + """
n_launches = 3
filed_h = 48
confirmed_after_s = 90
revision = [
    { at_s = -3600, window_start_s = 1800, window_end_s = 2400 },
    { at_s = 100, window_end_s = 3000 },
    { at_s = 200, cancelled = true },
]
"""
)


def notices(text: str) -> tuple[DeclaredNotice, ...]:
    return build_scenario(HEAD + text, "small.toml").nodes[0].notices


def filed(world: World, time_ms: int) -> list[tuple[int, bool]]:
    """Return revision and whether it is told the partner, of what is filed at a time."""
    records: list[Record] = []
    world.time_ms, world.drafts = time_ms, []
    file_notices(world, records)
    assert all(isinstance(record.body, NoticeFiled) for record in records)
    released = (release(draft, world.agreement, world.agreement_state, time_ms) for draft in world.drafts)
    told = [message.payload.revision for message in released if isinstance(message, Message)]
    return [(known.revision, known.revision in told) for known in world.nodes["alder"].notices][: len(records)]


def world_of(text: str) -> World:
    scenario = build_scenario(HEAD + text, "small.toml")
    return new_world(scenario, load_agreement("notify-only", scenario.parties), 1)


def test_a_plain_notice_is_told_when_the_agreement_wants() -> None:
    (only,) = notices(NOTICE)
    assert (only.given_ms, only.is_withheld, only.confirmed_after_ms) == (None, False, None)
    assert (only.notice.window_start_ms, only.notice.window_end_ms) == (600_000, 1_200_000)
    assert (only.notice.revision, only.notice.n_launches, only.notice.is_cancelled) == (0, 1, False)
    assert only.notice.azimuth_rad == math.radians(80)


def test_each_revision_keeps_what_it_does_not_change() -> None:
    found = notices(REVISED)
    assert [item.given_ms for item in found] == [600_000 - 48 * 3_600_000, -3_600_000, 100_000, 200_000]
    windows = [(item.notice.window_start_ms, item.notice.window_end_ms) for item in found]
    assert windows == [(600_000, 1_200_000), (1_800_000, 2_400_000), (1_800_000, 3_000_000), (1_800_000, 3_000_000)]
    assert [item.notice.revision for item in found] == [0, 1, 2, 3]
    assert [item.notice.is_cancelled for item in found] == [False, False, False, True]
    assert {item.notice.n_launches for item in found} == {3}
    assert {item.confirmed_after_ms for item in found} == {90_000}


def test_revisions_stay_together_whatever_window_they_slip_to() -> None:
    later = NOTICE.replace('"n1"', '"n0"').replace("window_start_s = 600", "window_start_s = 700")
    assert [(item.notice.notice_id, item.notice.revision) for item in notices(REVISED + later)] == [
        *(("n1", number) for number in range(4)),
        ("n0", 0),
    ]


def test_a_revision_takes_the_place_of_what_it_revises_when_it_is_told() -> None:
    world = world_of(REVISED)
    assert filed(world, 0)[-1] == (1, True)  # both are past: the newer one holds
    assert filed(world, 99_000) == []
    assert filed(world, 100_000) == [(2, True)]
    assert filed(world, 200_000) == [(3, True)]
    assert len(world.nodes["alder"].notices) == 1


def test_what_is_withheld_is_entered_at_home_and_told_nobody() -> None:
    assert filed(world_of(NOTICE + "withheld = true\n"), 0) == [(0, False)]
    assert filed(world_of(NOTICE), 0) == [(0, True)]


LAUNCH = """
[[launch]]
id = "{}"
nation = "alder"
pack = "mrbm"
time_s = 700
start = {{ lat_deg = 0.0, lon_deg = 60.0 }}
end = {{ lat_deg = 0.0, lon_deg = {} }}
notice = "n1"
{}
"""
SPACE = """
[[launch]]
id = "s"
nation = "alder"
pack = "slv"
time_s = 800
start = { lat_deg = 0.0, lon_deg = 60.0 }
azimuth_deg = 80
notice = "n1"
"""
EQUATOR_DEG_M = math.radians(1.0) * 6_378_137.0  # WGS 84: the equator is a circle of the semi-major axis
NEAR, FAR = 9 * EQUATOR_DEG_M, 18 * EQUATOR_DEG_M


@pytest.mark.parametrize(
    ("extra", "range_m", "apogee_m"),
    [
        ("", None, None),
        ("range_km = 1500\napogee_km = 400\n", 1_500e3, 400e3),
        (LAUNCH.format("a", 69.0, ""), NEAR, None),  # nobody said how high
        (LAUNCH.format("a", 69.0, "apogee_km = 500"), NEAR, 500e3),
        ("range_km = 1500\n" + LAUNCH.format("a", 69.0, "apogee_km = 500"), 1_500e3, 500e3),  # as announced
        (LAUNCH.format("a", 69.0, "apogee_km = 500") + LAUNCH.format("b", 78.0, ""), FAR, None),  # a group
        (LAUNCH.format("a", 69.0, "") + SPACE, None, None),  # one of the group does not come down
        (LAUNCH.format("a", 69.0, "fails_s = 40"), NEAR, None),  # as it was meant, not as it went
        (LAUNCH.format("a", 69.0, "").replace('notice = "n1"', ""), None, None),
    ],
)
def test_what_a_notice_is_to_reach_is_declared_or_that_of_its_launches(
    extra: str, range_m: float | None, apogee_m: float | None
) -> None:
    (only,) = notices(NOTICE + extra)
    assert only.range_m == (None if range_m is None else pytest.approx(range_m, abs=1.0))  # a metre: round-off
    assert only.apogee_m == apogee_m


def test_every_revision_reaches_as_far() -> None:
    assert {item.range_m for item in notices(REVISED + "range_km = 900\n")} == {900e3}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("at_s = 100,", "at_s = -4000,", ["notice[1]", "revision", "-4000", "-3600"]),
        ("filed_h = 48", "filed_h = 0", ["notice[1]", "revision", "must be after 600"]),
        ("window_end_s = 3000", "window_end_s = 1700", ["notice[1]", "revision[2]", "1700", "1800"]),
        ("cancelled = true", "canceled = true", ["notice[1].revision[3].canceled", "did you mean 'cancelled'"]),
        ("n_launches = 3", "n_launches = 0", ["notice[1].n_launches", "0"]),
        ("n_launches = 3", "range_km = 0", ["notice[1].range_km = 0", "greater than 0"]),
        ("n_launches = 3", "apogee_km = 50000", ["notice[1].apogee_km = 50000", "40000"]),
    ],
)
def test_a_revision_out_of_order_is_named(old: str, new: str, words: list[str]) -> None:
    assert old in REVISED
    with pytest.raises(ScenarioError) as caught:
        notices(REVISED.replace(old, new))
    assert "\n" not in str(caught.value)
    for word in ["small.toml", *words]:
        assert word in str(caught.value), str(caught.value)
