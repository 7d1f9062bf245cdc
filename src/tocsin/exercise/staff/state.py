"""What a node keeps of what its people alone do: words, what was read, what is held back and denied, hand-overs."""

from dataclasses import dataclass, field

from tocsin.exchange.message import Draft
from tocsin.orders.staff import DenyEngagement


@dataclass(slots=True)
class Text:
    """One text as a node holds it: written there, or come to it.

    Attributes
    ----------
    text_id : str
        The node's own name of what it wrote, else the name under which it came.
    sender, to : str
        A nation, ``control``, or whom control spoke as.
    time_ms : int, ms
        When it was written, or came.
    answers : text id, or ''
    answered_by : text id
        Of a request: what answered it; '' while it is open.
    refused : str
        Why it never left; '' where it did, or had not to.
    """

    text_id: str
    sender: str
    to: str
    text: str
    time_ms: int
    is_request: bool = False
    answers: str = ""
    answered_by: str = ""
    refused: str = ""


@dataclass(slots=True)
class CommsCheck:
    """One check of a link by this node; ``answered_ms`` is -1 until its answer has come."""

    partner: str
    sent_ms: int
    answered_ms: int = -1


@dataclass(slots=True)
class Handover:
    """A change of watch: who goes (``outgoing``) and who comes, as they signed; '' for neither yet.

    A signature is the id of the order that gave it, or the cell where the order has none.
    """

    outgoing: str = ""
    incoming: str = ""


@dataclass(slots=True)
class StaffState:
    """All of it.

    Attributes
    ----------
    texts : dict of text id to Text
    texts_written : int
        How many the node has written so far.
    unread : dict of subject to id
        The newest message or inject about each thing, of those that nobody has opened; ``unread_ms``: when it came.
    read_ms : dict of id to ms
        When each thing was first opened.
    held_back : dict of subject to (dict of addressee and matter to Draft)
        What the data-exchange desk keeps back: of each matter the newest.
    denied : list of DenyEngagement
        The commander's denials that stand.
    checks : dict of number to CommsCheck
    handovers : dict of serial id to Handover
    """

    texts: dict[str, Text] = field(default_factory=dict)
    texts_written: int = 0
    unread: dict[str, str] = field(default_factory=dict)
    unread_ms: dict[str, int] = field(default_factory=dict)
    read_ms: dict[str, int] = field(default_factory=dict)
    held_back: dict[str, dict[str, Draft]] = field(default_factory=dict)
    denied: list[DenyEngagement] = field(default_factory=list)
    checks: dict[int, CommsCheck] = field(default_factory=dict)
    handovers: dict[str, Handover] = field(default_factory=dict)

    @property
    def open_requests(self) -> tuple[Text, ...]:
        """Return the requests for information that nothing has answered, own and received."""
        return tuple(text for text in self.texts.values() if text.is_request and not text.answered_by)


def is_denied(denied: list[DenyEngagement], event_id: str, object_name: str, battery_id: str) -> bool:
    """Return whether a battery may not engage an object of an event; a denial that names neither means every one."""
    return any(
        item.event_id == event_id and item.object_name in ("", object_name) and item.battery_id in ("", battery_id)
        for item in denied
    )
