"""What sharing costs, whether the agreement was kept, and how links and consultations went."""

import math
from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.message import LinkGap, LinkGapFilled
from tocsin.exchange.payload import (
    AlertState,
    CommCheck,
    Consultation,
    EngagementIntention,
    PreLaunchNotification,
    ReportedTrack,
    SensorStatus,
    TrackReport,
)
from tocsin.orders.action import AssessEvent, SignAmendment, WithholdNotice
from tocsin.orders.order import AgreementAmended, JointAssessment, SharingChanged
from tocsin.orders.record import NoticeFiled
from tocsin.review.facts import Facts
from tocsin.review.log import Logged
from tocsin.review.measure import MEASURED_KINDS, measure_rows
from tocsin.scenario.agreement_file import frozen
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.build import build_scenario
from tocsin.scenario.checked import checked, read_toml

TERMS = """
name = "x"
version = "1"
rung = 2
classes = ["mrbm", "slv"]
fields_released = ["launch_time_ms", "launch_point", "azimuth_rad", "generic_class"]
messages = ["comm_check"]
min_delay_s = 5
notice_lead_h = 0.01

[coarsening]
grid_deg = 1.0
time_round_s = 10
azimuth_step_deg = 90
"""
NOTICE = """
[[notice]]
id = "notice-1"
nation = "alder"
generic_class = "slv"
radius_km = 50
lat_deg = 38.2
lon_deg = 54.8
azimuth_deg = 90
window_start_s = 600
window_end_s = 1200
"""


def place(small: ModuleType, lat_deg: float, lon_deg: float) -> object:
    return small.ellipse(math.radians(lat_deg), math.radians(lon_deg))


def test_exposure_cells_are_one_degree_by_one_degree_by_ten_minutes(small: ModuleType) -> None:
    def cells(*reports: object) -> float:
        sent = [small.sent(50 + n, 52 + n, n, report) for n, report in enumerate(reports, start=1)]
        return float(small.rows(*sent)("exposure_cells", "alder", "birch").value)

    at = small.LIFT_OFF_MS
    one = small.report(launch_point=place(small, 29.01, 52.01), launch_time_ms=at)
    same = small.report(launch_point=place(small, 29.99, 52.99), launch_time_ms=2 * at - 1)
    assert cells(one, same) == 1.0
    assert cells(one, small.report(launch_point=place(small, 30.01, 52.01), launch_time_ms=at)) == 2.0
    assert cells(one, small.report(launch_point=place(small, 29.01, 51.99), launch_time_ms=at)) == 2.0
    assert cells(one, small.report(launch_point=place(small, 29.01, 52.01), launch_time_ms=2 * at)) == 2.0
    assert cells(small.report(launch_point=place(small, 29.5, 52.5), impact_area=place(small, 38.5, 84.5))) == 2.0
    assert cells(small.report(), CommCheck(number=1)) == 0.0


def test_exposure_by_tracks_sensors_and_queries(small: ModuleType) -> None:
    here = ReportedTrack(0, (6_378_137.0, 1.0, 1.0, 0.0, 0.0, 0.0), (0.0,) * 36, 1.0, small.source("alder.s1"))
    there = msgspec.structs.replace(here, state_ecef=(0.0, 6_378_137.0, 1.0, 0.0, 0.0, 0.0))
    about = small.report(launch_point=place(small, 29.5, 52.5), launch_time_ms=0)
    asked = Consultation(consultation_id="c", event_id="alder-e1", step="query", deadline_ms=1, about=about)
    rows = small.rows(
        small.sent(50, 52, 1, TrackReport(tracks=(here, there))),
        small.sent(51, 53, 2, SensorStatus(sensor_id="a-eye", is_in_action=False, since_ms=0)),
        small.sent(51, 53, 3, SensorStatus(sensor_id="a-radar", is_in_action=False, since_ms=0)),
        small.sent(52, 54, 4, asked),
    )
    assert rows("exposure_cells", "alder", "birch").value == 5.0
    assert (rows("exposure_cells", "alder").value, rows("exposure_cells").value) == (5.0, 5.0)
    assert rows("exposure_cells", "birch").value == 0.0


def test_a_cell_told_to_two_is_given_away_once(small: ModuleType) -> None:
    told_partner = small.sent(50, 52, 1, small.report(launch_point=place(small, 29.5, 52.5)))
    message = msgspec.structs.replace(told_partner.body.message, releasable_to="joint")
    told_joint = told_partner._replace(body=msgspec.structs.replace(told_partner.body, message=message))
    rows = small.rows(told_partner, told_joint)
    assert [rows("exposure_cells", "alder", to).value for to in ("birch", "joint", "all")] == [1.0, 1.0, 1.0]
    assert rows("exposure_cells").value == 1.0


def test_notices_withheld_by_declaration_and_by_order(small: ModuleType) -> None:
    rows = small.rows(
        small.at(0, "alder", NoticeFiled("n1", 0, 1, is_withheld=True)),
        small.at(5, "alder", NoticeFiled("n1", 0, 1, revision=1, is_withheld=True)),
        small.at(0, "alder", NoticeFiled("n2", 0, 1, is_withheld=True, is_in_quota=False)),
        small.at(0, "alder", NoticeFiled("n3", 0, 1)),
        small.order(1, "birch", WithholdNotice("n4")),
    )
    assert [rows("withheld_used", n).value for n in ("alder", "birch", "all")] == [1.0, 1.0, 2.0]


def gap(small: ModuleType, time_s: float, first: int, last: int) -> Logged:
    at_ms = small.LIFT_OFF_MS + round(time_s * 1000)
    body = LinkGap(link_id="alder-birch", first_seq=first, last_seq=last, opened_ms=at_ms)
    entry: Logged = small.at(time_s, "birch", body)
    return entry


def filled(small: ModuleType, time_s: float, seq: int) -> Logged:
    entry: Logged = small.at(time_s, "birch", LinkGapFilled(link_id="alder-birch", seq=seq, opened_ms=0))
    return entry


def test_link_gap_is_the_time_in_which_anything_was_missing(small: ModuleType) -> None:
    rows = small.rows(
        gap(small, 10, 2, 3),
        filled(small, 14, 3),
        filled(small, 20, 2),
        gap(small, 15, 5, 5),
        filled(small, 30, 5),
        gap(small, 50, 7, 7),
        filled(small, 51, 7),
    )
    assert rows("link_gap_s", "birch", "alder-birch").value == 21.0
    assert (rows("link_gap_s", "birch").n_never, rows("link_gap_s", "alder").value) == (0, 0.0)
    cut = small.rows(gap(small, 10, 2, 3), filled(small, 14, 3), end_ms=small.LIFT_OFF_MS + 100_000)
    row = cut("link_gap_s", "birch", "alder-birch")
    assert (row.value, row.n_never, row.status) == (90.0, 1, "observed")


def query(small: ModuleType, time_s: float, deadline_s: float) -> Logged:
    deadline_ms = small.LIFT_OFF_MS + round(deadline_s * 1000)
    step = Consultation(consultation_id="alder-c1", event_id="alder-e1", step="query", deadline_ms=deadline_ms)
    entry: Logged = small.sent(time_s, time_s + 2, 1, step)
    return entry


def signed(small: ModuleType, time_s: float, assessment: str, node: str = "birch") -> Logged:
    body = JointAssessment(
        consultation_id="alder-c1", event_id=f"{node}-e1", assessment=assessment, signed_by=("alder", "birch")
    )
    entry: Logged = small.at(time_s, node, body)
    return entry


def test_a_consultation_is_closed_by_its_deadline_or_expires(small: ModuleType) -> None:
    names = ("consultations_opened", "consultations_closed", "consultations_expired")

    def counts(nation: str, *entries: Logged, end_ms: int = small.END_MS) -> list[float | None]:
        rows = small.rows(*entries, end_ms=end_ms)
        return [rows(name, nation).value for name in names]

    asked = query(small, 100, 700)
    assert counts("alder", asked, signed(small, 700, "false")) == [1.0, 1.0, 0.0]
    assert counts("all", asked, signed(small, 700, "false")) == [1.0, 1.0, 0.0]
    assert counts("birch", asked, signed(small, 700, "false")) == [0.0, 0.0, 0.0]
    assert counts("alder", asked, signed(small, 700.001, "false")) == [1.0, 0.0, 1.0]
    assert counts("alder", asked) == [1.0, 0.0, 1.0]
    assert counts("alder", asked, end_ms=small.LIFT_OFF_MS + 699_999) == [1.0, 0.0, 0.0]


def test_consultation_time_ends_with_the_first_record_of_both_signatures(small: ModuleType) -> None:
    asked = query(small, 100, 700)
    rows = small.rows(asked, signed(small, 400, "false"), signed(small, 403, "false", "alder"))
    assert rows.value("consultation_time_s", "alder", "alder-c1") == (300.0, "observed")
    assert rows.value("consultation_time_s", "birch") == (None, "not_applicable")
    assert small.rows(asked).value("consultation_time_s", "alder") == (None, "never")
    cut = small.rows(asked, end_ms=small.LIFT_OFF_MS + 699_999)
    assert cut.value("consultation_time_s", "alder") == (None, "pending")


@pytest.mark.parametrize(
    ("source_id", "victim", "right"),
    [
        ("alder.s9", "birch", {"false", "anomalous"}),
        ("alder.s1", "birch", {"valid"}),
        ("alder.s1", "cedar", {"anomalous"}),
        ("alder.s1", "", {"anomalous"}),
    ],
)
def test_a_joint_assessment_is_held_against_truth(
    small: ModuleType, source_id: str, victim: str, right: set[str]
) -> None:
    for assessment in ("valid", "anomalous", "false"):
        rows = small.rows(
            small.launch(impacts=(small.impact(nation=victim, areas=()),)),
            *small.scan(40, "a-eye", 1, {"l1-payload": "alder.s1"}),
            small.launch_warning(90, source_id, "alder"),
            query(small, 100, 700),
            signed(small, 400, assessment),
        )
        assert rows("joint_assessment_correct", "alder").value == float(assessment in right)
    assert small.rows(query(small, 100, 700))("joint_assessment_correct").status == "not_applicable"


def violations(
    small: ModuleType, *entries: Logged, text: str = "", end_ms: int | None = None, terms: str = TERMS
) -> dict[str, float]:
    """Return alder's violations by kind in a run under the terms above."""
    played = build_scenario(small.TEXT + text, "small.toml")
    run = small.log(*entries, terms=terms, end_ms=small.END_MS if end_ms is None else end_ms)
    return {
        row.subject: row.value
        for row in measure_rows(run, played)
        if (row.measure, row.nation) == ("disclosure_violations", "alder") and row.subject != "all"
    }


def told(small: ModuleType, payload: object, **changes: object) -> Logged:
    """Return a message whose draft waited for five seconds, as agreed."""
    entry = small.sent(50, 57, 1, payload)
    late = msgspec.structs.replace(entry.body, held_ms=5000)
    return Logged(entry.time_ms, entry.node, msgspec.structs.replace(late, **changes))


GRANTED = {
    "launch_time_ms": 305_000,
    "azimuth_rad": math.radians(45.0),
    "generic_class": "mrbm",
}


def test_what_is_granted_violates_nothing(small: ModuleType) -> None:
    fine = small.report(**GRANTED, launch_point=place(small, 29.5, -52.5))
    assert violations(small, told(small, fine)) == {
        "beyond_grant": 0.0,
        "not_told": 0.0,
        "late": 0.0,
        "uncleared": 0.0,
    }
    assert violations(small, told(small, CommCheck(number=1)))["beyond_grant"] == 0.0


@pytest.mark.parametrize(
    "change",
    [
        {"n_objects": 1},
        {"threatens": ()},
        {"generic_class": "icbm"},
        {"launch_time_ms": 305_001},
        {"launch_time_ms": 310_000},
        {"azimuth_rad": math.radians(46.0)},
        {"launch_point": (29.51, 52.5)},
        {"launch_point": (29.5, 52.49)},
    ],
)
def test_any_field_or_digit_beyond_the_grant_is_a_violation(small: ModuleType, change: dict[str, object]) -> None:
    if "launch_point" in change:
        change = {"launch_point": place(small, *change["launch_point"])}
    assert violations(small, told(small, small.report(**{**GRANTED, **change})))["beyond_grant"] == 1.0


def test_kinds_delay_and_suspension_are_checked(small: ModuleType) -> None:
    fine = told(small, CommCheck(number=1))
    assert violations(small, told(small, AlertState(level="full", since_ms=0)))["beyond_grant"] == 1.0
    assert violations(small, told(small, TrackReport(tracks=())))["beyond_grant"] == 1.0
    early = msgspec.structs.replace(fine.body, held_ms=fine.body.held_ms - 1)
    assert violations(small, fine._replace(body=early))["beyond_grant"] == 1.0
    for party in ("alder", "birch"):
        stop = small.at(49, "alder", SharingChanged(party=party, is_suspended=True))
        go = small.at(50, "alder", SharingChanged(party=party, is_suspended=False))
        assert violations(small, stop, fine)["beyond_grant"] == 1.0
        assert violations(small, stop, go, fine)["beyond_grant"] == 0.0


def test_an_amendment_changes_what_is_granted_from_then_on(small: ModuleType) -> None:
    wider = TERMS.replace('messages = ["comm_check"]', 'messages = ["alert_state"]')
    terms = frozen(checked(AgreementFile, read_toml(wider, "x"), "x"), ("alder", "birch"))
    level = told(small, AlertState(level="full", since_ms=0))
    orders = [small.order(50, nation, SignAmendment(terms)) for nation in ("alder", "birch")]
    amended = small.at(50, "alder", AgreementAmended(name="x", version="1"))
    assert violations(small, *orders, amended, level)["beyond_grant"] == 0.0
    assert violations(small, *orders, level)["beyond_grant"] == 1.0
    first = small.order(20, "alder", SignAmendment(terms))  # who signed first, and is not shown the partner's order
    assert violations(small, first, amended, level)["beyond_grant"] == 0.0
    assert violations(small, *orders, amended, told(small, CommCheck(number=1)))["beyond_grant"] == 1.0


@pytest.mark.parametrize(
    ("payload", "key", "msg_type", "count"),
    [
        (None, "sensors_withheld_by", "report", 1.0),
        (None, "sensors_withheld_by", "cancel", 0.0),
        (None, "batteries_withheld_by", "report", 0.0),
        (CommCheck(number=1), "sensors_withheld_by", "report", 0.0),
        (
            Consultation(consultation_id="c", event_id="e", step="reply", deadline_ms=1),
            "sensors_withheld_by",
            "reply",
            1.0,
        ),
        (
            Consultation(consultation_id="c", event_id="e", step="sign", deadline_ms=1),
            "sensors_withheld_by",
            "reply",
            0.0,
        ),
        (EngagementIntention(engagements=()), "batteries_withheld_by", "report", 1.0),
        (EngagementIntention(engagements=()), "sensors_withheld_by", "report", 0.0),
    ],
)
def test_what_a_party_withholds_and_tells_is_a_violation(
    small: ModuleType, payload: object, key: str, msg_type: str, count: float
) -> None:
    granting = TERMS.replace('["comm_check"]', '["comm_check", "consultation", "interceptor_notice"]')
    granting = granting.replace("min_delay_s", 'engagement_sharing = "intentions"\nmin_delay_s').replace(
        "rung = 2", "rung = 5"
    )
    said = told(small, payload or small.report())
    said = said._replace(
        body=msgspec.structs.replace(said.body, message=msgspec.structs.replace(said.body.message, msg_type=msg_type))
    )
    assert violations(small, said, terms=granting)["beyond_grant"] == 0.0
    assert violations(small, said, terms=f'{key} = ["birch"]{granting}')["beyond_grant"] == 0.0
    withheld = violations(small, said, terms=f'{key} = ["alder"]{granting}')
    assert withheld == {"beyond_grant": count, "not_told": 0.0, "late": 0.0, "uncleared": 0.0}


def announcement(small: ModuleType, time_ms: int) -> Logged:
    notice = PreLaunchNotification(
        notice_id="notice-1",
        launching_nation="alder",
        generic_class="slv",
        window_start_ms=600_000,
        window_end_ms=1_200_000,
        lat_rad=math.radians(38.5),
        lon_rad=math.radians(54.5),
        radius_m=50e3,
        azimuth_rad=math.radians(45.0),
    )
    entry = told(small, notice)
    return entry._replace(time_ms=time_ms)


@pytest.mark.parametrize(
    ("sent_ms", "kind"),
    [(566_000, ""), (566_001, "late"), (624_000, "late"), (624_001, "not_told"), (None, "not_told")],
)
def test_a_notice_owed_is_told_late_or_not_told(small: ModuleType, sent_ms: int | None, kind: str) -> None:
    sent = [] if sent_ms is None else [announcement(small, sent_ms)]  # due 36 s before 600 s
    found = violations(small, *sent, text=NOTICE)
    assert {name for name, count in found.items() if count} == ({kind} if kind else set())


def test_what_was_withheld_in_the_quota_is_not_owed(small: ModuleType) -> None:
    kept = small.order(1, "alder", WithholdNotice("notice-1"))
    assert violations(small, kept, text=NOTICE)["not_told"] == 0.0
    filed = NoticeFiled("notice-1", 600_000, 1_200_000, is_withheld=True, is_in_quota=False)
    assert violations(small, small.at(1, "alder", filed), text=NOTICE)["not_told"] == 1.0
    assert violations(small, text=NOTICE, end_ms=623_999)["not_told"] == 0.0


def test_without_the_terms_nothing_can_be_said(small: ModuleType) -> None:
    assert small.rows(told(small, CommCheck(number=1)))("disclosure_violations").status == "not_applicable"


def test_measures_read_only_the_kinds_that_are_kept_for_them(
    small: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    real = Facts.of
    monkeypatch.setattr(Facts, "of", lambda facts, kind: asked.add(kind.__name__) or real(facts, kind))
    entries = [small.launch(), small.order(1, "birch", AssessEvent("birch-e1", "valid"))]
    measure_rows(small.log(*entries, terms=TERMS), small.scenario())
    assert asked <= MEASURED_KINDS
    assert len(asked) > 20
