"""What is reported and is no body: birds, weather, the Moon.  And the range rate of what is one."""

import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2, kstest, norm, poisson, uniform

from tocsin.chance.luck import luck_for
from tocsin.earth.constants import ROTATION_RAD_S
from tocsin.earth.kernels import ecef_from_lla
from tocsin.sensing.radar.kernels import poisson_number
from tocsin.sensing.radar.look import CLUTTER_PAIRING, MOON_PAIRING, sense_radar
from tocsin.sensing.radar.moon import MOON_RCS_M2, Moon
from tocsin.sensing.radar.sensor import Radar

LUCK = luck_for(7, 0)
CLUTTER = {"clutter_count": 3.0, "clutter_range_m": 60e3, "clutter_elevation_rad": math.radians(8)}
MOON_M = 384.4e6


def clutter_of(radar: Radar, world: ModuleType, scan_count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns (8, m) of many scans of an empty sky, and the number of each scan."""
    scans = [sense_radar(radar, world.scene(), 1000 * scan, LUCK) for scan in range(scan_count)]
    assert all((body == CLUTTER_PAIRING).all() for _, body in scans)
    return np.concatenate([np.array(seen[3:]) for seen, _ in scans], axis=1), np.array([b.size for _, b in scans])


def test_clutter_is_poisson_near_and_low(world: ModuleType) -> None:
    radar = world.radar(**CLUTTER)
    columns, counts = clutter_of(radar, world, 2000)
    low, high = poisson.ppf([0.001, 0.999], 3.0 * 2000)
    assert low <= counts.sum() <= high
    low, high = chi2.ppf([0.001, 0.999], 1999)
    assert low <= ((counts - 3.0) ** 2 / 3.0).sum() <= high  # as scattered as Poisson numbers are
    range_m, azimuth_rad, elevation_rad, snr, rate_m_s = columns[[0, 1, 2, 5, 6]]
    area_share = (range_m**2 - 20e3**2) / (60e3**2 - 20e3**2)
    turn_share = ((azimuth_rad + math.pi) % (2.0 * math.pi) - math.pi) / (2.0 * radar.half_sector_rad) + 0.5
    height_share = (elevation_rad - math.radians(3)) / math.radians(5)
    for share in (area_share, turn_share, height_share):
        assert kstest(share, uniform.cdf).pvalue > 1e-3
    assert kstest(rate_m_s / 8.0, norm.cdf).pvalue > 1e-3
    assert snr.min() >= radar.numbers.threshold - 1.0


def test_clutter_is_keyed_by_sensor_and_scan_alone(world: ModuleType) -> None:
    radar = world.radar(**CLUTTER)
    body = world.scene(world.from_radar(radar, 0.0, 30.0, 300e3))
    alone, _ = sense_radar(radar, world.scene(), 4000, LUCK)
    among, pairing = sense_radar(radar, body, 4000, LUCK)
    false = pairing == CLUTTER_PAIRING
    assert 0 < alone.range_m.size == false.sum() == pairing.size - 1
    assert np.array_equal(among.range_m[false], alone.range_m)
    assert np.array_equal(among.range_m, np.sort(among.range_m))
    other, _ = sense_radar(world.radar(luck_id=5, **CLUTTER), world.scene(), 4000, LUCK)
    later, _ = sense_radar(radar, world.scene(), 5000, LUCK)
    assert len({alone.range_m.tobytes(), other.range_m.tobytes(), later.range_m.tobytes()}) == 3


def test_clutter_competes_for_the_radars_time(world: ModuleType) -> None:
    radar = world.radar(track_capacity=2, **{**CLUTTER, "clutter_count": 30.0})
    strong = world.scene(world.from_radar(radar, 0.0, 30.0, 300e3), rcs_m2=100.0)
    _, pairing = sense_radar(radar, strong, 0, LUCK)
    assert sorted(pairing.tolist()) == [CLUTTER_PAIRING, 0]


def test_poisson_numbers_by_hand() -> None:
    # mean 1: 0 below 0.3679, 1 below 0.7358, 2 below 0.9197
    assert [poisson_number(1.0, share) for share in (0.0, 0.367, 0.369, 0.735, 0.737, 0.92)] == [0, 0, 1, 1, 2, 3]
    assert poisson_number(0.0, 1.0 - 2.0**-53) == 0


def test_range_rates_are_right_and_as_good_as_stated(world: ModuleType) -> None:
    radar = world.radar(integration_s=0.01, pulses=2, power_w=45e3)
    looks, range_m = 3000, 900e3
    place = world.from_radar(radar, 20.0, 35.0, range_m)
    line = (place - np.array(ecef_from_lla(radar.lat_rad, radar.lon_rad, radar.alt_m))) / range_m
    scene = world.many(place, looks)
    velocity = -1200.0 * line + 5000.0 * np.cross(line, [0.0, 0.0, 1.0])  # what goes across does not count
    seen, _ = sense_radar(radar, scene._replace(velocity_ecef=np.tile(velocity, (looks, 1))), 0, LUCK)
    errors = (seen.range_rate_m_s + 1200.0) / seen.sigma_range_rate_m_s
    low, high = chi2.ppf([0.001, 0.999], errors.size)
    assert low <= (errors**2).sum() <= high
    # wavelength 0.25 m, 5 ms coherent: 25 m/s over the root of twice the SNR, at least 1 m/s
    assert seen.sigma_range_rate_m_s == pytest.approx(np.maximum(1.0, 25.0 / np.sqrt(2.0 * seen.snr)), rel=1e-12)
    assert seen.sigma_range_rate_m_s.max() > 2.0
    range_errors = (seen.range_m - range_m) / seen.sigma_range_m
    assert abs(np.corrcoef(errors, range_errors)[0, 1]) < 5.0 / math.sqrt(errors.size)


def moon_over(radar: Radar, world: ModuleType, azimuth_deg: float, elevation_deg: float) -> Moon:
    """Return a Moon in a direction from the radar, at its mean distance from it."""
    place = world.from_radar(radar, azimuth_deg, elevation_deg, MOON_M)
    distance_m = float(np.linalg.norm(place))
    return Moon(place / distance_m, distance_m)


def moonlit(world: ModuleType, **changes: Any) -> Radar:
    radar: Radar = world.radar(unambiguous_range_m=3000e3, power_w=2e5, **changes)
    return radar


def test_the_moon_is_a_body_that_is_not_there(world: ModuleType) -> None:
    radar = moonlit(world)
    moon = moon_over(radar, world, 20.0, 30.0)
    seen, pairing = sense_radar(radar, world.scene(), 0, LUCK, moon=moon)
    assert pairing.tolist() == [MOON_PAIRING]
    # 384,400 km are 128 times 3,000 km and 400 km; 5 floors of 10 m, and 1 m of rounding
    assert seen.range_m == pytest.approx([400e3], abs=51.0)
    assert np.degrees([seen.azimuth_rad[0], seen.elevation_rad[0]]) == pytest.approx([20.0, 30.0], abs=0.3)
    # by hand: 0.07 pi 1737.4 km^2 is 6.64e11 m^2
    assert pytest.approx(6.638e11, rel=1e-3) == MOON_RCS_M2
    # The turning Earth: for a radar at latitude 45 the Moon's range changes by w R cos(lat) cos(el) sin(az - 180)
    # (+ for a setting Moon): 7.292e-5 * 6367.5e3 * cos 45 * cos 30 * sin 200 = -97.3 m/s, for a Moon that rises
    # in the east; 5 floors of 1 m/s
    assert seen.range_rate_m_s == pytest.approx([-97.3], abs=5.5)


def test_the_moons_range_rate_is_the_change_of_its_range(world: ModuleType) -> None:
    radar = moonlit(world)
    moon = moon_over(radar, world, 20.0, 30.0)
    turn_rad = -ROTATION_RAD_S * 1.0
    x, y, z = moon.direction_ecef * moon.distance_m
    later = np.array(
        [x * math.cos(turn_rad) - y * math.sin(turn_rad), x * math.sin(turn_rad) + y * math.cos(turn_rad), z]
    )
    place = np.array(ecef_from_lla(radar.lat_rad, radar.lon_rad, radar.alt_m))
    change_m = np.linalg.norm(later - place) - np.linalg.norm(moon.direction_ecef * moon.distance_m - place)
    seen, _ = sense_radar(radar, world.scene(), 0, LUCK, moon=moon)
    assert seen.range_rate_m_s == pytest.approx([change_m], abs=5.5)  # 5 floors of 1 m/s; half a second of turning


@pytest.mark.parametrize("azimuth_deg, elevation_deg", [(90.0, 30.0), (0.0, 85.0), (0.0, -5.0), (0.0, 1.5)])
def test_a_moon_outside_the_field_makes_no_echo(world: ModuleType, azimuth_deg: float, elevation_deg: float) -> None:
    radar = moonlit(world)
    moon = moon_over(radar, world, azimuth_deg, elevation_deg)
    assert sense_radar(radar, world.scene(), 0, LUCK, moon=moon)[1].size == 0


def test_a_moon_folded_out_of_the_instrumented_range_is_not_reported(world: ModuleType) -> None:
    radar = moonlit(world, max_range_m=399e3)
    moon = moon_over(radar, world, 20.0, 30.0)
    assert sense_radar(radar, world.scene(), 0, LUCK, moon=moon)[1].size == 0
    assert sense_radar(world.radar(), world.scene(), 0, LUCK, moon=moon)[1].size == 0  # a radar that does not fold


def test_a_weak_radar_does_not_hear_the_moon(world: ModuleType) -> None:
    radar = world.radar(unambiguous_range_m=3000e3, power_w=0.01)
    moon = moon_over(radar, world, 20.0, 30.0)
    assert sense_radar(radar, world.scene(), 0, LUCK, moon=moon)[1].size == 0


@pytest.mark.parametrize("extent", [{"clutter_range_m": 10e3}, {"clutter_elevation_rad": math.radians(1)}])
def test_clutter_nearer_or_lower_than_the_radar_looks_is_not_reported(
    world: ModuleType, extent: dict[str, float]
) -> None:
    radar = world.radar(**{**CLUTTER, **extent})
    assert radar.min_range_m == 20e3
    assert radar.min_elevation_rad == math.radians(3)
    _, counts = clutter_of(radar, world, 100)
    assert not counts.any()
