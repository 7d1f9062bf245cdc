"""Nodes in a ring pass on what they hold, round and round: nobody grows surer than he may.

A body moves in a straight line but for white acceleration noise.  Two, three or five nodes each measure it with a
sensor of their own (sure along one line of sight, vague across), filter what they measured themselves, and every few
seconds pass all they hold to the next in the ring, which arrives some seconds later.  After many rounds every report
has been everywhere several times.  The pictures' normalised errors squared must stay under the chi-square bound; the
same exchange without a ledger, each arriving estimate taken as independent news, must break it.
"""

import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from tocsin.picture.fuse import fuse
from tocsin.picture.kernels import fuse_split
from tocsin.picture.shared import TrackSet
from tocsin.tracking.provenance import Source

Array = NDArray[np.float64]

RUNS = 100
SCAN_S, SEND_S, CARRY_S = 2, 4, 3
ROUND_S = (40, 80, 120)  # when pictures are looked at; a ring of five is gone round in 35 s
NOISE_M2_S3 = 1e-3
ALONG_M, ACROSS_M = 10.0, 60.0  # so sure that after a minute half of the error is the body's own noise
START = np.array([6.9e6, 0.0, 0.0, 0.0, 5000.0, 3000.0])


class Report(NamedTuple):
    """One node's own-sensor estimate in all runs: states (RUNS, 6), one covariance (6, 6)."""

    node: int
    time_s: int
    x: Array
    P: Array


def motion(dt_s: float) -> tuple[Array, Array]:
    """Return the transition matrix and the process noise of a straight flight."""
    F, Q = np.eye(6), np.zeros((6, 6))
    F[:3, 3:] = dt_s * np.eye(3)
    Q[:3, :3], Q[3:, 3:] = np.eye(3) * dt_s**3 / 3.0, np.eye(3) * dt_s
    Q[:3, 3:] = Q[3:, :3] = np.eye(3) * dt_s**2 / 2.0
    return F, NOISE_M2_S3 * Q


def ahead(x: Array, P: Array, dt_s: float) -> tuple[Array, Array]:
    F, Q = motion(dt_s)
    return x @ F.T, F @ P @ F.T + Q


def sensor_noise(node: int) -> Array:
    """Return the measurement covariance (3, 3) of a node: its line of sight is its own."""
    sight = np.array([np.cos(0.9 * node), np.sin(0.9 * node), 0.4 * node - 0.6])
    sight /= np.linalg.norm(sight)
    return ACROSS_M**2 * np.eye(3) + (ALONG_M**2 - ACROSS_M**2) * np.outer(sight, sight)


def measured(x: Array, P: Array, place: Array, R: Array) -> tuple[Array, Array]:
    """Return states and covariance after a measured place (RUNS, 3)."""
    K = np.linalg.solve(P[:3, :3] + R, P[:3, :]).T
    keep = np.eye(6)
    keep[:, :3] -= K
    return x + (place - x[:, :3]) @ K.T, keep @ P @ keep.T + K @ R @ K.T


@cache
def flight() -> Array:
    """Return the truth (time in s, RUNS, 6)."""
    rng = np.random.default_rng(1)
    F, Q = motion(1.0)
    states = [np.tile(START, (RUNS, 1))]
    for _ in range(ROUND_S[-1]):
        states.append(states[-1] @ F.T + rng.multivariate_normal(np.zeros(6), Q, RUNS))
    return np.array(states)


def news(node: int, time_s: int) -> Array:
    """Return the places (RUNS, 3) that a node measures at a time."""
    rng = np.random.default_rng([node, time_s])
    return flight()[time_s][:, :3] + rng.multivariate_normal(np.zeros(3), sensor_noise(node), RUNS)


def first_estimate(node: int) -> tuple[Array, Array]:
    P = np.zeros((6, 6))
    P[:3, :3], P[3:, 3:] = sensor_noise(node), 100.0**2 * np.eye(3)
    velocity = START[3:] + 100.0 * np.random.default_rng([node, 999]).normal(size=(RUNS, 3))
    return np.hstack([news(node, 0), velocity]), P


@cache
def own_reports(node: int) -> list[Report]:
    """Return what a node's own filter says, second by second."""
    x, P = first_estimate(node)
    reports = [Report(node, 0, x, P)]
    for time_s in range(1, ROUND_S[-1] + 1):
        x, P = ahead(x, P, 1.0)
        if time_s % SCAN_S == 0:
            x, P = measured(x, P, news(node, time_s), sensor_noise(node))
        reports.append(Report(node, time_s, x, P))
    return reports


@cache
def arrived(count: int, time_s: int) -> list[list[Report]]:
    """Return, for each node of a ring, every report of others that has reached it, as often as it has."""
    received: list[list[Report]] = [[] for _ in range(count)]
    under_way: list[tuple[int, int, list[Report]]] = []
    for now_s in range(time_s + 1):
        for due_s, node, reports in under_way:
            if due_s == now_s:
                received[node] += reports
        if now_s % SEND_S == 0:
            for node in range(count):
                held = [own_reports(node)[now_s], *newest(received[node])]
                under_way.append((now_s + CARRY_S, (node + 1) % count, held))
    return received


def newest(reports: Sequence[Report]) -> list[Report]:
    by_node: dict[int, Report] = {}
    for report in reports:
        if report.node not in by_node or by_node[report.node].time_s < report.time_s:
            by_node[report.node] = report
    return list(by_node.values())


def track_set(report: Report, run: int, time_s: int, carrier: str = "") -> TrackSet:
    """Return a report of one run, brought to now, under the name of whoever carried it."""
    x, P = ahead(report.x[run], report.P, time_s - report.time_s)
    last_ms = 1000 * (report.time_s - report.time_s % SCAN_S)
    name = f"node{report.node}"
    provenance = (Source(f"{name}.s1", 0, last_ms),)
    return TrackSet(carrier or name, x[None], P[None], np.ones(1), (provenance,))


def nees(x: Array, P: Array, truth: Array) -> float:
    return float((x - truth) @ np.linalg.solve(P, x - truth))


def pictures(count: int, time_s: int) -> Array:
    """Return NEES, squared error of place and excess tracks (3, nodes, RUNS) of the picture, by ``fuse`` itself."""
    out = np.zeros((3, count, RUNS))
    for node in range(count):
        reports = newest(arrived(count, time_s)[node])
        for run in range(RUNS):
            own = track_set(own_reports(node)[time_s], run, time_s)
            picture = fuse(own, [track_set(report, run, time_s) for report in reports], 1000 * time_s)
            out[2, node, run] = len(picture.provenances) - 1
            truth = flight()[time_s][run]
            out[0, node, run] = nees(picture.x[0], picture.P[0], truth)
            out[1, node, run] = ((picture.x[0, :3] - truth[:3]) ** 2).sum()
    return out


def naive(count: int, time_s: int) -> Array:
    """Return the NEES (nodes,) of a ring where each arriving estimate is taken as independent and passed on fused."""
    held = [first_estimate(node) for node in range(count)]
    under_way: list[tuple[int, int, int, tuple[Array, Array]]] = []
    for now_s in range(1, time_s + 1):
        held = [ahead(x, P, 1.0) for x, P in held]
        if now_s % SCAN_S == 0:
            held = [measured(*held[node], news(node, now_s), sensor_noise(node)) for node in range(count)]
        for due_s, node, sent_s, estimate in under_way:
            if due_s == now_s:
                x, P = ahead(*estimate, now_s - sent_s)
                held[node] = added(*held[node], x, P)
        if now_s % SEND_S == 0:
            under_way += [(now_s + CARRY_S, (node + 1) % count, now_s, held[node]) for node in range(count)]
    truth = flight()[time_s]
    return np.array([np.mean([nees(x[run], P, truth[run]) for run in range(RUNS)]) for x, P in held])


def added(x_a: Array, P_a: Array, x_b: Array, P_b: Array) -> tuple[Array, Array]:
    """Return two estimates (RUNS, 6) fused as if independent."""
    P = np.linalg.inv(np.linalg.inv(P_a) + np.linalg.inv(P_b))
    return (x_a @ np.linalg.inv(P_a) + x_b @ np.linalg.inv(P_b)) @ P, P


def highest() -> float:
    """Return the upper end of the two-sided 95 % band of the mean NEES of six states."""
    return float(chi2.ppf(0.975, 6 * RUNS)) / RUNS


def test_the_bound_is_the_published_one(validate) -> None:
    cases = json.loads((Path(__file__).parents[1] / "oracles" / "tracking.json").read_text())
    validate("picture", next(case for case in cases if case["id"] == "nees-nx6-N100"), "upper", highest())


@pytest.mark.parametrize("count", [2, 3, 5])
def test_every_picture_of_a_ring_stays_under_the_bound(count: int) -> None:
    for time_s in ROUND_S:
        errors, _, excess = pictures(count, time_s)
        mean = errors.mean(axis=1)
        assert excess.mean() <= 0.01  # the gate lets one true pair in a thousand go, and there are up to four
        assert mean.max() < highest()
        assert mean.min() > 2.0  # conservative, not useless: an exact filter has 6


@pytest.mark.parametrize("count", [2, 3, 5])
def test_naive_fusion_breaks_the_same_bound(count: int) -> None:
    assert naive(count, ROUND_S[-1]).min() > 2.0 * highest()


def test_the_filters_of_the_ring_are_themselves_consistent() -> None:
    for node in range(5):
        for time_s in ROUND_S:
            report = own_reports(node)[time_s]
            mean = np.mean([nees(report.x[run], report.P, flight()[time_s][run]) for run in range(RUNS)])
            assert mean < highest() * 1.05  # one of fifteen may be out by chance


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_picture_is_better_than_own_sensors_and_than_plain_covariance_intersection(count: int) -> None:
    time_s = ROUND_S[0]
    squared = pictures(count, time_s)[1, 0].mean()
    alone, plain = np.zeros(RUNS), np.zeros(RUNS)
    for run in range(RUNS):
        truth = flight()[time_s][run, :3]
        sets = [track_set(own_reports(0)[time_s], run, time_s)]
        sets += [track_set(r, run, time_s) for r in newest(arrived(count, time_s)[0]) if r.node != 0]
        x, P = np.concatenate([s.x for s in sets]), np.concatenate([s.P for s in sets])
        alone[run] = ((x[0, :3] - truth) ** 2).sum()
        plain[run] = ((fuse_split(x, P, np.ones(count))[0][:3] - truth) ** 2).sum()
    assert squared < 1.02 * plain.mean() < 0.7 * alone.mean()


def test_a_ring_whose_reports_come_late_out_of_order_and_often_has_the_same_pictures() -> None:
    shuffle, time_s = random.Random(3), ROUND_S[1]
    for node in range(5):
        everything = list(arrived(5, time_s)[node])
        assert len(everything) > 3 * len(newest(everything))
        shuffle.shuffle(everything)
        for run in range(3):
            own = track_set(own_reports(node)[time_s], run, time_s)
            plain = fuse(own, [track_set(report, run, time_s) for report in newest(everything)], 1000 * time_s)
            mixed = fuse(own, [track_set(report, run, time_s, "anyone") for report in everything], 1000 * time_s)
            assert np.array_equal(plain.x, mixed.x)
            assert np.array_equal(plain.P, mixed.P)
            assert plain.provenances == mixed.provenances
