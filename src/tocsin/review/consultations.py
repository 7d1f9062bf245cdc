"""Consultations: opened, closed by a joint assessment, or expired; how long they took and whether they were right."""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.exchange.message import Envelope
from tocsin.exchange.payload import Assessment, Consultation
from tocsin.orders.order import JointAssessment
from tocsin.review.answer import ALL, Answer, Definition, Wait, observed, waited
from tocsin.review.belong import FALSE_SOURCE
from tocsin.review.facts import Facts
from tocsin.review.opportunity import threatened_parties

DEFINITIONS = (
    Definition(
        "consultations_opened",
        "count",
        "nation that asked",
        "Queries sent to a partner about an event; under all also the proposals of a joint cell.",
        "Envelope",
        "0",
        "sum",
    ),
    Definition(
        "consultations_closed",
        "count",
        "nation that asked",
        "Consultations opened of which a joint assessment was signed alike by all who were to sign, by the deadline. "
        "Withdrawing a query is not modelled.",
        "Envelope to JointAssessment",
        "0",
        "sum",
    ),
    Definition(
        "consultations_expired",
        "count",
        "nation that asked",
        "Consultations opened and not closed when their deadline came.",
        "Envelope to deadline",
        "0; one whose deadline lies after the end of the run is not counted",
        "sum",
    ),
    Definition(
        "consultation_time_s",
        "s",
        "consultation",
        "Query (or proposal) sent to the second signature, as the first to hold both had it.",
        "Envelope to JointAssessment",
        "not by the deadline",
        "median, never largest",
    ),
    Definition(
        "joint_assessment_correct",
        "share",
        "consultation closed",
        "Joint assessments that say what was so: valid of a launch that threatens a party, anomalous of one that "
        "threatens none, and anomalous or false of what no launch was behind.",
        "JointAssessment against truth",
        "not applicable if none was closed",
        "share",
    ),
)


class Talk(NamedTuple):
    """One consultation: who opened it about which own event, when (ms), its deadline, how and when it was closed."""

    name: str
    nation: str
    event_id: str
    opened_ms: int
    deadline_ms: int
    closed: JointAssessment | None
    closed_ms: int | None


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    held = talks(facts)
    for nation in (*facts.parties, ALL):
        own = [talk for talk in held if nation in (talk.nation, ALL)]
        n_closed = sum(talk.closed is not None for talk in own)
        n_expired = sum(talk.closed is None and talk.deadline_ms <= facts.end_ms for talk in own)
        yield observed("consultations_opened", nation, "nation", ALL, float(len(own)))
        yield observed("consultations_closed", nation, "nation", ALL, float(n_closed))
        yield observed("consultations_expired", nation, "nation", ALL, float(n_expired))
        for talk in own:
            wait = Wait(talk.opened_ms, talk.deadline_ms, facts.end_ms)
            yield waited("consultation_time_s", nation, "consultation", talk.name, wait, talk.closed_ms)
            if talk.closed is not None:
                value = float(is_right(facts, talk, talk.closed))
                yield observed("joint_assessment_correct", nation, "consultation", talk.name, value)


def talks(facts: Facts) -> list[Talk]:
    """Return every consultation that was opened: whose query or proposal went out."""
    signed: dict[str, tuple[int, JointAssessment]] = {}
    for time_ms, _, body in facts.of(JointAssessment):
        signed.setdefault(facts.causes.own_name(body.consultation_id), (time_ms, body))
    found: dict[str, Talk] = {}
    for time_ms, _, envelope in facts.of(Envelope):
        message = facts.as_known(envelope.message)
        step = message.payload
        if not isinstance(step, Consultation) or step.step not in ("query", "propose"):
            continue
        name = facts.causes.own_name(step.consultation_id)
        closed_ms, closed = signed.get(name, (None, None))
        if closed_ms is not None and closed_ms > step.deadline_ms:
            closed_ms, closed = None, None
        own_event = facts.causes.own_name(step.event_id)
        talk = Talk(name, message.originator, own_event, time_ms, step.deadline_ms, closed, closed_ms)
        found.setdefault(name, talk)
    return list(found.values())


def is_right(facts: Facts, talk: Talk, closed: JointAssessment) -> bool:
    """Return whether a joint assessment says what was so."""
    return closed.assessment in true_assessments(facts, facts.cause_of(talk.nation, talk.event_id))


def true_assessments(facts: Facts, cause: str) -> tuple[Assessment, ...]:
    """Return what an event may rightly be called, by the launch behind it."""
    if cause == FALSE_SOURCE:
        return "false", "anomalous"
    launch = facts.harmful.get(cause)
    return ("valid",) if launch is not None and threatened_parties(facts, launch) else ("anomalous",)
