"""A body against time, and flights that are not computed but given: recorded ascents and fireballs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, ecef_rows, enu_axes, vincenty_direct
from tocsin.errors import ScenarioError
from tocsin.motion.kernels import path_state

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

FIREBALL_ROWS = 21
ASCENT_RCS_M2 = 10.0  # m^2, notional: a launch vehicle on its way up; a fireball's trail is not followed by radar


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Where a body is, how fast, and what it shows, against the time from its own start.

    ``time_s`` (m,) rising, ``position_ecef`` (m, 3) m, ``velocity_ecef`` (m, 3) m/s, ``plume_w_sr`` (m,) and
    ``rcs_m2`` (m,).  Between rows see ``state_at``; a step in plume or cross-section is two rows a millisecond apart.
    """

    time_s: Array
    position_ecef: Array
    velocity_ecef: Array
    plume_w_sr: Array
    rcs_m2: Array


def check_path(name: str, path: Path) -> None:
    """Raise ``ScenarioError`` unless a path has two rows or more, one length, and times that rise."""
    count = path.time_s.shape[0]
    vectors, scalars = (path.position_ecef, path.velocity_ecef), (path.plume_w_sr, path.rcs_m2)
    alike = all(v.shape == (count, 3) for v in vectors) and all(s.shape == (count,) for s in scalars)
    if count < 2 or not alike:
        raise ScenarioError(f"path '{name}': rows = {count} must be at least 2 and alike in every column")
    if not np.all(np.diff(path.time_s) > 0.0):
        raise ScenarioError(f"path '{name}': time_s must rise from row to row; sort it and drop repeats")


def path_through(time_s: Array, position_ecef: Array, plume_w_sr: Array, rcs_m2: Array) -> Path:
    """Return the path through given places, velocities taken from neighbouring rows.

    The velocity at a row is that of the parabola through it and its neighbours (Catmull-Rom on uneven times), at an
    end that of the line to its neighbour.  Times (m,), places (m, 3), plume and cross-section (m,).
    """
    line = np.diff(position_ecef, axis=0) / np.diff(time_s)[:, None]
    before_s, after_s = np.diff(time_s)[:-1, None], np.diff(time_s)[1:, None]
    middle = (line[:-1] * after_s + line[1:] * before_s) / (before_s + after_s)
    velocity_ecef = np.concatenate([line[:1], middle, line[-1:]])
    return Path(time_s, position_ecef, velocity_ecef, plume_w_sr, rcs_m2)


def state_at(path: Path, elapsed_s: float) -> tuple[Array, Array, float, float]:
    """Return position (3,) m, velocity (3,) m/s, both ECEF, plume (W/sr) and radar cross-section (m^2) at a time.

    Notes
    -----
    Position is the cubic through the positions and velocities of the rows on either side, velocity its derivative:
    both are continuous.  Plume and cross-section are linear.  Before the first and after the last row the body stays
    there with zero velocity, plume and cross-section: take it out of the world.
    Checked: flown bodies between rows a second apart, to 0.2 m (``tests/motion/test_path.py``).
    """
    return path_state(path.time_s, path.position_ecef, path.velocity_ecef, path.plume_w_sr, path.rcs_m2, elapsed_s)


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
    position_ecef = ecef_rows(lat_rad, lon_rad, altitude_m + pad_lla[2])
    rcs_m2 = np.full(time_s.shape[0], ASCENT_RCS_M2)
    path = path_through(time_s.copy(), position_ecef, plume_w_sr.copy(), rcs_m2)
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
    return path_through(offset_s + 0.5 * duration_s, position, brightness, np.zeros(FIREBALL_ROWS))


def descent_velocity(peak_lla: Lla, speed_m_s: float, azimuth_rad: float, descent_rad: float) -> Array:
    """Return the (3,) ECEF velocity of a body going toward an azimuth, falling at an angle below level."""
    axes = enu_axes(peak_lla[0], peak_lla[1])
    flat = math.cos(descent_rad)
    east, north, up = flat * math.sin(azimuth_rad), flat * math.cos(azimuth_rad), -math.sin(descent_rad)
    velocity_ecef: Array = speed_m_s * (east * axes[0] + north * axes[1] + up * axes[2])
    return velocity_ecef
