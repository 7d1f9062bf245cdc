"""The one curve of kill probability against track error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.defence.battery import quality_factor


@pytest.mark.parametrize(("sigma_m", "expected"), [(0.0, 1.0), (1e3, 0.9), (3e3, 0.5), (6e3, 0.2), (9e3, 0.1)])
def test_the_curve_by_hand(sigma_m: float, expected: float) -> None:
    assert quality_factor(sigma_m) == pytest.approx(expected)


@given(st.floats(0.0, 1e6), st.floats(1.0, 1e6))
def test_a_worse_track_is_never_a_better_shot(sigma_m: float, more_m: float) -> None:
    assert 0.0 < quality_factor(sigma_m + more_m) <= quality_factor(sigma_m) <= 1.0
