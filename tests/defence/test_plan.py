"""Which battery can meet a threat, where and when."""

import math
from dataclasses import replace
from types import ModuleType

import msgspec
import numpy as np
import pytest

from tocsin.defence.battery import Battery, BatteryState, quality_factor, sites_of
from tocsin.defence.kernels import reach
from tocsin.defence.plan import (
    MARGIN_S,
    PARTNER_LOOK_MS,
    STEP_S,
    Armed,
    EngagementPlan,
    Taken,
    Threat,
    is_last_chance,
    plan_engagements,
)
from tocsin.earth.kernels import ecef_from_lla, enu_axes, lla_from_ecef
from tocsin.motion.interceptor import flyout_for, flyout_time_s

NOW_MS = 1_000_000
FULL = BatteryState(stock_left=8, ready_ms=0)
AHEAD_S = 150.0  # the threat is looked at so long after its burn-out, and 385 s before it comes down


def armed(batteries: list[Battery], states: list[BatteryState]) -> Armed:
    return Armed(batteries, states, sites_of(batteries))


def plans_of(
    bench: ModuleType, batteries: list[Battery], states: list[BatteryState], ahead_s: float = AHEAD_S
) -> list[EngagementPlan]:
    """Return the plans against the threat as it is some seconds after its burn-out."""
    x = bench.states(bench.threat_state(), np.array([ahead_s]))[0]
    fall_s, _, _ = bench.impact(x, bench.P_GOOD)
    threat = Threat("e1", NOW_MS + round(1000 * fall_s))
    return plan_engagements(threat, x, bench.P_GOOD, armed(batteries, states), NOW_MS)


def plan_of(
    bench: ModuleType, battery: Battery, state: BatteryState = FULL, ahead_s: float = AHEAD_S
) -> EngagementPlan | None:
    found = plans_of(bench, [battery], [state], ahead_s)
    return found[0] if found else None


def can_meet(bench: ModuleType, battery: Battery, time_s: float, ready_s: float) -> bool:
    """Return whether the battery can be where the threat is at a time (s from now), one point looked at alone."""
    x = bench.states(bench.threat_state(), np.array([AHEAD_S + time_s]))[:, :3]
    site_ecef = np.array(ecef_from_lla(battery.lat_rad, battery.lon_rad, battery.alt_m))
    ground_range_m, altitude_m = reach(x, site_ecef, enu_axes(battery.lat_rad, battery.lon_rad))
    return time_s - flyout_time_s(battery.flyout, float(ground_range_m[0]), float(altitude_m[0])) >= ready_s


def test_the_plan_is_the_earliest_that_can_be(bench: ModuleType, battery: Battery) -> None:
    plan = plan_of(bench, battery)
    assert plan is not None
    ready_s = battery.reaction_ms / 1000.0 + MARGIN_S
    meet_s = (plan.intercept_ms - NOW_MS) / 1000.0
    assert can_meet(bench, battery, meet_s, ready_s)
    earlier_s = np.arange(meet_s - STEP_S, 0.0, -STEP_S)
    assert earlier_s.size > 20
    assert not any(can_meet(bench, battery, float(t), ready_s) for t in earlier_s)
    flight_s = (plan.intercept_ms - plan.launch_ms) / 1000.0
    assert 0.0 < flight_s <= battery.flyout.interceptor.max_flight_s


def test_the_aim_is_where_the_threat_will_be_and_in_reach(bench: ModuleType, battery: Battery) -> None:
    plan = plan_of(bench, battery)
    assert plan is not None
    meet_s = (plan.intercept_ms - NOW_MS) / 1000.0
    x = bench.states(bench.threat_state(), np.array([AHEAD_S + meet_s]))[0]
    assert plan.aim_ecef == pytest.approx(tuple(x[:3]), abs=10.0)  # times in whole ms: 3 m at 3 km/s
    limits = battery.flyout.interceptor
    altitude_m = lla_from_ecef(*plan.aim_ecef)[2]
    assert limits.min_altitude_m <= altitude_m <= limits.max_altitude_m
    assert (plan.event_id, plan.battery_id, plan.layer, plan.reaction_ms) == ("e1", "b1", "upper", 10_000)


@pytest.mark.parametrize(("low_m", "high_m"), [(40e3, 60e3), (80e3, 100e3), (120e3, 150e3)])
def test_altitude_limits_are_kept(bench: ModuleType, battery: Battery, low_m: float, high_m: float) -> None:
    interceptor = replace(battery.flyout.interceptor, min_altitude_m=low_m, max_altitude_m=high_m)
    plan = plan_of(bench, replace(battery, flyout=flyout_for(interceptor)))
    assert plan is not None
    assert low_m <= lla_from_ecef(*plan.aim_ecef)[2] <= high_m


def test_nobody_plans_what_is_out_of_reach(bench: ModuleType, battery: Battery) -> None:
    far = replace(battery, battery_id="far", lon_rad=battery.lon_rad + math.radians(5.0))  # 480 km
    behind = replace(battery, battery_id="behind", lat_rad=battery.lat_rad - math.radians(6.0))  # 670 km short
    found = plans_of(bench, [far, battery, behind], [FULL, FULL, FULL])
    assert [plan.battery_id for plan in found] == ["b1"]


def test_each_of_many_batteries_has_the_plan_that_it_has_alone(bench: ModuleType, battery: Battery) -> None:
    low = flyout_for(replace(battery.flyout.interceptor, max_altitude_m=90e3, max_ground_range_m=150e3))
    batteries = [
        replace(battery, battery_id="empty"),
        battery,
        replace(battery, battery_id="low", flyout=low, radar_range_m=120e3),
        replace(battery, battery_id="east", lon_rad=battery.lon_rad + 0.01, radar_min_elevation_rad=0.3),
        replace(battery, battery_id="south", lat_rad=battery.lat_rad - 0.02, alt_m=900.0, flyout=low),
    ]
    states = [BatteryState(0, 0), FULL, FULL, BatteryState(8, NOW_MS + 60_000), FULL]
    together = plans_of(bench, batteries, states)
    alone = [plan for pair in zip(batteries, states, strict=True) for plan in plans_of(bench, *([it] for it in pair))]
    assert together == alone
    assert [plan.battery_id for plan in together] == ["b1", "low", "east", "south"]
    assert len({plan.launch_ms for plan in together}) == 4


def test_stock_bounds_the_salvo_and_none_is_no_plan(bench: ModuleType, battery: Battery) -> None:
    salvos = {}
    for stock_left in (0, 1, 2, 8):
        plan = plan_of(bench, battery, BatteryState(stock_left, 0))
        salvos[stock_left] = plan.interceptors if plan else None
    assert salvos == {0: None, 1: 1, 2: 2, 8: 2}


def test_a_battery_that_reloads_launches_after_it(bench: ModuleType, battery: Battery) -> None:
    at_once = plan_of(bench, battery)
    assert at_once is not None
    ready_ms = at_once.launch_ms + 30_000
    later = plan_of(bench, battery, BatteryState(8, ready_ms))
    assert later is not None
    assert later.launch_ms >= ready_ms + 1000 * MARGIN_S
    assert later.intercept_ms > at_once.intercept_ms
    assert plan_of(bench, battery, BatteryState(8, NOW_MS + 3_600_000)) is None


def test_reaction_is_allowed_for(bench: ModuleType, battery: Battery) -> None:
    at_once = plan_of(bench, battery)
    assert at_once is not None
    wait_s = (at_once.launch_ms - NOW_MS) / 1000.0
    slow = replace(battery, reaction_ms=round(1000 * wait_s) + 20_000)
    plan = plan_of(bench, slow)
    assert plan is not None
    assert plan.launch_ms >= NOW_MS + slow.reaction_ms + 1000 * MARGIN_S
    assert plan_of(bench, replace(battery, reaction_ms=3_600_000)) is None


def test_the_last_launch_is_the_last_that_can_be(bench: ModuleType, battery: Battery) -> None:
    plan = plan_of(bench, battery)
    assert plan is not None and plan.last_launch_ms > plan.launch_ms
    wait_ms = plan.last_launch_ms - NOW_MS - round(1000 * MARGIN_S)
    assert plan_of(bench, replace(battery, reaction_ms=wait_ms - 1)) is not None
    assert plan_of(bench, replace(battery, reaction_ms=wait_ms + 1)) is None


def test_kill_probability_falls_with_the_error_ahead(bench: ModuleType, battery: Battery) -> None:
    plan = plan_of(bench, battery)
    assert plan is not None
    assert plan.kill_probability == pytest.approx(0.7 * quality_factor(plan.sigma_m))
    meet_s = (plan.intercept_ms - NOW_MS) / 1000.0
    assert plan.sigma_m > 1.0 * meet_s  # 1 m/s on each axis, and more by the tide of gravity
    nearer = plan_of(bench, battery, ahead_s=AHEAD_S + 100.0)  # the same track quality, later: less time to go wrong
    assert nearer is not None
    assert nearer.sigma_m < plan.sigma_m and nearer.kill_probability > plan.kill_probability


def test_what_is_down_is_not_met(bench: ModuleType, battery: Battery) -> None:
    x = bench.threat_state()
    assert plan_engagements(Threat("e1", NOW_MS), x, bench.P_GOOD, armed([battery], [FULL]), NOW_MS) == []
    assert plan_engagements(Threat("e1", NOW_MS + 600_000), x, bench.P_GOOD, armed([], []), NOW_MS) == []


# What partners have said that they will do


def waiting(bench: ModuleType, battery: Battery, apart_s: float, is_fired: bool = False, **changes: object) -> bool:
    """Return whether Alder's plan waits for Birch, which meets the threat so much later than it would itself."""
    alone = plan_of(bench, battery)
    assert alone is not None
    taken = (Taken("birch", alone.intercept_ms + round(1000 * apart_s), is_fired),)
    x = bench.states(bench.threat_state(), np.array([AHEAD_S]))[0]
    fall_s, _, _ = bench.impact(x, bench.P_GOOD)
    threat = msgspec.structs.replace(Threat("e1", NOW_MS + round(1000 * fall_s), taken=taken), **changes)
    found = plan_engagements(threat, x, bench.P_GOOD, armed([battery], [FULL]), NOW_MS)
    if found and found[0].launch_ms != alone.launch_ms:
        assert found[0].launch_ms >= taken[0].intercept_ms + PARTNER_LOOK_MS
        return True
    return not found


@pytest.mark.parametrize(
    ("apart_s", "is_fired", "threatens", "waits"),
    [
        (-30.0, False, (), True),
        (30.0, False, (), False),
        (30.0, True, (), True),  # what is under way comes first
        (10.0, False, ("birch",), True),  # nearly together: whom it comes down on
        (-10.0, False, ("alder",), False),
        (-10.0, False, ("alder", "birch"), False),  # both: first by name
        (-30.0, False, ("alder",), True),
    ],
)
def test_who_goes_first_and_who_waits_for_the_result(
    bench: ModuleType, battery: Battery, apart_s: float, is_fired: bool, threatens: tuple[str, ...], waits: bool
) -> None:
    assert waiting(bench, battery, apart_s, is_fired, threatens=threatens) is waits


def test_a_battery_that_cannot_wait_leaves_the_threat_to_the_partner(bench: ModuleType, battery: Battery) -> None:
    alone = plan_of(bench, battery)
    assert alone is not None
    x = bench.states(bench.threat_state(), np.array([AHEAD_S]))[0]
    fall_s, _, _ = bench.impact(x, bench.P_GOOD)
    late = Taken("birch", alone.last_launch_ms - PARTNER_LOOK_MS + 1, True)
    threat = Threat("e1", NOW_MS + round(1000 * fall_s), taken=(late,))
    assert plan_engagements(threat, x, bench.P_GOOD, armed([battery], [FULL]), NOW_MS) == []


@pytest.mark.parametrize(
    ("is_own", "is_fired", "is_kept"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_the_last_chance_for_own_land_is_not_left_to_a_mere_intention(
    bench: ModuleType, battery: Battery, is_own: bool, is_fired: bool, is_kept: bool
) -> None:
    alone = plan_of(bench, battery)
    assert alone is not None
    x = bench.states(bench.threat_state(), np.array([AHEAD_S]))[0]
    fall_s, _, _ = bench.impact(x, bench.P_GOOD)
    threat = Threat("e1", NOW_MS + round(1000 * fall_s), threatens=("alder",) if is_own else ("birch",))
    late = BatteryState(8, alone.last_launch_ms - 5_000)
    mine = plan_engagements(threat, x, bench.P_GOOD, armed([battery], [late]), NOW_MS)
    assert mine and is_last_chance(mine[0])
    taken = (Taken("birch", mine[0].intercept_ms - 20_000, is_fired),)
    shared = msgspec.structs.replace(threat, taken=taken)
    assert plan_engagements(shared, x, bench.P_GOOD, armed([battery], [late]), NOW_MS) == (mine if is_kept else [])
