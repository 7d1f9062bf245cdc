"""Drafts of the tick before go through the agreement onto the links; what is due arrives."""

from tocsin.exchange.agreement import Agreement
from tocsin.exchange.link import deliver, is_lost, seal
from tocsin.exchange.message import (
    Delivery,
    Draft,
    Envelope,
    LaunchReport,
    PreLaunchNotification,
    Refusal,
    ReportedTrack,
    TrackReport,
)
from tocsin.exchange.release import release
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import MessageLost, NoticeFiled
from tocsin.warning.evidence import Reported

NOTICE_LEAD_MS = 24 * 3_600_000  # a notice is filed at home this long ahead where no agreement says otherwise
NOTICE_KEPT_MS = 600_000  # a launch late in its window is confirmed, and matched, after it has closed


def exchange(world: World) -> list[Record]:
    """Release, send and deliver; every release, refusal, loss and delivery is recorded."""
    records: list[Record] = []
    for draft in world.drafts:
        send(world, draft, records)
    world.drafts = []
    file_notices(world, records)
    for state, link in zip(world.links, world.scenario.links, strict=True):
        if state.under_way and state.under_way[0].due_ms <= world.time_ms:
            due = [envelope for envelope in state.under_way if envelope.due_ms <= world.time_ms]
            state.under_way = state.under_way[len(due) :]
            for envelope in due:
                arrive(world, world.nodes[link.target], deliver(envelope, world.time_ms), records)
    return records


def send(world: World, draft: Draft, records: list[Record]) -> None:
    """Put one draft through the agreement and, if it is released, onto its link."""
    outcome = release(draft, world.agreement, world.agreement_state, world.time_ms)
    if isinstance(outcome, Refusal):
        records.append(Record(draft.originator, outcome))
        return
    for state, link in zip(world.links, world.scenario.links, strict=True):
        if (link.source, link.target) != (draft.originator, draft.to):
            continue
        held_ms = world.agreement.min_delay_ms
        envelope = seal(outcome, link, state.next_seq, world.scenario.blind_name, held_ms, world.luck)
        state.next_seq += 1
        records.append(Record(draft.originator, envelope))
        if is_lost(envelope, link, world.luck):
            records.append(Record(TRUTH, MessageLost(envelope.msg_id)))
        else:
            state.under_way = sorted([*state.under_way, envelope], key=order_of_arrival)


def order_of_arrival(envelope: Envelope) -> tuple[int, int]:
    """Return the sort key of envelopes under way: when due, then as sent."""
    return (envelope.due_ms, envelope.seq)


def arrive(world: World, node: NodeState, delivery: Delivery, records: list[Record]) -> None:
    """Hand a delivery to its node; one whose CRC is wrong is recorded and not believed."""
    records.append(Record(node.declared.name, delivery))
    if not delivery.crc_ok:
        return
    message = delivery.message
    node.has_news = True
    match message.payload:
        case LaunchReport() as report:
            key = f"{message.originator}/{report.event_id}"
            known = node.reports.get(key)
            if known is None or known.released_ms <= message.released_ms:
                node.reports[key] = Reported(
                    message.originator, report, message.provenance, message.released_ms, delivery.received_ms
                )
        case PreLaunchNotification() as notice:
            node.notices.append(notice)
        case TrackReport(tracks=tracks):
            for track in tracks:
                take_track(node, message.originator, track)


def take_track(node: NodeState, originator: str, track: ReportedTrack) -> None:
    """Keep a reported track if it is newer than what is held of its source: order of arrival is harmless."""
    source = track.provenance[0].source_id
    known = node.received_tracks.get(source)
    if known is None or known[1].time_ms <= track.time_ms:
        node.received_tracks[source] = (originator, track)


def file_notices(world: World, records: list[Record]) -> None:
    """Enter notices that are due in their nation's own register, and draft them for its partners."""
    for node in world.nodes.values():
        declared = node.declared
        while node.notices_filed < len(declared.notices) and is_due(declared.notices[node.notices_filed], world):
            notice = declared.notices[node.notices_filed]
            node.notices_filed += 1
            if notice.window_end_ms + NOTICE_KEPT_MS < world.time_ms:
                continue  # over before the exercise began
            node.notices.append(notice)
            filed = NoticeFiled(notice.notice_id, notice.window_start_ms, notice.window_end_ms)
            records.append(Record(declared.name, filed))
            links = [link for link in world.scenario.links if link.source == declared.name]
            world.drafts += [notice_draft(notice, link.source, link.target, world.time_ms) for link in links]
        node.notices = [known for known in node.notices if known.window_end_ms + NOTICE_KEPT_MS >= world.time_ms]


def is_due(notice: PreLaunchNotification, world: World) -> bool:
    """Return whether a notice is to be given by now: the agreed lead before its window opens.

    Where each event has a window of play of its own, not before that window.
    """
    if len(world.scenario.windows) > 1 and notice.window_start_ms > world.time_ms:
        return False
    return notice.window_start_ms - lead_of(world.agreement) <= world.time_ms


def lead_of(agreement: Agreement) -> int:
    """Return how long before its window a notice is given, ms."""
    return NOTICE_LEAD_MS if agreement.notice_lead_ms is None else agreement.notice_lead_ms


def notice_draft(notice: PreLaunchNotification, source: str, target: str, time_ms: int) -> Draft:
    """Return the draft of a notice for one partner."""
    return Draft(originator=source, to=target, drafted_ms=time_ms, msg_type="report", payload=notice)
