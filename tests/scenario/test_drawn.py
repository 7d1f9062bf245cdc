"""Launches that fly or not, and when: drawn by their own ids; those that fail; and what reads them."""

import math
from pathlib import Path

import pytest

from tocsin.chance.luck import luck_for
from tocsin.errors import ScenarioError
from tocsin.orders.record import BodyEnded, Launch
from tocsin.review.facts import Facts
from tocsin.review.log import RunLog
from tocsin.review.measure import measure_rows
from tocsin.review.page import write_review
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.scenario.drawn import drawn
from tocsin.scenario.effective import effective
from tocsin.study.run import run, task_of

TEXT = """
[scenario]
name = "small"
title = "Small"
blind_name = "exercise-00"
seed = 1
start_utc = "2030-01-01T00:00:00Z"
duration_min = 15
parties = ["alder", "birch"]
agreement = "notify-only"

[[notice]]
id = "n1"
nation = "alder"
generic_class = "slv"
window_start_s = 0
window_end_s = 900
lat_deg = 34.0
lon_deg = 55.0
radius_km = 50
azimuth_deg = 80

[[launch]]
id = "perhaps"
nation = "cedar"
pack = "srbm"
time_s = 60
start = { lat_deg = 30.0, lon_deg = 60.0 }
end = { lat_deg = 34.0, lon_deg = 62.0 }
probability = 0.3
time_spread_s = 120

[[launch]]
id = "surely"
nation = "cedar"
pack = "srbm"
time_s = 61
start = { lat_deg = 30.0, lon_deg = 60.0 }
end = { lat_deg = 34.0, lon_deg = 62.0 }

[[launch]]
id = "orbital"
nation = "alder"
pack = "slv"
time_s = 64
start = { lat_deg = 34.0, lon_deg = 55.0 }
azimuth_deg = 92
notice = "n1"
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return build_scenario(TEXT, "small.toml")


def test_a_launch_flies_as_often_as_it_says_at_times_spread_evenly(scenario: Scenario) -> None:
    runs = [drawn(scenario, luck_for(seed, 0)).launches for seed in range(1000)]
    times_ms = [launch.lift_off_ms for flown in runs for launch in flown if launch.launch_id == "perhaps"]
    assert abs(len(times_ms) - 300) < 58  # four standard deviations of a binomial
    assert 60_000 <= min(times_ms) < 62_000 and 178_000 < max(times_ms) <= 180_000  # 300 even draws of 120 s
    mean_ms = sum(times_ms) / len(times_ms)
    assert abs(mean_ms - 120_000) < 4 * 120_000 / math.sqrt(12 * len(times_ms))
    assert len({time_ms % 1000 for time_ms in times_ms}) > 100
    assert all({"surely", "orbital"} <= {launch.launch_id for launch in flown} for flown in runs)


def test_no_launch_moves_another_and_all_are_in_order(scenario: Scenario) -> None:
    alone = build_scenario(effective(TEXT.replace('id = "surely"', 'id = "other"\nprobability = 0.5')), "x")
    for seed in range(40):
        luck = luck_for(seed, 3)
        flown = drawn(scenario, luck).launches
        assert [launch.lift_off_ms for launch in flown] == sorted(launch.lift_off_ms for launch in flown)
        kept = [[(x.launch_id, x.lift_off_ms) for x in drawn(s, luck).launches] for s in (scenario, alone)]
        assert [x for x in kept[0] if x[0] == "perhaps"] == [x for x in kept[1] if x[0] == "perhaps"]
        for launch in flown:
            assert launch.body.start_ms == launch.lift_off_ms


def test_without_luck_a_scenario_is_what_it_is(flagship: Scenario) -> None:
    assert drawn(flagship, luck_for(1, 0)) is flagship


def finished(scenario: Scenario, seed: int) -> RunLog:
    return run(task_of(scenario, "small.toml", None, seed)).log


def test_truth_and_review_hold_what_flew_and_when(scenario: Scenario) -> None:
    flew = {seed: {x.launch_id for x in drawn(scenario, luck_for(seed, 0)).launches} for seed in range(20)}
    with_it = next(seed for seed in flew if "perhaps" in flew[seed])
    without = next(seed for seed in flew if "perhaps" not in flew[seed])
    for seed in (with_it, without):
        log = finished(scenario, seed)
        launches = [entry.body for entry in log.entries if isinstance(entry.body, Launch)]
        assert {launch.launch_id for launch in launches} == flew[seed]
        facts = Facts(log, scenario)
        assert [(x.launch_id, x.lift_off_ms) for x in facts.scenario.launches] == [
            (x.launch_id, x.lift_off_ms) for x in launches
        ]
        assert all(row.subject.partition("/")[0] != "perhaps" for row in measure_rows(log, scenario)) == (
            seed == without
        )


@pytest.mark.slow
def test_a_run_in_which_nothing_flew_is_reviewed(tmp_path: Path) -> None:
    head = TEXT[: TEXT.index('[[launch]]\nid = "surely"')].replace("probability = 0.3", "probability = 0")
    nothing = build_scenario(head, "small.toml")
    log = finished(nothing, 1)
    assert not any(isinstance(entry.body, Launch) for entry in log.entries)
    assert measure_rows(log, nothing)
    assert write_review({"notify-only": log}, nothing, tmp_path / "page.EXERCISE.html").exists()


def test_a_launcher_that_fails_comes_down_where_physics_says(scenario: Scenario) -> None:
    failing = build_scenario(TEXT.replace("azimuth_deg = 92", "azimuth_deg = 92\nfails_s = 200"), "small.toml")
    meant = next(launch for launch in scenario.launches if launch.launch_id == "orbital")
    launch = next(launch for launch in failing.launches if launch.launch_id == "orbital")
    assert (meant.body.ends, launch.body.ends) == ("gone", "impact")
    assert launch.burn_out_s == 200.0
    assert math.degrees(launch.azimuth_rad) == pytest.approx(92.0)
    assert launch.body.body_id == "orbital-payload"
    log = finished(failing, 2)
    record = next(e.body for e in log.entries if isinstance(e.body, Launch) and e.body.launch_id == "orbital")
    (impact,) = record.impacts
    assert record.notice_id == "n1"
    ends = {entry.body.body_id: entry.body for entry in log.entries if isinstance(entry.body, BodyEnded)}
    if impact.time_ms < failing.end_ms:
        assert ends["orbital-payload"].place[:2] == pytest.approx((impact.lat_rad, impact.lon_rad), abs=1e-6)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("probability = 0.3", "probability = 1.3", ["launch[1].probability", "1.3"]),
        ("time_spread_s = 120", "time_spread_s = 900", ["launch[1].time_s", "960", "900"]),
        ("azimuth_deg = 92", "azimuth_deg = 92\nfails_s = 5000", ["launch[3]", "fails_s", "end of the burn"]),
        ('pack = "slv"', 'pack = "glide"\nfails_s = 5', ["launch[3]", "pack 'glide'"]),
    ],
)
def test_each_mistake_is_named(old: str, new: str, words: list[str]) -> None:
    assert old in TEXT
    with pytest.raises(Exception, match=r"small\.toml") as caught:
        build_scenario(TEXT.replace(old, new), "small.toml")
    assert isinstance(caught.value, ScenarioError) or "fails_s" in words
    for word in words:
        assert word in str(caught.value), str(caught.value)
