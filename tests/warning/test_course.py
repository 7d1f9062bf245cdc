"""Where a course leads, and what is warned of it: a cruise missile, a glider, an aircraft."""

import math
from dataclasses import replace
from types import ModuleType

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.picture.shared import Picture
from tocsin.tracking.flown import flown
from tocsin.tracking.threat_kind import ThreatKind
from tocsin.warning.area import threatened
from tocsin.warning.assess import Assessed
from tocsin.warning.course import AHEAD_S, impact_on_course, is_announced, is_cruise_alarm
from tocsin.warning.event import ImpactWarning, LaunchWarning
from tocsin.warning.evidence import Geography
from tocsin.warning.way import way_misfit

Array = NDArray[np.float64]

NOW_MS = 600_000
START = (math.radians(30.0), math.radians(50.0))
P = np.diag([100.0**2] * 3 + [2.0**2] * 3)
CRUISE_M_S, CRUISE_M, AIRLINER_M = 250.0, 100.0, 10e3


def going_east(
    bench: ModuleType, speed_m_s: float, alt_m: float, east_m: float = 0.0, climb_m_s: float = 0.0
) -> Array:
    """Return a state (6,) so far east of the start, going east."""
    lat_rad, lon_rad = bench.offset(*START, east_m, 0.0)
    axes = enu_axes(lat_rad, lon_rad)
    return np.concatenate((ecef_from_lla(lat_rad, lon_rad, alt_m), speed_m_s * axes[0] + climb_m_s * axes[2]))


@pytest.fixture(scope="module")
def ground(bench: ModuleType) -> Geography:
    """Return a ship 100 km on along the course and a town 180 km on; others beside it, behind, and too far."""
    east = {"ship": 100e3, "town": 180e3, "behind": -100e3, "far": 300e3}
    on_course = [
        bench.box(name, f"of-{name}", bench.offset(*START, far_m, 0.0), 15e3) for name, far_m in east.items()
    ]
    beside = bench.box("beside", "of-beside", bench.offset(*START, 100e3, 60e3), 15e3)
    land = bench.box("land", "of-land", bench.offset(*START, 700e3, 0.0), 300e3)
    return Geography((*on_course, beside), (land,))


def test_a_course_meets_the_areas_ahead_of_it(bench: ModuleType, ground: Geography) -> None:
    impact = impact_on_course("cruise", going_east(bench, CRUISE_M_S, CRUISE_M), P, NOW_MS, ground)
    assert impact is not None and impact.threatens == ("of-ship", "of-town")
    assert [name for name, _ in impact.areas] == ["ship", "town"]
    assert impact.time_ms - NOW_MS == pytest.approx(400_000, abs=5_000)  # 100 km at 250 m/s: the likelier
    assert AHEAD_S * CRUISE_M_S < 300e3 - 15e3  # beyond what it is followed


def test_the_probability_is_the_normal_share_across_the_course(bench: ModuleType) -> None:
    x = going_east(bench, CRUISE_M_S, CRUISE_M)
    aside = bench.box("aside", "alder", bench.offset(*START, 100e3, 12e3), 15e3)
    impact = impact_on_course("cruise", x, P, NOW_MS, Geography((aside,), ()))
    assert impact is not None
    there = flown("cruise", x, P, np.array([400.0]))
    sigma_m = math.sqrt(100.0**2 + (400.0 * 2.0) ** 2 + 400.0**3 / 3.0)
    bend_m = 50e3**2 / 6.371e6 * math.tan(START[0]) * 2.0  # how far the geodesic falls below the parallel in 100 km
    low, high = -3e3 + bend_m, 27e3 + bend_m
    assert impact.areas[0][1] == pytest.approx(norm.cdf(high / sigma_m) - norm.cdf(low / sigma_m), abs=0.01)
    assert impact.place.var_north_m2 == pytest.approx(sigma_m**2, rel=0.05)
    assert np.linalg.norm(there.x[0, :3] - x[:3]) == pytest.approx(100e3, rel=0.001)


def test_what_meets_nothing_is_not_warned_of(bench: ModuleType) -> None:
    x = going_east(bench, CRUISE_M_S, CRUISE_M)
    assert impact_on_course("cruise", x, P, NOW_MS, Geography((), ())) is None


def test_a_glider_threatens_the_lands_under_what_is_left_of_its_glide(bench: ModuleType, ground: Geography) -> None:
    fast, slow = (going_east(bench, speed_m_s, 35e3) for speed_m_s in (3_000.0, 1_100.0))
    bare = Geography((), ground.territories)
    impact = impact_on_course("glide", fast, P, NOW_MS, bare)
    assert impact is not None and impact.threatens == ("of-land",) and impact.areas == ()
    assert impact_on_course("glide", slow, P, NOW_MS, bare) is None  # its glide ends before


def test_what_dives_comes_down_where_it_points(bench: ModuleType) -> None:
    x = going_east(bench, 700.0, 14e3, climb_m_s=-350.0)
    below = bench.box("below", "alder", bench.offset(*START, 28e3, 0.0), 8e3)
    impact = impact_on_course("cruise", x, P, NOW_MS, Geography((below,), ()))
    assert impact is not None and impact.areas[0][0] == "below"
    assert impact.time_ms - NOW_MS == pytest.approx(40_000, abs=200)


def test_a_station_at_sea_is_an_area_like_any_other(bench: ModuleType) -> None:
    station = bench.box("ship", "birch", START, 15e3)  # no territory about it
    place = bench.launch().point
    nations, areas = threatened(msgspec.structs.replace(place, lat_rad=START[0], lon_rad=START[1]), (station,), ())
    assert nations == ("birch",) and areas[0][0] == "ship"


# What is told from an aircraft


@pytest.mark.parametrize(
    ("speed_m_s", "alt_m", "is_alarm"),
    [(250.0, 100.0, True), (800.0, 15e3, True), (230.0, 10e3, False), (120.0, 1_000.0, False), (280.0, 13e3, False)],
)
def test_what_flies_as_no_aircraft_does_is_an_alarm(
    bench: ModuleType, ground: Geography, speed_m_s: float, alt_m: float, is_alarm: bool
) -> None:
    x = going_east(bench, speed_m_s, alt_m)
    assert is_cruise_alarm(x, P, NOW_MS, ground, ()) == is_alarm
    assert not is_cruise_alarm(x, P, NOW_MS, Geography((), ()), ())  # it leads nowhere


def test_what_was_announced_is_no_alarm(bench: ModuleType, ground: Geography) -> None:
    x = going_east(bench, CRUISE_M_S, CRUISE_M)
    lat_rad, lon_rad = bench.offset(*START, -75e3, 0.0)  # 300 s ago
    told = bench.notice(
        generic_class="cruise", window_start_ms=240_000, window_end_ms=360_000, lat_rad=lat_rad, lon_rad=lon_rad
    )
    assert is_announced(x, NOW_MS, told) and not is_cruise_alarm(x, P, NOW_MS, ground, (told,))
    for changes in (
        {"is_cancelled": True},
        {"generic_class": "srbm"},
        {"window_start_ms": 700_000, "window_end_ms": 800_000},
        {"lat_rad": bench.offset(*START, 0.0, -75e3)[0], "lon_rad": START[1]},  # it would go north
        {"lon_rad": bench.offset(*START, -400e3, 0.0)[1]},  # too far away
    ):
        assert not is_announced(x, NOW_MS, msgspec.structs.replace(told, **changes)), changes


# Events


def seen(bench: ModuleType, states: dict[int, Array], **changes: object) -> Assessed:
    """Return what Alder makes of one own track, with all that was issued at any look."""
    result, issued = None, ()
    for time_ms, x in states.items():
        source = bench.source("alder.s1", time_ms, first_ms=min(states) - 30_000)
        picture = Picture(time_ms, x[None], P[None], np.array([0.05]), ((source,),))
        result = bench.looked(result, bench.evidence(time_ms, own=picture, **changes))
        issued += result.issued
    assert result is not None
    return replace(result, issued=issued)


def track_of(bench: ModuleType, kind: ThreatKind, speed_m_s: float, alt_m: float, count: int = 6) -> dict[int, Array]:
    times_s = 10.0 * np.arange(count)
    states = flown(kind, going_east(bench, speed_m_s, alt_m), P, times_s).x
    return {NOW_MS + round(1000 * time_s): x for time_s, x in zip(times_s, states, strict=True)}


def test_a_cruise_missile_is_warned_of(bench: ModuleType) -> None:
    home = Geography((bench.box("home", "alder", bench.offset(*START, 100e3, 0.0), 20e3),), ())
    result = seen(bench, track_of(bench, "cruise", CRUISE_M_S, CRUISE_M), geography=home)
    (event,) = result.events
    assert event.generic_class == "cruise" and event.confidence == "medium" and event.launch is None
    warned = bench.issued(result, ImpactWarning)
    assert warned and warned[-1].impact.areas[0][0] == "home" and warned[-1].confidence == "medium"
    assert bench.issued(result, LaunchWarning)[0].generic_class == "cruise"
    assert result.drafts[-1].report.generic_class == "cruise" and result.drafts[-1].report.threatens == ("alder",)


def test_an_aircraft_on_the_same_course_is_not(bench: ModuleType) -> None:
    home = Geography((bench.box("home", "alder", bench.offset(*START, 100e3, 0.0), 20e3),), ())
    result = seen(bench, track_of(bench, "cruise", 230.0, AIRLINER_M), geography=home)
    assert result.events == () and result.issued == ()


def test_what_turns_away_is_no_longer_predicted_to_come(bench: ModuleType) -> None:
    home = Geography((bench.box("home", "alder", bench.offset(*START, 100e3, 0.0), 20e3),), ())
    toward = track_of(bench, "cruise", CRUISE_M_S, CRUISE_M)
    last_ms, last = max(toward), toward[max(toward)]
    north = enu_axes(*bench.offset(*START, 12.5e3, 0.0))[1]
    away = np.concatenate((last[:3], CRUISE_M_S * north))
    result = seen(bench, {**toward, last_ms + 10_000: away, last_ms + 20_000: away}, geography=home)
    assert result.events[0].impact is None and result.events[0].generic_class == "cruise"


def test_a_glider_whose_boost_was_seen_is_known_with_high_confidence(bench: ModuleType) -> None:
    far = bench.offset(*START, 900e3, 0.0)
    home = Geography((bench.box("home", "alder", far, 60e3),), ())
    launch_point = bench.offset(*START, -400e3, 0.0)
    launch = bench.launch(launch_point, azimuth_rad=math.pi / 2, time_ms=NOW_MS - 190_000)
    plume = bench.plume("alder.i1", going_east(bench, 3_000.0, 40e3, -250e3), launch=launch, last_ms=NOW_MS - 20_000)
    states = track_of(bench, "glide", 3_000.0, 35e3, 9)
    result = seen(bench, states, geography=home, plumes=(plume,))
    (event,) = result.events
    assert event.generic_class == "glide" and event.confidence == "high"
    assert event.objects[0].flies == "glide" and event.impact.areas[0][0] == "home"


def test_the_way_a_glider_came_tells_its_launch(bench: ModuleType) -> None:
    x = going_east(bench, 3_000.0, 35e3)
    place = bench.offset(*START, -400e3, 0.0)
    right = bench.launch(place, azimuth_rad=math.pi / 2, time_ms=NOW_MS - 200_000)
    assert way_misfit(right, x, NOW_MS) < 1.5
    for changes in ({"time_ms": NOW_MS - 500_000}, {"azimuth_rad": 0.6}):
        assert way_misfit(msgspec.structs.replace(right, **changes), x, NOW_MS) > 4.0, changes
