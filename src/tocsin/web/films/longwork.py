"""Work of many seconds, in a process of its own of the lowest priority: futures, what came of a watch."""

import asyncio
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

from tocsin.errors import StudyError
from tocsin.web.films.shooting import settle

NICENESS = 19
MOST_TRIES = 2
Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class LongWork:
    """One process, made at first need and again if it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def done(self, work: Callable[Asked, Found], *args: Asked.args, **more: Asked.kwargs) -> Found:
        """Return what a module's function makes of what it is given; StudyError where its process died of it."""
        assert not more
        for _ in range(MOST_TRIES):
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), settle_low)
            pool = self._pool
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, work, *args)
            except BrokenExecutor:
                if pool is self._pool:
                    self.close()
        raise StudyError("the process that works this out died of it twice; ask again")

    def close(self) -> None:
        """End the process, whatever it is at."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):  # there is no public way to stop work under way
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def settle_low() -> None:
    """Settle as the film's process does, and take what processor time nobody else wants."""
    settle()
    os.nice(NICENESS)
