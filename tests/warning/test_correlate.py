"""Which evidence belongs to which launch."""

import math
from dataclasses import replace
from types import ModuleType

import msgspec
import numpy as np
import pytest

from tocsin.exchange.ellipse import Ellipse
from tocsin.warning.correlate import (
    Names,
    find_by_launch,
    look_at,
    place_tracks,
    sight_distance,
    with_tracks,
)
from tocsin.warning.estimate import impact_of, launch_distance2, launch_from_track
from tocsin.warning.event import EventObject, LaunchEstimate, WarningEvent
from tocsin.warning.evidence import Evidence
from tocsin.warning.holders import Holders
from tocsin.warning.objects import without_tracks
from tocsin.warning.plumes import place_plumes, surer_launch
from tocsin.warning.told import place_reports

TRACK_MS = 240_000  # a minute after burn-out


def placed(evidence: Evidence, events: tuple[WarningEvent, ...] = ()) -> list[WarningEvent]:
    """Return the events after plumes, tracks and reports were placed, in the order of ``assess``."""
    names = Names(evidence.node, len(events) + 1)
    holders = Holders([without_tracks(event, evidence.time_ms) for event in events])
    place_plumes(holders, evidence, names)
    place_tracks(holders, evidence, names)
    place_reports(holders, evidence, names)
    return holders.events


def sources_of(events: list[WarningEvent]) -> list[list[str]]:
    return [[source.source_id for source in event.provenance] for event in events]


# A plume and a track


def test_a_track_joins_the_plume_that_it_comes_from(bench: ModuleType) -> None:
    wrong_launch = bench.launch(time_ms=bench.LAUNCH_MS - 90_000, time_sigma_ms=1_000)  # only the sight can tell
    plume = bench.plume("alder.s1", bench.burn_out(), launch=wrong_launch)
    own = bench.picture(TRACK_MS, (bench.state_at(TRACK_MS), (bench.source("alder.s2", TRACK_MS),)))
    seen = placed(bench.evidence(bench.BURN_OUT_MS, plumes=(plume,)))
    found = placed(bench.evidence(TRACK_MS, own=own, plumes=(plume,)), tuple(seen))
    assert sources_of(found) == [["alder.s1", "alder.s2"]]
    assert found[0].track == "alder.s2"
    assert found[0].own_kinds == ("ir", "radar")
    assert found[0].launch == wrong_launch and found[0].launch_rank == 3


def test_a_track_that_was_never_on_the_line_of_sight_is_another_launch(bench: ModuleType) -> None:
    launch = bench.launch(time_ms=bench.LAUNCH_MS - 90_000, time_sigma_ms=1_000)
    plume = bench.plume("alder.s1", bench.burn_out(bench.SITES[1]), launch=launch)
    own = bench.picture(TRACK_MS, (bench.state_at(TRACK_MS), (bench.source("alder.s2", TRACK_MS),)))
    seen = placed(bench.evidence(bench.BURN_OUT_MS, plumes=(plume,)))
    found = placed(bench.evidence(TRACK_MS, own=own, plumes=(plume,)), tuple(seen))
    assert sources_of(found) == [["alder.s1"], ["alder.s2"]]


def test_distance_from_a_sight_by_hand(bench: ModuleType) -> None:
    x = bench.burn_out()
    assert sight_distance(bench.plume("s", x), x, bench.P_GOOD, bench.BURN_OUT_MS) == pytest.approx(0.0, abs=1e-6)
    plume = bench.plume("s", x)
    across = np.cross(plume.looks.direction_ecef[-1], [0.0, 0.0, 1.0])
    moved = x.copy()
    moved[:3] += 30e3 * across / np.linalg.norm(across)
    # 30 km off, against 1 km of the track and 15 km of slack
    expected = 30e3 / math.hypot(1e3, 15e3)
    assert sight_distance(plume, moved, bench.P_GOOD, bench.BURN_OUT_MS) == pytest.approx(expected, rel=1e-6)


def test_the_plume_is_compared_with_where_the_track_was_then(bench: ModuleType) -> None:
    plume = bench.plume("s", bench.burn_out())
    now = bench.state_at(TRACK_MS)
    assert sight_distance(plume, now, bench.P_GOOD, TRACK_MS) < 0.1
    assert sight_distance(plume, now, bench.P_GOOD, bench.BURN_OUT_MS) > 4.0  # not flown back: 150 km off


# Two satellites


def two_plumes(
    bench: ModuleType, body: np.ndarray | None = None, last_ms: int | None = None, **changes: object
) -> list[list[str]]:
    """Return the events of two satellites' plumes of one body whose launch fits disagree by 200 km."""
    there = bench.launch(bench.offset(*bench.SITE, 200e3, 0.0), sigma_m=1e3)
    body = bench.burn_out() if body is None else body
    last_ms = bench.BURN_OUT_MS if last_ms is None else last_ms
    one = bench.plume("alder.s1", bench.burn_out(), bench.WEST, launch=bench.launch(sigma_m=1e3))
    two = replace(bench.plume("alder.s2", body, bench.EAST, last_ms, launch=there), **changes)
    return sources_of(placed(bench.evidence(bench.BURN_OUT_MS, plumes=(one, two))))


def test_two_satellites_plumes_are_joined_where_their_sights_cross(bench: ModuleType) -> None:
    assert two_plumes(bench) == [["alder.s1", "alder.s2"]]


def test_two_plumes_of_one_satellite_are_two_launches(bench: ModuleType) -> None:
    assert two_plumes(bench, satellite="ir 0") == [["alder.s1"], ["alder.s2"]]


def test_sights_of_different_times_are_not_crossed(bench: ModuleType) -> None:
    assert two_plumes(bench, last_ms=bench.BURN_OUT_MS - 11_000) == [["alder.s1"], ["alder.s2"]]


def test_sights_that_do_not_meet_are_not_joined(bench: ModuleType) -> None:
    assert two_plumes(bench, body=bench.burn_out(bench.SITES[2])) == [["alder.s1"], ["alder.s2"]]


def test_the_better_fit_of_two_satellites_is_kept(bench: ModuleType) -> None:
    rough, fine = bench.launch(sigma_m=8e3), bench.launch(sigma_m=2e3)
    for first, second in ((rough, fine), (fine, rough)):
        one = bench.plume("alder.s1", bench.burn_out(), bench.WEST, launch=first)
        two = bench.plume("alder.s2", bench.burn_out(), bench.EAST, launch=second)
        (event,) = placed(bench.evidence(bench.BURN_OUT_MS, plumes=(one, two)))
        assert event.launch == fine


def test_an_old_plume_opens_no_event_again(bench: ModuleType) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    assert len(placed(bench.evidence(bench.BURN_OUT_MS + 30_000, plumes=(plume,)))) == 1
    assert placed(bench.evidence(bench.BURN_OUT_MS + 30_001, plumes=(plume,))) == []


# A lost track


def lost_event(bench: ModuleType) -> WarningEvent:
    """Return an event whose track, seen by a radar long gone, was predicted to come down."""
    then = bench.picture(TRACK_MS, (bench.state_at(TRACK_MS), (bench.source("alder.s1", TRACK_MS),)))
    (event,) = placed(bench.evidence(TRACK_MS, own=then))
    return msgspec.structs.replace(event, impact=impact_of(then, 0, None, bench.NOWHERE))


def test_a_lost_track_is_found_again_by_where_it_comes_down(bench: ModuleType) -> None:
    later_ms = TRACK_MS + 120_000
    again = bench.picture(later_ms, (bench.state_at(later_ms), (bench.source("alder.s2", later_ms, later_ms),)))
    found = placed(bench.evidence(later_ms, own=again), (lost_event(bench),))
    assert sources_of(found) == [["alder.s1", "alder.s2"]]
    assert found[0].track == "alder.s2"


def test_another_body_is_not_taken_for_the_lost_one(bench: ModuleType) -> None:
    later_ms = TRACK_MS + 120_000
    other = bench.state_at(later_ms, bench.SITES[1])
    again = bench.picture(later_ms, (other, (bench.source("alder.s2", later_ms, later_ms),)))
    found = placed(bench.evidence(later_ms, own=again), (lost_event(bench),))
    assert sources_of(found) == [["alder.s1"], ["alder.s2"]]


def test_a_track_still_held_is_not_lost(bench: ModuleType) -> None:
    later_ms = TRACK_MS + 10_000
    state = bench.state_at(later_ms)
    both = bench.picture(
        later_ms,
        (state, (bench.source("alder.s1", later_ms),)),
        (state, (bench.source("alder.s2", later_ms, later_ms),)),
    )
    found = placed(bench.evidence(later_ms, own=both), (lost_event(bench),))
    assert sources_of(found) == [["alder.s1", "alder.s2"]]  # a companion close by: another object of the launch
    assert [held.source_ids for held in found[0].objects] == [("alder.s1",), ("alder.s2",)]


def test_a_body_under_thrust_is_not_known_by_its_impact(bench: ModuleType) -> None:
    later_ms = TRACK_MS + 120_000
    row = (bench.state_at(later_ms), (bench.source("alder.s2", later_ms, later_ms),))
    found = placed(
        bench.evidence(later_ms, own=bench.picture(later_ms, row, coast_probability=0.4)), (lost_event(bench),)
    )
    assert sources_of(found) == [["alder.s1"], ["alder.s2"]]


# A partner's report


def test_a_report_joins_the_event_that_shares_its_source(bench: ModuleType) -> None:
    received = (bench.source("birch.s4", TRACK_MS),)  # the partner's track, received before
    shared = bench.picture(TRACK_MS, (bench.state_at(TRACK_MS), received))
    report = bench.reported("birch-e1", "birch.s4", TRACK_MS, phenomenology="radar")  # place and time withheld
    found = placed(bench.evidence(TRACK_MS, picture=shared, reports=(report,)))
    assert sources_of(found) == [["birch.s4"]]
    assert found[0].own_sources == () and found[0].own_kinds == ()
    assert found[0].partner_kinds == ("radar",)


def test_a_report_joins_an_own_plume_by_place_and_time(bench: ModuleType) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    near = bench.launch(bench.offset(*bench.SITE, 8e3, -8e3), time_ms=bench.LAUNCH_MS + 8_000)
    report = bench.reported("birch-e1", "birch.s1", bench.BURN_OUT_MS, **bench.launch_fields(near))
    (event,) = placed(bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), reports=(report,)))
    assert [source.source_id for source in event.provenance] == ["alder.s1", "birch.s1"]
    assert event.own_sources == ("alder.s1",)
    assert event.launch == plume.launch  # own infrared goes before a partner's estimate


@pytest.mark.parametrize("changes", [{"time_ms": 400_000}, {"point": Ellipse(0.55, 0.87, 1e6, 0.0, 1e6)}])
def test_a_report_of_another_time_or_place_opens_an_event(bench: ModuleType, changes: dict) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    other = msgspec.structs.replace(bench.launch(), **changes)
    report = bench.reported("birch-e1", "birch.s1", bench.BURN_OUT_MS, **bench.launch_fields(other))
    found = placed(bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), reports=(report,)))
    assert sources_of(found) == [["alder.s1"], ["birch.s1"]]
    assert found[1].launch == other and found[1].launch_rank == 2


def test_without_place_or_time_nothing_can_be_joined(bench: ModuleType) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    fields = {**bench.launch_fields(bench.launch()), "launch_point": None}
    report = bench.reported("birch-e1", "birch.s1", bench.BURN_OUT_MS, **fields)
    found = placed(bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), reports=(report,)))
    assert sources_of(found) == [["alder.s1"], ["birch.s1"]]


def test_a_launch_flown_back_from_a_partners_track_is_the_partners(bench: ModuleType) -> None:
    received = bench.picture(TRACK_MS, (bench.state_at(TRACK_MS), (bench.source("birch.s4", TRACK_MS),)))
    (theirs,) = placed(bench.evidence(TRACK_MS, picture=received))
    assert theirs.launch is not None and theirs.launch_rank == 2
    own = bench.picture(TRACK_MS, (bench.state_at(TRACK_MS), (bench.source("alder.s4", TRACK_MS),)))
    (ours,) = placed(bench.evidence(TRACK_MS, own=own))
    assert ours.launch == theirs.launch and ours.launch_rank == 1


# Three launches


def test_three_launches_seen_in_every_way_stay_three(bench: ModuleType) -> None:
    plumes, reports, rows = [], [], []
    for n, site in enumerate(bench.SITES, start=1):
        launch = bench.launch(site)
        plumes.append(bench.plume(f"alder.s{n}", bench.burn_out(site), launch=launch))
        reports.append(
            bench.reported(f"birch-e{n}", f"birch.s{n}", TRACK_MS, **bench.launch_fields(bench.launch(site)))
        )
        rows.append((bench.state_at(TRACK_MS, site), (bench.source(f"alder.s{n + 3}", TRACK_MS),)))
    evidence = bench.evidence(
        TRACK_MS, own=bench.picture(TRACK_MS, *reversed(rows)), plumes=tuple(plumes), reports=tuple(reversed(reports))
    )
    first = placed(replace(evidence, time_ms=bench.BURN_OUT_MS, own=bench.picture(0), picture=bench.picture(0)))
    found = placed(evidence, tuple(first))
    assert sources_of(found) == [
        ["alder.s1", "alder.s4", "birch.s1"],
        ["alder.s2", "alder.s5", "birch.s2"],
        ["alder.s3", "alder.s6", "birch.s3"],
    ]
    assert [event.track for event in found] == ["alder.s4", "alder.s5", "alder.s6"]


def test_three_launches_from_one_place_a_minute_apart_stay_three(bench: ModuleType) -> None:
    reports = []
    for n in range(3):
        launch = bench.launch(time_ms=bench.LAUNCH_MS + 60_000 * n)
        reports.append(bench.reported(f"birch-e{n}", f"birch.s{n}", TRACK_MS, **bench.launch_fields(launch)))
    found = placed(bench.evidence(TRACK_MS, reports=tuple(reports)))
    assert sources_of(found) == [["birch.s0"], ["birch.s1"], ["birch.s2"]]
    assert sources_of(placed(bench.evidence(TRACK_MS, reports=tuple(reports)), tuple(found))) == sources_of(found)


def test_a_taken_event_is_passed_over_for_the_next_nearest(bench: ModuleType) -> None:
    events = [
        WarningEvent(event_id=str(n), opened_ms=0, provenance=(), launch=bench.launch(time_ms=100_000 + 3_000 * n))
        for n in range(2)
    ]
    assert find_by_launch(events, bench.launch(), [False, False]) == 0
    assert find_by_launch(events, bench.launch(), [True, False]) == 1
    assert find_by_launch(events, None, [False, False]) == -1


# Estimates


def test_launch_distance_by_hand(bench: ModuleType) -> None:
    a = bench.launch(sigma_m=3e3)
    b = bench.launch(bench.offset(*bench.SITE, 0.0, 10e3), sigma_m=4e3, time_ms=bench.LAUNCH_MS + 15_000)
    # 10 km over hypot(3, 4) km; 15 s over sigmas of 5, 5 and 3 s
    assert launch_distance2(a, b) == pytest.approx(4.0 + 225.0 / 59.0, rel=1e-6)


def test_launches_on_either_side_of_the_antimeridian_are_neighbours(bench: ModuleType) -> None:
    a, b = bench.launch((0.5, math.pi - 1e-5)), bench.launch((0.5, 1e-5 - math.pi))
    assert launch_distance2(a, b) < 0.01  # 112 m apart


def test_a_track_flown_back_gives_the_launch(bench: ModuleType) -> None:
    found = launch_from_track(bench.state_at(TRACK_MS), bench.P_GOOD, TRACK_MS, bench.PROFILE)
    assert found is not None
    # the last row of the profile is where this body's burn-out was: the step of 5 s is 12 km of path
    assert found.time_ms == pytest.approx(bench.LAUNCH_MS, abs=5_001)
    assert found.point.lat_rad == pytest.approx(bench.SITE[0], abs=12e3 / 6.371e6)
    assert found.point.lon_rad == pytest.approx(bench.SITE[1], abs=5e3 / 6.371e6)
    assert math.remainder(found.azimuth_rad, 2.0 * math.pi) == pytest.approx(0.0, abs=0.05)


def test_a_body_that_never_was_at_burn_out_height_gives_no_launch(bench: ModuleType) -> None:
    low = bench.burn_out()
    low[:3] *= (6_371e3 + 50e3) / (6_371e3 + 100e3)
    assert launch_from_track(low, bench.P_GOOD, TRACK_MS, bench.PROFILE) is None


def test_place_and_time_are_the_best_ones_and_the_direction_the_newest() -> None:
    small, large = Ellipse(0.5, 0.9, 1e6, 0.0, 1e6), Ellipse(0.6, 0.8, 9e6, 0.0, 9e6)
    early = LaunchEstimate(small, 100_000, 900, 5.3, 0.25)
    late = LaunchEstimate(large, 104_000, 2_000, 1.2, 0.4)
    assert surer_launch(early, late) == LaunchEstimate(small, 100_000, 900, 1.2, 0.4)
    better = msgspec.structs.replace(late, point=msgspec.structs.replace(small, lat_rad=0.55, var_east_m2=5e5))
    assert surer_launch(early, better) == better
    assert surer_launch(early, None) == early and surer_launch(None, late) == late


def test_tracks_of_one_event_attached_at_once_are_attached_as_one_after_another(bench: ModuleType) -> None:
    """Own tracks and a partner's, one object found again, one seen by a source of another, one that is new."""
    state = bench.state_at(TRACK_MS)
    names = (("alder.s1",), ("birch.s2",), ("alder.s3", "birch.s1"), ("alder.s4",))
    rows = [
        (state, tuple(bench.source(name, TRACK_MS - 10 * k, 5 * k) for name in ids)) for k, ids in enumerate(names)
    ]
    own = bench.picture(TRACK_MS, rows[0], rows[3])
    look = look_at(bench.evidence(TRACK_MS, picture=bench.picture(TRACK_MS, *rows), own=own))
    before = (EventObject(name=f"e1.{k}", track="", source_ids=ids, kind_probability=(0.4, 0.4, 0.2), seen_ms=0)
              for k, ids in enumerate((("alder.s1",), ("alder.s3", "birch.s2"))))  # fmt: skip
    event = WarningEvent(event_id="e1", opened_ms=0, provenance=(), objects=tuple(before), objects_named=2)
    for first in (event, msgspec.structs.replace(event, launch=bench.launch(), launch_rank=3)):
        singly = first
        for i in range(len(rows)):
            singly = with_tracks(singly, [i], look)
        assert with_tracks(first, range(len(rows)), look) == singly
        assert singly.objects_named > 2 and singly.launch_rank > 0
