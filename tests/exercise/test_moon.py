"""The Moon over a radar that folds its echo into its own range: reported in a played exercise, and named in truth."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.earth.sky import moon_direction_ecef, moon_distance_m
from tocsin.orders.record import Measured, Pairing
from tocsin.scenario.build import build_scenario
from tocsin.study.run import Task, run

LAT_DEG, LON_DEG, BORESIGHT_DEG = 36.0, 75.0, 90.0
UNAMBIGUOUS_KM = 5_000.0
LIGHT_KM_S = 299_792.458
TEXT = """# What it shows: the Moon rises.
[scenario]
name = "moon"
title = "The Moon rises"
blind_name = "exercise-01"
seed = 1
start_utc = "{start}"
duration_min = 2
parties = ["birch"]
agreement = "none"
[party.birch.pack.early-warning]
unambiguous_range_km = {{ value = 5000, unit = "km", notional = true }}
[[radar]]
id = "east"
nation = "birch"
lat_deg = 36.0
lon_deg = 75.0
boresight_deg = 90
"""


def moonrise() -> datetime:
    """Return a time at which the Moon stands some 8 degrees over the east of the radar."""
    axes = enu_axes(np.radians(LAT_DEG), np.radians(LON_DEG))
    for minutes in range(0, 27 * 24 * 60, 5):
        utc = datetime(2031, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        east, north, up = axes @ moon_direction_ecef(round(utc.timestamp() * 1000))
        azimuth_deg = np.degrees(np.arctan2(east, north))
        if 7.0 < np.degrees(np.arcsin(up)) < 9.0 and abs(azimuth_deg - BORESIGHT_DEG) < 20.0:
            return utc
    raise AssertionError("the Moon rises in the east every month")


def test_the_moon_is_reported_at_its_folded_range_and_named_in_truth() -> None:
    utc = moonrise()
    text = TEXT.format(start=utc.isoformat())
    scenario = build_scenario(text, "moon")
    finished = run(Task(text, "moon", "none", scenario.seed))
    pairings = [entry.body for entry in finished.log.entries if isinstance(entry.body, Pairing)]
    measured = [entry.body for entry in finished.log.entries if isinstance(entry.body, Measured)]
    assert len(pairings) > 20  # of 60 scans: strong, and fluctuating
    assert {body_id for pairing in pairings for body_id in pairing.body_ids} == {"nature-moon"}
    ranges_km = np.array([row[0] for scan in measured for row in scan.rows]) / 1e3
    utc_ms = round(utc.timestamp() * 1000)
    radar_ecef = np.array(ecef_from_lla(np.radians(LAT_DEG), np.radians(LON_DEG), 0.0))
    range_km = np.linalg.norm(moon_distance_m(utc_ms) * moon_direction_ecef(utc_ms) - radar_ecef) / 1e3
    assert 2.0 * range_km / LIGHT_KM_S > 2.3  # s on the way
    # the Earth turns toward it or away with 465 m/s at most: 56 km in two minutes
    assert ranges_km == pytest.approx(range_km % UNAMBIGUOUS_KM, abs=60.0)
