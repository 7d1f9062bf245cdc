"""One unit of work: some runs of one point, played and measured.  What a worker does, wherever it is."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]

from tocsin.review.answer import ALL
from tocsin.review.measure import Row
from tocsin.study.plan import Unit
from tocsin.study.run import Task, rows_of
from tocsin.study.schema import ROWS, RUNS

SAME_EVERY_RUN = frozenset(
    {"layer", "cause", "assessment", "kind", "source", "link", "addressee", "nation", "notice"}
)
"""Subject kinds whose subjects are the same in every run: they stand beside the headlines."""


class Played(NamedTuple):
    """The three tables of a unit: headlines, single launches and the like, runs."""

    rows: pa.Table
    launches: pa.Table
    runs: pa.Table

    @property
    def failed(self) -> int:
        """Return how many of the runs failed."""
        return sum(map(bool, self.runs["error"].to_pylist()))


class RunResult(NamedTuple):
    """One run of a unit: its measures and its digest, or why it failed."""

    run: int
    rows: Sequence[Row]
    digest: str
    error: str


def play_unit(unit: Unit) -> Played:
    """Return the tables of a unit.  A run that fails is a row that says so; the others are played none the less."""
    results = [play_run(unit, run) for run in range(unit.first_run, unit.last_run)]
    both = [(result.run, row) for result in results for row in result.rows]
    return Played(
        rows=table_of(unit, (pair for pair in both if is_headline(pair[1]))),
        launches=table_of(unit, (pair for pair in both if not is_headline(pair[1]))),
        runs=pa.Table.from_pylist(
            [
                {"point": unit.point, "seed": unit.seed, "run": each.run, "digest": each.digest, "error": each.error}
                for each in results
            ],
            schema=RUNS,
        ),
    )


def task_of_run(unit: Unit, run: int) -> Task:
    """Return the task of one run of a unit."""
    return Task(unit.scenario_text, unit.scenario, unit.agreement_text, unit.seed, run)


def play_run(unit: Unit, run: int) -> RunResult:
    """Return what one run gave.

    Notes
    -----
    The one place where any error is caught: among ten thousand runs with drawn numbers one that fails must not cost
    the others.  It is written down with its seed, told in the report, and played again by one command.
    """
    try:
        digest, rows = rows_of(task_of_run(unit, run))
    except Exception as error:
        return RunResult(run, [], "", f"{type(error).__name__}: {error}")
    return RunResult(run, rows, digest, "")


def is_headline(row: Row) -> bool:
    """Return whether a row stands with the headlines: of the whole run, or of what is the same in every run."""
    return row.subject == ALL or row.subject_kind in SAME_EVERY_RUN


def table_of(unit: Unit, rows: Iterable[tuple[int, Row]]) -> pa.Table:
    """Return measures as a table."""
    names = [name for name in ROWS.names if name not in ("point", "seed", "run")]
    found = list(rows)
    columns = {
        "point": [unit.point] * len(found),
        "seed": [unit.seed] * len(found),
        "run": [run for run, _ in found],
        **{name: [getattr(row, name) for _, row in found] for name in names},
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in ROWS], schema=ROWS)
