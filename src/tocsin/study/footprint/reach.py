"""Until when each battery can still launch at each arc, by the very rules that plans are made by."""

import numpy as np
from numpy.typing import NDArray

from tocsin.defence.battery import Battery, reach_times_s
from tocsin.defence.kernels import reach
from tocsin.defence.plan import HORIZON_S, MARGIN_S
from tocsin.defence.plan import STEP_S as PLAN_STEP_S
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.study.footprint.arcs import Arcs, positions_at

Array = NDArray[np.float64]


def last_part(arcs: Arcs) -> tuple[Array, Array]:
    """Return times (n, k) after lift-off and positions (n, k, 3) of the last ``HORIZON_S`` of every arc's coast."""
    before_s = np.arange(PLAN_STEP_S, HORIZON_S + 1e-9, PLAN_STEP_S)
    times_s = np.maximum(arcs.flights_s[:, None] - before_s, arcs.burn_out_s[:, None])
    return times_s, positions_at(arcs, times_s)


def last_order_s(battery: Battery, times_s: Array, position_ecef: Array) -> Array:
    """Return the latest time (n,), s after lift-off, to order a battery to fire; minus infinity where it never can.

    Of all points (n, k) that it can reach, the one whose launch is latest; less its reaction, and the time that a
    plan leaves for the order.  A battery that meets no falling body is never ordered.
    """
    if "ballistic" not in battery.engages:
        return np.full(times_s.shape[0], -np.inf)
    site = np.array(ecef_from_lla(battery.lat_rad, battery.lon_rad, battery.alt_m))
    rows = np.ascontiguousarray(position_ecef.reshape(-1, 3))
    flight_s = np.full(rows.shape[0], np.inf)
    near = np.flatnonzero(np.sum((rows - site) ** 2, axis=1) <= battery.flyout.distance_m[-1] ** 2)
    if near.size:
        ground_range_m, altitude_m = reach(rows[near], site, enu_axes(battery.lat_rad, battery.lon_rad))
        flight_s[near] = reach_times_s(battery, ground_range_m, altitude_m)
    launch_s = times_s - flight_s.reshape(times_s.shape)
    latest: Array = launch_s.max(axis=1) - battery.reaction_ms / 1000.0 - MARGIN_S
    return latest
