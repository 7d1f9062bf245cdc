"""Runs worth looking at: the median and quartile run of each arm, and those that failed, each with its command."""

import shlex
from typing import NamedTuple

import numpy as np

from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import arms_of, pairs_of
from tocsin.study.report.block import Cell, Line, Section, table
from tocsin.study.report.numerals import plain, scaled, unit_word
from tocsin.study.report.primary import Primary
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import NEVER, OBSERVED, unit_of, worst_of
from tocsin.study.results import Cells, Results

QUARTILES = (("lower quartile", 0.25), ("median", 0.5), ("upper quartile", 0.75))


class Representative(NamedTuple):
    """One run: what it stands for in which arm, its point and number, and its value (infinite: never)."""

    arm: str
    place: str
    point: int
    run: int
    value: float


def rerun_command(results: Results, point: int, run: int) -> str:
    """Return the command that plays one run with a journal and writes its review."""
    return f"tocsin study rerun {shlex.quote(str(results.folder))} --point {point} --run {run} --out again"


def representatives(results: Results, found: Primary) -> list[Representative]:
    """Return the runs of nearest rank at the quartiles of the primary measure, of each arm."""
    pairs = pairs_of(results.design, found.contrast)
    arms = arms_of(results, found.contrast)
    worst_value = worst_of(found.contrast.measure)
    return [
        *quartile_runs(arms.first, [pair[0] for pair in pairs], found.contrast.first, worst_value),
        *quartile_runs(arms.second, [pair[1] for pair in pairs], found.contrast.second, worst_value),
    ]


def quartile_runs(cells: Cells, points: list[int], arm: str, worst_value: float) -> list[Representative]:
    """Return the runs at the quartiles of some points' cells; of equals the first run."""
    ranked = np.where(cells.status == NEVER, worst_value, cells.value)
    rows, runs = np.nonzero((cells.status == NEVER) | (cells.status == OBSERVED))
    values = ranked[rows, runs]
    order = np.lexsort((rows, runs, values))
    found = []
    for place, share in QUARTILES:
        if order.size:
            value = values[order[max(0, int(np.ceil(share * order.size)) - 1)]]
            first = next(index for index in order if values[index] == value)
            found.append(Representative(arm, place, points[rows[first]], int(runs[first]), float(value)))
    return found


def representative_section(results: Results, found: Primary) -> Section:
    """Return the runs at the quartiles, each one command from its review."""
    measure = found.contrast.measure
    unit = unit_of(measure)
    lines = []
    previous = ""
    for item in representatives(results, found):
        lines.append(
            Line(
                (
                    Cell(item.arm if item.arm != previous else ""),
                    Cell(item.place),
                    Cell(rerun_command(results, item.point, item.run), tone="code"),
                    Cell(plain(scaled(item.value, unit), 1) if np.isfinite(item.value) else "never"),
                    Cell(str(item.run)),
                    Cell(str(results.design.file.study.seed)),
                ),
                item.arm != previous,
            )
        )
        previous = item.arm
    heads = [
        found.contrast.factor, "run at the", "plays it with a journal and writes its review",
        f"{title_of(measure)}, {unit_word(unit)}".rstrip(", "), "run", "seed",
    ]  # fmt: skip
    block = table(
        "",
        f"By {title_of(measure)} of {who_of(found.contrast.nation)}, the run of nearest rank, never ranked worst; of "
        "several equal runs the first. One run is one story: it shows how, not how often.",
        stamp(results, found.points),
        heads,
        lines,
        word_count=3,
    )
    return Section("Runs to look at", (), (block,) if lines else ())


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
