"""The room from Python: measurements in as one structured array, tracks out as another.

One row a measurement, in time order; whole arrays or files, no stream.  See ``docs/tracking-from-python.md``.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError
from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.sensing.radar.sensor import Radar
from tocsin.tracking.associate import SENSOR_BITS
from tocsin.tracking.radar_scan import NO_CLUTTER
from tocsin.tracking.sight.kernels import LOG_CLUTTER, rows_of
from tocsin.tracking.tracker import DEFAULT_RULES, Rules, Scan, estimate, no_tracks, scan

Array = NDArray[np.float64]
Table = NDArray[np.void]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

SENSOR_LETTERS = 32

MEASUREMENT = np.dtype(
    [
        ("time_ms", np.int64),
        ("sensor", f"U{SENSOR_LETTERS}"),  # whose; rows of one sensor and time are one scan
        ("station_lat_rad", np.float64),  # geodetic, WGS 84
        ("station_lon_rad", np.float64),
        ("station_alt_m", np.float64),  # above the ellipsoid
        ("azimuth_rad", np.float64),  # clockwise from north
        ("elevation_rad", np.float64),  # above the local level, straight line
        ("range_m", np.float64),  # NaN: not measured
        ("range_rate_m_s", np.float64),  # over the turning Earth, positive when receding; NaN: not measured
        ("sigma_azimuth_rad", np.float64),  # standard deviations of the errors
        ("sigma_elevation_rad", np.float64),
        ("sigma_range_m", np.float64),  # read only where the range was measured
        ("sigma_range_rate_m_s", np.float64),
    ]
)

ESTIMATE = np.dtype(
    [
        ("time_ms", np.int64),
        ("number", np.int64),
        ("x", np.float64, (6,)),  # m and m/s, ECEF
        ("P", np.float64, (6, 6)),
        ("coast_probability", np.float64),
        ("first_ms", np.int64),  # the span of measurements behind it
        ("last_ms", np.int64),
        ("confirmed", np.bool_),
    ]
)

HALF_TURN_RAD = np.pi
LATEST_MS = 2**31  # ms, 24 days: tracks are named after the time of their first measurement
MOST_SENSORS = 2**SENSOR_BITS


def measurements_from(columns: Mapping[str, ArrayLike]) -> Table:
    """Return columns of equal length as checked rows of ``MEASUREMENT``.

    Parameters
    ----------
    columns : mapping of name to (m,) array
        Every column of ``MEASUREMENT`` and no other.  Whole numbers may stand for float64.

    Notes
    -----
    Raises ``ModelRangeError`` for a column that is missing, unknown, of another type or length, and for whatever
    ``check_measurements`` refuses.
    """
    check_columns(columns)
    lengths = {name: np.shape(column)[0] if np.ndim(column) == 1 else -1 for name, column in columns.items()}
    length = lengths["time_ms"]
    rows = np.zeros(max(length, 0), dtype=MEASUREMENT)
    for name, column in columns.items():
        if lengths[name] != length or length < 0:
            raise ModelRangeError(
                f"measurements: {name} has shape {np.shape(column)} and must be one column as long as time_ms"
                f" {np.shape(columns['time_ms'])}; give one value a measurement"
            )
        rows[name] = converted(name, np.asarray(column))
    check_measurements(rows)
    return rows


def check_columns(columns: Mapping[str, ArrayLike]) -> None:
    """Raise ``ModelRangeError`` for a column that is unknown or missing."""
    names = MEASUREMENT.names or ()
    for name in columns:
        if name not in names:
            raise ModelRangeError(
                f"measurements: column '{name}' must be one of {', '.join(names)}; rename or drop it"
            )
    for name in names:
        if name not in columns:
            raise ModelRangeError(
                f"measurements: column '{name}' is missing and must be there; fill it with NaN if it was not measured"
            )


def converted(name: str, column: NDArray[Any]) -> NDArray[Any]:
    """Return a column that loses nothing in the type that ``MEASUREMENT`` gives it."""
    wanted = MEASUREMENT[name]
    if wanted.kind == "U":
        if column.dtype.kind not in "UT" and not (column.dtype.kind == "O" and all(type(v) is str for v in column)):
            raise ModelRangeError(f"measurements: {name} is {column.dtype} and must be text; use the sensor's name")
        longest = max((len(value) for value in column), default=0)
        if longest > SENSOR_LETTERS:
            raise ModelRangeError(
                f"measurements: {name} has {longest} letters and may have {SENSOR_LETTERS}; use a shorter name"
            )
    elif not np.can_cast(column.dtype, wanted, "safe") and column.dtype.kind not in "iu":
        raise ModelRangeError(f"measurements: {name} is {column.dtype} and must be {wanted}; convert it first")
    return column


def check_measurements(rows: Table) -> None:
    """Raise ``ModelRangeError`` for the first thing wrong with an array of measurements.

    Parameters
    ----------
    rows : (m,) of ``MEASUREMENT``
        In order of time.  Angles finite, elevation and latitude within a quarter turn; range above 0 or NaN;
        standard deviations above 0, those of range and range rate only where these are not NaN.
    """
    if rows.dtype != MEASUREMENT:
        raise ModelRangeError(
            f"measurements: dtype = {rows.dtype} must be tocsin.tracking.feed.MEASUREMENT; use measurements_from"
        )
    if rows.ndim != 1:
        raise ModelRangeError(f"measurements: shape = {rows.shape} must be (m,); ravel it")
    back = np.flatnonzero(np.diff(rows["time_ms"]) < 0)
    if back.size:
        row = int(back[0]) + 1
        raise ModelRangeError(
            f"measurements: time_ms = {rows['time_ms'][row]} in row {row} must not be below"
            f" {rows['time_ms'][row - 1]} in the row before; sort by time_ms"
        )
    for name, wrong, bound in faults(rows):
        if wrong.any():
            row = int(np.argmax(wrong))
            raise ModelRangeError(f"measurements: {name} = {rows[name][row]} in row {row} must be {bound}")


def faults(rows: Table) -> Iterator[tuple[str, Flags, str]]:
    """Yield column, which rows are wrong, and the bound with its remedy."""
    late = (rows["time_ms"] < 0) | (rows["time_ms"] >= LATEST_MS)
    yield "time_ms", late, f"from 0 to below {LATEST_MS}; count it from the first measurement"
    for name in ("station_lat_rad", "elevation_rad"):
        yield name, ~(np.abs(rows[name]) <= 0.5 * HALF_TURN_RAD), "within a quarter turn of 0; give it in rad"
    for name in ("station_lon_rad", "azimuth_rad"):
        yield name, ~(np.abs(rows[name]) <= 2.0 * HALF_TURN_RAD), "within a turn of 0; give it in rad"
    yield "station_alt_m", ~np.isfinite(rows["station_alt_m"]), "finite; 0 is the ellipsoid"
    yield "range_m", ~np.isnan(rows["range_m"]) & ~positive(rows["range_m"]), "above 0; NaN where not measured"
    yield "range_rate_m_s", np.isinf(rows["range_rate_m_s"]), "finite; NaN where not measured"
    for name in ("sigma_azimuth_rad", "sigma_elevation_rad"):
        yield name, ~positive(rows[name]), "above 0; give the standard deviation of the error"
    for name, of in (("sigma_range_m", "range_m"), ("sigma_range_rate_m_s", "range_rate_m_s")):
        wrong = ~np.isnan(rows[of]) & ~positive(rows[name])
        yield name, wrong, f"above 0 where {of} is measured; give the standard deviation of the error"


def positive(values: Array) -> Flags:
    """Return which values are finite and above 0."""
    flags: Flags = np.isfinite(values) & (values > 0.0)
    return flags


def from_radar(radar: Radar, measurements: RadarMeasurements) -> Table:
    """Return one scan of one of our radars as rows of ``MEASUREMENT``; a rate without error was not measured."""
    rows = np.zeros(measurements.range_m.shape[0], dtype=MEASUREMENT)
    rows["time_ms"], rows["sensor"] = measurements.time_ms, measurements.sensor_id
    rows["station_lat_rad"], rows["station_lon_rad"] = radar.lat_rad, radar.lon_rad
    rows["station_alt_m"] = radar.alt_m
    for name in ("azimuth_rad", "elevation_rad"):
        rows[f"sigma_{name}"] = measurements.sigma_angle_rad
    rows["azimuth_rad"], rows["elevation_rad"] = measurements.azimuth_rad, measurements.elevation_rad
    rows["range_m"], rows["sigma_range_m"] = measurements.range_m, measurements.sigma_range_m
    silent = measurements.sigma_range_rate_m_s <= 0.0
    rows["range_rate_m_s"] = np.where(silent, math.nan, measurements.range_rate_m_s)
    rows["sigma_range_rate_m_s"] = np.where(silent, math.nan, measurements.sigma_range_rate_m_s)
    return rows


def scan_rows(rows: Table) -> list[Table]:
    """Return the rows of each scan: one sensor's at one time, in order of time and then of sensor's name.

    Checks the rows first.  Within a scan they stay in the order given.
    """
    check_measurements(rows)
    order = np.lexsort((rows["sensor"], rows["time_ms"]))
    ordered = rows[order]
    fresh = np.flatnonzero((np.diff(ordered["time_ms"]) != 0) | (ordered["sensor"][1:] != ordered["sensor"][:-1]))
    return np.split(ordered, fresh + 1) if rows.size else []


def scans(measurements: Table, fields: Mapping[str, Array] | None = None) -> list[Scan]:
    """Return measurements as the scans that the tracker takes, in order of time and then of sensor's name.

    Parameters
    ----------
    measurements : (m,) of ``MEASUREMENT``
        Checked first.  Rows of one sensor and time are one scan; its station is the first row's.
    fields : mapping of sensor to (9,) float64, optional
        Where each sensor can see (``Radar.field_row``): a track there that is not measured was missed.  For
        the sensors left out it is all the sky above the horizon, out to the farthest range the sensor reports.

    Notes
    -----
    A sensor's period is the least time between its scans.  Left out: scans that saw nothing (no row tells of them),
    clutter (``Scan.rows`` has a column for it).
    """
    parts = scan_rows(measurements)
    names = sorted({str(part["sensor"][0]) for part in parts})
    if len(names) > MOST_SENSORS:
        raise ModelRangeError(f"measurements: sensors = {len(names)} must be {MOST_SENSORS} or fewer; split the run")
    numbers = {name: number for number, name in enumerate(names)}
    periods = {name: period_ms(parts, name) for name in names}
    given = dict(fields or {})
    farthest_m = {name: farthest_range_m(parts, name) for name in names if name not in given}
    return [scan_of(part, numbers, periods, given, farthest_m) for part in parts]


def period_ms(parts: list[Table], sensor: str) -> int:
    """Return the least time between two scans of a sensor, ms; 1 if there is only one."""
    times = np.array([part["time_ms"][0] for part in parts if part["sensor"][0] == sensor])
    return int(np.diff(times).min(initial=LATEST_MS)) if times.size > 1 else 1


def farthest_range_m(parts: list[Table], sensor: str) -> float:
    """Return the farthest range that a sensor reports; infinity if it reports none."""
    ranges = np.concatenate([part["range_m"] for part in parts if part["sensor"][0] == sensor])
    return float(np.nanmax(ranges)) if not np.isnan(ranges).all() else math.inf


def scan_of(
    part: Table,
    numbers: Mapping[str, int],
    periods: Mapping[str, int],
    fields: Mapping[str, Array],
    farthest_m: Mapping[str, float],
) -> Scan:
    """Return the rows of one scan as the tracker takes it."""
    sensor, lat_rad, lon_rad = str(part["sensor"][0]), part["station_lat_rad"][0], part["station_lon_rad"][0]
    station = ecef_from_lla(lat_rad, lon_rad, part["station_alt_m"][0])
    axes = enu_axes(lat_rad, lon_rad)
    range_m, range_sd_m = measured(part["range_m"], part["sigma_range_m"])
    rate_m_s, rate_sd_m_s = measured(part["range_rate_m_s"], part["sigma_range_rate_m_s"])
    sd = np.column_stack((part["sigma_azimuth_rad"], part["sigma_elevation_rad"], range_sd_m, rate_sd_m_s))
    azimuth_rad, elevation_rad = part["azimuth_rad"].copy(), part["elevation_rad"].copy()
    rows = rows_of(azimuth_rad, elevation_rad, range_m, rate_m_s, sd, axes)
    rows[:, LOG_CLUTTER] = NO_CLUTTER
    everywhere = [*station, 0.0, math.pi, 0.0, 0.5 * math.pi, 0.0, farthest_m.get(sensor, math.inf)]
    return Scan(
        time_ms=int(part["time_ms"][0]),
        sensor=numbers[sensor],
        station_ecef=np.array(station),
        axes=axes,
        rows=rows,
        period_ms=periods[sensor],
        field=fields.get(sensor, np.array(everywhere)),
    )


def measured(values: Array, sigmas: Array) -> tuple[Array, Array]:
    """Return values and standard deviations, both 0 where the value is NaN: not measured, as the tracker has it."""
    silent = np.isnan(values)
    return np.where(silent, 0.0, values), np.where(silent, 0.0, sigmas)


def track_all(
    measurements: Table, rules: Rules = DEFAULT_RULES, fields: Mapping[str, Array] | None = None
) -> list[tuple[int, Table]]:
    """Return the table of tracks after each time at which something was measured.

    Parameters
    ----------
    measurements, fields
        As ``scans`` takes them.
    rules : Rules
        Of the tracker.

    Returns
    -------
    list of (time_ms, structured array of ``tracker.TRACK``)
        ``estimates`` makes one array of position and velocity of it.
    """
    tracks, out = no_tracks(rules), []
    for time_ms, looks in groupby(scans(measurements, fields), key=lambda look: look.time_ms):
        for look in looks:
            tracks, _ = scan(tracks, look, rules)
        out.append((time_ms, tracks))
    return out


def estimates(run: list[tuple[int, Table]], times_ms: Ints | None = None) -> Table:
    """Return what the tracks of a run say of position and velocity: rows of ``ESTIMATE``, all times in one array.

    Parameters
    ----------
    run : list of (time_ms, structured array of ``tracker.TRACK``)
        From ``track_all``.
    times_ms : (k,) int64, ms, optional
        When to ask; each time is answered from the newest table not later, predicted.  Not given: the run's own.

    Notes
    -----
    A table is not aged by time alone: long after its last scan, tracks that nobody measures any more are still there.
    """
    known = np.array([time_ms for time_ms, _ in run], dtype=np.int64)
    parts = [np.zeros(0, dtype=ESTIMATE)]
    for time_ms in (known if times_ms is None else times_ms).tolist():
        newest = int(np.searchsorted(known, time_ms, side="right")) - 1
        if newest < 0:
            continue
        said = estimate(run[newest][1], time_ms)
        rows = np.zeros(said.number.shape[0], dtype=ESTIMATE)
        rows["time_ms"] = time_ms
        for name, column in zip(said._fields, said, strict=True):
            rows[name] = column
        parts.append(rows)
    return np.concatenate(parts)
