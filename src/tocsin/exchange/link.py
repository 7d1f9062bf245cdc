"""A link between two nodes: it takes time, loses, doubles, mixes up, fills up and fails."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import LINK_DUPLICATION, LINK_JITTER, LINK_LOSS, LINK_REORDER, Luck
from tocsin.exchange.message import Draft, Envelope, MsgType
from tocsin.exchange.payload import PAYLOAD_KINDS, Payload

SHORTEST_MS = 1000  # one tick: what is sent in one tick is read in a later one
RESEND_MS = 5000  # ms, notional: patience beyond the way there and back, where a scenario sets none
KIND_NUMBER: dict[type[Payload], int] = {kind: number for number, kind in enumerate(PAYLOAD_KINDS, start=1)}
ACK_NUMBER = 0  # an acknowledgement's own, among the kinds


@dataclass(frozen=True, slots=True)
class Link:
    """A one-way link as declared.

    Attributes
    ----------
    latency_ms, jitter_ms : int, ms
        Carrying time is latency plus a uniform draw in [0, jitter].
    loss : float in [0, 1)
        Probability that a message never arrives.
    duplication_probability : float in [0, 1)
        That a second copy arrives, with a jitter of its own.
    reorder_probability : float in [0, 1)
        That a message is held ``reorder_ms`` longer.
    outages_ms : spans of exercise time
        What is handed to the link within one, its end left out, is lost.
    capacity_per_min : int
        Messages a minute; what is more waits in order.  0: without limit.
    resend_ms : int, ms
        A message not acknowledged for this long is sent again, up to ``resends`` times.
    """

    link_id: str
    luck_id: int
    source: str
    target: str
    latency_ms: int
    jitter_ms: int
    loss: float
    duplication_probability: float = 0.0
    reorder_probability: float = 0.0
    reorder_ms: int = 0
    outages_ms: tuple[tuple[int, int], ...] = ()
    capacity_per_min: int = 0
    resend_ms: int = RESEND_MS
    resends: int = 3


class Waiting(NamedTuple):
    """What is to be handed to the link when it is ready: a draft, released as it leaves, or a message sent before.

    ``attempt``: 0 the first time.  ``envelope``: None the first time.
    """

    ready_ms: int
    attempt: int
    draft: Draft
    envelope: Envelope | None = None


class Carried(NamedTuple):
    """The bytes of a message under way, and when they arrive."""

    due_ms: int
    seq: int
    raw: bytes


class Unanswered(NamedTuple):
    """A message that its sender keeps, with its draft, until it is acknowledged; sent again at ``retry_ms``."""

    retry_ms: int
    attempt: int
    draft: Draft
    envelope: Envelope


class Told(NamedTuple):
    """The newest message that left about something, what it said by own names, and what was found by then.

    ``finding``: of a launch report, what the watch took the event to be, told or not; '' of all else.
    """

    msg_id: str
    msg_type: MsgType
    payload: Payload
    finding: str = ""


class Ack(NamedTuple):
    """What a receiver has: everything up to ``highest_seq`` but the ``missing`` spans (first, last)."""

    highest_seq: int
    missing: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class LinkState:
    """What a link and its sender hold now.

    ``line`` is in order of readiness; ``acks`` are those for this link, on their way back, (due ms, Ack);
    ``free_ms`` is when a link with a capacity takes its next message.  ``told``: by what it is about, the newest
    message that left: what an update, a correction or a cancel refers back to.  ``owed``: by what it is about, what
    must be told as soon as the agreement is open again.  ``last_report_ms``: of which time the tracks were that were
    told last.
    """

    next_seq: int
    last_report_ms: int
    under_way: list[Carried]
    line: list[Waiting] = field(default_factory=list)
    unanswered: list[Unanswered] = field(default_factory=list)
    acks: list[tuple[int, Ack]] = field(default_factory=list)
    free_ms: int = 0
    told: dict[str, Told] = field(default_factory=dict)
    owed: dict[str, Draft] = field(default_factory=dict)


def least_carry_ms(link: Link) -> int:
    """Return the least time that a message takes, ms."""
    return max(link.latency_ms, SHORTEST_MS)


def arrivals_ms(link: Link, kind: int, handed_ms: int, luck: Luck) -> list[int]:
    """Return when the copies of what is handed to a link arrive: none, one or two.

    Parameters
    ----------
    link : Link
    kind : int
        ``KIND_NUMBER`` of a payload, or ``ACK_NUMBER``.
    handed_ms : int, ms
        Exercise time; its second is all that is drawn on beside link and kind, never what a node made.
    luck : Luck
        Nothing is drawn for a probability of zero.
    """
    if is_out(link, handed_ms):
        return []
    if has_luck(link, LINK_LOSS, link.loss, (kind, handed_ms), luck):
        return []
    due_ms = handed_ms + carry_ms(link, 0, (kind, handed_ms), luck)
    if has_luck(link, LINK_REORDER, link.reorder_probability, (kind, handed_ms), luck):
        due_ms += link.reorder_ms
    if not has_luck(link, LINK_DUPLICATION, link.duplication_probability, (kind, handed_ms), luck):
        return [due_ms]
    return [due_ms, handed_ms + carry_ms(link, 1, (kind, handed_ms), luck)]


def is_out(link: Link, time_ms: int) -> bool:
    """Return whether a link is in an outage."""
    return any(from_ms <= time_ms < to_ms for from_ms, to_ms in link.outages_ms)


def carry_ms(link: Link, copy: int, moment: tuple[int, int], luck: Luck) -> int:
    """Return how long one copy takes: latency and jitter, at least a tick.  ``moment``: kind, time handed (ms)."""
    if link.jitter_ms == 0:
        return least_carry_ms(link)
    kind, handed_ms = moment
    jitter = uniform(luck.key0, luck.key1, LINK_JITTER, copy, link.luck_id, kind, handed_ms // 1000)
    return max(link.latency_ms + round(jitter * link.jitter_ms), SHORTEST_MS)


def has_luck(link: Link, stream: int, probability: float, moment: tuple[int, int], luck: Luck) -> bool:
    """Return whether something of this probability happens.  ``moment``: kind, and exercise time handed over (ms)."""
    if probability <= 0.0:
        return False
    kind, handed_ms = moment
    return uniform(luck.key0, luck.key1, stream, 0, link.luck_id, kind, handed_ms // 1000) < probability
