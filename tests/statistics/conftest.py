"""Flights looked at by a radar many times over: the fixture ``gallery`` is this module."""

import math
import sys
from importlib.resources import files
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.interpolate import UnivariateSpline

from tocsin.earth.geodesic import geodesic_direct
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.imm.kernels import combine, predict_all
from tocsin.tracking.sight.kernels import rows_of
from tocsin.tracking.table.kernels import births, gated, update_all

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

SD = (1e-3, 1e-3, 20.0, 2.0)  # rad, rad, m, m/s
SD_WITHOUT_RATE = (1e-3, 1e-3, 20.0, 0.0)


class Flight(NamedTuple):
    """What flies: states x (k, 6), m and m/s, ECEF, at times_s (k,)."""

    time_s: Array
    x: Array


class Tracked(NamedTuple):
    """What the filters made of it, k scans and n runs: x (k, n, 6), P (k, n, 6, 6), mode probabilities (k, n, 3)."""

    x: Array
    P: Array
    prob: Array


def every(flight: Flight, start_s: float, end_s: float, scan_s: float) -> Flight:
    """Return a flight at the times of a radar's scans."""
    time_s = np.arange(start_s, end_s + 1e-6, scan_s)
    place = np.searchsorted(flight.time_s, time_s)
    assert np.abs(flight.time_s[place] - time_s).max() < 1e-6, "a flight's rows must stand at the scans"
    return Flight(time_s, flight.x[place])


def ascent(number: int, pad_lla: Lla, azimuth_rad: float) -> Flight:
    """Return a recorded ascent, a row a second.

    Heights and distances are recorded to 10 or 100 m, a second apart: differences would be 100 m/s off, so splines of
    fifth order are laid through them, as close as their digits allow.  A record holds no azimuth.
    """
    text = (
        files("tocsin.scenario").joinpath(f"background/ascents/ascent-{number:02d}.csv").read_text(encoding="utf-8")
    )
    record = np.array([[float(cell) for cell in line.split(",")] for line in text.splitlines()[2:]])
    time_s, _, altitude_km, downrange_km = record.T
    sd_m = 30.0
    height, along = (
        UnivariateSpline(time_s, 1e3 * column, np.full(time_s.shape, 1.0 / sd_m), k=5, s=time_s.shape[0])
        for column in (altitude_km, downrange_km)
    )
    even_s = np.arange(time_s[0], time_s[-1] + 0.5)
    states = []
    for now_s in even_s:
        ends = []
        for moment_s in (now_s - 0.01, now_s, now_s + 0.01):
            lat_rad, lon_rad, _ = geodesic_direct(pad_lla[0], pad_lla[1], azimuth_rad, float(along(moment_s)))
            ends.append(np.array(ecef_from_lla(lat_rad, lon_rad, float(height(moment_s)))))
        states.append(np.concatenate([ends[1], (ends[2] - ends[0]) / 0.02]))
    return Flight(even_s, np.array(states))


def beside(flight: Flight, at_s: float, aside_m: float, ahead_m: float = 0.0) -> tuple[float, float]:
    """Return latitude and longitude (rad) of a radar so far right of the place below a flight and ahead of it."""
    row = int(np.searchsorted(flight.time_s, at_s))
    place, velocity = flight.x[row, :3], flight.x[row, 3:]
    up = place / np.linalg.norm(place)
    ahead = velocity - (velocity @ up) * up
    ahead /= np.linalg.norm(ahead)
    spot = place + ahead_m * ahead + aside_m * np.cross(ahead, up)
    return math.asin(spot[2] / float(np.linalg.norm(spot))), math.atan2(spot[1], spot[0])


def looked_at(x: Array, lla: Lla, sd: tuple[float, ...], rng: np.random.Generator, runs: int, spread: float) -> Array:
    """Return rows (runs, 10) of one look at one body, errors ``spread`` times what they tell the filter."""
    station, axes = np.array(ecef_from_lla(*lla)), enu_axes(lla[0], lla[1])
    enu = axes @ (x[:3] - station)
    span = float(np.linalg.norm(enu))
    rate = float(enu @ (axes @ x[3:6])) / span
    elevation_rad = math.asin(enu[2] / span)
    z = np.array([math.atan2(enu[0], enu[1]), elevation_rad, span, rate])
    told = np.tile(sd, (runs, 1))
    z = z + spread * told * rng.standard_normal((runs, 4))
    return rows_of(*z.T.copy(), told, axes)


def tracked(
    flight: Flight,
    lat_lon_rad: tuple[float, float],
    sd: tuple[float, ...] = SD,
    runs: int = 100,
    spread: float = 1.0,
    is_unscented: bool = False,
) -> Tracked:
    """Return what the shipped filters make of a flight, each run a track of its own: no association, nothing dropped.

    Births, prediction, gates, update and combination are the tracker's own kernels.
    """
    rng = np.random.default_rng(1)
    lla = (*lat_lon_rad, 0.0)
    station, up = np.array(ecef_from_lla(*lla)), enu_axes(lla[0], lla[1])[2]
    time_ms = np.round(1e3 * flight.time_s).astype(np.int64)
    state = births(station, up, looked_at(flight.x[0], lla, sd, rng, runs, spread), 3)
    out: list[tuple[Array, ...]] = []
    alone = np.arange(runs)
    for scan, x in enumerate(flight.x):
        if scan > 0:
            state = predict_all(*state, np.full(runs, time_ms[scan - 1]), time_ms[scan], is_unscented)
            rows = looked_at(x, lla, sd, rng, runs, spread)
            near = np.full(runs, np.inf)
            track, row, _, by_mode = gated(*state, near, (alone, alone), station, up, rows, is_unscented)
            pairs = track, row, np.ones(track.shape[0]), by_mode
            state = update_all(*state, pairs, station, up, rows, is_unscented)
        both = [combine(*(part[run] for part in state)) for run in range(runs)]
        out.append((np.array([b[0] for b in both]), np.array([b[1] for b in both]), state[2]))
    return Tracked(*(np.array(column) for column in zip(*out, strict=True)))


def nees(flight: Flight, found: Tracked) -> Array:
    """Return the mean normalised error squared of position and velocity at each scan (k,)."""
    off = (found.x - flight.x[:, None])[..., None]
    return np.asarray((off * np.linalg.solve(found.P, off)).sum(axis=(2, 3)).mean(axis=1))


def position_errors(flight: Flight, found: Tracked) -> Array:
    """Return position errors (k, n), m."""
    return np.linalg.norm(found.x[..., :3] - flight.x[:, None, :3], axis=2)


@pytest.fixture(scope="session")
def gallery() -> ModuleType:
    return sys.modules[__name__]
