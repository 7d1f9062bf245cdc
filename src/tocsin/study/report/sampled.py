"""Plans that draw numbers over ranges: which points were drawn together, and cells with draws for their columns.

Where numbers are drawn, what varies is the draw and not the luck alone: there every interval is over draws.  The
points of one row of Saltelli's plan share numbers, so that the row is the unit.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.study.design.design import Design
from tocsin.study.design.schema import DRAWN
from tocsin.study.results import NO_ROW, Cells

IntArray = NDArray[np.int64]


def is_drawn(design: Design) -> bool:
    """Return whether a design draws numbers over ranges."""
    return design.file.plan.kind in DRAWN


def draw_count(design: Design) -> int:
    """Return how many draws there are that share nothing: intervals are over these."""
    return int(draws_of(design).max()) + 1


def samples_of(design: Design) -> IntArray:
    """Return of each point, (points,), the number of its sample: the points of a sample differ in levels alone."""
    per_scenario = len(design.points) // len(design.file.study.scenarios)
    combinations = int(np.prod([len(factor.levels) for factor in design.factors if not factor.has_range]))
    return np.arange(len(design.points)) % per_scenario // combinations


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
