"""Where gliders and cruise missiles are flown on to: against geographiclib, scipy and flown packs."""

import math
from types import ModuleType

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from tocsin.earth.constants import GM_M3_S2, MEAN_RADIUS_M
from tocsin.earth.kernels import ecef_from_lla, enu_axes, lla_from_ecef
from tocsin.motion.path import state_at
from tocsin.tracking.flown import (
    CRUISE_NOISE_M2_S3,
    GLIDE_ENDS_M_S,
    LIFT_TO_DRAG,
    SCALE_HEIGHT_M,
    flown,
    frames_of,
    glide_left_s,
    glided,
    ground_in_s,
)
from tocsin.tracking.predict import fly_forward
from tocsin.tracking.threat_kind import flight_of

Array = NDArray[np.float64]


def along_across_up(lat_rad: float, lon_rad: float, azimuth_rad: float) -> Array:
    """Return the unit vectors along a course, to its right and up, from the axes of the place."""
    east, north, up = enu_axes(lat_rad, lon_rad)
    sine, cosine = math.sin(azimuth_rad), math.cos(azimuth_rad)
    return np.stack((sine * east + cosine * north, cosine * east - sine * north, up))


P = np.diag([200.0**2] * 3 + [5.0**2] * 3)


def state(lat_deg: float, lon_deg: float, alt_m: float, azimuth_deg: float, speed_m_s: float, climb_m_s: float = 0.0):
    """Return a state (6,) so high, going so fast along a bearing."""
    lat_rad, lon_rad = math.radians(lat_deg), math.radians(lon_deg)
    frame = along_across_up(lat_rad, lon_rad, math.radians(azimuth_deg))
    return np.concatenate((ecef_from_lla(lat_rad, lon_rad, alt_m), speed_m_s * frame[0] + climb_m_s * frame[2]))


@pytest.mark.parametrize(("lat_deg", "azimuth_deg"), [(38.0, 10.0), (-20.0, 250.0), (60.0, 90.0)])
def test_a_course_follows_the_geodesic(lat_deg: float, azimuth_deg: float) -> None:
    x = state(lat_deg, 55.0, 100.0, azimuth_deg, 250.0)
    ahead = flown("cruise", x, P, np.array([1.0, 60.0, 900.0]))
    for row, time_s in enumerate((1.0, 60.0, 900.0)):
        line = Geodesic.WGS84.Direct(lat_deg, 55.0, azimuth_deg, 250.0 * time_s)
        lat_rad, lon_rad, alt_m = lla_from_ecef(*ahead.x[row, :3])
        off = Geodesic.WGS84.Inverse(math.degrees(lat_rad), math.degrees(lon_rad), line["lat2"], line["lon2"])
        assert off["s12"] < 5.0  # 100 m up the arc is longer by 1.6e-5: 3.5 m of 225 km
        assert alt_m == pytest.approx(100.0, abs=0.01)
        course = along_across_up(lat_rad, lon_rad, math.radians(line["azi2"]))[0]
        np.testing.assert_allclose(ahead.x[row, 3:], 250.0 * course, atol=0.01)


def lift_and_drag(speed_m_s: float, altitude_m: float, until_s: float) -> tuple[float, float, float]:
    """Return way (m), speed (m/s) and altitude (m) of a glider over a round Earth that stands still, by scipy.

    Lift at a fixed angle of attack, in air that thins by e in ``SCALE_HEIGHT_M``; it begins in balance.
    """

    def pull(v: float, h: float) -> float:
        r = MEAN_RADIUS_M + h
        return GM_M3_S2 / r**2 - v**2 / r

    carried = pull(speed_m_s, altitude_m) / speed_m_s**2 * math.exp(altitude_m / SCALE_HEIGHT_M)

    def rates(_: float, y: Array) -> list[float]:
        _, v, climb, h = y  # climb: angle of the path over level, rad
        r = MEAN_RADIUS_M + h
        lift = carried * math.exp(-h / SCALE_HEIGHT_M) * v**2
        drag = lift / LIFT_TO_DRAG
        g = GM_M3_S2 / r**2
        turn = (lift - (g - v**2 / r) * math.cos(climb)) / v
        return [v * math.cos(climb) * MEAN_RADIUS_M / r, -drag - g * math.sin(climb), turn, v * math.sin(climb)]

    sink = -2.0 * SCALE_HEIGHT_M * pull(speed_m_s, altitude_m) / LIFT_TO_DRAG / speed_m_s / speed_m_s
    end = solve_ivp(rates, (0.0, until_s), [0.0, speed_m_s, sink, altitude_m], rtol=1e-8, atol=1e-6).y[:, -1]
    return float(end[0]), float(end[1]), float(end[3])


@pytest.mark.parametrize(("speed_m_s", "until_s"), [(2_500.0, 200.0), (4_000.0, 400.0), (6_000.0, 600.0)])
def test_a_glide_is_what_lift_and_drag_make_of_it(speed_m_s: float, until_s: float) -> None:
    way_m, end_m_s, end_m = lift_and_drag(speed_m_s, 36e3, until_s)
    gone_m, speeds_m_s, heights_m = glided(speed_m_s, 36e3, np.array([until_s]))
    assert gone_m[0] * MEAN_RADIUS_M / (MEAN_RADIUS_M + 36e3) == pytest.approx(way_m, rel=0.02)
    assert speeds_m_s[0] == pytest.approx(end_m_s, rel=0.03)  # what it sinks by gives it a little speed
    assert heights_m[0] == pytest.approx(end_m, abs=2e3)


def test_a_glide_ends_when_it_is_slow() -> None:
    left_s = glide_left_s(4_000.0, 36e3)
    assert glided(4_000.0, 36e3, np.array([left_s]))[1][0] == pytest.approx(GLIDE_ENDS_M_S, rel=1e-6)
    assert glide_left_s(900.0, 36e3) == 0.0


@pytest.mark.parametrize("after_s", [60.0, 120.0, 240.0])
def test_a_flown_glider_is_where_the_doubt_allows(bench: ModuleType, after_s: float) -> None:
    path = bench.flyers()["far-glide-glider"]
    sigmas = []
    for begin_s in np.arange(500.0, 640.0, 20.0):
        position, velocity, _, _ = state_at(path, float(begin_s))
        ahead = flown("glide", np.concatenate((position, velocity)), P, np.array([after_s]))
        off = state_at(path, float(begin_s) + after_s)[0] - ahead.x[0, :3]
        sigmas.append(math.sqrt(float(off @ np.linalg.inv(ahead.P[0, :3, :3]) @ off)))
    assert np.mean(sigmas) < 2.5  # 3 degrees of freedom, 0.9


def test_the_doubt_is_that_of_the_track_carried_along_and_of_turns_to_come() -> None:
    x, after_s = state(38.0, 55.0, 100.0, 40.0, 250.0), 100.0
    steps = np.array([10.0] * 3 + [0.1] * 3)
    J = np.empty((6, 6))
    for k, step in enumerate(steps):
        ends = [flown("cruise", x + sign * step * np.eye(6)[k], P, np.array([after_s])).x[0] for sign in (-1, 1)]
        J[:, k] = (ends[1] - ends[0]) / (2.0 * step)
    ahead = flown("cruise", x, P, np.array([after_s]))
    lat_rad, lon_rad, _ = lla_from_ecef(*ahead.x[0, :3])
    course = Geodesic.WGS84.Direct(38.0, 55.0, 40.0, 250.0 * after_s)["azi2"]
    along, across, up = along_across_up(lat_rad, lon_rad, math.radians(course))
    noise = CRUISE_NOISE_M2_S3 * after_s**3 / 3.0
    for axis in (along, across):
        expected = axis @ (J @ P @ J.T)[:3, :3] @ axis + noise
        assert axis @ ahead.P[0, :3, :3] @ axis == pytest.approx(expected, rel=0.02)
    assert up @ ahead.P[0, :3, :3] @ up == pytest.approx(200.0**2 + 300.0**2, rel=0.02)


def test_the_frames_are_those_of_their_places() -> None:
    courses = np.array([[0.6, 1.0, 0.3], [-0.2, -2.0, 4.0]])
    np.testing.assert_allclose(frames_of(courses), [along_across_up(*row) for row in courses.tolist()], atol=1e-12)


def test_what_dives_goes_straight_down_to_the_ground() -> None:
    x = state(38.0, 55.0, 15e3, 40.0, 800.0, climb_m_s=-300.0)
    assert ground_in_s(flight_of(x)) == pytest.approx(50.0, rel=1e-3)
    ahead = flown("cruise", x, P, np.array([25.0, 50.0, 90.0]))
    heights_m = [lla_from_ecef(*row[:3])[2] for row in ahead.x]
    np.testing.assert_allclose(heights_m, [7.5e3, 0.0, 0.0], atol=20.0)
    assert np.linalg.norm(ahead.x[2, :3] - ahead.x[1, :3]) < 100.0


def test_what_falls_is_flown_on_as_before() -> None:
    x, times_s = state(38.0, 55.0, 150e3, 40.0, 3_000.0), np.array([10.0, 60.0])
    np.testing.assert_array_equal(flown("ballistic", x, P, times_s).x, fly_forward(x, P, times_s).x)
