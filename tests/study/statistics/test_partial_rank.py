"""Partial rank correlations, against ranks by least squares, and how often their intervals hold the truth."""

import numpy as np
import pytest
from scipy.stats import pearsonr, qmc, rankdata

from tocsin.study.statistics.partial_rank import correlations, fewest_samples, partial_rank_correlations


def cube_of(count: int, inputs: int, seed: int) -> np.ndarray:
    """Return a Latin hypercube."""
    return qmc.LatinHypercube(inputs, rng=np.random.default_rng(seed)).random(count)


def result_of(values: np.ndarray, seed: int) -> np.ndarray:
    """Return a result that rises with the first input, falls with the second, and has noise."""
    noise = np.random.default_rng(seed).normal(0.0, 0.5, len(values))
    return np.exp(2.0 * values[:, 0] - values[:, 1]) + noise


def test_it_is_the_correlation_of_what_is_left_of_the_ranks() -> None:
    values = cube_of(60, 3, 1)
    result = result_of(values, 2)
    ranks = rankdata(np.column_stack([values, result]), axis=0)
    for place in range(3):
        others = np.column_stack([np.ones(60), np.delete(ranks[:, :3], place, axis=1)])
        left = ranks - others @ np.linalg.lstsq(others, ranks, rcond=None)[0]
        wanted = pearsonr(left[:, place], left[:, 3]).statistic
        assert correlations(np.column_stack([values, result]))[place] == pytest.approx(wanted, abs=1e-6)


def test_intervals_hold_what_many_samples_give() -> None:
    many = cube_of(20_000, 4, 3)
    truth = correlations(np.column_stack([many, result_of(many, 4)]))
    held = np.zeros(4)
    for seed in range(40):
        values = cube_of(40, 4, 100 + seed)
        found = partial_rank_correlations(values, result_of(values, 200 + seed), seed)
        assert found is not None
        held += [(e.low or 0.0) <= t <= (e.high or 0.0) for e, t in zip(found, truth, strict=True)]
    assert (held >= 35).all(), held


def test_what_does_not_vary_and_too_few_samples_have_none() -> None:
    values = cube_of(30, 2, 5)
    assert partial_rank_correlations(values, np.full(30, 3.0), 1) is None
    few = fewest_samples(2) - 1
    assert partial_rank_correlations(values[:few], values[:few, 0], 1) is None
    values[:, 1] = 7.0
    found = partial_rank_correlations(values, values[:, 0] ** 3, 1)
    assert found is not None
    assert found[0].value == pytest.approx(1.0)
    assert found[1].value is None
