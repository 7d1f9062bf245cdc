"""The gate between a link and a node: bytes come in, a delivery or a refusal goes out.  Nothing else gets in."""

import zlib

import msgspec
from msgspec.structs import replace

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.bounds import fault_of_fields, fault_of_struct
from tocsin.exchange.clock import by_clock
from tocsin.exchange.link import Ack, Link, least_carry_ms
from tocsin.exchange.message import (
    MARKING,
    STATUS,
    ClockSkewSeen,
    Delivery,
    DeliveryRefused,
    LinkGap,
    LinkGapFilled,
    Message,
    RefusalReason,
)
from tocsin.exchange.payload import PAYLOAD_KINDS, EngagementIntention, TrackReport
from tocsin.exchange.release import RELAYED
from tocsin.exchange.sign import is_signed_by, key_id
from tocsin.exchange.wire import Contents, Frame, LinkEnd, encode
from tocsin.tracking.provenance import Source

LONGEST_BYTES = 4 * 2**20
FUTURE_MS = 10_000  # a clock may be ahead of ours by so much, no more
LONGEST_DETAIL = 120  # characters
OFFSETS_KEPT = 32  # messages over which the least offset of a partner's clock is taken
OFFSETS_NEEDED = 8  # fewer say more of jitter than of clocks
SKEW_SHOWN_MS = 1_000
SKEW_CHANGE_MS = 500
KIND_NAMES = frozenset(kind.__name__ for kind in PAYLOAD_KINDS)
decode_frame = msgspec.json.Decoder(Frame).decode
decode_contents = msgspec.json.Decoder(Contents).decode
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)  # all that decoding raises on wrong bytes


class Inbound(msgspec.Struct, frozen=True):
    """What a receiver holds of one link.

    Attributes
    ----------
    highest_seq : int
        0 before anything has come.
    gaps : tuple of LinkGap
        Open ones, in order: numbers below the highest that have not come.
    offsets_ms : tuple of int, ms
        Received less sent less least carrying time, by the two clocks, of the newest messages.
    shown_skew_ms : int, ms
        As last recorded.
    """

    highest_seq: int = 0
    gaps: tuple[LinkGap, ...] = ()
    offsets_ms: tuple[int, ...] = ()
    shown_skew_ms: int = 0


def receive(raw: bytes, link: Link, inbound: Inbound, end: LinkEnd, received_ms: int) -> Delivery | DeliveryRefused:
    """Return the message that some bytes are, or why they are not believed.  Pure; no bytes make it raise.

    Parameters
    ----------
    raw : bytes
        As they came.
    link : Link
        Over which they came.
    inbound : Inbound
        What the receiver holds of the link.
    end : LinkEnd
        The receiver's.
    received_ms : int, ms
        Exercise time.

    Notes
    -----
    In this order: frame, CRC, signature, contents, marking, exercise, addressee, bounds, number, clock.  The times
    of the delivery's message are as the receiver reads them: the sender's clock taken for its own, uncorrected.
    """
    read = contents_of(raw, link, end)
    if isinstance(read, Contents):
        clock_ms = received_ms + end.clock_skew_ms
        fault = misdirected(read, link, end) or impossible(read, clock_ms) or repeated(read.seq, inbound)
        if fault is None:
            return Delivery(
                msg_id=read.msg_id,
                link_id=read.link_id,
                seq=read.seq,
                sent_ms=read.sent_ms,
                received_ms=received_ms,
                crc_ok=True,
                message=by_clock(read.message, -end.clock_skew_ms),
            )
        read = fault
    reason, detail = read
    printable = ascii(detail)[1:-1][:LONGEST_DETAIL]
    return DeliveryRefused(link_id=link.link_id, received_ms=received_ms, reason=reason, detail=printable)


Fault = tuple[RefusalReason, str]


def contents_of(raw: bytes, link: Link, end: LinkEnd) -> Contents | Fault:
    """Return what is under the seal, or why it cannot be read or is not its sender's."""
    if len(raw) > LONGEST_BYTES:
        return "undecodable", f"{len(raw)} bytes: must be at most {LONGEST_BYTES}"
    try:
        frame = decode_frame(raw)
    except UNREADABLE as error:
        return "undecodable", str(error)
    if encode(frame) != raw:
        return "undecodable", "the frame is not in its one form"
    signed = bytes(frame.signed)
    if zlib.crc32(signed) != frame.crc:
        return "bad_crc", f"crc = {zlib.crc32(signed)}"
    if frame.key_id != key_id(end.luck, link.source):
        return "forged", f"not the key of {link.source}"
    if not is_signed_by(signed, frame.signature, end.luck, link.source):
        return "forged", f"not signed by {link.source}"
    try:
        return decode_contents(signed)
    except UNREADABLE as error:
        return ("unknown_kind" if is_unknown_kind(signed) else "undecodable"), str(error)


def is_unknown_kind(signed: bytes) -> bool:
    """Return whether contents hold a kind of payload that this version does not know."""
    try:
        kind = msgspec.json.decode(signed)[-1]["payload"]["type"]
    except (*UNREADABLE, LookupError, TypeError):
        return False
    return isinstance(kind, str) and kind not in KIND_NAMES


def misdirected(contents: Contents, link: Link, end: LinkEnd) -> Fault | None:
    """Return why a message is not an exercise's, not of this one, or not for whom it came to; None if it is."""
    message = contents.message
    if (message.marking, message.status) != (MARKING, STATUS):
        return "wrong_marking", f"marking = {message.marking!r}, status = {message.status!r}"
    if contents.exercise_id != end.exercise_id:
        return "wrong_exercise", f"exercise_id = {contents.exercise_id!r}"
    if message.originator != link.source and not (
        message.originator in end.relayed and isinstance(message.payload, RELAYED)
    ):
        return "forged", f"originator = {message.originator!r}: signed by {link.source}"
    if message.releasable_to != link.target or contents.link_id != link.link_id:
        return "wrong_addressee", f"releasable_to = {message.releasable_to!r}, link_id = {contents.link_id!r}"
    if isinstance(message.payload, EngagementIntention) and link.source != JOINT:
        others = [item.nation for item in message.payload.engagements if item.nation != link.source]
        if others:
            return "forged", f"nation = {others[0]!r}: {link.source} speaks for itself alone"
    own = f"{message.originator}."
    for source in sources_named(message):
        if not source.source_id.startswith(own):
            return "forged", f"source {source.source_id!r} is not one of {message.originator}'s"
    return None


def sources_named(message: Message) -> list[Source]:
    """Return all sources that a message rests on: its own, and those of the tracks in it."""
    sources = [*message.provenance]
    if isinstance(message.payload, TrackReport):
        for track in message.payload.tracks:
            sources += track.provenance
    return sources


def impossible(contents: Contents, clock_ms: int) -> Fault | None:
    """Return what in a message is beyond its bound or has yet to be by the receiver's clock; None if nothing is."""
    numbers = ("seq", contents.seq), ("sent_ms", contents.sent_ms), ("due_ms", contents.due_ms)
    fault = fault_of_fields(numbers) or fault_of_struct(contents.message)
    if fault:
        return "out_of_bounds", fault
    if contents.msg_id != f"{contents.link_id}#{contents.seq}":
        return "out_of_bounds", f"msg_id = {contents.msg_id!r}: must be link and number"
    message = contents.message
    past = [("sent_ms", contents.sent_ms), ("released_ms", message.released_ms)]
    if isinstance(message.payload, TrackReport) and message.payload.tracks:
        past.append(("time_ms", max([track.time_ms for track in message.payload.tracks])))
    for name, time_ms in past:
        if time_ms > clock_ms + FUTURE_MS:
            return "in_future", f"{name} = {time_ms}: must be at most {clock_ms + FUTURE_MS}"
    return None


def repeated(seq: int, inbound: Inbound) -> Fault | None:
    """Return a refusal of a number that has come before; None if it has not."""
    is_missing = any(gap.first_seq <= seq <= gap.last_seq for gap in inbound.gaps)
    if seq > inbound.highest_seq or is_missing:
        return None
    return "repeated", f"seq = {seq} has come before"


def counted(inbound: Inbound, delivery: Delivery) -> tuple[Inbound, list[LinkGap | LinkGapFilled]]:
    """Return what the receiver holds once a delivery's number is taken, and the gap it opens or fills."""
    seq, link_id = delivery.seq, delivery.link_id
    if seq > inbound.highest_seq:
        if seq == inbound.highest_seq + 1:
            return replace(inbound, highest_seq=seq), []
        gap = LinkGap(
            link_id=link_id, first_seq=inbound.highest_seq + 1, last_seq=seq - 1, opened_ms=delivery.received_ms
        )
        return replace(inbound, highest_seq=seq, gaps=(*inbound.gaps, gap)), [gap]
    gaps: list[LinkGap] = []
    filled: list[LinkGap | LinkGapFilled] = []
    for gap in inbound.gaps:
        if not gap.first_seq <= seq <= gap.last_seq:
            gaps.append(gap)
            continue
        filled.append(LinkGapFilled(link_id=link_id, seq=seq, opened_ms=gap.opened_ms))
        below = replace(gap, last_seq=seq - 1)
        above = replace(gap, first_seq=seq + 1)
        gaps += [part for part in (below, above) if part.first_seq <= part.last_seq]
    return replace(inbound, gaps=tuple(gaps)), filled


def timed(inbound: Inbound, link: Link, sent_ms: int, clock_ms: int) -> tuple[Inbound, list[ClockSkewSeen]]:
    """Return what the receiver holds once a message's times are noted, and the skew if one is to be shown.

    Parameters
    ----------
    sent_ms, clock_ms : int, ms
        By the sender's clock when it was sent, by the receiver's when it came.

    Notes
    -----
    A jitter or a queue that no message escapes looks like a clock that is behind; only the least of several is shown,
    and called apparent.
    """
    offsets_ms = (*inbound.offsets_ms, clock_ms - sent_ms - least_carry_ms(link))[-OFFSETS_KEPT:]
    noted = replace(inbound, offsets_ms=offsets_ms)
    apparent_ms = min(offsets_ms)
    is_news = abs(apparent_ms - inbound.shown_skew_ms) > SKEW_CHANGE_MS
    if len(offsets_ms) < OFFSETS_NEEDED or abs(apparent_ms) <= SKEW_SHOWN_MS or not is_news:
        return noted, []
    return replace(noted, shown_skew_ms=apparent_ms), [ClockSkewSeen(link_id=link.link_id, apparent_ms=apparent_ms)]


def ack_of(inbound: Inbound) -> Ack:
    """Return what the receiver has, for the sender."""
    return Ack(inbound.highest_seq, tuple((gap.first_seq, gap.last_seq) for gap in inbound.gaps))
