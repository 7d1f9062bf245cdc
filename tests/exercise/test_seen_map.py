"""What a map needs is in the sections, and it is what the engine itself holds."""

import math
from collections.abc import Iterator

import pytest

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.earth.kernels import lla_from_ecef
from tocsin.earth.sky import sun_elevation_rad
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.seen import Sections, seen, seen_by
from tocsin.exercise.stages.intend import intended
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import utc_ms_at
from tocsin.study.run import task_of, world_of

FLAGSHIP = "first-seen-by-partner"


def run_of(agreement: str) -> Iterator[World]:
    """Yield one world, tick after tick."""
    world = world_of(task_of(load_scenario(FLAGSHIP), FLAGSHIP, agreement, 7))
    for _ in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        yield world


def at(agreement: str, time_ms: int) -> World:
    return next(world for world in run_of(agreement) if world.time_ms >= time_ms)


@pytest.fixture(scope="module")
def later() -> World:
    """Return the flagship when all is in the air and much has been told."""
    return at("full-picture", 900_000)


@pytest.fixture(scope="module")
def truth(later: World) -> Sections:
    return seen_by(later, Audience("truth"))


def test_a_path_ends_on_the_ground_where_the_event_says(later: World) -> None:
    shown = seen(later, "birch")
    compared = 0
    for event in shown["events"].values():
        track = next((item["track"] for item in event["objects"] if item["name"] == event["primary"]), "")
        path = shown["tracks"].get(track, {}).get("path")
        if not path or event["is_impact_stale"]:
            continue
        last, place = path[-1], event["impact"]["place"]
        off_m = geodesic_inverse(last["lat_rad"], last["lon_rad"], place["lat_rad"], place["lon_rad"]).distance_m
        assert last["alt_m"] < 1_000.0
        assert off_m < 2_000.0
        assert last["time_ms"] == pytest.approx(event["impact"]["time_ms"], abs=2_000)
        times = [item["time_ms"] for item in path]
        assert times == sorted(times)
        assert times[0] > shown["tracks"][track]["time_ms"]
        assert len(path) == 10
        assert all(item["sigma_m"] > 0 for item in path)
        compared += 1
    assert compared >= 2


def test_a_track_of_no_open_event_has_no_path(later: World) -> None:
    node = later.nodes["birch"]
    events, node.events = node.events, ()
    try:
        assert all("path" not in item for item in seen(later, "birch")["tracks"].values())
    finally:
        node.events = events
    assert any("path" in item for item in seen(later, "birch")["tracks"].values())


def test_a_track_says_who_has_seen_it_since_when(later: World) -> None:
    for item in seen(later, "birch")["tracks"].values():
        names = [source["source_id"] for source in item["sources"]]
        assert sorted(names) == sorted([*item["own_sources"], *item["received_sources"]])
        assert all(0 <= source["first_ms"] <= source["last_ms"] <= later.time_ms for source in item["sources"])


def test_what_an_agreement_withheld_and_coarsened_is_named() -> None:
    world = next(world for world in run_of("jdec-3") if world.nodes["birch"].reports)
    allowed, coarsening = world.agreement.fields_released, world.agreement.coarsening
    for item in seen(world, "birch")["reports"].values():
        assert item["withheld"]
        assert {*item["withheld"]}.isdisjoint(allowed)
        assert all(item["report"][name] is None for name in item["withheld"])
        assert {*item["report"]} - {"type"} <= {*item["withheld"], *allowed, "event_id"}
        assert item["coarsened"].get("time_round_ms", 0) == coarsening.time_round_ms
        assert item["coarsened"].get("grid_rad", 0.0) == pytest.approx(coarsening.grid_rad, abs=1e-6)
        assert 0 not in item["coarsened"].values()


def test_what_is_told_in_full_is_not_said_to_be_withheld(later: World) -> None:
    reports = seen(later, "birch")["reports"]
    assert reports
    assert all(item["withheld"] == [] and item["coarsened"] == {} for item in reports.values())


def test_areas_are_named_as_impacts_name_them(later: World) -> None:
    shown = seen(later, "birch")
    named = {area for event in shown["events"].values() if event["impact"] for area in event["impact"]["areas"]}
    assert named
    assert named <= {*shown["areas"]}
    assert all(len(item["ring"]) >= 3 and item["nation"] for item in shown["areas"].values())


def test_a_battery_shows_its_declared_reach_and_a_shot_where_it_comes_from() -> None:
    world = next(world for world in run_of("full-picture") if world.nodes["birch"].shots_assessed)
    shown, truth = seen(world, "birch"), seen_by(world, Audience("truth"))
    for battery in world.nodes["birch"].declared.batteries:
        reach = battery.flyout.interceptor
        item = shown["batteries"][battery.battery_id]
        assert (item["reach_m"], item["greatest_alt_m"]) == (reach.max_ground_range_m, reach.max_altitude_m)
    for name, shot in shown["shots"].items():
        site = shown["batteries"][shot["battery_id"]]
        assert shot["from"] == {key: site[key] for key in ("lat_rad", "lon_rad", "alt_m")}
        reach_m = geodesic_inverse(
            site["lat_rad"], site["lon_rad"], shot["aim"]["lat_rad"], shot["aim"]["lon_rad"]
        ).distance_m
        assert reach_m < 1.01 * site["reach_m"]
        outcome = world.outcomes.get(name)
        told = "" if outcome is None else "killed" if outcome.kills else "missed"
        assert truth["shots"][f"birch/{name}"]["true_result"] == told
    assert any(item["true_result"] for item in truth["shots"].values())
    assert "true_result" not in next(iter(shown["shots"].values()))
    killed = {outcome.body_id for outcome in world.outcomes.values() if outcome.kills}
    assert killed == {name for name, item in truth["impacts"].items() if item["how"] == "killed"}


def test_every_sensor_shows_where_it_is_and_what_it_looks_at(later: World) -> None:
    for name, node in later.nodes.items():
        found = seen(later, name)["sensors"]
        assert {*found} == {*node.declared.sensor_ids}
        for item in found.values():
            assert len(item["coverage"]["ring"]) > 30
            assert -math.pi / 2 <= item["lat_rad"] <= math.pi / 2
        for satellite in node.satellites:
            assert found[satellite.sensor_id]["alt_m"] == pytest.approx(
                35_786e3, abs=30e3
            )  # of the geostationary ring


def test_sensors_stand_still_between_whole_minutes() -> None:
    shown: dict[int, object] = {}
    for world in run_of("none"):
        shown.setdefault(world.time_ms // 60_000, seen(world, "birch")["sensors"]["birch-high"])
        assert seen(world, "birch")["sensors"]["birch-high"] == shown[world.time_ms // 60_000]
        if world.time_ms > 200_000:
            return


def test_control_sees_every_nations_sensors_batteries_and_areas(later: World, truth: Sections) -> None:
    for section in ("sensors", "batteries"):
        assert truth[section] == {
            f"{name}/{key}": item for name in later.nodes for key, item in seen(later, name)[section].items()
        }
    assert {*truth["areas"]} == {f"{area.nation}/{area.area_id}" for area in later.scenario.geography.areas}


def test_a_body_in_truth_says_what_it_is(later: World, truth: Sections) -> None:
    kinds = {name: item["kind"] for name, item in truth["bodies"].items()}
    assert kinds["l1-payload"] == "payload"
    assert kinds["l1-stage-2"] == "stage"
    assert truth["bodies"]["l1-payload"]["vehicle_class"] == "mrbm"
    assert truth["impacts"]["l1-stage-1"]["how"] == "impact"
    assert "l1-stage-1" not in truth["bodies"]


def test_everybody_sees_where_the_sun_is_overhead_at_the_whole_minute(later: World, truth: Sections) -> None:
    sun = seen(later, "birch")["sky"]["sun"]
    assert sun == seen(later, "alder")["sky"]["sun"] == truth["sky"]["sun"]
    assert sun["time_ms"] == later.time_ms - later.time_ms % 60_000
    utc_ms = utc_ms_at(later.scenario, sun["time_ms"])
    # A place rounded to 600 m is off by 0.00005 rad at most in each of two directions.
    assert sun_elevation_rad(sun["lat_rad"], sun["lon_rad"], utc_ms) == pytest.approx(math.pi / 2, abs=1e-4)


@pytest.fixture(scope="module")
def concerted() -> World:
    """Return the flagship when Birch has told Alder what it means to engage."""
    return at("deconflicted", 720_000)


def test_a_partners_engagement_is_placed_by_own_prediction_near_where_he_means_it(concerted: World) -> None:
    meant = {(plan.layer, plan.intercept_ms // 10_000): plan for plan in concerted.nodes["birch"].plans}
    shown = seen(concerted, "alder")
    compared = 0
    for item in shown["partner_engagements"].values():
        plan = meant.get((item["layer"], item["intercept_ms"] // 10_000))
        assert item["from"] is None  # a partner's battery stands nowhere that he has told
        if plan is None or item["meets"] is None:
            continue
        objects = {held["name"]: held for held in shown["events"][item["own_event"]]["objects"]}
        assert objects[item["own_object"]]["track"] in shown["tracks"]
        lat_rad, lon_rad, _ = lla_from_ecef(*plan.aim_ecef)
        off_m = geodesic_inverse(lat_rad, lon_rad, item["meets"]["lat_rad"], item["meets"]["lon_rad"]).distance_m
        # He aims by a track of his own, up to 10 s apart at 3 km/s; what is shown is to 6 km.
        assert off_m < 60_000.0
        compared += 1
    assert compared >= 1


def test_an_engagement_of_what_the_node_does_not_hold_is_placed_nowhere(concerted: World) -> None:
    node = concerted.nodes["alder"]
    events, node.events = node.events, ()
    try:
        told = seen(concerted, "alder")["partner_engagements"]
        assert told
        assert all(item["own_event"] == item["own_object"] == "" and item["meets"] is None for item in told.values())
    finally:
        node.events = events


def test_a_plan_says_how_far_it_has_come(concerted: World) -> None:
    plans = seen(concerted, "birch")["plans"].values()
    assert "intended" in {plan["state"] for plan in plans}
    assert all((plan["state"] == "able") == (plan["proposed"] == 0) for plan in plans)
    told = {(item.battery_id, item.interceptors) for item in intended(concerted, concerted.nodes["birch"])}
    assert {(plan["battery_id"], plan["proposed"]) for plan in plans if plan["state"] == "intended"} == told
