"""When conditions hold, by small histories written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.condition.judge import changes_ms, holds
from tocsin.orders.condition.parse import condition
from tocsin.orders.condition.tally import Seen, Tally, note, seen_of
from tocsin.orders.inject import InjectFired
from tocsin.orders.order import AlertChanged, Order, OrderRefused, SharingChanged
from tocsin.orders.record import Endex, NoticeAtDesk

ASSESS = Order(
    node="birch", cell="watch_officer", action=AssessEvent("e1", "valid"), in_reply_to="e1", reason="", order_id="a/1"
)
RAISE = Order(node="birch", cell="commander", action=SetAlert("raised"), in_reply_to="e1", reason="", order_id="b/1")


def history() -> Tally:
    """Return what is known after five ticks of a made-up exercise."""
    tally = Tally()
    note(tally, 1_000, [("alder", NoticeAtDesk("n", 0)), ("birch", NoticeAtDesk("n", 0))])
    note(tally, 4_000, [("birch", NoticeAtDesk("n", 1))])
    note(tally, 5_000, [("birch", ASSESS), ("birch", RAISE), ("birch", OrderRefused(order=RAISE, reason="no"))])
    note(tally, 6_000, [("birch", AlertChanged("raised")), ("truth", InjectFired(inject_id="i1", by="time"))])
    note(tally, 7_000, [("alder", SharingChanged(party="alder", is_suspended=True))])
    return tally


@pytest.mark.parametrize(
    ("text", "time_ms", "expected"),
    [
        ("count(NoticeAtDesk) == 3", 7_000, True),
        ("count(NoticeAtDesk, birch) == 2", 7_000, True),
        ("count(NoticeAtDesk, cedar) == 0", 7_000, True),
        ("first(NoticeAtDesk, birch) == 1 s and last(NoticeAtDesk, birch) == 4 s", 7_000, True),
        ("last(NoticeAtDesk) + 5 s", 8_999, False),
        ("last(NoticeAtDesk) + 5 s", 9_000, True),
        ("alert(birch) >= raised", 7_000, True),
        ("alert(birch) == full", 7_000, False),
        ("alert(cedar) == normal", 7_000, True),
        ("assessed(birch) == valid", 7_000, True),
        ("assessed(alder) != valid", 7_000, False),  # nothing was assessed there: no comparison holds
        ("not assessed(alder) == valid", 7_000, True),
        ("count(AssessEvent, birch/watch_officer) == 1", 7_000, True),
        ("count(SetAlert) == 0", 7_000, True),  # it was refused
        ("suspended(alder) and not suspended(birch)", 7_000, True),
        ("suspended(alder) == suspended(birch)", 7_000, False),
        ("fired(i1)", 7_000, True),
        ("fired(i2) or first(Endex)", 7_000, False),
        ("fired(i1) <= first(NoticeAtDesk) + 5 s", 7_000, True),
        ("fired(i1) < first(NoticeAtDesk) + 5 s", 7_000, False),
        ("time >= 00:00:07", 7_000, True),
        ("time > 7 s", 7_000, False),
        ("time + 1 s == 8 s", 7_000, True),
    ],
)
def test_what_holds(text: str, time_ms: int, expected: bool) -> None:
    assert holds(condition(text), history(), time_ms) is expected


def test_an_order_refused_is_an_order_but_no_action() -> None:
    tally = history()
    assert seen_of(tally, "Order", "birch") == Seen(2, 5_000, 5_000)
    assert seen_of(tally, "SetAlert", "birch") is None
    assert seen_of(tally, "AssessEvent", "") == Seen(1, 5_000, 5_000)  # not once more for its cell


TEXTS = st.sampled_from(
    [
        "first(NoticeAtDesk) + 10 s",
        "time >= 12 s",
        "time > 12 s",
        "time == 12 s or time == 15 s",
        "not time < fired(i1) + 9 s",
        "time + 3 s >= 15 s and suspended(alder)",
        "time <= last(NoticeAtDesk, birch) + 7 s",
        "fired(i2)",
        "12 s != time",
        "count(Endex) == 0",
    ]
)


@given(TEXTS, st.integers(7_000, 20_000))
def test_nothing_changes_by_itself_before_it_is_said_to(text: str, time_ms: int) -> None:
    tree, tally = condition(text), history()
    turn_ms = changes_ms(tree, tally, time_ms)
    last_ms = 30_000 if turn_ms is None else turn_ms - 1
    assert turn_ms is None or turn_ms > time_ms
    assert len({holds(tree, tally, then_ms) for then_ms in range(time_ms, last_ms + 1)}) <= 1


def test_what_is_not_a_matter_of_time_is_never_looked_at_again() -> None:
    for text in ("fired(i1)", "alert(birch) == full", "fired(i2) + 5 s", "count(Endex) > 0", "suspended(birch)"):
        assert changes_ms(condition(text), history(), 7_000) is None
    note(tally := history(), 8_000, [("truth", Endex())])
    assert holds(condition("count(Endex) > 0"), tally, 8_000)
