"""A count that goes wrong before its check sum is made: two displays of four, twice, three days apart."""

import pytest

from tocsin.exchange.payload import PublicWarning
from tocsin.orders.order import Answered
from tocsin.orders.record import DisplayCount, InWorldTest, Measured

NAME = "chip-1980"
FIRST_S, THIRD_NIGHT_S = 360.0, 262_800.0

pytestmark = pytest.mark.slow  # three days


@pytest.fixture(scope="module")
def run(played):
    return played(NAME, 1)


@pytest.mark.parametrize("began_s", [FIRST_S, THIRD_NIGHT_S])
def test_two_displays_of_four_show_two_then_more_after_18_s_then_none(run, began_s):
    shown = [(t - began_s, item) for t, item in run.of(DisplayCount, "larch") if 0.0 <= t - began_s < 600.0]
    assert all(item.crc_ok for _, item in shown)  # each message is correct as it stands
    counts = {
        display: [(t, item.n_objects) for t, item in shown if item.display == display]
        for display in ("national-command", "warning-centre")
    }
    assert counts["national-command"][:2] == [(0.0, 2), (18.0, 22)]
    assert counts["national-command"][-1][1] == 0
    assert {count for _, count in counts["warning-centre"]} == {0}
    assert not any(item.is_test_data for _, item in run.of(InWorldTest, "truth"))
    assert run.of(Measured) == []  # the sensors' own read-out


@pytest.mark.parametrize("began_s", [FIRST_S, THIRD_NIGHT_S])
def test_each_night_the_read_out_settles_it(run, began_s):
    near = [(t, found) for t, found in run.assessed("larch") if 0.0 < t - began_s < 600.0]
    assert [found for _, found in near] == ["false"]
    assert near[0][0] - began_s < 180.0
    assert run.of(PublicWarning, "larch") == []
    assert "full" not in {level for _, level in run.alerts("larch")}
    assert run.alerts("larch")[-1:] == [] or run.alerts("larch")[-1][1] == "normal"


def test_on_the_third_night_maintenance_says_mended_and_that_settles_nothing(run):
    said = [item for t, item in run.of(Answered, "larch") if t > THIRD_NIGHT_S and item.asked_of == "maintenance"]
    assert [item.says for item in said] == [None]
    assert "mended" in said[0].text


def test_who_believes_a_display_is_alarmed_on_both_nights(played):
    run = played(NAME, 1, "safeguard-off")
    full_s = [t for t, level in run.alerts("larch") if level == "full"]
    assert len(full_s) == 2 and full_s[0] < THIRD_NIGHT_S < full_s[1]
    assert len([w for _, w in run.of(PublicWarning, "larch") if w.step == "alert"]) == 2
