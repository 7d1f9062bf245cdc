"""An executor of processes, each with a pipe of its own: one that dies is noticed, and no other waits for it.

``concurrent.futures.ProcessPoolExecutor`` shares one pipe between all: a worker killed in the middle of an answer
leaves half of it there, for the rest of which everybody waits for ever
(``docs/decisions/0021-processes-of-our-own.md``).
"""

import contextlib
import multiprocessing
import queue
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, TypeVar

Result = TypeVar("Result")
SPAWN = multiprocessing.get_context("spawn")  # nothing is shared with the process that hands out the work


class Processes(Executor):
    """So many fresh processes, started when first needed; one that dies fails its own work and is replaced.

    Parameters
    ----------
    count : int
        1 or more.
    settle : callable
        Called in each process before its first work; a module's function, for it travels by name.

    Raises
    ------
    BrokenProcessPool
        By the future of the work whose process died.  The next work finds a new process.
    """

    def __init__(self, count: int, settle: Callable[[], object]) -> None:
        self._settle = settle
        self._hands = ThreadPoolExecutor(count, thread_name_prefix="process")  # one waits for one process
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._workers: set[_Worker] = set()
        self._guard = threading.Lock()
        self._is_closed = False

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Return the future of a module's function, called in one of the processes."""
        return self._hands.submit(self._done, partial(fn, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: after the work handed out if that is waited for, otherwise at once."""
        if wait:
            self._hands.shutdown(cancel_futures=cancel_futures)
        with self._guard:
            self._is_closed = True
            workers = list(self._workers)
        for worker in workers:
            worker.end(at_once=not wait)
        self._hands.shutdown(wait=wait, cancel_futures=True)

    def _done(self, work: Callable[[], Result]) -> Result:
        worker = self._free()
        try:
            answer = worker.answer(work)
        except (EOFError, OSError):
            worker.end(at_once=True)
            with self._guard:
                self._workers.discard(worker)
            raise BrokenProcessPool(f"process {worker.process.pid} died at its work") from None
        except BaseException:
            self._idle.put(worker)  # what could not be sent was not: the process is as it was
            raise
        self._idle.put(worker)
        return answer()

    def _free(self) -> "_Worker":
        with contextlib.suppress(queue.Empty):
            return self._idle.get_nowait()
        with self._guard:
            if self._is_closed:
                raise BrokenProcessPool("the processes have been ended")
            worker = _Worker(self._settle)
            self._workers.add(worker)
            return worker


class _Worker:
    """A process and our end of its pipe."""

    def __init__(self, settle: Callable[[], object]) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_serve, args=(theirs, settle), daemon=True)
        self.process.start()
        theirs.close()  # or its end would not be the end of the pipe

    def answer(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Return what gives the result of a piece of work, or raises what it raised."""
        self._pipe.send(work)
        result, error = ForkingPickler.loads(self._pipe.recv_bytes())
        return partial(_told, result, error)

    def end(self, at_once: bool) -> None:
        """End the process, killed if it must be at once; otherwise it ends as it finds nothing more to do."""
        if at_once:
            self.process.kill()
        else:
            self._pipe.close()
        self.process.join()


def _told(result: Any, error: BaseException | None) -> Any:
    if error is not None:
        raise error
    return result


def _serve(pipe: "Connection[Any, Any]", settle: Callable[[], object]) -> None:
    """Do one piece of work after another, until the other end is closed."""
    settle()
    while True:
        try:
            work = pipe.recv()
        except EOFError:
            return
        try:
            answer = ForkingPickler.dumps((work(), None))
        except Exception as error:
            error.add_note("".join(traceback.format_exception(error)))
            answer = ForkingPickler.dumps((None, error))
        pipe.send_bytes(answer)
