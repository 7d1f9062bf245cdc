"""The closed list of facts that a public statement can be made of: what each is, worked out from the records.

A fact is worked out only when it is asked for, and from nothing but what it names: the words of one never depend on
what another is about.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVar

import msgspec

from tocsin.exchange.agreement import Agreement, PublicFact
from tocsin.exchange.message import Envelope
from tocsin.exchange.payload import Consultation, InterceptorLaunchNotice, PreLaunchNotification, PublicWarning
from tocsin.orders.aside import BlindDraw, BlindReveal, SnapshotTaken
from tocsin.orders.order import JointAssessment
from tocsin.orders.record import Endex, Launch, ShotOutcome
from tocsin.review.log import RunLog, is_kept, is_over
from tocsin.review.statement_words import FACT_WORDS, RUNGS, Said
from tocsin.scenario.declared import Scenario, utc_ms_at
from tocsin.warning.event import ImpactWarning, LaunchWarning, WarningWithdrawn

Body = TypeVar("Body", bound=msgspec.Struct)
Slots = dict[str, str | Said]
TRUTH_FACTS: frozenset[PublicFact] = frozenset({"launches_simulated", "intercepts"})  # control clears them too
KNOWN_BEFORE: frozenset[PublicFact] = frozenset({"exercise_name", "dates", "parties", "agreement", "own_command"})
NONE = "-"

FACT_KINDS = frozenset(
    kind.__name__
    for kind in (
        *(Envelope, LaunchWarning, ImpactWarning, WarningWithdrawn, PublicWarning, JointAssessment),
        *(Launch, ShotOutcome, Endex, SnapshotTaken, BlindDraw, BlindReveal),
    )
)
"""The record kinds that facts, and whether they can be known yet, are worked out from."""


class Run(NamedTuple):
    """What facts are worked out from: a run, its scenario, and the agreement in force at its end."""

    log: RunLog
    scenario: Scenario
    agreement: Agreement


def has_begun(log: RunLog) -> bool:
    """Return whether play has begun: by STARTEX, or, of a run that nobody started, with its first record."""
    return is_kept(log, "startex") or bool(log.entries)


def lines_of(fact: PublicFact, run: Run) -> Said:
    """Return the sentence of a fact in each language."""
    slots = SLOTS[fact](run)
    return Said(*(filled(text, slots, place) for place, text in enumerate(FACT_WORDS[fact])))


def filled(text: str, slots: Slots, place: int) -> str:
    """Return a sentence with its slots filled, in the language of that place."""
    return text.format(
        **{key: one_line(value[place] if isinstance(value, Said) else value) for key, value in slots.items()}
    )


def one_line(text: str) -> str:
    """Return a text on one line, whatever was written in it."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def of(log: RunLog, kind: type[Body]) -> Iterator[tuple[int, str, Body]]:
    """Yield the records of a kind, in order: when, whose, what."""
    return ((entry.time_ms, entry.node, entry.body) for entry in log.entries if isinstance(entry.body, kind))


def named(names: list[str]) -> Said:
    """Return names as a list in each language."""
    said = [name.capitalize() for name in names]
    return Said(", ".join(said), "、".join(said), ", ".join(said))


def by_nation(run: Run, found: set[tuple[str, str]]) -> Said:
    """Return how many of pairs of a nation and something there are of each party."""
    return named([f"{nation} {sum(of == nation for of, _ in found)}" for nation in run.scenario.parties])


def exercise_name(run: Run) -> Slots:
    """Return the title; of a blind exercise the name it has at the tables, until what was drawn is shown."""
    kinds = {type(entry.body) for entry in run.log.asides}
    is_blind = BlindDraw in kinds and BlindReveal not in kinds
    return {"name": run.scenario.blind_name if is_blind else run.scenario.title}


def dates(run: Run) -> Slots:
    """Return the first and the last day by the calendar of the exercise."""
    end_ms = run.log.end_ms if is_over(run.log) else run.scenario.end_ms
    first, last = (date_of(utc_ms_at(run.scenario, time_ms)) for time_ms in (0, end_ms))
    return {"dates": first if first == last else f"{first} / {last}"}


def date_of(utc_ms: int) -> str:
    """Return a day."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc_ms)).date().isoformat()


def parties(run: Run) -> Slots:
    """Return the parties."""
    return {"names": named(list(run.scenario.parties))}


def agreement(run: Run) -> Slots:
    """Return the agreement's name and its rung in plain words."""
    return {"name": run.agreement.name, "rung": RUNGS[run.agreement.rung]}


def own_command(_run: Run) -> Slots:
    """Return nothing to fill in: every agreement says so, and no message carries an order."""
    return {}


def launches_announced(run: Run) -> Slots:
    """Return how many launches nations announced to each other beforehand, as last told; cancelled ones are none."""
    newest = {
        (body.message.originator, notice.notice_id): notice
        for _, _, body in of(run.log, Envelope)
        if isinstance(notice := body.message.payload, PreLaunchNotification)
    }
    return {"count": str(sum(notice.n_launches for notice in newest.values() if not notice.is_cancelled))}


def messages_exchanged(run: Run) -> Slots:
    """Return how many messages the agreement let through."""
    return {"count": str(sum(1 for _ in of(run.log, Envelope)))}


def events_warned(run: Run) -> Slots:
    """Return of how many events each party's staff was warned."""
    return {"by_nation": by_nation(run, {(node, event_id) for _, node, event_id in warnings(run)})}


def public_warnings(run: Run) -> Slots:
    """Return how many warnings each party gave its public."""
    found = {(node, body.warning_id) for _, node, body in of(run.log, PublicWarning) if body.step == "alert"}
    return {"by_nation": by_nation(run, found)}


def false_alarms(run: Run) -> Slots:
    """Return how many events that staffs were warned of were cancelled as false, and the longest that took."""
    took_ms: dict[tuple[str, str], int] = {}
    for time_ms, node, body in of(run.log, WarningWithdrawn):
        if body.step == "cancel":
            since_ms = first_warned_ms(run, node, body.event_id, time_ms)
            took_ms.setdefault((node, body.event_id), time_ms - since_ms)
    if not took_ms:
        return {"count": "0", "longest": NONE}
    minutes, seconds = divmod(round(max(took_ms.values()) / 1000), 60)
    return {"count": str(len(took_ms)), "longest": f"{minutes}:{seconds:02d}"}


def first_warned_ms(run: Run, nation: str, event_id: str, by_ms: int) -> int:
    """Return when (ms) a nation's staff was first warned of an event; ``by_ms`` where it never was."""
    return min(
        [by_ms, *(time_ms for time_ms, node, of_event in warnings(run) if (node, of_event) == (nation, event_id))]
    )


def warnings(run: Run) -> Iterator[tuple[int, str, str]]:
    """Yield when (ms) whose staff was warned of which event."""
    yield from ((time_ms, node, body.event_id) for time_ms, node, body in of(run.log, LaunchWarning))
    yield from ((time_ms, node, body.event_id) for time_ms, node, body in of(run.log, ImpactWarning))


def interceptor_notices(run: Run) -> Slots:
    """Return how many own shots were announced to partners."""
    found = {
        (body.message.originator, notice.notice_id)
        for _, _, body in of(run.log, Envelope)
        if isinstance(notice := body.message.payload, InterceptorLaunchNotice)
    }
    return {"count": str(len(found))}


def consultations(run: Run) -> Slots:
    """Return how many consultations were opened, and how many ended in a joint assessment."""
    opened = {
        talk.consultation_id
        for _, _, body in of(run.log, Envelope)
        if isinstance(talk := body.message.payload, Consultation) and talk.step in ("query", "propose")
    }
    closed = {body.consultation_id for _, _, body in of(run.log, JointAssessment)}
    return {"count": str(len(opened)), "closed": str(len(closed & opened))}


def launches_simulated(run: Run) -> Slots:
    """Return how many launches there truly were."""
    return {"count": str(sum(1 for _ in of(run.log, Launch)))}


def intercepts(run: Run) -> Slots:
    """Return how many missiles were truly killed."""
    return {"count": str(sum(body.kills for _, _, body in of(run.log, ShotOutcome)))}


SLOTS: dict[PublicFact, Callable[[Run], Slots]] = {
    "exercise_name": exercise_name,
    "dates": dates,
    "parties": parties,
    "agreement": agreement,
    "own_command": own_command,
    "launches_announced": launches_announced,
    "messages_exchanged": messages_exchanged,
    "events_warned": events_warned,
    "public_warnings": public_warnings,
    "false_alarms": false_alarms,
    "interceptor_notices": interceptor_notices,
    "consultations": consultations,
    "launches_simulated": launches_simulated,
    "intercepts": intercepts,
}
