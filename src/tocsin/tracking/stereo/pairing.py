"""Which plumes of two satellites are one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.tracking.associate import NO_PAIR, nearest
from tocsin.tracking.plume.looks import Looks
from tocsin.tracking.stereo.crossing import GATES, REACH_S, may_be_one, meet

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

FASTEST_M_S = 12e3  # m/s: no plume moves faster, seen from another satellite
SLACK_M = 100e3  # m: lines that pass farther apart than this and the motion between them are not looked at closely


def paired(first: Sequence[Looks], second: Sequence[Looks]) -> Ints:
    """Return for each plume (n,) of one satellite the plume of the other that it is one with, or -1.

    As many pairs as may be one, then the least sum of chi-squares over their gates: lines of several launches that
    cross where none is lose to the true pairs.  The order given does not matter.
    """
    if not first or not second:
        return np.full(len(first), -1, dtype=np.int64)
    costs = np.full((len(first), len(second)), NO_PAIR)
    for row, column in np.argwhere(pass_m(first, second) <= reach_m(first, second)).tolist():
        crossing = meet(first[row], second[column])
        if crossing is not None and may_be_one(crossing):
            costs[row, column] = crossing.chi2 / GATES[crossing.degrees_of_freedom]
    return nearest(costs)


def pass_m(first: Sequence[Looks], second: Sequence[Looks]) -> Array:
    """Return how far the newest lines of n and m plumes pass each other (n, m), m."""
    a, b = newest_directions(first), newest_directions(second)
    between = newest_satellites(second)[None, :, :] - newest_satellites(first)[:, None, :]
    normal = np.cross(a[:, None, :], b[None, :, :])
    sine = np.maximum(np.sqrt((normal * normal).sum(axis=2)), 1e-9)
    out: Array = np.abs((between * normal).sum(axis=2)) / sine
    return out


def reach_m(first: Sequence[Looks], second: Sequence[Looks]) -> Array:
    """Return how far (n, m), m, newest lines may pass and still be of one plume; below 0: seen at other times."""
    newest = [np.array([looks.time_s[-1] for looks in some]) for some in (first, second)]
    oldest = [np.array([looks.time_s[0] for looks in some]) for some in (first, second)]
    gap_s = np.maximum(oldest[0][:, None], oldest[1][None, :]) - np.minimum(newest[0][:, None], newest[1][None, :])
    out: Array = np.where(
        gap_s > REACH_S, -1.0, SLACK_M + FASTEST_M_S * np.abs(newest[0][:, None] - newest[1][None, :])
    )
    return out


def newest_directions(some: Sequence[Looks]) -> Array:
    """Return the newest direction (n, 3) of each plume."""
    return np.array([looks.direction_ecef[-1] for looks in some])


def newest_satellites(some: Sequence[Looks]) -> Array:
    """Return where (n, 3) the newest look at each plume was made."""
    return np.array([looks.satellite_ecef[-1] for looks in some])
