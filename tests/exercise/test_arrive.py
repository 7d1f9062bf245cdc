"""The newest word of a partner stands, in whatever order its words arrive, and however long one was under way."""

import itertools
from types import ModuleType

import pytest

from tocsin.exchange.message import MsgType
from tocsin.exchange.payload import AlertState, LaunchReport
from tocsin.exercise.stages.warn import REPORT_KEPT_MS, forget_old_reports
from tocsin.exercise.world import NodeState
from tocsin.scenario.declared import Scenario


@pytest.fixture
def birch(bench: ModuleType, flagship: Scenario) -> NodeState:
    return bench.small_world(flagship).nodes["birch"]


def posture(node: NodeState) -> str:
    return node.partner_alerts["alder"].level


def test_of_two_postures_since_the_same_rounded_minute_the_one_released_later_stands(
    bench: ModuleType, birch: NodeState
) -> None:
    bench.hear(birch, AlertState(level="full", since_ms=30_000), released_ms=50_000, seq=2)
    bench.hear(birch, AlertState(level="raised", since_ms=30_000), released_ms=20_000, seq=1)
    assert posture(birch) == "full"
    bench.hear(birch, AlertState(level="normal", since_ms=30_000), released_ms=55_000, seq=3)
    assert posture(birch) == "normal"


def test_of_two_postures_released_in_one_second_the_later_number_stands(bench: ModuleType, birch: NodeState) -> None:
    bench.hear(birch, AlertState(level="normal", since_ms=20_000), released_ms=20_000, seq=2)
    bench.hear(birch, AlertState(level="full", since_ms=20_000), released_ms=20_000, seq=1)
    assert posture(birch) == "normal"


def test_a_posture_told_finer_after_an_amendment_replaces_one_whose_time_was_rounded_up(
    bench: ModuleType, birch: NodeState
) -> None:
    bench.hear(birch, AlertState(level="raised", since_ms=1_800_000), released_ms=20_000, seq=1)  # middle of its hour
    bench.hear(birch, AlertState(level="full", since_ms=60_000), released_ms=60_000, seq=2)
    assert posture(birch) == "full"


REPORT = LaunchReport(event_id="alder-r1", assessment="under_assessment")
CANCEL = LaunchReport(event_id="alder-r1", assessment="false")
KEY = "alder/alder-r1"


def test_a_report_that_comes_long_after_the_cancel_that_followed_it_reopens_nothing(
    bench: ModuleType, birch: NodeState
) -> None:
    bench.hear(birch, CANCEL, released_ms=9_000, seq=2, msg_type="cancel", received_ms=10_000)
    assert birch.reports[KEY].assessment == "false"
    late_ms = 10_001 + REPORT_KEPT_MS
    forget_old_reports(birch, late_ms)
    assert birch.reports == {}
    bench.hear(birch, REPORT, released_ms=8_000, seq=1, received_ms=late_ms)
    assert birch.reports == {}
    bench.hear(birch, REPORT, released_ms=8_000, seq=3, msg_type="update", received_ms=late_ms)
    assert birch.reports == {}, "nor does an older one under a later number"


def test_what_is_true_after_all_is_told_again_and_taken(bench: ModuleType, birch: NodeState) -> None:
    bench.hear(birch, CANCEL, released_ms=9_000, seq=1, msg_type="cancel")
    forget_old_reports(birch, 60_000)
    bench.hear(birch, REPORT, released_ms=59_000, seq=2, received_ms=60_000)
    assert birch.reports[KEY].assessment == "under_assessment"


def test_another_event_and_another_partner_are_no_older_words(bench: ModuleType, birch: NodeState) -> None:
    bench.hear(birch, CANCEL, released_ms=9_000, seq=2, msg_type="cancel")
    bench.hear(birch, LaunchReport(event_id="alder-r2"), released_ms=8_000, seq=1)
    assert set(birch.reports) == {KEY, "alder/alder-r2"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_of_what_is_released_in_one_second_the_later_number_stands(
    bench: ModuleType, birch: NodeState, order: tuple[int, ...]
) -> None:
    words: list[tuple[LaunchReport, MsgType]] = [(REPORT, "report"), (REPORT, "update"), (CANCEL, "cancel")]
    for number in order:
        payload, msg_type = words[number]
        bench.hear(birch, payload, released_ms=9_000, seq=number + 1, msg_type=msg_type)
    assert birch.reports[KEY].assessment == "false"
