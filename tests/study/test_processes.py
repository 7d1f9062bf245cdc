"""Processes that die, fail or are ended: nobody waits for them, and the others go on."""

import gc
import os
import signal
import struct
import time
from concurrent.futures import BrokenExecutor, wait
from multiprocessing.connection import Connection

import pytest

from tocsin.study.processes import Processes

PATIENCE_S = 60.0  # far beyond what a process takes to start


def nothing() -> None:
    """Settle in without doing anything."""


def own_pid() -> int:
    return os.getpid()


def dies_in_the_middle_of_its_answer() -> None:
    """Say that a thousand bytes come, send one, and be killed: into every pipe of this process."""
    for found in gc.get_objects():
        if isinstance(found, Connection) and found.writable:
            os.write(found.fileno(), struct.pack("!i", 1000) + b"x")
    os.kill(os.getpid(), signal.SIGKILL)


def refuses(word: str) -> None:
    raise ValueError(f"{word} is no word")


def gives_what_does_not_travel() -> object:
    return lambda: None


def sleeps() -> None:
    time.sleep(10 * PATIENCE_S)


def test_half_an_answer_of_a_killed_process_holds_nobody_up() -> None:
    with Processes(2, nothing) as found:
        killed = found.submit(dies_in_the_middle_of_its_answer)
        others = [found.submit(own_pid) for _ in range(20)]
        assert isinstance(killed.exception(PATIENCE_S), BrokenExecutor)
        assert len({other.result(PATIENCE_S) for other in others} - {os.getpid()}) in (1, 2, 3)


def test_what_the_work_raises_is_raised_where_the_result_is_asked_for() -> None:
    with Processes(1, nothing) as found:
        first = found.submit(own_pid).result(PATIENCE_S)
        with pytest.raises(ValueError, match="rubbish is no word") as caught:
            found.submit(refuses, "rubbish").result(PATIENCE_S)
        assert "in refuses" in caught.value.__notes__[0]  # where it was raised
        with pytest.raises(Exception, match="lambda"):
            found.submit(gives_what_does_not_travel).result(PATIENCE_S)
        with pytest.raises(Exception, match="lambda"):
            found.submit(lambda: None).result(PATIENCE_S)
        assert found.submit(own_pid).result(PATIENCE_S) == first  # none of it cost the process


def test_ended_at_once_nothing_goes_on() -> None:
    found = Processes(2, nothing)
    pids = {found.submit(own_pid).result(PATIENCE_S)}
    futures = [found.submit(sleeps) for _ in range(6)]
    while not all(future.running() for future in futures[:2]):
        time.sleep(0.01)
    found.shutdown(wait=False, cancel_futures=True)
    assert not wait(futures, PATIENCE_S).not_done
    assert all(future.cancelled() or isinstance(future.exception(), BrokenExecutor) for future in futures)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_work_handed_out_is_done_before_the_end() -> None:
    found = Processes(2, nothing)
    futures = [found.submit(own_pid) for _ in range(10)]
    found.shutdown()
    assert len({future.result(0) for future in futures}) <= 2
