"""A battery is ordered to fire."""

from tocsin.defence.battery import (
    Battery,
    Shot,
    after_firing,
    channels_held,
    earliest_launch_ms,
    on_launchers,
    quality_factor,
)
from tocsin.defence.plan import EngagementPlan
from tocsin.exercise.stages.intend import sources_of
from tocsin.exercise.world import NodeState, World
from tocsin.orders.action import Fire
from tocsin.orders.order import Order, OrderRefused


def fired(world: World, node: NodeState, order: Order, action: Fire) -> Shot | OrderRefused:
    """Return the shot, its interceptors taken from stock, or why it cannot be fired."""
    wanted = action.event_id, action.object_name, action.battery_id
    plan = next((p for p in node.plans if (p.event_id, p.object_name, p.battery_id) == wanted), None)
    if plan is None:
        reason = f"{action.battery_id} has no feasible plan for {action.object_name or action.event_id}"
        return OrderRefused(order=order, reason=reason)
    if not is_held(node, plan):
        reason = f"{action.object_name or action.event_id} is no longer held under this name: wait for the next plans"
        return OrderRefused(order=order, reason=reason)
    index = next(i for i, b in enumerate(node.declared.batteries) if b.battery_id == action.battery_id)
    battery, state = node.declared.batteries[index], node.batteries[index]
    if action.interceptors < 0:
        return OrderRefused(order=order, reason=f"interceptors = {action.interceptors}: must be 0 or more")
    count = min(action.interceptors or plan.interceptors, on_launchers(battery, state))
    if count == 0:
        return OrderRefused(order=order, reason=f"{battery.battery_id} has no interceptors left")
    earliest_ms = earliest_launch_ms(battery, state, world.time_ms)
    if plan.launch_ms < earliest_ms:
        return OrderRefused(
            order=order, reason=f"too late: {battery.battery_id} cannot launch before {earliest_ms} ms"
        )
    if is_radar_taken(node, battery, plan):
        reason = f"{battery.battery_id} supports {battery.most_at_once} engagements at a time, and all are taken"
        return OrderRefused(order=order, reason=reason)
    node.batteries[index] = after_firing(battery, state, count, plan.launch_ms)
    shot = shot_of(node, battery, plan, count)
    node.next_shot += 1
    node.shots.append(shot)
    world.shots.append(shot)
    return shot


def is_held(node: NodeState, plan: EngagementPlan) -> bool:
    """Return whether the node's picture still holds what a plan is against: plans are some seconds old."""
    event = node.event(plan.event_id)
    return event is not None and any(held.name == plan.object_name for held in event.objects)


def is_radar_taken(node: NodeState, battery: Battery, plan: EngagementPlan) -> bool:
    """Return whether a battery's radar has no channel left for a plan, from its launch until its result is known."""
    known_ms = plan.intercept_ms + battery.assessment_ms
    return channels_held(battery, node.shots, plan.launch_ms, known_ms) >= battery.most_at_once


def shot_of(node: NodeState, battery: Battery, plan: EngagementPlan, count: int) -> Shot:
    """Return the shot that carries out a plan."""
    return Shot(
        shot_id=f"{node.declared.name}-shot{node.next_shot}",
        node=node.declared.name,
        battery_id=plan.battery_id,
        layer=plan.layer,
        event_id=plan.event_id,
        object_name=plan.object_name,
        interceptors=count,
        launch_ms=plan.launch_ms,
        intercept_ms=plan.intercept_ms,
        aim_ecef=plan.aim_ecef,
        kill_probability=battery.kill_probability,
        track_factor=quality_factor(plan.sigma_m),
        sources=sources_of(node, plan.event_id, plan.object_name),
    )
