"""A threat that comes down beside two batteries."""

import math
import sys
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.defence.battery import Battery
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.motion.interceptor import Flyout, Interceptor, flyout_for
from tocsin.tracking.predict import fly_forward, predict_impacts

Array = NDArray[np.float64]

SITE = (math.radians(30.0), math.radians(50.0))
P_GOOD = np.diag([1e4, 1e4, 1e4, 1.0, 1.0, 1.0])  # 100 m, 1 m/s


def threat_state() -> Array:
    """Return a body (6,) at 100 km on its way up, 2.3 km/s to the north and 2 km/s up."""
    velocity_enu = np.array([0.0, 2300.0, 2000.0])
    return np.concatenate((ecef_from_lla(*SITE, 100e3), velocity_enu @ enu_axes(*SITE)))


def impact(x: Array, P: Array) -> tuple[float, float, float]:
    """Return when (s) and where (rad, rad) a body comes down."""
    fall = predict_impacts(x[None], P[None])
    return float(fall.time_s[0]), float(fall.lat_rad[0]), float(fall.lon_rad[0])


def states(x: Array, times_s: Array) -> Array:
    """Return the body's states (n, 6) some seconds on."""
    return fly_forward(x, P_GOOD, times_s).x


@pytest.fixture(scope="session")
def flyout() -> Flyout:
    """Return an upper-tier class: 200 km around itself, 40 to 150 km up."""
    return flyout_for(
        Interceptor(
            name="notional upper tier",
            burn_time_s=20.0,
            burnout_speed_m_s=2600.0,
            ballistic_coefficient_kg_m2=6000.0,
            min_range_m=20e3,
            max_ground_range_m=200e3,
            min_altitude_m=40e3,
            max_altitude_m=150e3,
            max_flight_s=150.0,
            plume_w_sr=1e5,
        )
    )


@pytest.fixture(scope="session")
def battery(flyout: Flyout) -> Battery:
    """Return a battery 60 km beside the place where the threat comes down."""
    _, lat_rad, lon_rad = impact(threat_state(), P_GOOD)
    return Battery(
        battery_id="b1",
        node="alder",
        layer="upper",
        engages=("ballistic",),
        lat_rad=lat_rad,
        lon_rad=lon_rad + 60e3 / (6_371e3 * math.cos(lat_rad)),
        alt_m=0.0,
        flyout=flyout,
        kill_probability=0.7,
        salvo=2,
        stock=8,
        ready=8,
        most_at_once=6,
        reload_ms=10_000,
        refill_ms=60_000,
        reaction_ms=10_000,
        assessment_ms=5_000,
        radar_range_m=400e3,
        radar_min_elevation_rad=math.radians(2.0),
        radar_height_m=10.0,
        false_kill_probability=0.0,
        false_miss_probability=0.0,
    )


@pytest.fixture(scope="session")
def bench() -> ModuleType:
    return sys.modules[__name__]
