"""What a sender does with its link: queue, hand over, wait for an answer, send again."""

from bisect import insort
from collections.abc import Callable
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
from tocsin.exchange.message import Draft, NotAcknowledged, Resent
from tocsin.exchange.release import is_owed
from tocsin.exchange.wire import Sealed, wire_bytes

MINUTE_MS = 60_000


class Lost(NamedTuple):
    """Something that a link lost."""

    msg_id: str
    attempt: int
    was_out: bool


Leave = Callable[[Draft], Sealed | None]  # what becomes of a draft as it leaves: None where it may not


def post(state: LinkState, item: Waiting) -> None:
    """Put something in line for its link: behind what is ready no later."""
    insort(state.line, item, key=lambda other: other.ready_ms)


def hand_over(
    state: LinkState, link: Link, luck: Luck, time_ms: int, leave: Leave, is_answered: bool = True
) -> list[Lost]:
    """Give the link all that is ready and that it has room for, first come first served; return what it loses.

    Parameters
    ----------
    state : LinkState
        Changed: ``line``, ``under_way``, ``unanswered``, ``free_ms``.
    time_ms : int, ms
        Exercise time.  What was ready within the tick before is handed over at its own moment.
    leave : callable
        Puts a draft through the gate at the moment at which it leaves; what is refused takes no room on the link.
    is_answered : bool
        Whether a link leads back; without one nothing is acknowledged, and nothing sent again.
    """
    lost: list[Lost] = []
    count = 0
    for item in state.line:
        handed_ms = max(item.ready_ms, state.free_ms)
        if handed_ms > time_ms:
            break
        count += 1
        sealed = leave(item.draft) if item.envelope is None else Sealed(item.envelope, wire_bytes(item.envelope))
        if sealed is None:
            continue
        envelope = sealed.envelope
        if link.capacity_per_min:
            state.free_ms = handed_ms + MINUTE_MS // link.capacity_per_min
        if is_answered:
            retry_ms = handed_ms + patience_ms(link, item.attempt)
            state.unanswered.append(Unanswered(retry_ms, item.attempt, item.draft, envelope))
        dues_ms = arrivals_ms(link, KIND_NUMBER[type(envelope.message.payload)], handed_ms, luck)
        if not dues_ms:
            lost.append(Lost(envelope.msg_id, item.attempt, is_out(link, handed_ms)))
            continue
        state.under_way += [Carried(due_ms, envelope.seq, sealed.raw) for due_ms in dues_ms]
    state.line = state.line[count:]
    return lost


def send_again(state: LinkState, link: Link, time_ms: int, version: str) -> list[Resent | NotAcknowledged]:
    """Put in line again what was not acknowledged in time, give up what was sent often enough; return what was done.

    A repetition is the same message under the same number, in another second: its luck is fresh.  What must arrive
    (``release.is_owed``) is never given up.  What was released under other terms than ``version`` is not repeated; if
    it must arrive it goes through the gate anew.
    """
    done: list[Resent | NotAcknowledged] = []
    late = [item for item in state.unanswered if item.retry_ms <= time_ms]
    if not late:
        return done
    state.unanswered = [item for item in state.unanswered if item.retry_ms > time_ms]
    for _, attempt, draft, envelope in late:
        must_arrive, is_stale = is_owed(draft, time_ms), envelope.message.agreement_version != version
        if is_stale or not (must_arrive or attempt < link.resends):
            done.append(NotAcknowledged(msg_id=envelope.msg_id, attempts=attempt + 1))
        else:
            post(state, Waiting(time_ms, attempt + 1, draft, envelope))
            done.append(Resent(msg_id=envelope.msg_id, attempt=attempt + 1))
        if is_stale and must_arrive:
            post(state, Waiting(time_ms, 0, draft))
    return done


def take_back(state: LinkState, version: str, is_open: bool) -> None:
    """Take repetitions out of the line that may not leave now: nothing passes, or the terms are another ``version``.

    They are as if unanswered still: ``send_again`` says what becomes of them.
    """
    kept: list[Waiting] = []
    for item in state.line:
        if item.envelope is None or (is_open and item.envelope.message.agreement_version == version):
            kept.append(item)
        else:
            state.unanswered.append(Unanswered(item.ready_ms, item.attempt - 1, item.draft, item.envelope))
    state.line = kept


def patience_ms(link: Link, attempt: int) -> int:
    """Return how long an acknowledgement is waited for, ms: a minute once a message was repeated often enough."""
    return link.resend_ms if attempt <= link.resends else max(link.resend_ms, MINUTE_MS)


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
        state.line = [item for item in state.line if item.envelope is None or not is_had(ack, item.envelope.seq)]


def is_had(ack: Ack, seq: int) -> bool:
    """Return whether an acknowledgement says that the receiver has a message."""
    return seq <= ack.highest_seq and not any(first <= seq <= last for first, last in ack.missing)


def taken_off(state: LinkState, time_ms: int) -> list[Carried]:
    """Return what arrives by now, taken off the link: by number, since nobody sees an order within a tick."""
    due = [item for item in state.under_way if item.due_ms <= time_ms]
    if due:
        state.under_way = [item for item in state.under_way if item.due_ms > time_ms]
    return sorted(due, key=lambda item: (item.seq, item.due_ms))
