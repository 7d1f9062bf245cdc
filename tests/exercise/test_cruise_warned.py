"""A cruise missile and an airliner over one nation's radars: what is warned of, in a run."""

from types import ModuleType

import msgspec

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.world import new_world
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.warning.event import ImpactWarning, LaunchWarning

LAND_AND_SEA = """
[scenario]
name = "low-flyers"
title = "Low over land and sea"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 14
parties = ["alder"]
agreement = "none"

[[radar]]
id = "patrol"
nation = "alder"
pack = "airborne"
lat_deg = 34.0
lon_deg = 63.0
boresight_deg = 0
patrol = [
    { lat_deg = 34.0, lon_deg = 63.0, alt_km = 9, speed_m_s = 150 },
    { lat_deg = 34.0, lon_deg = 64.0, alt_km = 9, speed_m_s = 150 },
    { lat_deg = 34.3, lon_deg = 63.5, alt_km = 9, speed_m_s = 150 },
]

[[radar]]
id = "ship"
nation = "alder"
pack = "shipborne"
lat_deg = 33.5
lon_deg = 63.6
boresight_deg = 0

[[area]]
id = "ship-station"
nation = "alder"
lat_deg = 33.5
lon_deg = 63.6
radius_km = 15

[[area]]
id = "other-station"
nation = "alder"
lat_deg = 34.6
lon_deg = 63.6
radius_km = 15
"""
MISSILE = """
[[launch]]
id = "skimmer"
nation = "cedar"
pack = "cruise-antiship"
time_s = 10
start = { lat_deg = 33.5, lon_deg = 61.6 }
end = { lat_deg = 33.5, lon_deg = 63.6 }
via = [{ lat_deg = 33.5, lon_deg = 62.2, alt_km = 0.1, speed_m_s = 280 }]
"""
AIRLINER = """
[[aircraft]]
id = "airliner"
time_s = 0
route = [
    { lat_deg = 33.5, lon_deg = 61.6, alt_km = 10, speed_m_s = 230 },
    { lat_deg = 33.5, lon_deg = 64.6, alt_km = 10, speed_m_s = 230 },
]
"""


def warned(bench: ModuleType, flyer: str) -> list[tuple[int, msgspec.Struct]]:
    """Return every warning of a run in which one thing flies, and when (ms)."""
    scenario = build_scenario(LAND_AND_SEA + flyer, "low-flyers")
    seen = bench.Seen()
    world = new_world(scenario, load_agreement("none", scenario.parties), scenario.seed)
    for _ in play(world, DoctrineCells(), DigestJournal(), seen):
        pass
    return [*seen.of(LaunchWarning), *seen.of(ImpactWarning)]


def test_a_sea_skimmer_is_warned_of_at_the_ship_it_comes_to(bench: ModuleType) -> None:
    warnings = warned(bench, MISSILE)
    assert {item.generic_class for _, item in warnings if isinstance(item, LaunchWarning)} == {"cruise"}
    impacts = [(time_ms, item) for time_ms, item in warnings if isinstance(item, ImpactWarning)]
    first_ms, first = impacts[0]
    assert "ship-station" in dict(first.impact.areas) and first_ms < 500_000  # it is there after some 680 s
    sure = [item for _, item in impacts if item.confidence == "medium"]
    assert sure and {max(item.impact.areas, key=lambda area: area[1])[0] for item in sure} == {"ship-station"}


def test_an_airliner_over_the_same_ship_is_not(bench: ModuleType) -> None:
    assert warned(bench, AIRLINER) == []


def test_nor_is_the_weather_over_an_empty_sea(bench: ModuleType) -> None:
    assert warned(bench, "") == []
