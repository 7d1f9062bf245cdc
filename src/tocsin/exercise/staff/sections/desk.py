"""What people at a node alone do: words, what was read, what is held back and denied, changes of watch."""

from tocsin.exercise.staff.sections.plain import Items, plain
from tocsin.exercise.stages.handover import is_for
from tocsin.exercise.world import NodeState, World


def texts(world: World, node: NodeState) -> Items:
    """Return every text that the node wrote or that came to it, and when it was first opened (-1: not yet).

    A text is data: whoever shows it escapes it.
    """
    return {name: {**plain(text), "read_ms": read_ms(node, name)} for name, text in node.staff.texts.items()}


def read_ms(node: NodeState, item_id: str) -> int:
    """Return when something was first opened at a node, -1 where it was not."""
    return node.staff.read_ms.get(item_id, -1)


def injects(world: World, node: NodeState) -> Items:
    """Return what exercise control has told the node, and when each was first opened (-1: not yet)."""
    return {
        name: {
            "time_ms": time_ms,
            "cells": [*told.cells],
            "sender": told.sender,
            "means": told.means,
            "text": told.text,
            "read_ms": read_ms(node, name),
        }
        for name, (time_ms, told) in node.injects.items()
    }


def unread(world: World, node: NodeState) -> Items:
    """Return what has come and nobody has opened: the newest about each matter, by its id."""
    return {
        item_id: {"matter": matter, "since_ms": node.staff.unread_ms[item_id]}
        for matter, item_id in node.staff.unread.items()
    }


def held_messages(world: World, node: NodeState) -> Items:
    """Return what the data-exchange desk keeps back: by subject, what would be told to whom."""
    return {subject: {"kept": [*kept]} for subject, kept in node.staff.held_back.items()}


def denials(world: World, node: NodeState) -> Items:
    """Return the commander's denials that stand."""
    return {
        f"{denied.event_id}/{denied.object_name}/{denied.battery_id}": {
            "event_id": denied.event_id,
            "object_name": denied.object_name,
            "battery_id": denied.battery_id,
        }
        for denied in node.staff.denied
    }


def comms_checks(world: World, node: NodeState) -> Items:
    """Return the node's checks of its links, and when each was answered (-1: not yet)."""
    return {str(number): plain(check) for number, check in node.staff.checks.items()}


def serials(world: World, node: NodeState) -> Items:
    """Return the calendar as far as it is the node's or everyone's, and who has signed a change of watch."""
    found: Items = {}
    for serial in world.scenario.staged.serials:
        if not is_for(serial, node.declared.name):
            continue
        held = node.staff.handovers.get(serial.serial_id)
        found[serial.serial_id] = {
            "kind": serial.kind,
            "time_ms": serial.time_ms,
            "duration_ms": serial.duration_ms,
            "text": serial.text,
            "is_listed": held is not None,
            "outgoing": held.outgoing if held else "",
            "incoming": held.incoming if held else "",
        }
    return found
