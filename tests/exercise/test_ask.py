"""Questions about an event: who is asked, what comes back, and when."""

import math
from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.exercise.doctrine.cells import doctrine_orders
from tocsin.exercise.doctrine.finding import questions
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.ask import answer, fits
from tocsin.exercise.world import World
from tocsin.orders.action import Ask, AssessEvent
from tocsin.orders.order import Answered, Order
from tocsin.scenario.declared import Scenario
from tocsin.scenario.staged import Sheet
from tocsin.warning.area import METRES_PER_RAD
from tocsin.warning.event import LaunchEstimate, WarningEvent

SHEET = Sheet("fall", "birch", "catalogue", "an old stage", "anomalous", 60_000, 100_000, 500_000, None)
HERE = 0.6, 1.4  # latitude and longitude of the event's impact, rad


def launched(bench: ModuleType, time_ms: int, north_m: float = 0.0, east_m: float = 0.0) -> WarningEvent:
    """Return an event that nobody predicts an impact of, launched so far from a place, opened 20 s later."""
    event = bench.event()
    lat_rad = HERE[0] + north_m / METRES_PER_RAD
    lon_rad = HERE[1] + east_m / (METRES_PER_RAD * math.cos(HERE[0]))
    point = msgspec.structs.replace(event.impact.place, lat_rad=lat_rad, lon_rad=lon_rad)
    launch = LaunchEstimate(point, time_ms, 1_000, 0.0, 0.1)
    return msgspec.structs.replace(event, launch=launch, impact=None, opened_ms=time_ms + 20_000)


@pytest.mark.parametrize(
    ("launch_ms", "expected"),
    [
        (79_999, False),  # first seen at 99,999 ms: before the sheet's time
        (80_000, True),
        (300_000, True),
        (500_000, True),  # launched at its last moment, first seen after it
        (500_001, False),
    ],
)
def test_a_sheet_fits_what_was_launched_or_first_seen_in_its_time(
    bench: ModuleType, launch_ms: int, expected: bool
) -> None:
    assert fits(SHEET, launched(bench, launch_ms)) is expected


@pytest.mark.parametrize(
    ("north_m", "east_m", "expected"),
    [(0, 0, True), (49e3, 0, True), (51e3, 0, False), (0, -49e3, True), (0, -51e3, False), (36e3, 36e3, False)],
)
def test_a_sheet_fits_what_was_launched_in_its_circle(
    bench: ModuleType, north_m: float, east_m: float, expected: bool
) -> None:
    about = replace(SHEET, circle=(*HERE, 50e3))
    assert fits(about, launched(bench, 300_000, north_m, east_m)) is expected


def test_a_sheet_about_a_place_fits_an_impact_there_and_nothing_without_a_place(bench: ModuleType) -> None:
    about = replace(SHEET, circle=(*HERE, 50e3))
    falling = msgspec.structs.replace(bench.event(), opened_ms=300_000)
    assert fits(about, falling)
    assert not fits(about, msgspec.structs.replace(falling, impact=None))
    assert fits(SHEET, msgspec.structs.replace(falling, impact=None))


def world_with(bench: ModuleType, flagship: Scenario, *sheets: Sheet, **changes: object) -> World:
    world = bench.small_world(flagship, sheets=sheets)
    event = msgspec.structs.replace(bench.event(), opened_ms=300_000, own_kinds=("radar",))
    world.nodes["birch"].events = (msgspec.structs.replace(event, **changes),)
    return world


def asked(bench: ModuleType, world: World, asked_of: str, event_id: str = "e1") -> str:
    return bench.refusal(apply(world, [bench.ordered(Ask(event_id, asked_of), cell="watch_officer")]))


def answers(world: World, time_ms: int) -> list[Answered]:
    world.time_ms = time_ms
    return [record.body for record in answer(world)]


def test_an_answer_comes_back_after_its_time(bench: ModuleType, flagship: Scenario) -> None:
    world = world_with(bench, flagship, SHEET)
    assert asked(bench, world, "catalogue") == ""
    assert answers(world, 759_999) == []
    (found,) = answers(world, 760_000)
    assert (found.asked_of, found.says, found.text) == ("catalogue", "anomalous", "an old stage")
    assert world.nodes["birch"].answered == {("e1", "catalogue"): found}
    assert answers(world, 761_000) == [], "it came twice"


def test_where_nothing_fits_the_answer_says_so_after_doctrines_own_time(
    bench: ModuleType, flagship: Scenario
) -> None:
    other_nations, other_keepers = replace(SHEET, nation="alder"), replace(SHEET, asked_of="almanac")
    world = world_with(bench, flagship, other_nations, other_keepers)
    asked(bench, world, "catalogue")
    wait_ms = bench.STEADY.answer_ms
    assert answers(world, 700_000 + wait_ms - 1) == []
    (found,) = answers(world, 700_000 + wait_ms)
    assert (found.says, found.text) == (None, "nothing that fits")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"claims": "high", "own_kinds": (), "n_shown": 20, "shown_on": 3, "displays": 3}, "false"),
        ({"claims": "high", "own_kinds": ("radar",), "n_shown": 20, "shown_on": 3, "displays": 3}, None),
        ({"own_kinds": ("radar",)}, None),
        ({"own_kinds": ()}, None),  # a partner's report: our silence does not make it false
    ],
)
def test_the_sensors_say_false_only_of_what_a_display_shows_and_none_of_them_holds(
    bench: ModuleType, flagship: Scenario, changes: dict, says: str | None
) -> None:
    world = world_with(bench, flagship, **changes)
    asked(bench, world, "sensors")
    (found,) = answers(world, 800_000)
    assert found.says == says
    assert ("3 of 3 displays show 20" in found.text) is ("displays" in changes)


def test_a_question_is_refused_about_what_is_not_there_and_when_asked_again(
    bench: ModuleType, flagship: Scenario
) -> None:
    world = world_with(bench, flagship)
    assert asked(bench, world, "sensors", "e9") == "e9 is not an open event of birch"
    assert asked(bench, world, "sensors") == ""
    assert asked(bench, world, "sensors") == "sensors was asked about e1 already"
    assert asked(bench, world, "catalogue") == ""
    assert len(world.nodes["birch"].answers_due) == 2


def test_an_answer_about_an_event_that_has_closed_is_dropped(bench: ModuleType, flagship: Scenario) -> None:
    world = world_with(bench, flagship, SHEET)
    asked(bench, world, "catalogue")
    world.nodes["birch"].events = ()
    assert answers(world, 900_000) == [] and world.nodes["birch"].answered == {}


# Whom the watch asks, and what it makes of the answers


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"own_kinds": ("radar",)}, ["sensors", "catalogue", "almanac"]),
        ({"own_kinds": ("ir",)}, ["sensors", "almanac", "range"]),
        ({"own_kinds": ("ir", "radar")}, ["sensors"]),
        ({"claims": "high"}, ["sensors", "maintenance", "drill_log"]),
    ],
)
def test_the_watch_asks_those_who_may_know_once_it_has_read(
    bench: ModuleType, changes: dict, expected: list[str]
) -> None:
    event = msgspec.structs.replace(bench.event(medium_ms=-1), confidence="low", **changes)
    assert list(questions(event)) == expected
    given = {"events": (event,), "uneasy": {"e1": 0}, "doctrine": bench.STEADY}
    assert doctrine_orders(bench.view(7_999, **given)) == []
    orders = doctrine_orders(bench.view(8_000, **given))
    assert [order.action for order in orders] == [Ask("e1", name) for name in expected]
    assert doctrine_orders(bench.view(8_000, **{**given, "uneasy": {}})) == []
    done = {("e1", name): 8_000 for name in expected}
    assert doctrine_orders(bench.view(9_000, **given, asked=done)) == []
    silent = replace(bench.STEADY, asks=False)
    assert doctrine_orders(bench.view(8_000, **{**given, "doctrine": silent})) == []


def assessments(orders: list[Order]) -> list[str]:
    return [order.action.assessment for order in orders if isinstance(order.action, AssessEvent)]


def test_valid_waits_for_answers_while_more_than_three_minutes_are_left(bench: ModuleType) -> None:
    given = {"doctrine": bench.STEADY, "asked": {("e1", "sensors"): 400_000}}  # it comes down at 1,000 s
    assert assessments(doctrine_orders(bench.view(819_999, **given))) == []
    assert assessments(doctrine_orders(bench.view(820_000, **given))) == ["valid"]
    back = {("e1", "sensors"): Answered(event_id="e1", asked_of="sensors", says=None, text="held")}
    assert assessments(doctrine_orders(bench.view(500_000, **given, answered=back))) == ["valid"]
    elsewhere = bench.event(threatens=("alder",))
    assert assessments(doctrine_orders(bench.view(500_000, events=(elsewhere,), **given))) == ["valid"]


def test_an_empty_read_out_makes_it_false_until_a_sensor_holds_it(bench: ModuleType) -> None:
    back = {("e1", "sensors"): Answered(event_id="e1", asked_of="sensors", says="false", text="nothing")}
    given = {"doctrine": bench.STEADY, "answered": back}
    (order,) = doctrine_orders(bench.view(500_000, **given))
    assert (order.action, order.reason) == (AssessEvent("e1", "false"), "sensors: nothing")
    held = msgspec.structs.replace(bench.event(), own_kinds=("radar",))
    revised = bench.view(500_000, events=(held,), assessed={"e1": "false"}, **given)
    assert assessments(doctrine_orders(revised)) == ["valid"]
