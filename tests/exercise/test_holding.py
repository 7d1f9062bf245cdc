"""The data-exchange desk keeps drafts back and lets them go."""

from types import ModuleType

import pytest

from tocsin.exchange.message import Envelope, Refusal
from tocsin.exchange.payload import AlertState, AnomalyAdvisory
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.world import World
from tocsin.orders.action import Advise, SetAlert
from tocsin.orders.staff import HoldMessage, SendMessage
from tocsin.scenario.declared import Scenario

DESK = "data_exchange_desk"
TICKS = 8


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    return bench.small_world(flagship)


def ordered(bench: ModuleType, world: World, *actions: object) -> list:
    return bench.ticks(world, TICKS, {0: [bench.ordered(action, cell=DESK) for action in actions]})


def sent(bench: ModuleType, records: list) -> list:
    return [body.message.payload for body in bench.bodies(records, Envelope)]


def test_of_what_is_held_back_the_newest_goes_when_it_is_let_go(bench: ModuleType, world: World) -> None:
    held = ordered(bench, world, HoldMessage("AlertState"), SetAlert("raised"), SetAlert("full"))
    assert sent(bench, held) == [] and bench.bodies(held, Refusal) == []
    ((kept,),) = (list(drafts.values()) for drafts in world.nodes["birch"].staff.held_back.values())
    assert (kept.to, kept.payload.level) == ("alder", "full")
    let_go = ordered(bench, world, SendMessage("AlertState"))
    assert sent(bench, let_go) == [AlertState(level="full", since_ms=700_000)]
    assert world.nodes["birch"].staff.held_back == {}
    assert bench.bodies(let_go, Envelope)[0].held_ms == TICKS * 1_000, "how long it was held is told at home"
    assert len(sent(bench, ordered(bench, world, SetAlert("normal")))) == 1, "from now on as always"


def test_only_what_was_named_is_held(bench: ModuleType, world: World) -> None:
    one, other = (AnomalyAdvisory(advisory_id=name, cause="a test", from_ms=0, to_ms=9) for name in ("a1", "a2"))
    ordered(bench, world, Advise(one))
    records = ordered(bench, world, HoldMessage("a1"), Advise(one), Advise(other))
    assert [payload.advisory_id for payload in sent(bench, records)] == ["a2"]


def test_what_waits_for_the_agreed_delay_is_held_too(bench: ModuleType, flagship: Scenario) -> None:
    world = bench.small_world(flagship, bench.agreement(min_delay_ms=5_000))
    bench.ticks(world, 2, {0: [bench.ordered(SetAlert("full"))]})
    assert sent(bench, ordered(bench, world, HoldMessage("AlertState"))) == []
    assert len(sent(bench, ordered(bench, world, SendMessage("AlertState")))) == 1


def test_the_agreement_decides_when_it_is_let_go(bench: ModuleType, flagship: Scenario) -> None:
    world = bench.small_world(flagship, bench.agreement(messages=("consultation",)))
    ordered(bench, world, HoldMessage("AlertState"), SetAlert("full"))
    (refusal,) = bench.bodies(ordered(bench, world, SendMessage("AlertState")), Refusal)
    assert refusal.reason == "alert_state not granted"


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (
            HoldMessage(""),
            "subject = '': must be an own event, notice, warning or advisory, or one of LaunchReport, ",
        ),
        (HoldMessage("alder-e1"), "subject = 'alder-e1': must be an own event"),
        (SendMessage("TrackReport"), "TrackReport is not held back; held back now: nothing"),
    ],
)
def test_what_cannot_be_held_or_let_go(bench: ModuleType, world: World, action: object, said: str) -> None:
    assert bench.refusal(apply(world, [bench.ordered(action, cell=DESK)])).startswith(said)


def test_nothing_is_held_twice(bench: ModuleType, world: World) -> None:
    orders = [bench.ordered(HoldMessage("TrackReport"), cell=DESK)] * 2
    assert bench.refusal(apply(world, orders)) == "TrackReport is held back already"
