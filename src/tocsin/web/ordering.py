"""An order from a seat: checked, on disk, answered."""

from typing import Annotated

import msgspec
from msgspec import Meta

from tocsin.exchange.message import MARKING
from tocsin.exercise.staff.roles import ROLES, Role
from tocsin.orders.bounds import fault_in
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import Action, Order
from tocsin.web.body import LARGEST_WHOLE
from tocsin.web.faults import refused
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

Word = Annotated[str, Meta(max_length=200)]
Reason = Annotated[str, Meta(max_length=1000)]


class OrderGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order.  ``number`` is the seat's own: the same number is taken once, however often it is sent.

    ``node``: a nation, ``joint``, or ``truth`` for exercise control.  ``action`` has a ``type``: the order's name.
    """

    number: Annotated[int, Meta(ge=1, le=LARGEST_WHOLE)]
    node: Word
    role: Word
    action: Action
    in_reply_to: Word = ""
    reason: Reason = ""


class OrderAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """``accepted``: it is in the journal, and is obeyed or refused at the next tick that is played.

    ``known``: the number was taken before.  Where in the journal is not told: it would betray how much others do.
    """

    answer: str
    order_id: str
    marking: str = MARKING


def take_order(venue: Venue, seat: Seat, given: OrderGiven) -> OrderAnswer:
    """Return the answer to an order; it is on disk if that is ``accepted``."""
    role = checked_role(venue, seat, given)
    if fault := fault_in(given.action):
        raise refused(422, f"body: {fault}")
    if venue.failure:
        raise refused(503, "play broke off; exercise control starts the server again")
    if venue.live.is_stopped_real_world:
        raise refused(409, "play is stopped for something real: nothing is ordered until it goes on")
    if venue.live.is_over:
        raise refused(409, "the exercise is over (ENDEX): nothing more is ordered")
    order = Order(
        node=seat.node,
        cell="adviser" if role.cell is None else role.cell,
        action=given.action,
        in_reply_to=given.in_reply_to,
        reason=given.reason,
        decided_by="human",
        order_id=f"{seat.seat_id}/{given.number}",
    )
    return OrderAnswer(answer=venue.live.order(seat.seat_id, order), order_id=order.order_id)


def checked_role(venue: Venue, seat: Seat, given: OrderGiven) -> Role:
    """Return the role in which an order is given; raise, and journal it, where it is not the seat's to give."""
    name = type(given.action).__name__
    role = ROLES.get(given.role)
    if not seat.node or given.node != seat.node:
        known = given.node if given.node in (*venue.live.world.nodes, TRUTH) else "a node that is not there"
        why = f"this seat orders at {seat.node or 'no node'}"
        asked = f"order {name} at {known}"
    elif role is None or role.name not in seat.roles:
        asked = f"order {name} as {'an unknown role' if role is None else role.name}"
        why = f"this seat holds {', '.join(seat.roles) or 'no role'}"
    elif type(given.action) not in role.may:
        asked, why = f"order {name} as {role.name}", f"{role.name} may order {', '.join(sorted(orders_of(role)))}"
    else:
        return role
    venue.note_refused(seat, asked, why)
    raise refused(403, f"{asked}: {why}")


def orders_of(role: Role) -> list[str]:
    """Return the names of the orders that a role may give."""
    return [action.__name__ for action in role.may]
