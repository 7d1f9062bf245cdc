"""The data-exchange desk keeps drafts back, and lets them go: the agreement decides then, as always."""

from tocsin.exchange.link import Waiting
from tocsin.exchange.matter import matter_of
from tocsin.exchange.message import Draft
from tocsin.exchange.payload import PAYLOAD_KINDS
from tocsin.exchange.release import subject_of
from tocsin.exercise.world import NodeState, World
from tocsin.orders.staff import HoldMessage, SendMessage

KIND_NAMES = tuple(kind.__name__ for kind in PAYLOAD_KINDS)


def hold(world: World, node: NodeState, action: HoldMessage) -> str:
    """Keep back what a node drafts of a subject, and what still waits in line; return why not, or ''."""
    subject, held = action.subject, node.staff.held_back
    if subject in held:
        return f"{subject} is held back already"
    if subject not in subjects_of(node):
        kinds = ", ".join(KIND_NAMES)
        return f"subject = {subject!r}: must be an own event, notice, warning or advisory, or one of {kinds}"
    held[subject] = {}
    for state, link in zip(world.links, world.declared_links, strict=True):
        if link.source == node.declared.name:
            state.line = [item for item in state.line if not is_kept_in_line(world, item)]
    return ""


def subjects_of(node: NodeState) -> set[str]:
    """Return what a node may hold back: what it tells of, and the kinds of message."""
    return {
        *KIND_NAMES,
        *(event.event_id for event in node.events),
        *(item.notice.notice_id for item in node.declared.notices),
        *(warning.warning_id for warning in node.public_warnings),
        *(advisory.advisory_id for advisory in node.advisories),
    }


def is_kept_in_line(world: World, item: Waiting) -> bool:
    """Return whether what waits in line has not been sent and is kept back."""
    return item.envelope is None and is_kept(world, item.draft)


def is_kept(world: World, draft: Draft) -> bool:
    """Return whether a draft's sender keeps it back; it is then kept, in place of an older one of the matter."""
    held = world.nodes[draft.originator].staff.held_back
    if not held:
        return False
    for subject in (subject_of(draft.payload), type(draft.payload).__name__):
        if subject in held:
            held[subject][f"{draft.to} {matter_of(draft.payload)}"] = draft
            return True
    return False


def let_go(world: World, node: NodeState, action: SendMessage) -> str:
    """Let go what a node keeps back of a subject; return why not, or ''."""
    kept = node.staff.held_back.pop(action.subject, None)
    if kept is None:
        held = ", ".join(node.staff.held_back) or "nothing"
        return f"{action.subject} is not held back; held back now: {held}"
    world.drafts += kept.values()
    return ""
