"""A quiet sky over the sensors' thresholds: what is set, and that it is set and run."""

import dataclasses

import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.scenario.effective import effective
from tocsin.scenario.pack import shipped_pack
from tocsin.study.run import task_of
from tocsin.study.sky_sweep import SETTINGS, own_values, sky_curve, task_at


@pytest.fixture(scope="module")
def base():
    return task_of(load_scenario("quiet-sky"), "quiet-sky", "none", None)


def built(base, setting):
    task = task_at(base, setting)
    return build_scenario(task.scenario_text, task.scenario_file)


def test_a_setting_is_every_satellites_of_every_party(base):
    faint, long = built(base, ("threshold_nw_m2", 2.0, 1.0)), built(base, ("min_duration_s", 30.0, 1.0))
    satellites = [satellite for node in faint.nodes for satellite in node.satellites]
    assert [satellite.sensor.threshold_w_m2 for satellite in satellites] == pytest.approx([2e-9] * 6)
    assert {satellite.min_duration_ms for satellite in satellites} == {15_000}
    assert {satellite.min_duration_ms for node in long.nodes for satellite in node.satellites} == {30_000}


def test_lengthened_fireballs_fly_without_ascents(base):
    scenario = built(base, ("min_duration_s", 15.0, 10.0))
    assert len(scenario.flights) == 453
    assert {flight.record.duration_scale for flight in scenario.flights} == {10.0}


def test_settings_that_come_to_the_scenario_itself_are_one_run(base):
    assert own_values(base) == {"threshold_nw_m2": 0.05, "min_duration_s": 15.0}
    texts = {task_at(base, setting).scenario_text for setting in SETTINGS}
    assert len(SETTINGS) == 17 and len(texts) == 16


def test_every_setting_is_in_the_range_of_every_infrared_pack_of_the_scenario(base):
    staring = shipped_pack("staring").numbers
    for key, value, _ in SETTINGS:
        assert staring[key].low <= value <= staring[key].high, (key, value)
    with pytest.raises(ScenarioError, match="min_duration_s"):
        built(base, ("min_duration_s", 4.0, 1.0))


def test_a_cast_keeps_its_names_and_every_satellite_its_setting(base):
    text = effective(base.scenario_text, cast={"alder": "elm"}, file=base.scenario_file)
    scenario = built(dataclasses.replace(base, scenario_text=text), ("threshold_nw_m2", 2.0, 1.0))
    assert {node.name for node in scenario.nodes} == {"elm", "birch"}
    satellites = [satellite for node in scenario.nodes for satellite in node.satellites]
    assert [satellite.sensor.threshold_w_m2 for satellite in satellites] == pytest.approx([2e-9] * 6)


def test_a_scenario_without_fireballs_is_refused(flagship):
    with pytest.raises(ScenarioError, match=r"background\.fireballs"):
        sky_curve(task_of(flagship, "first-seen-by-partner", "none", None))


@pytest.mark.slow
def test_a_high_threshold_loses_fireballs_and_lengthened_ones_are_reported(base):
    settings = [("threshold_nw_m2", 1000.0, 1.0), ("threshold_nw_m2", 100.0, 1.0), ("min_duration_s", 30.0, 10.0)]
    points = sky_curve(base, settings, workers=2)
    found = [{(row.nation, row.what, row.period): row for row in point.rows} for point in points]
    for nation in ("alder", "birch"):
        few, more = (rows[nation, "fireballs_seen", "all"].count for rows in found[:2])
        assert few < more
        assert found[0][nation, "space_launches_reported", "all"].count == 0  # 1.5 nW/m^2 at most from that far
        assert found[0][nation, "false_launch_reports", "all"].count == 0
        assert found[2][nation, "false_launch_reports", "all"].count > 20
