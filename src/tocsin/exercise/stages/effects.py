"""What injects make, block or change in the simulated world: through the same places as what a scenario declares."""

from dataclasses import replace

from tocsin.exercise.control import FaultyLink
from tocsin.exercise.world import World
from tocsin.orders.inject import (
    PLAYED,
    Effect,
    EndLinkFault,
    EndOutage,
    Inject,
    LinkFault,
    LoseNotice,
    MoveLaunch,
    PlayCell,
    SensorOutage,
)
from tocsin.orders.order import Order


def take(world: World, inject: Inject, effect: Effect) -> str:
    """Let one effect of an inject take place; return why it cannot, or ''."""
    match effect:
        case SensorOutage():
            return put_out(world, effect)
        case LinkFault():
            return make_faulty(world, effect)
        case EndOutage():
            return end_outage(world, effect)
        case EndLinkFault():
            return end_link_fault(world, effect)
        case MoveLaunch():
            return move_launch(world, effect)
        case LoseNotice():
            return lose_notice(world, effect)
        case PlayCell():
            return play_cell(world, inject, effect)


def put_out(world: World, effect: SensorOutage) -> str:
    """Put a sensor out of action; return why not, or ''."""
    if all(effect.sensor_id not in node.declared.sensor_ids for node in world.nodes.values()):
        return f"{effect.sensor_id} is no sensor of this exercise"
    until_ms = ends_ms(world, effect)
    if until_ms <= world.time_ms:
        return f"the outage of {effect.sensor_id} would be over already"
    outages = world.control.outages
    outages[effect.sensor_id] = (*outages.get(effect.sensor_id, ()), (world.time_ms, until_ms))
    return ""


def ends_ms(world: World, effect: SensorOutage | LinkFault) -> int:
    """Return when what begins now ends, ms."""
    return world.time_ms + effect.for_ms if effect.until_ms < 0 else effect.until_ms


def make_faulty(world: World, effect: LinkFault) -> str:
    """Make a link slower or lose more; return why not, or ''."""
    index = world.link_index.get((effect.source, effect.target))
    if index is None:
        return f"no link leads from {effect.source} to {effect.target}"
    until_ms = ends_ms(world, effect)
    if until_ms <= world.time_ms:
        return f"the fault of the link from {effect.source} to {effect.target} would be over already"
    control = world.control
    control.whole.setdefault(index, world.declared_links[index])
    control.faults.append(FaultyLink(index, until_ms, effect.delay_ms, effect.loss))
    show_faults(world)
    return ""


def end_outage(world: World, effect: EndOutage) -> str:
    """Put a sensor that control put out back into action; return why not, or ''."""
    spans = world.control.outages.get(effect.sensor_id, ())
    if all(until_ms <= world.time_ms for _, until_ms in spans):
        return f"exercise control has not put {effect.sensor_id} out of action"
    past = tuple((from_ms, min(until_ms, world.time_ms)) for from_ms, until_ms in spans)
    world.control.outages[effect.sensor_id] = past
    return ""


def end_link_fault(world: World, effect: EndLinkFault) -> str:
    """Make a link that control disturbed whole again; return why not, or ''."""
    control = world.control
    index = world.link_index.get((effect.source, effect.target))
    if all(fault.link != index for fault in control.faults):
        return f"exercise control has not disturbed the link from {effect.source} to {effect.target}"
    control.faults = [fault for fault in control.faults if fault.link != index]
    show_faults(world)
    return ""


def end_faults(world: World) -> None:
    """Take away the faults of links that are over."""
    control = world.control
    lasting = [fault for fault in control.faults if fault.until_ms > world.time_ms]
    if len(lasting) != len(control.faults):
        control.faults = lasting
        show_faults(world)


def show_faults(world: World) -> None:
    """Make the World's links what they are with the faults that are now: delays add up, losses are independent."""
    control = world.control
    links = list(world.declared_links)
    for index, whole in control.whole.items():
        faults = [fault for fault in control.faults if fault.link == index]
        kept = 1.0 - whole.loss
        for fault in faults:
            kept *= 1.0 - fault.loss
        delay_ms = sum(fault.delay_ms for fault in faults)
        links[index] = replace(whole, latency_ms=whole.latency_ms + delay_ms, loss=1.0 - kept) if faults else whole
    world.declared_links = tuple(links)


def move_launch(world: World, effect: MoveLaunch) -> str:
    """Move a launch that is still to come; return why not, or ''."""
    coming = [launch.launch_id for launch in world.scenario.launches[world.next_launch :]]
    moved_ms = world.control.moved.get(effect.launch_id)
    if moved_ms == -1 or (moved_ms is None and effect.launch_id not in coming):
        return f"{effect.launch_id} is no launch that is still to come"
    if 0 <= effect.lift_off_ms < world.time_ms:
        return f"{effect.launch_id} cannot lift off at {effect.lift_off_ms} ms, which has passed"
    world.control.moved[effect.launch_id] = effect.lift_off_ms
    return ""


def lose_notice(world: World, effect: LoseNotice) -> str:
    """Let a notice be lost when it is filed; return why not, or ''."""
    unfiled = (item.notice.notice_id for node in world.nodes.values() for item in node.notices_left)
    if effect.notice_id not in unfiled:
        return f"{effect.notice_id} is no notice that is still to be filed"
    world.control.lost = (*world.control.lost, effect.notice_id)
    return ""


def play_cell(world: World, inject: Inject, effect: PlayCell) -> str:
    """Let a cell order something; return why not, or ''.  What the node makes of the order is another matter."""
    if effect.node not in world.nodes:
        return f"{effect.node} runs no node"
    world.control.to_play.append(
        Order(
            node=effect.node,
            cell=effect.cell,
            action=effect.action,
            in_reply_to=inject.inject_id,
            reason=f"exercise control plays {effect.cell}",
            decided_by="script",
            order_id=f"{PLAYED}{inject.inject_id}",
        )
    )
    return ""
