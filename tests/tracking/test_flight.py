import math

import numpy as np
import pytest

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.predict import fly_each_forward, fly_forward
from tocsin.tracking.threat_kind import flight_of


def state(lat_rad: float, altitude_m: float, east_north_up_m_s: tuple[float, float, float]) -> np.ndarray:
    place = np.array(ecef_from_lla(lat_rad, 0.3, altitude_m))
    return np.concatenate([place, np.array(east_north_up_m_s) @ enu_axes(lat_rad, 0.3)])


def test_a_flight_is_its_altitude_its_speed_and_its_climb() -> None:
    flight = flight_of(state(0.8, 90e3, (3e3, 4e3, -1200.0)))
    assert flight.altitude_m == pytest.approx(90e3, abs=1e-3)  # m
    assert flight.speed_m_s == pytest.approx(math.sqrt(25e6 + 1200.0**2))
    assert flight.climb_m_s == pytest.approx(-1200.0)


def test_many_bodies_flown_on_each_for_its_own_time_are_each_flown_on_alone_to_the_last_bit() -> None:
    x = np.array([state(0.1 * n, 40e3 + 60e3 * n, (2e3, 500.0 * n, -300.0)) for n in range(5)])
    P = np.array([np.diag([1e4 * (n + 1)] * 3 + [50.0] * 3) for n in range(5)])
    since_s = np.array([0.0, 0.5, 5.0, 19.0, 2.0])
    ahead = fly_each_forward(x, P, since_s)
    for row in range(5):
        alone = fly_forward(x[row], P[row], since_s[row : row + 1])
        assert ahead.x[row].tolist() == alone.x[0].tolist()
        assert ahead.P[row].tolist() == alone.P[0].tolist()
