"""What a rate or a time came to in one exercise: sums over sums, never a mean of ratios; times as ranked medians."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from tocsin.review.answer import ALL
from tocsin.review.headline import median_with_never
from tocsin.review.measure import DEFINITIONS, Row
from tocsin.review.pack.needs import is_tellable
from tocsin.study.series.exercise import Exercise, Played
from tocsin.study.series.rate import Count, Rate
from tocsin.study.statistics.interval import Interval, clopper_pearson, share_over_runs

NATIONS_ALONE = frozenset({"time_to_respond_s"})  # without rows for all: they are added up
NO_CASE, UNTOLD = "none", "not in this view"  # why there is no rate
SUMMARY_OF = {definition.name: definition.summary for definition in DEFINITIONS}


class Quotient(NamedTuple):
    """A rate in one exercise.

    Attributes
    ----------
    top_value, bottom_value : float
        What was counted, and its opportunities; ``top_value`` is in s where the rate is of seconds.
    pending_count : int
        Cases that the end of a run came before: in neither number.
    interval : Interval or None
        Exact, of a share in a batch; None for a live exercise, which is one case.
    why_not : str
        Why there is no rate; '' where there is one.
    run_count : int
        Of a single run the interval is the narrowest that there can be: its cases share its luck.
    """

    top_value: float
    bottom_value: float
    pending_count: int
    interval: Interval | None
    why_not: str = ""
    run_count: int = 1

    @property
    def value(self) -> float | None:
        """Return the rate; None where there was no opportunity."""
        return None if self.why_not else self.top_value / self.bottom_value


class Median(NamedTuple):
    """A time in one exercise: its median in s with *never* ranked worst, None if half or more never came."""

    value: float | None
    case_count: int
    never_count: int
    pending_count: int
    why_not: str = ""


def quotient(exercise: Exercise, rate: Rate, nation: str) -> Quotient:
    """Return what a rate came to for a nation, or for ``all``."""
    if why_not := why_untold(exercise, rate.measures, nation):
        return Quotient(0.0, 0.0, 0, None, why_not)
    tops, bottoms = counted(exercise.runs, rate, nation)
    top, bottom = math.fsum(tops), math.fsum(bottoms)
    waiting = sum(pending_count(run.rows, nation, rate.bottom[0].measure) for run in exercise.runs)
    if not bottom:
        return Quotient(top, 0.0, waiting, None, NO_CASE)
    is_exact = rate.sort == "share" and is_batch_of_doctrine(exercise)
    return Quotient(top, bottom, waiting, interval_of(tops, bottoms) if is_exact else None, "", len(tops))


def interval_of(tops: Sequence[float], bottoms: Sequence[float]) -> Interval:
    """Return the exact 95 % interval of a share.

    Notes
    -----
    Of one run: of as many independent cases, the narrowest that there can be, since they share its luck.  Of several:
    as a study does it, of as many independent cases as tell as much.
    """
    found = share_over_runs(np.asarray(tops), np.asarray(bottoms))
    if len(bottoms) == 1:
        return clopper_pearson(tops[0], bottoms[0])
    assert found.low is not None
    assert found.high is not None
    return Interval(found.low, found.high, found.level)


def is_batch_of_doctrine(exercise: Exercise) -> bool:
    """Return whether nobody but doctrine decided in an exercise: people make it a single case."""
    deciders = {row.decided_by for run in exercise.runs for row in run.rows}
    return not exercise.is_live and deciders <= {"doctrine"}


def counted(runs: Sequence[Played], rate: Rate, nation: str) -> tuple[list[float], list[float]]:
    """Return what is above and below the line in each run; a run in which either does not apply has 0 in both."""
    tops: list[float] = []
    bottoms: list[float] = []
    for run in runs:
        top = amount(run, rate.top, nation)
        parts = [amount(run, part, nation) for part in rate.bottom]
        known = [part for part in parts if part is not None]
        is_there = top is not None and len(known) == len(parts)
        tops.append(top if is_there and top is not None else 0.0)
        bottoms.append(math.fsum(known) if is_there else 0.0)
    return tops, bottoms


def amount(run: Played, count: Count, nation: str) -> float | None:
    """Return a number of a measure's headline; None where the measure does not apply."""
    whose = [nation]
    if nation == ALL and count.measure in NATIONS_ALONE:
        whose = list(run.view.scenario.parties)
    rows = [row for row in run.rows if row.measure == count.measure and row.nation in whose and row.subject == ALL]
    found = [number for row in rows if (number := number_in(row, count)) is not None]
    return math.fsum(found) if found else None


def number_in(row: Row, count: Count) -> float | None:
    """Return the number that is asked for of a headline row; None where the measure does not apply."""
    match count.part:
        case "cases":
            return float(row.n)
        case "came":
            return float(row.n - row.n_never)
        case "sum":
            return float(round(row.value * row.n, 6)) if row.value is not None else 0.0 if not row.n else None
        case "value":
            return row.value if row.status != "not_applicable" else None


def pending_count(rows: Iterable[Row], nation: str, measure: str) -> int:
    """Return how many cases of a measure the end of the run came before."""
    return sum(
        row.status == "pending" and row.subject != ALL and row.nation == nation
        for row in rows
        if row.measure == measure
    )


def median(exercise: Exercise, measure: str, nation: str) -> Median:
    """Return what a measure of time came to for a nation, over the cases of all runs of an exercise."""
    if why_not := why_untold(exercise, (measure,), nation):
        return Median(None, 0, 0, 0, why_not)
    rows = [
        row
        for run in exercise.runs
        for row in run.rows
        if row.measure == measure and row.subject != ALL and is_counted(row, nation, measure)
    ]
    values = [row.value for row in rows if row.value is not None]
    never = sum(row.status == "never" for row in rows)
    waiting = sum(row.status == "pending" for row in rows)
    if not values and not never:
        return Median(None, 0, 0, waiting, NO_CASE)
    worst = math.inf if SUMMARY_OF[measure] == "median, never largest" else -math.inf
    return Median(median_with_never(values, never, worst), len(values) + never, never, waiting)


def is_counted(row: Row, nation: str, measure: str) -> bool:
    """Return whether a row is of a nation, or for all of any where only nations have rows."""
    return row.nation == nation or (nation == ALL and measure in NATIONS_ALONE)


def why_untold(exercise: Exercise, measures: Iterable[str], nation: str) -> str:
    """Return why a reader cannot be told something counted from some measures of a nation; '' if he can be."""
    wanted = tuple(measures)
    can = all(is_tellable(run.view, measure, nation) for run in exercise.runs for measure in wanted)
    return "" if can else UNTOLD
