"""A change of watch: what is open is listed, and who goes and who comes sign it."""

from collections.abc import Iterator

from tocsin.exchange.agreement import JOINT
from tocsin.exercise.staff.state import Handover
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.desk import HandoverListed, HandoverSigned, OpenItem, OpenKind
from tocsin.orders.order import Order
from tocsin.orders.staff import SignHandover
from tocsin.scenario.serials import Serial


def list_open(world: World) -> list[Record]:
    """Return the lists of what is open at every node whose watch changes now."""
    records: list[Record] = []
    for serial in world.scenario.staged.serials:
        if serial.kind != "handover" or serial.time_ms != world.time_ms:
            continue
        for name, node in world.nodes.items():
            if is_for(serial, name):
                node.staff.handovers[serial.serial_id] = Handover()
                listed = HandoverListed(serial_id=serial.serial_id, items=tuple(open_items(node)))
                records.append(Record(name, listed))
    return records


def is_for(serial: Serial, name: str) -> bool:
    """Return whether an entry of the calendar is for a node; a joint cell has no watch of its own."""
    return serial.nation == name or (not serial.nation and name != JOINT)


def open_items(node: NodeState) -> Iterator[OpenItem]:
    """Yield what is open at a node: events, what nobody has opened, consultations, engagements, requests."""
    staff = node.staff
    for event in node.events:
        yield OpenItem("event", event.event_id, event.opened_ms)
    for item_id in staff.unread.values():
        yield OpenItem(mail_kind(node, item_id), item_id, staff.unread_ms[item_id])
    for name, held in node.consultations.items():
        if not held.closed:
            yield OpenItem("consultation", name, held.opened_ms)
    for plan in node.plans:
        if plan.proposed:
            yield OpenItem("engagement", f"{plan.event_id}/{plan.object_name}/{plan.battery_id}")
    for text in staff.open_requests:
        if text.text_id not in staff.unread_ms:  # listed once
            yield OpenItem("request", text.text_id, text.time_ms)


def mail_kind(node: NodeState, item_id: str) -> OpenKind:
    """Return what kind of mail lies unopened under an id."""
    if item_id in node.staff.texts:
        return "text"
    return "inject" if item_id in node.injects else "message"


def sign_handover(world: World, node: NodeState, order: Order, action: SignHandover) -> tuple[str, list[Record]]:
    """Sign for who goes or who comes; return why not, or '', and the record once both have."""
    name, serial_id = node.declared.name, action.serial_id
    held = node.staff.handovers.get(serial_id)
    if held is None:
        return why_not_listed(world, name, serial_id), []
    who = "incoming" if action.is_incoming else "outgoing"
    if held.incoming if action.is_incoming else held.outgoing:
        return f"{serial_id} was signed for the {who} watch before", []
    signature = order.order_id or order.cell
    if is_same_seat(signature, held.outgoing if action.is_incoming else held.incoming):
        return f"{serial_id} was signed at this seat for the other watch: it needs two people", []
    if action.is_incoming:
        held.incoming = signature
    else:
        held.outgoing = signature
    is_complete = bool(held.incoming and held.outgoing)
    return "", [Record(name, HandoverSigned(serial_id=serial_id))] if is_complete else []


def why_not_listed(world: World, name: str, serial_id: str) -> str:
    """Return why there is nothing to sign under an id."""
    own = [item for item in world.scenario.staged.serials if item.kind == "handover" and is_for(item, name)]
    if any(item.serial_id == serial_id for item in own):
        return f"{serial_id}: the watch of {name} has not changed yet"
    known = ", ".join(item.serial_id for item in own) or "there is none"
    return f"serial_id = {serial_id!r}: must be a change of watch of {name}: {known}"


def is_same_seat(one: str, other: str) -> bool:
    """Return whether two signatures (``SEAT/NUMBER``) were given at one seat; a bare cell is no seat."""
    return "/" in one and one.rpartition("/")[0] == other.rpartition("/")[0]
