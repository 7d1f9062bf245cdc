"""What exercise control does with people: the roster, grants, letting go of roles and seats."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta

from tocsin.exchange.message import MARKING
from tocsin.exercise.stages.control_orders import names_of
from tocsin.orders.inject import Inject
from tocsin.orders.msel_check import wrong_with_inject
from tocsin.web.access import Seated, TheVenue, check_holds
from tocsin.web.body import Answer, body_of, described
from tocsin.web.faults import refused
from tocsin.web.ordering import Word
from tocsin.web.roster import Grant
from tocsin.web.routes.joining import Left, Me, me_of
from tocsin.web.venue import Venue

router = APIRouter(prefix="/control", tags=["control"])
CONTROL_ROLES = ("director", "simulation_control")
WRITERS = (*CONTROL_ROLES, "scripter")


class Granting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All roles that control lets a seat hold besides those that are free to its side.

    A role is granted by its name; a liaison officer's with its ``host``, the partner whom he sits with.
    """

    seat_id: Word
    granted: Annotated[tuple[Grant, ...], Meta(max_length=40)]


class Releasing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role of a seat that is to be given back for it; '' for the seat itself, with all its roles."""

    seat_id: Word
    role: Word = ""


class Sits(msgspec.Struct, frozen=True, kw_only=True):
    """A person at a seat."""

    seat_id: str
    name: str
    group: str
    roles: tuple[str, ...]
    granted: tuple[Grant, ...]
    is_ready: bool


class RosterTold(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits where."""

    seats: list[Sits]
    marking: str = MARKING


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An inject as control is about to write it."""

    inject: Inject


class DraftTold(msgspec.Struct, frozen=True, kw_only=True):
    """What would be refused about it, beginning with the field: ``trigger: ...``; '' where nothing is."""

    wrong: str
    marking: str = MARKING


@router.post("/drafts", summary="Check an inject", **described(Draft, DraftTold, 401, 403, 413, 415, 422, 429))
async def check_draft(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Return what is wrong with an inject before it is ordered: its names, its condition, its effects."""
    given = await body_of(request, Draft)
    check_holds(venue, seat, WRITERS, "writing injects")
    world = venue.live.world
    return Answer(DraftTold(wrong=wrong_with_inject(given.inject, [*world.control.injects], names_of(world))))


@router.get("/roster", summary="Who sits where", **described(None, RosterTold, 401, 403, 429))
async def roster(venue: TheVenue, seat: Seated) -> Answer:
    """Return everyone who sits at the exercise, by name.  For control."""
    check_holds(venue, seat, CONTROL_ROLES, "the roster")
    return Answer(RosterTold(seats=everyone(venue)))


def everyone(venue: Venue) -> list[Sits]:
    """Return the people at their seats."""
    sittings = venue.seating.roster.sittings
    return [
        Sits(
            seat_id=seat.seat_id,
            name=sittings[seat.seat_id].name,
            group=sittings[seat.seat_id].group,
            roles=seat.roles,
            granted=sittings[seat.seat_id].granted,
            is_ready=seat.seat_id in venue.readiness and venue.readiness[seat.seat_id].is_ready,
        )
        for seat in venue.seating.seats.values()
    ]


@router.post(
    "/grants", summary="Let a seat hold roles", **described(Granting, Me, 401, 403, 404, 409, 413, 415, 422, 429)
)
async def grant(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Grant a seat these roles and no others; what it holds without a grant is given back.  For control."""
    given = await body_of(request, Granting)
    check_holds(venue, seat, CONTROL_ROLES, "granting roles")
    return Answer(me_of(venue.seating, venue.seating.grant(given.seat_id, given.granted)))


@router.post(
    "/releases",
    summary="Give back for somebody",
    **described(Releasing, Left, 401, 403, 404, 409, 413, 415, 422, 429),
)
async def release(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Give back a role for a seat whose person is gone, or the seat itself.  For control."""
    given = await body_of(request, Releasing)
    check_holds(venue, seat, CONTROL_ROLES, "releasing a seat")
    other = venue.seating.seats.get(given.seat_id)
    if other is None:
        raise refused(404, "seat_id: nobody sits there; see the roster")
    if given.role:
        venue.seating.give_back(other, given.role)
    else:
        venue.seating.leave(other)
    return Answer(Left(seat_id=other.seat_id))
