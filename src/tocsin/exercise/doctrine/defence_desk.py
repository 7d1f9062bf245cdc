"""The air-and-missile-defence desk: it orders what its system proposes, as far as its doctrine lets it."""

from tocsin.defence.battery import LAYER_NUMBER, Layer
from tocsin.defence.plan import EngagementPlan, is_last_chance
from tocsin.defence.rules import may_fire, room_for
from tocsin.exercise.doctrine.pace import order
from tocsin.exercise.view import NodeView
from tocsin.orders.action import Fire
from tocsin.orders.order import Order
from tocsin.warning.event import WarningEvent

HIGHEST_FIRST: dict[Layer, int] = {layer: number for number, layer in enumerate(LAYER_NUMBER)}
FIRE_EARLY_MS = 6_000  # an order is given at most this long before the launch it is for


def defence_desk(view: NodeView, event: WarningEvent) -> list[Order]:
    """Return an order to fire for every proposed engagement of an event whose time has come."""
    proposed = [plan for plan in view.plans if plan.proposed and plan.event_id == event.event_id]
    if not proposed:
        return []
    fire = view.doctrine.fire
    assessed = view.assessed.get(event.event_id, "under_assessment")
    ordered: dict[str, tuple[Layer, int]] = {}
    orders: list[Order] = []
    for plan in sorted(proposed, key=by_layer):
        if not may_fire(fire, assessed, plan.areas, view.own_areas) or not is_time(view, plan):
            continue
        shots = [s for s in view.shots if (s.event_id, s.object_name) == (event.event_id, plan.object_name)]
        layer, already = ordered.get(plan.object_name, (plan.layer, 0))
        room = room_for(fire, plan.layer, plan.salvo, shots, view.shots_assessed) - already
        count = min(plan.proposed, room)
        if count > 0 and layer == plan.layer:
            ordered[plan.object_name] = plan.layer, already + count
            reason = f"{plan.layer} layer, predicted error {plan.sigma_m / 1e3:.1f} km"
            action = Fire(event.event_id, plan.battery_id, plan.object_name, count)
            orders.append(order(view, "defence_desk", action, event.event_id, reason))
    return orders


def by_layer(plan: EngagementPlan) -> int:
    """Return the place of a plan's layer, the highest first."""
    return HIGHEST_FIRST[plan.layer]


def is_time(view: NodeView, plan: EngagementPlan) -> bool:
    """Return whether a launch is due and its track good enough, or time runs out."""
    if not view.has_come(plan.launch_ms - plan.reaction_ms - FIRE_EARLY_MS):
        return False
    return plan.sigma_m <= view.doctrine.fire.sigma_m or is_last_chance(plan)
