"""The results of a study: as arrays to compute with, as Arrow or pandas tables, and by SQL."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.review.answer import ALL
from tocsin.study.design.design import Design
from tocsin.study.plan import DESIGN_FILE, Plan, Unit, read_design, read_plan, units
from tocsin.study.shards import LAUNCHES, PLAYED, read_table, unplanned

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
STATUSES = ("observed", "never", "pending", "not_applicable")
NO_ROW = -1  # as a status: the run has not been played, has failed, or has no such row
TABLES_ALONE: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",  # no file, no other database, no address, no extension
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",  # nor anything written aside where memory is short
    "lock_configuration": "true",
}
"""DuckDB's settings with which a query reads the tables that are handed to it, and nothing else."""


class Cells(NamedTuple):
    """One measure of one nation at every point and run.

    Attributes
    ----------
    value : (points, runs) float64, in the measure's unit
        nan where it is not observed.
    status : (points, runs) int64
        Index in ``STATUSES``, or ``NO_ROW``.
    n, n_never : (points, runs) int64
        Cases behind the value; in how many of them what was waited for never came.
    """

    value: Array
    status: IntArray
    n: IntArray
    n_never: IntArray

    def at(self, points: Sequence[int]) -> "Cells":
        """Return the rows of some points, in the order given."""
        rows = list(points)
        return Cells(self.value[rows], self.status[rows], self.n[rows], self.n_never[rows])


@dataclass(frozen=True)
class Results:
    """A study's folder, read.

    Attributes
    ----------
    folder : Path
    design : Design
    plan : Plan
    rows : pyarrow.Table
        Headlines of every run (``schema.ROWS``), in order of point and run.
    runs : pyarrow.Table
        One row a run (``schema.RUNS``).
    """

    folder: Path
    design: Design
    plan: Plan
    rows: pa.Table
    runs: pa.Table

    @functools.cached_property
    def launches(self) -> pa.Table:
        """Return the rows of single launches, areas, events and the like (``schema.ROWS``)."""
        return read_table(self.folder, LAUNCHES, planned(self.design, self.plan))

    @functools.cached_property
    def points(self) -> pa.Table:
        """Return the points as a table: number, scenario, and the level of each factor."""
        names = [factor.name for factor in self.design.factors]
        return pa.table(
            {
                "point": pa.array([point.index for point in self.design.points], pa.int32()),
                "scenario": [point.scenario for point in self.design.points],
                **{name: [point.levels[place] for point in self.design.points] for place, name in enumerate(names)},
            }
        )

    @functools.cached_property
    def n_runs(self) -> int:
        """Return how many runs were played of the point that has most."""
        return int(np.max(self.runs["run"].to_numpy(), initial=-1)) + 1

    @functools.cached_property
    def n_complete(self) -> int:
        """Return how many runs every point has, counted from the first without a gap; failed ones count."""
        played = np.zeros((len(self.design.points), self.n_runs), dtype=bool)
        played[self.runs["point"].to_numpy(), self.runs["run"].to_numpy()] = True
        return int(np.logical_and.accumulate(played.all(axis=0)).sum())

    def first(self, runs: int) -> "Results":
        """Return the same study with the headlines of its first ``runs`` runs alone."""
        tables = (table.filter(pc.field("run") < runs) for table in (self.rows, self.runs))
        return Results(self.folder, self.design, self.plan, *tables)

    @functools.cached_property
    def failed(self) -> list[tuple[int, int, str]]:
        """Return (point, run, why) of every run that failed."""
        return [(row["point"], row["run"], row["error"]) for row in self.runs.to_pylist() if row["error"]]

    def played_digest(self, point: int, run: int) -> str:
        """Return the digest of a run's journal as it was played; '' where the run failed.

        Raises
        ------
        StudyError
            If the study holds no such run.
        """
        is_it = (self.runs["point"].to_numpy() == point) & (self.runs["run"].to_numpy() == run)
        if not is_it.any():
            raise StudyError(f"--run {run}: point {point} has no such run in {self.folder}; see the study's report")
        return str(self.runs["digest"].to_pylist()[int(np.argmax(is_it))])

    @functools.cached_property
    def _index(self) -> dict[tuple[str, str, str], NDArray[np.intp]]:
        """Return the places of the rows of each (measure, nation, subject)."""
        parts = [self.rows[name].combine_chunks() for name in ("measure", "nation", "subject")]
        words = [part.dictionary.to_pylist() for part in parts]
        sizes = [len(known) for known in words]
        codes = np.ravel_multi_index(tuple(part.indices.to_numpy() for part in parts), sizes)
        order = np.argsort(codes, kind="stable")
        found, starts = np.unique(codes[order], return_index=True)
        groups = np.split(order, starts[1:])
        keys = [
            tuple(known[i] for known, i in zip(words, np.unravel_index(code, sizes), strict=True)) for code in found
        ]
        return dict(zip(keys, groups, strict=True))

    def cells(self, measure: str, nation: str = ALL, subject: str = ALL) -> Cells:
        """Return one measure of one nation at every point and run: rows are points, columns are runs.

        Run r has the same luck at every point, so columns are pairs.

        Raises
        ------
        StudyError
            If no run has such a row.
        """
        places = self._index.get((measure, nation, subject))
        if places is None:
            raise StudyError(f"no run has {measure} of {nation}, subject {subject}; see the study's design")
        shape = len(self.design.points), self.n_runs
        at = self.rows["point"].to_numpy()[places], self.rows["run"].to_numpy()[places]
        value = np.full(shape, np.nan)
        value[at] = self.rows["value"].to_numpy()[places]  # Arrow's null becomes nan
        status = np.full(shape, NO_ROW)
        status[at] = self._status[places]
        n, n_never = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        n[at], n_never[at] = self.rows["n"].to_numpy()[places], self.rows["n_never"].to_numpy()[places]
        return Cells(value, status, n, n_never)

    @functools.cached_property
    def _status(self) -> IntArray:
        """Return every row's status as its index in ``STATUSES``."""
        column = self.rows["status"].combine_chunks()
        names = np.array([STATUSES.index(word) for word in column.dictionary.to_pylist()], dtype=np.int64)
        return np.asarray(names[column.indices.to_numpy()], dtype=np.int64)

    def query(self, sql: str) -> pa.Table:
        """Return what DuckDB answers to a query over ``rows``, ``launches``, ``runs`` and ``points``.

        For example ``select scenario, avg(value) from rows join points using (point)
        where measure = 'warning_time_credited_s' and nation = 'birch' group by scenario``.

        It may make tables and views of its own, which end with it; it reads and writes no file.

        Raises
        ------
        StudyError
            If DuckDB does not understand it, it asks for nothing, or for anything but these tables.
        """
        import duckdb  # noqa: PLC0415  a second to import, and only queries need it

        with duckdb.connect(config=TABLES_ALONE) as base:
            base.register("rows", self.rows)
            base.register("launches", self.launches)
            base.register("runs", self.runs)
            base.register("points", self.points)
            try:
                answer = base.sql(sql)
                if answer is not None:
                    return answer.to_arrow_table()
            except duckdb.Error as error:
                raise StudyError(f"query {sql!r}: {why_not(error)}") from None
        raise StudyError(f"query {sql!r}: asks for nothing; begin with select")

    def pandas(self, table: str = "rows") -> Any:
        """Return a table (rows, launches, runs, points) as a pandas DataFrame."""
        tables = {"rows": self.rows, "launches": self.launches, "runs": self.runs, "points": self.points}
        if table not in tables:
            raise StudyError(f"table = {table!r}: must be one of {', '.join(tables)}")
        return tables[table].to_pandas()


def why_not(error: Exception) -> str:
    """Return why DuckDB does not answer a query, in a line."""
    why = " ".join(str(error).split())
    if why.startswith("Permission Error") or "configuration has been locked" in why:
        return (
            "asks for more than the tables rows, launches, runs and points: no file, no other database, no extension "
            "and no setting is open to a query; select from these tables, and write the answer to a file yourself "
            "(docs/studies.md)"
        )
    return f"{why}; columns are in docs/studies.md"


def open_study(folder: Path) -> Results:
    """Return the results of a study's folder, however much of it has been played.

    Raises
    ------
    StudyError
        No study, no runs yet, files that are damaged, of another study or of another schema version, a design edited
        to fewer points than were played.
    """
    plan, design = read_plan(folder), read_design(folder)
    stray = unplanned(folder, plan.design_digest, planned(design, plan))
    if stray:
        raise StudyError(f"{folder / DESIGN_FILE}: plans no {stray}, which was played: it was edited; restore it")
    return results_of(folder, design, plan)


def results_of(folder: Path, design: Design, plan: Plan) -> Results:
    """Return the results in a folder of a design and its plan; raise StudyError as ``open_study``."""
    rows, runs = (read_table(folder, where, planned(design, plan)) for where in ("", PLAYED))
    return Results(folder, design, plan, rows, runs)


def planned(design: Design, plan: Plan) -> Iterator[Unit]:
    """Yield every unit of a plan."""
    return units(design, plan, 0, plan.replications)
