"""The tracker: a table of tracks, and what one scan of one sensor does to it."""

import math
import operator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelRangeError
from tocsin.tracking.associate import NO_INTS, NOTHING, Assignment, check_founding
from tocsin.tracking.association.associate import MOST_EVENTS, WEIGHED, Rule
from tocsin.tracking.filter.kernels import MODES
from tocsin.tracking.scanning.kernels import (
    BAD_CLUTTER,
    TOO_LATE,
    RuleNumbers,
    estimated,
    scanned,
)
from tocsin.tracking.sight.kernels import LOG_CLUTTER, RANGE
from tocsin.tracking.table.kernels import KEEP_SCANS, is_told_nothing

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
NO_ROWS = np.zeros(0)
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
    numbers: RuleNumbers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what no tracker can work by, and work out once what every scan needs."""
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
        object.__setattr__(self, "numbers", rule_numbers(self))


def rule_numbers(rules: Rules) -> RuleNumbers:
    """Return rules as the kernel takes them."""
    detect = np.array([rules.detect_probability, UNEXPECTED])
    log_detect, log_detect_outside = np.log(detect).tolist()
    log_miss, log_miss_outside = np.log1p(-detect * IN_GATE).tolist()
    least_tracks, sure = WEIGHED[rules.association]
    return RuleNumbers(
        log_detect=log_detect,
        log_detect_outside=log_detect_outside,
        log_miss=log_miss,
        log_miss_outside=log_miss_outside,
        least_tracks=least_tracks,
        sure=sure,
        most_events=MOST_EVENTS,
        keep_ms=rules.keep_ms,
        confirm_hits=rules.confirm_hits,
        confirm_looks=rules.confirm_looks,
        confirm_score=float(rules.confirm_score),
        drop_misses=rules.drop_misses,
        is_unscented=rules.filter == "ukf",
    )


DEFAULT_RULES = Rules()


class Scan(NamedTuple):
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
        See ``tocsin.sensing.radar.sensor.field_of``: which tracks the sensor should have seen.
    was_made : bool
        False for a sensor that is out of action: nothing has been missed, but what is too old still goes.
    """

    time_ms: int
    sensor: int
    station_ecef: Array
    axes: Array
    rows: Array
    period_ms: int
    field: Array = EVERYWHERE
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
    A scan that measured nothing, and in whose field no track stands, leaves the table as it is, at its own time.  Any
    other predicts, gates (chi-square, 0.9997), associates, updates, begins a track from every measurement left over,
    confirms, and drops.  What finds no range founds no track here.  Left out: merged measurements.
    """
    count = look.rows.shape[0]
    if tracks.shape[0] == 0 and count == 0:
        return tracks, NOTHING
    if not look.was_made:
        return without_old(tracks, look.time_ms, rules)
    if not count and is_told_nothing(tracks, look.time_ms, rules.keep_ms, look.axes, look.field):
        return tracks, NOTHING
    check_founding(look.time_ms, look.sensor, count)
    order = order_of(look.rows) if count > 1 else None
    rows = look.rows if order is None else look.rows[order]
    other = np.logaddexp(rows[:, LOG_CLUTTER], rules.birth_log_density) if count else NO_ROWS
    sensor = look.sensor, look.time_ms, look.period_ms, look.station_ecef, look.axes, look.field
    after = np.empty(tracks.shape[0] + count, dtype=tracks.dtype)
    told = np.empty((3, after.shape[0]), dtype=np.int64)
    left, dropped, fell_back, fault = scanned(tracks, sensor, rows, other, (*rules.numbers,), after, told)
    if fault:
        raise refusal(fault, tracks, look)
    gone = told[2, :dropped] if dropped else NO_INTS
    if not count:
        return after[:left], Assignment(NO_INTS, NO_INTS, NO_INTS, gone, fell_back)
    who, change = told[:2, :count] if order is None else told[:2, np.argsort(order)]
    return after[:left], Assignment(np.arange(count), who, change, gone, fell_back)


def refusal(fault: int, tracks: Tracks, look: Scan) -> ModelRangeError:
    """Return the error for what the kernel found wrong."""
    if fault == TOO_LATE:
        return ModelRangeError(
            f"scan: time_ms = {look.time_ms} is before the tracks' own {tracks['time_ms'].max()}; hand scans in by "
            "rising time, or late ones to tocsin.tracking.late.take"
        )
    name, value = ("log_clutter", look.rows[:, LOG_CLUTTER]) if fault == BAD_CLUTTER else ("rows", look.rows)
    return ModelRangeError(
        f"scan: {name} = {value[~np.isfinite(value)]} leave the association without a finite likelihood; give finite "
        "measurements, sigmas and clutter density"
    )


def without_old(tracks: Tracks, time_ms: int, rules: Rules) -> tuple[Tracks, Assignment]:
    """Return the table without the tracks that were measured too long ago: all that a look not made does to it."""
    is_old = time_ms - tracks["last_ms"] > np.maximum(rules.keep_ms, KEEP_SCANS * tracks["period_ms"])
    return tracks[~is_old] if is_old.any() else tracks, NOTHING._replace(dropped=tracks["number"][is_old])


def order_of(rows: Array) -> Ints | None:
    """Return the order (m,) of measurements by range, or by everything where two are equal; None: as they come."""
    range_m = rows[:, RANGE]
    ranges: list[float] = range_m.tolist()
    if all(map(operator.lt, ranges, ranges[1:])):  # as radars report
        return None
    order = np.argsort(range_m, kind="stable")
    range_m = range_m[order]
    return order if (range_m[1:] > range_m[:-1]).all() else np.lexsort(rows.T)


def estimate(tracks: Tracks, time_ms: int) -> TrackEstimate:
    """Return what the tracks say about a moment not earlier than their states.

    All modes predicted to ``time_ms`` and combined: the mean and covariance of the mixture, or those of coasting
    alone where that is 0.9 or likelier.  A moment before the states is refused with ``ModelRangeError``.
    """
    if tracks.shape[0] and time_ms < tracks["time_ms"].max():
        raise ModelRangeError(
            f"estimate: time_ms = {time_ms} is before the tracks' own {tracks['time_ms'].max()}; ask for a later one"
        )
    x, P, coast = estimated(tracks, time_ms)
    columns = (tracks[name].copy() for name in ("first_ms", "last_ms", "confirmed"))
    return TrackEstimate(tracks["number"].copy(), x, P, coast, *columns)
