"""A small world without launches, and logs built by hand for it: the fixture ``small`` is this module."""

import math
import sys
from types import ModuleType
from typing import Any

import msgspec
import pytest

from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import Delivery, Envelope, Message, MsgType
from tocsin.exchange.payload import LaunchReport, Payload, PublicWarning, ReportedTrack, TrackReport
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import Action, Order
from tocsin.orders.record import Associated, BodyEnded, Launch, Pairing, UndefendedImpact
from tocsin.review.log import Header, Logged, RunLog
from tocsin.review.measure import Row, measure_rows
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.tracking.provenance import Source
from tocsin.warning.event import (
    ImpactEstimate,
    ImpactWarning,
    LaunchEstimate,
    LaunchReportIssued,
    LaunchWarning,
)

END_MS = 2_400_000  # 40 minutes
LIFT_OFF_MS = 300_000
IMPACT_MS = 1_300_000  # 1,000 s after lift-off
PLACE = (math.radians(29.0), math.radians(52.0), 0.0)
AIM = (math.radians(38.0), math.radians(84.0))

TEXT = """
[scenario]
name = "small"
title = "A small world"
blind_name = "exercise-01"
seed = 5
start_utc = "2031-03-21T04:00:00Z"
duration_min = 40
parties = ["alder", "birch"]
agreement = "none"

[[radar]]
id = "a-radar"
nation = "alder"
lat_deg = 38.2
lon_deg = 54.8
boresight_deg = 140

[[satellite]]
id = "a-eye"
nation = "alder"
orbit = { geostationary_deg = 60.0 }

[[radar]]
id = "b-radar"
nation = "birch"
lat_deg = 36.5
lon_deg = 80.5
boresight_deg = 265

[[battery]]
id = "b"
nation = "birch"
pack = "upper-tier"
lat_deg = 38.0
lon_deg = 84.0

[[area]]
id = "north"
nation = "birch"
lat_deg = 41.0
lon_deg = 84.0
radius_km = 60

[[area]]
id = "south"
nation = "birch"
lat_deg = 38.0
lon_deg = 84.0
radius_km = 60

[[link]]
source = "alder"
target = "birch"
latency_s = 2.0

[[link]]
source = "birch"
target = "alder"
latency_s = 2.0
"""


def scenario() -> Scenario:
    return build_scenario(TEXT, "small.toml")


def header(agreement: str = "none") -> Header:
    return Header("small", agreement, 5, 0, "", {})


def log(*entries: Logged, end_ms: int = END_MS, agreement: str = "none", terms: str = "") -> RunLog:
    """Return a log of entries in order of time; those of one time stay in the order given."""
    known = header(agreement)._replace(meta={"agreement_text": terms} if terms else {})
    return RunLog(known, sorted(entries, key=lambda entry: entry.time_ms), end_ms)


def at(time_s: float, node: str, body: msgspec.Struct) -> Logged:
    """Return a record some seconds after the first lift-off."""
    return Logged(LIFT_OFF_MS + round(time_s * 1000), node, body)


def impact(body_id: str = "l1-payload", **changes: Any) -> UndefendedImpact:
    plain = {
        "time_ms": IMPACT_MS,
        "lat_rad": AIM[0],
        "lon_rad": AIM[1],
        "nation": "birch",
        "areas": ("south",),
    }
    return UndefendedImpact(body_id, **{**plain, **changes})


def launch(launch_id: str = "l1", **changes: Any) -> Logged:
    """Return a launch at time 0 that comes down on south at 1,000 s."""
    plain: dict[str, Any] = {
        "launch_id": launch_id,
        "nation": "cedar",
        "vehicle_class": "mrbm",
        "lift_off_ms": LIFT_OFF_MS,
        "place": PLACE,
        "azimuth_rad": 1.0,
        "body_ids": (f"{launch_id}-payload",),
        "impacts": (impact(f"{launch_id}-payload"),),
        "notice_id": "",
    }
    record = Launch(**{**plain, **changes})
    return Logged(record.lift_off_ms, TRUTH, record)


def ended(
    time_s: float,
    body_id: str = "l1-payload",
    how: str = "impact",
    nation: str = "birch",
    areas: tuple[str, ...] = (),
) -> Logged:
    end: Any = how
    return at(
        time_s,
        TRUTH,
        BodyEnded(
            body_id=body_id,
            how=end,
            ended_ms=LIFT_OFF_MS + round(time_s * 1000),
            place=(*AIM, 0.0),
            nation=nation,
            areas=areas,
        ),
    )


def scan(time_s: float, sensor_id: str, scan_number: int, pairs: dict[str, str]) -> list[Logged]:
    """Return the records of one scan: body id to the source id its measurement went to ('' for none)."""
    node = {"a": "alder", "b": "birch"}[sensor_id[0]]
    return [
        at(time_s, TRUTH, Pairing(sensor_id, scan_number, tuple(pairs))),
        at(time_s, node, Associated(sensor_id, scan_number, tuple(pairs.values()))),
    ]


def source(source_id: str, first_s: float = 0.0, last_s: float = 2000.0) -> tuple[Source, ...]:
    return (Source(source_id, LIFT_OFF_MS + round(first_s * 1000), LIFT_OFF_MS + round(last_s * 1000)),)


def ellipse(lat_rad: float = AIM[0], lon_rad: float = AIM[1], sigma_m: float = 10e3) -> Ellipse:
    return Ellipse(lat_rad, lon_rad, sigma_m**2, 0.0, sigma_m**2)


def impact_warning(time_s: float, source_id: str, node: str = "birch", **changes: Any) -> Logged:
    """Return a medium warning of south with 60 %, unless changed."""
    estimate: dict[str, Any] = {
        "computed_ms": 0,
        "time_ms": IMPACT_MS,
        "time_sigma_ms": 1000,
        "place": ellipse(),
        "range_m": -1.0,
        "threatens": ("birch",),
        "areas": (("south", 0.6),),
    }
    warning: dict[str, Any] = {
        "event_id": f"{node}-e1",
        "version": 0,
        "confidence": "medium",
        "phenomenology": "radar",
        "provenance": source(source_id),
    }
    for key, value in changes.items():
        (estimate if key in estimate else warning)[key] = value
    return at(time_s, node, ImpactWarning(impact=ImpactEstimate(**estimate), **warning))


def launch_estimate(place: Ellipse | None = None) -> LaunchEstimate:
    return LaunchEstimate(place or ellipse(PLACE[0], PLACE[1]), LIFT_OFF_MS, 1000, 1.0, 0.1)


def launch_warning(time_s: float, source_id: str, node: str = "birch", **changes: Any) -> Logged:
    plain: dict[str, Any] = {
        "event_id": f"{node}-e1",
        "version": 0,
        "launch": launch_estimate(),
        "generic_class": "mrbm",
        "phenomenology": "ir",
        "confidence": "low",
        "matched_notice": "",
        "provenance": source(source_id),
    }
    return at(time_s, node, LaunchWarning(**{**plain, **changes}))


def report_issued(time_s: float, source_id: str, node: str, **changes: Any) -> Logged:
    plain: dict[str, Any] = {
        "event_id": f"{node}-e1",
        "version": 0,
        "launch": None,
        "impact": None,
        "confidence": "low",
        "provenance": source(source_id),
    }
    return at(time_s, node, LaunchReportIssued(**{**plain, **changes}))


def message(payload: Payload, released_s: float, source_id: str = "", msg_type: MsgType = "report") -> Message:
    """Return a message from alder to birch."""
    return Message(
        originator="alder",
        releasable_to="birch",
        msg_type=msg_type,
        agreement_version="x/1",
        released_ms=LIFT_OFF_MS + round(released_s * 1000),
        payload=payload,
        provenance=source(source_id) if source_id else (),
    )


def sent(
    released_s: float, due_s: float, seq: int, payload: Payload, source_id: str = "", msg_type: MsgType = "report"
) -> Logged:
    return at(
        released_s,
        "alder",
        Envelope(
            exercise_id="exercise-01",
            msg_id=f"alder-birch#{seq}",
            link_id="alder-birch",
            seq=seq,
            sent_ms=LIFT_OFF_MS + round(released_s * 1000),
            due_ms=LIFT_OFF_MS + round(due_s * 1000),
            crc=0,
            message=message(payload, released_s, source_id, msg_type),
        ),
    )


def received(
    released_s: float,
    received_s: float,
    seq: int,
    payload: Payload,
    source_id: str = "",
    msg_type: MsgType = "report",
) -> Logged:
    return at(
        received_s,
        "birch",
        Delivery(
            msg_id=f"alder-birch#{seq}",
            link_id="alder-birch",
            seq=seq,
            sent_ms=LIFT_OFF_MS + round(released_s * 1000),
            received_ms=LIFT_OFF_MS + round(received_s * 1000),
            crc_ok=True,
            message=message(payload, released_s, source_id, msg_type),
        ),
    )


def report(**fields: Any) -> LaunchReport:
    return LaunchReport(event_id="alder-e1", **fields)


def tracks(*provenances: tuple[Source, ...]) -> TrackReport:
    return TrackReport(
        tracks=tuple(ReportedTrack(0, (0.0,) * 6, (0.0,) * 36, 1.0, provenance) for provenance in provenances)
    )


def order(time_s: float, node: str, action: Action, in_reply_to: str = "") -> Logged:
    body = Order(node=node, cell="watch_officer", action=action, in_reply_to=in_reply_to, reason="")
    return at(time_s, node, body)


def alert(time_s: float, node: str = "birch", **changes: Any) -> Logged:
    """Return a public alert for south about the node's event 1, unless changed."""
    plain: dict[str, Any] = {
        "warning_id": f"{node}-p1",
        "step": "alert",
        "references": (),
        "event_id": f"{node}-e1",
        "areas": ("south",),
        "sent_ms": LIFT_OFF_MS + round(time_s * 1000),
        "expires_ms": END_MS,
    }
    return at(time_s, node, PublicWarning(**{**plain, **changes}))


def alert_cancelled(time_s: float, node: str = "birch", warning_id: str = "") -> Logged:
    """Return the cancel of a node's first public alert, unless another is named."""
    cancels = (warning_id or f"{node}-p1",)
    return alert(time_s, node, warning_id=f"{node}-p9", step="cancel", references=cancels)


class Rows:
    """The rows of a log, to be looked up."""

    def __init__(self, run: RunLog, played: Scenario) -> None:
        self.all: list[Row] = measure_rows(run, played)
        self._by_key = {(row.measure, row.nation, row.subject): row for row in self.all}

    def __call__(self, measure: str, nation: str = "all", subject: str = "all") -> Row:
        return self._by_key[measure, nation, subject]

    def value(self, measure: str, nation: str = "all", subject: str = "all") -> tuple[float | None, str]:
        row = self(measure, nation, subject)
        return row.value, row.status


def rows(*entries: Logged, end_ms: int = END_MS) -> Rows:
    return Rows(log(*entries, end_ms=end_ms), scenario())


@pytest.fixture(scope="session")
def small() -> ModuleType:
    return sys.modules[__name__]
