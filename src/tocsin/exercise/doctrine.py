"""Doctrine cells: they read, think and act after drawn times, from their own node's view, and remember nothing."""

import math
from collections.abc import Mapping

from tocsin.exercise.cue import cue_for
from tocsin.exercise.view import NodeView
from tocsin.orders.order import Action, AssessEvent, CellName, Fire, Order, SetAlert
from tocsin.warning.event import WarningEvent

WATCH, COMMAND = 0, 1  # which cell a response time is for
FIRE_EARLY_MS = 6_000  # an order is given at most this long before the launch it is for


class DoctrineCells:
    """Every cell of every nation, played by its doctrine."""

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of one tick, nations in their declared order."""
        return [order for view in views.values() for order in doctrine_orders(view)]


def doctrine_orders(view: NodeView) -> list[Order]:
    """Return what a nation's cells order now."""
    orders: list[Order] = []
    orders += sensor_desk(view)
    for event in view.events:
        if event.medium_ms < 0 or not threatens(event, view.node):
            continue
        orders += watch_officer(view, event)
        orders += commander(view, event)
        orders += defence_desk(view, event)
    return orders


def threatens(event: WarningEvent, nation: str) -> bool:
    """Return whether the event is predicted to come down on the nation."""
    return event.impact is not None and nation in event.impact.threatens


def response_ms(view: NodeView, cell: int) -> int:
    """Return how long a cell takes to answer: log-normal over runs, median by doctrine, the same all run long.

    One draw a cell and a run: were it drawn afresh for every warning, two agreements that warn at different
    seconds would be compared on different people.
    """
    doctrine = view.doctrine
    median_ms = doctrine.read_ms + doctrine.think_ms + doctrine.act_ms
    return round(median_ms * math.exp(doctrine.spread * view.quantiles[cell]))


def order(view: NodeView, cell: CellName, action: Action, to: str, reason: str) -> Order:
    """Return an order of this node."""
    return Order(node=view.node, cell=cell, action=action, in_reply_to=to, reason=reason)


def watch_officer(view: NodeView, event: WarningEvent) -> list[Order]:
    """Assess an event valid once it has been read and thought about."""
    if event.event_id in view.assessed:
        return []
    if view.time_ms < event.medium_ms + response_ms(view, WATCH):
        return []
    reason = f"{event.confidence} confidence, predicted to come down on {view.node}"
    return [order(view, "watch_officer", AssessEvent(event.event_id, "valid"), event.event_id, reason)]


def sensor_desk(view: NodeView) -> list[Order]:
    """Point each idle radar at the oldest event that no own radar sees yet: read and done, no thinking."""
    doctrine = view.doctrine
    reaction_ms = (doctrine.read_ms + doctrine.act_ms) * math.exp(doctrine.spread * view.quantiles[WATCH])
    unseen = [
        event
        for event in view.events
        if "radar" not in event.own_kinds and view.time_ms >= event.opened_ms + reaction_ms
    ]
    orders = []
    for radar in view.radars:
        held = view.cues.get(radar.sensor_id)
        if not unseen or radar.max_cue_gain <= 1.0 or (held is not None and held.until_ms > view.time_ms):
            continue
        cues = (cue_for(view, event, radar) for event in unseen)
        cue = next((cue for cue in cues if cue is not None), None)
        if cue is not None:
            orders.append(order(view, "sensor_desk", cue, cue.event_id, "reported, not yet seen by own radar"))
    return orders


def commander(view: NodeView, event: WarningEvent) -> list[Order]:
    """Raise the alert once an event is assessed valid, after a time of the commander's own."""
    if view.alert != "normal" or view.assessed.get(event.event_id) != "valid":
        return []
    if view.time_ms < event.medium_ms + response_ms(view, WATCH) + response_ms(view, COMMAND):
        return []
    return [order(view, "commander", SetAlert("raised"), event.event_id, "a valid threat to the nation")]


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
        if plan.sigma_m <= view.doctrine.engage_sigma_m or hurry:
            reason = f"{layer} layer, predicted error {plan.sigma_m / 1e3:.1f} km"
            action = Fire(event.event_id, plan.battery_id, object_name)
            orders.append(order(view, "defence_desk", action, event.event_id, reason))
    return orders
