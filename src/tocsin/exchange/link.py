"""A link between two nodes: it takes time, and sometimes loses what it carries."""

from dataclasses import dataclass

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import LINK_JITTER, LINK_LOSS, Luck
from tocsin.exchange.message import Delivery, Envelope, Message, crc_of
from tocsin.exchange.payload import PAYLOAD_KINDS, Payload

SHORTEST_MS = 1000  # one tick: what is sent in one tick is read in a later one
KIND_NUMBER: dict[type[Payload], int] = {kind: number for number, kind in enumerate(PAYLOAD_KINDS, start=1)}


@dataclass(frozen=True, slots=True)
class Link:
    """A one-way link as declared.

    Attributes
    ----------
    latency_ms, jitter_ms : int, ms
        Carrying time is latency plus a uniform draw in [0, jitter].
    loss : float in [0, 1)
        Probability that a message never arrives.
    """

    link_id: str
    luck_id: int
    source: str
    target: str
    latency_ms: int
    jitter_ms: int
    loss: float


@dataclass(slots=True)
class LinkState:
    """What a link holds now: the next sequence number, and the envelopes under way in order of (due, seq)."""

    next_seq: int
    last_report_ms: int
    under_way: list[Envelope]


def seal(message: Message, link: Link, seq: int, exercise_id: str, held_ms: int, luck: Luck) -> Envelope:
    """Return the message in its envelope: held as the agreement asks, then at least one second under way."""
    sent_ms = message.released_ms + held_ms
    kind = KIND_NUMBER[type(message.payload)]
    jitter = uniform(luck.key0, luck.key1, LINK_JITTER, 0, link.luck_id, kind, sent_ms // 1000)
    carry_ms = max(link.latency_ms + round(jitter * link.jitter_ms), SHORTEST_MS)
    return Envelope(
        exercise_id=exercise_id,
        msg_id=f"{link.link_id}#{seq}",
        link_id=link.link_id,
        seq=seq,
        sent_ms=sent_ms,
        due_ms=sent_ms + carry_ms,
        crc=crc_of(message),
        message=message,
    )


def is_lost(envelope: Envelope, link: Link, luck: Luck) -> bool:
    """Return whether the link loses this envelope: drawn on (link, second, kind), never on what a node made."""
    if link.loss <= 0.0:
        return False
    kind = KIND_NUMBER[type(envelope.message.payload)]
    return uniform(luck.key0, luck.key1, LINK_LOSS, 0, link.luck_id, kind, envelope.sent_ms // 1000) < link.loss


def deliver(envelope: Envelope, received_ms: int) -> Delivery:
    """Return the envelope's arrival, with the CRC checked."""
    return Delivery(
        msg_id=envelope.msg_id,
        link_id=envelope.link_id,
        seq=envelope.seq,
        received_ms=received_ms,
        crc_ok=crc_of(envelope.message) == envelope.crc,
        message=envelope.message,
    )
