"""From here, N futures: the same moment with N other lucks, and the odds of what comes of it."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tocsin.chance.luck import luck_for
from tocsin.errors import StudyError
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.fork import fork
from tocsin.exercise.world import Record, World
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read_meta
from tocsin.review.answer import ALL
from tocsin.review.log import Logged, RunLog, header_of
from tocsin.review.measure import Row, measure_rows
from tocsin.scenario.build import build_scenario
from tocsin.study.engines import Engine, executor
from tocsin.study.fork import Otherwise, begin, branched, history_of, logged, meta_of_fork
from tocsin.study.run import played
from tocsin.study.statistics.interval import Estimate, mean_estimate, share_estimate

MOST_FUTURES = 10_000
NICENESS = 19  # a fork never takes processor time that a live exercise wants
POOL = Engine(workers=1, niceness=NICENESS)


@dataclass(frozen=True, slots=True)
class Asked:
    """From which moment (ms) of which journal; under which agreement, '' for the same."""

    path: Path
    time_ms: int
    agreement: str = ""


class Future(NamedTuple):
    """One future: which run's luck it had, and its headline measures over the whole exercise."""

    run: int
    digest: str
    rows: list[Row]


class Outlook(NamedTuple):
    """One measure of one nation over all futures.

    Attributes
    ----------
    odds : Estimate
        Of the measure being above zero, in the futures in which it has a value; exact interval.
    mean : Estimate
        In the measure's unit; t interval.
    """

    nation: str
    measure: str
    unit: str
    odds: Estimate
    mean: Estimate


def futures(
    asked: Asked, count: int, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> list[Future]:
    """Return so many futures of one moment, each with the luck of another run, played by a low-priority process.

    Parameters
    ----------
    asked : Asked
    count : int
        1 to 10,000.
    progress : callable
        Told how many are played, of how many.

    Raises
    ------
    StudyError
        For another count.
    ScenarioError, JournalError
        As ``fork.forked``.
    """
    if not 1 <= count <= MOST_FUTURES:
        raise StudyError(f"--count {count}: must be 1 to {MOST_FUTURES}; choose another")
    branched(asked.path, Otherwise(asked.time_ms, asked.agreement))  # what is wrong is said before a process starts
    found: list[Future] = []
    with executor(POOL) as pool:
        for future in pool.map(functools.partial(one_future, asked), lucks(asked.path, count)):
            found.append(future)
            progress(len(found), count)
    return found


def lucks(path: Path, count: int) -> list[int]:
    """Return the runs whose luck the futures have: those after the journal's own."""
    meta = read_meta(path)
    first = int(meta.get("fork_run", meta["run"])) + 1
    return list(range(first, first + count))


def one_future(asked: Asked, run: int) -> Future:
    """Return one future: what a worker does."""
    world, told, history, meta = opened(asked)
    scenario = build_scenario(meta["scenario_text"], meta["scenario_file"])
    journal = DigestJournal()
    future = fork(world, luck=luck_for(int(meta["seed"]), run))
    begin(future, journal, told)
    rest = played(future, DoctrineCells(future.scenario.staged.script), journal, meta)
    log = RunLog(header_of(meta, journal.digest), [*history, *rest.entries], rest.end_ms)
    rows = measure_rows(log, scenario)
    return Future(run, journal.digest, [row for row in rows if row.subject == ALL])


class Opened(NamedTuple):
    """A moment as a worker keeps it between two futures."""

    world: World
    told: list[Record]
    history: list[Logged]
    meta: dict[str, str]


@functools.lru_cache(maxsize=1)
def opened(asked: Asked) -> Opened:
    """Return a moment, opened once a worker."""
    otherwise = Otherwise(asked.time_ms, asked.agreement)
    world, told = branched(asked.path, otherwise)
    history = [*history_of(asked.path, world.time_ms), *logged(world.time_ms, told)]
    return Opened(world, told, history, meta_of_fork(asked.path, world, otherwise))


def outlooks(found: Sequence[Future]) -> list[Outlook]:
    """Return the odds and the mean of every measure that has a value in any future, in the order of the measures."""
    values: dict[tuple[str, str, str], list[float]] = {}
    for future in found:
        for row in future.rows:
            held = values.setdefault((row.nation, row.measure, row.unit), [])
            if row.value is not None and row.status == "observed":
                held.append(row.value)
    return [
        Outlook(
            nation=nation,
            measure=measure,
            unit=unit,
            odds=share_estimate(sum(value > 0.0 for value in held), len(held)),
            mean=mean_estimate(np.array(held)),
        )
        for (nation, measure, unit), held in values.items()
        if held
    ]
