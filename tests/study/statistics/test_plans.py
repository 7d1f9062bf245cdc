"""Points of a design: counts by hand, balance, the same for the same seed."""

from collections import Counter

import numpy as np
import pytest
from scipy.stats import qmc

from tocsin.errors import ScenarioError
from tocsin.study.statistics.plans import (
    Range,
    full_factorial,
    latin_hypercube,
    one_at_a_time,
    saltelli_points,
    sobol_points,
)

FACTORS = {"delay_s": Range(0.0, 600.0), "agreement": ("none", "jdec-1"), "stock": Range(2, 5, is_whole=True)}


def test_a_full_factorial_has_every_combination_once_in_order() -> None:
    points = full_factorial({"agreement": ("none", "jdec-1"), "delay_s": (0, 60, 600)})
    assert len(points) == 6
    assert points[:4] == [
        {"agreement": "none", "delay_s": 0},
        {"agreement": "none", "delay_s": 60},
        {"agreement": "none", "delay_s": 600},
        {"agreement": "jdec-1", "delay_s": 0},
    ]
    assert len({tuple(point.items()) for point in points}) == 6


def test_one_at_a_time_is_the_base_and_each_other_level() -> None:
    points = one_at_a_time({"delay_s": 60, "loss": 0.0, "kept": 1}, {"delay_s": (0, 60, 600), "loss": (0.0, 0.5)})
    assert points == [
        {"delay_s": 60, "loss": 0.0, "kept": 1},
        {"delay_s": 0, "loss": 0.0, "kept": 1},
        {"delay_s": 600, "loss": 0.0, "kept": 1},
        {"delay_s": 60, "loss": 0.5, "kept": 1},
    ]


def test_a_latin_hypercube_has_one_point_in_each_part_of_each_range() -> None:
    points = latin_hypercube(FACTORS, 40, seed=3)
    parts = sorted(int(float(point["delay_s"]) / 15.0) for point in points)
    assert parts == list(range(40))
    assert Counter(point["agreement"] for point in points) == {"none": 20, "jdec-1": 20}
    assert Counter(point["stock"] for point in points) == {2: 10, 3: 10, 4: 10, 5: 10}
    assert all(isinstance(point["stock"], int) for point in points)


def test_sobol_points_are_balanced_and_more_even_than_chance() -> None:
    points = sobol_points({"x": Range(0.0, 1.0), "y": Range(0.0, 1.0)}, 64, seed=3)
    drawn = np.array([[float(point["x"]), float(point["y"])] for point in points])
    assert sorted(int(value * 64) for value in drawn[:, 0]) == list(range(64))
    assert Counter((int(x * 8), int(y * 8)) for x, y in drawn) == {(i, j): 1 for i in range(8) for j in range(8)}
    assert qmc.discrepancy(drawn) < 0.2 * qmc.discrepancy(np.random.default_rng(1).random((64, 2)))


@pytest.mark.parametrize("plan", [latin_hypercube, sobol_points, saltelli_points])
def test_the_same_seed_gives_the_same_points(plan: object) -> None:
    assert plan(FACTORS, 16, 5) == plan(FACTORS, 16, 5)  # type: ignore[operator]
    assert plan(FACTORS, 16, 5) != plan(FACTORS, 16, 6)  # type: ignore[operator]


def test_saltelli_points_are_a_then_b_then_a_with_one_factor_of_b() -> None:
    points = saltelli_points(FACTORS, 8, seed=1)
    assert len(points) == 8 * 5
    a, b = points[:8], points[8:16]
    for place, factor in enumerate(FACTORS):
        mixed = points[8 * (place + 2) : 8 * (place + 3)]
        assert mixed == [{**at_a, factor: at_b[factor]} for at_a, at_b in zip(a, b, strict=True)]


@pytest.mark.parametrize("count", [0, 3, 100])
def test_a_number_that_is_no_power_of_two_is_refused_with_its_neighbours(count: int) -> None:
    for plan in (sobol_points, saltelli_points):
        with pytest.raises(ScenarioError, match=r"must be a power of two.*choose") as caught:
            plan(FACTORS, count, 1)
        assert str(count) in str(caught.value)
    with pytest.raises(ScenarioError, match="choose 64 or 128"):
        sobol_points(FACTORS, 100, 1)


@pytest.mark.parametrize("factors", [{}, {"delay_s": ()}, {"delay_s": Range(5.0, 5.0)}])
def test_a_factor_without_levels_is_refused(factors: dict[str, object]) -> None:
    with pytest.raises(ScenarioError):
        latin_hypercube(factors, 4, 1)  # type: ignore[arg-type]


def test_designs_without_levels_or_base_are_refused() -> None:
    with pytest.raises(ScenarioError, match=r"delay_s.*0 levels"):
        full_factorial({"delay_s": ()})
    with pytest.raises(ScenarioError, match=r"loss.*base"):
        one_at_a_time({"delay_s": 0}, {"loss": (0.0, 0.5)})
    with pytest.raises(ScenarioError, match="points = 0"):
        latin_hypercube(FACTORS, 0, 1)
