"""Doctrine cells: how long they take, and what they never do."""

import math
from dataclasses import replace
from types import ModuleType

import msgspec
import numpy as np
import pytest

from tocsin.chance.luck import declared_id, luck_for
from tocsin.defence.battery import Shot, ShotAssessed
from tocsin.defence.doctrine import FireDoctrine
from tocsin.defence.plan import LAST_CHANCE_MS
from tocsin.exercise.doctrine.cells import DoctrineCells, doctrine_orders
from tocsin.exercise.doctrine.defence_desk import FIRE_EARLY_MS
from tocsin.exercise.doctrine.pace import COMMAND, WATCH, response_ms
from tocsin.exercise.view import Clock, quantiles_of
from tocsin.exercise.world import World
from tocsin.orders.action import AssessEvent, Fire, SetAlert
from tocsin.orders.order import Order

DRAWS = 4000
VALID = {"e1": "valid"}
READY_MS = 800_000 - 10_000 - FIRE_EARLY_MS  # launch less reaction less six seconds


def actions(orders: list[Order]) -> list:
    return [order.action for order in orders]


def fires(orders: list[Order]) -> list[tuple[str, str]]:
    return [(a.event_id, a.battery_id) for a in actions(orders) if isinstance(a, Fire)]


# Response times


def test_response_times_are_log_normal_about_the_declared_median(bench: ModuleType) -> None:
    view = bench.view(0)
    node_id = declared_id("node birch")
    runs = [msgspec.structs.replace(view, quantiles=quantiles_of(luck_for(7, run), node_id)) for run in range(DRAWS)]
    times_ms = [response_ms(run, WATCH) for run in runs]
    logs = np.log(np.array(times_ms) / 30_000)  # read 8 s + think 15 s + act 7 s
    # in units of the declared spread the median of n normal draws has a standard error of 1.2533 / sqrt(n), their
    # standard deviation one of 1 / sqrt(2 n); the bands are 4 of each
    assert abs(np.median(logs)) < 4 * 1.2533 * 0.4 / math.sqrt(DRAWS)
    assert abs(logs.std() - 0.4) < 4 * 0.4 / math.sqrt(2 * DRAWS)
    assert abs(np.mean(logs < 0.4) - 0.8413) < 4 * math.sqrt(0.8413 * 0.1587 / DRAWS)  # one spread above: normal


def test_cells_nodes_and_runs_draw_apart_and_nothing_else_enters(bench: ModuleType) -> None:
    view = bench.view(0)
    other_node = quantiles_of(luck_for(1, 0), declared_id("node alder"))
    other_run = quantiles_of(luck_for(1, 1), declared_id("node birch"))
    draws = [
        response_ms(view, WATCH),
        response_ms(view, COMMAND),
        response_ms(msgspec.structs.replace(view, quantiles=other_node), WATCH),
        response_ms(msgspec.structs.replace(view, quantiles=other_run), WATCH),
    ]
    assert len(set(draws)) == len(draws)
    later = bench.view(999_000, events=(bench.event(medium_ms=bench.MEDIUM_MS + 1000),))
    assert response_ms(later, WATCH) == draws[0]  # a warning a second later meets the same people


def test_no_time_at_all_is_allowed(bench: ModuleType) -> None:
    view = bench.view(bench.MEDIUM_MS, doctrine=bench.AT_ONCE)
    assert response_ms(view, WATCH) == 0
    assert actions(doctrine_orders(view)) == [AssessEvent("e1", "valid")]
    assert actions(doctrine_orders(msgspec.structs.replace(view, assessed=VALID))) == [SetAlert("full")]


def test_without_spread_everybody_takes_the_median(bench: ModuleType) -> None:
    steady = replace(bench.DOCTRINE, spread=0.0)
    assert {response_ms(bench.view(0, doctrine=steady), cell) for cell in (WATCH, COMMAND)} == {30_000}


@pytest.mark.parametrize("run", range(20))
def test_no_order_before_the_drawn_time(bench: ModuleType, run: int) -> None:
    view = bench.view(0, quantiles=quantiles_of(luck_for(3, run), declared_id("node birch")))
    watch_ms = bench.MEDIUM_MS + response_ms(view, WATCH)
    assert doctrine_orders(msgspec.structs.replace(view, clock=Clock(watch_ms - 1))) == []
    (order,) = doctrine_orders(msgspec.structs.replace(view, clock=Clock(watch_ms)))
    assert (order.cell, order.action, order.in_reply_to) == ("watch_officer", AssessEvent("e1", "valid"), "e1")
    assert order.decided_by == "doctrine" and "medium confidence" in order.reason
    command_ms = watch_ms + response_ms(view, COMMAND)
    assert doctrine_orders(msgspec.structs.replace(view, clock=Clock(command_ms - 1), assessed=VALID)) == []
    (order,) = doctrine_orders(msgspec.structs.replace(view, clock=Clock(command_ms), assessed=VALID))
    assert (order.cell, order.action) == ("commander", SetAlert("full"))


# What is decided about


def test_what_is_no_threat_of_medium_confidence_is_left_alone(bench: ModuleType) -> None:
    low = msgspec.structs.replace(bench.event(medium_ms=-1), confidence="low")
    for event in (low, bench.event(threatens=()), bench.event(threatens=("cedar",))):
        assert doctrine_orders(bench.view(900_000, events=(event,))) == []
    assert actions(doctrine_orders(bench.view(900_000))) == [AssessEvent("e1", "valid")]


def test_a_threat_to_a_partner_is_assessed_and_raises_no_alert(bench: ModuleType) -> None:
    view = bench.view(900_000, events=(bench.event(threatens=("alder",)),))
    assert actions(doctrine_orders(view)) == [AssessEvent("e1", "valid")]
    assert doctrine_orders(msgspec.structs.replace(view, assessed=VALID)) == []


# Posture


def uneasy(bench: ModuleType, time_ms: int, **changes: object) -> list:
    """Return what is ordered about the alert where an event has been uneasy since 400 s and nothing is assessed."""
    low = msgspec.structs.replace(bench.event(medium_ms=-1), confidence="low")
    given = {"events": (low,), "uneasy": {"e1": bench.MEDIUM_MS}, "doctrine": bench.STEADY, **changes}
    return [a.level for a in actions(doctrine_orders(bench.view(time_ms, **given))) if isinstance(a, SetAlert)]


def test_the_alert_is_raised_on_an_unease_that_lasts(bench: ModuleType) -> None:
    after_ms = bench.MEDIUM_MS + 60_000  # watch and commander, 30 s each
    assert uneasy(bench, after_ms - 1) == []
    assert uneasy(bench, after_ms) == ["raised"]
    assert uneasy(bench, after_ms, alert="raised") == []
    assert uneasy(bench, after_ms, alert="full") == [], "an unease does not lower a full alert"


def test_the_alert_is_full_once_the_watch_has_found_a_threat_and_the_commander_has_thought(bench: ModuleType) -> None:
    found_ms = 500_000  # later than the watch alone would have taken: it waited for an answer
    given = {"events": (bench.event(),), "assessed": VALID, "assessed_ms": {"e1": found_ms}}
    assert uneasy(bench, found_ms + 29_999, alert="raised", **given) == []
    assert uneasy(bench, found_ms + 30_000, alert="raised", **given) == ["full"]
    assert uneasy(bench, found_ms + 30_000, alert="full", **given) == []


def test_infrared_alone_taken_for_an_attack_still_takes_the_commanders_time(bench: ModuleType) -> None:
    """It is never of medium confidence: time counts from the watch's word."""
    alone = replace(bench.STEADY, waits_for_second=False)
    seen = msgspec.structs.replace(bench.event(medium_ms=-1), impact=None, confidence="low", own_kinds=("ir",))
    given = {"events": (seen,), "assessed": VALID, "assessed_ms": {"e1": 30_000}, "doctrine": alone, "uneasy": {}}
    assert uneasy(bench, 59_999, **given) == []
    assert uneasy(bench, 60_000, **given) == ["full"]


@pytest.mark.parametrize("level", ["raised", "full"])
def test_the_alert_is_stood_down_when_nothing_is_left(bench: ModuleType, level: str) -> None:
    given = {"uneasy": {}, "quiet_ms": 600_000, "assessed": {"e1": "anomalous"}, "alert": level}
    assert uneasy(bench, 629_999, **given) == []
    assert uneasy(bench, 630_000, **given) == ["normal"]
    assert uneasy(bench, 630_000, **{**given, "uneasy": {"e2": 629_000}}) == [], "something may yet be an attack"
    assert uneasy(bench, 630_000, **{**given, "alert": "normal"}) == []


def test_the_alert_does_not_swing(bench: ModuleType) -> None:
    """An unease that comes and goes every ten seconds never stands a raised alert down."""
    level, levels, quiet_ms = "raised", [], 0
    for time_ms in range(600_000, 900_000, 1_000):
        is_uneasy = time_ms // 10_000 % 2 == 0
        quiet_ms = quiet_ms if is_uneasy or time_ms % 10_000 else time_ms
        since = {"e1": time_ms // 10_000 * 10_000} if is_uneasy else {}
        levels += uneasy(bench, time_ms, alert=level, uneasy=since, quiet_ms=quiet_ms)
    assert levels == []


def test_nations_are_asked_in_declared_order(bench: ModuleType) -> None:
    views = {
        "birch": bench.view(900_000),
        "alder": msgspec.structs.replace(bench.view(900_000), node="alder", events=()),
    }
    assert DoctrineCells().orders(900_000, views) == doctrine_orders(views["birch"])


# Shoot, look, shoot


def defending(bench: ModuleType, time_ms: int = READY_MS, **changes: object) -> list[tuple[str, str]]:
    """Return what Birch fires on an event assessed valid, one plan at hand, the alert full already."""
    given = {"assessed": VALID, "alert": "full", "plans": (bench.plan(),), **changes}
    return fires(doctrine_orders(bench.view(time_ms, **given)))


def test_it_fires_when_the_launch_is_near(bench: ModuleType) -> None:
    assert defending(bench, READY_MS - 1) == []
    assert defending(bench, READY_MS) == [("e1", "b1")]


@pytest.mark.parametrize(
    "assessed", [{}, {"e1": "under_assessment"}, {"e1": "anomalous"}, {"e1": "false"}, {"e2": "valid"}]
)
def test_no_fire_without_a_valid_assessment(bench: ModuleType, assessed: dict) -> None:
    assert defending(bench, assessed=assessed) == []


def test_no_second_salvo_before_the_first_is_assessed(bench: ModuleType) -> None:
    shots = (bench.shot(),)
    assert defending(bench, 900_000, shots=shots) == []
    assert defending(bench, 900_000, shots=shots, shots_assessed={"birch-shot1": False}) == [("e1", "b1")]
    two = (*shots, bench.shot("birch-shot2"))
    assert defending(bench, 900_000, shots=two, shots_assessed={"birch-shot1": False}) == []


def test_what_is_thought_dead_is_not_fired_on(bench: ModuleType) -> None:
    assert defending(bench, 900_000, shots=(bench.shot(),), shots_assessed={"birch-shot1": True}) == []


def test_a_shot_at_another_event_does_not_wait(bench: ModuleType) -> None:
    assert defending(bench, shots=(bench.shot(event_id="e2"),)) == [("e1", "b1")]


def test_two_objects_of_one_event_are_engaged_each_for_itself(bench: ModuleType) -> None:
    plans = (bench.plan(object_name="e1.1"), bench.plan("b2", object_name="e1.2"))
    assert defending(bench, plans=plans) == [("e1", "b1"), ("e1", "b2")]
    shots = (msgspec.structs.replace(bench.shot(), object_name="e1.1"),)
    assert defending(bench, 900_000, plans=plans, shots=shots) == [("e1", "b2")]
    # the event's name may change meanwhile; the object's does not
    moved = (msgspec.structs.replace(shots[0], event_id="e1"),)
    assert defending(bench, 900_000, plans=plans[:1], shots=moved, shots_assessed={"birch-shot1": False}) == [
        ("e1", "b1")
    ]


def test_what_is_proposed_is_fired_one_layer_at_a_time_the_highest_first(bench: ModuleType) -> None:
    plans = (
        bench.plan("b4", layer="lower", interceptors=2, salvo=2, proposed=2),
        bench.plan("b1", proposed=0),
        bench.plan("b2"),
    )
    assert defending(bench, plans=plans) == [("e1", "b2")]
    assert defending(bench, plans=plans[:2]) == [("e1", "b4")]
    assert defending(bench, plans=plans[1:2]) == []
    upper = (bench.shot(),)
    assert defending(bench, plans=plans, shots=upper) == []
    assert defending(bench, plans=plans[:1], shots=upper, shots_assessed={"birch-shot1": False}) == [("e1", "b4")]


def test_a_salvo_of_two_batteries_is_no_larger_than_a_salvo(bench: ModuleType) -> None:
    plans = (
        bench.plan("b1", interceptors=2, salvo=2, proposed=1),
        bench.plan("b2", interceptors=2, salvo=2, proposed=2),
    )
    orders = doctrine_orders(bench.view(READY_MS, assessed=VALID, alert="full", plans=plans))
    fired = [order.action for order in orders if isinstance(order.action, Fire)]
    assert [(action.battery_id, action.interceptors) for action in fired] == [("b1", 1), ("b2", 1)]


@pytest.mark.parametrize(
    ("control", "assessed", "areas", "is_fired_on"),
    [
        ("hold", "valid", ("own",), False),
        ("tight", "valid", (), True),
        ("tight", "under_assessment", ("own",), False),
        ("self_defence", "under_assessment", ("own",), True),
        ("self_defence", "valid", ("other",), False),
        ("free", "under_assessment", (), True),
        ("free", "anomalous", ("own",), False),
    ],
)
def test_weapons_control_says_at_what_may_be_fired(
    bench: ModuleType, control: str, assessed: str, areas: tuple[str, ...], is_fired_on: bool
) -> None:
    doctrine = replace(bench.DOCTRINE, fire=FireDoctrine(weapons_control=control))
    fired = defending(
        bench, plans=(bench.plan(areas=areas),), assessed={"e1": assessed}, doctrine=doctrine, own_areas=("own",)
    )
    assert bool(fired) == is_fired_on


@pytest.mark.parametrize(
    ("method", "after_a_miss"), [("shoot_look_shoot", 1), ("salvo", None), ("salvo_look_salvo", 2)]
)
def test_methods_differ_in_how_many_go_and_whether_there_is_a_second_try(
    bench: ModuleType, method: str, after_a_miss: int | None
) -> None:
    doctrine = replace(bench.DOCTRINE, fire=FireDoctrine(engagement=method))
    plans = (bench.plan(interceptors=2, salvo=2, proposed=2),)

    def count(**changes: object) -> int | None:
        view = bench.view(900_000, assessed=VALID, alert="full", plans=plans, doctrine=doctrine, **changes)
        actions = [order.action for order in doctrine_orders(view)]
        return next((action.interceptors for action in actions if isinstance(action, Fire)), None)

    assert count() == (1 if method == "shoot_look_shoot" else 2)
    first = (msgspec.structs.replace(bench.shot(), interceptors=2),)
    assert count(shots=first) is None
    assert count(shots=first, shots_assessed={"birch-shot1": False}) == after_a_miss


def test_a_poor_track_is_waited_on_until_time_runs_out(bench: ModuleType) -> None:
    assert defending(bench, plans=(bench.plan(sigma_m=3_000.0),)) == [("e1", "b1")]
    assert defending(bench, plans=(bench.plan(sigma_m=3_001.0),)) == []
    last = 800_000 + LAST_CHANCE_MS
    assert defending(bench, plans=(bench.plan(sigma_m=9_000.0, last_launch_ms=last - 1),)) == [("e1", "b1")]
    assert defending(bench, plans=(bench.plan(sigma_m=9_000.0, last_launch_ms=last),)) == []


# A whole run


def test_in_a_whole_run_every_shot_waits_for_its_assessments(fought: tuple[World, object]) -> None:
    _, seen = fought
    told_ms = {told.shot_id: time_ms for time_ms, told in seen.of(ShotAssessed)}
    valid_ms = {
        order.action.event_id: time_ms
        for time_ms, order in seen.of(Order)
        if isinstance(order.action, AssessEvent) and order.action.assessment == "valid"
    }
    shots = seen.of(Shot)
    assert len(shots) >= 2, "too few shots to prove anything"
    for n, (time_ms, shot) in enumerate(shots):
        named_by = shot.object_name.rpartition(".")[0]  # an object that parts from its event keeps what it was found
        assert time_ms > valid_ms.get(shot.event_id, valid_ms.get(named_by))
        for _, earlier in shots[:n]:
            if (earlier.event_id, earlier.object_name) == (shot.event_id, shot.object_name):
                assert told_ms[earlier.shot_id] < time_ms
