"""Kernel of the costs by which tracks of two nodes are paired."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]


@njit(cache=True)
def pair_costs(distance2: Array, log_determinant: Array, gate: float) -> tuple[Array, bool]:
    """Return the cost (n, m) of each pair, and whether any lies inside the gate.

    Parameters
    ----------
    distance2, log_determinant : (n, m) float64
        Of ``picture.kernels.distances``.
    gate : float
        Chi-square below which two tracks may be of one body.

    Notes
    -----
    Inside the gate minus twice the logarithm of the pair's likelihood; outside that of standing alone: as much as
    the vaguest pair inside at the gate.
    """
    widest = -math.inf
    for i in range(distance2.shape[0]):
        for j in range(distance2.shape[1]):
            if distance2[i, j] < gate:
                widest = max(widest, log_determinant[i, j])
    alone, cost = gate + widest, np.empty(distance2.shape)
    for i in range(distance2.shape[0]):
        for j in range(distance2.shape[1]):
            is_inside = distance2[i, j] < gate
            cost[i, j] = distance2[i, j] + log_determinant[i, j] if is_inside else alone
    return cost, widest > -math.inf
