"""What exercise control has set and keeps an eye on: faults that last, and the whole calendar.  For control alone."""

from tocsin.exercise.staff.sections.plain import Item, Items, shown_number
from tocsin.exercise.world import World


def faults(world: World) -> Items:
    """Return what exercise control has put out or disturbed, as long as it lasts: by sensor, and by link."""
    found: Items = {
        sensor_id: {"kind": "sensor", "sensor_id": sensor_id, "until_ms": max(until_ms for _, until_ms in lasting)}
        for sensor_id, spans in world.control.outages.items()
        if (lasting := [span for span in spans if span[1] > world.time_ms])
    }
    for fault in world.control.faults:
        link = world.declared_links[fault.link]
        before = found.get(link.link_id, {"until_ms": -1, "delay_ms": 0, "kept": 1.0})
        found[link.link_id] = {
            "kind": "link",
            "source": link.source,
            "target": link.target,
            "until_ms": max(before["until_ms"], fault.until_ms),
            "delay_ms": before["delay_ms"] + fault.delay_ms,
            "kept": before["kept"] * (1.0 - fault.loss),
        }
    return {name: shown_fault(item) for name, item in found.items()}


def shown_fault(item: Item) -> Item:
    """Return a fault with what it loses in the place of what it lets through."""
    if "kept" not in item:
        return item
    shown = {**item, "loss": shown_number(1.0 - item["kept"], 3)}
    del shown["kept"]
    return shown


def serials(world: World) -> Items:
    """Return the whole calendar: everyone's entries once, a nation's own under its name; who signed, by nation."""
    found: Items = {}
    for serial in world.scenario.staged.serials:
        held = {
            name: node.staff.handovers[serial.serial_id]
            for name, node in world.nodes.items()
            if serial.serial_id in node.staff.handovers
        }
        found[f"{serial.nation}/{serial.serial_id}" if serial.nation else serial.serial_id] = {
            "kind": serial.kind,
            "nation": serial.nation,
            "time_ms": serial.time_ms,
            "duration_ms": serial.duration_ms,
            "text": serial.text,
            "is_listed": bool(held),
            "signed": {
                name: {"outgoing": signed.outgoing, "incoming": signed.incoming} for name, signed in held.items()
            },
        }
    return found
