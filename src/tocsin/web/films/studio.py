"""Where films are shot: one process of low priority, one chunk at a time, what is asked for first."""

import asyncio
import multiprocessing
import secrets
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

from tocsin.errors import TocsinError
from tocsin.web.films.film import MOST_DEATHS, Film, Want
from tocsin.web.films.shooting import Job, Shot, settle, shot, warm
from tocsin.web.films.spec import CHUNK_MS, Spec, film_id_of

MOST_FILMS = 60
MOST_BYTES = 2 * 2**30
END_OF_TIME_MS = 2**53
PATIENCE_S = 0.5  # so long a request for a chunk waits for it; then it is told to ask again


class Studio:
    """The films of one server.

    Parameters
    ----------
    reached_ms : callable
        Returns until when (ms) the exercise being served is on disk.
    """

    def __init__(self, reached_ms: Callable[[], int]) -> None:
        self._reached_ms = reached_ms
        self._key = secrets.token_bytes(32)
        self._folder: Path | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._task: asyncio.Task[None] | None = None
        self._wake, self._news = asyncio.Event(), asyncio.Event()
        self._use_count = 0
        self.films: dict[str, Film] = {}

    def film_of(self, spec: Spec) -> Film:
        """Return the film of a spec, a new one if need be; the same spec is the same film.

        One that failed is tried again: what it failed of, a full disk or a lack of memory, may be over.
        """
        film_id = film_id_of(spec, self._key)
        film = self.films.get(film_id)
        if film is None:
            above = spec.parent()
            parent = None if above is None else self.film_of(above)
            film = self.films[film_id] = Film(film_id, spec, self.folder() / film_id, parent)
        film.try_again()
        self.use(film)
        self.make_room()
        self._go()
        return film

    def use(self, film: Film) -> None:
        """Note that a film is used, and its parents with it: those not used for longest go first."""
        self._use_count += 1
        above: Film | None = film
        while above is not None:
            above.used = self._use_count
            self.films[above.film_id] = above
            above = above.parent

    def folder(self) -> Path:
        """Return the private folder of the films, made at first need."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="tocsin-films-"))
        return self._folder

    async def chunk(self, film: Film, number: int, name: str) -> bytes | None:
        """Return a chunk for an audience, packed with gzip; None while it is not shot.

        It is shot next, before all else.
        """
        film = film.holder(number)
        self.use(film)
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + PATIENCE_S
        limit_ms = self._limit_ms(film)
        while not film.is_fresh(number, name, limit_ms):
            film.want(number, name)
            self._go()
            left_s = ends_s - loop.time()
            if left_s <= 0.0 or film.why:
                return None
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left_s)
        film.last_asked = number
        self._go()
        try:
            return (film.folder / f"{name}.{number}.json.gz").read_bytes()
        except OSError:
            film.forget()
            return None

    def _limit_ms(self, film: Film) -> int:
        return self._reached_ms() if film.spec.is_as_played else END_OF_TIME_MS

    def make_room(self) -> None:
        """Let the films go that have not been used for longest, while there are too many or they are too long."""
        ordered = sorted(self.films.values(), key=lambda film: film.used)
        while ordered and (len(self.films) > MOST_FILMS or self.size_bytes() > MOST_BYTES):
            film = ordered.pop(0)
            if ordered:
                del self.films[film.film_id]
            film.forget()
            shutil.rmtree(film.folder, ignore_errors=True)

    def size_bytes(self) -> int:
        """Return how much all films take on disk."""
        return sum(film.size_bytes for film in self.films.values())

    async def known(self, film: Film, patience_s: float) -> None:
        """Wait until a film's length and audiences are known, or it has failed; no longer than so many seconds."""
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + patience_s
        while film.state() == "waiting" and (left_s := ends_s - loop.time()) > 0.0:
            self._go()
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left_s)

    def _go(self) -> None:
        """Let the work go on."""
        self._wake.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        """Shoot what is wanted, one chunk after another."""
        while True:
            self._wake.clear()
            found = self._next()
            if found is None:
                await self._wake.wait()
                continue
            await self._shoot(*found)
            self._news.set()

    def _next(self) -> tuple[Film, Want] | None:
        """Return what to shoot next: the soonest wanted, of these what was used last."""
        best: tuple[tuple[int, int], Film, Want] | None = None
        for film in self.films.values():
            found = film.next_want()
            if found is None:
                continue
            if film.spec.is_as_played and not self._has_more(film, *found):
                film.wanted = [want for want in film.wanted if want != found[1]]
                continue
            rank = (found[0], -film.used)
            if best is None or rank < best[0]:
                best = rank, film, found[1]
        return None if best is None else best[1:]

    def _has_more(self, film: Film, soon: int, want: Want) -> bool:
        """Return whether enough of the exercise has been played to shoot a chunk: all of it where nobody asked."""
        (number, name), reached_ms = want, self._reached_ms()
        begins_ms = number * CHUNK_MS
        if soon > 0:
            return begins_ms + CHUNK_MS <= reached_ms
        shot_ms = [film.until_ms.get(number, {}).get(each, -1) for each in ((name,) if name else film.usual)]
        return begins_ms <= reached_ms and min(shot_ms, default=-1) < reached_ms

    async def _shoot(self, film: Film, want: Want) -> None:
        number, name = want
        job = Job(lineage_of(film), number, self._limit_ms(film), (name,) if name else ())
        try:
            film.take(number, await self._done(job), want)
        except TocsinError as error:
            film.why = str(error)
        except OSError as error:
            film.why = f"cannot be kept: {error.strerror}; make room on the disk of the temporary folder"
        except BrokenExecutor:
            self._drop_pool()
            film.deaths += 1
            if film.deaths >= MOST_DEATHS:
                film.why = "the process that shoots films died of it twice; ask for another film"
        except Exception as error:  # a fault of ours: the other films go on
            film.why = f"cannot be shot: {type(error).__name__}: {error}"
        if film.film_id not in self.films:
            shutil.rmtree(film.folder, ignore_errors=True)
        self.make_room()

    def warm(self, journal: Path) -> None:
        """Start the process, and let it load what a film of an exercise takes, so that the first does not wait."""
        self._worker().submit(warm, journal)

    async def _done(self, job: Job) -> Shot:
        return await asyncio.get_running_loop().run_in_executor(self._worker(), shot, job)

    def _worker(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), settle, (self.folder(),))
        return self._pool

    def _drop_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):  # there is no public way to stop work under way
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    async def close(self) -> None:
        """End the work and the process, and remove the films."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        self._drop_pool()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def lineage_of(film: Film) -> tuple[tuple[Path, Spec], ...]:
    """Return a film's folder and what it is of, then its parents'."""
    found: list[tuple[Path, Spec]] = []
    above: Film | None = film
    while above is not None:
        found.append((above.folder, above.spec))
        above = above.parent
    return tuple(found)
