"""The standard atmosphere against its own published tables."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from tocsin.earth import constants
from tocsin.earth.kernels import air, air_density, geopotential_altitude, layer_state

ORACLES = json.loads((Path(__file__).parents[1] / "oracles/earth_atmosphere.json").read_text())
ROWS = [case for case in ORACLES if case["id"].startswith("ussa76")]
LOW = [case for case in ROWS if case["inputs"]["geometric_altitude"]["value"] < 86e3]
HIGH = [case for case in ROWS if case["inputs"]["geometric_altitude"]["value"] >= 86e3]
HEIGHTS = [case for case in ORACLES if case["id"].startswith("geopotential")]


@pytest.mark.parametrize("case", LOW, ids=lambda case: case["id"])
def test_below_86_km_the_tables_are_met(case: dict) -> None:
    temperature_k, pressure_pa, density, sound_m_s = air(float(case["inputs"]["geometric_altitude"]["value"]))
    ours = {
        "temperature": temperature_k,
        "molecular_temperature": temperature_k,
        "pressure": pressure_pa,
        "density": density,
        "speed_of_sound": sound_m_s,
    }
    for name, entry in case["expected"].items():
        if name in ours:  # viscosity is not modelled
            assert ours[name] == pytest.approx(entry["value"], rel=case["tolerance"]["rel"]), name


@pytest.mark.parametrize("case", HEIGHTS, ids=lambda case: case["id"])
def test_geopotential_altitude(case: dict) -> None:
    found = geopotential_altitude(float(case["inputs"]["geometric_altitude"]["value"]))
    (wanted,) = case["expected"].values()
    assert found == pytest.approx(wanted["value"], abs=case["tolerance"]["abs"])


def report_temperature_k(alt_m: float) -> float:
    """Kinetic temperature above 86 km, the report's equations 25, 27, 29 and 31."""
    km = alt_m / 1000.0
    if km < 91.0:
        return 186.8673
    if km < 110.0:
        return 263.1905 - 76.3232 * math.sqrt(1.0 - ((km - 91.0) / 19.9429) ** 2)
    if km < 120.0:
        return 240.0 + 12.0 * (km - 110.0)
    depth = (km - 120.0) * (6356.766 + 120.0) / (6356.766 + km)
    return 1000.0 - 640.0 * math.exp(-0.01875 * depth)


def published_density(case: dict) -> float:
    expected = case["expected"]
    if "density" in expected:
        return float(expected["density"]["value"])
    temperature_k = report_temperature_k(case["inputs"]["geometric_altitude"]["value"])
    mass = expected["mean_molecular_weight"]["value"]
    return float(expected["pressure"]["value"] * mass / (8314.32 * temperature_k))


@pytest.mark.parametrize("case", HIGH, ids=lambda case: case["id"])
def test_above_86_km_the_density_is_rough(case: dict) -> None:
    """Straight lines in log density between 16 rows: measured worst 12.2 %, at 210 km; 15 % is asserted.

    Drag of a body with 500 kg/m^2 at 7 km/s is below 0.35 m/s^2 at 86 km and falls tenfold every 16 km,
    so that 15 % of it moves nothing that this software reports.
    """
    altitude_m = case["inputs"]["geometric_altitude"]["value"]
    found = air_density(min(altitude_m, 999999.0))
    assert found == pytest.approx(published_density(case), rel=0.15)


def test_layers_meet_and_their_base_pressures_follow_from_sea_level() -> None:
    for layer in range(1, 7):
        geopotential_m = constants.LAYER_BASE_M[layer]
        r0 = constants.GEOPOTENTIAL_RADIUS_M
        altitude_m = r0 * geopotential_m / (r0 - geopotential_m)
        below, above = layer_state(altitude_m - 1e-4), layer_state(altitude_m + 1e-4)
        # 0.2 mm of height change pressure by 3e-8; the stored pressures have nine figures.
        assert below == pytest.approx(above, rel=1e-7)


def test_the_tail_meets_the_layers_and_ends_at_1000_km() -> None:
    assert air_density(85999.999) == pytest.approx(air_density(86000.001), rel=1e-5)  # seven figures stored
    assert air_density(1.0e6) == 0.0
    assert air_density(-9000.0) == air_density(-5000.0)


def test_density_only_falls() -> None:
    heights = np.linspace(-5000.0, 1.0e6, 5000)
    assert np.all(np.diff([air_density(height) for height in heights]) < 0.0)
