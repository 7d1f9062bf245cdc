"""Routes along way-points: length, time, altitude, continuity, and what is refused."""

import math
from dataclasses import replace

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.earth.kernels import lla_rows
from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.motion.profile import height_change, profile, values_at
from tocsin.motion.route import Craft, Waypoint, check_craft, fly_route, turn_radius_m
from tocsin.motion.rows import Rows
from tocsin.scenario.pack import load_pack
from tocsin.scenario.vehicles import build_craft

Array = NDArray[np.float64]

CRAFT = Craft(
    name="notional craft",
    min_speed_m_s=100.0,
    max_speed_m_s=400.0,
    min_altitude_m=50.0,
    max_altitude_m=10e3,
    max_length_m=3000e3,
    climb_m_s=20.0,
    descent_m_s=40.0,
    acceleration_m_s2=2.0,
    bank_rad=math.radians(30.0),
    plume_w_sr=30.0,
    rcs_m2=0.1,
)


def point(lat_deg: float, lon_deg: float, alt_m: float = 100.0, speed_m_s: float = 250.0) -> Waypoint:
    return Waypoint(math.radians(lat_deg), math.radians(lon_deg), alt_m, speed_m_s)


def altitude_m(rows: Rows) -> Array:
    return np.asarray(lla_rows(rows.position_ecef)[:, 2])


def length_m(here: Waypoint, there: Waypoint) -> float:
    """Return a geodesic's length by geographiclib."""
    degrees = (math.degrees(angle) for angle in (here.lat_rad, here.lon_rad, there.lat_rad, there.lon_rad))
    return float(Geodesic.WGS84.Inverse(*degrees)["s12"])


STRAIGHT = (point(35.0, 20.0), point(41.0, 33.0))
CORNERS = (point(35.0, 20.0), point(36.0, 22.0, 1500.0), point(38.0, 22.5, 1500.0, 300.0), point(38.5, 20.0))


def test_time_is_length_over_speed() -> None:
    """0.1 ms: the length agrees with geographiclib to 0.5 mm, flown at 250 m/s."""
    assert fly_route(STRAIGHT, CRAFT).time_s[-1] == pytest.approx(length_m(*STRAIGHT) / 250.0, abs=1e-4)


def test_a_leg_is_the_geodesic_at_even_speed() -> None:
    """Ten places against geographiclib, 1 cm: 0.5 mm of the geodesic and the rounding of degrees."""
    rows = fly_route(STRAIGHT, CRAFT)
    here, there = STRAIGHT
    line = Geodesic.WGS84.InverseLine(
        *(math.degrees(angle) for angle in (here.lat_rad, here.lon_rad, there.lat_rad, there.lon_rad))
    )
    for row in np.linspace(0, rows.time_s.shape[0] - 1, 10).astype(int):
        place = line.Position(250.0 * rows.time_s[row])
        lat_rad, lon_rad, _ = lla_rows(rows.position_ecef[row : row + 1])[0]
        gap = geodesic_inverse(lat_rad, lon_rad, math.radians(place["lat2"]), math.radians(place["lon2"]))
        assert gap.distance_m < 0.01


def test_altitude_is_held_to_the_metre_on_a_level_leg() -> None:
    assert altitude_m(fly_route(STRAIGHT, CRAFT)) == pytest.approx(100.0, abs=1e-3)  # rounding of ECEF: 1e-9 m


def test_a_corner_is_cut_by_the_arc_of_a_level_turn() -> None:
    """Length: both legs less twice the tangent, plus the arc; 1 cm of rounding."""
    waypoints = tuple(replace(each, alt_m=100.0, speed_m_s=250.0) for each in CORNERS[:3])
    rows = fly_route(waypoints, CRAFT)
    arrive = Geodesic.WGS84.Inverse(35.0, 20.0, 36.0, 22.0)["azi2"]
    leave = Geodesic.WGS84.Inverse(36.0, 22.0, 38.0, 22.5)["azi1"]
    turn_rad = math.radians(arrive - leave)
    radius_m = 250.0**2 / (9.80665 * math.tan(math.radians(30.0)))
    assert turn_radius_m(CRAFT, 250.0) == pytest.approx(radius_m)
    saved_m = 2.0 * radius_m * math.tan(0.5 * turn_rad) - radius_m * turn_rad
    wanted_m = length_m(*waypoints[:2]) + length_m(*waypoints[1:]) - saved_m
    assert 250.0 * rows.time_s[-1] == pytest.approx(wanted_m, abs=0.01)
    nearest = min(
        geodesic_inverse(lat_rad, lon_rad, waypoints[1].lat_rad, waypoints[1].lon_rad).distance_m
        for lat_rad, lon_rad, _ in lla_rows(rows.position_ecef)
    )
    missed_m = radius_m * (1.0 / math.cos(0.5 * turn_rad) - 1.0)
    assert nearest == pytest.approx(missed_m, abs=10.0)  # a row a second: 125 m to the side of the nearest place


@pytest.mark.parametrize("waypoints", [CORNERS, tuple(reversed(CORNERS))], ids=["there", "back"])
def test_position_and_velocity_are_continuous_and_agree(waypoints: tuple[Waypoint, ...]) -> None:
    rows = fly_route(waypoints, CRAFT)
    steps_s = np.diff(rows.time_s)[:, None]
    assert steps_s.min() > 0.0
    assert steps_s.max() < 1.0 + 1e-9
    gap = np.diff(rows.position_ecef, axis=0) - 0.5 * steps_s * (rows.velocity_ecef[1:] + rows.velocity_ecef[:-1])
    # 1 cm a step of trapezoid in a turn at 5.7 m/s^2, and 2 cm where a circle meets the next leg
    assert np.abs(gap).max() < 0.05
    pull = np.sqrt(np.sum(np.diff(rows.velocity_ecef, axis=0) ** 2, axis=1)) / steps_s[:, 0]
    assert pull.max() < 9.80665 * math.tan(CRAFT.bank_rad) * 1.05


def test_speed_over_the_ground_is_the_declared_one() -> None:
    """At altitude h the body is faster by about h / R; 1e-5 left for the twist of the ellipsoid."""
    high = tuple(replace(each, alt_m=10e3) for each in STRAIGHT)
    rows = fly_route(high, CRAFT)
    speed = np.sqrt(np.sum(rows.velocity_ecef**2, axis=1))
    assert speed == pytest.approx(250.0 * (1.0 + 10e3 / 6.375e6), rel=1e-5)
    middle = np.sqrt(np.sum((rows.position_ecef[2:-1] - rows.position_ecef[:-3]) ** 2, axis=1)) / 2.0
    assert middle == pytest.approx(speed[1:-2], rel=1e-5)


def test_a_climb_begins_with_its_leg_and_a_descent_ends_with_it() -> None:
    rows = fly_route((point(35.0, 20.0), point(36.0, 22.0, 2100.0), point(37.0, 24.0, 100.0)), CRAFT)
    height = altitude_m(rows)
    climb_s = 2000.0 / 20.0 + 20.0 / 2.0  # the climb, and half a ramp of 10 s at each end
    assert height[np.searchsorted(rows.time_s, climb_s + 1.0)] == pytest.approx(2100.0, abs=1e-3)
    assert height[np.searchsorted(rows.time_s, climb_s - 5.0)] < 2099.0
    assert np.diff(height).max() == pytest.approx(20.0, rel=1e-3)
    descent_s = rows.time_s[-1] - 2000.0 / 40.0 - 0.5 * 40.0 / 2.0  # not levelled off at its end
    assert height[np.searchsorted(rows.time_s, descent_s - 1.0)] == pytest.approx(2100.0, abs=1e-3)
    assert height[np.searchsorted(rows.time_s, descent_s + 10.0)] < 2050.0
    assert height[-1] == pytest.approx(100.0, abs=1e-3)


def test_it_ends_at_the_last_way_point() -> None:
    ground = (*CORNERS[:-1], replace(CORNERS[-1], alt_m=0.0))
    last = lla_rows(fly_route(ground, CRAFT).position_ecef[-1:])[0]
    gap_m = geodesic_inverse(last[0], last[1], ground[-1].lat_rad, ground[-1].lon_rad).distance_m
    assert gap_m < 0.01
    assert last[2] == pytest.approx(0.0, abs=1e-3)


def test_rows_stand_at_every_second_and_every_exact_change() -> None:
    rows = fly_route(CORNERS, CRAFT)
    whole = np.arange(math.floor(rows.time_s[-1]) + 1.0)
    assert np.abs(rows.time_s[np.searchsorted(rows.time_s, whole - 2e-3)] - whole).max() < 2e-3
    assert (rows.time_s % 1.0 > 2e-3).sum() >= 8  # ends of two turns, of a climb's ramps, of a change of speed
    assert set(rows.plume_w_sr) == {30.0}
    assert set(rows.rcs_m2) == {0.1}


def test_a_new_speed_is_taken_up_after_the_corner() -> None:
    rows = fly_route((point(0.0, 20.0), point(0.0, 22.0, 100.0, 350.0), point(0.0, 24.0)), CRAFT)
    speed = np.sqrt(np.sum(rows.velocity_ecef**2, axis=1))
    first_s = length_m(point(0.0, 20.0), point(0.0, 22.0)) / 250.0
    assert speed[np.searchsorted(rows.time_s, first_s - 2.0)] == pytest.approx(250.0, rel=1e-4)
    assert speed[np.searchsorted(rows.time_s, first_s + 51.0)] == pytest.approx(350.0, rel=1e-4)
    second_m = length_m(point(0.0, 22.0), point(0.0, 24.0))
    wanted_s = first_s + 50.0 + (second_m - 0.5 * (250.0 + 350.0) * 50.0) / 350.0
    assert rows.time_s[-1] == pytest.approx(wanted_s, abs=1e-3)  # along the equator there is no corner


# Refusals


@pytest.mark.parametrize(
    ("waypoints", "message"),
    [
        ((point(35.0, 20.0, speed_m_s=90.0), point(36.0, 20.0)), r"way-point 1: speed = 90 m/s must be within 100"),
        ((point(35.0, 20.0, 11e3), point(36.0, 20.0)), r"way-point 1: altitude = 11000 m must be within 0 to 10000"),
        (
            (point(35.0, 20.0), point(36.0, 20.0, 20.0), point(37.0, 20.0)),
            r"way-point 2: altitude = 20 m must be within 50 to 10000 m",
        ),
        ((point(0.0, 0.0), point(0.0, 30.0)), r"leg 1: length = 3339585 m must be within 1 to 3000000 m"),
        ((point(0.0, 0.0), point(0.0, 0.0)), r"leg 1: length = 0 m must be within 1"),
        (
            (point(0.0, 0.0), point(0.0, 20.0), point(10.0, 20.0)),
            r"route: length = 33\d\d\d\d\d m must be within 1 to 3000000 m",
        ),
        ((point(0.0, 0.0), point(0.0, 5.0), point(0.0, 2.0)), r"way-point 2: turn = 180 deg must be within 0 to 150"),
        (
            (point(0.0, 0.0), point(0.0, 0.05), point(0.05, 0.05)),
            r"leg 1: length = 5566 m must be within 11039 to",
        ),
        ((point(0.0, 0.0), point(0.0, 0.1, 5000.0), point(0.0, 3.0)), r"leg 1: time to change altitude by 4900 m"),
        (
            (point(0.0, 0.0), point(0.0, 2.0, 100.0, 400.0), point(0.0, 2.1)),
            r"leg 2: straight part = 11132 m must be within 24375 to",
        ),
    ],
)
def test_what_is_outside_the_declared_limits_is_refused(waypoints: tuple[Waypoint, ...], message: str) -> None:
    with pytest.raises(ModelRangeError, match=message):
        fly_route(waypoints, CRAFT)


def test_one_way_point_is_no_route() -> None:
    with pytest.raises(ScenarioError, match="waypoints = 1 must be at least 2"):
        fly_route(STRAIGHT[:1], CRAFT)


def test_a_craft_that_cannot_turn_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"bank_rad = 0\.0 must be above 0"):
        check_craft(replace(CRAFT, bank_rad=0.0))


# Profiles


@pytest.mark.parametrize("rise_m", [-3.0, 5.0, 1000.0, -1000.0])
@pytest.mark.parametrize("is_levelled", [True, False])
def test_a_change_of_height_ends_where_it_should(rise_m: float, is_levelled: bool) -> None:
    course = profile(200.0, height_change(rise_m, 20.0, 2.0, is_levelled))
    assert course.start_value[-1] == pytest.approx(200.0 + rise_m)
    _, rate = values_at(course, course.change_s)
    assert np.abs(rate).max() <= 20.0 + 1e-9
    assert (abs(rate[-1]) < 1e-9) == is_levelled


def test_no_change_of_height_is_no_stretch() -> None:
    assert height_change(0.0, 20.0, 2.0, True) == []


# The shipped classes


@pytest.mark.parametrize(
    ("name", "alt_m", "speed_m_s", "end_deg"),
    [
        ("cruise-low", 60.0, 250.0, 36.5),
        ("cruise-high", 18e3, 800.0, 39.0),
        ("cruise-antiship", 10.0, 280.0, 36.5),
        ("aircraft", 10e3, 240.0, 39.0),
    ],
)
def test_a_shipped_class_flies_a_route_with_a_corner(
    name: str, alt_m: float, speed_m_s: float, end_deg: float
) -> None:
    craft = build_craft(load_pack(name, "craft"))
    waypoints = (
        point(35.0, 20.0, alt_m, speed_m_s),
        point(35.5, 21.0, alt_m, speed_m_s),
        point(end_deg, 21.0, 0.0, 0.0),
    )
    rows = fly_route(waypoints, craft)
    length = length_m(*waypoints[:2]) + length_m(*waypoints[1:])
    assert rows.time_s[-1] == pytest.approx(length / speed_m_s, rel=0.05)  # the corner cut
    assert altitude_m(rows)[-1] == pytest.approx(0.0, abs=1e-3)
