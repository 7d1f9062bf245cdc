"""The radar equation, detection and the horizon against numbers that others published."""

import math
from types import ModuleType
from typing import Any

import pytest

from tocsin.sensing.radar.bending.kernels import horizon_range
from tocsin.sensing.radar.detection.kernels import detection_probability
from tocsin.sensing.radar.sensor import BOLTZMANN_J_K, LIGHT_SPEED_M_S, snr_of_one_square_metre_at_one_metre


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
