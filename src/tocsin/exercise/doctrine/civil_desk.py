"""The civil-protection desk: it warns the public of what is valid, and cancels what was not."""

from tocsin.exchange.payload import PublicWarning, not_cancelled
from tocsin.exercise.doctrine.pace import COMMAND, WATCH, drawn_ms, found_ms, order, response_ms
from tocsin.exercise.view import NodeView
from tocsin.orders.action import PUBLIC_SENDERS, CancelPublicWarning, SendPublicWarning
from tocsin.orders.order import Order
from tocsin.warning.judge import threatens

DRILL = ""  # a warning that no event is behind


def civil_protection_desk(view: NodeView) -> list[Order]:
    """Warn, by as many persons as doctrine asks for, and cancel."""
    return [*warnings(view), *misread_drill(view), *cancels(view)]


def warnings(view: NodeView) -> list[Order]:
    """Return the orders to warn of valid events that name a defended area of the nation."""
    orders: list[Order] = []
    warned = {warning.event_id for warning in standing(view)}
    for event in view.events:
        if event.impact is None or event.event_id in warned or view.assessed.get(event.event_id) != "valid":
            continue
        areas = tuple([name for name, _ in event.impact.areas if name in view.own_areas])
        if not areas or not threatens(event.impact, view.node):
            continue
        after_ms = found_ms(view, event) + response_ms(view, COMMAND)
        if not view.has_come(after_ms) or view.has_come(event.impact.time_ms):
            continue
        unsent = view.to_be_sent.get(event.event_id)
        for cell in PUBLIC_SENDERS[: view.doctrine.persons_to_send]:
            if unsent is None or cell not in unsent.cells or set(unsent.areas) != set(areas):
                action = SendPublicWarning(event.event_id, areas)
                orders.append(order(view, cell, action, event.event_id, "a valid threat to these areas"))
    return orders


def misread_drill(view: NodeView) -> list[Order]:
    """Return the orders of those who take a drill for the real thing."""
    called = view.drill
    if called is None or not view.own_areas:
        return []
    if any(w.event_id == DRILL and w.sent_ms >= called.time_ms for w in view.public_warnings):
        return []
    orders: list[Order] = []
    quick_ms = view.doctrine.read_ms + view.doctrine.act_ms  # nobody thinks
    for cell, is_misread, number in zip(PUBLIC_SENDERS, view.drill_misread, (WATCH, COMMAND), strict=True):
        is_ready = view.has_come(called.time_ms + drawn_ms(view, number, quick_ms))
        unsent = view.to_be_sent.get(DRILL)
        has_sent = unsent is not None and cell in unsent.cells
        if is_misread and is_ready and not has_sent and not view.has_come(called.told_ms):
            action = SendPublicWarning(DRILL, view.own_areas)
            orders.append(order(view, cell, action, called.drill_id, "taken for the real thing"))
    return orders


def cancels(view: NodeView) -> list[Order]:
    """Return the orders to cancel what was no attack: found so by the watch, or known to have been a drill."""
    orders: list[Order] = []
    for warning in standing(view):
        if warning.warning_id in view.cancelling:
            continue
        found = view.assessed.get(warning.event_id)
        is_known = view.drill is None or view.has_come(view.drill.told_ms)
        if found in ("anomalous", "false") or (warning.event_id == DRILL and is_known):
            reason = "it was a drill" if warning.event_id == DRILL else f"found {found}"
            action = CancelPublicWarning(warning.warning_id)
            orders.append(order(view, "civil_protection_desk", action, warning.warning_id, reason))
    return orders


def standing(view: NodeView) -> list[PublicWarning]:
    """Return the nation's warnings that have neither been cancelled nor expired."""
    if not view.public_warnings:
        return []
    return [known for known in not_cancelled(view.public_warnings) if not view.has_come(known.expires_ms)]
