"""One party's own missile by accident at the other: both know, the launching side first."""

import pytest

from tocsin.orders.order import JointAssessment
from tocsin.orders.record import Launch, TrackConfirmed
from tocsin.warning.event import LaunchWarning

pytestmark = pytest.mark.slow
NAME, SEEDS = "partner-accident", (1, 31)


def first_medium_s(run, node: str) -> float:
    return next(t for t, warned in run.of(LaunchWarning, node) if warned.confidence in ("medium", "high"))


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_announced_it_and_both_find_it_valid(played, seed):
    run = played(NAME, seed)
    ((_, launch),) = run.of(Launch)
    assert (launch.nation, launch.notice_id) == ("dogwood", "")
    for node in ("dogwood", "elm"):
        assert "valid" in {found for _, found in run.assessed(node)}
    assert {joint.assessment for _, joint in run.of(JointAssessment)} == {"valid"}
    assert "full" in {level for _, level in run.alerts("elm")}
    assert run.alerts("dogwood") == []  # it does not come down there


def test_the_launching_side_sees_it_rise_first_and_sharing_gives_that_to_the_other(played):
    shared, alone = played(NAME, 31), played(NAME, 31, agreement="none")
    radar_s = {
        node: next(t for t, track in alone.of(TrackConfirmed, node) if track.phenomenology == "radar")
        for node in ("dogwood", "elm")
    }
    assert radar_s["elm"] - radar_s["dogwood"] == pytest.approx(105.0, abs=15.0)  # the Earth's curvature
    gain_s = first_medium_s(alone, "elm") - first_medium_s(shared, "elm")
    assert gain_s == pytest.approx(radar_s["elm"] - radar_s["dogwood"], abs=30.0)
