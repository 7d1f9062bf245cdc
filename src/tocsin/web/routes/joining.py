"""Joining with a code, leaving, and the roles that a seat takes and gives back."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta

from tocsin.exchange.message import MARKING
from tocsin.exercise.staff.roles import ROLES
from tocsin.web.access import COOKIE, Access, Seated, TheVenue, access_of
from tocsin.web.body import Answer, body_of, described
from tocsin.web.faults import refused
from tocsin.web.ordering import Word, orders_of
from tocsin.web.seating import Seating
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

router = APIRouter(tags=["seats"])


class Join(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A join code, and the person's name: it goes to the roster, never to the journal."""

    code: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(max_length=200)]


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A seat, and its session's token: send it as ``Authorization: Bearer TOKEN``.  Browsers get a cookie."""

    seat_id: str
    nation: str
    side: str
    token: str
    marking: str = MARKING


class RoleAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role by its name."""

    role: Word


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat is: whose, which roles it holds, which it may take, which orders each role held may give."""

    seat_id: str
    nation: str
    node: str
    side: str
    host: str
    roles: tuple[str, ...]
    may_take: tuple[str, ...]
    may_order: dict[str, list[str]]
    marking: str = MARKING


class RoleTold(msgspec.Struct, frozen=True, kw_only=True):
    """A role: its side, the cell that it plays or '', what it sees, the orders that it may give."""

    name: str
    side: str
    cell: str
    sees: str
    may_order: list[str]


class RolesTold(msgspec.Struct, frozen=True, kw_only=True):
    """Every role there is."""

    roles: list[RoleTold]
    marking: str = MARKING


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """The seat that was left."""

    seat_id: str
    marking: str = MARKING


@router.post(
    "/join", summary="Exchange a join code for a seat", **described(Join, Joined, 401, 403, 409, 413, 415, 422, 429)
)
async def join(request: Request) -> Answer:
    """Take a seat of the group that the code is for.  Nobody sits at two sides, unless the exercise is solo."""
    given = await body_of(request, Join)
    access = access_of(request)
    seat, token = joined(access, request, given)
    answer = Answer(Joined(seat_id=seat.seat_id, nation=seat.nation, side=seat.side, token=token))
    access.set_cookie(answer, token)
    return answer


def joined(access: Access, request: Request, given: Join) -> tuple[Seat, str]:
    """Return a new seat and its token."""
    venue = access.venue
    group = access.group_of(given.code, "" if request.client is None else request.client.host)
    seat = venue.seating.join(group, given.name, access.seat_of(request), venue.used_ids)
    return seat, access.sessions.token(seat.seat_id)


@router.post("/leave", summary="Give back the seat and all its roles", **described(None, Left, 401, 403, 429))
async def leave(venue: TheVenue, seat: Seated) -> Answer:
    """End the session.  Doctrine plays on wherever no other seat holds the cell."""
    venue.seating.leave(seat)
    answer = Answer(Left(seat_id=seat.seat_id))
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/me", summary="What this seat is and may do", **described(None, Me, 401, 429))
async def me(venue: TheVenue, seat: Seated) -> Answer:
    """Return the seat of this session."""
    return Answer(me_of(venue.seating, seat))


def me_of(seating: Seating, seat: Seat) -> Me:
    """Return what a seat is told of itself."""
    return Me(
        seat_id=seat.seat_id,
        nation=seat.nation,
        node=seat.node,
        side=seat.side,
        host=seat.host,
        roles=seat.roles,
        may_take=tuple(name for name in seating.allowed(seat) if name not in seat.roles),
        may_order={role.name: orders_of(role) for role in seat.held},
    )


@router.get("/roles", summary="Every role: what it sees and may order", **described(None, RolesTold))
async def roles() -> Answer:
    """Return the table of roles."""
    told = [
        RoleTold(name=role.name, side=role.side, cell=role.cell or "", sees=role.sees, may_order=orders_of(role))
        for role in ROLES.values()
    ]
    return Answer(RolesTold(roles=told))


@router.post("/roles", summary="Take a role", **described(RoleAsked, Me, 401, 403, 409, 413, 415, 422, 429))
async def take(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Hold a role that control has granted: from the next tick on people decide there, not doctrine."""
    given = await body_of(request, RoleAsked)
    return Answer(me_of(venue.seating, taken(venue, seat, given.role)))


def taken(venue: Venue, seat: Seat, name: str) -> Seat:
    """Return a seat that has taken a role; raise, and journal it, where the role is not granted."""
    if name not in ROLES:
        raise refused(422, f"role {name!r}: there is none of that name; known: {', '.join(ROLES)}")
    if name not in venue.seating.allowed(seat):
        venue.note_refused(seat, f"role {name}", "is not granted to this seat")
    return venue.seating.take(seat, name)


@router.delete("/roles/{role}", summary="Give back a role", **described(None, Me, 401, 403, 409, 429))
async def give_back(role: str, venue: TheVenue, seat: Seated) -> Answer:
    """Hold a role no longer: doctrine plays its cell again, unless another seat holds it."""
    return Answer(me_of(venue.seating, venue.seating.give_back(seat, role)))
