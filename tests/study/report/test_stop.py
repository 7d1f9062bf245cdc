"""The stopping rule on a made-up study of 100 runs."""

from pathlib import Path

import numpy as np
import pytest

from tests.study.report.conftest import AGREEMENTS, PRIMARY, agreement_study
from tocsin.study.results import Results
from tocsin.study.stop import contrasts, is_enough, primary_difference

RULE = "half_width = {half_width}\nlooks = [50]\nmaximum = 100\n"


def enough(results: Results) -> bool:
    return is_enough(results.design, results.plan, results.folder, 50)


def study(folder: Path, half_width: float, factors: str = AGREEMENTS, primary: str = PRIMARY) -> Results:
    return agreement_study(folder, 100, factors, primary + RULE.format(half_width=half_width))


def test_it_looks_at_the_interval_that_is_reported(tmp_path: Path) -> None:
    results = study(tmp_path / "wide", 1.0)
    found = primary_difference(results, 50).difference
    assert found.low is not None
    assert found.high is not None
    half_width = 0.5 * (found.high - found.low)
    assert half_width > 1.0
    assert not enough(results)
    assert enough(study(tmp_path / "narrow", half_width + 0.1))
    assert not enough(study(tmp_path / "nearly", half_width - 0.1))


def test_the_contrast_of_a_run_is_first_minus_second(tmp_path: Path) -> None:
    results = study(tmp_path / "study", 1.0)
    found = contrasts(results, 50)
    assert found.shape == (50,)
    assert found.mean() == pytest.approx(primary_difference(results, 50).difference.value)
    assert np.unique(found).size > 10


def test_arms_that_are_all_alike_are_never_enough(tmp_path: Path) -> None:
    factors, primary = AGREEMENTS.replace("jdec-3", "notify-only"), PRIMARY.replace("full-picture", "notify-only")
    results = study(tmp_path / "study", 1e6, factors, primary)
    assert primary_difference(results, 50).is_identical
    assert not enough(results)
