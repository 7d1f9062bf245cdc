"""The way that what glides has come: which launch it is of."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.earth.kernels import lla_from_ecef
from tocsin.picture.shared import Picture
from tocsin.tracking.flown import glided
from tocsin.tracking.threat_kind import Flight, ThreatKind, flight_of, likely_kind, may_glide
from tocsin.warning.event import LaunchEstimate, WarningEvent

Array = NDArray[np.float64]

WAY_SIGMAS = 4.0
HALF_BOOST_S = 70.0  # s, notional: half as long as a glider's boost, by which it is behind its speed
WAY_SHARE = 0.1  # notional: how far the way of a glide is off the one reckoned back
AIM_SLACK_RAD = math.radians(5.0)  # notional: how far a boost and a glide turn off


def kind_seen(flight: Flight, coast_probability: float) -> ThreatKind:
    """Return how a track flies by one look at it; what may glide is compared as what does."""
    return "glide" if may_glide(flight) else likely_kind(flight, coast_probability)


def find_by_way(events: Sequence[WarningEvent], picture: Picture, i: int) -> int:
    """Return the event whose launch a track that may glide came from most probably, or -1.

    Not one that is announced, nor one of which what falls was tracked.
    """
    best, best_sigmas = -1, WAY_SIGMAS
    for index, event in enumerate(events):
        fell = event.objects_named > 0 and event.generic_class not in ("glide", "unknown")
        if event.launch is None or event.matched_notice or fell:
            continue
        sigmas = way_misfit(event.launch, picture.x[i], picture.time_ms)
        if sigmas < best_sigmas:
            best, best_sigmas = index, sigmas
    return best


def way_misfit(launch: LaunchEstimate, x: Array, time_ms: int) -> float:
    """Return how badly a track (6,) that may glide fits having come from a launch, in standard deviations.

    It should bear from the launch point as the launch was aimed, and be as far away as a glide to its present speed
    takes it in the time since, less half a boost.  Rough: for what has turned little.
    """
    flight = flight_of(x)
    lat_rad, lon_rad, _ = lla_from_ecef(*x[:3].tolist())
    line = geodesic_inverse(launch.point.lat_rad, launch.point.lon_rad, lat_rad, lon_rad)
    off_rad = math.remainder(line.azimuth1_rad - launch.azimuth_rad, 2.0 * math.pi)
    spread_m = math.sqrt(launch.point.var_east_m2 + launch.point.var_north_m2)
    off_sigma_rad = math.hypot(launch.azimuth_sigma_rad, AIM_SLACK_RAD, spread_m / max(line.distance_m, 1.0))
    since_s = max(0.0, (time_ms - launch.time_ms) / 1000.0 - HALF_BOOST_S)
    gone_m = -float(glided(flight.speed_m_s, flight.altitude_m, np.array([-since_s]))[0][0])
    gone_sigma_m = math.hypot(HALF_BOOST_S * flight.speed_m_s, WAY_SHARE * gone_m)
    return math.hypot(off_rad / off_sigma_rad, (gone_m - line.distance_m) / gone_sigma_m)
