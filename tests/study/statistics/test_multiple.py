"""Holm's procedure: a worked example, the closed test it abbreviates, and its error rate."""

import itertools

import numpy as np
import pytest
import scipy.stats

from tocsin.study.statistics.multiple import holm


def test_the_worked_example() -> None:
    # the example of the article "Holm-Bonferroni method" of the English Wikipedia: H4 and H1 are rejected at 0.05
    found = holm([0.01, 0.04, 0.03, 0.005])
    assert [item.is_claimed for item in found] == [True, False, False, True]
    assert [item.adjusted_p_value for item in found] == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert [item.rank for item in found] == [2, 4, 3, 1]
    assert [item.interval_level for item in found] == pytest.approx([1 - 0.05 / 3, 0.975, 0.975, 1 - 0.05 / 4])


def closed(p_values: list[float]) -> list[float]:
    """Return adjusted p values by the closed test with Bonferroni in every intersection, the long way."""
    family = range(len(p_values))
    subsets = [set(s) for k in family for s in itertools.combinations(family, k + 1)]
    worst = {frozenset(s): min(1.0, len(s) * min(p_values[i] for i in s)) for s in subsets}
    return [max(value for s, value in worst.items() if index in s) for index in family]


def test_it_is_the_closed_test_of_bonferroni() -> None:
    random = np.random.default_rng(1)
    for _ in range(50):
        p_values = [float(value) for value in random.random(6) ** 3]
        assert [item.adjusted_p_value for item in holm(p_values)] == pytest.approx(closed(p_values))


def test_what_is_claimed_has_an_adjusted_value_within_the_significance() -> None:
    random = np.random.default_rng(2)
    for _ in range(100):
        found = holm([float(value) for value in random.random(5) ** 4], 0.1)
        assert all(item.is_claimed == (item.adjusted_p_value <= 0.1) for item in found)


def test_one_comparison_is_not_adjusted_and_none_is_nothing() -> None:
    assert holm([0.03])[0][1:] == (0.03, True, pytest.approx(0.95))
    assert holm([]) == []


def test_errors_and_intervals_keep_their_levels() -> None:
    """Six means, half of them truly 0: no false claim and no interval that wrongly leaves 0 out in 95 of 100."""
    random, studies, runs = np.random.default_rng(3), 1000, 40
    true = np.array([0.0, 0.0, 0.0, 0.3, 0.6, 0.9])
    false_claims, covered = 0, np.zeros(6)
    for _ in range(studies):
        shared = random.normal(0.0, 0.7, runs)
        means, errors = zip(*(mean_of(shared + random.normal(mu, 0.7, runs)) for mu in true), strict=True)
        p_values = 2.0 * scipy.stats.t.sf(np.abs(means) / errors, runs - 1)
        found = holm([float(value) for value in p_values])
        half = scipy.stats.t.ppf(0.5 + 0.5 * np.array([item.interval_level for item in found]), runs - 1) * errors
        leaves_out = np.abs(means) > half
        assert [item.is_claimed for item in found] == list(leaves_out)
        false_claims += any(item.is_claimed for item in found[:3])
        covered += np.abs(means - true) <= half
    assert false_claims / studies <= 0.071  # 0.05 and three standard errors
    assert (covered / studies >= 0.929).all()  # each covers at least 0.95, less three standard errors


def mean_of(values: np.ndarray) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size))
