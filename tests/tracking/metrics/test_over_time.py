"""GOSPA with a price on changing over: the published case, Stone Soup on random histories, a count by hand."""

import datetime

import numpy as np
import pytest
from numpy.typing import NDArray
from stonesoup.metricgenerator.ospametric import GOSPAMetric
from stonesoup.types.state import State

from tocsin.tracking.metrics.over_time import NO_TRACK, History, gospa_over_time, pair_over_time

Array = NDArray[np.float64]

START = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def history(rows: list[list[float]]) -> History:
    """Return rows of values, one a body, as positions at 0, 1000, ... ms; NaN: not there."""
    table = np.array(rows)
    number, step = np.nonzero(~np.isnan(table))
    return History(1000 * step, number, table[number, step][:, None])


def stone_soup_over_time(truth: History, tracks: History, peer: GOSPAMetric) -> list[dict[str, float]]:
    sides = []
    for side in (tracks, truth):
        times = [START + datetime.timedelta(milliseconds=int(time_ms)) for time_ms in side.time_ms]
        states = [State(row.reshape(-1, 1), timestamp=time) for row, time in zip(side.x, times, strict=True)]
        sides += [states, side.number.tolist()]
    return [step.value for step in peer.compute_over_time(*sides).value]


def test_the_published_price_of_changing_over(oracle, validate) -> None:
    case = oracle("tracking.json")["gospa-stonesoup-switch"]
    given, expected = case["inputs"], case["expected"]
    args = given["c"], float(given["p"]), given["switching_penalty"]
    got = gospa_over_time(history(given["truth"]), history(given["tracks"]), *args)
    for step in range(3):
        for name, values in (("distance", got.distance_m), ("switching", got.switching_m)):
            published = expected[f"{name}_by_step"][step]
            validate("tracking", case, f"{name}[{step}]", values[step], expected=published, unit="m")


@pytest.mark.parametrize("seed", range(10))
def test_stone_soup_says_the_same_over_time(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = np.cumsum(rng.normal(0.0, 2.0, (5, 12)), axis=1)
    tracks = np.concatenate(
        (truth[rng.permutation(5)] + rng.normal(0.0, 1.0, (5, 12)), rng.normal(0.0, 5.0, (2, 12)))
    )
    # Tracks come and go; bodies all stay: Stone Soup keys its memory as ours, but has no test of a body gone.
    tracks[rng.random(tracks.shape) < 0.2] = np.nan
    ours = gospa_over_time(history(truth.tolist()), history(tracks.tolist()), 3.0, 2.0, 4.0)
    peer = GOSPAMetric(p=2, c=3.0, switching_penalty=4.0)
    theirs = stone_soup_over_time(history(truth.tolist()), history(tracks.tolist()), peer)
    assert ours.distance_m == pytest.approx([float(step["distance"]) for step in theirs], abs=1e-9)
    assert ours.switching_m == pytest.approx([float(step["switching"]) for step in theirs], abs=1e-9)
    assert ours.switching_m.max() > 0.0


def test_without_a_price_only_the_sets_count() -> None:
    truth, tracks = history([[1, 1], [2, 2]]), history([[1, 2], [2, 1]])
    assert gospa_over_time(truth, tracks, 2.0).distance_m.tolist() == [0.0, 0.0]


def test_a_track_lost_costs_half_of_one_that_changes_over() -> None:
    nothing = float("nan")
    truth = history([[0.0, 0.0, 0.0, 0.0]])
    tracks = history([[0.0, nothing, 0.0, nothing], [nothing, nothing, nothing, 0.0]])
    got = gospa_over_time(truth, tracks, 1.0, 1.0, 10.0)
    assert got.switching_m.tolist() == [0.0, 5.0, 5.0, 10.0]
    assert got.missed_count.tolist() == [0, 1, 0, 0]


def test_pairs_are_by_time_and_truth_whatever_the_order_of_rows() -> None:
    truth, tracks = history([[0.0, 0.5], [5.0, 5.0]]), history([[5.2, 9.0], [0.1, 0.4]])
    pairs = pair_over_time(truth, tracks, 1.0)
    assert pairs.time_ms.tolist() == [0, 0, 1000, 1000]
    assert pairs.truth.tolist() == [0, 1, 0, 1]
    assert pairs.track.tolist() == [1, 0, 1, NO_TRACK]
    assert pairs.error_m == pytest.approx([0.1, 0.2, 0.1, 1.0])
    mixed = np.random.default_rng(1).permutation(4)
    turned = pair_over_time(truth, History(*(column[mixed] for column in tracks)), 1.0)
    assert all(np.array_equal(a, b) for a, b in zip(pairs, turned, strict=True))


def test_nothing_against_nothing_is_nothing() -> None:
    none = History(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 3)))
    assert gospa_over_time(none, none, 1.0).time_ms.size == 0
    assert pair_over_time(none, none, 1.0).time_ms.size == 0
