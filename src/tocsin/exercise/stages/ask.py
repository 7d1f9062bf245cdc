"""Questions and answers inside a node: what its own sensors hold, and what others keep who must be asked."""

import math

from tocsin.exchange.payload import Assessment
from tocsin.exercise.view import quantiles_of
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.action import Ask, AskedOf
from tocsin.orders.order import Answered
from tocsin.scenario.staged import Sheet
from tocsin.warning.area import offset_m
from tocsin.warning.event import WarningEvent


def ask(world: World, node: NodeState, action: Ask) -> str:
    """Send a question on its way; return why it cannot be asked, or ''."""
    event = node.event(action.event_id)
    if event is None:
        return f"{action.event_id} is not an open event of {node.declared.name}"
    if (action.event_id, action.asked_of) in node.asked:
        return f"{action.asked_of} was asked about {action.event_id} already"
    node.asked[action.event_id, action.asked_of] = world.time_ms
    sheet = sheet_for(world, node, event, action.asked_of)
    doctrine = node.doctrine
    quick = quantiles_of(world.luck, node.declared.luck_id)[0]
    wait_ms = doctrine.answer_ms * math.exp(doctrine.spread * quick) if sheet is None else sheet.answer_ms
    node.answers_due.append((world.time_ms + round(wait_ms), action))
    return ""


def answer(world: World) -> list[Record]:
    """Return the answers that have come back."""
    records: list[Record] = []
    for node in world.nodes.values():
        due = [action for due_ms, action in node.answers_due if due_ms <= world.time_ms]
        if not due:
            continue
        node.answers_due = [item for item in node.answers_due if item[0] > world.time_ms]
        for action in due:
            event = node.event(action.event_id)
            if event is None:
                continue
            answered = answer_of(world, node, event, action)
            node.answered[action.event_id, action.asked_of] = answered
            records.append(Record(node.declared.name, answered))
    return records


def answer_of(world: World, node: NodeState, event: WarningEvent, action: Ask) -> Answered:
    """Return what a question brings: of the sensors, what they hold now; of others, the sheet that fits."""
    if action.asked_of == "sensors":
        held = len(event.own_kinds)
        says: Assessment | None = "false" if event.claims != "no" and not held else None
        text = f"own sensors hold it by {', '.join(event.own_kinds)}" if held else "no own sensor holds any of it"
        if event.displays:
            text = f"{event.shown_on} of {event.displays} displays show {event.n_shown}; {text}"
        return Answered(event_id=event.event_id, asked_of="sensors", says=says, text=text)
    sheet = sheet_for(world, node, event, action.asked_of)
    if sheet is None:
        return Answered(event_id=event.event_id, asked_of=action.asked_of, says=None, text="nothing that fits")
    return Answered(event_id=event.event_id, asked_of=action.asked_of, says=sheet.says, text=sheet.text)


def sheet_for(world: World, node: NodeState, event: WarningEvent, asked_of: AskedOf) -> Sheet | None:
    """Return the first sheet that fits an event, or None."""
    for sheet in world.scenario.staged.sheets:
        if (sheet.nation, sheet.asked_of) == (node.declared.name, asked_of) and fits(sheet, event):
            return sheet
    return None


def fits(sheet: Sheet, event: WarningEvent) -> bool:
    """Return whether an event lies in a sheet's time, and its launch or impact in its circle."""
    since_ms = event.opened_ms if event.launch is None else min(event.opened_ms, event.launch.time_ms)
    if event.opened_ms < sheet.from_ms or since_ms > sheet.to_ms:
        return False
    if sheet.circle is None:
        return True
    places = [event.launch.point] if event.launch else []
    places += [event.impact.place] if event.impact else []
    lat_rad, lon_rad, radius_m = sheet.circle
    return any(math.hypot(*offset_m(lat_rad, lon_rad, p.lat_rad, p.lon_rad)) <= radius_m for p in places)
