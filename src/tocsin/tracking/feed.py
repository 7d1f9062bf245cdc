"""The room from Python: measurements in as one structured array, tracks out as another.

One row a measurement, in time order; whole arrays or files, no stream.  See ``docs/tracking-from-python.md``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.errors import ModelRangeError
from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.sensing.radar.sensor import Radar

Array = NDArray[np.float64]
Table = NDArray[np.void]
Flags = NDArray[np.bool_]

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
    """Return one scan of one of our radars as rows of ``MEASUREMENT``."""
    rows = np.zeros(measurements.range_m.shape[0], dtype=MEASUREMENT)
    rows["time_ms"], rows["sensor"] = measurements.time_ms, measurements.sensor_id
    rows["station_lat_rad"], rows["station_lon_rad"] = radar.lat_rad, radar.lon_rad
    rows["station_alt_m"] = radar.alt_m
    for name in ("azimuth_rad", "elevation_rad"):
        rows[f"sigma_{name}"] = measurements.sigma_angle_rad
    rows["azimuth_rad"], rows["elevation_rad"] = measurements.azimuth_rad, measurements.elevation_rad
    rows["range_m"], rows["sigma_range_m"] = measurements.range_m, measurements.sigma_range_m
    rows["range_rate_m_s"] = measurements.range_rate_m_s
    rows["sigma_range_rate_m_s"] = measurements.sigma_range_rate_m_s
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
