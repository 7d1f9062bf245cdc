"""The way of a notice inside a node, from the notice desk to the sensor desk: an order, a delay, sometimes a loss."""

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import DESK_LOSS, Luck, declared_id
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.exercise.stages.register import put_on_sensor_desk
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.action import ForwardNotice
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import NoticeAtDesk, NoticeForwarded, NoticeLost


def forward(world: World, node: NodeState, action: ForwardNotice) -> tuple[str, list[Record]]:
    """Send the newest revision of a notice to the sensor desk; return why not, or '', and the records."""
    reason = why_not(node, action.notice_id)
    if reason or node.desk_line is None:
        return reason, []
    notice = node.register[action.notice_id]
    node.forwarded[notice.notice_id] = notice.revision
    records = [Record(node.declared.name, NoticeForwarded(notice.notice_id, notice.revision))]
    if is_lost(node, notice, node.desk_line.loss, world.luck):
        records.append(Record(TRUTH, NoticeLost(node.declared.name, notice.notice_id, notice.revision)))
    else:
        node.on_desk_line.append((world.time_ms + node.desk_line.delay_ms, notice))
    return "", records


def why_not(node: NodeState, notice_id: str) -> str:
    """Return why a notice cannot be forwarded, or ''."""
    if notice_id not in node.register:
        return f"{notice_id} is not in the register"
    if node.desk_line is None:
        return f"{notice_id} is at the sensor desk already: there is no line to send it on"
    revision = node.register[notice_id].revision
    if node.forwarded.get(notice_id, -1) >= revision:
        return f"{notice_id} revision {revision} was forwarded before"
    return ""


def is_lost(node: NodeState, notice: PreLaunchNotification, loss: float, luck: Luck) -> bool:
    """Return whether a notice is lost on the line: drawn on (node, notice, revision)."""
    ids = node.declared.luck_id, declared_id(f"notice {notice.notice_id}"), notice.revision
    return uniform(luck.key0, luck.key1, DESK_LOSS, 0, *ids) < loss


def reach_sensor_desk(node: NodeState, time_ms: int, records: list[Record]) -> None:
    """Put what is due off the line onto the sensor desk."""
    due = [notice for due_ms, notice in node.on_desk_line if due_ms <= time_ms]
    if due:
        node.on_desk_line = [item for item in node.on_desk_line if item[0] > time_ms]
    for notice in due:
        put_on_sensor_desk(node, notice)
        records.append(Record(node.declared.name, NoticeAtDesk(notice.notice_id, notice.revision)))


def waiting(node: NodeState) -> dict[str, int]:
    """Return what the notice desk has not sent on, and when each was entered (ms)."""
    if node.desk_line is None:
        return {}
    return {
        name: node.registered_ms[name]
        for name, held in node.register.items()
        if node.forwarded.get(name, -1) < held.revision
    }
