"""What happens to an event between nodes and between events: reports withdrawn, events merged and parted."""

from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.message import Envelope, MsgType
from tocsin.exchange.payload import AnomalyAdvisory, LaunchReport
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.doctrine.finding import covers, finding
from tocsin.exercise.engine import step
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.warn import carry_over, note_unease, rename
from tocsin.exercise.view import views
from tocsin.exercise.world import ConsultationState, NodeState, Unsent, World
from tocsin.orders.action import Ask, AssessEvent, SendPublicWarning
from tocsin.orders.order import Answered
from tocsin.orders.record import DisplayCount, InWorldTest
from tocsin.scenario.declared import Scenario
from tocsin.scenario.staged import Fault
from tocsin.warning.event import EventObject, Hold, LaunchWarning, WarningEvent, WarningWithdrawn

TICKS = 8  # longer than any delay on the flagship's links

# What a partner is told


def told(bench: ModuleType, node: NodeState, msg_type: MsgType, assessment: str | None, released_ms: int) -> str:
    """Return what a node takes its partner to say of an event, after one more message."""
    bench.hear(node, LaunchReport(event_id="alder-e1", assessment=assessment), released_ms, 1, msg_type=msg_type)
    return node.reports["alder/alder-e1"].assessment


def test_a_partners_word_is_taken_by_type_and_by_field(bench: ModuleType, flagship: Scenario) -> None:
    node = bench.small_world(flagship).nodes["birch"]
    assert told(bench, node, "report", None, 1) == "under_assessment"
    assert told(bench, node, "update", "valid", 2) == "valid"
    assert told(bench, node, "correct", "anomalous", 3) == "anomalous"
    assert told(bench, node, "update", "anomalous", 4) == "anomalous"
    assert told(bench, node, "cancel", "false", 5) == "false"
    assert told(bench, node, "update", "valid", 6) == "valid"


def test_a_correction_outlasts_the_next_update_where_the_field_is_withheld(
    bench: ModuleType, flagship: Scenario
) -> None:
    node = bench.small_world(flagship).nodes["birch"]
    assert told(bench, node, "correct", None, 1) == "anomalous"
    assert told(bench, node, "update", None, 2) == "anomalous"
    assert told(bench, node, "cancel", None, 3) == "false"
    assert told(bench, node, "update", None, 4) == "under_assessment", "only what is true after all is told of again"


def test_an_older_message_that_comes_late_changes_nothing(bench: ModuleType, flagship: Scenario) -> None:
    node = bench.small_world(flagship).nodes["birch"]
    assert told(bench, node, "cancel", "false", 5) == "false"
    assert told(bench, node, "update", "valid", 4) == "false"


# What the watch finds: rule by rule


def test_the_rules_of_a_finding_in_their_order(bench: ModuleType) -> None:
    here, sea = bench.event(), bench.event(threatens=())
    settled = msgspec.structs.replace(sea, hold=Hold("", 400_000))
    partner = msgspec.structs.replace(sea, partner_assessment="anomalous")
    announced = msgspec.structs.replace(sea, matched_notice="n1")
    ours = msgspec.structs.replace(partner, own_sources=("birch.s1",))
    lone = msgspec.structs.replace(
        sea, impact=None, own_kinds=("ir",), own_sources=("birch.s1",), opened_ms=100_000, confidence="low"
    )
    cases = [
        (here, 500_000, "valid"),
        (bench.event(threatens=("alder",)), 500_000, "valid"),  # a partner is threatened
        (bench.event(threatens=("cedar",)), 500_000, None),
        (msgspec.structs.replace(here, confidence="low"), 500_000, None),
        (sea, 500_000, None),
        (settled, 459_999, None),
        (settled, 460_000, "anomalous"),  # settled for a minute on no party
        (announced, 500_000, "anomalous"),
        (msgspec.structs.replace(here, matched_notice="n1"), 500_000, "valid"),  # announced, and comes down here
        (partner, 500_000, "anomalous"),
        (ours, 500_000, None),  # what we saw ourselves we judge ourselves
        (lone, 699_999, None),
        (lone, 700_000, "false"),  # infrared alone, and nothing for ten minutes
        (msgspec.structs.replace(lone, track="s"), 700_000, None),
        (msgspec.structs.replace(lone, partner_kinds=("radar",)), 700_000, None),
    ]
    for event, time_ms, expected in cases:
        found = finding(bench.view(time_ms, events=(event,), doctrine=bench.STEADY), event)
        assert (found and found[0]) == expected, (event, time_ms)
    hasty = replace(bench.STEADY, waits_for_second=False)
    assert finding(bench.view(100_001, events=(lone,), doctrine=hasty), lone)[0] == "valid"


@pytest.mark.parametrize(
    ("opened_ms", "radius_m", "expected"),
    [
        (99_999, None, False),
        (100_000, None, True),
        (200_000, None, True),
        (200_001, None, False),
        (150_000, 100e3, False),  # an event of which no launch is known lies in no circle
    ],
)
def test_an_advisory_covers_what_is_first_seen_in_its_time(
    bench: ModuleType, opened_ms: int, radius_m: float | None, expected: bool
) -> None:
    place = None if radius_m is None else 0.6
    advisory = AnomalyAdvisory(
        advisory_id="a", cause="x", from_ms=100_000, to_ms=200_000, lat_rad=place, lon_rad=place, radius_m=radius_m
    )
    assert covers(advisory, msgspec.structs.replace(bench.event(), opened_ms=opened_ms)) is expected


# Events that become one, or part


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    world = bench.small_world(flagship)
    world.nodes["birch"].events = (bench.event("e1"), bench.event("e2"))
    return world


def test_what_was_decided_about_an_event_goes_with_it(bench: ModuleType, world: World) -> None:
    node = world.nodes["birch"]
    areas = tuple(a.area_id for a in world.scenario.geography.areas if a.nation == "birch")[:1]
    apply(
        world,
        [
            bench.ordered(AssessEvent("e2", "valid"), cell="watch_officer"),
            bench.ordered(Ask("e2", "sensors"), cell="watch_officer"),
            bench.ordered(SendPublicWarning("e2", areas), cell="commander"),
            bench.ordered(SendPublicWarning("e2", areas), cell="civil_protection_desk"),
        ],
    )
    node.to_be_sent["e2"] = Unsent(("a",), ("commander",), 0)
    node.answered["e2", "almanac"] = Answered(event_id="e2", asked_of="almanac", says="false", text="")
    node.consultations["birch-c1"] = ConsultationState("e2", "alder", ("alder", "birch"), True, 9, 1)
    node.uneasy = {"e1": 650_000, "e2": 600_000}
    rename(world, node, {"e2": "e1"})
    assert (node.assessed, node.assessed_ms["e1"]) == ({"e1": "valid"}, 700_000)
    assert node.asked == {("e1", "sensors"): 700_000}
    assert [action.event_id for _, action in node.answers_due] == ["e1"]
    assert node.answered["e1", "almanac"].event_id == "e1" and ("e2", "almanac") not in node.answered
    assert node.consultations["birch-c1"].own_event_id == "e1"
    assert [warning.event_id for warning in node.public_warnings] == ["e1"]
    assert node.to_be_sent == {"e1": Unsent(("a",), ("commander",), 0)}
    assert node.uneasy == {"e1": 600_000}, "it has been uneasy since the earlier"


def test_what_was_decided_about_the_older_event_stands(bench: ModuleType, world: World) -> None:
    node = world.nodes["birch"]
    for event_id, word in (("e1", "anomalous"), ("e2", "valid")):
        apply(world, [bench.ordered(AssessEvent(event_id, word), cell="watch_officer")])
    rename(world, node, {"e2": "e1"})
    assert node.assessed == {"e1": "anomalous"}


def test_an_object_that_parts_takes_its_assessment_along(bench: ModuleType, world: World) -> None:
    node = world.nodes["birch"]
    apply(world, [bench.ordered(AssessEvent("e1", "valid"), cell="watch_officer")])
    part = EventObject(name="e1.2", track="", source_ids=(), kind_probability=(1.0, 0.0, 0.0), seen_ms=0)
    parted = msgspec.structs.replace(bench.event("e3"), parted_from="e1", objects=(part,))
    node.events = (*node.events, parted)
    node.shots = [msgspec.structs.replace(bench.shot(), object_name="e1.2"), bench.shot("birch-shot2")]
    world.time_ms = 750_000
    carry_over(world, node)
    assert (node.assessed["e3"], node.assessed_ms["e3"]) == ("valid", 700_000)
    assert [shot.event_id for shot in node.shots] == ["e3", "e1"]


def test_an_unease_ends_with_its_event(bench: ModuleType, world: World) -> None:
    node = world.nodes["birch"]
    note_unease(node, 700_000)
    assert node.uneasy == {"e1": 700_000, "e2": 700_000} and node.quiet_ms == 0
    node.events = node.events[:1]
    note_unease(node, 710_000)
    assert node.uneasy == {"e1": 700_000} and node.quiet_ms == 0
    node.events = ()
    note_unease(node, 720_000)
    assert (node.uneasy, node.quiet_ms) == ({}, 720_000)
    note_unease(node, 730_000)
    assert node.quiet_ms == 720_000, "it has been quiet since then"


# A fault on the displays, at home and at the partner


def fault_world(bench: ModuleType, flagship: Scenario, **changes: object) -> World:
    area = next(area for area in flagship.geography.areas if area.nation == "birch")
    given = {
        "fault_id": "tape",
        "nation": "birch",
        "is_test_data": True,
        "displays": ("hq", "reserve"),
        "all_displays": ("hq", "reserve", "field"),
        "steps": ((701_000, 20), (703_000, 220), (1_000_000, 0)),
        "claims": "high",
        "lat_rad": 0.3,
        "lon_rad": 1.0,
        "azimuth_rad": 0.0,
        "area_id": area.area_id,
        "impact_ms": 1_600_000,
        **changes,
    }
    return bench.small_world(flagship, faults=(Fault(**given),))


def test_a_count_goes_wrong_on_two_of_three_displays(bench: ModuleType, flagship: Scenario) -> None:
    world = fault_world(bench, flagship)
    records = bench.ticks(world, 4)
    counts = [(body.display, body.n_objects) for body in bench.bodies(records, DisplayCount)]
    assert counts == [("hq", 20), ("reserve", 20), ("field", 0), ("hq", 220), ("reserve", 220), ("field", 0)]
    assert all(body.crc_ok for body in bench.bodies(records, DisplayCount))
    assert [(r.node, r.body.n_objects) for r in records if isinstance(r.body, InWorldTest)] == [
        ("truth", 20),
        ("truth", 220),
    ]
    (event,) = world.nodes["birch"].events
    assert (event.n_shown, event.shown_on, event.displays, event.confidence) == (220, 2, 3, "high")
    assert not world.nodes["alder"].shown


def test_a_fault_is_passed_on_found_false_and_cancelled_at_the_partner(bench: ModuleType, flagship: Scenario) -> None:
    """The whole way, by doctrine: warned, reported, asked about, found false by the read-out, withdrawn at both."""
    world = fault_world(bench, flagship)
    seen: list = []
    for _ in range(200):
        orders = DoctrineCells().orders(world.time_ms, views(world))
        now_ms = world.time_ms
        seen += [(now_ms, record) for record in step(world, orders)]
    own = [
        (t, r.body) for t, r in seen if r.node == "birch" and isinstance(r.body, (LaunchWarning, WarningWithdrawn))
    ]
    assert isinstance(own[0][1], LaunchWarning) and own[0][1].confidence == "high"
    assert [body.step for _, body in own if isinstance(body, WarningWithdrawn)] == ["cancel"]
    answered_ms = next(t for t, r in seen if isinstance(r.body, Answered) and r.body.asked_of == "sensors")
    withdrawn_ms = next(t for t, body in own if isinstance(body, WarningWithdrawn))
    assert 701_000 < answered_ms <= withdrawn_ms
    sent = [r.body.message for _, r in seen if r.node == "birch" and isinstance(r.body, Envelope)]
    steps = [message.msg_type for message in sent if isinstance(message.payload, LaunchReport)]
    assert steps[0] == "report" and steps[-1] == "cancel" and steps.count("cancel") == 1
    theirs = [r.body for _, r in seen if r.node == "alder" and isinstance(r.body, WarningWithdrawn)]
    assert [(body.step, body.assessment) for body in theirs] == [("cancel", "false")]
    assert world.nodes["alder"].assessed == {"alder-e1": "false"}


def test_an_event_of_the_partners_is_an_event_of_no_own_sources(bench: ModuleType, flagship: Scenario) -> None:
    world = fault_world(bench, flagship)
    bench.ticks(world, 12)
    (event,) = world.nodes["alder"].events
    assert isinstance(event, WarningEvent) and event.own_sources == () and event.own_kinds == ()
    assert (event.confidence, event.reported_confidence) == ("high", "high")
