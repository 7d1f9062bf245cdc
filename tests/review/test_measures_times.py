"""First detection, track and report, and how long reports took; all times by hand."""

from types import ModuleType

from tocsin.exchange.message import Refusal
from tocsin.orders.record import TrackConfirmed


def test_first_detection_is_of_own_sensors(small: ModuleType) -> None:
    rows = small.rows(
        small.launch(),
        *small.scan(40, "a-eye", 1, {"l1-payload": ""}),
        *small.scan(263, "b-radar", 2, {"l1-payload": ""}),
        *small.scan(265, "b-radar", 3, {"l1-payload": ""}),
    )
    assert rows.value("first_detection_s", "alder", "l1") == (40.0, "observed")
    assert rows.value("first_detection_s", "birch", "l1") == (263.0, "observed")
    assert rows.value("first_detection_s", "all", "l1") == (40.0, "observed")


def test_never_detected_by_the_last_impact(small: ModuleType) -> None:
    rows = small.rows(small.launch(), *small.scan(1100, "b-radar", 1, {"l1-payload": ""}))
    assert rows.value("first_detection_s", "birch", "l1") == (None, "never")  # at 1,100 s; the impact was at 1,000 s
    row = rows("first_detection_s", "birch")
    assert (row.status, row.value, row.n, row.n_never) == ("never", None, 1, 1)


def test_pending_while_the_run_has_not_reached_the_deadline(small: ModuleType) -> None:
    rows = small.rows(small.launch(), end_ms=small.LIFT_OFF_MS + 500_000)
    row = rows("first_detection_s", "birch")
    assert (row.status, row.value, row.n, row.n_never) == ("pending", None, 0, 0)
    assert rows("detect_to_report_s", "birch").status == "pending"


def test_without_launches_nothing_applies(small: ModuleType) -> None:
    rows = small.rows()
    for measure in ("first_detection_s", "first_report_s", "report_to_receipt_s", "warning_time_s", "leakage"):
        assert rows.value(measure, "birch") == (None, "not_applicable")


def test_the_headline_is_the_median_with_never_ranked_worst(small: ModuleType) -> None:
    two = [small.launch(name) for name in ("l1", "l2", "l3")]
    seen = [
        *small.scan(10, "b-radar", 1, {"l1-payload": ""}),
        *small.scan(30, "b-radar", 2, {"l2-payload": ""}),
    ]
    row = small.rows(*two, *seen)("first_detection_s", "birch")
    assert (row.value, row.n, row.n_never) == (30.0, 3, 1)  # of 10, 30, never
    row = small.rows(*two, *seen[:2])("first_detection_s", "birch")
    assert (row.value, row.status, row.n_never) == (None, "never", 2)  # two of three never


def test_a_launch_that_never_comes_down_can_be_noticed_until_its_bodies_end(small: ModuleType) -> None:
    orbiter = small.launch("ascent-01", impacts=(), vehicle_class="slv")
    gone = small.ended(560, "ascent-01-payload", "gone", "")
    late = small.scan(600, "b-radar", 1, {"ascent-01-payload": ""})
    assert small.rows(orbiter, gone, *late)("first_detection_s", "birch").status == "never"
    assert small.rows(orbiter)("first_detection_s", "birch").status == "pending"


def test_first_track_is_own_radar_or_received(small: ModuleType) -> None:
    entries = [
        small.launch(),
        small.at(60, "alder", TrackConfirmed("alder.s1", "ir", small.LIFT_OFF_MS)),
        *small.scan(60, "a-eye", 1, {"l1-payload": "alder.s1"}),
        small.at(122, "alder", TrackConfirmed("alder.s2", "radar", small.LIFT_OFF_MS)),
        *small.scan(122, "a-radar", 2, {"l1-payload": "alder.s2"}),
        small.received(124, 126, 1, small.tracks(small.source("alder.s2", 0, 122))),
        small.at(270, "birch", TrackConfirmed("birch.s1", "radar", small.LIFT_OFF_MS)),
        *small.scan(270, "b-radar", 3, {"l1-payload": "birch.s1"}),
    ]
    rows = small.rows(*entries)
    assert rows.value("first_track_s", "alder", "l1") == (122.0, "observed")  # the line of sight at 60 s is no track
    assert rows.value("first_track_s", "birch", "l1") == (126.0, "observed")
    rows = small.rows(*(entry for entry in entries if entry.time_ms != small.LIFT_OFF_MS + 126_000))
    assert rows.value("first_track_s", "birch", "l1") == (270.0, "observed")


def test_first_report_is_own_or_received(small: ModuleType) -> None:
    rows = small.rows(
        small.launch(),
        *small.scan(40, "a-eye", 1, {"l1-payload": "alder.s1"}),
        small.report_issued(50, "alder.s1", "alder"),
        small.received(51, 54, 1, small.report(), "alder.s1"),
        *small.scan(263, "b-radar", 2, {"l1-payload": "birch.s1"}),
        small.report_issued(280, "birch.s1", "birch"),
    )
    assert rows.value("first_report_s", "alder", "l1") == (50.0, "observed")
    assert rows.value("first_report_s", "birch", "l1") == (54.0, "observed")
    assert rows.value("detect_to_report_s", "alder", "l1") == (10.0, "observed")
    assert rows.value("detect_to_report_s", "birch", "l1") == (17.0, "observed")


def test_a_report_of_something_else_is_no_report_of_the_launch(small: ModuleType) -> None:
    rows = small.rows(
        small.launch(),
        *small.scan(40, "a-eye", 1, {"fireball-001-body": "alder.s1", "l1-payload": ""}),
        small.report_issued(50, "alder.s1", "alder"),
    )
    assert rows.value("first_report_s", "alder", "l1") == (None, "never")
    assert rows.value("detect_to_report_s", "alder", "l1") == (None, "never")
    assert rows.value("detect_to_report_s", "birch", "l1") == (None, "not_applicable")  # never detected


def test_report_to_receipt_counts_from_the_draft(small: ModuleType) -> None:
    rows = small.rows(
        small.launch(),
        small.sent(51, 53, 1, small.report(), "alder.s1"),
        small.received(51, 53, 1, small.report(), "alder.s1"),
        small.sent(61, 63, 2, small.report(), "alder.s1"),  # an update: not counted
        small.received(61, 69, 2, small.report(), "alder.s1"),
    )
    # drafted at 50 s, one tick before the release at 51 s; received at 53 s
    assert rows.value("report_to_receipt_s", "birch", "alder-e1") == (3.0, "observed")
    assert rows("report_to_receipt_s", "birch").n == 1


def test_a_lost_report_is_never_and_one_under_way_is_pending(small: ModuleType) -> None:
    lost = small.sent(51, 53, 1, small.report(), "alder.s1")
    assert small.rows(lost)("report_to_receipt_s", "birch").status == "never"
    cut = small.rows(small.launch(), lost, end_ms=small.LIFT_OFF_MS + 52_000)
    assert cut("report_to_receipt_s", "birch").status == "pending"


def test_a_refused_report_is_not_applicable(small: ModuleType) -> None:
    refusal = Refusal(
        originator="alder", to="birch", payload_kind="LaunchReport", subject_id="alder-e1", reason="out of scope"
    )
    rows = small.rows(small.at(51, "alder", refusal))
    assert rows.value("report_to_receipt_s", "birch", "alder-e1") == (None, "not_applicable")
    assert rows.value("refusals", "alder", "out of scope") == (1.0, "observed")
