"""What a node does with a message that has arrived: it keeps what it was told, and nothing else."""

from tocsin.exchange.agreement import EXACT, Agreement, Coarsening
from tocsin.exchange.message import Delivery, MsgType
from tocsin.exchange.payload import (
    AlertState,
    AnomalyAdvisory,
    Assessment,
    BatteryStatus,
    Consultation,
    EngagementIntention,
    FreeText,
    InterceptorLaunchNotice,
    LaunchReport,
    PostLaunchNotification,
    PreLaunchNotification,
    ReportedTrack,
    TrackReport,
)
from tocsin.exchange.release import fields_withheld, version_of
from tocsin.exercise.stages.consult import hear
from tocsin.exercise.stages.intend import hear_engagements
from tocsin.exercise.stages.register import confirm, enter, enter_shot
from tocsin.exercise.stages.texts import hear_text
from tocsin.exercise.stages.unread import note_delivery
from tocsin.exercise.world import NodeState, Record
from tocsin.tracking.provenance import Provenance, source_ids
from tocsin.warning.evidence import Reported, words_of

ASSESSMENT_OF: dict[MsgType, Assessment] = {"cancel": "false", "correct": "anomalous"}


def arrive(node: NodeState, delivery: Delivery, records: list[Record], terms: Agreement | None = None) -> None:
    """Hand a delivery to its node; one whose CRC is wrong is recorded and not believed.

    ``terms``: the agreement in force; None where everything may be told as it is.
    """
    records.append(Record(node.declared.name, delivery))
    if not delivery.crc_ok:
        return
    message = delivery.message
    coarsening = EXACT if terms is None else terms.coarsening
    node.has_moved = True
    note_delivery(node, delivery)
    match message.payload:
        case LaunchReport() as report:
            if is_newest(node, f"{message.originator}/{report.event_id}", delivery):
                take_report(node, delivery, report, terms)
        case PreLaunchNotification() | PostLaunchNotification() | InterceptorLaunchNotice() as notice:
            node.notice_from[notice.notice_id], node.has_news = message.originator, True
            arrive_notice(node, notice, delivery.received_ms, coarsening)
        case AlertState() as alert:
            if is_newest(node, message.originator, delivery):
                node.partner_alerts[message.originator] = alert
        case AnomalyAdvisory() as advisory:
            node.advisories.append(advisory)
            node.has_news = True
        case Consultation() as step:
            if is_newest(node, f"{message.originator}/{step.consultation_id}/{step.step}", delivery):
                node.has_news = True
                records += hear(node, message.originator, step, delivery.received_ms)
        case EngagementIntention() as engagements:
            if is_newest(node, f"{message.originator}/engagements", delivery):
                hear_engagements(node, message.originator, engagements)
        case BatteryStatus() as status:
            if is_newest(node, f"{message.originator}/{status.battery_id}", delivery):
                node.battery_status[f"{message.originator}/{status.battery_id}"] = status
        case FreeText() as told:
            hear_text(node, message.originator, told, delivery.received_ms)
        case TrackReport(tracks=tracks):
            for track in tracks:
                take_track(node, message.originator, track)


def take_report(node: NodeState, delivery: Delivery, report: LaunchReport, terms: Agreement | None) -> None:
    """Keep the newest report of a partner's event; it is news unless all that it says was said, to other numbers.

    Nothing is noted of what other terms withheld, under which it may have left: they are known no longer.
    """
    message = delivery.message
    subject = f"{message.originator}/{report.event_id}"
    note_sources(node, subject, message.provenance)
    known = node.reports.get(subject)
    if terms is not None and message.agreement_version != version_of(terms):
        terms = None
    taken = Reported(
        message.originator,
        report,
        message.provenance,
        message.released_ms,
        delivery.received_ms,
        assessment_in(message.msg_type, report, known),
        () if terms is None else fields_withheld(terms),
        EXACT if terms is None else terms.coarsening,
    )
    node.reports[subject] = taken
    if not node.has_news:
        node.has_news = known is None or words_of(known) != words_of(taken)


def arrive_notice(
    node: NodeState,
    notice: PreLaunchNotification | PostLaunchNotification | InterceptorLaunchNotice,
    received_ms: int,
    coarsening: Coarsening,
) -> None:
    """Enter a notice in the register: of a launch to come, of one that was, of a shot."""
    match notice:
        case PreLaunchNotification():
            enter(node, notice, received_ms)
        case PostLaunchNotification():
            confirm(node, notice, received_ms, coarsening)
        case InterceptorLaunchNotice():
            enter_shot(node, notice, received_ms, coarsening)


def is_newest(node: NodeState, subject: str, delivery: Delivery) -> bool:
    """Return whether nothing newer has been heard on a subject, and note it: a later release, then a later number.

    What was heard outlasts the report itself, so that what comes very late takes nothing back.  The times in a
    payload cannot tell which is newer: they may be coarsened.
    """
    told = delivery.message.released_ms, delivery.seq
    if told < node.heard.get(subject, told):
        return False
    node.heard[subject] = told
    return True


def note_sources(node: NodeState, subject: str, provenance: Provenance) -> None:
    """Keep which sources are behind a partner's event: what it says of the event later may name the event alone."""
    node.partner_events[subject] = node.partner_events.get(subject, frozenset()) | source_ids(provenance)


def assessment_in(msg_type: MsgType, report: LaunchReport, known: Reported | None) -> Assessment:
    """Return what a report says the event is: by its type, by its field, or, where the field is withheld, as before.

    After a cancel nothing more is told, unless the event was found true after all.
    """
    told = ASSESSMENT_OF.get(msg_type) or report.assessment
    if told is None and known is not None and known.assessment == "anomalous":
        return "anomalous"
    return told or "under_assessment"


def take_track(node: NodeState, originator: str, track: ReportedTrack) -> None:
    """Keep a reported track if it is newer than what is held of its source: order of arrival is harmless.

    A source that is not held is news.
    """
    source = track.provenance[0].source_id
    known = node.received_tracks.get(source)
    if known is None or known[1].time_ms <= track.time_ms:
        node.received_tracks[source] = (originator, track)
        node.has_news |= known is None
