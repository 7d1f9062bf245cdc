"""The bytes that travel on a link: what is signed, in a frame with its CRC and signature.

The receiver checks CRC and signature on the bytes as they came, before it looks into them.
"""

import zlib
from typing import NamedTuple

import msgspec

from tocsin.chance.luck import Luck
from tocsin.exchange.clock import by_clock
from tocsin.exchange.link import Link, least_carry_ms
from tocsin.exchange.message import Envelope, Message
from tocsin.exchange.sign import key_id, sign

encode = msgspec.json.Encoder().encode


class Contents(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What is signed: all of an envelope but its seal.  A list on the wire, in this order."""

    exercise_id: str
    msg_id: str
    link_id: str
    seq: int
    sent_ms: int
    due_ms: int
    message: Message


class Frame(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The seal, and the bytes under it as they came."""

    crc: int
    key_id: str
    signature: str
    signed: msgspec.Raw


class Sealed(NamedTuple):
    """An envelope, and the bytes that it travels as."""

    envelope: Envelope
    raw: bytes


class LinkEnd(NamedTuple):
    """What a node at one end of a link seals and checks by.

    ``luck``: of the run, from which all keys follow.  ``clock_skew_ms``: how far the node's clock is ahead.
    ``relayed``: whose words the other end may pass on beside its own.
    """

    exercise_id: str
    luck: Luck
    clock_skew_ms: int = 0
    relayed: tuple[str, ...] = ()


def seal(message: Message, link: Link, seq: int, sender: LinkEnd, time_ms: int | None = None) -> Sealed:
    """Return a message as it is sent, by the sender's clock and signed by it.

    ``time_ms``: when it is passed on; None where it is the sender's own, which leaves as soon as it is released.
    """
    stated = by_clock(message, sender.clock_skew_ms)
    sent_ms = stated.released_ms if time_ms is None else time_ms + sender.clock_skew_ms
    contents = Contents(
        exercise_id=sender.exercise_id,
        msg_id=message_id(link, seq),
        link_id=link.link_id,
        seq=seq,
        sent_ms=sent_ms,
        due_ms=sent_ms + least_carry_ms(link),
        message=stated,
    )
    return sealed(contents, sender.luck, link.source)


def sealed(contents: Contents, luck: Luck, node: str) -> Sealed:
    """Return contents under CRC and a node's signature."""
    signed = encode(contents)
    envelope = Envelope(
        exercise_id=contents.exercise_id,
        msg_id=contents.msg_id,
        link_id=contents.link_id,
        seq=contents.seq,
        sent_ms=contents.sent_ms,
        due_ms=contents.due_ms,
        crc=zlib.crc32(signed),
        message=contents.message,
        key_id=key_id(luck, node),
        signature=sign(signed, luck, node),
    )
    return Sealed(envelope, framed(envelope, signed))


def wire_bytes(envelope: Envelope) -> bytes:
    """Return an envelope as it travels."""
    contents = Contents(
        exercise_id=envelope.exercise_id,
        msg_id=envelope.msg_id,
        link_id=envelope.link_id,
        seq=envelope.seq,
        sent_ms=envelope.sent_ms,
        due_ms=envelope.due_ms,
        message=envelope.message,
    )
    return framed(envelope, encode(contents))


def framed(envelope: Envelope, signed: bytes) -> bytes:
    """Return what is signed in the frame of its envelope's seal."""
    return encode(Frame(envelope.crc, envelope.key_id, envelope.signature, msgspec.Raw(signed)))


def message_id(link: Link, seq: int) -> str:
    """Return the id of a message: its link and its number."""
    return f"{link.link_id}#{seq}"
