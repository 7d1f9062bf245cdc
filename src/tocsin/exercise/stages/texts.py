"""What people write: on their own channel, to exercise control, to a partner; and what comes back."""

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.bounds import LONGEST_TEXT, fault_of_free_text
from tocsin.exchange.message import MsgType
from tocsin.exchange.payload import FreeText
from tocsin.exchange.release import MESSAGE_KINDS, closed_reason
from tocsin.exercise.staff.state import Text
from tocsin.exercise.stages.draft import draft_to
from tocsin.exercise.stages.unread import note_unread
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.desk import TextReceived, TextWritten
from tocsin.orders.order import Order
from tocsin.orders.staff import CONTROL, Say


def say(world: World, node: NodeState, order: Order, action: Say) -> tuple[str, list[Record]]:
    """Write as a nation or a joint cell; return why not, or '', and the record."""
    name, staff = node.declared.name, node.staff
    if action.speaker:
        return f"speaker = {action.speaker!r}: exercise control alone speaks as others; leave it out", []
    reason = fault_of_free_text(action.text) or closed_to(world, node, action.to) or no_answer(node, action)
    if reason:
        return reason, []
    staff.texts_written += 1
    text_id = f"{name}-t{staff.texts_written}"
    staff.texts[text_id] = Text(
        text_id, name, action.to, action.text, world.time_ms, action.is_request, action.answers
    )
    note_answer(node, action.answers, text_id)
    if action.to not in (name, CONTROL):
        told = FreeText(text_id=text_id, text=action.text, is_request=action.is_request, answers=action.answers)
        draft_to(world, node, action.to, msg_type_of(action), told)
    written = TextWritten(
        text_id=text_id,
        cell=order.cell,
        to=action.to,
        text=action.text,
        is_request=action.is_request,
        answers=action.answers,
    )
    return "", [Record(name, written)]


def msg_type_of(action: Say) -> MsgType:
    """Return what a text is to a partner."""
    return "query" if action.is_request else "reply" if action.answers else "report"


def closed_to(world: World, node: NodeState, to: str) -> str:
    """Return why a node may write nothing to someone now, or ''."""
    name, agreement = node.declared.name, world.agreement
    if to in (name, CONTROL):
        return ""
    partners = [link.target for link in world.declared_links if link.source == name]
    if to not in partners:
        return f"to = {to!r}: must be one of {', '.join((name, CONTROL, *partners))}"
    if not {name, to} <= {*agreement.parties, JOINT}:
        return f"{to} is no party to the agreement with {name}"
    kind = MESSAGE_KINDS[FreeText]
    if kind not in agreement.messages:
        return f"{agreement.name} provides for no {kind}: nothing may be written to {to}"
    return closed_reason(agreement, world.agreement_state, world.time_ms) or ""


def no_answer(node: NodeState, action: Say) -> str:
    """Return why what is written cannot answer what it says it answers, or ''."""
    if not action.answers:
        return ""
    asked, name = node.staff.texts.get(action.answers), node.declared.name
    if asked is None:
        return f"answers = {action.answers!r}: is no text that {name} holds"
    if asked.to != name:
        return f"answers = {action.answers!r}: was written to {asked.to}, who answers it"
    back = asked.sender if asked.sender in (name, *senders_of(node)) else CONTROL
    return "" if action.to == back else f"answers = {action.answers!r}: an answer goes to {back}, who wrote it"


def senders_of(node: NodeState) -> set[str]:
    """Return which partners a node has texts from: those whose texts came over a link."""
    return {text.sender for text in node.staff.texts.values() if not is_of_control(text.text_id)}


def is_of_control(text_id: str) -> bool:
    """Return whether exercise control wrote a text."""
    return text_id.startswith(f"{CONTROL}-")


def note_answer(node: NodeState, answers: str, text_id: str) -> None:
    """Close the request that a text answers: the first answer counts."""
    asked = node.staff.texts.get(answers)
    if asked is not None and asked.is_request and not asked.answered_by:
        asked.answered_by = text_id


def note_text_refused(node: NodeState, text_id: str, reason: str) -> None:
    """Note that a text never left, and open again what it would have answered."""
    held = node.staff.texts.get(text_id)
    if held is None:
        return
    held.refused = reason
    for asked in node.staff.texts.values():
        if asked.answered_by == text_id:
            asked.answered_by = ""


def hear_text(node: NodeState, sender: str, told: FreeText, time_ms: int) -> None:
    """Keep what a partner wrote, under its name of it; what it answers, under the node's own.

    A name that its sender cannot have given is not kept: the delivery alone tells of it.
    """
    if not told.text_id.startswith(f"{sender}-") or told.text_id in node.staff.texts:
        return
    own_names = {public: own for own, public in node.public_names.items()}
    answers = own_names.get(told.answers, told.answers)
    node.staff.texts[told.text_id] = Text(
        told.text_id, sender, node.declared.name, told.text, time_ms, told.is_request, answers
    )
    asked = node.staff.texts.get(answers)
    if asked is not None and asked.to == sender:
        note_answer(node, answers, told.text_id)


def say_as_control(world: World, action: Say) -> tuple[str, list[Record]]:
    """Write as exercise control, for itself or as someone else; return why not, or '', and the record.

    What control writes to itself is on its own channel: the order is its record.
    """
    speaker = action.speaker or CONTROL
    reason = fault_of_free_text(action.text) or fault_of_speaker(world, speaker)
    node = world.nodes.get(action.to)
    if node is None and not reason and action.to != CONTROL:
        reason = f"to = {action.to!r}: must be one of {', '.join((CONTROL, *world.nodes))}"
    if node is None or reason:
        return reason, []
    asked = node.staff.texts.get(action.answers)
    if action.answers and (asked is None or asked.to != CONTROL):
        return f"answers = {action.answers!r}: is no text of {action.to} to {CONTROL}", []
    count = sum(is_of_control(text_id) for text_id in node.staff.texts)
    text_id = f"{CONTROL}-{action.to}-t{count + 1}"
    node.staff.texts[text_id] = Text(
        text_id, speaker, action.to, action.text, world.time_ms, action.is_request, action.answers
    )
    note_answer(node, action.answers, text_id)
    note_unread(node, f"text {text_id}", text_id, world.time_ms)
    received = TextReceived(
        text_id=text_id,
        sender=speaker,
        text=action.text,
        is_request=action.is_request,
        answers=action.answers,
    )
    return "", [Record(action.to, received)]


def fault_of_speaker(world: World, speaker: str) -> str:
    """Return why control may not speak under a name, or ''."""
    if speaker in world.nodes:
        return f"speaker = {speaker!r}: plays for itself; take another name"
    if len(speaker) > LONGEST_TEXT or not speaker.isprintable():
        return f"speaker has {len(speaker)} characters: must be at most {LONGEST_TEXT}, all printable"
    return ""
