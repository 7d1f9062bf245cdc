"""The lobby: a plain page without a script, enough to join, take a role, see the clock, and give an order."""

import functools
import secrets
from importlib.resources import files
from urllib.parse import parse_qs

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, StrictUndefined, Template

from tocsin.exchange.message import MARKING
from tocsin.exercise.staff.roles import ROLES
from tocsin.orders.order import Action
from tocsin.web.access import COOKIE, Seated, SeatedAlways, TheVenue, access_of, check_holds
from tocsin.web.body import check_whole
from tocsin.web.faults import refused
from tocsin.web.ordering import OrderGiven, take_order
from tocsin.web.roster import Grant
from tocsin.web.routes.control import CONTROL_ROLES, everyone
from tocsin.web.routes.joining import Join, joined, me_of, taken
from tocsin.web.routes.playing import ClockOrder, changed, check_in_play, check_not_stopped
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

router = APIRouter(include_in_schema=False)
MOST_FIELDS = 20
LONGEST_NUMBER = 15  # digits


@functools.cache
def template() -> Template:
    """Return the page's template; everything put into it is escaped."""
    text = files("tocsin.web").joinpath("pages", "lobby.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)


@router.get("/")
async def lobby(request: Request, venue: TheVenue) -> HTMLResponse:
    """Return the page as whoever asks may see it."""
    return HTMLResponse(page_of(venue, access_of(request).seat_of(request)))


def page_of(venue: Venue, seat: Seat | None, fault: str = "") -> str:
    """Return the page for a seat, or for somebody without one."""
    is_control = seat is not None and bool(set(CONTROL_ROLES) & set(seat.roles))
    return template().render(
        marking=MARKING,
        name=venue.name,
        clock=venue.clock_state(),
        number=1 + secrets.randbelow(10**9),
        me=None if seat is None else me_of(venue.seating, seat),
        person="" if seat is None else venue.seating.roster.sittings[seat.seat_id].name,
        people=everyone(venue) if is_control else [],
        roles=ROLES,
        missing=venue.resume_needs(),
        is_director=seat is not None and "director" in seat.roles,
        may_resume=seat is not None and bool({"director", "commander"} & set(seat.roles)),
        fault=fault,
        drawn=venue.drawn,
    )


@router.get("/style.css")
async def style() -> Response:
    """Return the style of the page."""
    text = files("tocsin.web").joinpath("pages", "style.css").read_text(encoding="utf-8")
    return Response(text, media_type="text/css")


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form, each once."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise refused(415, "content-type: must be that of a form")
    try:
        found = parse_qs((await request.body()).decode("utf-8", "strict"), max_num_fields=MOST_FIELDS)
    except ValueError:
        raise refused(422, "form: cannot be read; send it from the page") from None
    return {name: values[-1].strip() for name, values in found.items()}


def field(fields: dict[str, str], name: str) -> str:
    """Return a field of a form; 422 where it is missing."""
    value = fields.get(name, "")
    if not value:
        raise refused(422, f"{name}: is missing; fill it in")
    return value


def back() -> RedirectResponse:
    """Return the way back to the page."""
    return RedirectResponse("/", status_code=303)


@router.post("/lobby/join")
async def join(request: Request) -> Response:
    """Join with a code."""
    fields = await fields_of(request)
    access = access_of(request)
    _, token = joined(access, request, Join(code=field(fields, "code"), name=field(fields, "name")))
    answer = back()
    access.set_cookie(answer, token)
    return answer


@router.post("/lobby/leave")
async def leave(venue: TheVenue, seat: Seated) -> Response:
    """Leave the seat."""
    venue.seating.leave(seat)
    answer = back()
    answer.delete_cookie(COOKIE)
    return answer


@router.post("/lobby/take")
async def take(request: Request, venue: TheVenue, seat: Seated) -> Response:
    """Take a role."""
    taken(venue, seat, field(await fields_of(request), "role"))
    return back()


@router.post("/lobby/give-back")
async def give_back(request: Request, venue: TheVenue, seat: Seated) -> Response:
    """Give back a role."""
    venue.seating.give_back(seat, field(await fields_of(request), "role"))
    return back()


@router.post("/lobby/grant")
async def grant(request: Request, venue: TheVenue, seat: Seated) -> Response:
    """Grant one more role to a seat."""
    fields = await fields_of(request)
    check_holds(venue, seat, CONTROL_ROLES, "granting roles")
    seat_id = field(fields, "seat_id")
    sitting = venue.seating.roster.sittings.get(seat_id)
    before = () if sitting is None else sitting.granted
    new = Grant(role=field(fields, "role"), host=fields.get("host", ""))
    venue.seating.grant(seat_id, (*(item for item in before if item.role != new.role), new))
    return back()


@router.post("/lobby/startex")
async def startex(venue: TheVenue, seat: Seated) -> Response:
    """Call STARTEX."""
    check_holds(venue, seat, ("director",), "STARTEX")
    check_not_stopped(venue)
    if not venue.has_started:
        venue.startex(seat)
    return back()


@router.post("/lobby/clock")
async def clock(request: Request, venue: TheVenue, seat: Seated) -> Response:
    """Start, pause, step, or run to the next event."""
    do = field(await fields_of(request), "do")
    check_holds(venue, seat, CONTROL_ROLES, "the clock")
    check_in_play(venue)
    try:
        given = msgspec.convert({"do": do}, ClockOrder)
    except msgspec.ValidationError as error:
        raise refused(422, f"clock: {error}") from None
    changed(venue, seat, given)
    return back()


@router.post("/lobby/order")
async def order(request: Request, venue: TheVenue, seat: Seated) -> Response:
    """Give an order, written as JSON."""
    fields = await fields_of(request)
    try:
        action = msgspec.json.decode(field(fields, "action"), type=Action)
        check_whole(msgspec.to_builtins(action), "$")
    except msgspec.DecodeError as error:
        raise refused(422, f"order: {error}") from None
    except RecursionError:
        raise refused(422, "order: is nested too deeply") from None
    number = field(fields, "number")
    if not (number.isdecimal() and len(number) <= LONGEST_NUMBER and int(number) > 0):
        raise refused(422, "number: must be a whole number from 1; each order has its own")
    given = OrderGiven(number=int(number), node=seat.node, role=field(fields, "role"), action=action)
    take_order(venue, seat, given)
    return back()


@router.post("/lobby/real-world-stop")
async def stop(venue: TheVenue, seat: SeatedAlways) -> Response:
    """NO DUFF: stop play for something real."""
    venue.stop_real_world(seat)
    return back()


@router.post("/lobby/real-world-resume")
async def resume(venue: TheVenue, seat: Seated) -> Response:
    """Agree that play goes on."""
    check_holds(venue, seat, ("director", "commander"), "letting play go on")
    if not venue.live.is_stopped_real_world:
        raise refused(409, "play is not stopped for anything real")
    venue.agree_to_resume(seat)
    return back()
