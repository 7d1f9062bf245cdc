"""What kind of body each report of a radar declares: a confusion matrix and one draw a body and block of looks."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import KIND
from tocsin.sensing.kind import KIND_COUNT

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]


@njit(cache=True)
def kind_drawn(confusion: Array, kind: int, share: float) -> int:
    """Return the kind declared (0 to 2) that a uniform number in [0, 1) stands for, of a body of a true kind.

    A row of confusion (3, 3) is a true kind, a column what is declared of it; a kind above 2 is of no row, and
    is declared to be any of the three as often.
    """
    total = 0.0
    for declared in range(KIND_COUNT - 1):
        total += confusion[kind, declared] if kind < KIND_COUNT else 1.0 / KIND_COUNT
        if share < total:
            return declared
    return KIND_COUNT - 1


@njit(cache=True)
def kinds_declared(
    confusion: Array,
    least_snr: float,
    look_snr: Array,
    kind: IntArray,
    index: int,
    sensor: int,
    a: IntArray,
    b: IntArray,
    key0: int,
    key1: int,
) -> Array:
    """Return the kind that each of m reports declares.

    Parameters
    ----------
    confusion : (3, 3) float64
        Probability of declaring (column) of a true kind (row); rows sum to 1.
    least_snr : float64
        A report of a lower SNR (ratio) declares nothing.
    look_snr : (m,) float64
    kind : (m,) int64
        True kinds, 0 to 3.
    index : int64
        Of the draw: 0 bodies, 1 what no body caused.
    sensor : int64
        Declared id.
    a, b : (m,) int64
        What the draw is of, and its ordinal: a body and its block of looks, or a scan and the report's ordinal.
    key0, key1 : int64

    Returns
    -------
    (m,) float64
        0, 1 or 2, or -1 where nothing is declared: a column among the others that a report is made of.

    Notes
    -----
    Checked: shares against the rows, ``tests/sensing/test_kinds.py``.
    """
    declared = np.full(look_snr.shape[0], -1.0)
    for i in range(look_snr.shape[0]):
        if look_snr[i] >= least_snr:
            share = uniform(key0, key1, KIND, index, sensor, a[i], b[i])
            declared[i] = kind_drawn(confusion, kind[i], share)
    return declared
