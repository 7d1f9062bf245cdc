"""What nations took events for, and how far they raised their alert."""

from collections.abc import Iterator

from tocsin.exchange.payload import AlertLevel, Assessment
from tocsin.orders.order import AlertChanged
from tocsin.review.answer import ALL, Answer, Definition, observed
from tocsin.review.facts import Facts

POSTURES: tuple[tuple[str, tuple[AlertLevel, ...]], ...] = (
    ("alert_raised_share", ("raised", "full")),
    ("alert_full_share", ("full",)),
)
FOUND: tuple[Assessment, ...] = ("valid", "anomalous", "false")

DEFINITIONS = (
    Definition(
        "alert_raised_share",
        "share",
        "nation",
        "1 if the nation's alert was raised or full at any time of the run, else 0; under all, the share of the "
        "parties.",
        "AlertChanged",
        "0",
        "share",
    ),
    Definition(
        "alert_full_share",
        "share",
        "nation",
        "1 if the nation's alert was full at any time of the run, else 0; under all, the share of the parties.",
        "AlertChanged",
        "0",
        "share",
    ),
    Definition(
        "events_assessed",
        "count",
        "what it was assessed x nation",
        "Events that the nation assessed valid, anomalous or false at any time; one that was assessed more than one "
        "of these counts under each. The headline is their sum.",
        "Order",
        "0",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    for name, levels in POSTURES:
        reached = {node for _, node, change in facts.of(AlertChanged) if change.level in levels}
        for nation in facts.parties:
            for whose in (nation, ALL):
                yield observed(name, whose, "nation", nation, float(nation in reached))
    for assessment in FOUND:
        found = {
            (nation, facts.event_of(nation, event_id))
            for (nation, event_id), judged in facts.assessed.items()
            if any(word == assessment for _, word in judged)
        }
        for nation in (*facts.parties, ALL):
            count = sum(nation in (of, ALL) for of, _ in found)
            yield observed("events_assessed", nation, "assessment", assessment, float(count))
