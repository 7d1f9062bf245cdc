"""The sensor desk: it points radars at what it has been told of and does not see yet."""

from tocsin.exercise.cue import cue_for, expected_place
from tocsin.exercise.doctrine.pace import WATCH, drawn_ms, order
from tocsin.exercise.view import NodeView
from tocsin.orders.order import Order
from tocsin.sensing.radar.sensor import Radar


def sensor_desk(view: NodeView) -> list[Order]:
    """Point each idle radar at the oldest event that no own radar sees yet: read and done, no thinking."""
    doctrine = view.doctrine
    reaction_ms = drawn_ms(view, WATCH, doctrine.read_ms + doctrine.act_ms)
    unseen = [
        event
        for event in view.events
        if "radar" not in event.own_kinds and view.has_come(event.opened_ms + reaction_ms)
    ]
    idle = [radar for radar in view.radars if is_idle(view, radar)] if unseen else []
    expected = [(event, place) for event in unseen if (place := expected_place(view, event))] if idle else []
    orders = []
    for radar in idle:
        cues = (cue_for(radar, event, place, view.time_ms) for event, place in expected)
        cue = next((cue for cue in cues if cue is not None), None)
        if cue is not None:
            orders.append(order(view, "sensor_desk", cue, cue.event_id, "reported, not yet seen by own radar"))
    return orders


def is_idle(view: NodeView, radar: Radar) -> bool:
    """Return whether a radar can be pointed and is not pointed already."""
    held = view.cues.get(radar.sensor_id)
    return radar.max_cue_gain > 1.0 and (held is None or view.has_come(held.until_ms))
