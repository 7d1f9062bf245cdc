"""Estimates of launch and impact from one track."""

import math

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import GM_M3_S2, ROTATION_RAD_S
from tocsin.earth.kernels import enu_axes, lla_from_ecef, lla_rows
from tocsin.exchange.ellipse import Ellipse
from tocsin.picture.shared import Picture
from tocsin.tracking.launch_fit import BoostProfile
from tocsin.tracking.predict import predict_impacts
from tocsin.tracking.threat_kind import ThreatKind
from tocsin.warning.area import METRES_PER_RAD, offset_m, threatened
from tocsin.warning.course import impact_on_course
from tocsin.warning.event import ImpactEstimate, LaunchEstimate
from tocsin.warning.evidence import Geography, Reported
from tocsin.warning.kernels import fly_back

Array = NDArray[np.float64]

BACKWARD_STEP_S = 5.0
BACKWARD_LIMIT_S = 600.0
DOWNRANGE_SPREAD = 0.4  # notional: how far classes differ in distance covered during boost, as a share (1 sigma)
DRAG_SLACK_M = 10e3  # m, notional
TIME_SLACK_MS = 3_000.0  # ms, notional
NEEDLE = 1e-9  # least determinant of a covariance as a share of the product of its variances
BURN_TIME_SPREAD = 0.25  # notional: the same for burn time


def launch_from_track(x: Array, P: Array, time_ms: int, profile: BoostProfile) -> LaunchEstimate | None:
    """Return a launch estimate from a coasting track, by flying it back to burn-out height.

    Parameters
    ----------
    x, P : (6,), (6, 6) float64, ECEF, m and m/s
        State at ``time_ms``.
    profile : BoostProfile
        Class-generic boost: the last 100 km or so, under thrust, cannot be flown back and are taken from it.

    Returns
    -------
    LaunchEstimate or None
        None if the track does not pass burn-out height within 600 s before now.

    Notes
    -----
    Rough: the standard deviations along the path are a stated share of the profile's own length.
    """
    burn_out_m = float(profile.altitude_m[-1])
    if lla_from_ecef(*x[:3].tolist())[2] < burn_out_m:
        return None
    back_s = np.arange(0.0, BACKWARD_LIMIT_S, BACKWARD_STEP_S)
    states, covariances = fly_back(x, P, back_s)
    below = np.flatnonzero(lla_rows(states[:, :3])[:, 2] < burn_out_m)
    if below.size == 0:
        return None
    index = int(below[0])
    state, covariance = states[index], covariances[index]
    lat_rad, lon_rad, _ = lla_from_ecef(state[0], state[1], state[2])
    axes = enu_axes(lat_rad, lon_rad)
    velocity_enu = axes @ state[3:]
    azimuth_rad = math.atan2(velocity_enu[0], velocity_enu[1]) % (2.0 * math.pi)
    horizontal = (axes @ covariance[:3, :3]) @ axes.T
    downrange_m = float(profile.downrange_m[-1])
    burn_ms = round(float(profile.time_s[-1]) * 1000)
    along_sigma_m = DOWNRANGE_SPREAD * downrange_m
    sin_a, cos_a = math.sin(azimuth_rad), math.cos(azimuth_rad)
    point = Ellipse(
        lat_rad - downrange_m * cos_a / METRES_PER_RAD,
        lon_rad - downrange_m * sin_a / (METRES_PER_RAD * math.cos(lat_rad)),
        float(horizontal[0, 0]) + (along_sigma_m * sin_a) ** 2 + 1e8,
        float(horizontal[0, 1]) + along_sigma_m**2 * sin_a * cos_a,
        float(horizontal[1, 1]) + (along_sigma_m * cos_a) ** 2 + 1e8,
    )
    return LaunchEstimate(
        point=point,
        time_ms=time_ms - round(back_s[index] * 1000) - burn_ms,
        time_sigma_ms=round(BURN_TIME_SPREAD * burn_ms),
        azimuth_rad=azimuth_rad,
        azimuth_sigma_rad=math.radians(5.0),
    )


def impact_of(
    picture: Picture,
    index: int,
    launch: LaunchEstimate | None,
    geography: Geography,
    kind: ThreatKind = "ballistic",
) -> ImpactEstimate | None:
    """Return where and when one shared track comes down, by how it flies.

    None where it does not fall within an hour, or keeps a course that leads nowhere that is to be warned.
    """
    if kind != "ballistic":
        return impact_on_course(kind, picture.x[index], picture.P[index], picture.time_ms, geography)
    fall = predict_impacts(picture.x[index : index + 1], picture.P[index : index + 1])
    if not fall.valid[0]:
        return None
    covariance = fall.covariance_en_m2[0]
    place = Ellipse(
        float(fall.lat_rad[0]),
        float(fall.lon_rad[0]),
        float(covariance[0, 0]),
        float(covariance[0, 1]),
        float(covariance[1, 1]),
    )
    nations, areas = threatened(place, geography.areas, geography.territories)
    return ImpactEstimate(
        computed_ms=picture.time_ms,
        time_ms=picture.time_ms + round(float(fall.time_s[0]) * 1000),
        time_sigma_ms=round(float(fall.time_sd_s[0]) * 1000),
        place=place,
        range_m=-1.0 if launch is None else ground_range_m(launch.point, place),
        threatens=nations,
        areas=areas,
    )


def apogee_of(state_ecef: Array) -> float:
    """Return the greatest height above the mean sphere of a body (6,) that coasts on, m; two bodies, no air.

    Infinite for what leaves for good.
    """
    numbers: list[float] = state_ecef.tolist()
    x, y, z, vx, vy, vz = numbers
    vx, vy = vx - ROTATION_RAD_S * y, vy + ROTATION_RAD_S * x
    r_m = math.sqrt(x * x + y * y + z * z)
    energy = 0.5 * (vx * vx + vy * vy + vz * vz) - GM_M3_S2 / r_m
    if energy >= 0.0:
        return math.inf
    hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
    momentum2 = hx * hx + hy * hy + hz * hz
    eccentricity = math.sqrt(max(0.0, 1.0 + 2.0 * energy * momentum2 / GM_M3_S2**2))
    return -0.5 * GM_M3_S2 / energy * (1.0 + eccentricity) - METRES_PER_RAD


def ground_range_m(a: Ellipse, b: Ellipse) -> float:
    """Return the great-circle distance between two centres in metres, on the mean sphere (0.5 % of WGS 84)."""
    half_lat = 0.5 * (b.lat_rad - a.lat_rad)
    half_lon = 0.5 * (b.lon_rad - a.lon_rad)
    h = math.sin(half_lat) ** 2 + math.cos(a.lat_rad) * math.cos(b.lat_rad) * math.sin(half_lon) ** 2
    return 2.0 * METRES_PER_RAD * math.asin(min(1.0, math.sqrt(h)))


def launch_distance2(a: LaunchEstimate, b: LaunchEstimate) -> float:
    """Return the squared statistical distance of two launch estimates in place and time (3 degrees of freedom)."""
    return distance2(a.point, b.point, (a.time_ms, a.time_sigma_ms), (b.time_ms, b.time_sigma_ms), 0.0)


def impact_distance2(a: ImpactEstimate, b: ImpactEstimate) -> float:
    """Return the squared statistical distance of two impacts in place and time, drag allowed for.

    Both are predicted with the same guess of the drag, which may be wrong by ``DRAG_SLACK_M`` on the ground.
    """
    return distance2(a.place, b.place, (a.time_ms, a.time_sigma_ms), (b.time_ms, b.time_sigma_ms), DRAG_SLACK_M)


def distance2(
    a: Ellipse, b: Ellipse, a_time_ms: tuple[int, int], b_time_ms: tuple[int, int], slack_m: float
) -> float:
    """Return the squared statistical distance of two places and two times, each time with its sigma (ms)."""
    var_east = a.var_east_m2 + b.var_east_m2 + slack_m**2
    cov = a.cov_east_north_m2 + b.cov_east_north_m2
    var_north = a.var_north_m2 + b.var_north_m2 + slack_m**2
    east_m, north_m = offset_m(a.lat_rad, a.lon_rad, b.lat_rad, b.lon_rad)
    # an ellipse thinner than this is a needle by rounding: a covariance of thousands of kilometres
    determinant = max(var_east * var_north - cov * cov, NEEDLE * var_east * var_north)
    place = (var_north * east_m**2 - 2 * cov * east_m * north_m + var_east * north_m**2) / determinant
    var_time = float(a_time_ms[1]) ** 2 + float(b_time_ms[1]) ** 2 + TIME_SLACK_MS**2
    return place + (b_time_ms[0] - a_time_ms[0]) ** 2 / var_time


def reported_launch(reported: Reported) -> LaunchEstimate | None:
    """Return the launch estimate inside a report, or None if the agreement withheld place or time."""
    report = reported.report
    if report.launch_point is None or report.launch_time_ms is None:
        return None
    return LaunchEstimate(
        point=report.launch_point,
        time_ms=report.launch_time_ms,
        time_sigma_ms=report.launch_time_sigma_ms or 30_000,
        azimuth_rad=report.azimuth_rad or 0.0,
        azimuth_sigma_rad=math.pi if report.azimuth_sigma_rad is None else report.azimuth_sigma_rad,
    )


def reported_impact(reported: Reported, launch: LaunchEstimate | None, geography: Geography) -> ImpactEstimate | None:
    """Return the impact inside a report, judged against our own map, or None if it says none."""
    report = reported.report
    if report.impact_area is None or report.impact_time_ms is None:
        return None
    nations, areas = threatened(report.impact_area, geography.areas, geography.territories)
    return ImpactEstimate(
        computed_ms=reported.received_ms,
        time_ms=report.impact_time_ms,
        time_sigma_ms=report.impact_time_sigma_ms or 30_000,
        place=report.impact_area,
        range_m=-1.0 if launch is None else ground_range_m(launch.point, report.impact_area),
        threatens=nations,
        areas=areas,
    )
