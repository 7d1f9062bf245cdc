"""Sobol' indices: which share of a result's variance comes from which factor, alone and with the others."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.statistics.bootstrap import RESAMPLES, drawn_runs, quantiles_of
from tocsin.study.statistics.interval import Estimate

Array = NDArray[np.float64]


class SobolIndex(NamedTuple):
    """What one factor contributes to the variance of a result over the ranges of all factors.

    Attributes
    ----------
    factor : str
    first : Estimate
        Share of the variance that knowing this factor alone would take away.
    total : Estimate
        Share that would be left if this factor alone were unknown.
    """

    factor: str
    first: Estimate
    total: Estimate


def sobol_indices(factors: Sequence[str], values: Array, seed: int, level: float = CONFIDENCE) -> list[SobolIndex]:
    """Return first-order and total Sobol' indices of a Saltelli design.

    Parameters
    ----------
    factors : sequence of str
        Or groups of factors, in the order of the design.
    values : (n * (factors + 2),) float64
        The result at each point of Saltelli's plan, in its order: at A, at B, then for each factor at A with that
        factor's column of B (``study.design.samples``).  Over the same runs at each point, so that it is a function
        of the point alone.
    seed : int, 0 or more
        Of the bootstrap.

    Returns
    -------
    list of SobolIndex
        ``n`` of an estimate is the number of points A.  Values are None where nothing varies.

    Raises
    ------
    ModelRangeError
        If there are not as many values as points, or one is not finite.

    Notes
    -----
    First order by Saltelli (2010), total by Jansen.  Estimates may fall a little outside 0 to 1.  The interval is
    the percentile interval over resampled rows of the design; it takes Sobol' points for random ones, and so errs to
    the wide side.  What the common luck of the runs does to the result is not in it.
    Checked: Ishigami's function and Sobol's g-function, whose indices have closed forms.

    References
    ----------
    Saltelli et al., "Variance based sensitivity analysis of model output. Design and estimator for the total
    sensitivity index", Comput. Phys. Commun. 181 (2010) 259, table 2 (b) and (f).
    """
    width = len(factors)
    if width == 0 or values.size == 0 or values.size % (width + 2) or not np.isfinite(values).all():
        raise ModelRangeError(
            f"sobol_indices: {values.size} values for {width} factors; give one finite value a point of the design"
        )
    rows = values.reshape(width + 2, -1)
    count = int(rows.shape[1])
    if rows[:2].min() == rows[:2].max():
        nothing = Estimate(None, None, None, count, level)
        return [SobolIndex(factor, nothing, nothing) for factor in factors]
    estimates = np.stack(indices_of(rows - rows[:2].mean()))
    low, high = resampled_indices(rows, seed, level)
    return [
        SobolIndex(
            factor,
            *(
                Estimate(float(estimates[order, k]), float(low[order, k]), float(high[order, k]), count, level)
                for order in range(2)
            ),
        )
        for k, factor in enumerate(factors)
    ]


def indices_of(rows: Array) -> tuple[Array, Array]:
    """Return first-order and total indices of each factor, given (factors + 2, ..., n) values at A, B and A with B.

    The values are less their mean, which the first-order estimator would else multiply with its error.
    """
    at_a, at_b, mixed = rows[0], rows[1], rows[2:]
    variance = 0.5 * (at_a.var(axis=-1) + at_b.var(axis=-1)) + 0.25 * (at_a.mean(axis=-1) - at_b.mean(axis=-1)) ** 2
    first = (at_b * (mixed - at_a)).mean(axis=-1) / variance
    total = 0.5 * ((mixed - at_a) ** 2).mean(axis=-1) / variance
    return first, total


def resampled_indices(rows: Array, seed: int, level: float) -> tuple[Array, Array]:
    """Return the ends of the intervals, (2, factors) each; resamples in which nothing varies are left out."""
    found = []
    for block in drawn_runs(int(rows.shape[1]), seed, RESAMPLES):
        drawn = rows[:, block]
        varies = drawn[:2].min(axis=(0, 2)) < drawn[:2].max(axis=(0, 2))
        drawn = drawn[:, varies]
        centred = drawn - drawn[:2].mean(axis=(0, 2))[:, np.newaxis]
        found.append(np.stack(indices_of(centred)))
    ascending = np.sort(np.concatenate(found, axis=-1), axis=-1)
    ends = [[quantiles_of(of_factor, level) for of_factor in of_order] for of_order in ascending]
    both = np.array(ends)
    return both[..., 0], both[..., 1]
