"""Ellipses held at set times; sigma 10 km both ways gives pi * 4.60517 * 100 km^2 = 1446.8 km^2."""

import math
from types import ModuleType

import pytest

from tocsin.review.log import Logged
from tocsin.warning.event import ImpactEstimate

AREA_KM2 = math.pi * 4.605170 * 100.0
NORTH_40_KM_RAD = 40e3 / 6_361_000.0  # a degree of latitude at 38 N is 111.0 km: the meridian's radius is 6,361 km


def seen(small: ModuleType) -> list[Logged]:
    return [
        small.launch(),
        *small.scan(40, "a-eye", 1, {"l1-payload": "alder.s1"}),
        *small.scan(260, "b-radar", 2, {"l1-payload": "birch.s1"}),
        small.ended(1000),
    ]


def estimate(small: ModuleType, **place: float) -> ImpactEstimate:
    return ImpactEstimate(0, small.IMPACT_MS, 1000, small.ellipse(**place), -1.0, ("birch",), ())


def test_the_latest_one_held_counts(small: ModuleType) -> None:
    rows = small.rows(
        *seen(small),
        small.launch_warning(100, "alder.s1", "alder"),
        small.launch_warning(
            150, "alder.s1", "alder", launch=small.launch_estimate(small.ellipse(*small.PLACE[:2], sigma_m=5e3))
        ),
    )
    assert rows.value("launch_ellipse_km2", "alder", "l1@60") == (None, "never")
    assert rows("launch_ellipse_km2", "alder", "l1@120").value == pytest.approx(AREA_KM2, rel=1e-6)
    assert rows("launch_ellipse_km2", "alder", "l1@180").value == pytest.approx(AREA_KM2 / 4, rel=1e-6)
    assert rows("launch_ellipse_km2", "alder").value == pytest.approx(AREA_KM2 / 4, rel=1e-6)  # at 300 s
    assert rows.value("launch_ellipse_km2", "birch") == (None, "never")
    assert rows("launch_ellipse_km2", "alder").n == 1  # the headline is of one time only


def test_received_and_own_reports_are_held_too(small: ModuleType) -> None:
    rows = small.rows(
        *seen(small),
        small.report_issued(200, "alder.s1", "alder", impact=estimate(small)),
        small.received(201, 204, 1, small.report(impact_area=small.ellipse(sigma_m=20e3)), "alder.s1"),
    )
    assert rows("impact_ellipse_km2", "alder").value == pytest.approx(AREA_KM2, rel=1e-6)
    assert rows("impact_ellipse_km2", "birch").value == pytest.approx(4 * AREA_KM2, rel=1e-6)
    assert rows("impact_ellipse_km2", "all").value == pytest.approx(AREA_KM2, rel=1e-6)  # the smallest held


def test_a_warning_stands_above_a_later_report(small: ModuleType) -> None:
    rows = small.rows(
        *seen(small),
        small.impact_warning(170, "birch.s1", provenance=small.source("birch.s1", 0, 400)),
        small.report_issued(110, "birch.s1", "birch", impact=estimate(small, sigma_m=50e3)),
        small.report_issued(175, "birch.s1", "birch", impact=estimate(small, sigma_m=50e3)),
    )
    assert rows("impact_ellipse_km2", "birch", "l1@120").value == pytest.approx(25 * AREA_KM2, rel=1e-6)
    assert rows("impact_ellipse_km2", "birch", "l1@180").value == pytest.approx(AREA_KM2, rel=1e-6)


def test_coverage_and_error_of_an_estimate_40_km_off(small: ModuleType) -> None:
    off = small.ellipse(small.AIM[0] + NORTH_40_KM_RAD)
    rows = small.rows(*seen(small), small.impact_warning(290, "birch.s1", place=off))
    assert rows("impact_error_km", "birch").value == pytest.approx(40.0, abs=0.05)  # a meridian's radius by hand
    # the 90 % ellipse reaches 2.146 sigma = 21.5 km
    assert rows("ellipse_coverage", "birch", "l1.impact@300").value == 0.0
    wide = small.ellipse(small.AIM[0] + NORTH_40_KM_RAD, sigma_m=20e3)
    rows = small.rows(*seen(small), small.impact_warning(290, "birch.s1", place=wide))
    assert rows("ellipse_coverage", "birch", "l1.impact@300").value == 1.0  # 42.9 km
    headline = rows("ellipse_coverage", "birch")
    assert (headline.value, headline.n, headline.n_never) == (1.0, 1, 1)  # no launch ellipse was held


def test_after_the_impact_and_after_the_end_nothing_is_asked(small: ModuleType) -> None:
    short = small.launch(impacts=(small.impact(time_ms=small.LIFT_OFF_MS + 400_000),))
    assert small.rows(short)("impact_ellipse_km2", "birch", "l1@600").status == "not_applicable"
    cut = small.rows(small.launch(), end_ms=small.LIFT_OFF_MS + 200_000)
    assert cut("impact_ellipse_km2", "birch", "l1@300").status == "pending"


def test_a_launch_without_payloads_has_no_impact_ellipse(small: ModuleType) -> None:
    rows = small.rows(small.launch(impacts=()), small.ended(900))
    assert rows.value("impact_ellipse_km2", "birch") == (None, "not_applicable")
    assert rows.value("launch_ellipse_km2", "birch") == (None, "never")
