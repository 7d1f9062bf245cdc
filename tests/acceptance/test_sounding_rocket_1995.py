"""A notice that reached the ministry and not the radar: one order inside a nation, given or not."""

import itertools
import math

import pytest
from scipy import stats

from tocsin.earth.kernels import lla_rows
from tocsin.orders.record import BodyEnded, NoticeAtDesk
from tocsin.scenario.build import load_scenario
from tocsin.warning.event import ImpactWarning, LaunchWarning, NoticeMatched

NAME, LIFT_OFF_S = "sounding-rocket-1995", 1500.0
SEEDS = tuple(range(1, 21))


@pytest.fixture(scope="module")
def rocket():
    (launch,) = load_scenario(NAME).launches
    return launch


def test_it_flies_as_high_and_as_long_as_such_rockets_do(rocket):
    path = rocket.body.path
    assert lla_rows(path.position_ecef)[:, 2].max() == pytest.approx(1_453e3, rel=0.01)
    assert path.time_s[-1] / 60.0 == pytest.approx(24.0, abs=1.5)
    assert rocket.burn_out_s > 120.0  # so long nobody can say where it goes
    assert len(rocket.bodies) == 4  # three stages and what they carry


def test_the_window_slips_day_by_day_and_the_notice_is_three_weeks_old():
    told = [item for node in load_scenario(NAME).nodes for item in node.notices]
    windows_ms = [item.notice.window_start_ms for item in told]
    steps_h = [(b - a) / 3.6e6 for a, b in itertools.pairwise(windows_ms)]
    assert steps_h == [24.0] * 5
    assert told[0].given_ms < -15 * 86_400_000


def raised(run) -> bool:
    return any(level != "normal" for _, level in run.alerts("alder"))


@pytest.mark.parametrize(("variant", "reaches"), [("", True), ("forward-fails", False)])
def test_the_notice_reaches_the_sensor_desk_or_not_and_the_match_with_it(played, variant, reaches):
    run = played(NAME, 1, variant, "notify-only")
    at_desk = [t for t, _ in run.of(NoticeAtDesk, "alder")]
    assert bool(at_desk) is reaches and all(t < LIFT_OFF_S for t in at_desk)
    assert any(item.verdict == "matched" for _, item in run.of(NoticeMatched, "alder")) is reaches
    assert raised(run) is not reaches


def test_the_track_that_leads_away_ends_it(played):
    run = played(NAME, 1, "forward-fails", "notify-only")
    found_s = [t for t, found in run.assessed("alder") if found == "anomalous"]
    assert found_s and found_s[0] > LIFT_OFF_S + 127.0 + 60.0  # burnt out, and a minute on one place
    assert run.alerts("alder")[-1][1] == "normal"
    payload = next(ended for _, ended in run.of(BodyEnded) if ended.body_id == "probe-payload")
    assert payload.nation == "" and math.degrees(payload.place[1]) < 36.0  # in the sea, away


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "low", "high"), [("", 0.0, 0.2), ("forward-fails", 0.8, 1.0)])
def test_as_often_as_stated_the_alert_is_raised_and_never_is_it_valid_or_high(played, variant, low, high):
    """Of 20 seeds; the bounds hold of 200 (docs/scenarios), here with a binomial band of one in a thousand."""
    runs = [played(NAME, seed, variant, "notify-only") for seed in SEEDS]
    n_raised = sum(map(raised, runs))
    assert stats.binom.ppf(0.001, len(runs), low) <= n_raised <= stats.binom.ppf(0.999, len(runs), high)
    for run in runs:
        assert "valid" not in {found for _, found in run.assessed("alder")}
        warned = [item for kind in (LaunchWarning, ImpactWarning) for _, item in run.of(kind, "alder")]
        assert "high" not in {item.confidence for item in warned}
