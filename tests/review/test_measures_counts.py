"""Shots, leaks, and what was seen, matched, released and refused."""

from types import ModuleType

from tocsin.defence.battery import Layer, Shot
from tocsin.exchange.message import Refusal
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import NatureEvent, NoticeFiled, ShotOutcome
from tocsin.review.log import Logged
from tocsin.warning.event import NoticeMatched


def shot(small: ModuleType, time_s: float, shot_id: str, layer: Layer, interceptors: int = 2) -> Logged:
    body = Shot(
        shot_id=shot_id,
        node="birch",
        battery_id="b",
        layer=layer,
        event_id="birch-e1",
        interceptors=interceptors,
        launch_ms=small.LIFT_OFF_MS + round(time_s * 1000),
        intercept_ms=small.LIFT_OFF_MS + round(time_s * 1000) + 60_000,
        aim_ecef=(0.0, 0.0, 0.0),
        kill_probability=0.5,
    )
    return small.at(time_s, "birch", body)


def outcome(small: ModuleType, time_s: float, shot_id: str, body_id: str, kills: int) -> Logged:
    return small.at(time_s, TRUTH, ShotOutcome(shot_id=shot_id, body_id=body_id, kills=kills, interceptors=2))


def test_interceptors_and_kills_by_layer(small: ModuleType) -> None:
    rows = small.rows(
        small.launch("l1"),
        small.launch("l2"),
        shot(small, 700, "s1", "upper"),
        outcome(small, 760, "s1", "l1-payload", 0),
        shot(small, 800, "s2", "lower", 1),
        outcome(small, 860, "s2", "l1-payload", 1),
        shot(small, 800, "s3", "upper"),
        outcome(small, 860, "s3", "", 0),
    )
    assert rows("interceptors_fired", "birch", "upper").value == 4.0
    assert rows("interceptors_fired", "birch").value == 5.0
    assert rows.value("interceptors_fired", "alder") == (None, "not_applicable")  # it has no battery
    assert rows.value("kills", "birch", "midcourse") == (None, "not_applicable")  # nobody has one
    assert rows("kills", "birch", "lower").value == 1.0
    assert rows("kills", "birch", "upper").value == 0.0
    row = rows("interceptors_per_kill", "birch")
    assert (row.value, row.n) == (5.0, 1)
    assert rows("interceptors_per_kill").value == 5.0


def test_interceptors_per_kill_without_kills(small: ModuleType) -> None:
    rows = small.rows(shot(small, 700, "s1", "upper"))
    assert rows.value("interceptors_per_kill", "birch") == (None, "never")
    assert rows.value("interceptors_per_kill", "alder") == (None, "not_applicable")


def test_a_body_is_killed_once_by_the_first_shot(small: ModuleType) -> None:
    rows = small.rows(
        small.launch("l1"),
        shot(small, 700, "s1", "upper"),
        shot(small, 700, "s2", "lower"),
        outcome(small, 760, "s1", "l1-payload", 1),
        outcome(small, 760, "s2", "l1-payload", 1),
    )
    assert (rows("kills", "birch", "upper").value, rows("kills", "birch", "lower").value) == (1.0, 0.0)


def test_an_aircraft_that_is_shot_down_is_no_kill(small: ModuleType) -> None:
    rows = small.rows(shot(small, 700, "s1", "upper"), outcome(small, 760, "s1", "airliner", 1))
    assert rows("kills", "birch", "upper").value == 0.0


def test_a_shot_still_on_its_launcher_is_not_fired(small: ModuleType) -> None:
    fired = shot(small, 700, "s1", "upper")
    ordered = Logged(fired.time_ms - 10_000, "birch", fired.body)
    assert (
        small.rows(small.launch(), ordered, end_ms=fired.time_ms - 5_000)("interceptors_fired", "birch").value == 0.0
    )


def test_leakage_counts_bodies_at_risk_that_came_down_there(small: ModuleType) -> None:
    rows = small.rows(
        *(small.launch(name) for name in ("l1", "l2", "l3")),
        small.launch("l4", impacts=(small.impact("l4-payload", nation="elm", areas=()),)),
        small.ended(900, "l1-payload", "killed", ""),
        small.ended(1000, "l2-payload"),
        small.ended(1000, "l3-payload", "impact", ""),  # fell short of the nation
        small.ended(1000, "l4-payload", "impact", "elm"),
    )
    row = rows("leakage", "birch")
    assert (row.value, row.n) == (1 / 3, 3)
    assert rows("leakers", "birch").value == 1.0
    assert rows("leakers").value == 1.0
    assert (rows("leakers", "birch", "south").value, rows("leakers", "birch", "north").value) == (0.0, 0.0)
    assert rows.value("leakage", "alder") == (None, "not_applicable")


def test_events_seen_are_launches_and_fireballs(small: ModuleType) -> None:
    fireball = NatureEvent(
        event_id="fireball-001", cause="fireball", place=small.PLACE, body_ids=("fireball-001-body",)
    )
    rows = small.rows(
        small.launch(),
        small.at(0, TRUTH, fireball),
        *small.scan(10, "a-eye", 1, {"l1-payload": "", "fireball-001-body": ""}),
        *small.scan(12, "a-radar", 2, {"l1-payload": ""}),
        *small.scan(14, "b-radar", 3, {"l1-payload": ""}),
    )
    assert rows("events_seen", "alder").value == 2.0
    assert rows("events_seen", "birch").value == 1.0
    assert rows("events_seen").value == 2.0


def test_high_confidence_counts_events_once_true_and_false_apart(small: ModuleType) -> None:
    rows = small.rows(
        small.launch(),
        *small.scan(40, "b-radar", 1, {"l1-payload": "birch.s1"}),
        small.impact_warning(290, "birch.s1", confidence="high"),
        small.launch_warning(290, "birch.s1", confidence="high"),
        small.launch_warning(300, "birch.s9", event_id="birch-e2", confidence="high"),
        small.launch_warning(300, "birch.s9", event_id="birch-e3", confidence="medium"),
    )
    assert rows("high_confidence_warnings", "birch").value == 2.0
    assert rows("high_confidence_warnings", "birch", "true").value == 1.0
    assert rows("high_confidence_warnings", "birch", "false").value == 1.0


def notice() -> PreLaunchNotification:
    return PreLaunchNotification(
        notice_id="notice-1",
        launching_nation="alder",
        generic_class="slv",
        window_start_ms=0,
        window_end_ms=10_000_000,
        lat_rad=0.0,
        lon_rad=0.0,
        radius_m=50e3,
        azimuth_rad=0.0,
    )


def announced(small: ModuleType) -> list[Logged]:
    """Return an announced launch that both nations see, and whose notice both hold."""
    return [
        small.launch("ascent-01", impacts=(), notice_id="notice-1"),
        small.at(-100, "alder", NoticeFiled("notice-1", 0, 10_000_000)),
        small.received(-99, -97, 1, notice()),
        *small.scan(5, "a-eye", 1, {"ascent-01-payload": "alder.s1"}),
        *small.scan(10, "b-radar", 2, {"ascent-01-payload": "birch.s1"}),
        small.ended(900, "ascent-01-payload", "gone", ""),
    ]


def match(small: ModuleType, time_s: float, node: str, notice_id: str = "notice-1") -> Logged:
    provenance = small.source(f"{node}.s1")
    return small.at(time_s, node, NoticeMatched(event_id=f"{node}-e1", notice_id=notice_id, provenance=provenance))


def test_notices_are_matched_with_the_right_launch_in_time(small: ModuleType) -> None:
    rows = small.rows(*announced(small), match(small, 20, "alder"), match(small, 611, "birch"))
    assert rows("notifications_matched", "alder").value == 1.0
    assert rows("notifications_matched").value == 1.0
    assert rows("notification_match_rate", "alder").value == 1.0
    late = rows("notification_match_rate", "birch")  # 601 s after the first detection at 10 s
    assert (late.value, late.n, late.n_never) == (0.0, 1, 1)
    assert rows("notification_match_rate").value == 0.5
    wrong = small.rows(*announced(small), match(small, 20, "alder", "notice-9"))
    assert wrong("notifications_matched", "alder").value == 0.0


def test_a_launch_not_notified_or_not_detected_is_not_asked_for(small: ModuleType) -> None:
    unannounced = [entry for entry in announced(small) if not isinstance(entry.body, NoticeFiled)]
    assert small.rows(*unannounced)("notification_match_rate", "alder").status == "not_applicable"
    cut = small.rows(*announced(small), end_ms=small.LIFT_OFF_MS + 300_000)
    assert cut("notification_match_rate", "alder").status == "pending"


def test_releases_and_refusals(small: ModuleType) -> None:
    refused = Refusal(originator="birch", to="alder", payload_kind="TrackReport", subject_id="", reason="not granted")
    rows = small.rows(
        small.sent(51, 53, 1, small.report(), "alder.s1"),
        small.sent(61, 63, 2, small.tracks()),
        small.at(70, "birch", refused),
        small.at(80, "birch", refused),
    )
    assert (rows("releases", "alder").value, rows("releases", "birch").value, rows("releases").value) == (2, 0, 2)
    assert rows("refusals", "birch", "not granted").value == 2.0
    assert (rows("refusals", "birch").value, rows("refusals", "alder").value, rows("refusals").value) == (2, 0, 2)
