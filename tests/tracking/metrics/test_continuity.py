"""Completeness, latency, breaks, swaps, purity: counted by hand; SIAP against Stone Soup on the same pairs."""

import datetime

import numpy as np
import pytest
from numpy.typing import NDArray
from stonesoup.measures import Euclidean
from stonesoup.metricgenerator.manager import MultiManager
from stonesoup.metricgenerator.tracktotruthmetrics import SIAPMetrics
from stonesoup.types.association import AssociationSet, TimeRangeAssociation
from stonesoup.types.groundtruth import GroundTruthPath, GroundTruthState
from stonesoup.types.state import State
from stonesoup.types.time import TimeRange
from stonesoup.types.track import Track

from tocsin.tracking.metrics.continuity import NEVER_MS, per_track, per_truth, siap
from tocsin.tracking.metrics.over_time import NO_TRACK, History, Pairs

Ints = NDArray[np.int64]

START = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
NO = NO_TRACK


def pairs_of(lives: list[list[int]]) -> Pairs:
    """Return the tracks of each body at 0, 2000, ... ms."""
    table = np.array(lives)
    step, truth = (index.ravel() for index in np.meshgrid(*map(np.arange, table.T.shape), indexing="ij"))
    return Pairs(2000 * step, truth, table[truth, step], np.where(table[truth, step] == NO, 9.0, 1.0))


def tracks_of(pairs: Pairs) -> History:
    """Return a history with just the rows of the tracks in some pairs."""
    has = pairs.track != NO
    return History(pairs.time_ms[has], pairs.track[has], np.zeros((int(has.sum()), 3)))


def test_a_body_is_followed_by_hand() -> None:
    got = per_truth(
        pairs_of(
            [
                [NO, NO, 7, 7, 7, 7, 7, 7],  # late
                [1, 1, NO, 1, 1, 1, NO, NO],  # one break, then lost for good
                [2, 2, 3, 3, 3, NO, 2, 2],  # a swap, and one over a break
                [NO, NO, NO, NO, NO, NO, NO, NO],
            ]
        )
    )
    assert got.number.tolist() == [0, 1, 2, 3]
    assert got.completeness.tolist() == [0.75, 0.625, 0.875, 0.0]
    assert got.latency_ms.tolist() == [4000, 0, 0, NEVER_MS]
    assert got.break_count.tolist() == [0, 1, 1, 0]
    assert got.swap_count.tolist() == [0, 0, 2, 0]
    assert got.hold_count.tolist() == [1, 2, 3, 0]
    assert got.held_ms.tolist() == [10000, 6000, 8000, 0]
    assert got.longest_ms.tolist() == [10000, 4000, 4000, 0]


def test_a_track_is_as_pure_as_the_body_it_holds_most() -> None:
    pairs = pairs_of([[5, 5, 5, 6], [6, 6, NO, 5]])
    tracks = tracks_of(pairs)
    false = History(*(np.concatenate(part) for part in zip(tracks, ([0], [9], np.zeros((1, 3))), strict=True)))
    got = per_track(false, pairs)
    assert got.number.tolist() == [5, 6, 9]
    assert got.purity.tolist() == [0.75, 2 / 3, 0.0]
    assert got.body.tolist() == [0, 1, NO]


def test_nothing_has_no_shares() -> None:
    none = pairs_of([[NO, NO]])
    tracks = tracks_of(none)
    assert siap(tracks, none) == (0.0, 0.0, 0.0, 0.0, 0.0)
    assert per_track(tracks, none).number.size == 0
    assert per_truth(Pairs(*(column[:0] for column in none))).number.size == 0


def time_of(time_ms: int) -> datetime.datetime:
    return START + datetime.timedelta(milliseconds=int(time_ms))


def stone_soup(truth: History, tracks: History, pairs: Pairs) -> dict[str, float]:
    """Return Stone Soup's SIAP metrics, told who stood for whom."""
    sides = []
    for side, path, state in ((truth, GroundTruthPath, GroundTruthState), (tracks, Track, State)):
        made = {}
        for number in np.unique(side.number).tolist():
            rows = np.flatnonzero(side.number == number)
            states = [state(side.x[row].reshape(-1, 1), timestamp=time_of(side.time_ms[row])) for row in rows]
            made[number] = path(states)
        sides.append(made)
    held = AssociationSet()
    for number, body in sides[0].items():
        rows = np.flatnonzero(pairs.truth == number)
        ends = np.flatnonzero(np.diff(pairs.track[rows]) != 0) + 1
        for hold in np.split(rows, ends):
            if pairs.track[hold[0]] != NO:
                span = TimeRange(time_of(pairs.time_ms[hold[0]]), time_of(pairs.time_ms[hold[-1]]))
                held.associations.add(TimeRangeAssociation({body, sides[1][pairs.track[hold[0]]]}, span))
    generator = SIAPMetrics(
        position_measure=Euclidean((0, 1, 2)),
        velocity_measure=Euclidean((0, 1, 2)),
        tracks_key="tracks",
        truths_key="truths",
    )
    manager = MultiManager([generator])
    manager.add_data({"truths": set(sides[0].values()), "tracks": set(sides[1].values())})
    manager.association_set = held
    return {metric.title: metric.value for metric in generator.compute_metric(manager)}


def drawn_life(rng: np.random.Generator, body: int) -> list[int]:
    """Return a body's tracks at 40 times: each held for two or more, for Stone Soup has no span without length.

    And each held once: Stone Soup adds up what one track held with a break, where ours are two holds.
    """
    sizes = rng.integers(2, 6, 40)
    numbers = np.where(rng.random(40) < 0.3, NO, 100 * (body + 1) + np.arange(40))
    life = np.repeat(numbers, sizes)[:40]
    life[39] = life[38]
    return [int(number) for number in life]


@pytest.mark.parametrize("seed", range(5))
def test_stone_soup_says_the_same_of_the_whole_picture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = pairs_of([drawn_life(rng, body) for body in range(4)])
    truth = History(pairs.time_ms, pairs.truth, rng.normal(0.0, 100.0, (160, 3)))
    claims = History(pairs.time_ms, pairs.track, truth.x + rng.normal(0.0, 1.0, truth.x.shape))
    pairs = pairs._replace(error_m=np.linalg.norm(claims.x - truth.x, axis=1))
    has = np.flatnonzero(pairs.track != NO)
    false = History(2000 * np.arange(7), np.full(7, 99), np.zeros((7, 3)))
    tracks = History(*(np.concatenate((a[has], b)) for a, b in zip(claims, false, strict=True)))
    ours, theirs = siap(tracks, pairs), stone_soup(truth, tracks, pairs)
    assert ours.completeness_share == pytest.approx(theirs["SIAP Completeness"], abs=1e-12)
    assert ours.spurious_share == pytest.approx(theirs["SIAP Spuriousness"], abs=1e-12)
    assert ours.position_error_m == pytest.approx(float(theirs["SIAP Position Accuracy"]), abs=1e-12)
    assert ours.number_change_rate_hz == pytest.approx(theirs["SIAP Rate of Track Number Change"], abs=1e-12)
    assert ours.longest_share == pytest.approx(theirs["SIAP Longest Track Segment"], abs=1e-12)
    assert 0.0 < ours.completeness_share < 1.0
    assert ours.number_change_rate_hz > 0.0
