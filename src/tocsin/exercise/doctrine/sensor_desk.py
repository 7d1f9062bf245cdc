"""The sensor desk: it points radars at what it has been told of and does not see yet."""

from tocsin.exercise.cue import cue_for
from tocsin.exercise.doctrine.pace import WATCH, drawn_ms, order
from tocsin.exercise.view import NodeView
from tocsin.orders.order import Order


def sensor_desk(view: NodeView) -> list[Order]:
    """Point each idle radar at the oldest event that no own radar sees yet: read and done, no thinking."""
    doctrine = view.doctrine
    reaction_ms = drawn_ms(view, WATCH, doctrine.read_ms + doctrine.act_ms)
    unseen = [
        event
        for event in view.events
        if "radar" not in event.own_kinds and view.time_ms >= event.opened_ms + reaction_ms
    ]
    orders = []
    for radar in view.radars:
        held = view.cues.get(radar.sensor_id)
        if not unseen or radar.max_cue_gain <= 1.0 or (held is not None and held.until_ms > view.time_ms):
            continue
        cues = (cue_for(view, event, radar) for event in unseen)
        cue = next((cue for cue in cues if cue is not None), None)
        if cue is not None:
            orders.append(order(view, "sensor_desk", cue, cue.event_id, "reported, not yet seen by own radar"))
    return orders
