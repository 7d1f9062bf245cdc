"""An announced ascent that does not do what was announced."""

import math

import pytest

from tocsin.exchange.payload import PublicWarning
from tocsin.orders.record import BodyEnded
from tocsin.scenario.build import load_scenario
from tocsin.warning.event import NoticeMatched

NAME, SEEDS = "space-launch-off-azimuth", (1, 2)


def levels(run, node: str = "dogwood") -> set[str]:
    return {level for _, level in run.alerts(node)}


def test_it_leaves_in_the_third_window_twelve_degrees_off():
    scenario = load_scenario(NAME)
    (launch,) = scenario.launches
    told = [item.notice for node in scenario.nodes for item in node.notices]
    assert [notice.revision for notice in told] == [0, 1, 2]
    inside = [notice.window_start_ms <= launch.lift_off_ms <= notice.window_end_ms for notice in told]
    assert inside == [False, False, True]
    off_rad = math.remainder(launch.azimuth_rad - told[-1].azimuth_rad, 2.0 * math.pi)
    assert math.degrees(off_rad) == pytest.approx(-12.0, abs=1.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_by_place_time_and_rough_direction_it_is_the_announced_one(played, seed):
    run = played(NAME, seed)
    assert run.of(NoticeMatched, "dogwood")[0][1].verdict == "matched"
    assert [found for _, found in run.assessed("dogwood")] == ["anomalous", "anomalous"]
    assert "full" not in levels(run) and run.of(PublicWarning) == []


def test_what_fails_early_falls_into_the_empty_sea(played):
    run = played(NAME, 1, "fails-second-stage")
    payload = next(ended for _, ended in run.of(BodyEnded) if ended.body_id == "climber-payload")
    assert (payload.nation, payload.areas) == ("", ())
    assert "full" not in levels(run) and run.of(PublicWarning) == []


def test_a_match_counts_for_nothing_where_it_comes_down_at_home(played):
    run = played(NAME, 1, "falls-in-partner-waters")
    payload = next(ended for _, ended in run.of(BodyEnded) if ended.body_id == "climber-payload")
    assert payload.areas == ("eastern-banks",)
    impact_s = payload.ended_ms / 1e3
    assert run.of(NoticeMatched, "dogwood")[0][1].verdict == "matched"
    warned = [(t, warning) for t, warning in run.of(PublicWarning, "dogwood") if t < impact_s]
    assert [(warning.step, warning.areas) for _, warning in warned] == [("alert", ("eastern-banks",))]  # it stands
    assert impact_s - warned[0][0] > 240.0
    assert run.assessed("dogwood")[-1][1] == "valid"


def test_what_nobody_announced_raises_the_alert_and_no_more(played):
    run = played(NAME, 1, "un-notified")
    assert "raised" in levels(run) and "full" not in levels(run)
    assert "valid" not in {found for _, found in run.assessed("dogwood")}


@pytest.mark.parametrize("seed", SEEDS)
def test_without_notice_and_safeguards_it_is_taken_for_an_attack(played, seed):
    assert "full" in levels(played(NAME, seed, "safeguard-off"))
