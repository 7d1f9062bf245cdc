"""Which differences between two agreements are within luck: by the same runs again under other seeds, in pairs."""

from collections.abc import Mapping
from typing import NamedTuple

from tocsin.orders.hot_wash import LuckSpread
from tocsin.review.log import RunLog

CUT = 0.05  # of the differences, left out at each end: what stays is a range of 90 %
FEWEST = 10  # pairs, below which nothing is said

Key = tuple[str, str]  # nation, measure
Spread = Mapping[Key, tuple[float | None, ...]]

RULE = (
    "The whole exercise was played again under {n} other seeds, each under both agreements with the same luck. "
    "Marked \u2248 is a difference that is within luck: of the differences under these seeds and the exercise\u2019s "
    "own, the lowest and the highest twentieth left out, some are zero or of the other sign, or under more seeds "
    "than a twentieth the value did not come on both sides, so that there is no difference. Where a value never came "
    "on one side of the exercise itself, what is compared is under which seeds it came at all."
)
NO_RULE = "Fewer than ten other seeds were played: whether a difference is within luck is not said."


class Range(NamedTuple):
    """The differences of pairs, rising; the lowest and highest that are left when each end is cut.

    ``without_count``: pairs without a difference, for the value did not come on both sides; more than are cut at an
    end might be differences of either sign.
    """

    differences: tuple[float, ...]
    low: float
    high: float
    without_count: int = 0

    @property
    def is_within_luck(self) -> bool:
        """Return whether the differences, their ends cut, reach zero or both signs, or too many pairs have none."""
        pair_count = len(self.differences) + self.without_count
        return self.low <= 0.0 <= self.high or self.without_count > int(CUT * pair_count)


def spread_of(log: RunLog) -> dict[Key, tuple[float | None, ...]]:
    """Return what other seeds gave each headline measure of a counterfactual journal."""
    return {(body.nation, body.measure): body.values for _, _, body in log.asides if isinstance(body, LuckSpread)}


def seeds_in(*spreads: Spread) -> int:
    """Return how many other seeds were played under all of some agreements."""
    return min((max((len(values) for values in spread.values()), default=0) for spread in spreads), default=0)


def differences(base: tuple[float | None, ...], other: tuple[float | None, ...]) -> list[float]:
    """Return the difference of each pair in which both sides have a value."""
    return [b - a for a, b in zip(base, other, strict=False) if a is not None and b is not None]


def came(base: tuple[float | None, ...], other: tuple[float | None, ...]) -> list[float]:
    """Return for each pair where a value came: on the other side alone (1), on both or none (0), not there (-1)."""
    return [float(b is not None) - float(a is not None) for a, b in zip(base, other, strict=False)]


def range_of(
    base: tuple[float | None, ...], other: tuple[float | None, ...], own: tuple[float | None, float | None]
) -> Range | None:
    """Return the range of the differences between two agreements under the exercise's own luck and other seeds.

    Parameters
    ----------
    base, other : tuple of float or None
        What the measure came to under each other seed, in the same order.
    own : (base, other)
        What it came to in the exercise and its counterfactual.

    Returns
    -------
    Range or None
        None where fewer than ``FEWEST`` pairs can be compared.
    """
    pair = (own[0],), (own[1],)
    compared = came if None in own else differences
    found = sorted([*compared(*pair), *compared(base, other)])
    if len(found) <= FEWEST:
        return None
    cut = int(CUT * len(found))
    pair_count = 1 + min(len(base), len(other))
    return Range(tuple(found), found[cut], found[len(found) - 1 - cut], pair_count - len(found))
