"""Many comparisons at once: Holm's adjusted p values, what may be claimed, and intervals that agree with it."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.study.statistics.bootstrap import RESAMPLES

SIGNIFICANCE = 0.05  # of the whole family
RESAMPLES_SLACK = 1.05  # so that rounding does not decide


class Holm(NamedTuple):
    """What Holm's procedure says of one comparison of a family.

    Attributes
    ----------
    rank : int
        1 for the smallest p value of the family; equal ones in the order given.
    adjusted_p_value : float
        The least significance of the family at which this comparison is claimed.
    is_claimed : bool
        The difference is claimed at the family's significance.
    interval_level : float
        The level at which to make this comparison's interval, so that it leaves 0 out if the difference is claimed
        and not otherwise.
    """

    rank: int
    adjusted_p_value: float
    is_claimed: bool
    interval_level: float


def resamples_for(comparisons: int) -> int:
    """Return how many resamples a bootstrap needs so that Holm's procedure can claim one of so many comparisons.

    The least p value of b resamples is 2 / (b + 1): it must lie below the significance over the comparisons.
    """
    return max(RESAMPLES, math.ceil(RESAMPLES_SLACK * 2.0 * comparisons / SIGNIFICANCE))


def holm(p_values: Sequence[float], significance_share: float = SIGNIFICANCE) -> list[Holm]:
    """Return Holm's step-down procedure for a family of comparisons, in the order given.

    Parameters
    ----------
    p_values : sequence of float in [0, 1]
        Of all comparisons of the family, decided on before the first run.
    significance_share : float in (0, 1)
        The probability with which any false claim at all may be made.

    Notes
    -----
    Of m comparisons the one of rank k is claimed if it and all before it have p <= significance / (m - k + 1).
    Whatever the dependence between them, the probability of any false claim is at most the significance.

    ``interval_level``: 1 - significance / (m - k + 1) for what is claimed; for what is not, the level at which the
    procedure stopped.  Each such interval covers at least as often as one of level 1 - significance, and the
    probability that any of them wrongly leaves 0 out is at most the significance.  They do not all cover together
    with that probability: for this take level 1 - significance / m for all (Bonferroni), which may hold 0 where
    Holm claims a difference.

    References
    ----------
    Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6 (1979) 65.
    Serlin, "Confidence intervals and the scientific method: a case for Holm on the range", J. Exp. Educ. 61
    (1993) 350.
    """
    family = len(p_values)
    by_rank = sorted(range(family), key=lambda index: (p_values[index], index))
    found: dict[int, Holm] = {}
    adjusted, share, is_open = 0.0, 0.0, True
    for rank, index in enumerate(by_rank, start=1):
        left = family - rank + 1
        adjusted = min(1.0, max(adjusted, left * p_values[index]))
        if is_open:
            share = significance_share / left
            is_open = p_values[index] <= share
        found[index] = Holm(rank, adjusted, is_open, 1.0 - share)
    return [found[index] for index in range(family)]
