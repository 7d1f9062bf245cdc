"""Effects of factors, by hand and against an analysis of variance."""

import itertools
import math

import numpy as np
import pytest
import scipy.stats

from tocsin.errors import ModelRangeError
from tocsin.study.statistics.effects import interactions, main_effects, tornado


def full_factorial(levels: dict[str, tuple[object, ...]]) -> list[dict[str, object]]:
    """Return every combination of levels, the last factor quickest."""
    return [dict(zip(levels, combination, strict=True)) for combination in itertools.product(*levels.values())]


POINTS = full_factorial({"agreement": ("none", "jdec-1"), "delay_s": (0, 600)})
BY_HAND = np.array([[1.0, 3.0], [1.0, 1.0], [9.0, 13.0], [3.0, 5.0]])  # means 2, 1, 11, 4; of all 4.5


def test_main_effects_by_hand() -> None:
    found = main_effects(POINTS, BY_HAND)
    assert [(item.factor, item.factor_level, item.mean.value, item.effect.value) for item in found] == [
        ("agreement", "none", 1.5, -3.0),
        ("agreement", "jdec-1", 7.5, 3.0),
        ("delay_s", 0, 6.5, 2.0),
        ("delay_s", 600, 2.5, -2.0),
    ]
    # by run: the means of 'none' are 1 and 2, those of all 3.5 and 5.5, so the effects are -2.5 and -3.5
    expected = scipy.stats.ttest_1samp([-2.5, -3.5], 0.0).confidence_interval(0.95)
    assert (found[0].effect.low, found[0].effect.high) == pytest.approx((expected.low, expected.high))


def test_interactions_by_hand() -> None:
    found = {item.factor_levels: item.effect.value for item in interactions(POINTS, BY_HAND)}
    assert found == {("none", 0): -1.5, ("none", 600): 1.5, ("jdec-1", 0): 1.5, ("jdec-1", 600): -1.5}
    assert {item.factors for item in interactions(POINTS, BY_HAND)} == {("agreement", "delay_s")}


def test_factors_that_only_add_up_do_not_interact() -> None:
    luck = np.random.default_rng(1).normal(0.0, 5.0, 30)
    points = full_factorial({"a": (0, 1, 2), "b": (0, 10), "c": (0, 100)})
    values = np.array([[sum(float(value) for value in point.values()) + draw for draw in luck] for point in points])
    assert all(item.effect.value == pytest.approx(0.0, abs=1e-12) for item in interactions(points, values))
    effects = {(item.factor, item.factor_level): item.effect for item in main_effects(points, values)}
    assert effects["a", 2].value == pytest.approx(1.0)
    assert effects["c", 0].value == pytest.approx(-50.0)
    low, high = effects["b", 10].low, effects["b", 10].high
    assert (low, high) == pytest.approx((5.0, 5.0), abs=1e-9)  # the luck is shared, so an effect has none in it


def test_the_interval_of_an_effect_covers() -> None:
    random, hits, studies = np.random.default_rng(2), 0, 1000
    for _ in range(studies):
        luck = random.normal(0.0, 20.0, 20)
        slope = random.normal(2.0, 3.0, 20)  # of the run: how much 'jdec-1' gains in it
        values = np.array([luck + slope * (point["agreement"] == "jdec-1") for point in POINTS])
        effect = main_effects(POINTS, values)[1].effect
        hits += effect.low is not None and effect.high is not None and effect.low <= 1.0 <= effect.high
    assert 0.929 <= hits / studies <= 0.971  # 0.95 and three standard errors


def test_a_run_without_a_value_at_one_point_is_left_out_of_all() -> None:
    values = np.column_stack([BY_HAND, [math.nan, 1e6, 1e6, 1e6]])
    assert main_effects(POINTS, values) == main_effects(POINTS, BY_HAND)


def test_a_tornado_by_hand() -> None:
    points = [{"delay_s": delay_s, "loss": loss} for delay_s, loss in ((60, 0.0), (0, 0.0), (600, 0.0), (60, 0.5))]
    values = np.array([[10.0, 20.0], [11.0, 21.0], [2.0, 10.0], [7.0, 17.0]])
    found = tornado(points, values)
    assert [(item.factor, item.low_level, item.high_level) for item in found] == [
        ("delay_s", 600, 0),
        ("loss", 0.5, 0.0),
    ]
    assert [(item.low.value, item.high.value) for item in found] == [(-9.0, 1.0), (-3.0, 0.0)]
    assert (found[1].low.low, found[1].low.high) == (-3.0, -3.0)


def test_points_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ModelRangeError, match="a row a point"):
        main_effects(POINTS, BY_HAND[:3])
    with pytest.raises(ModelRangeError, match="2 factors"):
        tornado(POINTS, BY_HAND)
