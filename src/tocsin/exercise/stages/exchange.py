"""Drafts of the tick before go through the agreement onto the links; what is due arrives."""

from tocsin.exchange.link import deliver, is_lost, seal
from tocsin.exchange.message import Draft, Envelope, Message, Refusal
from tocsin.exchange.public_names import with_public_names
from tocsin.exchange.release import release
from tocsin.exercise.stages.arrive import arrive
from tocsin.exercise.stages.notices import file_notices
from tocsin.exercise.world import Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import MessageLost


def exchange(world: World) -> list[Record]:
    """Release, send and deliver; every release, refusal, loss and delivery is recorded."""
    records: list[Record] = []
    for draft in world.drafts:
        send(world, draft, records)
    world.drafts = []
    file_notices(world, records)
    for state, link in zip(world.links, world.declared_links, strict=True):
        if state.under_way and state.under_way[0].due_ms <= world.time_ms:
            due = [envelope for envelope in state.under_way if envelope.due_ms <= world.time_ms]
            state.under_way = state.under_way[len(due) :]
            for envelope in due:
                arrive(world.nodes[link.target], deliver(envelope, world.time_ms), records)
    return records


def send(world: World, draft: Draft, records: list[Record]) -> None:
    """Put one draft through the agreement and, if it is released, onto its link."""
    outcome = release(draft, world.agreement, world.agreement_state, world.time_ms)
    if isinstance(outcome, Refusal):
        records.append(Record(draft.originator, outcome))
        return
    outcome = publicly(world, outcome, records)
    for state, link in zip(world.links, world.declared_links, strict=True):
        if (link.source, link.target) != (draft.originator, draft.to):
            continue
        held_ms = world.agreement.min_delay_ms
        envelope = seal(outcome, link, state.next_seq, world.scenario.blind_name, held_ms, world.luck)
        state.next_seq += 1
        records.append(Record(draft.originator, envelope))
        if is_lost(envelope, link, world.luck):
            records.append(Record(TRUTH, MessageLost(envelope.msg_id)))
        else:
            state.under_way = sorted([*state.under_way, envelope], key=order_of_arrival)


def publicly(world: World, message: Message, records: list[Record]) -> Message:
    """Return the message under the names that partners know, and record those that are new."""
    node = world.nodes[message.originator]
    message, named = with_public_names(message, node.public_names)
    node.public_names |= {item.name: item.public_name for item in named}
    records += [Record(message.originator, item) for item in named]
    return message


def order_of_arrival(envelope: Envelope) -> tuple[int, int]:
    """Return the sort key of envelopes under way: when due, then as sent."""
    return (envelope.due_ms, envelope.seq)
