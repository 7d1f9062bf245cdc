"""What partners call a node's events and sources: numbered as they are first released, so that no gap betrays any."""

from collections.abc import Callable

import msgspec

from tocsin.exchange.message import Message
from tocsin.exchange.payload import (
    Consultation,
    EngagementIntention,
    FreeText,
    InterceptorLaunchNotice,
    LaunchReport,
    Payload,
    PublicWarning,
    TrackReport,
)
from tocsin.tracking.provenance import Provenance, Source


class PublicNamed(msgspec.Struct, frozen=True):
    """A node's own name of an event, source, shot, warning, text or consultation, and what partners know it by."""

    name: str
    public_name: str


def with_public_names(message: Message, names: dict[str, str]) -> tuple[Message, list[PublicNamed]]:
    """Return the message under public names, and those given for the first time.  Pure: ``names`` is not changed.

    Parameters
    ----------
    message : Message
        As released: under the originator's own names.
    names : dict of own name to public name
        Those that the originator has given so far.

    Notes
    -----
    Own names carry running numbers that count what is withheld too.  Public ones count what was released to anyone:
    events, shots, warnings, texts ``alder-r1``, sources ``alder.r1``; consultations ``alder-c700``, by their second.
    A notice's id is its nation's own choice and stays.
    """
    given: dict[str, str] = {}

    def public(name: str) -> str:
        known = names.get(name)
        if known is not None:
            return known
        mark = "." if "." in name else "-"
        if not name.startswith(f"{message.originator}{mark}"):
            return name  # '' or someone else's: already what all know it by
        known = given.get(name)
        if known is None:
            count = sum(f"{mark}r" in other for other in (*names.values(), *given.values()))
            known = given[name] = f"{message.originator}{mark}r{count + 1}"
        return known

    payload = renamed(message.payload, public)
    if isinstance(payload, Consultation) and payload.consultation_id.startswith(f"{message.originator}-"):
        own = payload.consultation_id
        known = names.get(own)
        if known is None:
            known = given[own] = public_consultation(own, names)
        payload = msgspec.structs.replace(payload, consultation_id=known)
    if isinstance(payload, LaunchReport) and payload.matched_notification:
        # a shot that was told of; a notice keeps its name
        matched = names.get(payload.matched_notification, payload.matched_notification)
        payload = msgspec.structs.replace(payload, matched_notification=matched)
    told = msgspec.structs.replace(message, payload=payload, provenance=renamed_sources(message.provenance, public))
    return told, [PublicNamed(name, public_name) for name, public_name in given.items()]


def public_consultation(name: str, names: dict[str, str]) -> str:
    """Return what partners know a consultation by: its second, and a number if one of that second was released."""
    stem = name.partition("/")[0]
    same = sum(other == stem or other.startswith(f"{stem}-") for other in names.values())
    return f"{stem}-{same + 1}" if same else stem


def renamed_sources(provenance: Provenance, public: Callable[[str], str]) -> Provenance:
    """Return sources under their public names."""
    return tuple([Source(public(source.source_id), source.first_ms, source.last_ms) for source in provenance])


def renamed(payload: Payload, public: Callable[[str], str]) -> Payload:
    """Return a payload with all that carries a running number under its public name."""
    match payload:
        case LaunchReport(event_id=event_id):
            return msgspec.structs.replace(payload, event_id=public(event_id))
        case EngagementIntention(engagements=engagements):
            named = tuple(
                msgspec.structs.replace(
                    item, event_id=public(item.event_id), sources=tuple(public(name) for name in item.sources)
                )
                for item in engagements
            )
            return EngagementIntention(engagements=named)
        case FreeText(text_id=text_id, answers=answers):
            return msgspec.structs.replace(payload, text_id=public(text_id), answers=public(answers))
        case InterceptorLaunchNotice(notice_id=notice_id):
            return msgspec.structs.replace(payload, notice_id=public(notice_id))
        case Consultation(event_id=event_id, about=about):
            told = None if about is None else msgspec.structs.replace(about, event_id=public(about.event_id))
            return msgspec.structs.replace(payload, event_id=public(event_id), about=told)
        case PublicWarning(warning_id=warning_id, event_id=event_id, references=references):
            return msgspec.structs.replace(
                payload,
                warning_id=public(warning_id),
                event_id=public(event_id),
                references=tuple(public(name) for name in references),
            )
        case TrackReport(tracks=tracks):
            told_tracks = [
                msgspec.structs.replace(track, provenance=renamed_sources(track.provenance, public))
                for track in tracks
            ]
            return TrackReport(tracks=tuple(told_tracks))
        case _:
            return payload
