"""Drafts of the tick before go through the agreement onto the links; what is due arrives."""

from dataclasses import replace

import msgspec

from tocsin.exchange.inbound import Inbound, ack_of, counted, receive, timed
from tocsin.exchange.link import Carried, Link, LinkState, Told, Waiting
from tocsin.exchange.message import DeliveryRefused, Draft, Message, Refusal
from tocsin.exchange.payload import Consultation, FreeText, LaunchReport, Payload, PublicWarning
from tocsin.exchange.public_names import with_public_names
from tocsin.exchange.release import (
    NO_NEWS,
    WITHDRAWALS,
    closed_reason,
    is_owed,
    refused,
    release,
    subject_of,
    version_of,
)
from tocsin.exchange.transport import answer, hand_over, post, send_again, take_answers, take_back, taken_off
from tocsin.exchange.wire import LinkEnd, Sealed, seal
from tocsin.exercise.stages.arrive import arrive
from tocsin.exercise.stages.comms import hear_check
from tocsin.exercise.stages.holding import is_kept
from tocsin.exercise.stages.notices import file_notices
from tocsin.exercise.stages.relay import draft_relays, passed_on, relayed_over
from tocsin.exercise.stages.texts import note_text_refused
from tocsin.exercise.world import Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import MessageLost


def exchange(world: World) -> list[Record]:
    """Put drafts in line, release and send them, deliver; every release, refusal, repetition and loss is recorded."""
    records: list[Record] = []
    for state, link in zip(world.links, world.declared_links, strict=True):
        if state.acks or state.line or state.unanswered or state.owed:
            take_up(world, state, link, records)
    for draft in world.drafts:
        if not is_kept(world, draft):
            line_up(world, draft, records)
    world.drafts = []
    file_notices(world, records)
    for state, link in zip(world.links, world.declared_links, strict=True):
        if state.line:
            put_on_link(world, state, link, records)
        if state.under_way:
            take(world, state, link, records)
    return records


def take_up(world: World, state: LinkState, link: Link, records: list[Record]) -> None:
    """Take up what a link's sender still has in hand: answered, to be sent again, owed, or stopped by new terms."""
    is_open = closed_reason(world.agreement, world.agreement_state, world.time_ms) is None
    version = version_of(world.agreement)
    if state.acks:
        take_answers(state, world.time_ms)
    if state.line:
        take_back(state, version, is_open)
    if is_open and state.unanswered:
        records += [Record(link.source, done) for done in send_again(state, link, world.time_ms, version)]
    if is_open and state.owed:
        line_up_owed(state, world.time_ms)


def line_up_owed(state: LinkState, time_ms: int) -> None:
    """Put in line what is owed and still worth telling."""
    for draft in state.owed.values():
        if not isinstance(draft.payload, Consultation) or is_owed(draft, time_ms):
            post(state, Waiting(time_ms, 0, draft))
    state.owed.clear()


def line_up(world: World, draft: Draft, records: list[Record]) -> None:
    """Put a draft in line for its link: the agreement may want it to wait."""
    index = world.link_index.get((draft.originator, draft.to))
    if index is None:
        records.append(Record(draft.originator, refused(draft, "no link leads there")))
        return
    wait_ms = 0 if draft.relayed else world.agreement.min_delay_ms  # it waited where it was released
    post(world.links[index], Waiting(world.time_ms + wait_ms, 0, draft))


def put_on_link(world: World, state: LinkState, link: Link, records: list[Record]) -> None:
    """Hand a link what is ready, each draft through the gate as it leaves."""

    def leave(draft: Draft) -> Sealed | None:
        return send(world, state, link, draft, records)

    is_answered = link_back(world, link) is not None
    for lost in hand_over(state, link, world.luck, world.time_ms, leave, is_answered):
        records.append(Record(TRUTH, MessageLost(lost.msg_id, lost.attempt, lost.was_out)))


def send(world: World, state: LinkState, link: Link, draft: Draft, records: list[Record]) -> Sealed | None:
    """Return a draft as it leaves on its link, None if the agreement does not let it."""
    if draft.relayed is not None:
        return send_on(world, state, link, draft, records)
    about = about_of(draft.payload)
    before = state.told.get(about)
    draft = as_told(draft, before)
    outcome = release(draft, world.agreement, world.agreement_state, world.time_ms)
    if not isinstance(outcome, Refusal):
        outcome = refused(draft, reason) if (reason := idle_reason(draft, outcome, before)) else outcome
    if isinstance(outcome, Refusal):
        records.append(Record(draft.originator, outcome))
        if isinstance(draft.payload, FreeText):
            note_text_refused(world.nodes[draft.originator], draft.payload.text_id, outcome.reason)
        note_unsent(world, state, draft, before)
        return None
    state.owed.pop(about, None)
    message = referring_back(publicly(world, outcome, records), before)
    sealed = sent(world, state, link, draft, message)
    state.told[about] = Told(sealed.envelope.msg_id, draft.msg_type, outcome.payload, finding_of(draft))
    records.append(Record(draft.originator, sealed.envelope))
    return sealed


def send_on(world: World, state: LinkState, link: Link, draft: Draft, records: list[Record]) -> Sealed | None:
    """Return what another told as it is passed on, None if the agreement does not let it."""
    assert draft.relayed is not None
    about = f"{draft.relayed.originator}/{about_of(draft.payload)}"
    outcome = passed_on(world, draft, state.told.get(about))
    if isinstance(outcome, Refusal):
        records.append(Record(draft.originator, outcome))
        return None
    sealed = sent(world, state, link, draft, outcome)
    state.told[about] = Told(sealed.envelope.msg_id, draft.msg_type, outcome.payload)
    records.append(Record(draft.originator, sealed.envelope))
    return sealed


def sent(world: World, state: LinkState, link: Link, draft: Draft, message: Message) -> Sealed:
    """Return a message sealed under the link's next number."""
    envelope, raw = seal(message, link, state.next_seq, end_at(world, link.source), world.time_ms)
    state.next_seq += 1
    return Sealed(msgspec.structs.replace(envelope, held_ms=world.time_ms - draft.drafted_ms), raw)


def finding_of(draft: Draft) -> str:
    """Return what the watch takes the launch to be that a draft reports, '' for all other drafts."""
    return draft.payload.assessment or "" if isinstance(draft.payload, LaunchReport) else ""


def about_of(payload: Payload) -> str:
    """Return what ties a message to those that it updates, corrects or cancels: each step of a consultation alone."""
    if isinstance(payload, Consultation):
        return f"Consultation {payload.consultation_id} {payload.step}"
    if isinstance(payload, PublicWarning):
        return f"PublicWarning {payload.references[0] if payload.references else payload.warning_id}"
    return f"{type(payload).__name__} {subject_of(payload)}"


def note_unsent(world: World, state: LinkState, draft: Draft, before: Told | None) -> None:
    """Keep what must be told when the agreement is open again; close a consultation that cannot begin.

    That is what takes back something told, what the watch now finds of a launch told, and steps of consultations.
    """
    payload = draft.payload
    if closed_reason(world.agreement, world.agreement_state, world.time_ms) is None:
        if isinstance(payload, Consultation) and payload.step == "query":
            held = world.nodes[draft.originator].consultations
            name = payload.consultation_id
            held[name] = replace(held[name], closed=held[name].closed or "refused")
    elif isinstance(payload, Consultation) or (before is not None and is_owed(draft, world.time_ms)):
        state.owed[about_of(payload)] = draft
    elif isinstance(payload, LaunchReport) and before is not None:
        if payload.assessment == before.finding:
            state.owed.pop(about_of(payload), None)  # the watch is of the mind again that was told
        else:
            state.owed[about_of(payload)] = draft


def as_told(draft: Draft, before: Told | None) -> Draft:
    """Return a launch report's draft as its addressee must read it.

    What it never heard of is no update to it; what it was told to forget and now stands again is due in any case.
    """
    if draft.msg_type != "update" or not isinstance(draft.payload, LaunchReport):
        return draft
    if before is None:
        return msgspec.structs.replace(draft, msg_type="report")
    return msgspec.structs.replace(draft, tells=()) if before.msg_type == "cancel" else draft


def idle_reason(draft: Draft, message: Message, before: Told | None) -> str:
    """Return why a message that may be released says nothing: it has no news, or takes back what was never told."""
    if draft.msg_type in WITHDRAWALS and before is None and not isinstance(draft.payload, Consultation):
        return "nothing was told that could be taken back"
    if not draft.tells or draft.msg_type in WITHDRAWALS or before is None:
        return ""
    is_news = any(getattr(message.payload, name) != getattr(before.payload, name) for name in draft.tells)
    return "" if is_news else NO_NEWS


def referring_back(message: Message, before: Told | None) -> Message:
    """Return the message with the id of the one on the same link that it updates, corrects or cancels."""
    if before is None or message.msg_type not in ("update", "correct", "cancel"):
        return message
    return msgspec.structs.replace(message, references=(before.msg_id,))


def publicly(world: World, message: Message, records: list[Record]) -> Message:
    """Return the message under the names that partners know, and record those that are new."""
    node = world.nodes[message.originator]
    message, named = with_public_names(message, node.public_names)
    if named:
        node.public_names |= {item.name: item.public_name for item in named}
    records += [Record(message.originator, item) for item in named]
    return message


def take(world: World, state: LinkState, link: Link, records: list[Record]) -> None:
    """Take off a link what is due, and acknowledge what has come."""
    due = taken_off(state, world.time_ms)
    if not due:
        return
    has_come = [take_in(world, link, carried, records) for carried in due]
    back = link_back(world, link)
    if any(has_come) and back is not None:
        answer(state, ack_of(world.nodes[link.target].inbound[link.link_id]), back, world.luck, world.time_ms)


def take_in(world: World, link: Link, carried: Carried, records: list[Record]) -> bool:
    """Let what has come through the gate into its node; return whether it is to be acknowledged.

    What is refused is counted and recorded, and changes nothing else.
    """
    node = world.nodes[link.target]
    inbound, end = node.inbound.get(link.link_id, Inbound()), end_at(world, link.target, relayed_over(world, link))
    outcome = receive(carried.raw, link, inbound, end, world.time_ms)
    if isinstance(outcome, DeliveryRefused):
        node.refused_messages[outcome.reason] = node.refused_messages.get(outcome.reason, 0) + 1
        records.append(Record(link.target, outcome))
        return outcome.reason == "repeated"
    inbound, gaps = counted(inbound, outcome)
    inbound, skews = timed(inbound, link, outcome.sent_ms, carried.due_ms + end.clock_skew_ms)
    node.inbound[link.link_id] = inbound
    arrive(node, outcome, records, world.agreement)
    draft_relays(world, link, outcome.message)
    records += hear_check(world, node, outcome)
    records += [Record(link.target, shown) for shown in (*gaps, *skews)]
    return True


def end_at(world: World, name: str, relayed: tuple[str, ...] = ()) -> LinkEnd:
    """Return what a node seals and checks by; ``relayed``: whose words the other end may pass on."""
    return LinkEnd(world.scenario.blind_name, world.luck, world.nodes[name].declared.clock_skew_ms, relayed)


def link_back(world: World, link: Link) -> Link | None:
    """Return the link that leads the other way, None where there is none."""
    index = world.link_index.get((link.target, link.source))
    return None if index is None else world.declared_links[index]
