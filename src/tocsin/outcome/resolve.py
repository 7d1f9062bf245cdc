"""What truly becomes of a shot: decided from truth, never from a picture."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import ASSESS, KILL, Luck

Array = NDArray[np.float64]

DIVERT_RADIUS_M = 20e3  # m, notional: a body farther than this from the planned point cannot be reached
OF_INTERCEPTOR, OF_SALVO = 0, 1  # which draw of the stream KILL


class Salvo(NamedTuple):
    """The interceptors of one shot at a body: all ride on one track.

    ``kill_probability`` of each where the track is good, ``track_factor`` the probability that it is.  ``ordinal``
    is how many salvos of the layer met the body before, ``first`` how many interceptors.
    """

    kill_probability: float
    track_factor: float
    interceptors: int
    ordinal: int
    first: int


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


def is_kill(salvo: Salvo, body_luck_id: int, layer: int, luck: Luck) -> bool:
    """Return whether a salvo kills the body that it meets.

    Notes
    -----
    ``track_factor * (1 - (1 - kill_probability)**interceptors)``: one bad track spoils the whole salvo, and the next
    salvo, on a track of its own time, has a new chance.  The track is drawn on (body, layer, ordinal of the salvo at
    that body), each interceptor on (body, layer, ordinal of the interceptor at that body).  Left out: tracks that
    stay bad from salvo to salvo.  Checked: published salvo and leakage forms (``tests/outcome/test_resolve.py``).

    References
    ----------
    Wilkening, *A simple model for calculating ballistic missile defense effectiveness*, Science & Global Security 8
    (1999).
    """
    if uniform(luck.key0, luck.key1, KILL, OF_SALVO, body_luck_id, layer, salvo.ordinal) >= salvo.track_factor:
        return False
    ordinals = range(salvo.first, salvo.first + salvo.interceptors)
    draws = [
        uniform(luck.key0, luck.key1, KILL, OF_INTERCEPTOR, body_luck_id, layer, ordinal) for ordinal in ordinals
    ]
    return any(draw < salvo.kill_probability for draw in draws)


def is_taken_for_kill(
    was_kill: bool, errors: tuple[float, float], body_luck_id: int, layer: int, ordinal: int, luck: Luck
) -> bool:
    """Return what the shooter takes a salvo's result to be.

    Parameters
    ----------
    was_kill : bool
    errors : false_kill, false_miss in [0, 1]
        Probability that a miss is taken for a kill, and a kill for a miss.
    ordinal : int
        Of the salvo at that body: drawn on (body, layer, ordinal).
    """
    false_kill, false_miss = errors
    draw = uniform(luck.key0, luck.key1, ASSESS, 0, body_luck_id, layer, ordinal)
    return draw >= false_miss if was_kill else draw < false_kill
