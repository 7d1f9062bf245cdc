"""The way in: what whoever comes is told before he sits down, and a seat without a code in an open house."""

import functools

import msgspec
from fastapi import APIRouter, Request

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.message import MARKING
from tocsin.exercise.staff.roles import ROLES
from tocsin.scenario.build import scenario_names, scenario_text
from tocsin.scenario.parsed import parsed_scenario
from tocsin.web.access import TheVenue, access_of
from tocsin.web.body import Answer, body_of, described
from tocsin.web.faults import refused
from tocsin.web.ordering import Word
from tocsin.web.routes.joining import Joined, Me, me_of
from tocsin.web.seats import CONTROL, OBSERVER, SIDES, Seat
from tocsin.web.venue import Phase, Venue

router = APIRouter(tags=["seats"])
WATCH = "watch"  # what the observers' group is called by those who come
OFFERED = {CONTROL: ("director", "simulation_control", "scripter"), OBSERVER: ("observer_trainer",)}
GUEST = "Guest"  # of an open house: nobody is asked his name


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A nation that takes part: its id, and its name as people read it."""

    name: str
    display_name: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A shipped scenario that can be watched, and what it rehearses."""

    name: str
    title: str
    rehearses: str


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered: the exercise by its neutral name, its nations, whether there is a joint cell.

    ``is_open``: an open house, in which ``POST /welcome`` gives a seat; else people join with their codes.
    ``scenarios``: those that can be watched, in an open house alone.  ``me``: the seat of who asks, null without one.
    """

    name: str
    is_open: bool
    nations: list[Offered]
    has_joint_cell: bool
    state: Phase
    scenarios: list[Shown]
    me: Me | None
    marking: str = MARKING


class Coming(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As what somebody comes to an open house: ``watch``, ``control``, ``joint`` where there is one, or a nation."""

    wish: Word = msgspec.field(name="as")


@router.get("/welcome", summary="What is offered to whoever comes", **described(None, Welcome))
async def welcome(request: Request, venue: TheVenue) -> Answer:
    """Return what everyone may know before he sits down.  No session is needed."""
    seat = access_of(request).seat_of(request)
    nations = [name for name in venue.seating.groups if name not in SIDES]
    named = {land.nation: land.name for land in venue.live.world.scenario.atlas.territories}
    return Answer(
        Welcome(
            name=venue.name,
            is_open=venue.is_open,
            nations=[Offered(name=name, display_name=named.get(name, name)) for name in nations],
            has_joint_cell=JOINT in venue.seating.groups,
            state=venue.phase,
            scenarios=shown() if venue.is_open else [],
            me=None if seat is None else me_of(venue.seating, seat),
        )
    )


@functools.cache
def shown() -> list[Shown]:
    """Return the shipped scenarios."""
    found = [parsed_scenario(*scenario_text(name)) for name in scenario_names()]
    return [
        Shown(
            name=parsed.scenario.name,
            title=parsed.scenario.title,
            rehearses="" if parsed.brief is None else parsed.brief.rehearses,
        )
        for parsed in found
    ]


@router.post("/welcome", summary="Take a seat in an open house", **described(Coming, Joined, 403, 409, 413, 415, 422))
async def come(request: Request, venue: TheVenue) -> Answer:
    """Take a seat with every role that its side has; whoever had another seat leaves it.  In an open house alone."""
    given = await body_of(request, Coming)
    if not venue.is_open:
        raise refused(403, "this exercise has codes: join with yours, or ask exercise control for it")
    access = access_of(request)
    seat = seated(venue, access.seat_of(request), group_of(venue, given.wish))
    token = access.sessions.token(seat.seat_id)
    answer = Answer(Joined(seat_id=seat.seat_id, nation=seat.nation, side=seat.side, token=token))
    access.set_cookie(answer, token)
    return answer


def group_of(venue: Venue, wish: str) -> str:
    """Return the group that somebody comes to."""
    group = OBSERVER if wish == WATCH else wish
    if group not in venue.seating.groups:
        known = ", ".join(WATCH if name == OBSERVER else name for name in venue.seating.groups)
        raise refused(422, f"as: must be one of {known}")
    return group


def seated(venue: Venue, before: Seat | None, group: str) -> Seat:
    """Return a seat of a group that holds every role it may; the seat that he has, if it is of that group."""
    seating = venue.seating
    if before is not None and seating.roster.sittings[before.seat_id].group != group:
        seating.leave(before)
        before = None
    seat = before or seating.join(group, GUEST, None, venue.used_ids)
    for role in OFFERED.get(group, ()) or [name for name in seating.allowed(seat) if ROLES[name].sees == "node"]:
        seat = seating.take(seat, role)
    return seat
