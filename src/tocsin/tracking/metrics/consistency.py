"""Whether a filter is as sure as it should be: normalised errors squared, and the bounds they should keep."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from tocsin.errors import ModelRangeError

Array = NDArray[np.float64]


def nees(truth: Array, estimate: Array, covariance: Array) -> Array:
    """Return (n,): the estimation error squared, normalised by what the filter says of it.

    Parameters
    ----------
    truth, estimate : (n, d) float64
    covariance : (n, d, d) float64
        Symmetric and positive definite.

    Notes
    -----
    Of a consistent filter it is chi-square of d degrees of freedom.

    References
    ----------
    Bar-Shalom, Li and Kirubarajan, *Estimation with Applications to Tracking and Navigation*, section 5.4.
    """
    error = estimate - truth
    solved = np.linalg.solve(covariance, error[..., None])[..., 0]
    out: Array = (error * solved).sum(axis=-1)
    return out


def nis(innovation: Array, covariance: Array) -> Array:
    """Return (n,): innovations (n, d) squared, normalised by their covariances (n, d, d); see ``nees``."""
    return nees(np.zeros_like(innovation), innovation, covariance)


def band(dimension: int, runs: int, share: float = 0.95) -> tuple[float, float]:
    """Return the two-sided chi-square bounds of a mean of normalised errors squared.

    Parameters
    ----------
    dimension : int
        Of the state (NEES) or of the measurement (NIS), 1 or more.
    runs : int
        Independent values in the mean, 1 or more.
    share : float
        Of means of a consistent filter that lie between the bounds, above 0 and below 1.

    Notes
    -----
    Values along one track are not independent of one another: average over runs, not over time (NIS: over either).
    """
    for name, value, low in (("dimension", dimension, 1), ("runs", runs, 1)):
        if value < low:
            raise ModelRangeError(f"{name} = {value} must be {low} or more; count what is in the mean")
    if not 0.0 < share < 1.0:
        raise ModelRangeError(f"share = {share} must lie between 0 and 1; 0.95 is usual")
    tail = 0.5 * (1.0 - share)
    return tuple(float(chi2.ppf(p, dimension * runs)) / runs for p in (tail, 1.0 - tail))  # type: ignore[return-value]


def share_inside(values: Array, bounds: tuple[float, float]) -> float:
    """Return the share of values (n,) that lie between two bounds."""
    return float(((values >= bounds[0]) & (values <= bounds[1])).mean())
