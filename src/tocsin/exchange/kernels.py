"""Kernels of the gate: whether 36 numbers that came are a covariance."""

import math

import numpy as np
from numba import njit

SIZE = 6
ROUNDING = 1e-6  # of a correlation: what writing and reading a covariance may take from its symmetry


@njit(cache=True)
def is_covariance(rows: tuple[float, ...]) -> bool:
    """Return whether 36 numbers, row by row, are a covariance matrix to rounding.

    Its correlation matrix is symmetric and has no negative pivot (Cholesky), each to ``ROUNDING``.
    """
    scale, factor = np.empty(SIZE), np.zeros((SIZE, SIZE))
    for i in range(SIZE):
        variance = rows[i * (SIZE + 1)]
        if variance <= 0.0:
            return False
        scale[i] = 1.0 / math.sqrt(variance)
    for j in range(SIZE):
        explained = 0.0
        for k in range(j):
            explained += factor[j, k] * factor[j, k]
        pivot = 1.0 - explained
        if pivot < -ROUNDING:
            return False
        root = math.sqrt(max(pivot, ROUNDING))
        for i in range(j + 1, SIZE):
            size = scale[i] * scale[j]
            correlation = rows[i * SIZE + j] * size
            if not abs(correlation - rows[j * SIZE + i] * size) <= ROUNDING:
                return False
            explained = 0.0
            for k in range(j):
                explained += factor[i, k] * factor[j, k]
            factor[i, j] = (correlation - explained) / root
    return True
