"""What a cell sees: its own node, never the world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.kernels import normal_pair
from tocsin.chance.luck import CELL, Luck
from tocsin.defence.battery import Shot
from tocsin.defence.plan import EngagementPlan
from tocsin.exchange.payload import AlertLevel, Assessment
from tocsin.exercise.stages.desk_line import waiting
from tocsin.exercise.world import NodeState, World
from tocsin.orders.order import CueRadar
from tocsin.picture.shared import track_names
from tocsin.scenario.declared import Doctrine
from tocsin.scenario.mount import is_out
from tocsin.sensing.radar.sensor import Radar
from tocsin.warning.event import WarningEvent

Array = NDArray[np.float64]

NOTICE_DESK = 2  # which cell a quantile is for


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node as its cells see it at one moment.

    ``quantiles`` holds one standard normal draw a cell (watch officer, commander, notice desk): how quick it is in
    this run.
    Nothing else of the run's luck is in a view: a cell cannot foretell anything.
    ``radars`` are those in action.
    ``notices_waiting``: ids of notices that the sensor desk does not have, and when each was entered (ms);
    ``is_forwarding``: whether the notice desk ever sends one on.
    ``tracks`` are the shared tracks behind the events: state (6,) and covariance (6, 6) by name, at ``picture_ms``.
    """

    node: str
    time_ms: int
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
    tracks: Mapping[str, tuple[Array, Array]]
    picture_ms: int
    notices_waiting: Mapping[str, int] = field(default_factory=dict)
    is_forwarding: bool = True


def views(world: World) -> dict[str, NodeView]:
    """Return a view of every node that has anything to decide about."""
    return {name: view_of(world, node) for name, node in world.nodes.items() if node.events or waiting(node)}


def view_of(world: World, node: NodeState) -> NodeView:
    """Return one node's view."""
    return NodeView(
        node=node.declared.name,
        time_ms=world.time_ms,
        events=node.events,
        plans=node.plans,
        shots=tuple(node.shots),
        shots_assessed=MappingProxyType(node.shots_assessed),
        assessed=MappingProxyType(node.assessed),
        alert=node.alert,
        doctrine=node.declared.doctrine,
        quantiles=quantiles_of(world.luck, node.declared.luck_id),
        radars=tuple(radar for radar in node.radars if not is_out(node.declared, radar.sensor_id, world.time_ms)),
        cues=MappingProxyType(node.cues),
        tracks=event_tracks(node),
        picture_ms=node.picture.time_ms,
        notices_waiting=MappingProxyType(waiting(node)),
        is_forwarding=node.desk_line is not None and node.desk_line.is_forwarded,
    )


def event_tracks(node: NodeState) -> Mapping[str, tuple[Array, Array]]:
    """Return state and covariance of the shared tracks that carry the node's events."""
    wanted = {event.track for event in node.events}
    names = track_names(node.picture)
    return MappingProxyType(
        {name: (node.picture.x[i], node.picture.P[i]) for i, name in enumerate(names) if name in wanted}
    )


def quantiles_of(luck: Luck, luck_id: int) -> tuple[float, ...]:
    """Return how quick a node's cells are in a run: drawn on (node, pair of cells), so that agreements share it."""
    watch, command = normal_pair(luck.key0, luck.key1, CELL, 0, luck_id, 0, 0)
    notice, _ = normal_pair(luck.key0, luck.key1, CELL, 0, luck_id, NOTICE_DESK, 0)
    return watch, command, notice
