"""The watch officer: asks, waits for answers while there is time, and says what an event is."""

from typing import cast

from tocsin.exercise.doctrine.finding import finding, questions, why
from tocsin.exercise.doctrine.pace import WATCH, drawn_ms, order, response_ms
from tocsin.exercise.view import NodeView
from tocsin.orders.action import Ask, AskedOf, AssessEvent
from tocsin.orders.order import Order
from tocsin.warning.event import WarningEvent
from tocsin.warning.judge import threatens

LAST_CALL_MS = 180_000  # so near to an impact nobody waits for an answer any longer, notional


def watch_officer(view: NodeView, event: WarningEvent) -> list[Order]:
    """Ask about what may be an attack, and assess an event once it has been read and thought about."""
    orders = asked(view, event)
    found = finding(view, event)
    if found is None or view.assessed.get(event.event_id, "under_assessment") == found.assessment:
        return orders
    assessment = found.assessment
    since_ms = event.medium_ms if assessment == "valid" and event.medium_ms >= 0 else event.opened_ms
    if not view.has_come(since_ms + response_ms(view, WATCH)):
        return orders
    if assessment == "valid" and is_waiting(view, event):
        return orders
    action = AssessEvent(event.event_id, assessment)
    return [*orders, order(view, "watch_officer", action, event.event_id, why(view, event, found))]


def asked(view: NodeView, event: WarningEvent) -> list[Order]:
    """Return the questions about what may be an attack: read, then asked, no thinking."""
    if not view.doctrine.asks or event.event_id not in view.uneasy:
        return []
    if not view.has_come(event.opened_ms + drawn_ms(view, WATCH, view.doctrine.read_ms)):
        return []
    return [
        order(view, "watch_officer", Ask(event.event_id, cast("AskedOf", name)), event.event_id, "before assessing")
        for name in questions(event)
        if (event.event_id, name) not in view.asked
    ]


def is_waiting(view: NodeView, event: WarningEvent) -> bool:
    """Return whether an answer is still to come and there is time to wait for it."""
    pending = any(key[0] == event.event_id and key not in view.answered for key in view.asked)
    if not pending or event.impact is None or not threatens(event.impact, view.node):
        return False
    return not view.has_come(event.impact.time_ms - LAST_CALL_MS)
