"""Consultation over the links: asked, answered, signed by both or lapsed."""

from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.message import Envelope
from tocsin.exchange.payload import Assessment, Consultation
from tocsin.exercise.doctrine.command import signatures
from tocsin.exercise.doctrine.exchange_desk import data_exchange_desk
from tocsin.exercise.doctrine.finding import finding
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.consult import DEADLINE_MS, NEAR_MS, time_off_ms
from tocsin.exercise.world import ConsultationState, Record, World
from tocsin.orders.action import Query, Reply, SignAssessment
from tocsin.orders.order import ConsultationExpired, JointAssessment
from tocsin.scenario.declared import Scenario
from tocsin.warning.event import LaunchEstimate, WarningEvent

TICKS = 8  # longer than any delay on the flagship's links
LAUNCH_MS = 500_000
ASKED = "birch-c700"  # asked at 700 s


def launched(
    bench: ModuleType, event_id: str, node: str, launch_ms: int = LAUNCH_MS, **changes: object
) -> WarningEvent:
    """Return a node's event that its own satellite saw launched."""
    known = bench.event(event_id)
    place = msgspec.structs.replace(known.impact.place, lat_rad=0.3)
    changes = {
        "own_sources": (f"{node}.s1",),
        "own_kinds": ("ir",),
        "launch_rank": 3,
        "updated_ms": 700_000,
        **changes,
    }
    return msgspec.structs.replace(known, launch=LaunchEstimate(place, launch_ms, 1_000, 0.0, 0.1), **changes)


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    """Return a world in which both nations saw the same launch, each under its own name."""
    world = bench.small_world(flagship)
    world.nodes["birch"].events = (launched(bench, "birch-e1", "birch"),)
    world.nodes["alder"].events = (launched(bench, "alder-e7", "alder", LAUNCH_MS + 2_000),)
    return world


def asked(bench: ModuleType, world: World, event_id: str = "birch-e1", to: str = "alder") -> list[Record]:
    order = bench.ordered(Query(event_id, to), cell="data_exchange_desk")
    return bench.ticks(world, TICKS, {0: [order]})


def signed(bench: ModuleType, world: World, **words: Assessment) -> list[Record]:
    orders = [bench.ordered(SignAssessment(ASKED, word), node) for node, word in words.items()]
    return bench.ticks(world, TICKS, {0: orders})


def test_a_query_finds_the_partners_own_event(bench: ModuleType, world: World) -> None:
    asked(bench, world)
    held = world.nodes["alder"].consultations[ASKED]
    assert (held.own_event_id, held.partner, held.is_asked_by_us) == ("alder-e7", "birch", False)
    assert held.signers == ("birch", "alder") and held.deadline_ms == 700_000 + DEADLINE_MS


def test_a_reply_says_what_own_sensors_hold_and_the_own_watch_found(bench: ModuleType, world: World) -> None:
    asked(bench, world)
    world.nodes["alder"].assessed["alder-e7"] = "anomalous"
    order = bench.ordered(Reply(ASKED), "alder", "data_exchange_desk")
    bench.ticks(world, TICKS, {0: [order]})
    reply = world.nodes["birch"].consultations[ASKED].reply
    assert reply is not None and (reply.sees_it, reply.assessment) == (True, "anomalous")
    assert bench.refusal(apply(world, [order])) == f"{ASKED} is no open query to alder", "answered twice"


def test_a_partner_without_the_event_says_that_it_sees_nothing(bench: ModuleType, world: World) -> None:
    world.nodes["alder"].events = ()
    asked(bench, world)
    assert world.nodes["alder"].consultations[ASKED].own_event_id == ""
    bench.ticks(world, TICKS, {0: [bench.ordered(Reply(ASKED), "alder", "data_exchange_desk")]})
    reply = world.nodes["birch"].consultations[ASKED].reply
    assert reply is not None and (reply.sees_it, reply.assessment) == (False, "under_assessment")


def test_an_event_seen_after_the_query_is_found_then(bench: ModuleType, world: World) -> None:
    known = world.nodes["alder"].events
    world.nodes["alder"].events = ()
    asked(bench, world)
    world.nodes["alder"].events = known
    bench.ticks(world, 1)
    assert world.nodes["alder"].consultations[ASKED].own_event_id == "alder-e7"


def test_of_several_launches_the_nearest_in_time_is_meant(bench: ModuleType, world: World) -> None:
    events = [launched(bench, f"alder-e{n}", "alder", LAUNCH_MS + off_ms) for n, off_ms in ((1, -90_000), (2, 5_000))]
    world.nodes["alder"].events = tuple(events)
    asked(bench, world)
    assert world.nodes["alder"].consultations[ASKED].own_event_id == "alder-e2"


@pytest.mark.parametrize(
    ("off_ms", "lat_rad", "expected"),
    [
        (NEAR_MS, 0.3, NEAR_MS),
        (-NEAR_MS, 0.3, NEAR_MS),
        (NEAR_MS + 1, 0.3, None),
        (0, 0.3 + 0.156, 0),  # 994 km
        (0, 0.3 + 0.158, None),  # 1,007 km
    ],
)
def test_an_event_is_the_one_meant_within_three_minutes_and_a_thousand_km(
    bench: ModuleType, off_ms: int, lat_rad: float, expected: int | None
) -> None:
    event = launched(bench, "e1", "birch")
    place = msgspec.structs.replace(event.launch.point, lat_rad=lat_rad)
    about = bench.LaunchReport(event_id="x", launch_time_ms=LAUNCH_MS + off_ms, launch_point=place)
    assert time_off_ms(event, about) == expected


def test_both_signatures_under_the_same_word_make_a_joint_assessment_at_both(bench: ModuleType, world: World) -> None:
    asked(bench, world)
    assert bench.bodies(signed(bench, world, birch="anomalous"), JointAssessment) == [], "one hand alone"
    records = signed(bench, world, alder="anomalous")
    found = [(r.node, r.body) for r in records if isinstance(r.body, JointAssessment)]
    assert [(node, body.event_id, body.assessment) for node, body in found] == [
        ("alder", "alder-e7", "anomalous"),
        ("birch", "birch-e1", "anomalous"),
    ]
    assert found[0][1].signed_by == ("alder", "birch")
    assert {world.nodes[name].consultations[ASKED].closed for name in ("alder", "birch")} == {"agreed"}


def test_two_words_never_agree_and_the_deadline_closes_it(bench: ModuleType, world: World) -> None:
    asked(bench, world)
    records = signed(bench, world, birch="valid", alder="anomalous")
    ticks_left = (world.nodes["birch"].consultations[ASKED].deadline_ms - world.time_ms) // 1000
    records += bench.ticks(world, ticks_left)
    assert not bench.bodies(records, JointAssessment) and not bench.bodies(records, ConsultationExpired)
    records = bench.ticks(world, 1)  # the tick at the deadline itself
    assert [(r.node, r.body) for r in records if isinstance(r.body, ConsultationExpired)] == [
        (name, ConsultationExpired(ASKED)) for name in ("alder", "birch")
    ]
    late = bench.refusal(apply(world, [bench.ordered(SignAssessment(ASKED, "valid"))]))
    assert late == f"{ASKED} is no open consultation of birch"


def test_one_of_two_who_changes_its_word_still_may(bench: ModuleType, world: World) -> None:
    asked(bench, world)
    signed(bench, world, birch="valid", alder="anomalous")
    records = signed(bench, world, birch="anomalous")
    assert {body.assessment for body in bench.bodies(records, JointAssessment)} == {"anomalous"}


@pytest.mark.parametrize(
    ("event_id", "to", "reason"),
    [
        ("birch-e9", "alder", "birch-e9 is not an open event of birch"),
        ("birch-e1", "birch", "birch is no partner"),
        ("birch-e1", "cedar", "cedar is no partner"),
        ("birch-e1", "joint", "joint is no partner"),
    ],
)
def test_a_query_that_cannot_be_put_says_why(
    bench: ModuleType, world: World, event_id: str, to: str, reason: str
) -> None:
    assert bench.refusal(asked(bench, world, event_id, to)) == reason
    assert world.nodes["birch"].consultations == {}


def test_nothing_is_asked_where_the_agreement_has_none(bench: ModuleType, flagship: Scenario) -> None:
    world = bench.small_world(flagship, bench.agreement(messages=("alert_state",)))
    world.nodes["birch"].events = (launched(bench, "birch-e1", "birch"),)
    assert bench.refusal(asked(bench, world)) == "talks provides for no consultation"
    assert not world.nodes["alder"].consultations


def test_a_word_that_decides_nothing_is_not_signed(bench: ModuleType, world: World) -> None:
    asked(bench, world)
    order = bench.ordered(SignAssessment(ASKED, "under_assessment"))
    assert "under_assessment does not" in bench.refusal(apply(world, [order]))


def test_only_those_who_are_to_sign_sign(bench: ModuleType, world: World) -> None:
    asked(bench, world)
    held = world.nodes["birch"].consultations
    held[ASKED] = replace(held[ASKED], signers=("alder", "cedar"))
    order = bench.ordered(SignAssessment(ASKED, "valid"))
    assert bench.refusal(apply(world, [order])) == f"{ASKED} is signed by alder, cedar alone"
    assert world.nodes["birch"].consultations[ASKED].signed == {}


def test_a_query_tells_no_more_than_a_report_may(bench: ModuleType, flagship: Scenario) -> None:
    terms = bench.agreement(fields_released=("launch_time_ms", "launch_time_sigma_ms"))
    world = bench.small_world(flagship, terms)
    world.nodes["birch"].events = (launched(bench, "birch-e1", "birch"),)
    (envelope,) = bench.bodies(asked(bench, world), Envelope)
    about = envelope.message.payload.about
    assert (about.launch_time_ms, about.launch_point, about.impact_area) == (LAUNCH_MS, None, None)


def test_what_only_the_partner_said_is_not_asked_back_as_ours(bench: ModuleType, world: World) -> None:
    world.nodes["birch"].events = (launched(bench, "birch-e1", "birch", launch_rank=2),)
    (envelope,) = bench.bodies(asked(bench, world), Envelope)
    assert envelope.message.payload.about.launch_time_ms is None


def test_a_partners_own_word_does_not_come_back_to_it_as_news(bench: ModuleType, world: World) -> None:
    """Alder knows of the launch by Birch's report alone, and took Birch's word that it was false."""
    theirs = {"own_sources": (), "own_kinds": (), "launch_rank": 2, "partner_assessment": "false"}
    world.nodes["alder"].events = (launched(bench, "alder-e7", "alder", **theirs),)
    world.nodes["alder"].assessed["alder-e7"] = "false"
    asked(bench, world)
    bench.ticks(world, TICKS, {0: [bench.ordered(Reply(ASKED), "alder", "data_exchange_desk")]})
    reply = world.nodes["birch"].consultations[ASKED].reply
    assert reply is not None and (reply.sees_it, reply.assessment) == (False, "under_assessment")


# What the desks do by themselves


def held(**changes: object) -> ConsultationState:
    given = {
        "own_event_id": "e1",
        "partner": "alder",
        "signers": ("alder", "birch"),
        "is_asked_by_us": False,
        "deadline_ms": 1_300_000,
        "opened_ms": 700_000,
        **changes,
    }
    return ConsultationState(**given)


def test_the_desk_asks_about_an_unease_once(bench: ModuleType) -> None:
    given = {"doctrine": bench.STEADY, "uneasy": {"e1": 400_000}, "partners": ("alder",), "may_consult": True}
    assert data_exchange_desk(bench.view(414_999, **given)) == []  # read 8 s, act 7 s
    (order,) = data_exchange_desk(bench.view(415_000, **given))
    assert (order.cell, order.action) == ("data_exchange_desk", Query("e1", "alder"))
    known = {"birch-c1": held(is_asked_by_us=True, closed="expired")}
    assert data_exchange_desk(bench.view(800_000, **given, consultations=known)) == []
    for off in ({"may_consult": False}, {"uneasy": {}}):
        assert data_exchange_desk(bench.view(415_000, **{**given, **off})) == []


def test_the_desk_answers_every_query_once_after_the_usual_time(bench: ModuleType) -> None:
    given = {"doctrine": bench.STEADY, "partners": ("alder",)}
    assert data_exchange_desk(bench.view(729_999, **given, consultations={"c": held()})) == []
    (order,) = data_exchange_desk(bench.view(730_000, **given, consultations={"c": held()}))
    assert order.action == Reply("c")
    for done in (held(is_replied=True), held(closed="expired"), held(is_asked_by_us=True), held(partner="joint")):
        assert data_exchange_desk(bench.view(730_000, **given, consultations={"c": done})) == []


def test_the_commander_signs_what_the_own_watch_has_found_and_nothing_else(bench: ModuleType) -> None:
    given = {"doctrine": bench.STEADY, "assessed": {"e1": "anomalous"}}
    assert signatures(bench.view(729_999, **given, consultations={"c": held()})) == []
    (order,) = signatures(bench.view(730_000, **given, consultations={"c": held()}))
    assert (order.cell, order.action) == ("commander", SignAssessment("c", "anomalous"))
    unsigned = (
        held(own_event_id=""),
        held(own_event_id="e2"),
        held(signers=("alder", "cedar")),
        held(signed={"birch": "valid"}),
        held(closed="agreed"),
        held(proposed="valid"),  # a proposal that the own watch does not share
    )
    for other in unsigned:
        assert signatures(bench.view(730_000, **given, consultations={"c": other})) == []
    shared = held(proposed="anomalous")
    assert len(signatures(bench.view(730_000, **given, consultations={"c": shared}))) == 1


def test_the_watch_takes_a_partners_reply_for_what_it_says(bench: ModuleType) -> None:
    def replied(word: Assessment, about: str = "e1") -> ConsultationState:
        step = Consultation(consultation_id="c", event_id="", step="reply", deadline_ms=0, assessment=word)
        return held(is_asked_by_us=True, own_event_id=about, reply=step)

    view = bench.view(800_000, consultations={"c": replied("false")})
    assert finding(view, view.events[0])[0] == "false"
    elsewhere = bench.view(
        800_000, events=(bench.event(threatens=("alder",)),), consultations={"c": replied("anomalous")}
    )
    assert finding(elsewhere, elsewhere.events[0])[0] == "anomalous"
    # what comes down here is a threat, whatever it is to the partner who launched it
    for other in (replied("anomalous"), replied("under_assessment"), replied("valid"), replied("false", "e2")):
        view = bench.view(800_000, consultations={"c": other})
        assert finding(view, view.events[0])[0] == "valid"  # what it is without the reply
