"""The flagship story, against hand calculations from its geometry."""

import math

import numpy as np
import pytest

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.orders.record import ShotOutcome
from tocsin.review.measure import measure_rows
from tocsin.review.reason import physical_reason
from tocsin.scenario.build import build_scenario
from tocsin.study.run import Task, run

AREAS = ("l1/taroviel", "l2/ossendray", "l3/velmarune")
BEAM_DEG = 3.0


def value(rows, measure: str, nation: str, subject: str) -> float | None:
    found = [r for r in rows if (r.measure, r.nation, r.subject) == (measure, nation, subject)]
    assert len(found) == 1
    return found[0].value


def seconds_until_above_beam(flight, lat_deg: float, lon_deg: float) -> float:
    """By hand: first second at which the body stands 3 degrees above the radar's horizontal, straight rays.

    Refraction lifts a body by a few tenths of a degree at such distances: some seconds, inside the 15 allowed.
    """
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    offset = flight.position_ecef - np.array(ecef_from_lla(lat, lon, 0.0))
    up = offset @ enu_axes(lat, lon)[2]
    elevation_deg = np.degrees(np.arcsin(up / np.linalg.norm(offset, axis=1)))
    return float(flight.time_s[np.argmax(elevation_deg >= BEAM_DEG)])


@pytest.fixture(scope="module")
def rows(flagship, flagship_run):
    return {name: measure_rows(flagship_run(name).log, flagship) for name in ("none", "notify-only", "full-picture")}


def test_birch_is_not_blinded_under_none(rows):
    for area in AREAS:
        assert value(rows["none"], "warning_time_s", "birch", area) > 300.0


def test_notices_alone_bring_nothing_against_an_accident(rows):
    for area in AREAS:
        assert value(rows["notify-only"], "warning_time_s", "birch", area) == value(
            rows["none"], "warning_time_s", "birch", area
        )


@pytest.mark.parametrize(("launch", "area"), list(enumerate(AREAS)))
def test_the_gain_is_the_difference_in_line_of_sight_less_delays(flagship, rows, launch, area):
    declared = flagship.launches[launch]
    alder_s = max(seconds_until_above_beam(declared.body.path, 38.2, 54.8), declared.burn_out_s)
    birch_s = seconds_until_above_beam(declared.body.path, 36.5, 80.5)
    # from track at Alder to track at Birch: the next report on the link (every 5 s, so 2.5 s on average), one tick
    # to release, 2.5 s under way on average
    delays_s = 2.5 + 1.0 + 2.5
    gain_s = value(rows["full-picture"], "warning_time_s", "birch", area) - value(
        rows["none"], "warning_time_s", "birch", area
    )
    assert gain_s == pytest.approx(birch_s - alder_s - delays_s, abs=15.0)
    assert gain_s > 60.0


@pytest.fixture(scope="module")
def moved(flagship):
    """Move Birch's approach radar 1,000 km nearer to Cedar: 11.2 degrees of longitude there."""
    text = flagship.text.replace("lat_deg = 36.5\nlon_deg = 80.5", "lat_deg = 36.5\nlon_deg = 69.3", 1)
    assert text != flagship.text
    scenario = build_scenario(text, "moved")
    logs = {name: run(Task(text, "moved", name, flagship.seed)).log for name in ("none", "full-picture")}
    return scenario, logs


def test_moving_the_radar_nearer_more_than_halves_the_gain_and_changes_the_sentence(
    flagship, flagship_run, rows, moved
):
    scenario, logs = moved
    moved_rows = {name: measure_rows(log, scenario) for name, log in logs.items()}

    def mean_gain(table) -> float:
        measure = "warning_time_credited_s"
        return value(table["full-picture"], measure, "birch", "all") - value(table["none"], measure, "birch", "all")

    assert mean_gain(moved_rows) < 0.5 * mean_gain(rows)
    home = {name: flagship_run(name).log for name in ("none", "full-picture")}
    assert physical_reason(home, flagship)[0] != physical_reason(logs, scenario)[0]


def test_both_sides_hold_a_warning_before_impact_and_sharing_closes_the_gap(rows):
    assert value(rows["full-picture"], "alerted_both_share", "all", "all") == 1.0
    assert value(rows["full-picture"], "alert_gap_s", "all", "all") < 15.0
    assert value(rows["none"], "alert_gap_s", "all", "all") > 100.0


def test_nothing_leaves_a_node_under_none(rows):
    assert value(rows["none"], "releases", "all", "all") == 0
    assert value(rows["full-picture"], "releases", "all", "all") > 0


def test_nothing_reaches_high_confidence_on_radar_alone(rows):
    assert value(rows["none"], "high_confidence_warnings", "birch", "all") == 0
    assert value(rows["full-picture"], "high_confidence_warnings", "birch", "all") == 3


ENGAGE_ALL = """
[party.birch.pack.doctrine-standard]
engage_above = { value = 0, unit = "1", notional = true, note = "stages too" }

# Cedar's accident"""


def test_a_spent_stage_hit_is_no_kill(flagship):
    """Where the doctrine engages everything, shots hit stages, and they do not count."""
    text = flagship.text.replace("# Cedar's accident", ENGAGE_ALL, 1)
    assert text != flagship.text
    payloads = {launch.body.body_id for launch in flagship.launches}
    for name in ("none", "full-picture"):
        log = run(Task(text, "engage-all", name, flagship.seed)).log
        outcomes = [entry.body for entry in log.entries if isinstance(entry.body, ShotOutcome)]
        hit = {outcome.body_id for outcome in outcomes if outcome.kills}
        assert hit - payloads  # some shot hit a stage
        assert value(measure_rows(log, flagship), "kills", "birch", "all") == len(hit & payloads)
