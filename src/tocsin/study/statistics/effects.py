"""Effects of factors: what a level, a pair of levels or one change from the base does to a measure, run by run.

All points of a design are played on the same runs, so an effect is a contrast of each run: its mean over runs has a t
interval.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.statistics.interval import Estimate, mean_estimate

Array = NDArray[np.float64]
Level = str | int | float | bool
Point = Mapping[str, Level]  # factor -> its level there


class MainEffect(NamedTuple):
    """A factor at one level.

    ``mean``: over the points with that level.  ``effect``: that mean less the mean over all points.
    """

    factor: str
    factor_level: Level
    mean: Estimate
    effect: Estimate


class Interaction(NamedTuple):
    """Two factors, each at one level.

    ``mean``: over the points with both levels.  ``effect``: that mean less what the two main effects add up to; 0 in
    every cell where the factors do not depend on each other.
    """

    factors: tuple[str, str]
    factor_levels: tuple[Level, Level]
    mean: Estimate
    effect: Estimate


class Swing(NamedTuple):
    """How far one factor alone moves the measure from the base: the least and the greatest paired difference."""

    factor: str
    low_level: Level
    low: Estimate
    high_level: Level
    high: Estimate


def main_effects(points: Sequence[Point], values: Array, level: float = CONFIDENCE) -> list[MainEffect]:
    """Return the effect of each level of each factor, factors and levels in the order met.

    Parameters
    ----------
    points : sequence of Point
    values : (points, runs) float64
        The measure at each point in each run; a run with NaN at any point is left out of all (``complete_runs``).

    Raises
    ------
    ModelRangeError
        If there are not as many rows as points.

    Notes
    -----
    Means over points, each counted once.  In a full factorial effects of different factors are free of each other;
    among other points a factor also carries what went together with it.
    """
    kept = complete_runs(points, values)
    overall = kept.mean(axis=0)
    found = []
    for factor in points[0]:
        for factor_level in levels_met(points, factor):
            of_level = kept[rows_with(points, {factor: factor_level})].mean(axis=0)
            effect = mean_estimate(of_level - overall, level)
            found.append(MainEffect(factor, factor_level, mean_estimate(of_level, level), effect))
    return found


def interactions(points: Sequence[Point], values: Array, level: float = CONFIDENCE) -> list[Interaction]:
    """Return the interaction of every two factors at each two levels that occur together.

    Parameters
    ----------
    points, values
        As in ``main_effects``.

    Notes
    -----
    Free of main effects in a full factorial only.
    """
    kept = complete_runs(points, values)
    overall = kept.mean(axis=0)
    names = list(points[0])
    found = []
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            for pair in dict.fromkeys((point[one], point[other]) for point in points):
                together = kept[rows_with(points, {one: pair[0], other: pair[1]})].mean(axis=0)
                alone = [
                    kept[rows_with(points, {name: factor_level})].mean(axis=0)
                    for name, factor_level in zip((one, other), pair, strict=True)
                ]
                effect = mean_estimate(together - alone[0] - alone[1] + overall, level)
                found.append(Interaction((one, other), pair, mean_estimate(together, level), effect))
    return found


def tornado(points: Sequence[Point], values: Array, level: float = CONFIDENCE) -> list[Swing]:
    """Return how far each factor alone moves the measure, the widest swing first.

    Parameters
    ----------
    points : sequence of Point
        The base, then points that differ from it in one factor each.
    values : (points, runs) float64
        As in ``main_effects``.

    Notes
    -----
    The base itself counts as a level of each factor, with a difference of 0.  The least and the greatest of several
    levels lie farther out than they truly are, the more so the more levels there are and the less certain they are.
    """
    kept = complete_runs(points, values)
    base = points[0]
    by_factor: dict[str, list[tuple[float, Level, Estimate]]] = {}
    for row, point in enumerate(points[1:], start=1):
        changed = [factor for factor in base if point[factor] != base[factor]]
        if len(changed) != 1:
            raise ModelRangeError(f"tornado: point {row} differs from the base in {len(changed)} factors, not in 1")
        difference = mean_estimate(kept[row] - kept[0], level)
        by_factor.setdefault(changed[0], []).append((difference.value or 0.0, point[changed[0]], difference))
    none = mean_estimate(kept[0] - kept[0], level)
    swings = []
    for factor, found in by_factor.items():
        ordered = sorted([(0.0, base[factor], none), *found], key=lambda item: item[0])
        swings.append(Swing(factor, *ordered[0][1:], *ordered[-1][1:]))
    return sorted(swings, key=lambda swing: -span_of(swing))


def span_of(swing: Swing) -> float:
    """Return how far apart the ends of a swing are."""
    return (swing.high.value or 0.0) - (swing.low.value or 0.0)


def complete_runs(points: Sequence[Point], values: Array) -> Array:
    """Return the columns of the runs that have a value at every point."""
    if len(points) == 0 or values.ndim != 2 or values.shape[0] != len(points):
        raise ModelRangeError(f"effects: values of shape {values.shape} for {len(points)} points; give a row a point")
    return values[:, ~np.isnan(values).any(axis=0)]


def levels_met(points: Sequence[Point], factor: str) -> list[Level]:
    """Return the levels of a factor in the order in which points have them."""
    return list(dict.fromkeys(point[factor] for point in points))


def rows_with(points: Sequence[Point], wanted: Mapping[str, Level]) -> list[int]:
    """Return the numbers of the points that have some levels."""
    return [
        row for row, point in enumerate(points) if all(point[factor] == value for factor, value in wanted.items())
    ]
