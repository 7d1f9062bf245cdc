"""Kernels of a radar scan: costs of pairs, updates, births, and the ageing of the table."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FASTEST_M_S = 8000.0  # m/s: no body we track is faster
FIRST_VELOCITY_SD_M_S = FASTEST_M_S / math.sqrt(5.0)  # per axis, of a ball of that radius filled evenly
GATE = 18.7  # chi-square of 3 degrees of freedom at 0.9997
NO_PAIR = 1e6  # cost of a pair outside the gate


@njit(cache=True)
def sight_axes(direction_ecef: Array, up: Array) -> tuple[Array, float]:
    """Return rows (3, 3) along sight, azimuth and elevation, and the cosine of the elevation.

    At the zenith, where azimuth means nothing, any two axes across the line of sight are returned.
    """
    out = np.empty((3, 3))
    a = direction_ecef[1] * up[2] - direction_ecef[2] * up[1]
    b = direction_ecef[2] * up[0] - direction_ecef[0] * up[2]
    c = direction_ecef[0] * up[1] - direction_ecef[1] * up[0]
    cosine = math.sqrt(a * a + b * b + c * c)
    if cosine < 1e-6:
        k = 0 if abs(direction_ecef[0]) < 0.6 else 1
        a, b, c = (
            -direction_ecef[0] * direction_ecef[k],
            -direction_ecef[1] * direction_ecef[k],
            -direction_ecef[2] * direction_ecef[k],
        )
        a, b = (a + 1.0, b) if k == 0 else (a, b + 1.0)
    size = math.sqrt(a * a + b * b + c * c)
    out[0] = direction_ecef
    out[1, 0], out[1, 1], out[1, 2] = a / size, b / size, c / size
    out[2, 0] = out[1, 1] * out[0, 2] - out[1, 2] * out[0, 1]
    out[2, 1] = out[1, 2] * out[0, 0] - out[1, 0] * out[0, 2]
    out[2, 2] = out[1, 0] * out[0, 1] - out[1, 1] * out[0, 0]
    return out, cosine


@njit(cache=True)
def directions(azimuth_rad: Array, elevation_rad: Array, axes: Array) -> Array:
    """Return ECEF unit vectors (m, 3) of azimuths and elevations (m,) in east, north, up ``axes`` (3, 3)."""
    out = np.empty((azimuth_rad.shape[0], 3))
    for row in range(azimuth_rad.shape[0]):
        flat = math.cos(elevation_rad[row])
        east, north = flat * math.sin(azimuth_rad[row]), flat * math.cos(azimuth_rad[row])
        up = math.sin(elevation_rad[row])
        for k in range(3):
            out[row, k] = east * axes[0, k] + north * axes[1, k] + up * axes[2, k]
    return out


@njit(cache=True)
def cholesky3(S: Array) -> Array:
    """Return the lower triangle L (3, 3) with L L' = S."""
    L = np.zeros((3, 3))
    L[0, 0] = math.sqrt(S[0, 0])
    L[1, 0] = S[1, 0] / L[0, 0]
    L[2, 0] = S[2, 0] / L[0, 0]
    L[1, 1] = math.sqrt(S[1, 1] - L[1, 0] * L[1, 0])
    L[2, 1] = (S[2, 1] - L[2, 0] * L[1, 0]) / L[1, 1]
    L[2, 2] = math.sqrt(S[2, 2] - L[2, 0] * L[2, 0] - L[2, 1] * L[2, 1])
    return L


@njit(cache=True)
def whiten3(L: Array, a: float, b: float, c: float) -> tuple[float, float, float]:
    """Return the solution y (3,) of L y = (a, b, c)."""
    first = a / L[0, 0]
    second = (b - L[1, 0] * first) / L[1, 1]
    return first, second, (c - L[2, 0] * first - L[2, 1] * second) / L[2, 2]


@njit(cache=True)
def innovation(
    x: Array, P: Array, axes: Array, station: Array, place: Array, sd: Array
) -> tuple[Array, Array, Array]:
    """Return innovation (3,), root of its covariance (3, 3) and the gain's root (6, 3), along ``axes``.

    ``place`` (3,) is where the measurement puts the body, seen from the station, along ``axes`` (3, 3);
    ``sd`` (3,) its standard deviations.  With W the last result, K S K' = W W'.
    """
    H_P = np.zeros((3, 6))
    S = np.empty((3, 3))
    nu = place.copy()
    for a in range(3):
        for k in range(3):
            nu[a] -= axes[a, k] * (x[k] - station[k])
            for j in range(6):
                H_P[a, j] += axes[a, k] * P[k, j]
    for a in range(3):
        for b in range(3):
            S[a, b] = 0.0
            for k in range(3):
                S[a, b] += H_P[a, k] * axes[b, k]
        S[a, a] += sd[a] * sd[a]
    L = cholesky3(S)
    W = np.empty((6, 3))
    for j in range(6):
        W[j, 0], W[j, 1], W[j, 2] = whiten3(L, H_P[0, j], H_P[1, j], H_P[2, j])
    return nu, L, W


@njit(cache=True)
def update_mode(
    x: Array, P: Array, station: Array, up: Array, direction_ecef: Array, polar: Array
) -> tuple[Array, Array, float]:
    """Return state (6,), covariance (6, 6) and log-likelihood after one radar measurement.

    Parameters
    ----------
    x, P : (6,), (6, 6) float64, m and m/s, ECEF
    station, up : (3,) float64, ECEF
        The radar's place (m) and its vertical.
    direction_ecef : (3,) float64
        Measured line of sight, unit, ECEF.
    polar : (3,) float64
        Measured range (m), its standard deviation (m), that of the angles (rad).

    Notes
    -----
    Iterated extended Kalman update in two passes: linear about the measured place, then about the first
    result, so that a wide prior does not bend the range into a wrong place.  What a wide beam still bends is
    taken off the range and added to its doubt (``flat_range``).
    """
    sight = direction_ecef
    new_x, new_P, log_likelihood = x, P, 0.0
    for once in range(2):
        axes, cosine = sight_axes(sight, up)
        span, place, sd = 0.0, np.zeros(3), np.empty(3)
        for k in range(3):
            span += sight[k] * (new_x[k] - station[k])
        span = polar[0] if once == 0 else span
        for k in range(3):
            place[1] += span * axes[1, k] * direction_ecef[k]
            place[2] += span * axes[2, k] * direction_ecef[k]
        sd[1], sd[2] = span * azimuth_sd(polar[2], cosine), span * polar[2]
        doubt = (sd[1] * sd[1], sd[2] * sd[2])
        if once == 1:
            doubt = (variance_along(new_P, axes[1]), variance_along(new_P, axes[2]))
        place[0], sd[0] = flat_range(polar, span, doubt)
        nu, L, W = innovation(x, P, axes, station, place, sd)
        y = whiten3(L, nu[0], nu[1], nu[2])
        new_x, new_P = corrected(x, P, W, y)
        log_likelihood = -0.5 * (y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
        log_likelihood -= math.log(L[0, 0] * L[1, 1] * L[2, 2])
        sight = unit_from(station, new_x)
    return new_x, new_P, log_likelihood


@njit(cache=True)
def variance_along(P: Array, axis: Array) -> float:
    """Return the variance (m^2) of the position in a covariance (6, 6) along a unit vector (3,)."""
    total = 0.0
    for i in range(3):
        for j in range(3):
            total += axis[i] * P[i, j] * axis[j]
    return total


@njit(cache=True)
def flat_range(polar: Array, span_m: float, doubt: tuple[float, float]) -> tuple[float, float]:
    """Return a range as a length along a line of sight that may be wrong, and its standard deviation (m).

    A body c to the side of the line is c^2 / (2 span) farther than it seems along it.  With c Gaussian and
    its variances across the line ``doubt`` (m^2), that has this mean and variance.
    """
    mean = (doubt[0] + doubt[1]) / (2.0 * span_m)
    variance = (doubt[0] * doubt[0] + doubt[1] * doubt[1]) / (2.0 * span_m * span_m)
    return polar[0] - mean, math.sqrt(polar[1] * polar[1] + variance)


@njit(cache=True)
def azimuth_sd(sigma_angle_rad: float, cosine: float) -> float:
    """Return the standard deviation (rad) across the line of sight that an azimuth error makes.

    Not below a twentieth of the elevation's: near the zenith azimuth wraps, and its error is not Gaussian.
    """
    return sigma_angle_rad * max(cosine, 0.05)


@njit(cache=True)
def unit_from(station: Array, x: Array) -> Array:
    """Return the unit vector (3,) from a station to the position in a state (6,)."""
    a, b, c = x[0] - station[0], x[1] - station[1], x[2] - station[2]
    size = math.sqrt(a * a + b * b + c * c)
    return np.array([a / size, b / size, c / size])


@njit(cache=True)
def corrected(x: Array, P: Array, W: Array, y: tuple[float, float, float]) -> tuple[Array, Array]:
    """Return x + W y and P - W W'."""
    new_x, new_P = np.empty(6), np.empty((6, 6))
    for i in range(6):
        new_x[i] = x[i] + W[i, 0] * y[0] + W[i, 1] * y[1] + W[i, 2] * y[2]
        for j in range(i + 1):
            new_P[i, j] = P[i, j] - W[i, 0] * W[j, 0] - W[i, 1] * W[j, 1] - W[i, 2] * W[j, 2]
            new_P[j, i] = new_P[i, j]
    return new_x, new_P


@njit(cache=True)
def in_field(x: Array, axes: Array, radar: Array) -> bool:
    """Return whether a radar should see a body at this state, by straight lines.

    ``axes`` (3, 3) are its east, north and up; ``radar`` (10,) is the row of ``radar_tracks.radar_row``.
    """
    east, north, up = 0.0, 0.0, 0.0
    for k in range(3):
        part = x[k] - radar[k]
        east, north, up = east + axes[0, k] * part, north + axes[1, k] * part, up + axes[2, k] * part
    flat = math.hypot(east, north)
    span = math.hypot(flat, up)
    elevation = math.atan2(up, flat)
    off = math.atan2(east, north) - radar[3]
    off = abs(math.atan2(math.sin(off), math.cos(off)))
    return bool(off <= radar[4] and radar[5] <= elevation <= radar[6] and radar[7] <= span <= radar[8])


@njit(cache=True)
def pair_costs(
    mode_x: Array, mode_P: Array, prob: Array, reach_m: Array, station: Array, axes: Array, polar: Array
) -> Array:
    """Return costs (n, m) of giving measurement to track: minus twice the log-likelihood, within the gate.

    Parameters
    ----------
    mode_x, mode_P, prob : (n, 2, 6), (n, 2, 6, 6), (n, 2) float64
        Tracks at the time of the scan.
    reach_m : (n,) float64, m
        How far from the predicted place the body may be at most, the measurement's own error aside.
    station, axes : (3,), (3, 3) float64
        The radar's place (m, ECEF); its east, north and up.
    polar : (m, 5) float64
        Range (m), its standard deviation (m), that of the angles (rad), azimuth, elevation (rad).

    Returns
    -------
    (n, m) float64
        ``NO_PAIR`` where the measurement is outside the gate of both modes.
    """
    tracks, rows = mode_x.shape[0], polar.shape[0]
    out = np.full((tracks, rows), NO_PAIR)
    sight = directions(polar[:, 3], polar[:, 4], axes)
    sd, place = np.empty(3), np.zeros(3)
    for track in range(tracks):
        for row in range(rows):
            los, cosine = sight_axes(sight[row], axes[2])
            sd[1] = polar[row, 0] * azimuth_sd(polar[row, 2], cosine)
            sd[2] = polar[row, 0] * polar[row, 2]
            place[0], sd[0] = flat_range(polar[row], polar[row, 0], (sd[1] * sd[1], sd[2] * sd[2]))
            far, near, miss = mode_fit(mode_x[track, 0], mode_P[track, 0], los, station, place, sd)
            far1, near1, miss1 = mode_fit(mode_x[track, 1], mode_P[track, 1], los, station, place, sd)
            reach = reach_m[track] + 4.0 * (sd[0] + sd[1] + sd[2])
            if min(far, far1) <= GATE and min(miss, miss1) <= reach:
                best = max(near, near1)
                odds = prob[track, 0] * math.exp(near - best) + prob[track, 1] * math.exp(near1 - best)
                out[track, row] = -2.0 * (best + math.log(odds))
    return out


@njit(cache=True)
def mode_fit(x: Array, P: Array, los: Array, station: Array, place: Array, sd: Array) -> tuple[float, float, float]:
    """Return chi-square distance, log-likelihood and miss (m) of one mode; see ``innovation``."""
    nu, L, _ = innovation(x, P, los, station, place, sd)
    y = whiten3(L, nu[0], nu[1], nu[2])
    distance = y[0] * y[0] + y[1] * y[1] + y[2] * y[2]
    miss = math.sqrt(nu[0] * nu[0] + nu[1] * nu[1] + nu[2] * nu[2])
    return distance, -0.5 * distance - math.log(L[0, 0] * L[1, 1] * L[2, 2]), miss


@njit(cache=True)
def update_all(
    mode_x: Array, mode_P: Array, prob: Array, given: Ints, station: Array, axes: Array, polar: Array
) -> tuple[Array, Array, Array]:
    """Return modes, covariances, probabilities after track i used measurement ``given[i]``, -1 for none."""
    out_x, out_P, out_prob = mode_x.copy(), mode_P.copy(), prob.copy()
    sight = directions(polar[:, 3], polar[:, 4], axes)
    for track in range(mode_x.shape[0]):
        row = given[track]
        if row < 0:
            continue
        out_x[track, 0], out_P[track, 0], coast = update_mode(
            mode_x[track, 0], mode_P[track, 0], station, axes[2], sight[row], polar[row]
        )
        out_x[track, 1], out_P[track, 1], boost = update_mode(
            mode_x[track, 1], mode_P[track, 1], station, axes[2], sight[row], polar[row]
        )
        odds = prob[track, 1] / prob[track, 0] * math.exp(min(max(boost - coast, -50.0), 50.0))
        out_prob[track, 0] = 1.0 / (1.0 + odds)
        out_prob[track, 1] = 1.0 - out_prob[track, 0]
    return out_x, out_P, out_prob


@njit(cache=True)
def born(station: Array, up: Array, direction_ecef: Array, polar: Array) -> tuple[Array, Array]:
    """Return state (6,) and covariance (6, 6) of a body measured once: at rest, give or take."""
    x, P = np.zeros(6), np.zeros((6, 6))
    axes, cosine = sight_axes(direction_ecef, up)
    across = polar[0] * azimuth_sd(polar[2], cosine)
    doubt = (across * across, (polar[0] * polar[2]) ** 2)
    range_m, range_sd = flat_range(polar, polar[0], doubt)
    variance = (range_sd * range_sd, doubt[0], doubt[1])
    for i in range(3):
        x[i] = station[i] + range_m * direction_ecef[i]
        for j in range(3):
            for a in range(3):
                P[i, j] += axes[a, i] * variance[a] * axes[a, j]
        P[i + 3, i + 3] = FIRST_VELOCITY_SD_M_S * FIRST_VELOCITY_SD_M_S
    return x, P


@njit(cache=True)
def age(
    given: Ints,
    now_ms: int,
    limit_ms: int,
    last_ms: Ints,
    hits: Ints,
    missed: Ints,
    recent: Ints,
    confirmed: Flags,
    seeable: Flags,
) -> tuple[Ints, Ints, Ints, Ints, Flags, Flags]:
    """Return a table's counts after a scan: last_ms, hits, scans_missed, recent, confirmed; and what to keep.

    ``given`` (n,) is the measurement each track got, -1 for none; ``seeable`` (n,) whether it should have.
    """
    last_ms, hits, missed = last_ms.copy(), hits.copy(), missed.copy()
    recent, confirmed = recent.copy(), confirmed.copy()
    keep = np.ones(given.shape[0], dtype=np.bool_)
    for row in range(given.shape[0]):
        if given[row] >= 0:
            last_ms[row] = now_ms
            hits[row] += 1
            missed[row] = 0
            recent[row] = (2 * recent[row] + 1) % 16
        elif seeable[row]:
            missed[row] += 1
            recent[row] = (2 * recent[row]) % 16
        seen = recent[row] % 2 + recent[row] // 2 % 2 + recent[row] // 4 % 2 + recent[row] // 8
        confirmed[row] = confirmed[row] or seen >= 3
        late = now_ms - last_ms[row] > limit_ms
        keep[row] = not (late or (missed[row] >= 3 and not confirmed[row]))
    return last_ms, hits, missed, recent, confirmed, keep


@njit(cache=True)
def seeable_rows(mode_x: Array, prob: Array, axes: Array, radar: Array) -> Flags:
    """Return (n,) bool: which tracks stand in a radar's field; see ``in_field``."""
    out = np.empty(mode_x.shape[0], dtype=np.bool_)
    for row in range(mode_x.shape[0]):
        x = prob[row, 0] * mode_x[row, 0] + prob[row, 1] * mode_x[row, 1]
        out[row] = in_field(x, axes, radar)
    return out


@njit(cache=True)
def births(station: Array, axes: Array, polar: Array) -> tuple[Array, Array, Array]:
    """Return modes (m, 2, 6), covariances (m, 2, 6, 6) and probabilities (m, 2) of m bodies seen once."""
    count = polar.shape[0]
    out_x, out_P = np.empty((count, 2, 6)), np.empty((count, 2, 6, 6))
    sight = directions(polar[:, 3], polar[:, 4], axes)
    for row in range(count):
        x, P = born(station, axes[2], sight[row], polar[row])
        for mode in range(2):
            out_x[row, mode], out_P[row, mode] = x, P
    return out_x, out_P, np.full((count, 2), 0.5)
