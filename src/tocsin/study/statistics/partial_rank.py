"""Partial rank correlations: how steadily a result rises or falls with one input, the others' part taken out."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.statistics.bootstrap import drawn_runs
from tocsin.study.statistics.interval import Estimate

Array = NDArray[np.float64]
RESAMPLES = 999
RIDGE = 1e-9
SAMPLES_A_COLUMN = 3  # samples for each input and the result: fewer leave too little once the others are taken out


def fewest_samples(input_count: int) -> int:
    """Return from how many samples of so many inputs partial rank correlations are made."""
    return SAMPLES_A_COLUMN * (input_count + 1)


def partial_rank_correlations(
    inputs: Array, result: Array, seed: int, level: float = CONFIDENCE
) -> list[Estimate] | None:
    """Return the partial rank correlation of a result with each input.

    Parameters
    ----------
    inputs : (samples, inputs) float64
        Drawn, in any unit: ranks alone count.
    result : (samples,) float64
    seed : int, 0 or more

    Returns
    -------
    list of Estimate, from -1 to 1, or None
        A value for each input, None for one that is the same at every sample; None in all where there are fewer
        samples than ``fewest_samples`` or the result is the same at every one.

    Notes
    -----
    The correlation of what is left of the ranks of both once the ranks of all other inputs are taken out linearly,
    with the percentile interval over samples drawn with replacement.  It tells a relation that rises or falls
    throughout, and not one that turns.

    References
    ----------
    Marino, Hogue, Ray and Kirschner, J. Theor. Biol. 254 (2008) 178, section 2.3.
    """
    varies = np.ptp(inputs, axis=0) > 0.0
    columns = np.column_stack([inputs[:, varies], result])
    if result.size < fewest_samples(inputs.shape[1]) or np.ptp(result) == 0.0:
        return None
    drawn = np.concatenate([correlations(columns[rows]) for rows in drawn_runs(result.size, seed, RESAMPLES)])
    low, high = np.quantile(drawn, [0.5 * (1.0 - level), 0.5 * (1.0 + level)], axis=0)
    known = iter(zip(correlations(columns).tolist(), low.tolist(), high.tolist(), strict=True))
    nothing = Estimate(None, None, None, result.size, level)
    return [estimate_of(next(known), result.size, level) if each else nothing for each in varies]


def estimate_of(known: tuple[float, float, float], count: int, level: float) -> Estimate:
    """Return a value and the ends of its interval as an estimate from so many samples."""
    value, low, high = known
    return Estimate(value, low, high, count, level)


def correlations(columns: Array) -> Array:
    """Return the partial rank correlations of the last column, (..., inputs), from (..., samples, inputs and it).

    From the inverse of the matrix of rank correlations, with ``RIDGE`` on its diagonal: without it, there would be
    none where the result only rises with one input.  0 of what does not vary.
    """
    ranks = rankdata(columns, axis=-2)
    ranks -= ranks.mean(axis=-2, keepdims=True)
    products = np.swapaxes(ranks, -1, -2) @ ranks
    lengths = np.sqrt(np.einsum("...ii->...i", products))
    lengths = np.where(lengths > 0.0, lengths, 1.0)
    correlated = products / (lengths[..., :, None] * lengths[..., None, :])
    inverse = np.linalg.inv(correlated + RIDGE * np.eye(correlated.shape[-1]))
    sizes = np.sqrt(np.einsum("...ii->...i", inverse))
    found = -inverse[..., :-1, -1] / (sizes[..., :-1] * sizes[..., -1:])
    return np.asarray(np.clip(found, -1.0, 1.0), dtype=np.float64)
