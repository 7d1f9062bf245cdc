"""What came of partners' words: false ones passed on, decisions that rested on them alone, and how soon."""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.exchange.payload import PublicWarning
from tocsin.orders.action import AssessEvent, Fire, SendPublicWarning, SetAlert
from tocsin.orders.order import Order
from tocsin.review.answer import ALL, Answer, Definition, Wait, absent, observed, waited
from tocsin.review.facts import Facts, Held, all_of
from tocsin.review.false_words import is_false_held
from tocsin.review.mistakes import is_medium
from tocsin.tracking.provenance import Provenance, join, source_ids

PASSED_WITHIN_MS = 600_000  # what follows later was not led to by the report
LEVEL = {"normal": 0, "raised": 1, "full": 2}

DEFINITIONS = (
    Definition(
        "false_received",
        "count",
        "nation",
        "Events of partners of which a false report reached the nation: it belongs to no launch, or names nations as "
        "threatened by what would come down in none.",
        "Delivery against truth",
        "0",
        "sum",
    ),
    Definition(
        "false_propagated",
        "count",
        "false event received x nation",
        "Of false_received, those that led within 600 s to an own launch report, an own launch or impact warning of "
        "confidence medium or high, a rise of the alert or a public warning that cites them (shares a source with "
        "the report); n is the number received, so value / n is the share.",
        "Delivery to LaunchReportIssued, LaunchWarning, ImpactWarning, Order or PublicWarning",
        "0; pending if the run ended within the 600 s; not applicable if none was received",
        "sum over cases",
    ),
    Definition(
        "receipt_to_decision_s",
        "s",
        "event x nation",
        "First launch report of the event that the nation holds (own issue, or receipt of one that shares a source "
        "with the event) to its first accepted order after it that assesses the event, warns the public of it or "
        "sets the alert for it. Of people: only comparable where played at 1x without a pause.",
        "LaunchReportIssued or Delivery to Order",
        "none by the first undefended impact of its launch or, where none comes down, by the end of the exercise",
        "median, never largest",
    ),
    Definition(
        "acted_on_partner_only_share",
        "share",
        "decision",
        "Decisions (an event assessed valid, a rise of the alert, an order to fire) about an event that rested at "
        "that time on partners' sources alone, of all such decisions about an event with any source.",
        "Order against provenance",
        "not applicable if nothing was decided",
        "share",
    ),
)


class Decision(NamedTuple):
    """An accepted order that says what an event is taken for, or acts on it; ``is_act``: valid, a rise, a shot."""

    time_ms: int
    nation: str
    event_id: str
    is_act: bool
    is_rise: bool


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    decided = list(decisions(facts))
    received = {nation: false_received(facts, nation) for nation in facts.parties}
    counts = {nation: len(got) for nation, got in received.items()}
    for nation, count in {**counts, ALL: sum(counts.values())}.items():
        yield observed("false_received", nation, "nation", ALL, float(count))
    citing = events_by_source(facts)
    for nation, got in received.items():
        for event_id, item in got.items():
            events = set[str]().union(*(citing.get((nation, name), set()) for name in source_ids(item.provenance)))
            for whose, subject in ((nation, event_id), (ALL, f"{event_id} at {nation}")):
                yield passed_on(facts, led_to_ms(facts, decided, nation, events, item), whose, subject, item)
    yield from times_to_decide(facts, decided)
    yield from acts(facts, decided)


def decisions(facts: Facts) -> Iterator[Decision]:
    """Yield every decision about an event that a nation holds, in order."""
    level = dict.fromkeys(facts.parties, 0)
    for time_ms, nation, order in facts.orders():
        if nation not in facts.parties:
            continue
        is_rise = False
        if isinstance(order.action, SetAlert):
            is_rise = LEVEL[order.action.level] > level[nation]
            level[nation] = LEVEL[order.action.level]
        about = facts.event_of(nation, event_about(order))
        if (nation, about) in facts.by_event:
            is_valid = isinstance(order.action, AssessEvent) and order.action.assessment == "valid"
            yield Decision(time_ms, nation, about, is_valid or is_rise or isinstance(order.action, Fire), is_rise)


def event_about(order: Order) -> str:
    """Return the event that an order decides about; '' for an order that decides nothing of the kind."""
    match order.action:
        case AssessEvent(event_id=event_id) | Fire(event_id=event_id) | SendPublicWarning(event_id=event_id):
            return event_id
        case SetAlert():
            return order.in_reply_to
        case _:
            return ""


def false_received(facts: Facts, nation: str) -> dict[str, Held]:
    """Return the first false report of each event that reached a nation, by the sender's name of the event."""
    held = [item for item in all_of(facts.reports_received, nation) if is_false_held(facts, item)]
    first: dict[str, Held] = {}
    for item in sorted(held, key=lambda item: item.time_ms):
        first.setdefault(item.event_id, item)
    return first


def events_by_source(facts: Facts) -> dict[tuple[str, str], set[str]]:
    """Return the events of each nation (first of the key) that rest on each source (second)."""
    found: dict[tuple[str, str], set[str]] = {}
    for (nation, event_id), held in facts.by_event.items():
        for source_id in source_ids(join(item.provenance for item in held)):
            found.setdefault((nation, source_id), set()).add(event_id)
    return found


def led_to_ms(facts: Facts, decided: list[Decision], nation: str, events: set[str], item: Held) -> list[int]:
    """Return when (ms) a nation reported, warned, raised its alert or told the public on the word of a report."""
    citing = [held for event_id in sorted(events) for held in facts.by_event[nation, event_id]]
    times_ms = [
        held.time_ms
        for held in citing
        if is_shared(held.provenance, item.provenance) and (not held.is_warning or is_medium(held))
    ]
    times_ms += [d.time_ms for d in decided if d.nation == nation and d.is_rise and d.event_id in events]
    times_ms += [
        time_ms
        for time_ms, node, warning in facts.of(PublicWarning)
        if node == nation and warning.step == "alert" and facts.event_of(nation, warning.event_id) in events
    ]
    return times_ms


def passed_on(facts: Facts, led_ms: list[int], whose: str, subject: str, item: Held) -> Answer:
    """Return 1 if a false report led to anything in time, 0 if to nothing."""
    until_ms = item.time_ms + PASSED_WITHIN_MS
    has_led = any(item.time_ms <= time_ms <= until_ms for time_ms in led_ms)
    if not has_led and until_ms > facts.end_ms:
        return absent("false_propagated", whose, "event", subject, "pending")
    return observed("false_propagated", whose, "event", subject, float(has_led))


def sources_of(held: list[Held]) -> set[str]:
    """Return the ids of all sources that what is held rests on."""
    return {source.source_id for item in held for source in item.provenance}


def is_shared(a: Provenance, b: Provenance) -> bool:
    """Return whether two things rest on a common source."""
    return not source_ids(a).isdisjoint(source_ids(b))


def times_to_decide(facts: Facts, decided: list[Decision]) -> Iterator[Answer]:
    """Yield how long each nation took from the first report of an event that it held to its first decision on it."""
    received_ms = first_heard_of_ms(facts)
    for (nation, event_id), held in facts.by_event.items():
        if nation not in facts.parties:
            continue
        sources = sources_of(held)
        reported_ms = [item.time_ms for item in held if not item.is_warning]
        reported_ms += [received_ms[nation, name] for name in sources if (nation, name) in received_ms]
        if not reported_ms:
            continue
        start_ms = min(reported_ms)
        launch = facts.harmful.get(facts.cause_of(nation, event_id))
        impacts_ms = [impact.time_ms for impact in launch.impacts] if launch else []
        wait = Wait(start_ms, min([*impacts_ms, facts.scenario.end_ms]), facts.end_ms)
        stop_ms = min(
            (d.time_ms for d in decided if (d.nation, d.event_id) == (nation, event_id) and d.time_ms >= start_ms),
            default=None,
        )
        for whose in (nation, ALL):
            yield waited("receipt_to_decision_s", whose, "event", event_id, wait, stop_ms)


def first_heard_of_ms(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation (first of the key) first received a report that rests on each source (second)."""
    first: dict[tuple[str, str], int] = {}
    for (nation, _), held in facts.reports_received.items():
        for item in held:
            for source_id in source_ids(item.provenance):
                first[nation, source_id] = min(first.get((nation, source_id), item.time_ms), item.time_ms)
    return first


def acts(facts: Facts, decided: list[Decision]) -> Iterator[Answer]:
    """Yield, for each act on an event, 1 if it rested on partners' sources alone, 0 if not."""
    numbered: dict[str, int] = {}
    for decision in decided:
        nation = decision.nation
        held = [h for h in facts.by_event[nation, decision.event_id] if h.time_ms <= decision.time_ms]
        sources = sources_of(held)
        if not decision.is_act or not sources:
            continue
        is_partner_only = not any(source_id.startswith(f"{nation}.") for source_id in sources)
        numbered[decision.event_id] = numbered.get(decision.event_id, 0) + 1
        subject = f"{decision.event_id} #{numbered[decision.event_id]}"
        for whose in (nation, ALL):
            yield observed("acted_on_partner_only_share", whose, "decision", subject, float(is_partner_only))
