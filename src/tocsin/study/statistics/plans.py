"""The points of a design: which level every factor has in each; the same for the same seed."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from tocsin.errors import ScenarioError
from tocsin.study.statistics.bootstrap import generator

Array = NDArray[np.float64]
Level = str | int | float | bool
Point = dict[str, Level]


class Range(NamedTuple):
    """A factor that may have any value from low to high, in the unit of its key; whole numbers if ``is_whole``."""

    low: float
    high: float
    is_whole: bool = False


Levels = Range | Sequence[Level]


def full_factorial(levels: Mapping[str, Sequence[Level]]) -> list[Point]:
    """Return every combination of levels, the last factor changing fastest.

    Raises
    ------
    ScenarioError
        If a factor has no level.
    """
    checked(levels)
    return [dict(zip(levels, combination, strict=True)) for combination in product(*levels.values())]


def one_at_a_time(base: Point, levels: Mapping[str, Sequence[Level]]) -> list[Point]:
    """Return the base and, for each factor in turn, the base with each of its other levels.

    Raises
    ------
    ScenarioError
        If a factor has no level, or the base does not say which is its own.
    """
    checked(levels)
    for factor in levels:
        if factor not in base:
            raise ScenarioError(f"factor {factor!r}: has no level in the base of a one-at-a-time design; give it one")
    others = [
        {**base, factor: level} for factor, values in levels.items() for level in values if level != base[factor]
    ]
    return [dict(base), *others]


def latin_hypercube(factors: Mapping[str, Levels], count: int, seed: int) -> list[Point]:
    """Return points of a Latin hypercube: each factor's range cut into ``count`` equal parts, one point in each.

    Parameters
    ----------
    factors : mapping
        Each a ``Range`` or its levels, all as often met if ``count`` is a multiple of their number.
    count : int, 1 or more
    seed : int, 0 or more

    References
    ----------
    McKay, Beckman and Conover, "A comparison of three methods for selecting values of input variables in the analysis
    of output from a computer code", Technometrics 21 (1979) 239.  Drawn by ``scipy.stats.qmc``.
    """
    checked(factors)
    if count < 1:
        raise ScenarioError(f"points = {count}: must be 1 or more; choose another number of points")
    return points_at(factors, qmc.LatinHypercube(len(factors), rng=generator(seed)).random(count))


def sobol_points(factors: Mapping[str, Levels], count: int, seed: int) -> list[Point]:
    """Return points of a scrambled Sobol' sequence.

    Parameters
    ----------
    factors, seed
        As in ``latin_hypercube``.
    count : int
        A power of two: any other number spoils the balance of the sequence.

    Raises
    ------
    ScenarioError
        If it is none, or a factor is empty.

    References
    ----------
    Owen, "Scrambling Sobol' and Niederreiter-Xing points", J. Complexity 14 (1998) 466.  Drawn by
    ``scipy.stats.qmc``.
    """
    checked(factors)
    return points_at(factors, sobol_sequence(len(factors), count, seed))


def saltelli_points(factors: Mapping[str, Levels], count: int, seed: int) -> list[Point]:
    """Return the points from which ``sobol.sobol_indices`` makes first-order and total indices.

    Returns
    -------
    list of Point
        ``count`` points A, ``count`` points B, then for each factor in turn the points A with that factor of B:
        count * (factors + 2) in all.

    Raises
    ------
    ScenarioError
        If ``count`` is no power of two, or a factor is empty.

    References
    ----------
    Saltelli et al., "Variance based sensitivity analysis of model output", Comput. Phys. Commun. 181 (2010) 259.
    """
    checked(factors)
    width = len(factors)
    drawn = sobol_sequence(2 * width, count, seed)
    a, b = drawn[:, :width], drawn[:, width:]
    blocks = [a, b]
    for column in range(width):
        mixed = a.copy()
        mixed[:, column] = b[:, column]
        blocks.append(mixed)
    return points_at(factors, np.concatenate(blocks))


def sobol_sequence(width: int, count: int, seed: int) -> Array:
    """Return (count, width) numbers in [0, 1) of a scrambled Sobol' sequence."""
    if count < 1 or count & (count - 1):
        below = 1 << max(0, count.bit_length() - 1)
        raise ScenarioError(f"points = {count}: must be a power of two for Sobol'; choose {below} or {2 * below}")
    return qmc.Sobol(width, scramble=True, rng=generator(seed)).random(count)


def checked(factors: Mapping[str, Levels]) -> None:
    """Raise ScenarioError if there is no factor, or one that is empty or runs backwards."""
    if not factors:
        raise ScenarioError("factors = {}: a design needs at least 1; name one")
    for factor, levels in factors.items():
        if isinstance(levels, Range):
            if not levels.low < levels.high:
                raise ScenarioError(f"factor {factor!r}: low = {levels.low} must be below high = {levels.high}; swap")
        elif len(levels) == 0:
            raise ScenarioError(f"factor {factor!r}: has 0 levels, at least 1 is needed; give one or drop the factor")


def points_at(factors: Mapping[str, Levels], drawn: Array) -> list[Point]:
    """Return the points at (n, k) numbers in [0, 1)."""
    return [
        {factor: level_at(levels, float(share)) for (factor, levels), share in zip(factors.items(), row, strict=True)}
        for row in drawn
    ]


def level_at(levels: Levels, share: float) -> Level:
    """Return the level that lies a share in [0, 1) of the way along."""
    if not isinstance(levels, Range):
        return levels[int(share * len(levels))]
    if levels.is_whole:
        return int(levels.low) + int(share * (int(levels.high) - int(levels.low) + 1))
    return levels.low + share * (levels.high - levels.low)
