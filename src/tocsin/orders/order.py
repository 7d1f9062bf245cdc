"""What a cell may order."""

from typing import Literal

import msgspec

from tocsin.exchange.agreement import Agreement
from tocsin.exchange.payload import AlertLevel, AnomalyAdvisory, Assessment

CellName = Literal[
    "watch_officer",
    "sensor_desk",
    "notice_desk",
    "data_exchange_desk",
    "defence_desk",
    "civil_protection_desk",
    "commander",
    "joint_cell",
    "control",
]
PUBLIC_SENDERS: tuple[CellName, ...] = ("civil_protection_desk", "commander")  # who may warn the public
DecidedBy = Literal["doctrine", "script", "human"]
AskedOf = Literal["sensors", "catalogue", "almanac", "maintenance", "range", "drill_log"]


class AssessEvent(msgspec.Struct, frozen=True, tag=True):
    """The watch officer says what an event is."""

    event_id: str
    assessment: Assessment


class SetAlert(msgspec.Struct, frozen=True, tag=True):
    """The commander sets the node's posture."""

    level: AlertLevel


class Fire(msgspec.Struct, frozen=True, tag=True):
    """The air-and-missile-defence desk orders one engagement: one battery, one object of an event.

    ``interceptors``: how many; 0 for the battery's own salvo.
    """

    event_id: str
    battery_id: str
    object_name: str = ""
    interceptors: int = 0


class CueRadar(msgspec.Struct, frozen=True, tag=True):
    """The sensor desk points a radar at a part of its sky, for what an event is expected to bring there."""

    event_id: str
    sensor_id: str
    azimuth_rad: float
    elevation_rad: float
    half_width_rad: float
    until_ms: int


class Ask(msgspec.Struct, frozen=True, tag=True):
    """A desk asks what is known of an event elsewhere: its own sensors' read-out, or a sheet that someone keeps."""

    event_id: str
    asked_of: AskedOf


class ForwardNotice(msgspec.Struct, frozen=True, tag=True):
    """The notice desk sends a notice on to its own sensor desk."""

    notice_id: str


class WithholdNotice(msgspec.Struct, frozen=True, tag=True):
    """The data-exchange desk keeps one of its own notices from the partners, out of its quota."""

    notice_id: str


class SuspendSharing(msgspec.Struct, frozen=True, tag=True):
    """The commander suspends the agreement, in mid-run."""


class ResumeSharing(msgspec.Struct, frozen=True, tag=True):
    """The commander lifts the nation's own suspension."""


class SignAmendment(msgspec.Struct, frozen=True, tag=True):
    """The commander signs new terms; they are in force once every party has signed the same."""

    terms: Agreement


class SendPublicWarning(msgspec.Struct, frozen=True, tag=True):
    """Warn the nation's own public; ``event_id`` is '' where no event is behind it.

    Where doctrine asks for two persons, two different cells must order the same.
    """

    event_id: str
    areas: tuple[str, ...]


class CancelPublicWarning(msgspec.Struct, frozen=True, tag=True):
    """Cancel a warning to the public."""

    warning_id: str


class Query(msgspec.Struct, frozen=True, tag=True):
    """The data-exchange desk asks a partner about an event."""

    event_id: str
    to: str


class Reply(msgspec.Struct, frozen=True, tag=True):
    """The data-exchange desk answers a partner's query."""

    consultation_id: str


class SignAssessment(msgspec.Struct, frozen=True, tag=True):
    """The head of a nation's watch signs a joint assessment."""

    consultation_id: str
    assessment: Assessment


class Propose(msgspec.Struct, frozen=True, tag=True):
    """A joint cell proposes an assessment of an event to the nations: they decide, each for itself."""

    event_id: str
    assessment: Assessment


class ProposePlan(msgspec.Struct, frozen=True, tag=True):
    """A joint cell proposes who is to shoot at what, as its plan now stands: each nation orders its own."""


class Advise(msgspec.Struct, frozen=True, tag=True):
    """The data-exchange desk tells partners of something that may look like a launch and is none."""

    advisory: AnomalyAdvisory


Action = (
    AssessEvent
    | SetAlert
    | Fire
    | CueRadar
    | Ask
    | ForwardNotice
    | WithholdNotice
    | SuspendSharing
    | ResumeSharing
    | SignAmendment
    | SendPublicWarning
    | CancelPublicWarning
    | Query
    | Reply
    | SignAssessment
    | Propose
    | ProposePlan
    | Advise
)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A decision by a cell.  ``in_reply_to`` names the record it answers."""

    node: str
    cell: CellName
    action: Action
    in_reply_to: str
    reason: str
    decided_by: DecidedBy = "doctrine"


class OrderRefused(msgspec.Struct, frozen=True, kw_only=True):
    """An order that could not be obeyed, and why: an answer, not a crash."""

    order: Order
    reason: str


class AlertChanged(msgspec.Struct, frozen=True):
    """A node's posture changed."""

    level: AlertLevel


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What came back to a question.

    Attributes
    ----------
    event_id, asked_of : str
    says : str or None
        What the event is by this answer; None where nothing fits it.
    text : str
        In words.
    """

    event_id: str
    asked_of: AskedOf
    says: Assessment | None
    text: str


class SharingChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A party suspended the agreement, or lifted its suspension."""

    party: str
    is_suspended: bool


class AgreementAmended(msgspec.Struct, frozen=True, kw_only=True):
    """All parties have signed new terms."""

    name: str
    version: str


class JointAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """Both heads have signed the same assessment."""

    consultation_id: str
    event_id: str
    assessment: Assessment
    signed_by: tuple[str, ...]


class ConsultationExpired(msgspec.Struct, frozen=True):
    """A consultation reached its deadline without both signatures."""

    consultation_id: str
