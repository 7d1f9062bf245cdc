"""Public statements: drafted by a party, cleared by all, released in words that the records make."""

from pathlib import Path
from typing import Annotated

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta

from tocsin.errors import TocsinError
from tocsin.exchange.message import MARKING
from tocsin.orders.aside import SnapshotTaken
from tocsin.orders.hot_wash import Announced, StatementDrafted, StatementReleased
from tocsin.review.log import Logged, RunLog, carried, read_log
from tocsin.review.statement import (
    STATEMENT_KINDS,
    Drafted,
    Statement,
    StatementRefused,
    drafts_of,
    facts_of,
    fault_in_facts,
    fault_in_policy,
    fault_in_time,
    policy_of,
    preview_of,
    statement_of,
)
from tocsin.scenario.declared import Scenario
from tocsin.web.access import Seated, TheVenue, check_holds
from tocsin.web.body import Answer, body_of, described
from tocsin.web.faults import refused
from tocsin.web.hot_wash import DRAFTS, NO_HEADER, drafting_party, reader_of
from tocsin.web.hot_wash_told import HotWashTold, told, utc_ms_now
from tocsin.web.ordering import Word
from tocsin.web.routes.hot_wash import check_can_write
from tocsin.web.routes.packs import ThePacks
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

router = APIRouter(prefix="/statements", tags=["hot wash"])
MOST_FACTS = 60
MOST_STATEMENTS = 50
NOT_THERE = "statement_id: no such statement; draft one"


class StatementGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft: the facts that a statement is to tell.  ``statement_id``: '' for a new one."""

    statement_id: Word = ""
    announced: Announced
    facts: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=MOST_FACTS)]


class ReleaseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release that is asked for: nothing to say."""


class TextTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft would say of the facts that all have cleared by now."""

    text: str
    marking: str = MARKING


@router.post(
    "", summary="Draft a statement", **described(StatementGiven, HotWashTold, 401, 403, 404, 409, 413, 415, 422, 429)
)
async def draft(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Draft a statement, or draft it anew.  For public affairs and the disclosure officer of a nation."""
    given = await body_of(request, StatementGiven)
    check_holds(venue, seat, DRAFTS, "drafting a statement")
    check_can_write(venue)
    party, known = drafting_party(seat), venue.hot_wash.drafts()
    if given.statement_id:
        check_own(venue, seat, known, given.statement_id)
    elif len(known) >= MOST_STATEMENTS:
        raise refused(409, f"there are {MOST_STATEMENTS} statements, which is the most; change one that is there")
    made = StatementDrafted(
        seat=seat.seat_id,
        party=party,
        statement_id=given.statement_id or venue.hot_wash.new_draft_id(party),
        announced=given.announced,
        facts=tuple(dict.fromkeys(given.facts)),
        wall_utc_ms=utc_ms_now(),
    )
    check_draft(venue, made)
    venue.hot_wash.draft(made)
    return Answer(told(venue, seat))


def check_own(venue: Venue, seat: Seat, known: dict[str, Drafted], statement_id: str) -> None:
    """Refuse to change a draft that is not there, another party's, or out already."""
    if statement_id not in known:
        raise refused(404, NOT_THERE)
    if known[statement_id].draft.party != drafting_party(seat):
        venue.note_refused(seat, f"changing {statement_id}", "is another party's draft")
        raise refused(403, "statement_id: is another party's draft; draft one of your own")
    check_not_out(known[statement_id])


def check_not_out(found: Drafted) -> None:
    """Refuse what is out already."""
    if found.released is not None:
        raise refused(409, "the statement is out already; draft another")


def check_draft(venue: Venue, made: StatementDrafted) -> None:
    """Refuse a draft that could never go out: for its facts, or for what the agreement says."""
    terms = venue.live.world.agreement
    if fault := fault_in_facts(made):
        raise refused(422, f"facts: {fault}")
    ended = SnapshotTaken(occasion="endex", sha256="", digest="")
    asides = [] if made.announced == "before" else [Logged(0, "", ended)]  # the moment at which it may go out
    if fault := fault_in_policy(made, terms) or fault_in_time(RunLog(NO_HEADER, [], 0, asides=asides), made, terms):
        raise refused(409, fault)
    if made.announced == "before" and venue.has_started:
        raise refused(409, "a statement before play goes out before STARTEX; it is past: draft one for after")


@router.get(
    "/{statement_id}/preview",
    summary="What a draft would say now",
    **described(None, TextTold, 401, 403, 404, 422, 429, 503),
)
async def preview(statement_id: str, venue: TheVenue, packs: ThePacks, seat: Seated) -> Answer:
    """Return the text that a draft makes of the facts that all have cleared by now.  For whoever reads a review."""
    if not reader_of(seat):
        venue.note_refused(seat, "the text of a draft", "is not this seat's to see")
        raise refused(403, "statement_id: is not this seat's to see; that you asked is in the journal")
    there(venue, statement_id)
    try:
        return Answer(TextTold(text=await packs.long.done(text_now, str(venue.live.journal.path), statement_id)))
    except TocsinError as error:
        raise refused(503, f"the text cannot be worked out now: {error}") from None


@router.post(
    "/{statement_id}/release",
    summary="Release a statement",
    **described(ReleaseAsked, HotWashTold, 401, 403, 404, 409, 413, 415, 422, 429, 503),
)
async def release(statement_id: str, request: Request, venue: TheVenue, packs: ThePacks, seat: Seated) -> Answer:
    """Let a statement out: of facts that all have cleared, and of nothing else.  It is not taken back."""
    await body_of(request, ReleaseAsked)
    check_holds(venue, seat, DRAFTS, "releasing a statement")
    check_can_write(venue)
    drafted = there(venue, statement_id)
    check_ready(venue, drafted)
    version, now_utc_ms = venue.hot_wash.version, utc_ms_now()
    try:
        made = await packs.long.done(statement_now, str(venue.live.journal.path), statement_id, now_utc_ms)
    except TocsinError as error:
        raise refused(503, f"the statement cannot be worked out now: {error}") from None
    if isinstance(made, StatementRefused):
        raise refused(409, made.reason)
    if there(venue, statement_id) != drafted or venue.hot_wash.version != version:
        raise refused(409, "the draft or what is cleared has changed meanwhile; look at it, and release it again")
    check_can_write(venue)
    out = StatementReleased(
        seat=seat.seat_id,
        statement_id=statement_id,
        text=made.text,
        is_late=made.is_late,
        wall_utc_ms=now_utc_ms,
    )
    venue.hot_wash.note(out, "")
    return Answer(told(venue, seat))


def there(venue: Venue, statement_id: str) -> Drafted:
    """Return a statement; 404 where there is none."""
    found = venue.hot_wash.drafts().get(statement_id)
    if found is None:
        raise refused(404, NOT_THERE)
    return found


def check_ready(venue: Venue, found: Drafted) -> None:
    """Refuse what is out, or of which not every fact is cleared."""
    check_not_out(found)
    standings = map(venue.hot_wash.standing, facts_of(found.draft))
    if lacking := [f"{item.fact} by {', '.join(item.lacking)}" for item in standings if item.lacking]:
        raise refused(409, f"not cleared yet: {'; '.join(lacking)}")


def text_now(journal: str, statement_id: str) -> str:
    """Return what a journal's draft would say now."""
    log, scenario = read_for(journal)
    return preview_of(log, scenario, drafts_of(log)[statement_id].draft, policy_of(log, scenario))


def statement_now(journal: str, statement_id: str, now_utc_ms: int) -> Statement | StatementRefused:
    """Return the statement that a journal's draft makes now, or why there is none."""
    log, scenario = read_for(journal)
    draft = drafts_of(log)[statement_id].draft
    return statement_of(log, scenario, draft, policy_of(log, scenario), now_utc_ms)


def read_for(journal: str) -> tuple[RunLog, Scenario]:
    """Return of a journal what statements are made from."""
    log = read_log(Path(journal), STATEMENT_KINDS)
    return log, carried(log.header)
