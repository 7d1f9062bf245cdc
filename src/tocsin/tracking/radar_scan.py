"""A radar's report as a scan for the tracker."""

import numpy as np
from numpy.typing import NDArray

from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.sensing.radar.sensor import Radar
from tocsin.tracking.sight.kernels import COLUMNS, LOG_CLUTTER, radar_rows
from tocsin.tracking.tracker import Scan

Array = NDArray[np.float64]

CLUTTER_SPAN_M_S = 30.0  # m/s: birds and weather lie within this of standing still, up and down
NO_ROWS = np.zeros((0, COLUMNS))
NO_CLUTTER = -60.0  # logarithm of a density below which nothing is ever mistaken for clutter


def radar_scan(radar: Radar, measurements: RadarMeasurements, sensor: int = 0, was_made: bool = True) -> Scan:
    """Return one scan of one radar as the tracker takes it; ``sensor`` is the radar's own number, 0 to 1,023."""
    rows = measured_rows(radar, measurements) if measurements.range_m.size else NO_ROWS
    field = radar.field_row
    return Scan(measurements.time_ms, sensor, field[:3], radar.axes, rows, radar.scan_period_ms, field, was_made)


def measured_rows(radar: Radar, measurements: RadarMeasurements) -> Array:
    """Return the measurements as the rows (m, 10) of ``sight.kernels``."""
    m = measurements
    seen = m.azimuth_rad, m.elevation_rad, m.range_m, m.range_rate_m_s
    rows = radar_rows(seen, (m.sigma_angle_rad, m.sigma_range_m, m.sigma_range_rate_m_s), radar.axes, NO_CLUTTER)
    if radar.has_clutter:
        rows[:, LOG_CLUTTER] = clutter_log_density(radar, measurements)
    return rows


def clutter_log_density(radar: Radar, measurements: RadarMeasurements) -> Array:
    """Return the logarithm of the density of false reports at each measurement (m,), as the radar says.

    Per rad along the horizon, rad upwards, m and m/s: even over the sector's area out to the clutter's range, even up
    to its elevation, and over ``CLUTTER_SPAN_M_S`` either way of standing still.  ``NO_CLUTTER`` elsewhere.  Of a
    radar that has clutter.
    """
    range_m, elevation_rad = measurements.range_m, measurements.elevation_rad
    out = np.full(range_m.shape[0], NO_CLUTTER)
    area_m2 = radar.clutter_range_m**2 - radar.min_range_m**2
    height_rad = radar.clutter_elevation_rad - radar.min_elevation_rad
    across_rad = 2.0 * radar.half_sector_rad * np.cos(elevation_rad)
    slow = np.abs(measurements.range_rate_m_s) < CLUTTER_SPAN_M_S + 4.0 * measurements.sigma_range_rate_m_s
    inside = (range_m < radar.clutter_range_m) & (elevation_rad < radar.clutter_elevation_rad) & slow
    density = radar.clutter_count * 2.0 * range_m / (area_m2 * height_rad * across_rad * 2.0 * CLUTTER_SPAN_M_S)
    out[inside] = np.log(density[inside])
    return out
