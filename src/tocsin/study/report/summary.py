"""One measure of one nation over all runs of some points: what the table of measures prints."""

import warnings
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.review.answer import ALL, Definition
from tocsin.review.measure import DEFINITIONS, ONLY_ALL
from tocsin.study.design.design import Design
from tocsin.study.report.sampled import by_unit
from tocsin.study.results import NO_ROW, STATUSES, Cells, Results
from tocsin.study.statistics.interval import (
    Estimate,
    mean_estimate,
    quantile_estimate,
    ratio_of_sums,
    share_over_runs,
)

Array = NDArray[np.float64]
Kind = Literal["mean", "share", "median", "ratio"]

OBSERVED, NEVER, PENDING, NOT_APPLICABLE = range(len(STATUSES))
KINDS: dict[str, Kind] = {
    "median, never largest": "median",
    "median, never smallest": "median",
    "mean": "mean",
    "share": "share",
    "sum": "mean",
    "sum over cases": "mean",
    "ratio of sums": "ratio",
}
RATIO_PARTS = {"interceptors_per_kill": ("interceptors_fired", "kills")}  # what is summed above and below
DEFINED: dict[str, Definition] = {definition.name: definition for definition in DEFINITIONS}
USUAL = (
    "warned_share_10min",
    "warning_time_credited_s",
    "leakage",
    "interceptors_fired",
    "false_impact_warnings",
    "false_launch_reports",
    "releases",
    "exposure_cells",
)
"""What a report shows where a design names no measures."""


class Summary(NamedTuple):
    """What all runs of some points gave.

    Attributes
    ----------
    estimate : Estimate
        Mean over runs, share of all cases, ratio of sums, or median over runs with *never* ranked worst.
    cases, n_never : int
        Cases behind it (launches and areas, launches, bodies); in how many what was waited for never came.
    pending, not_applicable : int
        Runs of points left out because the run ended first; because there was nothing to count.
    is_never : bool
        The median is *never*: in half or more of the runs.
    """

    estimate: Estimate
    cases: int
    n_never: int
    pending: int
    not_applicable: int
    is_never: bool


def kind_of(measure: str) -> Kind:
    """Return how a measure is summed up over runs."""
    return KINDS[DEFINED[measure].summary]


def unit_of(measure: str) -> str:
    """Return a measure's unit; what is a share by its headline is one, whatever its cases are in."""
    return "share" if kind_of(measure) == "share" else DEFINED[measure].unit


def shown_measures(design: Design) -> list[str]:
    """Return the primary measure and what else a design asks for, each once."""
    return list(dict.fromkeys([design.file.primary.measure, *(design.file.study.measures or USUAL)]))


def shown_nations(design: Design, measure: str) -> tuple[str, ...]:
    """Return the nations that a measure is shown of: the parties, or all where it is between them."""
    if measure in ONLY_ALL:
        return (ALL,)
    primary = design.file.primary
    asks_for_all = primary.nation == ALL and primary.measure == measure
    return (*design.parties, ALL) if asks_for_all else design.parties


def cells_at(results: Results, measure: str, nation: str, points: Sequence[int]) -> Cells | None:
    """Return a measure's cells at some points, a column a unit; None where it is not applicable in any run."""
    try:
        whole = results.cells(measure, nation)
    except StudyError:
        return None
    found = by_unit(results.design, whole.at(list(points)), points)
    is_something = (found.status != NO_ROW) & (found.status != NOT_APPLICABLE)
    return found if bool(is_something.any()) else None


def summary_of(results: Results, measure: str, nation: str, points: Sequence[int]) -> Summary | None:
    """Return what all runs of some points gave; None where a measure is not applicable in any of them."""
    cells = cells_at(results, measure, nation, points)
    if cells is None:
        return None
    kind = kind_of(measure)
    if kind == "ratio":
        estimate = ratio_at(results, measure, nation, points)
    elif kind == "share":
        estimate = share_over_runs(*successes_and_cases(cells))
    elif kind == "median":
        estimate = quantile_estimate(medians_by_run(cells, worst_of(measure)), 0.5)
    else:
        estimate = mean_estimate(means_by_run(cells.value))
    return Summary(
        estimate=estimate,
        cases=int(cells.n.sum()),
        n_never=int(cells.n_never.sum()),
        pending=int((cells.status == PENDING).sum()),
        not_applicable=int((cells.status == NOT_APPLICABLE).sum()),
        is_never=kind in ("median", "ratio") and estimate.value is None and bool((cells.status == NEVER).any()),
    )


def worst_of(measure: str) -> float:
    """Return where never ranks among a measure's values."""
    return np.inf if DEFINED[measure].summary == "median, never largest" else -np.inf


def means_by_run(value: Array) -> Array:
    """Return the mean over points of each run, (runs,), from (points, runs); nan where a run has none."""
    count = (~np.isnan(value)).sum(axis=0)
    return np.where(count > 0, np.nansum(value, axis=0) / np.maximum(count, 1), np.nan)


def medians_by_run(cells: Cells, worst_value: float) -> Array:
    """Return the median over points of each run with never ranked worst; nan where a run has none."""
    ranked = np.where(cells.status == NEVER, worst_value, cells.value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of runs that have none
        return np.asarray(np.nanmedian(ranked, axis=0), dtype=np.float64)


def successes_and_cases(cells: Cells) -> tuple[Array, Array]:
    """Return how many cases each run had over all points, and in how many it came about."""
    is_known = cells.status == OBSERVED
    cases = np.where(is_known, cells.n, 0)
    successes = np.rint(np.where(is_known, cells.value * cells.n, 0.0))
    return successes.sum(axis=0).astype(np.float64), cases.sum(axis=0).astype(np.float64)


def ratio_at(results: Results, measure: str, nation: str, points: Sequence[int]) -> Estimate:
    """Return a ratio of sums over runs."""
    sums = []
    for part in RATIO_PARTS[measure]:
        cells = cells_at(results, part, nation, points)
        if cells is None:
            return Estimate(None, None, None, 0)
        sums.append(np.nansum(cells.value, axis=0))
    return ratio_of_sums(sums[0], sums[1], results.design.file.study.seed).estimate
