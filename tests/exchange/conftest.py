"""Links and messages built by hand: the fixture ``post_office`` is this module."""

import sys
from dataclasses import dataclass, field
from types import ModuleType

import pytest

from tocsin.chance.luck import declared_id, luck_for
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.inbound import Inbound, ack_of, counted, receive
from tocsin.exchange.link import Link, LinkState, Waiting
from tocsin.exchange.message import (
    Delivery,
    DeliveryRefused,
    Draft,
    Envelope,
    LinkGap,
    LinkGapFilled,
    Message,
    NotAcknowledged,
    Resent,
)
from tocsin.exchange.payload import LaunchReport, Payload, ReportedTrack, TrackReport
from tocsin.exchange.transport import Lost, answer, hand_over, post, send_again, take_answers, taken_off
from tocsin.exchange.wire import LinkEnd, Sealed, seal
from tocsin.tracking.provenance import Source

END = LinkEnd("exercise-00", luck_for(1, 0))
UNIT = tuple(1.0 if i % 7 == 0 else 0.0 for i in range(36))


def link(**changes: object) -> Link:
    given = {"latency_ms": 2000, "jitter_ms": 1000, "loss": 0.0, "source": "a", "target": "b", **changes}
    ends = f"{given['source']}-{given['target']}"
    return Link(link_id=ends, luck_id=declared_id(f"link {ends}"), **given)


def report(event_id: str = "a-e1", **fields: object) -> LaunchReport:
    given = {
        "launch_time_ms": 1000,
        "launch_time_sigma_ms": 900,
        "launch_point": Ellipse(0.5, 1.0, 1e8, 1e7, 2e8),
        "azimuth_rad": 1.0,
        "n_objects": 1,
        "threatens": ("b",),
        **fields,
    }
    return LaunchReport(event_id=event_id, **given)


def track(**changes: object) -> ReportedTrack:
    given = {
        "time_ms": 4000,
        "state_ecef": (6.6e6, 0.0, 0.0, 0.0, 3e3, 1e3),
        "covariance": UNIT,
        "coast_probability": 0.9,
        "provenance": (Source("a.s1", 1000, 4000),),
        **changes,
    }
    return ReportedTrack(**given)


def tracks(**changes: object) -> TrackReport:
    return TrackReport(tracks=(track(**changes),))


def message(released_ms: int, payload: Payload | None = None, **changes: object) -> Message:
    given = {
        "originator": "a",
        "releasable_to": "b",
        "msg_type": "report",
        "agreement_version": "t/1",
        "released_ms": released_ms,
        "payload": payload or report(),
        "provenance": (Source("a.s1", 1000, 4000),),
        **changes,
    }
    return Message(**given)


def draft(drafted_ms: int, payload: Payload | None = None, **changes: object) -> Draft:
    given = {"originator": "a", "to": "b", "msg_type": "report", "payload": payload or report(), **changes}
    return Draft(drafted_ms=drafted_ms, **given)


def sealed(seq: int = 1, released_ms: int = 5000, payload: Payload | None = None, **changes: object) -> Envelope:
    return seal(message(released_ms, payload, **changes), link(), seq, END).envelope


@dataclass
class Way:
    """A link played alone, with or without one back: what its receiver took and refused, what its sender did."""

    there: Link
    back: Link | None = None
    state: LinkState = field(default_factory=lambda: LinkState(1, 0, []))
    inbound: Inbound = field(default_factory=Inbound)
    taken: list[Delivery] = field(default_factory=list)
    refused: list[DeliveryRefused] = field(default_factory=list)
    gaps: list[LinkGap | LinkGapFilled] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    done: list[tuple[int, Resent | NotAcknowledged]] = field(default_factory=list)
    version: str = "t/1"

    def leave(self, drafted: Draft) -> Sealed:
        """Seal a draft as it leaves, as if all were granted."""
        sent = message(drafted.drafted_ms, drafted.payload, msg_type=drafted.msg_type, agreement_version=self.version)
        self.state.next_seq += 1
        return seal(sent, self.there, self.state.next_seq - 1, END)

    def play(self, posted: dict[int, int], until_ms: int) -> "Way":
        """Send so many reports at each exercise time (ms), tick by tick."""
        for time_ms in range(0, until_ms, 1000):
            take_answers(self.state, time_ms)
            self.done += [(time_ms, done) for done in send_again(self.state, self.there, time_ms, self.version)]
            for _ in range(posted.get(time_ms, 0)):
                post(self.state, Waiting(time_ms, 0, draft(time_ms)))
            self.lost += hand_over(self.state, self.there, END.luck, time_ms, self.leave, self.back is not None)
            self.take(time_ms)
        return self

    def take(self, time_ms: int) -> None:
        due = taken_off(self.state, time_ms)
        for carried in due:
            outcome = receive(carried.raw, self.there, self.inbound, END, time_ms)
            if isinstance(outcome, DeliveryRefused):
                self.refused.append(outcome)
                continue
            self.taken.append(outcome)
            self.inbound, gaps = counted(self.inbound, outcome)
            self.gaps += gaps
        if due and self.back is not None:
            answer(self.state, ack_of(self.inbound), self.back, END.luck, time_ms)


@pytest.fixture(scope="session")
def post_office() -> ModuleType:
    return sys.modules[__name__]
