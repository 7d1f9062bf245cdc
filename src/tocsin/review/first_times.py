"""How soon a launch was detected, tracked and reported, and how long reports took."""

from collections.abc import Iterator, Mapping

from tocsin.exchange.message import Delivery, Envelope, Refusal
from tocsin.exchange.payload import LaunchReport
from tocsin.review.answer import ALL, Answer, Definition, Status, Wait, absent, waited
from tocsin.review.facts import Facts, HeldOf
from tocsin.review.opportunity import deadline_ms

LOST_AFTER_MS = 3_600_000  # a message this late is taken as lost

DEFINITIONS = (
    Definition(
        "first_detection_s",
        "s",
        "launch x nation",
        "Lift-off to the first measurement by the nation's own sensors that pairs with any body of the launch.",
        "Launch to Pairing (time of the measurement)",
        "none by the last undefended impact of the launch, or, where none comes down, by the end of its bodies",
        "median, never largest",
    ),
    Definition(
        "first_track_s",
        "s",
        "launch x nation",
        "Lift-off to the first confirmed track belonging to the launch in the nation's picture: an own radar track, "
        "or a track received. Lines of sight of a satellite are no tracks of the picture.",
        "Launch to TrackConfirmed (radar) or Delivery of a TrackReport",
        "as first_detection_s",
        "median, never largest",
    ),
    Definition(
        "first_report_s",
        "s",
        "launch x nation",
        "Lift-off to the first launch report belonging to the launch that the nation holds: own issue or a "
        "partner's receipt, whichever came first.",
        "Launch to LaunchReportIssued or Delivery of a LaunchReport",
        "as first_detection_s",
        "median, never largest",
    ),
    Definition(
        "detect_to_report_s",
        "s",
        "launch x nation",
        "Own first detection to own first launch report belonging to the launch.",
        "Pairing to LaunchReportIssued",
        "none by the last undefended impact; not applicable if never detected by own sensors",
        "median, never largest",
    ),
    Definition(
        "report_to_receipt_s",
        "s",
        "event of a partner x receiver",
        "Time from the draft of the first launch report of an event that was released to a receiver (one tick "
        "before its release) to its receipt: agreement delay, queue and link.",
        "LaunchReportIssued to Delivery",
        "not received one hour after it was due, or by the end of the exercise; not applicable if the agreement "
        "refused every report of the event (counted in refusals)",
        "median, never largest",
    ),
)


Firsts = dict[str, int | None]  # nation -> time (ms) of the first, None if there is none


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    for launch in facts.launches:
        wait = Wait(launch.lift_off_ms, deadline_ms(facts, launch), facts.end_ms)
        detected = with_all(first_times_ms(facts, facts.detected_ms, launch.launch_id))
        tracked = with_all(first_times_ms(facts, facts.tracked_ms, launch.launch_id))
        own = first_held_ms(facts, facts.reports_issued, launch.launch_id)
        held = with_all(earlier(own, first_held_ms(facts, facts.reports_received, launch.launch_id)))
        for name, first in (
            ("first_detection_s", detected),
            ("first_track_s", tracked),
            ("first_report_s", held),
        ):
            for nation, stop_ms in first.items():
                yield waited(name, nation, "launch", launch.launch_id, wait, stop_ms)
        own = with_all(own)
        for nation, start_ms in detected.items():
            yield detect_to_report(nation, launch.launch_id, wait, start_ms, own[nation])
    yield from receipts(facts)


def detect_to_report(nation: str, launch_id: str, wait: Wait, start_ms: int | None, stop_ms: int | None) -> Answer:
    """Return how long a nation took from its own first detection to its own first report."""
    name = "detect_to_report_s"
    if start_ms is not None and start_ms <= wait.deadline_ms:
        return waited(name, nation, "launch", launch_id, wait._replace(start_ms=start_ms), stop_ms)
    status: Status = "not_applicable" if wait.deadline_ms <= wait.end_ms else "pending"
    return absent(name, nation, "launch", launch_id, status)


def with_all(first: Firsts) -> Firsts:
    """Return the times with the union of all nations added: the earliest."""
    return {**first, ALL: min((time_ms for time_ms in first.values() if time_ms is not None), default=None)}


def earlier(a: Firsts, b: Firsts) -> Firsts:
    """Return the earlier of two times for each nation."""
    return {nation: min((t for t in (a[nation], b[nation]) if t is not None), default=None) for nation in a}


def first_times_ms(facts: Facts, table: Mapping[tuple[str, str], int], launch_id: str) -> Firsts:
    """Return each party's time in a table by (nation, launch id)."""
    return {nation: table.get((nation, launch_id)) for nation in facts.parties}


def first_held_ms(facts: Facts, table: HeldOf, launch_id: str) -> Firsts:
    """Return when each party held the first report or warning of a launch."""
    held = {nation: table.get((nation, launch_id)) for nation in facts.parties}
    return {nation: items[0].time_ms if items else None for nation, items in held.items()}


def receipts(facts: Facts) -> Iterator[Answer]:
    """Yield how long the first report of each event took to each receiver."""
    received = {body.msg_id: body.received_ms for _, _, body in facts.of(Delivery) if body.crc_ok}
    first: dict[tuple[str, str], Envelope] = {}
    for _, _, envelope in facts.of(Envelope):
        if isinstance(report := envelope.message.payload, LaunchReport):
            own_name = facts.causes.own_name(report.event_id)
            first.setdefault((own_name, envelope.message.releasable_to), envelope)
    name = "report_to_receipt_s"
    for (event_id, receiver), envelope in first.items():
        drafted_ms = envelope.message.released_ms - facts.scenario.tick_ms
        lost_ms = min(envelope.due_ms + LOST_AFTER_MS, max(facts.scenario.end_ms, envelope.due_ms))
        wait = Wait(drafted_ms, lost_ms, facts.end_ms)
        for nation in (receiver, ALL):
            subject = event_id if nation == receiver else f"{event_id} to {receiver}"
            yield waited(name, nation, "event", subject, wait, received.get(envelope.msg_id))
    refused = dict.fromkeys(
        (body.subject_id, body.to)
        for _, _, body in facts.of(Refusal)
        if body.payload_kind == "LaunchReport" and (body.subject_id, body.to) not in first
    )
    for event_id, receiver in refused:
        yield absent(name, receiver, "event", event_id, "not_applicable")
        yield absent(name, ALL, "event", f"{event_id} to {receiver}", "not_applicable")
