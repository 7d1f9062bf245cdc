"""Flights that are not computed but given: recorded ascents, fireballs, straight fly-outs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, ecef_rows, enu_axes, vincenty_direct
from tocsin.errors import ScenarioError

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

FIREBALL_ROWS = 21


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Where a body is against time: ``time_s`` (m,) rising, ``position_ecef`` (m, 3), ``plume_w_sr`` (m,)."""

    time_s: Array
    position_ecef: Array
    plume_w_sr: Array


def check_path(name: str, path: Path) -> None:
    """Raise ``ScenarioError`` unless a path has two rows or more, one length, and times that rise."""
    count = path.time_s.shape[0]
    if count < 2 or path.position_ecef.shape != (count, 3) or path.plume_w_sr.shape != (count,):
        raise ScenarioError(f"path '{name}': rows = {count} must be at least 2 and alike in every column")
    if not np.all(np.diff(path.time_s) > 0.0):
        raise ScenarioError(f"path '{name}': time_s must rise from row to row; sort it and drop repeats")


def state_at(path: Path, elapsed_s: float) -> tuple[Array, Array, float]:
    """Return position (3,) m, velocity (3,) m/s, both ECEF, and plume intensity (W/sr) at a time.

    Notes
    -----
    Position is a cubic through the rows with slopes taken from the neighbours (Catmull-Rom on uneven
    times), velocity its derivative: both are continuous.  The plume is linear.  Before the first and after
    the last row the body stays there with zero velocity and plume: take it out of the world.
    """
    time_s, position = path.time_s, path.position_ecef
    if elapsed_s < time_s[0] or elapsed_s > time_s[-1]:
        return position[0 if elapsed_s < time_s[0] else -1].copy(), np.zeros(3), 0.0
    last = time_s.shape[0] - 1
    left = min(int(np.searchsorted(time_s, elapsed_s, side="right")) - 1, last - 1)
    length_s = time_s[left + 1] - time_s[left]
    slope0, slope1 = _slope(path, left), _slope(path, left + 1)
    u = (elapsed_s - time_s[left]) / length_s
    rise = position[left + 1] - position[left]
    square = 3.0 * rise - length_s * (2.0 * slope0 + slope1)
    cube = length_s * (slope0 + slope1) - 2.0 * rise
    here = position[left] + u * (length_s * slope0 + u * (square + u * cube))
    velocity = slope0 + u * (2.0 * square + 3.0 * u * cube) / length_s
    plume = path.plume_w_sr
    return here, velocity, float(plume[left] + u * (plume[left + 1] - plume[left]))


def path_from_ascent(
    time_s: Array,
    altitude_m: Array,
    downrange_m: Array,
    pad_lla: Lla,
    azimuth_rad: float,
    plume_w_sr: Array,
) -> Path:
    """Return the path of a recorded ascent laid along the geodesic that leaves a pad at an azimuth.

    Parameters
    ----------
    time_s, altitude_m, downrange_m, plume_w_sr : (m,) float64
        Time since lift-off, height above the pad, distance along the ground, plume intensity.
    pad_lla : latitude (rad), longitude (rad), altitude (m)
    azimuth_rad : float
        Direction at the pad, from north.

    Notes
    -----
    Left out: dog-legs (a record holds no azimuth).  Rough: altitude and downrange are taken as recorded.
    """
    lat_rad, lon_rad = np.empty(time_s.shape[0]), np.empty(time_s.shape[0])
    for row, distance_m in enumerate(downrange_m):
        lat_rad[row], lon_rad[row], _ = vincenty_direct(pad_lla[0], pad_lla[1], azimuth_rad, distance_m)
    path = Path(time_s.copy(), ecef_rows(lat_rad, lon_rad, altitude_m + pad_lla[2]), plume_w_sr.copy())
    check_path("recorded ascent", path)
    return path


def path_from_fireball(peak_lla: Lla, velocity_ecef: Array, duration_s: float, peak_w_sr: float) -> Path:
    """Return the straight path of a bright body through its point of peak brightness.

    Parameters
    ----------
    peak_lla : latitude (rad), longitude (rad), altitude (m)
    velocity_ecef : (3,) float64, m/s
        As listed with the event, or from ``descent_velocity``.
    duration_s : float
        Time in sight; the peak is in its middle.
    peak_w_sr : float
        Radiant intensity at the peak, W/sr, in the band of the sensors that see it.

    Notes
    -----
    Rough: constant velocity, and brightness as sin^2 over the duration.  Left out: slowing, break-up.
    """
    offset_s = np.linspace(-0.5, 0.5, FIREBALL_ROWS) * duration_s
    position = np.array(ecef_from_lla(*peak_lla)) + offset_s[:, None] * velocity_ecef
    brightness = peak_w_sr * np.cos(np.pi * offset_s / duration_s) ** 2
    return Path(offset_s + 0.5 * duration_s, position, brightness)


def descent_velocity(peak_lla: Lla, speed_m_s: float, azimuth_rad: float, descent_rad: float) -> Array:
    """Return the (3,) ECEF velocity of a body going toward an azimuth, falling at an angle below level."""
    axes = enu_axes(peak_lla[0], peak_lla[1])
    flat = math.cos(descent_rad)
    east, north, up = flat * math.sin(azimuth_rad), flat * math.cos(azimuth_rad), -math.sin(descent_rad)
    velocity_ecef: Array = speed_m_s * (east * axes[0] + north * axes[1] + up * axes[2])
    return velocity_ecef


def _slope(path: Path, row: int) -> Array:
    """Return the velocity at a row: the parabola through it and its neighbours, or the line at an end."""
    time_s, position = path.time_s, path.position_ecef
    last = time_s.shape[0] - 1
    left, right = max(row - 1, 0), min(row + 1, last)
    before_s, after_s = time_s[row] - time_s[left], time_s[right] - time_s[row]
    slope: Array = (position[right] - position[left]) / (before_s + after_s)
    if left < row < right:
        before = (position[row] - position[left]) / before_s
        after = (position[right] - position[row]) / after_s
        slope = (before * after_s + after * before_s) / (before_s + after_s)
    return slope
