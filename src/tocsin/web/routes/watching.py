"""Readiness before STARTEX, the notes of observers, blind play's commitment."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta

from tocsin.errors import TocsinError
from tocsin.exchange.message import MARKING
from tocsin.orders.aside import ObserverNote, Readiness
from tocsin.orders.staff import MAX_TEXT
from tocsin.web.access import Seated, TheVenue, check_holds
from tocsin.web.body import LARGEST_WHOLE, Answer, body_of, described
from tocsin.web.faults import refused
from tocsin.web.ordering import Word
from tocsin.web.routes.films import TheFilms
from tocsin.web.scoring import ScoreTold, score_of
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

router = APIRouter(tags=["watching"])
NOTE_ROLES = ("observer_trainer", "director", "scripter", "simulation_control")


class Ready(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a seat is ready, and the ids of the seats that it has heard in the comm-check."""

    is_ready: bool
    comms_heard: Annotated[tuple[Word, ...], Meta(max_length=500)] = ()


class SeatReadiness(msgspec.Struct, frozen=True, kw_only=True):
    """A seat on the board; ``heard_by``: who has heard it."""

    seat_id: str
    roles: tuple[str, ...]
    is_ready: bool
    comms_heard: tuple[str, ...]
    heard_by: tuple[str, ...]


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The readiness board: a nation sees its own seats, control and observers all."""

    seats: list[SeatReadiness]
    is_all_ready: bool
    marking: str = MARKING


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an observer saw: pinned to a moment (ms of exercise time, -1 for now), to a record or event if to any."""

    text: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]
    at_ms: Annotated[int, Meta(ge=-1, le=LARGEST_WHOLE)] = -1
    pinned_to: Word = ""
    objective: Word = ""


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    """All notes so far."""

    notes: list[ObserverNote]
    marking: str = MARKING


class BlindTold(msgspec.Struct, frozen=True, kw_only=True):
    """Blind play: the odds of what was drawn from, and what binds to the draw.

    ``drawn`` and ``nonce`` are '' until ENDEX; then ``commitment`` is the SHA-256 of ``drawn`` followed by ``nonce``.
    """

    is_blind: bool
    odds: tuple[float, ...] = ()
    commitment: str = ""
    drawn: str = ""
    nonce: str = ""
    marking: str = MARKING


@router.get("/readiness", summary="The readiness board", **described(None, Board, 401, 429))
async def board(venue: TheVenue, seat: Seated) -> Answer:
    """Return who is ready, and who has heard whom."""
    return Answer(board_of(venue, seat))


@router.post("/readiness", summary="Say whether ready", **described(Ready, Board, 401, 403, 409, 413, 415, 422, 429))
async def ready(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Say whether this seat is ready and whom it has heard in the comm-check; before STARTEX."""
    given = await body_of(request, Ready)
    if venue.has_started:
        raise refused(409, "the exercise has started: readiness is asked for before STARTEX")
    if venue.live.is_stopped_real_world:
        raise refused(409, "play is stopped for something real: nothing is written until it goes on")
    for seat_id in given.comms_heard:
        if seat_id not in venue.seating.seats:
            raise refused(422, "comms_heard: names a seat where nobody sits; see the board")
    said = Readiness(seat=seat.seat_id, is_ready=given.is_ready, comms_heard=given.comms_heard)
    venue.live.aside(said, seat.node)
    venue.readiness[seat.seat_id] = said
    return Answer(board_of(venue, seat))


def board_of(venue: Venue, seat: Seat) -> Board:
    """Return the board as a seat sees it."""
    seats = [
        SeatReadiness(
            seat_id=other.seat_id,
            roles=other.roles,
            is_ready=said is not None and said.is_ready,
            comms_heard=() if said is None else said.comms_heard,
            heard_by=tuple(item.seat for item in venue.readiness.values() if other.seat_id in item.comms_heard),
        )
        for other in venue.seating.seats.values()
        if seat.side in ("control", "observer") or (other.side, other.nation) == (seat.side, seat.nation)
        for said in (venue.readiness.get(other.seat_id),)
    ]
    return Board(seats=seats, is_all_ready=all(item.is_ready for item in seats))


@router.get("/notes", summary="The observers' notes", **described(None, Notes, 401, 403, 429))
async def notes(venue: TheVenue, seat: Seated) -> Answer:
    """Return all notes.  For observer-trainers and control."""
    check_holds(venue, seat, NOTE_ROLES, "the notes")
    return Answer(Notes(notes=venue.notes))


@router.post("/notes", summary="Write a note", **described(Note, Notes, 401, 403, 409, 413, 415, 422, 429))
async def note(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Pin a note to a moment, and to a record or an event.  For observer-trainers and control."""
    given = await body_of(request, Note)
    check_holds(venue, seat, NOTE_ROLES, "writing a note")
    if venue.live.is_stopped_real_world:
        raise refused(409, "play is stopped for something real: nothing is written until it goes on")
    if not all(letter.isprintable() or letter == "\n" for letter in given.text):
        raise refused(422, "text: has control characters; write plain text")
    now_ms = venue.live.world.time_ms
    if given.at_ms > now_ms:
        raise refused(422, f"at_ms = {given.at_ms}: must be at most {now_ms}, the exercise time now")
    written = ObserverNote(
        seat=seat.seat_id,
        text=given.text,
        at_ms=now_ms if given.at_ms < 0 else given.at_ms,
        pinned_to=given.pinned_to,
        objective=given.objective,
    )
    venue.live.aside(written)
    venue.notes.append(written)
    return Answer(Notes(notes=venue.notes))


@router.get("/score", summary="How the objectives stand", **described(None, ScoreTold, 401, 403, 429, 503))
async def score(venue: TheVenue, films: TheFilms, seat: Seated) -> Answer:
    """Return what teams reached of their objectives and did about injects so far.  For observers and control."""
    check_holds(venue, seat, NOTE_ROLES, "the score")
    try:
        return Answer(await films.long.done(score_of, str(venue.live.journal.path)))
    except TocsinError as error:
        raise refused(503, f"the score cannot be worked out now: {error}") from None


@router.get("/blind", summary="What binds to a blind draw", **described(None, BlindTold, 401, 429))
async def blind(venue: TheVenue, seat: Seated) -> Answer:
    """Return the commitment of blind play, and after ENDEX what was drawn."""
    drawn = venue.drawn
    if drawn is None:
        return Answer(BlindTold(is_blind=False))
    shown = (drawn.drawn, drawn.nonce) if venue.live.is_over else ("", "")
    return Answer(
        BlindTold(is_blind=True, odds=drawn.odds, commitment=drawn.commitment, drawn=shown[0], nonce=shown[1])
    )
