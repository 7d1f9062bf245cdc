"""Engagement plans: which battery can meet which threat, where and when.  From the picture alone."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.defence.battery import (
    Battery,
    BatteryState,
    Layer,
    ThreatKind,
    earliest_launch_ms,
    on_launchers,
    quality_factor,
)
from tocsin.defence.kernels import Sites, launch_windows
from tocsin.tracking.flown import flown, way_of

Array = NDArray[np.float64]

PLAN_EVERY_MS = 5_000
PLAN_AHEAD_MS = 1_500_000  # no class of battery has anything to order earlier than this before an impact
STEP_S = 4.0
HORIZON_S = 900.0  # s before impact: above that no class of battery reaches
MARGIN_S = 3.0  # s: a plan must leave time for the order that carries it out
LAST_CHANCE_MS = 12_000
PARTNER_LOOK_MS = 15_000  # ms, notional: from a partner's intercept to its word of what came of it
AREA_VALUE = 4.0  # notional: how much more a leak on a declared area costs than one elsewhere, which costs 1


class EngagementPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One battery's window on one threat: a plan, never launched here.

    Attributes
    ----------
    object_name : str
        Which of the event's objects.
    interceptors, salvo : int
        The battery's salvo, or what is ready of it; its salvo.
    launch_ms, intercept_ms : int, ms
        The earliest launch, and where it meets the threat.
    last_launch_ms, last_intercept_ms : int, ms
        The latest launch at which this battery can still meet the threat, and where.
    aim_ecef : (3,) floats, m
        Where it meets the threat if launched at ``launch_ms``.
    sigma_m : float, m
        Error of the track there.
    kill_probability : float
        Of one interceptor on that track.
    is_own : bool
        Whether the threat comes down on the battery's own nation.
    value : float
        What a leak costs; 1 for one outside declared areas.
    areas : tuple of area id
        Declared areas that the threat is likely to come down on.
    able : int
        Interceptors that the battery may send at it now, were the event found valid.
    proposed : int
        Interceptors that the allocation would have go; 0: another battery's task, or nobody's.
    """

    event_id: str
    object_name: str = ""
    battery_id: str
    layer: Layer
    interceptors: int
    salvo: int
    launch_ms: int
    intercept_ms: int
    last_launch_ms: int
    last_intercept_ms: int
    reaction_ms: int
    aim_ecef: tuple[float, float, float]
    sigma_m: float
    kill_probability: float
    is_own: bool = True
    value: float = 1.0
    areas: tuple[str, ...] = ()
    able: int = 0
    proposed: int = 0


class Taken(msgspec.Struct, frozen=True):
    """A partner means to meet a threat, or has fired at it: who, and when it meets it."""

    nation: str
    intercept_ms: int
    is_fired: bool


class Threat(msgspec.Struct, frozen=True):
    """An object of an event that is to be engaged, when it comes down, and how it flies until then.

    ``threatens``: the nations that it comes down on.
    ``areas``: the declared areas that it is likely to come down on, (id, probability).  ``taken``: what partners have
    said that they will do about it.
    """

    event_id: str
    impact_ms: int
    object_name: str = ""
    kind: ThreatKind = "ballistic"
    threatens: tuple[str, ...] = ()
    areas: tuple[tuple[str, float], ...] = ()
    taken: tuple[Taken, ...] = ()


class Armed(NamedTuple):
    """The batteries of a nation, what each has left, and how they stand (``battery.sites_of``)."""

    batteries: Sequence[Battery]
    states: Sequence[BatteryState]
    sites: Sites


class Window(NamedTuple):
    """The rows of a path at which a battery meets a threat first and last, and the launches for that, s from now."""

    first: int
    launch_s: float
    last: int
    last_launch_s: float


class Ahead(NamedTuple):
    """Where a threat at ``x`` (6,), ``P`` (6, 6) at ``time_ms`` will be: states (k, 6) at times (k,) s from then.

    How well each is known is worked out for those that a plan uses.
    """

    time_ms: int
    x: Array
    P: Array
    times_s: Array
    states_ecef: Array


def plan_engagements(threat: Threat, x: Array, P: Array, armed: Armed, time_ms: int) -> list[EngagementPlan]:
    """Return one plan a battery that can still meet the threat: the earliest intercept it can reach.

    Whoever means to meet a threat first shoots first, and what is under way comes before what is meant.  The other
    waits for the result, and leaves the threat to the partner if it cannot wait so long.  But nobody leaves what
    comes down on its own land to a mere intention when its own last chance comes.

    Parameters
    ----------
    threat : Threat
    x, P : (6,), (6, 6) float64, ECEF
        The threat's shared track at ``time_ms``.
    armed : Armed
    time_ms : int, ms

    Returns
    -------
    list of EngagementPlan, in the order of the batteries
    """
    remaining_s = (threat.impact_ms - time_ms) / 1000.0
    times_s = np.arange(max(STEP_S, remaining_s - HORIZON_S), remaining_s, STEP_S)
    free_s = ready_at_s(threat, armed, time_ms)
    if times_s.size == 0 or min(free_s, default=math.inf) == math.inf:
        return []
    ahead = Ahead(time_ms, x, P, times_s, way_of(threat.kind, x, P, times_s))
    plans: list[EngagementPlan] = []
    for number, window in enumerate(windows(ahead, armed.sites, free_s)):
        if window.first < 0:
            continue  # most threats are out of most batteries' reach
        plan = planned(threat, armed, number, window, ahead)
        before = [item for item in threat.taken if goes_before(item, threat, plan, armed.batteries[number].node)]
        after = later(threat, armed, number, ahead, free_ms(before)) or kept(plan, before) if before else plan
        if after is not None:
            plans.append(after)
    return plans


def ready_at_s(threat: Threat, armed: Armed, time_ms: int) -> list[float]:
    """Return when each battery could launch at a threat, s from now; infinity for who has nothing to meet it with."""
    return [
        (earliest_launch_ms(battery, state, time_ms) - time_ms) / 1000.0 + MARGIN_S
        if state.stock_left and threat.kind in battery.engages
        else math.inf
        for battery, state in zip(armed.batteries, armed.states, strict=True)
    ]


def windows(ahead: Ahead, sites: Sites, ready_s: Sequence[float]) -> list[Window]:
    """Return the window of each battery that is ready at a time (s from now) on what a threat will do."""
    rows, launches_s = launch_windows(ahead.times_s, ahead.states_ecef, sites, np.array(ready_s))
    return [
        Window(first, launch_s, last, last_launch_s)
        for (first, last), (launch_s, last_launch_s) in zip(rows.tolist(), launches_s.tolist(), strict=True)
    ]


def free_ms(before: Sequence[Taken]) -> int:
    """Return when the results of partners' engagements are known, ms."""
    return max(item.intercept_ms for item in before) + PARTNER_LOOK_MS


def kept(plan: EngagementPlan, before: Sequence[Taken]) -> EngagementPlan | None:
    """Return a plan that cannot wait for partners: kept as the last chance for own land if none of them has fired."""
    is_kept = plan.is_own and is_last_chance(plan) and not any(item.is_fired for item in before)
    return plan if is_kept else None


def is_last_chance(plan: EngagementPlan) -> bool:
    """Return whether hardly any feasible launch is left."""
    return plan.last_launch_ms - plan.launch_ms < LAST_CHANCE_MS


def goes_before(item: Taken, threat: Threat, plan: EngagementPlan, nation: str) -> bool:
    """Return whether a partner's engagement goes before a plan.  Both sides come to the same answer.

    The one that is under way; else the one that meets the threat first; of two at nearly the same time (within
    ``PARTNER_LOOK_MS``: predictions move by some seconds) that of the nation it comes down on, or first by name.
    """
    if item.is_fired:
        return True
    apart_ms = item.intercept_ms - plan.intercept_ms
    if abs(apart_ms) > PARTNER_LOOK_MS:
        return apart_ms < 0
    return (item.nation not in threat.threatens, item.nation) < (nation not in threat.threatens, nation)


def later(threat: Threat, armed: Armed, number: int, ahead: Ahead, free_ms: int) -> EngagementPlan | None:
    """Return a battery's earliest feasible engagement with a launch at ``free_ms`` or later, or None."""
    battery, state = armed.batteries[number], armed.states[number]
    ready_s = [math.inf] * len(armed.batteries)
    ready_ms = max(earliest_launch_ms(battery, state, ahead.time_ms), free_ms)
    ready_s[number] = (ready_ms - ahead.time_ms) / 1000.0 + MARGIN_S
    window = windows(ahead, armed.sites, ready_s)[number]
    return None if window.first < 0 else planned(threat, armed, number, window, ahead)


def planned(threat: Threat, armed: Armed, number: int, window: Window, ahead: Ahead) -> EngagementPlan:
    """Return the plan by which a battery uses its window on a threat."""
    battery, first = armed.batteries[number], window.first
    P = flown(threat.kind, ahead.x, ahead.P, ahead.times_s[first : first + 1]).P[0]
    sigma_m = math.sqrt((float(P[0, 0]) + float(P[1, 1]) + float(P[2, 2])) / 3.0)
    x_m, y_m, z_m = ahead.states_ecef[first, :3].tolist()
    return EngagementPlan(
        event_id=threat.event_id,
        object_name=threat.object_name,
        battery_id=battery.battery_id,
        layer=battery.layer,
        interceptors=min(battery.salvo, on_launchers(battery, armed.states[number])),
        salvo=battery.salvo,
        launch_ms=ahead.time_ms + round(window.launch_s * 1000),
        intercept_ms=ahead.time_ms + round(float(ahead.times_s[first]) * 1000),
        last_launch_ms=ahead.time_ms + round(window.last_launch_s * 1000),
        last_intercept_ms=ahead.time_ms + round(float(ahead.times_s[window.last]) * 1000),
        reaction_ms=battery.reaction_ms,
        aim_ecef=(x_m, y_m, z_m),
        sigma_m=sigma_m,
        kill_probability=battery.kill_probability * quality_factor(sigma_m),
        is_own=battery.node in threat.threatens,
        value=1.0 + AREA_VALUE * max((probability for _, probability in threat.areas), default=0.0),
        areas=tuple(area for area, _ in threat.areas),
    )
