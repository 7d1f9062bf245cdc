"""The registration of one partner: an explicit value, passed in and out."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.picture.registration.kernels import with_said

Array = NDArray[np.float64]

SHIFT_SIGMA_M = 5e3  # m, notional: 0.3 deg at 1,000 km
TURN_SIGMA_M = 5e3  # m at ``kernels.ARM_M``, notional: 0.3 deg


class Pair(NamedTuple):
    """One own track and one partner's track of the same body.

    Attributes
    ----------
    own_id, partner_id : str
        Source ids.
    seen_ms : int, ms
        When the two were last judged to be of one body.
    """

    own_id: str
    partner_id: str
    seen_ms: int


class Said(NamedTuple):
    """What some pairs say about a bias, as information; each counts once.

    Attributes
    ----------
    information : (k, 6, 6) float64, 1/m^2
    vector : (k, 6) float64, 1/m
    """

    information: Array
    vector: Array


NOTHING_SAID = Said(np.zeros((0, 6, 6)), np.zeros((0, 6)))


@dataclass(frozen=True, slots=True)
class Registration:
    """How a partner's tracks lie against our own: a shift, and a small turn about a reference point.

    Attributes
    ----------
    partner : str
    time_ms : int, ms
        Exercise time of the newest report used; -1 before the first.
    reference_ecef : (3,) float64, m
    mean_m : (6,) float64, m
        Shift (ECEF), then turn vector (ECEF) times 1,000 km, from all pairs that are closed.
    covariance_m2 : (6, 6) float64, m^2
    pairs : tuple of k Pair
        In sight now: each counts with its newest word alone, about the same reference.
    said : Said
        By each of these, in their order.
    closed : set of (str, str)
        Pairs that have been counted for good and may not come back.
    is_applied : bool
        Whether the bias is plain enough to be taken off.
    estimates : dict
        What ``estimate_without`` has worked out already, by the source left out: it follows from the rest alone.
    """

    partner: str
    time_ms: int = -1
    reference_ecef: Array = field(default_factory=lambda: np.zeros(3))
    mean_m: Array = field(default_factory=lambda: np.zeros(6))
    covariance_m2: Array = field(default_factory=lambda: np.diag([SHIFT_SIGMA_M**2] * 3 + [TURN_SIGMA_M**2] * 3))
    pairs: tuple[Pair, ...] = ()
    said: Said = NOTHING_SAID
    closed: frozenset[tuple[str, str]] = frozenset()
    is_applied: bool = False
    estimates: dict[str, tuple[Array, Array]] = field(default_factory=dict, init=False, repr=False, compare=False)


def estimate_without(registration: Registration, partner_id: str = "") -> tuple[Array, Array]:
    """Return mean (6,) and covariance (6, 6) of shift and turn, from all pairs but those of one partner's source.

    A track corrected without what it told itself errs independently of its own correction.
    """
    known = registration.estimates.get(partner_id)
    if known is None:
        others = [i for i, pair in enumerate(registration.pairs) if pair.partner_id != partner_id]
        said = registration.said if len(others) == len(registration.pairs) else rows_said(registration.said, others)
        known = with_told(registration.mean_m, registration.covariance_m2, said)
        registration.estimates[partner_id] = known
    return known


def rows_said(said: Said, rows: list[int]) -> Said:
    """Return what some of the pairs say."""
    return Said(said.information[rows], said.vector[rows])


def with_told(mean_m: Array, covariance_m2: Array, said: Said) -> tuple[Array, Array]:
    """Return an estimate (6,), (6, 6) with what pairs say added to it."""
    if not said.vector.shape[0]:
        return mean_m, covariance_m2
    return with_said(mean_m, covariance_m2, said.information, said.vector)
