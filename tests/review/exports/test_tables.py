"""CSV and Parquet: every record kind has a table, and what another program reads there is what was recorded."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec import inspect

from tocsin.orders.aside import ObserverNote
from tocsin.orders.kinds import KINDS
from tocsin.orders.record import BodyStates, PictureState
from tocsin.review.exports.columns import KEYS, SCHEMA_VERSION, Row, rows_by_kind
from tocsin.review.exports.tables_csv import lines_of
from tocsin.review.exports.tables_parquet import VERSION_KEY, schema_of
from tocsin.review.party import View

Export = Callable[[str, str], dict[str, bytes]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_kind_has_a_schema(kind: str) -> None:
    schema = schema_of(kind)
    assert schema.names == [*KEYS, *KINDS[kind].__struct_fields__]
    assert len(schema.names) == len(set(schema.names))
    assert schema.metadata[VERSION_KEY] == SCHEMA_VERSION.encode()


def test_every_kind_in_a_view_is_one_file_with_every_record(views: dict[str, View], export_of: Export) -> None:
    log = views["truth"].log
    kinds = {type(entry.body).__name__ for entry in (*log.entries, *log.asides)}
    for form in ("csv", "parquet"):
        told = {name.split(".")[2] for name in export_of(form, "truth")} - {"columns"}
        assert told == kinds
    rows = sum(pq.read_metadata(io.BytesIO(content)).num_rows for content in export_of("parquet", "truth").values())
    assert rows == len(log.entries) + len(log.asides)


def test_csv_reads_back_to_the_same_records(views: dict[str, View], export_of: Export) -> None:
    files = export_of("csv", "birch")
    for kind, rows in rows_by_kind(views["birch"].log).items():
        content = files[f"exercise-17.birch.{kind}.EXERCISE.csv"].decode()
        read = list(csv.DictReader(io.StringIO(content, newline="")))
        assert [int(row["record_number"]) for row in read] == [row.number for row in rows]
        assert {row["marking"] for row in read} == {"EXERCISE"}
        back = [read_back(kind, row) for row in read]
        assert back == [row.body for row in rows], kind


def read_back(kind: str, row: dict[str, str]) -> msgspec.Struct:
    """Return the record in a row of CSV, as its documentation says to read it."""
    info = inspect.type_info(KINDS[kind])
    assert isinstance(info, inspect.StructType)
    plain = {}
    for field in info.fields:
        text = row[field.encode_name]
        is_text = isinstance(field.type, inspect.StrType | inspect.LiteralType)
        plain[field.encode_name] = text if is_text else json.loads(text or "null")
    return msgspec.convert(plain, KINDS[kind])


def test_a_text_that_might_be_a_formula_is_guarded() -> None:
    note = ObserverNote(seat="s1", text="=cmd()", at_ms=0)
    assert "".join(lines_of("ObserverNote", [Row(1, 0, "", True, note)])).endswith(",s1,'=cmd(),0,,\r\n")


def test_parquet_holds_states_as_numbers_that_another_program_adds_up(
    views: dict[str, View], export_of: Export, tmp_path: Path
) -> None:
    (name, content) = next(item for item in export_of("parquet", "truth").items() if ".BodyStates." in item[0])
    (tmp_path / name).write_bytes(content)
    rows = duckdb.sql(
        f"SELECT record_time_ms, states_ecef[1][1], len(body_ids) FROM '{tmp_path / name}' ORDER BY record_number"
    ).fetchall()
    told = [(e.time_ms, e.body) for e in views["truth"].log.entries if isinstance(e.body, BodyStates)]
    assert rows == [(time_ms, body.states_ecef[0][0], len(body.body_ids)) for time_ms, body in told]


def test_parquet_reads_back_to_the_same_pictures(views: dict[str, View], export_of: Export) -> None:
    content = export_of("parquet", "birch")["exercise-17.birch.PictureState.EXERCISE.parquet"]
    table = pq.read_table(io.BytesIO(content))
    assert pa.types.is_struct(table.schema.field("tracks").type.value_type)
    back = [msgspec.convert(row, PictureState, strict=False) for row in table.select(["tracks"]).to_pylist()]
    told = [entry.body for entry in views["birch"].log.entries if isinstance(entry.body, PictureState)]
    assert back == told


def test_what_varies_in_kind_is_json_text_and_says_so(export_of: Export) -> None:
    content = export_of("parquet", "birch")["exercise-17.birch.Order.EXERCISE.parquet"]
    table = pq.read_table(io.BytesIO(content))
    assert table.schema.field("action").metadata == {b"tocsin.encoding": b"json"}
    assert "type" in json.loads(table.column("action")[0].as_py())
