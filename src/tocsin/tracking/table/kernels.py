"""Kernels over the whole table of tracks: gates, updates, births, and ageing."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.filter.kernels import begun, live
from tocsin.tracking.imm.kernels import FLIGHT_TOP_M
from tocsin.tracking.kernels import quick_altitude
from tocsin.tracking.sight.kernels import (
    RANGE,
    RATE,
    SD_ACROSS,
    SD_RANGE,
    SD_RATE,
    SD_UP,
    flat_range,
    measured_count,
    sight_axes,
    sight_frames,
)
from tocsin.tracking.unscented.kernels import update_mode_unscented
from tocsin.tracking.update.kernels import (
    correct,
    first_distance,
    fit_mode,
    is_wide,
    update_mode,
    update_wide,
)

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Table = NDArray[np.void]

FASTEST_M_S = 8000.0  # m/s: no body we track is faster
FIRST_VELOCITY_SD_M_S = FASTEST_M_S / math.sqrt(5.0)  # per axis, of a ball of that radius filled evenly
GATES = np.array([0.0, 13.07, 16.22, 18.80, 21.11])  # chi-square at 0.9997 of 0 to 4 degrees of freedom
ROUGH_GATES = 8.0  # of a gate: of 22,162 pairs within it none was farther than 1.7 of it by its first distance
GATE_SD = 4.6  # standard deviations: the corner of the widest of these gates
KEEP_SCANS = 3  # of the slowest sensor that measured a track: it is kept at least for so long
STRAIGHT_MS = 5000  # ms: gravity bends a path by some 100 m in that time, far less than a beam is wide
FIRST_PROBABILITY_IN_AIR = (0.2, 0.4, 0.4)  # notional: coasting, boosting, manoeuvring
FIRST_PROBABILITY_ABOVE = (0.8, 0.2, 0.0)


@njit(cache=True)
def updated(
    x: Array, P: Array, station: Array, up: Array, row: Array, mode: int, is_unscented: bool
) -> tuple[Array, Array, float, float]:
    """Return state, covariance, chi-square distance and log-likelihood of a mode after one measurement."""
    if is_unscented:
        return update_mode_unscented(x, P, station, up, row, live(mode))
    return update_mode(x, P, station, up, row)


@njit(cache=True)
def reaches(mode_x: Array, mode_P: Array, prob: Array) -> tuple[Array, Array]:
    """Return where n tracks are (n, 3), m, ECEF, and how far off a gated measurement can be at most (n,), m."""
    count, modes = prob.shape
    place, reach_m = np.zeros((count, 3)), np.zeros(count)
    for track in range(count):
        for mode in range(modes):
            for k in range(3):
                place[track, k] += prob[track, mode] * mode_x[track, mode, k]
        for mode in range(modes):
            if prob[track, mode] <= 0.0:
                continue
            spread, off = 0.0, 0.0
            for k in range(3):
                spread += mode_P[track, mode, k, k]
                off += (mode_x[track, mode, k] - place[track, k]) ** 2
            reach_m[track] = max(reach_m[track], GATE_SD * math.sqrt(spread) + math.sqrt(off))
    return place, reach_m


@njit(cache=True)
def places(rows: Array, station: Array) -> tuple[Array, Array]:
    """Return where m measurements with range lie (m, 3), m, ECEF, and how far off the body can be at most (m,), m."""
    count = rows.shape[0]
    place, reach_m = np.empty((count, 3)), np.empty(count)
    for row in range(count):
        for k in range(3):
            place[row, k] = station[k] + rows[row, RANGE] * rows[row, k]
        across = rows[row, RANGE] * math.hypot(rows[row, SD_ACROSS], rows[row, SD_UP])
        reach_m[row] = GATE_SD * math.hypot(across, rows[row, SD_RANGE])
    return place, reach_m


@njit(cache=True)
def gated(
    mode_x: Array,
    mode_P: Array,
    prob: Array,
    limit_m: Array,
    candidates: tuple[Ints, Ints],
    station: Array,
    up: Array,
    rows: Array,
    is_unscented: bool,
) -> tuple[Ints, Ints, Array, Array]:
    """Return the pairs inside the gate of any mode.

    Parameters
    ----------
    mode_x, mode_P, prob : (n, k, 9), (n, k, 9, 9), (n, k) float64
        Tracks at the time of the scan.
    limit_m : (n,) float64, m
        How far from its predicted place a body may be at most, the measurement's own error aside.
    candidates : (p,), (p,) int64
        Track and measurement of the pairs to look at.
    rows : (m, 10) float64

    Returns
    -------
    track, row : (q,) int64
    log_likelihood : (q,) float64
        Of the measurement, all modes together.
    by_mode : (q, 3) float64
        The likelihood by each mode over that of all.
    """
    tracks, measured = candidates
    modes = prob.shape[1]
    keep = np.zeros(tracks.shape[0], dtype=np.bool_)
    total, by_mode = np.zeros(tracks.shape[0]), np.zeros((tracks.shape[0], modes))
    near, frames, own_m = np.empty(modes), sight_frames(rows, up), own_doubts(rows)
    for pair in range(tracks.shape[0]):
        track, row = tracks[pair], measured[pair]
        axes, bound_m = frames[row], (own_m[row], limit_m[track])
        if not is_unscented and not may_fit(
            mode_x[track], mode_P[track], prob[track], bound_m, station, axes, rows[row]
        ):
            continue
        closest, best = np.inf, -np.inf
        for mode in range(modes):
            near[mode] = -np.inf
            x, P = mode_x[track, mode], mode_P[track, mode]
            if prob[track, mode] <= 0.0 or not is_near(x, P, bound_m, station, rows[row]):
                continue
            if is_unscented:
                _, _, distance, near[mode] = updated(x, P, station, up, rows[row], mode, is_unscented)
            elif is_wide(x, P, station, axes, rows[row]):
                _, _, distance, near[mode] = update_wide(x[:6].copy(), P[:6, :6].copy(), station, axes, rows[row])
            else:
                distance, near[mode] = fit_mode(x, P, station, axes, rows[row], x[:6])
            closest, best = min(closest, distance), max(best, near[mode])
        if closest <= GATES[measured_count(rows[row])]:
            keep[pair] = True
            total[pair] = weigh_modes(near, best, prob[track], by_mode[pair])
    return tracks[keep], measured[keep], total[keep], by_mode[keep]


@njit(cache=True)
def may_fit(
    x: Array, P: Array, prob: Array, bound_m: tuple[float, float], station: Array, axes: Array, row: Array
) -> bool:
    """Return whether a measurement may be in the gate of a mode of a track; quicker to ask than to tell.

    Only wide predictions are asked: each of their updates takes two passes, and in clutter nearly all are in vain.
    """
    for mode in range(prob.shape[0]):
        if prob[mode] <= 0.0 or not is_near(x[mode], P[mode], bound_m, station, row):
            continue
        if not is_wide(x[mode], P[mode], station, axes, row):
            return True
        if first_distance(x[mode], P[mode], station, axes, row) <= ROUGH_GATES * GATES[measured_count(row)]:
            return True
    return False


@njit(cache=True)
def weigh_modes(near: Array, best: float, prob: Array, by_mode: Array) -> float:
    """Return the log-likelihood of all modes together, and set ``by_mode`` (k,) to each one's likelihood over it.

    ``near`` (k,) are the modes' log-likelihoods, ``best`` the highest of them, ``prob`` (k,) their probabilities.
    """
    odds = 0.0
    for mode in range(prob.shape[0]):
        if prob[mode] > 0.0:
            odds += prob[mode] * math.exp(near[mode] - best)
    total = best + math.log(odds)
    for mode in range(prob.shape[0]):
        by_mode[mode] = math.exp(near[mode] - total) if prob[mode] > 0.0 else 0.0
    return total


@njit(cache=True)
def own_doubts(rows: Array) -> Array:
    """Return the standard deviation (m,), m, of the place of each measurement: a ball about its own error."""
    out = np.empty(rows.shape[0])
    for row in range(rows.shape[0]):
        across = rows[row, RANGE] * math.hypot(rows[row, SD_ACROSS], rows[row, SD_UP])
        out[row] = math.hypot(across, rows[row, SD_RANGE])
    return out


@njit(cache=True)
def is_near(x: Array, P: Array, bound_m: tuple[float, float], station: Array, row: Array) -> bool:
    """Return whether a measurement is near enough to be worth an exact look: a ball about the gate, and the limit.

    ``bound_m``: the measurement's own doubt, and how far from its predicted place the body may be at most.
    """
    if row[SD_RANGE] <= 0.0:
        return True
    own, limit_m = bound_m
    miss, spread = 0.0, 0.0
    for k in range(3):
        miss += (station[k] + row[RANGE] * row[k] - x[k]) ** 2
        spread += P[k, k]
    miss = math.sqrt(miss)
    return bool(miss <= GATE_SD * (math.sqrt(spread) + own) and miss <= limit_m + 4.0 * own)


@njit(cache=True)
def update_all(
    mode_x: Array,
    mode_P: Array,
    prob: Array,
    pairs: tuple[Ints, Ints, Array, Array],
    station: Array,
    up: Array,
    rows: Array,
    is_unscented: bool,
) -> tuple[Array, Array, Array]:
    """Return modes, covariances and probabilities after a scan.

    ``pairs``: track, measurement, weight of the pair (above zero), likelihood by mode over that of all; in rising
    order of track.  The weights of a track sum to one at most; what is missing is the weight of having been missed.
    A mode becomes the mixture of what each measurement makes of it (Bar-Shalom, Fortmann and Cable, *Tracking and
    data association*).
    """
    tracks, measured, weight, by_mode = pairs
    out_x, out_P, out_prob = mode_x.copy(), mode_P.copy(), prob.copy()
    start = 0
    while start < tracks.shape[0]:
        end = start + 1
        while end < tracks.shape[0] and tracks[end] == tracks[start]:
            end += 1
        x, P, shares = out_x[tracks[start]], out_P[tracks[start]], out_prob[tracks[start]]
        if end == start + 1 and weight[start] > 1.0 - 1e-9:
            update_alone(x, P, shares, by_mode[start], station, up, rows[measured[start]], is_unscented)
        else:
            given = measured[start:end], weight[start:end], by_mode[start:end]
            update_shared(x, P, shares, given, station, up, rows, is_unscented)
        start = end
    return out_x, out_P, out_prob


@njit(cache=True)
def update_alone(
    x: Array, P: Array, prob: Array, by_mode: Array, station: Array, up: Array, row: Array, is_unscented: bool
) -> None:
    """Take the one measurement of a track into its modes (k, 9), (k, 9, 9), (k,), in place."""
    axes = sight_axes(row[:3], up)
    for mode in range(prob.shape[0]):
        if prob[mode] <= 0.0:
            continue
        prob[mode] *= by_mode[mode]
        if is_unscented or is_wide(x[mode], P[mode], station, axes, row):
            x[mode], P[mode], _, _ = updated(x[mode], P[mode], station, up, row, mode, is_unscented)
        else:
            correct(x[mode], P[mode], station, axes, row, x[mode, :6])
    settle(prob)


@njit(cache=True)
def update_shared(
    x: Array,
    P: Array,
    prob: Array,
    given: tuple[Ints, Array, Array],
    station: Array,
    up: Array,
    rows: Array,
    is_unscented: bool,
) -> None:
    """Take the measurements a track may have into its modes (k, 9), (k, 9, 9), (k,), in place.

    ``given``: measurements, weights and likelihoods by mode.
    """
    measured, weight, by_mode = given
    missed = max(0.0, 1.0 - weight.sum())
    missed = missed if missed > 1e-9 else 0.0
    for mode in range(prob.shape[0]):
        if prob[mode] <= 0.0:
            continue
        each = weight * by_mode[:, mode]
        share = missed + each.sum()
        prob[mode] *= share
        shares = measured, each / max(share, 1e-300)
        left = missed / share if share > 0.0 else 1.0
        x[mode], P[mode] = mixture(x[mode], P[mode], left, shares, station, up, rows, mode, is_unscented)
    settle(prob)


@njit(cache=True)
def settle(prob: Array) -> None:
    """Bring the probabilities of the modes of one track to a sum of one; none that is awake falls below 1e-9."""
    total, again = 0.0, 0.0
    for share in prob:
        total += share
    for mode in range(prob.shape[0]):
        if prob[mode] > 0.0:
            prob[mode] = max(prob[mode] / total, 1e-9)
        again += prob[mode]
    for mode in range(prob.shape[0]):
        prob[mode] /= again


@njit(cache=True)
def mixture(
    x: Array,
    P: Array,
    missed: float,
    given: tuple[Ints, Array],
    station: Array,
    up: Array,
    rows: Array,
    mode: int,
    is_unscented: bool,
) -> tuple[Array, Array]:
    """Return the mean and covariance of one mode over having been missed and over each measurement it may have."""
    measured, share = given
    if missed == 0.0 and measured.shape[0] == 1:
        new_x, new_P, _, _ = updated(x, P, station, up, rows[measured[0]], mode, is_unscented)
        return new_x, new_P
    mean, covariance = x * missed, P * missed
    each = np.empty((measured.shape[0], 9))
    for k in range(measured.shape[0]):
        new_x, new_P, _, _ = updated(x, P, station, up, rows[measured[k]], mode, is_unscented)
        each[k] = new_x
        mean += share[k] * new_x
        covariance += share[k] * new_P
    for i in range(9):
        for j in range(9):
            covariance[i, j] += missed * (x[i] - mean[i]) * (x[j] - mean[j])
            for k in range(measured.shape[0]):
                covariance[i, j] += share[k] * (each[k, i] - mean[i]) * (each[k, j] - mean[j])
    return mean, covariance


@njit(cache=True)
def born(station: Array, up: Array, row: Array) -> tuple[Array, Array]:
    """Return position and velocity (6,) and covariance (6, 6) of a body measured once, with range.

    At rest, give or take; where range rate was measured, along the line of sight at that rate.
    """
    x, P = np.zeros(6), np.zeros((6, 6))
    axes = sight_axes(row[:3], up)
    doubt = ((row[RANGE] * row[SD_ACROSS]) ** 2, (row[RANGE] * row[SD_UP]) ** 2)
    range_m, range_sd = flat_range(row[RANGE], row[SD_RANGE], row[RANGE], doubt)
    variance = (range_sd * range_sd, doubt[0], doubt[1])
    anywhere = FIRST_VELOCITY_SD_M_S * FIRST_VELOCITY_SD_M_S
    # Across the line an unknown velocity turns an unknown angle into range rate.
    turned = anywhere * (row[SD_ACROSS] ** 2 + row[SD_UP] ** 2)
    along = row[SD_RATE] * row[SD_RATE] + turned if row[SD_RATE] > 0.0 else anywhere
    for i in range(3):
        x[i] = station[i] + range_m * row[i]
        x[3 + i] = row[RATE] * row[i] if row[SD_RATE] > 0.0 else 0.0
        for j in range(3):
            for a in range(3):
                P[i, j] += axes[a, i] * variance[a] * axes[a, j]
            P[3 + i, 3 + j] += axes[0, i] * along * axes[0, j]
            P[3 + i, 3 + j] += anywhere * (axes[1, i] * axes[1, j] + axes[2, i] * axes[2, j])
    return x, P


@njit(cache=True)
def births(station: Array, up: Array, rows: Array, modes: int) -> tuple[Array, Array, Array]:
    """Return modes (m, k, 9), covariances (m, k, 9, 9) and probabilities (m, k) of m bodies seen once."""
    count = rows.shape[0]
    out_x, out_P, prob = np.zeros((count, modes, 9)), np.zeros((count, modes, 9, 9)), np.ones((count, modes))
    for row in range(count):
        x, P = born(station, up, rows[row])
        in_air = quick_altitude(x[0], x[1], x[2]) < FLIGHT_TOP_M
        for mode in range(modes):
            out_x[row, mode], out_P[row, mode] = begun(x, P, mode)
            if modes > 1:
                prob[row, mode] = FIRST_PROBABILITY_IN_AIR[mode] if in_air else FIRST_PROBABILITY_ABOVE[mode]
    return out_x, out_P, prob


@njit(cache=True)
def in_field(x: Array, axes: Array, field: Array) -> bool:
    """Return whether a radar should see a body at this state, by straight lines.

    ``axes`` (3, 3) are its east, north and up; ``field`` (9,) is ``Radar.field_row``.
    """
    east, north, up = 0.0, 0.0, 0.0
    for k in range(3):
        part = x[k] - field[k]
        east, north, up = east + axes[0, k] * part, north + axes[1, k] * part, up + axes[2, k] * part
    flat = math.hypot(east, north)
    span = math.hypot(flat, up)
    elevation = math.atan2(up, flat)
    off = math.atan2(east, north) - field[3]
    off = abs(math.atan2(math.sin(off), math.cos(off)))
    return bool(off <= field[4] and field[5] <= elevation <= field[6] and field[7] <= span <= field[8])


@njit(cache=True)
def seeable(place: Array, axes: Array, field: Array) -> Flags:
    """Return (n,) bool: which of n places (n, 3), m, ECEF, stand in a radar's field; see ``in_field``."""
    out = np.empty(place.shape[0], dtype=np.bool_)
    for row in range(place.shape[0]):
        out[row] = in_field(place[row], axes, field)
    return out


@njit(cache=True)
def is_told_nothing(tracks: Table, now_ms: int, keep_ms: int, axes: Array, field: Array) -> bool:
    """Return whether a scan that measured nothing tells nothing of any track (n rows of ``tracker.TRACK``).

    So it is where none is too old to keep and none should have been seen: for so short a time a track is taken to go
    straight on.  ``axes``, ``field``: see ``in_field``.
    """
    place = np.empty(3)
    for row in range(tracks.shape[0]):
        since_ms = now_ms - tracks["time_ms"][row]
        silent_ms = now_ms - tracks["last_ms"][row]
        if not 0 <= since_ms <= STRAIGHT_MS or silent_ms > max(keep_ms, KEEP_SCANS * tracks["period_ms"][row]):
            return False
        x, prob = tracks["mode_x"][row], tracks["mode_prob"][row]
        place[:] = 0.0
        for mode in range(prob.shape[0]):
            for k in range(3):
                place[k] += prob[mode] * (x[mode, k] + 1e-3 * since_ms * x[mode, 3 + k])
        if in_field(place, axes, field):
            return False
    return True


@njit(cache=True)
def believes_the_same(before: Table, after: Table) -> bool:
    """Return whether two tables (n, m rows of ``tracker.TRACK``) have the same confirmed tracks in the same order."""
    row = 0
    for one in range(before.shape[0]):
        if not before["confirmed"][one]:
            continue
        while row < after.shape[0] and not after["confirmed"][row]:
            row += 1
        if row == after.shape[0] or after["number"][row] != before["number"][one]:
            return False
        row += 1
    while row < after.shape[0] and not after["confirmed"][row]:
        row += 1
    return bool(row == after.shape[0])
