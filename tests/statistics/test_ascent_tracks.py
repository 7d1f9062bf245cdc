"""Whole flights through the interacting filters: boost, gaps between stages, coast, glide and re-entry.

The flights are those of ``tocsin.motion`` and of recorded ascents, not of the filters' own models; a radar of 1 mrad
and 20 m looks every 2 s, 100 times over.
"""

import math
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from tocsin.earth.constants import GM_M3_S2
from tocsin.earth.geodesic import geodesic_direct
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.motion.glide.boosted import fly_boosted_glide, solve_glide
from tocsin.motion.solve import fly_to_ground, solve_boost_plan
from tocsin.scenario.pack import load_pack
from tocsin.scenario.vehicles import build_glider, build_vehicle
from tocsin.tracking.filter.kernels import COAST, MANOEUVRE, predict_mode
from tocsin.tracking.table.kernels import births, updated

Array = NDArray[np.float64]

RUNS, SCAN_S = 100, 2.0
HIGHEST = float(chi2.ppf(0.975, 6 * RUNS)) / RUNS  # upper end of the two-sided 95 % band, of position and velocity
PAD = (0.6, 0.3, 0.0)
# Where they fall short, measured and held so that it grows no worse.  A glider seen from the side with range rate is
# taken for coasting for its first 40 s: its lift is across the line of sight, and the simpler model fits as well.
LEAST_SHARE = {("glide", True): 0.5}
WORST_NEES = {"glide": 450.0}
WORST_RATIO = {("glide", True): 3.0}
ASCENTS = (5, 7, 15, 20)  # of 23: records whose heights do not jump by hundreds of metres in a second


class Case(NamedTuple):
    """A flight at its scans, when it is cut off (s), and where the radar stands (rad)."""

    flight: Any
    cutoff_s: float
    radar: tuple[float, float]


@cache
def ballistic(gallery: ModuleType, name: str, range_m: float) -> Case:
    vehicle = build_vehicle(load_pack(name, "vehicle"))
    lat_rad, lon_rad, _ = geodesic_direct(PAD[0], PAD[1], 1.0, range_m)
    plan = solve_boost_plan(vehicle, PAD, (lat_rad, lon_rad, 0.0))
    flown = fly_to_ground(vehicle, plan, PAD)
    whole = gallery.Flight(flown.time_s, np.hstack([flown.position_ecef, flown.velocity_ecef]))
    start_s = math.ceil(0.5 * plan.cutoff_s) + 10
    seen = gallery.every(whole, start_s, math.floor(flown.impact_s) - 6, SCAN_S)
    return Case(seen, plan.cutoff_s, gallery.beside(whole, 0.6 * flown.impact_s, 2e5, 1e5))


@cache
def recorded(gallery: ModuleType, number: int) -> Case:
    whole = gallery.ascent(number, (0.5, 0.0, 0.0), 1.2)
    seen = gallery.every(whole, 50.0, whole.time_s[-1] - 8.0, SCAN_S)
    return Case(seen, math.inf, gallery.beside(whole, 160.0, 2e5, 2e5))


@cache
def glide(gallery: ModuleType) -> Case:
    pack = load_pack("glide", "glider")
    vehicle, glider = build_vehicle(pack), build_glider(pack)
    lat_rad, lon_rad, _ = geodesic_direct(PAD[0], PAD[1], 1.0, 2.5e6)
    flown = fly_boosted_glide(vehicle, glider, solve_glide(vehicle, glider, PAD, (lat_rad, lon_rad, 0.0)), PAD)
    rows = flown.rows
    whole = gallery.Flight(rows.time_s, np.hstack([rows.position_ecef, rows.velocity_ecef]))
    start_s = math.ceil(flown.glide_s) + 20.0
    seen = gallery.every(whole, start_s, min(start_s + 200.0, math.floor(flown.dive_s)), SCAN_S)
    return Case(seen, flown.cutoff_s, gallery.beside(whole, start_s + 100.0, 2e5, 0.0))


FLIGHTS: dict[str, Callable[[ModuleType], Case]] = {
    "srbm": lambda gallery: ballistic(gallery, "srbm", 5e5),
    "mrbm": lambda gallery: ballistic(gallery, "mrbm", 1.5e6),
    "glide": glide,
    **{f"ascent-{number:02d}": lambda gallery, number=number: recorded(gallery, number) for number in ASCENTS},
}
SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in FLIGHTS if name != "srbm"]


@cache
def seen(gallery: ModuleType, name: str, has_rate: bool, spread: float = 1.0) -> Any:
    case = FLIGHTS[name](gallery)
    sd = gallery.SD if has_rate else gallery.SD_WITHOUT_RATE
    return gallery.tracked(case.flight, case.radar, sd, RUNS, spread)


def share_below(gallery: ModuleType, name: str, has_rate: bool, spread: float = 1.0) -> float:
    nees = gallery.nees(FLIGHTS[name](gallery).flight, seen(gallery, name, has_rate, spread))
    return float((nees < HIGHEST).mean())


@pytest.mark.parametrize("has_rate", [True, False])
@pytest.mark.parametrize("name", ["srbm", *SLOW])
def test_the_filters_are_no_surer_than_they_should_be(gallery: ModuleType, name: str, has_rate: bool) -> None:
    assert share_below(gallery, name, has_rate) >= LEAST_SHARE.get((name, has_rate), 0.9)


@pytest.mark.parametrize("name", ["srbm", *SLOW])
def test_told_a_quarter_of_the_noise_they_are_too_sure(gallery: ModuleType, name: str) -> None:
    assert share_below(gallery, name, True, spread=2.0) <= 0.5


@pytest.mark.parametrize("name", ["srbm", *SLOW])
def test_steps_of_thrust_are_overcome(gallery: ModuleType, name: str) -> None:
    """Burn-out and ignition surprise a filter; how much, and never for good."""
    nees = gallery.nees(FLIGHTS[name](gallery).flight, seen(gallery, name, True))
    # 31 in a recorded ascent whose second stage burns broadside on, where range rate is mute.
    assert nees.max() < WORST_NEES.get(name, 40.0)
    assert np.median(nees) < 6.5


@pytest.mark.parametrize("has_rate", [True, False])
@pytest.mark.parametrize("name", ["srbm", pytest.param("mrbm", marks=pytest.mark.slow)])
def test_boost_is_told_from_coast_within_15_s(gallery: ModuleType, name: str, has_rate: bool) -> None:
    case = FLIGHTS[name](gallery)
    coast = np.median(seen(gallery, name, has_rate).prob[:, :, COAST], axis=1)
    time_s = case.flight.time_s
    boosting = (time_s > time_s[0] + 14.0) & (time_s < case.cutoff_s)  # first told after seven looks
    assert coast[boosting].max() < 0.2
    assert coast[time_s > case.cutoff_s + 15.0].min() > 0.9


def bound_m(gallery: ModuleType, flight: Any, radar: tuple[float, float], mode: int, has_rate: bool) -> Array:
    """Return the posterior Cramer-Rao bound (k,) of the position, m: the information recursion along the truth.

    Tichavsky, Muravchik and Nehorai, *Posterior Cramer-Rao bounds for discrete-time nonlinear filtering*, IEEE Trans.
    Signal Processing 46 (1998): for additive Gaussian noise, Kalman's recursion with the partials at the truth.
    """
    station, up = np.array(ecef_from_lla(*radar, 0.0)), enu_axes(*radar)[2]
    sd, rng = gallery.SD if has_rate else gallery.SD_WITHOUT_RATE, np.random.default_rng(0)
    out, before, P = [], np.zeros(9), np.zeros((9, 9))
    for scan, x in enumerate(flight.x):
        row = gallery.looked_at(x, (*radar, 0.0), sd, rng, 1, 0.0)[0]
        now = np.concatenate([x, [1.0, 0.0, 0.0] if mode == COAST else lifted(flight, scan)])
        if scan == 0:
            P = births(station, up, row[None], 3)[1][0, mode]
        else:
            _, P = predict_mode(before, P, float(flight.time_s[scan] - flight.time_s[scan - 1]), mode)
            _, P, _, _ = updated(now, P, station, up, row, mode, False)
        before = now
        out.append(math.sqrt(np.trace(P[:3, :3])))
    return np.array(out)


def lifted(flight: Any, scan: int) -> Array:
    """Return the acceleration (3,) of a flight that gravity does not account for; rough: it only bends the bound."""
    near, far = max(scan - 1, 0), min(scan + 1, flight.x.shape[0] - 1)
    total = (flight.x[far, 3:] - flight.x[near, 3:]) / (flight.time_s[far] - flight.time_s[near])
    place = flight.x[scan, :3]
    return np.asarray(total + GM_M3_S2 * place / np.linalg.norm(place) ** 3)


@pytest.mark.parametrize("has_rate", [True, False])
@pytest.mark.parametrize(
    "name", ["srbm", *(pytest.param(name, marks=pytest.mark.slow) for name in ("mrbm", "glide"))]
)
def test_errors_come_near_the_bound_of_one_filter_that_knows(gallery: ModuleType, name: str, has_rate: bool) -> None:
    case, found = FLIGHTS[name](gallery), seen(gallery, name, has_rate)
    mode = MANOEUVRE if name == "glide" else COAST
    first = 0 if name == "glide" else int(np.searchsorted(case.flight.time_s, case.cutoff_s + 20.0))
    known = gallery.Flight(case.flight.time_s[first:], case.flight.x[first:])
    off = np.median(gallery.position_errors(case.flight, found), axis=1)[first:]
    ratio = off / bound_m(gallery, known, case.radar, mode, has_rate)
    assert ratio[10:].max() < WORST_RATIO.get((name, has_rate), 1.5)
    assert np.median(ratio[10:]) < 1.1  # the median of a length is below its root mean square
