"""In what share of cases sharing helped, did nothing, harmed."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.review.sky_rates import CONFIDENCE
from tocsin.study.statistics.interval import Estimate, share_estimate

Array = NDArray[np.float64]


class Verdict(NamedTuple):
    """Shares of cases by the sign of their paired difference; the three add up to 1.

    ``removed``: cases without a value in one arm (*pending*), in no share.
    """

    helped: Estimate
    nothing: Estimate
    harmed: Estimate
    removed: int


def verdict(differences: Array, tolerance_value: float, is_more_better: bool, level: float = CONFIDENCE) -> Verdict:
    """Return in what share of cases one arm did better, no differently, worse than the other.

    Parameters
    ----------
    differences : (n,) float64
        One number a case (a run, which is a geometry where places are drawn): arm less baseline, NaN where there is
        none.
    tolerance_value : float, 0 or more
        A difference of at most this, either way, is nothing.  In the unit of the measure, fixed beforehand.
    is_more_better : bool
        As of warning time; False as of leakage.

    Raises
    ------
    ModelRangeError
        If the tolerance is below 0.

    Notes
    -----
    Exact intervals (Clopper-Pearson), each of a level 1 - (1 - level) / 3, so that all three together cover the true
    shares with at least ``level``.  ``level`` is what the estimates carry.

    References
    ----------
    Clopper and Pearson, Biometrika 26 (1934) 404; for several at once Goodman, "On simultaneous confidence intervals
    for multinomial proportions", Technometrics 7 (1965) 247, whose Bonferroni argument is used with exact intervals.
    """
    if not tolerance_value >= 0.0:
        raise ModelRangeError(f"verdict: tolerance = {tolerance_value} must be 0 or more; give the least that counts")
    known = differences[~np.isnan(differences)]
    better = known if is_more_better else -known
    counts = (
        int((better > tolerance_value).sum()),
        int((np.abs(better) <= tolerance_value).sum()),
        int((better < -tolerance_value).sum()),
    )
    each = 1.0 - (1.0 - level) / len(counts)
    helped, nothing, harmed = (share_estimate(count, int(known.size), each)._replace(level=level) for count in counts)
    return Verdict(helped, nothing, harmed, int(differences.size - known.size))
