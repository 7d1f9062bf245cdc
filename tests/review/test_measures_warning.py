"""Warning time and all that follows from it; the impact is 1,000 s after lift-off."""

from types import ModuleType

import pytest

from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.order import DecidedBy, Order, OrderRefused
from tocsin.review.log import Logged


def seen(small: ModuleType) -> list[Logged]:
    """Return a launch and the measurements behind alder.s1 and birch.s1, both of l1."""
    return [
        small.launch(),
        *small.scan(40, "a-eye", 1, {"l1-payload": "alder.s1"}),
        *small.scan(260, "b-radar", 2, {"l1-payload": "birch.s1"}),
        small.ended(1000),
    ]


def order(
    small: ModuleType,
    time_s: float,
    action: AssessEvent | SetAlert,
    node: str = "birch",
    decided_by: DecidedBy = "doctrine",
) -> Logged:
    body = Order(
        node=node,
        cell="watch_officer",
        action=action,
        in_reply_to=f"{node}-e1",
        reason="",
        decided_by=decided_by,
    )
    return small.at(time_s, node, body)


def test_warning_time_runs_from_the_first_issue_to_the_impact(small: ModuleType) -> None:
    rows = small.rows(
        *seen(small), small.impact_warning(290, "birch.s1"), small.impact_warning(300, "birch.s1", version=1)
    )
    assert rows.value("warning_time_s", "birch", "l1/south") == (710.0, "observed")
    assert rows.value("warning_time_s", "all", "l1/south") == (710.0, "observed")
    assert rows.value("warning_time_credited_s", "birch") == (710.0, "observed")
    assert rows.value("warned_share_5min", "birch") == (1.0, "observed")
    assert rows.value("warned_share_10min", "birch") == (1.0, "observed")
    assert rows.value("warned_share_15min", "birch") == (0.0, "observed")
    assert rows.value("warning_time_s", "alder") == (None, "not_applicable")


@pytest.mark.parametrize(
    "changes",
    [
        {"confidence": "low"},
        {"areas": (("north", 0.9),)},
        {"areas": (("south", 0.09),)},
        {"source_id": "birch.s9"},
        {"node": "alder", "source_id": "alder.s1"},
        {"time_s": 1000.0},
    ],
    ids=["low confidence", "another area", "below 10 %", "false source", "not the owner", "at impact"],
)
def test_what_is_no_warning_of_the_area(small: ModuleType, changes: dict[str, object]) -> None:
    warning = small.impact_warning(**{"time_s": 290.0, "source_id": "birch.s1", **changes})
    rows = small.rows(*seen(small), warning)
    assert rows.value("warning_time_s", "birch", "l1/south") == (None, "never")
    credited = rows("warning_time_credited_s", "birch")
    assert (credited.value, credited.status, credited.n, credited.n_never) == (0.0, "observed", 1, 1)
    assert rows("warned_share_5min", "birch").n_never == 1


def test_a_late_warning_is_counted(small: ModuleType) -> None:
    assert small.rows(*seen(small), small.impact_warning(1000, "birch.s1")).value("late_warnings", "birch") == (
        1.0,
        "observed",
    )
    in_time = small.rows(*seen(small), small.impact_warning(999, "birch.s1"))
    assert in_time.value("late_warnings", "birch") == (0.0, "observed")


def test_before_the_impact_is_reached_everything_is_pending(small: ModuleType) -> None:
    warned = [*seen(small)[:-1], small.impact_warning(290, "birch.s1")]
    rows = small.rows(*warned, end_ms=small.LIFT_OFF_MS + 900_000)
    for measure in ("warning_time_s", "warning_time_credited_s", "warned_share_5min", "missed_launches", "leakage"):
        row = rows(measure, "birch")
        assert (row.status, row.value) == ("pending", None), measure
    assert rows("alerted_both_share").status == "pending"


def test_headlines_are_median_mean_and_share(small: ModuleType) -> None:
    entries = [small.launch("l1"), small.launch("l2"), small.launch("l3"), small.launch("l4")]
    for number, (name, time_s) in enumerate((("l1", 200.0), ("l2", 500.0), ("l3", 800.0))):
        entries += small.scan(100, "b-radar", number, {f"{name}-payload": f"birch.{name}"})
        entries.append(small.impact_warning(time_s, f"birch.{name}", event_id=f"birch-{name}"))
    rows = small.rows(*entries)
    assert rows("warning_time_s", "birch").value == 350.0  # median of 800, 500, 200, never
    assert rows("warning_time_credited_s", "birch").value == 375.0  # (800 + 500 + 200 + 0) / 4
    assert rows("warned_share_5min", "birch").value == 0.5  # 800 and 500
    assert rows("warned_share_10min", "birch").value == 0.25
    assert rows("warning_time_s", "birch").n_never == 1


def test_an_event_assessed_false_before_impact_takes_its_warnings_back(small: ModuleType) -> None:
    warned = [*seen(small), small.impact_warning(290, "birch.s1")]
    false = order(small, 400, AssessEvent("birch-e1", "false"))
    assert small.rows(*warned, false)("warning_time_s", "birch").status == "never"
    again = order(small, 500, AssessEvent("birch-e1", "valid"))
    assert small.rows(*warned, false, again).value("warning_time_s", "birch") == (710.0, "observed")
    too_late = order(small, 1000, AssessEvent("birch-e1", "false"))
    assert small.rows(*warned, too_late).value("warning_time_s", "birch") == (710.0, "observed")
    later = small.impact_warning(450, "birch.s1", version=1)
    assert small.rows(*warned, false, later).value("warning_time_s", "birch") == (550.0, "observed")


def test_decided_warning_time_runs_from_the_order(small: ModuleType) -> None:
    warned = [*seen(small), small.impact_warning(290, "birch.s1")]
    assert small.rows(*warned)("decided_warning_time_s", "birch").status == "never"
    assess = order(small, 320, AssessEvent("birch-e1", "valid"))
    raise_alert = order(small, 350, SetAlert("raised"))
    assert small.rows(*warned, assess, raise_alert).value("decided_warning_time_s", "birch") == (680.0, "observed")
    assert small.rows(*warned, raise_alert).value("decided_warning_time_s", "birch") == (650.0, "observed")
    lowered = order(small, 350, SetAlert("normal"))
    assert small.rows(*warned, lowered)("decided_warning_time_s", "birch").status == "never"


def test_a_refused_order_decides_nothing(small: ModuleType) -> None:
    assess = order(small, 320, AssessEvent("birch-e1", "valid"))
    refused = small.at(320, "birch", OrderRefused(order=assess.body, reason="no such event"))
    rows = small.rows(*seen(small), small.impact_warning(290, "birch.s1"), assess, refused)
    assert rows("decided_warning_time_s", "birch").status == "never"


def test_a_decision_before_the_area_was_named_counts_from_the_naming(small: ModuleType) -> None:
    assess = order(small, 280, AssessEvent("birch-e1", "valid"))
    rows = small.rows(*seen(small), small.impact_warning(290, "birch.s1"), assess)
    assert rows.value("decided_warning_time_s", "birch") == (710.0, "observed")


def test_who_decided(small: ModuleType) -> None:
    machine = order(small, 320, AssessEvent("birch-e1", "valid"))
    human = order(small, 330, SetAlert("raised"), decided_by="human")
    assert {row.decided_by for row in small.rows(*seen(small)).all} == {"doctrine"}
    assert {row.decided_by for row in small.rows(*seen(small), human).all} == {"human"}
    assert {row.decided_by for row in small.rows(*seen(small), machine, human).all} == {"mixed"}


def test_alerted_both_and_the_gap_between(small: ModuleType) -> None:
    alder = small.launch_warning(50, "alder.s1", "alder")
    birch = small.impact_warning(290, "birch.s1", confidence="low")
    rows = small.rows(*seen(small), alder, birch)
    assert rows.value("alerted_both_share", "all", "l1") == (1.0, "observed")
    assert rows.value("alert_gap_s", "all", "l1") == (240.0, "observed")
    rows = small.rows(*seen(small), alder)
    assert rows.value("alerted_both_share") == (0.0, "observed")
    assert rows.value("alert_gap_s") == (None, "never")
    rows = small.rows(*seen(small))
    assert rows.value("alerted_both_share") == (0.0, "observed")
    assert rows.value("alert_gap_s") == (None, "not_applicable")
    late = small.launch_warning(1000, "birch.s1")
    assert small.rows(*seen(small), alder, late).value("alerted_both_share") == (0.0, "observed")


def test_missed_launches_are_counted_over_launches(small: ModuleType) -> None:
    entries = [
        *seen(small),
        small.launch("l2"),
        small.launch("l3", impacts=()),
        small.launch_warning(900, "birch.s1"),
    ]
    row = small.rows(*entries)("missed_launches", "birch")
    assert (row.value, row.n, row.n_never) == (1.0, 2, 1)  # l2 of l1 and l2; l3 threatens nobody
    assert small.rows(*entries).value("missed_launches", "alder") == (None, "not_applicable")
    too_late = small.rows(*entries[:-1], small.launch_warning(1000, "birch.s1"))
    assert too_late("missed_launches", "birch").value == 2.0


def test_misdirected_warnings_name_only_what_is_not_at_risk(small: ModuleType) -> None:
    right = small.impact_warning(290, "birch.s1")
    north = small.impact_warning(300, "birch.s1", areas=(("north", 0.5),), threatens=("birch",))
    wrong = small.impact_warning(310, "alder.s1", "alder", areas=(), threatens=("alder",))
    unsure = small.impact_warning(320, "alder.s1", "alder", areas=(), threatens=("alder",), confidence="low")
    rows = small.rows(*seen(small), right, north, wrong, unsure)
    assert rows("misdirected_warnings", "birch").value == 0.0  # north is wrong, but birch is at risk
    assert rows("misdirected_warnings", "alder").value == 1.0
    assert rows("misdirected_warnings").value == 1.0


def test_false_warnings_and_reports_have_no_launch_behind_them(small: ModuleType) -> None:
    ghost = small.scan(100, "b-radar", 9, {"fireball-001-body": "birch.s7", "ascent-01-payload": "birch.s8"})
    orbiter = small.launch("ascent-01", impacts=(), vehicle_class="slv")
    warnings = [
        small.impact_warning(290, "birch.s1"),  # true
        small.impact_warning(300, "birch.s7", event_id="birch-e2", areas=(("north", 0.5),)),  # false source
        small.impact_warning(310, "birch.s7", event_id="birch-e2", areas=(("north", 0.5),)),  # its update
        small.impact_warning(320, "birch.s8", event_id="birch-e3", areas=(("north", 0.5),)),  # of a space launch
        small.impact_warning(330, "birch.s7", event_id="birch-e4", areas=(("south", 0.5),)),  # south is at risk
        small.impact_warning(340, "birch.s7", event_id="birch-e5", areas=(("north", 0.5),), confidence="low"),
        small.impact_warning(340, "birch.s1", event_id="birch-e6", areas=(("north", 0.5),)),  # of a true threat
        small.report_issued(340, "birch.s7", "birch", event_id="birch-e2"),
        small.report_issued(350, "birch.s7", "birch", event_id="birch-e2", version=1),
        small.report_issued(350, "birch.s8", "birch", event_id="birch-e3"),
    ]
    rows = small.rows(*seen(small), orbiter, *ghost, *warnings)
    assert rows("false_impact_warnings", "birch").value == 2.0
    assert rows("false_launch_reports", "birch").value == 1.0  # a space launch is a launch
    assert rows("launch_reports", "birch").value == 2.0
    assert rows("misdirected_warnings", "birch").value == 0.0


def test_every_key_has_one_row(small: ModuleType) -> None:
    entries = [*seen(small), small.launch("l2"), small.impact_warning(290, "birch.s1", confidence="high")]
    rows = small.rows(*entries).all
    keys = [(row.agreement, row.seed, row.run, row.nation, row.subject, row.measure) for row in rows]
    assert len(keys) == len(set(keys))
    assert {row.nation for row in rows} == {"alder", "birch", "all"}
    for row in rows:
        assert (row.value is not None) == (row.status == "observed"), row
