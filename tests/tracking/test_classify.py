"""Kinds by Bayes' rule, calibrated; generic classes from how they fly, confusion measured over the class packs."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray
from stonesoup.models.measurement.categorical import MarkovianMeasurementModel
from stonesoup.types.array import StateVector
from stonesoup.types.detection import CategoricalDetection
from stonesoup.types.hypothesis import SingleHypothesis
from stonesoup.types.prediction import CategoricalStatePrediction
from stonesoup.updater.categorical import HMMUpdater

from tocsin.earth.kernels import ecef_from_lla, enu_axes, vincenty_direct
from tocsin.motion.glide.boosted import fly_boosted_glide, solve_glide
from tocsin.motion.launch import fly_launch
from tocsin.motion.loft import minimum_energy_apogee_m
from tocsin.motion.path import Path
from tocsin.motion.solve import solve_boost_plan
from tocsin.scenario.classes import class_table
from tocsin.scenario.pack import PackFile, shipped_pack
from tocsin.scenario.vehicles import build_glider, build_vehicle
from tocsin.tracking.classify import PRIOR, class_probability, flight_features, kind_after

Array = NDArray[np.float64]

CONFUSION = ((0.7, 0.2, 0.1), (0.2, 0.65, 0.15), (0.2, 0.2, 0.6))
PAD = math.radians(35.0), math.radians(20.0), 0.0
DRAWS = 20


# Kinds


def test_one_declaration_by_hand() -> None:
    got = kind_after(PRIOR, 0, CONFUSION)
    weights = np.array([0.4 * 0.7, 0.4 * 0.2, 0.2 * 0.2])
    assert got == pytest.approx(weights / weights.sum(), abs=1e-15)


@pytest.mark.parametrize("declared", [0, 1, 2])
def test_one_declaration_against_stone_soup(declared: int) -> None:
    """Stone Soup 1.9.1, MIT: a hidden Markov model's update with our matrix as its emission matrix."""
    names, now = ["payload", "stage", "debris"], datetime(2031, 3, 21, tzinfo=UTC)
    model = MarkovianMeasurementModel(emission_matrix=np.array(CONFUSION).T, measurement_categories=names)
    before = CategoricalStatePrediction(StateVector(PRIOR), timestamp=now, categories=names)
    told = CategoricalDetection(
        StateVector(np.eye(3)[declared]), timestamp=now, measurement_model=model, categories=names
    )
    theirs = HMMUpdater(model).update(SingleHypothesis(before, told)).state_vector
    ours = kind_after(PRIOR, declared, CONFUSION)
    assert ours == pytest.approx(np.asarray(theirs, dtype=np.float64).ravel(), abs=1e-12)


def test_a_useless_matrix_teaches_nothing_and_a_perfect_one_nearly_all() -> None:
    flat = kind_after(PRIOR, 1, ((1.0 / 3.0,) * 3,) * 3)
    assert flat == pytest.approx(PRIOR, abs=1e-15)
    sure = kind_after(PRIOR, 1, ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    assert 0.99 < sure[1] < 1.0  # a report may have gone to the wrong track: never all


@pytest.mark.parametrize("looks", [1, 2, 4])
def test_what_is_said_to_be_a_payload_with_some_probability_is_one_that_often(looks: int) -> None:
    rng = np.random.default_rng(5)
    count = 60_000
    kind = rng.choice(3, size=count, p=PRIOR)
    held = [PRIOR] * count
    edges = np.array(CONFUSION).cumsum(axis=1)
    for _ in range(looks):
        declared = (rng.random(count)[:, None] > edges[kind]).sum(axis=1).tolist()
        held = [kind_after(before, told, CONFUSION) for before, told in zip(held, declared, strict=True)]
    probability = np.array(held)
    for low in np.arange(0.0, 1.0, 0.2):
        said = probability[:, 0]
        inside = (said >= low) & (said < low + 0.2)
        if inside.sum() < 200:
            continue
        # 4 standard errors of a share
        band = 4.0 * 0.5 / math.sqrt(inside.sum())
        assert (kind[inside] == 0).mean() == pytest.approx(said[inside].mean(), abs=band)


# How it flies


def features(x: Array, boost_s: float = math.nan, manoeuvre_probability: float = math.nan) -> Array:
    return flight_features(x[None], np.array([boost_s]), np.array([manoeuvre_probability]))[0]


def thrown(range_m: float) -> Array:
    """Return the state (6,) at the ground, eastward on the equator, of a least-energy throw; inertial speeds."""
    radius_m, mu = 6371008.7714, 3.986004418e14
    half = 0.5 * range_m / radius_m
    sine = math.sin(half)
    speed_m_s = math.sqrt(2.0 * mu / radius_m * sine / (1.0 + sine))
    climb_rad = 0.25 * (math.pi - 2.0 * half)
    spin_m_s = 7.292115e-5 * radius_m
    return np.array(
        [radius_m, 0, 0, speed_m_s * math.sin(climb_rad), speed_m_s * math.cos(climb_rad) - spin_m_s, 0.0]
    )


@pytest.mark.parametrize("range_m", [500e3, 3_000e3, 10_000e3])
def test_range_and_apogee_of_a_least_energy_throw(range_m: float) -> None:
    """Bate, Mueller and White, ch. 6: v^2 = 2 mu/r sin(h) / (1 + sin(h)), climb (pi - 2 h) / 4, h half the angle."""
    got = features(thrown(range_m))
    assert math.exp(got[0]) == pytest.approx(range_m, rel=1e-6)
    assert math.exp(got[1]) == pytest.approx(minimum_energy_apogee_m(range_m), rel=1e-3)


def test_what_goes_round_the_earth_has_the_largest_range() -> None:
    radius_m = 6671e3
    speed_m_s = math.sqrt(3.986004418e14 / radius_m)
    got = features(np.array([radius_m, 0.0, 0.0, 0.0, 0.0, speed_m_s]))
    assert math.exp(got[0]) == pytest.approx(4e7)


def aim(pack: PackFile, rng: np.random.Generator, floor_km: float, top_km: float) -> tuple[float, float, float]:
    distance_m = 1e3 * rng.uniform(pack.get("min_range_km", floor_km), min(pack.get("max_range_km", top_km), top_km))
    lat_rad, lon_rad = vincenty_direct(PAD[0], PAD[1], rng.uniform(0.0, 2.0 * math.pi), distance_m)[:2]
    return lat_rad, lon_rad, 0.0


def seen_at(path: Path, time_s: float) -> Array:
    row = int(np.searchsorted(path.time_s, time_s))
    return np.concatenate((path.position_ecef[row], path.velocity_ecef[row]))


def ballistic(name: str, rng: np.random.Generator) -> tuple[Array, float, float]:
    """Return state, boost and manoeuvre of a payload of a class, some time between burn-out and half way."""
    pack = shipped_pack(name)
    vehicle = build_vehicle(pack)
    end = aim(pack, rng, 60.0, 11_000.0)
    apogee_m = None
    if name == "sounding":
        end = (*vincenty_direct(PAD[0], PAD[1], rng.uniform(0.0, 6.28), rng.uniform(80e3, 500e3))[:2], 0.0)
        apogee_m = rng.uniform(300e3, 1_200e3)
    plan = solve_boost_plan(vehicle, PAD, end, apogee_m)
    path = fly_launch(vehicle, plan, PAD)[0].path
    time_s = plan.cutoff_s + rng.uniform(5.0, 0.4 * (path.time_s[-1] - plan.cutoff_s))
    return seen_at(path, time_s), plan.cutoff_s, 0.05


def gliding(name: str, rng: np.random.Generator) -> tuple[Array, float, float]:
    pack = shipped_pack(name)
    vehicle, glider = build_vehicle(pack), build_glider(pack)
    end = aim(pack, rng, 800.0, 5_000.0)
    plan = solve_glide(vehicle, glider, PAD, end, ())
    path = Path(*fly_boosted_glide(vehicle, glider, plan, PAD, ()).rows)
    return seen_at(path, rng.uniform(0.55, 0.85) * path.time_s[-1]), plan.cutoff_s, 0.9


def cruising(name: str, rng: np.random.Generator) -> tuple[Array, float, float]:
    """Return level flight of a class: uniform in speed and in the logarithm of height; no boost seen."""
    pack = shipped_pack(name)
    alt_m = math.exp(rng.uniform(math.log(pack["min_altitude_m"]), math.log(pack["max_altitude_m"])))
    speed_m_s, course_rad = rng.uniform(pack["min_speed_m_s"], pack["max_speed_m_s"]), rng.uniform(0.0, 6.28)
    place = np.array(ecef_from_lla(PAD[0], PAD[1], alt_m))
    velocity_enu = speed_m_s * np.array([math.sin(course_rad), math.cos(course_rad), 0.0])
    return np.concatenate((place, velocity_enu @ enu_axes(PAD[0], PAD[1]))), math.nan, 0.5


FLOORS = {  # least share of a class's draws that must be called by its name, and what was measured
    "srbm": 0.7,
    "mrbm": 0.7,
    "irbm": 0.7,
    "icbm": 0.9,
    "icbm-liquid": 0.9,
    "sounding": 0.6,
    "glide": 0.9,
    "cruise-high": 0.7,
    "aircraft": 0.5,
}


@pytest.mark.slow
def test_confusion_over_the_class_packs() -> None:
    table, rng = class_table(), np.random.default_rng(17)
    for name, floor in FLOORS.items():
        kind = shipped_pack(name).kind
        fly = cruising if kind == "craft" else gliding if kind == "glider" else ballistic
        rows = []
        for _ in range(DRAWS):
            x, boost_s, manoeuvre_probability = fly(name, rng)
            noise = rng.normal(size=6) * np.array([1e3, 1e3, 1e3, 10.0, 10.0, 10.0])
            rows.append(features(x + noise, boost_s + rng.normal() * 5.0, manoeuvre_probability))
        said = class_probability(np.array(rows), table)
        called = [table.names[k] for k in said.argmax(axis=1)]
        right = {"icbm-liquid": "icbm", "cruise-high": "cruise"}.get(name, name)
        assert called.count(right) / DRAWS >= floor, (name, called)
