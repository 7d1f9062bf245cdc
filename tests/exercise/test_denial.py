"""The commander denies an engagement, takes it back, and sets another doctrine."""

from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.exercise.doctrine.defence_desk import defence_desk
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.plan import jointly_proposed, room_at
from tocsin.exercise.view import view_of
from tocsin.exercise.world import World
from tocsin.orders.action import Fire
from tocsin.orders.staff import AllowEngagement, DenyEngagement, SetDoctrine
from tocsin.scenario.declared import Scenario
from tocsin.scenario.doctrine_file import doctrine_names
from tocsin.warning.event import EventObject


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    """Return a world at 790 s with a valid event, and a plan of each of two of Birch's batteries to meet it."""
    world = bench.small_world(flagship)
    world.time_ms = 790_000
    birch = world.nodes["birch"]
    names = [battery.battery_id for battery in birch.declared.batteries][:2]
    held = EventObject(name="o1", track="t1", source_ids=(), kind_probability=(1.0, 0.0, 0.0), seen_ms=0)
    birch.events = (msgspec.structs.replace(bench.event(), objects=(held,), primary="o1"),)
    birch.assessed["e1"] = "valid"
    birch.plans = tuple(bench.plan(name, object_name="o1") for name in names)
    return world


def batteries(world: World) -> tuple[str, str]:
    first, second = (plan.battery_id for plan in world.nodes["birch"].plans)
    return first, second


def ordered(bench: ModuleType, world: World, action: object, cell: str = "commander") -> str:
    return bench.refusal(apply(world, [bench.ordered(action, cell=cell)]))


@pytest.mark.parametrize("cell", ["defence_desk", "commander"])
def test_what_is_denied_is_fired_by_the_commander_alone(bench: ModuleType, world: World, cell: str) -> None:
    first, _ = batteries(world)
    assert ordered(bench, world, DenyEngagement("e1", battery_id=first)) == ""
    reason = ordered(bench, world, Fire("e1", first, "o1", 1), cell)
    if cell == "commander":
        assert reason == "" and len(world.nodes["birch"].shots) == 1
    else:
        assert reason == f"the commander has denied {first} the engagement of o1; ask for its release"
        assert world.nodes["birch"].shots == []


def test_a_denial_is_of_what_it_names(bench: ModuleType, world: World) -> None:
    first, second = batteries(world)
    ordered(bench, world, DenyEngagement("e1", battery_id=first))
    assert ordered(bench, world, Fire("e1", second, "o1", 1), "defence_desk") == ""
    assert {plan.battery_id: plan.proposed for plan in world.nodes["birch"].plans} == {first: 0, second: 1}


def test_doctrine_does_not_try_what_is_denied(bench: ModuleType, world: World) -> None:
    birch = world.nodes["birch"]

    def tries() -> int:
        return len(defence_desk(view_of(world, birch), birch.events[0]))

    assert tries() == 1  # its doctrine sends one salvo at an object
    ordered(bench, world, DenyEngagement("e1"))
    assert tries() == 0


def test_what_is_denied_gets_no_room_in_the_next_plans(bench: ModuleType, world: World) -> None:
    birch = world.nodes["birch"]
    first, second = birch.plans
    birch.plans = ()
    ordered(bench, world, DenyEngagement("e1", battery_id=first.battery_id))
    assert [room_at(birch, plan, set()) > 0 for plan in (first, second)] == [False, True]
    assert (jointly_proposed(world, birch, first), jointly_proposed(world, birch, second)) == (0, None)


def test_a_denial_is_taken_back_as_it_was_given(bench: ModuleType, world: World) -> None:
    first, second = batteries(world)
    ordered(bench, world, DenyEngagement("e1", battery_id=first))
    assert ordered(bench, world, DenyEngagement("e1", battery_id=first)) == "it is denied already"
    wrong = AllowEngagement("e1", battery_id=second)
    assert ordered(bench, world, wrong) == f"e1 by {second} is not denied; denied now: e1 by {first}"
    assert ordered(bench, world, AllowEngagement("e1", battery_id=first)) == ""
    assert ordered(bench, world, Fire("e1", first, "o1", 1), "defence_desk") == ""


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (DenyEngagement("e9"), "e9 is not an open event of birch"),
        (DenyEngagement("e1", object_name="o9"), "object_name = 'o9': must be of e1: o1"),
        (DenyEngagement("e1", battery_id="b9"), "battery_id = 'b9': must be of birch: "),
    ],
)
def test_what_is_not_there_cannot_be_denied(
    bench: ModuleType, world: World, action: DenyEngagement, said: str
) -> None:
    assert ordered(bench, world, action).startswith(said)


def test_another_doctrine_is_fought_by_from_now_on(bench: ModuleType, world: World) -> None:
    birch = world.nodes["birch"]
    assert ordered(bench, world, SetDoctrine("hold")) == ""
    assert view_of(world, birch).doctrine.fire.weapons_control == "hold"
    assert defence_desk(view_of(world, birch), birch.events[0]) == []
    assert birch.declared.doctrine.fire.weapons_control == "tight", "as declared"
    assert ordered(bench, world, SetDoctrine("hold")) == "birch fights by hold already"


def test_an_unknown_doctrine_is_refused_with_the_list(bench: ModuleType, world: World) -> None:
    reason = ordered(bench, world, SetDoctrine("boldness"))
    assert reason == f"doctrine = 'boldness': no such doctrine; known: {', '.join(doctrine_names())}"


def test_a_nations_own_numbers_outlast_its_doctrine(flagship: Scenario) -> None:
    for node in flagship.nodes:
        assert node.doctrines[node.doctrine.fire.name] == node.doctrine
        assert {replace(item, fire=node.doctrine.fire).read_ms for item in node.doctrines.values()} == {
            node.doctrine.read_ms
        }
