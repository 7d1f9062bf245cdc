"""The films of a served exercise: the studio, what an open house shows first, and how often a visitor may ask."""

import time

from tocsin.web.faults import refused
from tocsin.web.films.film import Film
from tocsin.web.films.longwork import LongWork
from tocsin.web.films.outlooks import Futures
from tocsin.web.films.spec import Spec
from tocsin.web.films.studio import Studio
from tocsin.web.films.watches import Watches
from tocsin.web.limits import Limit
from tocsin.web.venue import Venue

OPENING_SCENARIO = "first-seen-by-partner"  # what an open house begins with, under each of these agreements
OPENING_AGREEMENTS = ("none", "notify-only", "jdec-1", "")
OPENING_CHUNKS = 16
IS_WARMED = True  # whether the films' process is started with the server; else at first need
FACTS_PATIENCE_S = 3.0  # so long a request for a film waits until its length and audiences are known
VISITOR_RATE_HZ, VISITOR_BURST = 5.0, 40  # what asks without a seat may ask for anew


class Films:
    """What the routes need.

    Parameters
    ----------
    venue : Venue
    """

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self.studio = Studio(lambda: venue.live.world.time_ms)
        self.long = LongWork()
        self.futures = Futures(self.long)
        self.watches = Watches(self.studio, self.long)
        self._limit = Limit(VISITOR_RATE_HZ, VISITOR_BURST)

    def begin(self) -> None:
        """Begin: in an open house with what its first two minutes show, so that it is there at once."""
        if not self.venue.is_open:
            if IS_WARMED:
                self.studio.warm(self.venue.live.journal.path)
        else:
            for agreement in OPENING_AGREEMENTS:
                film = self.studio.film_of(Spec(scenario=OPENING_SCENARIO, agreement=agreement))
                film.ahead_count = OPENING_CHUNKS
            self.watches.prepare()

    async def film_of(self, spec: Spec) -> Film:
        """Return the film of a spec, if need be a new one, as soon as its length is known."""
        film = self.studio.film_of(spec)
        if not spec.is_as_played:
            await self.studio.known(film, FACTS_PATIENCE_S)
        return film

    def check_rate(self, address: str) -> None:
        """Refuse an address that asks too often without a seat."""
        if not self._limit.take(address, time.monotonic()):
            raise refused(429, f"too many requests without a seat: {VISITOR_RATE_HZ:.0f} a second; wait a second")

    async def close(self) -> None:
        """End the work and remove the films."""
        self.watches.close()
        self.futures.close()
        self.long.close()
        await self.studio.close()
