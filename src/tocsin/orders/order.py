"""An order, and what follows from orders."""

from typing import Literal

import msgspec

from tocsin.exchange.payload import AlertLevel, Assessment
from tocsin.orders.action import AskedOf, CellName, NationAction
from tocsin.orders.inject import ControlAction
from tocsin.orders.staff import StaffAction

DecidedBy = Literal["doctrine", "script", "human"]
Action = NationAction | StaffAction | ControlAction


class Order(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decision by a cell.  ``in_reply_to`` names the record it answers.

    ``order_id``: the seat that gave it and the seat's own number for it, ``SEAT/NUMBER``; '' where doctrine or the
    script gave it.  Control's orders are of the node ``truth``.
    """

    node: str
    cell: CellName
    action: Action
    in_reply_to: str
    reason: str
    decided_by: DecidedBy = "doctrine"
    order_id: str = ""


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
