"""Flights to a declared apogee."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from tocsin.earth.geodesic import geodesic_direct, geodesic_inverse
from tocsin.earth.kernels import lla_rows
from tocsin.errors import ModelRangeError
from tocsin.motion.launch import Lla, fly_launch
from tocsin.motion.loft import minimum_energy_apogee_m
from tocsin.motion.solve import solve_boost_plan
from tocsin.motion.vehicle import Vehicle
from tocsin.scenario.pack import load_pack
from tocsin.scenario.vehicles import build_vehicle


def place_at(launch: Lla, range_m: float, azimuth_deg: float) -> Lla:
    lat, lon, _ = geodesic_direct(launch[0], launch[1], math.radians(azimuth_deg), range_m)
    return lat, lon, 0.0


@pytest.mark.parametrize(
    ("name", "range_km", "apogee_km"),
    [("srbm", 300, 200), ("mrbm", 1500, 800), ("irbm", 2000, 1500), ("icbm", 5500, 2000), ("icbm", 1000, 3700)],
)
@pytest.mark.parametrize("azimuth_deg", [57.0, -90.0])
def test_a_lofted_flight_is_as_high_as_declared_and_ends_at_the_aim(
    launch: Lla, name: str, range_km: float, apogee_km: float, azimuth_deg: float
) -> None:
    vehicle = build_vehicle(load_pack(name, "vehicle"))
    aim = place_at(launch, 1e3 * range_km, azimuth_deg)
    payload = fly_launch(vehicle, solve_boost_plan(vehicle, launch, aim, 1e3 * apogee_km), launch)[0]
    assert lla_rows(payload.path.position_ecef)[:, 2].max() == pytest.approx(1e3 * apogee_km, rel=0.01)
    assert geodesic_inverse(payload.end_lla[0], payload.end_lla[1], aim[0], aim[1]).distance_m < 100.0


@pytest.mark.parametrize(("range_km", "apogee_km"), [(60, 100), (30, 300), (300, 800), (1000, 1453)])
def test_a_sounding_rocket_goes_nearly_straight_up(launch: Lla, range_km: float, apogee_km: float) -> None:
    rocket = build_vehicle(load_pack("sounding", "vehicle"))
    aim = place_at(launch, 1e3 * range_km, 57.0)
    payload = fly_launch(rocket, solve_boost_plan(rocket, launch, aim, 1e3 * apogee_km), launch)[0]
    assert lla_rows(payload.path.position_ecef)[:, 2].max() == pytest.approx(1e3 * apogee_km, rel=0.01)
    assert geodesic_inverse(payload.end_lla[0], payload.end_lla[1], aim[0], aim[1]).distance_m < 100.0


def test_a_depressed_flight_needs_the_class_s_declaration(vehicle: Vehicle, launch: Lla) -> None:
    """Least energy over 2,000 km has its apogee at 459 km."""
    aim = place_at(launch, 2e6, 57.0)
    with pytest.raises(ModelRangeError, match=r"apogee = 430 km at range 2000 km must be within 459 \("):
        solve_boost_plan(vehicle, launch, aim, 430e3)
    declared = replace(vehicle, least_apogee_fraction=0.9)
    payload = fly_launch(declared, solve_boost_plan(declared, launch, aim, 430e3), launch)[0]
    assert lla_rows(payload.path.position_ecef)[:, 2].max() == pytest.approx(430e3, rel=0.01)


def test_what_the_class_does_not_reach_is_refused_with_value_and_range(vehicle: Vehicle, launch: Lla) -> None:
    with pytest.raises(ModelRangeError, match=r"apogee = 9000 km at that range must be reached with cut-off"):
        solve_boost_plan(vehicle, launch, place_at(launch, 1e6, 57.0), 9e6)
    narrow = replace(vehicle, range_bounds_m=(1e6, 2.5e6), max_apogee_m=1.2e6)
    with pytest.raises(ModelRangeError, match=r"apogee = 1300 km .* to 1200 km"):
        solve_boost_plan(narrow, launch, place_at(launch, 1e6, 57.0), 1.3e6)
    with pytest.raises(ModelRangeError, match=r"range = 2600 km must be within its class's 0 to 2500 km"):
        solve_boost_plan(narrow, launch, place_at(launch, 2.6e6, 57.0), 1.1e6)


@pytest.mark.parametrize("range_km", [300, 1000, 3000, 5500, 8000, 12000])
def test_the_least_energy_apogee_is_the_textbook_one(oracle: Callable, range_km: int) -> None:
    """A closed form against the same closed form worked elsewhere: an anchor, no oracle."""
    case = oracle("ballistic.json")[f"minenergy-{range_km}km"]
    apogee_m = minimum_energy_apogee_m(1e3 * range_km) * 6371.0e3 / 6371.0088e3
    assert apogee_m == pytest.approx(1e3 * case["expected"]["apogee"]["value"], rel=case["tolerance"]["rel"])
