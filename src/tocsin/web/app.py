"""The application: the door, the routes, their description, and the live loop that runs as long as it is open."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from tocsin import __version__
from tocsin.errors import JournalError, TocsinError
from tocsin.exchange.message import MARKING
from tocsin.orders.order import Action
from tocsin.web.access import Access
from tocsin.web.body import SCHEMAS, Answer, Fault
from tocsin.web.door import HEADERS, NOT_KEPT, Door
from tocsin.web.films.asking import FilmAsked, FilmTold
from tocsin.web.films.films import Films
from tocsin.web.films.outlooks import FuturesAsked, FuturesTold
from tocsin.web.hot_wash_told import HotWashTold
from tocsin.web.ordering import OrderAnswer, OrderGiven
from tocsin.web.packs import Packs
from tocsin.web.routes import (
    control,
    films,
    hot_wash,
    joining,
    officer,
    packs,
    page,
    playing,
    records,
    safety,
    statements,
    streaming,
    watching,
    welcoming,
    world,
)
from tocsin.web.scoring import ScoreTold
from tocsin.web.venue import ClockState, Venue

ROUTERS = (
    *(joining, welcoming, playing, control, watching, records, safety, streaming),
    *(films, officer, hot_wash, statements, packs, world, page),
)
DESCRIBED: tuple[Any, ...] = (
    *(welcoming.Welcome, welcoming.Coming, records.RecordsTold),
    *(joining.Join, joining.Joined, joining.RoleAsked, joining.Me, joining.RolesTold, joining.Left),
    *(OrderGiven, OrderAnswer, Action, ClockState, playing.ClockOrder, playing.ExerciseTold),
    *(control.Granting, control.Releasing, control.RosterTold, control.Draft, control.DraftTold, ScoreTold),
    *(watching.Ready, watching.Board, watching.Note, watching.Notes, watching.BlindTold),
    *(statements.StatementGiven, statements.ReleaseAsked, statements.TextTold),
    *(HotWashTold, hot_wash.Clearing, hot_wash.LessonGiven, hot_wash.SurveyGiven, packs.PackWait),
    *(safety.RealWorld, safety.Health, Fault),
    *(FilmAsked, FilmTold, films.Chunk, films.NotYet, FuturesAsked, FuturesTold),
    *(officer.DrawAsked, officer.WatchTold, officer.Decided, officer.DecidedTold, officer.Revealed),
)
ABOUT = (
    "An exercise of shared missile early warning, being played.  EXERCISE only.  Join with a code, take the roles "
    "that exercise control grants, give orders, follow the stream (WebSocket `/stream`)."
)


def app_of(access: Access, host_names: Sequence[str], on_failure: Callable[[], None] = lambda: None) -> FastAPI:
    """Return the application of one served exercise.

    Parameters
    ----------
    access : Access
    host_names : sequence of str
        Under which it is reached, besides addresses in digits.
    on_failure : callable
        Called when play breaks off by an error.
    """
    made, written = Films(access.venue), Packs(access.venue)

    @asynccontextmanager
    async def played(_app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(play(access.venue, written))
        task.add_done_callback(lambda task: note_failure(task, access.venue, on_failure))
        made.begin()
        yield
        task.cancel()
        await asyncio.wait([task])
        await made.close()
        await written.close()

    app = FastAPI(
        title="Tocsin exercise",
        version=__version__,
        description=ABOUT,
        lifespan=played,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.access, app.state.films, app.state.packs = access, made, written
    for module in ROUTERS:
        app.include_router(module.router)
    app.add_exception_handler(StarletteHTTPException, told_refused)
    app.add_exception_handler(RequestValidationError, told_invalid)
    app.add_exception_handler(TocsinError, told_wrong)
    app.add_exception_handler(Exception, told_broken)
    app.add_middleware(Door, host_names=host_names)
    description = described_api(app)

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return Response(description, media_type="application/json")

    return app


async def play(venue: Venue, written: Packs) -> None:
    """Play the exercise to its end; then get ready to make the reviews."""
    await venue.live.run(venue.after_tick)
    venue.show_drawn()
    await written.warm()


def note_failure(task: asyncio.Task[None], venue: Venue, on_failure: Callable[[], None]) -> None:
    """Note why play broke off, if it did, and tell whoever serves."""
    if not task.cancelled() and (error := task.exception()) is not None:
        venue.failure = error
        on_failure()


def described_api(app: FastAPI) -> bytes:
    """Return the API's description: FastAPI's routes, msgspec's schemas of what goes in and out."""
    told = app.openapi()
    _, schemas = msgspec.json.schema_components(DESCRIBED, ref_template=SCHEMAS)
    told.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
    told["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "tocsin_session"},
    }
    for path in told["paths"].values():
        for operation in path.values():
            if "401" in operation["responses"] and operation.get("summary") != "Exchange a join code for a seat":
                operation["security"] = [{"bearer": []}, {"cookie": []}]
    return msgspec.json.encode(told)


async def told_refused(request: Request, error: Exception) -> Response:
    """Return a refusal."""
    assert isinstance(error, StarletteHTTPException)
    return told(request, error.status_code, str(error.detail))


async def told_invalid(request: Request, error: Exception) -> Response:
    """Return what is wrong with a path or a query."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return told(request, 422, f"{where}: {first['msg']}")


async def told_wrong(request: Request, error: Exception) -> Response:
    """Return an error of the rooms below as an answer."""
    return told(request, 503 if isinstance(error, JournalError) else 422, str(error))


async def told_broken(request: Request, error: Exception) -> Response:
    """Return that something broke, and nothing of what; it is answered outside the door, which marks all else."""
    answer = told(request, 500, "a fault of the server's own; whoever runs it finds it in what the server printed")
    answer.headers.update({**HEADERS, "cache-control": NOT_KEPT})
    return answer


def told(request: Request, status: int, why: str) -> Response:
    """Return why something was refused: JSON for programs, plain text where a browser shows it as a page."""
    if "text/html" in request.headers.get("accept", ""):
        return PlainTextResponse(f"{MARKING}\n\n{status}: {why}\n", status_code=status)
    return Answer(Fault(error=why), status_code=status)
