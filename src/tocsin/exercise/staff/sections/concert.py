"""What partners and a joint cell say of engagements, and what the node itself knows of the object that is meant."""

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import Engagement
from tocsin.exercise.staff.sections.defence import site_item
from tocsin.exercise.staff.sections.paths import place_then
from tocsin.exercise.staff.sections.plain import Item, Items, plain
from tocsin.exercise.stages.intend import is_meant
from tocsin.exercise.world import NodeState, World


def joint_plan(world: World, node: NodeState) -> Items:
    """Return who is to shoot at what by a joint cell's own plan."""
    return numbered(node, JOINT, node.joint_plan)


def partner_engagements(world: World, node: NodeState) -> Items:
    """Return what every partner, and a joint cell, last said of its engagements, as it came; see ``own_view``."""
    found: Items = {}
    for sender, told in node.engagements.items():
        found |= {
            f"{sender}/{key}": {"told_by": sender, **item} for key, item in numbered(node, sender, told).items()
        }
    return found


def numbered(node: NodeState, sender: str, engagements: tuple[Engagement, ...]) -> Items:
    """Return engagements by their place in the list that told them."""
    return {
        str(number): {**plain(item), **own_view(node, sender, item)}
        for number, item in enumerate(engagements, start=1)
    }


def own_view(node: NodeState, sender: str, item: Engagement) -> Item:
    """Return what the node makes of an engagement that it was told of: nobody tells where it is to take place.

    ``own_event``, ``own_object``: the object meant, '' where the node holds none.  ``meets``: where that will be at
    the intercept by the node's own prediction, to 6 km.  ``from``: the battery's site, of a proposal for the node's.
    """
    event, held = next(
        (
            (event, held)
            for event in node.events
            for held in event.objects
            if is_meant(node, sender, item, event, held)
        ),
        (None, None),
    )
    own = (battery for battery in node.declared.batteries if item.nation == node.declared.name)
    battery = next((battery for battery in own if battery.battery_id == item.battery_id), None)
    return {
        "own_event": "" if event is None else event.event_id,
        "own_object": "" if held is None else held.name,
        "meets": None if held is None else place_then(node, held.track, held.flies, item.intercept_ms),
        "from": None if battery is None else site_item(battery),
    }
