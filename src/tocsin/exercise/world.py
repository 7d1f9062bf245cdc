"""All that changes in a run.  Only stages change it."""

from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import Luck, luck_for
from tocsin.defence.assign import AllocationMade
from tocsin.defence.battery import BatteryState, Shot, ShotAssessed
from tocsin.defence.plan import EngagementPlan
from tocsin.exchange.agreement import JOINT, Agreement, AgreementState
from tocsin.exchange.inbound import Inbound
from tocsin.exchange.link import Link, LinkState
from tocsin.exchange.message import Draft, LinkGap
from tocsin.exchange.payload import (
    AlertLevel,
    AlertState,
    AnomalyAdvisory,
    Assessment,
    BatteryStatus,
    Consultation,
    Engagement,
    PostLaunchNotification,
    PreLaunchNotification,
    PublicWarning,
    ReportedTrack,
)
from tocsin.exercise.control import Control, control_of
from tocsin.exercise.staff.state import StaffState
from tocsin.orders.action import Ask, CueRadar
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.order import Answered
from tocsin.orders.record import BodyEnded, ShotOutcome
from tocsin.picture.registration.value import Registration
from tocsin.picture.shared import Picture, empty_picture
from tocsin.scenario.declared import DeclaredBody, DeclaredNode, DeclaredNotice, Doctrine, Scenario
from tocsin.scenario.drawn import drawn
from tocsin.scenario.joint import joint_links, joint_node
from tocsin.scenario.staged import DeskLine
from tocsin.sensing.infrared.sensor import InfraredMeasurements, InfraredSatellite
from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.scene import Scene
from tocsin.tracking.classify import KindShares
from tocsin.tracking.late import Rewindable, rewindable
from tocsin.tracking.plume_tracks import PlumeTable, no_plumes
from tocsin.tracking.tracker import Scan, Tracks, no_tracks
from tocsin.warning.event import WarningEvent
from tocsin.warning.evidence import Plume, Reported

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Record(NamedTuple):
    """Something that happened: whose it is, and what."""

    node: str
    body: msgspec.Struct


class Lasting(NamedTuple):
    """What of a node's view never changes in a run (``view.NodeView``); worked out once, by ``view.lasting``."""

    quantiles: tuple[float, ...]
    partners: tuple[str, ...]
    own_areas: tuple[str, ...]


class HeldKinds(NamedTuple):
    """What a node believes a tracked body to be, and which looks it has believed.

    Attributes
    ----------
    probability : 3 float
        Of payload, stage, debris.
    blocks : dict of sensor id to block
        The newest block of looks (``sensing.kind.KIND_BLOCK_MS``) of each radar that has been counted.
    """

    probability: KindShares
    blocks: dict[str, int]


@dataclass(frozen=True, slots=True)
class ConsultationState:
    """One consultation as one node holds it: replaced by another where something of it changes.

    Attributes
    ----------
    own_event_id : str
        The node's own event that is meant; '' where it knows of none.
    partner : str
        Whom we asked, who asked us, or the joint cell that proposes.
    signers : tuple of str
        Whose signatures it needs.
    is_asked_by_us : bool
    deadline_ms : int, ms
    reply : Consultation or None
        The partner's reply to our query.
    proposed : str or None
        What a joint cell proposes.
    signed : dict of nation to what it signed
    closed : str
        '' while it is open, else how it ended: ``agreed``, ``expired``, or ``refused`` (the agreement lets no such
        query out).
    asked : Consultation or None
        The query or proposal as received: the event that it means may be seen here only later.
    """

    own_event_id: str
    partner: str
    signers: tuple[str, ...]
    is_asked_by_us: bool
    deadline_ms: int
    opened_ms: int
    is_replied: bool = False
    reply: Consultation | None = None
    proposed: Assessment | None = None
    signed: dict[str, Assessment] = field(default_factory=dict)
    closed: str = ""
    asked: Consultation | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """A public warning that not enough persons have ordered yet: for which areas, which cells, since when (ms)."""

    areas: tuple[str, ...]
    cells: tuple[str, ...]
    time_ms: int


@dataclass(slots=True)
class NodeState:
    """What one nation's system holds.

    ``radars`` are its radars where they were when they last looked; ``is_noisy``: a sensor of its may report what
    is not there, so that it must look when nothing flies.  ``kinds``: of its radar tracks, by number.
    ``register`` is the notice desk's: the newest revision of every notice it has, own and received;
    ``registered_ms`` is when each was entered, ``notice_from`` the partner that gave it,
    ``confirmed`` those whose launch has been confirmed,
    ``forwarded`` the revision of each that was last sent to the sensor desk, by ``desk_line`` if there is one;
    ``on_desk_line`` is what is under way there, (due ms, notice).  ``confirmations_due``: of own launches, likewise.
    ``notices`` are those that have reached the sensor desk: detections are matched with these alone.
    ``shots_announced``: how many of its shots its own desks know.  ``words_due``: of shots, for partners, (due ms,
    shot).
    ``answers_due``: questions under way, (due ms, question).  ``answered``: by (event id, asked of).
    ``inbound``: by link id, what it holds of each link that leads to it.  ``refused_messages``: how many of what came
    it did not believe, by reason.
    ``heard``: when the newest word of a partner's was released, and its number, by partner for its posture and by
    partner and event for its reports.
    ``to_be_sent``: the public warnings that wait for another person's order, by event.
    ``early``: steps of consultations that came before their query, (originator, step).
    ``engagements``: what each partner, and a joint cell, last said of theirs, sources under the node's own names;
    ``partner_events``: by partner and event as it told them, the sources behind them.  ``battery_status``: of
    partners' batteries.  ``engagements_told``, ``status_told``: what was last told, by addressee and by battery;
    ``joint_plan``: of a joint cell, who is to shoot at what; ``plan_new_ms``: since when it differs from what was
    proposed, -1 where it does not.
    ``looked_among``: the events among which the one that a query means was last looked for.
    ``has_news``: something new has come, to be judged at once; ``has_moved``: what is known has only moved, and waits
    for the node's cycle (``Doctrine.cycle_ms``); ``judged_ms``: when the node last judged, -1 before it has.
    ``doctrine``: by which it fights now.  ``staff``: what its people have written, read, held back and denied.
    ``uneasy``: the events that may yet be an attack on it, each since when; ``quiet_ms``: since when there is none.
    ``injects``: what exercise control has told it, when (ms) and what, by inject.
    """

    declared: DeclaredNode
    satellites: list[InfraredSatellite]
    radars: list[Radar]
    is_noisy: bool
    radar_past: Rewindable[Tracks, Scan]
    plume_tracks: list[PlumeTable]
    batteries: list[BatteryState]
    doctrine: Doctrine
    staff: StaffState = field(default_factory=StaffState)
    plumes: list[Plume] = field(default_factory=list)
    source_names: dict[str, str] = field(default_factory=dict)
    received_tracks: dict[str, tuple[str, ReportedTrack]] = field(default_factory=dict)
    reports: dict[str, Reported] = field(default_factory=dict)
    notices: list[PreLaunchNotification] = field(default_factory=list)
    notices_left: list[DeclaredNotice] = field(default_factory=list)
    desk_line: DeskLine | None = None
    register: dict[str, PreLaunchNotification] = field(default_factory=dict)
    registered_ms: dict[str, int] = field(default_factory=dict)
    notice_from: dict[str, str] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    confirmations_due: list[tuple[int, PostLaunchNotification]] = field(default_factory=list)
    forwarded: dict[str, int] = field(default_factory=dict)
    on_desk_line: list[tuple[int, PreLaunchNotification]] = field(default_factory=list)
    own: Picture = field(default_factory=lambda: empty_picture(0))
    picture: Picture = field(default_factory=lambda: empty_picture(0))
    registrations: dict[str, Registration] = field(default_factory=dict)
    events: tuple[WarningEvent, ...] = ()
    next_event: int = 1
    alert: AlertLevel = "normal"
    assessed: dict[str, Assessment] = field(default_factory=dict)
    plans: tuple[EngagementPlan, ...] = ()
    cues: dict[str, CueRadar] = field(default_factory=dict)
    shots: list[Shot] = field(default_factory=list)
    shots_assessed: dict[str, bool] = field(default_factory=dict)
    kinds: dict[int, HeldKinds] = field(default_factory=dict)
    next_shot: int = 1
    shots_announced: int = 0
    words_due: list[tuple[int, str]] = field(default_factory=list)
    has_news: bool = False
    has_moved: bool = False
    judged_ms: int = -1
    picture_recorded_ms: int = -10_000
    assessed_ms: dict[str, int] = field(default_factory=dict)
    alert_ms: int = 0
    uneasy: dict[str, int] = field(default_factory=dict)
    quiet_ms: int = 0
    answers_due: list[tuple[int, Ask]] = field(default_factory=list)
    asked: dict[tuple[str, str], int] = field(default_factory=dict)
    answered: dict[tuple[str, str], Answered] = field(default_factory=dict)
    public_warnings: list[PublicWarning] = field(default_factory=list)
    to_be_sent: dict[str, Unsent] = field(default_factory=dict)
    cancels_due: dict[str, int] = field(default_factory=dict)
    consultations: dict[str, ConsultationState] = field(default_factory=dict)
    early: list[tuple[str, Consultation]] = field(default_factory=list)
    partner_alerts: dict[str, AlertState] = field(default_factory=dict)
    advisories: list[AnomalyAdvisory] = field(default_factory=list)
    shown: dict[str, int] = field(default_factory=dict)
    public_names: dict[str, str] = field(default_factory=dict)
    heard: dict[str, tuple[int, int]] = field(default_factory=dict)
    engagements: dict[str, tuple[Engagement, ...]] = field(default_factory=dict)
    partner_events: dict[str, frozenset[str]] = field(default_factory=dict)
    battery_status: dict[str, BatteryStatus] = field(default_factory=dict)
    engagements_told: dict[str, tuple[Engagement, ...]] = field(default_factory=dict)
    status_told: dict[str, tuple[int, BatteryStatus]] = field(default_factory=dict)
    joint_plan: tuple[Engagement, ...] = ()
    plan_new_ms: int = -1
    allocations: tuple[AllocationMade, ...] = ()
    looked_among: tuple[WarningEvent, ...] | None = None
    inbound: dict[str, Inbound] = field(default_factory=dict)
    refused_messages: dict[str, int] = field(default_factory=dict)
    injects: dict[str, tuple[int, InjectDelivered]] = field(default_factory=dict)

    def event(self, event_id: str) -> WarningEvent | None:
        """Return an open event of the node by its name, or None."""
        return next((event for event in self.events if event.event_id == event_id), None)

    @property
    def gaps(self) -> tuple[LinkGap, ...]:
        """Return the gaps in what has come to the node that are open now."""
        return tuple(gap for inbound in self.inbound.values() for gap in inbound.gaps)

    @property
    def radar_tracks(self) -> Tracks:
        """Return the node's table of radar tracks after every scan that has reached it."""
        return self.radar_past.table


class RadarLook(NamedTuple):
    """One scan of one radar of a node, and when it reaches the node.

    ``number`` is the radar's place among the node's radars; ``was_made`` is false where it is out of action.
    """

    node: str
    number: int
    radar: Radar
    due_ms: int
    measurements: RadarMeasurements
    was_made: bool


class InfraredLook(NamedTuple):
    """One scan of one satellite of a node, and when it reaches it; ``number``: its place among the satellites."""

    node: str
    number: int
    due_ms: int
    measurements: InfraredMeasurements


@dataclass(slots=True)
class World:
    """A run at one moment.

    ``flying`` are the bodies in the air, and those that what is in the air will shed; ``interceptors`` those on their
    way to an intercept, one body a shot; ``scene`` is what truth looks like to sensors, made afresh by ``move``;
    ``looks`` are the scans made by ``sense`` that have not yet reached their nodes, where ``track`` takes them;
    ``drafts`` are what nodes drafted in the tick before; ``link_index``: by sender and receiver, which link that is.
    ``shots_at``: by body and layer, the salvos that have met it, and their interceptors.  ``came_down``: what has
    come down or was destroyed so far.  ``outcomes``: by shot, what it did.
    ``lasting``: by node, what of its view follows from the scenario and the luck alone.  ``control``: exercise
    control's injects, and what they have changed.
    """

    scenario: Scenario
    agreement: Agreement
    luck: Luck
    time_ms: int
    nodes: dict[str, NodeState]
    declared_links: tuple[Link, ...]
    link_index: dict[tuple[str, str], int]
    links: list[LinkState]
    flying: list[DeclaredBody]
    scene: Scene
    scene_bodies: tuple[str, ...]
    interceptors: list[DeclaredBody] = field(default_factory=list)
    agreement_state: AgreementState = field(default_factory=AgreementState)
    window: int = 0
    next_launch: int = 0
    next_flight: int = 0
    looks: list[RadarLook | InfraredLook] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    assessments_due: list[tuple[int, str, ShotAssessed]] = field(default_factory=list)
    amendments: dict[str, Agreement] = field(default_factory=dict)
    shots_at: dict[str, tuple[int, int]] = field(default_factory=dict)
    came_down: list[BodyEnded] = field(default_factory=list)
    outcomes: dict[str, ShotOutcome] = field(default_factory=dict)
    lasting: dict[str, Lasting] = field(default_factory=dict)
    control: Control = field(default_factory=Control)


NO_SCENE = Scene(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64))


def new_world(scenario: Scenario, agreement: Agreement, seed: int, run: int = 0) -> World:
    """Return the world of a scenario at exercise time zero, under an agreement, with the luck of (seed, run)."""
    luck = luck_for(seed, run)
    scenario = drawn(scenario, luck)
    lines = {line.nation: line for line in scenario.staged.desk_lines}
    has_glint = scenario.glint_probability > 0.0
    nodes = {node.name: new_node(node, has_glint, lines.get(node.name)) for node in scenario.nodes}
    links = tuple(link for link in scenario.links if {link.source, link.target} <= {*scenario.members})
    if agreement.joint_cells != "none":
        nodes[JOINT] = new_node(joint_node(scenario), has_glint=False)
        links = (*links, *joint_links(scenario))
    return World(
        scenario=scenario,
        agreement=agreement,
        luck=luck,
        time_ms=0,
        nodes=nodes,
        declared_links=links,
        link_index={(link.source, link.target): index for index, link in enumerate(links)},
        links=[LinkState(next_seq=1, last_report_ms=-agreement.report_interval_ms, under_way=[]) for _ in links],
        flying=[],
        scene=NO_SCENE,
        scene_bodies=(),
        control=control_of(scenario.staged.msel.injects),
    )


def new_node(declared: DeclaredNode, has_glint: bool, desk_line: DeskLine | None = None) -> NodeState:
    """Return a node that has seen nothing yet."""
    return NodeState(
        declared=declared,
        satellites=[satellite.sensor for satellite in declared.satellites],
        radars=list(declared.radars),
        notices_left=list(declared.notices),
        is_noisy=is_noisy(declared, has_glint),
        desk_line=desk_line,
        radar_past=rewindable(no_tracks()),
        plume_tracks=[no_plumes() for _ in declared.satellites],
        batteries=[BatteryState(stock_left=battery.stock, ready_ms=0) for battery in declared.batteries],
        doctrine=declared.doctrine,
    )


def is_noisy(declared: DeclaredNode, has_glint: bool) -> bool:
    """Return whether any sensor of a node may report what no body caused."""
    return (
        any(radar.has_clutter or radar.unambiguous_range_m is not None for radar in declared.radars)
        or any(item.sensor.false_sources_per_day > 0.0 for item in declared.satellites)
        or (has_glint and bool(declared.satellites))
    )
