"""Shares of cases in which sharing helped, did nothing, harmed."""

import math

import numpy as np
import pytest

from tocsin.errors import ModelRangeError
from tocsin.study.statistics.interval import clopper_pearson
from tocsin.study.statistics.verdict import verdict

DIFFERENCES = np.array([30.0, 120.0, 5.0, 0.0, -5.0, -40.0, math.nan, 60.0])


def test_cases_are_counted_by_hand() -> None:
    found = verdict(DIFFERENCES, 5.0, is_more_better=True)
    assert [item.value for item in found[:3]] == pytest.approx([3 / 7, 3 / 7, 1 / 7])
    assert found.removed == 1
    assert found.helped.n == 7


def test_less_may_be_better_and_no_tolerance_counts_everything() -> None:
    found = verdict(DIFFERENCES, 0.0, is_more_better=False)
    assert [item.value for item in found[:3]] == pytest.approx([2 / 7, 1 / 7, 4 / 7])


def test_each_interval_is_exact_at_a_third_of_the_error() -> None:
    found = verdict(DIFFERENCES, 5.0, is_more_better=True)
    assert (found.harmed.low, found.harmed.high) == clopper_pearson(1, 7, 1.0 - 0.05 / 3)[:2]
    assert found.harmed.level == 0.95


def test_the_three_intervals_hold_together() -> None:
    random, hits, studies, true = np.random.default_rng(1), 0, 2000, (0.3, 0.6, 0.1)
    for _ in range(studies):
        found = verdict(random.choice([9.0, 0.0, -9.0], 80, p=true), 1.0, is_more_better=True)
        hits += all((e.low or 0.0) <= p <= (e.high or 0.0) for e, p in zip(found[:3], true, strict=True))
    assert hits / studies >= 0.935  # at least 0.95 less three standard errors: Bonferroni and exact


def test_no_case_has_no_share_and_a_negative_tolerance_is_refused() -> None:
    assert verdict(np.array([math.nan]), 0.0, is_more_better=True).helped.value is None
    with pytest.raises(ModelRangeError, match="tolerance"):
        verdict(DIFFERENCES, -1.0, is_more_better=True)
