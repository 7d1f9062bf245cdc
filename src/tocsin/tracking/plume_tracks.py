"""The table of plumes one infrared satellite follows, and what one scan does to it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.sensing.infrared.sensor import InfraredMeasurements
from tocsin.tracking.associate import NOTHING, Assignment, nearest, told
from tocsin.tracking.plume.kernels import ground_motion, plume_costs

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HISTORY = 60  # looks kept of each track: the first 30 and the newest 30
EARLY = 30
KEEP_MS = 30000  # ms after its last look a confirmed track is kept: stages may be seconds apart


@dataclass(frozen=True, slots=True)
class PlumeTracks:
    """All plumes one satellite follows; plain arrays with one row a track.

    Attributes
    ----------
    number : (n,) int64
        Rising; never used twice.
    first_ms, last_ms : (n,) int64, ms
        Exercise time of the first and of the newest look.
    hits : (n,) int64
    recent : (n,) int64
        The last five scans as bits, the newest lowest: 1 seen, 0 missed.
    confirmed : (n,) bool
    looks : (n,) int64
        Rows of the history in use, at most ``HISTORY``.
    look_ms : (n, 60) int64, ms
    look_satellite_ecef : (n, 60, 3) float64, m
    look_direction_ecef : (n, 60, 3) float64, unit
    look_sigma_rad : (n, 60) float64, rad
    look_intensity_w_m2 : (n, 60) float64, W/m^2
    next_number : int
    """

    number: Ints
    first_ms: Ints
    last_ms: Ints
    hits: Ints
    recent: Ints
    confirmed: Flags
    looks: Ints
    look_ms: Ints
    look_satellite_ecef: Array
    look_direction_ecef: Array
    look_sigma_rad: Array
    look_intensity_w_m2: Array
    next_number: int


def no_plumes() -> PlumeTracks:
    """Return an empty table; the first track will be number 1."""
    none, no_flags = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    table, vectors = np.zeros((0, HISTORY)), np.zeros((0, HISTORY, 3))
    no_looks = np.zeros((0, HISTORY), dtype=np.int64)
    return PlumeTracks(none, none, none, none, none, no_flags, none, no_looks, vectors, vectors, table, table, 1)


def plume_scan(
    tracks: PlumeTracks, measurements: InfraredMeasurements, min_duration_ms: int
) -> tuple[PlumeTracks, Assignment]:
    """Return the table after one scan of its satellite, and what became of the measurements.

    Parameters
    ----------
    tracks : PlumeTracks
        Not changed.
    measurements : InfraredMeasurements
        May be empty, and should then still be handed in: tracks age by scans that saw nothing.
    min_duration_ms : int, ms, >= 0
        A track is confirmed when seen in three of five scans and for at least this long: short flashes are
        no launches.

    Notes
    -----
    Pairs directions with the place each track's line of sight met the ground, moved on at its measured speed
    (``plume.kernels.plume_costs``).  Drops a tentative track missed three scans in a row, and any track
    ``KEEP_MS`` after its last look.  The order of the measurements does not matter.  Left out: plumes that
    merge at launch sites closer than the noise.
    """
    if tracks.number.shape[0] == 0 and measurements.direction_ecef.shape[0] == 0:
        return tracks, NOTHING
    order = np.lexsort(measurements.direction_ecef.T)
    given = nearest(costs(tracks, measurements, order))
    moved, keep = looked(tracks, measurements, order, given, min_duration_ms)
    used = np.zeros(order.shape[0], dtype=np.bool_)
    used[given[given >= 0]] = True
    fresh = order[~used]
    after = moved if keep.all() else kept(moved, keep)
    if fresh.shape[0]:
        after = joined(after, born_plumes(measurements, fresh, after.next_number))
    newly = moved.confirmed & ~tracks.confirmed
    return after, told(tracks.number, newly, tracks.next_number, (given, order), keep)


def costs(tracks: PlumeTracks, measurements: InfraredMeasurements, order: Ints) -> Array:
    """Return the cost (n, m) of giving each measurement, in the order given, to each track."""
    looked_at = tracks.look_satellite_ecef, tracks.look_direction_ecef, tracks.look_sigma_rad
    motion = ground_motion(tracks.looks, tracks.look_ms, *looked_at)
    direction_ecef = measurements.direction_ecef[order]
    seen = measurements.satellite_ecef, direction_ecef, measurements.sigma_angle_rad
    return plume_costs(tracks.last_ms, *motion, measurements.time_ms, *seen)


def looked(
    tracks: PlumeTracks, measurements: InfraredMeasurements, order: Ints, given: Ints, min_duration_ms: int
) -> tuple[PlumeTracks, Flags]:
    """Return the table with this scan's looks and counts, nothing yet dropped, and which rows to keep."""
    used = np.flatnonzero(given >= 0)
    now_ms = measurements.time_ms
    seen = (given >= 0).astype(np.int64)
    recent = (2 * tracks.recent + seen) % 32
    last_ms = np.where(given >= 0, now_ms, tracks.last_ms)
    often = np.bitwise_count(recent) >= 3
    confirmed = tracks.confirmed | (often & (last_ms - tracks.first_ms >= min_duration_ms))
    silent = (recent % 8 == 0) & ~confirmed
    keep = ~silent & (now_ms - last_ms <= KEEP_MS)
    counted = replace(tracks, last_ms=last_ms, hits=tracks.hits + seen, recent=recent, confirmed=confirmed)
    return with_looks(counted, used, measurements, order[given[used]]), keep


def with_looks(tracks: PlumeTracks, used: Ints, measurements: InfraredMeasurements, rows: Ints) -> PlumeTracks:
    """Return the table with one more look in each track of ``used``, taken from measurement ``rows``.

    A full history loses its oldest look after the first ``EARLY``.
    """
    look_ms, sigma = tracks.look_ms.copy(), tracks.look_sigma_rad.copy()
    satellite, direction = tracks.look_satellite_ecef.copy(), tracks.look_direction_ecef.copy()
    intensity = tracks.look_intensity_w_m2.copy()
    full = used[tracks.looks[used] == HISTORY]
    if full.shape[0]:
        for column in (look_ms, satellite, direction, sigma, intensity):
            column[full, EARLY:-1] = column[full, EARLY + 1 :]
    at = np.minimum(tracks.looks[used], HISTORY - 1)
    look_ms[used, at] = measurements.row_time_ms[rows]
    satellite[used, at] = measurements.satellite_ecef
    direction[used, at] = measurements.direction_ecef[rows]
    sigma[used, at] = measurements.sigma_angle_rad
    intensity[used, at] = measurements.intensity_w_m2[rows]
    looks = tracks.looks.copy()
    looks[used] = at + 1
    return replace(
        tracks,
        looks=looks,
        look_ms=look_ms,
        look_satellite_ecef=satellite,
        look_direction_ecef=direction,
        look_sigma_rad=sigma,
        look_intensity_w_m2=intensity,
    )


def kept(tracks: PlumeTracks, keep: Flags) -> PlumeTracks:
    """Return the table with only the rows to keep."""
    return PlumeTracks(
        number=tracks.number[keep],
        first_ms=tracks.first_ms[keep],
        last_ms=tracks.last_ms[keep],
        hits=tracks.hits[keep],
        recent=tracks.recent[keep],
        confirmed=tracks.confirmed[keep],
        looks=tracks.looks[keep],
        look_ms=tracks.look_ms[keep],
        look_satellite_ecef=tracks.look_satellite_ecef[keep],
        look_direction_ecef=tracks.look_direction_ecef[keep],
        look_sigma_rad=tracks.look_sigma_rad[keep],
        look_intensity_w_m2=tracks.look_intensity_w_m2[keep],
        next_number=tracks.next_number,
    )


def joined(first: PlumeTracks, second: PlumeTracks) -> PlumeTracks:
    """Return one table of the rows of two, the second made later."""
    return PlumeTracks(
        number=np.concatenate((first.number, second.number)),
        first_ms=np.concatenate((first.first_ms, second.first_ms)),
        last_ms=np.concatenate((first.last_ms, second.last_ms)),
        hits=np.concatenate((first.hits, second.hits)),
        recent=np.concatenate((first.recent, second.recent)),
        confirmed=np.concatenate((first.confirmed, second.confirmed)),
        looks=np.concatenate((first.looks, second.looks)),
        look_ms=np.concatenate((first.look_ms, second.look_ms)),
        look_satellite_ecef=np.concatenate((first.look_satellite_ecef, second.look_satellite_ecef)),
        look_direction_ecef=np.concatenate((first.look_direction_ecef, second.look_direction_ecef)),
        look_sigma_rad=np.concatenate((first.look_sigma_rad, second.look_sigma_rad)),
        look_intensity_w_m2=np.concatenate((first.look_intensity_w_m2, second.look_intensity_w_m2)),
        next_number=second.next_number,
    )


def born_plumes(measurements: InfraredMeasurements, fresh: Ints, next_number: int) -> PlumeTracks:
    """Return a table of tentative tracks, one for each measurement of ``fresh``."""
    count = fresh.shape[0]
    now = np.full(count, measurements.time_ms, dtype=np.int64)
    one, none = np.ones(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    table, vectors = np.zeros((count, HISTORY)), np.zeros((count, HISTORY, 3))
    empty = PlumeTracks(
        number=np.arange(next_number, next_number + count, dtype=np.int64),
        first_ms=now,
        last_ms=now,
        hits=one,
        recent=one,
        confirmed=np.zeros(count, dtype=np.bool_),
        looks=none,
        look_ms=np.zeros((count, HISTORY), dtype=np.int64),
        look_satellite_ecef=vectors,
        look_direction_ecef=vectors,
        look_sigma_rad=table,
        look_intensity_w_m2=table,
        next_number=next_number + count,
    )
    return with_looks(empty, np.arange(count), measurements, fresh)
