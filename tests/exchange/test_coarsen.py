"""Nothing finer than the agreed step leaves, in whatever kind of payload it travels."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.exchange.agreement import Coarsening
from tocsin.exchange.coarsen import RULES, coarsened
from tocsin.exchange.payload import (
    PAYLOAD_KINDS,
    AnomalyAdvisory,
    InterceptorLaunchNotice,
    LaunchReport,
    PreLaunchNotification,
)

DEG = math.pi / 180.0
COARSE = Coarsening(grid_rad=2.0 * DEG, time_round_ms=60_000, class_generic_only=True, azimuth_step_rad=90.0 * DEG)
EXACT = {  # places, times and directions that are told as they are, and why
    "deadline_ms": "both must go by the same one",
    "sent_ms": "the envelope tells it",
    "tracks": "who grants tracks grants them in full",
}


def notice(**changes) -> PreLaunchNotification:
    given_ = {
        "notice_id": "n1",
        "launching_nation": "alder",
        "generic_class": "mrbm",
        "window_start_ms": 61_000,
        "window_end_ms": 659_000,
        "lat_rad": 47.3 * DEG,
        "lon_rad": 52.9 * DEG,
        "radius_m": 20e3,
        "azimuth_rad": 85.0 * DEG,
    }
    return PreLaunchNotification(**{**given_, **changes})


def test_every_field_that_could_be_too_exact_has_a_rule_or_a_reason():
    for kind in PAYLOAD_KINDS:
        for name in kind.__struct_fields__:
            if name.endswith(("_ms", "_rad", "_m")) or name in (
                "launch_point",
                "impact_area",
                "generic_class",
                "tracks",
            ):
                assert (name in RULES) != (name in EXACT), f"{kind.__name__}.{name}"


def test_a_notice_is_told_by_cell_step_and_quadrant():
    told = coarsened(notice(), COARSE)
    assert (told.window_start_ms, told.window_end_ms) == (60_000, 660_000)
    assert (told.lat_rad, told.lon_rad) == (pytest.approx(47.0 * DEG), pytest.approx(53.0 * DEG))
    assert told.azimuth_rad == pytest.approx(45.0 * DEG) and told.generic_class == "unknown"
    assert (told.notice_id, told.launching_nation) == ("n1", "alder")


@given(
    st.floats(46.01, 47.99),
    st.floats(52.01, 53.99),
    st.floats(1.0, 222e3),
    st.floats(0.0, 89.9),
    st.integers(60_000, 119_999),
)
def test_two_notices_of_one_cell_leave_the_same_bytes(lat_deg, lon_deg, radius_m, azimuth_deg, start_ms):
    other = notice(
        lat_rad=lat_deg * DEG,
        lon_rad=lon_deg * DEG,
        radius_m=radius_m,
        azimuth_rad=azimuth_deg * DEG,
        window_start_ms=start_ms,
    )
    assert coarsened(other, COARSE) == coarsened(notice(), COARSE)


@given(st.floats(-90.0, 90.0), st.floats(-180.0, 180.0), st.floats(0.1, 30.0))
def test_a_coarse_place_is_still_a_place_and_its_circle_holds_the_true_one(lat_deg, lon_deg, grid_deg):
    told = coarsened(notice(lat_rad=lat_deg * DEG, lon_rad=lon_deg * DEG), Coarsening(grid_rad=grid_deg * DEG))
    assert abs(told.lat_rad) <= 0.5 * math.pi and abs(told.lon_rad) <= math.pi
    off_lat = abs(told.lat_rad - lat_deg * DEG)
    off_lon = abs(math.remainder(told.lon_rad - lon_deg * DEG, 2.0 * math.pi))
    radius_m = 6_371_000.0
    assert math.hypot(off_lat, off_lon * math.cos(lat_deg * DEG)) * radius_m + 20e3 <= told.radius_m * 1.001


@given(st.floats(0.001, 3.0), st.sampled_from([10.0, 45.0, 90.0]))
def test_a_coarse_direction_is_never_said_to_be_surer_than_it_is(sigma_rad, step_deg):
    step_rad = step_deg * DEG
    told = coarsened(
        LaunchReport(event_id="e", azimuth_rad=1.0, azimuth_sigma_rad=sigma_rad),
        Coarsening(azimuth_step_rad=step_rad),
    )
    assert told.azimuth_sigma_rad >= math.hypot(sigma_rad, step_rad / math.sqrt(12.0)) - 1e-12
    cells = told.azimuth_sigma_rad**2 / (step_rad**2 / 12.0)
    assert cells == pytest.approx(round(cells))  # nothing finer than the sector can be read out of it


def test_a_shot_and_an_anomaly_are_no_more_exact_than_a_report():
    shot = InterceptorLaunchNotice(
        notice_id="i1",
        nation="alder",
        launch_time_ms=61_234,
        lat_rad=47.3 * DEG,
        lon_rad=52.9 * DEG,
        azimuth_rad=200.0 * DEG,
        interceptors=2,
    )
    told = coarsened(shot, COARSE)
    assert told.launch_time_ms == 90_000 and told.interceptors == 2
    assert (told.lat_rad, told.azimuth_rad) == (pytest.approx(47.0 * DEG), pytest.approx(225.0 * DEG))
    nowhere = AnomalyAdvisory(advisory_id="a1", cause="re-entry", from_ms=61_000, to_ms=61_001)
    told_anomaly = coarsened(nowhere, COARSE)
    assert (told_anomaly.from_ms, told_anomaly.to_ms, told_anomaly.lat_rad) == (60_000, 120_000, None)


def test_without_coarsening_a_payload_is_left_as_it_is():
    assert coarsened(notice(), Coarsening()) == notice()
