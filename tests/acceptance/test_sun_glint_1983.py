"""Sunlight off cloud on a high orbit: one source, then four more, from one place, seen by one satellite alone."""

import math

import pytest

from tocsin.orders.record import Pairing, TrackConfirmed
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.effective import effective
from tocsin.study.run import Task, run
from tocsin.warning.event import ImpactWarning, LaunchWarning

NAME, SEED, SEEDS = "sun-glint-1983", 62, (1, 2, 62)


def test_one_source_a_little_after_a_quarter_past_eight_then_four_more(played):
    found = played(NAME, SEED)
    assert {body for _, pairing in found.of(Pairing) for body in pairing.body_ids} <= {"nature-glint", "nature-noise"}
    confirmed_s = [time_s for time_s, _ in found.of(TrackConfirmed)]
    assert confirmed_s[0] / 60.0 + 10.0 == pytest.approx(16.0, abs=2.0)  # minutes after 20:00 UTC
    assert len(confirmed_s) == 5
    assert confirmed_s[-1] - confirmed_s[0] < 900.0


def test_all_from_one_place_that_creeps_west(played):
    first = {}
    for _, warned in played(NAME, SEED).of(LaunchWarning, "alder"):
        if warned.launch is not None:
            first.setdefault(warned.event_id, warned.launch.point)
    lats_deg = [math.degrees(point.lat_rad) for point in first.values()]
    lons_deg = [math.degrees(point.lon_rad) for point in first.values()]
    assert max(lats_deg) - min(lats_deg) < 2.0
    assert -110.0 < lons_deg[-1] < lons_deg[0] < -95.0
    assert lons_deg[0] - lons_deg[-1] < 6.0


@pytest.mark.parametrize("seed", SEEDS)
def test_one_phenomenology_is_no_attack_where_doctrine_waits(played, seed):
    found = played(NAME, seed)
    assert "valid" not in {word for _, word in found.assessed("alder")}
    assert found.alerts("alder") == found.alerts("larch") == []
    assert {warned.confidence for _, warned in found.of(LaunchWarning)} == {"low"}
    assert not found.of(ImpactWarning)


@pytest.mark.parametrize("seed", SEEDS)
def test_taken_for_an_attack_unconfirmed_it_alarms(played, seed):
    found = played(NAME, seed, "safeguard-off")
    first_s = found.of(LaunchWarning, "alder")[0][0]
    full_s = next(time_s for time_s, level in found.alerts("alder") if level == "full")
    assert full_s - first_s < 180.0


REAL = """
[[launch]]
id = "real"
nation = "larch"
pack = "icbm"
time_s = 60
start = { lat_deg = 53.9, lon_deg = -100.0 }
end = { lat_deg = 57.8, lon_deg = 53.4 }
"""


@pytest.mark.slow
def test_no_radar_could_have_told_for_a_quarter_of_an_hour():
    text = effective(scenario_text(NAME)[0], settings={"nature.glint_probability": 0.0}) + REAL
    assert build_scenario(text, "real").launches
    log = run(Task(text, "real", "none", 1)).log
    seen_s = {
        entry.body.phenomenology: entry.time_ms / 1e3 - 60.0
        for entry in reversed(log.entries)
        if isinstance(entry.body, TrackConfirmed) and entry.node == "alder"
    }
    assert seen_s["ir"] == pytest.approx(45.0, abs=15.0)
    assert seen_s["radar"] == pytest.approx(985.0, abs=30.0)
