"""The order of what any sensor reports: by what it measured, never by which body it was."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]


@njit(cache=True)
def comes_before(keys: Array, a: int, b: int) -> bool:
    """Return whether column a sorts before column b by the first three rows of keys (3 or more, m)."""
    for row in range(3):
        if keys[row, a] != keys[row, b]:
            return bool(keys[row, a] < keys[row, b])
    return False


@njit(cache=True)
def report_order(keys: Array, count: int) -> IntArray:
    """Return the order (count,) that sorts the first columns of keys by its first three rows (Shell sort)."""
    order = np.arange(count)
    gap = count // 2
    while gap > 0:
        for i in range(gap, count):
            column = order[i]
            j = i
            while j >= gap and comes_before(keys, column, order[j - gap]):
                order[j] = order[j - gap]
                j -= gap
            order[j] = column
        gap //= 2
    return order


@njit(cache=True)
def sorted_columns(found: Array, body: IntArray, count: int) -> tuple[Array, IntArray]:
    """Return the first columns of found (k, n) and of body (n,), sorted by the first three rows of found."""
    order = report_order(found, count)
    columns = np.empty((found.shape[0], count))
    bodies = np.empty(count, np.int64)
    for i in range(count):
        bodies[i] = body[order[i]]
        for row in range(found.shape[0]):
            columns[row, i] = found[row, order[i]]
    return columns, bodies
