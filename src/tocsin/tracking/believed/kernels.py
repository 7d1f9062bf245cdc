"""The confirmed tracks of two tables, compared."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Table = NDArray[np.void]


@njit(cache=True)
def believes_the_same(before: Table, after: Table) -> bool:
    """Return whether two tables (n, m rows of ``tracker.TRACK``) have the same confirmed tracks in the same order."""
    row = 0
    for one in range(before.shape[0]):
        if not before["confirmed"][one]:
            continue
        while row < after.shape[0] and not after["confirmed"][row]:
            row += 1
        if row == after.shape[0] or after["number"][row] != before["number"][one]:
            return False
        row += 1
    while row < after.shape[0] and not after["confirmed"][row]:
        row += 1
    return bool(row == after.shape[0])
