"""Play a study: what is missing is played, what is there stays, and the stopping rule looks after whole blocks."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path

from tocsin.errors import StudyError
from tocsin.study.design.design import Design
from tocsin.study.engines import Engine, deaths, executor
from tocsin.study.plan import Plan, Unit, stretches, units
from tocsin.study.shards import missing, write_shard
from tocsin.study.stop import is_enough
from tocsin.study.unit import Played, play_unit

Progress = Callable[[int, int, int], None]  # runs done, runs in all, runs that failed just now
MOST_DEATHS = 20  # workers that may die in a row with nothing done in between


def play_study(
    design: Design, plan: Plan, folder: Path, engine: Engine, progress: Progress = lambda _done, _all, _failed: None
) -> int:
    """Play what a study's folder does not hold yet; return how many runs of each point it holds then.

    Parameters
    ----------
    design : Design
    plan : Plan
        In the folder already (``plan.write_plan``).
    folder : Path
    engine : Engine
    progress : callable
        Told how many runs are done, of how many at the most, and how many of those that this call played failed.

    Raises
    ------
    StudyError
        If workers die again and again with nothing done.  What is done stays; the same call goes on.
    """
    total = len(design.points) * plan.replications
    first = failed = 0
    for last in stretches(design, plan):
        wanted = list(units(design, plan, first, last))
        left = missing(folder, wanted)
        done = len(design.points) * last - sum(unit.last_run - unit.first_run for unit in left)
        progress(done, total, failed)
        for played in play_units(left, folder, engine):
            done += played.runs.num_rows
            failed += played.failed
            progress(done, total, failed)
        first = last
        if last < plan.replications and is_enough(design, plan, folder, last):
            return last
    return plan.replications


def play_units(left: Sequence[Unit], folder: Path, engine: Engine) -> Iterator[Played]:
    """Yield the tables of units as they are played and written."""
    with executor(engine) as found:
        for unit, played in finished(found, left, engine):
            write_shard(folder, unit, played)
            yield played


def finished(found: Executor, left: Sequence[Unit], engine: Engine) -> Iterator[tuple[Unit, Played]]:
    """Yield each unit with its tables as it is done; one whose worker died is played again."""
    waiting = deque(left)
    under_way: dict[Future[Played], Unit] = {}
    deaths_in_a_row = 0
    while waiting or under_way:
        while waiting and len(under_way) < engine.at_once:
            unit = waiting.popleft()
            under_way[found.submit(play_unit, unit)] = unit
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            unit = under_way.pop(future)
            try:
                played = future.result()
            except deaths(engine) as error:
                waiting.append(unit)
                deaths_in_a_row += 1
                refuse_many(deaths_in_a_row, error)
                continue
            deaths_in_a_row = 0
            yield unit, played


def refuse_many(deaths_in_a_row: int, error: BaseException) -> None:
    """Raise StudyError where workers die and die with nothing done in between."""
    if deaths_in_a_row > MOST_DEATHS:
        raise StudyError(
            f"workers: {deaths_in_a_row} died in a row, the most is {MOST_DEATHS} ({error}); memory may be short: "
            "use fewer --workers; what is done stays"
        )
