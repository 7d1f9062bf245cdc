"""Many runs over the cores of this machine: one process a core, one run each at a time."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from tocsin.review.measure import Row
from tocsin.study.run import Task, rows_of


def run_pool(tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, str, list[Row]]]:
    """Yield (task, digest, measures) for every task, in the order given.

    ``workers`` defaults to the cores of this machine.  Workers are fresh processes: nothing is shared.
    """
    waiting = list(tasks)
    context = multiprocessing.get_context("spawn")
    count = workers or os.cpu_count() or 1
    with ProcessPoolExecutor(max_workers=count, mp_context=context) as pool:
        for task, (digest, rows) in zip(waiting, pool.map(rows_of, waiting), strict=True):
            yield task, digest, rows
