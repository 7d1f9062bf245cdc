"""When the next tick is due."""

import pytest

from tocsin.errors import ScenarioError
from tocsin.web.clock import Clock


def test_a_clock_begins_paused_and_counts_from_its_start() -> None:
    clock = Clock()
    assert clock.wait_s(1000, 5.0) is None
    clock.start(0, 5.0)
    assert clock.wait_s(1000, 5.0) == pytest.approx(1.0)
    assert clock.wait_s(1000, 5.75) == pytest.approx(0.25)
    assert clock.wait_s(1000, 6.5) == pytest.approx(-0.5)


def test_another_speed_holds_from_here_on() -> None:
    clock = Clock()
    clock.start(0, 0.0)
    clock.set_speed(10.0, 60_000, 60.0)
    assert clock.wait_s(61_000, 60.0) == pytest.approx(0.1)
    assert not clock.is_scored


@pytest.mark.parametrize("speed_ratio", [0.0, 0.09, 60.1, float("nan")])
def test_a_speed_outside_its_bounds_is_refused_and_nothing_changes(speed_ratio: float) -> None:
    clock = Clock()
    with pytest.raises(ScenarioError, match=r"speed = .* must be 0\.1 to 60"):
        clock.set_speed(speed_ratio, 0, 0.0)
    assert clock.speed_ratio == 1.0


def test_a_step_is_due_at_once_though_the_clock_is_paused() -> None:
    clock = Clock(steps=1)
    assert clock.wait_s(1000, 0.0) == 0.0
    clock.pause()
    assert clock.wait_s(1000, 0.0) is None


def test_running_to_the_next_event_is_not_scored_and_a_pause_ends_it() -> None:
    clock = Clock(is_paused=False, until_event=True)
    assert clock.wait_s(1000, 0.0) == 0.0
    assert not clock.is_scored
    clock.pause()
    assert not clock.until_event
    assert clock.is_paused
