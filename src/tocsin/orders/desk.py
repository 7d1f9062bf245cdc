"""What follows from what people alone order: words, hand-overs, checks of a link."""

from typing import Literal

import msgspec

OpenKind = Literal["event", "message", "text", "inject", "consultation", "engagement", "request"]


class TextWritten(msgspec.Struct, frozen=True, kw_only=True):
    """Someone of the node wrote: on the node's own channel, to control, or to a partner (``to``).

    What reaches a partner is an ``Envelope`` and a ``Delivery`` as of every message.  ``cell``: who wrote.
    ``is_request``: an answer is wanted.  ``answers``: the text that this answers, under the node's name of it.
    """

    text_id: str
    cell: str
    to: str
    text: str
    is_request: bool = False
    answers: str = ""


class TextReceived(msgspec.Struct, frozen=True, kw_only=True):
    """Exercise control wrote to the node, for itself or as someone else (``sender``)."""

    text_id: str
    sender: str
    text: str
    is_request: bool = False
    answers: str = ""


class CommsChecked(msgspec.Struct, frozen=True, kw_only=True):
    """A check of a link came: a partner's, or the answer to one's own.

    ``number``: of the check, counted by who asked.  ``is_answer``: true at who asked; ``round_trip_ms`` then says
    how long it took there and back, else -1.
    """

    partner: str
    number: int
    is_answer: bool
    round_trip_ms: int = -1


class OpenItem(msgspec.Struct, frozen=True):
    """One thing that the next watch has to know of: of what kind, its id, and since when (ms; -1: not known).

    An engagement's id is ``EVENT/OBJECT/BATTERY``.
    """

    kind: OpenKind
    item_id: str
    since_ms: int = -1


class HandoverListed(msgspec.Struct, frozen=True, kw_only=True):
    """The watch changes at a node: what is open there at this moment."""

    serial_id: str
    items: tuple[OpenItem, ...]


class HandoverSigned(msgspec.Struct, frozen=True, kw_only=True):
    """Who goes and who comes have both signed the list of a change of watch."""

    serial_id: str


OF_DESKS: tuple[type[msgspec.Struct], ...] = (
    TextWritten,
    TextReceived,
    CommsChecked,
    HandoverListed,
    HandoverSigned,
)
