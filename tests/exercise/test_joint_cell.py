"""A joint cell: fed by released messages alone, it proposes; it has nothing to command and nobody obeys it."""

from dataclasses import replace
from types import ModuleType

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.defence.battery import Shot
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import AnomalyAdvisory, Consultation, LaunchReport
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.doctrine.joint_cell import joint_cell
from tocsin.exercise.play import play
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.fuse import judging
from tocsin.exercise.world import ConsultationState, Record, World, new_world
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import (
    Advise,
    AssessEvent,
    CancelPublicWarning,
    CellName,
    CueRadar,
    Fire,
    Propose,
    Query,
    ResumeSharing,
    SendPublicWarning,
    SetAlert,
    SignAmendment,
    SignAssessment,
    SuspendSharing,
)
from tocsin.orders.order import JointAssessment, Order, OrderRefused
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import Scenario
from tocsin.warning.event import LaunchEstimate, LaunchReportIssued, WarningEvent

TICKS = 8  # longer than any delay on the flagship's links
PROPOSED = f"{JOINT}-c700"  # proposed at 700 s


def joint_world(bench: ModuleType, flagship: Scenario, joint_cells: str = "fusion") -> World:
    """Return a world with a joint cell that holds one event, and so do both nations."""
    world = bench.small_world(flagship, bench.agreement(rung=3, joint_cells=joint_cells))
    for name, rank in ((JOINT, 2), ("alder", 3), ("birch", 3)):
        if name in world.nodes:
            world.nodes[name].events = (held_event(bench, f"{name}-e1", rank),)
    return world


def held_event(bench: ModuleType, event_id: str, launch_rank: int) -> WarningEvent:
    known = bench.event(event_id, threatens=("birch",))
    launch = LaunchEstimate(known.impact.place, 500_000, 1_000, 0.0, 0.1)
    return msgspec.structs.replace(known, launch=launch, launch_rank=launch_rank, updated_ms=700_000)


def proposed(bench: ModuleType, world: World, word: str = "valid") -> list[Record]:
    order = bench.ordered(Propose(f"{JOINT}-e1", word), JOINT, "joint_cell")
    return bench.ticks(world, TICKS, {0: [order]})


def test_a_joint_cell_has_no_sensor_no_battery_and_no_notice(bench: ModuleType, flagship: Scenario) -> None:
    declared = joint_world(bench, flagship).nodes[JOINT].declared
    assert declared.sensor_ids == () and declared.batteries == () and declared.notices == ()
    assert not declared.patrols and not declared.outages


@pytest.mark.parametrize(("joint_cells", "is_there"), [("none", False), ("side_by_side", True), ("fusion", True)])
def test_it_is_there_where_the_agreement_has_one(
    bench: ModuleType, flagship: Scenario, joint_cells: str, is_there: bool
) -> None:
    world = joint_world(bench, flagship, joint_cells)
    assert (JOINT in world.nodes) is is_there
    ends = {(link.source, link.target) for link in world.declared_links}
    assert (("birch", JOINT) in ends and (JOINT, "birch") in ends) is is_there
    assert len(world.links) == len(world.declared_links)


def test_displays_side_by_side_make_no_picture(bench: ModuleType, flagship: Scenario) -> None:
    assert [n.declared.name for n in judging(joint_world(bench, flagship, "side_by_side"))] == ["alder", "birch"]
    assert [n.declared.name for n in judging(joint_world(bench, flagship, "fusion"))] == ["alder", "birch", JOINT]


def test_it_proposes_a_threat_to_a_party_once_and_after_its_time(bench: ModuleType) -> None:
    given = {"doctrine": bench.STEADY, "parties": ("alder", "birch")}
    assert joint_cell(bench.view(429_999, **given)) == []
    (order,) = joint_cell(bench.view(430_000, **given))
    assert (order.cell, order.action) == ("joint_cell", Propose("e1", "valid"))
    known = {"joint-c1": ConsultationState("e1", JOINT, ("alder", "birch"), True, 1, 1)}
    assert joint_cell(bench.view(430_000, **given, consultations=known)) == []
    low = msgspec.structs.replace(bench.event(), confidence="low")
    for other in (low, bench.event(threatens=("cedar",)), bench.event(threatens=())):
        assert joint_cell(bench.view(430_000, **given, events=(other,))) == []


def test_the_nations_sign_a_proposal_and_it_is_agreed_everywhere(bench: ModuleType, flagship: Scenario) -> None:
    world = joint_world(bench, flagship)
    proposed(bench, world)
    for name in ("alder", "birch"):
        held = world.nodes[name].consultations[PROPOSED]
        assert (held.own_event_id, held.partner, held.proposed) == (f"{name}-e1", JOINT, "valid")
    sign = SignAssessment(PROPOSED, "valid")
    records = bench.ticks(world, TICKS, {0: [bench.ordered(sign, "alder"), bench.ordered(sign, "birch")]})
    agreed = [(r.node, r.body.event_id) for r in records if isinstance(r.body, JointAssessment)]
    assert sorted(agreed) == [("alder", "alder-e1"), ("birch", "birch-e1"), (JOINT, f"{JOINT}-e1")]


def test_a_proposal_alone_decides_nothing(bench: ModuleType, flagship: Scenario) -> None:
    world = joint_world(bench, flagship)
    proposed(bench, world)
    assert all(not node.assessed and node.alert == "normal" for node in world.nodes.values())


def test_a_joint_cell_does_not_sign(bench: ModuleType, flagship: Scenario) -> None:
    world = joint_world(bench, flagship)
    proposed(bench, world)
    sign = SignAssessment(PROPOSED, "valid")
    for cell in ("joint_cell", "commander"):
        assert bench.refusal(apply(world, [bench.ordered(sign, JOINT, cell)]))
    assert world.nodes[JOINT].consultations[PROPOSED].signed == {}


def test_only_a_joint_cell_proposes(bench: ModuleType, flagship: Scenario) -> None:
    world = joint_world(bench, flagship)
    reason = bench.refusal(apply(world, [bench.ordered(Propose("birch-e1", "valid"), "birch")]))
    assert reason == "birch-e1 is not an open event of a joint cell"


BATTERIES = ("taroviel-lower", "taroviel-upper", "nobody")
SENSORS = ("birch-west", "nobody")
NAMES = st.sampled_from(["joint-e1", "birch-e1", "alder-e1", "e9", ""])
ACTIONS = st.one_of(
    st.builds(Fire, NAMES, st.sampled_from(BATTERIES), NAMES),
    st.builds(CueRadar, NAMES, st.sampled_from(SENSORS), *[st.just(0.1)] * 3, st.just(900_000)),
    st.builds(SetAlert, st.sampled_from(["normal", "raised", "full"])),
    st.builds(AssessEvent, NAMES, st.sampled_from(["valid", "false"])),
    st.builds(SendPublicWarning, NAMES, st.just(("taroviel",))),
    st.builds(CancelPublicWarning, st.just("birch-p1")),
    st.builds(Query, NAMES, st.sampled_from(["alder", "birch"])),
    st.builds(SignAssessment, st.sampled_from(["joint-c1", "birch-c1"]), st.just("valid")),
    st.builds(Advise, st.just(AnomalyAdvisory(advisory_id="a", cause="x", from_ms=0, to_ms=9))),
    st.just(SuspendSharing()),
    st.just(ResumeSharing()),
)
NATION_CELLS: tuple[CellName, ...] = ("commander", "defence_desk", "watch_officer", "sensor_desk", "control")


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just(JOINT), st.sampled_from((*NATION_CELLS, "joint_cell")), ACTIONS),
            st.tuples(st.sampled_from(["alder", "birch"]), st.just("joint_cell"), ACTIONS),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=60)
def test_no_order_of_a_joint_cell_reaches_a_battery_or_anything_else_of_a_nation(
    bench: ModuleType, flagship: Scenario, given_orders: list
) -> None:
    world = joint_world(bench, flagship)
    world.nodes["birch"].plans = tuple(
        bench.plan(name, event_id=event) for name in BATTERIES for event in ("birch-e1", "joint-e1")
    )
    stock = {name: [b.stock_left for b in node.batteries] for name, node in world.nodes.items()}
    records = apply(world, [Order(node=n, cell=c, action=a, in_reply_to="", reason="") for n, c, a in given_orders])
    assert [type(record.body) for record in records] == [OrderRefused] * len(given_orders)
    assert not bench.bodies(records, Shot) and world.shots == [] and world.drafts == []
    for name, node in world.nodes.items():
        assert [b.stock_left for b in node.batteries] == stock[name]
        assert (node.alert, node.assessed, node.cues, node.to_be_sent) == ("normal", {}, {}, {})
    assert world.agreement_state.suspended_by == ()


def test_a_joint_cell_does_not_amend_the_agreement(bench: ModuleType, flagship: Scenario) -> None:
    world = joint_world(bench, flagship)
    order = bench.ordered(SignAmendment(bench.agreement(name="other")), JOINT, "joint_cell")
    assert bench.refusal(apply(world, [order])) and world.amendments == {}


def test_an_amendment_that_provides_for_a_joint_cell_sets_it_up(flagship: Scenario) -> None:
    terms = load_agreement("full-picture", flagship.members)
    world = new_world(replace(flagship, end_ms=700_000), terms, flagship.seed)
    fused = replace(load_agreement("integrated", flagship.members), version="amended")
    assert fused.joint_cells != "none"
    cells = DoctrineCells()
    for time_ms in play(world, cells, DigestJournal()):
        if time_ms == 300_000:
            break
    assert JOINT not in world.nodes
    orders = [
        Order(node=party, cell="commander", action=SignAmendment(fused), in_reply_to="", reason="")
        for party in flagship.members
    ]
    assert [type(record.body).__name__ for record in apply(world, orders)] == ["AgreementAmended"] * 2
    assert JOINT in world.nodes
    for _ in play(world, cells, DigestJournal()):
        pass
    assert world.nodes[JOINT].events
    assert world.nodes[JOINT].picture.provenances


# A whole run


@pytest.fixture(scope="module")
def fused(bench: ModuleType, flagship: Scenario) -> tuple[World, object]:
    """Return the flagship played under a full picture with a data fusion centre, for twenty minutes."""
    terms = load_agreement("full-picture", flagship.parties)
    fields = tuple(dict.fromkeys((*terms.fields_released, "assessment")))
    messages = ("consultation", "alert_state", "public_warning")
    terms = replace(terms, joint_cells="fusion", fields_released=fields, messages=messages)
    short = replace(flagship, end_ms=1_200_000)
    world, seen = new_world(short, terms, flagship.seed), bench.Seen()
    for _ in play(world, DoctrineCells(), DigestJournal(), seen):
        assert JOINT in world.nodes
    return world, seen


@pytest.mark.slow
def test_in_a_whole_run_the_joint_cell_makes_a_picture_of_what_it_is_told_and_tells_nothing_itself(
    fused: tuple[World, object],
) -> None:
    _, seen = fused
    of_joint = [record.body for _, record in seen.records if record.node == JOINT]
    kinds = {type(body).__name__ for body in of_joint}
    assert {"Delivery", "PictureState", "LaunchWarning"} <= kinds
    assert not kinds & {"Measured", "Associated", "TrackConfirmed", "Shot", "EngagementPlan", "ImpactWarning"}
    assert not [body for body in of_joint if isinstance(body, LaunchReportIssued)]
    heard = [body for body in of_joint if isinstance(body, Delivery)]
    assert {body.message.originator for body in heard} <= {"alder", "birch"}
    told = [body.message for _, body in seen.of(Delivery) if body.message.originator == JOINT]
    assert {type(message.payload) for message in told} <= {Consultation}
    assert not any(isinstance(message.payload, LaunchReport) for message in told)


@pytest.mark.slow
def test_in_a_whole_run_nations_sign_only_what_their_own_watch_has_found(fused: tuple[World, object]) -> None:
    world, seen = fused
    assert [body for _, body in seen.of(Order) if isinstance(body.action, Propose)], "nothing was proposed"
    assert {o.action.__class__ for _, o in seen.of(Order) if o.node == JOINT} == {Propose}
    signatures = [(t, o) for t, o in seen.of(Order) if isinstance(o.action, SignAssessment)]
    assert signatures, "nothing was signed: this proves nothing"
    for time_ms, order in signatures:
        own = world.nodes[order.node].consultations[order.action.consultation_id].own_event_id
        found = [
            other.action.assessment
            for then_ms, other in seen.of(Order)
            if then_ms <= time_ms
            and other.node == order.node
            and isinstance(other.action, AssessEvent)
            and other.action.event_id == own
        ]
        kept = world.nodes[order.node].assessed.get(
            own
        )  # an event that parted from another keeps what that was found
        assert (found[-1] if found else kept) == order.action.assessment
    assert world.nodes[JOINT].plans == ()
