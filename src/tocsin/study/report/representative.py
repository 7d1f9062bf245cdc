"""Runs worth looking at: the median and quartile run of each arm, and those that failed, each with its command."""

import shlex
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import Arms, arms_of, pairs_of
from tocsin.study.design.drawn import is_drawn
from tocsin.study.report.block import Cell, Line, Section, table
from tocsin.study.report.numerals import plain, scaled, unit_word
from tocsin.study.report.primary import Primary
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import NEVER, OBSERVED, unit_of, worst_of
from tocsin.study.results import Cells, Results

QUARTILES = (("lower quartile", 0.25), ("median", 0.5), ("upper quartile", 0.75))
MOST_GROUPS = 4  # settings of the other factors of which each has its runs


class Representative(NamedTuple):
    """One run: what it stands for in which arm, its point and number, and its value (infinite: never).

    ``others``: what the other factors are at there; '' where there is no other.
    """

    arm: str
    place: str
    point: int
    run: int
    value: float
    others: str


def rerun_command(results: Results, point: int, run: int) -> str:
    """Return the command that plays one run with a journal and writes its review."""
    return f"tocsin study rerun {shlex.quote(str(results.folder))} --point {point} --run {run} --out again"


def representatives(results: Results, found: Primary) -> list[Representative]:
    """Return the runs of nearest rank at the quartiles of the primary measure, of each arm in each group of pairs."""
    pairs = pairs_of(results.design, found.contrast)
    arms = arms_of(results, found.contrast)
    worst_value = worst_of(found.contrast.measure)
    sides = (
        (arms.first, [first for first, _, _ in pairs], found.contrast.first),
        (arms.second, [second for _, second, _ in pairs], found.contrast.second),
    )
    return [
        Representative(arm, place, points[rows[row]], run, value, pairs[rows[row]][2])
        for rows in shown_groups(results, arms, pairs)
        for cells, points, arm in sides
        for place, row, run, value in quartile_runs(cells.at(rows), worst_value)
    ]


def shown_groups(results: Results, arms: Arms, pairs: Sequence[tuple[int, int, str]]) -> list[list[int]]:
    """Return which pairs of points are ranked together: alike in all but what was drawn.

    Of more than ``MOST_GROUPS`` the one whose mean difference is of the median rank.
    """
    factors, points = results.design.factors, results.design.points
    drawn = [is_drawn(results.design) and factor.has_range for factor in factors]
    groups: dict[tuple[str, ...], list[int]] = {}
    for row, (first, _, _) in enumerate(pairs):
        key = tuple(level for level, each in zip(points[first].levels, drawn, strict=True) if not each)
        groups.setdefault(key, []).append(row)
    found = list(groups.values())
    if len(found) <= MOST_GROUPS:
        return found
    credited = [np.where(arm.status == NEVER, 0.0, arm.value) for arm in arms[:2]]
    differences = [credited[0][rows] - credited[1][rows] for rows in found]
    means = [float(np.nanmean(each)) if not np.isnan(each).all() else np.inf for each in differences]
    return [found[int(np.argsort(means, kind="stable")[(len(found) - 1) // 2])]]


def quartile_runs(cells: Cells, worst_value: float) -> list[tuple[str, int, int, float]]:
    """Return what each stands for, row, run and value of the runs at the quartiles; of equals the first run."""
    ranked = np.where(cells.status == NEVER, worst_value, cells.value)
    rows, runs = np.nonzero((cells.status == NEVER) | (cells.status == OBSERVED))
    values = ranked[rows, runs]
    order = np.lexsort((rows, runs, values))
    found = []
    for place, share in QUARTILES:
        if order.size:
            value = values[order[max(0, int(np.ceil(share * order.size)) - 1)]]
            first = next(index for index in order if values[index] == value)
            found.append((place, int(rows[first]), int(runs[first]), float(value)))
    return found


def representative_section(results: Results, found: Primary) -> Section:
    """Return the runs at the quartiles, each one command from its review."""
    chosen = representatives(results, found)
    has_others = any(item.others for item in chosen)
    lines = [
        representative_line(results, item, before, unit_of(found.contrast.measure), has_others)
        for item, before in zip(chosen, [None, *chosen], strict=False)
    ]
    heads = [
        *(["at"] if has_others else []), found.contrast.factor, "run at the",
        "plays it with a journal and writes its review",
        f"{title_of(found.contrast.measure)}, {unit_word(unit_of(found.contrast.measure))}".rstrip(", "),
        "point", "run", "seed",
    ]  # fmt: skip
    block = table(
        "",
        f"By {title_of(found.contrast.measure)} of {who_of(found.contrast.nation)}, the run of nearest rank, never "
        f"ranked worst; of several equal runs the first. {ranked_words(results, found)}One run is one story: it "
        "shows how, not how often.",
        stamp(results, found.points),
        heads,
        lines,
        word_count=len(heads) - 4,
    )
    return Section("Runs to look at", (), (block,) if lines else ())


def representative_line(
    results: Results, item: Representative, before: Representative | None, unit: str, has_others: bool
) -> Line:
    """Return the row of a run; what is as in the row before is not said again."""
    is_there = before is not None and before.others == item.others
    is_same = is_there and before is not None and before.arm == item.arm
    cells = (
        Cell(item.arm if not is_same else ""),
        Cell(item.place),
        Cell(rerun_command(results, item.point, item.run), tone="code"),
        Cell(plain(scaled(item.value, unit), 1) if np.isfinite(item.value) else "never"),
        Cell(str(item.point)),
        Cell(str(item.run)),
        Cell(str(results.design.file.study.seed)),
    )
    others = (Cell(item.others if not is_there else ""),) if has_others else ()
    return Line((*others, *cells), not is_same)


def ranked_words(results: Results, found: Primary) -> str:
    """Return which runs were ranked together, where there is more than one pair of points; '' where there is not."""
    pairs = pairs_of(results.design, found.contrast)
    groups = shown_groups(results, arms_of(results, found.contrast), pairs)
    if len(pairs) == 1:
        return ""
    if len(groups) > 1:
        return "Ranked at each setting of the other factors by itself. "
    if len(groups[0]) == len(pairs):
        return "Ranked over all draws. "
    return (
        f"Ranked at one setting of the other factors, of {len(pairs) // len(groups[0]):,}: that at which the mean "
        "difference is of the median rank. "
    )


def failed_section(results: Results) -> Section:
    """Return every run that failed, why, and the command that plays it again."""
    lines = [
        Line(
            (Cell(str(point)), Cell(str(run)), Cell(why), Cell(rerun_command(results, point, run), tone="code")),
        )
        for point, run, why in results.failed
    ]
    points = sorted({point for point, _, _ in results.failed})
    block = table(
        "",
        "A failed run is left out of everything above, and its partners on the same luck out of every paired "
        "difference.",
        stamp(results, points) if points else "",
        ["point", "run", "why", "plays it again"],
        lines,
        word_count=4,
    )
    return Section("Failed runs", (), (block,) if lines else ())
