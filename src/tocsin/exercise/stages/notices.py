"""Notices: entered in their nation's own register when they are due, and drafted for its partners."""

from tocsin.exchange.agreement import Agreement
from tocsin.exchange.message import Draft
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.exercise.world import Record, World
from tocsin.orders.record import NoticeFiled

NOTICE_LEAD_MS = 24 * 3_600_000  # a notice is filed at home this long ahead where no agreement says otherwise
NOTICE_KEPT_MS = 600_000  # a launch late in its window is confirmed, and matched, after it has closed


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
            links = [link for link in world.declared_links if link.source == declared.name]
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
