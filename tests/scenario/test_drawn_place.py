"""Places drawn once a run: uniform by area, inside, by their own ids alone, in reach, the same in every reading."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from tocsin.chance.luck import Luck, declared_id, luck_for
from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.earth.geodesic import geodesic_inverse
from tocsin.errors import ScenarioError
from tocsin.exercise.world import new_world
from tocsin.orders.record import Launch
from tocsin.review.facts import Facts
from tocsin.review.map import scenario_figure
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.atlas import load_atlas, nation_at
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import DeclaredLaunch, LaunchDraw, Scenario
from tocsin.scenario.drawn import drawn
from tocsin.scenario.drawn_place import END, START, Disc, Land, drawn_over, drawn_place
from tocsin.scenario.effective import effective
from tocsin.scenario.part import LaunchPlace
from tocsin.study.run import replay, run, task_of

TEXT = """
[scenario]
name = "small"
title = "Small"
blind_name = "exercise-00"
seed = 1
start_utc = "2030-01-01T00:00:00Z"
duration_min = 12
parties = ["alder", "birch"]
agreement = "none"

[[launch]]
id = "l"
nation = "cedar"
pack = "mrbm"
time_s = 60
start = { lat_deg = 30.0, lon_deg = 53.0, within = ["cedar"] }
end = { lat_deg = 38.0, lon_deg = 80.0, within = ["alder", "birch"] }

[[launch]]
id = "m"
nation = "cedar"
pack = "srbm"
time_s = 70
start = { lat_deg = 30.0, lon_deg = 53.0, spread_km = 120 }
end = { lat_deg = 32.0, lon_deg = 57.0 }

[[radar]]
id = "r"
nation = "alder"
lat_deg = 45.0
lon_deg = 50.0
within = ["alder"]
toward = "cedar"

[[radar]]
id = "fixed"
nation = "alder"
lat_deg = 40.0
lon_deg = 55.0
boresight_deg = 140

[[skywave]]
id = "s"
nation = "birch"
lat_deg = 40.0
lon_deg = 90.0
spread_km = 50
boresight_deg = 250

[[battery]]
id = "r"
nation = "birch"
pack = "lower-tier"
lat_deg = 40.0
lon_deg = 90.0
spread_km = 50
"""
RUNS = 2000
Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return build_scenario(TEXT, "small.toml")


def places(over: Disc | Land, name: str = "launch l", index: int = START) -> Array:
    """Return latitude and longitude (rad) of a thing's place in every run."""
    return np.array([drawn_place(over, luck_for(seed, 0), declared_id(name), index) for seed in range(RUNS)])


def chi_square_band(counts: Array, shares: Array) -> bool:
    """Return whether counts in cells are neither too uneven nor too even: inside 99.9 % of chi-square."""
    expected = counts.sum() * shares
    statistic = float(((counts - expected) ** 2 / expected).sum())
    low, high = chi2.ppf((0.0005, 0.9995), len(counts) - 1)
    return bool(low < statistic < high)


# The two distributions


@pytest.mark.parametrize(("nation", "lat_deg", "lon_deg"), [("cedar", 30.0, 53.0), ("pine", 65.0, 18.0)])
def test_over_land_every_cell_is_drawn_as_often_as_its_area_says(nation: str, lat_deg: float, lon_deg: float) -> None:
    """Areas of the cells by counting a fine grid, independent of how places are drawn."""
    over = drawn_over(LaunchPlace(lat_deg=lat_deg, lon_deg=lon_deg, within=(nation,)), load_atlas())
    assert isinstance(over, Land)
    ((ring_lat, ring_lon),) = over.rings
    found = places(over)
    edges = [np.linspace(ring.min(), ring.max(), cells + 1) for ring, cells in ((ring_lat, 5), (ring_lon, 6))]
    fine_lat, fine_lon = np.meshgrid(*(np.linspace(edge[0], edge[-1], 200)[:-1] for edge in edges), indexing="ij")
    fine = np.column_stack((fine_lat.ravel(), fine_lon.ravel())) + [np.diff(edge)[0] / 80 for edge in edges]
    inside = [nation_at(load_atlas(), lat_rad, lon_rad) == nation for lat_rad, lon_rad in fine]
    areas = np.histogram2d(fine[:, 0], fine[:, 1], edges, weights=np.cos(fine[:, 0]) * inside)[0].ravel()
    counts = np.histogram2d(found[:, 0], found[:, 1], edges)[0].ravel()
    assert counts.sum() == RUNS
    kept = areas / areas.sum() * RUNS > 5.0  # the rule of thumb for chi-square; what is left out is below 1 %
    assert areas[kept].sum() / areas.sum() > 0.99 and kept.sum() > 15
    assert chi_square_band(counts[kept], areas[kept] / areas[kept].sum())


def test_over_the_land_of_two_each_is_drawn_by_its_area_and_nothing_else_is() -> None:
    over = drawn_over(LaunchPlace(lat_deg=38.0, lon_deg=80.0, within=("alder", "birch")), load_atlas())
    assert isinstance(over, Land)
    found = [nation_at(load_atlas(), lat, lon) for lat, lon in places(over)]
    assert set(found) == {"alder", "birch"}
    alder, birch = (ring_area(np.column_stack(ring)) for ring in over.rings)
    share = alder / (alder + birch)
    assert abs(found.count("alder") - RUNS * share) < 4 * math.sqrt(RUNS * share * (1 - share))


def ring_area(ring_rad: Array) -> float:
    """Return the area of a ring on the unit sphere, by Green's theorem over longitude and sine of latitude."""
    x, y = ring_rad[:, 1], np.sin(ring_rad[:, 0])
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


@pytest.mark.parametrize("lat_deg", [0.0, 60.0, 85.0])
def test_in_a_disc_rings_and_sectors_of_one_area_are_drawn_alike(lat_deg: float) -> None:
    """Five rings of equal area (a spherical cap's is 2 pi R^2 (1 - cos)) by four quarters of the circle."""
    disc = Disc(math.radians(lat_deg), math.radians(179.5), 800e3)
    ways = [geodesic_inverse(disc.lat_rad, disc.lon_rad, lat, lon) for lat, lon in places(disc)]
    assert max(way.distance_m for way in ways) <= 800e3
    whole = 1.0 - math.cos(800e3 / MEAN_RADIUS_M)
    ring = [math.floor(5 * (1.0 - math.cos(way.distance_m / MEAN_RADIUS_M)) / whole) for way in ways]
    quarter = [math.floor(way.azimuth1_rad % (2 * math.pi) / (0.5 * math.pi)) for way in ways]
    counts = np.histogram2d(ring, quarter, (np.arange(6) - 0.5, np.arange(5) - 0.5))[0].ravel()
    assert counts.sum() == RUNS
    assert chi_square_band(counts, np.full(20, 0.05))


def test_start_and_end_attempts_and_ids_are_drawn_apart() -> None:
    disc, luck = Disc(0.5, 0.5, 1e5), Luck(1, 2)
    keys = [(name, index, attempt) for name in (1, 2) for index in (START, END) for attempt in (0, 1)]
    assert len({drawn_place(disc, luck, *key) for key in keys}) == 8


# A scenario in which they are drawn


def ends_deg(launch: DeclaredLaunch) -> tuple[float, ...]:
    return tuple(math.degrees(value) for value in (*launch.start_lla[:2], *launch.end_lla[:2]))


def test_all_is_drawn_inside_and_flown_to_where_it_is_drawn(scenario: Scenario) -> None:
    for seed in range(8):
        flown = drawn(scenario, luck_for(seed, 0))
        by_id = {launch.launch_id: launch for launch in flown.launches}
        first, second = by_id["l"], by_id["m"]
        assert nation_at(load_atlas(), *first.start_lla[:2]) == "cedar"
        thousand = geodesic_inverse(*first.start_lla[:2], *first.end_lla[:2]).distance_m / 1e3
        assert 1000.0 <= thousand <= 3200.0  # km: the class's
        assert nation_at(load_atlas(), *first.end_lla[:2]) in ("alder", "birch", None)  # within 100 m of the drawn
        assert geodesic_inverse(*second.start_lla[:2], math.radians(30.0), math.radians(53.0)).distance_m <= 120e3
        assert ends_deg(second)[2:] == pytest.approx((32.0, 57.0), abs=1e-3)
        assert first.bodies[0].luck_id == scenario.launches[0].bodies[0].luck_id
        assert not any(launch.draw for launch in flown.launches) and not any(node.sites for node in flown.nodes)


def test_a_radar_looks_from_where_it_stands_toward_what_it_is_to_watch(scenario: Scenario) -> None:
    cedar = next(item for item in load_atlas().territories if item.nation == "cedar")
    seen = set()
    for seed in range(8):
        alder, birch = drawn(scenario, luck_for(seed, 0)).nodes
        radar, fixed = alder.radars
        assert nation_at(load_atlas(), radar.lat_rad, radar.lon_rad) == "alder"
        toward = geodesic_inverse(radar.lat_rad, radar.lon_rad, cedar.label_lat_rad, cedar.label_lon_rad)
        assert radar.boresight_rad == pytest.approx(toward.azimuth1_rad % (2 * math.pi))
        assert fixed == scenario.nodes[0].radars[1]
        skywave, battery = birch.skywaves[0], birch.batteries[0]
        for thing in (skywave, battery):
            assert (
                0.0 < geodesic_inverse(thing.lat_rad, thing.lon_rad, *map(math.radians, (40, 90))).distance_m <= 50e3
            )
        assert skywave.boresight_rad == math.radians(250)
        seen |= {(thing.lat_rad, thing.lon_rad) for thing in (radar, skywave, battery)}
    assert len(seen) == 24  # the radar and the battery called r are two things


def test_pairs_out_of_reach_are_drawn_again_and_the_others_kept(scenario: Scenario) -> None:
    """The same draws by hand: the first attempt whose distance is the class's is the one that flies."""
    draw = scenario.launches[0].draw
    assert draw is not None and draw.start is not None and draw.end is not None
    redrawn = 0
    for seed in range(12):
        luck = luck_for(seed, 0)
        for attempt in range(200):
            start, end = (
                drawn_place(over, luck, declared_id("launch l"), index, attempt)
                for over, index in ((draw.start, START), (draw.end, END))
            )
            if 1000e3 <= geodesic_inverse(*start, *end).distance_m <= 3200e3:
                break
        redrawn += attempt > 0
        flown = next(item for item in drawn(scenario, luck).launches if item.launch_id == "l")
        assert flown.start_lla[:2] == pytest.approx(start, abs=1e-12)
        assert geodesic_inverse(*flown.end_lla[:2], *end).distance_m < 110.0  # flown to within 100 m of the aim
    assert 0 < redrawn < 12


def test_no_draw_moves_another_and_agreements_share_them(scenario: Scenario) -> None:
    other = TEXT.replace('id = "m"', 'id = "another"').replace('id = "s"', 'id = "t"')
    more = build_scenario(other + '[[battery]]\nid = "b"\nnation = "alder"\npack = "lower-tier"\nlat_deg = 45\n'
                          "lon_deg = 50\nspread_km = 9\n", "more.toml")  # fmt: skip
    for seed in range(3):
        luck = luck_for(seed, 5)
        one, two = drawn(scenario, luck), drawn(more, luck)
        for found in zip(
            (launch for launch in one.launches if launch.launch_id == "l"),
            (launch for launch in two.launches if launch.launch_id == "l"),
            strict=True,
        ):
            assert ends_deg(found[0]) == ends_deg(found[1])
            assert np.array_equal(found[0].body.path.position_ecef, found[1].body.path.position_ecef)
        assert one.nodes[0].radars[0].lat_rad == two.nodes[0].radars[0].lat_rad
        worlds = [new_world(scenario, load_agreement(name, scenario.parties), seed, 5) for name in ("none", "jdec-3")]
        assert [ends_deg(launch) for launch in worlds[0].scenario.launches] == [
            ends_deg(launch) for launch in worlds[1].scenario.launches
        ]
        assert worlds[0].nodes["alder"].radars[0].lat_rad == worlds[1].nodes["alder"].radars[0].lat_rad
    assert ends_deg(drawn(scenario, luck_for(1, 0)).launches[0]) != ends_deg(
        drawn(scenario, luck_for(2, 0)).launches[0]
    )


def test_the_journal_the_review_and_a_replay_hold_what_was_drawn(scenario: Scenario) -> None:
    task = task_of(scenario, "small.toml", None, 4)
    finished = run(task)
    facts = Facts(finished.log, scenario)
    launches = [entry.body for entry in finished.log.entries if isinstance(entry.body, Launch)]
    assert [(x.launch_id, x.place) for x in launches] == [(x.launch_id, x.start_lla) for x in facts.scenario.launches]
    assert all(launch.place != was.start_lla for launch, was in zip(launches, scenario.launches, strict=True))
    assert replay(task, finished.log) == finished.digest
    assert run(replace(task, seed=5)).digest != finished.digest


def test_what_is_out_of_all_reach_is_said_once_when_a_run_begins() -> None:
    """Both places are drawn within 1 km of places that are too near to each other for the class."""
    scenario = build_scenario(TEXT, "small.toml")
    launch = scenario.launches[0]
    assert launch.draw is not None
    near = (Disc(math.radians(lat_deg), math.radians(53.0), 1e3) for lat_deg in (30.0, 31.0))
    wrong = replace(scenario, launches=(replace(launch, draw=LaunchDraw(launch.draw.part, launch.draw.pack, *near)),))
    with pytest.raises(ScenarioError, match="launch 'l': 200 pairs of places drawn") as caught:
        drawn(wrong, luck_for(1, 0))
    assert all(word in str(caught.value) for word in ("must be within its class's 1000 to 3200 km", "another class"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("spread_km = 120 }", "spread_km = 1200 }", ["launch[2].start.spread_km = 1200", "1000"]),
        ('within = ["cedar"] }', 'within = ["cedar"], spread_km = 5 }', ["launch[1]", "spread_km = 5", "remove one"]),
        ('within = ["cedar"] }', 'within = ["ceder"] }', ["launch[1]", "'ceder'", "cedar"]),
        ('within = ["cedar"] }', 'within = ["cedar", "cedar"] }', ["launch[1]", "'cedar'", "once"]),
        ('within = ["cedar"] }', 'within = ["elm"] }', ["launch[1]", "lat_deg = 30", "must lie in elm", "move it"]),
        ('["alder", "birch"] }', '["alder", "fir"] }', ["launch[1]", "end.within names 'fir'", "alder, birch"]),
        ('within = ["alder"]', 'within = ["birch"]', ["radar[1]", "must lie in birch"]),
        ('toward = "cedar"', "", ["radar[1]", "exactly one of boresight_deg and toward"]),
        ('toward = "cedar"', 'toward = "cedar"\nboresight_deg = 3', ["radar[1]", "exactly one of"]),
        ('toward = "cedar"', 'toward = "atlantis"', ["radar[1]", "toward = 'atlantis'", "cedar"]),
        (
            'within = ["alder"]',
            "spread_km = 5\npatrol = [{ lat_deg = 45.0, lon_deg = 50.0, speed_m_s = 9 }]",
            ["radar[1]", "patrol", "spread_km"],
        ),
    ],
)
def test_each_mistake_is_named(old: str, new: str, words: list[str]) -> None:
    assert old in TEXT
    with pytest.raises(ScenarioError, match=r"small\.toml") as caught:
        build_scenario(TEXT.replace(old, new, 1), "small.toml")
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_made_before_a_run_says_so_and_uses_the_declared_places(scenario: Scenario) -> None:
    assert "each run draws" in words_below(scenario) and "each run draws" not in words_below(
        drawn(scenario, luck_for(1, 0))
    )
    over_land = [area for area in scenario.launch_areas if area.vehicle.name == "mrbm"]
    (disc,) = (area for area in scenario.launch_areas if area.vehicle.name == "srbm")
    assert len(over_land) == 12 and sum(area.weight for area in over_land) == pytest.approx(disc.weight)
    assert {nation_at(load_atlas(), area.lat_rad, area.lon_rad) for area in over_land} == {"cedar"}
    assert (math.degrees(disc.lat_rad), disc.radius_m) == pytest.approx((30.0, 120e3))


def words_below(scenario: Scenario) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in scenario_figure(scenario).texts)


@pytest.mark.parametrize("path", ["launch[l].start.spread_km", "launch[l].start.within"])
def test_nobody_sets_a_distribution_of_launches_from_outside(path: str) -> None:
    with pytest.raises(ScenarioError, match="out of scope: launches vary only as the scenario declares"):
        effective(TEXT, settings={path: 1})
