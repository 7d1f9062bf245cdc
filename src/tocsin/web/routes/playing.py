"""Orders, the clock of everyone, STARTEX and ENDEX."""

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta

from tocsin.exchange.message import MARKING
from tocsin.web.access import Seated, TheVenue, check_holds, check_runs
from tocsin.web.body import Answer, body_of, described
from tocsin.web.clock import FASTEST, SLOWEST, Clock
from tocsin.web.faults import refused
from tocsin.web.ordering import OrderAnswer, OrderGiven, take_order
from tocsin.web.seats import Seat
from tocsin.web.venue import ClockState, Venue

router = APIRouter(tags=["play"])
CLOCK_ROLES = ("director", "simulation_control")
MOST_STEPS = 3600


class ClockOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the clock is to do: ``next_event`` runs as fast as it can until something happens that people see.

    ``ticks`` is for ``step``; ``speed_ratio``, exercise seconds a second, for ``speed``.
    """

    do: Literal["start", "pause", "step", "speed", "next_event"]
    ticks: Annotated[int, Meta(ge=1, le=MOST_STEPS)] = 1
    speed_ratio: Annotated[float, Meta(ge=SLOWEST, le=FASTEST)] = 1.0


class ExerciseTold(msgspec.Struct, frozen=True, kw_only=True):
    """What everyone may know of the exercise: its neutral name, who takes part, what they have agreed."""

    name: str
    parties: tuple[str, ...]
    agreement: str
    clock: ClockState
    is_solo: bool
    marking: str = MARKING


@router.get("/exercise", summary="What everyone may know of the exercise", **described(None, ExerciseTold, 401, 429))
async def exercise(venue: TheVenue, seat: Seated) -> Answer:
    """Return the exercise by its neutral name."""
    world = venue.live.world
    return Answer(
        ExerciseTold(
            name=venue.name,
            parties=world.scenario.parties,
            agreement=world.agreement.name,
            clock=venue.clock_state(),
            is_solo=venue.seating.is_solo,
        )
    )


@router.post(
    "/orders",
    summary="Give an order",
    **described(OrderGiven, OrderAnswer, 401, 403, 409, 413, 415, 422, 429, 503),
)
async def order(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Give an order in a role that this seat holds, at its own node.

    What is accepted is on disk before this answers and is obeyed or refused at the next tick that is played; in a
    pause that is at resume.
    """
    return Answer(take_order(venue, seat, await body_of(request, OrderGiven)))


@router.get("/clock", summary="Where the exercise stands", **described(None, ClockState, 401, 429))
async def clock(venue: TheVenue, seat: Seated) -> Answer:
    """Return the one clock of the exercise."""
    return Answer(venue.clock_state())


@router.post(
    "/clock",
    summary="Pause, start, step, speed",
    **described(ClockOrder, ClockState, 401, 403, 409, 413, 415, 422, 429),
)
async def change_clock(request: Request, venue: TheVenue, seat: Seated) -> Answer:
    """Change the clock of everyone: for the director and simulation control; in an open house for every seat."""
    given = await body_of(request, ClockOrder)
    check_runs(venue, seat, CLOCK_ROLES, "the clock")
    check_in_play(venue)
    changed(venue, seat, given)
    return Answer(venue.clock_state())


def changed(venue: Venue, seat: Seat, given: ClockOrder) -> None:
    """Change the clock."""
    if given.do == "start":
        venue.start(seat)
        return
    venue.live.change_clock(seat.seat_id, lambda clock: told(clock, given, venue))


def told(clock: Clock, given: ClockOrder, venue: Venue) -> None:
    """Do to a clock what was ordered."""
    match given.do:
        case "step":
            clock.pause()
            clock.steps = given.ticks
        case "speed":
            clock.set_speed(given.speed_ratio, venue.live.world.time_ms, venue.now_s())
        case "next_event":
            clock.is_paused, clock.until_event, clock.steps = False, True, 0
        case _:
            clock.pause()


def check_in_play(venue: Venue) -> None:
    """Raise unless the exercise has started, goes on, and nothing real has stopped it."""
    if not venue.has_started:
        raise refused(409, "the exercise has not started: the director calls STARTEX first")
    check_not_stopped(venue)


def check_not_stopped(venue: Venue) -> None:
    """Raise where the exercise is over, or something real has stopped it."""
    if venue.live.is_over:
        raise refused(409, "the exercise is over (ENDEX)")
    if venue.live.is_stopped_real_world:
        raise refused(409, "play is stopped for something real; the director and both heads let it go on")


@router.post("/startex", summary="Call STARTEX", **described(None, ClockState, 401, 403, 409, 429))
async def startex(venue: TheVenue, seat: Seated) -> Answer:
    """Start the exercise: the World is kept whole, the clock runs.  For the director; in an open house for all."""
    check_runs(venue, seat, ("director",), "STARTEX")
    check_not_stopped(venue)
    if venue.has_started:
        raise refused(409, "the exercise has started already; start or pause its clock")
    venue.startex(seat)
    return Answer(venue.clock_state())


@router.post("/endex", summary="Call ENDEX", **described(None, ClockState, 401, 403, 409, 429))
async def endex(venue: TheVenue, seat: Seated) -> Answer:
    """End the exercise for good: the World is kept whole, nothing more is played.  For the director."""
    check_holds(venue, seat, ("director",), "ENDEX")
    check_in_play(venue)
    venue.end_early()
    return Answer(venue.clock_state())
