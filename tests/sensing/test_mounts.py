"""Radars on ships and aircraft: the horizon from on high, looking down, and a skyline in the way."""

import copy
import math
from types import ModuleType

import numpy as np
import pytest

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.sensing.radar.bending.kernels import MOST_LIFT_RAD, apparent_elevation, horizon_from
from tocsin.sensing.radar.look import radar_reasons
from tocsin.sensing.radar.sensor import radar_at
from tocsin.sensing.reason import Reason


def traced_horizon(alt_m: float, step_count: int = 4000) -> tuple[float, float]:
    """Return straight-line range (m) and apparent elevation (rad) of the grazing ray, by Snell's law in shells.

    Through the exponential air of Recommendation ITU-R P.453: 315e-6 at the ground, falling by e in 7.35 km.
    The variable of the sum is the root of the altitude, in which the grazing ray is smooth.
    """

    def index(height_m: float) -> float:
        return 1.0 + 315e-6 * math.exp(-height_m / 7350.0)

    central_rad = 0.0
    step = math.sqrt(alt_m) / step_count
    for i in range(step_count):
        root = (i + 0.5) * step
        radius_m = MEAN_RADIUS_M + root * root
        cosine = index(0.0) * MEAN_RADIUS_M / (index(root * root) * radius_m)
        central_rad += cosine / math.sqrt(1.0 - cosine * cosine) / radius_m * 2.0 * root * step
    top_m = MEAN_RADIUS_M + alt_m
    range_m = math.sqrt(MEAN_RADIUS_M**2 + top_m**2 - 2.0 * MEAN_RADIUS_M * top_m * math.cos(central_rad))
    return range_m, -math.acos(index(0.0) * MEAN_RADIUS_M / (index(alt_m) * top_m))


@pytest.mark.parametrize("alt_m", [100.0, 1000.0, 3000.0, 7000.0, 10e3, 15e3, 20e3])
def test_the_horizon_against_a_traced_ray(alt_m: float) -> None:
    range_m, elevation_rad = horizon_from(alt_m)
    traced_m, traced_rad = traced_horizon(alt_m)
    # What the docs claim for two layers of air instead of a smooth one.
    assert range_m == pytest.approx(traced_m, rel=0.016)
    assert elevation_rad == pytest.approx(traced_rad, abs=math.radians(0.12))


@pytest.mark.parametrize("alt_m", [30.0, 1000.0, 9000.0, 10e3])
def test_the_horizon_against_the_published_rule(alt_m: float) -> None:
    """Radar horizon in km = 4.12 sqrt(height in m): ITU-R and textbooks, a 4/3 Earth (Skolnik, chapter 12)."""
    # 0.5 %: the rule is rounded to three digits (0.1 %), and above 7 km our rays are straight (0.35 % at 10 km)
    assert horizon_from(alt_m)[0] == pytest.approx(4120.0 * math.sqrt(alt_m), rel=5e-3)


def test_no_jump_where_the_bending_air_ends() -> None:
    below, above = horizon_from(6999.999), horizon_from(7000.001)
    assert above == pytest.approx(below, rel=1e-6)
    for elevation_deg, range_m, alt_m in ((-2.2, 600e3, 9000.0), (-2.0, 300e3, 100.0), (-2.3, 700e3, 30e3)):
        lifts = [apparent_elevation(math.radians(elevation_deg), range_m, alt_m, h) for h in (6999.999, 7000.001)]
        assert lifts[0] == pytest.approx(lifts[1], abs=2e-5)  # 0.001 degrees, a thousandth of a beam


def test_a_ray_grazing_the_ground_reaches_a_body_at_its_own_horizon() -> None:
    """By symmetry: from 10 km the ground's edge appears where the grazing ray arrives."""
    range_m, dip_rad = horizon_from(10e3)
    # straight-line elevation of the ground at that range, by the law of cosines
    top_m = MEAN_RADIUS_M + 10e3
    straight_rad = -math.asin((top_m**2 + range_m**2 - MEAN_RADIUS_M**2) / (2.0 * top_m * range_m))
    # 2e-4 rad, 0.01 degrees: the lift is first order in the bending (0.0135 rad, squared)
    assert apparent_elevation(straight_rad, range_m, 0.0, 10e3) == pytest.approx(dip_rad, abs=2e-4)


def test_no_lift_is_larger_than_the_bound() -> None:
    for radar_alt_m in (0.0, 3000.0, 7000.0, 10e3, 20e3):
        for elevation_deg in np.arange(-6.0, 2.0, 0.1):
            elevation_rad = math.radians(elevation_deg)
            lift_rad = apparent_elevation(elevation_rad, 5000e3, 500e3, radar_alt_m) - elevation_rad
            assert 0.0 <= lift_rad < MOST_LIFT_RAD


def test_height_shows_what_stays_hidden_from_the_ground(world: ModuleType) -> None:
    ground = world.radar(min_elevation_rad=math.radians(-10), half_sector_rad=math.pi)
    low_flier = world.scene(world.at(48.0, 10.0, 500.0), rcs_m2=10.0)  # 333 km away
    assert radar_reasons(ground, low_flier).tolist() == [Reason.BELOW_HORIZON]
    airborne = radar_at(ground, ground.lat_rad, ground.lon_rad, 10e3)
    assert radar_reasons(airborne, low_flier).tolist() == [Reason.SEEN]
    beyond = world.scene(world.at(49.8, 10.0, 500.0), rcs_m2=1e4)  # 533 km: 410 and 92 are 502
    assert radar_reasons(airborne, beyond).tolist() == [Reason.BELOW_HORIZON]


def test_a_moved_radar_is_the_one_built_there(world: ModuleType) -> None:
    radar = world.radar(swerling=3, pulses=8)
    moved = radar_at(radar, 0.3, -1.2, 9000.0)
    assert moved == world.radar(swerling=3, pulses=8, lat_rad=0.3, lon_rad=-1.2, alt_m=9000.0)
    assert moved.numbers == world.radar(swerling=3, pulses=8, lat_rad=0.3, lon_rad=-1.2, alt_m=9000.0).numbers
    assert moved.numbers != radar.numbers
    twin = copy.deepcopy(world.radar(masks=((0.0, 1.0, 0.1),)))
    assert np.array_equal(twin.mask_rows, [[0.0, 1.0, 0.1]])


@pytest.mark.parametrize(
    "azimuth_deg, elevation_deg, is_masked",
    [(350.0, 6.0, True), (350.0, 8.0, False), (5.0, 6.0, True), (11.0, 6.0, False), (-21.0, 6.0, False)],
)
def test_a_mask_hides_what_is_behind_the_skyline(
    world: ModuleType, azimuth_deg: float, elevation_deg: float, is_masked: bool
) -> None:
    radar = world.radar(masks=((math.radians(340), math.radians(10), math.radians(7)),))
    scene = world.scene(world.from_radar(radar, azimuth_deg, elevation_deg, 500e3), rcs_m2=100.0)
    assert radar_reasons(radar, scene).tolist() == [Reason.MASKED if is_masked else Reason.SEEN]


@pytest.mark.parametrize("azimuth_deg", [1.0, 20.0, 340.0, 359.0])
def test_a_mask_from_0_to_360_hides_all_round(world: ModuleType, azimuth_deg: float) -> None:
    radar = world.radar(masks=((0.0, math.radians(360), math.radians(7)),))
    scene = world.scene(world.from_radar(radar, azimuth_deg, 6.0, 500e3), rcs_m2=100.0)
    assert radar_reasons(radar, scene).tolist() == [Reason.MASKED]
