"""The tracker: a table of tracks, and what one scan of one sensor does to it."""

import math
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.tracking.associate import NO_INTS, NOTHING, Assignment, Change, founding_numbers
from tocsin.tracking.association.associate import Problem, Rule, associate
from tocsin.tracking.association.kernels import candidate_pairs
from tocsin.tracking.association.score.kernels import confirmed, missed_in_a_row, score_change, with_look
from tocsin.tracking.filter.kernels import MODES
from tocsin.tracking.imm.kernels import combined, predict_all
from tocsin.tracking.sight.kernels import LOG_CLUTTER, RANGE, SD_RANGE
from tocsin.tracking.table.kernels import FASTEST_M_S, births, gated, places, put_states, reaches, seeable, update_all

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Tracks = NDArray[np.void]  # a structured array of ``TRACK`` rows


COUNTS = np.dtype(
    [
        ("number", np.int64),  # named by the founding measurement; never used twice
        ("time_ms", np.int64),  # exercise time of the state
        ("first_ms", np.int64),  # and of the first and the newest measurement
        ("last_ms", np.int64),
        ("period_ms", np.int64),  # the longest from scan to scan of the sensors that measured it
        ("hits", np.int64),  # measurements used
        ("recent", np.int64),  # the last looks as bits, the newest lowest: 1 seen, 0 missed
        ("score", np.float64),  # log-likelihood ratio of being a body against being chance
        ("confirmed", np.bool_),
    ]
)


def track_type(modes: int) -> np.dtype[np.void]:
    """Return the type of a table's rows, with so many modes: 3, or 1 where all bodies coast."""
    states = [
        ("mode_x", np.float64, (modes, 9)),  # m, m/s and the mode's parameters, ECEF: coast, boost, manoeuvre
        ("mode_P", np.float64, (modes, 9, 9)),
        ("mode_prob", np.float64, (modes,)),
    ]
    return np.dtype([*COUNTS.descr, *states])


TRACK, COASTING_TRACK = track_type(MODES), track_type(1)
IN_GATE = 0.9997  # the share of a body's measurements inside its gate
UNEXPECTED = 0.01  # probability of seeing a body that, by straight lines, is out of the field
LEFT_OVER = 0.5  # a measurement that no track takes with this weight founds one
KEEP_SCANS = 3
EVERYWHERE = np.array([0.0, 0.0, 0.0, 0.0, math.pi, -math.pi, math.pi, 0.0, math.inf])


@dataclass(frozen=True, slots=True)
class Rules:
    """How a tracker works.

    Attributes
    ----------
    filter : "ekf" or "ukf"
    models : "all" or "coast"
        Coasting, boosting and manoeuvring, interacting; or coasting bodies alone, at about 60 % of the cost.
    association : "global_nearest", "joint_probabilistic" or "mixed"
    detect_probability : float
        That a body in the field is seen in a scan, above 0 and below 1.
    birth_log_density : float
        Logarithm of the density of bodies never seen before, in the units of a measurement (rad, rad, m and, where
        measured, m/s).
    confirm_hits, confirm_looks : int
        So many of so many looks must have shown a track before it is believed; at most 16 looks.
    confirm_score : float
        And its score must have come to this: Wald's bound for one false track in e to the power of it.
    drop_misses : int
        A tentative track is dropped after so many misses in a row.
    keep_ms : int, ms
        A track is dropped when not measured for so long, or for three scans of the slowest sensor that measured it
        where those take longer.
    """

    filter: Literal["ekf", "ukf"] = "ekf"
    models: Literal["all", "coast"] = "all"
    association: Rule = "mixed"
    detect_probability: float = 0.9
    birth_log_density: float = -30.0
    confirm_hits: int = 3
    confirm_looks: int = 4
    confirm_score: float = 9.0
    drop_misses: int = 3
    keep_ms: int = 20000

    def __post_init__(self) -> None:
        """Refuse what no tracker can work by."""
        choices = {"filter": ("ekf", "ukf"), "models": ("all", "coast"), "association": get_args(Rule)}
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ModelRangeError(f"Rules: {name} = {getattr(self, name)!r} must be one of {', '.join(allowed)}")
        if self.drop_misses < 1 or not math.isfinite(self.birth_log_density):
            raise ModelRangeError(
                f"Rules: drop_misses = {self.drop_misses} must be 1 or more and birth_log_density = "
                f"{self.birth_log_density} finite; 3 and -30 are usual"
            )
        if not 0.0 < self.detect_probability < 1.0:
            raise ModelRangeError(
                f"Rules: detect_probability = {self.detect_probability} must lie above 0 and below 1; 0.9 is usual"
            )
        if not 1 <= self.confirm_hits <= self.confirm_looks <= 16:
            raise ModelRangeError(
                f"Rules: confirm_hits = {self.confirm_hits} of confirm_looks = {self.confirm_looks} must lie "
                "between 1 and 16; 3 of 4 is usual"
            )


DEFAULT_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Scan:
    """What one sensor reports at one moment.

    Attributes
    ----------
    time_ms : int, ms
    sensor : int
        0 to 1,023, the sensor's own: names the tracks that it founds.
    station_ecef : (3,) float64, m
    axes : (3, 3) float64
        East, north and up of the station.
    rows : (m, 10) float64
        See ``tocsin.tracking.sight.kernels``; in any order: the result is the same, and may be empty.
    period_ms : int, ms
        From one scan of the sensor to the next.
    field : (9,) float64
        See ``tocsin.tracking.radar_scan.radar_field``: which tracks the sensor should have seen.
    was_made : bool
        False for a sensor that is out of action: nothing has been missed, but what is too old still goes.
    """

    time_ms: int
    sensor: int
    station_ecef: Array
    axes: Array
    rows: Array
    period_ms: int
    field: Array = field(default_factory=EVERYWHERE.copy)
    was_made: bool = True


class TrackEstimate(NamedTuple):
    """What a table of tracks says about one moment.

    Attributes
    ----------
    number : (n,) int64
    x : (n, 6) float64, m and m/s, ECEF
    P : (n, 6, 6) float64
    coast_probability : (n,) float64
    first_ms, last_ms : (n,) int64, ms
        The span of own measurements behind the estimate.
    confirmed : (n,) bool
    """

    number: Ints
    x: Array
    P: Array
    coast_probability: Array
    first_ms: Ints
    last_ms: Ints
    confirmed: Flags


def no_tracks(rules: Rules = DEFAULT_RULES) -> Tracks:
    """Return an empty table for a tracker that works by these rules."""
    return np.zeros(0, dtype=COASTING_TRACK if rules.models == "coast" else TRACK)


def scan(tracks: Tracks, look: Scan, rules: Rules = DEFAULT_RULES) -> tuple[Tracks, Assignment]:
    """Return the table after one scan of one sensor, and what became of its measurements.

    Parameters
    ----------
    tracks : structured array of ``TRACK``
        Not changed.  Its states must not be later than the scan (late scans: ``tocsin.tracking.late``).
    look : Scan
        Hand in empty scans too: tracks age by scans that saw nothing.
    rules : Rules

    Notes
    -----
    Predicts, gates (chi-square, 0.9997), associates, updates, begins a track from every measurement left over,
    confirms, and drops.  What finds no range founds no track here.  Left out: merged measurements.
    """
    if tracks.shape[0] == 0 and look.rows.shape[0] == 0:
        return tracks, NOTHING
    if tracks.shape[0] and look.time_ms < tracks["time_ms"].max():
        raise ModelRangeError(
            f"scan: time_ms = {look.time_ms} is before the tracks' own {tracks['time_ms'].max()}; hand scans in by "
            "rising time, or late ones to tocsin.tracking.late.take"
        )
    young_enough = look.time_ms - tracks["last_ms"] <= np.maximum(rules.keep_ms, KEEP_SCANS * tracks["period_ms"])
    too_old = tracks["number"][~young_enough]
    tracks = tracks if young_enough.all() else tracks[young_enough]
    if not look.was_made:
        return tracks, NOTHING._replace(dropped=too_old)
    order = order_of(look.rows)
    rows = look.rows[order]
    is_unscented = rules.filter == "ukf"
    before = tracks["mode_x"], tracks["mode_P"], tracks["mode_prob"], tracks["time_ms"]
    state = predict_all(*before, look.time_ms, is_unscented)
    near = reaches(*state)
    in_view = seeable(near[0], look.axes, look.field)
    track, row, log_likelihood, by_mode = pairs_of(tracks, state, near, look, rows, is_unscented)
    problem = posed(track, row, log_likelihood, in_view, rows, rules)
    chosen = associate(problem, rules.association)
    weight = chosen.weight
    used = weight > 0.0
    pairs = track[used], row[used], weight[used], by_mode[used]
    state = update_all(*state, pairs, look.station_ecef, look.axes[2], rows, is_unscented)
    counts, keep = aged(tracks, look, in_view, problem, weight, rules)
    taken = np.zeros(rows.shape[0])
    np.add.at(taken, row, weight)
    fresh = np.flatnonzero((taken < LEFT_OVER) & (rows[:, SD_RANGE] > 0.0))
    young = born(look, rows, fresh, rules)
    newly = counts["confirmed"] & ~tracks["confirmed"]
    told = told_of(order, pairs[:3], tracks["number"], newly, (fresh, young["number"]))
    dropped = np.concatenate((too_old, tracks["number"][~keep]))
    return packed(state, counts, keep, young), told._replace(dropped=dropped, fell_back=chosen.fell_back)


def order_of(rows: Array) -> Ints:
    """Return the order (m,) of measurements by range, or by everything where two are equal."""
    order = np.argsort(rows[:, RANGE], kind="stable")
    range_m = rows[order, RANGE]
    return order if (range_m[1:] > range_m[:-1]).all() else np.lexsort(rows.T)


def pairs_of(
    tracks: Tracks,
    state: tuple[Array, Array, Array],
    near: tuple[Array, Array],
    look: Scan,
    rows: Array,
    is_unscented: bool,
) -> tuple[Ints, Ints, Array, Array]:
    """Return the pairs inside the gates: track, measurement, log-likelihood, likelihood by mode over that of all.

    A track measured once is somewhere within reach of the fastest body; measurements without range may be anywhere on
    their line of sight and are tried with every track.
    """
    once = tracks["hits"] == 1
    founding_sd_m = np.sqrt(np.trace(tracks["mode_P"][:, 0, :3, :3], axis1=1, axis2=2))
    reach_m = 1e-3 * FASTEST_M_S * (look.time_ms - tracks["last_ms"]) + 4.0 * founding_sd_m
    limit_m = np.where(once, reach_m, np.inf)
    if (rows[:, SD_RANGE] > 0.0).all():
        candidates = candidate_pairs(*near, *places(rows, look.station_ecef))
    else:
        every, each = np.meshgrid(np.arange(tracks.shape[0]), np.arange(rows.shape[0]), indexing="ij")
        candidates = every.ravel(), each.ravel()
    return gated(*state, limit_m, candidates, look.station_ecef, look.axes[2], rows, is_unscented)


def posed(track: Ints, row: Ints, log_likelihood: Array, in_view: Flags, rows: Array, rules: Rules) -> Problem:
    """Return the association to be solved; a track out of the field is hardly expected to be seen."""
    detect = np.where(in_view, rules.detect_probability, UNEXPECTED)
    other = np.logaddexp(rows[:, LOG_CLUTTER], rules.birth_log_density)
    return Problem(track, row, log_likelihood, np.log1p(-detect * IN_GATE), np.log(detect), other)


def aged(
    tracks: Tracks,
    look: Scan,
    in_view: Flags,
    problem: Problem,
    weight: Array,
    rules: Rules,
) -> tuple[Tracks, Flags]:
    """Return the counts of all tracks after a scan, nothing yet dropped, and which to keep."""
    out = np.empty(tracks.shape[0], dtype=COUNTS)
    for name in COUNTS.names or ():
        out[name] = tracks[name]
    out["time_ms"] = look.time_ms
    given = np.zeros(tracks.shape[0])
    np.add.at(given, problem.track, weight)
    seen = given > LEFT_OVER
    looked = seen | in_view
    out["last_ms"][seen] = look.time_ms
    out["period_ms"][seen] = np.maximum(out["period_ms"][seen], look.period_ms)
    out["hits"] += seen
    out["recent"] = np.where(looked, with_look(tracks["recent"], seen), tracks["recent"])
    change = score_change(problem.track, problem.row, weight, *problem[2:])
    out["score"] += np.where(looked, change, 0.0)
    believed = confirmed(out["recent"], out["score"], rules.confirm_hits, rules.confirm_looks, rules.confirm_score)
    out["confirmed"] |= believed
    silent = missed_in_a_row(out["recent"]) >= rules.drop_misses
    return out, ~silent | out["confirmed"]


def packed(state: tuple[Array, Array, Array], counts: Tracks, keep: Flags, young: Tracks) -> Tracks:
    """Return one table of the tracks to keep and, after them, the young ones; every big column is copied once."""
    left = np.count_nonzero(keep)
    after = np.empty(left + young.shape[0], dtype=young.dtype)
    for name in COUNTS.names or ():
        after[name][:left] = counts[name][keep]
    put_states(*state, keep, after["mode_x"], after["mode_P"], after["mode_prob"])
    after[left:] = young
    return after


def born(look: Scan, rows: Array, fresh: Ints, rules: Rules) -> Tracks:
    """Return a table of tentative tracks, one for each of the measurements ``fresh``."""
    out = np.zeros(fresh.shape[0], dtype=no_tracks(rules).dtype)
    state = births(look.station_ecef, look.axes[2], rows[fresh], out["mode_prob"].shape[1])
    out["mode_x"], out["mode_P"], out["mode_prob"] = state
    out["number"] = founding_numbers(look.time_ms, look.sensor, fresh)
    out["time_ms"] = out["first_ms"] = out["last_ms"] = look.time_ms
    out["hits"] = out["recent"] = 1
    out["period_ms"] = look.period_ms
    out["confirmed"] = rules.confirm_hits == 1 and rules.confirm_score <= 0.0
    return out


def told_of(
    order: Ints,
    pairs: tuple[Ints, Ints, Array],
    number: Ints,
    newly: Flags,
    fresh: tuple[Ints, Ints],
) -> Assignment:
    """Return what became of each measurement: the track it most likely belongs to, or the one it founded.

    ``order`` (m,) is where each sorted measurement stood as handed in; ``pairs`` the tracks, measurements and
    weights; ``fresh`` the measurements that founded tracks and the numbers of these.
    """
    count = order.shape[0]
    track, row, weight = pairs
    likeliest = np.argsort(weight, kind="stable")  # the last one written to a measurement stays
    track, row = track[likeliest], row[likeliest]
    who, change = np.zeros(count, dtype=np.int64), np.full(count, Change.UPDATED, dtype=np.int64)
    who[row] = number[track]
    change[row] = np.where(newly[track], Change.CONFIRMED, Change.UPDATED)
    who[fresh[0]], change[fresh[0]] = fresh[1], Change.BORN
    back = np.empty(count, dtype=np.int64)
    back[order] = np.arange(count)
    return Assignment(np.arange(count), who[back], change[back], NO_INTS)


def estimate(tracks: Tracks, time_ms: int) -> TrackEstimate:
    """Return what the tracks say about a moment not earlier than their states.

    All modes predicted to ``time_ms`` and combined: the mean and covariance of the mixture, or those of coasting
    alone where that is 0.9 or likelier.  A moment before the states is refused with ``ModelRangeError``.
    """
    if tracks.shape[0] and time_ms < tracks["time_ms"].max():
        raise ModelRangeError(
            f"estimate: time_ms = {time_ms} is before the tracks' own {tracks['time_ms'].max()}; ask for a later one"
        )
    state = tracks["mode_x"], tracks["mode_P"], tracks["mode_prob"], tracks["time_ms"]
    x, P, coast = combined(*state, time_ms)
    columns = (tracks[name].copy() for name in ("first_ms", "last_ms", "confirmed"))
    return TrackEstimate(tracks["number"].copy(), x, P, coast, *columns)
