"""The commander denies engagements, and takes a denial back."""

import msgspec

from tocsin.exercise.staff.state import is_denied
from tocsin.exercise.world import NodeState
from tocsin.orders.action import Fire
from tocsin.orders.order import Order
from tocsin.orders.staff import AllowEngagement, DenyEngagement


def deny(node: NodeState, action: DenyEngagement) -> str:
    """Note a denial; return why not, or ''.  What it forbids is proposed no longer."""
    name, event = node.declared.name, node.event(action.event_id)
    if event is None:
        return f"{action.event_id} is not an open event of {name}"
    objects = [held.name for held in event.objects]
    if action.object_name and action.object_name not in objects:
        return f"object_name = {action.object_name!r}: must be of {action.event_id}: {', '.join(objects) or 'none'}"
    batteries = [battery.battery_id for battery in node.declared.batteries]
    if action.battery_id and action.battery_id not in batteries:
        return f"battery_id = {action.battery_id!r}: must be of {name}: {', '.join(batteries) or 'it has none'}"
    if action in node.staff.denied:
        return "it is denied already"
    node.staff.denied.append(action)
    node.plans = tuple(
        msgspec.structs.replace(plan, able=0, proposed=0)
        if is_denied([action], plan.event_id, plan.object_name, plan.battery_id)
        else plan
        for plan in node.plans
    )
    return ""


def allow(node: NodeState, action: AllowEngagement) -> str:
    """Take a denial back, the very same; return why not, or ''.  The next plans propose again."""
    denied = DenyEngagement(action.event_id, action.object_name, action.battery_id)
    if denied not in node.staff.denied:
        return f"{words(denied)} is not denied; denied now: {'; '.join(map(words, node.staff.denied)) or 'nothing'}"
    node.staff.denied.remove(denied)
    return ""


def words(denied: DenyEngagement) -> str:
    """Return what a denial is of, in words."""
    return f"{denied.object_name or denied.event_id} by {denied.battery_id or 'any battery'}"


def denial_of(node: NodeState, order: Order, action: Fire) -> str:
    """Return why an order to fire is denied, or ''.  The commander's own order is a release, and overrides."""
    if order.cell == "commander":
        return ""
    if not is_denied(node.staff.denied, action.event_id, action.object_name, action.battery_id):
        return ""
    what = action.object_name or action.event_id
    return f"the commander has denied {action.battery_id} the engagement of {what}; ask for its release"
