"""One scan of one sensor in one call: the table of tracks before it, the table after it.

A table is a structured array of ``tracker.TRACK``; the columns that are worked on are copied out of it first.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.associate import ROW_BITS, SENSOR_BITS
from tocsin.tracking.association.kernels import candidate_pairs
from tocsin.tracking.association.score.kernels import confirmed, missed_in_a_row, score_change, with_look
from tocsin.tracking.association.weigh.kernels import weights_of
from tocsin.tracking.imm.kernels import combined, predict_all
from tocsin.tracking.sight.kernels import SD_RANGE
from tocsin.tracking.table.kernels import FASTEST_M_S, KEEP_SCANS, births, gated, places, reaches, seeable, update_all

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Table = NDArray[np.void]
Numbers = tuple[Any, ...]  # a NamedTuple as a plain tuple
States = tuple[Array, Array, Array]
Pairs = tuple[Ints, Ints, Array, Array]  # track, measurement, weight, likelihood by mode

LEFT_OVER = 0.5  # a measurement that no track takes with this weight founds one
BORN, UPDATED, CONFIRMED = 0, 1, 2  # as ``associate.Change``
SOUND, TOO_LATE, BAD_LIKELIHOOD, BAD_CLUTTER = 0, 1, 2, 3  # what ``scanned`` says of what it was given


class RuleNumbers(NamedTuple):
    """The rules of a tracker as numbers.

    ``log_detect``, ``log_miss``: of a track in the field, then ``..._outside`` of one out of it.  ``least_tracks`` to
    ``most_events``: see ``weights_of``.  The others: see ``tracker.Rules``.
    """

    log_detect: float
    log_detect_outside: float
    log_miss: float
    log_miss_outside: float
    least_tracks: int
    sure: float
    most_events: int
    keep_ms: int
    confirm_hits: int
    confirm_looks: int
    confirm_score: float
    drop_misses: int
    is_unscented: bool


class Sensor(NamedTuple):
    """Who looks: its number, the time of the scan and to the next, its place, axes and field (``tracker.Scan``)."""

    number: int
    time_ms: int
    period_ms: int
    station: Array
    axes: Array
    field: Array


@njit(cache=True)
def scanned(
    tracks: Table, sensed_by: Numbers, rows: Array, log_other: Array, ruled_by: Numbers, after: Table, told: Ints
) -> tuple[int, int, int, int]:
    """Work out the table after one scan; write it and what became of the measurements.

    Parameters
    ----------
    tracks : (n,) ``tracker.TRACK``
        Not later than the scan, or nothing is done: ``TOO_LATE``.
    sensed_by : Sensor, as a plain tuple
        A named one takes three times as long to hand over; so do the rules.
    rows : (m, 10) float64
        In the order of ``tracker.order_of``.
    log_other : (m,) float64
        Logarithm of the density of what no track explains, at each measurement.
    ruled_by : RuleNumbers, as a plain tuple
    after : (n + m,) ``tracker.TRACK``, written
        The tracks kept, in their order, then the young ones.
    told : (3, n + m) int64, written
        The track of each measurement, what that did to the track, and the numbers of the tracks dropped.

    Returns
    -------
    rows of ``after`` in use, tracks dropped, clusters that fell back, and ``SOUND`` or what is wrong.
    """
    sensor, rules = Sensor(*sensed_by), RuleNumbers(*ruled_by)
    for time_ms in tracks["time_ms"]:
        if time_ms > sensor.time_ms:
            return 0, 0, 0, TOO_LATE
    standing, dropped = young_enough(tracks, sensor.time_ms, rules.keep_ms, told[2])
    mode_x, mode_P, prob, before_ms = states_of(tracks, standing)
    state = predict_all(mode_x, mode_P, prob, before_ms, sensor.time_ms, rules.is_unscented)
    near, reach_m = reaches(state[0], state[1], state[2])
    in_view = seeable(near, sensor.axes, sensor.field)
    log_detect = np.where(in_view, rules.log_detect, rules.log_detect_outside)
    log_miss = np.where(in_view, rules.log_miss, rules.log_miss_outside)
    track, row = tried(near, reach_m, sensor, rows)
    limit_m = limits_of(tracks, standing, sensor.time_ms)
    track, row, log_likelihood, by_mode = gated(
        state[0], state[1], state[2], limit_m, (track, row), sensor.station, sensor.axes[2], rows, rules.is_unscented
    )
    fault = fault_in(log_likelihood, log_other)
    if fault != SOUND:
        return 0, 0, 0, fault
    limits = rules.least_tracks, rules.sure, rules.most_events
    weight, fell_back, _, _ = weights_of(track, row, log_likelihood, log_miss, log_detect, log_other, *limits)
    change = score_change(track, row, weight, log_likelihood, log_miss, log_detect, log_other)
    used = weight > 0.0
    pairs = track[used], row[used], weight[used], by_mode[used]
    state = update_all(state[0], state[1], state[2], pairs, sensor.station, sensor.axes[2], rows, rules.is_unscented)
    given, taken = totals(pairs, standing.shape[0], rows.shape[0])
    looked, gone = (given > LEFT_OVER, in_view, change), (told[2], dropped)
    left, newly, dropped = keep_tracks(tracks, standing, state, looked, sensor, rules, after, gone)
    fresh = np.flatnonzero((taken < LEFT_OVER) & (rows[:, SD_RANGE] > 0.0))
    add_young(after, left, fresh, rows, sensor, rules)
    tell(told, tracks, standing, pairs, newly, fresh, after["number"][left:])
    return left + fresh.shape[0], dropped, int(np.count_nonzero(fell_back)), SOUND


@njit(cache=True)
def young_enough(tracks: Table, now_ms: int, keep_ms: int, gone: Ints) -> tuple[Ints, int]:
    """Return the rows of the tracks measured not too long ago, and how many others; ``gone`` gets their numbers."""
    number, last_ms, period_ms = tracks["number"], tracks["last_ms"], tracks["period_ms"]
    rows = np.empty(tracks.shape[0], np.int64)
    standing, dropped = 0, 0
    for row in range(tracks.shape[0]):
        if now_ms - last_ms[row] <= max(keep_ms, KEEP_SCANS * period_ms[row]):
            rows[standing] = row
            standing += 1
        else:
            gone[dropped] = number[row]
            dropped += 1
    return rows[:standing], dropped


@njit(cache=True)
def states_of(tracks: Table, standing: Ints) -> tuple[Array, Array, Array, Ints]:
    """Return modes (n, k, 9), covariances (n, k, 9, 9), probabilities (n, k) and times (n,) of some rows."""
    count, modes = standing.shape[0], tracks["mode_prob"].shape[1]
    x, P, prob = np.empty((count, modes, 9)), np.empty((count, modes, 9, 9)), np.empty((count, modes))
    time_ms = np.empty(count, np.int64)
    for row in range(count):
        x[row] = tracks["mode_x"][standing[row]]
        P[row] = tracks["mode_P"][standing[row]]
        prob[row] = tracks["mode_prob"][standing[row]]
        time_ms[row] = tracks["time_ms"][standing[row]]
    return x, P, prob, time_ms


@njit(cache=True)
def tried(near: Array, reach_m: Array, sensor: Sensor, rows: Array) -> tuple[Ints, Ints]:
    """Return the pairs of track and measurement that are looked at closely, by rising track, then row.

    Measurements without range may be anywhere on their line of sight and are tried with every track.
    """
    tracks, measured = near.shape[0], rows.shape[0]
    if tracks == 0 or measured == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if (rows[:, SD_RANGE] > 0.0).all():
        place, own_reach_m = places(rows, sensor.station)
        return candidate_pairs(near, reach_m, place, own_reach_m)
    every = np.arange(tracks * measured)
    return every // measured, every % measured


@njit(cache=True)
def limits_of(tracks: Table, standing: Ints, now_ms: int) -> Array:
    """Return how far (n,), m, tracks may be from their prediction: within reach of the fastest body if seen once."""
    limit_m = np.full(standing.shape[0], np.inf)
    for row in range(standing.shape[0]):
        one = standing[row]
        if tracks["hits"][one] == 1:
            P = tracks["mode_P"][one]
            founding_sd_m = math.sqrt(P[0, 0, 0] + P[0, 1, 1] + P[0, 2, 2])
            limit_m[row] = 1e-3 * FASTEST_M_S * (now_ms - tracks["last_ms"][one]) + 4.0 * founding_sd_m
    return limit_m


@njit(cache=True)
def fault_in(log_likelihood: Array, log_other: Array) -> int:
    """Return ``SOUND``, or what of the association's numbers cannot be weighed."""
    for value in log_likelihood:
        if not value < np.inf:
            return BAD_LIKELIHOOD
    for value in log_other:
        if not np.isfinite(value):
            return BAD_CLUTTER
    return SOUND


@njit(cache=True)
def totals(pairs: Pairs, tracks: int, measured: int) -> tuple[Array, Array]:
    """Return the weight that each track (n,) was given, and that each measurement (m,) was taken with."""
    given, taken = np.zeros(tracks), np.zeros(measured)
    for pair in range(pairs[0].shape[0]):
        given[pairs[0][pair]] += pairs[2][pair]
        taken[pairs[1][pair]] += pairs[2][pair]
    return given, taken


@njit(cache=True)
def keep_tracks(
    tracks: Table,
    standing: Ints,
    state: States,
    looked: tuple[Flags, Flags, Array],
    sensor: Sensor,
    rules: RuleNumbers,
    after: Table,
    gone: tuple[Ints, int],
) -> tuple[int, Flags, int]:
    """Age the tracks by one scan and write those to keep.

    ``looked``: which were seen, which are in the field, what the scan adds to their scores.  ``gone``: the numbers of
    the tracks dropped, and how many there are.

    Returns
    -------
    how many were kept, which (n,) are believed from this scan on, how many are dropped.
    """
    seen, in_view, change = looked
    recent, score = tracks["recent"][standing], tracks["score"][standing]
    recent = np.where(seen | in_view, with_look(recent, seen), recent)
    score = score + np.where(seen | in_view, change, 0.0)
    believed = confirmed(recent, score, rules.confirm_hits, rules.confirm_looks, rules.confirm_score)
    silent = missed_in_a_row(recent) >= rules.drop_misses
    left, dropped, newly = 0, gone[1], np.zeros(standing.shape[0], np.bool_)
    for row in range(standing.shape[0]):
        one = standing[row]
        newly[row] = believed[row] and not tracks["confirmed"][one]
        if silent[row] and not (believed[row] or tracks["confirmed"][one]):
            gone[0][dropped] = tracks["number"][one]
            dropped += 1
            continue
        after["number"][left], after["time_ms"][left] = tracks["number"][one], sensor.time_ms
        after["first_ms"][left], after["last_ms"][left] = tracks["first_ms"][one], tracks["last_ms"][one]
        after["period_ms"][left], after["hits"][left] = tracks["period_ms"][one], tracks["hits"][one]
        if seen[row]:
            after["last_ms"][left], after["hits"][left] = sensor.time_ms, tracks["hits"][one] + 1
            after["period_ms"][left] = max(tracks["period_ms"][one], sensor.period_ms)
        after["recent"][left], after["score"][left] = recent[row], score[row]
        after["confirmed"][left] = believed[row] or tracks["confirmed"][one]
        after["mode_x"][left], after["mode_P"][left] = state[0][row], state[1][row]
        after["mode_prob"][left] = state[2][row]
        left += 1
    return left, newly, dropped


@njit(cache=True)
def add_young(after: Table, left: int, fresh: Ints, rows: Array, sensor: Sensor, rules: RuleNumbers) -> None:
    """Write a tentative track for each of the measurements ``fresh``, from row ``left`` on."""
    if fresh.shape[0] == 0:
        return
    x, P, prob = births(sensor.station, sensor.axes[2], rows[fresh], after["mode_prob"].shape[1])
    first = ((sensor.time_ms << SENSOR_BITS) | sensor.number) << ROW_BITS  # as ``founding_numbers``
    for young in range(fresh.shape[0]):
        row = left + young
        after["number"][row] = first + fresh[young] + 1
        after["time_ms"][row] = after["first_ms"][row] = after["last_ms"][row] = sensor.time_ms
        after["period_ms"][row] = sensor.period_ms
        after["hits"][row] = after["recent"][row] = 1
        after["score"][row] = 0.0
        after["confirmed"][row] = rules.confirm_hits == 1 and rules.confirm_score <= 0.0
        after["mode_x"][row], after["mode_P"][row], after["mode_prob"][row] = x[young], P[young], prob[young]


@njit(cache=True)
def tell(told: Ints, tracks: Table, standing: Ints, pairs: Pairs, newly: Flags, fresh: Ints, young: Ints) -> None:
    """Write what became of each measurement: the track it most likely belongs to, or the one it founded."""
    track, row, weight, _ = pairs
    who, change = told[0], told[1]
    who[:], change[:] = 0, UPDATED
    most = np.zeros(told.shape[1])
    for pair in range(track.shape[0]):
        if weight[pair] >= most[row[pair]]:
            most[row[pair]] = weight[pair]
            who[row[pair]] = tracks["number"][standing[track[pair]]]
            change[row[pair]] = CONFIRMED if newly[track[pair]] else UPDATED
    for number in range(fresh.shape[0]):
        who[fresh[number]], change[fresh[number]] = young[number], BORN


@njit(cache=True)
def estimated(tracks: Table, now_ms: int) -> States:
    """Return state (n, 6), covariance (n, 6, 6) and coast probability (n,) of a table at ``now_ms``: ``combined``."""
    mode_x, mode_P, prob, time_ms = states_of(tracks, np.arange(tracks.shape[0]))
    return combined(mode_x, mode_P, prob, time_ms, now_ms)


@njit(cache=True)
def believed_at(tracks: Table, now_ms: int) -> tuple[Array, Array, Array, Ints, int]:
    """Return what ``estimated`` gives of the confirmed tracks, and whose it is.

    Returns
    -------
    State (n, 6), covariance (n, 6, 6) and coast probability (n,) at ``now_ms``; number, first and newest measurement
    (ms), (n, 3); and ``now_ms``, or the time of the newest state if that is later: then the rest must not be used.
    """
    rows = np.nonzero(tracks["confirmed"])[0]
    mode_x, mode_P, prob, time_ms = states_of(tracks, rows)
    x, P, coast = combined(mode_x, mode_P, prob, time_ms, now_ms)
    whose, newest_ms = np.empty((rows.shape[0], 3), np.int64), now_ms
    for at in range(rows.shape[0]):
        row = rows[at]
        whose[at, 0] = tracks["number"][row]
        whose[at, 1], whose[at, 2] = tracks["first_ms"][row], tracks["last_ms"][row]
        newest_ms = max(newest_ms, time_ms[at])
    return x, P, coast, whose, newest_ms
