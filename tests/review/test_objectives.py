"""Objectives judged from records written by hand: what became of them and when; times to respond, notes."""

import dataclasses

import msgspec
import pytest

from tocsin.orders.action import SetAlert
from tocsin.orders.aside import ClockChanged, ObserverNote, RealWorldStop
from tocsin.orders.inject import Criterion, ExpectedAction, Inject, InjectDelivered, InjectFired, Msel, Objective
from tocsin.orders.order import AlertChanged, Order, OrderRefused
from tocsin.orders.record import Endex
from tocsin.review.log import Header, Logged, RunLog
from tocsin.review.measure import measure_rows
from tocsin.review.objectives import marks_of
from tocsin.review.responses import notes_of, responses_of, scores_of
from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import Scenario

RAISE = Order(
    node="birch", cell="commander", action=SetAlert("raised"), in_reply_to="", reason="", decided_by="human"
)
EXPECTED = ExpectedAction(node="birch", cell="commander", action="SetAlert", within_ms=60_000)


@pytest.fixture(scope="module")
def shipped() -> Scenario:
    return load_scenario("first-seen-by-partner")


def with_list(scenario: Scenario, *criteria: Criterion) -> Scenario:
    msel = Msel(
        injects=(Inject(inject_id="i", to=("birch",), expected=EXPECTED),),
        objectives=(Objective(objective_id="o", team="birch", text="t", criteria=criteria),),
    )
    return dataclasses.replace(scenario, staged=dataclasses.replace(scenario.staged, msel=msel))


def log_of(*said: tuple[int, str, msgspec.Struct], asides: tuple[tuple[int, msgspec.Struct], ...] = ()) -> RunLog:
    header = Header("s", "none", 1, 0, "", {})
    entries = [Logged(second * 1000, node, body) for second, node, body in said]
    return RunLog(
        header, entries, entries[-1].time_ms, asides=[Logged(second * 1000, "", body) for second, body in asides]
    )


def criterion(text: str, by_s: int = -1, given: str = "", is_kept: bool = False) -> Criterion:
    return Criterion(text=text, condition=text, by_ms=by_s * 1000 if by_s >= 0 else -1, given=given, is_kept=is_kept)


RUN = (
    (10, "birch", AlertChanged("raised")),
    (100, "birch", AlertChanged("full")),
    (200, "birch", AlertChanged("normal")),
    (300, "truth", Endex()),
)


@pytest.mark.parametrize(
    ("judged", "status", "at_s"),
    [
        (criterion("alert(birch) >= raised"), "met", 10),
        (criterion("alert(birch) == full", by_s=99), "not_met", 99),
        (criterion("alert(birch) == full", by_s=100), "met", 100),
        (criterion("first(AlertChanged, birch) + 60 s"), "met", 70),  # while nothing happens
        (criterion("time >= 150.5 s"), "met", 151),  # the first tick from then on
        (criterion("alert(birch) == normal", is_kept=True), "not_met", 10),
        (criterion("alert(birch) == normal", is_kept=True, by_s=9), "met", 9),
        (criterion("alert(birch) >= raised", is_kept=True, given="first(AlertChanged, birch)"), "not_met", 200),
        (criterion("alert(birch) == normal", given="alert(birch) == full"), "met", 200),  # from what is given on
        (criterion("alert(birch) == full", given="first(AlertChanged, alder)"), "not_applicable", -1),
        (criterion("alert(alder) == full", given="time >= 5 s"), "not_met", None),
    ],
)
def test_what_a_criterion_comes_to(shipped: Scenario, judged: Criterion, status: str, at_s: int | None) -> None:
    scenario = with_list(shipped, judged)
    (marked,) = marks_of(log_of(*RUN), scenario)
    expected_ms = scenario.end_ms if at_s is None else -1 if at_s < 0 else at_s * 1000
    assert (marked.status, marked.at_ms) == (status, expected_ms)


def test_what_a_broken_off_run_cannot_say_is_pending(shipped: Scenario) -> None:
    judged = [
        criterion("alert(birch) == full", by_s=99),
        criterion("alert(alder) == full"),
        criterion("time >= 150 s"),
    ]
    marks = marks_of(log_of(*RUN[:3]), with_list(shipped, *judged))
    assert [item.status for item in marks] == ["not_met", "pending", "met"]


FIRED = (
    (20, "truth", InjectFired(inject_id="i", by="time")),
    (20, "birch", InjectDelivered(inject_id="i", cells=(), sender="", means="news", text="")),
)
END = (300, "truth", Endex())


def clock(speed_ratio: float = 1.0, is_paused: bool = False) -> ClockChanged:
    return ClockChanged(seat="c", speed_ratio=speed_ratio, is_paused=is_paused)


@pytest.mark.parametrize(
    ("said", "asides", "status", "time_s"),
    [
        (((15, "birch", RAISE), *FIRED, (50, "birch", RAISE)), (), "observed", 30.0),
        ((*FIRED, (80, "birch", RAISE)), (), "observed", 60.0),
        ((*FIRED, (81, "birch", RAISE)), (), "never", None),
        (
            (*FIRED, (50, "birch", RAISE), (50, "birch", OrderRefused(order=RAISE, reason="no"))),
            (),
            "never",
            None,
        ),
        (((50, "birch", RAISE),), (), "not_applicable", None),  # not delivered
        ((*FIRED, (50, "birch", RAISE)), ((5, clock()),), "observed", 30.0),
        ((*FIRED, (50, "birch", RAISE)), ((5, clock(2.0)),), "not_applicable", None),
        ((*FIRED, (50, "birch", RAISE)), ((5, clock(2.0)), (19, clock())), "observed", 30.0),
        ((*FIRED, (50, "birch", RAISE)), ((30, clock(1.0, True)), (30, clock())), "not_applicable", None),
        ((*FIRED, (50, "birch", RAISE)), ((51, clock(1.0, True)),), "observed", 30.0),
        ((*FIRED, (50, "birch", RAISE)), ((30, RealWorldStop(seat_class="nation")),), "not_applicable", None),
    ],
)
def test_the_time_to_respond_counts_at_1x_without_a_pause(
    shipped: Scenario,
    said: tuple[tuple[int, str, msgspec.Struct], ...],
    asides: tuple[tuple[int, msgspec.Struct], ...],
    status: str,
    time_s: float | None,
) -> None:
    log = log_of(*said, END, asides=asides)
    (found,) = responses_of(log, with_list(shipped))
    assert (found.status, found.time_to_respond_s) == (status, time_s)
    rows = [row for row in measure_rows(log, with_list(shipped)) if row.measure == "time_to_respond_s"]
    measured = [row for row in rows if (row.nation, row.subject) == ("birch", found.inject_id)]
    assert [(row.status, row.value) for row in measured] == [(status, time_s)]


def test_scores_and_notes(shipped: Scenario) -> None:
    scenario = with_list(shipped, criterion("alert(birch) >= raised"), criterion("fired(i)", given="fired(j)"))
    notes = (
        (9, ObserverNote(seat="o", text="late", at_ms=8_000)),
        (9, ObserverNote(seat="o", text="x", at_ms=2_000)),
    )
    log = log_of(*FIRED, (50, "birch", RAISE), (50, "birch", AlertChanged("raised")), END, asides=notes)
    (score,) = scores_of(marks_of(log, scenario), responses_of(log, scenario))
    assert score == ("birch", 1, 1, 1, 1)
    assert [(item.at_ms, item.text) for item in notes_of(log)] == [(2_000, "x"), (8_000, "late")]
