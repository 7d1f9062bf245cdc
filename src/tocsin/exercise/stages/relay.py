"""What a partner told is passed on, as it is, to those whom it cannot tell itself; where all have agreed to it."""

from collections.abc import Iterator

import msgspec

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.link import Link, Told
from tocsin.exchange.message import Draft, Message, Refusal
from tocsin.exchange.release import RELAYED, WITHDRAWALS, closed_reason, refused, version_of
from tocsin.exercise.world import World


def draft_relays(world: World, link: Link, message: Message) -> None:
    """Draft what has come over a link for every partner of its receiver to whom the originator has no link.

    It goes no further than that: what was passed on once is not passed on again.
    """
    if not world.agreement.relay or message.originator != link.source or JOINT in (link.source, link.target):
        return
    if not isinstance(message.payload, RELAYED):
        return
    for target in out_of_reach(world, link):
        world.drafts.append(
            Draft(
                originator=link.target,
                to=target,
                drafted_ms=world.time_ms,
                msg_type=message.msg_type,
                payload=message.payload,
                relayed=message,
            )
        )


def out_of_reach(world: World, link: Link) -> Iterator[str]:
    """Yield the partners of a link's receiver to whom its sender has no link."""
    for name in world.agreement.parties:
        is_told = (link.source, name) in world.link_index
        if (link.target, name) in world.link_index and not is_told and name != link.source:
            yield name


def relayed_over(world: World, link: Link) -> tuple[str, ...]:
    """Return whose words a link's sender may pass on to its receiver beside its own."""
    if not world.agreement.relay or JOINT in (link.source, link.target):
        return ()
    return tuple(
        name
        for name in world.agreement.parties
        if name != link.target
        and (name, link.source) in world.link_index
        and (name, link.target) not in world.link_index
    )


def passed_on(world: World, draft: Draft, before: Told | None) -> Message | Refusal:
    """Return the message that is passed on, referring to what was passed on before it; or why it is not."""
    message = draft.relayed
    assert message is not None
    reason = closed_reason(world.agreement, world.agreement_state, world.time_ms)
    if reason is None and message.agreement_version != version_of(world.agreement):
        reason = "released under other terms"
    if reason is None and before is None and draft.msg_type in WITHDRAWALS:
        reason = "nothing was told that could be taken back"
    if reason is not None:
        return refused(draft, reason)
    is_about_it = before is not None and message.msg_type in ("update", "correct", "cancel")
    references = (before.msg_id,) if before is not None and is_about_it else ()
    return msgspec.structs.replace(message, releasable_to=draft.to, references=references)
