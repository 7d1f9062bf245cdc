"""How soon a false alarm was found out, taken back, and known to be taken back by all who had been told."""

from collections.abc import Iterator

import msgspec

from tocsin.exchange.payload import LaunchReport, PublicWarning
from tocsin.review.answer import ALL, Answer, Definition, Wait, absent, observed, waited
from tocsin.review.facts import Facts
from tocsin.review.false_words import Channel, Sayings, is_false_alert, is_false_report, sayings

HOUR_MS = 3_600_000  # what is not assessed or cancelled within it never is

DEFINITIONS = (
    Definition(
        "time_to_assess_false_s",
        "s",
        "false event x nation",
        "First warning or report that the nation made of the event to its first accepted order that assesses it "
        "false or anomalous. An event is false if what is behind it belongs to no launch, or to one of which nothing "
        "would come down in any nation (a space launch, a sounding rocket, an interceptor).",
        "LaunchWarning, ImpactWarning or LaunchReportIssued to Order",
        "none within 3,600 s or by the end of the exercise",
        "median, never largest",
    ),
    Definition(
        "time_to_cancel_partner_s",
        "s",
        "false report x partner told",
        "First release to a partner of a false report (it belongs to no launch, or names nations as threatened by "
        "what would come down in none) to the first release to it of a cancel of the event, or of a correction, "
        "which says that it is no threat.",
        "Envelope to Envelope",
        "none within 3,600 s; cancels of what was true are counted in wrong_cancels",
        "median, never largest",
    ),
    Definition(
        "time_to_cancel_public_s",
        "s",
        "false public alert",
        "A public alert that names no area at risk from the launch behind it (or has none behind it) to its cancel.",
        "PublicWarning to PublicWarning",
        "none within 3,600 s",
        "median, never largest",
    ),
    Definition(
        "cancel_reach_s",
        "s",
        "false report or public alert, of those cancelled to anyone",
        "First release of the cancel (or correction) to its receipt by the last of the partners that had received "
        "what it takes back. The own public is not modelled as a recipient.",
        "Envelope to the last Delivery",
        "a recipient lacks it at the end of the exercise; not applicable if no cancel was sent or nobody had "
        "received the report",
        "median, never largest",
    ),
    Definition(
        "wrong_cancels",
        "count",
        "nation",
        "Events of a launch that threatens some nation which the nation assessed false, or whose public alert it "
        "cancelled, before the first undefended impact.",
        "Order or PublicWarning to UndefendedImpact",
        "0",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    yield from assessments(facts)
    said = sayings(facts)
    yield from partner_cancels(facts, said)
    yield from public_cancels(facts)
    yield from reaches(facts, said)
    wrong = {nation: len(wrongly_cancelled(facts, nation)) for nation in facts.parties}
    for nation, count in {**wrong, ALL: sum(wrong.values())}.items():
        yield observed("wrong_cancels", nation, "nation", ALL, float(count))


def assessments(facts: Facts) -> Iterator[Answer]:
    """Yield how long each false event went without being found so."""
    found_ms: dict[tuple[str, str], int] = {}
    for (nation, event_id), judged in facts.assessed.items():
        for time_ms, assessment in judged:
            if assessment in ("false", "anomalous"):
                key = nation, facts.event_of(nation, event_id)
                found_ms[key] = min(found_ms.get(key, time_ms), time_ms)
    for (nation, event_id), held in facts.by_event.items():
        if nation not in facts.parties or facts.cause_of(nation, event_id) in facts.harmful:
            continue
        start_ms = held[0].time_ms
        wait = Wait(start_ms, min(start_ms + HOUR_MS, facts.scenario.end_ms), facts.end_ms)
        for whose in (nation, ALL):
            stop_ms = found_ms.get((nation, event_id))
            yield waited("time_to_assess_false_s", whose, "event", event_id, wait, stop_ms)


def partner_cancels(facts: Facts, said: Sayings) -> Iterator[Answer]:
    """Yield how long each partner went with a false report before it was sent the cancel."""
    for channel in said.said:
        start_ms = first_false_ms(facts, said, channel)
        if start_ms is None:
            continue
        stop_ms = min((t for t in said.cancelled.get(channel, ()) if t >= start_ms), default=None)
        wait = Wait(start_ms, start_ms + HOUR_MS, facts.end_ms)
        nation, name, to = channel
        for whose in (nation, ALL):
            yield waited("time_to_cancel_partner_s", whose, "event", f"{name} to {to}", wait, stop_ms)


def first_false_ms(facts: Facts, said: Sayings, channel: Channel) -> int | None:
    """Return when a partner was first sent a false report of an event; None if never."""
    nation, name, _ = channel
    cause = facts.cause_of(nation, name)
    return next(
        (
            time_ms
            for time_ms, payload in said.said[channel]
            if isinstance(payload, LaunchReport) and is_false_report(facts, cause, payload.threatens or ())
        ),
        None,
    )


def public_cancels(facts: Facts) -> Iterator[Answer]:
    """Yield how long each false public alert stood."""
    cancelled_ms: dict[tuple[str, str], int] = {}
    for time_ms, nation, warning in facts.of(PublicWarning):
        for name in warning.references if warning.step == "cancel" else ():
            cancelled_ms.setdefault((nation, name), time_ms)
    for time_ms, nation, warning in facts.of(PublicWarning):
        if warning.step == "alert" and is_false_alert(facts, nation, warning):
            wait = Wait(time_ms, time_ms + HOUR_MS, facts.end_ms)
            stop_ms = cancelled_ms.get((nation, warning.warning_id))
            for whose in (nation, ALL):
                yield waited("time_to_cancel_public_s", whose, "public alert", warning.warning_id, wait, stop_ms)


def reaches(facts: Facts, said: Sayings) -> Iterator[Answer]:
    """Yield how long the cancel of each false report and public alert took to the last partner that had it."""
    by_subject: dict[tuple[str, str], list[Channel]] = {}
    for channel in said.said:
        if is_false_saying(facts, said, channel):
            by_subject.setdefault(channel[:2], []).append(channel)
    for (nation, name), channels in by_subject.items():
        told = [channel for channel in channels if channel in said.heard]
        start_ms = min((time_ms for channel in channels for time_ms in said.cancelled.get(channel, ())), default=None)
        for whose in (nation, ALL):
            if start_ms is None or not told:
                yield absent("cancel_reach_s", whose, "saying", name, "not_applicable")
                continue
            reached_ms = [said.unsaid.get(channel) for channel in told]
            known_ms = [time_ms for time_ms in reached_ms if time_ms is not None]
            wait = Wait(start_ms, facts.scenario.end_ms, facts.end_ms)
            stop_ms = max(known_ms) if len(known_ms) == len(told) else None
            yield waited("cancel_reach_s", whose, "saying", name, wait, stop_ms)


def is_false_saying(facts: Facts, said: Sayings, channel: Channel) -> bool:
    """Return whether what a partner was told of an event or public warning was false."""
    first = said.said[channel][0][1]
    if isinstance(first, LaunchReport):
        return first_false_ms(facts, said, channel) is not None
    own_event = facts.causes.own_name(first.event_id)
    return is_false_alert(facts, channel[0], msgspec.structs.replace(first, event_id=own_event))


def wrongly_cancelled(facts: Facts, nation: str) -> set[str]:
    """Return the events of a threatening launch that a nation took back before the impact."""
    taken_back = [
        (event_id, time_ms)
        for (node, event_id), judged in facts.assessed.items()
        for time_ms, assessment in judged
        if node == nation and assessment == "false"
    ]
    alerts = [body for _, node, body in facts.of(PublicWarning) if node == nation and body.step == "alert"]
    event_of = {alert.warning_id: alert.event_id for alert in alerts if not is_false_alert(facts, nation, alert)}
    for time_ms, node, body in facts.of(PublicWarning):
        if node == nation and body.step == "cancel":
            taken_back += [(event_of[name], time_ms) for name in body.references if name in event_of]
    wrong: set[str] = set()
    for event_id, time_ms in taken_back:
        launch = facts.harmful.get(facts.cause_of(nation, event_id))
        if launch is not None and time_ms < min(impact.time_ms for impact in launch.impacts):
            wrong.add(facts.event_of(nation, event_id))
    return wrong
