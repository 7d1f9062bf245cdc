"""What became of the orders that people gave, when their exercise was played again under another agreement."""

import re
from collections.abc import Mapping

import msgspec

from tocsin.orders.hot_wash import Retimed
from tocsin.orders.order import Order
from tocsin.review.log import RunLog
from tocsin.review.pack.measures import fresh
from tocsin.review.pack.section import Block, Table, Words
from tocsin.review.page_words import clock, nation

TELLING = ("battery_id", "event_id", "consultation_id", "warning_id", "notice_id", "item_id", "level", "to")
NEVER_PLAYED = (
    "This was never played. It is a counterfactual, of the exercise whose digest begins {digest}: a mechanical "
    "replay under {agreement}, not a prediction of what people would have done. Read it beside that exercise."
)
MOST_TOLD = 40  # orders dropped or refused that are told one by one


def retimed_in(log: RunLog) -> Retimed | None:
    """Return what a counterfactual journal says became of people's orders; None if it is of none."""
    return next((entry.body for entry in log.asides if isinstance(entry.body, Retimed)), None)


def never_played(log: RunLog) -> str:
    """Return the warning that must stand over a counterfactual that is read by itself; '' for an exercise."""
    told = retimed_in(log)
    return "" if told is None else NEVER_PLAYED.format(digest=told.of_digest[:16], agreement=log.header.agreement)


def orders_blocks(main: RunLog, told: Mapping[str, Retimed]) -> list[Block]:
    """Return what became of the orders that people gave."""
    if not any(item.kept_count or item.moved or item.dropped for item in told.values()):
        return [Words(("No person gave an order in this exercise: doctrine played every cell, then and here.",))]
    counts = tuple(
        (
            name,
            str(item.kept_count),
            str(len(item.moved)),
            shift_words(item),
            str(len(item.dropped)),
            str(len(item.refused)),
            str(item.by_doctrine),
        )
        for name, item in told.items()
    )
    note = (
        "Re-timed: given at another time, because what it answered came up at another time. Refused there: of those "
        "given, what the system could not obey any more. By doctrine: orders that doctrine gave at cells that people "
        "held, about what people never met."
    )
    headings = ("agreement", "kept", "re-timed", "by (m:ss)", "dropped", "refused there", "by doctrine")
    blocks: list[Block] = [Table("What became of the orders that people gave", headings, counts, note)]
    if (lost := lost_table(main, told)).rows:
        blocks.append(lost)
    return blocks


def lost_table(main: RunLog, told: Mapping[str, Retimed]) -> Table:
    """Return the orders by people that were dropped or refused, as the exercise had them, and why."""
    orders = {
        entry.body.order_id: (clock(entry.time_ms / 1000.0), *order_words(entry.body))
        for entry in main.entries
        if isinstance(entry.body, Order) and entry.body.order_id
    }
    none = ("", "", "")
    lost = [
        (name, order_id, *orders.get(order_id, none), why)
        for name, item in told.items()
        for order_id, why in (*item.dropped, *((refused, f"refused: {why}") for refused, why in item.refused))
    ]
    note = f"And {len(lost) - MOST_TOLD} more." if len(lost) > MOST_TOLD else ""
    headings = ("agreement", "order", "was given at", "by", "what", "why not")
    return Table("Orders dropped or refused", headings, fresh(lost[:MOST_TOLD]), note)


def order_words(order: Order) -> tuple[str, str]:
    """Return which cell gave an order, and what it ordered of what."""
    fields = msgspec.structs.asdict(order.action)
    about = next((fields[name] for name in TELLING if fields.get(name)), "")
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(order.action).__name__).lower()
    return f"{nation(order.node)}: {order.cell.replace('_', ' ')}", f"{kind} {about}".strip()


def shift_words(retimed: Retimed) -> str:
    """Return from how much earlier to how much later orders were given."""
    shifts = [ms / 1000.0 for _, ms in retimed.moved]
    if not shifts:
        return "\u2013"
    low, high = (signed(value) for value in (min(shifts), max(shifts)))
    return low if low == high else f"{low} to {high}"


def signed(time_s: float) -> str:
    """Return a time with its sign."""
    return clock(time_s) if time_s < 0 else f"+{clock(time_s)}"
