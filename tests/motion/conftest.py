"""A notional vehicle and places for the tests of this room; no real system's numbers."""

import math

import pytest

from tocsin.motion.interceptor import Flyout, Interceptor, flyout_for
from tocsin.motion.solve import Lla
from tocsin.motion.vehicle import Stage, Vehicle


@pytest.fixture(scope="session")
def vehicle() -> Vehicle:
    return Vehicle(
        name="notional two-stage",
        stages=(
            Stage(430e3, 62.0, 11000.0, 1400.0, 1.4, 180.0, 2.5),
            Stage(140e3, 55.0, 3000.0, 550.0, 1.2, 95.0, 1.5),
        ),
        payload_kg=700.0,
        payload_ballistic_coefficient_kg_m2=6000.0,
        boost_drag_coefficient=0.3,
        vertical_rise_s=5.0,
        plume_w_sr=(3e5, 1e5),
        boost_rcs_m2=1.0,
        payload_rcs_m2=0.1,
    )


@pytest.fixture(scope="session")
def launch() -> Lla:
    return math.radians(35.0), math.radians(20.0), 0.0


@pytest.fixture(scope="session")
def upper() -> Flyout:
    return flyout_for(
        Interceptor(
            name="notional upper tier",
            burn_time_s=22.0,
            burnout_speed_m_s=2600.0,
            ballistic_coefficient_kg_m2=6000.0,
            min_range_m=15e3,
            max_ground_range_m=200e3,
            min_altitude_m=40e3,
            max_altitude_m=150e3,
            max_flight_s=160.0,
            plume_w_sr=2e4,
        )
    )
