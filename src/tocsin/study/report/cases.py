"""Single cases of a measure (a launch and an area, a launch, a body), paired between two points on the same luck."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.study.results import Results

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Cases(NamedTuple):
    """The cases of one measure and nation at one point.

    Attributes
    ----------
    run, subject : (n,) int64
        Of each case; equal numbers are the same case at every point.
    value : (n,) float64, in the measure's unit
        nan unless observed.
    is_never, is_pending : (n,) bool
    """

    run: IntArray
    subject: IntArray
    value: Array
    is_never: BoolArray
    is_pending: BoolArray


class CasePairs(NamedTuple):
    """Cases that both arms have, in one order; ``removed``: those pending in an arm.

    ``came_*``: 1 where it was observed, 0 where never; ``credited_*``: the value, 0 where never; ``unit_indices``: of
    which run each is, or of which draw where numbers were drawn.
    """

    came_first: Array
    came_second: Array
    credited_first: Array
    credited_second: Array
    unit_indices: IntArray
    removed: int


def cases_by_point(results: Results, measure: str, nation: str) -> dict[int, Cases]:
    """Return the cases of a measure and nation at every point that has any; not applicable ones are left out."""
    rows = results.launches
    is_wanted = is_word(rows, "measure", measure) & is_word(rows, "nation", nation)
    is_wanted &= ~is_word(rows, "status", "not_applicable")
    point = rows["point"].to_numpy()[is_wanted]
    columns = Cases(
        run=rows["run"].to_numpy()[is_wanted].astype(np.int64),
        subject=rows["subject"].combine_chunks().indices.to_numpy()[is_wanted].astype(np.int64),
        value=rows["value"].to_numpy()[is_wanted],
        is_never=is_word(rows, "status", "never")[is_wanted],
        is_pending=is_word(rows, "status", "pending")[is_wanted],
    )
    return {int(index): Cases(*(column[point == index] for column in columns)) for index in np.unique(point)}


def is_word(rows: Any, column: str, word: str) -> BoolArray:
    """Return in which rows of an Arrow table a column of words holds one word."""
    words = rows[column].combine_chunks()
    known = words.dictionary.to_pylist()
    codes = words.indices.to_numpy()
    return codes == known.index(word) if word in known else np.zeros(codes.size, dtype=np.bool_)


def pooled_cases(by_point: dict[int, Cases], points: Sequence[int]) -> Cases | None:
    """Return the cases of several points together; None where there are none."""
    found = [by_point[index] for index in points if index in by_point]
    return Cases(*(np.concatenate(columns) for columns in zip(*found, strict=True))) if found else None


def paired_cases(
    by_point: dict[int, Cases], pairs: Sequence[tuple[int, int]], draws: IntArray | None = None
) -> CasePairs | None:
    """Return the cases of pairs of points, paired on run and subject; None where there are none.

    ``draws``: of each point its draw, (points,), where numbers were drawn: there that is the unit.
    """
    parts = [
        pair_of(by_point[a], by_point[b], None if draws is None else int(draws[a]))
        for a, b in pairs
        if a in by_point and b in by_point
    ]
    if not parts:
        return None
    return CasePairs(
        came_first=np.concatenate([part.came_first for part in parts]),
        came_second=np.concatenate([part.came_second for part in parts]),
        credited_first=np.concatenate([part.credited_first for part in parts]),
        credited_second=np.concatenate([part.credited_second for part in parts]),
        unit_indices=np.concatenate([part.unit_indices for part in parts]),
        removed=sum(part.removed for part in parts),
    )


def pair_of(first: Cases, second: Cases, draw: int | None = None) -> CasePairs:
    """Return the cases that two points of a draw share, those pending in either left out and counted."""
    wide = 1 + int(max(np.max(first.subject, initial=0), np.max(second.subject, initial=0)))
    _, at_first, at_second = np.intersect1d(
        first.run * wide + first.subject, second.run * wide + second.subject, return_indices=True
    )
    is_kept = ~(first.is_pending[at_first] | second.is_pending[at_second])
    a, b = at_first[is_kept], at_second[is_kept]
    return CasePairs(
        came_first=(~first.is_never[a]).astype(np.float64),
        came_second=(~second.is_never[b]).astype(np.float64),
        credited_first=np.where(first.is_never[a], 0.0, first.value[a]),
        credited_second=np.where(second.is_never[b], 0.0, second.value[b]),
        unit_indices=first.run[a] if draw is None else np.full(a.size, draw),
        removed=int(at_first.size - a.size),
    )
