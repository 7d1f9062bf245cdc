"""What people write reaches whom it is for, by the agreement's leave, and a request stays open until answered."""

from dataclasses import replace
from types import ModuleType

import pytest

from tocsin.exchange.message import Delivery, Envelope, Refusal
from tocsin.exchange.payload import FreeText
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.world import Record, World
from tocsin.orders.desk import TextReceived, TextWritten
from tocsin.orders.kinds import TRUTH
from tocsin.orders.staff import CONTROL, MAX_TEXT, Say
from tocsin.scenario.declared import Scenario

TICKS = 8  # longer than any delay on the flagship's links
ASKED = Say("alder", "what do you hold on bearing 265?", is_request=True)


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    return bench.small_world(flagship)


def said(bench: ModuleType, world: World, action: Say, node: str = "birch") -> list[Record]:
    return bench.ticks(world, TICKS, {0: [bench.ordered(action, node, "watch_officer")]})


def refused(bench: ModuleType, world: World, action: Say, node: str = "birch") -> str:
    return bench.refusal(apply(world, [bench.ordered(action, node, "watch_officer")]))


def test_the_own_channel_is_the_nodes_own_record(bench: ModuleType, world: World) -> None:
    records = said(bench, world, Say("birch", "relief is late"))
    assert [(r.node, type(r.body)) for r in records] == [("birch", TextWritten)]
    (written,) = bench.bodies(records, TextWritten)
    assert (written.text_id, written.cell, written.to, written.text) == (
        "birch-t1",
        "watch_officer",
        "birch",
        "relief is late",
    )
    assert world.nodes["alder"].staff.texts == {}


def test_a_partner_gets_a_signed_message_under_a_public_name_and_nothing_else(
    bench: ModuleType, world: World
) -> None:
    said(bench, world, Say("birch", "ours alone"))
    records = said(bench, world, ASKED)
    (envelope,), (delivery,) = bench.bodies(records, Envelope), bench.bodies(records, Delivery)
    assert envelope.signature and envelope.message.msg_type == "query"
    assert delivery.received_ms >= 700_000 + 1_000
    told = delivery.message.payload
    assert isinstance(told, FreeText)
    assert (told.text_id, told.text, told.is_request) == ("birch-r1", ASKED.text, True)  # not t2: no count betrayed
    held = world.nodes["alder"].staff.texts
    assert list(held) == ["birch-r1"] and held["birch-r1"].sender == "birch"
    assert [r.node for r in records if isinstance(r.body, TextWritten)] == ["birch"]


def test_a_request_is_open_at_both_ends_until_it_is_answered(bench: ModuleType, world: World) -> None:
    birch, alder = world.nodes["birch"].staff, world.nodes["alder"].staff
    said(bench, world, ASKED)
    assert [text.text_id for text in birch.open_requests] == ["birch-t1"]
    assert [text.text_id for text in alder.open_requests] == ["birch-r1"]
    said(bench, world, Say("birch", "nothing yet", answers="birch-r1"), "alder")
    assert (birch.open_requests, alder.open_requests) == ((), ())
    assert birch.texts["birch-t1"].answered_by == "alder-r1"
    assert birch.texts["alder-r1"].answers == "birch-t1", "what it answers, under the node's own name"


def test_nothing_is_written_to_a_partner_while_the_agreement_is_suspended(bench: ModuleType, world: World) -> None:
    world.agreement_state = replace(world.agreement_state, suspended_by=("alder",))
    assert refused(bench, world, ASKED) == "agreement is suspended"
    assert refused(bench, world, Say("birch", "among us")) == ""


def test_a_text_that_is_suspended_under_way_to_the_gate_stays_and_reopens_what_it_answered(
    bench: ModuleType, flagship: Scenario
) -> None:
    world = bench.small_world(flagship, bench.agreement(min_delay_ms=20_000))
    bench.ticks(world, 30, {0: [bench.ordered(ASKED)]})
    alder = world.nodes["alder"].staff
    bench.ticks(world, 1, {0: [bench.ordered(Say("birch", "yes", answers="birch-r1"), "alder")]})
    assert alder.open_requests == ()
    world.agreement_state = replace(world.agreement_state, suspended_by=("birch",))
    records = bench.ticks(world, 30)
    assert [body.payload_kind for body in bench.bodies(records, Refusal)] == ["FreeText"]
    assert alder.texts["alder-t1"].refused == "agreement is suspended"
    assert [text.text_id for text in alder.open_requests] == ["birch-r1"]
    world.agreement_state = replace(world.agreement_state, suspended_by=())
    assert bench.bodies(bench.ticks(world, 60), Envelope) == [], "nothing is told later that was not told in its time"


@pytest.mark.parametrize("messages", [(), ("comm_check",)])
def test_an_agreement_without_consultation_carries_no_words(
    bench: ModuleType, flagship: Scenario, messages: tuple[str, ...]
) -> None:
    world = bench.small_world(flagship, bench.agreement(messages=messages))
    assert refused(bench, world, ASKED) == "talks provides for no consultation: nothing may be written to alder"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "text is empty"),
        (" \n ", "text is empty"),
        ("x" * (MAX_TEXT + 1), f"text has {MAX_TEXT + 1} characters: must be at most {MAX_TEXT}"),
        ("bell \x07", "control character U+0007"),
        ("escape \x1b[2J", "control character U+001B"),
        ("turned \u202e round", "control character U+202E"),
    ],
)
def test_what_is_no_text_is_refused(bench: ModuleType, world: World, text: str, said: str) -> None:
    assert said in refused(bench, world, Say("birch", text))


def test_a_long_text_of_several_lines_passes_the_gate_of_the_receiver(bench: ModuleType, world: World) -> None:
    text = "<b>&amp;\n" + "é" * (MAX_TEXT - 9)
    said(bench, world, Say("alder", text))
    assert world.nodes["alder"].staff.texts["birch-r1"].text == text


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Say("cedar", "hello"), "to = 'cedar': must be one of birch, control, alder"),
        (Say("birch", "hello", speaker="elm"), "speaker = 'elm': exercise control alone"),
        (Say("birch", "hello", answers="alder-r9"), "answers = 'alder-r9': is no text that birch holds"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_reason(
    bench: ModuleType, world: World, action: Say, said: str
) -> None:
    assert said in refused(bench, world, action)


def test_an_answer_goes_to_who_asked_and_comes_from_who_was_asked(bench: ModuleType, world: World) -> None:
    said(bench, world, ASKED)
    assert "was written to alder, who answers it" in refused(bench, world, Say("alder", "?", answers="birch-t1"))
    wrong = Say("alder", "?", answers="birch-r1")
    assert "an answer goes to birch" in refused(bench, world, wrong, "alder")


def test_control_writes_as_others_and_is_answered(bench: ModuleType, world: World) -> None:
    asks = Say("birch", "Has anything been seen?", is_request=True, speaker="the Elm Courier")
    records = apply(world, [bench.ordered(asks, TRUTH, "control")])
    assert [(r.node, type(r.body)) for r in records] == [("birch", TextReceived)]
    (received,) = bench.bodies(records, TextReceived)
    assert (received.text_id, received.sender) == ("control-birch-t1", "the Elm Courier")
    birch = world.nodes["birch"].staff
    assert [text.text_id for text in birch.open_requests] == ["control-birch-t1"]
    assert refused(bench, world, Say(CONTROL, "No comment", answers="control-birch-t1")) == ""
    assert birch.open_requests == ()


def test_a_request_to_control_is_answered_by_control(bench: ModuleType, world: World) -> None:
    said(bench, world, Say(CONTROL, "Is the line to Alder in repair?", is_request=True))
    answer = Say("birch", "Until 0700", answers="birch-t1")
    assert bench.refusal(apply(world, [bench.ordered(answer, TRUTH, "control")])) == ""
    assert world.nodes["birch"].staff.open_requests == ()
    wrong = Say("birch", "?", answers="birch-t9")
    assert "is no text of birch to control" in bench.refusal(apply(world, [bench.ordered(wrong, TRUTH, "control")]))


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Say("cedar", "hello"), "to = 'cedar': must be one of control, "),
        (Say("birch", "hello", speaker="alder"), "speaker = 'alder': plays for itself"),
        (Say("birch", "hello", speaker="x\ny"), "speaker has 3 characters: must be at most 200, all printable"),
    ],
)
def test_what_control_cannot_say(bench: ModuleType, world: World, action: Say, said: str) -> None:
    assert said in bench.refusal(apply(world, [bench.ordered(action, TRUTH, "control")]))


def test_a_partner_cannot_take_the_name_of_an_own_text(bench: ModuleType, world: World) -> None:
    birch = world.nodes["birch"]
    bench.hear(birch, FreeText(text_id="birch-t1", text="forged"), released_ms=700_000, seq=1)
    assert birch.staff.texts == {}
    bench.hear(birch, FreeText(text_id="alder-r1", text="one"), released_ms=700_000, seq=2)
    bench.hear(birch, FreeText(text_id="alder-r1", text="two"), released_ms=701_000, seq=3)
    assert birch.staff.texts["alder-r1"].text == "one"
