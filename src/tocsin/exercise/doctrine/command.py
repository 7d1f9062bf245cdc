"""The commander: posture, and signatures."""

from tocsin.exchange.payload import AlertLevel
from tocsin.exercise.doctrine.pace import COMMAND, WATCH, found_ms, order, response_ms
from tocsin.exercise.view import NodeView
from tocsin.orders.action import SetAlert, SignAssessment
from tocsin.orders.order import Order
from tocsin.warning.event import WarningEvent
from tocsin.warning.judge import threatens


def commander(view: NodeView) -> list[Order]:
    """Raise the alert on what may be an attack, to full on what is one; stand down when nothing is left of it."""
    level, about, reason = posture(view)
    orders = signatures(view)
    if level == view.alert or (level == "raised" and view.alert == "full"):
        return orders
    return [order(view, "commander", SetAlert(level), about, reason), *orders]


def posture(view: NodeView) -> tuple[AlertLevel, str, str]:
    """Return the posture that the events now call for, the event behind it, and why."""
    after_ms = response_ms(view, WATCH) + response_ms(view, COMMAND)
    attacks = [event for event in view.events if is_attack(view, event)]
    for event in attacks:
        if view.has_come(found_ms(view, event) + response_ms(view, COMMAND)):
            return "full", event.event_id, "a valid threat to the nation"
    for event_id, since_ms in view.uneasy.items():
        if view.has_come(since_ms + after_ms):
            return "raised", event_id, "may be an attack, and nobody can say yet"
    is_over = not attacks and not view.uneasy and view.has_come(view.quiet_ms + response_ms(view, COMMAND))
    return ("normal" if is_over else view.alert), "", "nothing is left that may be an attack"


def is_attack(view: NodeView, event: WarningEvent) -> bool:
    """Return whether an event was found valid, threatens the nation, and has not come down yet."""
    if view.assessed.get(event.event_id) != "valid":
        return False
    if event.impact is None:
        return not view.doctrine.waits_for_second
    return threatens(event.impact, view.node) and not view.has_come(event.impact.time_ms)


def signatures(view: NodeView) -> list[Order]:
    """Sign what the own watch has found, in every consultation that asks for it."""
    orders: list[Order] = []
    for name, held in view.consultations.items():
        found = view.assessed.get(held.own_event_id, "under_assessment")
        if held.closed or view.node not in held.signers or view.node in held.signed or found == "under_assessment":
            continue
        if held.proposed not in (None, "under_assessment", found):
            continue  # a proposal that the own watch does not share is not signed
        if not view.has_come(held.opened_ms + response_ms(view, COMMAND)):
            continue
        orders.append(order(view, "commander", SignAssessment(name, found), name, "as the own watch found"))
    return orders
