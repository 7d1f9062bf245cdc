"""Warnings to a nation's own public, and their cancels.  EXERCISE: they go to nobody but the journal."""

from dataclasses import replace

from msgspec.structs import replace as replaced

from tocsin.exchange.cap.armed import armed_cancel, sent
from tocsin.exchange.message import MsgType
from tocsin.exchange.payload import UNNAMED_MS, PublicWarning, WarningStep, standing_at
from tocsin.exercise.stages.draft import draft_to_partners
from tocsin.exercise.world import NodeState, Record, Unsent, World
from tocsin.orders.action import PUBLIC_SENDERS, CancelPublicWarning, SendPublicWarning
from tocsin.orders.order import Order
from tocsin.orders.staff import CorrectPublicWarning

AFTER_IMPACT_MS = 600_000  # a warning expires so long after the impact it names
TOGETHER_MS = 300_000  # notional: two persons who send one warning do so within this
TOLD_AS: dict[WarningStep, MsgType] = {"alert": "report", "update": "update", "cancel": "cancel"}


def send_public(world: World, node: NodeState, order: Order, action: SendPublicWarning) -> tuple[str, list[Record]]:
    """Send a warning once enough persons have ordered it; return why not, or '', and the records.

    Two persons order the same: the same areas, within ``TOGETHER_MS``.  Other areas, or a later order, begin anew.
    """
    action = replaced(action, areas=tuple(dict.fromkeys(action.areas)))
    reason = why_not_warn(world, node, order, action.areas)
    if reason:
        return reason, []
    event = node.event(action.event_id)
    if event is None and action.event_id:
        return f"{action.event_id} is not an open event of {node.declared.name}", []
    if any(warning.event_id == action.event_id for warning in standing_at(node.public_warnings, world.time_ms)):
        return f"a warning of {action.event_id or 'this'} stands already", []
    if not is_sent_by_enough(world, node, order, action.event_id, action.areas):
        return "", []
    impact_ms = event.impact.time_ms if event and event.impact else None
    warning = PublicWarning(
        warning_id=f"{node.declared.name}-p{len(node.public_warnings) + 1}",
        step="alert",
        references=(),
        event_id=action.event_id,
        areas=action.areas,
        sent_ms=world.time_ms,
        expires_ms=world.time_ms + UNNAMED_MS if impact_ms is None else impact_ms + AFTER_IMPACT_MS,
        impact_time_ms=impact_ms,
    )
    return "", [issued(world, node, warning)]


def why_not_warn(world: World, node: NodeState, order: Order, areas: tuple[str, ...]) -> str:
    """Return why a cell may not warn the public of some areas, or ''."""
    if order.cell not in PUBLIC_SENDERS:
        return f"{order.cell} sends no public warning; {' and '.join(PUBLIC_SENDERS)} do"
    known = {area.area_id for area in world.scenario.geography.areas if area.nation == node.declared.name}
    unknown = [area for area in areas if area not in known]
    if unknown or not areas:
        return f"{', '.join(unknown) or 'no area'} is not a defended area of {node.declared.name}"
    return ""


def is_sent_by_enough(world: World, node: NodeState, order: Order, about: str, areas: tuple[str, ...]) -> bool:
    """Note that one more person orders a warning; return whether that is enough, and forget it then.

    ``about``: the event, or the warning that is corrected.
    """
    unsent = joined(node.to_be_sent.get(about), Unsent(areas, (order.cell,), world.time_ms))
    node.to_be_sent[about] = unsent
    is_enough = len(unsent.cells) >= node.doctrine.persons_to_send
    if is_enough:
        del node.to_be_sent[about]
    return is_enough


def correct_public(
    world: World, node: NodeState, order: Order, action: CorrectPublicWarning
) -> tuple[str, list[Record]]:
    """Put a warning for other areas in the place of one that stands; return why not, or '', and the records.

    As many persons order it as a warning; until they have, the old one stands.
    """
    areas = tuple(dict.fromkeys(action.areas))
    reason = why_not_warn(world, node, order, areas)
    if reason:
        return reason, []
    standing = standing_at(node.public_warnings, world.time_ms)
    old = next((warning for warning in standing if warning.warning_id == action.warning_id), None)
    if old is None:
        return f"{action.warning_id} is not a standing warning of {node.declared.name}", []
    if action.warning_id in node.cancels_due:
        return f"{action.warning_id} is being cancelled", []
    if set(areas) == set(old.areas):
        return f"{action.warning_id} is for these areas already", []
    if not is_sent_by_enough(world, node, order, action.warning_id, areas):
        return "", []
    event = node.event(old.event_id)
    impact_ms = event.impact.time_ms if event and event.impact else old.impact_time_ms
    corrected = replaced(
        old,
        warning_id=f"{node.declared.name}-p{len(node.public_warnings) + 1}",
        step="update",
        references=(*old.references, old.warning_id),
        areas=areas,
        sent_ms=world.time_ms,
        expires_ms=old.expires_ms if impact_ms is None else impact_ms + AFTER_IMPACT_MS,
        impact_time_ms=impact_ms,
    )
    return "", [issued(world, node, corrected)]


def joined(known: Unsent | None, new: Unsent) -> Unsent:
    """Return what is to be sent once another person has ordered it too."""
    if known is None or set(known.areas) != set(new.areas) or new.time_ms - known.time_ms > TOGETHER_MS:
        return new
    return replace(known, cells=tuple(dict.fromkeys((*known.cells, *new.cells))))


def issued(world: World, node: NodeState, warning: PublicWarning) -> Record:
    """Keep a public warning, tell partners of it, and return its record."""
    node.public_warnings.append(warning)
    draft_to_partners(world, node, TOLD_AS[warning.step], warning)
    return Record(node.declared.name, warning)


def cancel_public(world: World, node: NodeState, action: CancelPublicWarning) -> str:
    """Have a standing warning cancelled, which takes its time; return why not, or ''."""
    if action.warning_id in node.cancels_due:
        return f"{action.warning_id} is being cancelled already"
    if all(warning.warning_id != action.warning_id for warning in standing_at(node.public_warnings, world.time_ms)):
        return f"{action.warning_id} is not a standing warning of {node.declared.name}"
    node.cancels_due[action.warning_id] = world.time_ms + node.doctrine.cancel_ms
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
