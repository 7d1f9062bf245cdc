"""The stopping rule on a made-up study of 100 runs."""

from pathlib import Path

import numpy as np
import pytest

from tests.study.report.conftest import AGREEMENTS, DRAWN, HEAD, PRIMARY, agreement_study
from tocsin.errors import StudyError
from tocsin.study.design.design import design_of
from tocsin.study.report.primary import primary_of
from tocsin.study.results import Results
from tocsin.study.statistics.paired import PairedShare
from tocsin.study.stop import contrasts, is_enough, primary_difference

RULE = "half_width = {half_width}\nlooks = [50]\nmaximum = 100\n"


def enough(results: Results) -> bool:
    return is_enough(results.design, results.plan, results.folder, 50)


def study(folder: Path, half_width: float, factors: str = AGREEMENTS, primary: str = PRIMARY) -> Results:
    return agreement_study(folder, 100, factors, primary + RULE.format(half_width=half_width))


def test_it_looks_at_the_interval_that_is_reported(tmp_path: Path) -> None:
    results = study(tmp_path / "wide", 1.0)
    half_width = half_width_of(results)
    assert half_width > 1.0
    assert not enough(results)
    assert enough(study(tmp_path / "narrow", half_width + 0.1))
    assert not enough(study(tmp_path / "nearly", half_width - 0.1))


def half_width_of(results: Results) -> float:
    """Return half the width of the interval over the first 50 runs."""
    found = primary_difference(results, 50)
    assert found is not None
    assert found.difference.low is not None
    assert found.difference.high is not None
    return 0.5 * (found.difference.high - found.difference.low)


def test_a_share_of_single_cases_is_looked_at_as_the_report_has_it(tmp_path: Path) -> None:
    primary = PRIMARY.replace("warning_time_credited_s", "alerted_both_share").replace('"birch"', '"all"')
    results = study(tmp_path / "wide", 1e-3, AGREEMENTS, primary)
    whole, reported = primary_difference(results, 100), primary_of(results).difference
    assert isinstance(reported, PairedShare)
    assert whole == reported
    half_width = half_width_of(results)
    assert enough(study(tmp_path / "narrow", half_width * 1.01, AGREEMENTS, primary))
    assert not enough(study(tmp_path / "nearly", half_width * 0.99, AGREEMENTS, primary))


def test_looks_at_a_plan_that_draws_its_numbers_are_refused() -> None:
    text = HEAD.format(runs=200) + PRIMARY + RULE.format(half_width=5.0) + DRAWN
    with pytest.raises(StudyError, match=r"primary.looks with plan.kind = 'saltelli': intervals are over the draws"):
        design_of(text, "made-up")


def test_the_contrast_of_a_run_is_first_minus_second(tmp_path: Path) -> None:
    results = study(tmp_path / "study", 1.0)
    found = contrasts(results, 50)
    assert found.shape == (50,)
    difference = primary_difference(results, 50)
    assert difference is not None
    assert found.mean() == pytest.approx(difference.difference.value)
    assert np.unique(found).size > 10


def test_arms_that_are_all_alike_are_never_enough(tmp_path: Path) -> None:
    factors, primary = AGREEMENTS.replace("jdec-3", "notify-only"), PRIMARY.replace("full-picture", "notify-only")
    results = study(tmp_path / "study", 1e6, factors, primary)
    difference = primary_difference(results, 50)
    assert difference is not None
    assert difference.is_identical
    assert not enough(results)
