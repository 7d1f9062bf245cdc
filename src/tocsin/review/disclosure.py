"""Whether the agreement was kept: nothing told beyond its grant, nothing owed left untold, nothing uncleared told.

The check of the grant is made anew from the terms, by arithmetic of its own: it does not ask the gate that let the
message out.
"""

import math
from collections.abc import Iterator

import msgspec

from tocsin.exchange.agreement import EXACT, Agreement, Coarsening
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import Envelope, Message, Refusal
from tocsin.exchange.payload import (
    AnomalyAdvisory,
    BatteryStatus,
    Consultation,
    EngagementIntention,
    LaunchReport,
    PostLaunchNotification,
    PreLaunchNotification,
    SensorStatus,
    TrackReport,
)
from tocsin.exchange.release import MESSAGE_KINDS
from tocsin.orders.action import SignAmendment, WithholdNotice
from tocsin.orders.order import AgreementAmended, SharingChanged
from tocsin.orders.record import NoticeFiled
from tocsin.review.answer import ALL, Answer, Definition, observed
from tocsin.review.facts import Facts
from tocsin.review.told_public import uncleared_statements
from tocsin.scenario.agreement_file import frozen
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.checked import checked, read_toml

OWED_WITHIN_MS = 60_000  # after it is due: what is told then is late, what is told later was not told
ON_GRID = 1e-6  # of a cell: how near to its middle a coarsened number must lie
MIDDLE_MS = ("launch_time_ms", "impact_time_ms", "intercept_ms")  # told as the middle of a step
WHOLE_MS = ("window_start_ms", "window_end_ms", "from_ms", "to_ms", "since_ms")  # told as its beginning or end
KINDS = ("beyond_grant", "not_told", "late", "uncleared")

DEFINITIONS = (
    Definition(
        "disclosure_violations",
        "count",
        "kind x nation",
        "By kind. beyond_grant: messages sent with a kind, field, class or precision that the agreement in force "
        "does not grant, before its delay, or while it was suspended, not in force or expired: must be 0. not_told: "
        "pre-launch notices owed to a partner (declared, in scope, not withheld within the quota) and not sent "
        "within 60 s after they were due, the agreed time before the window opens or the start of play. late: sent "
        "within these 60 s but more than two ticks after they were due. Not judged: range and apogee, which a "
        "message does not tell. uncleared: statements to the public, by the nation that drafted them, with a fact "
        "that not every party (for facts of truth control too) had cleared by then, or with words of no fact: must "
        "be 0.",
        "Envelope against the agreement; due to Envelope; StatementReleased against Cleared",
        "0; a notice due in the last 60 s of the run is not counted; not applicable where the journal does not hold "
        "the agreement",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    terms = terms_over_time(facts)
    if not terms:
        return
    counts = {(nation, kind): 0 for nation in facts.parties for kind in KINDS}
    suspensions = suspended_spans(facts)
    for time_ms, _, envelope in facts.of(Envelope):
        originator = envelope.message.originator
        is_broken = bool(beyond_grant(facts, envelope, in_force(terms, time_ms)))
        if is_broken or any(from_ms <= time_ms < to_ms for from_ms, to_ms in suspensions):
            counts[originator, "beyond_grant"] = counts.get((originator, "beyond_grant"), 0) + 1
    for nation, kind in owed(facts, terms, suspensions):
        counts[nation, kind] += 1
    for nation, _ in uncleared_statements(facts.log, facts.parties):
        counts[nation, "uncleared"] = counts.get((nation, "uncleared"), 0) + 1
    for kind in KINDS:
        for nation in facts.parties:
            yield observed("disclosure_violations", nation, "kind", kind, float(counts[nation, kind]))
        total = sum(count for (_, of), count in counts.items() if of == kind)
        yield observed("disclosure_violations", ALL, "kind", kind, float(total))


def terms_over_time(facts: Facts) -> list[tuple[int, Agreement]]:
    """Return the agreement of the run, each later amendment and that of a fork, with the time (ms) each held from."""
    meta = facts.header.meta
    text = meta.get("agreement_text")
    if text is None:
        return []
    terms = [(0, terms_of(facts, meta.get("start_agreement_text", text)))]
    if "start_agreement_text" in meta:
        terms.append((int(meta["forked_at_ms"]), terms_of(facts, text)))
    signed = [(time_ms, o.action.terms) for time_ms, _, o in facts.orders() if isinstance(o.action, SignAmendment)]
    for amended_ms, _, new in facts.of(AgreementAmended):  # a reader who has one party's order alone knows them too
        said = [a for at_ms, a in signed if at_ms <= amended_ms and (a.name, a.version) == (new.name, new.version)]
        terms += [(amended_ms, said[-1])] if said else []
    return sorted(terms, key=lambda item: item[0])


def terms_of(facts: Facts, text: str) -> Agreement:
    """Return the agreement of a file's text."""
    where = f"agreement {facts.header.agreement}"
    return frozen(checked(AgreementFile, read_toml(text, where), where), facts.scenario.members)


def in_force(terms: list[tuple[int, Agreement]], time_ms: int) -> Agreement:
    """Return the terms that held at a time."""
    return [agreement for from_ms, agreement in terms if from_ms <= time_ms][-1]


def suspended_spans(facts: Facts) -> list[tuple[int, int]]:
    """Return from when to when (ms) any party had suspended the agreement."""
    spans: list[tuple[int, int]] = []
    since: dict[str, int] = {}
    for time_ms, _, change in facts.of(SharingChanged):
        if change.is_suspended:
            since.setdefault(change.party, time_ms)
        elif change.party in since:
            spans.append((since.pop(change.party), time_ms))
    return [*spans, *((from_ms, facts.end_ms + 1) for from_ms in since.values())]


def beyond_grant(facts: Facts, envelope: Envelope, agreement: Agreement) -> list[str]:
    """Return what in a message the agreement does not grant."""
    message = facts.as_known(envelope.message)
    found = [] if envelope.held_ms >= agreement.min_delay_ms else ["sent before the agreed delay"]
    is_expired = agreement.expiry_ms is not None and message.released_ms >= agreement.expiry_ms
    if is_expired or message.released_ms < agreement.in_force_ms:
        found.append("not in force")
    if not is_kind_granted(message, agreement):
        found.append(f"{type(message.payload).__name__} not granted")
    found += withheld(message, agreement)
    found += too_exact(message.payload, agreement)
    report = message.payload.about if isinstance(message.payload, Consultation) else message.payload
    if isinstance(report, LaunchReport):
        granted = {*agreement.fields_released, "event_id"}
        told = msgspec.structs.asdict(report).items()
        found += [name for name, value in told if name not in granted and value is not None]
        found += too_exact(report, agreement)
    return found


def is_kind_granted(message: Message, agreement: Agreement) -> bool:
    """Return whether the agreement lets a message of this kind and class out at all."""
    match message.payload:
        case LaunchReport(generic_class=told):
            is_in_class = told is None or told in (*agreement.classes, "unknown")
            return bool(set(agreement.fields_released) - {"track"}) and is_in_class
        case TrackReport():
            return "track" in agreement.fields_released
        case PreLaunchNotification(generic_class=told):
            return agreement.notice_lead_ms is not None and told in (*agreement.classes, "unknown")
        case PostLaunchNotification(generic_class=told):
            return agreement.post_launch_ms is not None and told in (*agreement.classes, "unknown")
        case EngagementIntention():
            return agreement.engagement_sharing != "none"
        case BatteryStatus():
            return agreement.engagement_sharing == "status"
        case other:
            return MESSAGE_KINDS[type(other)] in agreement.messages


def withheld(message: Message, agreement: Agreement) -> list[str]:
    """Return what a message tells of sensors or batteries that its originator does not share."""
    is_told = {"sensors": False, "batteries": False}
    match message.payload:
        case LaunchReport() if message.msg_type not in ("correct", "cancel"):
            is_told["sensors"] = True
        case TrackReport() | SensorStatus() | AnomalyAdvisory() | Consultation(step="reply"):
            is_told["sensors"] = True
        case Consultation(about=LaunchReport() as about):
            told = {name for name, value in msgspec.structs.asdict(about).items() if value is not None}
            is_told["sensors"] = told != {"event_id"}
        case EngagementIntention() | BatteryStatus():
            is_told["batteries"] = True
    by = {"sensors": agreement.sensors_withheld_by, "batteries": agreement.batteries_withheld_by}
    return [f"{what} withheld" for what, is_so in is_told.items() if is_so and message.originator in by[what]]


def too_exact(payload: msgspec.Struct, agreement: Agreement) -> list[str]:
    """Return the fields of a payload that are finer than agreed: none where all may be told as it is known."""
    if agreement.coarsening == EXACT:
        return []
    fields = msgspec.structs.asdict(payload).items()
    return [name for name, value in fields if value is not None and is_finer(name, value, agreement.coarsening)]


def is_finer(name: str, value: object, coarse: Coarsening) -> bool:
    """Return whether a field's value is finer than agreed."""
    step_ms = coarse.time_round_ms
    match value:
        case int() if name in MIDDLE_MS and step_ms:
            return (value - step_ms // 2) % step_ms != 0
        case int() if name in WHOLE_MS and step_ms:
            return value % step_ms != 0
        case str() if name == "generic_class":
            return coarse.class_generic_only and value != "unknown"
        case float() if name == "azimuth_rad":
            return is_off_middle(value, coarse.azimuth_step_rad)
        case float() if name in ("lat_rad", "lon_rad"):
            return is_off_middle(value, coarse.grid_rad)
        case Ellipse(lat_rad=lat_rad, lon_rad=lon_rad):
            return is_off_middle(lat_rad, coarse.grid_rad) or is_off_middle(lon_rad, coarse.grid_rad)
        case _:
            return False


def is_off_middle(value_rad: float, step_rad: float) -> bool:
    """Return whether an angle is neither the middle of a step nor a pole, where a cell ends; a step of 0 is none."""
    if step_rad == 0.0 or abs(abs(value_rad) - 0.5 * math.pi) < ON_GRID:
        return False
    place = value_rad / step_rad - 0.5
    turned = (
        value_rad + 2.0 * math.pi
    ) / step_rad - 0.5  # a longitude beyond half a turn is told from the other side
    return all(abs(number - round(number)) > ON_GRID for number in (place, turned))


def owed(
    facts: Facts, terms: list[tuple[int, Agreement]], suspensions: list[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    """Yield (nation, kind) of every notice owed to a partner that came late or not at all."""
    sent = sent_notices(facts)
    excused = excused_notices(facts)
    for node in facts.scenario.nodes:
        for notice in (item.notice for item in node.notices if item.notice.revision == 0):
            due_ms = due_of(facts, notice, terms)
            if due_ms is None or due_ms + OWED_WITHIN_MS > facts.end_ms:
                continue
            is_suspended = any(
                from_ms <= due_ms + OWED_WITHIN_MS and due_ms < to_ms for from_ms, to_ms in suspensions
            )
            for partner in facts.scenario.members:
                key = node.name, partner, notice.notice_id
                if partner == node.name or node.name not in facts.scenario.members or key in excused or is_suspended:
                    continue
                if sent.get(key, facts.end_ms) > due_ms + OWED_WITHIN_MS:
                    yield node.name, "not_told"
                elif sent[key] > due_ms + 2 * facts.scenario.tick_ms:
                    yield node.name, "late"


def due_of(facts: Facts, notice: PreLaunchNotification, terms: list[tuple[int, Agreement]]) -> int | None:
    """Return by when a notice is owed, ms: the agreed lead, but not before the window of play; None if it is not."""
    starts_ms = [window.start_ms for window in facts.scenario.windows if window.start_ms <= notice.window_start_ms]
    agreement = in_force(terms, max([0, *starts_ms]))
    if agreement.notice_lead_ms is None or notice.generic_class not in agreement.classes:
        return None
    return max([0, notice.window_start_ms - agreement.notice_lead_ms, *starts_ms])


def sent_notices(facts: Facts) -> dict[tuple[str, str, str], int]:
    """Return when (ms) each nation first sent each partner each notice."""
    sent: dict[tuple[str, str, str], int] = {}
    for time_ms, _, envelope in facts.of(Envelope):
        message = envelope.message
        if isinstance(message.payload, PreLaunchNotification):
            sent.setdefault((message.originator, message.releasable_to, message.payload.notice_id), time_ms)
    return sent


def excused_notices(facts: Facts) -> set[tuple[str, str, str]]:
    """Return (nation, partner, notice id) of what the agreement itself holds back: out of scope, or in the quota."""
    filed = [(nation, body) for _, nation, body in facts.of(NoticeFiled)]
    beyond = {(nation, body.notice_id) for nation, body in filed if not body.is_in_quota}
    kept = {(nation, body.notice_id) for nation, body in filed if body.is_withheld} - beyond
    kept |= {
        (n, order.action.notice_id) for _, n, order in facts.orders() if isinstance(order.action, WithholdNotice)
    }
    excused = {(nation, partner, notice_id) for nation, notice_id in kept for partner in facts.parties}
    return excused | {
        (body.originator, body.to, body.subject_id)
        for _, _, body in facts.of(Refusal)
        if body.payload_kind == "PreLaunchNotification"
        and (body.originator, body.subject_id) not in beyond
        and "suspended" not in body.reason
    }
