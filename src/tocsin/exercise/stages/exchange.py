"""Drafts of the tick before go through the agreement onto the links; what is due arrives."""

import msgspec

from tocsin.exchange.inbound import Inbound, ack_of, counted, receive, timed
from tocsin.exchange.link import Carried, Link, LinkState
from tocsin.exchange.message import DeliveryRefused, Draft, Message, Refusal
from tocsin.exchange.payload import LaunchReport
from tocsin.exchange.public_names import with_public_names
from tocsin.exchange.release import WITHDRAWALS, refused, release, subject_of
from tocsin.exchange.transport import answer, hand_over, post, send_again, take_answers, taken_off
from tocsin.exchange.wire import LinkEnd, seal
from tocsin.exercise.stages.arrive import arrive
from tocsin.exercise.stages.notices import file_notices
from tocsin.exercise.world import Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import MessageLost


def exchange(world: World) -> list[Record]:
    """Release, send and deliver; every release, refusal, repetition, loss and delivery is recorded."""
    records: list[Record] = []
    for state, link in zip(world.links, world.declared_links, strict=True):
        take_answers(state, world.time_ms)
        records += [Record(link.source, done) for done in send_again(state, link, world.time_ms)]
    for draft in world.drafts:
        send(world, draft, records)
    world.drafts = []
    file_notices(world, records)
    for state, link in zip(world.links, world.declared_links, strict=True):
        if state.waiting:
            is_answered = link_back(world, link) is not None
            for lost in hand_over(state, link, world.luck, world.time_ms, is_answered):
                records.append(Record(TRUTH, MessageLost(lost.msg_id, lost.attempt, lost.was_out)))
        if state.under_way:
            take(world, state, link, records)
    return records


def send(world: World, draft: Draft, records: list[Record]) -> None:
    """Put one draft through the agreement and, if it is released, in line for its link."""
    for state, link in zip(world.links, world.declared_links, strict=True):
        if (link.source, link.target) != (draft.originator, draft.to):
            continue
        about = f"{type(draft.payload).__name__} {subject_of(draft.payload)}"
        draft = as_told(draft, state.newest.get(about))
        outcome = release(draft, world.agreement, world.agreement_state, world.time_ms)
        if is_about_nothing(draft, state.newest.get(about)) and not isinstance(outcome, Refusal):
            outcome = refused(draft, "nothing was told that could be taken back")
        if isinstance(outcome, Refusal):
            records.append(Record(draft.originator, outcome))
            return
        outcome = referring_back(publicly(world, outcome, records), state.newest.get(about))
        held_ms = world.agreement.min_delay_ms
        envelope = seal(outcome, link, state.next_seq, held_ms, end_at(world, link.source))
        state.next_seq += 1
        state.newest[about] = envelope.msg_id
        records.append(Record(draft.originator, envelope))
        post(state, envelope, world.time_ms + held_ms)


def as_told(draft: Draft, before: str | None) -> Draft:
    """Return a launch report's draft as its addressee must read it: what it never heard of is no update to it."""
    if before is None and draft.msg_type == "update" and isinstance(draft.payload, LaunchReport):
        return msgspec.structs.replace(draft, msg_type="report")
    return draft


def is_about_nothing(draft: Draft, before: str | None) -> bool:
    """Return whether a draft takes back a launch report that its addressee never had."""
    return before is None and draft.msg_type in WITHDRAWALS and isinstance(draft.payload, LaunchReport)


def referring_back(message: Message, before: str | None) -> Message:
    """Return the message with the id of the one on the same link that it updates, corrects or cancels."""
    if before is None or message.msg_type not in ("update", "correct", "cancel"):
        return message
    return msgspec.structs.replace(message, references=(before,))


def publicly(world: World, message: Message, records: list[Record]) -> Message:
    """Return the message under the names that partners know, and record those that are new."""
    node = world.nodes[message.originator]
    message, named = with_public_names(message, node.public_names)
    node.public_names |= {item.name: item.public_name for item in named}
    records += [Record(message.originator, item) for item in named]
    return message


def take(world: World, state: LinkState, link: Link, records: list[Record]) -> None:
    """Take off a link what is due, and acknowledge what has come."""
    due = taken_off(state, world.time_ms)
    has_come = [take_in(world, link, carried, records) for carried in due]
    back = link_back(world, link)
    if any(has_come) and back is not None:
        answer(state, ack_of(world.nodes[link.target].inbound[link.link_id]), back, world.luck, world.time_ms)


def take_in(world: World, link: Link, carried: Carried, records: list[Record]) -> bool:
    """Let what has come through the gate into its node; return whether it is to be acknowledged.

    What is refused is counted and recorded, and changes nothing else.
    """
    node = world.nodes[link.target]
    inbound, end = node.inbound.get(link.link_id, Inbound()), end_at(world, link.target)
    outcome = receive(carried.raw, link, inbound, end, world.time_ms)
    if isinstance(outcome, DeliveryRefused):
        node.refused_messages[outcome.reason] = node.refused_messages.get(outcome.reason, 0) + 1
        records.append(Record(link.target, outcome))
        return outcome.reason == "repeated"
    inbound, gaps = counted(inbound, outcome)
    inbound, skews = timed(inbound, link, outcome.sent_ms, carried.due_ms + end.clock_skew_ms)
    node.inbound[link.link_id] = inbound
    arrive(node, outcome, records, world.agreement.coarsening)
    records += [Record(link.target, shown) for shown in (*gaps, *skews)]
    return True


def end_at(world: World, name: str) -> LinkEnd:
    """Return what a node seals and checks by."""
    return LinkEnd(world.scenario.blind_name, world.luck, world.nodes[name].declared.clock_skew_ms)


def link_back(world: World, link: Link) -> Link | None:
    """Return the link that leads the other way, None where there is none."""
    ends = link.target, link.source
    return next((other for other in world.declared_links if (other.source, other.target) == ends), None)
