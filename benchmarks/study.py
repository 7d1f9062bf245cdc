"""Studies: runs a second, ticks a second, microseconds a tick by stage, memory a worker, gain of a second worker.

``python -m benchmarks.study``.  Compare ratios of one run of the benchmark: the machine is shared.
"""

import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.memory import peak_mib
from tocsin.exercise import engine
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import entries
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.view import views
from tocsin.exercise.world import Record
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.agreement_file import agreement_text
from tocsin.scenario.build import load_scenario
from tocsin.study.engines import Engine, executor
from tocsin.study.plan import Unit
from tocsin.study.run import Task, rows_of, task_of, world_of
from tocsin.study.runner import finished
from tocsin.study.shards import write_shard
from tocsin.study.unit import play_unit

FLAGSHIP = "first-seen-by-partner"
AGREEMENTS = ("none", "full-picture")
RUNS = 3
UNITS = 8  # a worker, each of one run


def measured() -> dict[str, float]:
    """Return the figures of studies."""
    figures: dict[str, float] = {}
    scenario = load_scenario(FLAGSHIP)
    ticks = scenario.end_ms / scenario.tick_ms
    for agreement in AGREEMENTS:
        task = task_of(scenario, FLAGSHIP, agreement, None)
        rows_of(task)
        run_s = statistics.median(process_s(task) for _ in range(RUNS))
        name = agreement.replace("-", "_")
        figures[f"{name}_run_s"] = run_s
        figures[f"{name}_runs_per_s"] = 1.0 / run_s
        figures[f"{name}_ticks_per_s"] = ticks / run_s
        figures[f"{name}_minutes_for_1000_runs_on_two_cores"] = 1000.0 * run_s / 2.0 / 60.0
        figures |= {f"{name}_us_per_tick_{stage}": 1e6 * spent / ticks for stage, spent in by_stage(task).items()}
    return figures | scaling()


def process_s(task: Task) -> float:
    """Return the processor time of one run with its measures, s."""
    started_s = time.process_time()
    rows_of(task)
    return time.process_time() - started_s


def by_stage(task: Task) -> dict[str, float]:
    """Return the processor time of each stage of a run, s: the engine's own loop, taken apart."""
    world, journal, spent = world_of(task), DigestJournal(), defaultdict[str, float](float)
    cells = DoctrineCells(world.scenario.staged.script)
    while world.time_ms < world.scenario.end_ms:
        with timed(spent, "cells"):
            orders = cells.orders(world.time_ms, views(world))
        with timed(spent, "apply"):
            records: list[Record] = apply(world, orders)
        for stage in engine.STAGES:
            with timed(spent, stage.__name__):
                records += stage(world)
        with timed(spent, "journal"):
            journal.commit(entries(world.time_ms, records), durable=False)
        world.time_ms += world.scenario.tick_ms
    return dict(spent)


@contextmanager
def timed(spent: dict[str, float], name: str) -> Iterator[None]:
    """Add the processor time of what is inside."""
    started_s = time.process_time()
    yield
    spent[name] += time.process_time() - started_s


def scaling() -> dict[str, float]:
    """Return what a second worker gains, what the engine costs beside the work, and a worker's peak of memory."""
    one_s, work_s, _ = played_s(1)
    two_s, _, memory_mib = played_s(2)
    return {
        "two_workers_over_one": 2.0 * one_s / two_s,  # two workers play twice the units
        "engine_overhead_share": 1.0 - work_s / one_s,
        "worker_peak_mib": memory_mib,
    }


def played_s(workers: int) -> tuple[float, float, float]:
    """Return (s to play and write the units, s of them in the work itself, peak memory of a worker in MiB)."""
    engine = Engine(workers=workers)
    with executor(engine) as pool, tempfile.TemporaryDirectory() as folder:
        for future in [pool.submit(warmed, unit) for unit in units(2 * workers)]:
            future.result()
        started_s = time.perf_counter()
        for unit, played in finished(pool, units(UNITS * workers), engine):
            write_shard(Path(folder), unit, played)
        whole_s = time.perf_counter() - started_s
        each = [pool.submit(warmed, unit).result() for unit in units(2)]
        return whole_s, UNITS * statistics.median(seconds for seconds, _ in each), max(peak for _, peak in each)


def warmed(unit: Unit) -> tuple[float, float]:
    """Return how long a worker takes for a unit by itself, s, and the most memory that it has had, MiB."""
    started_s = time.perf_counter()
    play_unit(unit)
    return time.perf_counter() - started_s, peak_mib()


def units(count: int) -> list[Unit]:
    """Return units of one run each."""
    scenario = load_scenario(FLAGSHIP)
    text = agreement_text("none")
    return [Unit(run, 0, FLAGSHIP, scenario.text, text, scenario.seed, run, run + 1, "") for run in range(count)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps({key: round(value, 4) for key, value in measured().items()}, indent=2) + "\n")
