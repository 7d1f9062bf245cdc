"""What was said that was not so: which reports, warnings and public alerts are false, by truth."""

from typing import NamedTuple

from tocsin.exchange.message import Delivery, Envelope
from tocsin.exchange.payload import LaunchReport, PublicWarning
from tocsin.review.belong import FALSE_SOURCE
from tocsin.review.facts import Facts, Held

Channel = tuple[str, str, str]  # originator, its own name of the event or public warning, addressee


class Sayings(NamedTuple):
    """What went to partners about events and public warnings, and what of it came; times in ms, in order.

    ``said`` and ``cancelled`` are when it was released, ``heard`` and ``unsaid`` when it was received; a correction,
    which says that something is no threat, counts as a cancel.
    """

    said: dict[Channel, list[tuple[int, LaunchReport | PublicWarning]]]
    cancelled: dict[Channel, list[int]]
    heard: dict[Channel, int]
    unsaid: dict[Channel, int]


def sayings(facts: Facts) -> Sayings:
    """Return what went to partners about events and public warnings."""
    found = Sayings({}, {}, {}, {})
    for time_ms, _, envelope in facts.of(Envelope):
        channel = channel_of(facts, envelope)
        payload = envelope.message.payload
        if channel is None or not isinstance(payload, LaunchReport | PublicWarning):
            continue
        if envelope.message.msg_type in ("cancel", "correct"):
            found.cancelled.setdefault(channel, []).append(time_ms)
        else:
            found.said.setdefault(channel, []).append((time_ms, payload))
    for time_ms, _, delivery in facts.of(Delivery):
        channel = channel_of(facts, delivery)
        if channel is not None and delivery.crc_ok:
            is_cancel = delivery.message.msg_type in ("cancel", "correct")
            (found.unsaid if is_cancel else found.heard).setdefault(channel, time_ms)
    return found


def channel_of(facts: Facts, carried: Envelope | Delivery) -> Channel | None:
    """Return what a message is about, by its originator's own names; None if about no event and no public warning."""
    message = carried.message
    match message.payload:
        case LaunchReport(event_id=event_id):
            name = facts.event_of(message.originator, facts.causes.own_name(event_id))
        case PublicWarning(warning_id=warning_id, references=references):
            name = facts.causes.own_name(references[0] if references else warning_id)
        case _:
            return None
    return message.originator, name, message.releasable_to


def is_false_report(facts: Facts, launch_id: str, threatens: tuple[str, ...]) -> bool:
    """Return whether a report says what is not so.

    It rests on no launch; or it names nations as threatened by what comes down in none: a space launch, an
    interceptor.
    """
    return launch_id == FALSE_SOURCE or (bool(threatens) and launch_id not in facts.harmful)


def is_false_held(facts: Facts, item: Held) -> bool:
    """Return whether a report that a nation holds says what is not so."""
    return is_false_report(facts, item.launch_id, item.threatens)


def is_false_alert(facts: Facts, nation: str, warning: PublicWarning) -> bool:
    """Return whether a public alert names no area at risk from the launch that its event belongs to."""
    launch = facts.harmful.get(facts.cause_of(nation, warning.event_id)) if warning.event_id else None
    if launch is None:
        return True
    return {area for impact in launch.impacts for area in impact.areas}.isdisjoint(warning.areas)
