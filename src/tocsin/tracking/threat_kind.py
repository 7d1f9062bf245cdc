"""How a tracked body flies on: it falls, it glides, or it keeps its course.  Judged from its track alone."""

from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import GM_M3_S2, MEAN_RADIUS_M
from tocsin.tracking.flight.kernels import flight_numbers, flight_rows

Array = NDArray[np.float64]

ThreatKind = Literal["ballistic", "glide", "cruise"]

LEVEL_SINE = 0.2  # notional: a path within 11.5 deg of level; what falls on anything or climbs on thrust is steeper
STEEP_SINE = 0.5  # notional: the same for what is slow, whose climb is known less well: 30 deg
AIR_BREATHING_TOP_M = 30e3  # m, notional: engines that breathe air give out below this
AIR_BREATHING_FASTEST_M_S = 1_200.0  # m/s, notional: and above this speed
SLOWEST_M_S = 50.0  # m/s, notional: what is slower than this is not under way
UPRIGHT_SINE = 0.8  # notional: what comes down steeper than 53 deg falls; no dive of a cruise missile is so steep
GLIDE_FLOOR_M, GLIDE_TOP_M = 20e3, 90e3  # m, notional: between them there is air enough to glide on fast, and no more
GLIDE_FASTEST_M_S = 6_500.0  # m/s, notional: what enters from orbit is faster, and lift would have little to carry
JUDGED_OVER_MS = 20_000  # ms, notional: over this long a body that falls changes its climb by 100 to 200 m/s
FALLS_SHARE = 0.5  # of the pull that nothing carries: what loses climb faster than this falls
GLIDE_DRAG_M_S2 = 6.0  # m/s^2, notional: drag of a body that its own lift carries; of tumbling debris it is more
LOW_M, LOW_FAST_M_S = 3e3, 150.0  # below 10,000 ft aircraft keep to 250 kt = 129 m/s (ICAO Annex 11, appendix 4)
COASTS = 0.5  # coast probability from which a track is taken to fall
FAST_M_S = 400.0  # m/s, notional: faster than any airliner


class Flight(NamedTuple):
    """How a body flies at one moment: altitude (m), speed (m/s), climb (m/s, up positive)."""

    altitude_m: float
    speed_m_s: float
    climb_m_s: float


class FlightMark(msgspec.Struct, frozen=True):
    """What a body's climb and speed (m/s) were some time ago: how it loses them shows what carries it."""

    time_ms: int
    climb_m_s: float
    speed_m_s: float


def flight_of(state_ecef: Array) -> Flight:
    """Return how a body with a state (6,), ECEF, m and m/s, flies over the turning Earth."""
    return Flight(*flight_numbers(*state_ecef.tolist()))


def flights_of(states_ecef: Array) -> list[Flight]:
    """Return how each of some bodies, states (n, 6), flies: ``flight_of`` of each."""
    return [Flight(*row) for row in flight_rows(states_ecef).tolist()]


def is_level(flight: Flight) -> bool:
    """Return whether a fast path is nearly level."""
    return abs(flight.climb_m_s) <= LEVEL_SINE * flight.speed_m_s


def keeps_course(flight: Flight) -> bool:
    """Return whether a body flies as aircraft and cruise missiles do: low, no faster than engines in air, not steep.

    What falls so slowly falls nearly upright, and what rises so slowly on thrust stands nearly upright.
    """
    return (
        flight.altitude_m < AIR_BREATHING_TOP_M
        and SLOWEST_M_S < flight.speed_m_s < AIR_BREATHING_FASTEST_M_S
        and abs(flight.climb_m_s) <= STEEP_SINE * flight.speed_m_s
    )


def may_glide(flight: Flight) -> bool:
    """Return whether a body is where, and as fast and level as, gliders fly."""
    is_fast = AIR_BREATHING_FASTEST_M_S <= flight.speed_m_s < GLIDE_FASTEST_M_S
    return is_fast and GLIDE_FLOOR_M < flight.altitude_m < GLIDE_TOP_M and is_level(flight)


def is_unlike_aircraft(flight: Flight) -> bool:
    """Return whether a body that keeps its course is faster, or lower at its speed, than aircraft fly.

    Notional, and nothing else tells them apart: there are no transponders here.  A slow cruise missile above 3 km is
    taken for an aircraft, and an aircraft below it at more than 150 m/s for a cruise missile.
    """
    return flight.speed_m_s > FAST_M_S or (flight.altitude_m < LOW_M and flight.speed_m_s > LOW_FAST_M_S)


def first_kind(flight: Flight) -> ThreatKind:
    """Return how a body seen for the first time is taken to fly: it falls unless it keeps a course."""
    return "cruise" if keeps_course(flight) else "ballistic"


def likely_kind(flight: Flight, coast_probability: float) -> ThreatKind:
    """Return how a track flies by one look at it: good enough to fly it on for some seconds, or to compare it by."""
    if coast_probability >= COASTS:
        return "ballistic"
    return "glide" if may_glide(flight) else first_kind(flight)


def judged_kind(
    flight: Flight, time_ms: int, before: ThreatKind, mark: FlightMark | None
) -> tuple[ThreatKind, FlightMark]:
    """Return how a body known before is taken to fly, and the mark to compare it with next.

    Parameters
    ----------
    flight : Flight
        Now, at ``time_ms``.
    before : ThreatKind
        What it was taken to be so far.
    mark : FlightMark or None
        From an earlier call, of the same body.

    Notes
    -----
    What fell never becomes a cruise missile, however slow and low it ends, and what kept a course keeps it as long as
    it is below 30 km and does not come down upright from above 3 km.  A body is taken to glide when it is level
    between 20 and 90 km, at 1.2 to 6.5 km/s, and over the last 20 s or more lost less than half of the climb that
    gravity would have taken from what falls, and less speed than 6 m/s^2.  It glides until it leaves the air, dives
    included.
    Notional bounds.  Left out: what a glider does above 90 km, where it falls; what wings do to a slow stage.
    Checked: flown packs (``tests/tracking/test_threat_kind.py``).
    """
    here = FlightMark(time_ms, flight.climb_m_s, flight.speed_m_s)
    is_upright = flight.altitude_m > LOW_M and flight.climb_m_s < -UPRIGHT_SINE * flight.speed_m_s
    if before == "cruise" and flight.altitude_m < AIR_BREATHING_TOP_M and not is_upright:
        return "cruise", here
    if before == "glide" and flight.altitude_m < GLIDE_TOP_M:
        return "glide", here
    if not may_glide(flight):
        return "ballistic", here
    if mark is None or time_ms - mark.time_ms < JUDGED_OVER_MS:
        return "ballistic", mark or here
    return ("glide" if is_carried(flight, time_ms, mark) else "ballistic"), here


def is_carried(flight: Flight, time_ms: int, mark: FlightMark) -> bool:
    """Return whether something carries a body: since the mark it neither fell nor braked as a falling one does."""
    since_s = (time_ms - mark.time_ms) / 1000.0
    radius_m = MEAN_RADIUS_M + flight.altitude_m
    pull_m_s2 = GM_M3_S2 / radius_m**2 - flight.speed_m_s**2 / radius_m  # what lift has to carry
    lost_climb_m_s = mark.climb_m_s - flight.climb_m_s
    lost_speed_m_s = mark.speed_m_s - flight.speed_m_s
    return lost_climb_m_s < FALLS_SHARE * pull_m_s2 * since_s and lost_speed_m_s < GLIDE_DRAG_M_S2 * since_s
