"""A skywave radar: what it sees, how often and how well, and why not."""

import copy
import math
import pickle
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, chi2

from tocsin.chance.luck import declared_id, luck_for
from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.kernels import enu_axes
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene
from tocsin.sensing.skywave.sensor import SkywaveRadar, sense_skywave, skywave_reasons

LUCK = luck_for(7, 0)
LOOKS = 4000


def skywave(**changes: Any) -> SkywaveRadar:
    """Return a skywave radar at 45 N 10 E looking north, 900 to 3,500 km."""
    plain: dict[str, Any] = {
        "sensor_id": "far",
        "node": "alder",
        "luck_id": declared_id("far"),
        "lat_rad": math.radians(45),
        "lon_rad": math.radians(10),
        "boresight_rad": 0.0,
        "half_sector_rad": math.radians(45),
        "min_range_m": 900e3,
        "max_range_m": 3500e3,
        "max_alt_m": 100e3,
        "min_range_rate_m_s": 50.0,
        "reach_m": 2500e3,
        "reach_rcs_m2": 10.0,
        "sigma_range_m": 20e3,
        "sigma_azimuth_rad": math.radians(1),
        "sigma_range_rate_m_s": 10.0,
        "pfa": 1e-5,
        "scan_period_ms": 30_000,
        "scan_offset_ms": 0,
    }
    return SkywaveRadar(**{**plain, **changes})


def northward(world: ModuleType, lat_deg: float, alt_m: float, north_m_s: float, count: int = 1) -> Scene:
    """Return a body on the radar's own meridian that flies north, many times over."""
    velocity = north_m_s * enu_axes(math.radians(lat_deg), math.radians(10))[1]
    scene: Scene = world.many(world.at(lat_deg, 10.0, alt_m), count, rcs_m2=10.0)
    return scene._replace(velocity_ecef=np.tile(velocity, (count, 1)))


@pytest.mark.parametrize(
    "reason, lat_deg, alt_m, north_m_s",
    [
        (Reason.SEEN, 60.0, 10e3, 250.0),
        (Reason.SEEN, 60.0, 99e3, 2500.0),
        (Reason.ABOVE_LAYER, 60.0, 101e3, 2500.0),
        (Reason.TOO_CLOSE, 53.0, 10e3, 250.0),
        (Reason.BEYOND_RANGE, 77.0, 10e3, 250.0),
        (Reason.OUTSIDE_SECTOR, 30.0, 10e3, 250.0),
        (Reason.TOO_SLOW, 60.0, 10e3, 40.0),
        (Reason.SEEN, 60.0, 10e3, -60.0),
        (Reason.TOO_FAINT, 68.0, 10e3, 250.0),  # 23 degrees are 2,557 km
    ],
)
def test_reason(world: ModuleType, reason: Reason, lat_deg: float, alt_m: float, north_m_s: float) -> None:
    assert skywave_reasons(skywave(), northward(world, lat_deg, alt_m, north_m_s)).tolist() == [reason]


def test_what_is_out_of_view_is_never_detected(world: ModuleType) -> None:
    for lat_deg, alt_m, speed_m_s in (
        (60, 101e3, 2e3),
        (53, 1e4, 250),
        (77, 1e4, 250),
        (30, 1e4, 250),
        (60, 1e4, 40),
    ):
        scene = northward(world, lat_deg, alt_m, speed_m_s, 200)._replace(rcs_m2=np.full(200, 1e9))
        assert sense_skywave(skywave(), scene, 0, LUCK)[1].size == 0


def test_rates_and_errors_are_as_stated(world: ModuleType) -> None:
    radar = skywave()
    scene = northward(world, 62.0, 20e3, 300.0, LOOKS)
    range_m = MEAN_RADIUS_M * math.radians(17)  # along a meridian the angle between verticals is the latitude's
    half_snr = math.log(1e-5) / math.log(0.5) - 1.0
    probability = 1e-5 ** (1.0 / (1.0 + half_snr * (2500e3 / range_m) ** 4))
    seen, body = sense_skywave(radar, scene, 60_000, LUCK)
    low, high = binom.ppf([0.001, 0.999], LOOKS, probability)
    assert low <= body.size <= high
    assert (seen.time_ms, seen.sensor_id, seen.scan) == (60_000, "far", 2)
    # the foot of a body 20 km up moves more slowly than the body
    rate_m_s = 300.0 * MEAN_RADIUS_M / (MEAN_RADIUS_M + 20e3)
    errors = (
        (seen.range_m - range_m) / seen.sigma_range_m,
        ((seen.azimuth_rad + math.pi) % (2.0 * math.pi) - math.pi) / seen.sigma_azimuth_rad,
        (seen.range_rate_m_s - rate_m_s) / seen.sigma_range_rate_m_s,
    )
    low, high = chi2.ppf([0.001, 0.999], body.size)
    for error in errors:
        assert low <= (error**2).sum() <= high
    # 5 sigma of a correlation that is zero
    assert np.abs(np.corrcoef(errors) - np.eye(3)).max() < 5.0 / math.sqrt(body.size)
    assert 0.0 <= seen.azimuth_rad.min() <= seen.azimuth_rad.max() < 2.0 * math.pi
    assert np.array_equal(seen.range_m, np.sort(seen.range_m))


def test_the_order_of_the_bodies_leaves_no_trace(world: ModuleType) -> None:
    scene = northward(world, 60.0, 10e3, 250.0, 60)
    plain, plain_body = sense_skywave(skywave(), scene, 0, LUCK)
    order = np.random.default_rng(1).permutation(60)
    seen, body = sense_skywave(skywave(), world.permuted(scene, order), 0, LUCK)
    assert np.array_equal(order[body], plain_body)
    assert 0 < body.size < 60
    for one, other in zip(seen, plain, strict=True):
        assert np.array_equal(one, other)


def test_an_empty_sky_and_a_body_overhead(world: ModuleType) -> None:
    seen, body = sense_skywave(skywave(), world.scene(), 0, LUCK)
    assert seen.range_m.shape == body.shape == (0,)
    overhead = world.scene(world.at(45.0, 10.0, 50e3))
    assert skywave_reasons(skywave(), overhead).tolist() == [Reason.TOO_CLOSE]


def test_it_copies_and_travels() -> None:
    radar = skywave()
    for twin in (copy.deepcopy(radar), pickle.loads(pickle.dumps(radar))):
        assert twin == radar
        assert twin.numbers == radar.numbers
