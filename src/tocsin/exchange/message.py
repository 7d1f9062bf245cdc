"""How what nations tell each other travels: drafts, messages, refusals, envelopes, deliveries."""

import zlib
from typing import Literal

import msgspec

from tocsin.exchange.payload import Payload
from tocsin.tracking.provenance import Provenance

MARKING = "EXERCISE EXERCISE EXERCISE"  # constant: no code path sets it to anything else
STATUS = "Exercise"

MsgType = Literal["report", "update", "correct", "cancel", "ack", "query", "reply", "error"]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk wants to tell a partner, before the agreement has had its say.

    Thresholds judge what is known of the launch: ``range_m`` from launch to impact, ``apogee_m`` above the
    ellipsoid, ``launch_nation`` on whose ground it began ('' at sea; None: not known), ``azimuth_rad``.
    """

    originator: str
    to: str
    drafted_ms: int
    msg_type: MsgType
    payload: Payload
    provenance: Provenance = ()
    range_m: float | None = None
    apogee_m: float | None = None
    launch_nation: str | None = None
    azimuth_rad: float | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What the agreement let through.  Nothing in it tells what was held back.

    ``references``: ids of the messages on the same link that an update, a correction or a cancel is about.
    """

    marking: str = MARKING
    status: str = STATUS
    originator: str
    releasable_to: str
    msg_type: MsgType
    agreement_version: str
    released_ms: int
    payload: Payload
    provenance: Provenance
    references: tuple[str, ...] = ()


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """What the agreement held back, and why.  Stays with the originator."""

    originator: str
    to: str
    payload_kind: str
    subject_id: str
    reason: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A message on a link.  ``msg_id`` and ``seq`` are given after release, so a gap betrays nothing withheld."""

    exercise_id: str
    msg_id: str
    link_id: str
    seq: int
    sent_ms: int
    due_ms: int
    crc: int
    message: Message


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope's arrival."""

    msg_id: str
    link_id: str
    seq: int
    received_ms: int
    crc_ok: bool
    message: Message


def crc_of(message: Message) -> int:
    """Return the CRC-32 of the message's JSON bytes."""
    return zlib.crc32(msgspec.json.encode(message))
