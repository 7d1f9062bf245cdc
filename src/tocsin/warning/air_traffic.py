"""What flies low and slow: which of it is no sign of a launch, and which is to be warned of."""

from tocsin.tracking.threat_kind import Flight
from tocsin.warning.course import is_cruise_alarm, is_suspect
from tocsin.warning.evidence import Evidence

AIR_TRAFFIC_TOP_M = 30e3  # m, notional: above it nothing flies that is not thrown or gliding fast
AIR_TRAFFIC_SPEED_M_S = 800.0  # m/s, notional
LOW_HELD_MS = 20_000  # ms, notional: what is below that height must have been followed this long


def opens_nothing(evidence: Evidence, i: int, flight: Flight) -> bool:
    """Return whether a shared track alone is no sign of a launch: air traffic, or low and held too briefly.

    Clutter lies low and chains into tracks that look fast for a while, and seldom for long.
    """
    held_ms = max([source.last_ms - source.first_ms for source in evidence.picture.provenances[i]])
    if flight.altitude_m < AIR_TRAFFIC_TOP_M and held_ms < LOW_HELD_MS:
        return True
    return is_air_traffic(flight) and not alarms(evidence, i, flight)


def alarms(evidence: Evidence, i: int, flight: Flight) -> bool:
    """Return whether a shared track that keeps its course, and flies so, is to be warned of."""
    if not is_suspect(flight):
        return False
    picture = evidence.picture
    return is_cruise_alarm(picture.x[i], picture.P[i], picture.time_ms, evidence.geography, evidence.notices)


def is_air_traffic(flight: Flight) -> bool:
    """Return whether a track is too low and too slow to be of something thrown."""
    return flight.altitude_m < AIR_TRAFFIC_TOP_M and flight.speed_m_s < AIR_TRAFFIC_SPEED_M_S
