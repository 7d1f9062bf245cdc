"""The notification register of a node: the newest word on every notice, and what of it the sensor desk has."""

from tocsin.exchange.agreement import EXACT, Coarsening
from tocsin.exchange.payload import InterceptorLaunchNotice, PostLaunchNotification, PreLaunchNotification
from tocsin.exercise.world import NodeState
from tocsin.warning.announced import confirmed, interceptor_notice

NOTICE_KEPT_MS = 600_000  # a launch late in its window is confirmed, and matched, after it has closed


def enter(node: NodeState, notice: PreLaunchNotification, time_ms: int) -> bool:
    """Enter a notice in the register and say whether it is news; the newest revision wins in any order of arrival.

    Without a desk line it is at the sensor desk at once.  Once its launch is confirmed a notice changes no more.
    """
    known = node.register.get(notice.notice_id)
    if notice.notice_id in node.confirmed or (known is not None and known.revision >= notice.revision):
        return False
    write(node, notice, time_ms)
    return True


def write(node: NodeState, notice: PreLaunchNotification, time_ms: int) -> None:
    """Put a notice in the place of what is held of it."""
    node.register[notice.notice_id] = notice
    node.registered_ms[notice.notice_id] = time_ms
    if node.desk_line is None:
        put_on_sensor_desk(node, notice)


def confirm(node: NodeState, told: PostLaunchNotification, time_ms: int, coarsening: Coarsening = EXACT) -> None:
    """Enter the confirmation of a launch; the first one of a notice counts."""
    notice = confirmed(told, node.register.get(told.notice_id), coarsening)
    if notice is not None and notice.notice_id not in node.confirmed:
        node.confirmed.add(notice.notice_id)
        write(node, notice, time_ms)


def enter_shot(node: NodeState, told: InterceptorLaunchNotice, time_ms: int, coarsening: Coarsening = EXACT) -> None:
    """Enter a defensive shot: it comes with the warnings, so it is at the sensor desk at once."""
    notice = interceptor_notice(told, coarsening)
    if enter(node, notice, time_ms):
        node.forwarded[notice.notice_id] = notice.revision
        put_on_sensor_desk(node, notice)


def put_on_sensor_desk(node: NodeState, notice: PreLaunchNotification) -> None:
    """Give the sensor desk a notice in place of what it had of it."""
    node.notices = [*(held for held in node.notices if held.notice_id != notice.notice_id), notice]
    node.has_news = True


def forget_over(node: NodeState, time_ms: int) -> None:
    """Take what has had its time out of the register and off the sensor desk.

    A notice has had it ten minutes after its window and its last change.
    """
    before_ms = time_ms - NOTICE_KEPT_MS
    over = [
        name
        for name, held in node.register.items()
        if held.window_end_ms < before_ms and node.registered_ms[name] < before_ms
    ]
    for name in over:
        del node.register[name], node.registered_ms[name]
        node.forwarded.pop(name, None)
    if over:
        node.notices = [held for held in node.notices if held.notice_id in node.register]
