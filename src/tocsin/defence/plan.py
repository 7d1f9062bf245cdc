"""Engagement plans: which battery can meet which threat, where and when.  From the picture alone."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.defence.battery import Battery, BatteryState, Layer, ThreatKind, earliest_launch_ms, quality_factor
from tocsin.defence.kernels import reach
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.motion.interceptor import flyout_times_s
from tocsin.tracking.predict import fly_forward

Array = NDArray[np.float64]

STEP_S = 4.0
HORIZON_S = 300.0  # s before impact: above that no class of battery reaches
MARGIN_S = 3.0  # s: a plan must leave time for the order that carries it out


class EngagementPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One feasible engagement: proposed, never launched here.

    ``object_name`` is which of the event's objects.
    ``last_launch_ms`` is the latest launch at which this battery can still meet the threat somewhere.
    """

    event_id: str
    object_name: str = ""
    battery_id: str
    layer: Layer
    interceptors: int
    launch_ms: int
    intercept_ms: int
    last_launch_ms: int
    reaction_ms: int
    aim_ecef: tuple[float, float, float]
    sigma_m: float
    kill_probability: float


class Threat(msgspec.Struct, frozen=True):
    """An object of an event that threatens the nation, when it comes down, and how it flies until then."""

    event_id: str
    impact_ms: int
    object_name: str = ""
    kind: ThreatKind = "ballistic"


class Ahead(NamedTuple):
    """Where a threat will be: states (k, 6) and covariances (k, 6, 6) at times (k,) s after ``time_ms``."""

    time_ms: int
    times_s: Array
    states_ecef: Array
    covariances: Array


def plan_engagements(
    threat: Threat,
    x: Array,
    P: Array,
    batteries: Sequence[Battery],
    states: Sequence[BatteryState],
    time_ms: int,
) -> list[EngagementPlan]:
    """Return one plan a battery that can still meet the threat: the earliest intercept it can reach.

    Parameters
    ----------
    threat : Threat
    x, P : (6,), (6, 6) float64, ECEF
        The threat's shared track at ``time_ms``.
    batteries, states : sequences of equal length
    time_ms : int, ms

    Returns
    -------
    list of EngagementPlan, in the order of ``batteries``
    """
    remaining_s = (threat.impact_ms - time_ms) / 1000.0
    times_s = np.arange(max(STEP_S, remaining_s - HORIZON_S), remaining_s, STEP_S)
    if times_s.size == 0 or not batteries:
        return []
    states_ahead, covariances = fly_forward(x, P, times_s)
    plans: list[EngagementPlan] = []
    for battery, state in zip(batteries, states, strict=True):
        plan = earliest(threat, battery, state, Ahead(time_ms, times_s, states_ahead, covariances))
        if plan is not None:
            plans.append(plan)
    return plans


def earliest(threat: Threat, battery: Battery, state: BatteryState, ahead: Ahead) -> EngagementPlan | None:
    """Return the battery's earliest feasible engagement, or None."""
    if state.stock_left == 0 or threat.kind not in battery.engages:
        return None
    time_ms, times_s, states_ahead, covariances = ahead
    site_ecef = np.array(ecef_from_lla(battery.lat_rad, battery.lon_rad, battery.alt_m))
    ground_range_m, altitude_m = reach(states_ahead[:, :3], site_ecef, enu_axes(battery.lat_rad, battery.lon_rad))
    flight_s = flyout_times_s(battery.flyout, ground_range_m, altitude_m)
    ready_s = (earliest_launch_ms(battery, state, time_ms) - time_ms) / 1000.0 + MARGIN_S
    launch_s = times_s - flight_s
    feasible = np.flatnonzero(np.isfinite(flight_s) & (launch_s >= ready_s))
    if feasible.size == 0:
        return None
    first = int(feasible[0])
    sigma_m = float(np.sqrt(np.trace(covariances[first, :3, :3]) / 3.0))
    point = states_ahead[first, :3]
    return EngagementPlan(
        event_id=threat.event_id,
        object_name=threat.object_name,
        battery_id=battery.battery_id,
        layer=battery.layer,
        interceptors=min(battery.salvo, state.stock_left),
        launch_ms=time_ms + round(float(launch_s[first]) * 1000),
        intercept_ms=time_ms + round(float(times_s[first]) * 1000),
        last_launch_ms=time_ms + round(float(launch_s[feasible].max()) * 1000),
        reaction_ms=battery.reaction_ms,
        aim_ecef=(float(point[0]), float(point[1]), float(point[2])),
        sigma_m=sigma_m,
        kill_probability=battery.kill_probability * quality_factor(sigma_m),
    )
