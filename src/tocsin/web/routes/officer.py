"""The watch officer's blind draw: one alert, six minutes, one telephone.  Open house only; no seat needed."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta

from tocsin.exchange.message import MARKING
from tocsin.web.access import TheVenue
from tocsin.web.body import LARGEST_WHOLE, Answer, body_of, described
from tocsin.web.faults import refused
from tocsin.web.films.films import Films
from tocsin.web.films.officer import Watch, alert_pool, title_of
from tocsin.web.films.outcome import DecisionTold, Measured
from tocsin.web.films.spec import Decision, Given
from tocsin.web.routes.films import TheFilms, Visitor, address_of
from tocsin.web.venue import Venue

router = APIRouter(prefix="/officer", tags=["officer"])
REVEAL_PATIENCE_S = 1.0  # so long a reveal waits for its measures; then it is told to ask again
ANSWERS: dict[Decision, str] = {
    "assess_valid": "assessed",
    "assess_anomalous": "assessed",
    "assess_false": "assessed",
    "ask_partner": "asked",
    "warn": "warned",
    "wait": "waits",
}


class DrawAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draw that is asked for: nothing to say."""


class WatchTold(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn watch: ``odds`` of what it may be, what binds to the draw, whose picture the film shows, and when."""

    watch_id: str
    commitment: str
    odds: dict[str, float]
    node: str
    partner: str
    film_id: str
    begins_ms: int
    alert_ms: int
    decide_by_ms: int
    marking: str = MARKING


class Decided(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision at an exercise time of the film."""

    decision: Decision
    at_ms: Annotated[int, Meta(ge=0, le=LARGEST_WHOLE)]


class DecidedTold(msgspec.Struct, frozen=True, kw_only=True):
    """The film that goes on with the decision; ``answer``: assessed, asked, warned or waits."""

    film_id: str
    answer: str
    marking: str = MARKING


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A measure, as the visitor and as doctrine did; null where it has no value."""

    measure: str
    unit: str
    your_value: float | None = msgspec.field(name="yours")
    doctrine_value: float | None = msgspec.field(name="doctrine")


class Revealed(msgspec.Struct, frozen=True, kw_only=True):
    """What the alert was, and how both did.

    ``what``: by language.  ``commitment`` is the SHA-256 of ``drawn`` followed by ``nonce``.  ``base_rate``: the
    share of this pool's alerts that are real.  ``is_measured``: whether ``doctrine_decisions`` and ``measures`` are
    there; ask again until they are.
    """

    scenario_title: str
    was_real: bool
    what: dict[str, str]
    drawn: str
    nonce: str
    commitment: str
    base_ratio: float = msgspec.field(name="base_rate")
    your_decisions: list[DecisionTold]
    is_measured: bool
    doctrine_decisions: list[DecisionTold]
    measures: list[Compared]
    marking: str = MARKING


@router.post("", summary="Draw an alert", **described(DrawAsked, WatchTold, 401, 403, 413, 415, 422, 429))
async def draw(request: Request, venue: TheVenue, films: TheFilms, visitor: Visitor) -> Answer:
    """Draw one alert by the stated odds; it is bound by its commitment before anything is shown."""
    await body_of(request, DrawAsked)
    check_open(venue)
    films.check_rate(address_of(request))
    watch, shown = films.watches.draw()
    alert, real = watch.alert, alert_pool().real_probability
    return Answer(
        WatchTold(
            watch_id=watch.watch_id,
            commitment=watch.drawn.commitment,
            odds={"real": real, "false": round(1.0 - real, 9)},
            node=alert.node,
            partner=alert.partner,
            film_id=shown.film_id,
            begins_ms=alert.begins_ms,
            alert_ms=alert.alert_ms,
            decide_by_ms=alert.decide_by_ms,
        )
    )


@router.post(
    "/{watch_id}/decisions",
    summary="Decide in the watch officer's place",
    **described(Decided, DecidedTold, 401, 403, 404, 409, 413, 415, 422, 429),
)
async def decide(watch_id: str, request: Request, venue: TheVenue, films: TheFilms, visitor: Visitor) -> Answer:
    """Decide; from that moment on the film goes on with it."""
    given = await body_of(request, Decided)
    watch = watch_there(venue, films, watch_id)
    films.check_rate(address_of(request))
    alert = watch.alert
    item = Given(time_ms=given.at_ms, node=alert.node, decision=given.decision, partner=alert.partner)
    shown = films.watches.decide(watch, item)
    return Answer(DecidedTold(film_id=shown.film_id, answer=ANSWERS[given.decision]))


@router.post(
    "/{watch_id}/reveal",
    summary="Show what it was",
    **described(DrawAsked, Revealed, 401, 403, 404, 409, 413, 415, 422, 429),
)
async def reveal(watch_id: str, request: Request, venue: TheVenue, films: TheFilms, visitor: Visitor) -> Answer:
    """Show what the alert was, and what doctrine would have decided; the watch is over."""
    await body_of(request, DrawAsked)
    watch = watch_there(venue, films, watch_id)
    films.check_rate(address_of(request))
    watch.is_revealed = True
    found = await films.watches.outcomes(watch, REVEAL_PATIENCE_S)
    alert = watch.alert
    return Answer(
        Revealed(
            scenario_title=title_of(alert.scenario),
            was_real=alert.is_real,
            what=alert.what,
            drawn=watch.drawn.drawn,
            nonce=watch.drawn.nonce,
            commitment=watch.drawn.commitment,
            base_ratio=alert_pool().real_probability,
            your_decisions=[
                DecisionTold(time_ms=item.time_ms, cell="watch_officer", decision=item.decision)
                for item in watch.given
            ],
            is_measured=found is not None,
            doctrine_decisions=[] if found is None else found[1].decisions,
            measures=[] if found is None else compared(*({m.measure: m for m in each.measures} for each in found)),
        )
    )


def compared(yours: dict[str, Measured], doctrine: dict[str, Measured]) -> list[Compared]:
    """Return both sides' measures, one beside the other."""
    return [
        Compared(
            measure=name,
            unit=(yours.get(name) or doctrine[name]).unit,
            your_value=yours[name].value if name in yours else None,
            doctrine_value=doctrine[name].value if name in doctrine else None,
        )
        for name in dict.fromkeys((*doctrine, *yours))
    ]


def check_open(venue: Venue) -> None:
    """Refuse where it is no open house."""
    if not venue.is_open:
        raise refused(403, "the watch officer's draw is for an open house alone")


def watch_there(venue: Venue, films: Films, watch_id: str) -> Watch:
    """Return a watch by its id; 404 where there is none."""
    check_open(venue)
    watch = films.watches.watches.get(watch_id)
    if watch is None:
        raise refused(404, "watch_id: no such watch, or one of long ago; draw another")
    return watch
