"""From here, N futures of the exercise being served: played aside, one after another, and the odds so far."""

import asyncio
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tocsin.errors import TocsinError
from tocsin.exchange.message import MARKING
from tocsin.study.futures import Asked, Future, lucks, one_future, outlooks
from tocsin.study.statistics.interval import Estimate
from tocsin.web.body import LARGEST_WHOLE
from tocsin.web.faults import refused
from tocsin.web.films.longwork import LongWork
from tocsin.web.ordering import Word

MOST_RUNS = 200
MOST_JOBS = 16  # the oldest that is done is forgotten


class FuturesAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many futures of a moment (ms), each with another luck; under a preset, '' for the agreement in force."""

    at_ms: Annotated[int, Meta(ge=0, le=LARGEST_WHOLE)]
    agreement: Word = ""
    runs: Annotated[int, Meta(ge=1, le=MOST_RUNS)] = 30


class EstimateTold(msgspec.Struct, frozen=True, kw_only=True):
    """A value, its interval and on how many runs it rests; null where there is none."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class OutlookTold(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one nation over the futures: the odds that it is above zero, and its mean in ``unit``."""

    nation: str
    measure: str
    unit: str
    odds: EstimateTold
    mean: EstimateTold


class FuturesTold(msgspec.Struct, frozen=True, kw_only=True):
    """How many of so many futures have been played (``done`` of ``runs``), and what they say so far."""

    futures_id: str
    state: Literal["waiting", "playing", "done", "failed"]
    why: str
    at_ms: int
    agreement: str
    done: int
    runs: int
    table: list[OutlookTold]
    marking: str = MARKING


class Job:
    """One set of futures."""

    def __init__(self, asked: FuturesAsked) -> None:
        self.futures_id, self.asked = secrets.token_hex(8), asked
        self.found: list[Future] = []
        self.why = ""
        self.task: asyncio.Task[None] | None = None

    def told(self) -> FuturesTold:
        """Return how it stands."""
        done, runs = len(self.found), self.asked.runs
        state: Literal["waiting", "playing", "done", "failed"] = "playing" if done else "waiting"
        return FuturesTold(
            futures_id=self.futures_id,
            state="failed" if self.why else "done" if done == runs else state,
            why=self.why,
            at_ms=self.asked.at_ms,
            agreement=self.asked.agreement,
            done=done,
            runs=runs,
            table=table_of(self.found),
        )


class Futures:
    """All that are asked for, one set after another.

    Parameters
    ----------
    long : LongWork
    """

    def __init__(self, long: LongWork) -> None:
        self._long, self._turn = long, asyncio.Lock()
        self.jobs: dict[str, Job] = {}

    def ask(self, asked: FuturesAsked, journal: Path) -> Job:
        """Return a new set of futures of a journal; 409 where too many wait."""
        ended = [job for job in self.jobs.values() if job.task is not None and job.task.done()]
        if len(self.jobs) >= MOST_JOBS:
            if not ended:
                raise refused(409, f"{MOST_JOBS} sets of futures are being played; wait for one to end")
            del self.jobs[ended[0].futures_id]
        job = Job(asked)
        self.jobs[job.futures_id] = job
        job.task = asyncio.get_running_loop().create_task(self._play(job, journal))
        return job

    async def _play(self, job: Job, journal: Path) -> None:
        async with self._turn:
            asked = Asked(journal, job.asked.at_ms, job.asked.agreement)
            try:
                for run in lucks(journal, job.asked.runs):
                    job.found.append(await self._long.done(one_future, asked, run))
            except TocsinError as error:
                job.why = str(error)
            except Exception as error:  # a fault of ours: the exercise goes on
                job.why = f"cannot be played: {type(error).__name__}: {error}"

    def close(self) -> None:
        """Play none any longer."""
        for job in self.jobs.values():
            if job.task is not None:
                job.task.cancel()


def table_of(found: Sequence[Future]) -> list[OutlookTold]:
    """Return the odds and means of what has been played."""
    return [
        OutlookTold(
            nation=item.nation,
            measure=item.measure,
            unit=item.unit,
            odds=estimate_told(item.odds),
            mean=estimate_told(item.mean),
        )
        for item in outlooks(found)
    ]


def estimate_told(estimate: Estimate) -> EstimateTold:
    """Return an estimate as it is told."""
    return EstimateTold(value=estimate.value, low=estimate.low, high=estimate.high, n=estimate.n)
