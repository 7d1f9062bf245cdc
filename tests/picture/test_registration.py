"""A partner's radar that is off: what the picture does without registration, and with it."""

import math
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.picture.fuse import fuse
from tocsin.picture.registration.correct import less_bias, partials, registered
from tocsin.picture.registration.estimate import at_reference, learnt, plainness
from tocsin.picture.registration.value import Registration, estimate_without
from tocsin.picture.shared import Picture, TrackSet
from tocsin.tracking.predict import fly_forward
from tocsin.tracking.provenance import Source

Array = NDArray[np.float64]

LOOK_S, LAST_S = 5, 200
RUNS = 12
SIGMA_M, SIGMA_RAD = 20.0, 5e-4
BIASES = (500.0, math.radians(0.2), math.radians(0.2))  # range (m), azimuth, elevation
STATIONS = {"alder": (0.60, 0.90), "birch": (0.62, 1.12)}  # latitude, longitude, rad: some 1,150 km apart


class Sensed(NamedTuple):
    """Estimates of all bodies look by look: states (looks, bodies, 6) and covariances (looks, bodies, 6, 6)."""

    x: Array
    P: Array


@cache
def truth() -> Array:
    """Return (looks, bodies, 6): four bodies over the sea between the two, 60 to 200 km apart."""
    lat_lon = [(0.53, 0.97), (0.54, 0.99), (0.55, 1.01), (0.56, 0.975)]
    times_s = np.arange(0.0, LAST_S + 1.0, LOOK_S)
    out = []
    for lat_rad, lon_rad in lat_lon:
        place = np.array(ecef_from_lla(lat_rad, lon_rad, 250e3))
        velocity = np.array([2200.0, 2500.0, 900.0]) @ enu_axes(lat_rad, lon_rad)
        out.append(fly_forward(np.concatenate([place, velocity]), np.zeros((6, 6)), times_s).x)
    return np.array(out).transpose(1, 0, 2)


def polar_partials(place: Array, station: Array, axes: Array) -> tuple[Array, Array]:
    """Return the unit vectors (3, 3) of range, azimuth and elevation at a place, and metres a unit of each (3,)."""
    enu = axes @ (place - station)
    range_m = float(np.linalg.norm(enu))
    azimuth, elevation = math.atan2(enu[0], enu[1]), math.asin(enu[2] / range_m)
    sa, ca, se, ce = math.sin(azimuth), math.cos(azimuth), math.sin(elevation), math.cos(elevation)
    units = np.array([[ce * sa, ce * ca, se], [ca, -sa, 0.0], [-se * sa, -se * ca, ce]]) @ axes
    return units, np.array([1.0, range_m * ce, range_m])


def sensed(node: str, biases: tuple[float, float, float], seed: int) -> Sensed:
    """Return what a radar's filters say: least squares over all looks so far, brought on as of coasting bodies."""
    rng = np.random.default_rng([seed, node == "birch"])
    station = np.array(ecef_from_lla(*STATIONS[node], 0.0))
    axes = enu_axes(*STATIONS[node])
    looks, bodies = truth().shape[:2]
    out = Sensed(np.zeros((looks, bodies, 6)), np.zeros((looks, bodies, 6, 6)))
    for body in range(bodies):
        x = truth()[0, body] + np.concatenate([np.zeros(3), 300.0 * rng.normal(size=3)])
        P = np.diag([1e10] * 3 + [300.0**2] * 3)
        for look in range(looks):
            if look:
                ahead = fly_forward(x, P, np.array([float(LOOK_S)]))
                x, P = ahead.x[0], ahead.P[0]
            units, metres = polar_partials(truth()[look, body, :3], station, axes)
            sigmas = np.array([SIGMA_M, SIGMA_RAD, SIGMA_RAD]) * metres
            error = rng.normal(size=3) * sigmas + np.array(biases) * metres
            place = truth()[look, body, :3] + error @ units
            R = units.T @ np.diag(sigmas**2) @ units
            K = np.linalg.solve(P[:3, :3] + R, P[:3]).T
            keep = np.eye(6)
            keep[:, :3] -= K
            x, P = x + K @ (place - x[:3]), keep @ P @ keep.T + K @ R @ K.T
            out.x[look, body], out.P[look, body] = x, P
    return out


def track_set(node: str, what: Sensed, look: int, bodies: slice = slice(None)) -> TrackSet:
    x, P = what.x[look, bodies], what.P[look, bodies]
    sources = tuple((Source(f"{node}.s{i}", 0, 1000 * LOOK_S * look),) for i in range(len(x)))
    return TrackSet(node, x, P, np.ones(len(x)), sources)


class Told(NamedTuple):
    """What became of a run: by look (looks,), of own bodies' tracks; nan where nothing is to be said."""

    nees: Array
    error_m: Array
    excess: Array
    applied: Array


def played(biases: tuple[float, float, float], seed: int, with_registration: bool, bodies: slice = slice(None)) -> Told:
    own, theirs = sensed("alder", (0.0, 0.0, 0.0), seed), sensed("birch", biases, seed)
    registration, looks = Registration("birch"), truth().shape[0]
    out = Told(*np.full((4, looks), np.nan))
    for look in range(4, looks):
        time_ms = 1000 * LOOK_S * look
        ours, partner = track_set("alder", own, look, bodies), track_set("birch", theirs, look, bodies)
        if with_registration:
            registration = learnt(registration, ours, partner, time_ms)
        picture = fuse(ours, [partner], time_ms, (registration,))
        note(out, picture, look, truth()[look, bodies])
        out.applied[look] = registration.is_applied
    return out


def note(out: Told, picture: Picture, look: int, there: Array) -> None:
    count = there.shape[0]
    errors = picture.x[:count] - there
    out.nees[look] = np.mean([e @ np.linalg.solve(P, e) for e, P in zip(errors, picture.P, strict=False)])
    out.error_m[look] = np.sqrt((errors[:, :3] ** 2).sum(axis=1).mean())
    out.excess[look] = len(picture.provenances) - count


@cache
def all_runs(is_biased: bool, with_registration: bool) -> Told:
    """Return (RUNS, looks) of everything."""
    biases = BIASES if is_biased else (0.0, 0.0, 0.0)
    runs = [played(biases, seed, with_registration) for seed in range(RUNS)]
    return Told(*(np.array([getattr(run, name) for run in runs]) for name in Told._fields))


if __name__ == "__main__":
    for biased in (True, False):
        for reg in (False, True):
            t = all_runs(biased, reg)
            print(biased, reg)
            for l in (4, 6, 8, 12, 16, 20, 30, 40):
                print(5 * l, "nees %.1f err %.0f excess %.2f applied %.2f" % (t.nees[:, l].mean(), t.error_m[:, l].mean(), t.excess[:, l].mean(), t.applied[:, l].mean()))
