"""Kernels of the footprint: arcs as a class flies them, and how well a track of one is known as looks come in."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.constants import GM_M3_S2, ROTATION_RAD_S
from tocsin.earth.kernels import ecef_from_lla, vincenty_direct, vincenty_inverse

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Vector = tuple[float, float, float]

TURNS = 12  # of the loop that finds the arc; a tenth of a second is reached in 6
ARC_SIZE = 14
BURN_OUT_S, FLIGHT_S, APOGEE_M, RANGE_M, AZIMUTH = (
    0,
    1,
    2,
    3,
    4,
)  # columns of an arc; it is no arc where FLIGHT_S is 0
AXIS_M, ECCENTRICITY, ANOMALY, TO_PERIGEE, ALONG = 5, 6, 7, 8, 11  # of its ellipse: scalars, then two unit vectors


@njit(cache=True)
def between(table: Array, row: int, fraction: float) -> float:
    """Return the value of a row of a table (k, b) at a fraction 0 to 1 of its columns."""
    at = min(max(fraction, 0.0), 1.0) * (table.shape[1] - 1)
    left = min(int(at), table.shape[1] - 2)
    return float(table[row, left] + (at - left) * (table[row, left + 1] - table[row, left]))


@njit(cache=True)
def wanted_slope(start: Vector, end: Vector) -> float:
    """Return the tangent of the minimum-energy climb from one point (m, ECEF) to another: see ``motion.solve``."""
    line = (end[0] - start[0], end[1] - start[1], end[2] - start[2])
    size = math.sqrt(dot(line, line) * dot(start, start))
    return math.tan(0.25 * math.pi + 0.5 * math.asin(dot(line, start) / size))


@njit(cache=True)
def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@njit(cache=True)
def turned(at: Vector, angle_rad: float) -> Vector:
    """Return a vector turned eastward about the Earth's axis."""
    cosine, sine = math.cos(angle_rad), math.sin(angle_rad)
    return at[0] * cosine - at[1] * sine, at[0] * sine + at[1] * cosine, at[2]


@njit(cache=True)
def along(up: Vector, r: float, aim: Vector) -> tuple[float, Vector]:
    """Return the cosine of the angle between a unit vector and an aim at distance r, and the level way to it."""
    cosine = dot(up, aim) / r
    x, y, z = aim[0] - cosine * r * up[0], aim[1] - cosine * r * up[1], aim[2] - cosine * r * up[2]
    size = math.sqrt(x * x + y * y + z * z)
    return cosine, (x / size, y / size, z / size)


@njit(cache=True)
def free_flight(start: Vector, end: Vector, slope: float) -> tuple[float, float, float, float, Vector]:
    """Return the ellipse from a point to another that turns with the Earth (m, ECEF at the start).

    ``slope``: tangent of the climb at the start over the turning Earth.

    Returns
    -------
    time (s; 0 where no ellipse does it), semi-axis (m), eccentricity, eccentric anomaly at the start, and the level
    direction at the start toward where the end will be.
    """
    r1, r2 = math.sqrt(dot(start, start)), math.sqrt(dot(end, end))
    up = start[0] / r1, start[1] / r1, start[2] / r1
    climb, time_s = math.atan(slope), 0.1 * math.sqrt(r1)
    axis, ecc, first, level_way = r1, 0.0, 0.0, up
    for _ in range(TURNS):
        cosine, level_way = along(up, r2, turned(end, ROTATION_RAD_S * time_s))
        theta, flat = math.acos(max(-1.0, min(1.0, cosine))), math.cos(climb)
        room = r1 * flat * flat * (r1 / r2 - math.cos(theta + climb) / flat)
        if room <= 0.0:
            return 0.0, axis, ecc, first, level_way
        speed = math.sqrt(GM_M3_S2 * (1.0 - cosine) / room)
        rise, level = speed * math.sin(climb), speed * flat
        east = level * level_way[0] + ROTATION_RAD_S * start[1]
        north = level * level_way[1] - ROTATION_RAD_S * start[0]
        climb = math.atan(slope * math.sqrt(east**2 + north**2 + (level * level_way[2]) ** 2) / level)
        axis = 1.0 / (2.0 / r1 - speed * speed / GM_M3_S2)
        ecc = math.sqrt(max(0.0, 1.0 - (r1 * level) ** 2 / (GM_M3_S2 * axis)))
        first = math.atan2(rise * r1 / math.sqrt(GM_M3_S2 * axis), 1.0 - r1 / axis)
        last = 2.0 * math.pi - math.acos(max(-1.0, min(1.0, (1.0 - r2 / axis) / ecc)))
        mean = last - first - ecc * (math.sin(last) - math.sin(first))
        time_s = mean * math.sqrt(axis**3 / GM_M3_S2)
    return time_s, axis, ecc, first, level_way


@njit(cache=True)
def solve_arc(origin: tuple[float, float], place: tuple[float, float], burn: tuple[float, float, float]) -> Array:
    """Return the arc (ARC_SIZE,) from a launch place to a place on the ground; lat, lon in rad.

    ``burn``: time (s), altitude (m) and distance along the ground (m) at burn-out.

    Notes
    -----
    An ellipse about the Earth's centre, from burn-out above the great circle to where the place will be, whose climb
    at burn-out over the turning Earth has the minimum-energy angle: half the angle between the vertical and the line
    to the place (as ``motion.solve``).  Found by going round: angle over the turning Earth to that in inertial axes,
    speed from the transfer angle, time by Kepler's equation, the place turned by that time.  Left out: drag, the
    Earth's oblateness but for where the ends are.
    Checked: the engine's own solved flights, and the sums of Kepler's orbit (``tests/study/footprint``).

    References
    ----------
    Bate, Mueller and White, *Fundamentals of Astrodynamics*, sections 6.2 (free flight) and 6.4 (turning Earth).
    """
    arc = np.zeros(ARC_SIZE)
    burn_s, altitude_m, downrange_m = burn
    way_m, azimuth = vincenty_inverse(origin[0], origin[1], place[0], place[1])[:2]
    lat, lon = vincenty_direct(origin[0], origin[1], azimuth, downrange_m)[:2]
    start, end = ecef_from_lla(lat, lon, altitude_m), ecef_from_lla(place[0], place[1], 0.0)
    time_s, axis, ecc, first, way = free_flight(start, end, wanted_slope(start, end))
    if time_s == 0.0:
        return arc
    arc[BURN_OUT_S], arc[FLIGHT_S], arc[RANGE_M], arc[AZIMUTH] = burn_s, burn_s + time_s, way_m, azimuth
    arc[APOGEE_M], arc[AXIS_M], arc[ECCENTRICITY] = axis * (1.0 + ecc) - math.sqrt(dot(end, end)), axis, ecc
    arc[ANOMALY] = first - ecc * math.sin(first)
    true = math.atan2(math.sqrt(1.0 - ecc * ecc) * math.sin(first), math.cos(first) - ecc)
    cosine, sine, r = math.cos(true), math.sin(true), math.sqrt(dot(start, start))
    for k in range(3):
        arc[TO_PERIGEE + k] = cosine * start[k] / r - sine * way[k]
        arc[ALONG + k] = sine * start[k] / r + cosine * way[k]
    return arc


@njit(cache=True)
def coast_position(arc: Array, time_s: float) -> tuple[float, float, float]:
    """Return where (m, ECEF) a body on an arc is at a time (s) after lift-off, burn-out or later."""
    since_s = time_s - arc[BURN_OUT_S]
    axis, ecc = arc[AXIS_M], arc[ECCENTRICITY]
    mean = arc[ANOMALY] + since_s * math.sqrt(GM_M3_S2 / axis**3)
    anomaly = math.pi
    for _ in range(TURNS):
        step = (anomaly - ecc * math.sin(anomaly) - mean) / (1.0 - ecc * math.cos(anomaly))
        anomaly -= step
        if abs(step) < 1e-10:
            break
    a, b = axis * (math.cos(anomaly) - ecc), axis * math.sqrt(1.0 - ecc * ecc) * math.sin(anomaly)
    x = a * arc[TO_PERIGEE] + b * arc[ALONG]
    y = a * arc[TO_PERIGEE + 1] + b * arc[ALONG + 1]
    z = a * arc[TO_PERIGEE + 2] + b * arc[ALONG + 2]
    return turned((x, y, z), -ROTATION_RAD_S * since_s)


@njit(cache=True)
def solve_arcs(
    origin_rad: Array, places_rad: Array, ranges_m: Array, burn_s: Array, altitudes_m: Array, downranges_m: Array
) -> Array:
    """Return the arcs (n, ARC_SIZE) from one launch place (2,) to places (n, 2).

    ``ranges_m`` (k,) rising, for which burn-out time (k,), altitudes and downranges (k, b; the last at burn-out) are
    known; a place nearer than the first or farther than the last has no arc: its row is zero.
    """
    arcs = np.zeros((places_rad.shape[0], ARC_SIZE))
    for i in range(places_rad.shape[0]):
        way_m = vincenty_inverse(origin_rad[0], origin_rad[1], places_rad[i, 0], places_rad[i, 1])[0]
        if way_m < ranges_m[0] or way_m > ranges_m[-1]:
            continue
        row, part = row_of(ranges_m, way_m)
        burn = (
            burn_s[row] + part * (burn_s[row + 1] - burn_s[row]),
            altitudes_m[row, -1] + part * (altitudes_m[row + 1, -1] - altitudes_m[row, -1]),
            downranges_m[row, -1] + part * (downranges_m[row + 1, -1] - downranges_m[row, -1]),
        )
        arcs[i] = solve_arc((origin_rad[0], origin_rad[1]), (places_rad[i, 0], places_rad[i, 1]), burn)
    return arcs


@njit(cache=True)
def row_of(ranges_m: Array, way_m: float) -> tuple[int, float]:
    """Return the row below a range in rising ranges (k,), and how far it is to the next, 0 to 1."""
    row = min(max(int(np.searchsorted(ranges_m, way_m)) - 1, 0), ranges_m.shape[0] - 2)
    return row, (way_m - ranges_m[row]) / (ranges_m[row + 1] - ranges_m[row])


@njit(cache=True)
def arc_positions(
    origin_rad: Array, arcs: Array, ranges_m: Array, altitudes_m: Array, downranges_m: Array, times_s: Array
) -> Array:
    """Return positions (n, m, 3), m ECEF, of arcs at times (n, m) after lift-off.

    Under thrust a body is above the great circle to its aim, at its class's own height and distance; after its flight
    it lies where it came down.
    """
    count, size = times_s.shape
    found = np.empty((count, size, 3))
    for i in range(count):
        arc = arcs[i]
        row, part = row_of(ranges_m, arc[RANGE_M])
        for k in range(size):
            time_s = min(times_s[i, k], arc[FLIGHT_S])
            if time_s >= arc[BURN_OUT_S]:
                found[i, k] = coast_position(arc, time_s)
                continue
            share = time_s / arc[BURN_OUT_S]
            altitude_m = (1.0 - part) * between(altitudes_m, row, share) + part * between(altitudes_m, row + 1, share)
            away_m = (1.0 - part) * between(downranges_m, row, share) + part * between(downranges_m, row + 1, share)
            lat, lon, _ = vincenty_direct(origin_rad[0], origin_rad[1], arc[AZIMUTH], away_m)
            found[i, k] = ecef_from_lla(lat, lon, altitude_m)
    return found


@njit(cache=True)
def known(weights: Array, looks: Array, burn_steps: NDArray[np.int64], step_s: float, rules: Array) -> Array:
    """Return what one nation's tracks hold (n, m, 4): 1 if there is a track, and the sums of its looks.

    Parameters
    ----------
    weights, looks : (n, m) float64
        Of each step: sum of 1 / sigma^2 (1/m^2) over looks, and how many looks.
    burn_steps : (n,) int64
        The first step after burn-out: looks before it found a track but say nothing of the fall.
    rules : (2,) float64
        How many looks confirm a track; after how long (s) without one it is dropped.

    Returns
    -------
    (n, m, 4) float64
        Whether confirmed (1 or 0); then the sums over looks of w, w t, w t^2, t counted from this step (<= 0, s).
    """
    count, size = weights.shape
    found = np.zeros((count, size, 4))
    for i in range(count):
        seen, idle_s = 0.0, 0.0
        s0, s1, s2 = 0.0, 0.0, 0.0
        for k in range(size):
            s2 += step_s * (step_s * s0 - 2.0 * s1)
            s1 -= step_s * s0
            if looks[i, k] > 0.0:
                seen, idle_s = seen + looks[i, k], 0.0
                s0 += weights[i, k] if k >= burn_steps[i] else 0.0
            else:
                idle_s += step_s
            if idle_s > rules[1]:
                seen, s0, s1, s2 = 0.0, 0.0, 0.0, 0.0
            found[i, k, 0] = 1.0 if seen >= rules[0] else 0.0
            found[i, k, 1], found[i, k, 2], found[i, k, 3] = s0, s1, s2
    return found


@njit(cache=True)
def joined(own: Array, other: Array, delay_steps: int, step_s: float) -> Array:
    """Return what a nation holds (n, m, 4) when it also has a partner's tracks, as they were some steps ago."""
    found = own.copy()
    count, size = own.shape[0], own.shape[1]
    ago_s = delay_steps * step_s
    for i in range(count):
        for k in range(delay_steps, size):
            told = other[i, k - delay_steps]
            if told[0] > 0.0:
                if own[i, k, 0] == 0.0:
                    found[i, k, :] = 0.0
                found[i, k, 0] = 1.0
                found[i, k, 1] += told[1]
                found[i, k, 2] += told[2] - ago_s * told[1]
                found[i, k, 3] += told[3] - 2.0 * ago_s * told[2] + ago_s * ago_s * told[1]
    return found


@njit(cache=True)
def impact_sigma_m(held: Array, ahead_s: float, stretch: float) -> float:
    """Return how uncertain the place of the fall is, from a track's sums (4,), so long before it (1 sigma, m)."""
    determinant = held[1] * held[3] - held[2] * held[2]
    if held[0] == 0.0 or determinant <= 1e-9 * held[1] * held[3] or held[1] == 0.0:
        return math.inf
    away_s = stretch * ahead_s
    return math.sqrt((held[3] - 2.0 * away_s * held[2] + away_s * away_s * held[1]) / determinant)


@njit(cache=True)
def settled(held: Array, flights_s: Array, told_s: Array, step_s: float, rules: Array) -> tuple[BoolArray, Array]:
    """Return when a nation has a settled track of each body (n, m), and since when it may be warned of (n,), s.

    Parameters
    ----------
    held : (n, m, 4) float64
        From ``known`` or ``joined``.
    flights_s, told_s : (n,) float64, s
        When the body comes down, and when it is told that its motor is out.
    rules : (3,) float64
        Largest sigma of the impact (m), how long it must hold (s), how much the fall stretches an error of velocity.

    Returns
    -------
    (n, m) bool, (n,) float64
        Infinity: never before it comes down.
    """
    count, size = held.shape[0], held.shape[1]
    tracks, warned_s = np.zeros((count, size), np.bool_), np.full(count, np.inf)
    for i in range(count):
        since_s = np.inf
        for k in range(size):
            time_s = k * step_s
            if time_s >= flights_s[i]:
                break
            if held[i, k, 0] == 0.0 or time_s < told_s[i]:
                continue
            tracks[i, k] = True
            if impact_sigma_m(held[i, k], flights_s[i] - time_s, rules[2]) > rules[0]:
                since_s = np.inf if warned_s[i] == np.inf else since_s
            elif since_s == np.inf:
                since_s = time_s
            if time_s - since_s >= rules[1] and warned_s[i] == np.inf:
                warned_s[i] = time_s
    return tracks, warned_s
