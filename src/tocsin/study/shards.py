"""What a study's folder holds of each unit: three Parquet files, there in whole or not at all."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tocsin.errors import StudyError
from tocsin.journal.undisturbed import undisturbed
from tocsin.study.durable import durable
from tocsin.study.plan import Unit
from tocsin.study.schema import DESIGN_KEY, ROWS, RUNS, check_schema
from tocsin.study.unit import Played

LAUNCHES, PLAYED = "launches", "played"
TABLES = {"": ROWS, LAUNCHES: ROWS, PLAYED: RUNS}  # folder inside the study's -> schema
ORDER = [("point", "ascending"), ("run", "ascending")]


def write_shard(folder: Path, unit: Unit, played: Played) -> None:
    """Write a unit's tables; the last file to be there is the one in ``played``, so a unit counts when all are.

    Each is on disk under another name before it gets its own.  Ctrl-C waits until all are there.
    """
    with undisturbed():
        for where, table in ((LAUNCHES, played.launches), ("", played.rows), (PLAYED, played.runs)):
            path = shard_path(folder, where, unit)
            path.parent.mkdir(exist_ok=True)
            of_design = table.replace_schema_metadata(
                {**TABLES[where].metadata, DESIGN_KEY: unit.design_digest.encode()}
            )
            with durable(path) as part:
                pq.write_table(of_design, part, compression="zstd")


def shard_path(folder: Path, where: str, unit: Unit) -> Path:
    """Return where one table of a unit lies."""
    return folder / where / f"{unit.stem}.parquet"


def is_done(folder: Path, unit: Unit) -> bool:
    """Return whether a unit's tables are all there, none of them cut short."""
    return all(has_footer(shard_path(folder, where, unit)) for where in TABLES)


def has_footer(path: Path) -> bool:
    """Return whether a file is there and ends as a Parquet file does."""
    try:
        pq.read_metadata(path)
    except (pa.ArrowException, OSError):
        return False
    return True


def missing(folder: Path, units: Iterable[Unit]) -> list[Unit]:
    """Return the units that a folder does not hold yet."""
    return [unit for unit in units if not is_done(folder, unit)]


def unplanned(folder: Path, design_digest: str, planned: Iterable[Unit]) -> str:
    """Return the first unit that a design had played of a point that it no longer has, '' if there is none."""
    units = list(planned)
    stems, points = {unit.stem for unit in units}, {unit.point for unit in units}
    for path in sorted((folder / PLAYED).glob("unit-*.parquet")):
        if path.stem in stems or not has_footer(path):
            continue
        table = pq.ParquetFile(path).read()
        is_own = (table.schema.metadata or {}).get(DESIGN_KEY) == design_digest.encode()
        if is_own and not points.issuperset(table["point"].to_pylist()):
            return path.stem
    return ""


def read_table(folder: Path, where: str, planned: Iterable[Unit]) -> pa.Table:
    """Return one table of a study, in order of point and run, rows of a run as they were measured.

    Only units that are planned and there in whole are read.

    Raises
    ------
    StudyError
        If there is none, or a file is damaged, is of another study or unit, or has another schema version or other
        columns.
    """
    there = {path.name for path in (folder / PLAYED).glob("unit-*.parquet")}
    tables = [checked_table(folder, where, unit) for unit in planned if f"{unit.stem}.parquet" in there]
    if not tables:
        raise StudyError(f"{folder}: holds no runs yet; play some with `tocsin study run`")
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    place = pa.array(range(whole.num_rows), pa.int64())  # a sort by point and run alone might mix a run's rows
    order = whole.append_column("place", place).sort_by([*ORDER, ("place", "ascending")])
    return order.drop_columns(["place"]).replace_schema_metadata(TABLES[where].metadata)


def checked_table(folder: Path, where: str, unit: Unit) -> pa.Table:
    """Return one table of a unit, its schema checked, and that its runs are those of the unit."""
    path = shard_path(folder, where, unit)
    try:
        found = pq.read_schema(path)
        check_schema(found, TABLES[where], str(path))
        table = pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError) as error:
        raise StudyError(
            f"{path}: cannot be read: {error}; remove it if it is there, and play the study on"
        ) from None
    digest = unit.design_digest.encode()
    if found.metadata.get(DESIGN_KEY, digest) != digest or not is_of(table, where, unit):
        raise StudyError(
            f"{path}: holds other runs than its place in the study: must be seed {unit.seed}, point {unit.point}, "
            f"runs {unit.first_run} to {unit.last_run - 1}, each once; remove it and play the study on"
        )
    return table


def is_of(table: pa.Table, where: str, unit: Unit) -> bool:
    """Return whether a table holds runs of a unit alone; in ``played`` each of them once."""
    point, seed, run = (table[name].to_numpy() for name in ("point", "seed", "run"))
    if where == PLAYED and run.tolist() != list(range(unit.first_run, unit.last_run)):
        return False
    is_own_run = (unit.first_run <= run) & (run < unit.last_run)
    return bool(((point == unit.point) & (seed == unit.seed) & is_own_run).all())
