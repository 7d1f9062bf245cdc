"""A drill at a change of shift: one person or two, a cancel that lies ready or must be written."""

import pytest
from scipy import stats

from tocsin.exchange.payload import PublicWarning
from tocsin.orders.record import DrillCalled, Measured

NAME, SEEDS = "button-2018", tuple(range(1, 11))
MISREAD = 0.5
ONE_OF_TWO, BOTH = 1.0 - (1.0 - MISREAD) ** 2, MISREAD**2


def sent(run) -> list[tuple[float, str]]:
    return [(t, warning.step) for t, warning in run.of(PublicWarning, "juniper")]


@pytest.mark.slow
def test_two_must_misread_where_one_was_enough(played):
    for seed in SEEDS:
        if sent(played(NAME, seed)):
            assert sent(played(NAME, seed, "safeguard-off"))  # the same people on the same morning


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_nothing_flies_and_no_sensor_sees_anything(played, seed):
    run = played(NAME, seed)
    assert [t for t, _ in run.of(DrillCalled, "juniper")] == [300.0]
    assert run.of(Measured) == [] and run.assessed("juniper") == [] and run.alerts("juniper") == []


@pytest.mark.parametrize(("variant", "least_s", "most_s"), [("", 0.0, 240.0), ("safeguard-off", 2_200.0, 2_400.0)])
def test_a_cancel_that_lies_ready_is_out_in_minutes_else_it_takes_38(played, variant, least_s, most_s):
    seen = 0
    for seed in SEEDS:
        steps = sent(played(NAME, seed, variant))
        if not steps:
            continue
        (alert_s, alert), (cancel_s, cancel) = steps
        assert (alert, cancel) == ("alert", "cancel") and least_s < cancel_s - alert_s < most_s
        seen += 1
    assert seen


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "share"), [("", BOTH), ("safeguard-off", ONE_OF_TWO)])
def test_as_many_mornings_go_wrong_as_two_draws_of_a_half_say(played, variant, share):
    n = 60
    wrong = sum(bool(sent(played(NAME, seed, variant))) for seed in range(1, n + 1))
    low, high = stats.binom.interval(0.998, n, share)
    assert low <= wrong <= high
