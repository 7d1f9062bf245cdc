"""The one curve of kill probability against track error; launchers, radar channels and what the radar sees."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.defence.battery import (
    Battery,
    BatteryState,
    Shot,
    after_firing,
    channels_held,
    in_sight,
    on_launchers,
    quality_factor,
    reach_times_s,
)


@pytest.mark.parametrize(("sigma_m", "expected"), [(0.0, 1.0), (1e3, 0.9), (3e3, 0.5), (6e3, 0.2), (9e3, 0.1)])
def test_the_curve_by_hand(sigma_m: float, expected: float) -> None:
    assert quality_factor(sigma_m) == pytest.approx(expected)


@given(st.floats(0.0, 1e6), st.floats(1.0, 1e6))
def test_a_worse_track_is_never_a_better_shot(sigma_m: float, more_m: float) -> None:
    assert 0.0 < quality_factor(sigma_m + more_m) <= quality_factor(sigma_m) <= 1.0


def test_the_magazine_fills_the_launchers_when_they_are_empty(battery: Battery) -> None:
    """Five in all, three on launchers, in salvos of two: 2, 1, refill, 2."""
    battery = replace(battery, stock=5, ready=3)
    state, seen = BatteryState(stock_left=5, ready_ms=0), []
    for launch_ms in (100_000, 200_000, 300_000):
        count = min(2, on_launchers(battery, state))
        state = after_firing(battery, state, count, launch_ms)
        seen.append((count, state.stock_left, on_launchers(battery, state), state.ready_ms - launch_ms))
    assert seen == [(2, 3, 1, 10_000), (1, 2, 2, 60_000), (2, 0, 0, 60_000)]


@given(st.integers(1, 40), st.integers(1, 40), st.lists(st.integers(1, 4), max_size=30))
def test_no_more_is_fired_than_stands_on_launchers(stock: int, ready: int, salvos: list[int]) -> None:
    battery = SimpleNamespace(stock=stock, ready=ready, reload_ms=1, refill_ms=1)
    state, fired = BatteryState(stock, 0), 0
    for salvo in salvos:
        count = min(salvo, on_launchers(battery, state))
        assert 0 <= count <= ready and (count > 0 or state.stock_left == 0)
        state, fired = after_firing(battery, state, count, 0), fired + count
        assert fired + state.stock_left == stock


def shot(launch_ms: int, intercept_ms: int, battery_id: str = "b1") -> Shot:
    return Shot(
        shot_id="s",
        node="alder",
        battery_id=battery_id,
        layer="upper",
        event_id="e1",
        interceptors=1,
        launch_ms=launch_ms,
        intercept_ms=intercept_ms,
        aim_ecef=(0.0, 0.0, 0.0),
        kill_probability=0.5,
    )


def test_a_channel_is_held_from_launch_until_the_result_is_known(battery: Battery) -> None:
    shots = [shot(0, 60_000), shot(10_000, 90_000), shot(70_000, 95_000), shot(0, 99_000, "other")]
    held = [
        channels_held(battery, shots, from_ms, until_ms)
        for from_ms, until_ms in (
            (20_000, 30_000),  # the first two
            (64_999, 65_000),  # the first is known 5 s after its intercept
            (65_000, 66_000),
            (60_000, 99_000),  # the first and second, then the second and third: never all three
            (100_000, 200_000),
        )
    ]
    assert held == [2, 2, 1, 2, 0]


@pytest.mark.parametrize(("antenna_m", "altitude_m"), [(30.0, 10.0), (10.0, 100.0), (300.0, 10.0), (2.0, 5000.0)])
def test_an_engagement_radar_sees_as_far_as_the_published_horizon_rule(
    battery: Battery, antenna_m: float, altitude_m: float
) -> None:
    horizon_m = 4120.0 * (math.sqrt(antenna_m) + math.sqrt(altitude_m))  # Skolnik, chapter 12: 4/3 Earth
    low = replace(battery, radar_height_m=antenna_m, radar_min_elevation_rad=-1.5)
    ranges_m = horizon_m * np.array([0.01, 0.5, 0.99, 1.01, 2.0])
    seen = in_sight(low, ranges_m, np.full(5, altitude_m))
    assert seen.tolist() == [True, True, True, False, False]


def test_an_engagement_radar_sees_above_its_least_elevation_and_within_its_range(battery: Battery) -> None:
    ground_m = np.array([100e3, 100e3, 350e3, 399e3])
    altitude_m = np.array([3e3, 6e3, 100e3, 100e3])  # at 100 km level rays are 0.6 km up, and 2 degrees 3.5 km more
    assert in_sight(battery, ground_m, altitude_m).tolist() == [False, True, True, False]


def test_what_its_radar_does_not_see_a_battery_does_not_reach(battery: Battery) -> None:
    ground_m, altitude_m = np.array([100e3, 150e3]), np.array([80e3, 80e3])
    near = replace(battery, radar_range_m=150e3)
    assert np.isfinite(reach_times_s(battery, ground_m, altitude_m)).tolist() == [True, True]
    assert np.isfinite(reach_times_s(near, ground_m, altitude_m)).tolist() == [True, False]
