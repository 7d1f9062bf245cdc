"""The radar equation, detection and limits of sight against numbers that others published."""

import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tocsin.motion.orbit import geostationary, position_ecef
from tocsin.sensing.infrared import infrared_reasons
from tocsin.sensing.kernels import earth_hides
from tocsin.sensing.radar.bending.kernels import horizon_range
from tocsin.sensing.radar.detection.kernels import detection_probability
from tocsin.sensing.radar.sensor import BOLTZMANN_J_K, LIGHT_SPEED_M_S, snr_of_one_square_metre_at_one_metre
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import cloud_rows


def ratio(decibels: float) -> float:
    return float(10.0 ** (decibels / 10.0))


def snr_m2(world: ModuleType, inputs: dict[str, Any], noise_temperature_k: float, integration_s: float) -> float:
    """Return the SNR of 1 m^2 at 1 m of a radar described as the oracles do."""
    value = {key: entry["value"] for key, entry in inputs.items()}
    radar = world.radar(
        power_w=value["Pt"],
        integration_s=integration_s,
        gain=ratio(value["G"]),
        wavelength_m=value.get("c", LIGHT_SPEED_M_S) / value["f"],
        noise_temperature_k=noise_temperature_k,
        loss=ratio(value.get("loss", 0.0)),
    )
    return snr_of_one_square_metre_at_one_metre(radar)


@pytest.mark.parametrize("case_id", ["matlab-radareqsnr-1", "matlab-radareqsnr-2"])
def test_snr_of_the_radar_equation(world: ModuleType, case_id: str) -> None:
    case = world.oracle("radar.json")[case_id]
    inputs = case["inputs"]
    at_one_metre = snr_m2(world, inputs, inputs["Ts"]["value"], inputs["tau"]["value"])
    snr = at_one_metre * inputs["RCS"]["value"] / inputs["range"]["value"] ** 4
    assert 10.0 * math.log10(snr) == pytest.approx(case["expected"]["SNR"]["value"], **case["tolerance"])


@pytest.mark.parametrize("case_id", ["matlab-radareqrng-1", "matlab-radareqrng-2"])
def test_range_of_the_radar_equation(world: ModuleType, case_id: str) -> None:
    case = world.oracle("radar.json")[case_id]
    inputs = case["inputs"]
    at_one_metre = snr_m2(world, inputs, 290.0, inputs["tau"]["value"])  # 290 K: that function's default
    range_m = (at_one_metre * inputs["RCS"]["value"] / ratio(inputs["SNR"]["value"])) ** 0.25
    assert range_m == pytest.approx(case["expected"]["range"]["value"], **case["tolerance"])


@pytest.mark.parametrize("case_id", ["textbook-radar-Pr-75nmi", "textbook-radar-Pr-20km"])
def test_power_received(world: ModuleType, case_id: str) -> None:
    case = world.oracle("radar.json")[case_id]
    inputs = case["inputs"]
    # With k T = 1 W s and one second the SNR is the received power in watts.
    at_one_metre = snr_m2(world, inputs, 1.0 / BOLTZMANN_J_K, 1.0)
    metres = 1852.0 if inputs["range"]["unit"] == "nmi" else 1.0
    power_w = at_one_metre * inputs["RCS"]["value"] / (metres * inputs["range"]["value"]) ** 4
    assert power_w == pytest.approx(case["expected"]["Pr"]["value"], **case["tolerance"])


@pytest.mark.parametrize("case_id", ["swerling1-N1-pfa0.0001-snr16", "swerling2-N1-pfa0.0001-snr16"])
def test_probability_of_detection(world: ModuleType, case_id: str) -> None:
    case = world.oracle("radar.json")[case_id]
    inputs = case["inputs"]
    probability = detection_probability(
        ratio(inputs["SNR_per_pulse"]["value"]), -math.log(inputs["Pfa"]["value"]), 1, 1
    )
    assert probability == pytest.approx(case["expected"]["Pd"]["value"], **case["tolerance"])


def test_horizon_range(world: ModuleType) -> None:
    case = world.oracle("radar.json")["matlab-horizonrange"]
    # Its effective radius, from its documented refractivity gradient of 39 per km; ours is 4/3 exactly.
    effective_radius_m = 6371e3 / (1.0 - 6371e3 * 39e-9)
    range_m = horizon_range(case["inputs"]["antenna_height"]["value"], effective_radius_m)
    assert range_m == pytest.approx(case["expected"]["horizon_range"]["value"], **case["tolerance"])


def test_highest_latitude_seen_from_the_geostationary_ring(world: ModuleType) -> None:
    case = world.oracle("space_ir.json")["geo-coverage-limit"]
    eye = world.eye(half_field_rad=math.pi / 2)
    latitudes_deg = np.arange(80.5, 82.5, 0.01)
    scene = world.scene(*[world.at(latitude, 20.0, 0.0) for latitude in latitudes_deg])
    reasons = infrared_reasons(eye, scene, cloud_rows([]), world.EPOCH_MS)
    highest_deg = latitudes_deg[reasons != Reason.BEHIND_EARTH].max()
    assert highest_deg == pytest.approx(case["expected"]["max_latitude_seen_from_GEO"]["value"], abs=0.1)
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
