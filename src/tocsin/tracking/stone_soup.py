"""To and from Stone Soup: our measurements as its detections, its detections as ours, our tracks as its tracks.

Needs Stone Soup: ``pip install 'tocsin[stonesoup]'``.  States are ECEF, position and velocity taken in turn
(x, vx, y, vy, z, vz), as Stone Soup likes them; a station's frame is east, north, up, so that its bearing, which runs
from the first axis to the second, is a quarter turn less our azimuth.
"""

import datetime
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes, lla_from_ecef
from tocsin.errors import ModelRangeError
from tocsin.tracking.feed import MEASUREMENT, check_measurements, scan_rows

try:
    from stonesoup.base import Property  # type: ignore[import-untyped]
    from stonesoup.buffered_generator import BufferedGenerator  # type: ignore[import-untyped]
    from stonesoup.models.measurement.nonlinear import (  # type: ignore[import-untyped]
        CartesianToElevationBearing,
        CartesianToElevationBearingRange,
        CartesianToElevationBearingRangeRate,
    )
    from stonesoup.reader.base import DetectionReader  # type: ignore[import-untyped]
    from stonesoup.types.angle import Bearing, Elevation  # type: ignore[import-untyped]
    from stonesoup.types.array import StateVector  # type: ignore[import-untyped]
    from stonesoup.types.detection import Detection  # type: ignore[import-untyped]
    from stonesoup.types.state import GaussianState  # type: ignore[import-untyped]
    from stonesoup.types.track import Track  # type: ignore[import-untyped]
except ImportError as missing:
    raise ImportError(
        "tocsin.tracking.stone_soup needs stonesoup, which is not there; pip install 'tocsin[stonesoup]'"
    ) from missing

Array = NDArray[np.float64]
Table = NDArray[np.void]

START = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # what exercise time 0 is called over there
PLACES, SPEEDS = (0, 2, 4), (1, 3, 5)  # where position and velocity stand in its states
IN_TURN = np.array([0, 3, 1, 4, 2, 5])  # our state's rows in its order
QUARTER_RAD = 0.5 * math.pi
STRAIGHT_UP = 1e-6  # how far a model's third axis may lean off the local vertical
FARTHEST_M = 100e3  # a station farther than this from the ellipsoid is not one in ECEF


class MeasurementReader(DetectionReader):  # type: ignore[misc]
    """Yield our measurements, scan by scan, as Stone Soup's detections.

    Two sensors that look at the same time are two scans with the same time stamp.
    """

    measurements: Table = Property(doc="Rows of tocsin.tracking.feed.MEASUREMENT, in order of time")
    start: datetime.datetime = Property(default=START, doc="Time stamp of time_ms = 0")

    @BufferedGenerator.generator_method  # type: ignore[untyped-decorator]
    def detections_gen(self) -> Iterator[tuple[datetime.datetime, set[Any]]]:
        """Yield the time of each scan and its detections."""
        models: dict[tuple[float, ...], Any] = {}
        for rows in scan_rows(self.measurements):
            time = self.start + datetime.timedelta(milliseconds=int(rows["time_ms"][0]))
            yield time, {detection_of(row, time, models) for row in rows}


def detection_of(row: Any, time: datetime.datetime, models: dict[tuple[float, ...], Any]) -> Any:
    """Return one row as a detection with the model that made it.

    Rows of one station with the same errors share their model, kept in ``models``: Stone Soup then predicts a
    measurement once a track, not once a pair.
    """
    has_range, has_rate = not math.isnan(row["range_m"]), not math.isnan(row["range_rate_m_s"])
    values = [Elevation(row["elevation_rad"]), Bearing(QUARTER_RAD - row["azimuth_rad"])]
    sigmas = [row["sigma_elevation_rad"], row["sigma_azimuth_rad"]]
    if has_range:
        values.append(row["range_m"])
        sigmas.append(row["sigma_range_m"])
    if has_range and has_rate:
        values.append(row["range_rate_m_s"])
        sigmas.append(row["sigma_range_rate_m_s"])
    key = row["station_lat_rad"], row["station_lon_rad"], row["station_alt_m"], *sigmas
    if key not in models:
        models[key] = model_of(row, np.array(sigmas, dtype=np.float64))
    return Detection(
        StateVector([[value] for value in values]),
        timestamp=time,
        measurement_model=models[key],
        metadata={"sensor": str(row["sensor"])},
    )


def model_of(row: Any, sigmas: Array) -> Any:
    """Return the measurement model of a row with 2, 3 or 4 numbers: elevation, bearing, range, range rate."""
    lat_rad, lon_rad = row["station_lat_rad"], row["station_lon_rad"]
    place = {
        "ndim_state": 6,
        "mapping": PLACES,
        "noise_covar": np.diag(sigmas**2),
        "translation_offset": StateVector([[v] for v in ecef_from_lla(lat_rad, lon_rad, row["station_alt_m"])]),
        "rotation_offset": StateVector([[QUARTER_RAD - lat_rad], [0.0], [QUARTER_RAD + lon_rad]]),
    }
    if sigmas.size == 2:
        return CartesianToElevationBearing(**place)
    if sigmas.size == 3:
        return CartesianToElevationBearingRange(**place)
    return CartesianToElevationBearingRangeRate(**place, velocity_mapping=SPEEDS)


def measurements_of(
    scans: Iterable[tuple[datetime.datetime, set[Any]]], start: datetime.datetime = START, sensor: str = "stone-soup"
) -> Table:
    """Return Stone Soup's detections as rows of ``feed.MEASUREMENT``.

    Parameters
    ----------
    scans : iterable of time and detections
        A Stone Soup reader, or what one yields, in order of time.  Each detection must carry a measurement model of
        elevation and bearing, and may have range, and range rate, whose station is in ECEF and level.
    start : datetime
        What becomes ``time_ms`` = 0.
    sensor : str
        Name of the sensor where a detection's metadata has none.

    Notes
    -----
    A set has no order: rows of a time are sorted by sensor, range, azimuth.  Clear of any truth that rode along.
    """
    rows = []
    for time, detections in scans:
        time_ms = round((time - start) / datetime.timedelta(milliseconds=1))
        rows += [row_of(detection, time_ms, sensor) for detection in detections]
    out = np.array(rows, dtype=MEASUREMENT)
    out = out[np.lexsort((out["azimuth_rad"], out["range_m"], out["sensor"], out["time_ms"]))]
    check_measurements(out)
    return out


def row_of(detection: Any, time_ms: int, sensor: str) -> tuple[Any, ...]:
    """Return one detection as the fields of ``MEASUREMENT``."""
    model = detection.measurement_model
    known = CartesianToElevationBearing, CartesianToElevationBearingRange, CartesianToElevationBearingRangeRate
    if type(model) not in known:
        raise ModelRangeError(
            f"detection: measurement_model = {type(model).__name__} must be one of"
            f" {', '.join(kind.__name__ for kind in known)}; convert it first"
        )
    lat_rad, lon_rad, alt_m, axes = station_of(model)
    values = [float(value) for value in np.asarray(detection.state_vector).ravel()]
    sigmas = np.sqrt(np.diag(np.asarray(model.noise_covar, dtype=np.float64))).tolist()
    elevation_rad, bearing_rad, *rest = values
    flat = math.cos(elevation_rad)
    sight = flat * math.cos(bearing_rad), flat * math.sin(bearing_rad), math.sin(elevation_rad)
    east, north, up = axes @ (np.asarray(model.rotation_matrix).T @ np.array(sight))
    rest += [math.nan] * (2 - len(rest))
    sigmas += [math.nan] * (4 - len(sigmas))
    return (
        time_ms,
        str(detection.metadata.get("sensor", sensor)),
        *(lat_rad, lon_rad, alt_m),
        *(math.atan2(east, north) % (2.0 * math.pi), math.atan2(up, math.hypot(east, north))),
        *rest,
        *(sigmas[1], sigmas[0], *sigmas[2:]),
    )


def station_of(model: Any) -> tuple[float, float, float, Array]:
    """Return latitude, longitude (rad), altitude (m) and east, north, up (3, 3) of a model's station."""
    x, y, z = (float(value) for value in np.asarray(model.translation_offset).ravel())
    lat_rad, lon_rad, alt_m = lla_from_ecef(x, y, z) if x or y or z else (0.0, 0.0, -math.inf)
    if abs(alt_m) > FARTHEST_M:
        raise ModelRangeError(
            f"detection: translation_offset = ({x:.0f}, {y:.0f}, {z:.0f}) must be a place in ECEF within"
            f" {FARTHEST_M / 1e3:.0f} km of the ellipsoid; move the frame's origin to the Earth's centre"
        )
    axes = enu_axes(lat_rad, lon_rad)
    lean = float(np.abs(np.asarray(model.rotation_matrix)[2] - axes[2]).max())
    if lean > STRAIGHT_UP:
        raise ModelRangeError(
            f"detection: rotation_offset leans by {lean:.2g} and must keep the third axis upright to {STRAIGHT_UP};"
            " turn the frame so that elevation is above the local level"
        )
    return lat_rad, lon_rad, alt_m, axes


def stone_soup_tracks(tracks: Table, start: datetime.datetime = START) -> set[Any]:
    """Return rows of ``feed.ESTIMATE`` as Stone Soup's tracks: a Gaussian state a row, the number as the id."""
    out = set()
    for number in np.unique(tracks["number"]).tolist():
        rows = tracks[tracks["number"] == number]
        states = []
        for row in rows[np.argsort(rows["time_ms"], kind="stable")]:
            time = start + datetime.timedelta(milliseconds=int(row["time_ms"]))
            covariance = row["P"][np.ix_(IN_TURN, IN_TURN)]
            states.append(GaussianState(row["x"][IN_TURN][:, None], covariance, timestamp=time))
        out.add(Track(states, id=str(number)))
    return out
