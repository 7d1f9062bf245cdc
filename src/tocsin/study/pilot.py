"""How long a study will take: some runs timed before it starts, where and as they will be played."""

import time
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from typing import NamedTuple

import numpy as np

from tocsin.errors import StudyError
from tocsin.study.design.design import Design
from tocsin.study.engines import pool
from tocsin.study.run import Task, measured, uncollected

PILOT_RUN = 0
MOST_POINTS = 4  # of a scenario: the first, the last, and between
MOST_S = 20.0  # s of processor time: of a run that takes longer, the rest is taken to cost as much a second
STEADY = 0.8  # of the time before it: a time no shorter than this is that of a warm run


class Pilot(NamedTuple):
    """What a study's time is made of, s of processor time.

    ``run_s``: a run with its measures, mean over the points that were timed; ``start_s``: what a worker needs once,
    to start and to get ready for its first runs; ``points``: how many were timed, ``cut`` of them by the first
    ``MOST_S`` of their run alone: of bodies that come later it has not seen what they cost.
    """

    run_s: float
    start_s: float
    points: int
    cut: int = 0

    def whole_s(self, runs: int, workers: int) -> float:
        """Return how long so many runs take on so many workers, s; they start together."""
        return self.start_s + runs * self.run_s / workers


class LongRunError(Exception):
    """A run took longer than is waited for; its argument: how long it would take whole, s."""


def pilot(design: Design, workers: int) -> Pilot:
    """Return how long a run takes, and a worker's start: up to four points of each scenario, timed in workers.

    They are dealt out to as many fresh workers as will play, at most one a point, so that what workers cost each
    other is in it.  Each point is played by its worker until that takes no less time (``STEADY``), at least twice;
    what the earlier times took longer counts as part of its start.  Which runs are timed changes no result: a study
    plays them again.  Left out: writing the tables, what else the machine is doing, and what a slow run does after
    its first ``MOST_S``.

    Raises
    ------
    StudyError
        If a worker dies.
    """
    tasks = [task_of_point(design, index) for index in points_of(design)]
    count = min(workers, len(tasks))
    try:
        with pool(count) as found:
            timed = [future.result() for future in [found.submit(timings, tasks[k::count]) for k in range(count)]]
    except BrokenExecutor as error:
        raise StudyError(f"pilot: {error}; memory may be short: use fewer --workers") from None
    runs_s = [run_s for of_worker, _ in timed for run_s in of_worker]
    start_s = sum(start_s for _, start_s in timed) / count
    return Pilot(sum(runs_s) / len(runs_s), start_s, len(runs_s), sum(run_s > MOST_S for run_s in runs_s))


def points_of(design: Design) -> list[int]:
    """Return which points are timed: of each scenario some, as far from each other in the list as can be."""
    found: list[int] = []
    for scenario in design.file.study.scenarios:
        own = [point.index for point in design.points if point.scenario == scenario]
        found += [
            own[place] for place in np.linspace(0, len(own) - 1, min(MOST_POINTS, len(own))).round().astype(int)
        ]
    return found


def task_of_point(design: Design, index: int) -> Task:
    """Return the task of the run of a point that is timed."""
    point = design.points[index]
    return Task(point.scenario_text, point.scenario, point.agreement_text, design.file.study.seed, PILOT_RUN)


def timings(tasks: Sequence[Task]) -> tuple[list[float], float]:
    """Return how long each task takes in this process once it is warm, and what it needed beyond that to be so, s."""
    played = [times_until_warm_s(task) for task in tasks]
    runs_s = [times_s[-1] for times_s in played]
    warm_s = sum(len(times_s) * min(times_s[-1], MOST_S) for times_s in played)
    return runs_s, max(0.0, time.process_time() - warm_s)  # the clock began with the process


def times_until_warm_s(task: Task) -> list[float]:
    """Return how long a task took each time, the last of them in a process that is warm, s.

    Where nothing is compiled yet, the ``MOST_S`` of the first times go into compiling, and the rest of the run is
    taken to be as slow; each time goes on from what those before have compiled.
    """
    times_s = [timed_s(task), timed_s(task)]
    while times_s[-1] < STEADY * times_s[-2]:
        times_s.append(timed_s(task))
    return times_s


def timed_s(task: Task) -> float:
    """Return the processor time of a run with its measures, s."""
    started_s = time.process_time()

    def watch(time_ms: int, end_ms: int) -> None:
        spent_s = time.process_time() - started_s
        if spent_s > MOST_S:
            raise LongRunError(spent_s * end_ms / time_ms)

    try:
        with uncollected():
            measured(task, watch)
    except LongRunError as long:
        return float(long.args[0])
    return time.process_time() - started_s
