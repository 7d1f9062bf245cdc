"""Flights that are not computed but given: recorded ascents, fireballs, straight fly-outs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, ecef_rows, enu_axes, vincenty_direct

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

FIREBALL_ROWS = 21
ASCENT_RCS_M2 = 10.0  # m^2, notional: a launch vehicle on its way up


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """How a body flies: rows against time since its own start, time rising.

    ``time_s`` (m,), ``position_ecef`` (m, 3) m, ``velocity_ecef`` (m, 3) m/s, ``plume_w_sr`` (m,) W/sr, ``rcs_m2``
    (m,) m^2.  Two rows at almost the same time make a step.
    """

    time_s: Array
    position_ecef: Array
    velocity_ecef: Array
    plume_w_sr: Array
    rcs_m2: Array


def state_at(path: Path, elapsed_s: float) -> tuple[Array, Array, float, float]:
    """Return position (3,) m and velocity (3,) m/s in ECEF, plume (W/sr) and cross-section (m^2) at a time."""
    time_s = path.time_s
    last = time_s.shape[0] - 1
    if elapsed_s <= time_s[0] or elapsed_s >= time_s[-1]:
        row = 0 if elapsed_s <= time_s[0] else last
        return (
            path.position_ecef[row].copy(),
            path.velocity_ecef[row].copy(),
            float(path.plume_w_sr[row]),
            float(path.rcs_m2[row]),
        )
    left = min(int(np.searchsorted(time_s, elapsed_s, side="right")) - 1, last - 1)
    length_s = time_s[left + 1] - time_s[left]
    slope0, slope1 = path.velocity_ecef[left], path.velocity_ecef[left + 1]
    u = (elapsed_s - time_s[left]) / length_s
    rise = path.position_ecef[left + 1] - path.position_ecef[left]
    square = 3.0 * rise - length_s * (2.0 * slope0 + slope1)
    cube = length_s * (slope0 + slope1) - 2.0 * rise
    here = path.position_ecef[left] + u * (length_s * slope0 + u * (square + u * cube))
    velocity = slope0 + u * (2.0 * square + 3.0 * u * cube) / length_s
    plume, rcs = path.plume_w_sr, path.rcs_m2
    return (
        here,
        velocity,
        float(plume[left] + u * (plume[left + 1] - plume[left])),
        float(rcs[left] + u * (rcs[left + 1] - rcs[left])),
    )


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
    position = ecef_rows(lat_rad, lon_rad, altitude_m + pad_lla[2])
    velocity = np.gradient(position, time_s, axis=0)
    return Path(time_s.copy(), position, velocity, plume_w_sr.copy(), np.full(time_s.shape[0], ASCENT_RCS_M2))


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
    velocity = np.repeat(velocity_ecef[None], FIREBALL_ROWS, axis=0)
    return Path(offset_s + 0.5 * duration_s, position, velocity, brightness, np.zeros(FIREBALL_ROWS))


def descent_velocity(peak_lla: Lla, speed_m_s: float, azimuth_rad: float, descent_rad: float) -> Array:
    """Return the (3,) ECEF velocity of a body going toward an azimuth, falling at an angle below level."""
    axes = enu_axes(peak_lla[0], peak_lla[1])
    flat = math.cos(descent_rad)
    east, north, up = flat * math.sin(azimuth_rad), flat * math.cos(azimuth_rad), -math.sin(descent_rad)
    velocity_ecef: Array = speed_m_s * (east * axes[0] + north * axes[1] + up * axes[2])
    return velocity_ecef
