"""The registration of one partner: an explicit value, passed in and out."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ARM_M = 1e6  # m: a turn is written as what it moves at this distance
SHIFT_SIGMA_M = 5e3  # m, notional: 0.3 deg at 1,000 km
TURN_SIGMA_M = 5e3  # m at ``ARM_M``, notional: 0.3 deg


@dataclass(frozen=True, slots=True)
class Pair:
    """What one own track and one partner's track of the same body say, as information; it counts once.

    Attributes
    ----------
    own_id, partner_id : str
        Source ids.
    information : (6, 6) float64, 1/m^2
    vector : (6,) float64, 1/m
    seen_ms : int, ms
        When the two were last judged to be of one body.
    """

    own_id: str
    partner_id: str
    information: Array
    vector: Array
    seen_ms: int


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
    pairs : tuple of Pair
        In sight now: each counts with its newest word alone, about the same reference.
    closed : tuple of (str, str)
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
    closed: tuple[tuple[str, str], ...] = ()
    is_applied: bool = False
    estimates: dict[str, tuple[Array, Array]] = field(default_factory=dict, init=False, repr=False, compare=False)


def estimate_without(registration: Registration, partner_id: str = "") -> tuple[Array, Array]:
    """Return mean (6,) and covariance (6, 6) of shift and turn, from all pairs but those of one partner's source.

    A track corrected without what it told itself errs independently of its own correction.
    """
    known = registration.estimates.get(partner_id)
    if known is None:
        told = [pair for pair in registration.pairs if pair.partner_id != partner_id]
        known = registration.estimates[partner_id] = with_told(registration.mean_m, registration.covariance_m2, told)
    return known


def with_told(mean_m: Array, covariance_m2: Array, told: list[Pair]) -> tuple[Array, Array]:
    """Return an estimate (6,), (6, 6) with what pairs say added to it."""
    if not told:
        return mean_m, covariance_m2
    before = np.linalg.inv(covariance_m2)
    after = np.linalg.inv(before + sum(pair.information for pair in told))
    after = 0.5 * (after + after.T)
    mean: Array = after @ (before @ mean_m + sum(pair.vector for pair in told))
    return mean, after
