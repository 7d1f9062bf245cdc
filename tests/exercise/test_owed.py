"""What must be told: kept while the agreement is closed, repeated until it has come; what no longer may be."""

from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.link import Told
from tocsin.exchange.message import Delivery, Envelope, NotAcknowledged, Refusal, Resent
from tocsin.exchange.payload import Consultation, LaunchReport, PublicWarning
from tocsin.exercise.doctrine.exchange_desk import data_exchange_desk
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.consult import hear
from tocsin.exercise.stages.draft import draft_to
from tocsin.exercise.stages.warn import draft_reports, rename
from tocsin.exercise.world import Record, World
from tocsin.orders.action import Query, ResumeSharing, SuspendSharing
from tocsin.scenario.declared import Scenario
from tocsin.warning.report import ReportDraft, Scope

TICKS = 8  # longer than any delay on the flagship's links
REPORT = LaunchReport(event_id="alder-e1", launch_time_ms=600_000, confidence="low", assessment="under_assessment")


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    """Return a quiet world whose links lose nothing."""
    world = bench.small_world(flagship)
    world.declared_links = tuple(replace(link, loss=0.0) for link in world.declared_links)
    return world


def told(
    bench: ModuleType, world: World, msg_type: str, report: LaunchReport = REPORT, tells: tuple[str, ...] = ()
) -> list[Record]:
    """Return what the next ticks bring once Alder has drafted a report for Birch."""
    draft_to(world, world.nodes["alder"], "birch", msg_type, report)
    world.drafts[-1] = msgspec.structs.replace(world.drafts[-1], tells=tells)
    return bench.ticks(world, TICKS)


def suspend(bench: ModuleType, world: World, is_suspended: bool = True) -> None:
    action = SuspendSharing() if is_suspended else ResumeSharing()
    assert bench.refusal(apply(world, [bench.ordered(action, "birch")])) == ""


def got(bench: ModuleType, records: list[Record], node: str = "birch") -> list[tuple[str, str | None]]:
    """Return type and assessment of every launch report that reached a nation."""
    return [
        (body.message.msg_type, body.message.payload.assessment)
        for body in bench.bodies([record for record in records if record.node == node], Delivery)
        if isinstance(body.message.payload, LaunchReport)
    ]


FALSE = msgspec.structs.replace(REPORT, assessment="false")
VALID = msgspec.structs.replace(REPORT, assessment="valid")


def test_a_cancel_refused_while_suspended_goes_out_when_sharing_is_resumed(bench: ModuleType, world: World) -> None:
    assert got(bench, told(bench, world, "report")) == [("report", "under_assessment")]
    suspend(bench, world)
    assert got(bench, told(bench, world, "cancel", FALSE)) == []
    suspend(bench, world, False)
    assert got(bench, bench.ticks(world, TICKS)) == [("cancel", "false")]
    assert got(bench, bench.ticks(world, TICKS)) == [], "once is enough"


@pytest.mark.parametrize(("last", "expected"), [(REPORT, []), (VALID, [("update", "valid")])])
def test_of_what_was_found_meanwhile_the_last_is_told(
    bench: ModuleType, world: World, last: LaunchReport, expected: list[tuple[str, str]]
) -> None:
    told(bench, world, "report")
    suspend(bench, world)
    told(bench, world, "cancel", FALSE)
    told(bench, world, "update", last)
    suspend(bench, world, False)
    assert got(bench, bench.ticks(world, TICKS)) == expected


def test_what_was_cancelled_and_then_found_true_while_suspended_is_told_again(
    bench: ModuleType, world: World
) -> None:
    told(bench, world, "report")
    assert got(bench, told(bench, world, "cancel", FALSE)) == [("cancel", "false")]
    suspend(bench, world)
    told(bench, world, "update", VALID)
    suspend(bench, world, False)
    assert got(bench, bench.ticks(world, TICKS)) == [("update", "valid")]


def test_what_is_owed_goes_before_what_is_found_on_resuming(bench: ModuleType, world: World) -> None:
    told(bench, world, "report")
    suspend(bench, world)
    told(bench, world, "cancel", FALSE)
    suspend(bench, world, False)
    assert got(bench, told(bench, world, "update", VALID)) == [("cancel", "false"), ("update", "valid")]


def test_a_cancel_of_what_was_never_told_is_not_owed(bench: ModuleType, world: World) -> None:
    suspend(bench, world)
    told(bench, world, "report")
    told(bench, world, "cancel", FALSE)
    suspend(bench, world, False)
    assert got(bench, bench.ticks(world, TICKS)) == []


def test_a_cancel_is_repeated_until_it_has_come(bench: ModuleType, world: World) -> None:
    told(bench, world, "report")
    name = world.declared_links[0].link_id
    down = ((world.time_ms, world.time_ms + 400_000),)
    links = world.declared_links = tuple(replace(link, outages_ms=down) for link in world.declared_links)
    records = told(bench, world, "cancel", FALSE)
    records += bench.ticks(world, 380)
    assert got(bench, records) == []
    attempts = [body.attempt for body in bench.bodies(records, Resent) if body.msg_id.startswith(name)]
    assert attempts == list(range(1, len(attempts) + 1)) and len(attempts) > links[0].resends + 2
    assert got(bench, bench.ticks(world, 120)) == [("cancel", "false")]


def test_what_waits_in_line_goes_through_the_gate_as_it_leaves(bench: ModuleType, world: World) -> None:
    world.agreement = replace(world.agreement, min_delay_ms=30_000)
    assert got(bench, told(bench, world, "report")) == [], "held for thirty seconds"
    suspend(bench, world)
    records = bench.ticks(world, 60)
    assert got(bench, records) == []
    assert [body.reason for body in bench.bodies(records, Refusal)] == ["agreement is suspended"]
    suspend(bench, world, False)
    assert got(bench, bench.ticks(world, TICKS)) == []


def test_what_waits_in_line_leaves_under_the_terms_of_then(bench: ModuleType, world: World) -> None:
    world.agreement = replace(world.agreement, min_delay_ms=30_000)
    told(bench, world, "report")
    world.agreement = bench.agreement(version="2", fields_released=("launch_time_ms",))
    (delivery,) = bench.bodies(bench.ticks(world, 60), Delivery)
    assert delivery.message.agreement_version == "talks/2"
    assert delivery.message.payload == LaunchReport(event_id="alder-r1", launch_time_ms=600_000)


def test_what_was_sent_under_other_terms_is_not_repeated(bench: ModuleType, world: World) -> None:
    down = ((world.time_ms, world.time_ms + 20_000),)
    world.declared_links = tuple(replace(link, outages_ms=down) for link in world.declared_links)
    assert got(bench, told(bench, world, "report")) == []
    world.agreement = bench.agreement(version="2", fields_released=("confidence",))
    records = bench.ticks(world, 60)
    assert got(bench, records) == []
    assert [body.attempts for body in bench.bodies(records, NotAcknowledged)] == [1]


def test_a_repetition_that_waits_for_room_does_not_leave_while_suspended(bench: ModuleType, world: World) -> None:
    down = ((world.time_ms, world.time_ms + 15_000),)
    world.declared_links = tuple(
        replace(link, outages_ms=down, capacity_per_min=2, resend_ms=5_000) for link in world.declared_links
    )
    told(bench, world, "report")  # lost, and its repetition has to wait until half a minute has gone by
    suspend(bench, world)
    assert got(bench, bench.ticks(world, 60)) == []
    suspend(bench, world, False)
    assert got(bench, bench.ticks(world, TICKS)) == [("report", "under_assessment")]


def test_a_lost_cancel_goes_through_the_gate_anew_under_other_terms(bench: ModuleType, world: World) -> None:
    told(bench, world, "report")
    down = ((world.time_ms, world.time_ms + 20_000),)
    world.declared_links = tuple(replace(link, outages_ms=down) for link in world.declared_links)
    told(bench, world, "cancel", FALSE)
    world.agreement = bench.agreement(version="2", fields_released=("confidence",))
    assert got(bench, bench.ticks(world, 60)) == [("cancel", None)]


def test_a_public_warning_that_was_never_told_is_not_cancelled(bench: ModuleType, world: World) -> None:
    alert = PublicWarning(
        warning_id="alder-p1", step="alert", references=(), event_id="", areas=("a",), sent_ms=0, expires_ms=9_000_000
    )
    cancel = msgspec.structs.replace(alert, warning_id="alder-p2", step="cancel", references=("alder-p1",))
    suspend(bench, world)
    draft_to(world, world.nodes["alder"], "birch", "report", alert)
    bench.ticks(world, TICKS)
    suspend(bench, world, False)
    draft_to(world, world.nodes["alder"], "birch", "cancel", cancel)
    assert bench.bodies(bench.ticks(world, TICKS), Envelope) == []


def test_each_public_warning_is_cancelled_by_itself(bench: ModuleType, world: World) -> None:
    alerts = [
        PublicWarning(
            warning_id=f"alder-p{n}",
            step="alert",
            references=(),
            event_id="",
            areas=("a",),
            sent_ms=0,
            expires_ms=9_000_000,
        )
        for n in (1, 3)
    ]
    for alert in alerts:
        draft_to(world, world.nodes["alder"], "birch", "report", alert)
    bench.ticks(world, TICKS)
    suspend(bench, world)
    for n, alert in zip((2, 4), alerts, strict=True):
        cancel = msgspec.structs.replace(
            alert, warning_id=f"alder-p{n}", step="cancel", references=(alert.warning_id,)
        )
        draft_to(world, world.nodes["alder"], "birch", "cancel", cancel)
    bench.ticks(world, TICKS)
    suspend(bench, world, False)
    sent = [body.message for body in bench.bodies(bench.ticks(world, TICKS), Delivery)]
    assert [message.payload.references for message in sent] == [("alder-r1",), ("alder-r2",)]


def test_an_event_that_became_part_of_another_is_taken_back_under_the_name_that_was_told(
    bench: ModuleType, world: World
) -> None:
    told(bench, world, "report")
    rename(world, world.nodes["alder"], {"alder-e1": "alder-e0"})
    false = msgspec.structs.replace(FALSE, event_id="alder-e0")
    (delivery,) = bench.bodies(told(bench, world, "cancel", false), Delivery)
    assert (delivery.message.payload.event_id, delivery.message.msg_type) == ("alder-r1", "cancel")


def test_out_of_turn_a_report_goes_only_if_what_it_may_tell_is_new(bench: ModuleType, world: World) -> None:
    fields = ("launch_time_ms", "confidence")
    world.agreement = replace(world.agreement, fields_released=fields)
    told(bench, world, "report")
    later = msgspec.structs.replace(REPORT, launch_time_ms=601_000, impact_time_ms=900_000)
    records = told(bench, world, "update", later, ("impact_time_ms", "confidence"))
    assert got(bench, records) == []
    assert {body.reason for body in bench.bodies(records, Refusal)} == {"nothing that may be told has changed"}
    surer = msgspec.structs.replace(later, confidence="medium")
    assert len(got(bench, told(bench, world, "update", surer, ("impact_time_ms", "confidence")))) == 1
    assert len(got(bench, told(bench, world, "update", surer))) == 1, "in its turn it goes"


def test_a_query_that_was_suspended_is_asked_when_sharing_is_resumed(bench: ModuleType, world: World) -> None:
    world.nodes["birch"].events = (bench.event("birch-e1"),)
    suspend(bench, world)
    order = bench.ordered(Query("birch-e1", "alder"), cell="data_exchange_desk")
    bench.ticks(world, TICKS, {0: [order]})
    assert world.nodes["alder"].consultations == {}
    suspend(bench, world, False)
    records = bench.ticks(world, TICKS)
    steps = [body.message.payload for body in bench.bodies(records, Envelope)]
    assert [step.step for step in steps if isinstance(step, Consultation)] == ["query"]
    assert list(world.nodes["alder"].consultations) == ["birch-c700"]


def test_a_query_that_the_agreement_lets_not_out_is_closed(bench: ModuleType, world: World) -> None:
    world.agreement = replace(world.agreement, classes=())
    world.nodes["birch"].events = (bench.event("birch-e1"),)
    order = bench.ordered(Query("birch-e1", "alder"), cell="data_exchange_desk")
    world.agreement = replace(world.agreement, messages=("consultation",))
    apply(world, [order])
    world.agreement = replace(world.agreement, messages=())
    bench.ticks(world, TICKS)
    held = world.nodes["birch"].consultations["birch-c700"]
    assert held.closed == "refused"
    view = bench.view(
        900_000, consultations={"birch-c700": held}, partners=("alder",), may_consult=True, uneasy={"birch-e1": 0}
    )
    assert data_exchange_desk(view) == [], "it is not asked again"


def test_a_signature_that_overtook_its_query_counts(bench: ModuleType, world: World) -> None:
    node, deadline_ms = world.nodes["alder"], world.time_ms + 600_000
    signers = ("birch", "alder")
    query = Consultation(
        consultation_id="birch-c7", event_id="birch-r1", step="query", deadline_ms=deadline_ms, signers=signers
    )
    sign = msgspec.structs.replace(query, step="sign", assessment="valid", signers=())
    assert hear(node, "birch", sign, world.time_ms) == []
    assert hear(node, "birch", query, world.time_ms) == []
    assert node.consultations["birch-c7"].signed == {"birch": "valid"}
    assert node.early == []
    other = msgspec.structs.replace(sign, consultation_id="birch-c9", deadline_ms=world.time_ms)
    hear(node, "birch", other, world.time_ms)
    bench.ticks(world, 2)
    assert node.early == [], "what comes to nothing is forgotten at its deadline"


def test_a_notice_that_a_partner_was_not_given_shows_in_no_report_to_it(bench: ModuleType, world: World) -> None:
    node = world.nodes["alder"]
    known = msgspec.structs.replace(REPORT, matched_notification="n1", generic_class="slv")
    draft = ReportDraft(
        report=known,
        unaided=REPORT,
        notice="n1",
        provenance=(),
        scope=Scope(None, None, None, None),
        msg_type="report",
        tells=(),
    )

    def drafted() -> LaunchReport:
        draft_reports(world, node, (draft,))
        payload = world.drafts.pop().payload
        assert isinstance(payload, LaunchReport) and world.drafts == []
        return payload

    assert drafted() == REPORT
    node.notice_from["n1"] = "cedar"
    assert drafted() == REPORT, "a third nation gave it to us, not to Birch"
    node.notice_from["n1"] = "birch"
    assert drafted() == known, "it is Birch's own"
    del node.notice_from["n1"]
    number = [link.source for link in world.declared_links].index("alder")
    world.links[number].told["PreLaunchNotification n1"] = Told("alder-birch#1", "report", REPORT)
    assert drafted() == known, "Birch was told"


def test_of_two_signatures_the_later_counts_however_late_the_earlier_comes(bench: ModuleType, world: World) -> None:
    query = Consultation(
        consultation_id="birch-c7",
        event_id="birch-r1",
        step="query",
        deadline_ms=world.time_ms + 600_000,
        signers=("birch", "alder"),
    )
    node = world.nodes["alder"]

    def come(seq: int, step: Consultation) -> None:
        bench.hear(node, step, 700_000 + 1000 * seq, seq, originator="birch", releasable_to="alder")

    come(1, query)
    come(3, msgspec.structs.replace(query, step="sign", assessment="false"))
    come(2, msgspec.structs.replace(query, step="sign", assessment="valid"))
    assert node.consultations["birch-c7"].signed == {"birch": "false"}


def test_queries_of_one_second_that_were_refused_leave_no_gap_in_names(bench: ModuleType, world: World) -> None:
    node = world.nodes["birch"]
    node.events = (bench.event("birch-e1"), bench.event("birch-e2"))
    orders = [bench.ordered(Query(name, "alder"), cell="data_exchange_desk") for name in ("birch-e1", "birch-e2")]
    apply(world, orders)
    assert list(node.consultations) == ["birch-c700", "birch-c700/2"]
    del world.drafts[0]  # as if the agreement had kept the first one back
    bench.ticks(world, TICKS)
    assert list(world.nodes["alder"].consultations) == ["birch-c700"]
    assert hear(node, "alder", reply_to("birch-c700"), world.time_ms) == []
    assert node.consultations["birch-c700/2"].reply is not None and node.consultations["birch-c700"].reply is None


def reply_to(name: str) -> Consultation:
    return Consultation(consultation_id=name, event_id="", step="reply", deadline_ms=9_000_000, sees_it=True)
