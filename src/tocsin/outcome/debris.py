"""What is left of a payload that was killed: it flies on, and comes down."""

import numpy as np
from numpy.typing import NDArray

from tocsin.motion.launch import Flown, fly_debris

Array = NDArray[np.float64]

COEFFICIENT_KG_M2 = 300.0  # kg/m^2, notional: torn parts, which air slows far more than a whole payload
RCS_M2 = 0.05  # m^2, notional


def debris_of(position_ecef: Array, velocity_ecef: Array) -> Flown:
    """Return the fall of what is left of a payload killed at a place, (3,) m, with a velocity, (3,) m/s, ECEF.

    Notes
    -----
    One body stands for all pieces, and keeps the payload's velocity.  Left out: the spread of the pieces, the push of
    the collision, what burns up.
    """
    return fly_debris(position_ecef, velocity_ecef, COEFFICIENT_KG_M2, RCS_M2)
