"""Plans that draw numbers over ranges: which points were drawn together, and cells with draws for their columns.

Where numbers are drawn, what varies is the draw and not the luck alone: there every interval is over draws.  The
points of one row of Saltelli's plan share numbers, so that the row is the unit.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.study.contrast import Contrast, arms_of, pairs_of
from tocsin.study.design.design import Design
from tocsin.study.design.drawn import is_drawn, samples_of
from tocsin.study.results import NO_ROW, Cells, Results

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Samples(NamedTuple):
    """The mean of both arms at every sample, (samples,), over the same ``runs`` at each; empty of no run."""

    first: Array
    second: Array
    runs: int

    @property
    def values(self) -> Array:
        """Return the mean paired difference at every sample, (samples,)."""
        return self.first - self.second


def draw_count(design: Design) -> int:
    """Return how many draws there are that share nothing: intervals are over these."""
    return int(draws_of(design).max()) + 1


def draws_of(design: Design) -> IntArray:
    """Return of each point, (points,), the number of its draw: of Saltelli's plan the row of its matrices."""
    samples = samples_of(design)
    return samples % design.file.plan.points if design.file.plan.kind == "saltelli" else samples


def by_unit(design: Design, cells: Cells, points: Sequence[int]) -> Cells:
    """Return cells of some points with a column for each unit of an interval: a run, or a draw where there are any.

    Parameters
    ----------
    design : Design
    cells : Cells
        Rows are the points.
    points : sequence of int

    Returns
    -------
    Cells
        Of draws: column d holds every run of every point of draw d, filled up with no rows.
    """
    if not is_drawn(design):
        return cells
    draws = draws_of(design)[list(points)]
    wide = draw_count(design)
    members = [np.flatnonzero(draws == draw) for draw in range(wide)]
    runs = cells.value.shape[1]
    tall = max(rows.size for rows in members) * runs
    found = Cells(
        np.full((tall, wide), np.nan),
        np.full((tall, wide), NO_ROW),
        np.zeros((tall, wide), dtype=np.int64),
        np.zeros((tall, wide), dtype=np.int64),
    )
    for new, old in zip(found, cells, strict=True):
        for draw, rows in enumerate(members):
            new[: rows.size * runs, draw] = old[rows].ravel()
    return found


def unit_words(design: Design) -> str:
    """Return what intervals are over, where that is not runs; '' where it is."""
    if not is_drawn(design):
        return ""
    return (
        f"Numbers were drawn over their ranges: every interval on this page is over the {draw_count(design):,} "
        "draws, not over luck, of which each draw has the same few runs."
    )


def sample_differences(results: Results, contrast: Contrast) -> Samples | None:
    """Return both arms at every sample, means over the runs that are known in both at every sample.

    None where the measure does not apply, or the contrast is not played.
    """
    try:
        pairs = pairs_of(results.design, contrast)
        arms = arms_of(results, contrast)
    except StudyError:
        return None
    is_known = ~np.isnan(arms.first.value - arms.second.value)
    if not is_known.any():
        return None
    runs = is_known.all(axis=0)
    if not runs.any():
        return Samples(np.empty(0), np.empty(0), 0)
    samples = samples_of(results.design)[[first for first, _, _ in pairs]]
    first, second = (
        np.bincount(samples, weights=arm.value[:, runs].mean(axis=1)) / np.bincount(samples) for arm in arms[:2]
    )
    return Samples(first, second, int(runs.sum()))


def runs_text(count: int) -> str:
    """Return how many runs: ``1 run``, ``4 runs``."""
    return f"{count:,} run{'s' if count != 1 else ''}"
