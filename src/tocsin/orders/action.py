"""What a nation's cells may order, and a joint cell may propose."""

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
    "adviser",
    "control",
]
PUBLIC_SENDERS: tuple[CellName, ...] = ("civil_protection_desk", "commander")  # who may warn the public
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


NationAction = (
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
