"""A change of watch lists what is open, and two people sign it."""

from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.payload import FreeText, LaunchReport
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.handover import open_items
from tocsin.exercise.stages.unread import note_unread
from tocsin.exercise.world import ConsultationState, World
from tocsin.orders.desk import HandoverListed, HandoverSigned, OpenItem
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.staff import MarkRead, Say, SignHandover
from tocsin.scenario.declared import Scenario, serials_at
from tocsin.scenario.serials import Serial

BOTH = Serial("relief", "handover", "", 702_000)
SERIALS = (BOTH, Serial("alder-only", "handover", "alder", 703_000), Serial("lunch", "brief", "", 702_000))


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    return bench.small_world(flagship, serials=SERIALS)


def listed(bench: ModuleType, world: World, ticks: int = 4) -> dict[str, HandoverListed]:
    records = bench.ticks(world, ticks)
    return {f"{r.node} {r.body.serial_id}": r.body for r in records if isinstance(r.body, HandoverListed)}


def sign(bench: ModuleType, world: World, is_incoming: bool, order_id: str = "", serial_id: str = "relief") -> list:
    order = bench.ordered(SignHandover(serial_id, is_incoming), cell="watch_officer")
    return apply(world, [msgspec.structs.replace(order, order_id=order_id)])


def test_the_watch_changes_at_every_nation_or_at_one(bench: ModuleType, world: World) -> None:
    found = listed(bench, world)
    assert list(found) == ["alder relief", "birch relief", "alder alder-only"]
    assert all(body.items == () for body in found.values())
    assert serials_at(world.scenario, 702_000) == (BOTH, SERIALS[2])


def test_what_is_open_is_listed(bench: ModuleType, world: World) -> None:
    birch = world.nodes["birch"]
    birch.events = (bench.event("e1"), bench.event("e2"))
    bench.hear(birch, LaunchReport(event_id="alder-r1"), 600_000, seq=1, received_ms=601_000)
    bench.hear(birch, FreeText(text_id="alder-r2", text="?", is_request=True), 1, seq=2, received_ms=602_000)
    bench.hear(birch, FreeText(text_id="alder-r3", text="?", is_request=True), 1, seq=3, received_ms=603_000)
    birch.injects["i1"] = 604_000, InjectDelivered(inject_id="i1", cells=(), sender="", means="news", text="")
    note_unread(birch, "inject i1", "i1", 604_000)
    state = ConsultationState("e1", "alder", ("alder", "birch"), True, 900_000, 650_000)
    birch.consultations = {
        "birch-c650": state,
        "birch-c1": ConsultationState("", "alder", (), True, 2, 1, closed="x"),
    }
    birch.plans = (bench.plan("b1", object_name="o1"), bench.plan("b2", proposed=0))
    apply(world, [bench.ordered(Say("alder", "?", is_request=True)), bench.ordered(MarkRead("alder-r3"))])

    assert list(open_items(birch)) == [
        OpenItem("event", "e1", 0),
        OpenItem("event", "e2", 0),
        OpenItem("message", "l#1", 601_000),
        OpenItem("text", "alder-r2", 602_000),  # a request too, but listed once
        OpenItem("inject", "i1", 604_000),
        OpenItem("consultation", "birch-c650", 650_000),
        OpenItem("engagement", "e1/o1/b1"),
        OpenItem("request", "alder-r3", 603_000),
        OpenItem("request", "birch-t1", 700_000),
    ]


@pytest.mark.parametrize("first", [False, True])
def test_both_sign(bench: ModuleType, world: World, first: bool) -> None:
    listed(bench, world)
    assert sign(bench, world, first, "birch-3/7") == []
    (signed,) = bench.bodies(sign(bench, world, not first, "birch-4/1"), HandoverSigned)
    assert signed.serial_id == "relief"
    who = "incoming" if first else "outgoing"
    assert bench.refusal(sign(bench, world, first, "birch-5/1")) == f"relief was signed for the {who} watch before"


def test_one_person_is_not_two(bench: ModuleType, world: World) -> None:
    listed(bench, world)
    sign(bench, world, False, "birch-3/7")
    assert "was signed at this seat for the other watch" in bench.refusal(sign(bench, world, True, "birch-3/8"))
    assert world.nodes["birch"].staff.handovers["relief"].incoming == ""


def test_there_is_nothing_to_sign_before_the_watch_changes_or_where_it_does_not(
    bench: ModuleType, world: World
) -> None:
    assert bench.refusal(sign(bench, world, True)) == "relief: the watch of birch has not changed yet"
    listed(bench, world)
    for serial_id in ("lunch", "alder-only", "nothing"):
        reason = bench.refusal(sign(bench, world, True, serial_id=serial_id))
        assert reason == f"serial_id = {serial_id!r}: must be a change of watch of birch: relief"
