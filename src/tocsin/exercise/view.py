"""What a cell sees: its own node, never the world."""

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.chance.luck import Luck
from tocsin.defence.battery import Shot
from tocsin.defence.plan import EngagementPlan
from tocsin.exercise.world import NodeState, World
from tocsin.orders.order import AlertLevel, Assessment
from tocsin.scenario.declared import Doctrine
from tocsin.warning.event import WarningEvent


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node as its cells see it at one moment.

    ``luck`` and ``luck_id`` serve doctrine cells to draw their own response times, and nothing else.
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
    luck: Luck
    luck_id: int


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
        shots_assessed=node.shots_assessed,
        assessed=node.assessed,
        alert=node.alert,
        doctrine=node.declared.doctrine,
        luck=world.luck,
        luck_id=node.declared.luck_id,
    )
