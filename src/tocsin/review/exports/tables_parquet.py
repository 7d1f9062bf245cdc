"""The records of a view as Parquet: one file a record kind, nested fields as Arrow structs and lists.

Only fields of which the kind of thing varies (tagged unions, tuples of unlike things, maps) are JSON text; their
Arrow field says so under ``tocsin.encoding``.  Needs pyarrow, which is imported by whoever asks for Parquet alone.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import IO, Any

import msgspec
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from msgspec import inspect

from tocsin.orders.kinds import KINDS
from tocsin.review.exports.columns import KEYS, SCHEMA_VERSION, Row, rows_by_kind, values_of
from tocsin.review.exports.content import MARKING, stem_of_export
from tocsin.review.exports.file import File
from tocsin.review.party import View

VERSION_KEY = b"tocsin.export.schema"
MARKING_KEY = b"tocsin.marking"
JSON_TEXT = {b"tocsin.encoding": b"json"}
ROWS_AT_ONCE = 5_000
KEY_TYPES = (pa.string(), pa.int64(), pa.int64(), pa.string(), pa.bool_())
PLAIN: dict[type[inspect.Type], pa.DataType] = {
    inspect.IntType: pa.int64(),
    inspect.FloatType: pa.float64(),
    inspect.StrType: pa.string(),
    inspect.BoolType: pa.bool_(),
    inspect.BytesType: pa.string(),
}


def parquet_files(view: View) -> Iterator[File]:
    """Yield a file for each record kind that a view holds."""
    for kind, rows in rows_by_kind(view.log).items():
        yield File(f"{stem_of_export(view)}.{kind}.{MARKING}.parquet", partial(write_kind, kind, rows))


def write_kind(kind: str, rows: Sequence[Row], file: IO[bytes]) -> None:
    """Write the records of a kind, some thousand at a time."""
    schema = schema_of(kind)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            records = [record(row, schema) for row in rows[start : start + ROWS_AT_ONCE]]
            writer.write_table(pa.Table.from_pylist(records, schema=schema))


def record(row: Row, schema: pa.Schema) -> dict[str, Any]:
    """Return a record as Arrow takes it."""
    told = values_of(row)
    values = dict(zip(KEYS, row.keys, strict=True))
    for field in list(schema)[len(KEYS) :]:
        value = told[field.name]
        is_text = field.metadata == JSON_TEXT and value is not None
        values[field.name] = msgspec.json.encode(value).decode() if is_text else value
    return values


def schema_of(kind: str) -> pa.Schema:
    """Return the Arrow schema of a record kind."""
    info = inspect.type_info(KINDS[kind])
    assert isinstance(info, inspect.StructType)
    keys = [pa.field(name, form, nullable=False) for name, form in zip(KEYS, KEY_TYPES, strict=True)]
    metadata = {VERSION_KEY: SCHEMA_VERSION.encode(), MARKING_KEY: MARKING.encode(), b"tocsin.kind": kind.encode()}
    return pa.schema([*keys, *(column(field) for field in info.fields)], metadata=metadata)


def column(field: inspect.Field) -> pa.Field:
    """Return the column of a field."""
    form = arrow_type(field.type)
    return pa.field(field.encode_name, form or pa.string(), metadata=None if form else JSON_TEXT)


def arrow_type(form: inspect.Type) -> pa.DataType | None:
    """Return the Arrow type of a field's type; None for what is written as JSON text."""
    match form:
        case inspect.UnionType(types=types):
            told = [item for item in types if not isinstance(item, inspect.NoneType)]
            return arrow_type(told[0]) if len(told) == 1 else None
        case inspect.LiteralType(values=values):
            return pa.string() if all(isinstance(value, str) for value in values) else None
        case (
            inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item) | inspect.SetType(item_type=item)
        ):
            inner = arrow_type(item)
            return pa.list_(inner) if inner is not None else None
        case inspect.TupleType(item_types=items):
            kinds = {arrow_type(item) for item in items}
            inner = kinds.pop()
            return pa.list_(inner) if not kinds and inner is not None else None
        case inspect.StructType(fields=fields, tag=None, array_like=False) if fields:
            inners = [(field.encode_name, arrow_type(field.type)) for field in fields]
            return pa.struct(inners) if all(inner is not None for _, inner in inners) else None
    return PLAIN.get(type(form))
