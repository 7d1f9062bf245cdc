"""Who asks for which film, and what he may see of it."""

import functools
import tomllib
from typing import Annotated, cast

import msgspec
from msgspec import Meta

from tocsin.exchange.message import MARKING
from tocsin.orders.kinds import TRUTH
from tocsin.scenario.agreement_file import preset_names
from tocsin.scenario.build import scenario_names, scenario_text
from tocsin.web.body import LARGEST_WHOLE
from tocsin.web.faults import refused
from tocsin.web.films.film import Film, FilmState
from tocsin.web.films.officer import Shown
from tocsin.web.films.spec import CHUNK_MS, EXERCISE, OFFICER, PUBLIC, Spec, name_of
from tocsin.web.ordering import Word
from tocsin.web.seats import Seat
from tocsin.web.stream import audiences_of
from tocsin.web.venue import Venue

LARGEST_RUN = 2**31 - 1
NO_MORE = "is not this seat's to see"


class FilmAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A film that is asked for.

    ``source``: ``exercise``, the one being served, or in an open house a shipped scenario's name.  ``agreement``: a
    preset's name, '' for the source's own.  ``run``: the luck of another run of the same seed, null for the same.
    ``at_ms``: from this exercise time on agreement and luck are otherwise and doctrine plays every cell; -1 for the
    exercise as it was played, of a scenario from its start.
    """

    source: Word
    agreement: Word = ""
    at_ms: Annotated[int, Meta(ge=-1, le=LARGEST_WHOLE)] = -1
    run: Annotated[int, Meta(ge=0, le=LARGEST_RUN)] | None = None


class FilmTold(msgspec.Struct, frozen=True, kw_only=True):
    """A film: which it is, for whom, and how far it has been shot.

    ``from_ms`` to ``end_ms``: the exercise time that it covers; ``end_ms`` is -1 until that is known.  ``until_ms``:
    it can be played without a wait until then; a chunk further on is shot when it is asked for.  ``branch_ms``: since
    when it is otherwise than its source, -1 if never.  ``why``: of a film that failed.
    """

    film_id: str
    state: FilmState
    why: str
    source: str
    agreement: str
    from_ms: int
    until_ms: int
    end_ms: int
    branch_ms: int
    chunk_ms: int
    audiences: list[str]
    marking: str = MARKING


def spec_of(asked: FilmAsked, venue: Venue, seat: Seat | None) -> Spec:
    """Return the film that is asked for; refuse what nobody has, or what is not the asker's to see."""
    check_agreement(asked.agreement)
    if asked.source == EXERCISE:
        return spec_of_exercise(asked, venue, seat)
    if not venue.is_open:
        raise refused(401 if seat is None else 403, "source: films of scenarios are shown in an open house alone")
    if asked.source not in scenario_names():
        raise refused(404, f"source: no such scenario; known: exercise, {', '.join(scenario_names())}")
    agreement = "" if asked.agreement == own_agreement(asked.source) and asked.at_ms < 0 else asked.agreement
    return Spec(scenario=asked.source, agreement=agreement, at_ms=asked.at_ms, run=asked.run)


def spec_of_exercise(asked: FilmAsked, venue: Venue, seat: Seat | None) -> Spec:
    """Return the film of the exercise being served, as played or otherwise from a moment on."""
    if seat is None:
        raise refused(401, "no session: join with your code first")
    as_played = Spec(journal=str(venue.live.journal.path))
    if asked.at_ms < 0:
        if asked.agreement or asked.run is not None:
            raise refused(422, "at_ms: must be a moment, 0 or later, where agreement or run is otherwise")
        return as_played
    check_sees_truth(venue, seat, "what would have been")
    check_moment(venue, asked.at_ms)
    return msgspec.structs.replace(as_played, agreement=asked.agreement, at_ms=asked.at_ms, run=asked.run)


def check_agreement(name: str) -> None:
    """Refuse an agreement that is not shipped."""
    if name and name not in preset_names():
        raise refused(422, f"agreement: no such preset; known: {', '.join(preset_names())}; '' for the same")


def check_moment(venue: Venue, at_ms: int) -> None:
    """Refuse a moment that the exercise has not reached, or after which nothing is left to play."""
    world = venue.live.world
    latest_ms = min(world.time_ms, world.scenario.end_ms - world.scenario.tick_ms)
    if at_ms > latest_ms:
        raise refused(422, f"at_ms: must be at most {latest_ms}, the newest moment from which there is more to play")


def check_sees_truth(venue: Venue, seat: Seat, asked: str) -> None:
    """Refuse what was not played, for it shows what is to come: to those who do not see the truth, and journal it.

    In blind play to everybody until ENDEX.
    """
    if audiences_of(seat)[0].sees != "truth":
        venue.note_refused(seat, asked, NO_MORE)
        raise refused(403, f"{asked}: is for those who see the truth; that you asked is in the journal")
    if venue.drawn is not None and not venue.live.is_over:
        raise refused(403, f"{asked}: in blind play nobody is shown what is to come before ENDEX")


@functools.cache
def own_agreement(scenario: str) -> str:
    """Return the agreement of a shipped scenario."""
    return cast(str, tomllib.loads(scenario_text(scenario)[0])["scenario"]["agreement"])


def may_see(film: Film, venue: Venue, seat: Seat | None) -> list[str]:
    """Return the audiences of a film that an asker may see; none if the film is none of his."""
    if not film.spec.journal:
        return list(film.usual) if venue.is_open else []
    if seat is None:
        return []
    allowed = audiences_of(seat)
    if allowed[0].sees == "truth":
        return [*film.usual, *([PUBLIC] if film.spec.is_as_played else [])]
    return [name_of(audience) for audience in allowed] if film.spec.is_as_played else []


def check_may_see(film: Film, venue: Venue, seat: Seat | None, name: str) -> None:
    """Refuse an audience of a film that is not the asker's to see; a seat's try is journaled."""
    if name in may_see(film, venue, seat):
        return
    if film.spec.journal and seat is not None:
        asked = f"the film of {name}" if name in (*venue.live.world.nodes, TRUTH) else "a film of what is not there"
        venue.note_refused(seat, asked, NO_MORE)
    raise refused(403 if seat is not None or not film.spec.journal else 401, f"audience: {NO_MORE}")


def told(film: Film, venue: Venue, seat: Seat | None) -> FilmTold:
    """Return what an asker is told of a film."""
    world = venue.live.world
    if film.spec.is_as_played:
        film.end_ms, film.usual = world.scenario.end_ms, (*world.nodes, TRUTH)
    return FilmTold(
        film_id=film.film_id,
        state=state_of(film, venue),
        why=why_of(film, seat),
        source=film.spec.scenario or EXERCISE,
        agreement=film.spec.agreement,
        from_ms=0,
        until_ms=world.time_ms if film.spec.is_as_played else film.reached_ms(),
        end_ms=film.end_ms,
        branch_ms=film.spec.branch_ms,
        chunk_ms=CHUNK_MS,
        audiences=may_see(film, venue, seat),
    )


def why_of(film: Film, seat: Seat | None) -> str:
    """Return why a film failed; of the exercise the words, which may name files and places, are for control alone."""
    sees_all = not film.spec.journal or (seat is not None and audiences_of(seat)[0].sees == "truth")
    return film.why if sees_all or not film.why else "cannot be shown; ask for it anew, or tell exercise control"


def state_of(film: Film, venue: Venue) -> FilmState:
    """Return how far a film is; that of the exercise grows as long as the exercise goes on."""
    if film.spec.is_as_played and not film.why:
        return "done" if venue.live.is_over else "shooting"
    return film.state()


def told_of_watch(shown: Shown) -> FilmTold:
    """Return what the visitor at a watch is told of its film: nothing that would tell what it is."""
    film, alert, given = shown.film, shown.watch.alert, shown.film.spec.given
    state = film.state()
    return FilmTold(
        film_id=shown.film_id,
        state="done" if state == "shooting" and film.reached_ms() >= alert.end_ms else state,
        why="cannot be shown; draw another" if film.why else "",
        source=OFFICER,
        agreement="",
        from_ms=alert.begins_ms,
        until_ms=min(film.reached_ms(), alert.end_ms),
        end_ms=alert.end_ms,
        branch_ms=given[-1].time_ms if given else -1,
        chunk_ms=CHUNK_MS,
        audiences=[alert.node],
    )
