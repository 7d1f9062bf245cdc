"""What a suspension takes away, launch by launch."""

import pytest

from tocsin.exchange.message import Refusal
from tocsin.orders.action import Query, Reply
from tocsin.orders.order import Order, SharingChanged
from tocsin.orders.record import MessageLost, TrackConfirmed
from tocsin.review.measure import measure_rows
from tocsin.scenario.build import load_scenario

pytestmark = pytest.mark.slow
NAME = "sharing-suspended"
SUSPENDED_S, RESUMED_S, REPAIRED_S = 720.0, 1_320.0, 420.0
SUBJECTS = {"first": "first/taroviel", "second": "second/ossendray", "third": "third/velmarune"}


@pytest.fixture(scope="module")
def warning_time_s(played):
    scenario = load_scenario(NAME)

    def of(variant: str, agreement: str = "full-picture") -> dict[str, float]:
        rows = measure_rows(played(NAME, 1, variant, agreement).log, scenario)
        found = {r.subject: r.value for r in rows if (r.measure, r.nation) == ("warning_time_s", "birch")}
        return {name: found[subject] for name, subject in SUBJECTS.items()}

    return of


def test_the_second_launch_is_as_if_nothing_had_been_agreed(warning_time_s):
    suspended, whole, alone = warning_time_s(""), warning_time_s("line-in-order"), warning_time_s("", "none")
    assert suspended["second"] == pytest.approx(alone["second"], abs=15.0)
    assert whole["second"] - suspended["second"] > 60.0
    assert suspended["third"] == pytest.approx(whole["third"], abs=15.0)
    assert suspended["third"] - alone["third"] > 60.0


def test_while_it_is_suspended_nothing_leaves_and_each_refusal_says_why(played):
    run = played(NAME, 1)
    assert [(t, item.is_suspended) for t, item in run.of(SharingChanged, "birch")] == [
        (SUSPENDED_S, True),
        (RESUMED_S, False),
    ]
    refused = [(t, item.reason) for t, item in run.of(Refusal) if SUSPENDED_S < t < RESUMED_S]
    assert refused and {reason for _, reason in refused} == {"agreement is suspended"}


def test_the_line_loses_all_until_it_is_repaired(played):
    lost_s = [t for t, _ in played(NAME, 1).of(MessageLost)]
    assert any(t < REPAIRED_S for t in lost_s)
    seen_s = played(NAME, 1).of(TrackConfirmed, "alder")[0][0]
    assert seen_s < REPAIRED_S  # what Alder saw by then had to wait


def test_interpreters_take_their_time_with_an_answer(played):
    run = played(NAME, 1)
    orders = run.of(Order)
    asked_s = next(t for t, order in orders if isinstance(order.action, Query))
    answered_s = next(t for t, order in orders if isinstance(order.action, Reply) and order.node == "alder")
    assert answered_s - asked_s > 45.0
