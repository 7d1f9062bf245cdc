"""The radar equations, detection and the horizon against every published case that can be checked here."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tocsin.sensing.radar.bending.kernels import horizon_range
from tocsin.sensing.radar.detection.kernels import (
    coherent_probability,
    coherent_threshold,
    detection_probability,
    detection_threshold,
    required_snr,
)
from tocsin.sensing.radar.sensor import (
    BOLTZMANN_J_K,
    LIGHT_SPEED_M_S,
    Radar,
    search_snr_of_one_square_metre_at_one_metre,
    snr_of_one_square_metre_at_one_metre,
)

Validate = Callable[..., None]
CASES = json.loads((Path(__file__).parents[1] / "oracles" / "radar.json").read_text())


def cases(*starts: str) -> list[Any]:
    """Return the cases whose ids start so, as parameters."""
    return [pytest.param(case, id=case["id"]) for case in CASES if case["id"].startswith(starts)]


def ratio(decibels: float) -> float:
    return float(10.0 ** (decibels / 10.0))


def decibels(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


def given(case: dict[str, Any]) -> dict[str, Any]:
    return {key: entry["value"] if isinstance(entry, dict) else entry for key, entry in case["inputs"].items()}


def snr_m2(world: ModuleType, value: dict[str, Any], noise_temperature_k: float, integration_s: float) -> float:
    """Return the SNR of 1 m^2 at 1 m of a radar described as the oracles do."""
    radar = world.radar(
        power_w=value["Pt"],
        integration_s=integration_s,
        gain=ratio(value["G"]),
        wavelength_m=value.get("c", LIGHT_SPEED_M_S) / value["f"],
        noise_temperature_k=noise_temperature_k,
        loss=ratio(value.get("loss", 0.0)),
    )
    return snr_of_one_square_metre_at_one_metre(radar)


def test_every_case_is_used_here() -> None:
    starts = ("matlab-", "textbook-", "stonesoup-", "swerling", "coherent", "albersheim", "shnidman")
    assert len(cases(*starts)) == len(CASES) == 60


@pytest.mark.parametrize("case", cases("matlab-radareqsnr"))
def test_snr_of_the_radar_equation(world: ModuleType, validate: Validate, case: dict[str, Any]) -> None:
    value = given(case)
    snr = snr_m2(world, value, value["Ts"], value["tau"]) * value["RCS"] / value["range"] ** 4
    validate("sensing", case, "SNR", decibels(snr))


@pytest.mark.parametrize("case", cases("matlab-radareqrng"))
def test_range_of_the_radar_equation(world: ModuleType, validate: Validate, case: dict[str, Any]) -> None:
    value = given(case)
    at_one_metre = snr_m2(world, value, 290.0, value["tau"])  # 290 K: that function's default
    validate("sensing", case, "range", (at_one_metre * value["RCS"] / ratio(value["SNR"])) ** 0.25)


@pytest.mark.parametrize("case", cases("textbook-"))
def test_power_received(world: ModuleType, validate: Validate, case: dict[str, Any]) -> None:
    value = given(case)
    # With k T = 1 W s and one second the SNR is the received power in watts.
    at_one_metre = snr_m2(world, value, 1.0 / BOLTZMANN_J_K, 1.0)
    metres = 1852.0 if case["inputs"]["range"]["unit"] == "nmi" else 1.0
    validate("sensing", case, "Pr", at_one_metre * value["RCS"] / (metres * value["range"]) ** 4)


@pytest.mark.parametrize("case", cases("stonesoup-aesa-rcs"))
def test_snr_of_an_array_that_looks_at_the_body(world: ModuleType, validate: Validate, case: dict[str, Any]) -> None:
    value = given(case)
    value["Pt"] = value["Ppeak"]
    look_s = value["pulses"] * value["duty"] / value["B"]  # all pulses, each as long as the duty leaves it
    at_one_metre = snr_m2(world, value, 290.0 * ratio(value["NF"]), look_s)
    validate("sensing", case, "SNR", at_one_metre * value["RCS"] / value["range"] ** 4)


def test_steady_echo_against_another_program(validate: Validate) -> None:
    """Stone Soup uses North's approximation; its SNR is taken as given, the beam it comes from is not ours."""
    (case,) = [case for case in CASES if case["id"] == "stonesoup-aesa-snr"]
    threshold = detection_threshold(given(case)["pfa"], 1)
    validate("sensing", case, "Pd", detection_probability(case["expected"]["SNR"]["value"], threshold, 1, 0))


def searching(world: ModuleType, value: dict[str, Any]) -> Radar:
    gain, wavelength_m = 1e4, 0.5
    radar: Radar = world.radar(
        power_w=value["power_aperture"] / (gain * wavelength_m**2 / (4.0 * math.pi)),
        gain=gain,
        wavelength_m=wavelength_m,
        half_sector_rad=math.radians(value["az"][1] - value["az"][0]) / 2.0,
        min_elevation_rad=math.radians(value["el"][0]),
        max_elevation_rad=math.radians(value["el"][1]),
        scan_period_ms=round(value["t_search"] * 1000),
        noise_temperature_k=value["Ts"],
        loss=ratio(value["loss"]),
    )
    return radar


@pytest.mark.parametrize("case", cases("matlab-radareqsearchsnr"))
def test_search_radar_equation(world: ModuleType, validate: Validate, case: dict[str, Any]) -> None:
    value = given(case)
    at_one_metre = search_snr_of_one_square_metre_at_one_metre(searching(world, value), 1.0)
    validate("sensing", case, "SNR", decibels(at_one_metre * ratio(value["RCS"]) / value["range"] ** 4))


@pytest.mark.parametrize("case", cases("swerling"))
def test_probability_of_detection(validate: Validate, case: dict[str, Any]) -> None:
    value = given(case)
    pulses, swerling = value["N_noncoherent"], value["swerling"]
    threshold = detection_threshold(value["Pfa"], pulses)
    validate("sensing", case, "Pd", detection_probability(ratio(value["SNR_per_pulse"]), threshold, pulses, swerling))


@pytest.mark.parametrize("case", cases("coherent"))
def test_probability_of_detection_at_a_known_phase(validate: Validate, case: dict[str, Any]) -> None:
    value = given(case)
    snr = ratio(value["SNR_per_pulse"]) * value["N_coherent"]
    validate("sensing", case, "Pd", coherent_probability(snr, value["Pfa"]))


@pytest.mark.parametrize("case", cases("matlab-npwgnthresh"))
def test_threshold_at_a_known_phase(validate: Validate, case: dict[str, Any]) -> None:
    validate("sensing", case, "threshold", decibels(coherent_threshold(given(case)["pfa"])))


@pytest.mark.parametrize("case", cases("albersheim", "shnidman"))
def test_required_snr_against_the_approximations(validate: Validate, case: dict[str, Any]) -> None:
    """The exact sums, turned round, lie within what the two formulas claim for themselves.

    Albersheim's formula is good to 0.2 dB and holds for a linear detector, another 0.1 dB away from square law
    (Skolnik, 3rd ed., section 2.6); Shnidman's to 0.5 dB (Richards, *Fundamentals of Radar Signal Processing*).
    """
    value = given(case)
    threshold = detection_threshold(value["Pfa"], value["N"])
    for quantity in case["expected"]:
        swerling = int(quantity[-1]) if quantity[-1].isdigit() else 0
        got_db = decibels(required_snr(value["Pd"], threshold, value["N"], swerling))
        validate("sensing", case, quantity, got_db, abs=0.3 if case["id"].startswith("albersheim") else 0.5)


def test_horizon_range(validate: Validate) -> None:
    (case,) = [case for case in CASES if case["id"] == "matlab-horizonrange"]
    # Its effective radius, from its documented refractivity gradient of 39 per km; ours is 4/3 exactly.
    effective_radius_m = 6371e3 / (1.0 - 6371e3 * 39e-9)
    validate("sensing", case, "horizon_range", horizon_range(given(case)["antenna_height"], effective_radius_m))
