"""OSPA and GOSPA: published cases, every assignment tried, Stone Soup on random sets, and laws."""

import datetime
import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from stonesoup.metricgenerator.ospametric import GOSPAMetric, OSPAMetric
from stonesoup.types.state import State

from tocsin.errors import ModelRangeError
from tocsin.tracking.metrics.pairs import pair_off
from tocsin.tracking.metrics.sets import gospa, ospa

Array = NDArray[np.float64]

NOW = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
CUTOFF_M = 3.0
SIZES = list(itertools.product(range(6), range(6)))


def points(values: list[float] | list[list[float]]) -> Array:
    return np.array(values, dtype=np.float64).reshape(len(values), -1)


def drawn(truth_count: int, track_count: int, seed: int) -> tuple[Array, Array]:
    """Return two sets in a box of 6 m, so that some pairs lie within the cut-off and some do not."""
    rng = np.random.default_rng((truth_count, track_count, seed))
    return rng.uniform(0.0, 6.0, (truth_count, 2)), rng.uniform(0.0, 6.0, (track_count, 2))


def every_assignment(truth: Array, tracks: Array) -> Iterator[Array]:
    """Yield the cut distances of each way to pair all of the smaller set with some of the larger."""
    small, large = (truth, tracks) if len(truth) <= len(tracks) else (tracks, truth)
    for chosen in itertools.permutations(range(len(large)), len(small)):
        yield np.minimum(np.linalg.norm(small - large[list(chosen)], axis=1), CUTOFF_M)


@pytest.mark.parametrize(
    "name",
    [
        "gospa-static-all-equal",
        "gospa-static-one-missed",
        "gospa-static-one-false",
        "gospa-static-offset-1",
        "gospa-stonesoup-1",
        "gospa-stonesoup-2",
    ],
)
def test_gospa_of_published_sets(oracle, validate, name: str) -> None:
    case = oracle("tracking.json")[name]
    given = case["inputs"]
    got = gospa(points(given["truth"]), points(given["tracks"]), given["c"], given["p"])
    validate("tracking", case, "gospa", got.distance_m, unit="m")


@pytest.mark.parametrize("name", ["ospa-stonesoup-1", "ospa-stonesoup-2"])
@pytest.mark.parametrize("order", [1.0, 2.0, math.inf])
def test_ospa_of_published_sets(oracle, validate, name: str, order: float) -> None:
    case = oracle("tracking.json")[name]
    given = case["inputs"]
    assert order in [float(p) for p in given["p"]]
    validate(
        "tracking", case, "ospa", ospa(points(given["truth"]), points(given["tracks"]), given["c"], order), unit="m"
    )


def test_what_has_no_partner_costs_the_cutoff(oracle, validate) -> None:
    """The published cost matrix, entry by entry: the OSPA of one truth and one track, or of a truth and nothing."""
    case = oracle("tracking.json")["ospa-cost-matrix"]
    given = case["inputs"]
    truth, tracks = given["truth"], given["tracks"]
    for name, track in (("cost_row0", 0), ("cost_row4", 4)):
        for column, expected in enumerate(case["expected"][name]):
            against = points([truth[column]]) if column < len(truth) else np.zeros((0, 1))
            got = ospa(against, points([tracks[track]]), given["c"], 1.0)
            validate("tracking", case, f"{name}[{column}]", got, expected=expected, abs=1e-12, unit="m")


@pytest.mark.parametrize(("truth_count", "track_count"), SIZES)
@pytest.mark.parametrize("order", [1.0, 2.0, 3.5])
def test_no_assignment_is_better(truth_count: int, track_count: int, order: float) -> None:
    for seed in range(3):
        truth, tracks = drawn(truth_count, track_count, seed)
        spare, size = abs(truth_count - track_count), max(truth_count, track_count)
        best = min((cut**order).sum() for cut in every_assignment(truth, tracks))
        # An unpaired body or track costs half a cut-off, a pair at the cut-off a whole one: the same as two halves.
        whole = best + 0.5 * CUTOFF_M**order * spare
        assert gospa(truth, tracks, CUTOFF_M, order).distance_m == pytest.approx(whole ** (1.0 / order), abs=1e-12)
        mean = (best + CUTOFF_M**order * spare) / size if size else 0.0
        assert ospa(truth, tracks, CUTOFF_M, order) == pytest.approx(mean ** (1.0 / order), abs=1e-12)


@pytest.mark.parametrize("size", range(6))
def test_the_worst_error_is_as_small_as_any_assignment_makes_it(size: int) -> None:
    for seed in range(20):
        truth, tracks = drawn(size, size, seed)
        best = min(cut.max(initial=0.0) for cut in every_assignment(truth, tracks))
        assert ospa(truth, tracks, CUTOFF_M, math.inf) == pytest.approx(best, abs=1e-12)
    if size:
        assert ospa(truth, tracks[1:], CUTOFF_M, math.inf) == CUTOFF_M


def states(rows: Array) -> list[State]:
    return [State(row.reshape(-1, 1), timestamp=NOW) for row in rows]


@pytest.mark.parametrize(("truth_count", "track_count"), [size for size in SIZES if size != (0, 0)])
def test_stone_soup_says_the_same(truth_count: int, track_count: int) -> None:
    for seed, order in itertools.product(range(3), (1.0, 2.0)):
        truth, tracks = drawn(truth_count, track_count, seed)
        peer = GOSPAMetric(p=order, c=CUTOFF_M)
        theirs = peer.compute_gospa_metric(states(tracks), states(truth))[0].value
        ours = gospa(truth, tracks, CUTOFF_M, order)
        half = 0.5 * CUTOFF_M**order
        assert ours.distance_m == pytest.approx(float(theirs["distance"]), abs=1e-9)
        assert ours.localisation_m**order == pytest.approx(float(theirs["localisation"]), abs=1e-9)
        assert half * ours.missed_count == pytest.approx(float(theirs["missed"]), abs=1e-9)
        assert half * ours.false_count == pytest.approx(float(theirs["false"]), abs=1e-9)
        mean = OSPAMetric(p=order, c=CUTOFF_M).compute_OSPA_distance(states(tracks), states(truth)).value
        if order == 1.0:
            assert ospa(truth, tracks, CUTOFF_M, order) == pytest.approx(float(mean), abs=1e-9)
        else:  # its assignment is the best for p = 1, so it can only say more
            assert ospa(truth, tracks, CUTOFF_M, order) <= float(mean) + 1e-9


def test_the_parts_of_gospa_add_up() -> None:
    truth, tracks = drawn(5, 4, 1)
    got = gospa(truth, tracks, CUTOFF_M, 2.0)
    assert got.missed_count == (got.track < 0).sum()
    assert got.false_count - got.missed_count == -1
    parts = got.localisation_m**2 + 0.5 * CUTOFF_M**2 * (got.missed_count + got.false_count)
    assert got.distance_m**2 == pytest.approx(parts, rel=1e-12)


def test_a_track_at_the_cutoff_stands_for_nothing() -> None:
    track, distance_m = pair_off(points([0.0]), points([3.0]), 3.0, 2.0)
    assert (track[0], distance_m[0]) == (-1, 3.0)
    assert pair_off(points([0.0]), points([2.999]), 3.0, 2.0)[0][0] == 0


def test_ten_thousand_bodies_far_apart_are_paired_one_by_one() -> None:
    rng = np.random.default_rng(3)
    truth = rng.uniform(0.0, 1e7, (10_000, 3))
    shuffled = rng.permutation(10_000)
    track, _ = pair_off(truth, truth[shuffled] + rng.normal(0.0, 10.0, (10_000, 3)), 1000.0, 2.0)
    assert np.array_equal(shuffled[track], np.arange(10_000))


@pytest.mark.parametrize(
    ("truth", "tracks", "cutoff_m", "order", "words"),
    [
        (np.zeros((2, 3)), np.zeros((2, 2)), 1.0, 2.0, "columns"),
        (np.zeros(3), np.zeros((2, 3)), 1.0, 2.0, "columns"),
        (np.zeros((2, 3)), np.zeros((2, 3)), 0.0, 2.0, "cutoff_m = 0.0 must be above 0"),
        (np.zeros((2, 3)), np.zeros((2, 3)), math.nan, 2.0, "cutoff_m = nan must be above 0"),
        (np.zeros((2, 3)), np.zeros((2, 3)), 1.0, 0.5, "order = 0.5 must be 1 or more"),
    ],
)
def test_what_has_no_distance_is_refused(
    truth: Array, tracks: Array, cutoff_m: float, order: float, words: str
) -> None:
    with pytest.raises(ModelRangeError, match=words):
        gospa(truth, tracks, cutoff_m, order)
