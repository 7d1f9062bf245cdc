"""The table of radar tracks of one node, and what one scan of one radar does to it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.sensing.radar.sensor import Radar
from tocsin.tracking.associate import NOTHING, Assignment, nearest, told
from tocsin.tracking.imm.kernels import combined, predict_all
from tocsin.tracking.radar.kernels import FASTEST_M_S, age, births, pair_costs, seeable_rows, update_all

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

KEEP_MS = 20000  # ms without a measurement before a confirmed track is dropped,
KEEP_SCANS = 3  # or as many scans, where those take longer


@dataclass(frozen=True, slots=True)
class RadarTracks:
    """All radar tracks of one node; plain arrays with one row a track.

    Attributes
    ----------
    number : (n,) int64
        Rising; never used twice.
    mode_x : (n, 2, 6) float64, m and m/s, ECEF
        State of each filter: 0 coasts, 1 is under thrust.
    mode_covariance : (n, 2, 6, 6) float64
    mode_prob : (n, 2) float64
    time_ms : (n,) int64, ms
        Exercise time of the state.
    first_ms, last_ms : (n,) int64, ms
        Exercise time of the first and of the newest measurement.
    hits : (n,) int64
        Measurements used.
    scans_missed : (n,) int64
        Scans in a row that should have shown the body and did not.
    recent : (n,) int64
        The last four looks as bits, the newest lowest: 1 seen, 0 missed.
    confirmed : (n,) bool
        Seen in three of four looks.
    next_number : int
    """

    number: Ints
    mode_x: Array
    mode_covariance: Array
    mode_prob: Array
    time_ms: Ints
    first_ms: Ints
    last_ms: Ints
    hits: Ints
    scans_missed: Ints
    recent: Ints
    confirmed: Flags
    next_number: int


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


def no_tracks() -> RadarTracks:
    """Return an empty table; the first track will be number 1."""
    none = np.zeros(0, dtype=np.int64)
    no_flags = np.zeros(0, dtype=np.bool_)
    state = np.zeros((0, 2, 6)), np.zeros((0, 2, 6, 6)), np.zeros((0, 2))
    return RadarTracks(none, *state, none, none, none, none, none, none, no_flags, 1)


def radar_scan(tracks: RadarTracks, radar: Radar, measurements: RadarMeasurements) -> tuple[RadarTracks, Assignment]:
    """Return the table after one scan of one radar, and what became of its measurements.

    Parameters
    ----------
    tracks : RadarTracks
        Not changed.  Its states must not be later than the scan.
    radar : Radar
        Tells where the measurements were made and which tracks it should have seen.
    measurements : RadarMeasurements
        May be empty, and should then still be handed in: tracks age by scans that saw nothing.

    Notes
    -----
    Predicts, gates (chi-square, 3 degrees of freedom, 0.9997), pairs, updates, begins a track from every
    measurement left over, confirms on three of four looks, drops a tentative track after three misses in its
    field and any track after ``KEEP_MS`` without a measurement.  The order of the measurements does not
    matter.  Left out: clutter density, merged measurements, measurements that arrive late.
    """
    if tracks.number.shape[0] == 0 and measurements.range_m.shape[0] == 0:
        return tracks, NOTHING
    now_ms = measurements.time_ms
    axes = enu_axes(radar.lat_rad, radar.lon_rad)
    field = field_row(radar)
    order, polar = sorted_rows(measurements)
    x, P, prob = predict_all(tracks.mode_x, tracks.mode_covariance, tracks.mode_prob, tracks.time_ms, now_ms)
    reach_m = np.where(tracks.hits == 1, 1e-3 * FASTEST_M_S * (now_ms - tracks.last_ms), np.inf)
    given = nearest(pair_costs(x, P, prob, reach_m, field[:3], axes, polar))
    seeable = seeable_rows(x, prob, axes, field)
    state = update_all(x, P, prob, given, field[:3], axes, polar)
    moved, keep = aged(tracks, state, given, now_ms, seeable, radar.scan_period_ms)
    unused = np.ones(order.shape[0], dtype=np.bool_)
    unused[given[given >= 0]] = False
    after = moved if keep.all() else kept(moved, keep)
    if unused.any():
        state = births(field[:3], axes, polar[unused])
        after = joined(after, born_tracks(state, now_ms, after.next_number))
    newly = moved.confirmed & ~tracks.confirmed
    return after, told(tracks.number, newly, tracks.next_number, (given, order), keep)


def radar_pause(tracks: RadarTracks, time_ms: int, scan_period_ms: int) -> RadarTracks:
    """Return the table at the time of a scan that was not made: what is too old goes, and nothing has been missed."""
    keep = time_ms - tracks.last_ms <= limit_ms(scan_period_ms)
    return tracks if keep.all() else kept(tracks, keep)


def limit_ms(scan_period_ms: int) -> int:
    """Return how long a confirmed track is kept without a measurement, ms."""
    return max(KEEP_MS, KEEP_SCANS * scan_period_ms)


def estimate(tracks: RadarTracks, time_ms: int) -> TrackEstimate:
    """Return what the tracks say about a moment not earlier than their states.

    Both filters predicted to ``time_ms`` and combined: the mean and covariance of the mixture.
    """
    x, P, coast = combined(tracks.mode_x, tracks.mode_covariance, tracks.mode_prob, tracks.time_ms, time_ms)
    return TrackEstimate(tracks.number, x, P, coast, tracks.first_ms, tracks.last_ms, tracks.confirmed)


def field_row(radar: Radar) -> Array:
    """Return (9,): place (m, ECEF), boresight, half sector, least and most elevation (rad) and range (m)."""
    place = ecef_from_lla(radar.lat_rad, radar.lon_rad, radar.alt_m)
    sector = (radar.boresight_rad, radar.half_sector_rad, radar.min_elevation_rad, radar.max_elevation_rad)
    return np.array([*place, *sector, radar.min_range_m, radar.max_range_m])


def sorted_rows(measurements: RadarMeasurements) -> tuple[Ints, Array]:
    """Return the order of the measurements by value (m,) and, so ordered, the kernels' rows (m, 5)."""
    keys = (measurements.elevation_rad, measurements.azimuth_rad, measurements.range_m)
    order = np.lexsort(keys)
    polar = np.empty((order.shape[0], 5))
    polar[:, 0] = measurements.range_m[order]
    polar[:, 1] = measurements.sigma_range_m[order]
    polar[:, 2] = measurements.sigma_angle_rad[order]
    polar[:, 3] = measurements.azimuth_rad[order]
    polar[:, 4] = measurements.elevation_rad[order]
    return order, polar


def aged(
    tracks: RadarTracks,
    state: tuple[Array, Array, Array],
    given: Ints,
    now_ms: int,
    seeable: Flags,
    scan_period_ms: int,
) -> tuple[RadarTracks, Flags]:
    """Return the table with new states and counts, nothing yet dropped, and which rows to keep."""
    last_ms, hits, missed, recent, confirmed, keep = age(
        given,
        now_ms,
        limit_ms(scan_period_ms),
        tracks.last_ms,
        tracks.hits,
        tracks.scans_missed,
        tracks.recent,
        tracks.confirmed,
        seeable,
    )
    moved = RadarTracks(
        number=tracks.number,
        mode_x=state[0],
        mode_covariance=state[1],
        mode_prob=state[2],
        time_ms=np.full(given.shape[0], now_ms, dtype=np.int64),
        first_ms=tracks.first_ms,
        last_ms=last_ms,
        hits=hits,
        scans_missed=missed,
        recent=recent,
        confirmed=confirmed,
        next_number=tracks.next_number,
    )
    return moved, keep


def kept(tracks: RadarTracks, keep: Flags) -> RadarTracks:
    """Return the table with only the rows to keep."""
    return RadarTracks(
        number=tracks.number[keep],
        mode_x=tracks.mode_x[keep],
        mode_covariance=tracks.mode_covariance[keep],
        mode_prob=tracks.mode_prob[keep],
        time_ms=tracks.time_ms[keep],
        first_ms=tracks.first_ms[keep],
        last_ms=tracks.last_ms[keep],
        hits=tracks.hits[keep],
        scans_missed=tracks.scans_missed[keep],
        recent=tracks.recent[keep],
        confirmed=tracks.confirmed[keep],
        next_number=tracks.next_number,
    )


def joined(first: RadarTracks, second: RadarTracks) -> RadarTracks:
    """Return one table of the rows of two, the second made later."""
    return RadarTracks(
        number=np.concatenate((first.number, second.number)),
        mode_x=np.concatenate((first.mode_x, second.mode_x)),
        mode_covariance=np.concatenate((first.mode_covariance, second.mode_covariance)),
        mode_prob=np.concatenate((first.mode_prob, second.mode_prob)),
        time_ms=np.concatenate((first.time_ms, second.time_ms)),
        first_ms=np.concatenate((first.first_ms, second.first_ms)),
        last_ms=np.concatenate((first.last_ms, second.last_ms)),
        hits=np.concatenate((first.hits, second.hits)),
        scans_missed=np.concatenate((first.scans_missed, second.scans_missed)),
        recent=np.concatenate((first.recent, second.recent)),
        confirmed=np.concatenate((first.confirmed, second.confirmed)),
        next_number=second.next_number,
    )


def born_tracks(state: tuple[Array, Array, Array], now_ms: int, next_number: int) -> RadarTracks:
    """Return a table of tentative tracks, one for each row of ``state``, numbered from ``next_number``."""
    count = state[0].shape[0]
    now, one = np.full(count, now_ms, dtype=np.int64), np.ones(count, dtype=np.int64)
    return RadarTracks(
        number=np.arange(next_number, next_number + count, dtype=np.int64),
        mode_x=state[0],
        mode_covariance=state[1],
        mode_prob=state[2],
        time_ms=now,
        first_ms=now,
        last_ms=now,
        hits=one,
        scans_missed=np.zeros(count, dtype=np.int64),
        recent=one,
        confirmed=np.zeros(count, dtype=np.bool_),
        next_number=next_number + count,
    )
