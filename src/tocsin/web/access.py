"""Whose request it is: the session in a bearer header or a cookie, and what its seat may do."""

import time
from typing import Annotated, cast

from fastapi import Depends
from fastapi.requests import HTTPConnection
from fastapi.security.utils import get_authorization_scheme_param
from starlette.responses import Response

from tocsin.web.faults import refused
from tocsin.web.limits import Limit
from tocsin.web.seats import Seat
from tocsin.web.session import SESSION_S, Codes, Sessions
from tocsin.web.venue import Venue

COOKIE = "tocsin_session"
SEAT_RATE_HZ, SEAT_BURST = 20.0, 60
WRONG_RATE_HZ, WRONG_BURST = 0.2, 10  # wrong codes an address may try


class Access:
    """The codes, the sessions and the limits of one served exercise.

    Parameters
    ----------
    venue : Venue
    codes : Codes
    sessions : Sessions
    is_secure : bool
        Whether it is served over TLS: the cookie then travels there alone.
    """

    def __init__(self, venue: Venue, codes: Codes, sessions: Sessions, is_secure: bool) -> None:
        self.venue, self.codes, self.sessions, self.is_secure = venue, codes, sessions, is_secure
        self._seat_limit = Limit(SEAT_RATE_HZ, SEAT_BURST)
        self._wrong_limit = Limit(WRONG_RATE_HZ, WRONG_BURST)

    def group_of(self, code: str, address: str) -> str:
        """Return the group that a code lets in; 401 where it lets in nowhere, 429 after too many such."""
        now_s = time.monotonic()
        if not self._wrong_limit.has_left(address, now_s):
            raise refused(429, "too many wrong codes from this address; wait a minute")
        group = self.codes.group_of(code)
        if group is None:
            self._wrong_limit.take(address, now_s)
            raise refused(401, "code: lets in nowhere; ask exercise control for yours")
        return group

    def seat_of(self, connection: HTTPConnection) -> Seat | None:
        """Return whose request it is, or None."""
        scheme, bearer = get_authorization_scheme_param(connection.headers.get("authorization"))
        token = bearer if scheme.lower() == "bearer" else connection.cookies.get(COOKIE)
        seat_id = self.sessions.seat_id_of(token) if token else None
        return None if seat_id is None else self.venue.seating.seats.get(seat_id)

    def check_rate(self, seat: Seat) -> None:
        """Raise where a seat asks too often."""
        if not self._seat_limit.take(seat.seat_id, time.monotonic()):
            raise refused(429, f"too many requests from this seat: {SEAT_RATE_HZ:.0f} a second; wait a second")

    def set_cookie(self, response: Response, token: str) -> None:
        """Let a browser keep a session: out of reach of scripts, sent by this server's own pages alone."""
        response.set_cookie(
            COOKIE, token, max_age=SESSION_S, httponly=True, samesite="strict", secure=self.is_secure, path="/"
        )


def access_of(connection: HTTPConnection) -> Access:
    """Return the access that the application was made with."""
    return cast(Access, connection.app.state.access)


# FastAPI runs what is not async in other threads; the exercise has one.
async def venue_of(connection: HTTPConnection) -> Venue:
    """Return the exercise that the application serves."""
    return access_of(connection).venue


async def seat_of_any(connection: HTTPConnection) -> Seat:
    """Return whose request it is, however often it asks; 401 where it is nobody's."""
    seat = access_of(connection).seat_of(connection)
    if seat is None:
        raise refused(401, "no session: join with your code first")
    return seat


async def seat_of(connection: HTTPConnection) -> Seat:
    """Return whose request it is; 401 where it is nobody's, 429 where it asks too often."""
    seat = await seat_of_any(connection)
    access_of(connection).check_rate(seat)
    return seat


def check_holds(venue: Venue, seat: Seat, roles: tuple[str, ...], asked: str) -> None:
    """Raise, and journal it, unless a seat holds one of some roles."""
    if not set(roles) & set(seat.roles):
        why = f"is for {' or '.join(roles)}; this seat holds {', '.join(seat.roles) or 'no role'}"
        venue.note_refused(seat, asked, why)
        raise refused(403, f"{asked}: {why}")


def check_runs(venue: Venue, seat: Seat, roles: tuple[str, ...], asked: str) -> None:
    """Raise, and journal it, unless a seat may run the exercise: by its role, in an open house whatever it is."""
    if not venue.is_open:
        check_holds(venue, seat, roles, asked)


TheVenue = Annotated[Venue, Depends(venue_of)]
Seated = Annotated[Seat, Depends(seat_of)]
SeatedAlways = Annotated[Seat, Depends(seat_of_any)]
