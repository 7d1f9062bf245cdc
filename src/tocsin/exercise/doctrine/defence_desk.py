"""The air-and-missile-defence desk: it engages what the watch has found valid."""

from tocsin.exercise.doctrine.pace import order
from tocsin.exercise.view import NodeView
from tocsin.orders.order import Fire, Order
from tocsin.warning.event import WarningEvent

FIRE_EARLY_MS = 6_000  # an order is given at most this long before the launch it is for


def defence_desk(view: NodeView, event: WarningEvent) -> list[Order]:
    """Engage every object of a valid event that a plan proposes."""
    if view.assessed.get(event.event_id) != "valid":
        return []
    names = dict.fromkeys(plan.object_name for plan in view.plans if plan.event_id == event.event_id)
    return [order for name in names for order in shoot_look_shoot(view, event, name)]


def shoot_look_shoot(view: NodeView, event: WarningEvent, object_name: str) -> list[Order]:
    """Fire at one object: one salvo a layer at a time, on a track that is good enough, or when time runs out."""
    at_it = event.event_id, object_name
    orders: list[Order] = []
    for layer in ("upper", "lower"):
        shots = [shot for shot in view.shots if (shot.event_id, shot.object_name) == at_it]
        if any(view.shots_assessed.get(shot.shot_id) for shot in shots):
            return []
        if any(shot.shot_id not in view.shots_assessed for shot in shots):
            return []
        plans = [p for p in view.plans if (p.event_id, p.object_name) == at_it and p.layer == layer]
        ready = [plan for plan in plans if plan.launch_ms - view.time_ms <= plan.reaction_ms + FIRE_EARLY_MS]
        if not ready or orders:
            continue
        plan = min(ready, key=lambda item: (-item.kill_probability, item.battery_id))
        hurry = plan.last_launch_ms - plan.launch_ms < 2 * FIRE_EARLY_MS
        if plan.sigma_m <= view.doctrine.fire.sigma_m or hurry:
            reason = f"{layer} layer, predicted error {plan.sigma_m / 1e3:.1f} km"
            action = Fire(event.event_id, plan.battery_id, object_name)
            orders.append(order(view, "defence_desk", action, event.event_id, reason))
    return orders
