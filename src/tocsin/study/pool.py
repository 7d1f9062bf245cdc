"""Many runs over the cores of this machine: one process a core, one run each at a time."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from tocsin.review.measure import Row
from tocsin.study.run import Task, rows_of

Result = TypeVar("Result")


def run_pool(tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, str, list[Row]]]:
    """Yield (task, digest, measures) for every task, in the order given.

    ``workers`` defaults to the cores of this machine.  Workers are fresh processes: nothing is shared.
    """
    waiting = list(tasks)
    for task, (digest, rows) in zip(waiting, pooled(rows_of, waiting, workers), strict=True):
        yield task, digest, rows


def pooled(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int | None = None) -> Iterator[Result]:
    """Yield what a module's function makes of every task, in the order given; each in a process of its own."""
    context = multiprocessing.get_context("spawn")
    count = workers or os.cpu_count() or 1
    with ProcessPoolExecutor(max_workers=count, mp_context=context) as pool:
        yield from pool.map(work, tasks)
