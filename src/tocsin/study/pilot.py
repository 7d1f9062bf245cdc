"""How long a study will take: some runs timed before it starts."""

import time
from typing import NamedTuple

from tocsin.study.design.design import Design
from tocsin.study.plan import Unit
from tocsin.study.run import rows_of
from tocsin.study.unit import task_of_run

PILOT_RUN = 0


class Pilot(NamedTuple):
    """Processor time of one run, s: mean over the points that were timed; the kernels are warm."""

    run_s: float
    points: int


def pilot(design: Design) -> Pilot:
    """Return how long a run takes: the first and the last point of each scenario, timed.

    Each is played once before, so that neither kernels nor the scenario's own build are timed: a worker does that
    once, then plays many.  Which runs are timed changes no result: a study plays them again.
    """
    first = {point.scenario: point.index for point in reversed(design.points)}
    last = {point.scenario: point.index for point in design.points}
    chosen = sorted({*first.values(), *last.values()})
    return Pilot(sum(timed_s(design, index) for index in chosen) / len(chosen), len(chosen))


def timed_s(design: Design, index: int) -> float:
    """Return the processor time of a run of a point, s."""
    point = design.points[index]
    unit = Unit(
        index=0,
        point=index,
        scenario=point.scenario,
        scenario_text=point.scenario_text,
        agreement_text=point.agreement_text,
        seed=design.file.study.seed,
        first_run=PILOT_RUN,
        last_run=PILOT_RUN + 1,
    )
    rows_of(task_of_run(unit, PILOT_RUN))
    started_s = time.process_time()
    rows_of(task_of_run(unit, PILOT_RUN))
    return time.process_time() - started_s
