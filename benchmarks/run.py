"""Speeds of the main job, as JSON.  Read beside the calibration loop of the same run; compare ratios, not seconds.

``python -m benchmarks.run``; medians of ``REPEATS``, all in one process on one core but for the command line.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import allocation, association, flight, footprint, live, pack, room, sensing, study, tracking
from tocsin.exchange.agreement import AgreementState
from tocsin.exchange.inbound import Inbound, receive
from tocsin.exchange.message import Delivery, Draft, Message
from tocsin.exchange.payload import LaunchReport
from tocsin.exchange.release import release
from tocsin.exchange.wire import LinkEnd, seal
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.engine import step
from tocsin.exercise.play import play
from tocsin.journal.memory import DigestJournal
from tocsin.review.measure import measure_rows
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of, world_of

REPEATS = 5
FLAGSHIP = "first-seen-by-partner"
TICKS = 240  # before the first launch, at 300 s
MESSAGES = 2000
PARTS = (sensing, flight, association, tracking, allocation, study, footprint, pack, live, room)


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of a piece of work, s."""
    times = []
    for _ in range(repeats):
        started_s = time.perf_counter()
        work()
        times.append(time.perf_counter() - started_s)
    return statistics.median(times)


def calibration() -> int:
    """Do a fixed piece of plain Python: what this machine, today, is worth."""
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return total


def idle_tick_us() -> float:
    """Return the time of a tick in which nothing flies, µs: nothing but orchestration."""
    task = task_of(load_scenario(FLAGSHIP), FLAGSHIP, "full-picture", None)

    def ticks() -> None:
        world = world_of(task)
        started_s = time.perf_counter()
        for _ in range(TICKS):
            step(world, [])
        spent.append(time.perf_counter() - started_s)

    spent: list[float] = []
    for _ in range(REPEATS):
        ticks()
    return statistics.median(spent) / TICKS * 1e6


def message_us() -> float:
    """Return the time of one message from draft to delivery, signed and checked, µs."""
    scenario = load_scenario(FLAGSHIP)
    agreement, link = load_agreement("full-picture", scenario.parties), scenario.links[0]
    draft = Draft(
        originator="alder", to="birch", drafted_ms=0, msg_type="report", payload=LaunchReport(event_id="alder-e1")
    )
    end = LinkEnd("bench", world_of(task_of(scenario, FLAGSHIP, None, None)).luck)

    def messages() -> None:
        for seq in range(MESSAGES):
            message = release(draft, agreement, AgreementState(), 1000 * seq)
            assert isinstance(message, Message)
            delivered = receive(seal(message, link, seq + 1, end).raw, link, Inbound(), end, 1000 * seq)
            assert isinstance(delivered, Delivery)

    return seconds(messages) / MESSAGES * 1e6


def main() -> None:
    """Measure and print."""
    scenario = load_scenario(FLAGSHIP)
    task = task_of(scenario, FLAGSHIP, "full-picture", None)
    finished = run(task)  # warms every kernel
    loop_s = seconds(calibration)
    digest_s = seconds(lambda: [None for _ in play(world_of(task), DoctrineCells(), DigestJournal())])
    with tempfile.TemporaryDirectory() as folder:
        outs = iter(range(100))
        file_s = seconds(lambda: run(task, Path(folder) / str(next(outs))))
    command = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]
    figures = {
        "calibration_loop_s": loop_s,
        "flagship_digest_only_s": digest_s,
        "flagship_with_journal_s": file_s,
        "flagship_in_calibration_loops": digest_s / loop_s,
        "journal_cost_ratio": file_s / digest_s,
        "flagship_us_per_tick": digest_s / (scenario.end_ms / scenario.tick_ms) * 1e6,
        "idle_tick_us": idle_tick_us(),
        "message_us": message_us(),
        "records": len(finished.log.entries),
        "measures_s": seconds(lambda: measure_rows(finished.log, scenario)),
        "command_help_s": seconds(lambda: subprocess.run([*command, "--help"], capture_output=True, check=True)),
        "command_run_flagship_s": seconds(
            lambda: subprocess.run([*command, "run", FLAGSHIP], capture_output=True, check=True), 3
        ),
    }
    for part in PARTS:
        name = part.__name__.rpartition(".")[2]
        figures |= {f"{name}_{key}": value for key, value in part.measured().items()}
    sys.stdout.write(json.dumps({key: round(value, 4) for key, value in figures.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
