"""Where units of work are played: processes of this machine, or a Dask cluster.  Both are executors alike."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Literal

from tocsin.errors import StudyError
from tocsin.study.processes import Processes

EngineName = Literal["pool", "dask"]
RETRIES = 3  # by Dask, of a unit whose worker died


@dataclass(frozen=True, slots=True)
class Engine:
    """Which engine, how many workers (0: one a core), and of Dask the scheduler's address ('': one of its own).

    ``niceness``: of the pool's workers, 0 to 19; at 19 they take what processor time nobody else wants.
    """

    name: EngineName = "pool"
    workers: int = 0
    scheduler: str = ""
    niceness: int = 0

    def __post_init__(self) -> None:
        """Refuse a scheduler that nothing would ask."""
        if self.scheduler and self.name != "dask":
            raise StudyError(
                f"scheduler = {self.scheduler}: is asked by dask alone; add --engine dask, or leave it out"
            )

    @property
    def at_once(self) -> int:
        """Return how many units are under way together at most, so that no worker waits."""
        return 3 * (self.workers or os.cpu_count() or 1) if self.name == "pool" else 10_000


def deaths(engine: Engine) -> tuple[type[BaseException], ...]:
    """Return what is raised where a unit's worker has died."""
    if engine.name == "pool":
        return (BrokenExecutor,)
    from dask.distributed import KilledWorker  # noqa: PLC0415  an extra

    return (BrokenExecutor, KilledWorker)


@contextmanager
def executor(engine: Engine) -> Iterator[Executor]:
    """Give an executor; its workers end with it, at once if something is wrong."""
    if engine.name == "pool":
        with pool(engine.workers, engine.niceness) as found:
            yield found
    else:
        with dask_executor(engine) as found:
            yield found


@contextmanager
def pool(workers: int, niceness: int = 0) -> Iterator[Executor]:
    """Give a pool of fresh processes, one a core: nothing is shared."""
    found = Processes(workers or os.cpu_count() or 1, partial(settle, niceness))
    try:
        yield found
        found.shutdown()
    finally:
        found.shutdown(wait=False, cancel_futures=True)


def settle(niceness: int) -> None:
    """Leave Ctrl-C to the process that hands out the work; take so much less of the processor than others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(niceness)


@contextmanager
def dask_executor(engine: Engine) -> Iterator[Executor]:
    """Give the executor of a Dask cluster: the one at the address, or one on this machine for the time."""
    try:
        from dask.distributed import Client, LocalCluster  # noqa: PLC0415  an extra
    except ImportError:
        raise StudyError("--engine dask: dask.distributed is not installed; pip install 'tocsin[cluster]'") from None
    if engine.scheduler:
        try:
            client = Client(engine.scheduler, timeout="10s")  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise StudyError(f"--scheduler {engine.scheduler}: nobody answers there ({error}); start one") from None
        with client:
            yield client.get_executor(retries=RETRIES)  # type: ignore[no-untyped-call]
        return
    count = engine.workers or os.cpu_count() or 1
    cluster = LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
    with cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
        yield client.get_executor(retries=RETRIES)
