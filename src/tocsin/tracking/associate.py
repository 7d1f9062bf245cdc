"""What became of a scan's measurements, and the small dense assignment that plumes use."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from tocsin.errors import ModelRangeError

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

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
        The track it went to; where it was shared, the one most likely; 0 where none took it and, being without
        range, it founded none.
    change : (m,) int64
        A ``Change``.
    dropped : (d,) int64
        Numbers of the tracks that this scan ended.
    fell_back : int
        Clusters of tracks too crowded to weigh every pairing, in which the nearest was taken instead.
    """

    measurement_index: Ints
    track_number: Ints
    change: Ints
    dropped: Ints
    fell_back: int = 0


NO_INTS: Ints = np.zeros(0, dtype=np.int64)
NOTHING = Assignment(NO_INTS, NO_INTS, NO_INTS, NO_INTS)

SENSOR_BITS, ROW_BITS = 10, 16  # of a track's number: its founding measurement


def founding_numbers(time_ms: int, sensor: int, rows: Ints) -> Ints:
    """Return the numbers (m,), above 0, of tracks founded by rows (m,) of one sensor's scan, sorted by value.

    A track is named by its founding measurement alone, so that the same measurements make the same names in whatever
    order they arrive.  Valid: times up to four years, sensors 0 to 1,023, rows 0 to 65,534; else ``ModelRangeError``.
    """
    check_founding(time_ms, sensor, int(rows.max(initial=-1)) + 1)
    return (((time_ms << SENSOR_BITS) | sensor) << ROW_BITS) + rows.astype(np.int64) + 1


def check_founding(time_ms: int, sensor: int, row_count: int) -> None:
    """Raise ModelRangeError where tracks founded by so many rows of a scan cannot be numbered."""
    limits = (
        ("time_ms", time_ms, 63 - SENSOR_BITS - ROW_BITS),
        ("sensor", sensor, SENSOR_BITS),
        ("row", row_count, ROW_BITS),
    )
    for name, value, bits in limits:
        if not 0 <= value < 1 << bits:
            raise ModelRangeError(
                f"track number: {name} = {value} must be 0 to {(1 << bits) - 1}; split the scan or the exercise"
            )


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
