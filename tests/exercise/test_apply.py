"""Orders are obeyed, or refused with their reason; no interceptor is fired twice."""

from types import ModuleType

import msgspec
import pytest

from tocsin.defence.battery import BatteryState, Shot, quality_factor
from tocsin.exchange.payload import AnomalyAdvisory
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.world import NodeState, World, new_world
from tocsin.orders.action import Advise, AssessEvent, CueRadar, Fire, SetAlert
from tocsin.orders.order import AlertChanged, Order, OrderRefused
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import Scenario
from tocsin.warning.event import EventObject, WarningEvent

BATTERY = "taroviel-lower"  # salvo 2, stock 32, reload 4 s, reaction 6 s


@pytest.fixture
def world(flagship: Scenario, bench: ModuleType) -> World:
    """Return the flagship's world at 700 s, in which Birch has a plan to launch at 800 s."""
    world = new_world(flagship, load_agreement("none", flagship.parties), seed=1)
    world.time_ms = 700_000
    birch = world.nodes["birch"]
    birch.plans = (bench.plan(BATTERY, layer="lower", interceptors=2),)
    held = EventObject(name="", track="t", source_ids=("t",), kind_probability=(0.9, 0.1, 0.0), seen_ms=700_000)
    birch.events = (msgspec.structs.replace(bench.event("e1"), objects=(held,)),)
    return world


def index_of(node: NodeState) -> int:
    return [battery.battery_id for battery in node.declared.batteries].index(BATTERY)


def fire(battery_id: str = BATTERY, event_id: str = "e1", node: str = "birch") -> Order:
    return Order(node=node, cell="defence_desk", action=Fire(event_id, battery_id), in_reply_to="", reason="")


def answer(world: World, order: Order) -> object:
    (record,) = apply(world, [order])
    assert record.node == order.node
    return record.body


def test_a_plan_is_carried_out_and_paid_for(world: World) -> None:
    shot = answer(world, fire())
    node = world.nodes["birch"]
    assert isinstance(shot, Shot)
    assert (shot.shot_id, shot.interceptors, shot.launch_ms, shot.intercept_ms) == (
        "birch-shot1",
        2,
        800_000,
        880_000,
    )
    assert node.batteries[index_of(node)] == BatteryState(stock_left=30, ready_ms=804_000)  # reload 4 s
    assert node.shots == [shot] and world.shots == [shot]
    others = [state for i, state in enumerate(node.batteries) if i != index_of(node)]
    assert [state.stock_left for state in others] == [24, 24, 24, 32, 32]


def test_what_the_picture_no_longer_holds_is_not_fired_at(world: World) -> None:
    birch = world.nodes["birch"]
    birch.events = (msgspec.structs.replace(birch.events[0], objects=()),)
    refusal = answer(world, fire())
    assert isinstance(refusal, OrderRefused) and "no longer held under this name" in refusal.reason
    assert not world.shots


@pytest.mark.parametrize(("battery_id", "event_id"), [("taroviel-upper", "e1"), (BATTERY, "e2"), ("nobody", "e1")])
def test_without_a_plan_it_is_refused(world: World, battery_id: str, event_id: str) -> None:
    refusal = answer(world, fire(battery_id, event_id))
    assert isinstance(refusal, OrderRefused)
    assert refusal.reason == f"{battery_id} has no feasible plan for {event_id}"
    assert refusal.order == fire(battery_id, event_id)
    assert not world.shots


def test_without_stock_it_is_refused_and_the_last_one_is_fired_alone(world: World) -> None:
    node = world.nodes["birch"]
    node.batteries[index_of(node)] = BatteryState(0, 0)
    refusal = answer(world, fire())
    assert isinstance(refusal, OrderRefused) and refusal.reason == f"{BATTERY} has no interceptors left"
    node.batteries[index_of(node)] = BatteryState(1, 0)
    shot = answer(world, fire())
    assert isinstance(shot, Shot) and shot.interceptors == 1
    assert node.batteries[index_of(node)].stock_left == 0


@pytest.mark.parametrize(("time_ms", "is_late"), [(794_000, False), (794_001, True)])
def test_too_late_for_the_reaction_is_refused(world: World, time_ms: int, is_late: bool) -> None:
    world.time_ms = time_ms
    found = answer(world, fire())
    assert isinstance(found, OrderRefused) is is_late
    if is_late:
        assert found.reason == f"too late: {BATTERY} cannot launch before {time_ms + 6_000} ms"
        assert world.nodes["birch"].batteries[index_of(world.nodes["birch"])].stock_left == 32


def test_a_second_salvo_must_wait_for_the_reload(world: World) -> None:
    first, second = (record.body for record in apply(world, [fire(), fire()]))
    assert isinstance(first, Shot) and isinstance(second, OrderRefused)
    assert second.reason == f"too late: {BATTERY} cannot launch before 804000 ms"
    node = world.nodes["birch"]
    assert node.batteries[index_of(node)].stock_left == 30


def test_beyond_what_its_radar_supports_it_is_refused(world: World) -> None:
    """Nine at a time: a tenth that would be under way with them must wait for one to be assessed, 3 s after it."""
    node = world.nodes["birch"]
    shot = answer(world, fire())
    assert isinstance(shot, Shot)
    node.batteries[index_of(node)] = BatteryState(30, 0)
    node.shots += [msgspec.structs.replace(shot, shot_id=f"birch-shot{n}") for n in range(2, 10)]
    refusal = answer(world, fire())
    assert isinstance(refusal, OrderRefused)
    assert refusal.reason == f"{BATTERY} supports 9 engagements at a time, and all are taken"
    assert node.batteries[index_of(node)].stock_left == 30
    early = [msgspec.structs.replace(item, launch_ms=0, intercept_ms=797_000) for item in node.shots]
    node.shots[:] = early  # their results are known at 800 s, when the next is launched
    assert isinstance(answer(world, fire()), Shot)


def test_what_is_in_the_magazine_is_not_fired_before_the_launchers_are_filled(world: World) -> None:
    node = world.nodes["birch"]
    index = index_of(node)
    node.batteries[index] = BatteryState(17, 0)  # of 32: one is left on 16 launchers
    shot = answer(world, fire())
    assert isinstance(shot, Shot) and shot.interceptors == 1
    assert node.batteries[index] == BatteryState(16, 800_000 + 900_000)


def test_a_shot_carries_its_class_and_its_track_apart(world: World) -> None:
    shot = answer(world, fire())
    plan = world.nodes["birch"].plans[0]
    assert isinstance(shot, Shot)
    assert shot.kill_probability == 0.6 and shot.track_factor == quality_factor(plan.sigma_m) < 1.0


def test_an_unknown_node_is_answered_not_crashed(world: World) -> None:
    refusal = answer(world, fire(node="nobody"))
    assert isinstance(refusal, OrderRefused) and refusal.reason == "no such node"


def test_a_refusal_does_not_stop_the_next_order(world: World) -> None:
    found = [type(record.body) for record in apply(world, [fire("nobody"), fire()])]
    assert found == [OrderRefused, Shot]


def test_assessment_and_alert_are_the_nodes_own(world: World) -> None:
    given = {"node": "birch", "in_reply_to": "e1", "reason": ""}
    world.nodes["birch"].events = (WarningEvent(event_id="e1", opened_ms=0, provenance=()),)
    orders = [
        Order(cell="watch_officer", action=AssessEvent("e1", "false"), **given),
        Order(cell="commander", action=SetAlert("full"), **given),
    ]
    assert [record.body for record in apply(world, orders)] == [AlertChanged("full")]
    birch, alder = world.nodes["birch"], world.nodes["alder"]
    assert (birch.assessed, birch.alert) == ({"e1": "false"}, "full")
    assert (alder.assessed, alder.alert) == ({}, "normal")


def test_an_event_that_is_not_there_cannot_be_assessed(world: World) -> None:
    order = Order(node="birch", cell="watch_officer", action=AssessEvent("e9", "false"), in_reply_to="", reason="")
    (record,) = apply(world, [order])
    assert isinstance(record.body, OrderRefused) and "e9" in record.body.reason
    assert world.nodes["birch"].assessed == {}


def test_in_a_whole_run_fired_and_left_are_the_stock(fought: tuple[World, object]) -> None:
    world, seen = fought
    fired: dict[str, int] = {}
    for _, shot in seen.of(Shot):
        fired[shot.battery_id] = fired.get(shot.battery_id, 0) + shot.interceptors
    assert sum(fired.values()) > 0, "nothing was fired: this proves nothing"
    for node in world.nodes.values():
        for battery, state in zip(node.declared.batteries, node.batteries, strict=True):
            assert fired.pop(battery.battery_id, 0) + state.stock_left == battery.stock
            assert state.stock_left >= 0
    assert fired == {}, "a battery that nobody declared has fired"


def test_in_a_whole_run_every_fire_order_is_answered_once(fought: tuple[World, object]) -> None:
    _, seen = fought
    orders = [order for _, order in seen.of(Order) if isinstance(order.action, Fire)]
    answers = [body for kind in (Shot, OrderRefused) for _, body in seen.of(kind)]
    assert len(orders) == len(answers) > 0


@pytest.mark.parametrize("half_width_rad", [0.0, 1e-9, -0.1, 4.0, 1e308])
def test_a_radar_is_pointed_at_a_cone_that_there_can_be(world: World, half_width_rad: float) -> None:
    sensor_id = world.nodes["birch"].declared.radars[0].sensor_id
    cue = CueRadar("birch-1", sensor_id, 0.5, 0.1, half_width_rad, 900_000)
    order = Order(node="birch", cell="sensor_desk", action=cue, in_reply_to="", reason="")
    (refused,) = apply(world, [order])
    assert isinstance(refused.body, OrderRefused)
    assert refused.body.reason.startswith("half_width_rad = ")
    assert not world.nodes["birch"].cues


@pytest.mark.parametrize(
    ("name", "value"), [("lat_rad", 1.7e308), ("radius_m", -1.0), ("to_ms", 2**53), ("cause", "\n")]
)
def test_an_advisory_says_what_a_message_may_hold(world: World, name: str, value: float | str) -> None:
    sound = AnomalyAdvisory(advisory_id="a", cause="test", from_ms=0, to_ms=1, lat_rad=0.1, lon_rad=0.1, radius_m=1.0)
    advise = Advise(msgspec.structs.replace(sound, **{name: value}))
    order = Order(node="birch", cell="data_exchange_desk", action=advise, in_reply_to="", reason="")
    (refused,) = apply(world, [order])
    assert isinstance(refused.body, OrderRefused)
    assert refused.body.reason.startswith(f"advisory: {name}")
    assert not world.nodes["birch"].advisories
