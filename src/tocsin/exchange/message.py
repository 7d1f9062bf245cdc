"""How what nations tell each other travels: drafts, messages, refusals, envelopes, deliveries."""

from typing import Literal

import msgspec

from tocsin.exchange.payload import Payload
from tocsin.tracking.provenance import Provenance

MARKING = "EXERCISE EXERCISE EXERCISE"  # constant: no code path sets it to anything else
STATUS = "Exercise"

MsgType = Literal["report", "update", "correct", "cancel", "ack", "query", "reply", "error"]


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


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk wants to tell a partner, before the agreement has had its say.

    Thresholds judge what is known of the launch: ``range_m`` from launch to impact, ``apogee_m`` above the
    ellipsoid, ``launch_nation`` on whose ground it began ('' at sea; None: not known), ``azimuth_rad``.
    ``tells``: of a report out of turn, the fields that are its reason; empty where its turn has come.
    ``relayed``: what another told the sender, passed on as it is; None: the sender's own word.
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
    tells: tuple[str, ...] = ()
    relayed: Message | None = None


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """What the agreement held back, and why.  Stays with the originator."""

    originator: str
    to: str
    payload_kind: str
    subject_id: str
    reason: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A message on a link, sealed.  Its id and number are given after release: a gap betrays nothing withheld.

    Attributes
    ----------
    seq : int
        Counted from 1 on each link; a message sent again keeps its number.
    sent_ms : int, ms
        By the sender's clock.
    due_ms : int, ms
        By the sender's clock: when it arrives if the link takes no longer than it must.
    crc : int
        CRC-32 of what is signed.
    held_ms : int, ms
        How long its draft waited in line; the sender's own note, which does not travel.
    key_id, signature : str
        Ed25519 over every field but these three (``exchange.wire``); hexadecimal.
    """

    exercise_id: str
    msg_id: str
    link_id: str
    seq: int
    sent_ms: int
    due_ms: int
    crc: int
    message: Message
    held_ms: int = 0
    key_id: str = ""
    signature: str = ""


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A message that arrived and was accepted.  ``sent_ms`` is as the sender stated it, by its clock."""

    msg_id: str
    link_id: str
    seq: int
    sent_ms: int
    received_ms: int
    crc_ok: bool
    message: Message


RefusalReason = Literal[
    "undecodable",
    "bad_crc",
    "forged",
    "unknown_kind",
    "wrong_marking",
    "wrong_exercise",
    "wrong_addressee",
    "in_future",
    "out_of_bounds",
    "repeated",
]


class DeliveryRefused(msgspec.Struct, frozen=True, kw_only=True):
    """Something arrived on a link and was not believed, and why.  It changed nothing but a count."""

    link_id: str
    received_ms: int
    reason: RefusalReason
    detail: str


class LinkGap(msgspec.Struct, frozen=True, kw_only=True):
    """Messages of these numbers have not come though a later one has: lost, or under way."""

    link_id: str
    first_seq: int
    last_seq: int
    opened_ms: int


class LinkGapFilled(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a gap came after all."""

    link_id: str
    seq: int
    opened_ms: int


class ClockSkewSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A partner's clock and ours seem to differ; nothing is corrected by it.

    ``apparent_ms``: the least, over the newest messages, of received less sent less least carrying time; below zero
    the sender's clock is ahead of ours.
    """

    link_id: str
    apparent_ms: int


class Resent(msgspec.Struct, frozen=True, kw_only=True):
    """A message was not acknowledged in time and is sent again.  ``attempt`` counts from 1, the first repetition."""

    msg_id: str
    attempt: int


class NotAcknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """A message was sent as often as it may be and never acknowledged: its sender cannot tell if it came."""

    msg_id: str
    attempts: int
