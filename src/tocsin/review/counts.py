"""How much was seen, reported, matched with notices, released and refused."""

from collections import Counter
from collections.abc import Iterator

from tocsin.exchange.message import Delivery, Envelope, Refusal
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.orders.record import Launch, NoticeFiled
from tocsin.review.answer import ALL, Answer, Definition, absent, observed
from tocsin.review.belong import FALSE_SOURCE
from tocsin.review.facts import Facts, all_of
from tocsin.review.opportunity import deadline_ms
from tocsin.warning.event import NoticeMatched

MATCH_WITHIN_MS = 600_000  # of the first detection, for a launch that comes down nowhere

DEFINITIONS = (
    Definition(
        "launch_reports",
        "count",
        "nation",
        "Launch reports issued for the first time (updates are not counted), before any agreement is asked.",
        "LaunchReportIssued",
        "0",
        "sum",
    ),
    Definition(
        "high_confidence_warnings",
        "count",
        "nation; subjects true and false",
        "Distinct events of the nation whose launch or impact warning ever reached confidence high; true if the "
        "first such warning belongs to a launch, else false.",
        "LaunchWarning or ImpactWarning",
        "0",
        "sum",
    ),
    Definition(
        "events_seen",
        "count",
        "nation",
        "Distinct truth events (launches, fireballs) with at least one measurement by the nation's own sensors.",
        "Launch or NatureEvent to Pairing",
        "0",
        "sum",
    ),
    Definition(
        "notifications_matched",
        "count",
        "nation",
        "Notices that the nation matched with the launch they announced.",
        "NoticeMatched against truth",
        "0",
        "sum",
    ),
    Definition(
        "notification_match_rate",
        "share",
        "launch x nation",
        "Launches matched rightly, of those that the nation both detected with its own sensors and held a notice of.",
        "Pairing to NoticeMatched",
        "not matched by the last undefended impact, or, where none comes down, within 600 s of the first detection: "
        "a failure; not applicable if no launch was both detected and notified",
        "share",
    ),
    Definition("releases", "count", "nation", "Messages that the agreement let out.", "Envelope", "0", "sum"),
    Definition(
        "refusals",
        "count",
        "reason x nation",
        "Messages that the agreement held back, by reason.",
        "Refusal",
        "0",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    counts: dict[str, dict[str, int]] = {"launch_reports": {}, "events_seen": {}, "releases": {}}
    released = Counter(envelope.message.originator for _, _, envelope in facts.of(Envelope))
    for nation in facts.parties:
        issued = all_of(facts.reports_issued, nation)
        counts["launch_reports"][nation] = sum(item.is_first for item in issued)
        counts["events_seen"][nation] = sum(of == nation for of, _ in facts.detected_ms)
        counts["releases"][nation] = released[nation]
        yield from high_confidence(facts, nation)
    for name, by_nation in counts.items():
        seen = len({cause for _, cause in facts.detected_ms})
        union = seen if name == "events_seen" else sum(by_nation.values())
        for nation, count in {**by_nation, ALL: union}.items():
            yield observed(name, nation, "nation", ALL, float(count))
    yield from high_confidence(facts, ALL)
    yield from refused(facts)
    yield from matches(facts)


def high_confidence(facts: Facts, nation: str) -> Iterator[Answer]:
    """Yield how many true and false events of a nation, or of all, reached confidence high."""
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for (holder, launch_id), held in facts.warnings.items():
        for item in held:
            if item.confidence == "high" and nation in (holder, ALL):
                key = holder, item.event_id
                first[key] = min(first.get(key, (item.time_ms, launch_id)), (item.time_ms, launch_id))
    false = sum(launch_id == FALSE_SOURCE for _, launch_id in first.values())
    yield observed("high_confidence_warnings", nation, "source", "true", float(len(first) - false))
    yield observed("high_confidence_warnings", nation, "source", "false", float(false))


def refused(facts: Facts) -> Iterator[Answer]:
    """Yield the refusals of each nation by reason, and their sums."""
    counts = Counter((body.originator, body.reason) for _, _, body in facts.of(Refusal))
    counts.update({(ALL, reason): 0 for _, reason in counts})
    for (nation, reason), count in list(counts.items()):
        if nation != ALL:
            counts[ALL, reason] += count
    for nation in (*facts.parties, ALL):
        reasons = sorted(reason for of, reason in counts if of == nation)
        for reason in reasons:
            yield observed("refusals", nation, "reason", reason, float(counts[nation, reason]))
        if not reasons:
            yield observed("refusals", nation, "nation", ALL, 0.0)


def notices_held(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation (first of the key) had each notice (second) in its register."""
    held: dict[tuple[str, str], int] = {}
    for time_ms, node, filed in facts.of(NoticeFiled):
        held.setdefault((node, filed.notice_id), time_ms)
    for time_ms, node, delivery in facts.of(Delivery):
        if delivery.crc_ok and isinstance(notice := delivery.message.payload, PreLaunchNotification):
            held.setdefault((node, notice.notice_id), time_ms)
    return held


def right_matches(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation (first of the key) rightly matched each launch (second) with its notice."""
    notice_of = {launch.launch_id: launch.notice_id for launch in facts.launches if launch.notice_id}
    first: dict[tuple[str, str], int] = {}
    for time_ms, node, match in facts.of(NoticeMatched):
        launch_id = facts.causes.launch_of(match.provenance)
        if notice_of.get(launch_id) == match.notice_id:
            first.setdefault((node, launch_id), time_ms)
    return first


def matches(facts: Facts) -> Iterator[Answer]:
    """Yield the notices matched, and for each launch detected and notified whether it was matched in time."""
    held, matched_ms = notices_held(facts), right_matches(facts)
    for nation in facts.parties:
        count = sum(of == nation for of, _ in matched_ms)
        yield observed("notifications_matched", nation, "nation", ALL, float(count))
    union = len({launch_id for _, launch_id in matched_ms})
    yield observed("notifications_matched", ALL, "nation", ALL, float(union))
    for launch in facts.launches:
        for nation in facts.parties:
            detected_ms = facts.detected_ms.get((nation, launch.launch_id))
            if detected_ms is None or not launch.notice_id or (nation, launch.notice_id) not in held:
                continue
            by_ms = match_by_ms(facts, launch, detected_ms)
            match_ms = matched_ms.get((nation, launch.launch_id))
            for whose, subject in ((nation, launch.launch_id), (ALL, f"{launch.launch_id}/{nation}")):
                yield match_answer(whose, subject, match_ms, by_ms, facts.end_ms)


def match_by_ms(facts: Facts, launch: Launch, detected_ms: int) -> int:
    """Return by when a launch must have been matched with its notice."""
    return deadline_ms(facts, launch) if launch.impacts else detected_ms + MATCH_WITHIN_MS


def match_answer(nation: str, subject: str, match_ms: int | None, by_ms: int, end_ms: int) -> Answer:
    """Return 1 for a match in time, 0 for none, pending if the run ended first."""
    is_matched = match_ms is not None and match_ms <= by_ms
    if not is_matched and by_ms > end_ms:
        return absent("notification_match_rate", nation, "launch", subject, "pending")
    answer = observed("notification_match_rate", nation, "launch", subject, float(is_matched))
    return answer._replace(n_never=int(not is_matched))
