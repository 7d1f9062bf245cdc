"""Notices: wrong matches, the way to the sensor desk, and defensive shots taken for an attack."""

import math
from types import ModuleType

import pytest

from tests.review.test_measures_counts import announced, match, shot
from tocsin.exchange.payload import InterceptorLaunchNotice, PreLaunchNotification
from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import InterceptorLaunched, NoticeAtDesk
from tocsin.review.log import Logged
from tocsin.review.measure import measure_rows
from tocsin.scenario.build import build_scenario
from tocsin.warning.event import NoticeMatched

LINE = """
[[desk_line]]
nation = "birch"
delay_s = 60
"""


def test_only_the_verdict_matched_is_a_match(small: ModuleType) -> None:
    late = match(small, 20, "alder")
    for verdict in ("mistimed", "wrong_place", "wrong_azimuth", "unnotified"):
        body = NoticeMatched(
            event_id="alder-e1", notice_id="notice-1", provenance=late.body.provenance, verdict=verdict
        )
        rows = small.rows(*announced(small), late._replace(body=body))
        assert rows("notifications_matched", "alder").value == 0.0
        assert rows("notification_match_rate", "alder").value == 0.0
        assert rows("wrong_matches", "alder").value == 0.0


def test_a_match_with_another_launch_s_notice_is_wrong_and_counted_once(small: ModuleType) -> None:
    wrong = [match(small, 20, "birch", "notice-9"), match(small, 30, "birch", "notice-9")]
    rows = small.rows(*announced(small), *wrong, match(small, 40, "birch"))
    assert [rows("wrong_matches", nation).value for nation in ("alder", "birch", "all")] == [0.0, 1.0, 1.0]
    other = small.rows(
        *announced(small), match(small, 20, "birch", "notice-9"), match(small, 20, "birch", "notice-8")
    )
    assert other("wrong_matches", "birch").value == 2.0


def notice(small: ModuleType, window_start_s: float, revision: int = 0) -> PreLaunchNotification:
    """Return a notice whose window opens some seconds after the first lift-off."""
    return PreLaunchNotification(
        notice_id="notice-1",
        launching_nation="alder",
        generic_class="slv",
        window_start_ms=small.LIFT_OFF_MS + round(window_start_s * 1000),
        window_end_ms=10_000_000,
        lat_rad=0.0,
        lon_rad=0.0,
        radius_m=50e3,
        azimuth_rad=0.0,
        revision=revision,
    )


def desk_time(small: ModuleType, *entries: Logged, line: str = LINE) -> tuple[float | None, str]:
    """Return birch's notice_to_desk_s of the notice."""
    rows = measure_rows(small.log(*entries), build_scenario(small.TEXT + line, "small.toml"))
    row = next(r for r in rows if (r.measure, r.nation, r.subject) == ("notice_to_desk_s", "birch", "all"))
    return row.value, row.status


def test_a_notice_is_timed_from_its_receipt_to_the_sensor_desk(small: ModuleType) -> None:
    got = small.received(-100, -98, 1, notice(small, 0))
    for at_s, outcome in ((0.0, (98.0, "observed")), (0.001, (None, "never"))):
        at_desk = small.at(at_s, "birch", NoticeAtDesk("notice-1", 0))
        assert desk_time(small, got, at_desk) == outcome
    assert desk_time(small, got) == (None, "never")
    assert desk_time(small, got, line="") == (0.0, "observed")
    assert desk_time(small, line=LINE) == (None, "not_applicable")
    other = small.at(-50, "alder", NoticeAtDesk("notice-1", 0))
    assert desk_time(small, got, other) == (None, "never")


def test_the_window_is_the_one_of_the_last_revision_received(small: ModuleType) -> None:
    got = [small.received(-100, -98, 1, notice(small, 0)), small.received(-90, -88, 2, notice(small, 500, 1))]
    at_desk = small.at(400, "birch", NoticeAtDesk("notice-1", 0))
    assert desk_time(small, *got, at_desk) == (498.0, "observed")


def fired(small: ModuleType, time_s: float = 700) -> list[Logged]:
    """Return a shot of birch that alder's satellite sees, as alder's event 1."""
    launched = InterceptorLaunched(
        shot_id="birch-shot1",
        nation="birch",
        launch_ms=small.LIFT_OFF_MS + round(time_s * 1000),
        place=(math.radians(38.0), math.radians(84.0), 0.0),
        azimuth_rad=0.0,
        body_ids=("birch-shot1-interceptor",),
        notice_id="birch-interceptor-1",
    )
    return [
        shot(small, time_s, "birch-shot1", "upper"),
        small.at(time_s, TRUTH, launched),
        *small.scan(time_s + 10, "a-eye", 7, {"birch-shot1-interceptor": "alder.s5"}),
        small.launch_warning(time_s + 12, "alder.s5", "alder"),
    ]


def test_a_shot_is_misread_when_it_is_taken_for_an_attack_on_the_nation(small: ModuleType) -> None:
    def misread(*entries: Logged) -> list[float | None]:
        rows = small.rows(*fired(small), *entries)
        return [rows("misread_own_interceptors", nation).value for nation in ("alder", "birch", "all")]

    assert misread() == [0.0, 0.0, 0.0]
    assert misread(small.impact_warning(720, "alder.s5", "alder", threatens=("alder",))) == [1.0, 0.0, 1.0]
    assert misread(small.impact_warning(720, "alder.s5", "alder", threatens=("birch",))) == [0.0, 0.0, 0.0]
    assert misread(small.order(730, "alder", AssessEvent("alder-e1", "valid"))) == [1.0, 0.0, 1.0]
    assert misread(small.order(730, "alder", AssessEvent("alder-e1", "anomalous"))) == [0.0, 0.0, 0.0]
    assert misread(small.order(730, "alder", SetAlert("raised"), "alder-e1")) == [1.0, 0.0, 1.0]
    assert misread(small.order(730, "alder", SetAlert("raised"), "alder-e2")) == [0.0, 0.0, 0.0]


def test_a_shot_matched_with_its_notice_is_matched_rightly(small: ModuleType) -> None:
    body = NoticeMatched(event_id="alder-e1", notice_id="birch-interceptor-1", provenance=small.source("alder.s5"))
    rows = small.rows(*fired(small), small.at(720, "alder", body))
    assert (rows("notifications_matched", "alder").value, rows("wrong_matches", "alder").value) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("received_s", "outcome"),
    [(690.0, (-10.0, "observed")), (1300.0, (600.0, "observed")), (1300.001, (None, "never"))],
)
def test_notice_of_a_shot_is_timed_from_its_launch(
    small: ModuleType, received_s: float, outcome: tuple[float | None, str]
) -> None:
    told = InterceptorLaunchNotice(
        notice_id="birch-interceptor-1",
        nation="birch",
        launch_time_ms=0,
        lat_rad=0.0,
        lon_rad=0.0,
        azimuth_rad=0.0,
        interceptors=2,
    )
    heard = small.received(680, received_s, 1, told)._replace(node="alder")
    rows = small.rows(*fired(small), heard)
    assert rows.value("interceptor_notice_s", "alder", "birch-shot1") == outcome
    assert rows.value("interceptor_notice_s", "birch") == (None, "not_applicable")
    cut = small.rows(*fired(small), end_ms=small.LIFT_OFF_MS + 1_299_999)
    assert cut.value("interceptor_notice_s", "alder") == (None, "pending")
