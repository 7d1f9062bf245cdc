"""What a cell sees: its own node, never the world."""

from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.chance.kernels import normal_pair, uniform
from tocsin.chance.luck import CELL, DRILL, Luck, declared_id
from tocsin.defence.battery import Shot
from tocsin.defence.plan import EngagementPlan
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import AlertLevel, AnomalyAdvisory, Assessment, PublicWarning, standing_at
from tocsin.exercise.ground import own_area_ids
from tocsin.exercise.outage import is_silent
from tocsin.exercise.stages.desk_line import waiting
from tocsin.exercise.world import ConsultationState, Lasting, NodeState, Unsent, World
from tocsin.orders.action import CueRadar
from tocsin.orders.order import Answered
from tocsin.picture.shared import Picture, track_names
from tocsin.scenario.declared import Doctrine
from tocsin.scenario.staged import Drill
from tocsin.sensing.radar.sensor import Radar
from tocsin.warning.event import WarningEvent

Array = NDArray[np.float64]

NOTICE_DESK = 2  # which cell a quantile is for
NO_MOMENT_MS = 2**62  # later than any


class Clock:
    """The exercise time of a view, and until when what cells were told of it stays true.

    Attributes
    ----------
    time_ms : int, ms
    turns_ms : int, ms
        The first of the moments asked about that have not come; ``time_ms`` where somebody read the time itself.
    """

    __slots__ = ("time_ms", "turns_ms")

    def __init__(self, time_ms: int) -> None:
        self.time_ms, self.turns_ms = time_ms, NO_MOMENT_MS


class NodeView(msgspec.Struct, frozen=True, kw_only=True):
    """One node as its cells see it at one moment: a Struct, because one is made for every node every second.

    ``quantiles`` holds one standard normal draw a cell (watch officer, commander, notice desk): how quick it is in
    this run.
    Nothing else of the run's luck is in a view: a cell cannot foretell anything.
    ``clock`` is for ``has_come`` and ``time_ms``: cells ask whether a moment has come where that will do, so that it
    is known when to ask them again; who reads the time, or a track, is asked again at the next second.
    What changes is copied: two views are of the same where their fields but ``clock`` and ``picture`` are equal.
    ``radars`` are those in action.
    ``notices_waiting``: ids of notices that the sensor desk does not have, and when each was entered (ms);
    ``is_forwarding``: whether the notice desk ever sends one on.
    ``picture``: the node's shared picture, of which cells see the tracks behind the events (``track``).

    ``partners`` are those whom a link leads to; ``may_consult``: whether the agreement provides for it.  ``uneasy``:
    events that may yet be an attack here, each since when; ``quiet_ms``: since when there is none.
    ``plan_new_ms``: since when a joint cell's plan differs from what it proposed last; -1 where it does not.
    ``drill`` is the newest one called,
    ``drill_misread`` whether the civil-protection desk and the commander take it for real.
    """

    node: str
    clock: Clock
    events: tuple[WarningEvent, ...]
    plans: tuple[EngagementPlan, ...]
    shots: tuple[Shot, ...]
    shots_assessed: Mapping[str, bool]
    assessed: Mapping[str, Assessment]
    alert: AlertLevel
    doctrine: Doctrine
    quantiles: tuple[float, ...]
    radars: tuple[Radar, ...]
    cues: Mapping[str, CueRadar]
    picture: Picture
    notices_waiting: Mapping[str, int] = msgspec.field(default_factory=dict)
    is_forwarding: bool = True
    parties: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    own_areas: tuple[str, ...] = ()
    may_consult: bool = False
    uneasy: Mapping[str, int] = msgspec.field(default_factory=dict)
    quiet_ms: int = 0
    asked: Mapping[tuple[str, str], int] = msgspec.field(default_factory=dict)
    answered: Mapping[tuple[str, str], Answered] = msgspec.field(default_factory=dict)
    advisories: tuple[AnomalyAdvisory, ...] = ()
    consultations: Mapping[str, ConsultationState] = msgspec.field(default_factory=dict)
    public_warnings: tuple[PublicWarning, ...] = ()
    to_be_sent: Mapping[str, Unsent] = msgspec.field(default_factory=dict)
    cancelling: Mapping[str, int] = msgspec.field(default_factory=dict)
    assessed_ms: Mapping[str, int] = msgspec.field(default_factory=dict)
    plan_new_ms: int = -1
    drill: Drill | None = None
    drill_misread: tuple[bool, bool] = (False, False)

    @property
    def time_ms(self) -> int:
        """Return the exercise time, ms; for what changes from second to second."""
        self.clock.turns_ms = self.clock.time_ms
        return self.clock.time_ms

    def has_come(self, moment_ms: int) -> bool:
        """Return whether a moment has come, ms."""
        clock = self.clock
        if moment_ms <= clock.time_ms:
            return True
        if moment_ms < clock.turns_ms:
            clock.turns_ms = moment_ms
        return False

    def track(self, name: str) -> tuple[Array, Array, int] | None:
        """Return state (6,), covariance (6, 6) and time (ms) of a shared track behind an event; None where lost."""
        self.clock.turns_ms = self.clock.time_ms
        names = track_names(self.picture) if name else ()
        if name not in names:
            return None
        index = names.index(name)
        return self.picture.x[index], self.picture.P[index], self.picture.time_ms


def views(world: World) -> dict[str, NodeView]:
    """Return a view of every node that has anything to decide about."""
    return {name: view_of(world, node) for name, node in world.nodes.items() if has_business(world, node)}


def has_business(world: World, node: NodeState) -> bool:
    """Return whether any cell of a node has something to decide about; most seconds of most watches none has."""
    if node.events or node.alert != "normal" or (node.desk_line is not None and waiting(node)):
        return True
    if node.consultations and any(not held.closed for held in node.consultations.values()):
        return True
    if node.public_warnings and standing_at(node.public_warnings, world.time_ms):
        return True
    drill = drill_of(world, node)
    return drill is not None and world.time_ms <= drill.told_ms


def drill_of(world: World, node: NodeState) -> Drill | None:
    """Return the newest drill that was called at a node, or None."""
    if not world.scenario.staged.drills:
        return None
    called = [
        drill
        for drill in world.scenario.staged.drills
        if drill.nation == node.declared.name and drill.time_ms <= world.time_ms
    ]
    return max(called, key=lambda drill: drill.time_ms, default=None)


def misreadings(world: World, node: NodeState, drill: Drill | None) -> tuple[bool, bool]:
    """Return who takes a drill for real: drawn on (node, drill, person)."""
    if drill is None:
        return False, False
    luck, name = world.luck, declared_id(f"drill {drill.drill_id}")
    first, second = (
        uniform(luck.key0, luck.key1, DRILL, person, node.declared.luck_id, name, 0) < drill.misread_probability
        for person in (0, 1)
    )
    return first, second


def view_of(world: World, node: NodeState) -> NodeView:
    """Return one node's view."""
    drill, same = drill_of(world, node), lasting(world, node)
    return NodeView(
        node=node.declared.name,
        clock=Clock(world.time_ms),
        events=node.events,
        plans=node.plans,
        shots=tuple(node.shots),
        shots_assessed=node.shots_assessed.copy(),
        assessed=node.assessed.copy(),
        alert=node.alert,
        doctrine=node.doctrine,
        quantiles=same.quantiles,
        radars=in_action(world, node),
        cues=node.cues.copy(),
        picture=node.picture,
        notices_waiting=waiting(node),
        is_forwarding=node.desk_line is not None and node.desk_line.is_forwarded,
        parties=world.scenario.parties,
        partners=same.partners,
        own_areas=same.own_areas,
        plan_new_ms=node.plan_new_ms,
        may_consult="consultation" in world.agreement.messages,
        uneasy=node.uneasy.copy(),
        quiet_ms=node.quiet_ms,
        asked=node.asked.copy(),
        answered=node.answered.copy(),
        advisories=tuple(node.advisories),
        consultations=node.consultations.copy(),
        public_warnings=tuple(node.public_warnings),
        to_be_sent=node.to_be_sent.copy(),
        cancelling=node.cancels_due.copy(),
        assessed_ms=node.assessed_ms.copy(),
        drill=drill,
        drill_misread=misreadings(world, node, drill),
    )


def lasting(world: World, node: NodeState) -> Lasting:
    """Return what of a node's view never changes in a run, worked out the first time it is asked for."""
    name = node.declared.name
    same = world.lasting.get(name)
    if same is None:
        same = world.lasting[name] = Lasting(
            quantiles=quantiles_of(world.luck, node.declared.luck_id),
            partners=tuple(
                link.target for link in world.declared_links if link.source == name and link.target != JOINT
            ),
            own_areas=tuple(sorted(own_area_ids(world.scenario.geography, name))),
        )
    return same


def in_action(world: World, node: NodeState) -> tuple[Radar, ...]:
    """Return the radars of a node that are not out of action."""
    if not (node.declared.outages or world.control.outages):
        return tuple(node.radars)
    return tuple([radar for radar in node.radars if not is_silent(world, node, radar.sensor_id)])


def quantiles_of(luck: Luck, luck_id: int) -> tuple[float, ...]:
    """Return how quick a node's cells are in a run: drawn on (node, pair of cells), so that agreements share it."""
    watch, command = normal_pair(luck.key0, luck.key1, CELL, 0, luck_id, 0, 0)
    notice, _ = normal_pair(luck.key0, luck.key1, CELL, 0, luck_id, NOTICE_DESK, 0)
    return watch, command, notice
