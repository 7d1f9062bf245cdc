"""Warnings to the public: by two persons, of what stands, cancelled in time; and a drill taken for the real thing."""

import math
from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.chance.luck import luck_for
from tocsin.exchange.message import Delivery, Envelope
from tocsin.exchange.payload import PublicWarning, standing_at
from tocsin.exercise.doctrine.civil_desk import civil_protection_desk
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.desks import desks
from tocsin.exercise.stages.public import TOGETHER_MS
from tocsin.exercise.view import misreadings
from tocsin.exercise.world import Unsent, World
from tocsin.orders.action import CancelPublicWarning, SendPublicWarning
from tocsin.orders.staff import CorrectPublicWarning
from tocsin.scenario.declared import Scenario
from tocsin.scenario.staged import Drill

PERSONS = ("civil_protection_desk", "commander")


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    """Return a world at 700 s with an event that comes down at 1,000 s."""
    world = bench.small_world(flagship)
    world.nodes["birch"].events = (bench.event(),)
    return world


def areas_of(world: World) -> tuple[str, ...]:
    return tuple(area.area_id for area in world.scenario.geography.areas if area.nation == "birch")


def send(bench: ModuleType, world: World, *cells: str, event_id: str = "e1", **changes: object) -> list:
    action = SendPublicWarning(event_id, changes.get("areas", areas_of(world)[:1]))
    return apply(world, [bench.ordered(action, cell=cell) for cell in cells])


def warned(bench: ModuleType, records: list) -> list[PublicWarning]:
    return bench.bodies(records, PublicWarning)


def test_it_takes_two_persons(bench: ModuleType, world: World) -> None:
    assert send(bench, world, PERSONS[0]) == []
    assert send(bench, world, PERSONS[0]) == [], "the same person twice is one"
    (warning,) = warned(bench, send(bench, world, PERSONS[1]))
    assert (warning.step, warning.event_id, warning.areas) == ("alert", "e1", areas_of(world)[:1])
    assert warning.sent_ms == 700_000 and warning.references == ()
    assert (warning.impact_time_ms, warning.expires_ms) == (1_000_000, 1_600_000)  # ten minutes after the impact


def test_one_is_enough_where_doctrine_says_so(bench: ModuleType, world: World) -> None:
    node = world.nodes["birch"]
    node.doctrine = replace(bench.STEADY, persons_to_send=1)
    assert len(warned(bench, send(bench, world, PERSONS[0]))) == 1


def test_a_warning_without_an_event_holds_for_an_hour(bench: ModuleType, world: World) -> None:
    (warning,) = warned(bench, send(bench, world, *PERSONS, event_id=""))
    assert (warning.impact_time_ms, warning.expires_ms) == (None, 700_000 + 3_600_000)


def test_no_other_cell_warns_the_public(bench: ModuleType, world: World) -> None:
    reason = bench.refusal(send(bench, world, "watch_officer"))
    assert reason == "watch_officer sends no public warning; civil_protection_desk and commander do"
    assert world.nodes["birch"].to_be_sent == {}


def test_two_persons_warn_the_same_areas_within_five_minutes(bench: ModuleType, world: World) -> None:
    own = tuple(area.area_id for area in world.scenario.geography.areas if area.nation == "birch")
    first, second = PERSONS
    assert warned(bench, send(bench, world, first, areas=own[:1])) == []
    assert warned(bench, send(bench, world, second, areas=own)) == [], "other areas"
    assert world.nodes["birch"].to_be_sent["e1"].cells == (second,)
    world.time_ms += TOGETHER_MS + 1000
    assert warned(bench, send(bench, world, first, areas=own)) == [], "too long ago"
    (warning,) = warned(bench, send(bench, world, second, areas=own[::-1]))
    assert set(warning.areas) == set(own)


@pytest.mark.parametrize("areas", [(), ("nowhere",)])
def test_only_own_areas_can_be_warned(bench: ModuleType, world: World, areas: tuple[str, ...]) -> None:
    assert "is not a defended area of birch" in bench.refusal(send(bench, world, PERSONS[0], areas=areas))
    others = tuple(area.area_id for area in world.scenario.geography.areas if area.nation == "alder")[:1]
    assert "is not a defended area of birch" in bench.refusal(send(bench, world, PERSONS[0], areas=others))


def test_an_event_that_is_not_there_is_not_warned_of(bench: ModuleType, world: World) -> None:
    assert bench.refusal(send(bench, world, PERSONS[0], event_id="e9")) == "e9 is not an open event of birch"


def test_a_warning_stands_until_it_is_cancelled_or_expires(bench: ModuleType, world: World) -> None:
    send(bench, world, *PERSONS)
    assert bench.refusal(send(bench, world, *PERSONS)) == "a warning of e1 stands already"
    world.time_ms = 1_600_000 - 1
    assert bench.refusal(send(bench, world, *PERSONS)) == "a warning of e1 stands already"
    world.time_ms = 1_600_000
    assert bench.refusal(send(bench, world, PERSONS[0])) == ""


def test_a_cancel_refers_to_its_alert_and_takes_its_time(bench: ModuleType, world: World) -> None:
    (alert,) = warned(bench, send(bench, world, *PERSONS))
    cancel = bench.ordered(CancelPublicWarning(alert.warning_id), cell="civil_protection_desk")
    assert bench.refusal(apply(world, [cancel])) == ""
    assert bench.refusal(apply(world, [cancel])) == f"{alert.warning_id} is being cancelled already"
    world.time_ms = 700_000 + bench.STEADY.cancel_ms - 1
    assert desks(world) == []
    world.time_ms += 1
    (record,) = desks(world)
    assert (record.body.step, record.body.references) == ("cancel", (alert.warning_id,))
    assert record.body.areas == alert.areas and record.body.warning_id != alert.warning_id
    assert desks(world) == []
    assert "is not a standing warning of birch" in bench.refusal(apply(world, [cancel]))
    assert len(warned(bench, send(bench, world, *PERSONS))) == 1, "after a cancel it can be warned of again"


# What the desk does by itself


def desk(bench: ModuleType, time_ms: int, **changes: object) -> list[tuple[str, object]]:
    place = (("home", 0.9), ("abroad", 0.2))
    event = bench.event()
    event = msgspec.structs.replace(event, impact=msgspec.structs.replace(event.impact, areas=place))
    given = {
        "events": (event,),
        "assessed": {"e1": "valid"},
        "assessed_ms": {"e1": 500_000},
        "own_areas": ("home", "far"),
        "doctrine": bench.STEADY,
        **changes,
    }
    return [(order.cell, order.action) for order in civil_protection_desk(bench.view(time_ms, **given))]


def test_a_valid_threat_to_an_own_area_is_warned_of_by_both(bench: ModuleType) -> None:
    action = SendPublicWarning("e1", ("home",))
    assert desk(bench, 529_999) == []
    assert desk(bench, 530_000) == [(cell, action) for cell in PERSONS]
    assert desk(bench, 530_000, to_be_sent={"e1": Unsent(action.areas, PERSONS[:1], 0)}) == [(PERSONS[1], action)]
    alone = replace(bench.STEADY, persons_to_send=1)
    assert desk(bench, 530_000, doctrine=alone) == [(PERSONS[0], action)]


@pytest.mark.parametrize(
    "changes",
    [
        {"assessed": {}},
        {"assessed": {"e1": "anomalous"}},
        {"own_areas": ("far",)},
    ],
)
def test_nothing_else_is_warned_of(bench: ModuleType, changes: dict) -> None:
    assert desk(bench, 600_000, **changes) == []


def test_nobody_is_warned_after_the_impact(bench: ModuleType) -> None:
    assert desk(bench, 999_999) != []
    assert desk(bench, 1_000_000) == []


def standing_warning(event_id: str = "e1", number: int = 1, **changes: object) -> PublicWarning:
    known = PublicWarning(
        warning_id=f"birch-p{number}",
        step="alert",
        references=(),
        event_id=event_id,
        areas=("home",),
        sent_ms=530_000,
        expires_ms=1_600_000,
    )
    return msgspec.structs.replace(known, **changes)


def test_what_was_found_harmless_is_cancelled_once(bench: ModuleType) -> None:
    cancel = [("civil_protection_desk", CancelPublicWarning("birch-p1"))]
    sent = {"public_warnings": (standing_warning(),)}
    assert desk(bench, 600_000, **sent) == [], "valid: it stands"
    for found in ("anomalous", "false"):
        assert desk(bench, 600_000, **sent, assessed={"e1": found}) == cancel
        assert desk(bench, 600_000, **sent, assessed={"e1": found}, events=()) == cancel, "closed or not"
    assert desk(bench, 600_000, **sent, assessed={"e1": "false"}, cancelling={"birch-p1": 1}) == []
    assert desk(bench, 1_600_000, **sent, assessed={"e1": "false"}) == [], "it has expired"


def test_a_threat_that_is_true_after_all_is_warned_of_again(bench: ModuleType) -> None:
    cancelled = (standing_warning(), standing_warning(number=2, step="cancel", references=("birch-p1",)))
    assert [action for _, action in desk(bench, 600_000, public_warnings=cancelled)] == [
        SendPublicWarning("e1", ("home",))
    ] * 2


# A drill

DRILL = Drill("monthly", "birch", 600_000, 0.5, 780_000)


def drilling(bench: ModuleType, time_ms: int, misread: tuple[bool, bool], **changes: object) -> list:
    return desk(bench, time_ms, events=(), drill=DRILL, drill_misread=misread, **changes)


def test_a_drill_is_sent_for_real_only_by_those_who_misread_it(bench: ModuleType) -> None:
    action = SendPublicWarning("", ("home", "far"))
    assert drilling(bench, 614_999, (True, True)) == []  # read 8 s, act 7 s, nobody thinks
    assert drilling(bench, 615_000, (True, True)) == [(cell, action) for cell in PERSONS]
    assert drilling(bench, 615_000, (True, False)) == [(PERSONS[0], action)]
    assert drilling(bench, 615_000, (False, False)) == []
    assert drilling(bench, 780_000, (True, True)) == [], "by now the desk has been told"


def test_a_drill_sent_for_real_is_cancelled_once_it_is_known_for_what_it_was(bench: ModuleType) -> None:
    sent = {"public_warnings": (standing_warning("", sent_ms=616_000),)}
    assert drilling(bench, 779_999, (True, True), **sent) == []
    assert [action for _, action in drilling(bench, 780_000, (True, True), **sent)] == [
        CancelPublicWarning("birch-p1")
    ]


def test_the_next_drill_can_be_misread_too(bench: ModuleType) -> None:
    earlier = {"public_warnings": (standing_warning("", sent_ms=100_000, expires_ms=200_000),)}
    assert len(drilling(bench, 615_000, (True, True), **earlier)) == 2


RUNS = 2_000


@pytest.mark.parametrize("probability", [0.0, 0.5, 1.0])
def test_people_misread_a_drill_as_often_as_declared(bench: ModuleType, world: World, probability: float) -> None:
    drill = replace(DRILL, misread_probability=probability)
    node, counts, both = world.nodes["birch"], [0, 0], 0
    for run in range(RUNS):
        world.luck = luck_for(11, run)
        first, second = misreadings(world, node, drill)
        counts = [counts[0] + first, counts[1] + second]
        both += first and second
    band = 4.0 * math.sqrt(probability * (1.0 - probability) / RUNS)  # four standard errors: 0.045 at one half
    assert all(abs(count / RUNS - probability) <= band for count in counts)
    square = probability**2
    assert abs(both / RUNS - square) <= 4.0 * math.sqrt(square * (1.0 - square) / RUNS)  # each person apart


def correct(bench: ModuleType, world: World, warning_id: str, areas: tuple[str, ...], *cells: str) -> list:
    action = CorrectPublicWarning(warning_id, areas)
    return apply(world, [bench.ordered(action, cell=cell) for cell in cells or PERSONS])


def test_a_correction_takes_the_place_of_the_warning_and_can_be_cancelled(bench: ModuleType, world: World) -> None:
    own = areas_of(world)
    (alert,) = warned(bench, send(bench, world, *PERSONS))
    assert correct(bench, world, alert.warning_id, own, PERSONS[0]) == [], "it takes two"
    (update,) = warned(bench, correct(bench, world, alert.warning_id, own, PERSONS[1]))
    assert (update.step, update.references, update.areas) == ("update", (alert.warning_id,), own)
    assert (update.event_id, update.impact_time_ms, update.expires_ms) == ("e1", 1_000_000, 1_600_000)
    assert standing_at(world.nodes["birch"].public_warnings, world.time_ms) == [update]
    again = correct(bench, world, alert.warning_id, own[:1])
    assert bench.refusal(again) == f"{alert.warning_id} is not a standing warning of birch"
    bench.ticks(world, 8)
    told = [d.message for d in bench.bodies(bench.ticks(world, 1, cancelled(bench, update)), Delivery)]
    told += [d.message for d in bench.bodies(bench.ticks(world, 80), Delivery)]
    assert [message.msg_type for message in told] == ["cancel"], "the partner hears of it"
    assert told[0].payload.references and standing_at(world.nodes["birch"].public_warnings, world.time_ms) == []


def cancelled(bench: ModuleType, warning: PublicWarning) -> dict:
    return {0: [bench.ordered(CancelPublicWarning(warning.warning_id), cell="civil_protection_desk")]}


def test_a_partner_hears_a_correction_as_an_update_of_what_it_was_told(bench: ModuleType, world: World) -> None:
    (alert,) = warned(bench, send(bench, world, *PERSONS))
    bench.ticks(world, 8)
    correct(bench, world, alert.warning_id, areas_of(world))
    (envelope,) = bench.bodies(bench.ticks(world, 8), Envelope)
    assert envelope.message.msg_type == "update" and len(envelope.message.references) == 1
    assert envelope.message.payload.references == ("birch-r1",)  # under the name that it was told


@pytest.mark.parametrize(
    ("areas", "cell", "said"),
    [
        (("nowhere",), PERSONS[0], "nowhere is not a defended area of birch"),
        ((), PERSONS[0], "no area is not a defended area of birch"),
        (None, PERSONS[0], "is for these areas already"),
        (None, "watch_officer", "watch_officer sends no public warning"),
    ],
)
def test_what_cannot_be_corrected(
    bench: ModuleType, world: World, areas: tuple[str, ...] | None, cell: str, said: str
) -> None:
    (alert,) = warned(bench, send(bench, world, *PERSONS))
    given = areas_of(world)[:1] if areas is None else areas
    assert said in bench.refusal(correct(bench, world, alert.warning_id, given, cell))


def test_what_is_being_cancelled_is_not_corrected(bench: ModuleType, world: World) -> None:
    (alert,) = warned(bench, send(bench, world, *PERSONS))
    apply(world, cancelled(bench, alert)[0])
    assert "is being cancelled" in bench.refusal(correct(bench, world, alert.warning_id, areas_of(world)))
