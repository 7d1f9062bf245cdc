"""What has happened so far, as conditions ask for it: kept from the records of each tick."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from tocsin.exchange.payload import AlertLevel, Assessment
from tocsin.orders.action import AssessEvent
from tocsin.orders.inject import InjectFired
from tocsin.orders.order import AlertChanged, Order, OrderRefused, SharingChanged

TOLD = frozenset((Order, AlertChanged, SharingChanged, InjectFired))  # of which more than the count is kept


@dataclass(slots=True)
class Seen:
    """How often something happened, the first and the last time (ms)."""

    times: int
    first_ms: int
    last_ms: int


@dataclass(slots=True)
class Tally:
    """What has happened.

    Attributes
    ----------
    seen : dict of record kind or action to dict of node to Seen
        An action is counted where it was ordered and not refused, under the node and under ``NODE/CELL``.
    alerts, assessed : dict of node
        The newest posture, the newest assessment that was ordered.
    suspended : dict of node to bool
        Whether it has suspended the agreement.
    fired : dict of inject id to ms
    """

    seen: dict[str, dict[str, Seen]] = field(default_factory=dict)
    alerts: dict[str, AlertLevel] = field(default_factory=dict)
    assessed: dict[str, Assessment] = field(default_factory=dict)
    suspended: dict[str, bool] = field(default_factory=dict)
    fired: dict[str, int] = field(default_factory=dict)


def note(tally: Tally, time_ms: int, said: Sequence[tuple[str, msgspec.Struct]]) -> None:
    """Note what happened in a tick: whose, what, in its order; asides are not to be among it.

    An order counts as obeyed where no ``OrderRefused`` of the same tick names it.
    """
    is_told = False
    for node, body in said:
        kind = type(body)
        is_told = is_told or kind in TOLD
        count(tally, kind.__name__, node, time_ms)
    if is_told:
        refused = [body.order for _, body in said if isinstance(body, OrderRefused)]
        for node, body in said:
            if body not in refused:
                note_told(tally, time_ms, node, body)


def note_told(tally: Tally, time_ms: int, node: str, body: msgspec.Struct) -> None:
    """Note what conditions ask for beyond counts; an order is one that was obeyed."""
    match body:
        case Order():
            note_order(tally, time_ms, body)
        case AlertChanged(level):
            tally.alerts[node] = level
        case SharingChanged(party=party, is_suspended=is_suspended):
            tally.suspended[party] = is_suspended
        case InjectFired(inject_id=inject_id):
            tally.fired[inject_id] = time_ms
        case _:
            pass


def note_order(tally: Tally, time_ms: int, order: Order) -> None:
    """Note an order that was obeyed."""
    action = type(order.action).__name__
    count(tally, action, order.node, time_ms)
    count(tally, action, f"{order.node}/{order.cell}", time_ms)
    if isinstance(order.action, AssessEvent):
        tally.assessed[order.node] = order.action.assessment


def count(tally: Tally, name: str, node: str, time_ms: int) -> None:
    """Count one more."""
    of_name = tally.seen.get(name)
    if of_name is None:
        of_name = tally.seen[name] = {}
    before = of_name.get(node)
    if before is None:
        of_name[node] = Seen(1, time_ms, time_ms)
    else:
        before.times += 1
        before.last_ms = time_ms


def seen_of(tally: Tally, name: str, node: str) -> Seen | None:
    """Return how often and when something happened at a node ('': at any); None where it never did."""
    of_name = tally.seen.get(name, {})
    if node:
        return of_name.get(node)
    found = [seen for where, seen in of_name.items() if "/" not in where]
    if not found:
        return None
    return Seen(
        sum(seen.times for seen in found),
        min(seen.first_ms for seen in found),
        max(seen.last_ms for seen in found),
    )
