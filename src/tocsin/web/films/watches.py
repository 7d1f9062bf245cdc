"""The watches of all visitors of an open house: drawn, decided, revealed."""

import asyncio
import secrets

import msgspec

from tocsin.errors import TocsinError
from tocsin.web.faults import refused
from tocsin.web.films.longwork import LongWork
from tocsin.web.films.officer import OUTCOME_MS, Shown, Watch, alert_pool, drawn_watch
from tocsin.web.films.outcome import Outcome, outcome_of
from tocsin.web.films.spec import CHUNK_MS, Given, Spec
from tocsin.web.films.studio import Studio

MOST_WATCHES = 200  # the oldest is forgotten
MOST_DECISIONS = 20
MOST_SHOWN = MOST_WATCHES * 4
AFTER_THE_OPENING = 100  # how much later alerts are shot unasked than what an open house opens with


class Watches:
    """All draws.

    Parameters
    ----------
    studio : Studio
    long : LongWork
    """

    def __init__(self, studio: Studio, long: LongWork) -> None:
        self._studio, self._long = studio, long
        self.watches: dict[str, Watch] = {}
        self.shown: dict[str, Shown] = {}
        self._outcomes: dict[Spec, asyncio.Task[Outcome]] = {}

    def prepare(self) -> None:
        """Begin to shoot every alert of the pool, so that whichever is drawn is there at once."""
        for alert in alert_pool().alert:
            film = self._studio.film_of(alert.spec())
            film.ahead_count, film.later = alert.end_ms // CHUNK_MS + 1, AFTER_THE_OPENING

    def draw(self) -> tuple[Watch, Shown]:
        """Return a new watch, and its film."""
        watch = drawn_watch()
        self.watches[watch.watch_id] = watch
        while len(self.watches) > MOST_WATCHES:
            del self.watches[next(iter(self.watches))]
        return watch, self.show(watch)

    def show(self, watch: Watch) -> Shown:
        """Return the film of a watch as it stands, under a new id that tells nothing."""
        film = self._studio.film_of(watch.alert.spec(watch.acted))
        film.ahead_count = watch.alert.end_ms // CHUNK_MS + 1
        if film.last_asked < 0:
            at_ms = watch.acted[-1].time_ms if watch.acted else watch.alert.begins_ms
            film.want(at_ms // CHUNK_MS, "")
        shown = Shown(secrets.token_hex(12), film, watch)
        self.shown[shown.film_id] = shown
        while len(self.shown) > MOST_SHOWN:
            del self.shown[next(iter(self.shown))]
        return shown

    def decide(self, watch: Watch, given: Given) -> Shown:
        """Return the film that goes on with one more decision."""
        alert = watch.alert
        earliest_ms = max([alert.begins_ms, *(item.time_ms for item in watch.given)])
        if watch.is_revealed:
            raise refused(409, "this watch is over: what it was has been shown; draw another")
        if not earliest_ms <= given.time_ms < alert.end_ms:
            raise refused(422, f"at_ms: must be {earliest_ms} to {alert.end_ms - 1}")
        if len(watch.given) >= MOST_DECISIONS:
            raise refused(409, f"a watch takes {MOST_DECISIONS} decisions; ask what it was")
        watch.given = (*watch.given, given)
        return self.show(watch)

    async def outcomes(self, watch: Watch, patience_s: float) -> tuple[Outcome, Outcome] | None:
        """Return what came of a watch and what doctrine would have made of it; None while that is worked out."""
        until_ms = watch.alert.alert_ms + OUTCOME_MS
        own = watch.alert.spec(watch.acted)
        specs = own, msgspec.structs.replace(own, held=(), given=())
        tasks = [self._outcome(spec, watch.alert.node, until_ms) for spec in specs]
        await asyncio.wait(tasks, timeout=patience_s)
        if not all(task.done() for task in tasks):
            return None
        try:
            return tasks[0].result(), tasks[1].result()
        except (Exception, asyncio.CancelledError) as error:  # a fault of ours too: it is worked out anew
            for spec in specs:
                self._outcomes.pop(spec, None)
            why = str(error) if isinstance(error, TocsinError) else type(error).__name__
            raise refused(409, f"cannot be worked out ({why}); ask again") from None

    def _outcome(self, spec: Spec, node: str, until_ms: int) -> asyncio.Task[Outcome]:
        task = self._outcomes.get(spec)
        if task is None:
            while len(self._outcomes) >= MOST_WATCHES:
                self._outcomes.pop(next(iter(self._outcomes))).cancel()
            task = asyncio.get_running_loop().create_task(self._long.done(outcome_of, spec, node, until_ms))
            self._outcomes[spec] = task
        return task

    def close(self) -> None:
        """Work nothing out any longer."""
        for task in self._outcomes.values():
            task.cancel()
