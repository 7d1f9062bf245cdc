"""Where a tracked body will be by how it flies: falling, gliding, or keeping its course."""

import math

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import GM_M3_S2, MEAN_RADIUS_M
from tocsin.earth.kernels import ecef_rows, enu_axes, lla_from_ecef, vincenty_direct
from tocsin.tracking.predict import Forecast, fly_forward, fly_path
from tocsin.tracking.threat_kind import LEVEL_SINE, LOW_M, Flight, ThreatKind, flight_of

Array = NDArray[np.float64]

CRUISE_NOISE_M2_S3 = 1.0  # m^2/s^3, notional: a course kept wanders by 8 m/s a minute, 8 km in ten
GLIDE_NOISE_M2_S3 = 10.0  # m^2/s^3, notional: a glider's by 24 m/s a minute, 27 km in ten
HEIGHT_SD_M = {"cruise": 300.0, "glide": 3e3}  # m, notional: how far either leaves the height predicted, in time
LIFT_TO_DRAG = 2.6  # Tracy and Wright, Science & Global Security 28(3) (2020): their generic glider
SCALE_HEIGHT_M = 7_000.0  # m, of the air where gliders fly
GLIDE_ENDS_M_S = 1_000.0  # m/s, notional: slower than this it no longer glides, it comes down
LEVEL = np.diag([1.0, 1.0, 0.0])  # along and across a path, not up
NEAR_ORBIT = 0.99  # of the speed of a circular orbit: at most so fast is a glider taken to be


def flown(kind: ThreatKind, x: Array, P: Array, time_s: Array) -> Forecast:
    """Return states of one body at k times, flown on by its kind.

    Parameters
    ----------
    kind : ThreatKind
    x, P : (6,), (6, 6) float64, m and m/s, ECEF
    time_s : (k,) float64, s
        From now, >= 0, never decreasing.

    Returns
    -------
    Forecast
        ``x`` (k, 6), ``P`` (k, 6, 6).

    Notes
    -----
    ``ballistic``: ``fly_forward``.  The others follow the geodesic of their present course.  ``cruise`` keeps height
    and speed.  ``glide`` is carried by its lift: it slows by what is left of its weight over a lift-to-drag ratio of
    2.6, and sinks as the air it needs grows denser.  What dives steeper than 11.5 deg above 3 km goes straight on
    down, and stops at the ground.

    Doubt: that of the track, carried along in the frame of the path, and white noise of acceleration along and across
    it; height stays within a bound.  Rough: a round Earth that stands still for the glide's forces (a glider to the
    east at 5 km/s: 5 % of its slowing); turns, skips and climbs to come are in the noise alone; the path of a wrong
    course diverges as on a plane.
    Checked: geographiclib and scipy's integration of lift and drag (``tests/tracking/test_flown.py``).

    References
    ----------
    Eggers, Allen and Neice, NACA Report 1382 (1958): the equilibrium glide.
    """
    if kind == "ballistic":
        return fly_forward(x, P, time_s)
    lat_rad, lon_rad, altitude_m = lla_from_ecef(*x[:3].tolist())
    axes = enu_axes(lat_rad, lon_rad)
    east, north, _ = (axes * x[3:]).sum(axis=1).tolist()
    gone_m, speeds_m_s, heights_m, climb_m_s = paced(kind, flight_of(x), time_s)
    ground_m = gone_m * MEAN_RADIUS_M / (MEAN_RADIUS_M + altitude_m)
    azimuth_rad = math.atan2(east, north)
    places = np.array([vincenty_direct(lat_rad, lon_rad, azimuth_rad, far_m) for far_m in ground_m.tolist()])
    frames = frames_of(places)
    states = np.empty((time_s.size, 6))
    states[:, :3] = ecef_rows(places[:, 0].copy(), places[:, 1].copy(), heights_m)
    states[:, 3:] = speeds_m_s[:, None] * frames[:, 0] + climb_m_s * frames[:, 2]
    return Forecast(
        states, doubts(kind, P, time_s, frames_of(np.array([[lat_rad, lon_rad, azimuth_rad]]))[0], frames)
    )


def way_of(kind: ThreatKind, x: Array, P: Array, time_s: Array) -> Array:
    """Return the states (k, 6) that ``flown`` gives, for who asks later how well some of them are known."""
    return fly_path(x, time_s) if kind == "ballistic" else flown(kind, x, P, time_s).x


def paced(kind: ThreatKind, flight: Flight, time_s: Array) -> tuple[Array, Array, Array, float]:
    """Return how far a glider or a cruise missile has gone (m), its level speed (m/s) and altitude (m), its climb."""
    level_m_s = math.sqrt(max(flight.speed_m_s**2 - flight.climb_m_s**2, 1.0))
    level = np.full(time_s.shape, level_m_s)
    if is_diving(flight):
        until_s = np.minimum(time_s, ground_in_s(flight))
        return level_m_s * until_s, level, flight.altitude_m + flight.climb_m_s * until_s, flight.climb_m_s
    if kind == "glide":
        return *glided(level_m_s, flight.altitude_m, time_s), 0.0
    return level_m_s * time_s, level, np.full(time_s.shape, max(flight.altitude_m, 0.0)), 0.0


def is_diving(flight: Flight) -> bool:
    """Return whether a path goes down steeper than 11.5 deg, from above 3 km: below, heights are known too badly."""
    return flight.altitude_m > LOW_M and flight.climb_m_s < -LEVEL_SINE * flight.speed_m_s


def ground_in_s(flight: Flight) -> float:
    """Return when a glider or a cruise missile is at the ground, s; infinity unless it dives."""
    return flight.altitude_m / -flight.climb_m_s if is_diving(flight) else math.inf


def glided(speed_m_s: float, altitude_m: float, time_s: Array) -> tuple[Array, Array, Array]:
    """Return how far a glider has gone (m), its speed (m/s) and its altitude (m) at (k,) times (s).

    An equilibrium glide in closed form: lift carries the weight that the speed does not, and drag is lift over the
    lift-to-drag ratio, so that the speed over that of a circular orbit is a hyperbolic tangent of time.
    """
    radius_m = MEAN_RADIUS_M + altitude_m
    circular_m_s = math.sqrt(GM_M3_S2 / radius_m)
    share = min(speed_m_s / circular_m_s, NEAR_ORBIT)
    rate_s = GM_M3_S2 / radius_m**2 / (LIFT_TO_DRAG * circular_m_s)
    phase = np.maximum(math.atanh(share) - rate_s * time_s, 1e-3)
    speeds_m_s = circular_m_s * np.tanh(phase)
    gone_m = circular_m_s / rate_s * np.log(math.cosh(math.atanh(share)) / np.cosh(phase))
    needed = 1.0 / np.tanh(phase) ** 2 - 1.0  # air density over what it takes to be carried at the orbit's speed
    heights_m = altitude_m - SCALE_HEIGHT_M * np.log(needed / (1.0 / share**2 - 1.0))
    return gone_m, speeds_m_s, np.maximum(heights_m, 0.0)


def glide_left_s(speed_m_s: float, altitude_m: float) -> float:
    """Return how long a glider still glides, s: until it is as slow as 1 km/s."""
    radius_m = MEAN_RADIUS_M + altitude_m
    circular_m_s = math.sqrt(GM_M3_S2 / radius_m)
    share = min(speed_m_s / circular_m_s, NEAR_ORBIT)
    rate_s = GM_M3_S2 / radius_m**2 / (LIFT_TO_DRAG * circular_m_s)
    return max(0.0, (math.atanh(share) - math.atanh(GLIDE_ENDS_M_S / circular_m_s)) / rate_s)


def frames_of(courses: Array) -> Array:
    """Return (k, 3, 3): at k places and courses, unit vectors along, to the right and up as rows, ECEF.

    ``courses`` (k, 3): latitude, longitude, direction from north; rad.
    """
    (sin_lat, sin_lon, sin_course), (cos_lat, cos_lon, cos_course) = np.sin(courses.T), np.cos(courses.T)
    east, north, up = np.zeros((3, *sin_lat.shape)), np.empty((3, *sin_lat.shape)), np.empty((3, *sin_lat.shape))
    east[0], east[1] = -sin_lon, cos_lon
    north[0], north[1], north[2] = -sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat
    up[0], up[1], up[2] = cos_lat * cos_lon, cos_lat * sin_lon, sin_lat
    frames = np.empty((courses.shape[0], 3, 3))
    frames[:, 0] = (sin_course * east + cos_course * north).T
    frames[:, 1] = (cos_course * east - sin_course * north).T
    frames[:, 2] = up.T
    return frames


def doubts(kind: ThreatKind, P: Array, time_s: Array, start: Array, frames: Array) -> Array:
    """Return the covariances (k, 6, 6) of a body on its course, ECEF, from that of now and the frames on the way."""
    noise = GLIDE_NOISE_M2_S3 if kind == "glide" else CRUISE_NOISE_M2_S3
    seconds = time_s[:, None, None] * LEVEL
    turn = np.zeros((6, 6))
    turn[:3, :3] = turn[3:, 3:] = start
    onward = np.tile(np.eye(6), (time_s.size, 1, 1))
    onward[:, :3, 3:] = seconds
    local = onward @ (turn @ P @ turn.T) @ onward.transpose(0, 2, 1)
    local[:, :3, :3] += noise * seconds**3 / 3.0
    local[:, :3, 3:] += noise * seconds**2 / 2.0
    local[:, 3:, :3] += noise * seconds**2 / 2.0
    local[:, 3:, 3:] += noise * seconds
    local[:, 2, 2] += np.minimum(noise * time_s**3 / 3.0, HEIGHT_SD_M[kind] ** 2)
    back = np.zeros((time_s.size, 6, 6))
    back[:, :3, :3] = back[:, 3:, 3:] = frames
    return np.asarray(back.transpose(0, 2, 1) @ local @ back)
