"""What a study's folder holds of each unit: three Parquet files, there in whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tocsin.errors import StudyError
from tocsin.journal.undisturbed import undisturbed
from tocsin.study.plan import Unit
from tocsin.study.schema import ROWS, RUNS, check_schema
from tocsin.study.unit import Played

LAUNCHES, PLAYED = "launches", "played"
TABLES = {"": ROWS, LAUNCHES: ROWS, PLAYED: RUNS}  # folder inside the study's -> schema
ORDER = [("point", "ascending"), ("run", "ascending")]


def write_shard(folder: Path, unit: Unit, played: Played) -> None:
    """Write a unit's tables; the last file to be there is the one in ``played``, so a unit counts when all are.

    Each is written under another name and then given its own: what a crash leaves is overwritten by the next try.
    Ctrl-C waits until all are there.
    """
    with undisturbed():
        for where, table in ((LAUNCHES, played.launches), ("", played.rows), (PLAYED, played.runs)):
            path = shard_path(folder, where, unit)
            path.parent.mkdir(exist_ok=True)
            part = path.with_suffix(".part")
            pq.write_table(table, part, compression="zstd")
            os.replace(part, path)


def shard_path(folder: Path, where: str, unit: Unit) -> Path:
    """Return where one table of a unit lies."""
    return folder / where / f"{unit.stem}.parquet"


def is_done(folder: Path, unit: Unit) -> bool:
    """Return whether a unit's tables are all there."""
    return shard_path(folder, PLAYED, unit).is_file()


def missing(folder: Path, units: Iterable[Unit]) -> list[Unit]:
    """Return the units that a folder does not hold yet."""
    return [unit for unit in units if not is_done(folder, unit)]


def read_table(folder: Path, where: str) -> pa.Table:
    """Return one table of a study, in order of point and run, rows of a run as they were measured.

    Only units that are there in whole are read.

    Raises
    ------
    StudyError
        If there is none, or a file has another schema version or other columns.
    """
    stems = sorted(path.name for path in (folder / PLAYED).glob("unit-*.parquet"))
    if not stems:
        raise StudyError(f"{folder}: holds no runs yet; play some with `tocsin study run`")
    tables = [checked_table(folder / where / name, TABLES[where]) for name in stems]
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    place = pa.array(range(whole.num_rows), pa.int64())  # a sort by point and run alone might mix a run's rows
    order = whole.append_column("place", place).sort_by([*ORDER, ("place", "ascending")])
    return order.drop_columns(["place"]).replace_schema_metadata(TABLES[where].metadata)


def checked_table(path: Path, schema: pa.Schema) -> pa.Table:
    """Return the table in a file, its schema checked."""
    try:
        check_schema(pq.read_schema(path), schema, str(path))
        return pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError) as error:
        raise StudyError(f"{path}: cannot be read: {error}; remove it and play the study on") from None
