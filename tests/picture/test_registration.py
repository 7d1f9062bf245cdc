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
from tocsin.picture.registration.correct import registered
from tocsin.picture.registration.estimate import learnt, plainness, way_to
from tocsin.picture.registration.kernels import about_another, less_bias, partial
from tocsin.picture.registration.value import NOTHING_SAID, Registration, estimate_without
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


def played(
    biases: tuple[float, float, float], seed: int, with_registration: bool, bodies: slice = slice(None)
) -> Told:
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


READY = 4  # looks: tracks are confirmed after as many; 20 s
BOUND = 6.0 + 3.0 * math.sqrt(12.0 / (4 * RUNS))  # mean of chi-square of 6 over 48 tracks, plus three deviations


def test_without_registration_every_body_is_held_twice() -> None:
    assert (all_runs(True, False).excess[:, READY:] == 4).mean() > 0.95


def test_with_registration_the_same_tracks_are_one_and_consistent_after_twenty_seconds() -> None:
    told = all_runs(True, True)
    assert (told.applied[:, READY:] == 1.0).all()
    assert (told.excess[:, READY:] == 0).mean() > 0.98
    assert told.nees[:, READY:].mean(axis=0).max() < BOUND
    own = all_runs(True, False)  # split: the first four rows are own tracks alone
    assert told.error_m[:, READY:].mean() < 0.9 * own.error_m[:, READY:].mean()


def test_a_partner_without_bias_is_left_as_he_is() -> None:
    plain, told = all_runs(False, False), all_runs(False, True)
    assert (told.applied[:, READY:] == 0.0).mean() > 0.99  # by chance once in a thousand
    assert told.error_m[:, READY:].mean() == pytest.approx(plain.error_m[:, READY:].mean(), rel=0.05)


@cache
def first_three_seen_by_both() -> tuple[TrackSet, TrackSet, Registration, Array]:
    """Return the fourth body's track as the partner has it and as corrected, the registration, and the truth."""
    own, theirs = sensed("alder", (0.0, 0.0, 0.0), 50), sensed("birch", BIASES, 50)
    registration, look = Registration("birch"), 20
    for now in range(READY, look + 1):
        partner = track_set("birch", theirs, now)
        registration = learnt(registration, track_set("alder", own, now, slice(3)), partner, 5000 * now)
    partner = track_set("birch", theirs, look)
    return partner, registered(partner, (registration,)), registration, truth()[look]


def test_a_body_that_only_the_partner_sees_is_moved_to_its_place() -> None:
    before, after, registration, there = first_three_seen_by_both()
    off_m, left_m = (float(np.linalg.norm(tracks.x[3, :3] - there[3, :3])) for tracks in (before, after))
    error = after.x[3] - there[3]
    assert registration.is_applied
    assert off_m > 2000.0
    assert left_m < 0.3 * off_m
    assert error @ np.linalg.solve(after.P[3], error) < 22.46  # chi-square of 6 at 0.999


def test_a_track_is_not_corrected_by_what_it_said_itself() -> None:
    """Else one pair would agree perfectly, and count as two."""
    _, _, registration, _ = first_three_seen_by_both()
    whole, without = estimate_without(registration)[1], estimate_without(registration, "birch.s0")[1]
    assert len(registration.pairs) == 3
    assert np.linalg.eigvalsh(without - whole).min() > -1e-3
    assert np.trace(without) > 1.2 * np.trace(whole)


def test_one_body_alone_gains_nothing_and_loses_nothing() -> None:
    alone = [played(BIASES, seed, True, slice(1)) for seed in range(RUNS)]
    own = [played(BIASES, seed, False, slice(1)) for seed in range(RUNS)]  # split: the own track alone
    assert np.mean([told.excess[READY:] for told in alone]) < 0.05
    mine, theirs = (np.mean([told.error_m[READY:] for told in runs]) for runs in (alone, own))
    assert mine == pytest.approx(theirs, rel=0.05)


def test_a_pair_counts_once_however_often_it_is_looked_at() -> None:
    own, theirs = sensed("alder", (0.0, 0.0, 0.0), 51), sensed("birch", BIASES, 51)
    ours, partner = track_set("alder", own, 20), track_set("birch", theirs, 20)
    once = learnt(Registration("birch"), ours, partner, 1000)
    often = once
    for _ in range(20):
        often = learnt(often, ours, partner, 1000)
    assert estimate_without(often)[1] == pytest.approx(estimate_without(once)[1], rel=1e-6)


def test_a_pair_that_is_gone_keeps_its_word_and_may_not_come_back() -> None:
    own, theirs = sensed("alder", (0.0, 0.0, 0.0), 51), sensed("birch", BIASES, 51)
    ours, partner = track_set("alder", own, 20), track_set("birch", theirs, 20)
    first = learnt(Registration("birch"), ours, partner, 1000)
    empty = track_set("alder", own, 20, slice(0))
    later = learnt(first, empty, partner, 60_000)
    assert len(later.closed) == 4
    assert later.pairs == ()
    assert plainness(later) == pytest.approx(plainness(first), rel=0.1)  # less what the bias may have drifted in 59 s
    assert learnt(later, ours, partner, 61_000).pairs == ()


def test_the_partials_are_those_of_a_shift_and_a_small_turn() -> None:
    x, reference = truth()[0, 0], truth()[0, 1, :3]
    b = np.array([30.0, -20.0, 10.0, 100.0, 50.0, -70.0])  # m, and m at 1,000 km
    turn = b[3:] / 1e6
    moved = partial(x, reference) @ b
    assert moved[:3] == pytest.approx(b[:3] + np.cross(turn, x[:3] - reference))
    assert moved[3:] == pytest.approx(np.cross(turn, x[3:]))
    [back], _ = less_bias((x + moved)[None], np.eye(6)[None], b[None], np.eye(6)[None], reference)
    assert back == pytest.approx(x, abs=30.0)  # m: second order in the turn


def test_another_reference_is_the_same_bias() -> None:
    _, _, registration, there = first_three_seen_by_both()
    still = replace(registration, covariance_m2=registration.covariance_m2 * 1e-9, pairs=(), said=NOTHING_SAID)
    still = replace(still, mean_m=np.array([300.0, 200.0, -100.0, 3000.0, 2000.0, 1000.0]))
    reference_ecef, way_m, drift_m2 = way_to(still, there[:1, :3] + 2e5, still.time_ms)
    mean_m, *_ = about_another(still.mean_m, still.covariance_m2, *still.said, way_m, drift_m2)
    for x in there:
        before = partial(x, still.reference_ecef) @ still.mean_m
        assert partial(x, reference_ecef) @ mean_m == pytest.approx(before, abs=1e-6)


def test_tracks_are_corrected_together_as_each_alone_and_each_with_its_own_estimate() -> None:
    partner, _, registration, _ = first_three_seen_by_both()
    tracks = partner.x[:3], partner.P[:3]
    whole, without = (estimate_without(registration, name) for name in ("", registration.pairs[0].partner_id))
    x, P = less_bias(*tracks, *stacked(whole), registration.reference_ecef)
    mixed, mixed_P = less_bias(*tracks, *stacked(whole, without, whole), registration.reference_ecef)
    for row in range(3):
        alone = tracks[0][row : row + 1], tracks[1][row : row + 1]
        [one_x], [one_P] = less_bias(*alone, *stacked(whole), registration.reference_ecef)
        assert x[row].tolist() == one_x.tolist()
        assert P[row].tolist() == one_P.tolist()
    assert mixed[0].tolist() == x[0].tolist()
    assert mixed[1].tolist() != x[1].tolist()
    assert mixed_P[1].tolist() != P[1].tolist()


def stacked(*estimates: tuple[Array, Array]) -> tuple[Array, Array]:
    """Return means (k, 6) and covariances (k, 6, 6)."""
    means_m, covariances_m2 = zip(*estimates, strict=True)
    return np.array(means_m), np.array(covariances_m2)
