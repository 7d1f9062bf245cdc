"""What truly becomes of a shot: decided from truth, never from a picture."""

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import KILL, Luck

Array = NDArray[np.float64]

DIVERT_RADIUS_M = 20e3  # m, notional: a body farther than this from the planned point cannot be reached


def nearest_body(aim_ecef: Array, positions_ecef: Array) -> int:
    """Return the index of the body nearest to the planned point, or -1 if none is within reach.

    Parameters
    ----------
    aim_ecef : (3,) float64, m
    positions_ecef : (n, 3) float64, m
        At the time of the intercept.
    """
    if positions_ecef.shape[0] == 0:
        return -1
    distance_m = np.sqrt(((positions_ecef - aim_ecef) ** 2).sum(axis=1))
    index = int(np.argmin(distance_m))
    return index if distance_m[index] <= DIVERT_RADIUS_M else -1


def is_kill(kill_probability: float, body_luck_id: int, layer: int, ordinal: int, luck: Luck) -> bool:
    """Return whether the shot kills: drawn on (body, layer, ordinal of the shot at that body)."""
    return uniform(luck.key0, luck.key1, KILL, 0, body_luck_id, layer, ordinal) < kill_probability
