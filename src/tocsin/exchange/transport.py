"""What a sender does with its link: queue, hand over, wait for an answer, send again."""

from bisect import insort
from typing import NamedTuple

from tocsin.chance.luck import Luck
from tocsin.exchange.link import (
    ACK_NUMBER,
    KIND_NUMBER,
    Ack,
    Carried,
    Link,
    LinkState,
    Unanswered,
    Waiting,
    arrivals_ms,
    is_out,
)
from tocsin.exchange.message import Envelope, NotAcknowledged, Resent
from tocsin.exchange.release import WITHDRAWALS, is_owed
from tocsin.exchange.wire import wire_bytes

MINUTE_MS = 60_000


class Lost(NamedTuple):
    """Something that a link lost."""

    msg_id: str
    attempt: int
    was_out: bool


def post(state: LinkState, envelope: Envelope, ready_ms: int, attempt: int = 0) -> None:
    """Put a message in line for its link: behind what is ready no later."""
    insort(state.waiting, Waiting(ready_ms, attempt, envelope), key=lambda item: item.ready_ms)


def hand_over(state: LinkState, link: Link, luck: Luck, time_ms: int, is_answered: bool) -> list[Lost]:
    """Give the link all that is ready and that it has room for, first come first served; return what it loses.

    Parameters
    ----------
    state : LinkState
        Changed: ``waiting``, ``under_way``, ``unanswered``, ``free_ms``.
    time_ms : int, ms
        Exercise time.  What was ready within the tick before is handed over at its own moment.
    is_answered : bool
        Whether a link leads back; without one nothing is acknowledged, and nothing sent again.
    """
    lost: list[Lost] = []
    count = 0
    for ready_ms, attempt, envelope in state.waiting:
        handed_ms = max(ready_ms, state.free_ms)
        if handed_ms > time_ms:
            break
        count += 1
        if link.capacity_per_min:
            state.free_ms = handed_ms + MINUTE_MS // link.capacity_per_min
        if is_answered:
            state.unanswered.append(Unanswered(handed_ms + patience_ms(link, attempt), attempt, envelope))
        dues_ms = arrivals_ms(link, KIND_NUMBER[type(envelope.message.payload)], handed_ms, luck)
        if not dues_ms:
            lost.append(Lost(envelope.msg_id, attempt, is_out(link, handed_ms)))
            continue
        raw = wire_bytes(envelope)
        state.under_way += [Carried(due_ms, envelope.seq, raw) for due_ms in dues_ms]
    state.waiting = state.waiting[count:]
    return lost


def send_again(state: LinkState, link: Link, time_ms: int) -> list[Resent | NotAcknowledged]:
    """Put in line again what was not acknowledged in time, give up what was sent often enough; return what was done.

    A repetition is the same message under the same number, in another second: its luck is fresh.  What must arrive
    (``release.is_owed``) is never given up.
    """
    done: list[Resent | NotAcknowledged] = []
    late = [item for item in state.unanswered if item.retry_ms <= time_ms]
    if not late:
        return done
    state.unanswered = [item for item in state.unanswered if item.retry_ms > time_ms]
    for _, attempt, envelope in late:
        if attempt < link.resends or is_owed(envelope.message.msg_type, envelope.message.payload, time_ms):
            post(state, envelope, time_ms, attempt + 1)
            done.append(Resent(msg_id=envelope.msg_id, attempt=attempt + 1))
        else:
            done.append(NotAcknowledged(msg_id=envelope.msg_id, attempts=attempt + 1))
    return done


def patience_ms(link: Link, attempt: int) -> int:
    """Return how long an acknowledgement is waited for, ms: a minute once a message was repeated often enough."""
    return link.resend_ms if attempt <= link.resends else max(link.resend_ms, MINUTE_MS)


def withdraw(state: LinkState, version: str) -> list[Envelope]:
    """Take out of the line what was released under other terms than ``version`` and never sent; return it.

    A withdrawal stays: it names what was told before, and tells nothing else.
    """
    is_stale = [
        item.attempt == 0
        and item.envelope.message.agreement_version != version
        and item.envelope.message.msg_type not in WITHDRAWALS
        for item in state.waiting
    ]
    taken = [item.envelope for item, is_out in zip(state.waiting, is_stale, strict=True) if is_out]
    state.waiting = [item for item, is_out in zip(state.waiting, is_stale, strict=True) if not is_out]
    return taken


def answer(state: LinkState, ack: Ack, back: Link, luck: Luck, time_ms: int) -> None:
    """Send an acknowledgement of what came on a link over the link back, which may lose it too.  It takes no room."""
    state.acks += [(due_ms, ack) for due_ms in arrivals_ms(back, ACK_NUMBER, time_ms, luck)]


def take_answers(state: LinkState, time_ms: int) -> None:
    """Let the sender forget what the acknowledgements that have come say the receiver has."""
    due = [ack for due_ms, ack in state.acks if due_ms <= time_ms]
    if not due:
        return
    state.acks = [item for item in state.acks if item[0] > time_ms]
    for ack in due:
        state.unanswered = [item for item in state.unanswered if not is_had(ack, item.envelope.seq)]
        state.waiting = [item for item in state.waiting if item.attempt == 0 or not is_had(ack, item.envelope.seq)]


def is_had(ack: Ack, seq: int) -> bool:
    """Return whether an acknowledgement says that the receiver has a message."""
    return seq <= ack.highest_seq and not any(first <= seq <= last for first, last in ack.missing)


def taken_off(state: LinkState, time_ms: int) -> list[Carried]:
    """Return what arrives by now, taken off the link: by number, since nobody sees an order within a tick."""
    due = [item for item in state.under_way if item.due_ms <= time_ms]
    if due:
        state.under_way = [item for item in state.under_way if item.due_ms > time_ms]
    return sorted(due, key=lambda item: (item.seq, item.due_ms))
