"""False alarms: how soon they were found out and taken back, and what partners made of them."""

from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.public_names import PublicNamed
from tocsin.orders.action import AssessEvent, Fire, SendPublicWarning, SetAlert
from tocsin.orders.order import AlertChanged
from tocsin.orders.record import Endex
from tocsin.review.log import Logged
from tocsin.tracking.provenance import Source
from tocsin.warning.event import EventClosed


def found(small: ModuleType, time_s: float, node: str, assessment: str, event: int = 1) -> Logged:
    name = f"{node}-e{event}"
    entry: Logged = small.order(time_s, node, AssessEvent(name, assessment), name)
    return entry


def seen(small: ModuleType) -> list[Logged]:
    """Return a launch at birch that both see, alder as alder.s1 and birch as birch.s1."""
    return [
        small.launch(),
        *small.scan(40, "a-eye", 1, {"l1-payload": "alder.s1"}),
        *small.scan(260, "b-radar", 2, {"l1-payload": "birch.s1"}),
        small.ended(1000),
    ]


def test_a_false_event_is_timed_from_its_first_warning_to_its_assessment(small: ModuleType) -> None:
    warned = small.launch_warning(100, "birch.s9")
    for assessment, value in (("false", 300.0), ("anomalous", 300.0), ("valid", None)):
        rows = small.rows(warned, small.impact_warning(120, "birch.s9"), found(small, 400, "birch", assessment))
        assert rows("time_to_assess_false_s", "birch", "birch-e1").value == value
        assert rows("time_to_assess_false_s", "all", "birch-e1").value == value
    assert small.rows(warned)("time_to_assess_false_s", "alder").status == "not_applicable"


def test_an_event_of_what_comes_down_nowhere_is_false_and_of_what_does_is_not(small: ModuleType) -> None:
    warned = (small.launch_warning(300, "birch.s1"), found(small, 400, "birch", "anomalous"))
    harmless = seen(small)[1:]
    space = small.rows(small.launch(impacts=()), *harmless, *warned)
    assert space.value("time_to_assess_false_s", "birch") == (100.0, "observed")
    assert small.rows(*seen(small), *warned)("time_to_assess_false_s", "birch").status == "not_applicable"


def test_a_false_event_never_assessed_is_never_at_the_end_and_pending_if_cut(small: ModuleType) -> None:
    warned = small.launch_warning(100, "birch.s9")
    over = small.at((small.END_MS - small.LIFT_OFF_MS) / 1000, "truth", Endex())
    assert small.rows(warned, over).value("time_to_assess_false_s", "birch") == (None, "never")
    assert small.rows(warned, end_ms=small.END_MS - 1).value("time_to_assess_false_s", "birch") == (None, "pending")


def test_what_was_decided_on_an_event_counts_for_the_one_it_became_part_of(small: ModuleType) -> None:
    rows = small.rows(
        small.launch_warning(100, "birch.s9"),
        small.launch_warning(150, "birch.s8", event_id="birch-e2"),
        found(small, 200, "birch", "false", event=2),
        small.at(300, "birch", EventClosed(event_id="birch-e2", reason="part of birch-e1")),
    )
    row = rows("time_to_assess_false_s", "birch")
    assert (row.value, row.n) == (100.0, 1)


def false_report(small: ModuleType, time_s: float, received_s: float | None = None) -> list[Logged]:
    """Return a report that alder issues of nothing, released to birch under public names and received."""
    report = small.report(confidence="medium")
    entries = [
        small.report_issued(time_s, "alder.s9", "alder"),
        small.sent(time_s, time_s + 2, 1, report, "alder.s9"),
    ]
    if received_s is not None:
        entries.append(small.received(time_s, received_s, 1, report, "alder.s9"))
    return entries


def cancel(small: ModuleType, time_s: float, received_s: float | None = None, word: str = "cancel") -> list[Logged]:
    entries = [small.sent(time_s, time_s + 2, 2, small.report(), "alder.s9", word)]
    if received_s is not None:
        entries.append(small.received(time_s, received_s, 2, small.report(), "alder.s9", word))
    return entries


@pytest.mark.parametrize("word", ["cancel", "correct"])
def test_a_false_report_is_timed_to_its_cancel_and_that_to_its_last_receipt(small: ModuleType, word: str) -> None:
    rows = small.rows(*false_report(small, 100, 103), *cancel(small, 400, 409, word))
    assert rows.value("time_to_cancel_partner_s", "alder", "alder-e1 to birch") == (300.0, "observed")
    assert rows.value("cancel_reach_s", "alder", "alder-e1") == (9.0, "observed")
    assert rows("time_to_cancel_partner_s", "birch").status == "not_applicable"
    assert rows("time_to_cancel_public_s", "alder").status == "not_applicable"
    updated = small.rows(*false_report(small, 100, 103), *cancel(small, 400, 409, "update"))
    assert updated("time_to_cancel_partner_s", "alder").value is None


def test_a_cancel_an_hour_later_is_none(small: ModuleType) -> None:
    late = small.LIFT_OFF_MS + 4_000_000
    for cancel_s, outcome in ((3700.0, (3600.0, "observed")), (3700.001, (None, "never"))):
        rows = small.rows(*false_report(small, 100, 103), *cancel(small, cancel_s), end_ms=late)
        assert rows.value("time_to_cancel_partner_s", "alder") == outcome
    cut = small.rows(*false_report(small, 100, 103), end_ms=small.LIFT_OFF_MS + 3_699_999)
    assert cut.value("time_to_cancel_partner_s", "alder") == (None, "pending")


def test_a_cancel_that_one_recipient_lacks_never_reached(small: ModuleType) -> None:
    over = small.at((small.END_MS - small.LIFT_OFF_MS) / 1000, "truth", Endex())
    rows = small.rows(*false_report(small, 100, 103), *cancel(small, 400), over)
    assert rows.value("cancel_reach_s", "alder") == (None, "never")
    unsent = small.rows(*false_report(small, 100, 103), over)
    assert unsent.value("cancel_reach_s", "alder") == (None, "not_applicable")
    unheard = small.rows(*false_report(small, 100), *cancel(small, 400, 409), over)
    assert unheard.value("cancel_reach_s", "alder") == (None, "not_applicable")


def to_joint(entry: Logged, later_ms: int = 0) -> Logged:
    """Return the same message to the joint cell, received later where it is a delivery."""
    message = msgspec.structs.replace(entry.body.message, releasable_to="joint")
    body = msgspec.structs.replace(entry.body, message=message)
    return entry._replace(time_ms=entry.time_ms + later_ms, body=body)


def test_a_cancel_has_reached_when_the_last_recipient_has_it(small: ModuleType) -> None:
    false, taken_back = false_report(small, 100, 103), cancel(small, 400, 409)
    joint = [to_joint(entry) for entry in (*false[1:], taken_back[0])]
    rows = small.rows(*false, *taken_back, *joint, to_joint(taken_back[1], 5000))
    assert rows.value("cancel_reach_s", "alder") == (14.0, "observed")


def test_a_report_is_false_by_truth_and_not_for_its_class(small: ModuleType) -> None:
    told = small.report()
    true = [small.report_issued(50, "alder.s1", "alder"), small.sent(50, 52, 1, told, "alder.s1")]
    assert small.rows(*seen(small), *true)("time_to_cancel_partner_s", "alder").status == "not_applicable"
    space = [small.launch(impacts=()), *seen(small)[1:]]
    assert small.rows(*space, *true)("time_to_cancel_partner_s", "alder").status == "not_applicable"
    threat = small.sent(60, 62, 2, small.report(threatens=("birch",)), "alder.s1")
    rows = small.rows(*space, *true, threat, *cancel(small, 400))
    assert rows.value("time_to_cancel_partner_s", "alder") == (340.0, "observed")


def test_public_names_lead_back_to_the_own_event(small: ModuleType) -> None:
    told = small.report(confidence="low")
    rows = small.rows(
        small.report_issued(100, "alder.s9", "alder", event_id="alder-e7"),
        small.at(101, "alder", PublicNamed("alder-e7", "alder-e1")),
        small.sent(101, 103, 1, told, "alder.s9"),
        small.sent(161, 163, 2, told, "alder.s9", "cancel"),
    )
    assert rows.value("time_to_cancel_partner_s", "alder", "alder-e7 to birch") == (60.0, "observed")


def test_a_false_public_alert_is_timed_to_its_cancel(small: ModuleType) -> None:
    drill = small.alert(100, event_id="")
    rows = small.rows(drill, small.alert_cancelled(160))
    assert rows.value("time_to_cancel_public_s", "birch", "birch-p1") == (60.0, "observed")
    other = small.rows(drill, small.alert_cancelled(160, warning_id="birch-p2"))
    assert other("time_to_cancel_public_s", "birch").value is None
    late = small.rows(drill, small.alert_cancelled(3700.001), end_ms=small.LIFT_OFF_MS + 4_000_000)
    assert late.value("time_to_cancel_public_s", "birch") == (None, "never")


def test_a_public_alert_is_false_if_it_names_nothing_at_risk(small: ModuleType) -> None:
    warned = [*seen(small), small.impact_warning(290, "birch.s1")]
    true = small.rows(*warned, small.alert(300))
    assert true("time_to_cancel_public_s", "birch").status == "not_applicable"
    wrong = small.rows(*warned, small.alert(300, areas=("north",)), small.alert_cancelled(400))
    assert wrong.value("time_to_cancel_public_s", "birch") == (100.0, "observed")
    assert wrong("wrong_cancels", "birch").value == 0.0


def test_cancelling_what_was_true_is_counted_until_the_impact(small: ModuleType) -> None:
    warned = [*seen(small), small.impact_warning(290, "birch.s1")]
    assert small.rows(*warned, found(small, 999, "birch", "false"))("wrong_cancels", "birch").value == 1.0
    assert small.rows(*warned, found(small, 1000, "birch", "false"))("wrong_cancels", "birch").value == 0.0
    assert small.rows(*warned, found(small, 500, "birch", "anomalous"))("wrong_cancels", "birch").value == 0.0
    both = small.rows(*warned, small.alert(300), found(small, 500, "birch", "false"), small.alert_cancelled(560))
    assert (both("wrong_cancels", "birch").value, both("wrong_cancels").value) == (1.0, 1.0)
    assert small.rows(*warned, small.alert(300), small.alert_cancelled(560))("wrong_cancels", "birch").value == 1.0
    space = [small.launch(impacts=()), *warned[1:]]
    assert small.rows(*space, found(small, 500, "birch", "false"))("wrong_cancels", "birch").value == 0.0


def test_public_warning_time_runs_from_the_alert_that_names_the_area(small: ModuleType) -> None:
    warned = [*seen(small), small.impact_warning(290, "birch.s1")]
    rows = small.rows(*warned, small.alert(350, areas=("north",)), small.alert(400, areas=("north", "south")))
    assert rows.value("public_warning_time_s", "birch", "l1/south") == (600.0, "observed")
    assert small.rows(*warned, small.alert(1000)).value("public_warning_time_s", "birch") == (None, "never")
    assert small.rows(*warned, small.alert(400, event_id="")).value("public_warning_time_s") == (None, "never")
    cut = small.rows(*warned, small.alert(400), end_ms=small.IMPACT_MS - 1)
    assert cut.value("public_warning_time_s", "birch") == (None, "pending")


def test_how_far_the_alert_was_raised_and_what_events_were_taken_for(small: ModuleType) -> None:
    raised = small.rows(small.at(10, "birch", AlertChanged("raised")), small.at(20, "birch", AlertChanged("normal")))
    shares = [raised("alert_raised_share", nation).value for nation in ("alder", "birch", "all")]
    assert shares == [0.0, 1.0, 0.5]
    assert raised("alert_full_share", "birch").value == 0.0
    full = small.rows(small.at(10, "birch", AlertChanged("full")))
    assert (full("alert_raised_share", "birch").value, full("alert_full_share", "birch").value) == (1.0, 1.0)
    judged = [found(small, time_s, "birch", word) for time_s, word in ((10, "valid"), (20, "valid"), (30, "false"))]
    rows = small.rows(*judged, found(small, 10, "alder", "anomalous"), found(small, 40, "birch", "false", event=2))
    counts = [rows("events_assessed", "birch", word).value for word in ("valid", "anomalous", "false")]
    assert counts == [1.0, 0.0, 2.0]
    assert rows("events_assessed").value == 4.0


def own_event(small: ModuleType, time_s: float, **changes: object) -> Logged:
    """Return birch's warning of an event of its own that rests on alder's source."""
    entry: Logged = small.launch_warning(time_s, "alder.s9", **changes)
    return entry


def test_false_reports_received_and_passed_on(small: ModuleType) -> None:
    report = false_report(small, 100, 103)
    again = [small.received(110, 113, 2, small.report(), "alder.s9", "update")]
    heard = small.rows(*report, *again, own_event(small, 103, confidence="low"))
    assert heard("false_received", "birch").value == 1.0
    assert (heard("false_received", "alder").value, heard("false_received").value) == (0.0, 1.0)
    row = heard("false_propagated", "birch")
    assert (row.value, row.n) == (0.0, 1)
    assert heard("false_propagated", "alder").status == "not_applicable"
    for led in (
        own_event(small, 703, confidence="medium"),
        small.report_issued(703, "alder.s9", "birch"),
        small.order(703, "birch", SetAlert("raised"), "birch-e1"),
        small.alert(703),
    ):
        assert small.rows(*report, own_event(small, 103), led)("false_propagated", "birch").value == 1.0
        late = led._replace(time_ms=led.time_ms + 1)
        assert small.rows(*report, own_event(small, 103), late)("false_propagated", "birch").value == 0.0
    other = small.launch_warning(200, "birch.s8", event_id="birch-e2", confidence="medium")
    assert small.rows(*report, own_event(small, 103), other)("false_propagated", "birch").value == 0.0
    cut = small.rows(*report, own_event(small, 103), end_ms=small.LIFT_OFF_MS + 702_999)
    assert cut("false_propagated", "birch").status == "pending"


def test_a_true_report_received_is_not_false(small: ModuleType) -> None:
    told = small.received(50, 53, 1, small.report(threatens=("birch",)), "alder.s1")
    assert small.rows(*seen(small), told)("false_received", "birch").value == 0.0
    space = [small.launch(impacts=()), *seen(small)[1:]]
    assert small.rows(*space, told)("false_received", "birch").value == 1.0
    harmless = small.received(50, 53, 1, small.report(), "alder.s1")
    assert small.rows(*space, harmless)("false_received", "birch").value == 0.0


def test_a_report_whose_times_were_withheld_still_belongs_to_its_launch(small: ModuleType) -> None:
    hidden = small.received(50, 53, 1, small.report(), "alder.s1")
    sources = (Source("alder.s1", 0, 0),)
    message = msgspec.structs.replace(hidden.body.message, provenance=sources)
    body = msgspec.structs.replace(hidden.body, message=message)
    assert small.rows(*seen(small), hidden._replace(body=body))("false_received", "birch").value == 0.0


def test_receipt_to_decision_runs_from_the_first_report_held(small: ModuleType) -> None:
    own = [small.launch_warning(60, "birch.s1"), small.report_issued(300, "birch.s1", "birch")]
    decided = found(small, 500, "birch", "valid")
    rows = small.rows(*seen(small), *own, decided)
    assert rows.value("receipt_to_decision_s", "birch", "birch-e1") == (200.0, "observed")
    told = small.received(50, 53, 1, small.report(), "alder.s1")
    cited = small.launch_warning(61, "alder.s1", version=1)
    heard = small.rows(*seen(small), *own, told, cited, decided)
    assert heard.value("receipt_to_decision_s", "birch") == (447.0, "observed")
    before = small.rows(*seen(small), *own, found(small, 100, "birch", "anomalous"), decided)
    assert before.value("receipt_to_decision_s", "birch") == (200.0, "observed")
    alone = small.rows(*seen(small), *own, told, decided)  # the partner's report is of no source of the event
    assert alone.value("receipt_to_decision_s", "birch") == (200.0, "observed")


def test_receipt_to_decision_takes_the_first_order_that_cites_the_event_before_the_impact(small: ModuleType) -> None:
    own = [small.launch_warning(60, "birch.s1"), small.report_issued(300, "birch.s1", "birch")]
    for action in (SetAlert("raised"), SendPublicWarning("birch-e1", ("south",)), AssessEvent("birch-e1", "false")):
        rows = small.rows(*seen(small), *own, small.order(1000, "birch", action, "birch-e1"))
        assert rows.value("receipt_to_decision_s", "birch") == (700.0, "observed")
        late = small.rows(*seen(small), *own, small.order(1000.001, "birch", action, "birch-e1"))
        assert late.value("receipt_to_decision_s", "birch") == (None, "never")
    other = small.rows(*seen(small), *own, small.order(400, "birch", SetAlert("raised"), "birch-e7"))
    assert other.value("receipt_to_decision_s", "birch") == (None, "never")


def test_acts_on_partners_sources_alone(small: ModuleType) -> None:
    partner = small.launch_warning(60, "alder.s1")
    acts = [
        found(small, 100, "birch", "valid"),
        small.order(110, "birch", SetAlert("raised"), "birch-e1"),
        found(small, 120, "birch", "under_assessment"),
    ]
    own = small.launch_warning(300, "birch.s1", version=1)
    fire = small.order(400, "birch", Fire("birch-e1", "b"), "birch-e1")
    down = small.order(900, "birch", SetAlert("normal"), "birch-e1")
    row = small.rows(*seen(small), partner, *acts, own, fire, down)("acted_on_partner_only_share", "birch")
    assert (row.value, row.n) == (2 / 3, 3)
    none = small.rows(*seen(small), partner, own)("acted_on_partner_only_share", "birch")
    assert none.status == "not_applicable"


def test_one_phenomenology_counted_twice(small: ModuleType) -> None:
    both = small.launch_warning(300, "birch.s1", phenomenology="both", confidence="high")
    row = small.rows(*seen(small), both)("double_count_index", "birch", "birch-e1")
    assert row.value == 2.0
    assert small.rows(*seen(small), both)("double_count_index", "birch").value == 1.0
    joined = (*small.source("alder.s1"), *small.source("birch.s1"))
    right = small.launch_warning(300, "birch.s1", phenomenology="both", confidence="high", provenance=joined)
    rows = small.rows(*seen(small), small.launch_warning(200, "birch.s1"), right)
    assert rows("double_count_index", "birch", "birch-e1").value == 1.0
    assert rows("double_count_index", "birch").value == 0.0
    shown = small.launch_warning(300, "birch.d1", confidence="high")
    assert small.rows(*seen(small), shown)("double_count_index", "birch").status == "not_applicable"
