"""NO DUFF: something real needs everyone.  And whether the server is well."""

import msgspec
from fastapi import APIRouter

from tocsin.exchange.message import MARKING
from tocsin.web.access import Seated, SeatedAlways, TheVenue, check_runs
from tocsin.web.body import Answer, described
from tocsin.web.faults import refused

router = APIRouter(tags=["safety"])


class RealWorld(msgspec.Struct, frozen=True, kw_only=True):
    """Whether play is stopped for something real, and whose word is missing before it goes on."""

    is_stopped: bool
    missing: list[str]
    marking: str = MARKING


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """``ok``, or ``broken`` with status 503: play broke off and the server must be started again."""

    status: str
    marking: str = MARKING


@router.post(
    "/real-world/stop", summary="NO DUFF: stop play for something real", **described(None, RealWorld, 401, 403)
)
async def stop(venue: TheVenue, seat: SeatedAlways) -> Answer:
    """Freeze play everywhere at once.  Any seat may, at any time, however often; nobody asks why."""
    venue.stop_real_world(seat)
    return Answer(RealWorld(is_stopped=True, missing=venue.resume_needs()))


@router.post(
    "/real-world/resume", summary="Agree that play goes on", **described(None, RealWorld, 401, 403, 409, 429)
)
async def resume(venue: TheVenue, seat: Seated) -> Answer:
    """Say that play may go on.  It does once the director and the commander of every nation that has one said so."""
    check_runs(venue, seat, ("director", "commander"), "letting play go on")
    if not venue.live.is_stopped_real_world:
        raise refused(409, "play is not stopped for anything real")
    missing = venue.agree_to_resume(seat)
    return Answer(RealWorld(is_stopped=venue.live.is_stopped_real_world, missing=missing))


@router.get("/healthz", summary="Whether the server is well", **described(None, Health, 503))
async def healthz(venue: TheVenue) -> Answer:
    """Return whether the exercise is being played, or can be."""
    if venue.failure:
        return Answer(Health(status="broken"), status_code=503)
    return Answer(Health(status="ok"))
