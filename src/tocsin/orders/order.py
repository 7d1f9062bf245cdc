"""What a cell may order."""

from typing import Literal

import msgspec

from tocsin.exchange.payload import AlertLevel, Assessment

CellName = Literal["watch_officer", "sensor_desk", "defence_desk", "commander", "control"]
DecidedBy = Literal["doctrine", "human"]


class AssessEvent(msgspec.Struct, frozen=True, tag=True):
    """The watch officer says what an event is."""

    event_id: str
    assessment: Assessment


class SetAlert(msgspec.Struct, frozen=True, tag=True):
    """The commander sets the node's posture."""

    level: AlertLevel


class Fire(msgspec.Struct, frozen=True, tag=True):
    """The air-and-missile-defence desk orders one engagement: one battery, one object of an event, its salvo."""

    event_id: str
    battery_id: str
    object_name: str = ""


class CueRadar(msgspec.Struct, frozen=True, tag=True):
    """The sensor desk points a radar at a part of its sky, for what an event is expected to bring there."""

    event_id: str
    sensor_id: str
    azimuth_rad: float
    elevation_rad: float
    half_width_rad: float
    until_ms: int


Action = AssessEvent | SetAlert | Fire | CueRadar


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
