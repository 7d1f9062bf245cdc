"""Who looks on: which records of the journal reach whom, and as what."""

import msgspec

from tocsin.exchange.message import Delivery, Envelope
from tocsin.exchange.payload import PublicWarning, TrackReport
from tocsin.exercise.staff.roles import SideView
from tocsin.orders.aside import BlindReveal
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.kinds import OF_NODES, OF_TRUTH
from tocsin.orders.record import Associated, BodyStates, LookRefused, Measured, Pairing, PictureState

BULK: frozenset[type[msgspec.Struct]] = frozenset(
    (Measured, Associated, LookRefused, PictureState, BodyStates, Pairing)
)  # sections show what they say
NODE_KINDS = frozenset(OF_NODES) - BULK
TRUTH_KINDS = frozenset((*OF_TRUTH, *OF_NODES)) - BULK
MESSAGES: frozenset[type[msgspec.Struct]] = frozenset((Envelope,))
PUBLIC_KINDS: frozenset[type[msgspec.Struct]] = frozenset((PublicWarning, InjectDelivered))
EVERYONES: frozenset[type[msgspec.Struct]] = frozenset((BlindReveal,))  # asides that are told to all as records


class Audience(msgspec.Struct, frozen=True):
    """All who see the same.

    Attributes
    ----------
    sees : str
        ``node``: one node's picture.  ``released``: what a host has released to one nation.  ``truth``: all.
        ``none``: public statements and news alone.
    node : str
        The node, or the host; '' of the others.
    guest : str
        To whom the host releases; '' of the others.
    """

    sees: SideView
    node: str = ""
    guest: str = ""


def kinds_for(audience: Audience) -> frozenset[type[msgspec.Struct]]:
    """Return the record kinds of which some may reach an audience."""
    match audience.sees:
        case "node":
            return NODE_KINDS | EVERYONES
        case "truth":
            return TRUTH_KINDS | EVERYONES
        case "released":
            return MESSAGES | PUBLIC_KINDS | EVERYONES
        case "none":
            return PUBLIC_KINDS | EVERYONES


def shown_to(audience: Audience, node: str, body: msgspec.Struct) -> msgspec.Struct | None:
    """Return a record as an audience is shown it, None where it is not for them.

    Parameters
    ----------
    audience : Audience
    node : str
        Whose record it is.
    body : Struct
        As journaled.

    Returns
    -------
    Struct or None
        The record itself; from elsewhere without what its nation alone knows of it.
    """
    kind = type(body)
    if kind not in kinds_for(audience):
        return None
    if kind in EVERYONES:
        return body
    if isinstance(body, Envelope | Delivery) and isinstance(body.message.payload, TrackReport):
        return None if audience.sees != "released" else released_part(audience, node, body)
    match audience.sees:
        case "node":
            return body if node == audience.node else None
        case "truth":
            return body
        case "released":
            return released_part(audience, node, body) or public_part(body)
        case "none":
            return public_part(body)


def released_part(audience: Audience, node: str, body: msgspec.Struct) -> Envelope | None:
    """Return a message of the host to the guest's nation, as it travels; None of all else."""
    if not isinstance(body, Envelope) or node != audience.node or body.message.releasable_to != audience.guest:
        return None
    return msgspec.structs.replace(body, held_ms=0)


def public_part(body: msgspec.Struct) -> msgspec.Struct | None:
    """Return what the public hears of a record: warnings and their cancels, and news; None of all else."""
    if isinstance(body, PublicWarning):
        return msgspec.structs.replace(body, event_id="")
    if isinstance(body, InjectDelivered) and body.means == "news":
        return msgspec.structs.replace(body, inject_id="", cells=())
    return None
