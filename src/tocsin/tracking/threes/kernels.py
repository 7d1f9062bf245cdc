"""Kernels of small algebra: a vector is three numbers, a matrix nine, row by row.

In plain numbers, which stay in registers, a product of two matrices takes a third of the time that small arrays take.
"""

from numba import njit
from numpy import float64
from numpy.typing import NDArray

Array = NDArray[float64]
Three = tuple[float, float, float]
Nine = tuple[float, float, float, float, float, float, float, float, float]

IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@njit(cache=True)
def along(first: Three, rate: Three, reach: float) -> Three:
    """Return first + reach * rate."""
    return first[0] + reach * rate[0], first[1] + reach * rate[1], first[2] + reach * rate[2]


@njit(cache=True)
def scaled_three(share: float, r: Three) -> Three:
    """Return share * r."""
    return share * r[0], share * r[1], share * r[2]


@njit(cache=True)
def outer(a: Three, b: Three) -> Nine:
    """Return the product of every number of a (rows) with every number of b (columns)."""
    return (
        a[0] * b[0],
        a[0] * b[1],
        a[0] * b[2],
        a[1] * b[0],
        a[1] * b[1],
        a[1] * b[2],
        a[2] * b[0],
        a[2] * b[1],
        a[2] * b[2],
    )


@njit(cache=True)
def inner(a: Three, b: Three) -> float:
    """Return the sum of the products of the numbers of a and b."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@njit(cache=True)
def transposed(A: Nine) -> Nine:
    """Return A with rows and columns exchanged."""
    return A[0], A[3], A[6], A[1], A[4], A[7], A[2], A[5], A[8]


@njit(cache=True)
def turned(A: Nine, r: Three) -> Three:
    """Return A r."""
    return (
        A[0] * r[0] + A[1] * r[1] + A[2] * r[2],
        A[3] * r[0] + A[4] * r[1] + A[5] * r[2],
        A[6] * r[0] + A[7] * r[1] + A[8] * r[2],
    )


@njit(cache=True)
def product(A: Nine, B: Nine) -> Nine:
    """Return A B."""
    return (
        A[0] * B[0] + A[1] * B[3] + A[2] * B[6],
        A[0] * B[1] + A[1] * B[4] + A[2] * B[7],
        A[0] * B[2] + A[1] * B[5] + A[2] * B[8],
        A[3] * B[0] + A[4] * B[3] + A[5] * B[6],
        A[3] * B[1] + A[4] * B[4] + A[5] * B[7],
        A[3] * B[2] + A[4] * B[5] + A[5] * B[8],
        A[6] * B[0] + A[7] * B[3] + A[8] * B[6],
        A[6] * B[1] + A[7] * B[4] + A[8] * B[7],
        A[6] * B[2] + A[7] * B[5] + A[8] * B[8],
    )


@njit(cache=True)
def total(A: Nine, share: float, B: Nine) -> Nine:
    """Return A + share * B."""
    return (
        A[0] + share * B[0],
        A[1] + share * B[1],
        A[2] + share * B[2],
        A[3] + share * B[3],
        A[4] + share * B[4],
        A[5] + share * B[5],
        A[6] + share * B[6],
        A[7] + share * B[7],
        A[8] + share * B[8],
    )


@njit(cache=True)
def scaled(share: float, A: Nine) -> Nine:
    """Return share * A."""
    return (
        share * A[0],
        share * A[1],
        share * A[2],
        share * A[3],
        share * A[4],
        share * A[5],
        share * A[6],
        share * A[7],
        share * A[8],
    )


@njit(cache=True)
def taken(out: Array, row: int, column: int) -> Nine:
    """Return the nine numbers of an array whose first is at (row, column)."""
    first, second, third = out[row], out[row + 1], out[row + 2]
    return (
        first[column],
        first[column + 1],
        first[column + 2],
        second[column],
        second[column + 1],
        second[column + 2],
        third[column],
        third[column + 1],
        third[column + 2],
    )


@njit(cache=True)
def put(out: Array, row: int, column: int, A: Nine) -> None:
    """Write A into an array, its first number at (row, column)."""
    out[row, column], out[row, column + 1], out[row, column + 2] = A[0], A[1], A[2]
    out[row + 1, column], out[row + 1, column + 1], out[row + 1, column + 2] = A[3], A[4], A[5]
    out[row + 2, column], out[row + 2, column + 1], out[row + 2, column + 2] = A[6], A[7], A[8]
