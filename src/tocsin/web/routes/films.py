"""Films: a run as its audiences were shown it, to be watched again, otherwise, side by side."""

import gzip
from typing import Annotated, cast

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.requests import HTTPConnection
from msgspec import Meta
from starlette.responses import Response

from tocsin.exchange.message import MARKING
from tocsin.web.access import Seated, TheVenue, access_of
from tocsin.web.body import Answer, body_of, described
from tocsin.web.built import takes_gzip
from tocsin.web.faults import refused
from tocsin.web.films.asking import (
    FilmAsked,
    FilmTold,
    check_agreement,
    check_may_see,
    check_moment,
    check_sees_truth,
    may_see,
    spec_of,
    told,
    told_of_watch,
)
from tocsin.web.films.film import Film
from tocsin.web.films.films import Films
from tocsin.web.films.outlooks import FuturesAsked, FuturesTold
from tocsin.web.films.spec import CHUNK_MS
from tocsin.web.frames import Hello, Tick
from tocsin.web.seats import Seat

router = APIRouter(tags=["films"])
LARGEST_NUMBER = 10**9


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """A minute of a film for one audience: a hello with all that stands so, then a tick a second with what came.

    ``from_ms``: when the hello stands; ``until_ms``: up to this moment, it included, is in the ticks.
    """

    number: Annotated[int, Meta(ge=0)]
    from_ms: int
    until_ms: int
    frames: list[Hello | Tick]
    marking: str = MARKING


class NotYet(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for is being shot."""

    answer: str = "being shot; ask again in a moment"
    marking: str = MARKING


async def films_of(connection: HTTPConnection) -> Films:
    """Return the films that the application was made with."""
    return cast(Films, connection.app.state.films)


async def visitor_of(connection: HTTPConnection) -> Seat | None:
    """Return whose request it is; None in an open house for one without a seat.  401 elsewhere, 429 if too often."""
    access = access_of(connection)
    seat = access.seat_of(connection)
    if seat is not None:
        access.check_rate(seat)
    elif not access.venue.is_open:
        raise refused(401, "no session: join with your code first")
    return seat


TheFilms = Annotated[Films, Depends(films_of)]
Visitor = Annotated[Seat | None, Depends(visitor_of)]


async def film_to_see(
    film_id: str, audience: str, venue: TheVenue, films: TheFilms, visitor: Visitor
) -> tuple[Film, int]:
    """Return a film of which an asker may see an audience, and until when (ms) it may be asked for; else refuse."""
    shown = films.watches.shown.get(film_id)
    if shown is not None and venue.is_open:
        if audience != shown.watch.alert.node:
            raise refused(403, "audience: is not this watch's to see")
        return shown.film, shown.watch.alert.end_ms
    found = film_there(films, film_id)
    check_may_see(found, venue, visitor, audience)
    return found, venue.live.world.time_ms + 1 if found.spec.is_as_played else found.end_ms


FilmSeen = Annotated[tuple[Film, int], Depends(film_to_see)]


@router.post("/films", summary="Ask for a film", **described(FilmAsked, FilmTold, 401, 403, 404, 413, 415, 422, 429))
async def ask(request: Request, venue: TheVenue, films: TheFilms, visitor: Visitor) -> Answer:
    """Ask for a film; the same words give the same film.  It is shot as it is needed."""
    asked = await body_of(request, FilmAsked)
    if visitor is None:
        films.check_rate(address_of(request))
    film = await films.film_of(spec_of(asked, venue, visitor))
    return Answer(told(film, venue, visitor))


@router.get("/films/{film_id}", summary="How far a film is", **described(None, FilmTold, 401, 404, 422, 429))
async def film(film_id: str, venue: TheVenue, films: TheFilms, visitor: Visitor) -> Answer:
    """Return how far a film has been shot."""
    shown = films.watches.shown.get(film_id)
    if shown is not None and venue.is_open:
        return Answer(told_of_watch(shown))
    found = film_there(films, film_id)
    if found.spec.journal and not may_see(found, venue, visitor):
        raise refused(404, NOT_THERE)
    return Answer(told(found, venue, visitor))


@router.get(
    "/films/{film_id}/{audience}/{number}",
    summary="A minute of a film",
    **described(None, Chunk, 401, 403, 404, 422, 429, waits=NotYet),
)
async def chunk(number: int, audience: str, request: Request, films: TheFilms, seen: FilmSeen) -> Response:
    """Return a minute of a film for an audience; 202 while it is not shot yet: it is shot next, ask again."""
    found, end_ms = seen
    latest = max(end_ms - 1, 0) // CHUNK_MS
    if not 0 <= number <= latest:
        raise refused(404, f"number: must be 0 to {latest}, as far as there is anything")
    content = await films.studio.chunk(found, number, audience)
    if content is None:
        if found.holder(number).why:
            raise refused(404, "cannot be shown; ask for the film anew")
        return Answer(NotYet(), status_code=202)
    if takes_gzip(request):
        return Response(content, media_type="application/json", headers={"content-encoding": "gzip"})
    return Response(gzip.decompress(content), media_type="application/json")


@router.post(
    "/futures",
    summary="Play many futures of a moment",
    **described(FuturesAsked, FuturesTold, 401, 403, 409, 413, 415, 422, 429),
)
async def ask_futures(request: Request, venue: TheVenue, films: TheFilms, seat: Seated) -> Answer:
    """Play a moment of the exercise on, many times with other luck.  For those who see the truth."""
    asked = await body_of(request, FuturesAsked)
    check_sees_truth(venue, seat, "the futures")
    check_agreement(asked.agreement)
    check_moment(venue, asked.at_ms)
    return Answer(films.futures.ask(asked, venue.live.journal.path).told())


@router.get(
    "/futures/{futures_id}", summary="How far futures are", **described(None, FuturesTold, 401, 403, 404, 422, 429)
)
async def futures(futures_id: str, venue: TheVenue, films: TheFilms, seat: Seated) -> Answer:
    """Return the odds so far.  For those who see the truth."""
    check_sees_truth(venue, seat, "the futures")
    job = films.futures.jobs.get(futures_id)
    if job is None:
        raise refused(404, "futures_id: no such futures, or some of long ago; ask anew")
    return Answer(job.told())


NOT_THERE = "film_id: no such film, or one that has been put away since; ask for it anew"


def film_there(films: Films, film_id: str) -> Film:
    """Return a film by its id; 404 where there is none."""
    found = films.studio.films.get(film_id)
    if found is None:
        raise refused(404, NOT_THERE)
    return found


def address_of(connection: HTTPConnection) -> str:
    """Return the address that a request comes from."""
    return connection.client.host if connection.client else ""
