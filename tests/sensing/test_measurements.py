"""What is measured: how often, how well, in which order, and with whose luck."""

import copy
import math
import pickle
from types import ModuleType

import numpy as np
import pytest
from scipy.stats import binom, chi2, expon, kstest, norm

from tocsin.chance.luck import Luck, luck_for
from tocsin.errors import ModelRangeError
from tocsin.motion.orbit import position_ecef
from tocsin.sensing.infrared.sensor import InfraredMeasurements, sense_infrared
from tocsin.sensing.infrared.sky import CLEAR, Sky
from tocsin.sensing.radar.look import RadarMeasurements, sense_radar
from tocsin.sensing.scan import scan_of
from tocsin.sensing.scene import Cloud, cloud_rows

LUCK = luck_for(7, 0)
LOOKS = 4000


def in_binomial_band(count: int, looks: int, probability: float) -> bool:
    """Whether a count lies in the middle 99.8 % of what that many looks give."""
    low, high = binom.ppf([0.001, 0.999], looks, probability)
    return bool(low <= count <= high)


def in_chi_square_band(errors_in_sigmas: np.ndarray) -> bool:
    """Whether errors, each over its stated sigma, have a sum of squares in the middle 99.8 %."""
    low, high = chi2.ppf([0.001, 0.999], errors_in_sigmas.size)
    return bool(low <= (errors_in_sigmas**2).sum() <= high)


def same_bytes(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(
        a.tobytes() == b.tobytes() and a.shape == b.shape if isinstance(a, np.ndarray) else a == b
        for a, b in zip(one, other, strict=True)
    )


# --- radar ---


@pytest.mark.parametrize("range_m", [700e3, 1000e3, 1300e3, 2000e3])
def test_radar_detects_as_often_as_the_formula_says(world: ModuleType, range_m: float) -> None:
    radar = world.radar()
    scene = world.many(world.from_radar(radar, 10.0, 40.0, range_m), LOOKS)
    probability = radar.pfa ** (1.0 / (1.0 + radar.numbers.snr_m2 / range_m**4))
    _, body = sense_radar(radar, scene, 5000, LUCK)
    assert in_binomial_band(body.size, LOOKS, probability)


def test_radar_detects_as_often_over_many_scans_of_one_body(world: ModuleType) -> None:
    radar = world.radar()
    scene = world.scene(world.from_radar(radar, 10.0, 40.0, 1200e3))
    probability = radar.pfa ** (1.0 / (1.0 + radar.numbers.snr_m2 / 1200e3**4))
    count = sum(sense_radar(radar, scene, 1000 * scan, LUCK)[1].size for scan in range(LOOKS))
    assert in_binomial_band(count, LOOKS, probability)


@pytest.mark.parametrize("range_m, has_floor", [(900e3, False), (150e3, True)])
def test_radar_errors_are_as_large_as_stated(world: ModuleType, range_m: float, has_floor: bool) -> None:
    radar = world.radar(bandwidth_hz=1e6 if not has_floor else 1e7)
    scene = world.many(world.from_radar(radar, 10.0, 40.0, range_m), LOOKS)
    seen, _ = sense_radar(radar, scene, 5000, LUCK)
    range_errors = (seen.range_m - range_m) / seen.sigma_range_m
    azimuth_errors = (seen.azimuth_rad - math.radians(10)) / seen.sigma_angle_rad
    elevation_errors = (seen.elevation_rad - math.radians(40)) / seen.sigma_angle_rad
    for errors in (range_errors, azimuth_errors, elevation_errors):
        assert in_chi_square_band(errors)
        assert kstest(errors, norm.cdf).pvalue > 1e-3
    # 5 sigma of a correlation that is zero
    assert np.abs(np.corrcoef([range_errors, azimuth_errors, elevation_errors]) - np.eye(3)).max() < 5 / 50
    spread = np.sqrt(2.0 * seen.snr)
    assert seen.sigma_range_m == pytest.approx(
        np.maximum(10.0, 299792458.0 / (2.0 * radar.bandwidth_hz) / spread), rel=1e-12
    )
    assert seen.sigma_angle_rad == pytest.approx(
        np.maximum(0.02 * radar.beamwidth_rad, radar.beamwidth_rad / (1.6 * spread)), rel=1e-12
    )
    assert (np.median(seen.sigma_range_m) == 10.0) == has_floor


def test_radar_snr_fluctuates_as_swerling_1(world: ModuleType) -> None:
    radar = world.radar()
    scene = world.many(world.from_radar(radar, 10.0, 40.0, 900e3), LOOKS)
    seen, _ = sense_radar(radar, scene, 5000, LUCK)
    # An exponential cut off below at the threshold is the same exponential from there on.
    mean = 1.0 + radar.numbers.snr_m2 / 900e3**4
    excess = seen.snr + 1.0 + math.log(radar.pfa)
    assert excess.min() >= 0.0
    assert kstest(excess / mean, expon.cdf).pvalue > 1e-3


def test_radar_reports_what_a_strong_echo_shows(world: ModuleType) -> None:
    radar = world.radar(scan_period_ms=2000, scan_offset_ms=1000)
    places = [(350.0, 40.0, 300e3), (20.0, 10.0, 200e3), (20.0, 50.0, 400e3)]
    scene = world.scene(*[world.from_radar(radar, *place) for place in places], rcs_m2=1e6)
    seen, body = sense_radar(radar, scene, 7000, LUCK)
    assert (seen.time_ms, seen.sensor_id, seen.scan) == (7000, "north", 3)
    assert body.tolist() == [1, 0, 2]
    assert seen.range_m == pytest.approx([200e3, 300e3, 400e3], abs=50)  # 5 floors of 10 m
    floor_rad = 0.02 * radar.beamwidth_rad
    assert np.degrees(seen.azimuth_rad) == pytest.approx([20, 350, 20], abs=math.degrees(5 * floor_rad))
    assert np.degrees(seen.elevation_rad) == pytest.approx([10, 40, 50], abs=math.degrees(5 * floor_rad))


def test_radar_azimuth_stays_in_the_circle(world: ModuleType) -> None:
    radar = world.radar()
    scene = world.many(world.from_radar(radar, 0.0, 40.0, 900e3), 500)
    seen, _ = sense_radar(radar, scene, 5000, LUCK)
    assert seen.azimuth_rad.min() >= 0.0
    assert seen.azimuth_rad.max() < 2.0 * math.pi
    assert (seen.azimuth_rad > math.pi).any()
    assert (seen.azimuth_rad < math.pi).any()


# --- infrared ---


@pytest.mark.parametrize("sigmas_above", [-2.0, -0.5, 0.0, 0.5, 2.0])
def test_infrared_detects_as_often_as_the_formula_says(world: ModuleType, sigmas_above: float) -> None:
    eye = world.eye()
    point = world.at(45.0, 10.0, 60e3)
    range_m = float(np.linalg.norm(point - position_ecef(eye.satellite, world.EPOCH_MS)))
    plume_w_sr = (eye.threshold_w_m2 + sigmas_above * eye.noise_w_m2) * range_m**2
    scene = world.many(point, LOOKS, plume_w_sr=plume_w_sr)
    seen, body = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
    assert in_binomial_band(body.size, LOOKS, norm.cdf(sigmas_above))
    assert seen.intensity_w_m2.min() >= eye.threshold_w_m2


@pytest.mark.parametrize("lat_deg, lon_deg, boresight_deg", [(45.0, 10.0, 45.0), (0.0, 19.0, 0.0)])
def test_infrared_errors_are_as_large_as_stated(
    world: ModuleType, lat_deg: float, lon_deg: float, boresight_deg: float
) -> None:
    eye = world.eye(boresight_lat_rad=math.radians(boresight_deg))
    point = world.at(lat_deg, lon_deg, 60e3)
    scene = world.many(point, LOOKS, plume_w_sr=100e3)
    seen, _ = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
    line = point - seen.satellite_ecef
    range_m = np.linalg.norm(line)
    assert np.linalg.norm(seen.direction_ecef, axis=1) == pytest.approx(1.0, abs=1e-12)
    away = seen.direction_ecef - line / range_m
    # In any direction across the line the error has the stated sigma; along it there is none.
    across = np.linalg.svd(line[None, :])[2][1:]
    for axis in (*across, (across[0] + across[1]) / math.sqrt(2.0)):
        assert in_chi_square_band(away @ axis / eye.sigma_angle_rad)
    assert np.abs(away @ line / range_m).max() < 20 * eye.sigma_angle_rad**2  # second order
    intensity_errors = (seen.intensity_w_m2 - 100e3 / range_m**2) / eye.noise_w_m2
    assert in_chi_square_band(intensity_errors)


def test_infrared_looks_straight_down_without_trouble(world: ModuleType) -> None:
    """The line of sight along the Earth's axis: another pair of directions across it is used."""
    eye = world.eye(half_field_rad=math.pi)
    satellite = position_ecef(eye.satellite, world.EPOCH_MS)
    scene = world.scene(satellite + np.array([0.0, 0.0, 1e6]), plume_w_sr=10e3)
    seen, _ = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
    assert seen.direction_ecef[0] == pytest.approx([0.0, 0.0, 1.0], abs=6 * eye.sigma_angle_rad)


# --- both ---


def look_radar(world: ModuleType, order: np.ndarray, luck: Luck = LUCK) -> tuple[RadarMeasurements, np.ndarray]:
    radar = world.radar()
    points = [world.from_radar(radar, 3.0 * i - 60.0, 2.0 * i, 500e3 + 20e3 * ((7 * i) % 40)) for i in range(40)]
    # Two bodies at one place differ by their luck alone.
    scene = world.permuted(world.scene(*points, *points[:5]), order)
    return sense_radar(radar, scene, 5000, luck)


def look_infrared(world: ModuleType, order: np.ndarray, luck: Luck = LUCK) -> tuple[InfraredMeasurements, np.ndarray]:
    points = [world.at(40.0 + 0.25 * i, 10.0 + 0.3 * ((7 * i) % 40), 60e3) for i in range(40)]
    scene = world.permuted(world.scene(*points, *points[:5], plume_w_sr=6e3), order)
    sky = Sky(cloud_rows([Cloud(math.radians(45), math.radians(10), 100e3, 10e3)]))
    return sense_infrared(world.eye(), scene, sky, world.EPOCH_MS, 13_000, luck)


@pytest.mark.parametrize("look", [look_radar, look_infrared])
def test_the_order_of_the_bodies_leaves_no_trace(world: ModuleType, look: object) -> None:
    assert callable(look)
    as_given = np.arange(45)
    plain, plain_body = look(world, as_given)
    assert 5 < plain_body.size < 45
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(45)
        seen, body = look(world, order)
        assert same_bytes(seen, plain)
        assert np.array_equal(order[body], plain_body)


@pytest.mark.parametrize("look", [look_radar, look_infrared])
def test_rows_are_sorted_by_what_is_reported(world: ModuleType, look: object) -> None:
    assert callable(look)
    seen, _ = look(world, np.arange(45))
    first = seen.range_m if isinstance(seen, RadarMeasurements) else seen.direction_ecef[:, 0]
    assert np.array_equal(first, np.sort(first))


def test_equal_first_keys_are_sorted_by_the_next(world: ModuleType) -> None:
    """Without noise two bodies can share a first key: the second decides, then the third."""
    eye = world.eye(sigma_angle_rad=0.0, noise_w_m2=0.0, half_field_rad=math.pi)
    satellite = position_ecef(eye.satellite, world.EPOCH_MS)
    size_m = 1e6
    points = [satellite + size_m * np.array([0.0, y, z]) for y, z in [(0.6, 0.8), (-0.6, 0.8), (-0.6, -0.8)]]
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        scene = world.scene(*[points[i] for i in order])
        seen, _ = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
        assert np.round(seen.direction_ecef, 6).tolist() == [[0, -0.6, -0.8], [0, -0.6, 0.8], [0, 0.6, 0.8]]


def test_another_body_leaves_the_first_ones_luck_alone(world: ModuleType) -> None:
    radar = world.radar()
    scene = world.scene(*[world.from_radar(radar, 5.0 * i, 40.0, 900e3 + 1e4 * i) for i in range(10)])
    seen, body = sense_radar(radar, scene, 5000, LUCK)
    fewer, fewer_body = sense_radar(radar, world.permuted(scene, np.arange(6)), 5000, LUCK)
    kept = body < 6
    assert 0 < fewer_body.size < body.size
    assert np.array_equal(body[kept], fewer_body)
    assert np.array_equal(seen.range_m[kept], fewer.range_m)


def test_luck_follows_run_scan_sensor_and_body(world: ModuleType) -> None:
    radar = world.radar()
    scene = world.scene(world.from_radar(radar, 5.0, 40.0, 300e3))
    ranges = [
        sense_radar(radar, scene, 5000, LUCK),
        sense_radar(radar, scene, 5000, luck_for(7, 1)),
        sense_radar(radar, scene, 6000, LUCK),
        sense_radar(world.radar(luck_id=99), scene, 5000, LUCK),
        sense_radar(radar, scene._replace(luck_id=np.array([77])), 5000, LUCK),
    ]
    assert len({float(seen.range_m[0]) for seen, _ in ranges}) == 5
    assert same_bytes(sense_radar(radar, scene, 5000, LUCK)[0], ranges[0][0])


@pytest.mark.parametrize("count", [0, 3])
def test_nothing_seen_is_an_empty_report(world: ModuleType, count: int) -> None:
    scene = world.scene(*[world.at(-45.0, -170.0, 60e3)] * count)
    radar_seen, radar_body = sense_radar(world.radar(), scene, 5000, LUCK)
    assert [array.shape for array in radar_seen[3:]] == [(0,)] * 9
    assert radar_body.shape == (0,)
    seen, body = sense_infrared(world.eye(), scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
    assert seen.direction_ecef.shape == (0, 3)
    assert seen.intensity_w_m2.shape == body.shape == (0,)
    assert np.linalg.norm(seen.satellite_ecef) > 42e6


def test_the_scene_is_left_as_it_was(world: ModuleType) -> None:
    radar = world.radar()
    scene = world.scene(*[world.from_radar(radar, 5.0 * i, 40.0, 900e3) for i in range(5)])
    before = copy.deepcopy(scene)
    sense_radar(radar, scene, 5000, LUCK)
    sense_infrared(world.eye(), scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
    assert same_bytes(scene, before)


def test_a_sensor_looks_at_its_own_times(world: ModuleType) -> None:
    eye = world.eye(scan_period_ms=10_000, scan_offset_ms=3_000)
    assert [scan_of(eye, time_ms) for time_ms in (0, 3_000, 4_000, 13_000, 23_000)] == [None, 0, None, 1, 2]


def test_sensors_copy_and_travel(world: ModuleType) -> None:
    for sensor in (world.radar(), world.eye()):
        for twin in (copy.deepcopy(sensor), pickle.loads(pickle.dumps(sensor))):
            assert twin == sensor
            assert twin.numbers == sensor.numbers


def test_a_radars_biases_are_on_every_report_and_change_no_detection(world: ModuleType) -> None:
    radar = world.radar()
    off = world.radar(range_bias_m=-500.0, azimuth_bias_rad=-0.3 * math.pi / 180, elevation_bias_rad=2e-3)
    scene = world.many(world.from_radar(radar, 0.1, 40.0, 900e3), 50)
    (plain, body), (shifted, body_off) = (sense_radar(which, scene, 5000, LUCK) for which in (radar, off))
    assert np.array_equal(body, body_off)
    assert shifted.range_m == pytest.approx(plain.range_m - 500.0)
    turned = (shifted.azimuth_rad - plain.azimuth_rad + math.pi) % (2 * math.pi) - math.pi
    assert turned == pytest.approx(np.full(body.size, -0.3 * math.pi / 180))
    assert shifted.azimuth_rad.min() >= 0.0
    assert shifted.azimuth_rad.max() < 2 * math.pi
    assert shifted.elevation_rad == pytest.approx(plain.elevation_rad + 2e-3)
    assert np.array_equal(shifted.snr, plain.snr)
    assert np.array_equal(shifted.range_rate_m_s, plain.range_rate_m_s)


@pytest.mark.parametrize("bias", [{"range_bias_m": 6e3}, {"azimuth_bias_rad": -0.2}, {"elevation_bias_rad": 0.2}])
def test_a_bias_beyond_the_model_is_refused(world: ModuleType, bias: dict[str, float]) -> None:
    with pytest.raises(ModelRangeError, match=f"{next(iter(bias))} = .* give a smaller bias"):
        world.radar(**bias)
