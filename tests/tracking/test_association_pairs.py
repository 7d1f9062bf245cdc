"""Pairs near enough, and the clusters they tie together, against looking at every pair."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tocsin.tracking.association.kernels import candidate_pairs, clusters

Array = NDArray[np.float64]
EMPTY, NO_REACH = np.zeros((0, 3)), np.zeros(0)


def shell(count: int, rng: np.random.Generator) -> Array:
    """Return places (n, 3) all round an Earth-sized planet, 100 to 1,000 km up."""
    line = rng.normal(size=(count, 3))
    return line / np.linalg.norm(line, axis=1)[:, None] * rng.uniform(6.5e6, 7.4e6, count)[:, None]


def region(count: int, rng: np.random.Generator) -> Array:
    """Return places (n, 3) in a box of 600 by 200 by 200 km, far from the origin."""
    return np.array([3e6, -4e6, 4e6]) + rng.uniform(-1.0, 1.0, (count, 3)) * np.array([1e5, 3e5, 1e5])


def sheet(count: int, rng: np.random.Generator) -> Array:
    """Return places (n, 3) of which most share the coordinate that the sweep runs along, and one lies far off."""
    places = np.column_stack([np.zeros(count), rng.uniform(0.0, 1e5, (count, 2))])
    places[0, 0] = 4e7
    return places


def reaches(count: int, rng: np.random.Generator) -> Array:
    """Return reaches (n,): most 1 km, a tenth 100 km, as of tracks one measurement old."""
    return np.where(rng.uniform(size=count) < 0.1, 1e5, 1e3) * rng.uniform(0.5, 1.5, count)


def by_looking(a: Array, a_reach: Array, b: Array, b_reach: Array) -> tuple[list[int], list[int]]:
    gap = np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2))
    track, row = np.nonzero(gap <= a_reach[:, None] + b_reach[None])
    return track.tolist(), row.tolist()


@pytest.mark.parametrize("places", [shell, region, sheet])
@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_those_found_by_looking_at_every_one(places, seed: int) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    a, b = places(400, rng), places(500, rng)
    b[:200] = a[:200] + rng.normal(0.0, 800.0, (200, 3))
    a_reach, b_reach = reaches(400, rng), reaches(500, rng)
    track, row = candidate_pairs(a, a_reach, b, b_reach)
    assert (track.tolist(), row.tolist()) == by_looking(a, a_reach, b, b_reach)
    assert track.size > 100


def test_a_pair_is_found_right_up_to_its_reach() -> None:
    a, b = np.array([[7e6, 0.0, 0.0]]), np.array([[7e6 + 3000.0, 0.0, 0.0], [7e6, 3000.5, 0.0]])
    assert candidate_pairs(a, np.array([1000.0]), b, np.full(2, 2000.0))[1].tolist() == [0]
    assert candidate_pairs(a, np.array([np.inf]), b, np.full(2, 0.0))[1].tolist() == [0, 1]


def test_measurements_in_parts_and_in_any_order_give_the_same_pairs() -> None:
    rng = np.random.default_rng(7)
    a, b = region(300, rng), region(400, rng)
    a_reach, b_reach = np.full(300, 2e4), np.full(400, 1e4)
    whole = set(zip(*candidate_pairs(a, a_reach, b, b_reach), strict=True))
    parts = set()
    for part in np.array_split(rng.permutation(400), 3):
        track, row = candidate_pairs(a, a_reach, b[part], b_reach[part])
        parts |= set(zip(track, part[row], strict=True))
    assert whole and parts == whole


def test_no_tracks_or_no_measurements() -> None:
    a = np.zeros((2, 3))
    for pairs in (candidate_pairs(EMPTY, NO_REACH, a, np.ones(2)), candidate_pairs(a, np.ones(2), EMPTY, NO_REACH)):
        assert [part.tolist() for part in pairs] == [[], []]
    assert candidate_pairs(a, np.ones(2), a, np.ones(2))[0].tolist() == [0, 0, 1, 1]


def test_pairs_change_nothing_handed_in() -> None:
    rng = np.random.default_rng(3)
    given = (shell(50, rng), np.full(50, 1e6), shell(60, rng), np.full(60, 1e6))
    before = [part.copy() for part in given]
    candidate_pairs(*given)
    assert all((one == other).all() for one, other in zip(given, before, strict=True))


@pytest.mark.parametrize("seed", range(10))
def test_clusters_are_connected_components(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m, p = rng.integers(1, 60), rng.integers(1, 60), rng.integers(0, 80)
    track, row = rng.integers(0, n, p), rng.integers(0, m, p)
    track_cluster, row_cluster, count = clusters(n, m, track, row)
    graph = coo_array((np.ones(p), (track, n + row)), shape=(n + m, n + m))
    _, label = connected_components(graph, directed=False)
    assert len(set(zip(track_cluster, label[:n], strict=True))) == count == len(set(label[:n]))
    tied = np.isin(np.arange(m), row)
    assert (row_cluster[~tied] == -1).all()
    assert (row_cluster[row] == track_cluster[track]).all()
    firsts = [int(np.flatnonzero(track_cluster == cluster)[0]) for cluster in range(count)]
    assert firsts == sorted(firsts)
