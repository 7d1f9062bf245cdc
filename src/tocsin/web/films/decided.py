"""What a visitor decides in a watch officer's place, as the orders that it takes."""

from tocsin.exchange.payload import Assessment
from tocsin.exercise.view import NodeView, view_of
from tocsin.exercise.world import World
from tocsin.orders.action import PUBLIC_SENDERS, AssessEvent, CellName, NationAction, Query, SendPublicWarning
from tocsin.orders.order import Order
from tocsin.warning.event import WarningEvent
from tocsin.warning.judge import threatens
from tocsin.web.films.spec import Decision, Given

WATCHING: tuple[CellName, ...] = ("watch_officer", "data_exchange_desk")  # whom the visitor stands in for
SAYS: dict[Decision, Assessment] = {
    "assess_valid": "valid",
    "assess_anomalous": "anomalous",
    "assess_false": "false",
    "warn": "valid",
}
WHY = "as the visitor decided"


def orders_of(world: World, given: Given) -> list[Order]:
    """Return the orders of a decision; it is about everything that is open at the node.

    To warn is to find valid, and to name the areas where it may come down, by as many as doctrine asks for.
    """
    view = view_of(world, world.nodes[given.node])
    says = SAYS.get(given.decision)
    orders: list[Order] = []
    for event in view.events:
        if says is not None and view.assessed.get(event.event_id, "under_assessment") != says:
            orders.append(ordered(view, "watch_officer", AssessEvent(event.event_id, says), event))
        if given.decision == "ask_partner" and given.partner in view.partners:
            orders.append(ordered(view, "data_exchange_desk", Query(event.event_id, given.partner), event))
        if given.decision == "warn":
            orders += warnings(view, event)
    return orders


def warnings(view: NodeView, event: WarningEvent) -> list[Order]:
    """Return the orders to warn of an event: where it may come down, of the whole nation where nobody can say."""
    named = () if event.impact is None else tuple(name for name, _ in event.impact.areas if name in view.own_areas)
    if event.impact is not None and not threatens(event.impact, view.node):
        return []
    action = SendPublicWarning(event.event_id, named or view.own_areas)
    senders = PUBLIC_SENDERS[: view.doctrine.persons_to_send] if action.areas else ()
    return [ordered(view, cell, action, event) for cell in senders]


def ordered(view: NodeView, cell: CellName, action: NationAction, event: WarningEvent) -> Order:
    """Return an order of a visitor."""
    return Order(node=view.node, cell=cell, action=action, in_reply_to=event.event_id, reason=WHY, decided_by="human")
