"""Many runs over the cores of this machine: one process a core, one run each at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from tocsin.review.measure import Row
from tocsin.study.engines import Engine, executor
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
    with executor(Engine(workers=workers or 0)) as found:
        yield from found.map(work, tasks)
