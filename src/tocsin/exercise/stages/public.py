"""Warnings to a nation's own public, and their cancels.  EXERCISE: they go to nobody but the journal."""

from tocsin.exchange.cap.armed import armed_cancel, sent
from tocsin.exchange.payload import PublicWarning, standing_at
from tocsin.exercise.stages.draft import draft_to_partners
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.order import CancelPublicWarning, Order, SendPublicWarning

AFTER_IMPACT_MS = 600_000  # a warning expires so long after the impact it names,
UNKNOWN_MS = 3_600_000  # or after this where it names none


def send_public(world: World, node: NodeState, order: Order, action: SendPublicWarning) -> tuple[str, list[Record]]:
    """Send a warning once enough persons have ordered it; return why not, or '', and the records."""
    known = {area.area_id for area in world.scenario.geography.areas if area.nation == node.declared.name}
    unknown = [area for area in action.areas if area not in known]
    if unknown or not action.areas:
        return f"{', '.join(unknown) or 'no area'} is not a defended area of {node.declared.name}", []
    event = node.event(action.event_id)
    if event is None and action.event_id:
        return f"{action.event_id} is not an open event of {node.declared.name}", []
    if any(warning.event_id == action.event_id for warning in standing_at(node.public_warnings, world.time_ms)):
        return f"a warning of {action.event_id or 'this'} stands already", []
    senders = tuple(dict.fromkeys((*node.sent_by.get(action.event_id, ()), order.cell)))
    node.sent_by[action.event_id] = senders
    if len(senders) < node.declared.doctrine.persons_to_send:
        return "", []
    del node.sent_by[action.event_id]
    impact_ms = event.impact.time_ms if event and event.impact else None
    warning = PublicWarning(
        warning_id=f"{node.declared.name}-p{len(node.public_warnings) + 1}",
        step="alert",
        references=(),
        event_id=action.event_id,
        areas=action.areas,
        sent_ms=world.time_ms,
        expires_ms=world.time_ms + UNKNOWN_MS if impact_ms is None else impact_ms + AFTER_IMPACT_MS,
        impact_time_ms=impact_ms,
    )
    return "", [issued(world, node, warning)]


def issued(world: World, node: NodeState, warning: PublicWarning) -> Record:
    """Keep a public warning, tell partners of it, and return its record."""
    node.public_warnings.append(warning)
    draft_to_partners(world, node, "cancel" if warning.step == "cancel" else "report", warning)
    return Record(node.declared.name, warning)


def cancel_public(world: World, node: NodeState, action: CancelPublicWarning) -> str:
    """Have a standing warning cancelled, which takes its time; return why not, or ''."""
    if action.warning_id in node.cancels_due:
        return f"{action.warning_id} is being cancelled already"
    if all(warning.warning_id != action.warning_id for warning in standing_at(node.public_warnings, world.time_ms)):
        return f"{action.warning_id} is not a standing warning of {node.declared.name}"
    node.cancels_due[action.warning_id] = world.time_ms + node.declared.doctrine.cancel_ms
    return ""


def cancel_due(world: World) -> list[Record]:
    """Return the cancels that go out now."""
    records: list[Record] = []
    for node in world.nodes.values():
        due = [name for name, due_ms in node.cancels_due.items() if due_ms <= world.time_ms]
        for name in due:
            del node.cancels_due[name]
            alert = next(warning for warning in node.public_warnings if warning.warning_id == name)
            cancel = sent(armed_cancel(alert), world.time_ms)
            records.append(issued(world, node, cancel))
    return records
