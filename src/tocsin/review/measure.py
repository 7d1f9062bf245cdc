"""Every measure of one run: the one function that ``run``, ``compare``, ``study`` and ``review`` call."""

from collections.abc import Iterator

import msgspec

from tocsin.defence.battery import Shot
from tocsin.exchange.message import Delivery, Envelope, LinkGap, LinkGapFilled, Refusal
from tocsin.exchange.payload import PublicWarning
from tocsin.exchange.public_names import PublicNamed
from tocsin.orders.aside import ClockChanged, RealWorldStop
from tocsin.orders.desk import HandoverListed, HandoverSigned, TextReceived
from tocsin.orders.hot_wash import Cleared, StatementDrafted, StatementReleased
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.order import AgreementAmended, AlertChanged, JointAssessment, Order, OrderRefused, SharingChanged
from tocsin.orders.record import (
    Associated,
    BodyEnded,
    Endex,
    InterceptorLaunched,
    Launch,
    NatureEvent,
    NoticeAtDesk,
    NoticeFiled,
    Overflight,
    Pairing,
    ShotOutcome,
    ThirdStateNotified,
    TrackConfirmed,
)
from tocsin.review import (
    consultations,
    counts,
    disclosure,
    double_counts,
    ellipses,
    false_alarms,
    first_times,
    handovers,
    link_gaps,
    mistakes,
    notices,
    passed_on,
    postures,
    reading,
    response_times,
    sharing,
    shots,
    third_states,
    warning_times,
    wasted,
)
from tocsin.review.answer import ALL, Answer, Definition, Status
from tocsin.review.facts import Facts
from tocsin.review.headline import headline
from tocsin.review.log import RunLog
from tocsin.scenario.declared import Scenario
from tocsin.warning.event import EventClosed, ImpactWarning, LaunchReportIssued, LaunchWarning, NoticeMatched

SUBJECTS = (
    first_times,
    warning_times,
    mistakes,
    postures,
    false_alarms,
    passed_on,
    double_counts,
    ellipses,
    shots,
    wasted,
    third_states,
    counts,
    notices,
    consultations,
    link_gaps,
    sharing,
    disclosure,
    reading,
    handovers,
    response_times,
)
DEFINITIONS: tuple[Definition, ...] = tuple(item for module in SUBJECTS for item in module.DEFINITIONS)
ONLY_ALL = frozenset({"alerted_both_share", "alert_gap_s", "duplicate_shots"})  # between nations: none has its own

MEASURED_KINDS = frozenset(
    kind.__name__
    for kind in (
        AgreementAmended,
        AlertChanged,
        Associated,
        BodyEnded,
        Cleared,
        ClockChanged,
        Delivery,
        Endex,
        Envelope,
        EventClosed,
        HandoverListed,
        HandoverSigned,
        ImpactWarning,
        InjectDelivered,
        InterceptorLaunched,
        JointAssessment,
        Launch,
        LaunchReportIssued,
        LaunchWarning,
        LinkGap,
        LinkGapFilled,
        NatureEvent,
        NoticeAtDesk,
        NoticeFiled,
        NoticeMatched,
        Order,
        OrderRefused,
        Overflight,
        Pairing,
        PublicNamed,
        PublicWarning,
        RealWorldStop,
        Refusal,
        SharingChanged,
        Shot,
        ShotOutcome,
        StatementDrafted,
        StatementReleased,
        TextReceived,
        ThirdStateNotified,
        TrackConfirmed,
    )
)
"""The record kinds that measures read; ``read_log(path, MEASURED_KINDS)`` is enough for ``measure_rows``."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one run for one nation and one subject; there is one row for each such key.

    Attributes
    ----------
    nation : str
        Whose records were read; ``all`` is the union of the parties, computed from subjects.
    subject_kind, subject : str
        What was measured; subject ``all`` is the headline.
    value : float or None
        In ``unit``; None unless ``status`` is observed.
    n, n_never : int
        Cases behind the value, and in how many of them what was waited for never came.
    decided_by : str
        Who gave the orders of the run: doctrine, human, mixed.
    """

    agreement: str
    seed: int
    run: int
    nation: str
    subject_kind: str
    subject: str
    measure: str
    value: float | None
    unit: str
    status: Status
    n: int
    n_never: int
    decided_by: str


def measure_rows(log: RunLog, scenario: Scenario) -> list[Row]:
    """Return every measure of a run: for each measure and nation the headline row, then its subjects.

    Parameters
    ----------
    log : RunLog
        At least the ``MEASURED_KINDS``.
    scenario : Scenario
        The one the run was made from.

    Returns
    -------
    list of Row
        Exactly one row per (agreement, seed, run, nation, subject, measure), in the order of ``DEFINITIONS``,
        nations in declared order and ``all`` last.

    Notes
    -----
    Time and memory grow with the number of records.
    """
    facts = Facts(log, scenario)
    answers: dict[tuple[str, str], list[Answer]] = {}
    for module in SUBJECTS:
        for answer in module.answers(facts):
            answers.setdefault((answer.measure, answer.nation), []).append(answer)
    decided_by = who_decided(log)
    header = log.header
    return [
        Row(
            agreement=header.agreement,
            seed=header.seed,
            run=header.run,
            nation=answer.nation,
            subject_kind=answer.subject_kind,
            subject=answer.subject,
            measure=answer.measure,
            value=answer.value,
            unit=definition.unit,
            status=answer.status,
            n=answer.n,
            n_never=answer.n_never,
            decided_by=decided_by,
        )
        for definition in DEFINITIONS
        for nation in nations_of(definition, scenario)
        for answer in with_headline(definition, nation, answers.get((definition.name, nation), []))
    ]


def nations_of(definition: Definition, scenario: Scenario) -> tuple[str, ...]:
    """Return the nations that a measure has rows for."""
    return (ALL,) if definition.name in ONLY_ALL else (*scenario.parties, ALL)


def with_headline(definition: Definition, nation: str, answers: list[Answer]) -> Iterator[Answer]:
    """Yield the headline, then the subjects; a measure that is one number for the nation has the headline alone."""
    if not any(answer.subject == ALL for answer in answers):
        yield headline(definition.name, nation, definition.summary, answers)
    yield from answers


def who_decided(log: RunLog) -> str:
    """Return who gave a run's orders; doctrine where nobody gave any."""
    deciders = {entry.body.decided_by for entry in log.entries if type(entry.body) is Order}
    if len(deciders) > 1:
        return "mixed"
    return "human" if deciders == {"human"} else "doctrine"
