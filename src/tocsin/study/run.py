"""One run, from a scenario to its records: what the doors and the studies call."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tocsin import __version__
from tocsin.errors import ScenarioError
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.keeping import is_due, keep
from tocsin.exercise.play import Cells, play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.world import World, new_world
from tocsin.journal.entry import Journal
from tocsin.journal.memory import DigestJournal
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.order import Order
from tocsin.review.log import Collected, RunLog, header_of
from tocsin.review.measure import Row, measure_rows
from tocsin.scenario.agreement_file import agreement_text, load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario, stem_of

Progress = Callable[[int, int], None]  # exercise time reached, exercise time at the end, ms
PROGRESS_EVERY_MS = 60_000
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be run: plain text and numbers, so that it can be sent to another process."""

    scenario_text: str
    scenario_file: str
    agreement: str
    seed: int
    run: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run gave: its records, its digest, and its journal if it has one."""

    log: RunLog
    digest: str
    path: Path | None


def task_of(scenario: Scenario, file: str, agreement: str | None, seed: int | None) -> Task:
    """Return the task of running a scenario, its own agreement and seed where none is given."""
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise ScenarioError(f"--seed = {seed}: must be 0 to {LARGEST_SEED}; choose another")
    return Task(
        scenario_text=scenario.text,
        scenario_file=file,
        agreement=scenario.agreement if agreement is None else agreement,
        seed=scenario.seed if seed is None else seed,
    )


def world_of(task: Task) -> World:
    """Return the world of a task at exercise time zero."""
    scenario = build_scenario(task.scenario_text, task.scenario_file)
    agreement = load_agreement(task.agreement, scenario.members)
    return new_world(scenario, agreement, task.seed, task.run)


def meta_of(task: Task, world: World) -> dict[str, str]:
    """Return what a journal says of its run: enough to run it again."""
    scenario = world.scenario
    return {
        "scenario": scenario.name,
        "scenario_file": task.scenario_file,
        "scenario_text": task.scenario_text,
        "agreement": world.agreement.name,
        "agreement_text": agreement_text(task.agreement),
        "seed": str(task.seed),
        "run": str(task.run),
        "version": __version__,
        "marking": "EXERCISE EXERCISE EXERCISE",
    }


def journal_path(task: Task, world: World, out: Path) -> Path:
    """Return where the journal of a task goes: DIR/<scenario>[.<variant>].<agreement>.<seed>.sqlite."""
    return out / f"{stem_of(world.scenario)}.{world.agreement.name}.{task.seed}.sqlite"


def run(task: Task, out: Path | None = None, progress: Progress | None = None) -> Finished:
    """Return the finished run of a task, doctrine playing every cell.

    Parameters
    ----------
    task : Task
    out : Path or None
        Folder for the journal; None keeps no file.
    progress : callable or None
        Told how far the run is, once an exercise minute.

    Raises
    ------
    ScenarioError, ModelRangeError
        Before anything is written.
    JournalError
        If the journal is there already.
    """
    world = world_of(task)
    meta = meta_of(task, world)
    path = None
    journal: Journal = DigestJournal()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        path = journal_path(task, world, out)
        journal = FileJournal(path, meta)
    try:
        log = played(world, DoctrineCells(world.scenario.staged.script), journal, meta, progress)
    finally:
        journal.close()
    return Finished(log, journal.digest, path)


def played(
    world: World, cells: Cells, journal: Journal, meta: Mapping[str, str], progress: Progress | None = None
) -> RunLog:
    """Return the records of a world played to its end."""
    collected = Collected()
    for time_ms in play(world, cells, journal, collected):
        if isinstance(journal, FileJournal) and is_due(world):
            keep(world, journal)
        if progress is not None and time_ms % PROGRESS_EVERY_MS == 0:
            progress(time_ms, world.scenario.end_ms)
    return collected.log(header_of(meta, journal.digest))


def replay(task: Task, log: RunLog) -> str:
    """Return the digest of a run played again from the orders in its record."""
    orders = [(entry.time_ms, entry.body) for entry in log.entries if isinstance(entry.body, Order)]
    journal = DigestJournal()
    world = world_of(task)
    for _ in play(world, ReplayCells(orders), journal):
        pass
    journal.close()
    return journal.digest


def rows_of(task: Task) -> tuple[str, list[Row]]:
    """Return the digest and the measures of a task: one unit of work for a pool."""
    with uncollected():
        return measured(task)


def measured(task: Task, progress: Progress | None = None) -> tuple[str, list[Row]]:
    """Return the digest and the measures of a task; its records are gone when the collector works again."""
    finished = run(task, progress=progress)
    scenario = build_scenario(task.scenario_text, task.scenario_file)
    return finished.digest, measure_rows(finished.log, scenario)


@contextmanager
def uncollected() -> Iterator[None]:
    """Search for no garbage in circles meanwhile: a run makes none, and the search costs 4 % of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
