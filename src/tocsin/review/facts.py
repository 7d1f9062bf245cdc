"""What measures read of a run, gathered in one pass."""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar, cast

import msgspec

from tocsin.exchange.clock import by_clock
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import Delivery, Message
from tocsin.exchange.payload import Assessment, Confidence, LaunchReport, TrackReport
from tocsin.orders.action import AssessEvent
from tocsin.orders.order import Order, OrderRefused
from tocsin.orders.record import (
    BodyEnded,
    InterceptorLaunched,
    Launch,
    NatureEvent,
    Pairing,
    ShotOutcome,
    TrackConfirmed,
)
from tocsin.review.belong import FALSE_SOURCE, Causes, foremost, launch_of_body, shot_of_body
from tocsin.review.log import RunLog, as_flown, reached_ms
from tocsin.scenario.declared import Scenario
from tocsin.tracking.provenance import Provenance, Source, join
from tocsin.warning.area import THREAT_PROBABILITY
from tocsin.warning.event import EventClosed, ImpactWarning, LaunchReportIssued, LaunchWarning

Body = TypeVar("Body", bound=msgspec.Struct)
PART_OF = "part of "  # how an ``EventClosed`` names the older event that the closed one went into


class Held(NamedTuple):
    """A report or warning that a node holds from a moment on.

    ``launch_id`` is what it truly belongs to; ``areas`` are those named with at least 10 % probability.  Of a
    received report ``event_id`` is the sender's, as partners know it.  ``body_id``: which body most of it rests on.
    """

    time_ms: int
    event_id: str
    is_warning: bool
    is_first: bool
    launch_id: str
    confidence: Confidence
    launch_point: Ellipse | None
    impact_place: Ellipse | None
    areas: tuple[str, ...] = ()
    threatens: tuple[str, ...] = ()
    body_id: str = ""
    provenance: Provenance = ()


HeldOf = dict[tuple[str, str], list[Held]]  # (nation, launch id) -> in order of time


class Facts:
    """One run, indexed for measuring.

    Attributes
    ----------
    scenario : Scenario
    end_ms : int, ms
        Exercise time that the run reached.
    parties : tuple of str
    launches : tuple of Launch
    interceptors : tuple of InterceptorLaunched
    causes, bodies : Causes
        By launch or by shot of an own interceptor, and by body of either.
    launch_of_body : dict of body id to launch or shot id
    outcomes : dict of shot id to ShotOutcome
    debris : dict of body id to body id
        Of what is left of each payload that was killed: which payload.
    shed : frozenset of body id
        What launches leave on the way: spent stages, and that debris.
    ended : dict of body id to BodyEnded
    detected_ms : dict of (nation, launch or nature event id) to ms
        First measurement of any own sensor.
    tracked_ms : dict of (nation, launch id) to ms
        First confirmed radar track or received track.
    warnings, reports_issued, reports_received : dict of (nation, launch id) to list of Held, in order of time
        Under ``FALSE_SOURCE`` those that no launch caused.
    assessed : dict of (nation, event id) to list of (time_ms, assessment)
    by_event : dict of (nation, event id) to list of Held, in order of time
        What the nation itself warned of or reported of each of its events, under the event's last name.
    harmful : dict of launch id to Launch
        Launches of which a payload would come down in some nation.
    header : Header
    log : RunLog
        The run itself, for what is counted from orders and asides in their order.
    """

    def __init__(self, log: RunLog, scenario: Scenario) -> None:
        self.header, self.log = log.header, log
        self.scenario = as_flown(log, scenario)
        self.end_ms = reached_ms(log, scenario)
        self.parties = scenario.parties
        self._skew_ms = {node.name: node.clock_skew_ms for node in self.scenario.nodes}
        self._by_kind: dict[type[msgspec.Struct], list[tuple[int, str, msgspec.Struct]]] = {}
        for entry in log.entries:
            self._by_kind.setdefault(type(entry.body), []).append(entry)
        self.launches = tuple(body for _, _, body in self.of(Launch))
        self.interceptors = tuple(body for _, _, body in self.of(InterceptorLaunched))
        self.outcomes = {body.shot_id: body for _, _, body in self.of(ShotOutcome)}
        self.debris = {body.debris_id: body.body_id for body in self.outcomes.values() if body.debris_id}
        launch_of = self.launch_of_body = launch_of_body(self.launches) | shot_of_body(self.interceptors)
        launch_of |= {left: launch_of[body_id] for left, body_id in self.debris.items() if body_id in launch_of}
        self.shed = frozenset(body_id for launch in self.launches for body_id in launch.body_ids[1:]).union(
            self.debris
        )
        self.bodies = Causes({body_id: body_id for body_id in launch_of}, log.entries)
        self.causes = self.bodies.put_up_by(launch_of)
        self.ended = {body.body_id: body for _, _, body in self.of(BodyEnded)}
        self.detected_ms = first_detections(self)
        self.tracked_ms = first_tracks(self)
        self.warnings = by_launch([*launch_warnings(self), *impact_warnings(self)])
        self.reports_issued = by_launch(issued_reports(self))
        self.reports_received = by_launch(received_reports(self))
        self._accepted = accepted_orders(self)
        self.assessed = assessments(self)
        self.harmful = {launch.launch_id: launch for launch in self.launches if any(i.nation for i in launch.impacts)}
        self._part_of = parts(self)
        self.by_event = by_event(self)
        self._cause_of: dict[tuple[str, str], str] = {}  # of the events asked about so far

    def of(self, kind: type[Body]) -> list[tuple[int, str, Body]]:
        """Return all records of a kind, in order: when, whose, what."""
        return cast("list[tuple[int, str, Body]]", self._by_kind.get(kind, []))

    def event_of(self, nation: str, event_id: str) -> str:
        """Return the last name of a nation's event: that of the older one it became part of, if it did."""
        while (nation, event_id) in self._part_of:
            event_id = self._part_of[nation, event_id]
        return event_id

    def cause_of(self, nation: str, event_id: str) -> str:
        """Return the launch that most measurements behind a nation's event pair with, or ``FALSE_SOURCE``."""
        key = nation, self.event_of(nation, event_id)
        if key not in self._cause_of:
            held = self.by_event.get(key, [])
            self._cause_of[key] = self.causes.launch_of(join(item.provenance for item in held))
        return self._cause_of[key]

    def as_known(self, message: Message) -> Message:
        """Return a message with its times in exercise time, whatever its originator's clock said."""
        return by_clock(message, -self._skew_ms.get(message.originator, 0))

    def orders(self) -> list[tuple[int, str, Order]]:
        """Return the orders that were not refused, in order: when, whose, what."""
        return self._accepted


def accepted_orders(facts: Facts) -> list[tuple[int, str, Order]]:
    """Return the orders that were not refused, in order."""
    refused = {(time_ms, body.order) for time_ms, _, body in facts.of(OrderRefused)}
    return [item for item in facts.of(Order) if not refused or (item[0], item[2]) not in refused]


def assessments(facts: Facts) -> dict[tuple[str, str], list[tuple[int, Assessment]]]:
    """Return what each nation (first of the key) ordered each of its events (second) to be, in order of time."""
    table: dict[tuple[str, str], list[tuple[int, Assessment]]] = {}
    for time_ms, node, order in facts.orders():
        if isinstance(order.action, AssessEvent):
            table.setdefault((node, order.action.event_id), []).append((time_ms, order.action.assessment))
    return table


def parts(facts: Facts) -> dict[tuple[str, str], str]:
    """Return the event that each nation (first of the key) found another of its events (second) to be part of."""
    return {
        (node, body.event_id): body.reason.removeprefix(PART_OF)
        for _, node, body in facts.of(EventClosed)
        if body.reason.startswith(PART_OF)
    }


def by_event(facts: Facts) -> dict[tuple[str, str], list[Held]]:
    """Return what each nation (first of the key) warned of or reported of each of its events, in order of time."""
    told = [
        (key[0], item) for table in (facts.warnings, facts.reports_issued) for key in table for item in table[key]
    ]
    found: dict[tuple[str, str], list[Held]] = {}
    for nation, item in sorted(told, key=lambda pair: pair[1].time_ms):
        found.setdefault((nation, facts.event_of(nation, item.event_id)), []).append(item)
    return found


def first_detections(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation's own sensors first measured each launch and each event of nature."""
    nation_of = {sensor_id: node.name for node in facts.scenario.nodes for sensor_id in node.sensor_ids}
    cause_of = launch_of_body(facts.launches)
    for _, _, event in facts.of(NatureEvent):
        cause_of.update(dict.fromkeys(event.body_ids, event.event_id))
    first: dict[tuple[str, str], int] = {}
    for time_ms, _, pairing in facts.of(Pairing):
        nation = nation_of.get(pairing.sensor_id)  # None: of a nation whose sensors this reader does not know
        for body_id in pairing.body_ids if nation else ():
            if nation and body_id in cause_of:
                first.setdefault((nation, cause_of[body_id]), time_ms)
    return first


def by_launch(held: list[tuple[str, Held]]) -> HeldOf:
    """Return what each nation holds of each launch, in order of time."""
    table: HeldOf = {}
    for nation, item in sorted(held, key=lambda pair: pair[1].time_ms):
        table.setdefault((nation, item.launch_id), []).append(item)
    return table


def all_of(table: HeldOf, nation: str) -> list[Held]:
    """Return everything one nation holds, launch by launch."""
    return [item for (holder, _), held in table.items() if holder == nation for item in held]


def launch_warnings(facts: Facts) -> Iterator[tuple[str, Held]]:
    """Yield every launch warning with its nation."""
    for time_ms, node, body in facts.of(LaunchWarning):
        point = body.launch.point if body.launch else None
        launch_id, body_id = launch_and_body(facts, body.provenance)
        held = Held(time_ms, body.event_id, True, body.version == 0, launch_id, body.confidence, point, None)
        yield node, held._replace(body_id=body_id, provenance=body.provenance)


def launch_and_body(facts: Facts, provenance: Provenance) -> tuple[str, str]:
    """Return the launch that evidence of a whole launch belongs to, and the body that it is about.

    Not a spent stage where its payload was seen too.
    """
    counts, earliest_ms = facts.bodies.counts(provenance)
    of_launch, first_ms = dict[str, int](), dict[str, int]()
    for body_id, count in counts.items():
        launch_id = facts.launch_of_body.get(body_id, FALSE_SOURCE)
        of_launch[launch_id] = of_launch.get(launch_id, 0) + count
        first_ms[launch_id] = min(first_ms.get(launch_id, earliest_ms[body_id]), earliest_ms[body_id])
    payloads = [body_id for body_id in counts if body_id and body_id not in facts.shed]
    if not payloads:
        return foremost(of_launch, first_ms), foremost(counts, earliest_ms)
    return foremost(of_launch, first_ms), max(payloads, key=lambda body_id: (counts[body_id], body_id))


def impact_warnings(facts: Facts) -> Iterator[tuple[str, Held]]:
    """Yield every impact warning with its nation."""
    for time_ms, node, body in facts.of(ImpactWarning):
        yield (
            node,
            Held(
                time_ms,
                body.event_id,
                True,
                body.version == 0,
                facts.causes.launch_of(body.provenance),
                body.confidence,
                None,
                body.impact.place,
                tuple(area for area, probability in body.impact.areas if probability >= THREAT_PROBABILITY),
                body.impact.threatens,
                facts.bodies.launch_of(body.provenance),
                body.provenance,
            ),
        )


def issued_reports(facts: Facts) -> list[tuple[str, Held]]:
    """Return every launch report that a nation drafted, whether or not any agreement let it out."""
    found: list[tuple[str, Held]] = []
    for time_ms, node, body in facts.of(LaunchReportIssued):
        launch_id, body_id = launch_and_body(facts, body.provenance)
        held = Held(
            time_ms,
            body.event_id,
            False,
            body.version == 0,
            launch_id,
            body.confidence,
            body.launch.point if body.launch else None,
            body.impact.place if body.impact else None,
            threatens=body.impact.threatens if body.impact else (),
            body_id=body_id,
            provenance=body.provenance,
        )
        found.append((node, held))
    return found


def received_reports(facts: Facts) -> list[tuple[str, Held]]:
    """Return every launch report that reached a nation whole."""
    return [
        (node, held_of(facts, time_ms, facts.as_known(body.message), report))
        for time_ms, node, body in facts.of(Delivery)
        if body.crc_ok and isinstance(report := body.message.payload, LaunchReport)
    ]


def held_of(facts: Facts, time_ms: int, message: Message, report: LaunchReport) -> Held:
    """Return a received launch report as held."""
    launch_id, body_id = launch_and_body(facts, message.provenance)
    return Held(
        time_ms,
        report.event_id,
        False,
        message.msg_type == "report",
        launch_id,
        report.confidence or "no",
        report.launch_point,
        report.impact_area,
        threatens=report.threatens or (),
        body_id=body_id,
        provenance=message.provenance,
    )


def first_tracks(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation first had a track of each launch in its picture, own or received."""
    first: dict[tuple[str, str], int] = {}
    for time_ms, node, body in facts.of(TrackConfirmed):
        if body.phenomenology == "radar":
            launch_id = facts.causes.launch_of((Source(body.source_id, body.first_ms, time_ms),))
            first.setdefault((node, launch_id), time_ms)
    for time_ms, node, delivery in facts.of(Delivery):
        if delivery.crc_ok and isinstance(delivery.message.payload, TrackReport):
            for track in cast("TrackReport", facts.as_known(delivery.message).payload).tracks:
                key = node, facts.causes.launch_of(track.provenance)
                first[key] = min(first.get(key, time_ms), time_ms)
    return first
