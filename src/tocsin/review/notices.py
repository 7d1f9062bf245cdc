"""Notices: matched rightly or wrongly, forwarded to the sensor desk or not; defensive shots taken for an attack."""

from collections.abc import Iterator

from tocsin.defence.battery import Shot
from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import InterceptorLaunchNotice, PreLaunchNotification
from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.record import InterceptorLaunched, Launch, NoticeAtDesk, NoticeFiled
from tocsin.review.answer import ALL, Answer, Definition, Wait, absent, observed, waited
from tocsin.review.facts import Facts
from tocsin.review.opportunity import deadline_ms
from tocsin.warning.event import NoticeMatched

MATCH_WITHIN_MS = 600_000  # of the first detection, for a launch that comes down nowhere
ANNOUNCED_WITHIN_MS = 600_000  # of the shot: a notice later than this is none

DEFINITIONS = (
    Definition(
        "notifications_matched",
        "count",
        "nation",
        "Notices that the nation matched (verdict matched) with the launch or the defensive shot they announced.",
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
    Definition(
        "wrong_matches",
        "count",
        "nation",
        "Pairs of an event and a notice that the nation matched (verdict matched) though the notice announced "
        "another launch or none that flew.",
        "NoticeMatched against truth",
        "0",
        "sum",
    ),
    Definition(
        "notice_to_desk_s",
        "s",
        "partner's notice x nation that received it",
        "First receipt of the notice by the nation to its first receipt at the sensor desk, any revision; 0 where no "
        "internal line lies between them.",
        "Delivery to NoticeAtDesk",
        "not before the window opens, by the last revision received; not applicable if none was received",
        "median, never largest",
    ),
    Definition(
        "misread_own_interceptors",
        "count",
        "nation",
        "Defensive shots of partners for which the nation warned of an impact on itself, reported one, assessed the "
        "event valid or raised its alert.",
        "InterceptorLaunched to ImpactWarning, LaunchReportIssued or Order",
        "0",
        "sum",
    ),
    Definition(
        "interceptor_notice_s",
        "s",
        "shot x partner",
        "Launch of a shot to the partner's receipt of its notice; below zero it was announced before. One salvo of "
        "one battery is one shot.",
        "Shot to Delivery",
        "not received within 600 s, also where the agreement lets no notice out",
        "median, never largest",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    yield from matches(facts)
    yield from desk_times(facts)
    yield from interceptor_notices(facts)
    wrong = {nation: wrong_matches(facts, nation) for nation in facts.parties}
    misread = {nation: len(misread_shots(facts, nation)) for nation in facts.parties}
    for name, counts in (("wrong_matches", wrong), ("misread_own_interceptors", misread)):
        for nation, count in {**counts, ALL: sum(counts.values())}.items():
            yield observed(name, nation, "nation", ALL, float(count))


def notices_held(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation (first of the key) had each notice (second) in its register."""
    held: dict[tuple[str, str], int] = {}
    for time_ms, node, filed in facts.of(NoticeFiled):
        held.setdefault((node, filed.notice_id), time_ms)
    for time_ms, node, delivery in facts.of(Delivery):
        if delivery.crc_ok and isinstance(notice := delivery.message.payload, PreLaunchNotification):
            held.setdefault((node, notice.notice_id), time_ms)
    return held


def announced(facts: Facts) -> dict[str, str]:
    """Return the notice of every launch and every defensive shot that has one."""
    shots = {shot.shot_id: shot.notice_id for shot in facts.interceptors}
    return {launch.launch_id: launch.notice_id for launch in facts.launches if launch.notice_id} | shots


def right_matches(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation (first of the key) rightly matched each launch or shot (second) with its notice."""
    notice_of = announced(facts)
    first: dict[tuple[str, str], int] = {}
    for time_ms, node, match in facts.of(NoticeMatched):
        launch_id = facts.causes.launch_of(match.provenance)
        if match.verdict == "matched" and notice_of.get(launch_id) == facts.causes.own_name(match.notice_id):
            first.setdefault((node, launch_id), time_ms)
    return first


def wrong_matches(facts: Facts, nation: str) -> int:
    """Return how many pairs of event and notice a nation linked that do not belong together."""
    notice_of = announced(facts)
    return len(
        {
            (facts.event_of(node, match.event_id), match.notice_id)
            for _, node, match in facts.of(NoticeMatched)
            if node == nation
            and match.verdict == "matched"
            and notice_of.get(facts.causes.launch_of(match.provenance)) != facts.causes.own_name(match.notice_id)
        }
    )


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


def desk_times(facts: Facts) -> Iterator[Answer]:
    """Yield how long each received notice took to the sensor desk."""
    at_desk_ms: dict[tuple[str, str], int] = {}
    for time_ms, node, body in facts.of(NoticeAtDesk):
        at_desk_ms.setdefault((node, body.notice_id), time_ms)
    lines = {line.nation for line in facts.scenario.staged.desk_lines}
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for time_ms, node, delivery in facts.of(Delivery):
        if delivery.crc_ok and isinstance(delivery.message.payload, PreLaunchNotification):
            notice = facts.as_known(delivery.message).payload
            if isinstance(notice, PreLaunchNotification):
                start_ms, _ = first.get((node, notice.notice_id), (time_ms, 0))
                first[node, notice.notice_id] = start_ms, notice.window_start_ms
    for (nation, notice_id), (start_ms, opens_ms) in first.items():
        if nation not in facts.parties:
            continue
        stop_ms = at_desk_ms.get((nation, notice_id)) if nation in lines else start_ms
        wait = Wait(start_ms, max(opens_ms, start_ms), facts.end_ms)
        for whose, subject in ((nation, notice_id), (ALL, f"{notice_id} at {nation}")):
            yield waited("notice_to_desk_s", whose, "notice", subject, wait, stop_ms)


def misread_shots(facts: Facts, nation: str) -> set[str]:
    """Return the partners' defensive shots that a nation took for an attack on itself."""
    foreign = {shot.shot_id for shot in facts.interceptors if shot.nation != nation and shot.nation in facts.parties}
    misread: set[str] = set()
    for (node, event_id), held in facts.by_event.items():
        shot_id = facts.cause_of(node, event_id)
        if node != nation or shot_id not in foreign:
            continue
        is_warned = any(nation in item.threatens for item in held)
        if is_warned or is_taken_for_attack(facts, nation, event_id):
            misread.add(shot_id)
    return misread


def is_taken_for_attack(facts: Facts, nation: str, event_id: str) -> bool:
    """Return whether a nation assessed an event valid, or raised its alert for it."""
    for _, node, order in facts.orders():
        match order.action:
            case AssessEvent(about, "valid"):
                is_attack = facts.event_of(nation, about) == event_id
            case SetAlert("raised" | "full"):
                is_attack = facts.event_of(nation, order.in_reply_to) == event_id
            case _:
                continue
        if node == nation and is_attack:
            return True
    return False


def interceptor_notices(facts: Facts) -> Iterator[Answer]:
    """Yield how long after each shot each partner knew that it was one."""
    received_ms: dict[tuple[str, str], int] = {}
    for time_ms, node, delivery in facts.of(Delivery):
        if delivery.crc_ok and isinstance(notice := delivery.message.payload, InterceptorLaunchNotice):
            received_ms.setdefault((node, facts.causes.own_name(notice.notice_id)), time_ms)
    launched = {body.shot_id: body for _, _, body in facts.of(InterceptorLaunched)}
    for _, nation, shot in facts.of(Shot):
        body = launched.get(shot.shot_id)
        if body is None:
            continue  # still on its launcher when the run ended
        for partner in facts.parties:
            if partner == nation:
                continue
            wait = Wait(shot.launch_ms, shot.launch_ms + ANNOUNCED_WITHIN_MS, facts.end_ms)
            stop_ms = received_ms.get((partner, body.notice_id))
            for whose, subject in ((partner, shot.shot_id), (ALL, f"{shot.shot_id} at {partner}")):
                yield waited("interceptor_notice_s", whose, "shot", subject, wait, stop_ms)
