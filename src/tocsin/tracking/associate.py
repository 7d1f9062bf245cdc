"""What became of a scan's measurements, and the small dense assignment that plumes use."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_PAIR = 1e6  # cost of a pair outside the gate


class Change(IntEnum):
    """What a measurement did to the track it was given to."""

    BORN = 0
    UPDATED = 1
    CONFIRMED = 2  # updated, and by this measurement believed to be a body


class Assignment(NamedTuple):
    """What became of one scan's measurements.

    Attributes
    ----------
    measurement_index : (m,) int64
        Row of the measurement, as handed in; every row occurs once, rising.
    track_number : (m,) int64
        The track it went to; where it was shared, the one most likely.
    change : (m,) int64
        A ``Change``.
    dropped : (d,) int64
        Numbers of the tracks that this scan ended.
    """

    measurement_index: Ints
    track_number: Ints
    change: Ints
    dropped: Ints


NO_INTS: Ints = np.zeros(0, dtype=np.int64)
NOTHING = Assignment(NO_INTS, NO_INTS, NO_INTS, NO_INTS)

SENSOR_BITS, ROW_BITS = 10, 22  # of a track's number: its founding measurement


def founding_numbers(time_ms: int, sensor: int, rows: Ints) -> Ints:
    """Return the numbers (m,) of tracks founded by rows (m,) of one sensor's scan, the rows sorted by value.

    A track is named by its founding measurement alone, so that the same measurements make the same names in whatever
    order they arrive.  Valid: times up to 24 days, sensors 0 to 1,023, rows to four million.
    """
    return (time_ms << (SENSOR_BITS + ROW_BITS)) + (sensor << ROW_BITS) + rows


def nearest(costs: Array) -> Ints:
    """Return for each track the measurement given to it, or -1.

    Parameters
    ----------
    costs : (n, m) float64
        ``NO_PAIR`` marks what must not be paired.

    Returns
    -------
    (n,) int64
        As many pairs as the gates allow, then the smallest sum of costs.

    Notes
    -----
    Checked: against trying every assignment, in ``tests/tracking/test_associate.py``.

    References
    ----------
    Blackman and Popoli, *Design and Analysis of Modern Tracking Systems*, section 6.4.
    """
    given = np.full(costs.shape[0], -1, dtype=np.int64)
    if costs.size:
        rows, columns = linear_sum_assignment(costs)
        inside = costs[rows, columns] < NO_PAIR
        given[rows[inside]] = columns[inside]
    return given


def told(number: Ints, newly: Flags, next_number: int, pairs: tuple[Ints, Ints], keep: Flags) -> Assignment:
    """Return what became of each measurement of a scan.

    Parameters
    ----------
    number : (n,) int64
        Of the tracks before the scan.
    newly : (n,) bool
        Confirmed by this scan.
    next_number : int
        Of the first track born.
    pairs : (n,) int64 and (m,) int64
        For each track its measurement or -1; for each measurement its row as handed in.
    keep : (n,) bool
        False for the tracks this scan ended.
    """
    given, order = pairs
    track = np.zeros(order.shape[0], dtype=np.int64)
    change = np.full(order.shape[0], Change.BORN, dtype=np.int64)
    used = np.flatnonzero(given >= 0)
    rows = order[given[used]]
    track[rows] = number[used]
    change[rows] = np.where(newly[used], Change.CONFIRMED, Change.UPDATED)
    fresh = order[track[order] == 0]
    track[fresh] = np.arange(next_number, next_number + fresh.shape[0])
    return Assignment(np.arange(order.shape[0]), track, change, number[~keep])
