"""What a cell sees: its own node, never the world."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tocsin.chance.kernels import normal_pair
from tocsin.chance.luck import CELL, Luck
from tocsin.defence.battery import Shot
from tocsin.defence.plan import EngagementPlan
from tocsin.exercise.world import NodeState, World
from tocsin.orders.order import AlertLevel, Assessment
from tocsin.scenario.declared import Doctrine
from tocsin.warning.event import WarningEvent


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node as its cells see it at one moment.

    ``quantiles`` holds one standard normal draw a cell (watch officer, commander): how quick it is in this run.
    Nothing else of the run's luck is in a view: a cell cannot foretell anything.
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
    quantiles: tuple[float, float]


def views(world: World) -> dict[str, NodeView]:
    """Return a view of every node that has anything to decide about."""
    return {name: view_of(world, node) for name, node in world.nodes.items() if node.events}


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
    )


def quantiles_of(luck: Luck, luck_id: int) -> tuple[float, float]:
    """Return how quick a node's cells are in a run: drawn on (node, cell), so that agreements share it."""
    watch, command = normal_pair(luck.key0, luck.key1, CELL, 0, luck_id, 0, 0)
    return watch, command
