"""Whether runs of two points are alike: in all that was measured but the sharing itself, and in what was sent."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from tocsin.study.report.cases import is_word
from tocsin.study.report.scope import SHARING
from tocsin.study.results import Results

BoolArray = NDArray[np.bool_]
SENT = "releases"
WORDS, NUMBERS = ("nation", "subject_kind", "subject", "measure", "status"), ("value", "n", "n_never")


class Alike(NamedTuple):
    """Of the runs known in both arms of some pairs of points: whether all else is alike, and what was sent."""

    is_alike: bool
    is_sent_alike: bool


def alike_of(results: Results, pairs: Sequence[tuple[int, int]]) -> Alike | None:
    """Return whether the runs of pairs of points are alike in every headline; None if no run is known in both."""
    good = good_runs(results)
    known = [(a, b, int(run)) for a, b in pairs for run in np.flatnonzero(good[a] & good[b])]
    if not known:
        return None
    is_sharing = np.logical_or.reduce([is_word(results.rows, "measure", name) for name in SHARING])
    has_case = ~is_word(results.rows, "status", "not_applicable")
    is_sent = is_word(results.rows, "measure", SENT) & has_case & (results.rows["value"].to_numpy() != 0.0)
    points = {point for pair in pairs for point in pair}
    of_else, of_sent = (by_run(results.rows, chosen, points) for chosen in (has_case & ~is_sharing, is_sent))
    return Alike(*(all(of.get((a, r)) == of.get((b, r)) for a, b, r in known) for of in (of_else, of_sent)))


def good_runs(results: Results) -> BoolArray:
    """Return which runs of which points were played and did not fail, (points, runs)."""
    is_good = results.runs["error"].to_numpy() == ""
    found = np.zeros((len(results.design.points), results.n_runs), dtype=np.bool_)
    found[results.runs["point"].to_numpy()[is_good], results.runs["run"].to_numpy()[is_good]] = True
    return found


def by_run(rows: pa.Table, chosen: BoolArray, points: set[int]) -> dict[tuple[int, int], bytes]:
    """Return all that the chosen rows of each run of some points hold, by point and run; equal bytes: equal rows."""
    point, run = (rows[name].to_numpy() for name in ("point", "run"))
    places = np.flatnonzero(chosen & np.isin(point, list(points)))
    columns = [rows[name].combine_chunks().indices.to_numpy()[places] for name in WORDS]
    columns += [rows[name].to_numpy()[places] for name in NUMBERS]
    order = np.lexsort((*columns[: len(WORDS)], run[places], point[places]))
    held = np.column_stack([column[order].astype(np.float64) + 0.0 for column in columns])
    key = np.column_stack([point[places][order], run[places][order]])
    _, starts = np.unique(key, axis=0, return_index=True)
    ends = [*starts[1:], len(key)]
    return {
        (int(key[first, 0]), int(key[first, 1])): held[first:end].tobytes()
        for first, end in zip(starts, ends[: starts.size], strict=True)
    }
