"""Match a launch with the notices in the register."""

import math
from collections.abc import Sequence

from tocsin.exchange.payload import PreLaunchNotification
from tocsin.warning.area import METRES_PER_RAD
from tocsin.warning.event import LaunchEstimate

AZIMUTH_TOLERANCE_RAD = math.radians(20.0)  # notional: notices give a rough direction only
SIGMAS = 3.0


def matching_notice(launch: LaunchEstimate, notices: Sequence[PreLaunchNotification]) -> str:
    """Return the id of the first notice that fits the launch in time, place and direction, or ''.

    A fit allows three standard deviations of the estimate beyond the notice's own window and circle, and 20
    degrees of azimuth besides.
    """
    for notice in notices:
        if fits(launch, notice):
            return notice.notice_id
    return ""


def fits(launch: LaunchEstimate, notice: PreLaunchNotification) -> bool:
    """Return whether the launch fits the notice."""
    slack_ms = SIGMAS * launch.time_sigma_ms
    if not notice.window_start_ms - slack_ms <= launch.time_ms <= notice.window_end_ms + slack_ms:
        return False
    north_m = (launch.point.lat_rad - notice.lat_rad) * METRES_PER_RAD
    east_m = wrapped(launch.point.lon_rad - notice.lon_rad) * METRES_PER_RAD * math.cos(launch.point.lat_rad)
    slack_m = SIGMAS * math.sqrt(max(launch.point.var_east_m2, launch.point.var_north_m2))
    if math.hypot(east_m, north_m) > notice.radius_m + slack_m:
        return False
    off_rad = abs(wrapped(launch.azimuth_rad - notice.azimuth_rad))
    return off_rad <= AZIMUTH_TOLERANCE_RAD + SIGMAS * launch.azimuth_sigma_rad


def wrapped(angle_rad: float) -> float:
    """Return the angle brought into [-pi, pi)."""
    return (angle_rad + math.pi) % (2.0 * math.pi) - math.pi
