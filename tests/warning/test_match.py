"""A launch and a notice: window, circle and direction, by hand; every verdict from both sides of its bound."""

import math
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tocsin.exchange.payload import GenericClass
from tocsin.warning.match import (
    AZIMUTH_TOLERANCE_RAD,
    UNNOTIFIED,
    Match,
    best_match,
    class_agrees,
    score_of,
    wrapped,
)

SURE = {"time_sigma_ms": 0, "azimuth_sigma_rad": 0.0}


def test_the_announced_launch_is_matched(bench: ModuleType) -> None:
    assert best_match(bench.launch(), [bench.notice()]) == Match("n1", "matched", 1.0, "slv")


@pytest.mark.parametrize(
    ("time_ms", "sigma_ms", "verdict"),
    [
        (1_000_000, 0, "matched"),
        (999_999, 0, "mistimed"),
        (2_000_000, 0, "matched"),
        (2_000_001, 0, "mistimed"),
        (2_015_000, 5_000, "matched"),  # 3 sigmas of 5 s
        (2_015_001, 5_000, "mistimed"),
        (985_000, 5_000, "matched"),
        (984_999, 5_000, "mistimed"),
    ],
)
def test_the_window_and_three_sigmas(bench: ModuleType, time_ms: int, sigma_ms: int, verdict: str) -> None:
    notice = bench.notice(window_start_ms=1_000_000, window_end_ms=2_000_000)
    launch = bench.launch(time_ms=time_ms, time_sigma_ms=sigma_ms)
    found = best_match(launch, [notice])
    assert (found.notice_id, found.verdict) == ("n1", verdict)


@pytest.mark.parametrize(
    ("east_m", "north_m", "sigma_m", "verdict"),
    [
        (0.0, 9.9e3, 0.0, "matched"),
        (0.0, 10.1e3, 0.0, "wrong_place"),
        (9.9e3, 0.0, 0.0, "matched"),
        (-10.1e3, 0.0, 0.0, "wrong_place"),
        (7.2e3, 7.2e3, 0.0, "wrong_place"),  # 10.2 km
        (0.0, 15.9e3, 2e3, "matched"),  # 10 km + 3 * 2 km
        (0.0, 16.1e3, 2e3, "wrong_place"),
    ],
)
def test_the_circle_and_three_sigmas(
    bench: ModuleType, east_m: float, north_m: float, sigma_m: float, verdict: str
) -> None:
    launch = bench.launch(bench.offset(*bench.SITE, east_m, north_m), sigma_m=sigma_m)
    assert best_match(launch, [bench.notice()]).verdict == verdict


@pytest.mark.parametrize(
    ("notice_deg", "launch_deg", "sigma_deg", "verdict"),
    [
        (90.0, 109.9, 0.0, "matched"),
        (90.0, 110.1, 0.0, "wrong_azimuth"),
        (90.0, 69.9, 0.0, "wrong_azimuth"),
        (355.0, 14.9, 0.0, "matched"),  # across north
        (355.0, 15.1, 0.0, "wrong_azimuth"),
        (5.0, 345.1, 0.0, "matched"),
        (5.0, 344.9, 0.0, "wrong_azimuth"),
        (0.0, 360.0, 0.0, "matched"),
        (0.0, 180.0, 0.0, "wrong_azimuth"),
        (0.0, 180.0, 60.0, "matched"),  # a direction nobody knows
        (90.0, 139.9, 10.0, "matched"),  # 20 + 3 * 10
        (90.0, 140.1, 10.0, "wrong_azimuth"),
    ],
)
def test_the_direction_also_across_north(
    bench: ModuleType, notice_deg: float, launch_deg: float, sigma_deg: float, verdict: str
) -> None:
    azimuths = {"azimuth_rad": math.radians(launch_deg), "azimuth_sigma_rad": math.radians(sigma_deg)}
    notice = bench.notice(azimuth_rad=math.radians(notice_deg))
    assert best_match(bench.launch(**azimuths), [notice]).verdict == verdict


@pytest.mark.parametrize(("launch_deg", "verdict"), [(64.9, "matched"), (65.1, "wrong_azimuth")])
def test_a_direction_told_as_a_quadrant_leaves_half_a_quadrant_besides(
    bench: ModuleType, launch_deg: float, verdict: str
) -> None:
    launch = bench.launch(azimuth_rad=math.radians(launch_deg), azimuth_sigma_rad=0.0)  # the notice says north
    assert best_match(launch, [bench.notice()], {}, math.radians(90.0)).verdict == verdict


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_start_ms": 300_000, "azimuth_rad": math.pi},
        {"window_start_ms": 300_000, "lat_rad": 0.0},
        {"lat_rad": 0.0, "azimuth_rad": math.pi},
        {"window_start_ms": 300_000, "lat_rad": 0.0, "azimuth_rad": math.pi},
    ],
)
def test_what_is_wrong_in_two_things_is_another_launch(bench: ModuleType, wrong: dict[str, float]) -> None:
    assert best_match(bench.launch(), [bench.notice(**wrong)]) == UNNOTIFIED
    assert best_match(bench.launch(), []) == UNNOTIFIED


def test_a_site_on_the_antimeridian_is_one_site(bench: ModuleType) -> None:
    notice = bench.notice(lon_rad=math.pi - 1e-6)
    launch = bench.launch((bench.SITE[0], -math.pi + 1e-6))
    assert best_match(launch, [notice]).verdict == "matched"


def test_what_fits_goes_before_what_nearly_fits_and_the_nearer_before_the_farther(bench: ModuleType) -> None:
    near = bench.notice(notice_id="near", window_start_ms=118_000)  # 18 s early, 3.6 sigmas
    far = bench.notice(notice_id="far", window_start_ms=180_000)
    farther = bench.notice(notice_id="a", window_start_ms=6_000_000)
    assert best_match(bench.launch(), [farther, far, near]).notice_id == "near"
    assert best_match(bench.launch(), [farther, far]).notice_id == "far"  # both scores are next to nothing
    assert best_match(bench.launch(), [near, bench.notice()]).verdict == "matched"


def test_of_notices_that_fit_alike_the_first_by_id_is_named_in_any_order(bench: ModuleType) -> None:
    one, two = bench.notice(notice_id="n1"), bench.notice(notice_id="n2")
    assert best_match(bench.launch(**SURE), [two, one]) == best_match(bench.launch(**SURE), [one, two])
    assert best_match(bench.launch(**SURE), [two, one]).notice_id == "n1"


def test_a_cancelled_notice_matches_nothing(bench: ModuleType) -> None:
    assert best_match(bench.launch(), [bench.notice(is_cancelled=True)]) == UNNOTIFIED


def test_the_newest_revision_counts_in_any_order(bench: ModuleType) -> None:
    first, moved = bench.notice(), bench.notice(revision=1, window_start_ms=400_000)
    for notices in ([first, moved], [moved, first]):
        assert best_match(bench.launch(), notices).verdict == "mistimed"
    cancelled = bench.notice(revision=2, is_cancelled=True)
    assert best_match(bench.launch(), [cancelled, first, moved]) == UNNOTIFIED


@pytest.mark.parametrize(
    ("n_launches", "others", "is_matched"), [(1, 0, True), (1, 1, False), (3, 2, True), (3, 3, False)]
)
def test_a_launch_more_than_was_announced_is_unnotified(
    bench: ModuleType, n_launches: int, others: int, is_matched: bool
) -> None:
    found = best_match(bench.launch(), [bench.notice(n_launches=n_launches)], {"n1": others, "n2": 9})
    assert (found.verdict == "matched") is is_matched
    assert is_matched or found == UNNOTIFIED


@given(st.tuples(*[st.floats(0.0, 30.0)] * 3))
def test_the_score_is_the_tail_of_chi_square_with_four_degrees(misses: tuple[float, float, float]) -> None:
    expected = stats.chi2.sf(sum(miss**2 for miss in misses), 4)
    assert score_of(misses) == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_the_score_by_hand(bench: ModuleType) -> None:
    launch = bench.launch(time_ms=610_000, time_sigma_ms=5_000)  # two sigmas late
    assert best_match(launch, [bench.notice()]).score == pytest.approx(3.0 * math.exp(-2.0))
    assert score_of((math.inf, 0.0, 0.0)) == 0.0


@pytest.mark.parametrize(
    ("notified", "seen", "agrees"),
    [
        ("icbm", "icbm", True),
        ("icbm", "irbm", True),
        ("icbm", "mrbm", False),
        ("srbm", "mrbm", True),
        ("srbm", "irbm", False),
        ("sounding", "mrbm", True),
        ("sounding", "irbm", False),
        ("slv", "icbm", True),
        ("slv", "srbm", True),
        ("interceptor", "srbm", True),
        ("interceptor", "mrbm", False),
        ("srbm", "slv", False),
        ("unknown", "icbm", True),
        ("srbm", "unknown", True),
    ],
)
def test_what_may_be_what_was_announced(notified: GenericClass, seen: GenericClass, agrees: bool) -> None:
    assert class_agrees(notified, seen) is agrees


@pytest.mark.parametrize(
    ("angle_deg", "expected_deg"), [(0, 0), (190, -170), (-190, 170), (359, -1), (540, -180), (-720, 0)]
)
def test_angles_are_brought_into_half_a_turn_either_way(angle_deg: float, expected_deg: float) -> None:
    assert math.degrees(wrapped(math.radians(angle_deg))) == pytest.approx(expected_deg, abs=1e-9)


def test_twenty_degrees_is_what_the_page_says() -> None:
    assert math.degrees(AZIMUTH_TOLERANCE_RAD) == pytest.approx(20.0)
