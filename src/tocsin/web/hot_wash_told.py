"""What each seat is told of the hot wash: of the clearances, the statements, the lessons, the questionnaire."""

import time

import msgspec

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.message import MARKING
from tocsin.orders.hot_wash import CONTROL, Announced, Audience, LessonState
from tocsin.review.families import TRUTH_FAMILIES
from tocsin.review.party import cleared
from tocsin.review.public_facts import KNOWN_BEFORE, TRUTH_FACTS
from tocsin.review.statement import Drafted, due_of, facts_of
from tocsin.review.survey import questions_for
from tocsin.web.hot_wash import CLEARS, clearing_party, drafting_party, may_answer, reader_of
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

AUDIENCES: tuple[Audience, ...] = ("parties", "joint", "public")
FOR_ALL_ROLES = ("commander", CLEARS)  # of a nation: what all read leaves it


class ItemTold(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be cleared for an audience, and by whom it is, as far as this seat may know.

    ``is_truth``: control clears it too.  ``is_mine``: this seat may clear it.  ``is_released``: the audience may see
    it now.
    """

    audience: Audience
    item: str
    is_truth: bool
    is_mine: bool
    cleared_by: list[str]
    is_released: bool


class LessonTold(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson; ``node``: whose it is, '' for all.  ``is_mine``: this seat may change it."""

    lesson_id: str
    node: str
    text: str
    owner: str
    state: LessonState
    noted_by: str
    at_ms: int
    is_mine: bool


class FactTold(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of a statement, and who has still to clear it: that everybody may know who waits for it."""

    fact: str
    is_cleared: bool
    lacking: list[str]


class StatementTold(msgspec.Struct, frozen=True, kw_only=True):
    """A statement; ``left_ms``: until it is late, by the clock on the wall, negative where it is, null if unknown.

    ``text``: its words once it is out.  ``is_mine``: this seat may change its draft.
    """

    statement_id: str
    drafted_by: str
    announced: Announced
    facts: list[FactTold]
    left_ms: int | None
    is_late: bool
    is_released: bool
    is_mine: bool
    text: str


class PolicyTold(msgspec.Struct, frozen=True, kw_only=True):
    """What the agreement in force says of statements; ``facts_before``: those that can be known before play."""

    publicity: str
    facts: list[str]
    facts_before: list[str]
    clear_within_ms: int
    may_draft: bool


class QuestionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A question, in each language: a statement that people agree with from 1, not at all, to 5, fully."""

    question: str
    en: str
    zh: str
    ru: str


class SurveyTold(msgspec.Struct, frozen=True, kw_only=True):
    """The questionnaire: whether this seat may answer it now, whether it has, what it is asked."""

    is_open: bool
    has_answered: bool
    questions: list[QuestionTold]


class HotWashTold(msgspec.Struct, frozen=True, kw_only=True):
    """The hot wash as a seat may know it.

    ``reader``: as whom it reads the review, '' for nobody; ``packs``: which reviews it may open after ENDEX.
    ``party``: for whom it clears, '' for nobody.  ``lesson_nodes``: for whom it may note lessons, '' for all.
    """

    reader: str
    party: str
    packs: list[str]
    is_over: bool
    items: list[ItemTold]
    lessons: list[LessonTold]
    lesson_nodes: list[str]
    statements: list[StatementTold]
    policy: PolicyTold
    survey: SurveyTold
    marking: str = MARKING


def told(venue: Venue, seat: Seat) -> HotWashTold:
    """Return the hot wash as a seat may know it."""
    reader = reader_of(seat)
    return HotWashTold(
        reader=reader,
        party=clearing_party(seat),
        packs=[*packs_for(venue, seat)],
        is_over=venue.live.is_over,
        items=items_told(venue, seat) if reader else [],
        lessons=lessons_told(venue, seat) if reader else [],
        lesson_nodes=lesson_nodes(venue, seat),
        statements=statements_told(venue, seat),
        policy=policy_told(venue, seat),
        survey=survey_told(venue, seat),
    )


def items_told(venue: Venue, seat: Seat) -> list[ItemTold]:
    """Return everything that can be cleared, by whom it is as far as a seat may know, and whether it is released."""
    hot_wash, party = venue.hot_wash, clearing_party(seat)
    table = cleared(hot_wash.log(reader_of(seat)))
    found: list[ItemTold] = []
    for audience in AUDIENCES:
        out, own = hot_wash.released(audience), hot_wash.clearable(party, audience) if party else ()
        found += [
            ItemTold(
                audience=audience,
                item=item,
                is_truth=item in TRUTH_FAMILIES or item in TRUTH_FACTS,
                is_mine=item in own,
                cleared_by=sorted(table.get((audience, item), ())),
                is_released=item in out,
            )
            for item in clearable_by_any(venue, audience)
        ]
    return found


def clearable_by_any(venue: Venue, audience: Audience) -> tuple[str, ...]:
    """Return everything that somebody may clear for an audience."""
    known = (item for name in (JOINT, CONTROL) for item in venue.hot_wash.clearable(name, audience))
    return tuple(dict.fromkeys(known))


def lessons_told(venue: Venue, seat: Seat) -> list[LessonTold]:
    """Return the lessons that a seat may know; who noted one is told by his side, not by his seat."""
    may = lesson_nodes(venue, seat)
    return [
        LessonTold(
            lesson_id=item.lesson_id,
            node=item.node,
            text=item.text,
            owner=item.owner,
            state=item.state,
            noted_by=item.seat.rpartition("-")[0],
            at_ms=item.at_ms,
            is_mine=item.node in may,
        )
        for item in venue.hot_wash.lessons(reader_of(seat)).values()
    ]


def lesson_nodes(venue: Venue, seat: Seat) -> list[str]:
    """Return for whom a seat may note lessons: control for each and all, a nation for itself."""
    reader = reader_of(seat)
    if reader == CONTROL:
        return ["", *venue.live.world.nodes]
    if not reader:
        return []
    return [reader, *([""] if reader == JOINT or set(FOR_ALL_ROLES) & set(seat.roles) else [])]


def statements_told(venue: Venue, seat: Seat) -> list[StatementTold]:
    """Return the statements: to the public what is out, to everybody else the drafts too."""
    is_public = not reader_of(seat)
    now_utc_ms = utc_ms_now()
    return [
        statement_told(venue, seat, item, now_utc_ms)
        for item in venue.hot_wash.drafts().values()
        if item.released is not None or not is_public
    ]


def statement_told(venue: Venue, seat: Seat, item: Drafted, now_utc_ms: int) -> StatementTold:
    """Return one statement."""
    draft, out = item.draft, item.released
    due_utc_ms = due_of(item.first_utc_ms, venue.live.world.agreement)
    return StatementTold(
        statement_id=draft.statement_id,
        drafted_by=draft.party,
        announced=draft.announced,
        facts=[
            FactTold(fact=found.fact, is_cleared=not found.lacking, lacking=[*found.lacking])
            for found in map(venue.hot_wash.standing, facts_of(draft))
        ],
        left_ms=None if due_utc_ms is None else due_utc_ms - now_utc_ms,
        is_late=out is not None and out.is_late,
        is_released=out is not None,
        is_mine=draft.party == drafting_party(seat) and out is None,
        text="" if out is None else out.text,
    )


def policy_told(venue: Venue, seat: Seat) -> PolicyTold:
    """Return what the agreement in force says of statements."""
    terms = venue.live.world.agreement
    return PolicyTold(
        publicity=terms.publicity,
        facts=[*terms.public_facts],
        facts_before=[fact for fact in terms.public_facts if fact in KNOWN_BEFORE],
        clear_within_ms=terms.clear_within_ms,
        may_draft=bool(drafting_party(seat)) and terms.publicity != "none",
    )


def survey_told(venue: Venue, seat: Seat) -> SurveyTold:
    """Return the questionnaire as a seat is asked it."""
    return SurveyTold(
        is_open=venue.live.is_over and may_answer(seat),
        has_answered=venue.hot_wash.has_answered(seat),
        questions=[
            QuestionTold(question=item.key, **item.said._asdict())
            for item in (questions_for(seat.roles) if may_answer(seat) else ())
        ],
    )


def packs_there(venue: Venue) -> tuple[str, ...]:
    """Return everyone for whom there is a review."""
    return (CONTROL, JOINT, *(node.name for node in venue.live.world.scenario.nodes if node.name != JOINT))


def packs_for(venue: Venue, seat: Seat) -> tuple[str, ...]:
    """Return whose reviews a seat may open: its own; who sees the truth, all."""
    reader = reader_of(seat)
    return packs_there(venue) if reader == CONTROL else (reader,) if reader else ()


def utc_ms_now() -> int:
    """Return the time on the wall."""
    return time.time_ns() // 1_000_000
