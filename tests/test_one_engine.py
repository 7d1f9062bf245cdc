"""Batch, paced, pool worker and replay are one engine: the same orders give one digest."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.pace import paced
from tocsin.exercise.play import play
from tocsin.journal.memory import DigestJournal
from tocsin.orders.order import Order
from tocsin.scenario.build import build_scenario
from tocsin.study.pool import run_pool
from tocsin.study.run import Task, replay, run, task_of, world_of


@pytest.fixture(scope="module")
def task(flagship):
    return task_of(flagship, "first-seen-by-partner", "full-picture", 3)


@pytest.fixture(scope="module")
def batch(task: Task):
    return run(task)


def test_a_second_batch_run_gives_the_same_digest(task, batch):
    assert run(task).digest == batch.digest


def test_a_paced_run_gives_the_same_digest(task, batch):
    clock = [0.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    journal = DigestJournal()
    ticks = list(paced(play(world_of(task), DoctrineCells(), journal), 60.0, lambda: clock[0], sleep))
    assert journal.digest == batch.digest
    assert len(ticks) == 2400
    assert clock[0] == pytest.approx(2400 / 60.0)  # it did wait: 40 minutes at 60 times the clock


def test_a_late_tick_is_not_stretched(task, batch):
    clock = [0.0]

    def slow_clock() -> float:
        clock[0] += 5.0  # every look at the clock costs five seconds: hopelessly late
        return clock[0]

    journal = DigestJournal()
    for _ in paced(play(world_of(task), DoctrineCells(), journal), 1.0, slow_clock, lambda seconds: None):
        pass
    assert journal.digest == batch.digest


def test_replay_of_the_recorded_orders_gives_the_same_digest(task, batch):
    orders = [entry.body for entry in batch.log.entries if isinstance(entry.body, Order)]
    assert orders, "a run without orders would prove nothing"
    assert replay(task, batch.log) == batch.digest


def test_a_changed_order_changes_the_digest(task, batch):
    kept = [e for e in batch.log.entries if not isinstance(e.body, Order)]
    orders = [e for e in batch.log.entries if isinstance(e.body, Order)]
    without_last = dataclasses.replace(batch.log, entries=[*kept, *orders[:-1]])
    assert replay(task, without_last) != batch.digest


def test_pool_workers_give_the_same_digest(task, batch):
    other = dataclasses.replace(task, agreement="none")
    results = list(run_pool([task, other], workers=2))
    assert [found for found, _, _ in results] == [task, other]
    assert results[0][1] == batch.digest
    assert results[1][1] != batch.digest


def test_a_changed_draw_changes_the_digest(task, batch):
    assert run(dataclasses.replace(task, seed=4)).digest != batch.digest
    assert run(dataclasses.replace(task, run=1)).digest != batch.digest


def test_a_changed_delay_changes_the_digest(task, batch):
    text = task.scenario_text.replace("latency_s = 2.0", "latency_s = 3.0", 1)
    assert text != task.scenario_text
    build_scenario(text, "changed")
    assert run(dataclasses.replace(task, scenario_text=text)).digest != batch.digest


PRINT_DIGEST = """
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of
print(run(task_of(load_scenario("first-seen-by-partner"), "first-seen-by-partner", "full-picture", 3)).digest)
"""


def test_fresh_processes_with_other_hash_seeds_give_the_same_digest(batch):
    for hash_seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            env={"PYTHONHASHSEED": hash_seed, "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout.strip() == batch.digest
