"""How long a study will take: some runs timed before it starts."""

import time
from typing import NamedTuple

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.journal.memory import DigestJournal
from tocsin.study.design.design import Design
from tocsin.study.run import Task, world_of

PILOT_RUN = 0
MOST_S = 20.0  # s of processor time: of a run that takes longer, the rest is taken to cost as much a second


class Pilot(NamedTuple):
    """Processor time of one run, s: mean over the points that were timed; the kernels are warm."""

    run_s: float
    points: int


def pilot(design: Design) -> Pilot:
    """Return how long a run takes: the first and the last point of each scenario, timed.

    Each is played once before, so that neither kernels nor the scenario's own build are timed: a worker does that
    once, then plays many.  Which runs are timed changes no result: a study plays them again.  Left out: the measures
    of a run (some hundredths of it), and what a slow run does after its first ``MOST_S``.
    """
    first = {point.scenario: point.index for point in reversed(design.points)}
    last = {point.scenario: point.index for point in design.points}
    chosen = sorted({*first.values(), *last.values()})
    for index in chosen:
        timed_s(design, index)
    return Pilot(sum(timed_s(design, index) for index in chosen) / len(chosen), len(chosen))


def timed_s(design: Design, index: int) -> float:
    """Return the processor time of a run of a point, s."""
    point = design.points[index]
    world = world_of(
        Task(point.scenario_text, point.scenario, point.agreement_text, design.file.study.seed, PILOT_RUN)
    )
    end_ms = world.scenario.end_ms
    started_s = time.process_time()
    for time_ms in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        spent_s = time.process_time() - started_s
        if spent_s > MOST_S:
            return spent_s * end_ms / time_ms
    return time.process_time() - started_s
