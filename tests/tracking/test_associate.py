from itertools import permutations

import numpy as np
import pytest

from tocsin.tracking.associate import NO_PAIR, nearest


def best_by_trying(costs: np.ndarray) -> tuple[int, float]:
    """Return the most pairs within the gates and then the least cost, over every assignment."""
    tracks, rows = costs.shape
    best = (0, 0.0)
    columns = list(range(rows)) + [-1] * tracks
    for choice in set(permutations(columns, tracks)):
        pairs = [(track, row) for track, row in enumerate(choice) if row >= 0 and costs[track, row] < NO_PAIR]
        best = min(best, (-len(pairs), sum(costs[pair] for pair in pairs)))
    return best


@pytest.mark.parametrize("seed", range(20))
def test_pairs_are_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    costs = rng.uniform(0.0, 18.0, (rng.integers(1, 5), rng.integers(1, 4)))
    costs[rng.uniform(size=costs.shape) < 0.4] = NO_PAIR
    given = nearest(costs)
    pairs = [(track, row) for track, row in enumerate(given) if row >= 0]
    assert len({row for _, row in pairs}) == len(pairs)
    assert (-len(pairs), sum(costs[pair] for pair in pairs)) == pytest.approx(best_by_trying(costs))


def test_nothing_to_pair() -> None:
    assert nearest(np.zeros((0, 3))).tolist() == []
    assert nearest(np.zeros((2, 0))).tolist() == [-1, -1]
    assert nearest(np.full((2, 2), NO_PAIR)).tolist() == [-1, -1]
