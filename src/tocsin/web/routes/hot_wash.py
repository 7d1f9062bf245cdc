"""The hot wash: who clears what for whom, and what was learnt; before ENDEX and after it."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta

from tocsin.orders.hot_wash import Audience, LessonNoted, LessonState, SurveyAnswered
from tocsin.orders.staff import MAX_TEXT
from tocsin.review.lessons import fault_in_lesson
from tocsin.review.survey import LEAST, MOST, fault_in_answer, questions_for
from tocsin.web.access import Seated, TheVenue, check_holds
from tocsin.web.body import Answer, body_of, described
from tocsin.web.faults import refused
from tocsin.web.hot_wash import CLEARS, CLEARS_TRUTH, clearing_party, may_answer, reader_of
from tocsin.web.hot_wash_told import FOR_ALL_ROLES, HotWashTold, clearable_by_any, lesson_nodes, told
from tocsin.web.ordering import Word
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

router = APIRouter(tags=["hot wash"])
MOST_ITEMS = 60
MOST_LESSONS = 500
Score = Annotated[int, Meta(ge=LEAST, le=MOST)]


class Clearing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is cleared for an audience, or taken back.

    ``items``: families of records for ``parties`` and ``joint``, facts of a statement for ``public``.
    """

    audience: Audience
    items: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=MOST_ITEMS)]
    is_withdrawn: bool = False


class LessonGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lesson: a new one, or one that is known with another text, owner or state.

    ``lesson_id``: '' for a new one.  ``node``: for whom a new one is, '' for all.
    """

    lesson_id: Word = ""
    node: Word = ""
    text: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]
    owner: Word = ""
    state: LessonState = "open"


class SurveyGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer to the questionnaire: 1 to 5 by question, and a remark, which others read as it is written."""

    scores: Annotated[dict[Word, Score], Meta(min_length=1, max_length=MOST_ITEMS)]
    remark: Annotated[str, Meta(max_length=MAX_TEXT)] = ""


@router.get("/hot-wash", summary="What is decided about the review", **described(None, HotWashTold, 401, 429))
async def hot_wash(venue: TheVenue, seat: Seated) -> Answer:
    """Return who has cleared what, what the public is told, what was learnt, as far as this seat may know."""
    return Answer(told(venue, seat))


@router.post(
    "/clearances",
    summary="Clear for an audience, or take it back",
    **described(Clearing, HotWashTold, 401, 403, 409, 413, 415, 422, 429),
)
async def clear(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Clear families of records, or facts.  For a disclosure officer; truth for the director, simulation control."""
    given = await body_of(request, Clearing)
    check_holds(venue, seat, (CLEARS, *CLEARS_TRUTH), "clearing")
    check_can_write(venue)
    check_items(venue, seat, given)
    venue.hot_wash.clear(seat, given.audience, given.items, given.is_withdrawn)
    return Answer(told(venue, seat))


def check_items(venue: Venue, seat: Seat, given: Clearing) -> None:
    """Refuse what is nothing that can be cleared, or not this party's to clear."""
    party = clearing_party(seat)
    known, own = clearable_by_any(venue, given.audience), venue.hot_wash.clearable(party, given.audience)
    for item in given.items:
        if item not in known:
            fitting = ", ".join(sorted(known)) or "nothing"
            raise refused(422, f"items: {item[:60]!r} is nothing to clear for {given.audience}; known: {fitting}")
        if item not in own:
            asked = f"clearing {item} for {given.audience}"
            venue.note_refused(seat, asked, f"is not {party}'s to clear")
            raise refused(403, f"{asked}: is not {party}'s to clear; that you asked is in the journal")


@router.post(
    "/lessons",
    summary="Note a lesson, or change one",
    **described(LessonGiven, HotWashTold, 401, 403, 404, 409, 413, 415, 422, 429),
)
async def lesson(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Note what was learnt, who sees to it, and how far that is."""
    given = await body_of(request, LessonGiven)
    check_can_write(venue)
    check_plain(given.text, "text")
    check_plain(given.owner, "owner")
    node, hot_wash = node_of_lesson(venue, seat, given), venue.hot_wash
    if node not in lesson_nodes(venue, seat):
        asked = f"a lesson for {node or 'all'}"
        venue.note_refused(seat, asked, "is not this seat's to note")
        raise refused(403, f"{asked}: is not this seat's to note; what all read takes {' or '.join(FOR_ALL_ROLES)}")
    known = hot_wash.lessons()
    if not given.lesson_id and len(known) >= MOST_LESSONS:
        raise refused(409, f"there are {MOST_LESSONS} lessons, which is the most; change one that is there")
    before = known.get(given.lesson_id)
    noted = LessonNoted(
        seat=seat.seat_id,
        lesson_id=given.lesson_id or hot_wash.new_lesson_id(node),
        node=node,
        text=given.text,
        owner=given.owner,
        state=given.state,
        at_ms=venue.live.world.time_ms if before is None else before.at_ms,
    )
    if fault := fault_in_lesson(hot_wash.log(), noted, [*venue.live.world.nodes]):
        raise refused(422, fault)
    hot_wash.note(noted, node)
    return Answer(told(venue, seat))


def node_of_lesson(venue: Venue, seat: Seat, given: LessonGiven) -> str:
    """Return whose a lesson is: of one that is known it stays so.  404 for what this seat does not know."""
    if given.lesson_id:
        known = venue.hot_wash.lessons(reader_of(seat)).get(given.lesson_id) if reader_of(seat) else None
        if known is None:
            raise refused(404, "lesson_id: no such lesson; leave it out for a new one")
        return known.node
    if given.node not in ("", *venue.live.world.nodes):
        raise refused(422, f"node: must be a nation, or '' for all; known: {', '.join(venue.live.world.nodes)}")
    return given.node


@router.post(
    "/survey",
    summary="Answer the questionnaire",
    **described(SurveyGiven, HotWashTold, 401, 403, 409, 413, 415, 422, 429),
)
async def survey(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Answer the questionnaire, once, after ENDEX.  The journal keeps the side and never the seat."""
    given = await body_of(request, SurveyGiven)
    if not may_answer(seat):
        raise refused(403, "the questionnaire is for those who held a role; take one that was granted")
    if not venue.live.is_over:
        raise refused(409, "the questionnaire is for after ENDEX")
    check_can_write(venue)
    check_plain(given.remark, "remark")
    if venue.hot_wash.has_answered(seat):
        raise refused(409, "this seat has answered already; an answer is not changed, for nobody knows which it is")
    answer = SurveyAnswered(
        node=seat.nation or seat.side, scores=(*given.scores.items(),), remark=given.remark.strip()
    )
    if fault := fault_in_answer(answer) or not_asked(seat, answer):
        raise refused(422, fault)
    venue.hot_wash.answer(seat, answer)
    return Answer(told(venue, seat))


def not_asked(seat: Seat, answer: SurveyAnswered) -> str:
    """Return which question of an answer this seat is not asked, or ''."""
    asked = [question.key for question in questions_for(seat.roles)]
    return next((f"question {key!r}: is not asked of this seat" for key, _ in answer.scores if key not in asked), "")


def check_can_write(venue: Venue) -> None:
    """Refuse while something real has stopped play: nothing else is written then."""
    if venue.live.is_stopped_real_world:
        raise refused(409, "play is stopped for something real: nothing is written until it goes on")


def check_plain(text: str, name: str) -> None:
    """Refuse control characters."""
    if not all(letter.isprintable() or letter == "\n" for letter in text):
        raise refused(422, f"{name}: has control characters; write plain text")
