"""What only people order: words, holding back, denying, handing over.  Doctrine never gives these."""

import msgspec

from tocsin.exchange.bounds import LONGEST_FREE_TEXT

MAX_TEXT = LONGEST_FREE_TEXT  # characters of free text
CONTROL = "control"  # whom a text is addressed to that goes to exercise control; no nation may bear the name


class Say(msgspec.Struct, frozen=True, tag=True):
    """Anyone writes to someone.  ``to``: a partner, ``control``, or the own nation's name for its own channel.

    ``is_request``: a request for information, which stays open until something answers it.
    ``answers``: the id of the text that this answers, or ''.
    ``speaker``: whom exercise control speaks as (a third state, a newspaper), '' for itself; of control alone.
    """

    to: str
    text: str
    is_request: bool = False
    answers: str = ""
    speaker: str = ""


class HoldMessage(msgspec.Struct, frozen=True, tag=True):
    """The data-exchange desk keeps back what would be told of a subject, until it lets it go.

    ``subject``: an own event, notice, public warning or advisory; or the name of a kind of message: all of it.
    """

    subject: str


class SendMessage(msgspec.Struct, frozen=True, tag=True):
    """The data-exchange desk lets go what it held back of a subject; the agreement decides as always."""

    subject: str


class SetDoctrine(msgspec.Struct, frozen=True, tag=True):
    """The commander orders another doctrine from now on; ``doctrine`` names a shipped one."""

    doctrine: str


class DenyEngagement(msgspec.Struct, frozen=True, tag=True):
    """The commander forbids a battery to engage an object of an event; '' for either means every one."""

    event_id: str
    object_name: str = ""
    battery_id: str = ""


class AllowEngagement(msgspec.Struct, frozen=True, tag=True):
    """The commander takes a denial back."""

    event_id: str
    object_name: str = ""
    battery_id: str = ""


class MarkRead(msgspec.Struct, frozen=True, tag=True):
    """Someone has opened what came: ``item_id`` is a message's, a text's or an inject's.

    Or has taken note of what is open: an event's, a consultation's.
    """

    item_id: str


class SignHandover(msgspec.Struct, frozen=True, tag=True):
    """One of the two people of a change of watch signs the list of what is open.  Both must."""

    serial_id: str
    is_incoming: bool


class CheckComms(msgspec.Struct, frozen=True, tag=True):
    """Someone asks a partner's node to answer, to see that the link works."""

    to: str


class CorrectPublicWarning(msgspec.Struct, frozen=True, tag=True):
    """A standing warning to the public is for other areas from now on: all of ``areas``, and no other.

    Where doctrine asks for two persons, two different cells must order the same.
    """

    warning_id: str
    areas: tuple[str, ...]


StaffAction = (
    Say
    | HoldMessage
    | SendMessage
    | SetDoctrine
    | DenyEngagement
    | AllowEngagement
    | MarkRead
    | SignHandover
    | CheckComms
    | CorrectPublicWarning
)
