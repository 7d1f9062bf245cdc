"""Intervals of one arm: against scipy, published values and closed forms; coverage where no form is closed."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import scipy.stats
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.study.statistics.interval import (
    clopper_pearson,
    mean_estimate,
    quantile_estimate,
    rate_estimate,
    ratio_of_sums,
    share_estimate,
    share_over_runs,
)

Array = NDArray[np.float64]
NAN = math.nan


def source(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_interval_of_a_mean_is_scipys(level: float) -> None:
    values = source(1).exponential(30.0, 17)
    expected = scipy.stats.ttest_1samp(values, 0.0).confidence_interval(level)
    found = mean_estimate(values, level)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-9)
    assert (found.value, found.n, found.level) == (pytest.approx(values.mean()), 17, level)


def test_a_run_without_a_value_is_left_out_and_one_run_has_no_interval() -> None:
    assert mean_estimate(np.array([3.0, NAN, 5.0]))[:1] == (4.0,)
    assert mean_estimate(np.array([3.0, NAN]))[:4] == (3.0, None, None, 1)
    assert mean_estimate(np.array([NAN]))[:4] == (None, None, None, 0)


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"),
    [
        (13, 16, 0.5435, 0.9595),  # Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables (2017),
        (10, 10, 0.6915, 1.0),  # chapter 2: as the tests of their R package `contingencytables` 3.0 print it
        (0, 10, 0.0, 0.3085),
    ],
)
def test_the_exact_interval_of_a_share_is_the_published_one(
    successes: int, cases: int, low: float, high: float
) -> None:
    assert clopper_pearson(successes, cases)[:2] == pytest.approx((low, high), abs=5e-5)  # four figures printed


@pytest.mark.parametrize(("successes", "cases"), [(0, 20), (1, 20), (16, 20), (20, 20), (37, 200)])
@pytest.mark.parametrize("level", [0.95, 0.99])
def test_the_exact_interval_of_a_share_is_scipys(successes: int, cases: int, level: float) -> None:
    expected = scipy.stats.binomtest(successes, cases).proportion_ci(level, "exact")
    assert clopper_pearson(successes, cases, level)[:2] == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_the_interval_after_no_success_is_a_closed_form() -> None:
    assert clopper_pearson(0, 200).high == pytest.approx(1.0 - 0.025 ** (1 / 200), rel=1e-12)


def test_no_case_has_no_share() -> None:
    assert share_estimate(0, 0).value is None
    assert share_over_runs(np.zeros(3), np.zeros(3)).value is None


def test_one_case_a_run_is_the_exact_interval() -> None:
    successes = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0])
    cases = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.0])
    assert share_over_runs(successes, cases) == share_estimate(3, 5)


def test_cases_that_all_share_their_runs_fate_count_as_runs() -> None:
    successes = np.repeat([4.0, 0.0], [15, 25])
    found = share_over_runs(successes, np.full(40, 4.0))
    expected = share_estimate(15, 40)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.01)  # n / (n - 1) of 40
    assert found.n == 160


def test_runs_that_all_had_the_same_share_count_by_their_cases() -> None:
    found = share_over_runs(np.ones(4), np.full(4, 5.0))
    expected = share_estimate(4, 20)
    assert (found.value, found.low, found.high) == (0.2, expected.low, expected.high)


def test_without_a_success_cases_count_as_runs() -> None:
    found = share_over_runs(np.zeros(40), np.full(40, 4.0))
    assert found.high == clopper_pearson(0, 40).high


def coverage(low: list[float], high: list[float], true: float) -> float:
    return float(np.mean((np.array(low) <= true) & (true <= np.array(high))))


def test_a_share_of_dependent_cases_covers() -> None:
    random, found = source(2), []
    for _ in range(2000):
        chance = random.beta(0.6, 1.4, 50)  # of a run: cases of one run correlate by 1 / 3
        cases = random.integers(1, 7, 50)
        found.append(share_over_runs(random.binomial(cases, chance).astype(float), cases.astype(float)))
    covered = coverage([item.low or 0.0 for item in found], [item.high or 0.0 for item in found], 0.3)
    assert 0.935 <= covered <= 0.985  # 0.95 less three standard errors; exact intervals err to the wide side
    naive = [clopper_pearson(round((item.value or 0.0) * item.n), item.n) for item in found]
    assert coverage([item.low for item in naive], [item.high for item in naive], 0.3) < 0.9


def test_cases_that_go_alike_in_every_run_count_by_how_many_a_run_has() -> None:
    cases = np.array([20.0, 20.0, *[1.0] * 8])
    successes = np.array([0.0, 0.0, 1.0, *[0.0] * 7])  # by themselves the large runs seem to tell much
    found, expected = share_over_runs(successes, cases), clopper_pearson(2304 / 808 / 48, 2304 / 808)
    assert found.value == 1 / 48
    assert (found.low, found.high) == pytest.approx(expected[:2], rel=1e-12)


SIZES: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "none to three": lambda random, runs: random.integers(0, 4, runs).astype(float),
    "one to six": lambda random, runs: random.integers(1, 7, runs).astype(float),
    "many with one, some with many": lambda random, runs: np.minimum(random.geometric(0.25, runs), 30).astype(float),
    "one, and in one run of ten twenty": lambda random, runs: np.where(random.random(runs) < 0.1, 20.0, 1.0),
}


def rates(random: np.random.Generator, runs: int, share: float, correlation: float) -> Array:
    """Return a rate a run whose mean is a share, with which cases of a run correlate by so much."""
    if correlation in (0.0, 1.0):
        return np.full(runs, share) if correlation == 0.0 else (random.random(runs) < share).astype(float)
    strength = 1.0 / correlation - 1.0
    return random.beta(strength * share, strength * (1.0 - share), runs)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("runs", [20, 50, 200])
def test_a_share_covers_whatever_the_sizes_and_rates_of_its_runs(sizes: str, runs: int) -> None:
    random, studies = source(6), 400
    for share in (0.02, 0.1, 0.5, 0.9, 0.98):
        for correlation in (0.0, 0.2, 1.0):
            hits = naive_hits = 0
            for _ in range(studies):
                cases = SIZES[sizes](random, runs)
                successes = random.binomial(cases.astype(int), rates(random, runs, share, correlation)).astype(float)
                found = share_over_runs(successes, cases)
                naive = clopper_pearson(float(successes.sum()), found.n)
                hits += (found.low or 0.0) <= share <= (found.high or 0.0)
                naive_hits += naive.low <= share <= naive.high
            assert hits / studies >= 0.915, (
                share,
                correlation,
            )  # 0.95 less 3.2 standard errors of 400: one of 180 cells
            if correlation == 1.0 and share == 0.5 and sizes != "none to three":
                assert naive_hits / studies < 0.9, share  # what this test would see if runs were not counted


def test_a_share_of_independent_cases_is_hardly_wider_for_it() -> None:
    random, widths, naive_widths = source(7), 0.0, 0.0
    for _ in range(300):
        cases = random.integers(1, 7, 50).astype(float)
        successes = random.binomial(cases.astype(int), 0.3).astype(float)
        found, naive = share_over_runs(successes, cases), clopper_pearson(float(successes.sum()), float(cases.sum()))
        widths += (found.high or 0.0) - (found.low or 0.0)
        naive_widths += naive.high - naive.low
    assert 1.0 <= widths / naive_widths < 1.1


def test_the_interval_of_a_rate_is_garwoods() -> None:
    found = rate_estimate(7, 3.5, 0.99)
    low, high = scipy.stats.chi2.ppf(0.005, 14) / 2, scipy.stats.chi2.ppf(0.995, 16) / 2
    assert (found.value, found.low, found.high) == pytest.approx((2.0, low / 3.5, high / 3.5), rel=1e-9)


def test_a_ratio_of_sums_keeps_both_sums() -> None:
    found = ratio_of_sums(np.array([2.0, 4.0, NAN, 0.0]), np.array([1.0, 1.0, 1.0, 0.0]), seed=1)
    assert (found.numerator_count, found.denominator_count, found.estimate.value) == (6.0, 2.0, 3.0)
    assert found.estimate.n == 3


def test_no_kill_has_no_ratio_and_says_how_many_were_fired() -> None:
    found = ratio_of_sums(np.array([2.0, 4.0]), np.zeros(2), seed=1)
    assert found.estimate[:3] == (None, None, None)
    assert (found.numerator_count, found.denominator_count) == (6.0, 0.0)


def test_a_ratio_that_all_runs_share_has_an_interval_of_no_width() -> None:
    assert ratio_of_sums(np.arange(12.0), 0.5 * np.arange(12.0), 1).estimate[:3] == (2.0, 2.0, 2.0)


def test_few_kills_bound_no_ratio() -> None:
    kills = np.zeros(20)
    kills[:4] = 1.0
    assert ratio_of_sums(np.full(20, 2.0), kills, seed=1).estimate[:3] == (10.0, None, None)
    kills[4] = 1.0
    found = ratio_of_sums(np.full(20, 2.0), kills, seed=1).estimate
    assert found.value == 8.0
    assert found.low is not None
    assert found.high is not None
    share = scipy.stats.binomtest(5, 40).proportion_ci(0.95, "exact")  # a run fires two and kills one at most
    assert (1.0 / found.low, 1.0 / found.high) == pytest.approx((share.high, share.low), rel=0.25)


@pytest.mark.slow
@pytest.mark.parametrize(("runs", "fired", "kill_probability"), [(50, 2.0, 0.5), (200, 0.5, 0.1)])
def test_a_ratio_of_sums_covers(runs: int, fired: float, kill_probability: float) -> None:
    random, hits, studies = source(3), 0, 100
    for seed in range(studies):
        shots = random.poisson(fired, runs) * random.integers(1, 3, runs)
        kills = random.binomial(shots, kill_probability)
        found = ratio_of_sums(shots.astype(float), kills.astype(float), seed).estimate
        high = math.inf if found.high is None else found.high
        hits += found.low is not None and found.low <= 1.0 / kill_probability <= high
    assert hits / studies >= 0.885  # 0.95 less three standard errors of 100


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
@pytest.mark.parametrize("count", [12, 50, 201])
def test_the_interval_of_a_quantile_is_scipys(share: float, count: int) -> None:
    values = source(4).exponential(1.0, count)
    expected = scipy.stats.quantile_test(values, p=share).confidence_interval(0.95)
    found = quantile_estimate(values, share)
    assert found.low == (None if math.isnan(expected.low) else expected.low)
    assert found.high == (None if math.isnan(expected.high) else expected.high)


def test_a_median_of_which_half_never_came_is_none_and_keeps_its_lower_end() -> None:
    values = np.concatenate([np.arange(1.0, 13.0), np.full(13, math.inf)])
    found = quantile_estimate(values, 0.5)
    assert (found.value, found.high, found.n) == (None, None, 25)
    assert found.low == 8.0  # the 8th of 25: Dixon and Massey's table of order-statistic intervals of the median


def test_a_quantile_covers_whatever_the_distribution() -> None:
    random, hits, studies = source(5), 0, 2000
    for _ in range(studies):
        found = quantile_estimate(random.lognormal(0.0, 2.0, 40), 0.5)
        hits += found.low is not None and found.high is not None and found.low <= 1.0 <= found.high
    assert 0.945 <= hits / studies <= 0.975  # exactly 0.9615 by the binomial; three standard errors


def test_more_successes_than_cases_are_refused() -> None:
    with pytest.raises(StudyError, match="run 1: 3 successes of 2 cases"):
        share_over_runs(np.array([1.0, 3.0]), np.array([2.0, 2.0]))
