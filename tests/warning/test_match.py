"""A launch and a notice: window, circle and direction, by hand."""

import math
from types import ModuleType

import msgspec
import pytest

from tocsin.warning.match import AZIMUTH_TOLERANCE_RAD, fits, matching_notice, wrapped

SURE = {"time_sigma_ms": 0, "azimuth_sigma_rad": 0.0}


def test_the_announced_launch_fits(bench: ModuleType) -> None:
    assert fits(bench.launch(), bench.notice())


@pytest.mark.parametrize(
    ("time_ms", "sigma_ms", "expected"),
    [
        (1_000_000, 0, True),
        (999_999, 0, False),
        (2_000_000, 0, True),
        (2_000_001, 0, False),
        (2_015_000, 5_000, True),  # 3 sigmas of 5 s
        (2_015_001, 5_000, False),
        (985_000, 5_000, True),
        (984_999, 5_000, False),
    ],
)
def test_the_window_and_three_sigmas(bench: ModuleType, time_ms: int, sigma_ms: int, expected: bool) -> None:
    notice = bench.notice(window_start_ms=1_000_000, window_end_ms=2_000_000)
    launch = bench.launch(time_ms=time_ms, time_sigma_ms=sigma_ms)
    assert fits(launch, notice) is expected


@pytest.mark.parametrize(
    ("east_m", "north_m", "sigma_m", "expected"),
    [
        (0.0, 9.9e3, 0.0, True),
        (0.0, 10.1e3, 0.0, False),
        (9.9e3, 0.0, 0.0, True),
        (-10.1e3, 0.0, 0.0, False),
        (7.2e3, 7.2e3, 0.0, False),  # 10.2 km
        (0.0, 15.9e3, 2e3, True),  # 10 km + 3 * 2 km
        (0.0, 16.1e3, 2e3, False),
    ],
)
def test_the_circle_and_three_sigmas(
    bench: ModuleType, east_m: float, north_m: float, sigma_m: float, expected: bool
) -> None:
    launch = bench.launch(bench.offset(*bench.SITE, east_m, north_m), sigma_m=sigma_m)
    assert fits(launch, bench.notice()) is expected


@pytest.mark.parametrize(
    ("notice_deg", "launch_deg", "sigma_deg", "expected"),
    [
        (90.0, 109.9, 0.0, True),
        (90.0, 110.1, 0.0, False),
        (90.0, 69.9, 0.0, False),
        (355.0, 14.9, 0.0, True),  # across north
        (355.0, 15.1, 0.0, False),
        (5.0, 345.1, 0.0, True),
        (5.0, 344.9, 0.0, False),
        (0.0, 360.0, 0.0, True),
        (0.0, 180.0, 0.0, False),
        (0.0, 180.0, 60.0, True),  # a direction nobody knows
        (90.0, 139.9, 10.0, True),  # 20 + 3 * 10
        (90.0, 140.1, 10.0, False),
    ],
)
def test_the_direction_also_across_north(
    bench: ModuleType, notice_deg: float, launch_deg: float, sigma_deg: float, expected: bool
) -> None:
    azimuths = {"azimuth_rad": math.radians(launch_deg), "azimuth_sigma_rad": math.radians(sigma_deg)}
    assert fits(bench.launch(**azimuths), bench.notice(azimuth_rad=math.radians(notice_deg))) is expected


def test_a_site_on_the_antimeridian_is_one_site(bench: ModuleType) -> None:
    notice = bench.notice(lon_rad=math.pi - 1e-6)
    launch = bench.launch((bench.SITE[0], -math.pi + 1e-6))
    assert fits(launch, notice)


def test_the_first_notice_that_fits_is_named(bench: ModuleType) -> None:
    elsewhere = bench.notice(notice_id="n0", lat_rad=0.0)
    second = msgspec.structs.replace(bench.notice(), notice_id="n2")
    assert matching_notice(bench.launch(**SURE), (elsewhere, bench.notice(), second)) == "n1"
    assert matching_notice(bench.launch(**SURE), (elsewhere,)) == ""
    assert matching_notice(bench.launch(**SURE), ()) == ""


@pytest.mark.parametrize(
    ("angle_deg", "expected_deg"), [(0, 0), (190, -170), (-190, 170), (359, -1), (540, -180), (-720, 0)]
)
def test_angles_are_brought_into_half_a_turn_either_way(angle_deg: float, expected_deg: float) -> None:
    assert math.degrees(wrapped(math.radians(angle_deg))) == pytest.approx(expected_deg, abs=1e-9)


def test_twenty_degrees_is_what_the_page_says() -> None:
    assert math.degrees(AZIMUTH_TOLERANCE_RAD) == pytest.approx(20.0)
