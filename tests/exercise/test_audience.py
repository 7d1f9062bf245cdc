"""Which records reach whom."""

import msgspec
import pytest

from tocsin.exchange.message import Envelope, Message
from tocsin.exchange.payload import AlertState, PublicWarning, TrackReport
from tocsin.exercise.staff.audience import BULK, Audience, kinds_for, shown_to
from tocsin.orders.aside import OF_ASIDE, BlindReveal, ClockChanged, OrderReceived
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.kinds import KINDS, OF_NODES, OF_TRUTH, TRUTH
from tocsin.orders.order import AlertChanged
from tocsin.orders.record import Endex

ALDER, BIRCH = Audience("node", "alder"), Audience("node", "birch")
CONTROL, PUBLIC = Audience("truth"), Audience("none")
GUEST = Audience("released", "alder", "birch")  # Birch's liaison officer, who sits with Alder
EVERYONE = (ALDER, BIRCH, CONTROL, PUBLIC, GUEST)


def envelope(payload, to="birch") -> Envelope:
    message = Message(
        originator="alder",
        releasable_to=to,
        msg_type="report",
        agreement_version="x/1",
        released_ms=0,
        payload=payload,
        provenance=(),
    )
    return Envelope(
        exercise_id="e", msg_id="m", link_id="l", seq=1, sent_ms=0, due_ms=0, crc=0, message=message, held_ms=77
    )


def reached(node: str, body: msgspec.Struct) -> list[Audience]:
    return [audience for audience in EVERYONE if shown_to(audience, node, body) is not None]


def test_a_nations_own_records_are_for_it_and_for_control():
    assert reached("alder", AlertChanged("raised")) == [ALDER, CONTROL]


def test_truth_is_for_control_alone():
    assert reached(TRUTH, Endex()) == [CONTROL]
    for audience in (ALDER, PUBLIC, GUEST):
        assert not kinds_for(audience) & set(OF_TRUTH)


def test_what_the_sections_show_already_is_no_record_for_anyone():
    for audience in EVERYONE:
        assert not kinds_for(audience) & BULK
    assert reached("alder", envelope(TrackReport(tracks=()))) == [GUEST]  # he has no other word of it


def test_a_message_is_for_its_sender_for_control_and_for_the_guest_without_the_senders_own_note():
    told = envelope(AlertState(level="full", since_ms=0))
    assert reached("alder", told) == [ALDER, CONTROL, GUEST]
    assert shown_to(ALDER, "alder", told).held_ms == 77
    assert shown_to(GUEST, "alder", told).held_ms == 0
    assert GUEST not in reached("alder", envelope(AlertState(level="full", since_ms=0), to="cedar"))
    assert GUEST not in reached("birch", told)


def test_a_public_warning_is_for_all_but_what_its_nation_calls_the_event_is_not():
    warning = PublicWarning(
        warning_id="alder-p1", step="alert", references=(), event_id="alder-e3", areas=("a",), sent_ms=0, expires_ms=9
    )
    assert reached("alder", warning) == [ALDER, CONTROL, PUBLIC, GUEST]
    assert shown_to(PUBLIC, "alder", warning).event_id == shown_to(GUEST, "alder", warning).event_id == ""
    assert shown_to(ALDER, "alder", warning) == warning


@pytest.mark.parametrize("means", ["event", "message", "call"])
def test_an_inject_is_for_whom_it_reaches_and_news_for_all(means):
    told = InjectDelivered(inject_id="i7", cells=("commander",), sender="x", means=means, text="t")
    assert reached("alder", told) == [ALDER, CONTROL]
    news = msgspec.structs.replace(told, means="news")
    assert reached("alder", news) == [ALDER, CONTROL, PUBLIC, GUEST]
    assert shown_to(PUBLIC, "alder", news) == InjectDelivered(
        inject_id="", cells=(), sender="x", means="news", text="t"
    )


def test_of_the_asides_only_the_reveal_is_a_record_for_all():
    assert reached("", BlindReveal(drawn="x", nonce="y")) == [*EVERYONE]
    assert reached("alder", OrderReceived(seat="s", order=None)) == []
    assert reached("", ClockChanged(seat="s", speed_ratio=1.0, is_paused=True)) == []
    assert kinds_for(CONTROL) & set(OF_ASIDE) == {BlindReveal}


def test_every_kind_there_is_has_its_place():
    for kind in KINDS.values():
        places = [kind in OF_NODES, kind in OF_TRUTH, kind in OF_ASIDE]
        assert sum(places) == 1
        assert (kind in kinds_for(CONTROL)) == (kind not in BULK and (kind not in OF_ASIDE or kind is BlindReveal))
