"""A joint cell's plan over what all nations have: made from what they told of it, and proposed, never ordered."""

import msgspec

from tocsin.defence.assign import Option, Supply, assign
from tocsin.defence.battery import LAYER_NUMBER, Layer
from tocsin.exchange.payload import BatteryStatus, Engagement, EngagementIntention
from tocsin.exercise.stages.draft import draft_to_partners
from tocsin.exercise.stages.intend import outline
from tocsin.exercise.world import NodeState, Record, World

LAYER_NAMED: dict[str, Layer] = {layer: layer for layer in LAYER_NUMBER}


def plan_jointly(node: NodeState, time_ms: int, records: list[Record]) -> None:
    """Make the joint plan afresh: one allocation over every battery that a nation says could meet something."""
    told = [item for items in node.engagements.values() for item in items]
    able: dict[str, list[Engagement]] = {}
    for group in same_object(told):
        if any(item.state == "killed" or (item.state == "fired" and item.intercept_ms >= time_ms) for item in group):
            continue
        able[min(name_of(item) for item in group)] = one_a_battery(
            [item for item in group if item.state == "able" and item.last_launch_ms > time_ms]
        )
    options = [option_of(threat, item) for threat, items in able.items() for item in items if can_give(node, item)]
    made = assign(options, [supply_of(name, status) for name, status in node.battery_status.items()])
    chosen = {(one.battery_id, one.threat): one.interceptors for part in made for one in part.assigned}
    if [part.assigned for part in made] != [part.assigned for part in node.allocations]:
        records += [Record(node.declared.name, part) for part in made]
        node.allocations = tuple(made)
    node.joint_plan = tuple(
        msgspec.structs.replace(
            item,
            state="proposed",
            interceptors=chosen[battery_name(item), threat],
            sources=tuple(sorted({name for other in items for name in other.sources})),
        )
        for threat, items in able.items()
        for item in items
        if (battery_name(item), threat) in chosen
    )
    is_new = outline(node.joint_plan) != outline(node.engagements_told.get(node.declared.name, ()))
    node.plan_new_ms = (time_ms if node.plan_new_ms < 0 else node.plan_new_ms) if is_new else -1


def one_a_battery(items: list[Engagement]) -> list[Engagement]:
    """Return the earliest engagement of each battery: what a bridge between two objects has joined is one threat."""
    first: dict[str, Engagement] = {}
    for item in sorted(items, key=lambda item: item.intercept_ms):
        first.setdefault(battery_name(item), item)
    return list(first.values())


def same_object(told: list[Engagement]) -> list[list[Engagement]]:
    """Return engagements in groups that are of one object: they share a source, or are of one event of one nation."""
    groups: list[tuple[set[str], list[Engagement]]] = []
    for item in told:
        names = {*item.sources} or {f"{item.nation}/{item.event_id}"}
        meant = [group for group in groups if not group[0].isdisjoint(names)]
        joined = (names.union(*(group[0] for group in meant)), [other for group in meant for other in group[1]])
        joined[1].append(item)
        groups = [*(group for group in groups if group not in meant), joined]
    return [items for _, items in groups]


def name_of(item: Engagement) -> str:
    """Return a name for what an engagement is of."""
    return min(item.sources, default=f"{item.nation}/{item.event_id}")


def can_give(node: NodeState, item: Engagement) -> bool:
    """Return whether a battery's status is known, and its layer and kill probability told."""
    return (
        battery_name(item) in node.battery_status and item.layer in LAYER_NAMED and item.kill_probability is not None
    )


def option_of(threat: str, item: Engagement) -> Option:
    """Return what a nation says that a battery could do."""
    return Option(
        battery_name(item),
        threat,
        LAYER_NAMED[item.layer],
        item.kill_probability or 0.0,
        item.value,
        max(1, item.interceptors),
        item.value > 1.0,
    )


def battery_name(item: Engagement) -> str:
    """Return the battery that an engagement is of, its nation named: no nation speaks for another's."""
    return f"{item.nation}/{item.battery_id}"


def supply_of(name: str, status: BatteryStatus) -> Supply:
    """Return what a battery can give, as its nation told."""
    return Supply(name, status.ready, max(0, status.ready - status.spendable), status.channels_free)


def propose_plan(world: World, node: NodeState) -> str:
    """Tell every party the joint plan as it stands; return why not, or ''."""
    if world.agreement.joint_cells != "plan_ops":
        return f"{world.agreement.name} provides for no joint plan"
    node.engagements_told[node.declared.name] = node.joint_plan
    node.plan_new_ms = -1
    draft_to_partners(world, node, "report", EngagementIntention(engagements=node.joint_plan))
    return ""
