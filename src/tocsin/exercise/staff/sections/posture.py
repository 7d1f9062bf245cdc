"""How a node stands: its alert, its doctrine, its notices, its warnings to the public."""

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import PublicWarning, standing_at
from tocsin.exercise.staff.sections.plain import Item, Items, plain
from tocsin.exercise.world import NodeState, World


def alert(world: World, node: NodeState) -> Items:
    """Return the node's posture; a joint cell has none of its own."""
    if node.declared.name == JOINT:
        return {}
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


def doctrines(world: World, node: NodeState) -> Items:
    """Return by which doctrines the node may be ordered to fight, and which of them it fights by now."""
    if node.declared.name == JOINT:
        return {}
    return {
        name: {
            "is_chosen": known == node.doctrine,
            "weapons_control": known.fire.weapons_control,
            "engagement": known.fire.engagement,
            "defends": known.fire.defends,
            "announces": known.fire.announces,
        }
        for name, known in node.declared.doctrines.items()
    }


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
