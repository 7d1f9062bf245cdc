"""From cause to outcome: each inject and event, what it made, what was told and decided, and what came of it."""

from collections.abc import Sequence

from tocsin.defence.battery import ShotAssessed
from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import LaunchReport
from tocsin.orders.hot_wash import CONTROL
from tocsin.orders.inject import Inject, InjectDelivered, InjectFired, InjectRefused
from tocsin.orders.order import Order
from tocsin.review.facts import Facts
from tocsin.review.pack.needs import held_of
from tocsin.review.pack.section import Section, Table
from tocsin.review.pack.streams import at, message_words, order_words, spoken
from tocsin.review.page_words import nation
from tocsin.review.party import View
from tocsin.review.responses import injects_of, obeyed, responses_of
from tocsin.warning.event import EventClosed

HEADS = ("at", "cause", "effect", "message", "decision", "outcome")
MOST_ORDERS = 4
WHOLE = {"warnings", "messages", "decisions", "engagements"}  # families that a chain from an event rests on
MOST_EVENTS = 40
STATUS_WORDS = {"observed": "done", "never": "not done in time", "pending": "pending", "not_applicable": "not scored"}


def section(view: View, facts: Facts) -> Section | None:
    """Return the chains that this reader can follow; None where there are none."""
    blocks = []
    injected = inject_rows(view, facts)
    if injected:
        blocks.append(Table("From each inject", HEADS, injected))
    events = event_rows(view, facts)
    if events:
        note = f"The first {MOST_EVENTS} of {len(events)} events." if len(events) > MOST_EVENTS else ""
        blocks.append(
            Table("From each event that a node held", ("at", "event", *HEADS[3:]), events[:MOST_EVENTS], note)
        )
    return Section("chains", "From cause to outcome", "", tuple(blocks)) if blocks else None


def inject_rows(view: View, facts: Facts) -> tuple[tuple[str, ...], ...]:
    """Return a row for each inject that was fired or delivered."""
    known = injects_of(obeyed(view.log), view.scenario) if view.party == CONTROL else {}
    fired = [(t, body.inject_id, f"fired by {body.by}") for t, _, body in facts.of(InjectFired)]
    told = [(t, body.inject_id, "") for t, _, body in facts.of(InjectDelivered)]
    first: dict[str, tuple[int, str]] = {}
    for time_ms, inject_id, why in sorted([*fired, *told], key=lambda item: item[0]):
        first.setdefault(inject_id, (time_ms, why))
    answers = {item.inject_id: STATUS_WORDS[item.status] for item in responses_of(view.log, view.scenario)}
    return tuple(
        (
            at(time_ms),
            " ".join(part for part in (named(known.get(inject_id), inject_id), f"({why})" if why else "") if part),
            effect_words(known.get(inject_id), refusals(facts, inject_id)),
            delivered_words(facts, inject_id),
            decisions(facts, {inject_id}, ""),
            answers.get(inject_id, ""),
        )
        for inject_id, (time_ms, why) in first.items()
    )


def named(inject: Inject | None, inject_id: str) -> str:
    """Return an inject as people name it."""
    return f"{inject_id}: {inject.title}" if inject is not None and inject.title else inject_id


def refusals(facts: Facts, inject_id: str) -> list[str]:
    """Return why effects of an inject could not take place."""
    return [body.reason for _, _, body in facts.of(InjectRefused) if body.inject_id == inject_id]


def effect_words(inject: Inject | None, refused: Sequence[str]) -> str:
    """Return what an inject did to the world."""
    effects = [spoken(type(effect).__name__) for effect in inject.effects] if inject is not None else []
    return "; ".join([*effects, *(f"refused: {reason}" for reason in refused)])


def delivered_words(facts: Facts, inject_id: str) -> str:
    """Return to whom an inject was told, and how."""
    told = [(node, body) for _, node, body in facts.of(InjectDelivered) if body.inject_id == inject_id]
    return "; ".join(f"{body.means} from {body.sender or 'control'} to {nation(node)}" for node, body in told)


def decisions(facts: Facts, about: set[str], node: str) -> str:
    """Return the orders in reply to something, the first of each kind; ``node`` '' for those of any node."""
    seen: set[str] = set()
    said = []
    for time_ms, name, order in facts.orders():
        kind = f"{name}{order.cell}{type(order.action).__name__}"
        if name == (node or name) and is_reply(order, about) and kind not in seen:
            seen.add(kind)
            said.append(f"{at(time_ms)} {order_words(order)}")
    more = [f"and {len(said) - MOST_ORDERS} other kinds of order"] if len(said) > MOST_ORDERS else []
    return "\n".join([*said[:MOST_ORDERS], *more])


def is_reply(order: Order, about: set[str]) -> bool:
    """Return whether an order answers, or names, one of some records."""
    return order.in_reply_to in about or getattr(order.action, "event_id", None) in about


def event_rows(view: View, facts: Facts) -> tuple[tuple[str, ...], ...]:
    """Return a row for each event that a node held, in order of time; of nodes whose records tell the whole chain."""
    rows = []
    for (node, event_id), held in sorted(facts.by_event.items(), key=lambda item: (item[1][0].time_ms, item[0])):
        if not WHOLE.issubset(held_of(view, node)):
            continue
        rows.append(
            (
                at(held[0].time_ms),
                event_id,
                first_message(facts, node, held[0].time_ms, held[-1].time_ms),
                decisions(facts, {event_id}, node),
                outcome(facts, node, event_id),
            )
        )
    return tuple(rows)


def first_message(facts: Facts, node: str, from_ms: int, until_ms: int) -> str:
    """Return the newest report that had reached a node when it first held an event, or the first while it did."""
    came = [
        (body.received_ms, message_words(body))
        for _, name, body in facts.of(Delivery)
        if name == node
        and body.crc_ok
        and isinstance(body.message.payload, LaunchReport)
        and body.received_ms <= until_ms
    ]
    before = [item for item in came if item[0] <= from_ms]
    chosen = before[-1:] or came[:1]
    return f"{at(chosen[0][0])} {chosen[0][1]}" if chosen else "none"


def outcome(facts: Facts, node: str, event_id: str) -> str:
    """Return what came of an event as its node knew it: shots, and why it was closed."""
    shots = [
        body
        for _, name, body in facts.of(ShotAssessed)
        if name == node and facts.event_of(node, body.event_id) == event_id
    ]
    said = []
    if shots:
        said.append(f"{sum(body.is_kill for body in shots)} of {len(shots)} shots taken for a hit")
    closed = [body.reason for _, name, body in facts.of(EventClosed) if name == node and body.event_id == event_id]
    said += [f"closed: {reason}" for reason in closed[-1:]]
    return "; ".join(said) or "open to the end"
