"""Limits of sight, the picture element, and glow against numbers and laws that others published."""

import math
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy import constants
from scipy.integrate import quad

from tocsin.earth.air.kernels import air_density
from tocsin.motion.orbit import geostationary, position_ecef
from tocsin.sensing.infrared.kernels import earth_hides
from tocsin.sensing.infrared.nature.kernels import EMISSIVITY, HEATING, HOTTEST_K, SUN_BAND_W_M2, hot_body_w_sr
from tocsin.sensing.infrared.sensor import infrared_reasons
from tocsin.sensing.infrared.sky import CLEAR
from tocsin.sensing.reason import Reason

Oracle = Callable[[str], Mapping[str, dict[str, Any]]]


def test_highest_latitude_seen_from_the_geostationary_ring(
    world: ModuleType, oracle: Oracle, validate: Callable[..., None]
) -> None:
    case = oracle("space_ir.json")["geo-coverage-limit"]
    eye = world.eye(half_field_rad=math.pi / 2)
    latitudes_deg = np.arange(80.5, 82.5, 0.01)
    scene = world.scene(*[world.at(latitude, 20.0, 0.0) for latitude in latitudes_deg])
    reasons = infrared_reasons(eye, scene, CLEAR, world.EPOCH_MS)
    highest_deg = latitudes_deg[reasons != Reason.BEHIND_EARTH].max()
    validate("infrared", case, "max_latitude_seen_from_GEO", highest_deg)
    assert set(reasons[latitudes_deg > highest_deg]) == {Reason.BEHIND_EARTH}


def test_the_solid_earth_by_another_road(world: ModuleType) -> None:
    """Sight lines from the ring to points all over, against 2,000 steps along each line."""
    satellite = position_ecef(geostationary(0.3, world.EPOCH_MS), world.EPOCH_MS)
    steps = np.linspace(0.0, 1.0, 2000)[:-1, None]
    axes_m = np.array([6378137.0, 6378137.0, 6356752.314])
    checked = 0
    for latitude in range(-88, 90, 8):
        for longitude in range(-180, 180, 15):
            point = world.at(latitude, longitude, 150e3)
            depth = float(np.sqrt((((satellite + steps * (point - satellite)) / axes_m) ** 2).sum(axis=1)).min())
            if abs(depth - 1.0) > 1e-4:  # too near to grazing for the steps to tell
                assert earth_hides(*satellite, *point) == (depth < 1.0)
                checked += 1
    assert checked > 400


@pytest.mark.parametrize("pack", ["staring", "high-orbit", "scanning"])
def test_direction_errors_are_of_the_size_of_a_picture_element(
    oracle: Oracle, validate: Callable[..., None], pack: str
) -> None:
    """Soft: a published guess of 0.5 km; the centre of one element is known to 0.29 of it, of a smear to several."""
    case = oracle("space_ir.json")["sbirs-pixel-assumption"]
    text = files("tocsin.scenario").joinpath("packs", f"{pack}.toml").read_text(encoding="utf-8")
    error_km = tomllib.loads(text)["numbers"]["sigma_angle_urad"]["value"] * 1e-6 * 35_786.0
    pixel_km = case["expected"]["ground_pixel"]["value"]
    # the scanner is declared coarser: 2 km and more
    most_km = 5.0 * pixel_km if pack == "scanning" else 2.5 * pixel_km
    validate("infrared", case, "ground_pixel", error_km, bounds=(0.29 * pixel_km, most_km))


# --- glow ---


def planck_w_m2_sr(low_m: float, high_m: float, hot_k: float) -> float:
    """Return Planck's law summed over a band."""

    def spectral(wave_m: float) -> float:
        x = constants.h * constants.c / (wave_m * constants.k * hot_k)
        return 2.0 * constants.h * constants.c**2 / wave_m**5 / math.expm1(x)

    return float(quad(spectral, low_m, high_m, epsabs=0.0)[0])


def test_the_suns_light_in_the_band() -> None:
    solid_angle_sr = math.pi * (6.957e8 / constants.au) ** 2  # nominal solar radius (IAU 2015)
    # 3 %: the Sun is no perfect black body
    assert planck_w_m2_sr(2.6e-6, 2.8e-6, 5772.0) * solid_angle_sr == pytest.approx(SUN_BAND_W_M2, rel=0.03)


@pytest.mark.parametrize(("speed_m_s", "alt_m"), [(2000.0, 30e3), (4000.0, 40e3), (3000.0, 50e3)])
def test_a_hot_body_sends_out_what_it_takes_in(speed_m_s: float, alt_m: float) -> None:
    heating = HEATING * math.sqrt(air_density(alt_m) / 0.2) * speed_m_s**3
    hot_k = (heating / EMISSIVITY / constants.Stefan_Boltzmann) ** 0.25
    assert hot_k < HOTTEST_K
    expected = EMISSIVITY * math.pi * 0.2**2 * planck_w_m2_sr(2.6e-6, 2.8e-6, hot_k)
    # 2 %: the middle of the band stands for the band
    assert hot_body_w_sr(np.array([speed_m_s]), np.array([alt_m]), 0.2)[0] == pytest.approx(expected, rel=0.02)


def test_heating_by_hand() -> None:
    """A published law at round numbers: 7 km/s, 1e-4 kg/m^3, a radius of 1 m give 0.6 MW/m^2."""
    assert HEATING * math.sqrt(1e-4 / 1.0) * 7000.0**3 == pytest.approx(0.597e6, rel=1e-3)  # digits printed


def test_glow_grows_with_speed_and_stops_at_the_hottest() -> None:
    speeds = np.array([0.0, 1000.0, 2000.0, 3000.0, 6000.0, 8000.0, 11_000.0])
    glow = hot_body_w_sr(speeds, np.full(7, 30e3), 0.3)
    assert glow[0] == 0.0
    assert (np.diff(glow[:5]) > 0.0).all()
    assert glow[5] == glow[6]  # wasting away at 3,500 K
    assert glow[6] == pytest.approx(EMISSIVITY * math.pi * 0.09 * planck_w_m2_sr(2.6e-6, 2.8e-6, 3500.0), rel=0.02)
    assert hot_body_w_sr(np.array([7000.0]), np.array([500e3]), 0.3)[0] < 100.0  # no air to speak of
