"""The Moon on a radar that folds its echo: many tracks, an impact that stays ahead, an alarm where nobody asks."""

from datetime import timedelta

import numpy as np
import pytest

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.earth.sky import moon_direction_ecef, moon_distance_m
from tocsin.orders.record import Measured, Pairing, TrackConfirmed
from tocsin.scenario.build import scenario_text
from tocsin.scenario.parsed import parsed_scenario
from tocsin.warning.event import ImpactWarning, LaunchWarning, WarningWithdrawn

NAME, SEEDS = "moonrise-1960", (1, 2, 19)
LIGHT_KM_S = 299_792.458


def moon_then(time_s: float) -> tuple[float, float, float]:
    """Return distance (km), azimuth and elevation (deg) of the Moon at the radar."""
    parsed = parsed_scenario(*scenario_text(NAME))
    radar = parsed.radar[0]
    lat_rad, lon_rad = np.radians(radar.lat_deg), np.radians(radar.lon_deg)
    utc_ms = round((parsed.scenario.start_utc + timedelta(seconds=time_s)).timestamp() * 1000)
    seen_ecef = moon_distance_m(utc_ms) * moon_direction_ecef(utc_ms) - np.array(ecef_from_lla(lat_rad, lon_rad, 0.0))
    east, north, up = enu_axes(lat_rad, lon_rad) @ seen_ecef
    range_m = float(np.linalg.norm(seen_ecef))
    return range_m / 1e3, float(np.degrees(np.arctan2(east, north))), float(np.degrees(np.arcsin(up / range_m)))


def test_the_echo_is_the_moons_folded_and_nothing_else_is_there(played):
    run = played(NAME, 19)
    assert {body for _, pairing in run.of(Pairing) for body in pairing.body_ids} == {"nature-moon"}
    for time_s, scan in run.of(Measured, "pine")[::200]:
        range_km, azimuth_deg, elevation_deg = moon_then(time_s)
        assert 2.0 * range_km / LIGHT_KM_S == pytest.approx(2.645, abs=0.02)
        measured = scan.rows[0]
        assert measured[0] / 1e3 == pytest.approx(range_km % 5000.0, abs=1.0)
        assert np.degrees(measured[1:3]) == pytest.approx((azimuth_deg, elevation_deg), abs=1.0)  # the beamwidth
        assert -465.0 < measured[4] < -100.0  # m/s, the Earth's turning: nothing thrown is so slow up there


@pytest.mark.parametrize("seed", SEEDS)
def test_many_tracks_at_rise_and_an_impact_that_comes_no_nearer(played, seed):
    run = played(NAME, seed)
    tracks_s = [time_s for time_s, _ in run.of(TrackConfirmed, "pine")]
    assert len(tracks_s) >= 8
    assert tracks_s[0] == pytest.approx(390.0, abs=30.0)
    off = played(NAME, seed, "safeguard-off")
    ahead_s = [warned.impact.time_ms / 1e3 - time_s for time_s, warned in off.of(ImpactWarning, "pine")]
    assert len(ahead_s) > 5
    assert max(ahead_s) - min(ahead_s) < 100.0  # over many minutes
    assert min(ahead_s) > 180.0


@pytest.mark.parametrize("seed", SEEDS)
def test_who_asks_finds_it_false_and_keeps_calm(played, seed):
    run = played(NAME, seed)
    assert {found for _, found in run.assessed("pine")} == {"false"}
    assert run.alerts("pine") == []
    first_s = run.of(LaunchWarning, "pine")[0][0]
    withdrawn_s = run.of(WarningWithdrawn, "pine")[0][0]
    assert 0.0 < withdrawn_s - first_s < 120.0


@pytest.mark.parametrize("seed", SEEDS)
def test_who_believes_the_display_is_alarmed_and_nothing_is_ever_high(played, seed):
    run = played(NAME, seed, "safeguard-off")
    assert run.alerts("pine")[0][1] == "raised"
    assert run.alerts("pine")[0][0] < 600.0
    assert "high" not in {warned.confidence for _, warned in run.of(LaunchWarning)}
