"""Where the course of what does not fall leads: the areas that a glider or a cruise missile will meet."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.earth.kernels import enu_axes, lla_from_ecef, lla_rows, points_in_polygon
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.tracking.flown import flown, glide_left_s, ground_in_s
from tocsin.tracking.predict import Forecast
from tocsin.tracking.threat_kind import Flight, ThreatKind, flight_of, is_unlike_aircraft, keeps_course
from tocsin.warning.area import THREAT_PROBABILITY, Area, offset_m, threatened
from tocsin.warning.event import ImpactEstimate
from tocsin.warning.evidence import Geography

Array = NDArray[np.float64]

AHEAD_S = 900.0  # s, notional: a course is followed this far; further on it is anyone's guess
STEP_S = 10.0
NOTICE_TURN_RAD = math.radians(20.0)  # notional: an announced cruise missile keeps to its direction this well,
NOTICE_SHARE = 0.2  # and to its mean speed this well


class Met(NamedTuple):
    """An area that a course leads over: with what probability, and when it is nearest the middle (s from now)."""

    area: Area
    probability: float
    time_s: float


def impact_on_course(
    kind: ThreatKind, x: Array, P: Array, time_ms: int, geography: Geography
) -> ImpactEstimate | None:
    """Return which declared areas the course of a glider or a cruise missile meets, or None if it meets nothing.

    Parameters
    ----------
    kind : ThreatKind
        ``glide`` or ``cruise``.
    x, P : (6,), (6, 6) float64, ECEF, m and m/s
        At ``time_ms``.

    Returns
    -------
    ImpactEstimate or None
        Place and time are those of the course nearest the middle of the area most probably met; of a glider that
        meets none, where its glide ends.  ``threatens``: the nations of the areas, and those over whose land the
        rest of a glide leads.

    Notes
    -----
    The course is followed for 15 minutes, a glider's to the end of its glide at most.  An area counts with the
    probability that the course passes over it: the normal share of the error across the course between the area's
    two edges; from 10 %.  What dives comes down where it points.
    Rough: nobody knows where on its course it means to come down, and turns to come are in the error alone.
    """
    flight = flight_of(x)
    left_s = ground_in_s(flight)
    if math.isfinite(left_s):
        there = flown(kind, x, P, np.array([left_s]))
        return estimate(time_ms, left_s, there, threatened(place_of(there), geography.areas, geography.territories))
    end_s = min(AHEAD_S, glide_left_s(flight.speed_m_s, flight.altitude_m)) if kind == "glide" else AHEAD_S
    times_s = np.linspace(0.0, end_s, max(2, round(end_s / STEP_S)))
    ahead = flown(kind, x, P, times_s)
    met = areas_met(ahead, times_s, geography.areas)
    under = lands_under(ahead, geography.territories) if kind == "glide" else ()
    if not met and not under:
        return None
    most_s = max(met, key=lambda item: item.probability).time_s if met else end_s
    there = flown(kind, x, P, np.array([most_s]))
    nations = tuple(sorted({*(item.area.nation for item in met), *under}))
    named = tuple((item.area.area_id, item.probability) for item in met)
    return estimate(time_ms, most_s, there, (nations, named))


def estimate(
    time_ms: int, after_s: float, there: Forecast, found: tuple[tuple[str, ...], tuple[tuple[str, float], ...]]
) -> ImpactEstimate:
    """Return an impact estimate; the range is not known, for nobody saw the launch along this course."""
    velocity = there.x[0, 3:]
    var_s2 = float(velocity @ there.P[0, :3, :3] @ velocity) / max(float((velocity**2).sum()), 1.0) ** 2
    return ImpactEstimate(
        computed_ms=time_ms,
        time_ms=time_ms + round(after_s * 1000),
        time_sigma_ms=round(math.sqrt(max(var_s2, 0.0)) * 1000),
        place=place_of(there),
        range_m=-1.0,
        threatens=found[0],
        areas=found[1],
    )


def areas_met(ahead: Forecast, times_s: Array, areas: Sequence[Area]) -> list[Met]:
    """Return the areas that a course (k rows, at k times from now) meets with 10 % or more, in declared order."""
    places = lla_rows(ahead.x[:, :3])
    found = []
    for area in areas:
        middle = area.ring_rad.mean(axis=0)
        off = places[:, :2] - middle
        off[:, 1] = np.remainder(off[:, 1] + math.pi, 2.0 * math.pi) - math.pi
        row = int(np.argmin(off[:, 0] ** 2 + (off[:, 1] * math.cos(middle[0])) ** 2))
        met = met_at(ahead, row, area, float(times_s[row]))
        if met.probability >= THREAT_PROBABILITY:
            found.append(met)
    return found


def met_at(ahead: Forecast, row: int, area: Area, time_s: float) -> Met:
    """Return with what probability a course passes over an area near one of its rows, and when.

    The course is straight there; the area's outline is seen along and across it.  Probability 0 where the area is
    behind, or further on than the course was followed.
    """
    lat_rad, lon_rad, _ = lla_from_ecef(*ahead.x[row, :3].tolist())
    east, north, _ = enu_axes(lat_rad, lon_rad)
    velocity = ahead.x[row, 3:]
    v_east, v_north = float((east * velocity).sum()), float((north * velocity).sum())
    speed_m_s = max(math.hypot(v_east, v_north), 1.0)
    sine, cosine = v_east / speed_m_s, v_north / speed_m_s
    corners = np.array([offset_m(lat_rad, lon_rad, lat, lon) for lat, lon in area.ring_rad.tolist()])
    along_m = sine * corners[:, 0] + cosine * corners[:, 1]
    across_m = cosine * corners[:, 0] - sine * corners[:, 1]
    right = cosine * east - sine * north
    sigma_m = math.sqrt(max(float(right @ ahead.P[row, :3, :3] @ right), 1.0))
    leaves_s = time_s + float(along_m.max()) / speed_m_s
    step_m = 2.0 * STEP_S * speed_m_s
    if leaves_s < 0.0 or along_m.min() > step_m:
        return Met(area, 0.0, time_s)
    share = normal_share(float(across_m.max()) / sigma_m) - normal_share(float(across_m.min()) / sigma_m)
    return Met(area, share, max(0.0, time_s + 0.5 * float(along_m.min() + along_m.max()) / speed_m_s))


def normal_share(ratio: float) -> float:
    """Return the share of a normal distribution below so many standard deviations."""
    return 0.5 * (1.0 + math.erf(ratio / math.sqrt(2.0)))


def lands_under(ahead: Forecast, territories: Sequence[Area]) -> tuple[str, ...]:
    """Return the nations over whose land a course leads."""
    places = lla_rows(ahead.x[:, :3])
    lat_rad, lon_rad = places[:, 0].copy(), places[:, 1].copy()
    return tuple(
        land.nation
        for land in territories
        if points_in_polygon(lat_rad, lon_rad, land.ring_rad[:, 0], land.ring_rad[:, 1]).any()
    )


def place_of(there: Forecast) -> Ellipse:
    """Return where a forecast of one moment says a body is, with its doubt on the ground."""
    lat_rad, lon_rad, _ = lla_from_ecef(*there.x[0, :3].tolist())
    axes = enu_axes(lat_rad, lon_rad)
    flat = axes @ there.P[0, :3, :3] @ axes.T
    return Ellipse(lat_rad, lon_rad, float(flat[0, 0]), float(flat[0, 1]), float(flat[1, 1]))


def is_suspect(flight: Flight) -> bool:
    """Return whether a body keeps its course as cruise missiles do and aircraft do not."""
    return keeps_course(flight) and is_unlike_aircraft(flight)


def is_cruise_alarm(
    x: Array, P: Array, time_ms: int, geography: Geography, notices: Sequence[PreLaunchNotification]
) -> bool:
    """Return whether a track that keeps its course is to be warned of.

    It flies as no aircraft does, its course leads over a declared area, and no notice announced it.
    """
    if not is_suspect(flight_of(x)):
        return False
    if impact_on_course("cruise", x, P, time_ms, geography) is None:
        return False
    return not any(is_announced(x, time_ms, notice) for notice in notices)


def is_announced(x: Array, time_ms: int, notice: PreLaunchNotification) -> bool:
    """Return whether a level track (6,) may be the cruise missile that a notice announced.

    Its course leads away from the announced place, and it is as far from there as its speed takes it since the
    window, to a fifth.
    """
    if notice.generic_class != "cruise" or notice.is_cancelled or time_ms < notice.window_start_ms:
        return False
    lat_rad, lon_rad, _ = lla_from_ecef(*x[:3].tolist())
    east, north, _ = (enu_axes(lat_rad, lon_rad) * x[3:]).sum(axis=1).tolist()
    line = geodesic_inverse(notice.lat_rad, notice.lon_rad, lat_rad, lon_rad)
    turn_rad = math.remainder(math.atan2(east, north) - line.azimuth2_rad, 2.0 * math.pi)
    speed_m_s = math.hypot(east, north)
    nearest_m = speed_m_s * max(0.0, (time_ms - notice.window_end_ms) / 1000.0) * (1.0 - NOTICE_SHARE)
    farthest_m = speed_m_s * (time_ms - notice.window_start_ms) / 1000.0 * (1.0 + NOTICE_SHARE)
    is_that_far = nearest_m - notice.radius_m <= line.distance_m <= farthest_m + notice.radius_m
    return is_that_far and abs(turn_rad) <= NOTICE_TURN_RAD
