"""Whole tracks in clutter: how many false ones are believed, and what becomes of bodies flying abreast.

A plain Kalman filter of constant velocity in the plane, written out here, takes the weights of each rule.
"""

import math
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import solve_discrete_are

from tocsin.tracking.association.associate import Problem, Rule, associate
from tocsin.tracking.association.kernels import candidate_pairs
from tocsin.tracking.association.score.kernels import confirmed, ended, score_change, wald_bounds, with_look

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

RULES: tuple[Rule, ...] = ("global_nearest", "joint_probabilistic", "mixed")
SIGMA_M, PERIOD_S, PD, GATE = 100.0, 1.0, 0.9, 16.0  # gate: squared, 0.9997 of a plane's measurements lie within
SPEED_SD_M_S = 300.0  # of what a new track may have
SIDE_M, CLUTTER_M2 = 30e3, 1e-7  # 90 false measurements a scan, half a one in the gate of a new track
FALSE_CONFIRM, LOST = 0.01, 0.05  # bounds asked of Wald's test
RATE_BAND = (0.10, 1.0)  # of FALSE_CONFIRM: Wald's bound is never passed, and is not idle either
NOISE_M2_S3 = 1.0
F = np.kron(np.array([[1.0, PERIOD_S], [0.0, 1.0]]), np.eye(2))
Q = NOISE_M2_S3 * np.kron(np.array([[PERIOD_S**3 / 3, PERIOD_S**2 / 2], [PERIOD_S**2 / 2, PERIOD_S]]), np.eye(2))


class Tracks(NamedTuple):
    """Of n tracks: place and speed (n, 4), covariance, history, score and the best so far, whether confirmed."""

    x: Array
    P: Array
    recent: Ints
    score: Array
    best: Array
    believed: Flags


def born(rows: Array) -> Tracks:
    """Return a track for each row (n, 2): at rest, and in doubt about it; its score begins at zero."""
    n = rows.shape[0]
    spread = np.diag([SIGMA_M**2] * 2 + [SPEED_SD_M_S**2] * 2)
    zero = np.zeros(n)
    return Tracks(
        np.column_stack([rows, np.zeros((n, 2))]),
        np.tile(spread, (n, 1, 1)),
        np.ones(n, dtype=np.int64),
        zero,
        zero,
        np.zeros(n, dtype=np.bool_),
    )


def together(one: Tracks, other: Tracks) -> Tracks:
    return Tracks(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))


def scan(
    tracks: Tracks, rows: Array, rule: Rule, clutter_m2: float, sigma_m: float = SIGMA_M
) -> tuple[Tracks, Problem, Array]:
    """Return the tracks after one scan of rows (m, 2), the problem solved and the weights of its pairs."""
    x, P = tracks.x @ F.T, F @ tracks.P @ F.T + Q
    S = P[:, :2, :2] + sigma_m**2 * np.eye(2)
    flat = [np.pad(places, ((0, 0), (0, 1))) for places in (x[:, :2], rows)]
    reach = np.sqrt(GATE * np.linalg.eigvalsh(S)[:, -1]) if x.size else np.zeros(0)
    track, row = candidate_pairs(flat[0], reach, flat[1], np.zeros(rows.shape[0]))
    error = rows[row] - x[track, :2]
    distance2 = np.einsum("pi,pij,pj->p", error, np.linalg.inv(S)[track], error)
    inside = distance2 <= GATE
    track, row, error = track[inside], row[inside], error[inside]
    likelihood = -0.5 * distance2[inside] - np.log(2.0 * math.pi) - 0.5 * np.log(np.linalg.det(S)[track])
    each = np.ones(x.shape[0])
    miss = math.log(1.0 - PD * (1.0 - math.exp(-0.5 * GATE)))
    clutter = np.full(rows.shape[0], math.log(clutter_m2))
    problem = Problem(track, row, likelihood, miss * each, math.log(PD) * each, clutter)
    out = associate(problem, rule)
    x, P = updated(x, P, S, problem, error, out.weight, out.miss_weight)
    recent = with_look(tracks.recent, out.miss_weight < 0.5)
    score = tracks.score + score_change(track, row, out.weight, *problem[2:])
    return (
        tracks._replace(x=x, P=P, recent=recent, score=score, best=np.maximum(tracks.best, score)),
        problem,
        out.weight,
    )


def updated(
    x: Array, P: Array, S: Array, problem: Problem, error: Array, weight: Array, missed: Array
) -> tuple[Array, Array]:
    """Return states and covariances after measurements weighed together, the doubt between them included."""
    gain = P[:, :, :2] @ np.linalg.inv(S)
    mean, spread = np.zeros((x.shape[0], 2)), np.zeros((x.shape[0], 2, 2))
    np.add.at(mean, problem.track, weight[:, None] * error)
    np.add.at(spread, problem.track, weight[:, None, None] * error[:, :, None] * error[:, None, :])
    spread -= mean[:, :, None] * mean[:, None, :]
    turned = gain.transpose(0, 2, 1)
    P = P - (1.0 - missed)[:, None, None] * (gain @ S @ turned) + gain @ spread @ turned
    return x + np.einsum("nij,nj->ni", gain, mean), P


class Outcome(NamedTuple):
    """What became of a field of clutter: shares of births and of bodies that were believed."""

    false: float
    found: float
    births: int


def field(seed: int, scans: int, bodies: int, declared_m2: float) -> Outcome:
    """Return how often a birth became a believed track that follows nothing, and how many bodies were found."""
    rng = np.random.default_rng(seed)
    _, bound = wald_bounds(FALSE_CONFIRM, LOST)
    place = rng.uniform(0.25 * SIDE_M, 0.75 * SIDE_M, (bodies, 2))
    speed = rng.normal(0.0, SPEED_SD_M_S, (bodies, 2))
    tracks, births, false, found = born(np.zeros((0, 2))), 0, 0, np.zeros(bodies, dtype=np.bool_)
    for _ in range(scans):
        place = place + PERIOD_S * speed
        seen = place[rng.uniform(size=bodies) < PD]
        seen = seen + SIGMA_M * rng.standard_normal(seen.shape)
        rows = rng.uniform(0.0, SIDE_M, (rng.poisson(CLUTTER_M2 * SIDE_M**2), 2))
        rows = rng.permutation(np.concatenate([seen, rows]))
        tracks, problem, weight = scan(tracks, rows, "global_nearest", declared_m2)
        new = confirmed(tracks.recent, tracks.score, 3, 4, bound) & ~tracks.believed
        gap = np.linalg.norm(tracks.x[new, None, :2] - place[None], axis=2)
        close = gap < 5.0 * SIGMA_M
        false += int(np.count_nonzero(~close.any(axis=1)))
        found |= close.any(axis=0)
        tracks = tracks._replace(believed=tracks.believed | new)
        keep = ~ended(tracks.recent, tracks.score, tracks.best, 3, 7.0)
        left = np.bincount(problem.row, weight, rows.shape[0]) == 0.0
        births += int(np.count_nonzero(left))
        tracks = together(Tracks(*(part[keep] for part in tracks)), born(rows[left]))
    return Outcome(false / births, float(found.mean()) if bodies else 1.0, births)


ABREAST, SPACING_M, RAID_SIGMA_M, RAID_SPEED_M_S = 6, 300.0, 50.0, 2000.0
RAID_SCANS, SETTLED_SCANS, RAID_SEEDS = 60, 10, 10


class Raid(NamedTuple):
    """How well six tracks followed six bodies, once settled."""

    crowded: float  # share of neighbouring tracks less than a quarter of the spacing apart across the flight
    pure: float  # share of the weight given to rows that came from the track's own body, of all given to rows
    kept: float  # share of tracks that end nearest the body they began with
    error_m: float  # root mean square across the flight, tracks and bodies taken in order


def raid(seed: int, rule: Rule, clutter_m2: float, spacing_m: float, sigma_m: float) -> Raid:
    """Return how tracks begun on six bodies abreast follow them."""
    rng = np.random.default_rng(seed)
    body = np.zeros((ABREAST, 4))
    body[:, 1], body[:, 2] = spacing_m * np.arange(ABREAST), RAID_SPEED_M_S
    begun = np.diag([sigma_m**2] * 2 + [20.0**2] * 2)
    x = body + rng.multivariate_normal(np.zeros(4), begun, ABREAST)
    tracks = born(x[:, :2])._replace(x=x, P=np.tile(begun, (ABREAST, 1, 1)))
    crowded, pure, given, error2 = [], 0.0, 0.0, []
    for number in range(RAID_SCANS):
        body = body @ F.T
        own = np.flatnonzero(rng.uniform(size=ABREAST) < PD)
        seen = body[own, :2] + sigma_m * rng.standard_normal((own.size, 2))
        centre, half_m = body[:, :2].mean(axis=0), 3000.0
        false = centre + rng.uniform(-half_m, half_m, (rng.poisson(clutter_m2 * 4.0 * half_m**2), 2))
        tracks, problem, weight = scan(tracks, np.concatenate([seen, false]), rule, clutter_m2, sigma_m)
        if number < SETTLED_SCANS:
            continue
        of_row = np.concatenate([own, np.full(false.shape[0], -1)])
        pure += weight[of_row[problem.row] == problem.track].sum()
        given += weight.sum()
        across = np.sort(tracks.x[:, 1])
        crowded.append((np.diff(across) < 0.25 * spacing_m).mean())
        error2.append(((across - body[:, 1]) ** 2).mean())
    gap = np.linalg.norm(tracks.x[:, None, :2] - body[None, :, :2], axis=2)
    kept = float((gap.argmin(axis=1) == np.arange(ABREAST)).mean())
    return Raid(float(np.mean(crowded)), pure / given, kept, math.sqrt(np.mean(error2)))


def raids(
    rule: Rule, clutter_m2: float = CLUTTER_M2, spacing_m: float = SPACING_M, sigma_m: float = RAID_SIGMA_M
) -> Raid:
    """Return the mean over ``RAID_SEEDS`` raids."""
    each = [raid(seed, rule, clutter_m2, spacing_m, sigma_m) for seed in range(RAID_SEEDS)]
    return Raid(*np.mean(each, axis=0).tolist())


def steady_error_m() -> float:
    """Return the error, one axis, of this filter settled, each measurement known: scipy's Riccati equation."""
    F2, Q2, H = F[::2, ::2], Q[::2, ::2], np.array([[1.0, 0.0]])
    P = solve_discrete_are(F2.T, H.T, Q2, np.array([[RAID_SIGMA_M**2]]))
    return math.sqrt(P[0, 0] * RAID_SIGMA_M**2 / (P[0, 0] + RAID_SIGMA_M**2))


def false_share(declared_m2: float) -> float:
    """Return the share of births that became false tracks, over 3 fields of 120 scans: some 15,000 births."""
    fields = [field(seed, 120, 0, declared_m2) for seed in range(3)]
    return sum(one.false * one.births for one in fields) / sum(one.births for one in fields)


def found_share(declared_m2: float) -> float:
    return float(np.mean([field(seed, 8, 30, declared_m2).found for seed in range(8)]))


def is_as_asked(share: float) -> bool:
    low, high = RATE_BAND
    return low * FALSE_CONFIRM <= share <= high * FALSE_CONFIRM


def test_false_tracks_stay_under_walds_bound_and_near_it() -> None:
    # Measured 0.0022, standard error 0.0004 from 34 false tracks: five of them inside the band.
    assert is_as_asked(false_share(CLUTTER_M2))


@pytest.mark.parametrize("factor", [0.1, 10.0])
def test_a_clutter_density_tenfold_wrong_leaves_the_band(factor: float) -> None:
    assert not is_as_asked(false_share(factor * CLUTTER_M2))  # measured 0.054 and 0


def test_bodies_in_clutter_are_found() -> None:
    # Measured 0.92 of 240 bodies, standard error 0.02; lost are those whose first looks went to clutter.
    assert found_share(CLUTTER_M2) >= 0.85
    assert found_share(10.0 * CLUTTER_M2) < 0.5  # declared too high: bodies look like clutter


@pytest.mark.parametrize("rule", RULES)
def test_six_bodies_abreast_are_followed(rule: Rule) -> None:
    # Six standard deviations apart.  Over 20 seeds: 0, 0.995 (lowest 0.989), 1, and 21.1 to 21.3 m.
    out = raids(rule)
    assert out.crowded <= 0.005
    assert out.pure >= 0.985
    assert out.kept == 1.0
    # Settled filter 21.3 m.  Standard error of the mean over the seeds 0.5 m; a tenth of the looks is missed.
    assert out.error_m == pytest.approx(steady_error_m(), rel=0.15)


@pytest.mark.slow
def test_weighing_holds_tracks_that_the_nearest_loses_in_dense_clutter() -> None:
    # Fifty times the clutter, 0.8 of a false row in each gate.  Measured over 20 seeds: 277 m, 41 m, 27 m.
    nearest, joint, mixed = (raids(rule, clutter_m2=50.0 * CLUTTER_M2) for rule in RULES)
    for soft in (joint, mixed):
        assert soft.error_m < 0.5 * nearest.error_m
        assert soft.kept >= 0.85
        assert soft.crowded <= 0.02


@pytest.mark.slow
def test_weighing_draws_tracks_together_when_bodies_are_three_deviations_apart() -> None:
    # The known fault of the rule.  Measured over 20 seeds: crowded 0.002, 0.015, 0.015; kept 0.75, 0.37, 0.37.
    nearest, joint, mixed = (raids(rule, spacing_m=0.5 * SPACING_M) for rule in RULES)
    assert nearest.crowded <= 0.01
    for soft in (joint, mixed):
        assert soft.crowded <= 0.05
        assert soft.kept < nearest.kept
        assert soft.error_m <= 2.0 * steady_error_m()  # places stay right: whose they are is what is lost
