"""What common random numbers save: the variance of a difference on independent luck over that on shared luck."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.study.statistics.bootstrap import ROUNDING

Array = NDArray[np.float64]


class VarianceReduction(NamedTuple):
    """How many times as many runs independent luck would need for the same interval.

    Attributes
    ----------
    ratio : float or None
        (variance of a + variance of b) / variance of a - b, over runs: infinite where the arms differ by a constant
        (up to rounding), None where nothing varies or fewer than two runs have values in both.
    correlation_coefficient : float or None
        Of the arms over runs; None where an arm does not vary.
    n : int
        Runs with a value in both arms.
    """

    ratio: float | None
    correlation_coefficient: float | None
    n: int


def variance_reduction(a: Array, b: Array) -> VarianceReduction:
    """Return the variance reduction that two arms got from sharing their luck.

    Parameters
    ----------
    a, b : (n,) float64
        One value a run (the mean of its subjects); NaN where there is none, and the run is left out of both.

    Notes
    -----
    A ratio below 1 says that sharing the luck made the comparison worse.  From n runs it is itself uncertain by a
    factor of about exp(2 sqrt(2 / n)).

    References
    ----------
    Law, *Simulation Modeling and Analysis* (5th edition 2015), section 11.2.
    """
    is_known = ~(np.isnan(a) | np.isnan(b))
    known_a, known_b = a[is_known], b[is_known]
    count = int(is_known.sum())
    if count < 2:
        return VarianceReduction(None, None, count)
    apart = float(known_a.var(ddof=1) + known_b.var(ddof=1))
    paired = float((known_a - known_b).var(ddof=1))
    least = (ROUNDING * float(max(np.abs(known_a).max(), np.abs(known_b).max()))) ** 2  # less is rounding
    ratio = (apart / paired if paired > least else math.inf) if apart > least else None
    return VarianceReduction(ratio, correlation(known_a, known_b), count)


def correlation(a: Array, b: Array) -> float | None:
    """Return the correlation of two lists, None where one of them does not vary."""
    spread_a, spread_b = a - a.mean(), b - b.mean()
    scale = math.sqrt(float((spread_a * spread_a).sum()) * float((spread_b * spread_b).sum()))
    if (
        min(np.abs(spread_a).max() - ROUNDING * np.abs(a).max(), np.abs(spread_b).max() - ROUNDING * np.abs(b).max())
        <= 0
    ):
        return None
    return float(np.clip((spread_a * spread_b).sum() / scale, -1.0, 1.0))
