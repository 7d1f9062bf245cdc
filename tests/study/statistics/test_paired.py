"""Paired comparisons: published tables, scipy, exact enumeration; coverage measured."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
import scipy.stats
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.study.statistics.interval import Estimate, mean_estimate
from tocsin.study.statistics.paired import flip_p_value, mcnemar_p_value, paired_mean, paired_share, tango_interval

Array = NDArray[np.float64]
NAN = math.nan


def covers(found: Estimate, true: float) -> bool:
    """Return whether an interval holds a value; an end that is None holds everything on its side."""
    high = math.inf if found.high is None else found.high
    return (-math.inf if found.low is None else found.low) <= true <= high


def arms_of(both: int, only_a: int, only_b: int, neither: int) -> tuple[Array, Array]:
    """Return two arms, a pair a run, with these counts."""
    counts = (both, only_a, only_b, neither)
    return np.repeat([1.0, 1.0, 0.0, 0.0], counts), np.repeat([1.0, 0.0, 1.0, 0.0], counts)


@pytest.mark.parametrize(
    ("table", "p_value"),
    [
        ((59, 6, 16, 80), 0.052479),  # Cavo et al. 2012; Fagerland et al. (2017), R package `contingencytables` 3.0
        ((20, 12, 2, 16), 0.0129),  # Armitage and Berry (1994), p. 127, as StatsDirect prints it
        ((5, 3, 3, 5), 1.0),
    ],
)
def test_mcnemars_exact_test_is_the_published_one(table: tuple[int, int, int, int], p_value: float) -> None:
    found = paired_share(*arms_of(*table))
    assert found.p_value == pytest.approx(p_value, abs=5e-5 if p_value == 0.0129 else 5e-7)
    assert (found.both, found.only_a, found.only_b, found.neither) == table


def test_mcnemars_exact_test_is_scipys_sign_test() -> None:
    for only_a, only_b in ((0, 9), (3, 11), (40, 22), (7, 7)):
        expected = scipy.stats.binomtest(only_a, only_a + only_b).pvalue
        assert mcnemar_p_value(only_a, only_b) == pytest.approx(expected, rel=1e-12)


def test_the_score_interval_is_the_published_one() -> None:
    found = paired_share(*arms_of(59, 6, 16, 80)).difference
    # Cavo et al. 2012, as the tests of the R package `contingencytables` 3.0 print it: four figures
    assert (found.value, found.low, found.high) == pytest.approx((-0.0621, -0.1240, -0.0054), abs=5e-5)


def test_the_score_interval_turns_round_with_the_arms() -> None:
    one, other = tango_interval(9, 2, 50), tango_interval(2, 9, 50)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-12)


def test_the_score_interval_of_all_ties_is_wilsons() -> None:
    z = scipy.stats.norm.ppf(0.975)
    assert tango_interval(0, 0, 200)[:2] == pytest.approx((-z * z / (200 + z * z), z * z / (200 + z * z)), rel=1e-9)
    assert tango_interval(200, 0, 200)[:2] == pytest.approx(((200 - z * z) / (200 + z * z), 1.0))


def test_the_score_interval_covers() -> None:
    random, hits, studies = np.random.default_rng(1), 0, 2000
    for _ in range(studies):
        only_a, only_b, _ = random.multinomial(60, [0.15, 0.05, 0.8])
        low, high, _ = tango_interval(only_a, only_b, 60)
        hits += low <= 0.1 <= high
    assert (
        0.935 <= hits / studies <= 0.97
    )  # 0.95; the score interval is approximate, and four standard errors are 0.02


def test_flipping_runs_is_mcnemars_test_where_a_run_holds_one_pair() -> None:
    nets = np.repeat([1, -1, 0], [12, 2, 36])
    assert flip_p_value(nets) == pytest.approx(mcnemar_p_value(12, 2), rel=1e-12)


def test_flipping_runs_is_exact() -> None:
    nets = np.array([3, -1, 2, 2, 0, 4, -2, 1])
    sums = [int(np.dot(signs, nets)) for signs in itertools.product((-1, 1), repeat=nets.size)]
    share = float(np.mean(np.abs(sums) >= abs(nets.sum())))
    assert flip_p_value(nets) == pytest.approx(share, rel=1e-12)


def test_several_pairs_in_a_run_do_not_count_as_runs() -> None:
    a, b = arms_of(10, 12, 2, 26)
    once = paired_share(a, b)
    runs = np.tile(np.arange(50), 4)
    four_times = paired_share(np.tile(a, 4), np.tile(b, 4), runs)
    assert four_times.p_value == pytest.approx(once.p_value)
    assert four_times.difference.n == 50
    assert four_times.only_a == 48
    expected = once.difference.low, once.difference.high
    assert (four_times.difference.low, four_times.difference.high) == pytest.approx(expected, abs=0.004)  # 50 / 49


def test_shares_of_dependent_pairs_keep_their_level() -> None:
    random, hits, claims, studies = np.random.default_rng(2), 0, 0, 1000
    runs = np.repeat(np.arange(60), 3)
    for _ in range(studies):
        luck = np.repeat(random.random(60), 3)  # of a run, shared by its pairs and its arms
        a, b = (luck + 0.2 * random.random(180) < 0.5), (luck + 0.2 * random.random(180) < 0.5)
        found = paired_share(a.astype(float), b.astype(float), runs)
        claims += found.p_value is not None and found.p_value <= 0.05
        hits += covers(found.difference, 0.0)
    assert claims / studies <= 0.071  # 0.05 and three standard errors: the test is exact, so at most 0.05
    assert (
        0.93 <= hits / studies <= 0.985
    )  # 0.95; with few pairs that differ the score interval errs to the wide side


def test_the_sign_is_a_minus_b() -> None:
    a, b = np.array([5.0, 7.0, 9.0, 9.0]), np.array([1.0, 2.0, 4.0, 3.0])
    assert paired_mean(a, b, seed=1).difference.value == 5.0
    assert paired_mean(b, a, seed=1).difference.value == -5.0
    assert paired_share(np.ones(3), np.zeros(3)).difference.value == 1.0


def test_a_pair_without_a_value_in_one_arm_leaves_both_and_is_counted() -> None:
    a, b = np.array([5.0, NAN, 9.0, 4.0, 8.0]), np.array([1.0, 2.0, NAN, 4.0, 2.0])
    found = paired_mean(a, b, seed=1)
    assert (found.pairs, found.removed, found.ties, found.difference.n) == (3, 2, 1, 3)
    assert (found.a_value, found.b_value) == pytest.approx((17 / 3, 7 / 3))
    shares = paired_share(np.array([1.0, NAN, 0.0]), np.array([1.0, 1.0, NAN]))
    assert (shares.both, shares.removed) == (1, 2)


def test_arms_that_are_identical_differ_by_exactly_nothing() -> None:
    values = np.random.default_rng(1).exponential(100.0, 50)
    found = paired_mean(values, values.copy(), seed=1)
    assert found.difference[:4] == (0.0, 0.0, 0.0, 50)
    assert (found.is_identical, found.ties, found.p_value) == (True, 50, 1.0)
    assert found.differing[:2] == (0.0, 0.0)
    assert found.differing.high == pytest.approx(1.0 - 0.025 ** (1 / 50))


def test_shares_that_are_identical_keep_an_interval() -> None:
    found = paired_share(*arms_of(20, 0, 0, 30))
    assert (found.is_identical, found.p_value, found.difference.value) == (True, 1.0, 0.0)
    assert found.difference.high == pytest.approx(tango_interval(0, 0, 50).high)


def test_opposite_differences_that_cancel_are_not_identical() -> None:
    found = paired_mean(np.array([1.0, 2.0, 1.0, 2.0]), np.array([2.0, 1.0, 2.0, 1.0]), seed=1)
    assert (found.difference.value, found.is_identical) == (0.0, False)
    assert found.differing.value == 1.0


def test_a_constant_difference_has_an_interval_of_no_width() -> None:
    found = paired_mean(np.arange(50.0) + 0.1, np.arange(50.0), seed=1)
    assert (found.difference.low, found.difference.high) == pytest.approx((0.1, 0.1), rel=1e-9)
    assert found.p_value == pytest.approx(0.0004)


def test_a_constant_difference_of_few_runs_may_be_luck() -> None:
    for runs, is_bounded in ((4, False), (5, False), (6, True)):  # 2 / 2**6 = 0.03125 is the first below 0.05
        found = paired_mean(np.arange(runs) + 1.0, np.arange(float(runs)), seed=1)
        assert found.p_value == 2.0 * 0.5**runs
        assert (found.difference.low, found.difference.high) == ((1.0, 1.0) if is_bounded else (None, None))


def test_few_runs_that_differ_bound_the_difference_on_one_side_only() -> None:
    a = np.zeros(100)
    a[:2] = 300.0
    found = paired_mean(a, np.zeros(100), seed=1)
    assert found.difference.high is None
    assert found.differing.value == 0.02


def test_nothing_and_one_run_have_no_interval() -> None:
    assert paired_mean(np.array([NAN]), np.array([1.0]), seed=1).difference[:4] == (None, None, None, 0)
    one = paired_mean(np.array([3.0, 5.0]), np.array([1.0, 1.0]), 1, np.array([7, 7]))
    assert (one.difference[:4], one.p_value) == ((3.0, None, None, 1), None)
    assert paired_share(np.array([NAN]), np.array([1.0])).p_value is None


def test_the_same_seed_gives_the_same_bits_and_another_nearly_the_same() -> None:
    random = np.random.default_rng(3)
    a, b = random.exponential(100.0, 80), random.exponential(90.0, 80)
    np.random.seed(5)  # noqa: NPY002 - the global state must not matter
    one = paired_mean(a, b, seed=4)
    np.random.seed(6)  # noqa: NPY002
    assert paired_mean(a, b, seed=4) == one
    other = paired_mean(a, b, seed=5).difference
    assert other != one.difference
    assert other.low == pytest.approx(one.difference.low, abs=1.0)


def test_the_p_value_and_the_interval_agree() -> None:
    random = np.random.default_rng(4)
    a, b = random.exponential(100.0, 60) + 25.0, random.exponential(100.0, 60)
    p_value = paired_mean(a, b, seed=1).p_value
    assert p_value is not None
    assert 0.001 < p_value < 0.4
    inside = paired_mean(a, b, 1, level=1.0 - p_value + 0.001).difference.low
    outside = paired_mean(a, b, 1, level=1.0 - p_value - 0.001).difference.low
    assert inside is not None
    assert outside is not None
    assert inside <= 0.0 < outside


def test_the_bootstrap_is_the_t_interval_where_the_differences_are_normal() -> None:
    differences = np.random.default_rng(6).normal(3.0, 10.0, 400)
    found, expected = paired_mean(differences, np.zeros(400), seed=1).difference, mean_estimate(differences)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.06)  # 6 % of the half-width


@pytest.mark.parametrize(
    ("a", "b"), [(np.zeros(2), np.zeros(3)), (np.array([1.0, math.inf]), np.zeros(2)), (np.zeros(0), np.zeros(1))]
)
def test_arms_that_cannot_be_compared_are_refused(a: Array, b: Array) -> None:
    with pytest.raises(ModelRangeError, match="paired_mean"):
        paired_mean(a, b, seed=1)


def test_a_share_is_made_of_noughts_and_ones() -> None:
    with pytest.raises(ModelRangeError, match="none of 0, 1"):
        paired_share(np.array([1.0, 0.5]), np.zeros(2))


def credited(random: np.random.Generator, runs: int) -> tuple[Array, float]:
    """Return differences as of credited warning times, most of them 0, and their mean."""
    return np.where(random.random(runs) < 0.2, random.exponential(300.0, runs), 0.0), 60.0


def mixed(random: np.random.Generator, runs: int) -> tuple[Array, float]:
    """Return differences of either sign: three runs in ten gain, one in ten loses."""
    draw = random.random(runs)
    return np.where(draw < 0.3, random.exponential(200.0, runs), -100.0 * ((draw >= 0.3) & (draw < 0.4))), 50.0


def sparse(random: np.random.Generator, runs: int) -> tuple[Array, float]:
    """Return differences of either sign in one run of ten, that cancel on average."""
    size = random.exponential(300.0, runs)
    return np.where(random.random(runs) < 0.1, np.where(random.random(runs) < 0.5, size, -size), 0.0), 0.0


@pytest.mark.slow
@pytest.mark.parametrize("law", [credited, mixed, sparse])
def test_the_interval_of_a_mean_difference_covers(
    law: Callable[[np.random.Generator, int], tuple[Array, float]],
) -> None:
    random, hits, studies, runs = np.random.default_rng(7), 0, 300, 50
    for seed in range(studies):
        differences, true = law(random, runs)
        found = paired_mean(differences, np.zeros(runs), seed).difference
        hits += covers(found, true)
    assert hits / studies >= 0.912  # 0.95 less three standard errors of 300; it errs to the wide side


@pytest.mark.slow
def test_the_interval_covers_where_subjects_share_their_run() -> None:
    random, hits, naive_hits, studies = np.random.default_rng(9), 0, 0, 200
    for seed in range(studies):
        counts = random.integers(1, 6, 60)
        runs = np.repeat(np.arange(60), counts)
        differences = np.repeat(random.normal(20.0, 30.0, 60), counts) + random.normal(0.0, 10.0, runs.size)
        found = paired_mean(differences, np.zeros(runs.size), seed, runs).difference
        hits += covers(found, 20.0)
        naive_hits += covers(mean_estimate(differences), 20.0)
    assert hits / studies >= 0.904  # 0.95 less three standard errors of 200
    assert naive_hits / studies < 0.85
