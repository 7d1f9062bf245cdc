"""Whether confidence rests on as many independent looks as it claims: one source heard twice is one."""

from collections.abc import Iterator

from tocsin.exchange.payload import CONFIDENCE_RANK
from tocsin.orders.record import Associated
from tocsin.review.answer import ALL, Answer, Definition, absent, observed
from tocsin.review.facts import Facts
from tocsin.warning.event import LaunchWarning

DEFINITIONS = (
    Definition(
        "double_count_index",
        "ratio",
        "event x nation",
        "Phenomenologies claimed by the launch warning of highest confidence, the first of these (two where it says "
        "that infrared and radar both saw it), over the kinds of sensor that truly measured for the sources it "
        "names, own and partners'. 1 is right. The headline is the share of events above 1.",
        "LaunchWarning against Associated",
        "not applicable if no sensor measured for any source it names",
        "share",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    kinds = kinds_of_source(facts)
    index: dict[str, dict[str, float]] = {nation: {} for nation in (*facts.parties, ALL)}
    for (nation, event_id), warning in surest(facts).items():
        own_names = {facts.causes.own_name(source.source_id) for source in warning.provenance}
        truly = set[str]().union(*(kinds.get(name, set()) for name in own_names))
        for whose in (nation, ALL):
            if truly:
                index[whose][event_id] = (2 if warning.phenomenology == "both" else 1) / len(truly)
            else:
                yield absent("double_count_index", whose, "event", event_id, "not_applicable")
    for nation, by_event in index.items():
        for event_id, value in by_event.items():
            yield observed("double_count_index", nation, "event", event_id, value)
        yield share_above_one(nation, list(by_event.values()))


def share_above_one(nation: str, values: list[float]) -> Answer:
    """Return the headline: in what share of events more was claimed than there was."""
    if not values:
        return absent("double_count_index", nation, "event", ALL, "not_applicable")
    share = sum(value > 1.0 for value in values) / len(values)
    return observed("double_count_index", nation, "event", ALL, share)._replace(n=len(values))


def surest(facts: Facts) -> dict[tuple[str, str], LaunchWarning]:
    """Return the first launch warning of the highest confidence of each party's (first of the key) events."""
    found: dict[tuple[str, str], LaunchWarning] = {}
    for _, nation, warning in facts.of(LaunchWarning):
        key = nation, facts.event_of(nation, warning.event_id)
        if nation not in facts.parties:
            continue
        if key not in found or CONFIDENCE_RANK[warning.confidence] > CONFIDENCE_RANK[found[key].confidence]:
            found[key] = warning
    return found


def kinds_of_source(facts: Facts) -> dict[str, set[str]]:
    """Return which kinds of sensor (``ir``, ``radar``) measured for each source, by its own name."""
    satellites = {item.sensor.sensor_id for node in facts.scenario.nodes for item in node.satellites}
    kinds: dict[str, set[str]] = {}
    for _, _, associated in facts.of(Associated):
        kind = "ir" if associated.sensor_id in satellites else "radar"
        for source_id in associated.source_ids:
            if source_id:
                kinds.setdefault(source_id, set()).add(kind)
    return kinds
