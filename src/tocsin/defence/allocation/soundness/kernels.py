"""The kernel that goes over a problem's numbers once."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

LARGEST = np.finfo(np.float64).max
MOST = 1_000_000  # interceptors; more is a mistake


@njit(cache=True)
def gone_over(
    kill_probability: Array, value: Array, stock: Ints, reserve: Ints, most_at_once: Ints, salvo_most: Ints
) -> tuple[bool, Ints, Array]:
    """Return whether all numbers of a problem are in their ranges, what may be spent, and what is usable.

    Arguments, ``spendable`` (n,) and ``usable`` (n, m) are those of ``Problem``, of fitting shapes.
    """
    spendable, usable = np.zeros_like(stock), np.zeros_like(kill_probability)
    is_sound = True
    for threat in range(value.shape[0]):
        is_sound &= 0.0 <= value[threat] <= LARGEST and 1 <= salvo_most[threat] <= MOST
    for battery in range(stock.shape[0]):
        for count in (stock[battery], reserve[battery], most_at_once[battery]):
            is_sound &= 0 <= count <= MOST
        spendable[battery] = max(stock[battery] - reserve[battery], 0)
        is_allowed = spendable[battery] > 0 and most_at_once[battery] > 0
        for threat in range(value.shape[0]):
            chance = kill_probability[battery, threat]
            is_sound &= 0.0 <= chance <= 1.0
            if is_allowed and value[threat] > 0.0:
                usable[battery, threat] = chance
    return is_sound, spendable, usable
