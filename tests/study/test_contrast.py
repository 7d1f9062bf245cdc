"""Pairs of a contrast: points that differ in its factor alone."""

from collections.abc import Callable

import pytest

from tocsin.errors import StudyError
from tocsin.study.contrast import Contrast, pairs_of, primary_contrast
from tocsin.study.design.design import Design

Designed = Callable[..., Design]
LOSS = """

[[factor]]
name = "loss"
path = "link[juniper-dogwood].loss"
levels = [0.0, 0.5]
"""
LEVELS = 'levels = ["none", "full-picture"]'


def test_each_pair_has_the_same_levels_of_all_other_factors(designed: Designed) -> None:
    design = designed((LEVELS, LEVELS + LOSS))
    assert pairs_of(design, primary_contrast(design)) == [(2, 0, "loss 0"), (3, 1, "loss 0.5")]
    other = Contrast("releases", "all", "button-2018", "loss", "0.5", "0")
    assert pairs_of(design, other) == [(1, 0, "agreement none"), (3, 2, "agreement full-picture")]


def test_drawn_numbers_that_print_alike_are_pairs_of_their_own(designed: Designed) -> None:
    ranged = LOSS.replace("levels = [0.0, 0.5]", "low = 0.1\nhigh = 0.1000001")
    plan = '[plan]\nkind = "sobol"\npoints = 8\n\n[[factor]]\nname = "agreement"'
    design = designed((LEVELS, LEVELS + ranged), ('[[factor]]\nname = "agreement"', plan))
    assert len({point.levels for point in design.points}) < len(design.points)
    found = [(first, second) for first, second, _ in pairs_of(design, primary_contrast(design))]
    assert found == [(sample * 2 + 1, sample * 2) for sample in range(8)]


def test_one_at_a_time_has_a_pair_only_at_the_base(designed: Designed) -> None:
    design = designed(
        (LEVELS, LEVELS + LOSS),
        ('[[factor]]\nname = "agreement"', '[plan]\nkind = "one_at_a_time"\n\n[[factor]]\nname = "agreement"'),
    )
    assert pairs_of(design, primary_contrast(design)) == [(1, 0, "loss 0")]
    with pytest.raises(StudyError, match="nowhere played with all else alike"):
        pairs_of(design, Contrast("releases", "all", "elsewhere", "loss", "0.5", "0"))
