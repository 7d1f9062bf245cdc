"""What the journal of an exercise says of its people, so that a server that is started again goes on with them."""

from pathlib import Path

import msgspec

from tocsin.journal.read import read
from tocsin.orders.aside import (
    BlindReveal,
    ClockChanged,
    ObserverNote,
    OrderReceived,
    Readiness,
    RealWorldResume,
    RealWorldStop,
    SeatChanged,
    SnapshotTaken,
)
from tocsin.orders.hot_wash import Cleared, LessonNoted, StatementDrafted, StatementReleased
from tocsin.orders.kinds import KINDS
from tocsin.orders.order import Order
from tocsin.review.log import Logged
from tocsin.web.venue import Past

OF_HOT_WASH: tuple[type[msgspec.Struct], ...] = (Cleared, LessonNoted, StatementDrafted, StatementReleased)
READ: tuple[type[msgspec.Struct], ...] = (
    *OF_HOT_WASH,
    BlindReveal,
    ClockChanged,
    ObserverNote,
    Order,
    OrderReceived,
    Readiness,
    RealWorldResume,
    RealWorldStop,
    SeatChanged,
    SnapshotTaken,
)


def past_of(journal: Path) -> Past:
    """Return what a journal says of seats, clock, notes, readiness and a stop for something real."""
    past = Past()
    for entry in read(journal, kinds=[kind.__name__ for kind in READ]):
        body = msgspec.json.decode(entry.body, type=KINDS[entry.kind])
        if isinstance(body, OF_HOT_WASH):
            past.hot_wash.append(Logged(entry.time_ms, entry.node, body))
        take(past, body)
    return past


def take(past: Past, body: msgspec.Struct) -> None:
    """Take one record into account."""
    match body:
        case SeatChanged():
            past.seats.append(body)
            past.used_ids.add(body.seat)
        case OrderReceived():
            past.used_ids.add(body.seat)
        case Order() if body.order_id:
            past.used_ids.add(body.order_id.rpartition("/")[0])  # a fork holds orders of seats that it has not
        case ClockChanged():
            past.has_started = True
        case RealWorldStop():
            past.is_stopped_real_world = True
        case RealWorldResume():
            past.is_stopped_real_world = False
        case Readiness():
            past.readiness.append(body)
        case ObserverNote():
            past.notes.append(body)
        case SnapshotTaken(occasion="endex"):
            past.has_ended = True
        case BlindReveal():
            past.has_ended = past.is_shown = True
        case _:
            return
