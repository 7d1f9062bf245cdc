"""What has come to a node and nobody has opened yet."""

from tocsin.exchange.matter import id_to_open, matter_of
from tocsin.exchange.message import Delivery
from tocsin.exercise.world import NodeState
from tocsin.orders.staff import MarkRead


def note_delivery(node: NodeState, delivery: Delivery) -> None:
    """Note a message as unread if it is for people; it takes the place of an older one about the same matter."""
    item_id, message = id_to_open(delivery), delivery.message
    if item_id:
        note_unread(node, f"{message.originator} {matter_of(message.payload)}", item_id, delivery.received_ms)


def note_unread(node: NodeState, matter: str, item_id: str, time_ms: int) -> None:
    """Note something that came to a node about a matter as unread."""
    older = node.staff.unread.get(matter)
    if older is not None:
        node.staff.unread_ms.pop(older, None)
    node.staff.unread[matter] = item_id
    node.staff.unread_ms[item_id] = time_ms


def mark_read(node: NodeState, action: MarkRead, time_ms: int) -> str:
    """Note that someone has opened a thing; return why not, or ''.  Opening it again changes nothing."""
    item_id, staff = action.item_id, node.staff
    if item_id in staff.read_ms:
        return ""
    if not is_there(node, item_id):
        return f"{item_id} has not come to {node.declared.name}, and is open nowhere there"
    staff.read_ms[item_id] = time_ms
    if staff.unread_ms.pop(item_id, None) is not None:
        staff.unread = {matter: name for matter, name in staff.unread.items() if name != item_id}
    return ""


def is_there(node: NodeState, item_id: str) -> bool:
    """Return whether a node holds what can be opened under an id: a message, a text, an inject, an open matter."""
    if item_id in node.staff.unread_ms or item_id in node.staff.texts:
        return True
    return node.event(item_id) is not None or item_id in node.consultations or has_come(node, item_id)


def has_come(node: NodeState, msg_id: str) -> bool:
    """Return whether a message of this id (``LINK#NUMBER``) has come over a link to a node."""
    link_id, _, number = msg_id.rpartition("#")
    inbound = node.inbound.get(link_id)
    if inbound is None or not number.isdecimal() or not number.isascii() or len(number) > len(str(2**31)):
        return False
    seq = int(number)
    if str(seq) != number or not 1 <= seq <= inbound.highest_seq:
        return False
    return not any(gap.first_seq <= seq <= gap.last_seq for gap in inbound.gaps)
