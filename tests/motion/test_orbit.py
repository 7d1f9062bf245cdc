"""Orbits against the published SGP4 states and figures of another program."""

import copy
import json
import math
import pickle
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from tocsin.earth.kernels import lla_rows
from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.motion.orbit import (
    Satellite,
    geostationary,
    load_tle,
    position_ecef,
    position_teme,
    satellite_from_tle,
    tle_epoch_ms,
)

ORACLES = json.loads((Path(__file__).parents[1] / "oracles/orbits.json").read_text())
CASES = {case["id"]: case for case in ORACLES}
ORBITS = [case for case in ORACLES if case["id"].startswith("orbit-")]
VERIFICATION = (files("sgp4") / "SGP4-VER.TLE").read_text()
EPOCH_MS = 1893456000000  # 2030-01-01T00:00Z
HOUR_MS = 3_600_000


def in_place(catalogue_number: int, text: str = VERIFICATION) -> Satellite:
    line1, line2 = load_tle(text, catalogue_number)
    return satellite_from_tle(line1, line2, tle_epoch_ms(line1))


def published_states() -> list[tuple[Satellite, float, list[float]]]:
    """Return (satellite, minutes since epoch, x y z in km) of every line of the published answer."""
    pairs = [line for line in VERIFICATION.splitlines() if line[:2] in ("1 ", "2 ")]
    states: list[tuple[Satellite, float, list[float]]] = []
    satellite = None
    number = -1
    for line in (files("sgp4") / "tcppver.out").read_text().splitlines():
        words = line.split()
        if not words:
            continue
        if words[-1] == "xx":
            number += 1
            line1, line2 = pairs[2 * number][:69], pairs[2 * number + 1][:69]
            satellite = satellite_from_tle(line1, line2, tle_epoch_ms(line1))
        else:
            assert satellite is not None
            states.append((satellite, float(words[0]), [float(word) for word in words[1:4]]))
    return states


def test_the_published_states() -> None:
    case = CASES["sgp4-verification"]
    compared, refused, worst_km = 0, 0, 0.0
    for satellite, minutes, wanted_km in published_states():
        utc_ms = satellite.elements.epoch_ms + round(minutes * 60_000)
        try:
            found_km = position_teme(satellite, utc_ms) / 1000.0
        except ModelRangeError:
            refused += 1
            continue
        if minutes * 60_000 != round(minutes * 60_000):  # a few times are not whole milliseconds
            found_km = np.array(satellite.satrec.sgp4_tsince(minutes)[1])
        compared += 1
        worst_km = max(worst_km, float(np.abs(found_km - wanted_km).max()))
    assert compared == case["expected"]["states"]
    assert refused == 1  # a set made to fail: the answer holds a state with an eccentricity below 0
    # The case's own 1 mm holds for epochs that are not rounded (measured 0.12 mm).  Ours are whole milliseconds,
    # which moves Sun, Moon and Earth in SGP4 by up to 0.5 ms: 3.4 cm at worst, on one long ellipse.
    assert worst_km < 1e-4


@pytest.mark.parametrize("case", ORBITS, ids=lambda case: case["id"])
def test_orbits_have_their_published_shape(case: dict) -> None:
    satellite = in_place(case["inputs"]["catalogue_number"])
    expected = {name: entry["value"] for name, entry in case["expected"].items()}
    tolerance = case["tolerance"]
    period_min = 2.0 * math.pi / satellite.elements.mean_motion_rad_min
    assert period_min == pytest.approx(expected["period"], abs=tolerance["period_abs_min"])
    start_ms = satellite.elements.epoch_ms
    times_ms = start_ms + np.round(np.linspace(0.0, period_min, 1441) * 60_000).astype(np.int64)
    lla = lla_rows(np.array([position_ecef(satellite, int(time_ms)) for time_ms in times_ms]))
    lat_deg, alt_km = np.degrees(lla[:, 0]), lla[:, 2] / 1000.0
    assert alt_km.min() == pytest.approx(expected["perigee_alt"], abs=tolerance["alt_abs_km"])
    assert alt_km.max() == pytest.approx(expected["apogee_alt"], abs=tolerance["alt_abs_km"])
    assert lat_deg.max() == pytest.approx(expected["max_latitude"], abs=tolerance["lat_abs_deg"])
    high = np.mean(alt_km > 20000.0)
    north = np.mean(lat_deg > 45.0)
    assert high == pytest.approx(expected["fraction_of_time_alt_gt_20000km"], abs=tolerance["fraction_abs"])
    assert north == pytest.approx(expected["fraction_of_time_lat_gt_45N"], abs=tolerance["fraction_abs"])


@pytest.mark.parametrize("catalogue_number", [8195, 21897])
def test_half_day_orbits_are_as_their_name_says(catalogue_number: int) -> None:
    expected = CASES["molniya-definition"]["expected"]
    elements = in_place(catalogue_number).elements
    # Real satellites of the kind: kept near the critical inclination and the northern apogee, not on them.
    assert math.degrees(elements.inclination_rad) == pytest.approx(expected["inclination"]["value"], abs=1.5)
    argument_deg = math.degrees(elements.argument_of_perigee_rad)
    assert argument_deg == pytest.approx(expected["arg_perigee"]["value"], abs=20.0)
    assert 2.0 * math.pi / elements.mean_motion_rad_min == pytest.approx(718.03, rel=0.005)


@pytest.mark.parametrize("longitude_deg", [10.0, -120.0, 179.9])
@pytest.mark.parametrize("inclination_rad", [0.0, 0.1])
def test_a_geostationary_satellite_stands_where_it_was_put(longitude_deg: float, inclination_rad: float) -> None:
    satellite = geostationary(math.radians(longitude_deg), EPOCH_MS, inclination_rad)
    for hours, bound_deg in ((0, 1e-7), (24, 0.01), (48, 0.02)):  # the docstring's promise
        lon_rad = lla_rows(position_ecef(satellite, EPOCH_MS + hours * HOUR_MS)[None, :])[0, 1]
        assert abs(math.remainder(math.degrees(lon_rad) - longitude_deg, 360.0)) < bound_deg
    radius_m = float(np.linalg.norm(position_ecef(satellite, EPOCH_MS)))
    # The case is two-body; the bulge of the Earth lifts the orbit by 0.5 km, the Moon stirs it by more.
    assert radius_m == pytest.approx(CASES["geo-sma"]["expected"]["semi_major_axis"]["value"], abs=3e3)
    highest = max(abs(position_ecef(satellite, EPOCH_MS + hours * HOUR_MS)[2]) for hours in range(24))
    assert math.asin(highest / radius_m) == pytest.approx(inclination_rad, abs=0.002)  # 0.1 deg of Moon and Sun


def test_moving_the_epoch_keeps_the_shape_and_the_place_among_the_stars() -> None:
    line1, line2 = load_tle(VERIFICATION, 8195)
    there, moved = in_place(8195), satellite_from_tle(line1, line2, EPOCH_MS)
    for hours in (0, 3, 6, 9):
        before = position_teme(there, there.elements.epoch_ms + hours * HOUR_MS)
        after = position_teme(moved, EPOCH_MS + hours * HOUR_MS)
        # Sun and Moon stand elsewhere: their periodic terms move such an orbit by tens of km.
        assert np.linalg.norm(after - before) < 60e3
    assert moved.elements._replace(epoch_ms=0) == there.elements._replace(epoch_ms=0)


def test_epochs_of_element_sets() -> None:
    assert tle_epoch_ms("1 08195U 75081A   06176.33215444  .00000099") == 1151222298144
    assert tle_epoch_ms("1 00005U 58002B   00001.00000000  .00000023") == 946684800000
    assert tle_epoch_ms("1 00005U 58002B   01001.00000000  .00000023") == 978307200000
    assert tle_epoch_ms("1 00005U 58002B   58001.00000000  .00000023") == -378691200000


def test_a_copy_and_a_pickle_are_the_same_satellite() -> None:
    satellite = geostationary(0.5, EPOCH_MS)
    for twin in (copy.deepcopy(satellite), pickle.loads(pickle.dumps(satellite))):
        assert twin == satellite
        assert np.array_equal(position_ecef(twin, EPOCH_MS + 1), position_ecef(satellite, EPOCH_MS + 1))


def test_asking_in_another_order_changes_nothing() -> None:
    """SGP4 keeps a running sum for resonant orbits; it must not show."""
    times_ms = [EPOCH_MS + hours * HOUR_MS for hours in (0, 40, 3, 90, -30, 3)]
    one, other = (satellite_from_tle(*load_tle(VERIFICATION, 8195), EPOCH_MS) for _ in range(2))
    forward = [position_ecef(one, time_ms) for time_ms in times_ms]
    backward = [position_ecef(other, time_ms) for time_ms in reversed(times_ms)]
    assert np.array_equal(forward, backward[::-1])


def test_what_cannot_be_answered_is_refused() -> None:
    with pytest.raises(ScenarioError, match="catalogue number = 99999"):
        load_tle(VERIFICATION, 99999)
    low = in_place(28350)  # decays within days
    with pytest.raises(ModelRangeError, match="outside what SGP4 can do"):
        position_ecef(low, low.elements.epoch_ms + 400 * 24 * HOUR_MS)
