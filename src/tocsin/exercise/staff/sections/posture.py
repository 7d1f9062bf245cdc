"""How a node stands: its alert, its doctrine, its sensors, its notices, its warnings to the public."""

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import PublicWarning, standing_at
from tocsin.exercise.outage import is_silent
from tocsin.exercise.staff.sections.plain import Item, Items, angle, plain, shown_number
from tocsin.exercise.world import NodeState, World


def alert(world: World, node: NodeState) -> Items:
    """Return the node's posture."""
    return {node.declared.name: {"level": node.alert, "since_ms": node.alert_ms}}


def doctrine(world: World, node: NodeState) -> Items:
    """Return by what doctrine the node fights; a joint cell has none of its own."""
    if node.declared.name == JOINT:
        return {}
    held = node.doctrine
    return {
        held.fire.name: {
            "weapons_control": held.fire.weapons_control,
            "engagement": held.fire.engagement,
            "defends": held.fire.defends,
            "announces": held.fire.announces,
            "reserve": {**held.fire.reserve},
            "persons_to_send": held.persons_to_send,
            "waits_for_second": held.waits_for_second,
        }
    }


def sensors(world: World, node: NodeState) -> Items:
    """Return the node's sensors: whether each is in action, where a radar last looked from, where it is pointed."""
    declared = node.declared
    found: Items = {}
    for radar in node.radars:
        cue = node.cues.get(radar.sensor_id)
        found[radar.sensor_id] = {
            "kind": "radar",
            "lat_rad": angle(radar.lat_rad),
            "lon_rad": angle(radar.lon_rad),
            "cue": None if cue is None or cue.until_ms <= world.time_ms else plain(cue),
        }
    for skywave in declared.skywaves:
        found[skywave.sensor_id] = {
            "kind": "skywave",
            "lat_rad": angle(skywave.lat_rad),
            "lon_rad": angle(skywave.lon_rad),
        }
    for satellite in declared.satellites:
        found[satellite.sensor.sensor_id] = {"kind": "satellite"}
    for sensor_id, item in found.items():
        item["is_in_action"] = not is_silent(world, node, sensor_id)
    return found


def notices(world: World, node: NodeState) -> Items:
    """Return the register: every notice as it is held, from whom, and what the sensor desk has of it."""
    withheld = {name for nation, name in world.agreement_state.withheld if nation == node.declared.name}
    at_desk = {held.notice_id: held.revision for held in node.notices}
    return {
        name: {
            **plain(held),
            "given_by": node.notice_from.get(name, node.declared.name),
            "registered_ms": node.registered_ms[name],
            "is_confirmed": name in node.confirmed,
            "is_withheld": name in withheld,
            "forwarded_revision": node.forwarded.get(name, -1),
            "sensor_desk_revision": at_desk.get(name, -1),
        }
        for name, held in node.register.items()
    }


def notices_to_give(world: World, node: NodeState) -> Items:
    """Return the nation's own notices that are yet to be given: until then they can be withheld."""
    withheld = {name for nation, name in world.agreement_state.withheld if nation == node.declared.name}
    return {
        f"{item.notice.notice_id}/{item.notice.revision}": {
            **plain(item.notice),
            "is_withheld": item.is_withheld or item.notice.notice_id in withheld,
        }
        for item in node.notices_left
    }


def public_warnings(world: World, node: NodeState) -> Items:
    """Return the nation's warnings to its public: alerts, and the cancels that end them."""
    standing = {warning.warning_id for warning in standing_at(node.public_warnings, world.time_ms)}
    return {
        warning.warning_id: {
            **warning_item(warning),
            "event_id": warning.event_id,
            "is_standing": warning.warning_id in standing,
            "cancel_due_ms": node.cancels_due.get(warning.warning_id, -1),
        }
        for warning in node.public_warnings
    }


def warning_item(warning: PublicWarning) -> Item:
    """Return what the public is told."""
    return {
        "step": warning.step,
        "references": [*warning.references],
        "areas": [*warning.areas],
        "sent_ms": warning.sent_ms,
        "expires_ms": warning.expires_ms,
        "impact_time_ms": warning.impact_time_ms,
    }


def unsent_warnings(world: World, node: NodeState) -> Items:
    """Return the public warnings that wait for another person's order, by event."""
    return {
        event_id or "-": {"areas": [*held.areas], "cells": [*held.cells], "since_ms": held.time_ms}
        for event_id, held in node.to_be_sent.items()
    }


def drills(world: World, node: NodeState) -> Items:
    """Return the drills called at the node so far."""
    return {
        drill.drill_id: {"called_ms": drill.time_ms, "is_told_a_drill": drill.told_ms <= world.time_ms}
        for drill in world.scenario.staged.drills
        if drill.nation == node.declared.name and drill.time_ms < world.time_ms
    }


def batteries(world: World, node: NodeState) -> Items:
    """Return what each battery is and has left."""
    return {
        battery.battery_id: {
            "layer": battery.layer,
            "lat_rad": angle(battery.lat_rad),
            "lon_rad": angle(battery.lon_rad),
            "alt_m": shown_number(battery.alt_m, 0),
            "salvo": battery.salvo,
            "stock_left": state.stock_left,
            "ready_ms": state.ready_ms,
        }
        for battery, state in zip(node.declared.batteries, node.batteries, strict=True)
    }
