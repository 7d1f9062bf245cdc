"""Notices: entered in their nation's own register when they are due, and drafted for its partners."""

from tocsin.exchange.agreement import Agreement
from tocsin.exchange.message import Draft
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.record import NoticeFiled
from tocsin.scenario.declared import DeclaredNotice

NOTICE_LEAD_MS = 24 * 3_600_000  # a notice is filed at home this long ahead where no agreement says otherwise
NOTICE_KEPT_MS = 600_000  # a launch late in its window is confirmed, and matched, after it has closed


def file_notices(world: World, records: list[Record]) -> None:
    """Enter notices that are due in their nation's own register, and draft them for its partners."""
    for node in world.nodes.values():
        due = [item for item in node.notices_left if is_due(item, world)]
        if due:
            node.notices_left = [item for item in node.notices_left if not is_due(item, world)]
        for item in due:
            file_notice(world, node, item, records)
        node.notices = [known for known in node.notices if known.window_end_ms + NOTICE_KEPT_MS >= world.time_ms]


def file_notice(world: World, node: NodeState, item: DeclaredNotice, records: list[Record]) -> None:
    """Enter one notice in place of its earlier revision; what is over or already revised is left out."""
    notice, name = item.notice, node.declared.name
    known = [held for held in node.notices if held.notice_id == notice.notice_id]
    if notice.window_end_ms + NOTICE_KEPT_MS < world.time_ms or any(k.revision > notice.revision for k in known):
        return
    node.notices = [*(held for held in node.notices if held not in known), notice]
    records.append(Record(name, NoticeFiled(notice.notice_id, notice.window_start_ms, notice.window_end_ms)))
    links = [link for link in world.declared_links if link.source == name and not item.is_withheld]
    world.drafts += [notice_draft(notice, link.source, link.target, world.time_ms) for link in links]


def is_due(item: DeclaredNotice, world: World) -> bool:
    """Return whether a notice is to be given by now: when it says, else the agreed lead before its window opens.

    Where each event has a window of play of its own, not before that window.
    """
    if item.given_ms is not None:
        return item.given_ms <= world.time_ms
    if len(world.scenario.windows) > 1 and item.notice.window_start_ms > world.time_ms:
        return False
    return item.notice.window_start_ms - lead_of(world.agreement) <= world.time_ms


def lead_of(agreement: Agreement) -> int:
    """Return how long before its window a notice is given, ms."""
    return NOTICE_LEAD_MS if agreement.notice_lead_ms is None else agreement.notice_lead_ms


def notice_draft(notice: PreLaunchNotification, source: str, target: str, time_ms: int) -> Draft:
    """Return the draft of a notice for one partner."""
    return Draft(originator=source, to=target, drafted_ms=time_ms, msg_type="report", payload=notice)
