"""What flies low and slow: which of it is no sign of a launch, and which is to be warned of."""

import math

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.warning.course import is_cruise_alarm
from tocsin.warning.evidence import Evidence

Array = NDArray[np.float64]

AIR_TRAFFIC_TOP_M = 30e3  # m, notional: above it nothing flies that is not thrown or gliding fast
AIR_TRAFFIC_SPEED_M_S = 800.0  # m/s, notional
LOW_HELD_MS = 20_000  # ms, notional: what is below that height must have been followed this long


def opens_nothing(evidence: Evidence, i: int) -> bool:
    """Return whether a shared track alone is no sign of a launch: air traffic, or low and held too briefly.

    Clutter lies low and chains into tracks that look fast for a while, and seldom for long.
    """
    state_ecef, provenance = evidence.picture.x[i], evidence.picture.provenances[i]
    alt_m = lla_from_ecef(*state_ecef[:3].tolist())[2]
    held_ms = max(source.last_ms - source.first_ms for source in provenance)
    if alt_m < AIR_TRAFFIC_TOP_M and held_ms < LOW_HELD_MS:
        return True
    return is_air_traffic(state_ecef) and not alarms(evidence, i)


def alarms(evidence: Evidence, i: int) -> bool:
    """Return whether a shared track that keeps its course is to be warned of."""
    picture = evidence.picture
    return is_cruise_alarm(picture.x[i], picture.P[i], picture.time_ms, evidence.geography, evidence.notices)


def is_air_traffic(state_ecef: Array) -> bool:
    """Return whether a track (6,) is too low and too slow to be of something thrown."""
    vx, vy, vz = state_ecef[3:].tolist()
    alt_m = lla_from_ecef(*state_ecef[:3].tolist())[2]
    return alt_m < AIR_TRAFFIC_TOP_M and math.sqrt(vx * vx + vy * vy + vz * vz) < AIR_TRAFFIC_SPEED_M_S
