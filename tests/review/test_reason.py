"""Why agreements differ: geometry held against elevations worked out by hand, words against hand-built records."""

import math
from functools import cache
from types import ModuleType

import numpy as np
import pytest

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.exercise.stages.move import launch_record
from tocsin.orders.kinds import TRUTH
from tocsin.review.log import Logged, RunLog
from tocsin.review.reason import difference, physical_reason, visibility
from tocsin.review.sight import Sight
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.reason import Reason

BENDING_RAD = math.radians(0.8)  # at most, for any ray near the horizon (ITU-R P.834)

TEXT = """
[scenario]
name = "sight"
title = "Lines of sight"
blind_name = "exercise-02"
seed = 5
start_utc = "2031-03-21T04:00:00Z"
duration_min = 40
parties = ["alder", "birch"]
agreement = "none"

[[cloud]]
lat_deg = 28.5
lon_deg = 53.8
radius_km = 500
top_km = 9.0

[[satellite]]
id = "alder-eye"
nation = "alder"
orbit = { geostationary_deg = 60.0 }
boresight = { lat_deg = 35.0, lon_deg = 55.0 }
half_field_deg = 4.0

[[radar]]
id = "alder-south"
nation = "alder"
lat_deg = 38.2
lon_deg = 54.8
boresight_deg = 140

[[satellite]]
id = "birch-eye"
nation = "birch"
orbit = { geostationary_deg = 110.0 }
boresight = { lat_deg = 40.0, lon_deg = 90.0 }
half_field_deg = 1.5

[[radar]]
id = "birch-approach"
nation = "birch"
lat_deg = 36.5
lon_deg = BIRCH_LON
boresight_deg = 265

[[area]]
id = "south"
nation = "birch"
lat_deg = 38.0
lon_deg = 84.0
radius_km = 60

[[launch]]
id = "l1"
nation = "cedar"
pack = "mrbm"
time_s = 300
start = { lat_deg = 28.5, lon_deg = 53.5 }
end = { lat_deg = 38.0, lon_deg = 84.0 }
"""
FAR, NEAR_CEDAR = 80.5, 69.3  # deg: 1,000 km apart along the parallel of 36.5 N (89.6 km a degree)


@cache
def scenario(birch_lon_deg: float = FAR) -> Scenario:
    return build_scenario(TEXT.replace("BIRCH_LON", str(birch_lon_deg)), "sight.toml")


def sight(name: str, birch_lon_deg: float = FAR) -> Sight:
    return next(s for s in visibility(scenario(birch_lon_deg))["l1"] if s.sensor_id == name)


def elevation_passed_s(radar: Radar, elevation_rad: float) -> float:
    """Return the seconds after lift-off at which l1 first stands above a straight-line elevation."""
    flight = scenario().launches[0].body.path
    line = flight.position_ecef - np.array(ecef_from_lla(radar.lat_rad, radar.lon_rad, radar.alt_m))
    enu = line @ enu_axes(radar.lat_rad, radar.lon_rad).T
    elevation = np.arctan2(enu[:, 2], np.hypot(enu[:, 0], enu[:, 1]))
    return float(flight.time_s[np.argmax(elevation > elevation_rad)])


def run(small: ModuleType, played: Scenario, warned_s: float | None, track_s: float | None) -> RunLog:
    """Return a run in which Birch warned of l1 and got Alder's track of it at these times after lift-off."""
    first = small.scan(110, "a-radar", 1, {"l1-payload": "alder.s1"})
    entries: list[Logged] = [Logged(300_000, TRUTH, launch_record(played, played.launches[0]))]
    entries += [Logged(item.time_ms, item.node, item.body) for item in first]
    if track_s is not None:
        for number in range(10):  # every 5 s, 3 s on the way
            time_s = track_s + 5.0 * number
            tracks = small.tracks(small.source("alder.s1"))
            entries.append(small.received(time_s - 3.0, time_s, number, tracks))
    if warned_s is not None:
        entries.append(small.impact_warning(warned_s, "alder.s1"))
    renamed = [replaced(entry) for entry in entries]
    return RunLog(small.header(), sorted(renamed, key=lambda entry: entry.time_ms), played.end_ms)


def replaced(entry: Logged) -> Logged:
    """Return a record of the small world's radar as one of this world's."""
    if hasattr(entry.body, "sensor_id"):
        kind = type(entry.body)
        fields = {name: getattr(entry.body, name) for name in entry.body.__struct_fields__}
        return entry._replace(body=kind(**{**fields, "sensor_id": "alder-south"}))
    return entry


@pytest.mark.parametrize(("name", "node"), [("alder-south", 0), ("birch-approach", 1)])
def test_a_radar_sees_a_launch_once_it_stands_above_the_lowest_beam(name: str, node: int) -> None:
    radar = scenario().nodes[node].radars[0]
    seen_s = sight(name).first_seen_s
    assert seen_s is not None
    # bending raises the body into the beam before its straight-line elevation does, by 0.8 degrees at most
    earliest_s = elevation_passed_s(radar, radar.min_elevation_rad - BENDING_RAD)
    assert earliest_s <= seen_s <= elevation_passed_s(radar, radar.min_elevation_rad)
    assert sight(name).why_not_before is Reason.BELOW_HORIZON


def test_satellites_see_above_the_cloud_or_not_at_all() -> None:
    flight = scenario().launches[0].body.path
    up_m = np.hypot.reduce(flight.position_ecef, axis=1) - np.hypot.reduce(flight.position_ecef[0])
    above_cloud_s = float(np.argmax(up_m > 9000.0))  # straight up at first: geocentric height will do to a second
    assert sight("alder-eye").first_seen_s == pytest.approx(above_cloud_s, abs=1.0)
    assert sight("alder-eye").why_not_before is Reason.UNDER_CLOUD
    assert sight("birch-eye").first_seen_s is None
    assert sight("birch-eye").why_not_before is Reason.OUTSIDE_FIELD


def test_the_expected_gain_is_line_of_sight_less_delays(small: ModuleType) -> None:
    played = scenario()
    logs = {"none": run(small, played, 280, None), "full-picture": run(small, played, 140, 126)}
    found = difference(logs, played)
    assert found is not None
    assert (found.nation, found.launch_id, found.area_id) == ("birch", "l1", "south")
    assert (found.baseline, found.agreement, found.partner) == ("none", "full-picture", "alder")
    assert (found.baseline_s, found.agreement_s, found.gain_s, found.track_s) == (280.0, 140.0, 140.0, 126.0)
    assert found.delay_s == 6.5  # draft to release 1 s, 3 s on the way, half of 5 s between reports
    own_s, partner_s = sight("birch-approach").first_seen_s, sight("alder-south").first_seen_s
    assert own_s is not None
    assert partner_s is not None
    burn_out_s = played.launches[0].burn_out_s
    assert found.expected_gain_s == pytest.approx(own_s - max(partner_s, burn_out_s) - 6.5)


def test_the_sentence_says_who_saw_what_when_and_why(small: ModuleType) -> None:
    played = scenario()
    logs = {"none": run(small, played, 280, None), "full-picture": run(small, played, 140, 126)}
    first = physical_reason(logs, played)[0]
    for words in (
        "Birch's radar birch-approach could not see l1 until ",
        "because it was below the radar horizon",
        "Alder's satellite alder-eye could see it from 0:",
        "Alder's radar alder-south from ",
        "under full-picture Alder's track reached Birch at 2:06",
        "first warning of south came at 2:20, 2:20 earlier than under none (4:40)",
    ):
        assert words in first
    assert "birch-eye could never see l1 because it was outside the field of view" in physical_reason(logs, played)[1]


def test_a_radar_moved_toward_the_launch_halves_the_gain_and_changes_the_sentence(small: ModuleType) -> None:
    moved = scenario(NEAR_CEDAR)
    arms = {"none": (280.0, None), "full-picture": (140.0, 126.0)}
    before = difference({name: run(small, scenario(), *arm) for name, arm in arms.items()}, scenario())
    after = difference({name: run(small, moved, *arm) for name, arm in arms.items()}, moved)
    assert before is not None
    assert after is not None
    assert before.expected_gain_s is not None
    assert after.expected_gain_s is not None
    assert after.expected_gain_s < 0.5 * before.expected_gain_s
    said = [
        physical_reason({name: run(small, played, *arm) for name, arm in arms.items()}, played)[0]
        for played in (scenario(), moved)
    ]
    assert said[0] != said[1]


def test_agreements_that_hardly_differ_are_said_to(small: ModuleType) -> None:
    played = scenario()
    logs = {"none": run(small, played, 280, None), "notify-only": run(small, played, 270, None)}
    first = physical_reason(logs, played)[0]
    assert "came at 4:30 after lift-off under notify-only and at 4:40 under none, no more than 15 s apart" in first
    assert "no track of it was passed" in first


def test_a_warning_that_never_came_is_said_in_words(small: ModuleType) -> None:
    played = scenario()
    logs = {"none": run(small, played, None, None), "full-picture": run(small, played, 140, 126)}
    first = physical_reason(logs, played)[0]
    assert "came at 2:20; under none it never came in time" in first


def test_the_agreement_furthest_from_the_baseline_is_told(small: ModuleType) -> None:
    played = scenario()
    logs = {
        "notify-only": run(small, played, 280, None),
        "none": run(small, played, 280, None),
        "full-picture": run(small, played, 140, 126),
    }
    found = difference(logs, played)
    assert found is not None
    assert (found.baseline, found.agreement) == ("none", "full-picture")


def test_one_run_or_nobody_threatened_gives_no_reason(small: ModuleType) -> None:
    played = scenario()
    assert physical_reason({"none": run(small, played, 280, None)}, played) == []
    quiet = {name: small.log(agreement=name) for name in ("none", "full-picture")}
    assert physical_reason(quiet, small.scenario()) == []
