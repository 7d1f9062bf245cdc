"""How soon people open what comes to them, and what a change of watch leaves lying."""

from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.payload import AlertState, FreeText, TrackReport
from tocsin.orders.action import AssessEvent, Fire, Reply
from tocsin.orders.desk import HandoverListed, HandoverSigned, OpenItem, TextReceived
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.order import OrderRefused
from tocsin.orders.staff import MarkRead, Say
from tocsin.review.log import Logged
from tocsin.warning.event import EventClosed

READ, LOST = "receipt_to_read_s", "handover_items_lost"
RAISED = AlertState(level="raised", since_ms=0)


def by_people(entry: Logged) -> Logged:
    return entry._replace(body=msgspec.structs.replace(entry.body, decided_by="human"))


def read(small: ModuleType, time_s: float, item_id: str, node: str = "birch") -> Logged:
    return by_people(small.order(time_s, node, MarkRead(item_id)))


def subjects(rows: object, measure: str) -> dict[str, tuple]:
    return {
        row.subject: (row.status, row.value)
        for row in rows.all
        if (row.measure, row.nation) == (measure, "birch") and row.subject != "all"
    }


def test_what_came_is_timed_to_its_first_opening(small: ModuleType) -> None:
    text = FreeText(text_id="alder-r1", text="hello")
    inject = InjectDelivered(inject_id="i1", cells=(), sender="elm", means="news", text="quiet")
    rows = small.rows(
        small.received(10.0, 12.0, 1, RAISED),
        small.received(20.0, 22.0, 2, text),
        small.received(30.0, 32.0, 3, TrackReport(tracks=())),
        small.at(40.0, "birch", inject),
        small.at(50.0, "birch", TextReceived(text_id="control-birch-t1", sender="control", text="?")),
        read(small, 42.0, "alder-birch#1"),
        read(small, 43.0, "alder-birch#1"),
        read(small, 122.0, "alder-r1"),
        read(small, 45.0, "i1"),
    )
    assert subjects(rows, READ) == {
        "alder-birch#1": ("observed", 30.0),
        "alder-r1": ("observed", 100.0),
        "i1": ("observed", 5.0),
        "control-birch-t1": ("never", None),
    }
    (head,) = (r for r in rows.all if (r.measure, r.nation, r.subject) == (READ, "birch", "all"))
    assert (head.value, head.n, head.n_never) == (65.0, 4, 1)  # of 5, 30, 100, never


def test_what_a_newer_word_replaced_unopened_is_no_case(small: ModuleType) -> None:
    words = [small.received(10.0 * n, 10.0 * n + 2, n, RAISED) for n in (1, 2, 3)]
    rows = small.rows(*words, read(small, 25.0, "alder-birch#2"))
    assert subjects(rows, READ) == {"alder-birch#2": ("observed", 3.0), "alder-birch#3": ("never", None)}


def test_where_doctrine_alone_decides_nothing_is_opened_or_lost(small: ModuleType) -> None:
    listed = HandoverListed(serial_id="s", items=(OpenItem("event", "birch-e1"),))
    rows = small.rows(
        small.received(10.0, 12.0, 1, RAISED),
        small.at(100.0, "birch", listed),
        small.order(20.0, "birch", AssessEvent("birch-e1", "valid")),
    )
    for name in (READ, LOST):
        statuses = {row.status for row in rows.all if row.measure == name}
        assert statuses == {"not_applicable"}


ITEMS = (
    OpenItem("event", "birch-e1"),
    OpenItem("message", "alder-birch#1"),
    OpenItem("consultation", "alder-c1"),
    OpenItem("engagement", "birch-e1/o1/b"),
    OpenItem("request", "alder-r7"),
)


def handed_over(small: ModuleType, *more: Logged) -> object:
    listed = small.at(100.0, "birch", HandoverListed(serial_id="s", items=ITEMS))
    return small.rows(listed, by_people(small.order(90.0, "birch", AssessEvent("birch-e1", "valid"))), *more)


def lost(rows: object) -> set[str]:
    return {subject.partition("/")[2] for subject, (_, value) in subjects(rows, LOST).items() if value == 1.0}


def test_what_nobody_touches_after_the_change_is_lost(small: ModuleType) -> None:
    rows = handed_over(small)
    assert lost(rows) == {item.item_id for item in ITEMS}
    (head,) = (r for r in rows.all if (r.measure, r.nation, r.subject) == (LOST, "birch", "all"))
    assert (head.value, head.n) == (1.0, 5)


@pytest.mark.parametrize(
    ("action", "found"),
    [
        (AssessEvent("birch-e1", "valid"), "birch-e1"),
        (MarkRead("alder-birch#1"), "alder-birch#1"),
        (Reply("alder-c1"), "alder-c1"),
        (Say("alder", "two", answers="alder-r7"), "alder-r7"),
        (Fire("birch-e1", "another", "o1"), "birch-e1/o1/b"),
    ],
)
def test_an_order_that_names_an_item_finds_it(small: ModuleType, action: object, found: str) -> None:
    rows = handed_over(small, by_people(small.order(699.0, "birch", action)))
    found_too = {"birch-e1"} if isinstance(action, Fire) else set()  # it names the event as well
    assert lost(rows) == {item.item_id for item in ITEMS} - {found} - found_too
    late = handed_over(small, by_people(small.order(701.0, "birch", action)))
    assert len(lost(late)) == 5
    signed = small.at(200.0, "birch", HandoverSigned(serial_id="s"))
    assert lost(handed_over(small, signed, by_people(small.order(701.0, "birch", action)))) == lost(rows)


def test_an_answer_counts_a_refused_order_does_not(small: ModuleType) -> None:
    answer = by_people(small.order(150.0, "birch", AssessEvent("birch-e9", "valid"), in_reply_to="birch-e1"))
    assert "birch-e1" not in lost(handed_over(small, answer))
    refusal = small.at(150.0, "birch", OrderRefused(order=answer.body, reason="no"))
    assert "birch-e1" in lost(handed_over(small, answer, refusal))


def test_an_event_that_closed_is_left_out(small: ModuleType) -> None:
    closed = small.at(300.0, "birch", EventClosed(event_id="birch-e1", reason="over"))
    assert "s/birch-e1" not in subjects(handed_over(small, closed), LOST)


def test_a_run_that_ends_too_soon_leaves_items_pending(small: ModuleType) -> None:
    listed = small.at(1_900.0, "birch", HandoverListed(serial_id="s", items=ITEMS[:1]))
    entry = by_people(small.order(90.0, "birch", AssessEvent("birch-e1", "valid")))
    assert subjects(small.rows(listed, entry), LOST) == {"s/birch-e1": ("pending", None)}
