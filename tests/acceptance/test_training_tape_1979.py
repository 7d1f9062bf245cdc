"""Test data on every display of one nation, and at its partner before anyone has thought."""

import pytest

from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import LaunchReport, PublicWarning
from tocsin.orders.order import Answered
from tocsin.orders.record import DisplayCount, InWorldTest, Measured
from tocsin.warning.event import WarningWithdrawn

NAME, SEEDS = "training-tape-1979", (1, 2, 3)
BEGAN_S, SIX_MINUTES_S = 600.0, 360.0


def told(run, node: str) -> list[tuple[float, str]]:
    """When a node received which step of a launch report."""
    found = [(t, item.message) for t, item in run.of(Delivery, node)]
    return [(t, message.msg_type) for t, message in found if isinstance(message.payload, LaunchReport)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_display_shows_a_large_raid_and_no_sensor_holds_any_of_it(played, seed):
    run = played(NAME, seed)
    shown = {(t, item.display): item.n_objects for t, item in run.of(DisplayCount, "larch")}
    assert {count for (t, _), count in shown.items() if t == 660.0} == {2200}
    assert len({display for _, display in shown}) == 4
    assert all(item.is_test_data for _, item in run.of(InWorldTest, "truth"))
    assert run.of(Measured) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_at_the_partner_before_anyone_has_decided_anything(played, seed):
    run = played(NAME, seed)
    assert told(run, "maple")[0][0] - BEGAN_S <= 10.0
    assert told(run, "maple")[0][0] < run.assessed("larch")[0][0]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sensors_own_read_out_settles_it_within_six_minutes_and_it_is_recalled(played, seed):
    run = played(NAME, seed)
    ((found_s, found),) = run.assessed("larch")
    assert found == "false" and found_s - BEGAN_S < SIX_MINUTES_S
    asked = {item.asked_of: item.says for t, item in run.of(Answered, "larch") if t <= found_s}
    assert asked["sensors"] == "false"
    assert run.of(WarningWithdrawn, "larch")[0][1].step == "cancel"
    assert "cancel" in [step for t, step in told(run, "maple") if found_s < t < found_s + 10.0]
    assert run.assessed("maple")[-1][1] == "false"  # what went out has been called back
    assert run.of(PublicWarning, "larch") == []
    levels = [level for _, level in run.alerts("larch")]
    assert "full" not in levels and levels[-1:] in ([], ["normal"])


@pytest.mark.parametrize("seed", SEEDS)
def test_who_believes_the_displays_warns_the_public(played, seed):
    run = played(NAME, seed, "safeguard-off")
    assert "valid" in {found for _, found in run.assessed("larch")}
    assert "full" in {level for _, level in run.alerts("larch")}
    assert next(warning.step for _, warning in run.of(PublicWarning, "larch")) == "alert"
