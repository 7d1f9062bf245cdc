"""How soon people opened what had come to them."""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.exchange.matter import id_to_open, matter_of
from tocsin.exchange.message import Delivery
from tocsin.orders.desk import TextReceived
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.staff import MarkRead
from tocsin.review.answer import Answer, Definition, Wait, waited
from tocsin.review.facts import Facts

DEFINITIONS = (
    Definition(
        "receipt_to_read_s",
        "s",
        "message, text or inject that came to a nation whose people gave orders",
        "Its receipt to the first time that anyone there opened it. Tracks, intentions and battery status go into "
        "displays at once and are not counted, nor is what nobody had opened when a newer word about the same "
        "replaced it.",
        "Delivery, TextReceived or InjectDelivered to Order (MarkRead)",
        "unread at the end of the exercise; not applicable where doctrine alone gave orders: it opens nothing",
        "median, never largest",
    ),
)


class Came(NamedTuple):
    """Something for people to open: when it came (ms), its id, and the matter of which a newer word replaces it."""

    time_ms: int
    item_id: str
    matter: str


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    for nation in facts.parties:
        if not are_people_there(facts, nation):
            continue
        read_ms = first_read(facts, nation)
        came = sorted(came_to(facts, nation))
        newest = {item.matter: item.item_id for item in came}
        for item in came:
            if item.item_id in read_ms or newest[item.matter] == item.item_id:
                wait = Wait(item.time_ms, facts.scenario.end_ms, facts.end_ms)
                stop_ms = read_ms.get(item.item_id)
                yield waited("receipt_to_read_s", nation, "item", item.item_id, wait, stop_ms)


def are_people_there(facts: Facts, nation: str) -> bool:
    """Return whether people gave any order of a nation."""
    return any(node == nation and order.decided_by == "human" for _, node, order in facts.orders())


def first_read(facts: Facts, nation: str) -> dict[str, int]:
    """Return when each thing was first opened at a nation, ms."""
    first: dict[str, int] = {}
    for time_ms, node, order in facts.orders():
        if node == nation and isinstance(order.action, MarkRead):
            first.setdefault(order.action.item_id, time_ms)
    return first


def came_to(facts: Facts, nation: str) -> Iterator[Came]:
    """Yield what came to a nation for people to open."""
    for time_ms, node, delivery in facts.of(Delivery):
        item_id = id_to_open(delivery) if node == nation and delivery.crc_ok else ""
        if item_id:
            message = delivery.message
            yield Came(time_ms, item_id, f"{message.originator} {matter_of(message.payload)}")
    for time_ms, node, text in facts.of(TextReceived):
        if node == nation:
            yield Came(time_ms, text.text_id, text.text_id)
    for time_ms, node, inject in facts.of(InjectDelivered):
        if node == nation:
            yield Came(time_ms, inject.inject_id, inject.inject_id)
