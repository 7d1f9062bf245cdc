"""Each reason, from a geometry built by hand."""

import math
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from tocsin.chance.luck import luck_for
from tocsin.sensing.infrared.sensor import infrared_reasons, sense_infrared
from tocsin.sensing.infrared.sky import CLEAR, Sky
from tocsin.sensing.radar.look import radar_reasons, sense_radar
from tocsin.sensing.reason import REASON_WORDS, Reason
from tocsin.sensing.scene import Cloud, cloud_rows

LUCK = luck_for(7, 0)
NEVER_DETECTED = set(Reason) - {Reason.SEEN, Reason.TOO_FAINT, Reason.ABSORBED}
TRIED_ELSEWHERE = {reason for reason in Reason if reason >= Reason.LIMB_GLOW}  # test_infrared.py

# The radar of `world` looks north from 45 N 10 E: +-60 degrees, 3 to 80 degrees up, 20 to 4,000 km.
RADAR_CASES: dict[str, tuple[Reason, float, float, float]] = {
    "in the middle": (Reason.SEEN, 0.0, 30.0, 1000e3),
    "west edge inside": (Reason.SEEN, -59.9, 30.0, 1000e3),
    "west edge outside": (Reason.OUTSIDE_SECTOR, -60.1, 30.0, 1000e3),
    "east edge inside": (Reason.SEEN, 59.9, 30.0, 1000e3),
    "east edge outside": (Reason.OUTSIDE_SECTOR, 60.1, 30.0, 1000e3),
    "behind": (Reason.OUTSIDE_SECTOR, 180.0, 30.0, 1000e3),
    "straight up": (Reason.ABOVE_BEAM, 0.0, 89.0, 500e3),
    "just under the top": (Reason.SEEN, 0.0, 79.9, 500e3),
    "below the horizon": (Reason.BELOW_HORIZON, 0.0, -5.0, 2000e3),
    "above the horizon, below the beam": (Reason.BELOW_BEAM, 0.0, 1.0, 1000e3),
    "lifted over the horizon by the air": (Reason.BELOW_BEAM, 0.0, -0.5, 2000e3),
    "lifted into the beam by the air": (Reason.SEEN, 0.0, 2.9, 1000e3),
    "too far": (Reason.BEYOND_RANGE, 0.0, 30.0, 4001e3),
    "too close": (Reason.TOO_CLOSE, 0.0, 30.0, 19e3),
    "too faint": (Reason.TOO_FAINT, 0.0, 30.0, 1300e3),
}


@pytest.mark.parametrize("case", RADAR_CASES.values(), ids=RADAR_CASES.keys())
def test_radar_reason(world: ModuleType, case: tuple[Reason, float, float, float]) -> None:
    reason, azimuth_deg, elevation_deg, range_m = case
    radar = world.radar()
    scene = world.scene(world.from_radar(radar, azimuth_deg, elevation_deg, range_m))
    assert Reason(radar_reasons(radar, scene)[0]) is reason


def test_seen_means_a_probability_of_one_half(world: ModuleType) -> None:
    radar = world.radar()
    # pfa ** (1 / (1 + snr)) = 1/2 where snr = ln(pfa) / ln(1/2) - 1 = 18.93157, with pfa = 1e-6
    range_m = (radar.numbers.snr_m2 / 18.93157) ** 0.25
    near, far = (world.from_radar(radar, 0.0, 30.0, range_m * factor) for factor in (0.9999, 1.0001))
    assert radar_reasons(radar, world.scene(near, far)).tolist() == [Reason.SEEN, Reason.TOO_FAINT]


def test_an_elevated_radar_looks_down_past_its_level(world: ModuleType) -> None:
    radar = world.radar(alt_m=3000.0, min_elevation_rad=math.radians(-20), min_range_m=100.0)
    before_the_horizon = world.from_radar(radar, 0.0, -10.0, 5e3)
    beyond = world.from_radar(radar, 0.0, -3.0, 500e3)
    reasons = radar_reasons(radar, world.scene(before_the_horizon, beyond))
    assert reasons.tolist() == [Reason.SEEN, Reason.BELOW_HORIZON]


def test_a_body_on_the_radars_own_place_is_no_accident(world: ModuleType) -> None:
    radar = world.radar(min_elevation_rad=-math.pi / 2, max_elevation_rad=math.pi / 2)
    reasons = radar_reasons(radar, world.scene(world.at(45.0, 10.0, 0.0)))
    assert reasons.tolist() == [Reason.TOO_CLOSE]


@pytest.mark.parametrize(
    "boresight_deg, azimuth_deg, is_inside",
    [
        (350.0, 45.0, True),
        (350.0, 55.0, False),
        (10.0, 311.0, True),
        (-170.0, 129.0, False),
        (190.0, 131.0, True),
    ],
)
def test_a_sector_may_straddle_north(
    world: ModuleType, boresight_deg: float, azimuth_deg: float, is_inside: bool
) -> None:
    radar = world.radar(boresight_rad=math.radians(boresight_deg))
    scene = world.scene(world.from_radar(radar, azimuth_deg, 30.0, 500e3))
    assert (radar_reasons(radar, scene)[0] == Reason.SEEN) == is_inside


def test_all_round_means_all_round(world: ModuleType) -> None:
    radar = world.radar(half_sector_rad=math.pi, boresight_rad=1.0)
    scene = world.scene(*[world.from_radar(radar, azimuth, 30.0, 500e3) for azimuth in range(0, 360, 5)])
    assert set(radar_reasons(radar, scene)) == {Reason.SEEN}


# The eye of `world` stands over 20 E and stares at 45 N 10 E with a cone of 2 degrees (1,300 km there).
BURNING = 10e3
INFRARED_CASES: dict[str, tuple[Reason, float, float, float, float]] = {
    "in the middle": (Reason.SEEN, 45.0, 10.0, 60e3, BURNING),
    "not burning": (Reason.NOT_BURNING, 45.0, 10.0, 60e3, 0.0),
    "far side": (Reason.BEHIND_EARTH, -45.0, -170.0, 60e3, BURNING),
    "over the pole, hidden": (Reason.BEHIND_EARTH, 89.0, 20.0, 30e3, BURNING),
    "outside the cone": (Reason.OUTSIDE_FIELD, 0.0, 10.0, 60e3, BURNING),
    "under cloud": (Reason.UNDER_CLOUD, 47.0, 10.0, 8e3, BURNING),
    "over cloud": (Reason.SEEN, 47.0, 10.0, 10.1e3, BURNING),
    "beside cloud": (Reason.SEEN, 45.0, 10.0, 8e3, BURNING),
    "too faint": (Reason.TOO_FAINT, 45.0, 10.0, 60e3, 4e3),
}
CLOUDS = Sky(
    cloud_rows(
        [
            Cloud(math.radians(30), math.radians(10), 50e3, 12e3),
            Cloud(math.radians(47), math.radians(10), 100e3, 10e3),
        ]
    )
)


@pytest.mark.parametrize("case", INFRARED_CASES.values(), ids=INFRARED_CASES.keys())
def test_infrared_reason(world: ModuleType, case: tuple[Reason, float, float, float, float]) -> None:
    reason, lat_deg, lon_deg, alt_m, plume_w_sr = case
    scene = world.scene(world.at(lat_deg, lon_deg, alt_m), plume_w_sr=plume_w_sr)
    assert Reason(infrared_reasons(world.eye(), scene, CLOUDS, world.EPOCH_MS)[0]) is reason


def test_every_reason_has_its_geometry_and_its_words() -> None:
    shown = {case[0] for case in RADAR_CASES.values()} | {case[0] for case in INFRARED_CASES.values()}
    elsewhere = {Reason.OVER_CAPACITY, Reason.MASKED, Reason.ABOVE_LAYER, Reason.TOO_SLOW}  # test_budget, _skywave
    assert shown | elsewhere | TRIED_ELSEWHERE == set(Reason) == set(REASON_WORDS)


def test_a_body_on_the_ground_is_seen_from_above(world: ModuleType) -> None:
    scene = world.scene(world.at(45.0, 10.0, 0.0))
    assert infrared_reasons(world.eye(), scene, CLEAR, world.EPOCH_MS).tolist() == [Reason.SEEN]


def test_the_edge_of_a_cloud_is_at_its_radius(world: ModuleType) -> None:
    sky = Sky(cloud_rows([Cloud(math.radians(45), math.radians(10), 50e3, 10e3)]))
    # 50 km along the meridian of a sphere of the mean radius are 0.449660 degrees
    scene = world.scene(world.at(45.4495, 10.0, 1e3), world.at(45.4499, 10.0, 1e3))
    reasons = infrared_reasons(world.eye(), scene, sky, world.EPOCH_MS)
    assert reasons.tolist() == [Reason.UNDER_CLOUD, Reason.SEEN]


def radar_hidden(world: ModuleType) -> None:
    radar = world.radar(pfa=0.01)
    points = [world.from_radar(radar, *case[1:]) for case in RADAR_CASES.values() if case[0] in NEVER_DETECTED]
    scene = world.scene(*points * 50, rcs_m2=1e12)
    assert set(radar_reasons(radar, scene)) <= NEVER_DETECTED
    assert sense_radar(radar, scene, 0, LUCK)[1].size == 0


def infrared_hidden(world: ModuleType) -> None:
    eye = world.eye()
    cases = [case for case in INFRARED_CASES.values() if case[0] in NEVER_DETECTED]
    scene = world.scene(*[world.at(*case[1:4]) for case in cases] * 50)
    plume_w_sr = np.array([case[4] * 1e6 for case in cases] * 50)
    measurements, body = sense_infrared(
        eye, scene._replace(plume_w_sr=plume_w_sr), CLOUDS, world.EPOCH_MS, 3000, LUCK
    )
    assert body.size == measurements.intensity_w_m2.size == 0


@pytest.mark.parametrize("check", [radar_hidden, infrared_hidden])
def test_what_is_out_of_view_is_never_detected(world: ModuleType, check: Callable[[ModuleType], None]) -> None:
    check(world)


@pytest.mark.parametrize("radar_alt_m, min_elevation_deg", [(0.0, 3.0), (2000.0, 0.0), (9000.0, -20.0)])
def test_quick_and_full_views_agree(world: ModuleType, radar_alt_m: float, min_elevation_deg: float) -> None:
    """The scan's cheap tests keep every body that the reasons, with rays and angles, call in view, and no other."""
    radar = world.radar(
        alt_m=radar_alt_m,
        min_elevation_rad=math.radians(min_elevation_deg),
        half_sector_rad=math.radians(100),
        max_range_m=1500e3,
    )
    rng = np.random.default_rng(3)
    near_edges_deg = rng.choice([0.0, 99.0, 100.0, 101.0, 180.0], 4000) + rng.normal(0.0, 1.0, 4000)
    elevations_deg = rng.choice([min_elevation_deg, -2.9, -1.5, 0.0, 80.0], 4000) + rng.normal(0.0, 1.0, 4000)
    ranges_m = rng.choice([20e3, 200e3, 700e3, 1500e3], 4000) * rng.normal(1.0, 0.1, 4000)
    views = zip(near_edges_deg.tolist(), elevations_deg.tolist(), ranges_m.tolist(), strict=True)
    scene = world.scene(*[world.from_radar(radar, *view) for view in views], rcs_m2=1e9)
    in_view = np.flatnonzero(radar_reasons(radar, scene) == Reason.SEEN)
    assert 200 < in_view.size < 3800
    assert np.array_equal(np.sort(sense_radar(radar, scene, 0, LUCK)[1]), in_view)
